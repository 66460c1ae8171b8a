"""Pages as received, as WARC 1.1: a record a page, with the digest of its bytes and the time of its capture.

https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/. A page that came with an HTTP answer is a `response`: the head as it was
received, and the body as it is kept, unpacked. How the body was packed on its way stands in fields of other names, as Common Crawl has it
(`X-Crawler-Content-Encoding`, `X-Crawler-Transfer-Encoding`, `X-Crawler-Content-Length`), since what follows is not so packed. Any other page is a
`resource`. A metadata record beside it says which input it was, and what was given with it.
"""

import gzip
import hashlib
import re
import uuid
from typing import Final
from urllib.parse import quote

from tellings.app.exporting import moments
from tellings.app.exporting.base import ArticleVersion, HeldPage, Told
from tellings.app.exporting.files import Folder
from tellings.ingest.archives import MEDIUM, UNKNOWN_CAPTURE
from tellings.model.articles import AnswerHead, Page
from tellings.version import __version__

_TYPES: Final = {"html": "text/html", "text": "text/plain", "markdown": "text/markdown", "record": "text/plain"}
_GIVEN: Final = ("given_id", "given_outlet", "given_headline", "given_byline", "given_published")
# Fields that say how the body was packed.
_PACKED: Final = frozenset(["content-encoding", "transfer-encoding", "content-length"])
_LINE_ENDS: Final = re.compile("[\\r\\n\\0]+")
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
        head = {"WARC-Record-ID": record, "WARC-Date": date, "WARC-Target-URI": address}
        head |= {"WARC-Payload-Digest": f"sha256:{page.sha256}", "WARC-Warcinfo-ID": self._info}
        if page.answer is not None and captured is not None and address.lower().startswith(("http://", "https://")):
            block = _head(page.answer, len(page.raw)) + page.raw
            self._record({"WARC-Type": "response", **head, MEDIUM: page.medium}, "application/http; msgtype=response", block)
        else:
            head = {"WARC-Type": "resource", **head} | ({UNKNOWN_CAPTURE: "unknown"} if captured is None else {})
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


def _head(answer: AnswerHead, length: int) -> bytes:
    """The head of the answer before a body that is not packed, of this length."""
    found, told = [], False
    for name, value in answer.fields:
        known = name.lower()
        same = known == "content-length" and value.strip() == str(length)
        told = told or same
        found.append((f"X-Crawler-{name}" if known in _PACKED and not same else name, value))
    found += [] if told else [("Content-Length", str(length))]
    lines = [f"{answer.version} {answer.status} {answer.reason}", *(f"{name}: {value}" for name, value in found)]
    return b"".join(_LINE_ENDS.sub(" ", line).encode("latin-1", "replace") + b"\r\n" for line in lines) + b"\r\n"


def _fields(fields: dict[str, str]) -> bytes:
    return "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in fields.items()).encode("utf-8", "replace")


def _record_id(kind: str, *parts: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, ':'.join(('urn:tellings', kind, *parts)))}>"


def _address(page: Page) -> str:
    """The address of the page; of a file its path as it was named."""
    if page.url is not None and "://" in page.url:
        return quote(page.url, safe="!#$%&'()*+,/:;=?@[]~")
    return "file:///" + quote(page.input.lstrip("/"), safe="/#")
