"""What is known of a page's lines while they are read: each line with what its words say, and the furniture found so far."""

import re
from dataclasses import dataclass, field
from typing import Final

from tellings.clean.furniture import cues
from tellings.clean.head.credits import Credit
from tellings.clean.head.datelines import Dateline
from tellings.model.articles import FurnitureReason

WORD: Final = re.compile(r"[^\W_]+")
ENDS: Final = re.compile(r"[.!?…。！？।]\s{0,2}[\"”’'»)\]]*\s*$|[\"”»]\s*$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch that is furniture."""

    start: int
    end: int
    reason: FurnitureReason
    why: str


@dataclass(slots=True)
class Reading:
    """What the lines say: the furniture among them, and what they tell of the article."""

    marks: list[Mark] = field(default_factory=list)
    headline: str | None = None
    suffix: str | None = None
    outlet: str | None = None
    byline: str | None = None
    date: str | None = None
    dateline: Dateline | None = None
    credits: list[Credit] = field(default_factory=list)

    def mark(self, start: int, end: int, reason: FurnitureReason, why: str) -> None:
        """Add a stretch."""
        self.marks.append(Mark(start, end, reason, why))


@dataclass(slots=True)
class Line:
    """One line of the page, with what its words say; `done` once it is known what it is."""

    start: int
    end: int
    text: str
    words: int
    cue: cues.Cue | None
    is_date: bool
    byline: str | None
    credits: tuple[Credit, ...]
    sentence: bool
    done: bool = False


def plain(line: Line) -> bool:
    """True for a line of which nothing is known to be furniture."""
    return not line.done and line.cue is None and not line.is_date and line.byline is None and not is_whole(line)


def is_whole(line: Line) -> bool:
    """True for a line that is a credit and nothing else."""
    return any(credit.start <= line.start + 2 and credit.end >= line.end - 2 for credit in line.credits)
