"""Pages that no editor made: whole monsters of a given size, and strategies that build a page and break it."""

import json
from collections.abc import Callable
from typing import Final

from hypothesis import strategies as st

SENTENCE: Final = "The harbour of Ansel was closed on Monday after a crane fell on the main quay, the harbour master said. "
SECRET: Final = "zqxscript"
_TEXT: Final = "".join(f"<p>{SENTENCE}Day {number} of the repairs went by without a word from the owner.</p>" for number in range(4))


def page(inside: str, head: str = "<title>Crane falls in Ansel</title>") -> str:
    return f"<!doctype html><html><head>{head}</head><body><h1>Crane falls in Ansel</h1>{inside}</body></html>"


def _within(opened: str, closed: str) -> Callable[[int], str]:
    """The text inside `size` elements, one in the other."""
    return lambda size: page(opened * size + _TEXT + closed * size)


def _beside(made: str) -> Callable[[int], str]:
    """The text, and `size` times the same mark-up below it."""
    return lambda size: page(_TEXT + made * size)


def _ld(value: Callable[[int], str]) -> Callable[[int], str]:
    return lambda size: page(_TEXT, f'<title>x</title><script type="application/ld+json">{value(size)}</script>')


def _head(made: Callable[[int], str]) -> Callable[[int], str]:
    return lambda size: page(_TEXT, made(size))


