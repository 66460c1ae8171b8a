"""Cuts a text into body and furniture that hold all of it."""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Final

from tellings.clean.furniture.lines import Mark
from tellings.model.articles import Furniture
from tellings.model.spans import Span

# As the spans' own order, which compares them by making tuples of both each time.
_PLACE: Final = attrgetter("start", "end")


def cover(text: str, keep: Sequence[Span], marks: Iterable[Mark]) -> tuple[tuple[Span, ...], tuple[Furniture, ...]]:
    """Return body and furniture: sorted, apart, without white space at their ends, and holding all that is not white space.

    Furniture are the marks, an earlier and longer one before another; body what is left of `keep`; what is in neither is furniture for the
    reason "other".
    """
    furniture: list[Furniture] = []
    at = 0
    for mark in sorted(marks, key=lambda m: (m.start, -m.end, m.reason, m.why)):
        start, end = _strip(text, max(mark.start, at), min(mark.end, len(text)))
        if start < end:
            furniture.append(Furniture(start=start, end=end, reason=mark.reason, why=mark.why))
            at = end
    body = [span for span in _minus(keep, furniture) if any(c.isalnum() for c in text[span.start : span.end])]
    spans = [span for piece in body if (span := _span(text, piece)) is not None]
    taken = sorted([*((s.start, s.end) for s in spans), *((f.start, f.end) for f in furniture)])
    for gap in _gaps(len(text), taken):
        start, end = _strip(text, *gap)
        if start < end:
            furniture.append(Furniture(start=start, end=end, reason="other", why="not part of the article's text"))
    return _joined(text, spans), tuple(sorted(furniture, key=lambda f: f.start))


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    if start < end and not text[start].isspace() and not text[end - 1].isspace():
        return start, end
    piece = text[start:end]
    bare = piece.lstrip()
    start = end - len(bare)
    return start, start + len(bare.rstrip())


def _span(text: str, span: Span) -> Span | None:
    start, end = _strip(text, span.start, span.end)
    return Span(start=start, end=end) if start < end else None


def _minus(keep: Sequence[Span], furniture: Sequence[Furniture]) -> list[Span]:
    left: list[Span] = []
    cuts = iter(furniture)
    cut = next(cuts, None)
    for span in sorted(keep, key=_PLACE):
        at = span.start
        while cut is not None and cut.end <= at:
            cut = next(cuts, None)
        while cut is not None and cut.start < span.end:
            if cut.start > at:
                left.append(Span(start=at, end=cut.start))
            at = max(at, cut.end)
            if cut.end > span.end:
                break
            cut = next(cuts, None)
        if at < span.end:
            left.append(Span(start=at, end=span.end))
    return left


def _gaps(length: int, taken: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    gaps: list[tuple[int, int]] = []
    at = 0
    for start, end in taken:
        if start > at:
            gaps.append((at, start))
        at = max(at, end)
    if at < length:
        gaps.append((at, length))
    return gaps


def _joined(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Join neighbours that only white space divides."""
    joined: list[Span] = []
    for span in sorted(spans, key=_PLACE):
        if joined and not text[joined[-1].end : span.start].strip():
            joined[-1] = Span(start=joined[-1].start, end=span.end)
        else:
            joined.append(span)
    return tuple(joined)
