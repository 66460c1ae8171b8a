"""Mends an extractor's choice of blocks: takes back what it lost of the article, and gives up what of the page's furniture it took."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from typing import Final

from tellings.clean.furniture import cues
from tellings.clean.maintext.again import squeeze
from tellings.clean.measure import words_in
from tellings.data import toml
from tellings.model.articles import Block, PageText

_POINTS: Final = frozenset(".!?…。！？।:")
_CLOSING: Final = "\"”’'»)]"
_TEXT_TAGS: Final = frozenset(["", "p", "div", "blockquote", "section", "td", "article", "h2", "h3", "main", "script"])
# A path word that most of the body has is the page's, not the block's.
_COMMON: Final = 0.5
_LINKED: Final = 0.8
_ONLY_LINK: Final = 0.95
_LINK_LIST: Final = 3
# So many linked headings of one kind head the parts of one article: the slides of a gallery.
_SERIES: Final = 4
_SLIDES: Final = 0.5
_SUBHEADS: Final = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
# Letters of a paragraph that is printed twice by no chance, and of a quote lifted out of a paragraph: at least, at most.
_REPEATED: Final = 60
_LIFTED: Final = 20
_COPIED: Final = 3
_LIFTED_MOST: Final = 400
_SIGNED_MOST: Final = 80
_NUMBER: Final = re.compile(r"\d{2}")
_LEDE_WORDS: Final = 8
_LEDE_MOST: Final = 60
_FILL_WORDS: Final = 6
# Letters of a line that is no paragraph.
_SHORT: Final = 80
_LABEL_WORDS: Final = 14
_LAST_LABEL_WORDS: Final = 3
_REACH: Final = 12
# Where less than this share is left, the boxes are the article (a gallery's captions).
_LEAST: Final = 0.5
# How many of the innermost path words may name a lede.
_NEAR: Final = 4

_Shape = tuple[str, tuple[str, ...]]


def refine(text: PageText, kept: Sequence[bool]) -> list[bool]:
    """Return the choice mended: captions, boxes and link lines of the body go; a lede above it and paragraphs within it come back."""
    blocks = text.blocks
    common = shared_words(blocks, kept)
    mended = _unboxed(blocks, kept, common)
    _drop_link_lists(blocks, mended)
    if not any(mended):
        return list(kept)
    shapes = _shapes(blocks, mended)
    _fill(text, mended, shapes, common)
    _headings(blocks, mended, common)
    _lede(text, mended, common)
    drop_repeats(text, mended, common)
    _drop_labels(text, mended)
    return mended


def _unboxed(blocks: Sequence[Block], kept: Sequence[bool], common: frozenset[str]) -> list[bool]:
    """Return the choice without what stands in boxes; with captions and links where these are the article, whole where other boxes are."""
    own = [take and not is_boxed(block, common, strong=True) for block, take in zip(blocks, kept, strict=True)]
    linked = [take and not mine and block.link_share >= _LINKED for block, take, mine in zip(blocks, kept, own, strict=True)]
    least = _LEAST * (_weight(blocks, kept) - _weight(blocks, linked))
    for left in ([mine and not is_boxed(block, common) for block, mine in zip(blocks, own, strict=True)], own):
        if any(left) and _weight(blocks, left) >= least:
            return left
    return list(kept)


def _weight(blocks: Sequence[Block], kept: Sequence[bool]) -> int:
    return sum(block.end - block.start for block, take in zip(blocks, kept, strict=True) if take)


def shared_words(blocks: Sequence[Block], kept: Sequence[bool]) -> frozenset[str]:
    """Return the path words in which half of what is kept stands, or more."""
    letters: Counter[tuple[str, ...]] = Counter()
    for block, take in zip(blocks, kept, strict=True):
        if take:
            letters[block.path] += block.end - block.start
    weight: Counter[str] = Counter()
    for path, share in letters.items():  # most blocks share their path with others
        for word in set(path):
            weight[word] += share
    whole = letters.total()
    return frozenset(word for word, share in weight.items() if share >= _COMMON * whole)


def is_boxed(block: Block, common: frozenset[str], *, strong: bool = False) -> bool:
    """Return whether the block stands in a box that is no running text; `strong` leaves captions out."""
    if strong:
        return not common.issuperset(_box_words(block.path, strong=True))
    if block.tag == "figcaption" or (block.link_share >= _LINKED and block.tag not in {"li", "td", "dd", "dt"}):
        return True
    if block.end - block.start < _SHORT and not common.issuperset(_unseen_words(block.path)):
        return True
    return not common.issuperset(_box_words(block.path))


@lru_cache(maxsize=1 << 12)
def _unseen_words(path: tuple[str, ...]) -> tuple[str, ...]:
    unseen = re.compile(str(toml("elements")["unseen"]["pattern"]))
    return tuple(word for word in path if unseen.search(word))


@lru_cache(maxsize=1 << 12)
def _box_words(path: tuple[str, ...], *, strong: bool = False) -> tuple[str, ...]:
    return tuple(word for word in path if _names_box(word, strong=strong))


@lru_cache(maxsize=1 << 15)
def _names_box(word: str, *, strong: bool = False) -> bool:
    return boxes(strong=strong).search(word) is not None


@cache
def boxes(*, strong: bool = False) -> re.Pattern[str]:
    """Return the pattern of class and id words whose blocks are no running text, wherever they stand; `strong` without captions'."""
    return re.compile("|".join(row["pattern"] for row in toml("elements")["box"] if not (strong and row.get("weak"))))


