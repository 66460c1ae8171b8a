"""Makes claims of decided pairs: average linkage, so that one strong pair does not chain two claims into one."""

from collections.abc import Iterable, Mapping, Sequence
from heapq import heappop, heappush

# Finer than this a score tells nothing: it is the mean of a few runs of learning.
_STEP = 10


def groups(
    size: int, scores: Mapping[tuple[int, int], float], threshold: float, parts: Mapping[tuple[int, int], int] | None = None,
    never: Mapping[int, Iterable[int]] | None = None,
) -> list[list[int]]:  # fmt: skip
    """Return the groups of 0..size-1, each sorted, by first member. Two groups join while the mean score of all pairs between them is
    at least `threshold`; a pair that was no candidate counts as 0. The best pair joins first; of those within a tenth the one with more
    `parts` in common (none where not given), then the better, then the earliest. Those of `never` are in no group together (given for each of the two).
    """
    members: dict[int, list[int]] = {k: [k] for k in range(size)}
    total: dict[int, dict[int, float]] = {k: {} for k in range(size)}
    for (a, b), score in sorted(scores.items()):
        total[a][b] = total[b][a] = score
    apart = {k: set(others) for k, others in (never or {}).items()}
    queue = _Queue(members, total, parts or {}, threshold, apart)
    while (pair := queue.best()) is not None:
        a, b = pair
        for other, score in total.pop(b).items():
            total[other].pop(b)
            if other != a:
                total[a][other] = total[other][a] = total[a].get(other, 0.0) + score
        members[a] += members.pop(b)
        for other in apart.pop(b, ()):
            apart[other] = apart[other] - {b} | {a}
            apart.setdefault(a, set()).add(other)
        queue.changed(a)
    return sorted(sorted(group) for group in members.values())


def attached(found: Sequence[Sequence[int]], scores: Mapping[tuple[int, int], float], floor: float) -> list[list[int]]:
    """Return for each group of two or more who else asserts it besides what it asserts of its own: members of other groups whose mean
    score to this group is at least `floor`. A clause that gives what happened, where and when supports a claim of each.
    """
    beside: dict[int, dict[int, float]] = {}
    for (a, b), score in sorted(scores.items()):
        beside.setdefault(a, {})[b] = score
        beside.setdefault(b, {})[a] = score
    extra: list[list[int]] = []
    for group in found:
        total: dict[int, float] = {}
        for member in group if len(group) > 1 else ():
            for other, score in beside.get(member, {}).items():
                total[other] = total.get(other, 0.0) + score
        extra.append(sorted(k for k, score in total.items() if k not in group and score / len(group) >= floor))
    return extra


class _Queue:
    """The pair of groups to join next. A heap with stale entries dropped as they come up."""

    def __init__(
        self, members: Mapping[int, Sequence[int]], total: Mapping[int, Mapping[int, float]], parts: Mapping[tuple[int, int], int],
        threshold: float, apart: Mapping[int, set[int]],
    ) -> None:  # fmt: skip
        self._members = members
        self._total = total
        self._parts = parts
        self._threshold = threshold
        self._apart = apart
        self._heap: list[tuple[int, int, float, int, int, int, int]] = []
        for a in total:
            for b in total[a]:
                if a < b:
                    self._push(a, b)

    def _push(self, a: int, b: int) -> None:
        sizes = len(self._members[a]), len(self._members[b])
        mean = self._total[a][b] / (sizes[0] * sizes[1])
        if mean < self._threshold or b in self._apart.get(a, ()):
            return  # it can only rise by a join, which asks again
        shared = self._parts.get((a, b), 0) if sizes == (1, 1) else 0
        heappush(self._heap, (-round(mean * _STEP), -shared, -mean, a, b, *sizes))

    def best(self) -> tuple[int, int] | None:
        while self._heap:
            *_, a, b, size_a, size_b = heappop(self._heap)
            alive = a in self._members and b in self._members and b not in self._apart.get(a, ())
            if alive and len(self._members[a]) == size_a and len(self._members[b]) == size_b:
                return a, b
        return None

    def changed(self, a: int) -> None:
        for b in self._total[a]:
            self._push(min(a, b), max(a, b))
