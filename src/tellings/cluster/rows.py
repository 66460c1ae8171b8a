"""Features of many articles as columns of numbers, under 2 KB an article, so that one can be compared with hundreds at once.

A row's number stays the same until the row is dropped; then the number is given to a later article. Counts of how many rows hold a word are
those of the rows that are there, so that the rows alone determine what is found, not what was dropped before.
"""

import math
from collections.abc import Callable, Iterable, Sequence
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
        self._many = np.zeros(0, dtype=np.uint8)  # keys that each row has; they come first
        self._prior = prior
        self._expected = np.ones(_FIRST, dtype=np.float32)  # the first is padding: in every article, so worth nothing
        self._holding = np.zeros(_FIRST, dtype=np.int32)
        self._logs = np.full(_FIRST, math.log(PRIOR), dtype=np.float32)  # of how many articles are taken to hold each key
        self._mine = np.zeros(_FIRST, dtype=np.float32)

    def grow(self, rows: int) -> None:
        """Make room for so many rows."""
        self.ids.resize((rows, self.width), refcheck=False)
        self.weights.resize((rows, self.width), refcheck=False)
        self._many.resize(rows, refcheck=False)

    def put(self, row: int, keys: Sequence[str], counts: Sequence[float], *, counted: bool) -> None:
        """Write a row's keys and how often each comes; of more than there is room for, the rarest and most frequent stay."""
        known = self.keys
        try:
            ids = [known[key] for key in keys]
        except KeyError:
            ids = [self._number(key) for key in keys]
        steps = list(map(_step, counts))
        if min(steps, default=1) == 0 or len(ids) > self.width:
            chosen = self._chosen(ids, counts)
            ids, steps = [ids[k] for k in chosen], [steps[k] for k in chosen]
        many = len(ids)
        self.ids[row, :many] = ids
        self.ids[row, many:] = 0
        self.weights[row, :many] = steps
        self.weights[row, many:] = 0
        self._many[row] = many
        if counted:
            self.count(row, 1)

    def _chosen(self, ids: Sequence[int], counts: Sequence[float]) -> list[int]:
        """Places of the keys that come at all, of more than there is room for those of the rarest and most frequent."""
        chosen = [k for k, count in enumerate(counts) if count > 0]
        if len(chosen) > self.width:
            rarity = (-np.log(self._expected[np.array(ids)])).tolist()
            chosen.sort(key=lambda k: (-_weight(counts[k]) * rarity[k], self.words[ids[k]]))
        return chosen[: self.width]

    def drop(self, row: int, *, counted: bool) -> None:
        """Take a row's keys out; `counted` says whether they are in the count."""
        if counted:
            self.count(row, -1)
        self.ids[row] = 0
        self.weights[row] = 0
        self._many[row] = 0

    def count(self, row: int, times: int) -> None:
        """Count a row's keys once more (1), or take them out of the count (-1)."""
        ids = self.of(row)
        if len(ids):
            self._holding[ids] += times
            self._logs[ids] = np.log(PRIOR * self._expected[ids] + self._holding[ids])

    def of(self, row: int) -> NDArray[np.int32]:
        """Return a row's keys."""
        return self.ids[row, : self._many[row]]

    def held(self, key: int) -> tuple[float, int]:
        """Return the share of articles expected to have a key before any was seen, and how many rows that count have it."""
        return float(self._expected[key]), int(self._holding[key])

    def rarity(self, ids: NDArray[np.signedinteger], rows: int) -> NDArray[np.float32]:
        """Return how telling each key is: the log of how many times fewer articles have it than there are, guessed before any was seen and counted since."""
        made: NDArray[np.float32] = self._logs.take(ids)
        np.subtract(np.float32(math.log(PRIOR + rows)), made, out=made)
        return np.maximum(made, np.float32(0), out=made)

    def has(self, row: int) -> bool:
        """Return whether a row has a key."""
        return bool(self._many[row])

    def any(self, rows: Ints) -> NDArray[np.bool_]:
        """Return for each row whether it has a key."""
        return np.asarray(self._many[rows] > 0)

    def cosines(self, one: int, others: Ints, rows: int) -> Floats:
        """Return the cosines of a row's weighted keys with those of others; 0 where one has none."""
        # Sums of up to 128 numbers are made in eight parts: padding to a multiple of eight keeps them the same to the last bit.
        width = -(-int(self._many.take(others).max(initial=1)) // 8) * 8
        mine, theirs = self.of(one), self.ids.take(others, axis=0)[:, :width].astype(np.intp)
        weighed = self.rarity(theirs, rows)
        weighed *= self.weights.take(others, axis=0)[:, :width]
        own = np.zeros(self.width, dtype=np.float32)
        own[: len(mine)] = self.weights[one, : len(mine)] * self.rarity(mine, rows)
        self._mine[mine] = own[: len(mine)]
        met = self._mine.take(theirs)
        self._mine[mine] = 0.0
        met *= weighed
        products = met.sum(axis=1)
        weighed *= weighed
        norms = np.sqrt(weighed.sum(axis=1) * float((own * own).sum()))
        return np.asarray(np.divide(products, norms, out=np.zeros(len(others), dtype=np.float64), where=norms > 0))

    def weighed(self, row: int, rows: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return a row's keys and their unit weights, in no order."""
        ids = self.of(row)
        weighed = self.weights[row, : len(ids)] * self.rarity(ids, rows)
        length = float(np.sqrt((weighed * weighed).sum())) or 1.0
        return ids, (weighed / np.float32(length)).astype(np.float32)

    def telling(self, row: int, rows: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return a row's keys and their unit weights, the most telling first."""
        ids, weights = self.weighed(row, rows)
        order = np.lexsort((ids, -weights))
        return ids[order], weights[order]

    def shared(self, a: int, b: int, rows: int) -> list[tuple[str, float]]:
        """Return the keys that two rows share and that add to their cosine, with what each adds; the most first."""
        ids_a, weights_a = self.weighed(a, rows)
        ids_b, weights_b = self.weighed(b, rows)
        self._mine[ids_a] = weights_a
        added = self._mine.take(ids_b) * weights_b
        self._mine[ids_a] = 0.0
        both = np.flatnonzero(added)
        found = zip((self.words[key] for key in ids_b[both].tolist()), added[both].tolist(), strict=True)
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

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
    if count <= 0:
        return 0
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
        self.lengths = np.zeros(0, dtype=np.float32)  # of the vectors, squared: whole numbers

    def __len__(self) -> int:
        return self._count

    def append(self, features: Features, *, counted: bool = True) -> int:
        """Take an article in and return its row; the number of a dropped row is given again.

        One that is not `counted` tells nothing of how rare a word is: it is here only to be compared.
        """
        row = self._free.pop() if self._free else self._end
        if row == self._end:
            self._end += 1
            self.articles.append("")
            if self._end > len(self.published):
                self._grow(max(_FIRST, int(self._end * _GROWTH)))
        self.articles[row] = features.article
        columns = self.columns
        columns["terms"].put(row, *_apart(features.terms), counted=counted)
        names = [f"{role}:{key}" for key, role, _ in features.names]
        columns["names"].put(row, names, [weight for _, _, weight in features.names], counted=counted)
        columns["figures"].put(row, [figure for figure, _ in features.figures], [1.0] * len(features.figures), counted=counted)
        times = _times(features)
        columns["times"].put(row, times, [1.0] * len(times), counted=counted)
        self.published[row] = _ordinal(features.published)
        self.vectors[row], self.lengths[row] = _vector(features.vector)
        self._count += counted
        return row

    def drop(self, rows: Iterable[int], *, counted: bool = True) -> None:
        """Let go of rows, all of them counted or none; their numbers are given to later articles, the last dropped first."""
        for row in rows:
            for column in self.columns.values():
                column.drop(row, counted=counted)
            self.articles[row] = ""
            self._free.append(row)
            self._count -= counted

    def telling(self, row: int, most: int) -> list[tuple[int, float]]:
        """Return the row's most telling terms as (number, unit weight), the most telling first: what candidates are found by."""
        ids, weights = self.columns["terms"].telling(row, self._count)
        return list(zip(ids[:most].tolist(), weights[:most].tolist(), strict=True))

    def _grow(self, rows: int) -> None:
        for column in self.columns.values():
            column.grow(rows)
        self.published.resize(rows, refcheck=False)
        self.vectors.resize((rows, _DIMENSIONS), refcheck=False)
        self.lengths.resize(rows, refcheck=False)


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


def _apart(found: Sequence[tuple[str, float]]) -> tuple[Sequence[str], Sequence[float]]:
    return ([], []) if not found else tuple(zip(*found, strict=True))  # type: ignore[return-value]  # two columns


def _vector(raw: bytes) -> tuple[NDArray[np.int8], float]:
    """An opening's vector as whole numbers, and its length squared."""
    given = np.frombuffer(raw, dtype="<f2")[:_DIMENSIONS].astype(np.float32)
    made = np.zeros(_DIMENSIONS, dtype=np.int8)
    whole = np.clip(np.rint(given * _UNIT), -_UNIT, _UNIT)
    made[: len(given)] = whole
    return made, float(whole @ whole)


def openings(rows: Rows, one: int, others: Ints) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the cosines of a row's opening with those of others, and where both have one. Sums of whole numbers are exact."""
    norms = np.sqrt(rows.lengths.take(others) * float(rows.lengths[one]))
    products = rows.vectors.take(others, axis=0).astype(np.float32) @ rows.vectors[one].astype(np.float32)
    return np.divide(products, norms, out=np.zeros(len(others), dtype=np.float64), where=norms > 0), norms > 0
