"""Average-link clustering over the pairs that are alike at all, by a learnt decision on each two sets, and with what people have decided."""

import heapq
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from tellings.data.story_weights import Joining, story_weights

Pairs = Mapping[tuple[int, int], float]
# Likeness is compared after rounding, so that another processor's last bit decides nothing.
_PLACES: Final = 9
# Sets whose mean likeness is below this are never joined, whatever the decision.
LEAST: Final = 0.08
# Two desks that each rewrite one wire are more alike than two that each had a reporter there.
VERY: Final = 0.6


class _Sets:
    """Sets of items with the sums of likeness inside and between them; a pair that is not given counts 0."""

    def __init__(self, count: int, pairs: Pairs, apart: Iterable[tuple[int, int]]) -> None:
        self.members = {k: [k] for k in range(count)}
        self.inside = dict.fromkeys(range(count), 0.0)
        self.between: dict[int, dict[int, float]] = {k: {} for k in range(count)}
        for (i, j), likeness in sorted(pairs.items()):
            self.between[i][j] = self.between[j][i] = likeness
        self._apart: dict[int, set[int]] = {}
        for i, j in apart:
            self._apart.setdefault(i, set()).add(j)
            self._apart.setdefault(j, set()).add(i)

    def mean(self, i: int, j: int) -> float:
        """The mean likeness between two sets."""
        return round(self.between[i][j] / (len(self.members[i]) * len(self.members[j])), _PLACES)

    def margin(self, i: int, j: int, joining: Joining) -> float:
        """By how much the two sets are one story by the learnt decision, above 0; far below where they are hardly alike."""
        mean = self.mean(i, j)
        if mean < LEAST:
            return -math.inf
        inside = max(self.tightness(i), self.tightness(j))
        return round(joining.margin(mean, inside, len(self.members[i]), len(self.members[j])), _PLACES)

    def tightness(self, i: int) -> float:
        """The mean likeness of the pairs inside a set, near copies counted as very alike only; 0 for one item."""
        size = len(self.members[i])
        return min(VERY, self.inside[i] / (size * (size - 1) / 2)) if size > 1 else 0.0

    def may_join(self, i: int, j: int) -> bool:
        """True unless somebody has said that an item of one and an item of the other belong apart."""
        return i not in self._apart or j not in self._apart[i]

    def join(self, i: int, j: int) -> None:
        """Put set `j` into set `i`."""
        self.inside[i] += self.inside.pop(j) + self.between[i].pop(j, 0.0)
        self.members[i] += self.members.pop(j)
        gone = self.between.pop(j)
        gone.pop(i, None)
        for k in sorted(gone):
            del self.between[k][j]
            self.between[i][k] = self.between[k][i] = self.between[i].get(k, 0.0) + gone[k]
        for k in self._apart.pop(j, ()):
            self._apart[k].discard(j)
            self._apart[k].add(i)
            self._apart.setdefault(i, set()).add(k)


def clusters(
    count: int,
    pairs: Pairs,
    *,
    together: Sequence[Sequence[int]] = (),
    apart: Iterable[tuple[int, int]] = (),
    joining: Joining | None = None,
) -> list[list[int]]:
    """Return the items 0..count-1 in sets, each sorted, by their first item.

    The two sets that the learnt decision is surest of are joined as long as it finds them one story: it weighs their mean likeness against that
    inside the tighter of the two, for two happenings of one kind are each tighter than what they share. Items listed in `together` are one set
    from the start, two of a pair in `apart` never come into one; who asks for both of the same items gets them together. Time grows with
    the pairs given. `joining` is the decision that comes with the project where none is given.
    """
    decision = joining or story_weights().joining
    sets = _Sets(count, pairs, apart)
    home = list(range(count))
    for group in together:
        for item in group[1:]:
            into, gone = sorted((home[group[0]], home[item]))
            if into != gone:
                for k in sets.members[gone]:
                    home[k] = into
                sets.join(into, gone)
    heap = [(-sets.margin(i, j, decision), i, j) for i in sorted(sets.between) for j in sets.between[i] if i < j]
    heap = [entry for entry in heap if entry[0] < 0]
    heapq.heapify(heap)
    while heap:
        margin, i, j = heapq.heappop(heap)
        if j not in sets.between.get(i, ()) or not sets.may_join(i, j) or sets.margin(i, j, decision) != -margin:
            continue
        sets.join(i, j)
        for k in sets.between[i]:
            margin = sets.margin(i, k, decision)
            if margin > 0:
                heapq.heappush(heap, (-margin, min(i, k), max(i, k)))
    return sorted(sorted(members) for members in sets.members.values())
