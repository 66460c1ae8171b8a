"""Which articles share telling words with one: a table of fixed size, whose look-ups cost the same however many articles were put in.

Every article is put under its most telling terms and names, under pairs of the first few, and under each together with the fortnight it came
out in. Each of these keys has a place in the table (by its hash) with room for the latest articles; the later push out the earliest. So a
word in many articles leads to those near in time, and a rare word or pair to all. A tag tells the keys that fall on one place apart.
"""

import mmap
from collections.abc import Sequence
from itertools import combinations
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
# Articles that each place has room for.
_ROOM: Final = 32
# Days of one period: a story's articles mostly come within it and the one beside it.
_PERIOD: Final = 16
TERMS: Final = 20
NAMES: Final = 8
_PAIRED: Final = 7
_FIRST, _SECOND = (np.array(side, dtype=np.int64) for side in zip(*combinations(range(_PAIRED), 2), strict=True))
# Odd multipliers of 64 bits whose products are well mixed (Steele and Vigna 2021).
_MIX: Final = np.uint64(0xD1342543DE82EF95)
_MIX_TOO: Final = np.uint64(0xAF251AF3B0F025B5)
_SHIFT: Final = np.uint64(32)
# Articles that are put in together; a place and a number of one of their keys fit into 64 bits.
_TOGETHER: Final = 4096
_HALF: Final = 32


