"""Where an HTML page says, in and around its text, from where it was filed and whose copy it is: dateline, credits, byline, date."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from tellings.clean.furniture.lines import Reading
from tellings.clean.head.alone import is_label, is_told_of, may_be_writer, names_alone, signed
from tellings.clean.head.bylines import people_of
from tellings.clean.head.credits import Credit, credits_of
from tellings.clean.head.datelines import byline_of, dateline_of, houses_in
from tellings.clean.head.dates import is_date_line, iso_of
from tellings.clean.head.sites import fold
from tellings.model.articles import Block

_OUTSIDE: Final = frozenset(
    [
        "comment",
        "comments",
        "commentlist",
        "comment-list",
        "related",
        "aside",
        "nav",
        "footer",
        "sidebar",
        "widget",
        "disqus_thread",
        "respond",
    ]
)
_LONG: Final = 150
_PARAGRAPH: Final = 60
_SHORT: Final = 300
_BELOW: Final = 14
_MOST: Final = 400
_ABOVE: Final = 5
_TRIED: Final = 3
_MOST_LINKED: Final = 0.5
_HEAD: Final = 140
# A byline in the text stands among its first or last lines.
_EDGE: Final = 12
_ENDED: Final = re.compile(r"[.!?…。।][\"”’'»)]?\s*$")
_LABEL: Final = 40
# A signature stands at most so many blocks below the last paragraph.
_AFTER: Final = 5
_NO_LINES: Final = frozenset(("h1", "h2", "h3", "h4", "li", "figcaption", "td", "th", "dt"))
# Where a sign-off of an agency ends the last line.
_CLOSED: Final = re.compile(r"[)\]/]\.?\s*$|[-–—/]{1,2}\s?[\w .]{2,20}$")


def read_signed(text: str, blocks: Sequence[Block], headline: str) -> Reading:
    """Return dateline, credits, byline and date of the blocks between the headline and a little below the last paragraph."""
    reading = Reading()
    listed = article_blocks(text, blocks, headline)
    tried = 0
    for at, block in enumerate(listed):
        line = text[block.start : block.end]
        short = len(line) <= _SHORT
        if (
            (len(line) >= _PARAGRAPH or (len(line) >= _PARAGRAPH // 3 and not line[0].isascii()))
            and tried < _TRIED
            and reading.dateline is None
        ):
            tried += 1
            found = dateline_of(line[:_HEAD], block.start)
            if found is not None and found.end < block.end:
                reading.dateline = found
                if found.agency:
                    reading.credits.append(Credit((found.agency,), found.start, found.end, "agency", text[found.start : found.end]))
        if short or _CLOSED.search(line[-40:]):
            following = listed[at + 1] if at + 1 < len(listed) else None
            after = text[following.start : following.end] if following is not None and following.end - following.start < _SHORT else None
            begin = block.start if short else block.end - _SHORT
            reading.credits += credits_of(line if short else line[-_SHORT:], begin, after)
        if short:
            edge = at < _EDGE or at >= len(listed) - _EDGE
            above = listed[at - 1] if at else block
            _short(line, block, reading, edge=edge, label=text[above.start : above.end] if above.end - above.start < _LABEL else "")
    reading.byline = reading.byline or _last_names(text, listed, headline)
    return reading


def _last_names(text: str, listed: Sequence[Block], headline: str) -> str | None:
    """Return the names that stand alone in a line right after the last paragraph, and are not of whom the text tells."""
    last = max((at for at, block in enumerate(listed) if block.end - block.start >= _LONG), default=None)
    for at in range((last or 0) + 1, len(listed)):
        block = listed[at]
        if (
            at - (last or 0) <= _AFTER
            and block.end - block.start >= _PARAGRAPH
            and _ENDED.search(text[max(block.start, block.end - 4) : block.end])
        ):
            last = at
    for block in listed[last + 1 : last + 1 + _AFTER] if last is not None else ():
        line = text[block.start : block.end].lstrip("–—-/ ").rstrip()
        if block.tag in _NO_LINES or "caption" in " ".join(block.path[-2:]):
            continue
        named = names_alone(line)
        if named and not any(is_told_of(name, text, headline) for name in named):
            return ", ".join(named)
    return None


def _short(line: str, block: Block, reading: Reading, *, edge: bool, label: str) -> None:
    if edge and reading.byline is None:
        named_here = people_of(line) if is_label(label) and may_be_writer(line.strip()) else signed(line)
        reading.byline = ", ".join(named_here) or None
    if reading.date is None and is_date_line(line):
        reading.date = iso_of(line)
        return
    named = byline_of(line) if len(line) <= _HEAD else None
    if named is None or line.endswith((".", "!", "?")):
        return
    people = [name for name in people_of(line) if len(name.split()) > 1 or not name.isascii()] if edge else []
    reading.byline = reading.byline or ", ".join(people) or None
    houses = houses_in(line)
    if houses:
        reading.credits.append(Credit(houses, block.start, block.end, "inputs" if named else "agency", line[:24]))


def article_blocks(text: str, blocks: Sequence[Block], headline: str) -> list[Block]:
    """Return the blocks of an HTML page from a little above the headline to a little below the last paragraph, comments and lists left out."""
    title = fold(headline)
    first = next(
        (at for at, block in enumerate(blocks) if title and block.tag == "h1" and fold(text[block.start : block.end]) == title), None
    )
    if first is None:
        first = next((at for at, block in enumerate(blocks) if title and fold(text[block.start : block.end][:400]) == title), 0)
    above = set(blocks[first].path) if blocks else set()
    kept = list(_inside(blocks[max(0, first - _ABOVE) : first + _MOST], above))
    last = max((at for at, block in enumerate(kept) if block.end - block.start >= _LONG), default=len(kept))
    return kept[: last + _BELOW]


def _inside(blocks: Sequence[Block], above: set[str]) -> Iterator[Block]:
    for block in blocks:
        if block.link_share < _MOST_LINKED and _OUTSIDE.intersection(block.path) <= above:
            yield block
