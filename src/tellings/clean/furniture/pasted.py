"""What comes along with a text that was copied or printed: a consent dialogue above it, running heads of pages between its paragraphs, a discussion below."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from tellings.clean.furniture.cues import Cue
from tellings.clean.furniture.reading import Line, Reading
from tellings.clean.head.credits import like_outlet
from tellings.clean.head.dates import is_date_line, iso_of
from tellings.data import toml
from tellings.data.outlets import by_name

_TOP: Final = 14
_REACH: Final = 6
_COLUMNS: Final = re.compile(r"\s{3,}|\t+|\s\|\s")
_PAGE: Final = re.compile(
    r"(?:[A-Za-z]\d{1,3}|\d{1,4}|(?:page|seite|página|pagina|strona|стр\.?|sayfa|p\.)\s?\d{1,4}(?:\s?(?:of|/|von|de|di|z|из)\s?\d{1,4})?)",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"[-–—|(\[]\s?\d{1,4}\s?[-–—|)\]]")
_LONGEST_HEAD: Final = 160
_MARKERS: Final = 2
_LONGEST_MARKER: Final = 40


def consent(lines: Sequence[Line]) -> None:
    """Give a cue to the sentences at the top that ask for consent, where buttons to give or refuse it follow."""
    top = lines[:_TOP]
    buttons = [at for at, line in enumerate(top) if line.words <= 4 and line.text.strip(" .›>").casefold() in _buttons()]
    for at, line in enumerate(top):
        if (
            (line.cue is None or not line.cue.words)
            and any(at < button <= at + _REACH for button in buttons)
            and _asks_consent(line.text.casefold())
        ):
            line.cue = Cue("legal", "consent", line.text)


def _asks_consent(folded: str) -> bool:
    return any(word in folded for word in _consents())


def page_heads(lines: Sequence[Line], reading: Reading) -> None:
    """Mark the running heads of a printed text: names, dates and page numbers in columns, and take the outlet and day from them."""
    for line in lines:
        if not line.done and _NUMBER.fullmatch(line.text.strip()):
            line.done = True
            reading.mark(line.start, line.end, "navigation", "the number of a page")
        if line.done or len(line.text) > _LONGEST_HEAD or line.sentence or "  " not in line.text.strip():
            continue
        parts = [part.strip() for part in _COLUMNS.split(line.text.strip()) if part.strip()]
        if (
            len(parts) < 2
            or not all(_fits(part) for part in parts)
            or not any(is_date_line(part) or _PAGE.fullmatch(part) for part in parts)
        ):
            continue
        line.done = True
        name = next((part for part in parts if _is_name(part)), None)
        day = next((part for part in parts if is_date_line(part)), None)
        reading.outlet = reading.outlet or (name.title() if name and name.isupper() and by_name(name) is None else name)
        reading.date = reading.date or (iso_of(day) if day else None)
        reading.mark(line.start, line.end, "outlet" if name else "navigation", "the running head of a page")


def _is_name(part: str) -> bool:
    return like_outlet(part.title() if part.isupper() else part) or by_name(part) is not None


def _fits(part: str) -> bool:
    return is_date_line(part) or _PAGE.fullmatch(part) is not None or (len(part.split()) <= 5 and part[:1].isupper())


def discussion(lines: Sequence[Line], reading: Reading, after: int) -> int:
    """Mark what readers say below the text, from the line that opens their discussion; return where it begins, else the number of lines."""
    opened = [at for at in range(max(after, 1), len(lines)) if _opens(lines[at].text)]
    if not opened:
        return len(lines)
    marked = [at for at in range(opened[0] + 1, len(lines)) if _is_marker(lines[at])]
    least = [1 if lines[at].text.strip()[:1].isdigit() else _MARKERS for at in opened]  # "3 comments:" is sure
    begin = next((at for at, most in zip(opened, least, strict=True) if len(marked) >= most and marked[-most] > at), None)
    if begin is None:
        return len(lines)
    for line in lines[begin:]:
        if not line.done:
            line.done = True
            reading.mark(line.start, line.end, "comment", "in a discussion of readers below the text")
    return begin


def _opens(text: str) -> bool:
    folded = text[:_LONGEST_MARKER].strip(" :·•0123456789()").casefold()
    return folded in _openers() or folded.startswith(_sorted())


def _is_marker(line: Line) -> bool:
    text = line.text.strip(" •·›>|").casefold()
    if len(text) > _LONGEST_MARKER or line.sentence:
        return False
    return text in _markers() or text.rstrip(" 0123456789()") in _markers() or (line.cue is not None and line.cue.reason == "date")


@cache
def _buttons() -> frozenset[str]:
    return frozenset(toml("furniture")["consent"]["buttons"])


@cache
def _consents() -> tuple[str, ...]:
    return tuple(toml("furniture")["consent"]["words"])


@cache
def _openers() -> frozenset[str]:
    return frozenset(toml("furniture")["discussion"]["opens"])


@cache
def _sorted() -> tuple[str, ...]:
    return tuple(toml("furniture")["discussion"]["sorted"])


@cache
def _markers() -> frozenset[str]:
    return frozenset(toml("furniture")["discussion"]["markers"])
