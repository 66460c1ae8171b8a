"""Finds copy groups: articles whose bodies are substantially one text (whole) or share a passage (partial).

What counts is containment, not likeness: reprints are cut and topped. Words between quotation marks are nobody's own, so that a shared
quotation or post makes no copy. Candidates come from winnowed shingles, which cannot miss 12 words in a row; an exact comparison decides.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Final, Literal, NamedTuple

import numpy as np

from tellings.backends.base import Context
from tellings.cluster.shingles import RUN, Numbers, Run, Words, disowned, fingerprints, shared_runs, words_of
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.resolved import CopyGroup
from tellings.model.spans import Selector, content_id
from tellings.text.anchor import select

_ORIGIN: Final = "copies@1"
# Of the shorter body, this share stands in the other: one text, cut, topped or lightly edited.
_WHOLE: Final = 0.8
# Where both name one agency as their writer, half is enough: each desk has edited the same wire.
_WHOLE_CREDITED: Final = 0.5
# A text shorter than this is whole only by its every word ("This page is being updated" is no wire story).
_FEW_OWN: Final = 20
# Own words in a row that are a lifted passage: a sentence. The longest stock phrase of attribution has one word less
# ("who spoke on condition of anonymity because they were not authorised to speak to the press").
_PASSAGE: Final = 16
# And so many of them unbroken: as many as the candidates are sure to share.
_UNBROKEN: Final = 12
# Several shorter runs add up to one.
_SEVERAL: Final = 40
_SEVERAL_RUN: Final = 9
# Words changed, put in or left out inside a passage.
_GAP: Final = 4
# A shingle in more bodies than this is a stock phrase, or part of a text printed everywhere: it makes no partial copy, and its bodies are
# compared each with its neighbour only, which is enough to join a whole text.
_CROWD: Final = 24
# What one outlet prints under this many articles is its own furniture ("Sign up for our newsletter"), not a telling.
_HOUSE: Final = 4


@dataclass(frozen=True, slots=True, order=True)
class _Passage:
    """Words `start` to `end` (exclusive) of body `who`, and the same in another body."""

    who: int
    start: int
    end: int


class _Match(NamedTuple):
    """A passage of one body and of another, and the words of its longest unbroken run."""

    a: _Passage
    b: _Passage
    longest: int


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield the copy groups, sorted by their articles."""
    bodies = [words_of(article) for article in sorted(inputs.all(Article), key=lambda a: a.id)]
    whole: list[_Match] = []
    partial: list[_Match] = []
    pairs, house = candidates(bodies)
    telling = [disowned(body, house) for body in bodies]
    for i, j in pairs:
        kind, matches = compare(bodies, telling, i, j)
        if kind == "whole":
            whole += matches
        elif kind == "partial":
            partial += matches
    groups = [*_groups(bodies, whole, "whole"), *_groups(bodies, partial, "partial")]
    yield from sorted(groups, key=lambda g: (g.articles, g.kind))


def candidates(bodies: Sequence[Words]) -> tuple[list[tuple[int, int]], Numbers]:
    """Return the pairs of bodies that share a kept shingle, sorted, and the kept shingles that are house text.

    The number of pairs grows with the copies, not with all pairs.
    """
    prints = [fingerprints(body) for body in bodies]
    numbers = np.concatenate([*prints, np.zeros(0, dtype=np.uint64)])
    owners = np.repeat(np.arange(len(prints)), [len(p) for p in prints])
    order = np.lexsort((owners, numbers))
    numbers, owners = numbers[order], owners[order]
    borders = np.flatnonzero(np.concatenate(([True], numbers[1:] != numbers[:-1], [True]))) if len(numbers) else np.zeros(0, dtype=np.int64)
    outlets = [body.article.outlet for body in bodies]
    pairs: set[tuple[int, int]] = set()
    house: list[int] = []
    several = np.flatnonzero(np.diff(borders) > 1)
    for start, end in zip(borders[several].tolist(), borders[several + 1].tolist(), strict=True):
        holders = owners[start:end].tolist()
        if len(holders) > _CROWD or _is_house([outlets[k] for k in holders]):
            house.append(int(numbers[start]))
            pairs.update(pairwise(holders))
        else:
            pairs.update(combinations(holders, 2))
    return sorted(pairs), np.array(house, dtype=np.uint64)


def _is_house(outlets: Sequence[str | None]) -> bool:
    return len(outlets) >= _HOUSE and max(Counter(filter(None, outlets)).values(), default=0) >= _HOUSE


def compare(bodies: Sequence[Words], telling: Sequence[Words], i: int, j: int) -> tuple[Literal["whole", "partial"] | None, list[_Match]]:
    """Return how bodies `i` and `j` are copies of one another, if they are, and the passages that show it.

    `telling` is the bodies with house text disowned: it is part of a whole, but no passage.
    """
    a, b = bodies[i], bodies[j]
    runs = shared_runs(a, b)
    matches = list(_passages(a, b, runs, i, j))
    solid = [match for match in matches if match.longest >= _SEVERAL_RUN or match.a.end - match.a.start >= _UNBROKEN]
    share = sum(match.a.end - match.a.start for match in solid) / min(len(a), len(b))
    if (len(runs) == 1 and share == 1) or sum(_own(a, b, match) for match in solid) >= _FEW_OWN:
        needed = _WHOLE_CREDITED if _writer(a) and _writer(a) == _writer(b) else _WHOLE
        if share >= needed:
            return "whole", solid
    own = [(_own(telling[i], telling[j], match), match) for match in matches]
    long = [(words, match) for words, match in own if words >= _SEVERAL_RUN]
    if (
        max((words for words, match in long if match.longest >= _UNBROKEN), default=0) >= _PASSAGE
        or sum(words for words, _ in long) >= _SEVERAL
    ):
        return "partial", [match for _, match in long]
    return None, []


