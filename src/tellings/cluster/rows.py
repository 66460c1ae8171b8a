"""Features of many articles as columns of numbers, under 2 KB an article, so that one can be compared with hundreds at once.

A row's number stays the same until the row is dropped; then the number is given to a later article. Counts of how many rows hold a word are
those of the rows that are there, so that the rows alone determine what is found, not what was dropped before.
"""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Final, TypeVar, cast
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from tellings.cluster import terms
from tellings.model.observed import Features
from tellings.text.times import is_iso_date

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Whole = TypeVar("Whole", bound=np.integer)
_FIRST: Final = 1024
_GROWTH: Final = 1.25
_MINUTE: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
# Keys kept of an article by column, the most telling first.
WIDTHS: Final = {"terms": 128, "names": 56, "figures": 16, "times": 16}
_WIDTHS: Final = tuple(WIDTHS.values())
_WIDTH: Final = sum(_WIDTHS)
_STARTS: Final = tuple(sum(_WIDTHS[:kind]) for kind in range(len(_WIDTHS)))
# A weight is 1 + log of a count, in sixteenths.
_STEP: Final = 16.0
_MOST: Final = 255
# A prior counts as much as this many articles: in a pile of five, a word in all five is the story, not a common word.
PRIOR: Final = 1_000
_DIMENSIONS: Final = 384
_UNIT: Final = 127.0


class _Keys:
    """All keys by number, whatever their kind, and how many rows each is in. The first is padding: worth nothing, since it has no weight in any row."""

    def __init__(self) -> None:
        self.words: list[str] = [""]
        self.expected = np.ones(_FIRST, dtype=np.float32)
        self.holding = np.zeros(_FIRST, dtype=np.int32)
        self.logs = np.full(_FIRST, math.log(PRIOR), dtype=np.float32)  # of how many articles are taken to hold each key
        self.mine = np.zeros(_FIRST, dtype=np.float32)  # weights of the row that is compared, while it is

    def new(self, key: str, expected: float) -> int:
        """Return the number of a key that is new."""
        number = len(self.words)
        self.words.append(key)
        if number >= len(self.expected):
            for array in (self.expected, self.holding, self.logs, self.mine):
                array.resize(int(number * 1.5), refcheck=False)
        self.expected[number] = expected
        self.logs[number] = math.log(PRIOR * self.expected[number])
        return number

    def count(self, ids: NDArray[np.int32], times: int) -> None:
        """Count different keys once more (1), or take them out of the count (-1)."""
        self.holding[ids] += times
        self.logs[ids] = np.log(PRIOR * self.expected[ids] + self.holding[ids])

    def rarity(self, ids: NDArray[np.signedinteger], rows: int) -> NDArray[np.float32]:
        """Return how telling each key is: the log of how many times fewer articles have it than there are, guessed before any was seen and counted since."""
        made: NDArray[np.float32] = self.logs.take(ids)
        np.subtract(np.float32(math.log(PRIOR + rows)), made, out=made)
        return np.maximum(made, np.float32(0), out=made)


