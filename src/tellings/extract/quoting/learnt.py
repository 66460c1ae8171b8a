"""Boosted trees kept as JSON and summed here without a library: where a content ends, and whether there is one."""

import json
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

FILE: Final = "quotations.json"
_MOST_ROWS: Final = 4096


class Forest(NamedTuple):
    """Trees as columns, padded to one length; a leaf is its own child on both sides, so that all rows take the same number of steps."""

    features: tuple[str, ...]
    base: float
    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    children: NDArray[np.int32]
    value: NDArray[np.float64]
    depth: int

    def scores(self, rows: list[list[float]]) -> list[float]:
        """Return for each row the chance (0..1) that it is right; rounded to 4 places."""
        made: list[float] = []
        for first in range(0, len(rows), _MOST_ROWS):
            made += self._scores(np.array(rows[first : first + _MOST_ROWS]))
        return made

    def _scores(self, rows: NDArray[np.float64]) -> list[float]:
        count, size = self.feature.shape
        roots = np.arange(count) * size
        flat, place = rows.ravel(), (np.arange(len(rows)) * rows.shape[1])[:, None]
        at = np.broadcast_to(roots, (len(rows), count))
        feature, threshold = self.feature.ravel(), self.threshold.ravel()
        for _ in range(self.depth):
            at = roots + self.children[2 * at + (flat[place + feature[at]] > threshold[at])]
        total = self.base + self.value.ravel()[at].sum(axis=1)
        return [round(float(x), 4) for x in 1 / (1 + np.exp(-total))]


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


@cache
def learnt(name: str, features: tuple[str, ...]) -> Forest:
    """Return the trees of one decision; raises ValueError where they were learnt on other features."""
    found = forest(_models()[name])
    if found.features != features:
        raise ValueError(f"{FILE}: {name} was learnt on other features; run scripts/train_quotations.py")
    return found


@cache
def _models() -> dict[str, Any]:
    made: dict[str, Any] = json.loads((files("tellings.data") / FILE).read_text(encoding="utf-8"))
    return made