def _shape(block: Block) -> _Shape:
    """Return where the block stands, whatever number its element has."""
    return block.tag, _unnumbered(block.path)


@lru_cache(maxsize=1 << 12)
def _unnumbered(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in path if not _NUMBER.search(word))


def _shapes(blocks: Sequence[Block], kept: Sequence[bool]) -> frozenset[_Shape]:
    return frozenset(_shape(block) for block, take in zip(blocks, kept, strict=True) if take and block.tag in _TEXT_TAGS)


def drop_repeats(text: PageText, kept: list[bool], common: frozenset[str]) -> None:
    """Give up what is printed a second time: the paragraphs of a second copy of the body, and quotes lifted out of a paragraph."""
    letters = [squeeze(text.text[block.start : block.end]) if take else "" for block, take in zip(text.blocks, kept, strict=True)]
    joined = "\n".join(letters)
    seen: set[str] = set()
    again: list[int] = []
    for at, block in enumerate(text.blocks):
        mine = letters[at]
        if len(mine) >= _REPEATED and block.tag in _TEXT_TAGS:
            if mine in seen:
                again.append(at)
            seen.add(mine)
        if not _LIFTED <= len(mine) <= _LIFTED_MOST:
            continue
        named = next((word for word in block.path[-_NEAR:] if _names_quote(word) and word not in common), None)
        if (named is not None or not kept[at]) and joined.count(mine) > 1:  # counted for few: each time the whole text is read
            kept[at] = named is None
            signed = text.blocks[at + 1] if named and at + 1 < len(kept) else None
            if signed is not None and named in signed.path and signed.end - signed.start <= _SIGNED_MOST:
                kept[at + 1] = False
    if len(again) >= _COPIED:
        for at in again:
            kept[at] = False


@lru_cache(maxsize=1 << 15)
def _names_quote(word: str) -> bool:
    return re.search(str(toml("elements")["quote"]["pattern"]), word) is not None


def _drop_link_lists(blocks: Sequence[Block], kept: list[bool]) -> None:
    """Give up runs of list items or cells that are links and nothing else."""
    at = 0
    while at < len(kept):
        run = at
        while run < len(kept) and kept[run] and blocks[run].link_share >= _ONLY_LINK:
            run += 1
        if run - at >= _LINK_LIST:
            kept[at:run] = [False] * (run - at)
        at = max(run, at + 1)


def _drop_labels(text: PageText, kept: list[bool]) -> None:
    """Give up headings that head nothing of the body, and labels of links that are not in it."""
    blocks = text.blocks
    below: int | None = None
    for at in range(len(kept) - 1, kept.index(True), -1):
        if not kept[at]:
            continue
        last = below is None or (below > at + 1 and blocks[below].tag in _SUBHEADS)
        leads = at + 1 < len(kept) and not kept[at + 1] and blocks[at + 1].link_share >= _LINKED
        if (last and (below is None or leads) and blocks[at].tag in _SUBHEADS) or (
            leads and _is_label(text, blocks[at], last=below is None)
        ):
            kept[at] = False
        else:
            below = at


