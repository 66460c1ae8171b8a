"""Lines that stand on several pages of one site: what a site puts around its articles, whatever its words.

Two passes. `page_lines` takes the lines of one page; a `Tally` counts them over all pages, in bounded memory and whatever the order; `marks` finds
them among the kept lines of a page. A paragraph of background that an agency or a desk repeats in its follow-ups is the article's own and stays:
of sentences, only those are taken that ask the reader for something, or stand above or below the text and speak to him, name the site or a writer.
"""

import hashlib
import re
from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from tellings.clean.furniture import cues
from tellings.clean.furniture.appeals import asks
from tellings.clean.furniture.notes import is_note
from tellings.clean.furniture.reading import ENDS, WORD, Mark
from tellings.model.articles import FurnitureReason, PageText
from tellings.model.spans import Span

_LONGEST: Final = 300
_ENDS_TAKEN: Final = 60
_TEXT_SIGNS: Final = 3
# How many pages of one site, and of all sites, are looked at: a sample by the pages' digests, the same whatever the order they come in.
_OF_SITE: Final = 200
_OF_ALL: Final = 20_000
_LEAST: Final = 3
_SHARE: Final = 0.02
_SENTENCE_SHARE: Final = 0.1
_SENTENCE_WORDS: Final = 5
_MENU_WORDS: Final = 4
_EDGES: Final = re.compile(r"^[\W_]+|[\W_]+$")
_DIGITS: Final = re.compile(r"\d+")
_SPEAKS: Final = re.compile(r"\b(?:you|your|yours|we|our|ours|us|subscribers?|newsletters?|cookies?)\b|@\w|https?:|www\.|©", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLines:
    """The lines of one page as digests of 64 bits: `lines` those that may be the site's, `text` its longest, by which prints of one text are known."""

    page: str
    site: str
    lines: tuple[int, ...] = field(repr=False)
    text: tuple[int, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLines:
    """Digests of the lines that stand on three or more pages of a site, each with on how many of the `pages` that were looked at.

    Pages that print one text count as one.
    """

    site: str
    pages: int
    lines: tuple[tuple[int, int], ...] = field(repr=False)


def page_lines(page: str, site: str, text: PageText) -> PageLines:
    """Return digests of the lines at the two ends of a page, and of its longest ones, by which another print of the same text is known."""
    short: dict[int, None] = {}
    countable = [block for block in text.blocks if block.end - block.start < _LONGEST]
    for block in (*countable[:_ENDS_TAKEN], *countable[-_ENDS_TAKEN:]):
        if digest := _digest(text.text[block.start : block.end]):
            short[digest] = None
    long = sorted(text.blocks, key=lambda block: (block.start - block.end, block.start))[:_TEXT_SIGNS]
    signs = {_digest(text.text[block.start : block.end]) for block in long if block.end - block.start >= _LONGEST // 3}
    return PageLines(page=page, site=site, lines=tuple(sorted(short)), text=tuple(sorted(signs - {0})))


def _digest(line: str) -> int:
    """Return 64 bits of the line without case, figures and what stands at its edges; 0 where nothing is left."""
    squeezed = _EDGES.sub("", _DIGITS.sub("0", " ".join(line.casefold().split())))
    if not any(c.isalpha() for c in squeezed):
        return 0
    return _number(squeezed)


def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


class Tally:
    """Counts lines over the pages of each site. What it finds depends on the set of pages alone, not on their order.

    It keeps at most 200 pages of a site and 20,000 of all: those whose digests are smallest.
    """

    def __init__(self, of_site: int = _OF_SITE, of_all: int = _OF_ALL) -> None:
        self._of_site = of_site
        self._of_all = of_all
        self._sites: defaultdict[str, list[tuple[int, PageLines]]] = defaultdict(list)
        self._held = 0

    def add(self, lines: PageLines) -> None:
        """Count a page; one that was added before changes nothing."""
        key = _number(lines.page)
        held = self._sites[lines.site]
        if any(other == key for other, _ in held):
            return
        insort(held, (key, lines), key=lambda pair: pair[0])
        self._held += 1
        if len(held) > self._of_site:
            held.pop()
            self._held -= 1
        if self._held >= 2 * self._of_all:
            self._cut()

    def _cut(self) -> None:
        """Drop the pages with the largest digests. That it is done now and then changes nothing: what is dropped would be so in the end."""
        keys = sorted(key for pages in self._sites.values() for key, _ in pages)
        if len(keys) > self._of_all:
            last = keys[self._of_all - 1]
            for site in list(self._sites):
                self._sites[site] = [pair for pair in self._sites[site] if pair[0] <= last]
                if not self._sites[site]:
                    del self._sites[site]
            self._held = self._of_all

    def sites(self) -> tuple[SiteLines, ...]:
        """Return for each site the lines that stand on three or more of its texts, by name of the site; sites without any are left out."""
        self._cut()
        found = (_site_lines(site, [lines for _, lines in self._sites[site]]) for site in sorted(self._sites))
        return tuple(lines for lines in found if lines.lines)


def repeated(pages: Iterable[PageLines]) -> tuple[SiteLines, ...]:
    """Return the repeated lines of each site of the pages."""
    tally = Tally()
    for lines in pages:
        tally.add(lines)
    return tally.sites()


def _site_lines(site: str, pages: Sequence[PageLines]) -> SiteLines:
    texts = _texts(pages)
    counted: Counter[int] = Counter()
    for digest, on in _stands(pages, texts).items():
        if len(on) >= _LEAST:
            counted[digest] = len(on)
    return SiteLines(site=site, pages=len(set(texts)), lines=tuple(sorted(counted.items())))


def _stands(pages: Sequence[PageLines], texts: Sequence[int]) -> Mapping[int, set[int]]:
    stands: defaultdict[int, set[int]] = defaultdict(set)
    for lines, text in zip(pages, texts, strict=True):
        for digest in lines.lines:
            stands[digest].add(text)
    return stands


def _texts(pages: Sequence[PageLines]) -> list[int]:
    """Return for each page which text it prints: pages that share one of their longest lines print one, in an earlier or later state."""
    leader: dict[int, int] = {}
    parent = list(range(len(pages)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for at, lines in enumerate(pages):
        for sign in lines.text:
            other = root(leader.setdefault(sign, at))
            mine = root(at)
            parent[max(mine, other)] = min(mine, other)
    return [root(at) for at in range(len(pages))]


def marks(text: PageText, keep: Sequence[Span], known: Sequence[Mark], site: SiteLines) -> list[Mark]:
    """Return marks for the kept lines that the site repeats; `known` are the marks there are already."""
    counts = dict(site.lines)
    taken = {mark.start for mark in known}
    spans = [span for span in sorted(keep) if span.start not in taken]
    lines = [text.text[span.start : span.end] for span in spans]
    on = [counts.get(_digest(line), 0) if len(line) < _LONGEST else 0 for line in lines]
    first = next((at for at, count in enumerate(on) if not count), len(on))
    last = next((at for at in range(len(on) - 1, -1, -1) if not on[at]), -1)
    found: list[Mark] = []
    for at, (span, line, count) in enumerate(zip(spans, lines, on, strict=True)):
        if count and _is_furniture(line, count, site, around=not first <= at <= last):
            found.append(Mark(span.start, span.end, _reason(line), f"stands on {count} of {site.pages} pages of the site"))
    return found


def _is_furniture(line: str, count: int, site: SiteLines, *, around: bool) -> bool:
    words = len(WORD.findall(line))
    if words < _SENTENCE_WORDS:
        return count >= _SHARE * site.pages
    if ENDS.search(line[-6:]) is None or asks(line.casefold()):
        return True
    named = site.site.partition(".")[0] in line.casefold() if len(site.site) > _MENU_WORDS else False
    return around and count >= _SENTENCE_SHARE * site.pages and (named or _SPEAKS.search(line) is not None or is_note(line))


def _reason(line: str) -> FurnitureReason:
    if is_note(line):
        return "byline"
    return cues.reason_of(line) or ("navigation" if len(line.split()) <= _MENU_WORDS else "other")
