"""Tells pages that hold no article: errors, consent walls, walls for subscribers, lists of teasers, pages of one video or of pictures.

A real article lost is worse than a doubtful page kept: each kind needs little text, and a sign of its own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from tellings.clean.measure import words_in
from tellings.data import toml
from tellings.model.articles import Block, Markup, PageText

_TYPE: Final = re.compile(r'"@type"\s*:\s*(?:"([^"]{1,60})"|\[([^\]]{1,200})\])')
_NOT_FREE: Final = re.compile(r'"isAccessibleForFree"\s*:\s*"?false', re.IGNORECASE)
_TITLE_PARTS: Final = re.compile(r"\s[|–—-]\s|\s*[|»›]\s*")
_HEADINGS: Final = frozenset(["h1", "h2", "h3", "h4"])
# Words of the body below which a page may be no article, each kind by itself.
_ERROR, _CONSENT, _WALLED, _SHOWN, _CAPTIONS = 120, 400, 50, 60, 100
_LONG_LINE: Final = 8
_WALLED_PARAGRAPHS: Final = 2
_WALL_LINE: Final = 220
_BELOW: Final = 12
_LINKED: Final = 0.8
_TEASERS: Final = 3
_PICTURES: Final = 2
_TEASER_SHARE: Final = 0.75
_TEASER_WORDS: Final = 40


@dataclass(frozen=True, slots=True)
class _Said:
    """What the head of a page says it is."""

    og: str
    types: frozenset[str]
    free: bool

    @property
    def article(self) -> bool:
        return self.og.startswith("article") or any(kind.endswith(("Article", "Posting", "Report")) for kind in self.types)

    @property
    def video(self) -> bool:
        return self.og.startswith("video") or ("VideoObject" in self.types and not self.article)


def no_article(markup: Markup, text: PageText, kept: Sequence[bool], headline: str | None) -> tuple[str, str] | None:
    """Return the reason and the detail of a rejection, None where the page may hold an article.

    `kept` says which blocks are the body; `headline` is what the page calls itself.
    """
    title = markup.tree.findtext(".//title") if markup.tree is not None else None
    titles = [name for name in (headline, title) if name]
    lines = [text.text[block.start : block.end] for block, take in zip(text.blocks, kept, strict=True) if take]
    blocks = [block for block, take in zip(text.blocks, kept, strict=True) if take]
    words = sum(map(words_in, lines))
    if words < _CONSENT:
        found = _small(text, lines, blocks, words, titles) or _said_to_be(markup, text, lines, blocks)
        if found is not None:
            return found
    if _is_index(text, kept) and not _said(markup.tree).article:
        return "not-an-article", "a list of teasers that lead to articles"
    return None


def _small(text: PageText, lines: list[str], blocks: list[Block], words: int, titles: Sequence[str]) -> tuple[str, str] | None:
    if words < _ERROR:
        for title in (*titles, *_headings(text)):
            if _is_error(title):
                return "error-page", f"says “{title[:60]}”"
    asking = sum(words_in(line) for line in lines if _table("consent").search(line.casefold()))
    if lines and asking >= _LINKED * words:
        return "not-an-article", "asks for consent and says nothing else"
    captions = [line for line, block in zip(lines, blocks, strict=True) if block.tag == "figcaption"]
    if len(captions) >= _PICTURES and words < _CAPTIONS and _running(lines, blocks) < _LONG_LINE:
        return "not-an-article", "pictures with captions"
    return None


def _running(lines: list[str], blocks: list[Block], *, captions: bool = False) -> int:
    """Count the words that stand in no heading, link, wall or, unless asked for, caption."""
    return sum(
        words_in(line)
        for line, block in zip(lines, blocks, strict=True)
        if block.tag not in _HEADINGS and block.link_share < _LINKED and not is_wall(line) and (captions or block.tag != "figcaption")
    )


def _said_to_be(markup: Markup, text: PageText, lines: list[str], blocks: list[Block]) -> tuple[str, str] | None:
    """Return a rejection for what the head of the page says, or a wall, where there is little text."""
    own = [line for line in lines if not is_wall(line)]
    words = _running(lines, blocks, captions=True)
    if words < _WALLED and sum(words_in(line) >= _LONG_LINE for line in own) <= _WALLED_PARAGRAPHS:
        wall = next((line for line in _near(text, blocks) if is_wall(line)), None)
        if wall is not None:
            return "paywalled", f"“{wall[:60]}”"
    if words >= _WALLED:
        return None
    said = _said(markup.tree)
    if not said.free and own and own[-1].endswith(("…", "...")):
        return "paywalled", "not free by its own mark, and breaks off"
    if words >= _SHOWN:
        return None
    if said.video:
        return "not-an-article", "a video and a line about it"
    if "ImageGallery" in said.types:
        return "not-an-article", "a gallery and its captions"
    return None


def _near(text: PageText, blocks: list[Block]) -> Iterator[str]:
    """Yield the lines of the body and those right below it."""
    if not blocks:
        return
    below = [block for block in text.blocks if block.start > blocks[-1].start]
    for block in (*blocks, *below[:_BELOW]):
        yield text.text[block.start : block.end]


def is_wall(line: str) -> bool:
    """Return whether the line says that the rest is for those who have paid or signed in."""
    return len(line) <= _WALL_LINE and _table("wall").search(line.casefold()) is not None


def _is_error(title: str) -> bool:
    return any(_table("error").match(part.strip().casefold()) for part in (title, *_TITLE_PARTS.split(title)))


def _headings(text: PageText) -> Iterator[str]:
    for block in text.blocks:
        if block.tag in {"h1", "h2"} and block.end - block.start < 100 and block.link_share < _LINKED:
            yield text.text[block.start : block.end]


def _is_index(text: PageText, kept: Sequence[bool]) -> bool:
    """Return whether nearly all of the body are short texts, each below a headline that is a link."""
    teasers = below = whole = 0
    headed = fresh = False
    for block, take in zip(text.blocks, kept, strict=True):
        if block.link_share >= _LINKED and (block.tag in _HEADINGS or words_in(text.text[block.start : block.end]) >= _TEASERS):
            headed = fresh = True
        elif block.tag in _HEADINGS:
            headed = False
        elif take:
            words = words_in(text.text[block.start : block.end])
            whole += words
            below += words * headed
            teasers += fresh
            fresh = False
    return teasers >= _TEASERS and below >= _TEASER_SHARE * whole and below < _TEASER_WORDS * teasers


def _said(tree: Any | None) -> _Said:
    if tree is None:
        return _Said("", frozenset(), free=True)
    og = next((e.get("content") or "" for e in tree.iter("meta") if (e.get("property") or e.get("name")) == "og:type"), "")
    kinds: set[str] = set()
    free = True
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        source = script.text or ""
        free = free and _NOT_FREE.search(source) is None
        for one, several in _TYPE.findall(source):
            kinds.update(part.strip(' "') for part in (one or several).split(","))
    return _Said(og.strip().casefold(), frozenset(kinds), free)


@cache
def _table(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row['pattern']})" for row in toml("page_kinds")[name]))
