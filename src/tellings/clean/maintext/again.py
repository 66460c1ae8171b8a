"""Finds an extractor's lines again on the linearisation: which blocks hold them, each stretch of the extraction used once."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final
from unicodedata import is_normalized, normalize

from tellings.model.articles import PageText

_BETWEEN: Final = re.compile(r"[\W_]+")
# Shorter lines stand on a page more than once by chance: they are looked for only between their neighbours.
_LONG: Final = 24
# A block is the extraction's where this share of its letters is.
_MOST: Final = 0.5
# A line may be longer on the page by this factor: extractors leave buttons and scripts within a paragraph out.
_STRETCH: Final = 1.5

_Placed = dict[int, tuple[int, int]]


@dataclass(slots=True)
class _Squeezed:
    """The letters and digits of a page, and where those of each block begin; the last entry is the end."""

    joined: str
    starts: list[int]
    blocks: list[str]


def squeeze(text: str) -> str:
    """Return the letters and digits of a text, composed (NFC)."""
    return _BETWEEN.sub("", text if is_normalized("NFC", text) else normalize("NFC", text))


def found_again(lines: Sequence[str], text: PageText) -> list[bool]:
    """Return for each block whether most of its letters are in the lines.

    Lines that stand once on the page are found first; others between what their neighbours were found to be.
    """
    blocks = [squeeze(text.text[block.start : block.end]) for block in text.blocks]
    page = _Squeezed("".join(blocks), list(accumulate(map(len, blocks), initial=0)), blocks)
    wanted = [squeezed for line in lines if (squeezed := squeeze(line))]
    placed = _once(wanted, page)
    _between(wanted, page, placed)
    kept = _covered(page, sorted(placed.values()))
    _whole([line for at, line in enumerate(wanted) if at not in placed], page, kept)
    return kept


def _once(wanted: Sequence[str], page: _Squeezed) -> _Placed:
    placed: _Placed = {}
    for at, line in enumerate(wanted):
        if len(line) >= _LONG:
            where = page.joined.find(line)
            if where >= 0 and page.joined.find(line, where + 1) < 0:
                placed[at] = (where, where + len(line))
    return placed


def _between(wanted: Sequence[str], page: _Squeezed, placed: _Placed) -> None:
    known = sorted(placed)
    cursor = 0
    for at, line in enumerate(wanted):
        if at in placed:
            cursor = placed[at][1]
            continue
        following = bisect_right(known, at)
        limit = placed[known[following]][0] if following < len(known) else len(page.joined)
        if limit < cursor:
            limit = len(page.joined)
        where = _place(line, page, cursor, limit)
        if where is not None:
            placed[at] = where
            cursor = where[1]


def _place(line: str, page: _Squeezed, start: int, limit: int) -> tuple[int, int] | None:
    where = page.joined.find(line, start, limit)
    if where < 0 and len(line) >= _LONG:
        where = page.joined.find(line, start)
        where = where if where >= 0 else page.joined.rfind(line, 0, start)
    if where >= 0:
        return where, where + len(line)
    return _by_ends(line, page, start, limit) if len(line) >= 2 * _LONG else None


def _by_ends(line: str, page: _Squeezed, start: int, limit: int) -> tuple[int, int] | None:
    """Return the stretch that begins and ends as the line does and is not much longer."""
    head = page.joined.find(line[:_LONG], start, limit)
    if head < 0:
        return None
    tail = page.joined.find(line[-_LONG:], head, head + int(_STRETCH * len(line)))
    return (head, tail + _LONG) if tail >= 0 else None


def _covered(page: _Squeezed, taken: Sequence[tuple[int, int]]) -> list[bool]:
    covered = [0] * len(page.blocks)
    reached = 0
    for start, end in taken:
        at = max(start, reached)
        reached = max(reached, end)
        block = bisect_right(page.starts, at) - 1
        while at < end and block < len(covered):
            stop = min(end, page.starts[block + 1])
            covered[block] += stop - at
            at = stop
            block += 1
    return [len(letters) > 0 and have >= _MOST * len(letters) for letters, have in zip(page.blocks, covered, strict=True)]


def _whole(left: Sequence[str], page: _Squeezed, kept: list[bool]) -> None:
    """Add blocks that stand whole in a line that was not found as one: in the order of the line, each of its stretches once."""
    for line in left:
        cursor = 0
        for at, letters in enumerate(page.blocks):
            if not kept[at] and len(letters) >= _LONG:
                where = line.find(letters, cursor)
                if where >= 0:
                    kept[at] = True
                    cursor = where + len(letters)
