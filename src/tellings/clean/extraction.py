"""Chooses the blocks of an HTML page that are the article's own text, and says what the others are."""

import contextlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import trafilatura

from tellings.clean import cues
from tellings.clean.credits import source_line
from tellings.clean.datelines import byline_of
from tellings.clean.dates import is_date_line
from tellings.clean.lines import Mark, Reading, mark_running, read_lines, same_words
from tellings.clean.refine import refine
from tellings.data import toml
from tellings.model.articles import Block, FurnitureReason, Markup, PageText
from tellings.model.spans import Span

_WORD: Final = re.compile(r"[^\W_]+")
_LONG: Final = 24
_MOST: Final = 0.5
_SENTENCE_WORDS: Final = 8
_LEAST_WORDS: Final = 5


def divide_html(markup: Markup, text: PageText, headline: str | None) -> tuple[list[Span], Reading]:
    """Return the spans of the body, and what its lines say with the marks of all other blocks among them.

    There are no spans where no block reads as more than a label or a link.
    """
    chosen = [kept and not _belies(text.text, block) for block, kept in zip(text.blocks, choose(markup, text), strict=True)]
    own = [block for block, kept in zip(text.blocks, chosen, strict=True) if kept]
    reading = read_lines(text.text, own, headline=headline or "", zones=False)
    mark_running(text.text, reading)
    for block, kept in zip(text.blocks, chosen, strict=True):
        if not kept:
            reading.marks.append(_other(text.text, block, headline))
    if not any(block.link_share < _MOST and len(text.text[block.start : block.end].split()) >= _LEAST_WORDS for block in own):
        return [], reading
    return [Span(start=block.start, end=block.end) for block in own], reading


def _other(text: str, block: Block, headline: str | None) -> Mark:
    """Return the mark of a block that is not the article's: what its words say, else what its place on the page says."""
    line = text[block.start : block.end]
    if headline and block.end - block.start < 400 and same_words(line, headline):
        return Mark(block.start, block.end, "headline", "the headline's words")
    if block.end - block.start < 400:
        cue = cues.match(line)
        if cue is not None:
            return Mark(block.start, block.end, cue.reason, f"begins “{cue.words}”")
        if is_date_line(line):
            return Mark(block.start, block.end, "date", "a date and little else")
        if byline_of(line) is not None:
            return Mark(block.start, block.end, "byline", "names the writer")
        if source_line(line) is not None:
            return Mark(block.start, block.end, "credit", f"“{line[:24]}”")
    reason, why = _by_path(block)
    return Mark(block.start, block.end, reason, why)


def _belies(text: str, block: Block) -> bool:
    """True for a block that an extractor may keep, and that is no sentence and names itself a standfirst or a notice of rights."""
    if not block.path or _reads(text[block.start : block.end], block):
        return False
    reason, why = _by_path(block)
    return reason in ("headline", "legal") and why.startswith(f"stands in “{block.path[-1][:40]}”")


def _by_path(block: Block) -> tuple[FurnitureReason, str]:
    """Return the reason of the innermost class, id or element that has one; many links alone say navigation."""
    for word in reversed(block.path):
        for reason, pattern in path_patterns():
            if pattern.search(word):
                return reason, f"stands in “{word[:40]}”"
    if block.link_share >= _MOST:
        return "navigation", "mostly links"
    return "other", "not part of the article's text"


@cache
def path_patterns() -> tuple[tuple[FurnitureReason, re.Pattern[str]], ...]:
    """Return the reasons that class, id and element names give, in the order they are asked."""
    return tuple((row["reason"], re.compile(row["pattern"])) for row in toml("furniture")["path"])


def choose(markup: Markup, text: PageText) -> list[bool]:
    """Return for each block whether it belongs to the article's text.

    Where the extractor finds nothing, blocks that read as sentences and are no links are taken.
    """
    lines = extracted(markup)
    if lines:
        return refine(text, found_again(lines, text))
    return [_reads(text.text[block.start : block.end], block) for block in text.blocks]


def _reads(line: str, block: Block) -> bool:
    return block.link_share < _MOST and len(line.split()) >= _SENTENCE_WORDS and line.rstrip("\"”’') ")[-1:] in ".!?…。"


def extracted(markup: Markup) -> list[str]:
    """Return the lines that the extractor takes for the article's."""
    if markup.tree is None:
        return []
    with contextlib.suppress(Exception):  # an extractor that gives up on a broken page has found nothing in it
        document = trafilatura.bare_extraction(markup.tree, include_comments=False)
        text = getattr(document, "text", None)
        if isinstance(text, str):
            return text.splitlines()
    return []


@dataclass(slots=True)
class _Squeezed:
    """The words of the text without what stands between them, and where each begins in the text."""

    joined: str
    offsets: list[int]
    starts: list[int]


def _squeeze(text: str) -> _Squeezed:
    pieces, offsets, starts, at = [], [], [], 0
    for word in _WORD.finditer(text):
        pieces.append(word.group())
        offsets.append(at)
        starts.append(word.start())
        at += len(word.group())
    offsets.append(at)
    return _Squeezed("".join(pieces), offsets, starts)


def found_again(lines: Sequence[str], text: PageText) -> list[bool]:
    """Return for each block whether most of its letters are in the lines; lines are looked up in the order of the page, long ones first."""
    page = _squeeze(text.text)
    wanted = ["".join(_WORD.findall(line)) for line in lines]
    placed: dict[int, tuple[int, int]] = {}
    cursor = 0
    for at, line in enumerate(wanted):
        if len(line) >= _LONG:
            where = page.joined.find(line, cursor)
            where = where if where >= 0 else page.joined.find(line)
            if where >= 0:
                placed[at] = (where, where + len(line))
                cursor = where + len(line)
    for at, line in enumerate(wanted):
        if line and at not in placed:
            before = max((placed[i][1] for i in range(at) if i in placed), default=0)
            where = page.joined.find(line, before)
            if where >= 0:
                placed[at] = (where, where + len(line))
    return _whole(lines, text, _by_block(page, text.blocks, sorted(placed.values())))


def _whole(lines: Sequence[str], text: PageText, kept: list[bool]) -> list[bool]:
    """Add blocks that stand word for word in the extraction, whatever it made of their neighbours (a table's cells in one line)."""
    joined = "".join(_WORD.findall("\n".join(lines)))
    found = list(kept)
    for at, block in enumerate(text.blocks):
        if not found[at] and block.end - block.start >= _LONG:
            words = "".join(_WORD.findall(text.text[block.start : block.end]))
            found[at] = len(words) >= _LONG and words in joined
    return found


def _by_block(page: _Squeezed, blocks: Sequence[Block], taken: list[tuple[int, int]]) -> list[bool]:
    kept: list[bool] = []
    ends = [end for _, end in taken]
    for block in blocks:
        first, last = bisect_left(page.starts, block.start), bisect_left(page.starts, block.end)
        start, end = page.offsets[first], page.offsets[last]
        covered = 0
        for a, b in taken[bisect_right(ends, start) :]:
            if a >= end:
                break
            covered += min(b, end) - max(a, start)
        kept.append(end > start and covered >= _MOST * (end - start))
    return kept
