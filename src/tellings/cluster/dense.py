"""The clustering of `linkage` for few items, as a table of all pairs: the same sets, in a fraction of the time."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tellings.cluster.linkage import LEAST, VERY
from tellings.data.story_weights import LEAST_INSIDE, MOST_RATIO, Joining, story_weights

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
# A table of more items than this takes longer than the pairs that are given.
MOST: Final = 220
_LOGS: Final = np.log(np.maximum(1, np.arange(MOST + 1)))


class _Table:
    """Sets of items by their first item, with the sums of likeness (whole units) between and inside them, and how surely each two are one.

    Sums are whole numbers, so means are exact to the last bit and need no rounding to be the same everywhere. What a merge costs is calling
    each operation on a few dozen numbers: hence few of them, on arrays that are there.
    """

    def __init__(self, count: int, pairs: tuple[Places, Places, NDArray[np.uint16]], unit: int, joining: Joining) -> None:
        first, second, values = pairs
        self._unit = unit
        self._joining = joining
        self._by_sizes = _by_sizes(joining)
        self.sums = np.zeros((count, count))
        self.sums[first, second] = self.sums[second, first] = values
        self.sizes = np.ones(count, dtype=np.int64)
        self.many = np.ones(count)  # the same; operations on numbers of two kinds take twice the time
        self.tight = np.full(count, LEAST_INSIDE)
        self.inside = [0.0] * count
        self.members = [[k] for k in range(count)]
        self.apart: NDArray[np.bool_] | None = None
        self.margins = np.full((count, count), -np.inf)
        self._mean, self._made, self._ratio = np.empty(count), np.empty(count), np.empty(count)
        self._never = np.empty(count, dtype=bool)

    def part(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Let no set have both items of a pair."""
        for a, b in pairs:
            if self.apart is None:
                self.apart = np.zeros(self.sums.shape, dtype=bool)
            self.apart[a, b] = self.apart[b, a] = True

    def join(self, i: int, j: int) -> None:
        """Put set `j` into set `i`."""
        sums = self.sums
        members = self.members[i] + self.members[j]
        self.members[i], self.members[j] = members, []
        size = len(members)
        self.inside[i] += self.inside[j] + float(sums[i, j])
        self.tight[i] = max(LEAST_INSIDE, min(VERY, self.inside[i] / (self._unit * (size * (size - 1) // 2))))
        self.sizes[i] = self.many[i] = size
        row = sums[i]
        row += sums[j]
        sums[:, i] = row
        sums[j] = sums[:, j] = 0.0
        if self.apart is not None:
            self.apart[i] |= self.apart[j]
            self.apart[:, i] = self.apart[i]

    def judge(self, i: int) -> None:
        """Decide on a set of several items and every other."""
        mean, made, ratio, never = self._mean, self._made, self._ratio, self._never
        size, weights = len(self.members[i]), self._joining.weights
        np.multiply(self.many, float(self._unit * size), out=ratio)
        np.divide(self.sums[i], ratio, out=mean)
        np.maximum(self.tight, self.tight[i], out=ratio)
        np.divide(mean, ratio, out=ratio)
        np.minimum(ratio, MOST_RATIO, out=ratio)
        np.multiply(ratio, weights[1], out=ratio)
        np.sqrt(mean, out=made)
        np.multiply(made, weights[0], out=made)
        np.add(made, ratio, out=made)
        np.add(made, self._by_sizes[size].take(self.sizes), out=made)
        np.less(mean, LEAST, out=never)
        if self.apart is not None:
            never |= self.apart[i]
        never[i] = True
        np.putmask(made, never, -np.inf)
        self.margins[i] = made
        self.margins[:, i] = made

    def judge_all(self) -> None:
        """Decide on each two sets."""
        w, sizes = self._joining.weights, self.sizes
        mean = self.sums / (self._unit * (sizes[:, None] * sizes))
        root = np.sqrt(mean)
        ratio = np.minimum(MOST_RATIO, mean / np.maximum(self.tight[:, None], self.tight))
        made = w[0] * root + np.where(sizes[:, None] * sizes == 1, w[2] * root + w[3], w[1] * ratio) + self._by_sizes[sizes[:, None], sizes]
        made[mean < LEAST] = -np.inf
        if self.apart is not None:
            made[self.apart] = -np.inf
        np.fill_diagonal(made, -np.inf)
        self.margins = made


@lru_cache(maxsize=4)
def _by_sizes(joining: Joining) -> Floats:
    """What is decided by the sizes of two sets alone."""
    of = np.arange(MOST + 1)
    least, most = np.minimum(of[:, None], of), np.maximum(of[:, None], of)
    return np.asarray(joining.bias + joining.weights[4] * _LOGS[least] + joining.weights[5] * _LOGS[most])


def dense_clusters(
    count: int,
    pairs: tuple[Places, Places, NDArray[np.uint16]],
    unit: int,
    *,
    together: Sequence[Sequence[int]] = (),
    apart: Iterable[tuple[int, int]] = (),
    joining: Joining | None = None,
) -> list[list[int]]:
    """Return what `linkage.clusters` does; `pairs` are columns of both items and their likeness in parts of `unit`."""
    table = _Table(count, pairs, unit, joining or story_weights().joining)
    table.part(apart)
    home = list(range(count))
    for group in together:
        for item in group[1:]:
            into, gone = sorted((home[group[0]], home[item]))
            if into != gone:
                for k in table.members[gone]:
                    home[k] = into
                table.join(into, gone)
    table.judge_all()
    margins = table.margins
    while count > 1:
        # of equals the first in the order of rows
        i, j = divmod(int(margins.argmax()), count)
        if margins[i, j] <= 0:
            break
        table.join(i, j)
        table.judge(i)
        margins[j] = margins[:, j] = -np.inf
    return sorted(sorted(members) for members in table.members if members)
