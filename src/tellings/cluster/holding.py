"""The articles in hand: their features as rows and the scores of the pairs that were compared; those before the window come from the shelf when asked for."""

from collections import OrderedDict, deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from tellings.cluster.changes import Scores, Shelf
from tellings.cluster.index import NAMES, TERMS, Hashes
from tellings.cluster.likeness import Reason, measured, weighed, why
from tellings.cluster.rows import Floats, Rows
from tellings.model.observed import Features

Numbers = NDArray[np.int32]
Values = NDArray[np.uint16]
# Scores are kept as whole ten-thousandths, so that sums of them are exact in any order.
UNIT: Final = 10_000
# Articles from the shelf that stay in hand, beyond those that the work at hand needs: some 2 KB each.
_FETCHED: Final = 16_384
_NONE: Final = -1
# The most telling keys by which an article is found.
_FOUND_BY: Final = {"terms": TERMS, "names": NAMES}


class Holding:
    """Articles by number. Those of the window (the last so many that came) count for how rare a word is; those fetched from the shelf do not."""

    def __init__(self, window: int, shelf: Shelf | None) -> None:
        self._window = window
        self._shelf = shelf
        self._rows = Rows()
        self._row = np.full(1024, _NONE, dtype=np.int32)
        self._counted: deque[int] = deque()
        self._fetched: OrderedDict[int, None] = OrderedDict()
        self._scores: dict[int, tuple[Numbers, Values]] = {}
        self._hashed = _Hashed()
        self._measured: list[tuple[int, Sequence[int], Floats]] = []

    def put(self, number: int, features: Features, scores: Scores | None = None) -> None:
        """Take an article that came into the window; the earliest there makes room, where there is a shelf to have it back from."""
        self._measured.clear()  # one more article counts for how rare a word is
        self._enter(number, features)
        self._counted.append(number)
        self._scores[number] = _read(scores)
        while self._shelf is not None and len(self._counted) > self._window:
            self._leave(self._counted.popleft())

    def _enter(self, number: int, features: Features, *, counted: bool = True) -> None:
        if number >= len(self._row):
            more = np.full(max(number + 1, 2 * len(self._row)), _NONE, dtype=np.int32)
            more[: len(self._row)] = self._row
            self._row = more
        self._row[number] = self._rows.append(features, counted=counted)

    def _leave(self, number: int, *, counted: bool = True) -> None:
        if self._row[number] != _NONE:
            self._rows.drop([int(self._row[number])], counted=counted)
        self._row[number] = _NONE
        self._scores.pop(number, None)

    def forget(self, number: int) -> None:
        """Let go of an article for good."""
        self._measured.clear()
        if number in self._fetched:
            del self._fetched[number]
            self._leave(number, counted=False)
            return
        if number in self._scores:
            self._counted.remove(number)
        self._leave(number)

    def fetch(self, numbers: Iterable[int], names: Mapping[int, str] | Sequence[str]) -> None:
        """Have these articles in hand, until `tidy`; `names` gives their ids."""
        wanted = dict.fromkeys(numbers)
        missing = [number for number in wanted if number not in self._scores]
        for number in wanted if self._fetched else ():
            if number in self._fetched:
                self._fetched.move_to_end(number)
        if not missing:
            return
        if self._shelf is None:
            raise KeyError(f"article {names[missing[0]]} is in no shelf")
        for number, (features, scores) in zip(missing, self._shelf.get([names[number] for number in missing]), strict=True):
            self._enter(number, features, counted=False)
            self._scores[number] = _read(scores)
            self._fetched[number] = None

    def tidy(self) -> None:
        """Let the articles go that were needed longest ago, beyond a number."""
        while self._shelf is not None and len(self._fetched) > _FETCHED:
            number, _ = self._fetched.popitem(last=False)
            self._leave(number, counted=False)

    def compare(self, one: int, others: Sequence[int]) -> Values:
        """Return how alike an article is to others, all of them in hand, in ten-thousandths."""
        row, rows = int(self._row[one]), self._row[np.asarray(others)].astype(np.int64)
        found = measured(self._rows, row, rows)
        self._measured.append((one, others, found))
        return np.minimum(np.rint(weighed(found) * UNIT), UNIT).astype(np.uint16)

    def why(self, a: int, b: int) -> tuple[Reason, ...]:
        """Return what decided on two articles in hand."""
        found = next((cosines[others.index(b)] for one, others, cosines in self._measured if one == a and b in others), None)
        return why(self._rows, int(self._row[a]), int(self._row[b]), found)

    @property
    def counted(self) -> int:
        """How many articles tell how rare a word is."""
        return len(self._counted)

    def has(self, number: int) -> bool:
        """Return whether an article is in hand."""
        return number in self._scores

    @property
    def rows(self) -> Rows:
        """The features of all articles in hand."""
        return self._rows

    def row(self, number: int) -> int:
        """Return the row of an article in hand."""
        return int(self._row[number])

    def scores(self, number: int) -> tuple[Numbers, Values]:
        """Return the numbers of those that an article in hand was compared with when it came, ascending, and the scores."""
        return self._scores[number]

    def keep(self, number: int, scores: Mapping[int, int]) -> None:
        """Add scores of an article with ones that came before it."""
        others, values = self._scores[number]
        known = dict(zip(others.tolist(), values.tolist(), strict=True)) | dict(scores)
        ordered = sorted(known)
        self._scores[number] = (np.array(ordered, dtype=np.int32), np.array([known[k] for k in ordered], dtype=np.uint16))

    def record(self, number: int, name: str) -> Scores:
        """Return an article's scores as they are to be written."""
        others, values = self._scores[number]
        return Scores(article=name, others=others.astype("<i4").tobytes(), values=values.astype("<u2").tobytes())

    def telling(self, number: int) -> tuple[Hashes, NDArray[np.float32]]:
        """Return hashes of an article's most telling terms, then names, and their weights, the most telling first, whatever the order words were met in."""
        row = int(self._row[number])
        hashes, weights = zip(*(self._hashed.best(self._rows, row, name, most) for name, most in _FOUND_BY.items()), strict=True)
        return np.concatenate(hashes), np.concatenate(weights)

    def published(self, number: int) -> int:
        """Return the ordinal of the day an article in hand came out, 0 where it says none."""
        return int(self._rows.published[self._row[number]])

    def stamps(self, numbers: Sequence[int]) -> NDArray[np.int64]:
        """Return for each of the articles in hand a number for its outlet and the minute it bears, 0 where one is not told."""
        return self._rows.stamps[self._row[np.asarray(numbers, dtype=np.int64)]]


class _Hashed:
    """Hashes of keys."""

    def __init__(self) -> None:
        self._hashes = np.zeros(1024, dtype=np.uint64)
        self._count = 0

    def best(self, rows: Rows, row: int, name: str, most: int) -> tuple[Hashes, NDArray[np.float32]]:
        """Return the hashes of a row's most telling keys of a kind and their weights; of equals the lesser hash comes first."""
        column = rows.columns[name]
        ids, weights = column.weighed(row, len(rows))
        self._take(column.words)
        hashes = self._hashes[ids]
        order = np.lexsort((hashes, -np.round(weights, 5)))[:most]
        return hashes[order], weights[order]

    def _take(self, words: Sequence[str]) -> None:
        if len(words) > len(self._hashes):
            self._hashes = np.concatenate([self._hashes, np.zeros(len(words), dtype=np.uint64)])
        self._hashes[self._count : len(words)] = [crc32(word.encode()) for word in words[self._count :]]
        self._count = len(words)


def _read(scores: Scores | None) -> tuple[Numbers, Values]:
    if scores is None:
        return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.uint16)
    return np.frombuffer(scores.others, dtype="<i4").astype(np.int32), np.frombuffer(scores.values, dtype="<u2").astype(np.uint16)
