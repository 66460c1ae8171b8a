"""Live blogs and tickers: the entries of a page that reports as things happen, all of them, and the times that stand above them.

Entries are elements of like kind that come again and again, each with a time of its own. So do teasers, comments and posts of other days;
these are told by links that lead away, by the names of what they stand in, and by a page that nowhere says it is live.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from tellings.clean.head.dates import is_date_line
from tellings.clean.maintext.again import found_again, squeeze
from tellings.clean.maintext.refine import is_boxed, is_dated, shared_words
from tellings.clean.measure import words_in
from tellings.data import toml
from tellings.model.articles import Block, Markup, PageText
from tellings.text.linearise import lines_of
from tellings.text.scripts import live_updates

_TAGS: Final = frozenset(["article", "section", "li", "div", "tr", "dd", "details", "blockquote"])
_UNREAD: Final = frozenset(["script", "style", "noscript", "template", "svg", "head", "nav", "footer", "select", "form", "aside"])
_HEADINGS: Final = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_DIGITS: Final = re.compile(r"\d+")
_WORDS: Final = re.compile(r"[\W_]+")
_ENDS: Final = re.compile(r"[.!?…。！？।:][\"”’'»)\]]*$")
# Words of an entry at least, and of all of them together.
_ENTRY: Final = 2
_SERIES: Final = 8
# Entries at least: where the page says what it is, and where only their times do.
_FEW, _SEVERAL = 2, 3
# Share of the entries that have a time, of words that are links, of entries below a link that leads away; of links in a line
# that is one.
_TIMED, _LINKED, _LED_AWAY, _ALL_LINKS = 0.6, 0.5, 0.3, 0.8
_TRIED: Final = 12
# Steps of the address of a page at least, below which others may stand that are its own; below a shorter one stand pages of a section.
_STEPS: Final = 2
_STAMP_MOST: Final = 60
_HEAD_BLOCKS: Final = 4
_REPEATED: Final = 60
# A label that comes again in so many entries is none of theirs.
_LABEL: Final = 0.3
_PROSE: Final = 8

_NONE, _BY_TITLE, _NAMED, _SAID = 0, 1, 2, 3


@dataclass(slots=True)
class _Weights:
    """Words of each element with all that is in it, and those of them that are links."""

    words: dict[Any, int]
    linked: dict[Any, int]


def with_entries(markup: Markup, text: PageText, kept: Sequence[bool]) -> tuple[list[bool], bool] | None:
    """Return the choice with all entries of a live page, and whether they were found; None where the page is none."""
    sign = _sign(markup, text)
    if sign == _NONE:
        return None
    named = _of_updates(markup, text) if sign == _SAID and "liveBlogUpdate" in markup.characters else None
    series = _series(markup, text, sign) or []
    inside = {at for entry in series for at in entry}
    found = _listed(text, series, inside)
    if named is not None:
        found = [take or (also and at not in inside) for at, (take, also) in enumerate(zip(found, named, strict=True))]
    joined = _joined(text, kept, found, inside) if any(found) else None
    return (list(kept), False) if joined is None else (joined, True)


def is_stamp(line: str) -> bool:
    """Return whether a line says when something was written and nothing else."""
    if len(line) > _STAMP_MOST:
        return False
    return is_date_line(line) or _whole_stamp().fullmatch(line.casefold().strip(" |·•–—-:.()")) is not None


def stamps(text: str, blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Yield where a time stands at the beginning of a line and text comes after it: at three lines or more, or at none."""
    found = []
    for block in blocks:
        match = _leading_stamp().match(text, block.start, block.end)
        if match is not None and any(c.isalpha() for c in text[match.end() : block.end]):
            found.append((block.start, match.end()))
    if len(found) >= _SEVERAL:
        yield from found


