"""From pairs of articles that are copies to groups, each with the tree of who carries whose text."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from tellings.cluster import carrying
from tellings.cluster.crediting import Credits
from tellings.cluster.shingles import Words, words_of
from tellings.model.articles import Article
from tellings.model.resolved import CopyGroup, CopyPair
from tellings.model.spans import Selector, Span
from tellings.text.anchor import select


@dataclass(frozen=True, slots=True, order=True)
class _Passage:
    """Words `start` to `end` (exclusive) of body `who`."""

    who: int
    start: int
    end: int


def groups(pairs: Iterable[CopyPair], articles: Iterable[Article], words: Callable[[Article], Words] = words_of) -> list[CopyGroup]:
    """Return the copy groups of these pairs, sorted by their articles; `articles` are those that the pairs name, and may be more.

    The same pairs give the same groups in every order. Of a pair, one member alone among the articles makes no group.
    """
    among = {article.id: article for article in articles}
    kept = sorted((p for p in pairs if p.kind != "none" and p.a in among and p.b in among), key=lambda p: (p.a, p.b))
    bodies = [words(among[name]) for name in sorted({name for pair in kept for name in (pair.a, pair.b)})]
    place = {body.article.id: k for k, body in enumerate(bodies)}
    named = Credits([body.article for body in bodies])
    found: list[CopyGroup] = []
    for kind in ("whole", "partial"):
        matches = [
            (_passage(bodies, place[pair.a], one), _passage(bodies, place[pair.b], other))
            for pair in kept
            if pair.kind == kind
            for one, other in pair.passages
        ]
        found += (carrying.group(members, shared, kind, named) for members, shared in _grouped(bodies, matches, kind))
    return sorted(found, key=lambda group: (group.articles, group.kind))


def _passage(bodies: Sequence[Words], who: int, span: Span) -> _Passage:
    body = bodies[who]
    return _Passage(who, int(np.searchsorted(body.starts, span.start)), int(np.searchsorted(body.ends, span.end, side="right")))


def _grouped(
    bodies: Sequence[Words], matches: Sequence[tuple[_Passage, _Passage]], kind: Literal["whole", "partial"]
) -> Iterator[tuple[list[Words], carrying.Shared]]:
    """Articles joined by what they share: for whole copies by the pairs, for partial ones by passages that overlap."""
    passages = sorted({passage for match in matches for passage in match})
    place = {passage: k for k, passage in enumerate(passages)}
    union = _Union(len(passages))
    for one, other in matches:
        union.join(place[one], place[other])
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
        yield [bodies[k] for k in sorted(who)], _selectors(bodies, shared)


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
        if last and last.who == p.who and p.start <= last.end and bodies[p.who].span[last.end - 1] == bodies[p.who].span[p.start]:
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
