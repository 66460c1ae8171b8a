"""Which lines are in another script or language than the article: a site's own words around a text that it took from elsewhere."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Final

from tellings.data import rows, toml

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_NOT_LATIN: Final = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")
_TAKEN: Final = 1500
_OF_ONE: Final = 200
_PART: Final = 0.3
# Of so many words of a paragraph, so many that are English settle it.
_LOOKED_AT: Final = 12
_SETTLED: Final = 4
_LEAST: Final = 30
# Of English running text, more than half of the words are among the common ones; of any other language, few are.
_ENGLISH: Final = 0.6
# Short words that are rare in English stand among its common ones as pieces of names and abbreviations.
_SHORT: Final = 3
_SURE: Final = 4000
_OTHER_SCRIPT: Final = 0.6
_LONGEST: Final = 60
_SCRIPTS: Final = (
    (0x0000, "latin"), (0x0370, "greek"), (0x0400, "cyrillic"), (0x0530, "armenian"), (0x0590, "hebrew"), (0x0600, "arabic"), (0x0700, "other"),
    (0x0900, "indic"), (0x0E00, "thai"), (0x0F00, "other"), (0x10A0, "georgian"), (0x1100, "hangul"), (0x1200, "ethiopic"), (0x1380, "other"),
    (0x1780, "khmer"), (0x1800, "other"), (0x1E00, "latin"), (0x1F00, "greek"), (0x2000, "other"), (0x3040, "han"), (0xA000, "other"), (0xAC00, "hangul"),
    (0xD800, "other"), (0xF900, "han"), (0xFB00, "latin"), (0xFB1D, "hebrew"), (0xFB50, "arabic"), (0xFF00, "han"), (0x20000, "han"), (0x30000, "other"),
)  # fmt: skip
_BEGINS: Final = tuple(begin for begin, _ in _SCRIPTS)
_QUOTES: Final = "“\"'‘«„"


@dataclass(frozen=True, slots=True)
class Home:
    """What the running text is written in."""

    script: str
    english: bool

    def foreign(self, line: str) -> bool:
        """True for a line that is in another script than the text; or, where the text is English, has no words of English."""
        script = "latin" if line.isascii() else _script(line)
        if script != self.script:
            return bool(script) and _share(line, script) >= _OTHER_SCRIPT
        return self.english and _no_english(line)


def home(paragraphs: Iterable[str]) -> Home | None:
    """Return what the paragraphs are written in; None where they are too short to tell.

    A text is English where a good part of it is: what a site says around it may be longer.
    """
    pieces, size = [], 0
    for paragraph in paragraphs:
        pieces.append(paragraph[:_OF_ONE])
        size += len(pieces[-1])
        if size >= _TAKEN:
            break
    script = _script(" ".join(pieces))
    if size < _LEAST or not script:
        return None
    english = [piece for piece in pieces if _reads_english(piece)] if script == "latin" else []
    own = sum(map(len, english))
    return Home(script, 2 * own >= size or (len(english) > 1 and own >= _PART * size))


def _reads_english(piece: str) -> bool:
    words = [word.casefold() for word in _WORD.findall(piece)]
    return sum(word in _common() for word in words) >= _ENGLISH * len(words)


def _script(text: str) -> str:
    """Return the script of most letters; "" where there are none."""
    others = _NOT_LATIN.findall(text)
    latin = sum(map(str.isalpha, text)) - len(others)
    if latin >= len(others):
        return "latin" if latin else ""
    counted = Counter(_SCRIPTS[bisect_right(_BEGINS, ord(c)) - 1][1] for c in others)
    return min(counted, key=lambda script: (-counted[script], script))


def _share(text: str, script: str) -> float:
    letters = [c for c in text if c.isalpha()]
    return sum(_SCRIPTS[bisect_right(_BEGINS, ord(c)) - 1][1] == script for c in letters) / max(1, len(letters))


def _no_english(line: str) -> bool:
    """True where a word in small letters is not English and next to none is; names do not tell, nor does a word alone: it may be a site's name."""
    begin = [word.group().casefold() for word in islice(_WORD.finditer(line), _LOOKED_AT)]
    if sum(len(word) > 1 and word in _common() and word not in _function() and word not in _everywhere() for word in begin) >= _SETTLED:
        return False
    words = [word for word in _WORD.findall(line) if len(word) > 1]
    if not 1 < len(words) <= _LONGEST or line.lstrip()[:1] in _QUOTES:
        return False
    folded = [word.casefold() for word in words]
    strange = [word not in _common() for word in folded]
    small = sum(odd and not shown[0].isupper() for odd, shown in zip(strange, words, strict=True))
    between = sum(word in _function() and shown[0].islower() for word, shown in zip(folded, words, strict=True))
    known = sum(not odd and word not in _function() and word not in _everywhere() for odd, word in zip(strange, folded, strict=True))
    if known:
        return between >= 1 and small >= 2 and 4 * known <= len(words)
    ends = words[-1][0].islower() or folded[-1] in _everywhere()
    return small >= 1 or (between >= 1 and strange[0] and ends)


def is_word(name: str) -> bool:
    """True for a common word of English."""
    return name.casefold() in _common()


@cache
def joining() -> frozenset[str]:
    """Return small words of English that join the words of a title."""
    return frozenset(toml("furniture")["joining"]["words"])


@cache
def _common() -> frozenset[str]:
    return frozenset(row["word"] for rank, row in enumerate(rows("common_words")) if len(row["word"]) > _SHORT or rank < _SURE)


@cache
def _function() -> frozenset[str]:
    return frozenset(word for row in toml("furniture")["function"] for word in row["words"])


@cache
def _everywhere() -> frozenset[str]:
    return frozenset(toml("furniture")["everywhere"]["words"])
