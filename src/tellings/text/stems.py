"""Words without their endings, to find a word again in another form."""

from typing import Final

_ENDINGS: Final = ("ing", "edly", "ed", "es", "s")
_LEFT: Final = 4


def stem(word: str) -> str:
    """Return a lower-case word without its commonest English endings; at least four letters are left."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEFT:
            return word[: -len(ending)]
    return word


def form(word: str) -> str:
    """Return what a folded word has in common with its other forms: "ferry" and "ferries", "inspect" and "inspected", "tonne" and "tonnes"."""
    found = stem(word.removesuffix("ies") + "y" if word.endswith("ies") and len(word) > _LEFT else word)
    return found.removesuffix("e") if len(found) > _LEFT else found
