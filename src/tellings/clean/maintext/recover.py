"""Takes back what an extraction lost of the article: a lede below the headline, paragraphs in other containers, posts that it embeds."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from tellings.clean.head.datelines import byline_of
from tellings.clean.head.dates import iso_of
from tellings.clean.maintext.refine import boxes, is_boxed, is_dated, ledes, reads, shared_words
from tellings.clean.measure import words_in
from tellings.data import toml
from tellings.model.articles import Block, PageText

_ITEMS: Final = frozenset(["li", "dd", "dt"])
_HEADINGS: Final = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_TEXTS: Final = frozenset(["p", "div", "blockquote", "section", "article", "h2", "h3", "h4", "td", "main"])
_ELSEWHERE: Final = frozenset(["aside", "form", "nav", "footer", "button", "address"])
_NUMBER: Final = re.compile(r"\d{2}")
_CLOCK: Final = re.compile(r"\b\d{1,2}[:.h]\d{2}\b")
# What signs an entry of a blog: a clock or a number in brackets, and bars between its links.
_ENTRY_LINE: Final = re.compile(r"^(?=.*(?:\b\d{1,2}:\d{2}\b|\(\d+\))).{1,120}\s[|·•]\s")
_ALL_LINK: Final = 0.95
_WORD: Final = re.compile(r"\w+")
# Share of the words of a headline that make another line the same.
_AGAIN: Final = 0.6
# Words of a paragraph of the body, of a lede at least and at most.
_PARAGRAPH: Final = 8
_LEDE: Final = (8, 90)
# Words of a headline at least; below a shorter one, which may be the name of the site, a lede is a sentence.
_HEADLINE: Final = 4
_LINKED: Final = 0.3
# Blocks between a headline and the body at most, and from one paragraph of the body to the next in another container.
_ABOVE: Final = 160
_REACH: Final = 12
# Who posted it: a dash before a name, an account in brackets.
_SIGNED: Final = re.compile(r"^[—–―]|\(@\w|^https?://\S+$")
# Share of the body in its container at least.
_MOST: Final = 0.8
# Words of an item of a list at least.
_ITEM: Final = 3
# Words of a teaser at most, share of the text that such are at most.
_TEASER: Final = 40
_LESSER: Final = 0.3
# How many class words deeper than its container a paragraph may stand.
_DEPTH: Final = 2
# How many of the innermost path words may name a lede.
_NEAR: Final = 6

_Shape = tuple[str, tuple[str, ...]]


def recover(text: PageText, kept: Sequence[bool]) -> list[bool]:
    """Return the choice with what was lost of the article's text."""
    found = list(kept)
    body = _body(text, kept)
    if body is None:
        return found
    common = shared_words(text.blocks, kept)
    _onward(text, found, common)
    _within(text, found, body, common)
    _subheads(text, found, kept, body, common)
    _lede(text, found, body, common)
    _drop_cells(text, found, body)
    _drop_teasers(text, found)
    return found


def _body(text: PageText, kept: Sequence[bool]) -> int | None:
    """Return the first paragraph that was kept."""
    return next(
        (at for at, take in enumerate(kept) if take and text.blocks[at].tag not in _HEADINGS and reads(text, text.blocks[at], _PARAGRAPH)),
        None,
    )


def _shape(block: Block) -> _Shape:
    """Return where the block stands, whatever number its element has."""
    return block.tag, _unnumbered(block.path)


@lru_cache(maxsize=1 << 13)
def _unnumbered(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in path if not _NUMBER.search(word))