def _sign(markup: Markup, text: PageText) -> int:
    """Return what says that the page is live: its data, its class names, or its title or address beside the times of its lines."""
    if markup.tree is None:
        return _NONE
    if "LiveBlogPosting" in markup.characters:
        return _SAID
    if _names_live(set().union(*{block.path for block in text.blocks})):
        return _NAMED
    said = [markup.tree.findtext("head/title") or "", _WORDS.sub(" ", _address(markup.tree)), *_h1(text)]
    if any(_titles().search(line.casefold()) for line in said):
        times = sum(_opens_with_stamp(text, block) or is_stamp(text.text[block.start : block.end]) for block in text.blocks)
        return _BY_TITLE if times >= _SEVERAL else _NONE
    return _NONE


def _names_live(words: Collection[str]) -> bool:
    joined = " ".join(words)
    stems = [stem for stem in toml("live")["classes"]["stems"] if stem in joined]
    return any(_classes().search(word) is not None for word in words if any(stem in word for stem in stems)) if stems else False


def _h1(text: PageText) -> Iterator[str]:
    return (text.text[block.start : block.end] for block in text.blocks if block.tag == "h1")


def _opens_with_stamp(text: PageText, block: Block) -> bool:
    first = text.text[block.start]
    return (first.isdigit() or not first.isalnum()) and _leading_stamp().match(text.text, block.start, block.end) is not None


def _of_updates(markup: Markup, text: PageText) -> list[bool] | None:
    """Return the blocks of the entries that the page's own data names, and those that stand only there."""
    lines = [line for headline, body in live_updates(markup.tree) for line in (headline, *body.split("\n")) if line]
    found = found_again(lines, text) if lines else []
    return [take or block.tag == "script" for take, block in zip(found, text.blocks, strict=True)] if any(found) else None


def _series(markup: Markup, text: PageText, sign: int) -> list[list[int]] | None:
    """Return the block numbers of each entry of the series that holds most of the page's words, None where there is none."""
    weights = _weigh(markup.tree)
    groups: dict[tuple[object, str], list[Any]] = defaultdict(list)
    for parent in weights.words:
        for child in parent:
            if child.tag in _TAGS and weights.words.get(child, 0) >= _ENTRY:
                kind = _kind(child)
                groups[_kind(parent) if "." in kind else parent, kind].append(child)
    few = _FEW if sign >= _NAMED else _SEVERAL
    ranked = sorted(((_spread(group, weights), at) for at, group in enumerate(groups.values())), key=lambda pair: (-pair[0], pair[1]))
    entries = list(groups.values())
    address = _address(markup.tree)
    index = _Index(text)
    for spread, at in ranked[:_TRIED]:
        group = entries[at]
        if len(group) < few or spread < _SERIES or _leads_away(group, weights, address):
            continue
        found = index.find(group)
        if len(found) >= few and _is_live(text, found, sign):
            return [blocks for _, blocks in found]
    return None


def _weigh(tree: Any) -> _Weights:
    """Count words bottom up, in one pass."""
    weights = _Weights({}, {})
    body = tree.find("body")
    root = tree if body is None else body
    read = [element for element in root.iter() if isinstance(element.tag, str)]
    for element in read:
        weights.words[element] = 0
        weights.linked[element] = 0
    for element in reversed(read):
        if element.tag not in _UNREAD:
            weights.words[element] += words_in(element.text) if element.text else 0
            if element.tag == "a":
                weights.linked[element] = weights.words[element]
        else:
            weights.words[element] = weights.linked[element] = 0
        above = element.getparent()
        if above in weights.words:
            weights.words[above] += weights.words[element] + (words_in(element.tail) if element.tail else 0)
            weights.linked[above] += weights.linked[element]
    return weights


def _kind(element: Any) -> str:
    """Return what element it is and of which class: the first, without numbers."""
    first = (element.get("class") or "").split(maxsplit=1)[:1]
    return f"{element.tag}.{_DIGITS.sub('', first[0])}" if first else str(element.tag)


def _address(tree: Any) -> str:
    for link in tree.iterfind("head/link"):
        if (link.get("rel") or "").casefold() == "canonical":
            return _path(link.get("href") or "")
    return ""