# name -> how it is made at a size; at size 1,000 a page has some 10 kB to 100 kB
MONSTERS: Final[dict[str, Callable[[int], str]]] = {
    "tables in tables": _within("<table><tr><td>", "</td></tr></table>"),
    "bold in bold": _within("<b>", "</b>"),
    "divisions with many classes": _within("<div class='a b c d e f story share related'>", "</div>"),
    "lists in lists": _within("<ul><li>", "</li></ul>"),
    "links in links": _within("<a href='/x'>", "</a>"),
    "quotes never closed": lambda size: page("<blockquote>" * size + _TEXT),
    "spans between words": _beside("<span>a</span> <i>b</i>"),
    "letters apart": lambda size: page("<p>" + "".join(f"<span>{c}</span>" for c in SENTENCE) * (size // 20) + "</p>"),
    "paragraphs never closed": _beside("<p>word word word"),
    "line breaks": _beside("<br>x"),
    "links": _beside("<a href='/a'>Read more</a> "),
    "headings": _beside("<h1>Crane falls in Ansel</h1><h2>Quay</h2>"),
    "times": _beside("<time datetime='x'>y</time><span class=date>z</span>"),
    "writers": _beside("<span class='byline author'>By Nobody At All Of Us 7</span>"),
    "empty rows": _beside("<tr><td></td></tr>"),
    "cells in one row": lambda size: page(_TEXT + "<table><tr>" + "<td>a 1" * size + "</tr></table>"),
    "the same text": lambda size: page(_TEXT * max(2, size // 20)),
    "bodies": lambda size: page((_TEXT + "</body><body class=x>") * max(2, size // 20)),
    "articles": lambda size: page(f"<article><h2>Quay opens</h2>{_TEXT}</article>" * max(2, size // 20)),
    "entries of a live blog": lambda size: page(
        f"<article class='liveblog block'><time>18.0{size % 10}</time><h2>Talks</h2><p>{SENTENCE}</p></article>" * (size // 5)
    ),
    "comments": lambda size: page(_TEXT + f"<div class=comment><b>A B</b><p>{SENTENCE}</p></div>" * (size // 5)),
    "captions": lambda size: page(_TEXT + f"<figure><figcaption>{SENTENCE}</figcaption></figure>" * (size // 5)),
    "an attribute without end": lambda size: page(f'<p class="{"story " * size * 10}" style="{"x" * size * 10}">{SENTENCE}</p>{_TEXT}'),
    "an attribute never closed": lambda size: page(f'{_TEXT}<p title="{"x " * size * 10}'),
    "attributes": lambda size: page(f"<p {' '.join(f'data-a{n}={n}' for n in range(size))}>{SENTENCE}</p>{_TEXT}"),
    "a picture in the address": lambda size: page(f'<img src="data:image/png;base64,{"QUJD" * size * 10}">{_TEXT}'),
    "a comment never closed": lambda size: page(f"{_TEXT}<!-- {'x -- > ' * size * 5}"),
    "comments of one sign": _beside("<!-->"),
    "cdata": _beside("<![CDATA[ a < b ]]>"),
    "instructions": _beside("<?php echo 1 ?>"),
    "entities": _beside("&amp;&#0;&#x110000;&nosuch;&#xD800;&lt;b&gt;&copy &shy;"),
    "ampersands": _beside("&" * 8),
    "open brackets": _beside("<" * 8),
    "end tags of nothing": _beside("</div></p></b>"),
    "crossed tags": _beside("<b><i><u></b></i></u>"),
    "crossed tags left open": lambda size: page(_TEXT + "<b><i><p>x" * min(size, 3000)),
    "forms of old": _beside("<xmp><b>x</b></xmp><noembed>y</noembed><listing>z</listing>"),
    "frames": _beside(f"<iframe srcdoc='<p>{SECRET}</p>'></iframe><object><embed></object>"),
    "drawings with text": _beside("<svg><text>s</text><foreignObject><p>f</p></foreignObject></svg><math><mi>m</mi></math>"),
    "templates": _beside("<template shadowrootmode=open><p>t</p></template><slot>u</slot>"),
    "bases": _head(lambda size: "<base href='javascript:1'>" * size),
    "metas": _head(lambda size: "<meta property='og:title' content=''><meta name=author content='7'>" * size),
    "a meta without end": _head(lambda size: f'<meta property="og:title" content="{"Crane falls | " * size}">'),
    "a title without end": _head(lambda size: f"<title>{'Crane falls - ' * size}</title>"),
    "an address without end": _head(lambda size: f'<link rel=canonical href="https://a.example/{"2025/01/" * size}">'),
    "json deep": _ld(lambda size: '{"@type":"NewsArticle","a":' * size + "1" + "}" * size),
    "json deep in its graph": _ld(lambda size: '{"@graph":[' * min(size, 900) + "1" + "]}" * min(size, 900)),
    "json of many": _ld(lambda size: json.dumps([{"@type": "NewsArticle", "author": [{"name": "A"}] * 5}] * size)),
    "json of one author": _ld(lambda size: json.dumps({"@type": "NewsArticle", "author": {"name": "A B, " * size}, "headline": "x" * size})),
    "json of a body": _ld(lambda size: json.dumps({"@type": "NewsArticle", "articleBody": SENTENCE * (size // 2)})),
    "json of lines": _ld(lambda size: json.dumps({"@type": "NewsArticle", "articleBody": "\n\n".join([SENTENCE] * (size // 5))})),
    "json broken": _ld(lambda size: '{"@type":"NewsArticle","headline":"' + "\\" * (2 * size + 1)),
    "scripts": _head(lambda size: f"<script>{SECRET}</script>" * size),
    "a word without end": lambda size: page(f"<p>{'x' * size * 20}</p>{_TEXT}"),
    "a paragraph without end": lambda size: page(f"<p>{SENTENCE * (size // 2)}</p>"),
    "nothing between the tags": lambda size: page(_TEXT + f"<p>{' ' * size * 20}</p>"),
    "cells of a layout": lambda size: page("<table>" + f"<tr><td width=1><td><font>{SENTENCE}</font></td></tr>" * (size // 5) + "</table>"),
}  # fmt: skip

# lines that look like the beginning of something to a pattern, many times over
BAIT: Final[dict[str, str]] = {
    "capitals": "A. B. C. ", "towns": "PORT ", "towns and commas": "Port, ", "brackets": "(", "closing": ")", "hyphens": "a-", "underlines": "a_",
    "digits": "1", "dates": "1 May 2024 ", "days": "1.1.", "slashes": "1/1/", "clocks": "18:05", "spaces": " ", "tabs": "\t", "bars": "a | ",
    "dashes": "— ", "by": "By A ", "quotation marks": "“", "apostrophes": "A's ", "dots": ".", "sentences": "It is. ", "stars": "*", "hashes": "#", "links": "[a](",
    "addresses": "www.a.example/", "mail": "a@", "credits": "Source: ", "originals": "originally appeared in ", "agencies": "(AP) ", "colons": ": ",
    "zero width": "a\u200b", "marks": "e\u0301", "right to left": "\u202eا ", "bytes that are none": "\x00\x01", "kanji": "年月日", "dollars": "$1 ", "videos": "a1:11 ",
    "percents": "%41", "hex": "0123456789abcdef", "photo": "Photo: A ", "and": "and ", "inputs": "(With inputs from ", "underscored": "__",
    "words": "word ", "capital words": "Word ", "lines": "x\n", "titles": "Crane falls in Ansel\n", "bullets": "• a\n", "rows": "| a | b |\n", "heads": "# a\n",
    "fences": "```\n", "dashed lines": "---\n", "returns": "\r", "separators": "\u2028", "form feeds": "\f", "also": "Also read: a\n", "ids": "abc123def456ghi789jkl\n",
}  # fmt: skip

_PIECES: Final = [
    _TEXT, SENTENCE, f"<p>{SENTENCE}</p>", "<p>Also read: Quay opens</p>", "(AP)", "PORT ANSEL (Reuters) - ", "By Mira Tolland", "4 May 2024", "©",
    f"<script>{SECRET}", f"<style>{SECRET}</style>", f"<title>Crane <script>{SECRET}</script></title>", "<noscript><p>n</p></noscript>", "<plaintext>", "<xmp>",
    "<noembed>", "<textarea>", "<select><option>a</select>", "<svg><title>t</title></svg>", "<math><mtext><p>m</p></mtext></math>", "<frameset>", "<body>",
    "</body></html>", "<html lang=ar dir=rtl>", "<BODY CLASS=Story>", "<Article ITEMPROP=articleBody>", "<p xmlns:x='u'><x:p>x</x:p>", "<?xml version='1.0'?>",
    "<!--", "-->", "<!", "<", ">", "</", "<p title='", '<p title="', "&", "&#", "&#x110000;", "&#xD83D;", "&lt;script&gt;", "]]>", "<![CDATA[", "\x00", "\x1b[31m", "\x0c",
    "\u202e", "\u2066", "\u200f", "\ufeff", "\ufffe", "\u2028", "\u0301", "\xad", "א", "ب", "漢", "👩‍👩‍👧", "\r", "\r\n", "\n\n", "\t", "# ", "```", "---\n", "| a | b |", "[a](b)",
    "<meta charset=utf-7>", "<meta charset='x-user-defined'>", "<meta http-equiv=content-type content='text/html; charset=utf-16'>", "<base href='//'>",
    "<a href='javascript:x'>", "<table><tr><td>", "<ul><li>", "<dl><dt>a<dd>b", "<figure><figcaption>", "<h1>", "<div hidden>", "<div style='display:none'>",
    "<div class='comment share related caption byline date'>", "<time datetime=x>", "<template>", "<dialog open>", "<details><summary>s</summary>",
]  # fmt: skip
_ENCODINGS: Final = ["utf-8", "utf-16", "utf-16-le", "cp1252", "cp1251", "cp932", "gb18030", "utf-7", "utf-32", "koi8_r"]
_ADDRESSES: Final = [
    "http://[::1",
    "//",
    "http://a.example:99999/",
    "https://a.example/2024/13/45/x",
    "javascript:x",
    "http://\x00",
    "https://é.example/漢",
    "#",
    " ",
]
_JSON: Final = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from([*_ADDRESSES, "2024-05-04T10:00:00Z", "0000-00-00"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@type", "@id", "name", "url", "@list", "item", "itemListElement", "position", "x"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)
_KEYS: Final = [
    "headline", "name", "author", "creator", "publisher", "datePublished", "dateModified", "inLanguage", "articleBody", "isAccessibleForFree", "hasPart", "mainEntity",
    "mainEntityOfPage", "breadcrumb", "@graph", "itemListElement", "articleSection", "liveBlogUpdate", "sourceOrganization", "url", "description", "alternativeHeadline",
]  # fmt: skip
_TYPES: Final = (
    st.sampled_from(["NewsArticle", "LiveBlogPosting", "WebPage", "VideoObject", "ImageGallery", "ItemList", "BreadcrumbList"]) | _JSON
)
_VALUES: Final = st.text(max_size=40) | st.sampled_from(
    [*_ADDRESSES, "2024-05-04", "99/99/9999", "0", "Crane | Quay | ", " - ", '"><script>']
)
_METAS: Final = [
    "og:title", "og:site_name", "og:url", "og:type", "og:locale", "author", "article:published_time", "article:modified_time", "date", "twitter:site", "robots",
]  # fmt: skip


def pieces() -> st.SearchStrategy[str]:
    """Mark-up and text in any order, closed or not, and small monsters among it."""
    small = st.builds(lambda name, size: MONSTERS[name](size), st.sampled_from(sorted(MONSTERS)), st.integers(1, 12))
    return st.lists(st.sampled_from(_PIECES) | small | st.text(max_size=12), max_size=14).map("".join)


def heads() -> st.SearchStrategy[str]:
    """A page whose head says anything of anything, and whose text is whole."""
    node = st.builds(
        lambda kind, rest: json.dumps({"@type": kind, **rest}), _TYPES, st.dictionaries(st.sampled_from(_KEYS), _JSON, max_size=6)
    )
    ld = node.map(lambda value: f'<script type="application/ld+json">{value}</script>')
    quoted = _VALUES.map(lambda value: value.replace("&", "&amp;").replace('"', "&quot;"))
    meta = st.builds(lambda name, value: f'<meta property="{name}" content="{value}">', st.sampled_from(_METAS), quoted)
    others = st.builds(
        lambda form, value: form.format(value), st.sampled_from(['<link rel=canonical href="{}">', "<title>{}</title>", '<base href="{}">']), quoted
    )  # fmt: skip
    times = st.builds('<time datetime="{}">{}</time>'.format, quoted, quoted)
    return st.builds(
        lambda head, below: page(below + _TEXT, "".join(head)), st.lists(ld | meta | others, max_size=6), st.just("") | times
    )  # fmt: skip


@st.composite
def broken(draw: st.DrawFn) -> bytes:
    """A page cut, with stretches left out, doubled or turned, in an encoding that it may deny, with bytes that fit nowhere."""
    text = draw(pieces() | heads())
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 60)))
        how = draw(st.sampled_from(["cut", "out", "twice", "turned", "upper"]))
        middle = {"cut": "", "out": "", "twice": text[start:end] * 2, "turned": text[start:end][::-1], "upper": text[start:end].upper()}[
            how
        ]
        text = text[:start] + middle + ("" if how == "cut" else text[end:])
    raw = text.encode(draw(st.sampled_from(_ENCODINGS)), "replace")
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(raw)))
        raw = raw[:at] + draw(st.binary(max_size=3)) + raw[at + draw(st.integers(0, 3)) :]
    return raw
