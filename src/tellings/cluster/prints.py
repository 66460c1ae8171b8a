"""Which articles have a print: what a stream of articles asks of its archive, and the same in memory."""

from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from tellings.cluster.shingles import Numbers

Places = NDArray[np.int64]
# So many prints are kept in a plain table before they are put in order: about 3 MB.
_NEW: Final = 16_384
_NEW_BYTES: Final = 160


class Prints(Protocol):
    """Prints (numbers of 64 bits) and the articles that have them.

    The stream asks for `holders` before it adds, and adds a print only while fewer than `copying.CROWD + 1` articles have it: no print ever has
    more holders than that, and none need be capped.
    """

    def holders(self, prints: Numbers) -> tuple[Places, Places]:
        """Return two columns: the place of a print in `prints` (sorted, each once), and the number of an article that has it; sorted by both."""
        ...

    def add(self, number: int, prints: Numbers) -> None:
        """Let the article have these prints, in addition to those that it has."""
        ...


class MemoryPrints:
    """Prints in sorted runs of growing length, 12 bytes a print; two runs of like length are merged into one."""

    def __init__(self) -> None:
        self._runs: list[tuple[Numbers, NDArray[np.uint32]]] = []
        self._new: dict[int, list[int]] = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count + sum(len(prints) for prints, _ in self._runs)

    @property
    def nbytes(self) -> int:
        """How much memory the runs take; the newest prints, not yet in one, take more."""
        return sum(prints.nbytes + numbers.nbytes for prints, numbers in self._runs) + _NEW_BYTES * self._count

    def holders(self, prints: Numbers) -> tuple[Places, Places]:
        """As the protocol says."""
        which: list[Places] = []
        who: list[Places] = []
        for run, numbers in self._runs:
            low = np.searchsorted(run, prints)
            at = np.flatnonzero(run[np.minimum(low, len(run) - 1)] == prints)
            counts = np.searchsorted(run, prints[at], side="right") - low[at]
            which.append(np.repeat(at, counts))
            who.append(numbers[np.repeat(low[at] + counts - np.cumsum(counts), counts) + np.arange(counts.sum())].astype(np.int64))
        found = [(k, number) for k, one in enumerate(prints.tolist()) if one in self._new for number in self._new[one]]
        new = np.array(found, dtype=np.int64).reshape(-1, 2)
        columns = np.concatenate([*which, new[:, 0]]), np.concatenate([*who, new[:, 1]])
        order = np.lexsort((columns[1], columns[0]))
        return columns[0][order], columns[1][order]

    def add(self, number: int, prints: Numbers) -> None:
        """As the protocol says; the number is less than 2**32."""
        for one in prints.tolist():
            self._new.setdefault(one, []).append(number)
        self._count += len(prints)
        if self._count >= _NEW:
            self._put_in_order()

    def _put_in_order(self) -> None:
        prints = np.fromiter((one for one, held in self._new.items() for _ in held), dtype=np.uint64, count=self._count)
        numbers = np.fromiter((number for held in self._new.values() for number in held), dtype=np.uint32, count=self._count)
        order = np.argsort(prints, kind="stable")
        self._runs.append((prints[order], numbers[order]))
        self._new, self._count = {}, 0
        while len(self._runs) > 1 and 2 * len(self._runs[-1][0]) > len(self._runs[-2][0]):
            newer = self._runs.pop()
            self._runs.append(_merged(self._runs.pop(), newer))


def _merged(older: tuple[Numbers, NDArray[np.uint32]], newer: tuple[Numbers, NDArray[np.uint32]]) -> tuple[Numbers, NDArray[np.uint32]]:
    places = np.searchsorted(older[0], newer[0], side="right")
    places += np.arange(len(places))
    held = np.ones(len(older[0]) + len(places), dtype=np.bool_)
    held[places] = False
    prints, numbers = np.empty(len(held), dtype=np.uint64), np.empty(len(held), dtype=np.uint32)
    prints[held], prints[places] = older[0], newer[0]
    numbers[held], numbers[places] = older[1], newer[1]
    return prints, numbers
