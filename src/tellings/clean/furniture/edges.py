"""What stands above the first paragraph of a body and below its last, and is no part of either: names, dates, addresses, pitches."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from tellings.clean.furniture.notes import is_note
from tellings.clean.furniture.reading import ENDS, WORD, Mark, Reading
from tellings.clean.measure import words_in
from tellings.model.articles import Block, FurnitureReason

_APART: Final = re.compile(r",\s+|\s+(?:and|und|et|y|e|en|og|och|i)\s+")
_BY: Final = re.compile(r"^(?:by|von|par|por|di|door|af|av)\s+", re.IGNORECASE)
_PARAGRAPH_WORDS: Final = 8
_NAMED_WORDS: Final = 12
_NAMED_LETTERS: Final = 120
_HEADLINE_LETTERS: Final = 20
_LINKED: Final = 0.8
_NAME_LETTERS: Final = 6
# Letters of a note in which the name stands with which it begins, and how many of the last lines may be notes.
_NOTE_NAME: Final = 40
_NOTES: Final = 3
_HEADINGS: Final = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_REACHED: Final = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.-]+\w|\b(?:Tel|Tél|Telefon|Telephone|Teléfono|Telefone|Telefono|Phone|Mobile?|Fax|Тел|טל|هاتف|電話|电话)\b\.?\s?:?\s?\(?\+?\d"
)
_SIGNED: Final = re.compile(r"[–—-]{1,2}\s?[A-ZÀ-Þ][\w’'.-]+(?: [A-ZÀ-Þ][\w’'.-]+){1,3}")
_INITIALS: Final = re.compile(r"\(?[a-zà-ÿ]{2,4}(?:/[a-zà-ÿ]{2,4})?\)?")
# A note says what one is; what one was, said or did is the article's.
_TOLD: Final = re.compile(r"[“\"]|\b(?:said|says|told|was|were|had|would|will)\b")
_ASKS: Final = frozenset(["newsletter", "legal", "advert"])
_REACHED_WORDS: Final = 12
_CONTACT_ABOVE: Final = 4
_SHORT: Final = 20
# A line asks where so much of it does; the last of them stand in this part of the body, and no more long lines lie between two of one pitch.
_ASKED: Final = 0.35
_LAST_PART: Final = 0.3
_BETWEEN: Final = 2
_MOSTLY: Final = 0.5


@dataclass(frozen=True, slots=True)
class _Body:
    """The lines of a body, where its paragraphs begin and end, and which lines are marked."""

    blocks: Sequence[Block]
    lines: Sequence[str]
    first: int
    last: int
    marked: Collection[int]

    def tail(self) -> range:
        return range(self.last + 1, len(self.blocks))


def mark_edges(text: str, blocks: Sequence[Block], byline: str | None, reading: Reading) -> None:
    """Add to the reading what stands at the edges of the body whose lines the blocks are; `byline` is known from elsewhere."""
    names = {_letters(name) for name in (byline, *_APART.split(byline))} if byline else set()
    covered = _covered(blocks, reading)
    lines = [text[block.start : block.end] for block in blocks]
    first = next((at for at in range(len(lines)) if at not in covered and _runs(lines[at], blocks[at])), None)
    if first is None:
        return
    last = next(at for at in reversed(range(len(lines))) if at not in covered and _runs(lines[at], blocks[at]))
    body = _Body(blocks, lines, first, last, covered)
    _above(body, reading)
    _names(body, names, reading)
    _notes(body, {name for name in names if len(name) >= _NAME_LETTERS}, reading)
    _contacts(body, reading)
    _pitches(body, reading)
    _discussion(body, reading)


def _letters(text: str) -> str:
    return "".join(WORD.findall(text)).casefold()


def _covered(blocks: Sequence[Block], reading: Reading) -> frozenset[int]:
    """Return which blocks are marked, most of them or whole."""
    shares = _shares(blocks, sorted((mark.start, mark.end) for mark in reading.marks))
    return frozenset(at for at, share in enumerate(shares) if share > _MOSTLY)


def _runs(line: str, block: Block) -> bool:
    return block.tag not in _HEADINGS and ENDS.search(line[-6:]) is not None and words_in(line) >= _PARAGRAPH_WORDS


def _above(body: _Body, reading: Reading) -> None:
    """Mark above the text the headline in other words and lines that are links; anywhere, a paragraph in brackets that holds one."""
    known = _letters(reading.headline or "")
    for block, line in zip(body.blocks, body.lines, strict=True):
        if block.link_share > 0 and line.startswith("[") and line.endswith("]"):
            reading.marks.append(Mark(block.start, block.end, "related", "a pointer in brackets"))
    for at in range(body.first):
        block, line = body.blocks[at], body.lines[at]
        if at in body.marked:
            continue
        if (block.tag == "h1" and ENDS.search(line[-6:]) is None) or (
            block.tag in _HEADINGS and len(known) >= _HEADLINE_LETTERS and known in _letters(line)
        ):
            reading.marks.append(Mark(block.start, block.end, "headline", "the first heading, above the text"))
        elif block.link_share >= _LINKED and block.tag not in {"td", "th"}:
            reading.marks.append(Mark(block.start, block.end, "navigation", "a link above the text"))


def _names(body: _Body, names: Collection[str], reading: Reading) -> None:
    """Mark lines that are the names of the writers and nothing else; at the edges, lines that are no sentences and hold one."""
    for at in range(len(body.lines)) if names else body.tail():
        block, line = body.blocks[at], body.lines[at]
        edge = at < body.first or at > body.last
        if len(line) >= _NAMED_LETTERS or at in body.marked:
            continue
        if names and _letters(_BY.sub("", line)) in names:
            reading.marks.append(Mark(block.start, block.end, "byline", "the writer's name alone"))
        elif edge and names and words_in(line) <= _NAMED_WORDS and ENDS.search(line[-6:]) is None and block.tag not in {"h1", "h2"}:
            letters = _letters(line)
            if any(len(name) >= _NAME_LETTERS and name in letters for name in names):
                reading.marks.append(Mark(block.start, block.end, "byline", "holds the writer's name, beside the text"))
        elif at == len(body.lines) - 1 and _INITIALS.fullmatch(line):
            reading.marks.append(Mark(block.start, block.end, "byline", "initials below the text"))
        elif at == len(body.lines) - 1 and _SIGNED.fullmatch(line) and body.lines[at - 1][-1:] not in '”"’»':
            reading.marks.append(Mark(block.start, block.end, "byline", "a name after a dash, below the text"))


def _notes(body: _Body, names: Collection[str], reading: Reading) -> None:
    """Mark the last lines where they begin with the writer's name, or say what one is who is named nowhere above."""
    open_lines = [at for at in range(len(body.lines)) if at not in body.marked][-_NOTES:]
    for at in open_lines:
        line, block = body.lines[at], body.blocks[at]
        if at < body.first + 1 or words_in(line) < _PARAGRAPH_WORDS:
            continue
        own = any(_letters(line[:_NOTE_NAME]).startswith(name) for name in names) and ":" not in line[:_NOTE_NAME]
        own = own and not any(_surname(line) in other for number, other in enumerate(body.lines[:at]) if number not in body.marked)
        if own or (is_note(line) and _TOLD.search(line) is None and not any(_surname(line) in other for other in body.lines[:at])):
            reading.marks.append(Mark(block.start, block.end, "byline", "says who the writer is"))