def _path(address: str) -> str:
    return re.sub(r"^https?://[^/]+|[?#].*$", "", address).rstrip("/")


def _leads_away(group: Sequence[Any], weights: _Weights, address: str) -> bool:
    """Return whether the entries are teasers: links, or below headings that lead to other pages."""
    led = 0
    for entry in group:
        if weights.linked[entry] >= _LINKED * weights.words[entry]:
            led += 1
            continue
        for element in entry.iter(*_HEADINGS):
            link = next(element.iter("a"), None)
            link = link if link is not None else _above(element, entry)
            href = link.get("href") if link is not None else None
            if (
                href
                and not href.startswith(("#", "?", "javascript:"))
                and not (address.count("/") >= _STEPS and _path(href).startswith(address))
            ):
                led += 1
                break
    return led > _LED_AWAY * len(group)


def _above(element: Any, limit: Any) -> Any | None:
    return next((above for above in element.iterancestors() if above.tag == "a" and limit in above.iterancestors()), None)


def _spread(group: Sequence[Any], weights: _Weights) -> int:
    """Return the words of all entries but the longest: columns of a page are few and unlike, entries many."""
    words = [weights.words[entry] - weights.linked[entry] for entry in group]
    return sum(words) - max(words)


class _Index:
    """Finds the blocks of an element again by their text, in the order of the page."""

    def __init__(self, text: PageText) -> None:
        self.lines = [text.text[block.start : block.end] for block in text.blocks]
        self.where: dict[str, list[int]] = defaultdict(list)
        for at, line in enumerate(self.lines):
            self.where[line].append(at)

    def find(self, group: Iterable[Any]) -> list[tuple[Any, list[int]]]:
        """Return the elements that were found, each with its block numbers."""
        found: list[tuple[Any, list[int]]] = []
        cursor = 0
        for element in group:
            lines = lines_of(element)
            places = self.where.get(lines[0], []) if lines else []
            for at in places[bisect_left(places, cursor) :][:_TRIED]:
                if self.lines[at : at + len(lines)] == lines:
                    found.append((element, list(range(at, at + len(lines)))))
                    cursor = at + len(lines)
                    break
        return found


def _is_live(text: PageText, found: Sequence[tuple[Any, list[int]]], sign: int) -> bool:
    """Return whether elements of one kind are entries: in no box, and with times or class names that say so."""
    series = [blocks for _, blocks in found]
    blocks = [text.blocks[at] for entry in series for at in entry]
    common = shared_words(text.blocks, [not block.link_share for block in text.blocks])
    boxed = sum(is_boxed(block, common, strong=True) for block in blocks)
    if 2 * boxed > len(blocks):
        return False
    timed = sum(_has_time(element) or _is_timed(text, entry) for element, entry in found)
    timed = max(timed, sum(entry[0] > 0 and is_stamp(_line(text, entry[0] - 1)) for entry in series))
    prose = sum(any(words_in(_line(text, at)) >= _PROSE and _ENDS.search(_line(text, at)) for at in entry) for entry in series)
    if timed >= _TIMED * len(series):
        return sign == _BY_TITLE or 2 * prose >= min(len(series), _FEW)
    named = sign >= _NAMED and all(_names_live(text.blocks[entry[0]].path) for entry in series)
    return (named or sign == _SAID) and prose >= _TIMED * len(series)


def _has_time(element: Any) -> bool:
    return next(element.iter("time"), None) is not None


def _is_timed(text: PageText, entry: Sequence[int]) -> bool:
    return _opens_with_stamp(text, text.blocks[entry[0]]) or any(is_stamp(_line(text, at)) for at in entry[:_HEAD_BLOCKS])


def _line(text: PageText, at: int) -> str:
    block = text.blocks[at]
    return text.text[block.start : block.end]