def _is_label(text: PageText, block: Block, *, last: bool) -> bool:
    """True for a short line with a colon at its end that says what it heads are related articles; below the body, for any such line."""
    line = text.text[block.start : block.end]
    if not line.endswith((":", "：")) or words_in(line) > _LABEL_WORDS:
        return False
    return (last and words_in(line) <= _LAST_LABEL_WORDS) or cues.reason_of(line) == "related"


def _headings(blocks: Sequence[Block], kept: list[bool], common: frozenset[str]) -> None:
    """Take headings between two blocks of the body, right above one; linked ones where they head a series that is most of the body."""
    above = [
        at
        for at in range(kept.index(True) + 1, len(kept) - 1)
        if not kept[at] and kept[at + 1] and blocks[at].tag in _SUBHEADS and common.issuperset(_box_words(blocks[at].path))
    ]
    series = Counter(_shape(blocks[at]) for at in above)
    linked = {at for at in above if blocks[at].link_share >= _COMMON}
    gallery = bool(linked) and _below(blocks, kept, linked) >= _SLIDES * _weight(blocks, kept)
    for at in above:
        if blocks[at].link_share < _COMMON or (gallery and series[_shape(blocks[at])] >= _SERIES):
            kept[at] = True


def _below(blocks: Sequence[Block], kept: Sequence[bool], heads: Collection[int]) -> int:
    """Count the letters of the body below these headings and above the next of any kind."""
    letters, under = 0, False
    for at, block in enumerate(blocks):
        if block.tag in _SUBHEADS:
            under = at in heads
        elif under and kept[at]:
            letters += block.end - block.start
    return letters


def reads(text: PageText, block: Block, words: int) -> bool:
    """Return whether the block stands where text does, ends as a sentence, has so many words and few links."""
    if block.link_share > 0.3 or block.tag not in _TEXT_TAGS:
        return False
    line = text.text[block.start : block.end]
    return line.rstrip(_CLOSING)[-1:] in _POINTS and words_in(line) >= words


def _fill(text: PageText, kept: list[bool], shapes: frozenset[_Shape], common: frozenset[str]) -> None:
    """Take paragraphs between two of the body, and right after its end, that stand in the same place of the page."""
    first = kept.index(True)
    last = len(kept) - 1 - kept[::-1].index(True)
    for at in range(first, min(len(kept), last + _REACH)):
        block = text.blocks[at]
        if kept[at] or _shape(block) not in shapes or is_boxed(block, common):
            continue
        if reads(text, block, _FILL_WORDS):
            kept[at] = True


def _lede(text: PageText, kept: list[bool], common: frozenset[str]) -> None:
    """Take what stands above the body and reads as a sentence: between it and the headline, or in a place named for a lede.

    A named one may lack its final point.
    """
    blocks = text.blocks
    first = kept.index(True)
    top = next((at for at in range(first - 1, max(-1, first - 4 * _REACH), -1) if blocks[at].tag == "h1"), first)
    taken = False
    for at in range(max(0, first - 2 * _REACH), first):
        block = blocks[at]
        named = any(map(_names_lede, block.path[-_NEAR:]))
        if not (at > top or named) or is_boxed(block, common) or is_dated(block):
            continue
        if reads(text, block, _LEDE_WORDS) or (named and not taken and _is_title_like(text, block)):
            kept[at] = taken = True


def _is_title_like(text: PageText, block: Block) -> bool:
    return block.link_share <= 0.3 and _LEDE_WORDS <= words_in(text.text[block.start : block.end]) <= _LEDE_MOST


def is_dated(block: Block) -> bool:
    """Return whether the block stands where a page prints its dates, writers and counts."""
    return any(map(_names_meta, block.path[-_NEAR:]))


@lru_cache(maxsize=1 << 15)
def _names_meta(word: str) -> bool:
    return re.search(str(toml("elements")["meta"]["pattern"]), word) is not None


@lru_cache(maxsize=1 << 15)
def _names_lede(word: str) -> bool:
    return ledes().search(word) is not None


@cache
def ledes() -> re.Pattern[str]:
    """Return the pattern of class words of an article's first, larger paragraph."""
    return re.compile(str(toml("elements")["lede"]["pattern"]))