def _surname(line: str) -> str:
    """Return the last word of the name with which a note begins."""
    name = re.match(r"[\s•·*⦁●▪_–—(\[-]*((?:[A-Z][\w.’'-]* )+)", line)
    return name.group(1).split()[-1] if name else "\n"


def _contacts(body: _Body, reading: Reading) -> None:
    """Mark below the text the lines that hold an address or a number to call, and the short ones right above that say whose."""
    for at in body.tail():
        line = body.lines[at]
        if at in body.marked or words_in(line) > _REACHED_WORDS or _REACHED.search(line) is None or ENDS.search(line[-2:]):
            continue
        first = at
        while first > max(body.last + 1, at - _CONTACT_ABOVE) and words_in(body.lines[first - 1]) <= _PARAGRAPH_WORDS:
            first -= 1
        for block in body.blocks[first : at + 1]:
            reading.marks.append(Mark(block.start, block.end, "other", "an address to reach, below the text"))


def _pitches(body: _Body, reading: Reading) -> None:
    """Mark whole the last lines where they ask the reader for something, with what stands between them and short lines that follow."""
    asks = sorted((mark.start, mark.end) for mark in reading.marks if mark.reason in _ASKS)
    if not asks:
        return
    shares = _shares(body.blocks, asks)
    start, end = body.blocks[0].start, len(body.blocks)
    least = start + _LAST_PART * (body.blocks[-1].end - start)
    pitches = [at for at, block in enumerate(body.blocks) if shares[at] >= _ASKED and block.start >= least]
    while end and (end - 1 in body.marked or words_in(body.lines[end - 1]) < _SHORT) and end - 1 not in pitches:
        end -= 1
    if end - 1 not in pitches:
        return
    first = end - 1
    for at in reversed(pitches):
        if sum(words_in(body.lines[between]) >= _SHORT for between in range(at + 1, first)) > _BETWEEN:
            break
        first = at
    for at in range(first, len(body.blocks)):
        if shares[at] < 1:
            block = body.blocks[at]
            reading.marks.append(Mark(block.start, block.end, "newsletter", "among the last lines, which ask the reader for something"))


def _shares(blocks: Sequence[Block], marks: Sequence[tuple[int, int]]) -> list[float]:
    """Return which share of each block the marks hold, all in their order."""
    shares, at = [], 0
    for block in blocks:
        while at < len(marks) and marks[at][1] <= block.start:
            at += 1
        letters, ahead = 0, at
        while ahead < len(marks) and marks[ahead][0] < block.end:
            letters += min(block.end, marks[ahead][1]) - max(block.start, marks[ahead][0])
            ahead += 1
        shares.append(letters / max(1, block.end - block.start))
    return shares


def _discussion(body: _Body, reading: Reading) -> None:
    """Mark what stands below a heading that says comments follow, and the last lines below a label of a note about the writer."""
    heads = {mark.start for mark in reading.marks if mark.reason == "comment"}
    labels = {mark.start for mark in reading.marks if mark.reason == "byline" and mark.why.startswith("is “")}
    reason: FurnitureReason | None = None
    for at, block in enumerate(body.blocks):
        if reason is not None and at not in body.marked:
            reading.marks.append(Mark(block.start, block.end, reason, "below the heading of comments, or of a note about the writer"))
        if block.start in heads and block.tag in _HEADINGS and at > body.first:
            reason = "comment"
        elif block.start in labels and body.first < at and at + _NOTES >= len(body.blocks) - 1:
            reason = reason or "byline"