class _Table:
    """The keys of every row and their weights, kind beside kind: each has so much room, its keys come first. A row that is not in use is empty."""

    def __init__(self) -> None:
        self.keys = _Keys()
        self.ids = np.zeros((0, _WIDTH), dtype=np.int32)
        self.weights = np.zeros((0, _WIDTH), dtype=np.uint8)
        self.many = np.zeros((0, len(WIDTHS)), dtype=np.uint8)

    def grow(self, rows: int) -> None:
        """Make room for so many rows."""
        self.ids.resize((rows, _WIDTH), refcheck=False)
        self.weights.resize((rows, _WIDTH), refcheck=False)
        self.many.resize((rows, len(WIDTHS)), refcheck=False)

    def count(self, row: int, times: int) -> None:
        """Count all keys of a row once more (1), or take them out of the count (-1)."""
        ids = self.ids[row]
        self.keys.count(ids[ids > 0], times)

    def empty(self, row: int) -> None:
        """Take a row's keys out."""
        self.ids[row] = 0
        self.weights[row] = 0
        self.many[row] = 0

    def cosines(self, one: int, others: Ints, rows: int) -> Floats:
        """Return the cosines of a row's weighted keys with those of others, kind by kind; 0 where one has none. Shape (len(WIDTHS), len(others))."""
        # Sums of up to 128 numbers are made in eight parts: padding to a multiple of eight keeps them the same to the last bit.
        widths = [-(-most // 8) * 8 for most in self.many.take(others, axis=0).max(axis=0, initial=1).tolist()]
        parts = [slice(start, start + width) for start, width in zip(_STARTS, widths, strict=True)]
        keys = self.keys
        theirs = _cut(self.ids.take(others, axis=0), parts).astype(np.intp)
        weighed = keys.rarity(theirs, rows)
        weighed *= _cut(self.weights.take(others, axis=0), parts)
        mine = self.ids[one]
        own = self.weights[one] * keys.rarity(mine, rows)
        keys.mine[mine] = own
        met = keys.mine.take(theirs)
        keys.mine[mine] = 0.0
        met *= weighed
        weighed *= weighed
        own *= own
        products, norms = np.empty((2, len(widths), len(others)), dtype=np.float32)
        end = 0
        for kind, (start, width) in enumerate(zip(_STARTS, widths, strict=True)):
            begin, end = end, end + width
            met[:, begin:end].sum(axis=1, out=products[kind])
            weighed[:, begin:end].sum(axis=1, out=norms[kind])
            norms[kind] *= own[start : start + _WIDTHS[kind]].sum()
        np.sqrt(norms, out=norms)
        return np.asarray(np.divide(products, norms, out=np.zeros(norms.shape), where=norms > 0))


def _cut(table: NDArray[Whole], parts: Sequence[slice]) -> NDArray[Whole]:
    return np.concatenate([table[:, part] for part in parts], axis=1)


class Column:
    """The weighted keys of one kind for every row."""

    def __init__(self, table: _Table, kind: int, prior: Callable[[str], float]) -> None:
        self.width = _WIDTHS[kind]
        self.keys: dict[str, int] = {}
        self.words = table.keys.words
        self._table = table
        self._kind = kind
        self._start = _STARTS[kind]
        self._prior = prior

    def put(self, row: int, keys: Sequence[str], counts: Sequence[float]) -> None:
        """Write the keys of an empty row and how often each comes; of more than there is room for, the rarest and most frequent stay."""
        known = list(map(self.keys.get, keys))
        ids = [self._number(k) if n is None else n for k, n in zip(keys, known, strict=True)] if None in known else cast("list[int]", known)
        steps = list(map(_step, counts))
        if min(steps, default=1) == 0 or len(ids) > self.width:
            chosen = self._chosen(ids, counts)
            ids, steps = [ids[k] for k in chosen], [steps[k] for k in chosen]
        if ids:
            place = slice(self._start, self._start + len(ids))
            self._table.ids[row, place] = ids
            self._table.weights[row, place] = steps
            self._table.many[row, self._kind] = len(ids)

    def _chosen(self, ids: Sequence[int], counts: Sequence[float]) -> list[int]:
        """Places of the keys that come at all, of more than there is room for those of the rarest and most frequent."""
        chosen = [k for k, count in enumerate(counts) if count > 0]
        if len(chosen) > self.width:
            rarity = (-np.log(self._table.keys.expected[np.array(ids)])).tolist()
            chosen.sort(key=lambda k: (-_weight(counts[k]) * rarity[k], self.words[ids[k]]))
        return chosen[: self.width]

    def of(self, row: int) -> NDArray[np.int32]:
        """Return a row's keys."""
        return self._table.ids[row, self._start : self._start + int(self._table.many[row, self._kind])]

    def held(self, key: int) -> tuple[float, int]:
        """Return the share of articles expected to have a key before any was seen, and how many rows that count have it."""
        return float(self._table.keys.expected[key]), int(self._table.keys.holding[key])

    def has(self, row: int) -> bool:
        """Return whether a row has a key."""
        return bool(self._table.many[row, self._kind])

    def any(self, rows: Ints) -> NDArray[np.bool_]:
        """Return for each row whether it has a key."""
        return np.asarray(self._table.many[rows, self._kind] > 0)

    def weighed(self, row: int, rows: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return a row's keys and their unit weights, in no order."""
        ids = self.of(row)
        weighed = self._table.weights[row, self._start : self._start + len(ids)] * self._table.keys.rarity(ids, rows)
        length = float(np.sqrt((weighed * weighed).sum())) or 1.0
        return ids, (weighed / np.float32(length)).astype(np.float32, copy=False)

    def telling(self, row: int, rows: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return a row's keys and their unit weights, the most telling first."""
        ids, weights = self.weighed(row, rows)
        order = np.lexsort((ids, -weights))
        return ids[order], weights[order]

    def shared(self, a: int, b: int, rows: int) -> list[tuple[str, float]]:
        """Return the keys that two rows share and that add to their cosine, with what each adds; the most first."""
        ids_a, weights_a = self.weighed(a, rows)
        ids_b, weights_b = self.weighed(b, rows)
        mine = self._table.keys.mine
        mine[ids_a] = weights_a
        added = mine.take(ids_b) * weights_b
        mine[ids_a] = 0.0
        both = np.flatnonzero(added)
        found = zip((self.words[key] for key in ids_b[both].tolist()), added[both].tolist(), strict=True)
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def _number(self, key: str) -> int:
        """The number of a key that may be new."""
        number = self.keys.get(key)
        if number is None:
            number = self.keys[key] = self._table.keys.new(key, self._prior(key))
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
        self._table = _Table()
        self.columns = {name: Column(self._table, kind, _PRIORS[name]) for kind, name in enumerate(WIDTHS)}
        self.published = np.zeros(0, dtype=np.int32)
        self.stamps = np.zeros(0, dtype=np.int64)  # of outlet and minute, 0 where one is not told
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
        columns["terms"].put(row, *_apart(features.terms))
        columns["names"].put(row, [f"{role}:{key}" for key, role, _ in features.names], [weight for _, _, weight in features.names])
        columns["figures"].put(row, [figure for figure, _ in features.figures], [1.0] * len(features.figures))
        times = _times(features)
        columns["times"].put(row, times, [1.0] * len(times))
        if counted:
            self._table.count(row, 1)
        self.published[row] = _ordinal((features.published or "")[:10])
        self.stamps[row] = _stamp(features)
        vector = _vector(features.vector)
        self.vectors[row, : len(vector)] = vector
        self.vectors[row, len(vector) :] = 0
        self.lengths[row] = vector @ vector
        self._count += counted
        return row

    def drop(self, rows: Iterable[int], *, counted: bool = True) -> None:
        """Let go of rows, all of them counted or none; their numbers are given to later articles, the last dropped first."""
        for row in rows:
            if counted:
                self._table.count(row, -1)
            self._table.empty(row)
            self.articles[row] = ""
            self._free.append(row)
            self._count -= counted

    def cosines(self, one: int, others: Ints) -> Floats:
        """Return the cosines of a row's weighted keys with those of others, kinds in the order of WIDTHS; 0 where one has none. Shape (4, len(others))."""
        return self._table.cosines(one, others, self._count)

    def telling(self, row: int, most: int) -> list[tuple[int, float]]:
        """Return the row's most telling terms as (number, unit weight), the most telling first: what candidates are found by."""
        ids, weights = self.columns["terms"].telling(row, self._count)
        return list(zip(ids[:most].tolist(), weights[:most].tolist(), strict=True))

    def _grow(self, rows: int) -> None:
        self._table.grow(rows)
        self.published.resize(rows, refcheck=False)
        self.stamps.resize(rows, refcheck=False)
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


@lru_cache(maxsize=4096)
def _ordinal(stamp: str) -> int:
    return date.fromisoformat(stamp).toordinal() if is_iso_date(stamp) else 0


def _stamp(features: Features) -> int:
    """A number for the outlet and the minute that an article bears, 0 where one is not told; midnight and noon stand for a day."""
    minute = (features.published or "")[:16]
    if features.outlet is None or not _MINUTE.fullmatch(minute) or minute.endswith(("T00:00", "T12:00")):
        return 0
    return 1 + crc32(f"{features.outlet} {minute}".encode())


def _times(features: Features) -> list[str]:
    """The dates named, those in full as day of the year: an article without a date of its own gives no year."""
    return sorted({*features.times, *map(_of_year, features.days)})


@lru_cache(maxsize=4096)
def _of_year(day: int) -> str:
    return f"XXXX-{date.fromordinal(day):%m-%d}"


def _apart(found: Sequence[tuple[str, float]]) -> tuple[Sequence[str], Sequence[float]]:
    return ([], []) if not found else tuple(zip(*found, strict=True))  # type: ignore[return-value]  # two columns


def _vector(raw: bytes) -> NDArray[np.float32]:
    """An opening's vector in whole numbers."""
    given = np.frombuffer(raw, dtype="<f2")[:_DIMENSIONS].astype(np.float32)
    given *= np.float32(_UNIT)
    np.rint(given, out=given)
    np.minimum(given, np.float32(_UNIT), out=given)
    return np.maximum(given, np.float32(-_UNIT), out=given)


def openings(rows: Rows, one: int, others: Ints) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the cosines of a row's opening with those of others, and where both have one. Sums of whole numbers are exact."""
    norms = np.sqrt(rows.lengths.take(others) * float(rows.lengths[one]))
    products = rows.vectors.take(others, axis=0).astype(np.float32) @ rows.vectors[one].astype(np.float32)
    return np.divide(products, norms, out=np.zeros(len(others), dtype=np.float64), where=norms > 0), norms > 0
