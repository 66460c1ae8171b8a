"""HTML to text: all that a reader of the page sees, block by block, with what the mark-up says of each block."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from lxml import etree
from lxml import html as lxml_html
from resiliparse.extract.html2text import extract_plain_text

from tellings.model.articles import Block
from tellings.text.headless import end_head
from tellings.text.scripts import unseen_paragraphs

# The parser itself stops at this depth, and loses what lies below.
PARSER_DEPTH: Final = 2048
_SKIPPED: Final = frozenset(
    [
        "head",
        "script",
        "style",
        "template",
        "noscript",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "canvas",
        "video",
        "audio",
        "select",
        "datalist",
        "textarea",
        "map",
        "progress",
        "meter",
        "link",
        "meta",
        "title",
        "applet",
        "frameset",
        "noframes",
    ]
)
_BLOCKS: Final = frozenset(
    [
        "html",
        "body",
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "dl",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "caption",
        "blockquote",
        "article",
        "section",
        "header",
        "footer",
        "nav",
        "aside",
        "main",
        "figure",
        "figcaption",
        "form",
        "fieldset",
        "legend",
        "pre",
        "hr",
        "address",
        "details",
        "summary",
        "dialog",
        "center",
        "button",
        "hgroup",
        "search",
        "menu",
        "amp-sidebar",
    ]
)
_LINES: Final = frozenset(["li", "dt", "dd", "tr", "br"])
_CELLS: Final = frozenset(("td", "th"))
# Elements whose name says as much as a class would; it joins the path.
_NAMED: Final = frozenset(
    [
        "nav",
        "aside",
        "footer",
        "header",
        "figure",
        "figcaption",
        "form",
        "article",
        "main",
        "button",
        "blockquote",
        "table",
        "li",
        "address",
        "details",
        "a",
    ]
)
_UNHIDDEN: Final = frozenset(("html", "body", "main", "article"))
_HIDING: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\s]{1,60}")
_PER_ELEMENT: Final = 8
_PER_PATH: Final = 96
# Not white space, and nothing that a reader sees: C0 and C1 controls, soft hyphen, zero-width space and joiner, byte-order mark.
_INVISIBLE: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\xad\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
# The same in UTF-8: searching the characters of a page for them took a fourth of its parsing.
_CONTROLS: Final = bytes([*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F])
_WIDE: Final = tuple(
    re.compile(form) for form in (b"\xc2[\x80-\x9f\xad]", b"\xe2(?:\x80\x8b|\x81\xa0)", b"\xef(?:\xbb\xbf|\xbf[\xbe\xbf])")
)
_SEPARATORS: Final = ("", "\t", "\n", "\n\n")
_CELL, _LINE, _BLOCK = 1, 2, 3
_GAPS: Final = {**dict.fromkeys(_BLOCKS, _BLOCK), **dict.fromkeys(_LINES, _LINE), **dict.fromkeys(_CELLS, _CELL)}
# Letters of a noscript element that are more than a request to turn scripts on.
_PAGE_WITHOUT_SCRIPTS: Final = 400


# lxml.html asks Python for the class of each element it hands out, to give forms a class of their own; the extractor needs HtmlElement only.
_ONE_CLASS: Final = etree.ElementDefaultClassLookup(element=lxml_html.HtmlElement)


def parse(source: str) -> Any | None:
    """Return the lxml tree of the page, None where there is no element in it or it is nested deeper than the parser goes."""
    parser = etree.HTMLParser(huge_tree=True, encoding="utf-8", remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_ONE_CLASS)
    try:
        tree = lxml_html.document_fromstring(_visible(source), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    if any("depth" in entry.message for entry in parser.error_log):
        return None
    end_head(tree)
    return tree


def _visible(source: str) -> bytes:
    """Return the page in UTF-8 without what is invisible in it."""
    try:
        data = source.encode().translate(None, _CONTROLS)
    except UnicodeEncodeError:  # half of a surrogate pair
        return _INVISIBLE.sub("", source).encode()
    if not source.isascii():
        for form in _WIDE:
            data = form.sub(b"", data)
    return data


def linearise(source: str, tree: Any | None, max_depth: int = PARSER_DEPTH) -> tuple[str, tuple[Block, ...]]:
    """Return the visible text of the page and its blocks: sorted, apart, each without white space at its ends.

    Blocks are set apart by an empty line, lines (list items, table rows, line breaks) by a line end, cells by a tab; inside a block white
    space is one space. An article's text that stands in a script and is not seen comes last (tag "script"). Where there is no tree, or it
    is deeper than `max_depth`, the page is cut to its lines, without tags or paths.
    """
    if tree is not None:
        walk = _Walk()
        if walk.read(tree, max_depth):
            walk.scripted(unseen_paragraphs(tree, "".join(walk.pieces)))
            return walk.result()
    plain = extract_plain_text(_INVISIBLE.sub("", source), preserve_formatting=True, main_content=False)
    walk = _Walk()
    for line in plain.splitlines():
        walk.line(line)
    return walk.result()


def lines_of(element: Any) -> list[str]:
    """Return the texts of the blocks of an element by itself, as they stand in the linearisation of its page."""
    walk = _Walk()
    walk.read(element, PARSER_DEPTH)
    return walk.texts()


# An element that is open: the tag and the path of the block it belongs to, its own tag and the gap around it, and whether its text is left out.
_Open = tuple[str, tuple[str, ...], str, int, bool]
_PAGE: Final[_Open] = ("", (), "", 0, False)
_SHUT: Final[_Open] = ("", (), "", 0, True)


@dataclass(slots=True)
class _Walk:
    """Collects blocks from the events of a tree."""

    pieces: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    at: int = 0
    buffer: list[str] = field(default_factory=list)
    linked: int = 0
    gap: int = 0
    stack: list[_Open] = field(default_factory=lambda: [_PAGE])
    links: int = 0
    after_link: bool = False
    pre: int = 0

    def read(self, tree: Any, max_depth: int) -> bool:
        """Read the tree; False where it is deeper than allowed."""
        events = etree.iterwalk(tree, events=("start", "end"))
        stack = self.stack
        for event, element in events:
            if event == "start":
                if len(stack) > max_depth:
                    return False
                tag = element.tag
                attributes = dict(element.items())
                if _is_shut(tag, element, attributes):
                    events.skip_subtree()
                    stack.append(_SHUT)
                else:
                    self._start(tag, attributes)
                    text = element.text
                    if text:
                        self.text(text)
                continue
            _, _, tag, gap, shut = stack[-1]
            if not shut:
                self._end(tag, gap)
            stack.pop()
            if element is not tree and (tail := element.tail):
                self.text(tail)
        self.flush()
        return True

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        block, path = self.stack[-1][:2]
        if (attributes or tag in _NAMED) and len(path) < _PER_PATH:
            of = attributes.get
            path += _words(tag, of("class"), of("id"), of("role"), of("itemprop"))
        gap = _GAPS.get(tag, 0)
        if gap:
            self.flush(gap)
            if tag != "br":
                block = tag
            if tag == "pre":
                self.pre += 1
        elif tag == "a":
            if self.after_link:
                self.buffer.append(" ")
            self.links += 1
        self.stack.append((block, path, tag, gap, False))

    def _end(self, tag: str, gap: int) -> None:
        if gap:
            self.flush(gap)
            if tag == "pre":
                self.pre -= 1
        elif tag == "a":
            self.links -= 1
            self.after_link = True

    def text(self, text: str) -> None:
        """Take text of the open block."""
        if self.pre:
            first, *rest = text.split("\n")
            self._take(first)
            for line in rest:
                self.flush(_LINE)
                self._take(line)
        else:
            self._take(text)

    def _take(self, text: str) -> None:
        if self.buffer or not text.isspace():  # what is between the tags of most blocks
            self.buffer.append(text)
        if self.links:
            self.linked += len(text.strip())
        self.after_link = False

    def flush(self, gap: int = 0) -> None:
        """Close the open block, if it has text, and let at least `gap` come before the next."""
        if self.buffer:
            text = " ".join("".join(self.buffer).split())
            self.buffer.clear()
            if not text.isprintable():
                text = " ".join(_INVISIBLE.sub("", text).split())
            if text:
                self._put(text)
        self.after_link = False
        self.linked = 0
        self.gap = max(self.gap, gap)

    def _put(self, text: str) -> None:
        if self.blocks:
            separator = _SEPARATORS[self.gap or _LINE]
            self.pieces.append(separator)
            self.at += len(separator)
        share = min(1.0, round(self.linked / len(text), 3)) if self.linked else 0.0
        tag, path = self.stack[-1][:2]
        end = self.at + len(text)
        self.blocks.append(Block(start=self.at, end=end, tag=tag, path=path, link_share=share))
        self.pieces.append(text)
        self.at = end
        self.gap = 0

    def scripted(self, paragraphs: Sequence[str]) -> None:
        """Take what stands in a script only, each paragraph as a block of its own."""
        for paragraph in paragraphs:
            self.stack.append(("script", ("articlebody",), "", 0, False))
            self.gap = _BLOCK
            self.buffer.append(paragraph)
            self.flush(_BLOCK)
            self.stack.pop()

    def line(self, text: str) -> None:
        """Take a line of plain text as a block; an empty one sets its neighbours apart."""
        if not text.strip():
            self.gap = _BLOCK
            return
        self.buffer.append(text)
        self.flush(_LINE)

    def texts(self) -> list[str]:
        """Return the text of each block."""
        whole = "".join(self.pieces)
        return [whole[block.start : block.end] for block in self.blocks]

    def result(self) -> tuple[str, tuple[Block, ...]]:
        """Return the text and its blocks."""
        return "".join(self.pieces), tuple(self.blocks)


def _is_shut(tag: object, element: Any, attributes: dict[str, str]) -> bool:
    """True for an element that no reader sees; what stands for a script on a page without one is seen where it holds a page's text."""
    if not isinstance(tag, str):
        return True
    if tag in _SKIPPED:
        return tag != "noscript" or sum(map(len, element.itertext())) < _PAGE_WITHOUT_SCRIPTS
    if not attributes or tag in _UNHIDDEN:
        return False
    style = attributes.get("style")
    return (style is not None and len(style) < 2000 and _HIDING.search(style) is not None) or "hidden" in attributes


@lru_cache(maxsize=4096)
def _words(tag: str, *values: str | None) -> tuple[str, ...]:
    words = [tag] if tag in _NAMED else []
    for value in values:
        if value:
            words += _WORD.findall(value[:500].lower())[:_PER_ELEMENT]
    return tuple(words)
