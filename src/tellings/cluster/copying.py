"""Copies in a stream: articles come one by one, in any order, and each is compared with all before it that have something of its text.

Kept shingles (prints) propose, an exact comparison decides. What is house text or a crowd's shows only with time: an outlet's sign-off makes copies of its
first articles, until it stands under a fourth. Then the pairs that rest on it are judged again, and taken back where nothing else is left. It never
goes the other way: a pair that was none does not become one. So, judged again in the end, the same articles give the same pairs in every order of arrival; save in a
crowd's text, where not all pairs are looked at, and which of them depends on who came first.
"""

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from tellings.cluster.matching import Body, CopyKind, Match, compare, covered, may_be
from tellings.cluster.prints import MemoryPrints, Places, Prints
from tellings.cluster.shingles import Numbers, among
from tellings.model.articles import Article
from tellings.model.resolved import CopyPair
from tellings.model.spans import Span

# A print in more bodies than this is a stock phrase, or part of a text printed everywhere: it makes no partial copy, and a body that comes later is
# compared with the nearest of its first holders only, which is enough to join a whole text.
CROWD: Final = 24
# What one outlet prints under this many articles is its own furniture ("Sign up for our newsletter"), not a telling.
HOUSE: Final = 4
# A body known by a crowd's prints alone can only be a whole copy, and has many of them in common: so many, or this share of the smaller body's.
_CROWDED: Final = 4
_CROWDED_SHARE: Final = 0.25
# With so many of a crowd it is compared.
_NEAREST: Final = 3
_ORIGIN: Final = "copies@4"
_PLACES: Final = 4
# Bodies kept at hand: about 20 kB each.
_AT_HAND: Final = 1_000


class Shelf(Protocol):
    """The articles that came before, by their numbers, and how they stand to one another."""

    def article(self, number: int) -> Article:
        """Return the article, whose text and body are as they were when it was added."""
        ...

    def outlets(self, numbers: Sequence[int]) -> Sequence[str | None]:
        """Return the outlet of each of these articles."""
        ...

    def partners(self, number: int) -> Iterable[int]:
        """Return the articles with which this one makes a partial copy, by the pairs that the stream has given so far."""
        ...


class CopyStream:
    """Finds the copies of each article among all before it.

    What it knows stands in `prints` and on the `shelf`: a new stream over the same two goes on where the last one ended. What `add` returns has to be on
    the shelf before `settle`, and `settle` to be called before the prints are made lasting (before a commit).
    """

    def __init__(self, prints: Prints, shelf: Shelf) -> None:
        self._prints = prints
        self._shelf = shelf
        self._bodies: OrderedDict[int, Body] = OrderedDict()
        self._turned: set[int] = set()

    def add(self, article: Article, number: int) -> list[CopyPair]:
        """Return the pairs that the article makes with those before it, sorted; `number` (new, less than 2**32) is its own from now on."""
        return self.add_all([(article, number)])

    def add_all(self, articles: Iterable[tuple[Article, int]]) -> list[CopyPair]:
        """Return the pairs of these articles (which are on the shelf, if they are several) with one another and with those before, sorted.

        They come in this order. Each pair is judged by what is known after the last of them, which is cheaper than to settle after each.
        """
        proposed = [(number, self._proposed(self._put(number, Body.of(article)), number)) for article, number in articles]
        pairs = [pair for number, near in proposed if near for pair in self._pairs(self._body(number), near)]
        return sorted(pairs, key=lambda pair: (pair.a, pair.b))

    def _proposed(self, body: Body, number: int) -> list[int]:
        """Take the article's prints in; return the articles with which it is to be compared."""
        which, who = self._prints.holders(body.prints)
        counts = np.bincount(which, minlength=len(body.prints))
        outlets = self._outlets(who)
        before = _is_house(which, who, outlets, counts)
        self._prints.add(number, body.prints[counts <= CROWD])
        outlets[number] = body.words.article.outlet
        every = np.arange(len(body.prints))
        after = _is_house(np.concatenate((which, every)), np.concatenate((who, np.full(len(every), number))), outlets, counts + 1)
        self._turned.update(body.prints[after & ~before].tolist())
        near = set(who[counts[which] <= CROWD].tolist())
        near.update(self._nearest(body, who[counts[which] > CROWD], near))
        return sorted(near)

    def _pairs(self, body: Body, near: Sequence[int]) -> list[CopyPair]:
        told = body.words.own & ~among(body.words, self._house(body.prints))
        others = [other for number in near if may_be(body.words, (other := self._body(number)).words, told)]
        return [pair for other in others if (pair := self._judged(body, other)).kind != "none"]

    def settle(self) -> list[CopyPair]:
        """Return earlier partial pairs anew where a print of either has since turned out to be house text or a crowd's, sorted; each replaces the one before.

        Whole copies stand: whose text a passage is makes no difference to them. A passage that has a stock phrase, but of its prints none that has turned, is
        judged as it was; `again` over all partial pairs finds it too.
        """
        if not self._turned:
            return []
        holders = np.unique(self._prints.holders(np.array(sorted(self._turned), dtype=np.uint64))[1]).tolist()
        self._turned.clear()
        return self.again((number, other) for number in holders for other in self._shelf.partners(number))

    def again(self, pairs: Iterable[tuple[int, int]]) -> list[CopyPair]:
        """Return the pairs of these numbers as they stand by all that is known now, sorted; each once, and in the place of what was said of it before."""
        each = sorted({(min(pair), max(pair)) for pair in pairs})
        return sorted((self._judged(self._body(one), self._body(other)) for one, other in each), key=lambda pair: (pair.a, pair.b))

    def forget(self, number: int) -> None:
        """Drop what is kept of the article at hand; its prints and pairs are the archive's to take away."""
        self._bodies.pop(number, None)

    def body(self, number: int) -> Body:
        """Return the body of an article that was added."""
        return self._body(number)

    def _judged(self, one: Body, other: Body) -> CopyPair:
        a, b = sorted((one, other), key=lambda body: body.words.article.id)
        return _pair(a, b, *compare(a, b, self._house))

    def _house(self, prints: Numbers) -> Numbers:
        which, who = self._prints.holders(prints)
        return prints[_is_house(which, who, self._outlets(who), np.bincount(which, minlength=len(prints)))]

    def _nearest(self, body: Body, who: Places, near: set[int]) -> list[int]:
        """The few of a crowd that have most of the body's prints; none where they have too few to be the same text."""
        found = sorted(((count, -number) for number, count in Counter(who.tolist()).items() if number not in near), reverse=True)
        least = min(_CROWDED, _CROWDED_SHARE * len(body.prints))
        return [
            -number
            for count, number in found[:_NEAREST]
            if count >= least and count >= _CROWDED_SHARE * min(len(body.prints), len(self._body(-number).prints))
        ]

    def _outlets(self, who: Places) -> dict[int, str | None]:
        numbers = np.unique(who).tolist()
        return dict(zip(numbers, self._shelf.outlets(numbers), strict=True))

    def _body(self, number: int) -> Body:
        if number in self._bodies:
            self._bodies.move_to_end(number)
            return self._bodies[number]
        return self._put(number, Body.of(self._shelf.article(number)))

    def _put(self, number: int, body: Body) -> Body:
        self._bodies[number] = body
        if len(self._bodies) > _AT_HAND:
            self._bodies.popitem(last=False)
        return body


