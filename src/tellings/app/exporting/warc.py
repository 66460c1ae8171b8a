"""Pages as received, as WARC 1.1: a `resource` record a page, with the digest of its bytes and the time of its capture.

https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/. What is kept of a page is its payload, without the answer's
header, so that it is a resource and no response. A metadata record beside it says which input it was, and what was given with it.
"""

import gzip
import hashlib
import uuid
from typing import Final
from urllib.parse import quote

from tellings.app.exporting import moments
from tellings.app.exporting.base import ArticleVersion, HeldPage, Told
from tellings.app.exporting.files import Folder
from tellings.ingest.archives import UNKNOWN_CAPTURE
from tellings.model.articles import Page
from tellings.version import __version__

_TYPES: Final = {"html": "text/html", "text": "text/plain", "markdown": "text/markdown", "record": "text/plain"}
_GIVEN: Final = ("given_id", "given_outlet", "given_headline", "given_byline", "given_published")
_LEVEL: Final = 9
_STANDARD: Final = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"


class WarcWriter:
    """Writes pages.warc.gz, each record a gzip member of its own. `now` (ISO 8601, UTC) dates the file, and pages of no known date."""

    def __init__(self, folder: Folder, *, now: str) -> None:
        self._now = now
        self._file = folder.file("pages.warc.gz")
        self._info = _record_id("warcinfo", now, __version__)
        fields = {"software": f"Tellings {__version__}", "format": "WARC File Format 1.1", "conformsTo": _STANDARD}
        head = {"WARC-Type": "warcinfo", "WARC-Record-ID": self._info, "WARC-Date": now, "WARC-Filename": "pages.warc.gz"}
        self._record(head, "application/warc-fields", _fields(fields))

    def story(self, told: Told) -> None:
        """A story is in no page."""

    def article(self, version: ArticleVersion) -> None:
        """An article is what was made of a page."""

    def page(self, held: HeldPage) -> None:
        """Take a page."""
        page, captured = held.page, moments.utc(held.page.fetched_at)
        dated = captured or moments.utc(held.added)
        date = moments.stamp(dated) if dated is not None else self._now
        address, record = _address(page), _record_id("page", page.id, page.sha256)
        head = {"WARC-Type": "resource", "WARC-Record-ID": record, "WARC-Date": date, "WARC-Target-URI": address}
        head |= {"WARC-Payload-Digest": f"sha256:{page.sha256}", "WARC-Warcinfo-ID": self._info}
        if captured is None:
            head[UNKNOWN_CAPTURE] = "unknown"
        charset = page.charset or ("utf-8" if page.medium == "record" else None)
        self._record(head, _TYPES[page.medium] + (f"; charset={charset}" if charset else ""), page.raw)
        self._metadata(page, {"WARC-Date": date, "WARC-Target-URI": address, "WARC-Refers-To": record})
        self._file.records += 1

    def close(self) -> None:
        """Nothing is left."""

    def _metadata(self, page: Page, head: dict[str, str]) -> None:
        known = {name: getattr(page, name) for name in _GIVEN}
        told = {"tellings-page": page.id, "tellings-input": page.input, "tellings-medium": page.medium}
        told |= {f"tellings-{name.replace('_', '-')}": value for name, value in known.items() if value is not None}
        named = {"WARC-Type": "metadata", "WARC-Record-ID": _record_id("metadata", page.id, page.sha256)}
        self._record({**named, **head, "WARC-Warcinfo-ID": self._info}, "application/warc-fields", _fields(told))

    def _record(self, head: dict[str, str], kind: str, block: bytes) -> None:
        digest = f"sha256:{hashlib.sha256(block).hexdigest()}"
        ends = {"WARC-Block-Digest": digest, "Content-Type": kind, "Content-Length": str(len(block))}
        whole = b"WARC/1.1\r\n" + _fields(head | ends) + b"\r\n" + block + b"\r\n\r\n"
        self._file.write(gzip.compress(whole, _LEVEL, mtime=0))


def _fields(fields: dict[str, str]) -> bytes:
    return "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in fields.items()).encode("utf-8", "replace")


def _record_id(kind: str, *parts: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, ':'.join(('urn:tellings', kind, *parts)))}>"


def _address(page: Page) -> str:
    """The address of the page; of a file its path as it was named."""
    if page.url is not None and "://" in page.url:
        return quote(page.url, safe="!#$%&'()*+,/:;=?@[]~")
    return "file:///" + quote(page.input.lstrip("/"), safe="/#")
