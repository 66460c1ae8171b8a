"""Chooses the blocks of an HTML page that are the article's own text, and says what the others are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from tellings.clean.furniture import cues
from tellings.clean.furniture.edges import mark_edges
from tellings.clean.furniture.lines import Mark, Reading, mark_running, read_lines, same_words
from tellings.clean.head.credits import source_line
from tellings.clean.head.datelines import byline_of
from tellings.clean.head.dates import is_date_line
from tellings.clean.maintext.candidates import choose
from tellings.clean.maintext.kinds import no_article
from tellings.clean.maintext.live import stamps
from tellings.clean.measure import words_in
from tellings.data import toml
from tellings.model.articles import Block, FurnitureReason, Markup, PageText
from tellings.model.spans import Span

_MOST: Final = 0.5
_SENTENCE_WORDS: Final = 8
_LEAST_WORDS: Final = 5
# A link, and nothing beside it, is no line of dates, writers or sources.
_ALL_LINKS: Final = 0.95


@dataclass(frozen=True, slots=True)
class Division:
    """A page divided: the spans of the body, what its lines say with the marks of all other blocks, and why there is no article, if so."""

    keep: list[Span]
    reading: Reading
    refused: tuple[str, str] | None = None


def divide_html(markup: Markup, text: PageText, headline: str | None, byline: str | None = None) -> Division:
    """Return the page divided; it is refused where no block reads as more than a label or a link, or it is no article's page."""
    choice = choose(markup, text)
    chosen = [kept and not _belies(text.text, block) for block, kept in zip(text.blocks, choice.kept, strict=True)]
    own = [block for block, kept in zip(text.blocks, chosen, strict=True) if kept]
    reading = read_lines(text.text, own, headline=headline or "", zones=False)
    _mark_inside(text.text, own, reading)
    if choice.live:
        reading.marks += [Mark(start, end, "date", "when an entry was written") for start, end in stamps(text.text, own)]
    mark_edges(text.text, own, byline, reading)
    for block, kept in zip(text.blocks, chosen, strict=True):
        if not kept:
            reading.marks.append(_other(text.text, block, headline))
    if not any(block.link_share < _MOST and words_in(text.text[block.start : block.end]) >= _LEAST_WORDS for block in own):
        return Division([], reading, ("not-an-article", "no running text was found among the page's menus and lists"))
    spans = [Span(start=block.start, end=block.end) for block in own]
    return Division(spans, reading, None if choice.entries else no_article(markup, text, chosen, headline))


def _mark_inside(text: str, own: Sequence[Block], reading: Reading) -> None:
    """Add the furniture inside lines, looked for from the first block of the body to its last."""
    if not own:
        return
    start = own[0].start
    inside = Reading()
    mark_running(text[start : own[-1].end], inside)
    reading.marks += [Mark(mark.start + start, mark.end + start, mark.reason, mark.why) for mark in inside.marks]


def _other(text: str, block: Block, headline: str | None) -> Mark:
    """Return the mark of a block that is not the article's: what its words say, else what its place on the page says."""
    line = text[block.start : block.end]
    if headline and block.end - block.start < 400 and same_words(line, headline):
        return Mark(block.start, block.end, "headline", "the headline's words")
    if block.end - block.start < 400:
        cue = cues.match(line)
        if cue is not None:
            return Mark(block.start, block.end, cue.reason, f"begins “{cue.words}”")
    if block.end - block.start < 400 and block.link_share < _ALL_LINKS:
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
    return reason == "legal" and why.startswith(f"stands in “{block.path[-1][:40]}”")


def _by_path(block: Block) -> tuple[FurnitureReason, str]:
    """Return the reason of the innermost class, id or element that has one; many links alone say navigation."""
    named = _named(block.path)
    if named is not None:
        return named
    if block.link_share >= _MOST:
        return "navigation", "mostly links"
    return "other", "not part of the article's text"


@lru_cache(maxsize=1 << 12)
def _named(path: tuple[str, ...]) -> tuple[FurnitureReason, str] | None:
    for word in reversed(path):
        reason = _reason_of(word)
        if reason is not None:
            return reason, f"stands in “{word[:40]}”"
    return None


@lru_cache(maxsize=1 << 15)
def _reason_of(word: str) -> FurnitureReason | None:
    return next((reason for reason, pattern in path_patterns() if pattern.search(word)), None)


@cache
def path_patterns() -> tuple[tuple[FurnitureReason, re.Pattern[str]], ...]:
    """Return the reasons that class, id and element names give, in the order they are asked."""
    return tuple((row["reason"], re.compile(row["pattern"])) for row in toml("elements")["path"])


def _reads(line: str, block: Block) -> bool:
    return block.link_share < _MOST and words_in(line) >= _SENTENCE_WORDS and line.rstrip("\"”’') ")[-1:] in ".!?…。"
