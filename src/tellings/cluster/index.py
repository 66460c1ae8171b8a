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


class Index:
    """Articles by number (0 or more) under hashes of their telling terms and names. `places` is a power of two; each takes 160 bytes once it is used."""

    def __init__(self, places: int = 1 << 21) -> None:
        self._mask = np.uint64(places - 1)
        self._held = _zeros(places * _ROOM, np.int32).reshape(places, _ROOM)  # number + 1; 0 where there is none
        self._tags = _zeros(places * _ROOM, np.uint8).reshape(places, _ROOM)
        self._next = _zeros(places, np.uint8)

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
        numbers, where = np.unique(held[met].astype(np.int64) - 1, return_inverse=True)
        if not len(numbers):
            return numbers
        sums = np.bincount(where, weights=np.broadcast_to(np.concatenate(worth)[:, None], met.shape)[met])
        order = np.lexsort((-numbers, -np.round(sums, 6)))
        return numbers[order[:most]]

    def _places(self, keys: Hashes) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        mixed = keys * _MIX
        mixed ^= mixed >> _SHIFT
        mixed *= _MIX_TOO
        return ((mixed >> _SHIFT) & self._mask).astype(np.int64), (mixed & np.uint64(0xFF)).astype(np.uint8)


def _zeros(many: int, kind: type[Any]) -> NDArray[Any]:
    # numpy asks the system for pages of megabytes, so that a handful of articles, spread by their hashes, would take the whole table
    return np.frombuffer(mmap.mmap(-1, many * np.dtype(kind).itemsize), dtype=kind)


def _pairs(terms: Hashes) -> Hashes:
    first, second = _FIRST[len(terms) > _SECOND], _SECOND[len(terms) > _SECOND]
    return (terms[first] ^ terms[second]) * _MIX + (terms[first] + terms[second])


def _dated(terms: Hashes, period: int) -> Hashes:
    return terms * _MIX_TOO + np.uint64(period)


def sequence(hashes: Sequence[int]) -> Hashes:
    """Return hashes as the column the index takes."""
    return np.array(hashes, dtype=np.uint64)