def _writer(body: Words) -> str | None:
    return body.article.written_by or body.article.credit


def _own(a: Words, b: Words, match: _Match) -> int:
    """How many words of the passage are quoted by neither."""
    return int(min(a.own[match.a.start : match.a.end].sum(), b.own[match.b.start : match.b.end].sum()))


def _passages(a: Words, b: Words, runs: Sequence[Run], i: int, j: int) -> Iterator[_Match]:
    """Runs joined over small edits, and cut where furniture stands between."""
    joined: list[list[Run]] = []
    for found in (part for whole in runs for part in _cut(a, b, whole)):
        before = joined[-1][-1] if joined else None
        if before is not None and _follows(before, found) and _same_span(a, before.a, found.a) and _same_span(b, before.b, found.b):
            joined[-1].append(found)
        else:
            joined.append([found])
    for part in joined:
        first, last = part[0], part[-1]
        longest = max(found.length for found in part)
        yield _Match(_Passage(i, first.a, last.a + last.length), _Passage(j, first.b, last.b + last.length), longest)


def _follows(before: Run, after: Run) -> bool:
    return 0 <= after.a - before.a - before.length <= _GAP and 0 <= after.b - before.b - before.length <= _GAP


def _same_span(words: Words, one: int, other: int) -> bool:
    return bool(words.span[one] == words.span[other])


def _cut(a: Words, b: Words, whole: Run) -> Iterator[Run]:
    start = 0
    for k in range(1, whole.length + 1):
        border = k == whole.length or not (_same_span(a, whole.a + k - 1, whole.a + k) and _same_span(b, whole.b + k - 1, whole.b + k))
        if border:
            if k - start >= RUN:
                yield Run(whole.a + start, whole.b + start, k - start)
            start = k


def _groups(bodies: Sequence[Words], matches: Sequence[_Match], kind: Literal["whole", "partial"]) -> Iterator[CopyGroup]:
    """Articles joined by what they share: for whole copies by the pairs, for partial ones by passages that overlap."""
    passages = sorted({passage for match in matches for passage in (match.a, match.b)})
    place = {passage: k for k, passage in enumerate(passages)}
    union = _Union(len(passages))
    for match in matches:
        union.join(place[match.a], place[match.b])
    furthest = 0
    for k in range(1, len(passages)):
        p, q = passages[furthest], passages[k]
        if p.who == q.who and (kind == "whole" or q.start < p.end):
            union.join(furthest, k)
        if p.who != q.who or q.end > p.end:
            furthest = k
    found: dict[frozenset[int], list[_Passage]] = defaultdict(list)
    for members in union.sets():
        found[frozenset(passages[k].who for k in members)] += [passages[k] for k in members]
    yield from (_group(bodies, who, shared, kind) for who, shared in _largest(found))


def _largest(found: Mapping[frozenset[int], list[_Passage]]) -> Iterator[tuple[frozenset[int], list[_Passage]]]:
    """The sets of bodies that lie in no other, each with its passages and those of the sets that lie in it."""
    kept: dict[frozenset[int], list[_Passage]] = {}
    holding: dict[int, list[frozenset[int]]] = defaultdict(list)
    for who in sorted(found, key=lambda w: (-len(w), sorted(w))):
        larger = next((other for other in holding[min(who)] if who < other), None)
        if larger is not None:
            kept[larger] += found[who]
            continue
        kept[who] = list(found[who])
        for member in who:
            holding[member].append(who)
    yield from kept.items()


def _group(bodies: Sequence[Words], who: frozenset[int], shared: Sequence[_Passage], kind: Literal["whole", "partial"]) -> CopyGroup:
    articles = tuple(sorted(bodies[k].article.id for k in who))
    writers = Counter(name for k in who if (name := _writer(bodies[k])))
    return CopyGroup(
        id=content_id("copies", kind, *articles),
        articles=articles,
        kind=kind,
        passages=tuple(_selector(bodies, p) for p in _merged(bodies, shared)),
        written_by=min(writers, key=lambda name: (-writers[name], name)) if writers else None,
        origin=_ORIGIN,
    )


def _merged(bodies: Sequence[Words], shared: Iterable[_Passage]) -> list[_Passage]:
    merged: list[_Passage] = []
    for p in sorted(set(shared)):
        last = merged[-1] if merged else None
        if last and last.who == p.who and p.start <= last.end and _same_span(bodies[p.who], last.end - 1, p.start):
            merged[-1] = _Passage(p.who, last.start, max(last.end, p.end))
        else:
            merged.append(p)
    return merged


def _selector(bodies: Sequence[Words], p: _Passage) -> Selector:
    body = bodies[p.who]
    return select(body.article.id, body.article.text, int(body.starts[p.start]), int(body.ends[p.end - 1]))


class _Union:
    """Sets of numbers that grow together; the smallest number stands for each."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def find(self, k: int) -> int:
        """Return the number that stands for the set of `k`."""
        while self._parent[k] != k:
            self._parent[k] = self._parent[self._parent[k]]
            k = self._parent[k]
        return k

    def join(self, a: int, b: int) -> None:
        """Make one set of those of `a` and `b`."""
        x, y = sorted((self.find(a), self.find(b)))
        self._parent[y] = x

    def sets(self) -> list[list[int]]:
        """Return the sets, by their smallest number."""
        out: dict[int, list[int]] = defaultdict(list)
        for k in range(len(self._parent)):
            out[self.find(k)].append(k)
        return list(out.values())