def _lede(text: PageText, found: list[bool], body: int, common: frozenset[str]) -> None:
    """Take what reads as a sentence between the headline and the body, and what stands right below the headline."""
    blocks = text.blocks
    top = next((at for at in range(body - 1, max(-1, body - _ABOVE), -1) if blocks[at].tag == "h1"), None)
    if top is None:
        top = next((at for at in range(max(0, body - _REACH), body) if found[at]), None)
    if top is None:
        return
    told = {line_of(text, at) for at in range(top + 1, body) if found[at]}
    lost = (at for at in range(top + 1, body) if not found[at] and blocks[at].link_share <= _LINKED)
    opening = next((at for at in lost if words_in(line_of(text, at)) >= _LEDE[0]), body)
    for at in (at for at in range(top + 1, body) if at <= top + 2 * _REACH or at >= body - 2 * _REACH):
        if not found[at] and _is_lede(text, at, top, opening) and not _is_beside(blocks[at], common) and line_of(text, at) not in told:
            found[at] = True
            told.add(line_of(text, at))


def _is_lede(text: PageText, at: int, top: int, opening: int) -> bool:
    block, line = text.blocks[at], line_of(text, at)
    if block.tag not in _TEXTS or block.link_share > _LINKED or not _LEDE[0] <= words_in(line) <= _LEDE[1]:
        return False
    named = any(ledes().search(word) for word in block.path[-_NEAR:])
    if reads(text, block, _LEDE[0]):
        return named or ((block.tag != "div" or at == opening) and not any(map(_names_picture, block.path[-_NEAR:])))
    below = at == top + 1 and words_in(line_of(text, top)) >= _HEADLINE
    dated = _CLOCK.search(line) is not None or iso_of(line) is not None or byline_of(line) is not None
    return (named or below) and not dated and not _says_again(line, line_of(text, top))


def line_of(text: PageText, at: int) -> str:
    """Return the text of a block."""
    block = text.blocks[at]
    return text.text[block.start : block.end]


@lru_cache(maxsize=1 << 14)
def _names_picture(word: str) -> bool:
    return re.search(toml("elements")["picture"]["pattern"], word) is not None


def _says_again(line: str, headline: str) -> bool:
    """Return whether a line is the headline once more, in about the same words."""
    words, known = set(_WORD.findall(line.casefold())), set(_WORD.findall(headline.casefold()))
    return len(words & known) >= _AGAIN * min(len(words), len(known))


def _is_beside(block: Block, common: frozenset[str]) -> bool:
    """Return whether the block stands in a box or among dates and writers, and in no place for a lede within it."""
    if block.tag == "figcaption" or not _ELSEWHERE.isdisjoint(set(block.path) - common):
        return True
    lede = max((at for at, word in enumerate(block.path) if ledes().search(word)), default=-1)
    beside = max((at for at, word in enumerate(block.path) if word not in common and boxes().search(word)), default=-1)
    return beside > lede or (is_dated(block) and not (lede >= 0 and lede == len(block.path) - 1))


def _onward(text: PageText, found: list[bool], common: frozenset[str]) -> None:
    """Take paragraphs after the body that stand in the same kind of place, each near the last, up to the next headline."""
    blocks = text.blocks
    last = max(at for at, take in enumerate(found) if take)
    if not any(reads(text, block, _PARAGRAPH) for block in blocks[last + 1 : last + 1 + _REACH]):
        return
    shapes = {_shape(block) for block, take in zip(blocks, found, strict=True) if take and reads(text, block, _PARAGRAPH)}
    at = last + 1
    while at < len(blocks) and at <= last + _REACH:
        block = blocks[at]
        if block.tag == "h1" or (block.tag in _HEADINGS and block.link_share > _LINKED):
            break
        if _shape(block) in shapes and not is_boxed(block, common) and reads(text, block, _PARAGRAPH):
            found[at] = True
            last = at
        at += 1


def _within(text: PageText, found: list[bool], body: int, common: frozenset[str]) -> None:
    """Take paragraphs and embedded posts between two of the body, in the container that most of it stands in."""
    blocks = text.blocks
    inside = _container(text, found)
    last = max(at for at, take in enumerate(found) if take)
    for at in range(body + 1, min(len(blocks), last + _REACH)):
        block = blocks[at]
        if found[at] or block.path[: len(inside)] != inside or is_boxed(block, common, strong=any(map(_names_post, block.path))):
            continue
        own = block.path[len(inside) :]
        line = line_of(text, at)
        if any(map(_names_post, own)):
            found[at] = block.tag == "p" and not _SIGNED.search(line)
        elif at > last:
            continue
        elif block.tag in _ITEMS:
            found[at] = _is_item(text, at, own) and (found[at - 1] or _is_item(text, at + 1, own))
        elif len(own) <= _DEPTH and reads(text, block, _PARAGRAPH) and not any(map(_is_set_apart, own)):
            found[at] = found[at - 1] or found[at + 1]


