"""A year of invented news as finished article records: terms, names by role, figures, times and vectors, for benchmarks of finding stories.

- Words follow Zipf's law over 300,000; the first are the commonest words of English, as in the tables. An article has 60 to 100 of them as background.
- Stories are born all through the year; half have one article, the largest some hundreds (sizes by a power law); most die within days, one in ten goes on for weeks.
- Each story is of one of 400 kinds, with which it shares words (8 to 12 of 40 in each article), a few persons and places and a part of the vectors: happenings
  of one kind are confusable siblings. Of its own it has 25 words (an article tells 10 to 16 of them), 5 names, 3 figures and its days.
- Articles come in the order of their dates; one in twenty comes up to sixty days late, one in fifty has no date.
"""

import math
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np

from tellings import data
from tellings.cluster.index import NAMES, TERMS
from tellings.cluster.rows import PRIOR, Rows
from tellings.cluster.terms import UNLISTED
from tellings.model.observed import Features
from tellings.text.stems import stem

_START = date(2025, 1, 1)
_DAYS = 365
_VOCABULARY = 300_000
_KINDS = 400
_DIMENSIONS = 384
_ODD = 0x9E3779B97F4A7C15
# The share of articles that are taken to have a word, or a name, that none of those at hand has.
_UNMET = {"terms": UNLISTED, "names": 0.003}
_ROLES = ("person", "organisation", "place", "other")


class _Told(NamedTuple):
    """What is drawn for an article."""

    terms: dict[int, float]
    told: list[int]
    names: dict[tuple[str, str], float]
    figures: list[int]
    vector: np.ndarray
    outlet: int


class Held:
    """How rare words and names are among some articles."""

    def __init__(self, found: Iterable[Features], words: Sequence[str]) -> None:
        self.rows = Rows()
        for features in found:
            self.rows.append(features)
        self._names: dict[str, float] = {}
        self.words = np.array([self._rarity("terms", word) for word in words])
        self.hashes = np.array([crc32(word.encode()) for word in words], dtype=np.uint64)

    def rarity(self, key: str) -> float:
        """Return how telling a name is."""
        if key not in self._names:
            self._names[key] = self._rarity("names", key)
        return self._names[key]

    def _rarity(self, name: str, key: str) -> float:
        column = self.rows.columns[name]
        expected, many = column.held(column.keys[key]) if key in column.keys else (_UNMET[name], 0)
        return max(0.0, math.log(PRIOR + len(self.rows)) - math.log(PRIOR * expected + many))


