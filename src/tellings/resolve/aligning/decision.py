"""The learnt decision whether two statements assert the same: boosted trees kept as JSON, one forest for a glance, one for what was read, and one for what was
read of articles of one sentence each, where no statement has a rival.
"""

import json
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tellings.data.forests import Forest, forest
from tellings.resolve.aligning.features import NAMES as GLANCED
from tellings.resolve.aligning.reading import NAMES as READ

FILE: Final = "alignment.json"


STEPS: Final = {"glance": GLANCED, "decision": (*GLANCED, *READ), "few": (*GLANCED, *READ)}


def scores(step: str, rows: NDArray[np.float64], model: dict[str, Any] | None = None) -> NDArray[np.float64]:
    """Return for each row of features the chance (0..1) that both statements assert the same; rounded to 4 places.

    `step` is "glance" (columns as `features.NAMES`), or "decision" or "few" (and those of `reading.NAMES` after them).
    """
    return _forest(_Once((model if model is not None else _model())[step])).scores(rows)


class _Once:
    """A model as a key: the same object is the same key."""

    def __init__(self, model: dict[str, Any]) -> None:
        self.model = model

    def __hash__(self) -> int:
        return id(self.model)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Once) and other.model is self.model


@lru_cache(maxsize=4)
def _forest(key: _Once) -> Forest:
    return forest(key.model)


@cache
def _model() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((files("tellings.data") / FILE).read_text(encoding="utf-8"))
    if any(found[step]["features"] != list(names) for step, names in STEPS.items()):
        raise ValueError(f"{FILE} was learnt on other features; run scripts/train_alignment.py")
    return found


def threshold(kind: str) -> float:
    """Return the mean score from which statements "join" to one claim, or "attach" to one beside their own; set with the trees."""
    return float(_model()[kind])