def _listed(text: PageText, series: Sequence[Sequence[int]], inside: set[int]) -> list[bool]:
    """Return the blocks of the entries that are their text: no times, names, buttons, nor labels that come again."""
    found = [at in inside for at in range(len(text.blocks))]
    common = shared_words(text.blocks, found)
    labels = Counter(_label(text, at) for entry in series for at in entry)
    often = max(_FEW, _LABEL * len(series))
    seen: set[str] = set()
    for entry in series:
        for at in entry:
            block, line = text.blocks[at], _line(text, at)
            ends = _ENDS.search(line) is not None and line[-1] != ":" and words_in(line) >= _ENTRY
            letters = squeeze(line) if len(line) >= _REPEATED else ""
            found[at] = not (
                is_boxed(block, common, strong=block.tag in _HEADINGS)
                or any(map(_asks().search, block.path))
                or is_stamp(line)
                or (letters and letters in seen)
                or (not ends and block.tag not in _HEADINGS and (labels[_label(text, at)] >= often or _is_beside(block, common)))
            )
            if letters:
                seen.add(letters)
    return found


def _label(text: PageText, at: int) -> str:
    line = _line(text, at).casefold()
    return _DIGITS.sub("0", line) if any(map(str.isalpha, line)) else line


def _is_beside(block: Block, common: frozenset[str]) -> bool:
    return any(word not in common and _beside().search(word) is not None for word in block.path)


def _joined(text: PageText, kept: Sequence[bool], found: Sequence[bool], inside: set[int]) -> list[bool] | None:
    """Return the entries and what was kept around them; where they are most of it, only sentences above them that none of them says again.

    Those are the lede and the summary, which begin below the headline. None where the entries are the lesser part, and no one took them for text.
    """
    first = found.index(True)
    most = 2 * _letters(text, found) >= _letters(text, [take or entry for take, entry in zip(kept, found, strict=True)])
    if not most:
        shared = any(take and entry for take, entry in zip(kept, found, strict=True))
        return [entry or (take and at not in inside) for at, (take, entry) in enumerate(zip(kept, found, strict=True))] if shared else None
    top = next((at for at in range(first - 1, -1, -1) if text.blocks[at].tag == "h1"), first)
    common = shared_words(text.blocks, found)
    said = {_line(text, at) for at, entry in enumerate(found) if entry}
    return [
        entry
        or (
            at < first and at not in inside and (take or at > top) and _line(text, at) not in said and _is_told(text, at, common, kept=take)
        )
        for at, (take, entry) in enumerate(zip(kept, found, strict=True))
    ]


def _letters(text: PageText, kept: Sequence[bool]) -> int:
    return sum(block.end - block.start for block, take in zip(text.blocks, kept, strict=True) if take)


def _is_told(text: PageText, at: int, common: frozenset[str], *, kept: bool) -> bool:
    """Return whether a line above the entries is a sentence of the page's own."""
    block, line = text.blocks[at], _line(text, at)
    if block.link_share >= _LINKED or is_stamp(line):
        return False
    if kept:
        return any(map(str.isalpha, line))
    return words_in(line) >= _PROSE and _ENDS.search(line) is not None and not is_boxed(block, common) and not is_dated(block)


@cache
def _classes() -> re.Pattern[str]:
    return re.compile(toml("live")["classes"]["pattern"])


@cache
def _beside() -> re.Pattern[str]:
    return re.compile(toml("live")["beside"]["pattern"])


@cache
def _asks() -> re.Pattern[str]:
    return re.compile(toml("live")["asks"]["pattern"])


@cache
def _titles() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row['pattern']})" for row in toml("live")["title"]))


@cache
def _leading_stamp() -> re.Pattern[str]:
    table = toml("live")["stamp"]
    return re.compile(rf"[\W_]{{0,3}}(?:{table['clock']}|{table['minute']})(?:\s?[|:–—-]+(?=\s|$))?\s*", re.IGNORECASE)


@cache
def _whole_stamp() -> re.Pattern[str]:
    table = toml("live")
    forms = [table["stamp"]["clock"], table["stamp"]["minute"], *(row["pattern"] for row in table["ago"])]
    return re.compile("|".join(f"(?:{form})" for form in forms), re.IGNORECASE)
