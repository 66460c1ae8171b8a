"""Where a passage stands, and ids that derive from content."""

import hashlib
from dataclasses import dataclass
from typing import Final

# Context kept on both sides of a selector, in code points: enough to find a passage again in an edited page (W3C Web Annotation TextQuoteSelector).
CONTEXT: Final = 24
ID_LENGTH: Final = 16


def content_id(kind: str, *parts: object) -> str:
    """Return an id of 16 hexadecimal digits that depends on `kind` and the parts' text alone, never on order of arrival."""
    digest = hashlib.sha256(kind.encode())
    for part in parts:
        data = ("\x00" if part is None else str(part)).encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()[:ID_LENGTH]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """Code points `start` (inclusive) to `end` (exclusive) of one article's text."""

    start: int
    end: int

    def overlaps(self, other: "Span | Selector") -> bool:
        """True where the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span | Selector") -> bool:
        """True where `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Selector:
    """How to find a passage again: W3C Web Annotation TextPositionSelector and TextQuoteSelector in one.

    Offsets are Unicode code points of the article's text; `text[start:end] == exact` always.
    """

    article: str
    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""

    @property
    def span(self) -> Span:
        """The offsets alone."""
        return Span(start=self.start, end=self.end)

    def overlaps(self, other: "Selector") -> bool:
        """True where both are of one article and share at least one code point."""
        return self.article == other.article and self.start < other.end and other.start < self.end

    def contains(self, other: "Selector") -> bool:
        """True where both are of one article and `other` lies wholly inside."""
        return self.article == other.article and self.start <= other.start and other.end <= self.end
