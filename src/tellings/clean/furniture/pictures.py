"""Captions of plain text: lines that end or begin with who took a picture."""

import re
from functools import cache
from typing import Final

from tellings.clean.head.bylines import is_person
from tellings.data import toml
from tellings.data.outlets import find

_MOST_WORDS: Final = 60
_LONGEST_TAKER: Final = 90
_ENDS: Final = re.compile(
    r"(?:[.!?)”’\"\w]\s+[|–—-]?\s?(?:Photo|Photograph|Picture|Image|Pic|Foto|Bild|Imagen|Imagem|Фото|Credit)(?: (?:by|credit|courtesy))?\s?[:/]\s?"
    r"[A-Z\u00c0-\u042f][^.:;]{1,60}|Credit(?:\.\.\.|…)\s?[A-Z][^:;]{2,70}|\s[—–-]{1,2}\s?(?:[A-Z][\w.&’'-]* ?){1,5}(?:file )?(?:pic|photo|picture|image)s?|(?:^|\s)©\s?[^\d\n©]{2,40}/\s?[^\d\n©]{2,40})$"
)
_BEGINS: Final = re.compile(r"(?:Foto|Fot\.?|Fotó|Photo|Bild|Kuva|Фото|Φωτο(?:γραφία)?)s?\.?\s?:?\s(?=[A-Z\u00c0-\u042f])[^.:;!?]{2,70}$")
_OPENS: Final = {")": "(", "]": "[", "）": "（"}


def pictured(text: str, *, brackets: bool = True) -> bool:
    """True for a line that says whose picture it speaks of: at its end, in `brackets` or behind a dash, or by its first word."""
    bare = text.rstrip(" .")
    if not bare or len(bare.split()) > _MOST_WORDS:
        return False
    opening = _OPENS.get(bare[-1])
    if opening is not None and not brackets:
        return False
    if opening is not None:
        at = bare.rfind(opening)
        return at >= 0 and len(bare) - at <= _LONGEST_TAKER and _is_taker(bare[at + 1 : -1]) and bool(bare[:at].strip())
    return _ENDS.search(bare[-_LONGEST_TAKER - 20 :]) is not None or _BEGINS.match(bare) is not None


def _is_taker(inner: str) -> bool:
    """True for what brackets hold at the end of a caption: a word for pictures, or a person and a house with a stroke between them."""
    words = {word.strip(".,:;").casefold() for word in re.split(r"[\s/:]+", inner)}
    if not words.isdisjoint(_words()):
        return len(inner.split()) <= _MOST_INNER and not inner.casefold().startswith(_NOT)
    parts = [part.strip() for part in inner.split("/")]
    houses = [part for part in parts if find(part) is not None or part.casefold() in _houses()]
    return len(parts) > 1 and bool(houses) and all(part in houses or (" " in part and is_person(part)) for part in parts)


_MOST_INNER: Final = 10
# "(see photo)", "(who shared the picture)" are the text's own.
_NOT: Final = ("see ", "as ", "who ", "which ", "the ", "a ", "an ", "in ", "on ", "not ", "with ")


@cache
def _words() -> frozenset[str]:
    return frozenset(toml("furniture")["pictures"]["words"])


@cache
def _houses() -> frozenset[str]:
    return frozenset(toml("furniture")["pictures"]["houses"])
