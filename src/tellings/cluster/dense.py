"""The clustering of `linkage` for few items, as a table of all pairs: the same sets, in a fraction of the time."""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tellings.cluster.linkage import LEAST, VERY
from tellings.data.story_weights import LEAST_INSIDE, MOST_RATIO, Joining, story_weights

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
# A table of more items than this takes longer than the pairs that are given.
MOST: Final = 220
_PLACES: Final = 9
_LOGS: Final = np.log(np.maximum(1, np.arange(MOST + 1)))


class _Table:
    """Sets of items by their first item, with the sums of likeness (whole units) between and inside them, and how surely each two are one."""

    def __init__(self, count: int, pairs: tuple[Places, Places, NDArray[np.uint16]], unit: int, joining: Joining) -> None:
        first, second, values = pairs
        self._unit = unit
        self._bias, self._weights = joining.bias, joining.weights
        self.sums = np.zeros((count, count))
        self.sums[first, second] = self.sums[second, first] = values
        self.sizes = np.ones(count, dtype=np.int64)
        self.inside = np.zeros(count)
        self.tight = np.zeros(count)
        self.apart = np.zeros((count, count), dtype=bool)
        self.there = np.ones(count, dtype=bool)
        self.members = [[k] for k in range(count)]
        self.margins = np.full((count, count), -np.inf)

    def join(self, i: int, j: int) -> None:
        """Put set `j` into set `i`."""
        self.inside[i] += self.inside[j] + self.sums[i, j]
        self.sizes[i] += self.sizes[j]
        size = int(self.sizes[i])
        self.tight[i] = min(VERY, self.inside[i] / self._unit / (size * (size - 1) / 2))
        self.sums[i] += self.sums[j]
        self.sums[:, i] = self.sums[i]
        self.apart[i] |= self.apart[j]
        self.apart[:, i] = self.apart[i]
        self.there[j] = False
        self.members[i] += self.members[j]

    def judge(self, i: int) -> None:
        """Decide on a set and every other."""
        made = self._margins(self.sums[i], self.sizes[i], self.sizes, np.maximum(self.tight[i], self.tight))
        made[~self.there | self.apart[i]] = -np.inf
        self.margins[i, i + 1 :] = made[i + 1 :]
        self.margins[:i, i] = made[:i]

    def judge_all(self) -> None:
        """Decide on each two sets."""
        made = self._margins(self.sums, self.sizes[:, None], self.sizes[None, :], np.maximum(self.tight[:, None], self.tight[None, :]))
        made[self.apart | ~self.there[:, None] | ~self.there[None, :]] = -np.inf
        self.margins = np.where(np.triu(np.ones(made.shape, dtype=bool), 1), made, -np.inf)

    def _margins(self, sums: Floats, one: Places, other: Places, inside: Floats) -> Floats:
        mean = np.round(sums / self._unit / (one * other), _PLACES)
        root = np.sqrt(mean)
        larger = np.maximum(one, other)
        alone = larger == 1
        ratio = np.where(alone, 0.0, np.minimum(MOST_RATIO, mean / np.maximum(LEAST_INSIDE, inside)))
        w = self._weights
        made = self._bias + w[0] * root + w[1] * ratio + np.where(alone, w[2] * root + w[3], 0.0)
        made += w[4] * _LOGS[np.minimum(one, other)] + w[5] * _LOGS[larger]
        made = np.round(made, _PLACES)
        made[(mean < LEAST) | (sums <= 0)] = -np.inf
        return np.asarray(made)


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
    for a, b in apart:
        table.apart[a, b] = table.apart[b, a] = True
    home = list(range(count))
    for group in together:
        for item in group[1:]:
            into, gone = sorted((home[group[0]], home[item]))
            if into != gone:
                for k in table.members[gone]:
                    home[k] = into
                table.join(into, gone)
    table.judge_all()
    while count > 1:
        i, j = divmod(int(table.margins.argmax()), count)
        if table.margins[i, j] <= 0:
            break
        table.join(i, j)
        table.margins[j] = table.margins[:, j] = -np.inf
        table.judge(i)
    return sorted(sorted(members) for k, members in enumerate(table.members) if table.there[k])
