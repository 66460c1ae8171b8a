"""Features of many articles as columns of numbers, under 2 KB an article, so that one can be compared with hundreds at once.

A row's number stays the same until the row is dropped; then the number is given to a later article. Counts of how many rows hold a word are
those of the rows that are there, so that the rows alone determine what is found, not what was dropped before.
"""

import math
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tellings.cluster import terms
from tellings.model.observed import Features
from tellings.text.times import is_iso_date

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
_FIRST: Final = 1024
_GROWTH: Final = 1.25
# Keys kept of an article by column, the most telling first.
WIDTHS: Final = {"terms": 128, "names": 56, "figures": 16, "times": 16}
# A weight is 1 + log of a count, in sixteenths.
_STEP: Final = 16.0
_MOST: Final = 255
# A prior counts as much as this many articles: in a pile of five, a word in all five is the story, not a common word.
PRIOR: Final = 1_000
_DIMENSIONS: Final = 384
_UNIT: Final = 127.0


class Column:
    """The weighted keys of one kind for every row, and in how many rows each key is."""

    def __init__(self, width: int, prior: Callable[[str], float]) -> None:
        self.width = width
        self.keys: dict[str, int] = {}
        self.words: list[str] = [""]
        self.ids = np.zeros((0, width), dtype=np.int32)
        self.weights = np.zeros((0, width), dtype=np.uint8)
        self._prior = prior
        self._expected = np.ones(_FIRST, dtype=np.float32)  # the first is padding: in every article, so worth nothing
        self._holding = np.zeros(_FIRST, dtype=np.int32)
        self._logs = np.full(_FIRST, math.log(PRIOR), dtype=np.float32)  # of how many articles are taken to hold each key
        self._mine = np.zeros(_FIRST, dtype=np.float32)

    def grow(self, rows: int) -> None:
        """Make room for so many rows."""
        self.ids.resize((rows, self.width), refcheck=False)
        self.weights.resize((rows, self.width), refcheck=False)

    def put(self, row: int, found: Iterable[tuple[str, float]]) -> None:
        """Write a row's keys; of more than there is room for, the rarest and most frequent stay."""
        known = self.keys.get
        pairs = [(known(key) or self._number(key), count) for key, count in found if count > 0]
        if len(pairs) > self.width:
            rarity = -np.log(self._expected[: len(self.words)])
            pairs.sort(key=lambda pair: (-_weight(pair[1]) * float(rarity[pair[0]]), self.words[pair[0]]))
            del pairs[self.width :]
        ids = np.array([number for number, _ in pairs], dtype=np.int32)
        self.ids[row] = 0
        self.weights[row] = 0
        self.ids[row, : len(pairs)] = ids
        self.weights[row, : len(pairs)] = [_step(count) for _, count in pairs]
        self._counted(ids, 1)

    def drop(self, row: int) -> None:
        """Take a row's keys out."""
        self.count(row, -1)
        self.ids[row] = 0
        self.weights[row] = 0

    def count(self, row: int, times: int) -> None:
        """Count a row's keys once more (1), or take them out of the count (-1)."""
        self._counted(self.ids[row][self.weights[row] > 0], times)

    def _counted(self, ids: NDArray[np.int32], times: int) -> None:
        self._holding[ids] += times
        self._logs[ids] = np.log(PRIOR * self._expected[ids] + self._holding[ids])

    def held(self, key: int) -> tuple[float, int]:
        """Return the share of articles expected to have a key before any was seen, and how many rows that count have it."""
        return float(self._expected[key]), int(self._holding[key])

    def rarity(self, ids: NDArray[np.int32], rows: int) -> NDArray[np.float32]:
        """Return how telling each key is: the log of how many times fewer articles have it than there are, guessed before any was seen and counted since."""
        made: NDArray[np.float32] = np.float32(math.log(PRIOR + rows)) - self._logs[ids]
        np.maximum(made, np.float32(0), out=made)
        return made

    def any(self, rows: Ints) -> NDArray[np.bool_]:
        """Return for each row whether it has a key."""
        return np.asarray(self.weights[rows, 0] > 0)

    def cosines(self, one: int, others: Ints, rows: int) -> Floats:
        """Return the cosines of a row's weighted keys with those of others; 0 where one has none."""
        mine, theirs = self.ids[one], self.ids[others]
        weighed = self.weights[others] * self.rarity(theirs, rows)
        own = self.weights[one] * self.rarity(mine, rows)
        self._mine[mine] = own
        self._mine[0] = 0.0
        met = self._mine[theirs]
        self._mine[mine] = 0.0
        norms = np.sqrt((weighed * weighed).sum(axis=1) * float((own * own).sum()))
        products = (met * weighed).sum(axis=1)
        return np.asarray(np.divide(products, norms, out=np.zeros(len(others), dtype=np.float64), where=norms > 0))

    def weighed(self, row: int, rows: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return a row's keys and their unit weights, in no order."""
        ids = self.ids[row][self.weights[row] > 0]
        weighed = self.weights[row][: len(ids)] * self.rarity(ids, rows)
        length = float(np.sqrt((weighed * weighed).sum())) or 1.0
        return ids, (weighed / np.float32(length)).astype(np.float32)

    def telling(self, row: int, rows: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return a row's keys and their unit weights, the most telling first."""
        ids, weights = self.weighed(row, rows)
        order = np.lexsort((ids, -weights))
        return ids[order], weights[order]

    def shared(self, a: int, b: int, rows: int) -> list[tuple[str, float]]:
        """Return the keys that two rows share, with what each adds to their cosine; the most first."""
        ids_a, weights_a = self.weighed(a, rows)
        ids_b, weights_b = self.weighed(b, rows)
        both, at_a, at_b = np.intersect1d(ids_a, ids_b, assume_unique=True, return_indices=True)
        added = (weights_a[at_a] * weights_b[at_b]).tolist()
        return sorted(
            ((self.words[key], worth) for key, worth in zip(both.tolist(), added, strict=True)), key=lambda pair: (-pair[1], pair[0])
        )

    def _number(self, key: str) -> int:
        number = self.keys.get(key)
        if number is None:
            number = self.keys[key] = len(self.words)
            self.words.append(key)
            if number >= len(self._expected):
                size = int(number * 1.5)
                for array in (self._expected, self._holding, self._logs, self._mine):
                    array.resize(size, refcheck=False)
            self._expected[number] = self._prior(key)
            self._logs[number] = math.log(PRIOR * self._expected[number])
        return number


@lru_cache(maxsize=4096)
def _step(count: float) -> int:
    return min(_MOST, max(1, round(_weight(count) * _STEP)))


def _weight(count: float) -> float:
    return 1 + max(0.0, math.log(count))


class Rows:
    """Many articles' features. `len` is how many are there; arrays have room for more."""

    def __init__(self) -> None:
        self._count = 0
        self._end = 0
        self._free: list[int] = []
        self.articles: list[str] = []
        self.columns = {name: Column(width, _PRIORS[name]) for name, width in WIDTHS.items()}
        self.published = np.zeros(0, dtype=np.int32)
        self.vectors = np.zeros((0, _DIMENSIONS), dtype=np.int8)

    def __len__(self) -> int:
        return self._count

    def append(self, features: Features) -> int:
        """Take an article in and return its row; the number of a dropped row is given again."""
        row = self._free.pop() if self._free else self._end
        if row == self._end:
            self._end += 1
            self.articles.append("")
            if self._end > len(self.published):
                self._grow(max(_FIRST, int(self._end * _GROWTH)))
        self.articles[row] = features.article
        self.columns["terms"].put(row, features.terms)
        self.columns["names"].put(row, ((f"{role}:{key}", weight) for key, role, weight in features.names))
        self.columns["figures"].put(row, ((figure, 1.0) for figure, _ in features.figures))
        self.columns["times"].put(row, ((value, 1.0) for value in _times(features)))
        self.published[row] = _ordinal(features.published)
        self.vectors[row] = _vector(features.vector)
        self._count += 1
        return row

    def drop(self, rows: Iterable[int]) -> None:
        """Let go of rows; their numbers are given to later articles, the last dropped first."""
        for row in rows:
            for column in self.columns.values():
                column.drop(row)
            self.articles[row] = ""
            self._free.append(row)
            self._count -= 1

    def discount(self, rows: Iterable[int]) -> None:
        """Let rows stay that tell nothing of how rare a word is: they are here only to be compared."""
        self._counted(rows, -1)

    def count(self, rows: Iterable[int]) -> None:
        """Let rows that were discounted count again."""
        self._counted(rows, 1)

    def _counted(self, rows: Iterable[int], times: int) -> None:
        for row in rows:
            for column in self.columns.values():
                column.count(row, times)
            self._count += times

    def telling(self, row: int, most: int) -> list[tuple[int, float]]:
        """Return the row's most telling terms as (number, unit weight), the most telling first: what candidates are found by."""
        ids, weights = self.columns["terms"].telling(row, self._count)
        return list(zip(ids[:most].tolist(), weights[:most].tolist(), strict=True))

    def _grow(self, rows: int) -> None:
        for column in self.columns.values():
            column.grow(rows)
        self.published.resize(rows, refcheck=False)
        self.vectors.resize((rows, _DIMENSIONS), refcheck=False)


def _of_name(_key: str) -> float:
    return _NAMED


def _of_figure(key: str) -> float:
    return _SMALL_NUMBER if key[1:2] == " " else terms.UNLISTED


def _of_time(key: str) -> float:
    return _TIMES.get(len(key), terms.UNLISTED)


# The share of texts that have a name of the kind that tells stories apart, a count below ten, and that name a year, a month, a day of the year, a weekday.
_NAMED: Final = 0.003
_SMALL_NUMBER: Final = 0.01
_TIMES: Final = {4: 0.1, 7: 0.02, 10: 0.003, 9: 0.1}
_PRIORS: Final[dict[str, Callable[[str], float]]] = {"terms": terms.share, "names": _of_name, "figures": _of_figure, "times": _of_time}


def _ordinal(published: str | None) -> int:
    stamp = (published or "")[:10]
    return date.fromisoformat(stamp).toordinal() if is_iso_date(stamp) else 0


def _times(features: Features) -> list[str]:
    """The dates named, those in full as day of the year: an article without a date of its own gives no year."""
    full = [date.fromordinal(day) for day in features.days]
    return sorted({*features.times, *(f"XXXX-{day:%m-%d}" for day in full)})


def _vector(raw: bytes) -> NDArray[np.int8]:
    given = np.frombuffer(raw, dtype="<f2")[:_DIMENSIONS].astype(np.float32)
    made = np.zeros(_DIMENSIONS, dtype=np.int8)
    made[: len(given)] = np.clip(np.rint(given * _UNIT), -_UNIT, _UNIT)
    return made


def openings(rows: Rows, one: int, others: Ints) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the cosines of a row's opening with those of others, and where both have one."""
    mine, theirs = rows.vectors[one].astype(np.float32), rows.vectors[others].astype(np.float32)
    norms = np.sqrt((theirs * theirs).sum(axis=1) * float(mine @ mine))
    return np.divide(theirs @ mine, norms, out=np.zeros(len(others), dtype=np.float64), where=norms > 0), norms > 0