class News:
    """`count` articles; each is made anew whenever it is asked for, always the same."""

    def __init__(self, count: int, seed: int = 7) -> None:
        self._seed = seed
        made = np.random.default_rng(seed)
        sizes = np.minimum(made.zipf(1.9, size=count), 400)
        sizes = sizes[: int(np.searchsorted(np.cumsum(sizes), count)) + 1]
        stories = np.repeat(np.arange(len(sizes)), sizes)[:count]
        self._kind = made.integers(_KINDS, size=len(sizes))
        self._born = made.uniform(0, _DAYS, size=len(sizes))
        life = np.where(made.random(len(sizes)) < 0.1, 20.0, 1.5)
        published = self._born[stories] + made.exponential(life[stories])
        arrived = published + np.where(made.random(count) < 0.05, made.uniform(0, 60, size=count), 0)
        order = np.argsort(arrived, kind="stable")
        self.story = stories[order].astype(np.int32)
        self._published = published[order].astype(np.float32)
        common = list(dict.fromkeys(stem(row["word"]) for row in data.rows("common_words")))
        self.words = common + [f"w{rank}" for rank in range(len(common), _VOCABULARY)]
        self._cumulated = np.cumsum(1.0 / (np.arange(_VOCABULARY) + 2.7))
        self._cumulated /= self._cumulated[-1]
        self._kinds = [self._drawn(np.random.default_rng((seed, 1, kind)), 40, 500) for kind in range(_KINDS)]

    def day(self, number: int) -> int:
        """Return the ordinal of an article's date, 0 where it has none."""
        return 0 if number % 50 == 49 else (_START + timedelta(days=int(self._published[number]))).toordinal()

    def features(self, number: int) -> Features:
        """Return an article's record."""
        made = self._told(number)
        born = (_START + timedelta(days=int(self._born[int(self.story[number])]))).toordinal()
        published = float(self._published[number])
        ordinal = (_START + timedelta(days=int(published))).toordinal()
        return Features(
            article=article_id(number),
            outlet=f"outlet {made.outlet}",
            published=_stamp(published) if self.day(number) else None,
            terms=tuple((self.words[word], count) for word, count in sorted(made.terms.items())),
            headline=tuple((self.words[word], 1.0) for word in sorted(made.told[:6])),
            names=tuple((name, role, weight) for (name, role), weight in sorted(made.names.items())),
            figures=tuple((f"{int(figure)} {k}", 1.0) for k, figure in enumerate(made.figures)),
            days=tuple(sorted({ordinal, born})),
            vector=(made.vector / np.linalg.norm(made.vector)).astype("<f2").tobytes(),
        )

    def keys(self, number: int, held: "Held") -> bytes:
        """Return what an article would be found by: hashes of its most telling words and names, as telling as they are among the articles of `held`."""
        made = self._told(number)
        words = np.fromiter(made.terms, dtype=np.int64, count=len(made.terms))
        worth = (1 + np.log(np.fromiter(made.terms.values(), dtype=np.float64, count=len(words)))) * held.words[words]
        best = words[np.lexsort((held.hashes[words], -np.round(worth, 5)))[:TERMS]]
        rare = {f"{role}:{name}": (1 + math.log(count)) * held.rarity(f"{role}:{name}") for (name, role), count in made.names.items()}
        names = sorted(rare, key=lambda name: (-round(rare[name], 5), name))[:NAMES]
        return (
            np.concatenate([held.hashes[best], np.array([crc32(name.encode()) for name in names], dtype=np.uint64)]).astype("<u8").tobytes()
        )

    def _told(self, number: int) -> "_Told":
        """What is drawn for an article."""
        story = int(self.story[number])
        kind = int(self._kind[story])
        words, own, figures, vector = self._own(story)
        pick = np.random.default_rng((self._seed, 3, number))
        terms = dict.fromkeys(self._drawn(pick, int(pick.integers(60, 100)), 0), 1.0)
        terms |= dict.fromkeys(_some(pick, self._kinds[kind], 8, 12), 2.0)
        told = _some(pick, words, 10, 16)
        terms |= {word: 2.0 + (k % 3) for k, word in enumerate(told)}
        mixed = vector + 0.8 * self._kind_vector(kind) + 0.8 * pick.standard_normal(_DIMENSIONS)
        outlet = int(pick.zipf(1.4)) % 3000
        names = _names([int(n) for n in own[: int(pick.integers(2, 6))]], kind, pick)
        return _Told(terms, told, names, figures[: int(pick.integers(0, 4))].tolist(), mixed, outlet)

    @lru_cache(maxsize=20_000)  # noqa: B019  # one of it lives as long as the process
    def _own(self, story: int) -> tuple[list[int], np.ndarray, np.ndarray, np.ndarray]:
        """What a story has of its own: words, names, figures, what its openings mean."""
        own = np.random.default_rng((self._seed, 2, story))
        words, names = self._drawn(own, 25, 4000), own.zipf(1.3, size=5) % 60_000
        return words, names, own.integers(2, 900, size=3), own.standard_normal(_DIMENSIONS)

    def _drawn(self, pick: np.random.Generator, count: int, beyond: int) -> list[int]:
        """Different words by Zipf's law, none of the first `beyond`."""
        least = self._cumulated[beyond - 1] if beyond else 0.0
        return list(dict.fromkeys(np.searchsorted(self._cumulated, pick.uniform(least, 1.0, size=count)).tolist()))

    @lru_cache(maxsize=_KINDS)  # noqa: B019
    def _kind_vector(self, kind: int) -> np.ndarray:
        return np.random.default_rng((self._seed, 4, kind)).standard_normal(_DIMENSIONS)


def _some(pick: np.random.Generator, words: list[int], low: int, high: int) -> list[int]:
    return [words[k] for k in pick.permutation(len(words))[: int(pick.integers(low, high + 1))]]


def _names(own: list[int], kind: int, pick: np.random.Generator) -> dict[tuple[str, str], float]:
    usual = [100_000 + kind * 12 + int(k) for k in pick.integers(12, size=3)]
    return {(f"name{n}", _ROLES[n % 4]): 1.0 + k % 3 for k, n in enumerate((*own, *usual))}


def article_id(number: int) -> str:
    """Return the id of an article."""
    return f"{number * _ODD % (1 << 64):016x}"


def number_of(article: str) -> int:
    """Return the number of the article of an id."""
    return int(article, 16) * pow(_ODD, -1, 1 << 64) % (1 << 64)


def _stamp(published: float) -> str:
    day, part = divmod(published, 1)
    hour, minute = divmod(int(part * 1440), 60)
    return f"{_START + timedelta(days=int(day))}T{hour:02}:{minute:02}:00+00:00"
