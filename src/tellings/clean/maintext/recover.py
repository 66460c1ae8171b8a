"""Takes back what an extraction lost of the article: a lede below the headline, paragraphs in other containers, posts that it embeds."""

import re
from collections.abc import Sequence
from typing import Final

from tellings.clean.head.datelines import byline_of
from tellings.clean.head.dates import iso_of
from tellings.clean.maintext.refine import boxes, is_boxed, is_dated, ledes, reads, shared_words
from tellings.clean.measure import words_in
from tellings.model.articles import Block, PageText

_HEADINGS: Final = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_TEXTS: Final = frozenset(["p", "div", "blockquote", "section", "article", "h2", "h3", "h4", "td", "main"])
_NUMBER: Final = re.compile(r"\d{2}")
_WORD: Final = re.compile(r"\w+")
# Share of the words of a headline that make another line the same.
_AGAIN: Final = 0.6
# Words of a paragraph of the body, of a lede at least and at most.
_PARAGRAPH: Final = 8
_LEDE: Final = (8, 90)
_LINKED: Final = 0.3
# Blocks between a headline and the body at most, and from one paragraph of the body to the next in another container.
_ABOVE: Final = 48
_REACH: Final = 12
# How many of the innermost path words may name a lede.
_NEAR: Final = 4

_Shape = tuple[str, tuple[str, ...]]


def recover(text: PageText, kept: Sequence[bool]) -> list[bool]:
    """Return the choice with what was lost of the article's text."""
    found = list(kept)
    body = _body(text, kept)
    if body is None:
        return found
    common = shared_words(text.blocks, kept)
    _onward(text, found, body, common)
    _lede(text, found, body, common)
    return found


def _body(text: PageText, kept: Sequence[bool]) -> int | None:
    """Return the first paragraph that was kept."""
    return next((at for at, take in enumerate(kept) if take and reads(text, text.blocks[at], _PARAGRAPH)), None)


def _shape(block: Block) -> _Shape:
    """Return where the block stands, whatever number its element has."""
    return block.tag, tuple(word for word in block.path if not _NUMBER.search(word))


def _lede(text: PageText, found: list[bool], body: int, common: frozenset[str]) -> None:
    """Take what reads as a sentence between the headline and the body, and what stands right below the headline."""
    blocks = text.blocks
    top = next((at for at in range(body - 1, max(-1, body - _ABOVE), -1) if blocks[at].tag == "h1"), None)
    if top is None:
        top = next((at for at in range(max(0, body - _REACH), body) if found[at]), None)
    if top is None:
        return
    told = {line_of(text, at) for at in range(top + 1, body) if found[at]}
    for at in range(top + 1, body):
        if not found[at] and _is_lede(text, at, top, body) and not _is_beside(blocks[at], common) and line_of(text, at) not in told:
            found[at] = True
            told.add(line_of(text, at))


def _is_lede(text: PageText, at: int, top: int, body: int) -> bool:
    block, line = text.blocks[at], line_of(text, at)
    if block.tag not in _TEXTS or block.link_share > _LINKED or not _LEDE[0] <= words_in(line) <= _LEDE[1]:
        return False
    named = any(ledes().search(word) for word in block.path[-_NEAR:])
    if reads(text, block, _LEDE[0]):
        return named or block.tag != "div" or at == top + 1 or (at + 1 == body and _beside_each_other(block, text.blocks[body]))
    return (named or at == top + 1) and iso_of(line) is None and byline_of(line) is None and not _says_again(line, line_of(text, top))


def line_of(text: PageText, at: int) -> str:
    """Return the text of a block."""
    block = text.blocks[at]
    return text.text[block.start : block.end]


def _beside_each_other(block: Block, other: Block) -> bool:
    """Return whether two blocks stand in one container, two class words apart at most."""
    shared = next((at for at, (a, b) in enumerate(zip(block.path, other.path, strict=False)) if a != b), min(len(block.path), len(other.path)))
    return shared >= len(other.path) - 2


def _says_again(line: str, headline: str) -> bool:
    """Return whether a line is the headline once more, in about the same words."""
    words, known = set(_WORD.findall(line.casefold())), set(_WORD.findall(headline.casefold()))
    return len(words & known) >= _AGAIN * min(len(words), len(known))


def _is_beside(block: Block, common: frozenset[str]) -> bool:
    """Return whether the block stands in a box or among dates and writers, and in no place for a lede within it."""
    if block.tag == "figcaption":
        return True
    lede = max((at for at, word in enumerate(block.path) if ledes().search(word)), default=-1)
    beside = max((at for at, word in enumerate(block.path) if word not in common and boxes().search(word)), default=-1)
    return beside > lede or (is_dated(block) and not (lede >= 0 and lede == len(block.path) - 1))


def _onward(text: PageText, found: list[bool], body: int, common: frozenset[str]) -> None:
    """Take paragraphs after the body that stand in the same kind of place, each near the last, up to the next headline."""
    blocks = text.blocks
    shapes = {_shape(block) for block, take in zip(blocks, found, strict=True) if take and reads(text, block, _PARAGRAPH)}
    last = max(at for at, take in enumerate(found) if take)
    at = last + 1
    while at < len(blocks) and at <= last + _REACH:
        block = blocks[at]
        if block.tag == "h1" or (block.tag in _HEADINGS and block.link_share > _LINKED):
            break
        if _shape(block) in shapes and not is_boxed(block, common) and reads(text, block, _PARAGRAPH):
            found[at] = True
            last = at
        at += 1