class MemoryShelf:
    """Articles and pairs in memory."""

    def __init__(self) -> None:
        self._articles: list[Article] = []
        self._numbers: dict[str, int] = {}
        self.pairs: dict[tuple[str, str], CopyPair] = {}
        self._partners: dict[int, set[int]] = defaultdict(set)

    def put(self, article: Article) -> int:
        """Take the article in; return its number."""
        self._numbers[article.id] = len(self._articles)
        self._articles.append(article)
        return self._numbers[article.id]

    def keep(self, pairs: Iterable[CopyPair]) -> None:
        """Take these pairs in, in the place of earlier ones."""
        for pair in pairs:
            a, b = self._numbers[pair.a], self._numbers[pair.b]
            change = set.add if pair.kind == "partial" else set.discard
            change(self._partners[a], b)
            change(self._partners[b], a)
            self.pairs[pair.a, pair.b] = pair
            if pair.kind == "none":
                del self.pairs[pair.a, pair.b]

    def partial(self) -> list[tuple[int, int]]:
        """Return the numbers of the pairs that stand as partial copies."""
        return [(a, b) for a, partners in self._partners.items() for b in partners if a < b]

    def article(self, number: int) -> Article:
        """As the protocol says."""
        return self._articles[number]

    def outlets(self, numbers: Sequence[int]) -> Sequence[str | None]:
        """As the protocol says."""
        return [self._articles[number].outlet for number in numbers]

    def partners(self, number: int) -> Iterable[int]:
        """As the protocol says."""
        return self._partners[number]


def streamed(articles: Iterable[Article]) -> list[CopyPair]:
    """Return the pairs of these articles, sorted, as a stream of them has them in the end."""
    shelf = MemoryShelf()
    return CopyStream(MemoryPrints(), shelf).add_all([(article, shelf.put(article)) for article in articles])


def _is_house(which: Places, who: Places, outlets: dict[int, str | None], counts: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Which prints are in a crowd, or under several articles of one outlet."""
    house: NDArray[np.bool_] = counts > CROWD
    names = {name: k for k, name in enumerate(sorted({name for name in outlets.values() if name}))}
    if not names or int(counts.max(initial=0)) < HOUSE:
        return house
    of = {number: names[name] if name else -1 for number, name in outlets.items()}
    where = np.array([of[number] for number in who.tolist()], dtype=np.int64)
    several = (where >= 0) & (counts[which] >= HOUSE)
    keys, held = np.unique(which[several] * len(names) + where[several], return_counts=True)
    house[keys[held >= HOUSE] // len(names)] = True
    return house


def _pair(a: Body, b: Body, kind: CopyKind, matches: Sequence[Match]) -> CopyPair:
    one, other = a.words, b.words
    if kind == "none":
        return CopyPair(a=one.article.id, b=other.article.id, kind="none", origin=_ORIGIN)
    return CopyPair(
        a=one.article.id,
        b=other.article.id,
        kind=kind,
        a_share=_share([(m.a, m.a_end) for m in matches], len(one)),
        b_share=_share([(m.b, m.b_end) for m in matches], len(other)),
        passages=tuple(
            (
                Span(start=int(one.starts[m.a]), end=int(one.ends[m.a_end - 1])),
                Span(start=int(other.starts[m.b]), end=int(other.ends[m.b_end - 1])),
            )
            for m in matches
        ),
        origin=_ORIGIN,
    )


def _share(places: Sequence[tuple[int, int]], length: int) -> float:
    return round(int(covered(places, length).sum()) / length, _PLACES)
