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
