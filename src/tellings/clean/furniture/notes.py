"""Notes below an article that say who its writer is."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from tellings.clean.furniture.reading import Line, Reading
from tellings.data import toml

_LAST: Final = 3
_LONGEST: Final = 500


@cache
def _note() -> re.Pattern[str]:
    roles = "|".join(sorted(toml("furniture")["writers"]["roles"], key=lambda role: (-len(role), role)))
    name = r"(?P<name>(?:[A-Z][\w.’'-]* ){1,4}[A-Z][\w’'-]+)"
    return re.compile(
        rf"^[\s•·*⦁●▪_–—(\[-]*(?:(?:The (?:writer|author)|{name})(?:, (?:the |an? )?[^.]{{3,80}},)? (?:is|was|are|were|has been|works|worked|writes|reports|covers)\b)"
        rf"[^\n]{{0,160}}?\b(?i:{roles})\b"
    )


def is_note(line: str) -> bool:
    """True for a line that begins with a name and says that its bearer writes, edits or teaches."""
    return len(line) <= _LONGEST and _note().match(line) is not None


def author_notes(lines: Sequence[Line], reading: Reading) -> None:
    """Mark the last lines where they say who a person is of whom the text says nothing else: the one who wrote it."""
    tail = [line for line in lines if not line.done][-_LAST:]
    writer = reading.byline.split(", ")[0] if reading.byline and " " in reading.byline else None
    if writer and tail and tail[-1].text.startswith(f"{writer} ") and len(tail[-1].text) <= _LONGEST // 2:
        tail[-1].done = True
        reading.mark(tail[-1].start, tail[-1].end, "byline", "begins with the writer's name, below the text")
        return
    for at, line in enumerate(tail):
        found = _note().match(line.text) if len(line.text) <= _LONGEST else None
        if found is None:
            continue
        name = found.group("name")
        if name is None or not any(
            name.split()[-1] in other.text for other in lines if other is not line and not other.done and not is_note(other.text)
        ):
            for rest in tail[at:]:
                if rest is line or is_note(rest.text) or _FOLLOWS.match(rest.text):
                    rest.done = True
                    reading.mark(rest.start, rest.end, "byline", "says who the writer is")
            return


_FOLLOWS: Final = re.compile(
    r"(?:He|She|They|His|Her|Their|Follow|Email|E-mail|Contact|The (?:views|opinions)|This (?:article|column|essay|piece)|Twitter|@)\b"
)