class Index:
    """Articles by number (0 or more) under hashes of their telling terms and names. `places` is a power of two; each takes 160 bytes once it is used."""

    def __init__(self, places: int = 1 << 21) -> None:
        self._mask = np.uint64(places - 1)
        self._held = _zeros(places * _ROOM, np.int32).reshape(places, _ROOM)  # number + 1; 0 where there is none
        self._tags = _zeros(places * _ROOM, np.uint8).reshape(places, _ROOM)
        self._next = _zeros(places, np.uint8)
        self._sums = np.zeros(1024)  # by number, of one look-up; 0 between two
        self._last = np.zeros(1024, dtype=np.int32)

    def put(self, number: int, terms: Hashes, day: int) -> None:
        """Put an article under its terms, the most telling first; `day` is the ordinal of its date, 0 where it has none."""
        keys = [terms, _pairs(terms)]
        if day:
            keys.append(_dated(terms, day // _PERIOD))
        places, tags = self._places(np.concatenate(keys))
        at = self._next[places] % _ROOM
        self._held[places, at] = number + 1
        self._tags[places, at] = tags
        self._next[places] = (at + 1) % _ROOM

    def put_all(self, numbers: NDArray[np.int64], terms: Sequence[Hashes], days: NDArray[np.int64]) -> None:
        """Put articles there as if one came after the other."""
        for start in range(0, len(numbers), _TOGETHER):
            part = slice(start, start + _TOGETHER)
            self._put_some(numbers[part], terms[part], days[part])

    def _put_some(self, numbers: NDArray[np.int64], terms: Sequence[Hashes], days: NDArray[np.int64]) -> None:
        keys, there = _table(terms, days)
        places, tags = self._places(keys[there])
        owners = np.repeat(np.arange(len(numbers)), there.sum(axis=1))
        # by place, in each in the order they were given; a sort of whole numbers is much faster than that of their places
        order = np.sort((places << _HALF) | np.arange(len(places)))
        order &= (1 << _HALF) - 1
        places, tags, owners = places[order], tags[order], owners[order]
        # two keys of one article at one place take one room, with the tag of the last
        alone = np.append((places[1:] != places[:-1]) | (owners[1:] != owners[:-1]), [True] * min(1, len(places)))
        places, tags, owners = places[alone], tags[alone], owners[alone]
        used, starts, counts = np.unique(places, return_index=True, return_counts=True)
        rank = np.arange(len(places)) - np.repeat(starts, counts)
        at = (self._next[places] + rank) % _ROOM
        late = np.repeat(counts, counts) - rank <= _ROOM
        self._held[places[late], at[late]] = numbers[owners[late]] + 1
        self._tags[places[late], at[late]] = tags[late]
        self._next[used] = (self._next[used] + counts) % _ROOM

    def near(self, terms: Hashes, weights: NDArray[np.float32], day: int, most: int) -> NDArray[np.int64]:
        """Return the numbers of up to `most` articles that share the weightiest terms, the most first, of equals the latest put in."""
        shares = weights.astype(np.float64) ** 2
        first, second = _FIRST[len(terms) > _SECOND], _SECOND[len(terms) > _SECOND]
        keys, worth = [terms, _pairs(terms)], [shares, 0.5 * (shares[first] + shares[second])]
        if day:
            period = day // _PERIOD
            beside = period - 1 if day % _PERIOD < _PERIOD // 2 else period + 1
            keys += [_dated(terms, period), _dated(terms, beside)]
            worth += [shares, shares]
        places, tags = self._places(np.concatenate(keys))
        held = self._held[places]
        met = (held > 0) & (self._tags[places] == tags[:, None])
        found = held[met].astype(np.int64) - 1
        if not len(found):
            return np.zeros(0, dtype=np.int64)
        most_there = int(found.max())
        if most_there >= len(self._sums):
            self._sums, self._last = np.zeros(2 * most_there), np.zeros(2 * most_there, dtype=np.int32)
        np.add.at(self._sums, found, np.broadcast_to(np.concatenate(worth)[:, None], met.shape)[met])
        self._last[found] = count = np.arange(len(found), dtype=np.int32)
        numbers: NDArray[np.int64] = found[self._last[found] == count]
        sums = np.round(self._sums[numbers], 6)
        self._sums[numbers] = 0.0
        if len(sums) > most:
            near = sums >= np.partition(sums, -most)[-most]
            numbers, sums = numbers[near], sums[near]
        return np.asarray(numbers[np.lexsort((-numbers, -sums))[:most]])

    def _places(self, keys: Hashes) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        mixed = keys * _MIX
        mixed ^= mixed >> _SHIFT
        mixed *= _MIX_TOO
        return ((mixed >> _SHIFT) & self._mask).astype(np.int64), (mixed & np.uint64(0xFF)).astype(np.uint8)


def _zeros(many: int, kind: type[Any]) -> NDArray[Any]:
    # numpy asks the system for pages of megabytes, so that a handful of articles, spread by their hashes, would take the whole table
    return np.frombuffer(mmap.mmap(-1, many * np.dtype(kind).itemsize, access=mmap.ACCESS_COPY), dtype=kind)


def _pairs(terms: Hashes) -> Hashes:
    first, second = _FIRST[len(terms) > _SECOND], _SECOND[len(terms) > _SECOND]
    return (terms[first] ^ terms[second]) * _MIX + (terms[first] + terms[second])


def _table(terms: Sequence[Hashes], days: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
    """The keys of articles, a row each in the order of `put`, and which of them are there."""
    lengths = np.array([len(one) for one in terms])
    width = int(lengths.max(initial=0))
    there = np.arange(width) < lengths[:, None]
    held = np.zeros(there.shape, dtype=np.uint64)
    held[there] = np.concatenate(terms)
    first, second = _FIRST[width > _SECOND], _SECOND[width > _SECOND]
    pairs = (held[:, first] ^ held[:, second]) * _MIX + (held[:, first] + held[:, second])
    dated = held * _MIX_TOO + (days // _PERIOD).astype(np.uint64)[:, None]
    return np.concatenate([held, pairs, dated], axis=1), np.concatenate([there, there[:, second], there & (days > 0)[:, None]], axis=1)


def _dated(terms: Hashes, period: int) -> Hashes:
    return terms * _MIX_TOO + np.uint64(period)


def sequence(hashes: Sequence[int]) -> Hashes:
    """Return hashes as the column the index takes."""
    return np.array(hashes, dtype=np.uint64)
