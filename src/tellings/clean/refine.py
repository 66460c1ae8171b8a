"""Mends an extractor's choice of blocks: takes back what it lost of the article, and gives up what of the page's furniture it took."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Final

from tellings.data import toml
from tellings.model.articles import Block, PageText

_SENTENCE: Final = re.compile(r"[.!?…。！？।:][\"”’'»)\]]*$")
_TEXT_TAGS: Final = frozenset(["p", "div", "blockquote", "section", "td", "article", "h2", "h3", "main"])
# A path word that most of the body has is the page's, not the block's.
_COMMON: Final = 0.5
_LINKED: Final = 0.8
_LEDE_WORDS: Final = 9
_FILL_WORDS: Final = 6
_REACH: Final = 12
# Where less than this share is left, the boxes are the article (a gallery's captions).
_LEAST: Final = 0.5
# How many of the innermost path words may name a lede.
_NEAR: Final = 4


def refine(text: PageText, kept: Sequence[bool]) -> list[bool]:
    """Return the choice mended: captions, boxes and link lines of the body go; a lede above it and paragraphs within it come back."""
    blocks = text.blocks
    common = shared_words(blocks, kept)
    mended = [take and not is_boxed(block, common) for block, take in zip(blocks, kept, strict=True)]
    if not any(mended) or _weight(blocks, mended) < _LEAST * _weight(blocks, kept):
        return list(kept)
    shapes = _shapes(blocks, mended)
    _fill(text, mended, shapes, common)
    _lede(text, mended, common)
    return mended


def _weight(blocks: Sequence[Block], kept: Sequence[bool]) -> int:
    return sum(block.end - block.start for block, take in zip(blocks, kept, strict=True) if take)


def shared_words(blocks: Sequence[Block], kept: Sequence[bool]) -> frozenset[str]:
    """Return the path words in which half of what is kept stands, or more."""
    weight: Counter[str] = Counter()
    whole = 0
    for block, take in zip(blocks, kept, strict=True):
        if take:
            whole += block.end - block.start
            for word in set(block.path):
                weight[word] += block.end - block.start
    return frozenset(word for word, share in weight.items() if share >= _COMMON * whole)


def is_boxed(block: Block, common: frozenset[str], *, strong: bool = False) -> bool:
    """Return whether the block stands in a box that is no running text; `strong` leaves captions out."""
    if strong:
        return any(word not in common and boxes(strong=True).search(word) for word in block.path)
    if block.tag == "figcaption" or (block.link_share >= _LINKED and block.tag not in {"li", "td", "dd", "dt"}):
        return True
    return any(word not in common and boxes().search(word) for word in block.path)


@cache
def boxes(*, strong: bool = False) -> re.Pattern[str]:
    """Return the pattern of class and id words whose blocks are no running text, wherever they stand; `strong` without captions'."""
    return re.compile("|".join(row["pattern"] for row in toml("furniture")["box"] if not (strong and row.get("weak"))))


def _shapes(blocks: Sequence[Block], kept: Sequence[bool]) -> frozenset[tuple[str, tuple[str, ...]]]:
    return frozenset((block.tag, block.path) for block, take in zip(blocks, kept, strict=True) if take and block.tag in _TEXT_TAGS)


def reads(text: PageText, block: Block, words: int) -> bool:
    """Return whether the block stands where text does, ends as a sentence, has so many words and few links."""
    if block.link_share > 0.3 or block.tag not in _TEXT_TAGS:
        return False
    line = text.text[block.start : block.end]
    return len(line.split()) >= words and _SENTENCE.search(line) is not None


def _fill(text: PageText, kept: list[bool], shapes: frozenset[tuple[str, tuple[str, ...]]], common: frozenset[str]) -> None:
    """Take paragraphs between two of the body, and right after its end, that stand in the same place of the page."""
    first = kept.index(True)
    last = len(kept) - 1 - kept[::-1].index(True)
    for at in range(first, min(len(kept), last + _REACH)):
        block = text.blocks[at]
        if kept[at] or (block.tag, block.path) not in shapes or is_boxed(block, common):
            continue
        if reads(text, block, _FILL_WORDS):
            kept[at] = True


def _lede(text: PageText, kept: list[bool], common: frozenset[str]) -> None:
    """Take what stands above the body and reads as a sentence: between it and the headline, or in a place named for a lede."""
    first = kept.index(True)
    top = next((at for at in range(first - 1, max(-1, first - 4 * _REACH), -1) if text.blocks[at].tag == "h1"), first)
    for at in range(max(0, first - 2 * _REACH), first):
        block = text.blocks[at]
        named = any(ledes().search(word) for word in block.path[-_NEAR:])
        if (at > top or named) and not is_boxed(block, common) and reads(text, block, _LEDE_WORDS):
            kept[at] = True


@cache
def ledes() -> re.Pattern[str]:
    """Return the pattern of class words of an article's first, larger paragraph."""
    return re.compile(str(toml("furniture")["lede"]["pattern"]))
