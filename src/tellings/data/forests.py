"""Boosted trees kept as JSON and summed here without a library: at a node, `<=` goes left.

A row's leaves are found in all trees at once: what a feature's value rules out of each tree's leaves is worked out beforehand for every interval
between two thresholds, and the first leaf that no feature rules out is the row's (QuickScorer, Lucchese et al. 2015).
"""

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

# Rows times trees that are looked at together: what the processor holds at hand.
_MOST_CELLS: Final = 100_000
# Leaves of a tree are the bits of a word.
_WORDS: Final = ((16, np.uint16), (32, np.uint32), (64, np.uint64))
# Where a float32 keeps its exponent, and what 1.0 has there.
_EXPONENT: Final = (23, 127)


class Forest(NamedTuple):
    """Trees as tables: for each feature its thresholds, rising, and for each interval between them the leaves of each tree that are left; the leaves' values."""

    features: tuple[str, ...]
    base: float
    thresholds: tuple[NDArray[np.float64], ...]
    left: tuple[NDArray[Any], ...]
    value: NDArray[np.float64]

    def scores(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return for each row of features the chance (0..1) that it is right; rounded to 4 places. Shape (rows,)."""
        step = max(1, _MOST_CELLS // len(self.value))
        made = [self._totals(rows[first : first + step]) for first in range(0, len(rows), step)]
        return np.asarray(1 / (1 + np.exp(-np.concatenate(made)))).round(4) if made else np.zeros(0)

    def _totals(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        count, size = self.value.shape
        left = np.full((len(rows), count), np.iinfo(self.left[0].dtype).max, dtype=self.left[0].dtype)
        for column, (thresholds, table) in enumerate(zip(self.thresholds, self.left, strict=True)):
            if len(thresholds):
                left &= table[np.searchsorted(thresholds, rows[:, column])]
        first = (left & -left).astype(np.float32)  # a power of two: its exponent is the leaf
        leaf = (first.view(np.int32) >> _EXPONENT[0]) - _EXPONENT[1]
        return np.asarray(self.base + self.value.ravel()[np.arange(count) * size + leaf].sum(axis=1))


def forest(model: dict[str, Any]) -> Forest:
    """Return the trees of a model as the file has them; ValueError where a tree has more than 64 leaves."""
    trees = model["trees"]
    size = max(sum(feature < 0 for feature in tree["feature"]) for tree in trees)
    word = next((word for bits, word in _WORDS if size <= bits), None)
    if word is None:
        raise ValueError("a tree of more than 64 leaves")
    value = np.zeros((len(trees), size))
    nodes: list[list[tuple[float, int, int]]] = [[] for _ in model["features"]]
    for number, tree in enumerate(trees):
        for feature, threshold, without in _nodes(tree, value[number]):
            nodes[feature].append((threshold, number, without))
    full = np.iinfo(word).max
    thresholds, left = [], []
    for found in nodes:
        steps = np.array(sorted({threshold for threshold, _, _ in found}))
        table = np.full((len(steps) + 1, len(trees)), full, dtype=word)
        for threshold, number, without in found:
            table[1 + np.searchsorted(steps, threshold), number] &= word(full - without)
        thresholds.append(steps)
        left.append(np.bitwise_and.accumulate(table, axis=0))
    return Forest(features=tuple(model["features"]), base=float(model["base"]), thresholds=tuple(thresholds), left=tuple(left), value=value)


def _nodes(tree: dict[str, Any], value: NDArray[np.float64]) -> list[tuple[int, float, int]]:
    """The feature and threshold of each node, and as bits the leaves that a value above it rules out; fills in the leaves' values."""
    found: list[tuple[int, float, int]] = []
    leaves = 0

    def below(node: int) -> int:
        nonlocal leaves
        if tree["feature"][node] < 0:
            value[leaves] = tree["value"][node]
            leaves += 1
            return 1 << (leaves - 1)
        left = below(tree["left"][node])
        found.append((tree["feature"][node], tree["threshold"][node], left))
        return left | below(tree["right"][node])

    below(0)
    return found
