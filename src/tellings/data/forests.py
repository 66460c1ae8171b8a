"""Boosted trees kept as JSON and summed here without a library: at a node, `<=` goes left."""

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

# Rows times trees that are looked at together: so much memory and no more.
_MOST_CELLS: Final = 1_000_000


class Forest(NamedTuple):
    """Trees as columns, padded to one length; a leaf is its own child on both sides, so that all rows take the same number of steps."""

    features: tuple[str, ...]
    base: float
    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    children: NDArray[np.int32]
    value: NDArray[np.float64]
    depth: int

    def scores(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return for each row of features the chance (0..1) that it is right; rounded to 4 places. Shape (rows,)."""
        step = max(1, _MOST_CELLS // len(self.feature))
        made = [self._totals(rows[first : first + step]) for first in range(0, len(rows), step)]
        return np.asarray(1 / (1 + np.exp(-np.concatenate(made)))).round(4) if made else np.zeros(0)

    def _totals(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        count, size = self.feature.shape
        roots = np.arange(count) * size
        flat, place = rows.ravel(), (np.arange(len(rows)) * rows.shape[1])[:, None]
        at = np.broadcast_to(roots, (len(rows), count))
        feature, threshold = self.feature.ravel(), self.threshold.ravel()
        for _ in range(self.depth):
            at = roots + self.children[2 * at + (flat[place + feature[at]] > threshold[at])]
        return np.asarray(self.base + self.value.ravel()[at].sum(axis=1))


def forest(model: dict[str, Any]) -> Forest:
    """Return the trees of a model as the file has them."""
    trees = model["trees"]
    size = max(len(tree["feature"]) for tree in trees)
    shape = (len(trees), size)
    feature, threshold, value = np.zeros(shape, np.int32), np.zeros(shape), np.zeros(shape)
    children = np.zeros((*shape, 2), np.int32)
    for number, tree in enumerate(trees):
        nodes = len(tree["feature"])
        leaf = np.array(tree["feature"]) < 0
        itself = np.arange(nodes)
        feature[number, :nodes] = np.where(leaf, 0, tree["feature"])
        threshold[number, :nodes], value[number, :nodes] = tree["threshold"], tree["value"]
        children[number, :nodes, 0] = np.where(leaf, itself, tree["left"])
        children[number, :nodes, 1] = np.where(leaf, itself, tree["right"])
    return Forest(
        features=tuple(model["features"]), base=float(model["base"]), feature=feature, threshold=threshold, children=children.ravel(),
        value=value, depth=max(int(tree["depth"]) for tree in trees),
    )  # fmt: skip
