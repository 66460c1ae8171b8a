"""The two learnt decisions about quotations: where a content ends, and whether there is one (decision 0015)."""

import json
from functools import cache
from importlib.resources import files
from typing import Any, Final

from tellings.data.forests import Forest, forest

FILE: Final = "quotations.json"


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