def _subheads(text: PageText, found: list[bool], kept: Sequence[bool], body: int, common: frozenset[str]) -> None:
    """Take headings right above what was taken back."""
    for at in range(body + 1, len(found) - 1):
        block = text.blocks[at]
        if found[at + 1] and not kept[at + 1] and not found[at] and block.tag in _HEADINGS - {"h1"} and block.link_share <= _LINKED:
            found[at] = not is_boxed(block, common, strong=True)


def _is_item(text: PageText, at: int, own: tuple[str, ...]) -> bool:
    """Return whether a block is an item of a list in the text: words and hardly a link, right in the container."""
    block = text.blocks[at]
    words = words_in(line_of(text, at))
    return (
        block.tag in _ITEMS
        and block.link_share <= _LINKED
        and words >= _ITEM
        and len(own) <= _DEPTH + 1
        and not any(map(_is_set_apart, own))
    )


@lru_cache(maxsize=1 << 14)
def _names_post(word: str) -> bool:
    return re.search(toml("elements")["post"]["pattern"], word) is not None


@lru_cache(maxsize=1 << 14)
def _is_set_apart(word: str) -> bool:
    return _names_picture(word) or re.search(toml("elements")["quote"]["pattern"], word) is not None


def _container(text: PageText, found: Sequence[bool]) -> tuple[str, ...]:
    """Return the path that most of the body shares."""
    paths = Counter[tuple[str, ...]]()
    for block, take in zip(text.blocks, found, strict=True):
        if take:
            paths[block.path] += block.end - block.start
    whole = sum(paths.values())
    path = paths.most_common(1)[0][0]
    while path and sum(weight for other, weight in paths.items() if other[: len(path)] == path) < _MOST * whole:
        path = path[:-1]
    return path


def _drop_cells(text: PageText, found: list[bool], body: int) -> None:
    """Give up what a page laid out in tables has beside its text: a cell of links above it, and the line that signs an entry."""
    blocks = text.blocks
    linked = False
    for at in range(body - 1, -1, -1) if blocks[body].tag == "td" else ():
        if blocks[at].tag != "td":
            linked = False
        elif blocks[at].link_share >= _ALL_LINK or (linked and words_in(line_of(text, at)) < _HEADLINE):
            found[at] = False
            linked = True
    for at in range(body + 1, len(found)):
        if found[at] and blocks[at].link_share > _LINKED and _ENTRY_LINE.search(line_of(text, at)):
            found[at] = False


def _drop_teasers(text: PageText, found: list[bool]) -> None:
    """Give up short texts below linked headings, two or more of a kind, where they are the lesser part, and a heading that is left alone."""
    blocks = text.blocks
    kinds: dict[_Shape, list[int]] = defaultdict(list)
    for at in range(1, len(blocks)):
        above = blocks[at - 1]
        led = above.tag in _HEADINGS and above.link_share >= _ALL_LINK and not found[at - 1]
        alone = at + 1 == len(blocks) or not found[at + 1]
        if found[at] and led and alone and words_in(line_of(text, at)) <= _TEASER:
            kinds[_shape(blocks[at])].append(at)
    whole = sum(block.end - block.start for block, take in zip(blocks, found, strict=True) if take)
    for teasers in kinds.values():
        if len(teasers) > 1 and sum(blocks[at].end - blocks[at].start for at in teasers) <= _LESSER * whole:
            for at in teasers:
                found[at] = False
    last = max((at for at, take in enumerate(found) if take), default=-1)
    if last > 0 and blocks[last].tag in _HEADINGS:
        found[last] = False
