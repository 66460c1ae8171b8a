"""The learnt decision whether two statements assert the same: boosted trees kept as JSON, summed here without a library."""

import json
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tellings.resolve.aligning.features import NAMES

FILE: Final = "alignment.json"


def scores(rows: NDArray[np.float64], model: dict[str, Any] | None = None) -> NDArray[np.float64]:
    """Return for each row of features the chance (0..1) that both statements assert the same; rounded to 4 places."""
    chosen = model if model is not None else _model()
    total = np.full(len(rows), float(chosen["base"]))
    for tree in chosen["trees"]:
        total += _leaf_values(rows, tree)
    return np.asarray(1 / (1 + np.exp(-total))).round(4)


def _leaf_values(rows: NDArray[np.float64], tree: dict[str, Any]) -> NDArray[np.float64]:
    """The value of the leaf each row falls to: at a node, `<=` goes left. `feature` is -1 at a leaf."""
    feature, threshold = np.array(tree["feature"]), np.array(tree["threshold"])
    left, right, value = np.array(tree["left"]), np.array(tree["right"]), np.array(tree["value"])
    at = np.zeros(len(rows), dtype=np.int64)
    for _ in range(int(tree["depth"])):
        inner = feature[at] >= 0
        column = np.where(inner, feature[at], 0)
        goes_left = rows[np.arange(len(rows)), column] <= threshold[at]
        at = np.where(inner, np.where(goes_left, left[at], right[at]), at)
    return np.asarray(value[at], dtype=np.float64)


@cache
def _model() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((files("tellings.data") / FILE).read_text(encoding="utf-8"))
    if found["features"] != list(NAMES):
        raise ValueError(f"{FILE} was learnt on other features; run scripts/train_alignment.py")
    return found


def threshold(kind: str) -> float:
    """Return the mean score from which statements "join" to one claim, or "attach" to one beside their own; set with the trees."""
    return float(_model()[kind])
