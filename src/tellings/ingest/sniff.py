"""What a file holds, by its name and its first bytes; the bytes win where the two disagree."""

import re
from pathlib import Path
from typing import Final

from tellings.model.articles import Medium

# Enough to pass a licence comment or an XML prologue above <html>.
SAMPLE: Final = 8192
GZIP: Final = b"\x1f\x8b"

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
    ".xz": "an archive", ".zst": "an archive", ".warc": "WARC", ".css": "a style sheet", ".js": "a script", ".woff": "a font",
    ".woff2": "a font", ".ttf": "a font", ".sqlite": "a database", ".db": "a database",
}  # fmt: skip
_DOCUMENTS: Final = ((b"%PDF-", "PDF"), (b"PK\x03\x04", "a ZIP archive"), (b"{\\rtf", "RTF"), (b"WARC/1.", "WARC"))
_MARKS: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_HTML_START: Final = re.compile(rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_HTML_BODY: Final = re.compile(rb"<(?:html|head|body|article|div|p|meta|script)\b[^>]*>", re.IGNORECASE)
_TAG: Final = re.compile(rb"<[a-zA-Z!/][^>]*>")
_CONTROL: Final = bytes(c for c in range(32) if c not in b"\t\n\r\f\x1b")
# Text in any one-byte or UTF-8 encoding has next to no control characters; a stray NUL does not make it binary.
_CONTROL_SHARE: Final = 0.04
# A page saved under a wrong name has more tags than a text that quotes one.
_MANY_TAGS: Final = 5


def unsupported(path: Path, head: bytes) -> str | None:
    """Return what the file is where that is a kind that is known and not read; None for all else."""
    for magic, document in _DOCUMENTS:
        if head.startswith(magic):
            return document
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


def medium(path: Path, head: bytes) -> Medium:
    """Return how the file is to be read."""
    named = MEDIA.get(path.suffix.lower())
    if _HTML_START.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "html"
    if named == "html":
        return "html" if _TAG.search(head.replace(b"\x00", b"")) else "text"
    if named == "markdown":
        return named
    return "html" if len(_HTML_BODY.findall(head)) >= _MANY_TAGS else "text"


def looks_like_records(path: Path, head: bytes) -> bool:
    """True for a file of an unknown kind whose first line begins a JSON object with a `text`."""
    if path.suffix.lower() in MEDIA or path.suffix.lower() in _UNSUPPORTED:
        return False
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0]
    return first.startswith(b"{") and b'"text"' in first
