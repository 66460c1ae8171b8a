"""Gives a page's text. Text, Markdown and records stay exactly as decoded; HTML becomes a linearisation of all that a reader sees."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from tellings.backends.base import Context
from tellings.model.articles import Block, Markup, Page, PageText, Rejected
from tellings.model.inputs import Inputs
from tellings.text.linearise import linearise

ORIGIN = "text@3"
# A paragraph is parsed as one, and no parser takes more: what has no line end for so long is data or a damaged file.
_LONGEST: Final = 1_000_000
# Lines are taken for wrapped where so many, and at least one in so many of all, go on in small letters on the next, and the lines are as wide as a column or a page.
_LEAST_WRAPPED: Final = 3
_ONE_IN: Final = 5
_WIDEST: Final = 120
_NARROWEST: Final = 24
_WIDE: Final = 0.9
_FULL: Final = 0.75
_HALF: Final = 0.6
_SHORTEST: Final = 0.4
_WIDER: Final = 1.15
_LISTED: Final = re.compile(r"[-*•·▪►>#|+–—]\s|\d{1,2}[.)]\s")
_WORD: Final = re.compile(r"\S+")
# Small letters by name of a script that is written in no others.
_GEORGIAN: Final = ("\u10d0", "\u10ff")


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield the page's text with its blocks, or a rejection where there is none to be seen."""
    page, markup = inputs.one(Page), inputs.one(Markup)
    if page.medium == "html":
        text, blocks = linearise(markup.characters, markup.tree, context.settings.max_depth)
    else:
        text = markup.characters
        blocks = unwrapped(text, tuple(lines(text)))
    longest = max((block.end - block.start for block in blocks), default=0)
    if longest > _LONGEST:
        detail = f"one paragraph of {longest:,} characters; none of an article has more than {_LONGEST:,}"
        yield Rejected(input=page.input, reason="too-large", detail=detail)
    elif blocks:
        yield PageText(page=page.id, text=text, blocks=blocks, encoding=markup.encoding, origin=ORIGIN)
    else:
        yield Rejected(input=page.input, reason="empty", detail="there is no text on the page")


def lines(text: str) -> Iterator[Block]:
    """Yield a block for each line that is not blank, without the white space at its ends."""
    at = 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        if bare:
            start = at + line.index(bare)
            yield Block(start=start, end=start + len(bare))
        at += len(line)


def unwrapped(text: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks with the lines of each paragraph in one where a text was wrapped by hand or by a printer; else as they are."""
    goes_on = [_goes_on(text, a, b) for a, b in pairwise(blocks)]
    widths = sorted(a.end - a.start for a, on in zip(blocks, goes_on, strict=False) if on)
    if len(widths) < _LEAST_WRAPPED:
        return blocks
    width = widths[int(_WIDE * (len(widths) - 1))]
    wrapped = sum(length >= _HALF * width for length in widths)
    if wrapped < _LEAST_WRAPPED or _ONE_IN * wrapped < len(blocks) or not _NARROWEST <= width <= _WIDEST:
        return blocks
    found = [blocks[0]]
    for (before, block), on in zip(pairwise(blocks), goes_on, strict=True):
        length = before.end - before.start
        word = _WORD.match(text, block.start)
        full = (
            _FULL * width <= length <= _WIDER * width
            and word is not None
            and length + 1 + len(word.group()) > width
            and _is_next(text, before, block)
        )
        if (on and length >= _SHORTEST * width) or full:
            found[-1] = Block(start=found[-1].start, end=block.end)
        else:
            found.append(block)
    return tuple(found)


def _is_next(text: str, a: Block, b: Block) -> bool:
    return b.start - a.end < _WIDEST and text.count("\n", a.end, b.start) == 1 and _LISTED.match(text, b.start) is None


def _goes_on(text: str, a: Block, b: Block) -> bool:
    """True where the second line goes on with the sentence of the first."""
    begins = text[b.start]
    return begins.islower() and not _GEORGIAN[0] <= begins <= _GEORGIAN[1] and text[a.end - 1] not in ".!?:…" and _is_next(text, a, b)
