"""What an input holds, by its name and its first bytes; the bytes win where the two disagree."""

import codecs
import re
from pathlib import PurePath
from typing import Final, Literal

from tellings.model.articles import Medium

# "page" is text of whatever medium; the others hold or name many pages.
Kind = Literal["page", "records", "warc", "feed", "json-feed", "opml", "sitemap", "addresses"]

ZSTD: Final = (b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18")

MEDIA: Final[dict[str, Medium]] = {
    ".txt": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".shtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
}
_UNSUPPORTED: Final = {
    ".pdf": "PDF", ".doc": "a Word file", ".docx": "a Word file", ".odt": "an OpenDocument file", ".rtf": "RTF", ".epub": "EPUB",
    ".xls": "a spreadsheet", ".xlsx": "a spreadsheet", ".ods": "a spreadsheet", ".ppt": "a presentation", ".pptx": "a presentation",
    ".png": "an image", ".jpg": "an image", ".jpeg": "an image", ".gif": "an image", ".webp": "an image", ".svg": "an image",
    ".ico": "an image", ".bmp": "an image", ".tif": "an image", ".tiff": "an image", ".avif": "an image",
    ".mp3": "sound", ".wav": "sound", ".ogg": "sound", ".m4a": "sound", ".mp4": "video", ".webm": "video", ".mov": "video",
    ".zip": "a ZIP archive", ".tar": "a TAR archive", ".tgz": "a TAR archive", ".7z": "an archive", ".bz2": "an archive",
    ".xz": "an archive", ".zst": "an archive", ".css": "a style sheet", ".js": "a script", ".woff": "a font",
    ".woff2": "a font", ".ttf": "a font", ".sqlite": "a database", ".db": "a database",
    ".mhtml": "a page saved as MHTML", ".mht": "a page saved as MHTML", ".webarchive": "a Safari web archive",
}  # fmt: skip
_DOCUMENTS: Final = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"{\\rtf", "RTF"),
    (b"bplist00", "a Safari web archive or another property list"),
)
_MAIL: Final = re.compile(rb"\s*[A-Za-z\-]{2,30}: ")
_MHTML: Final = re.compile(rb"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_MAIL_HEAD: Final = 2048
_MARKS: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_HTML_START: Final = re.compile(rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
# What browsers take for HTML where nobody says what it is (WHATWG MIME Sniffing, 7.1), and elements that are younger.
_HTML_PART: Final = re.compile(
    rb"""\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*
    <(?:script|iframe|h[1-6]|div|font|table|a|style|title|b|br|p|article|section|main|header|meta|link)[\s>]""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_HTML_BODY: Final = re.compile(rb"<(?:html|head|body|article|div|p|meta|script)\b[^>]*>", re.IGNORECASE)
_TAG: Final = re.compile(rb"<[a-zA-Z!/][^>]*>")
_WARC: Final = (b"WARC/1.", b"WARC/0.")
_ROOT: Final = re.compile(
    rb"(?:<\?[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>\s*)*<(?:[\w.-]+:)?([\w.-]+)", re.IGNORECASE | re.DOTALL
)
_ROOTS: Final[dict[bytes, Kind]] = {
    b"rss": "feed", b"feed": "feed", b"opml": "opml", b"urlset": "sitemap", b"sitemapindex": "sitemap",
}  # fmt: skip
_RSS_1: Final = re.compile(rb"purl\.org/(?:rss|net/rss)|my\.netscape\.com/rdf|channel\.netscape\.com/rdf")
_FEED_TAG: Final = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
_FEEDS: Final = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_JSON: Final = ("application/feed+json", "application/json", "text/json")
_JSON_FEED: Final = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version')
_ADDRESS: Final = re.compile(rb"https?://[^\s<>\"]+", re.IGNORECASE)
_CONTROL: Final = bytes(c for c in range(32) if c not in b"\t\n\r\f\x1b")
# Text in any one-byte or UTF-8 encoding has next to no control characters; a stray NUL does not make it binary.
_CONTROL_SHARE: Final = 0.04
# A page saved under a wrong name has more tags than a text that quotes one.
_MANY_TAGS: Final = 5


def kind(name: PurePath, head: bytes, media_type: str = "", *, whole: bool = False) -> Kind:
    """Return what the first bytes, unpacked, are: a page, or something that holds or names pages.

    The name decides for JSONL alone, whose first line may be broken. `whole` says that `head` is all there is.
    """
    if head.startswith(_WARC) or (head.startswith(ZSTD) and ".warc" in "".join(name.suffixes).lower()):
        return "warc"
    if name.suffix.lower() in (".jsonl", ".ndjson"):
        return "records"
    text = _narrow(head).lstrip()
    if text.startswith(b"<"):
        return _kind_of_xml(text, media_type)
    if text.startswith(b"{"):
        if _JSON_FEED.search(text) or (b'"items"' in text and (media_type in _JSON or name.suffix.lower() == ".json")):
            return "json-feed"
        return "records" if looks_like_records(name, head) else "page"
    return (
        "addresses"
        if name.suffix.lower() in ("", ".txt", ".text", ".urls", ".lst", ".list") and _all_addresses(text, whole=whole)
        else "page"
    )


def _narrow(head: bytes) -> bytes:
    for mark, wide in ((codecs.BOM_UTF8, ""), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if head.startswith(mark):
            bare = head[len(mark) :]
            return bare.decode(wide, "ignore").encode("utf-8", "ignore") if wide else bare
    return head


def _kind_of_xml(text: bytes, media_type: str) -> Kind:
    root = _ROOT.match(text)
    name = root.group(1).lower() if root else b""
    if name in _ROOTS:
        return _ROOTS[name]
    # RDF is much else than RSS 1.0
    if name == b"rdf" and _RSS_1.search(text):
        return "feed"
    # what a server sends as a feed may begin with a warning of its own
    return "feed" if media_type in _FEEDS and _FEED_TAG.search(text) else "page"


def _all_addresses(text: bytes, *, whole: bool) -> bool:
    lines = [line.strip() for line in (text if whole else text.rpartition(b"\n")[0]).splitlines()]
    named = [line for line in lines if line and not line.startswith(b"#")]
    return bool(named) and all(_ADDRESS.fullmatch(line) for line in named)


def unsupported(path: PurePath, head: bytes) -> str | None:
    """Return what the file is where that is a kind that is known and not read; None for all else."""
    for magic, document in _DOCUMENTS:
        if head.startswith(magic):
            return document
    if _MHTML.search(head[:_MAIL_HEAD]) and _MAIL.match(head):
        return "a page saved as MHTML"
    if path.suffix.lower() == ".json" and _narrow(head).lstrip().startswith((b"{", b"[")):
        return "JSON that is neither a feed nor records, one object a line with a `text`,"
    kind = _UNSUPPORTED.get(path.suffix.lower())
    return None if _HTML_START.match(head) else kind


def is_binary(head: bytes) -> bool:
    """True where the bytes are no text in any encoding."""
    if head.startswith(_MARKS) or _is_wide(head):
        return False
    control = len(head) - len(head.translate(None, _CONTROL))
    return control > _CONTROL_SHARE * len(head)


def _is_wide(head: bytes) -> bool:
    # UTF-16 without a mark: every other byte of Latin text is NUL, and the rest are letters.
    even, odd = head[::2], head[1::2]
    return len(head) > 32 and any(
        many.count(0) > 0.4 * len(many) and len(few.translate(None, _CONTROL)) > 0.98 * len(few) for many, few in ((even, odd), (odd, even))
    )


def medium(path: PurePath, head: bytes) -> Medium:
    """Return how the file is to be read."""
    named = MEDIA.get(path.suffix.lower())
    if _HTML_START.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "html"
    if named == "html":
        return "html" if _TAG.search(head.replace(b"\x00", b"")) else "text"
    if named == "markdown":
        return named
    if named is None and _HTML_PART.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "html"
    return "html" if len(_HTML_BODY.findall(head)) >= _MANY_TAGS else "text"


def looks_like_records(path: PurePath, head: bytes) -> bool:
    """True for a file of an unknown kind whose first line begins a JSON object with a `text`."""
    if path.suffix.lower() in MEDIA or path.suffix.lower() in _UNSUPPORTED:
        return False
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0]
    return first.startswith(b"{") and b'"text"' in first
