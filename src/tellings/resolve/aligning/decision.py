"""The learnt decision whether two statements assert the same: boosted trees kept as JSON, summed here without a library."""

import json
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tellings.resolve.aligning.features import NAMES

FILE: Final = "alignment.json"


def scores(rows: NDArray[np.float64], model: dict[str, Any] | None = None) -> NDArray[np.float64]:
    """Return for each row of features the chance (0..1) that both statements assert the same; rounded to 4 places."""
    chosen = model if model is not None else _model()
    total = np.full(len(rows), float(chosen["base"]))
    for tree in _trees(_Once(chosen)):
        total += _leaf_values(rows, tree)
    return np.asarray(1 / (1 + np.exp(-total))).round(4)


class _Tree(NamedTuple):
    """One tree as columns; a leaf is its own child on both sides, so that all rows take the same number of steps."""

    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    children: NDArray[np.int32]
    value: NDArray[np.float64]
    depth: int


def _arrays(tree: dict[str, Any]) -> _Tree:
    feature = np.array(tree["feature"], dtype=np.int32)
    itself = np.arange(len(feature), dtype=np.int32)
    leaf = feature < 0
    left = np.where(leaf, itself, np.array(tree["left"], dtype=np.int32))
    right = np.where(leaf, itself, np.array(tree["right"], dtype=np.int32))
    return _Tree(
        feature=np.where(leaf, 0, feature).astype(np.int32), threshold=np.array(tree["threshold"]),
        children=np.stack([left, right], axis=1).astype(np.int32).ravel(), value=np.array(tree["value"]), depth=int(tree["depth"]),
    )  # fmt: skip


def _leaf_values(rows: NDArray[np.float64], tree: _Tree) -> NDArray[np.float64]:
    """The value of the leaf each row falls to: at a node, `<=` goes left."""
    at = np.zeros(len(rows), dtype=np.int32)
    flat, place = rows.ravel(), np.arange(len(rows)) * rows.shape[1]
    for _ in range(tree.depth):
        at = tree.children[2 * at + (flat[place + tree.feature[at]] > tree.threshold[at])]
    return tree.value[at]


class _Once:
    """A model as a key: the same object is the same key."""

    def __init__(self, model: dict[str, Any]) -> None:
        self.model = model

    def __hash__(self) -> int:
        return id(self.model)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Once) and other.model is self.model


@lru_cache(maxsize=4)
def _trees(key: _Once) -> tuple[_Tree, ...]:
    return tuple(map(_arrays, key.model["trees"]))


@cache
def _model() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((files("tellings.data") / FILE).read_text(encoding="utf-8"))
    if found["features"] != list(NAMES):
        raise ValueError(f"{FILE} was learnt on other features; run scripts/train_alignment.py")
    return found


def threshold(kind: str) -> float:
    """Return the mean score from which statements "join" to one claim, or "attach" to one beside their own; set with the trees."""
    return float(_model()[kind])
