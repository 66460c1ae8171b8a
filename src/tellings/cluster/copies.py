"""Finds copy groups: articles whose bodies are substantially one text (whole) or share a passage (partial).

What counts is containment, not likeness: reprints are cut and topped. Where the longer text has put much of its own between the shared
passages it is partial: the desk has used the other's text and reported as well. Words between quotation marks are nobody's own, so that a shared
quotation or post makes no copy. Candidates come from winnowed shingles, which cannot miss 12 words in a row; an exact comparison decides.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tellings.backends.base import Context
from tellings.cluster import carrying
from tellings.cluster.crediting import Credits, one_writer
from tellings.cluster.shingles import RUN, Numbers, Run, Words, disowned, fingerprints, shared_runs, words_of
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.resolved import CopyGroup
from tellings.model.spans import Selector
from tellings.text.anchor import select

_ORIGIN: Final = "copies@2"
# Of the shorter body, this share stands in the other: one text, cut, topped or lightly edited.
_WHOLE: Final = 0.8
# Where both name one agency as their writer, half is enough: each desk has edited the same wire.
_WHOLE_CREDITED: Final = 0.5
# Of the longer body, from its first shared word to its last, this share is shared: less is a report of its own built on the other's text ...
_DENSE: Final = 0.72
# ... and so is a body of which less than this is shared in all.
_LEAST_OF_LONGER: Final = 0.25
# A pair known by crowded shingles alone can only be a whole copy: so many of the smaller's shingles, at the least, are in the other.
_CROWDED_SHARE: Final = 0.25
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
# Fewer words than this share of a passage that are no names make it a list of names.
_WORDS_OF_ITS_OWN: Final = 0.45
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
    found: dict[str, list[_Match]] = {"whole": [], "partial": []}
    pairs, house = candidates(bodies)
    telling = [disowned(body, house) for body in bodies]
    named = Credits([body.article for body in bodies])
    for i, j in pairs:
        kind, matches = compare(bodies, telling, named, (i, j))
        if kind is not None:
            found[kind] += matches
    groups = [*_groups(bodies, found["whole"], "whole", named), *_groups(bodies, found["partial"], "partial", named)]
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
    crowded: set[tuple[int, int]] = set()
    house: list[int] = []
    several = np.flatnonzero(np.diff(borders) > 1)
    for start, end in zip(borders[several].tolist(), borders[several + 1].tolist(), strict=True):
        holders = owners[start:end].tolist()
        if len(holders) > _CROWD or _is_house([outlets[k] for k in holders]):
            house.append(int(numbers[start]))
            crowded.update(pairwise(holders))
        else:
            pairs.update(combinations(holders, 2))
    pairs.update(pair for pair in crowded - pairs if _may_be_whole(prints[pair[0]], prints[pair[1]]))
    return sorted(pairs), np.array(house, dtype=np.uint64)


def _may_be_whole(a: Numbers, b: Numbers) -> bool:
    both = len(np.intersect1d(a, b, assume_unique=True))
    return both >= _CROWDED_SHARE * min(len(a), len(b))


def _is_house(outlets: Sequence[str | None]) -> bool:
    return len(outlets) >= _HOUSE and max(Counter(filter(None, outlets)).values(), default=0) >= _HOUSE


def compare(
    bodies: Sequence[Words], telling: Sequence[Words], named: Credits, pair: tuple[int, int]
) -> tuple[Literal["whole", "partial"] | None, list[_Match]]:
    """Return how the two bodies are copies of one another, if they are, and the passages that show it.

    `telling` is the bodies with house text disowned: it is part of a whole, but no passage.
    """
    i, j = pair
    a, b = bodies[i], bodies[j]
    runs = shared_runs(a, b)
    matches = list(_passages(a, b, runs, i, j))
    solid = [match for match in matches if match.longest >= _SEVERAL_RUN or match.a.end - match.a.start >= _UNBROKEN]
    if _is_whole(a, b, solid, named, every_word=len(runs) == 1):
        return "whole", solid
    own = [(_own(telling[i], telling[j], match), match) for match in matches if not _is_list(a, match.a)]
    long = [(words, match) for words, match in own if words >= _SEVERAL_RUN]
    if (
        max((words for words, match in long if match.longest >= _UNBROKEN), default=0) >= _PASSAGE
        or sum(words for words, _ in long) >= _SEVERAL
    ):
        return "partial", [match for _, match in long]
    return None, []


def _is_whole(a: Words, b: Words, solid: Sequence[_Match], named: Credits, *, every_word: bool) -> bool:
    """True where most of the shorter body stands in the longer, and the longer is not a report of its own built on it."""
    if not solid:
        return False
    in_a, in_b = _covered([match.a for match in solid], len(a)), _covered([match.b for match in solid], len(b))
    both = min(int(in_a.sum()), int(in_b.sum()))
    few = min(len(a), len(b))
    if not (every_word and both == few) and sum(_own(a, b, match) for match in solid) < _FEW_OWN:
        return False
    if one_writer(a.article, b.article, named):
        return both >= _WHOLE_CREDITED * few
    if both < _WHOLE * few:
        return False
    longer, held = (a, in_a) if len(a) >= len(b) else (b, in_b)
    if named.agency(longer.article) is not None:
        return True
    at = np.flatnonzero(held)
    return len(at) >= _LEAST_OF_LONGER * len(held) and len(at) >= _DENSE * (int(at[-1]) - int(at[0]) + 1)


def _covered(passages: Iterable[_Passage], length: int) -> NDArray[np.bool_]:
    held = np.zeros(length, dtype=np.bool_)
    for passage in passages:
        held[passage.start : passage.end] = True
    return held


def _own(a: Words, b: Words, match: _Match) -> int:
    """How many words of the passage are quoted by neither."""
    return int(min(a.own[match.a.start : match.a.end].sum(), b.own[match.b.start : match.b.end].sum()))


def _is_list(body: Words, passage: _Passage) -> bool:
    """True for a row of names and their titles ("Senators Ada Moor of Lirrin, Ben Hale of Osk …"): everybody lists them alike."""
    return int(body.plain[passage.start : passage.end].sum()) < _WORDS_OF_ITS_OWN * (passage.end - passage.start)


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
    one, other = a.span[whole.a : whole.a + whole.length], b.span[whole.b : whole.b + whole.length]
    borders = (np.flatnonzero((one[1:] != one[:-1]) | (other[1:] != other[:-1])) + 1).tolist()
    for start, end in pairwise((0, *borders, whole.length)):
        if end - start >= RUN:
            yield Run(whole.a + start, whole.b + start, end - start)


def _groups(bodies: Sequence[Words], matches: Sequence[_Match], kind: Literal["whole", "partial"], named: Credits) -> Iterator[CopyGroup]:
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
    for who, shared in _largest(found):
        yield carrying.group([bodies[k] for k in sorted(who)], _selectors(bodies, shared), kind, named)


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


def _merged(bodies: Sequence[Words], shared: Iterable[_Passage]) -> list[_Passage]:
    merged: list[_Passage] = []
    for p in sorted(set(shared)):
        last = merged[-1] if merged else None
        if last and last.who == p.who and p.start <= last.end and _same_span(bodies[p.who], last.end - 1, p.start):
            merged[-1] = _Passage(p.who, last.start, max(last.end, p.end))
        else:
            merged.append(p)
    return merged


def _selectors(bodies: Sequence[Words], shared: Iterable[_Passage]) -> dict[str, tuple[int, tuple[Selector, ...]]]:
    """Return for each article how many of its words are shared, and the passages."""
    found: dict[str, tuple[int, tuple[Selector, ...]]] = {}
    for p in _merged(bodies, shared):
        body = bodies[p.who]
        words, before = found.get(body.article.id, (0, ()))
        sel = select(body.article.id, body.article.text, int(body.starts[p.start]), int(body.ends[p.end - 1]))
        found[body.article.id] = (words + p.end - p.start, (*before, sel))
    return found


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
