"""Paragraphs and sentences, as spans on an article's text."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

import sentencex

from tellings.model.spans import Span

_BLANK: Final = re.compile(r"\n[ \t\r\u00a0]*\n")
_LINE: Final = re.compile(r"\n")
# sentencex ends a sentence at these abbreviations before a capital; before such a word it does not end.
_NO_END: Final = re.compile(
    r"(?:\b[ap]\.m\.|\b(?:Gov|Sen|Rep|Lt|Gen|Col|Sgt|Capt|Rs|No|Nos|St|Mt|Ft|vs|Rev|Hon|Prof|Supt|Insp|Cmdr|Adm|Maj)\.)\s*$"
)
_AFTER_CLOCK: Final = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|(?:GMT|UTC|ET|EST|EDT|PT|PST|PDT|CET|BST|IST)\b|[a-z(]"
)
# A text whose lines are this much alike in length and mostly end inside a sentence was wrapped by hand.
_WRAPPED_SHARE: Final = 0.6
_WRAP_WIDTH: Final = (50, 90)


def paragraphs(text: str, body: Iterable[Span]) -> tuple[Span, ...]:
    """Return the paragraphs of the body: its spans cut at line ends, or at blank lines where lines are wrapped by hand."""
    spans = tuple(body)
    cut = _BLANK if _is_wrapped(text, spans) else _LINE
    return tuple(para for span in spans for para in _cut(text, span, cut))


def sentences(text: str, para: Span) -> tuple[Span, ...]:
    """Return the sentences of one paragraph, without the white space between them; a quotation of several stays whole."""
    piece = text[para.start : para.end]
    found: list[Span] = []
    at = 0
    for sentence in sentencex.segment("en", piece):
        begin = piece.find(sentence, at)
        begin = at if begin < 0 else begin
        at = begin + len(sentence)
        span = _strip(piece, begin, at)
        if span is None:
            continue
        if found and _joins(piece, found[-1], span):
            span = Span(start=found.pop().start, end=span.end)
        found.append(span)
    return tuple(Span(start=para.start + s.start, end=para.start + s.end) for s in found)


def _joins(piece: str, before: Span, after: Span) -> bool:
    head = piece[before.start : before.end]
    end = _NO_END.search(head)
    if end is None:
        return False
    return not end.group().rstrip().endswith(".m.") or _AFTER_CLOCK.match(piece, after.start) is not None


def _is_wrapped(text: str, spans: tuple[Span, ...]) -> bool:
    lines = [line.strip() for span in spans for line in text[span.start : span.end].split("\n") if line.strip()]
    if len(lines) < 8:
        return False
    inside = sum(_WRAP_WIDTH[0] <= len(line) <= _WRAP_WIDTH[1] and line[-1] not in '.!?"”’:' for line in lines)
    return inside >= _WRAPPED_SHARE * len(lines)


def _cut(text: str, span: Span, at: re.Pattern[str]) -> Iterator[Span]:
    begin = span.start
    for mark in at.finditer(text, span.start, span.end):
        if para := _strip(text, begin, mark.start()):
            yield para
        begin = mark.end()
    if para := _strip(text, begin, span.end):
        yield para


def _strip(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start=start, end=end) if start < end else None
