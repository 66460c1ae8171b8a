"""Cuts an article's text into pieces that are each wholly inside or outside every passage, piece of furniture and line."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tellings.model.articles import Furniture

_BREAK: Final = re.compile(r"[\r\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Code points `start` to `end` of a text, cited as `number`."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text with the passages it lies in (`within`), those that begin with it and those that end with it.

    `reason` is that of the furniture it lies in, "" for body; `is_break` is true for line ends, which lie in pieces of their own.
    """

    text: str
    within: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    reason: str = ""
    is_break: bool = False


def pieces(text: str, passages: Sequence[Passage], furniture: Iterable[Furniture] = ()) -> tuple[Piece, ...]:
    """Return the text in pieces; joined they are the text, and the pieces within a passage are the passage.

    Passages may overlap, nest or be the same; those that are empty or outside the text are left out.
    """
    kept = [p for p in passages if 0 <= p.start < p.end <= len(text)]
    reasons = sorted((f.start, f.end, f.reason) for f in furniture)
    breaks = [found.span() for found in _BREAK.finditer(text)]
    cuts = sorted(
        {0, len(text)}
        | {at for p in kept for at in (p.start, p.end)}
        | {at for f in reasons for at in f[:2]}
        | {at for b in breaks for at in b}
    )
    starts = _by(kept, "start")
    ends = _by(kept, "end")
    at_break = {start for start, _ in breaks}
    found: list[Piece] = []
    active: dict[int, Passage] = {}
    piece_of = 0
    for start, end in pairwise(cuts):
        if not 0 <= start < end <= len(text):
            continue
        begins = starts.get(start, [])
        active.update({p.number: p for p in begins})
        closing = ends.get(end, [])
        while piece_of < len(reasons) and reasons[piece_of][1] <= start:
            piece_of += 1
        inside = piece_of < len(reasons) and reasons[piece_of][0] <= start
        found.append(
            Piece(
                text=text[start:end],
                # the longest passage outermost, so that shorter ones nest inside it
                within=tuple(p.number for p in sorted(active.values(), key=lambda p: (p.start - p.end, p.number))),
                begins=tuple(p.number for p in begins),
                ends=tuple(p.number for p in closing),
                reason=reasons[piece_of][2] if inside else "",
                is_break=start in at_break,
            )
        )
        for p in closing:
            active.pop(p.number, None)
    return tuple(found)


def paragraphs(found: Iterable[Piece]) -> tuple[tuple[Piece, ...], ...]:
    """Return the pieces line by line, lines that hold nothing but white space left out."""
    lines: list[list[Piece]] = [[]]
    for piece in found:
        if piece.is_break:
            lines.append([])
        else:
            lines[-1].append(piece)
    return tuple(tuple(line) for line in lines if any(piece.text.strip() for piece in line))


def _by(passages: Iterable[Passage], edge: str) -> dict[int, list[Passage]]:
    found: dict[int, list[Passage]] = {}
    for passage in sorted(passages, key=lambda p: (p.start, -p.end, p.number)):
        found.setdefault(getattr(passage, edge), []).append(passage)
    return found
