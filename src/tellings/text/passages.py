"""The passages of an article that have what was looked for, with the places in them: what a search shows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tellings.model.articles import Article
from tellings.model.spans import Selector, Span
from tellings.text.anchor import select
from tellings.text.queries import Query, places

# Where a passage may end: a line, or a sentence as far as its signs say so. It is cut for the eye, not parsed.
_END: Final = re.compile(
    r"\n|(?<=[.!?…])(?<![.\s][A-Z]\.)(?<!Mr\.)(?<!Mrs\.)(?<!Ms\.)(?<!Dr\.)(?<!St\.)"
    r"(?<!\b(?:Gov|Sen|Rep|Gen|Col|Sgt|Rev|Hon|Maj|Adm)\.)(?<!\b(?:Lt|Mt|Ft)\.)(?<!\b(?:Prof|Capt)\.)"
    # a month or a number goes on with a figure
    r"(?:(?<!\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Nos)\.)(?<!\bSept\.)(?<!\bNo\.)|(?=\s+[^0-9]))"
    r"[\"”’)\]]*\s+(?=[\"“‘(\[]?[A-Z0-9])"
)
_LONGEST: Final = 320
_BEFORE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A passage and the places in it that have the words: spans on the article's text, sorted, not overlapping."""

    sel: Selector
    places: tuple[Span, ...] = ()


def passages(article: Article, query: Query | None, most: int) -> tuple[Passage, ...]:
    """Return up to `most` passages of the body, in the order of the text: those with the most different words of the query, the first
    ones where several have as many.

    Where the body has none of the words, or nothing is looked for, it is the first passage.
    """
    begins = _begins(query)
    spans = list(_sentences(article))
    likely = (
        sorted((-_likely(article.text[span.start : span.end], begins), span.start, span) for span in spans) if query is not None else []
    )
    found: list[tuple[Span, tuple[Span, ...]]] = []
    for count, _, span in likely:
        if not count or len(found) == most:
            break
        held = places(article.text, query, span.start, span.end) if query is not None else []
        if held:
            found.append((span, _merged(held)))
    made = [_passage(article, span, held) for span, held in sorted(found, key=lambda item: item[0].start)]
    return tuple(made) if made or not spans else (_passage(article, spans[0], ()),)


def _begins(query: Query | None) -> tuple[str, ...]:
    """What a sentence must have to have a phrase: the first letters of its first word, which marks and endings leave alone."""
    return tuple(dict.fromkeys(phrase[0].removesuffix("y") for phrase in query.phrases)) if query is not None else ()


def _likely(text: str, begins: Sequence[str]) -> int:
    """How many phrases a sentence may have, as far as that is told without reading it word by word; letters with marks leave it open."""
    low = text.casefold()
    count = sum(one in low for one in begins)
    if count < len(begins) and "." in low[:-1]:
        low = low.replace(".", "")  # initials have points
        count = sum(one in low for one in begins)
    return count or int(not text.isascii())


def _sentences(article: Article) -> Iterator[Span]:
    text = article.text
    for span in article.body:
        begin = span.start
        for mark in _END.finditer(text, span.start, span.end):
            if text[begin : mark.start()].strip():
                yield Span(start=begin, end=mark.start())
            begin = mark.end()
        if text[begin : span.end].strip():
            yield Span(start=begin, end=span.end)


def _merged(held: Sequence[tuple[int, int, tuple[str, ...]]]) -> tuple[Span, ...]:
    made: list[Span] = []
    for start, end, _ in held:
        if made and start < made[-1].end:
            made[-1] = Span(start=made[-1].start, end=max(end, made[-1].end))
        else:
            made.append(Span(start=start, end=end))
    return tuple(made)


def _passage(article: Article, span: Span, held: tuple[Span, ...]) -> Passage:
    """The sentence; of a long one the part from a little before the first place."""
    start, end = span.start, span.end
    if end - start > _LONGEST:
        wanted = max(start, held[0].start - _BEFORE) if held else start
        blank = article.text.rfind(" ", start, wanted) if wanted > start else -1
        start = blank + 1 if blank >= 0 else wanted if wanted == span.start else _at_word(article.text, wanted, held)
        stop = min(end, start + _LONGEST)
        blank = article.text.rfind(" ", start + _LONGEST // 2, stop) if stop < end else -1
        end = max(blank if blank >= 0 else stop, held[0].end if held else 0)
    sel = select(article.id, article.text, start, end)
    return Passage(sel=sel, places=tuple(one for one in held if sel.start <= one.start and one.end <= sel.end))


def _at_word(text: str, wanted: int, held: tuple[Span, ...]) -> int:
    """Where a word begins after the place; never past the first place that is to be shown."""
    blank = text.find(" ", wanted, held[0].start) if held else -1
    return blank + 1 if blank >= 0 else wanted
