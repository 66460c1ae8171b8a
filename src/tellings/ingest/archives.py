"""WARC, WARC.gz and WARC.zst to pages, record by record; what is damaged is told once, and reading goes on behind it.

Pages are the `response` records with status 200 or 203, the `conversion` records and the `resource` records, where they are HTML or plain
text. A page's error record (404, 500 …) is a rejection with its reason. Images, scripts and other assets of a page are counted, in one
line for the whole archive. Requests, metadata, redirects and revisits are no inputs.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC
from io import BufferedIOBase
from pathlib import PurePath
from typing import Any, Final

from fastwarc.warc import ArchiveIterator, WarcRecordType

from tellings.ingest import pages, payloads
from tellings.ingest.damage import next_record
from tellings.ingest.received import MOST_HEAD, Received
from tellings.ingest.records import encodable
from tellings.ingest.sources import Source, media_type
from tellings.model.articles import AnswerHead, Medium, Page, Rejected
from tellings.settings import Settings
from tellings.text.counting import counted

_TYPES: Final = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion | WarcRecordType.continuation
_HTML: Final = ("text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml")
# A record of our own export whose page came as a file: its date is that of the export, and says nothing of the page.
UNKNOWN_CAPTURE: Final = "WARC-Tellings-Capture"
# How a page of our own export is to be read: its server may have said something else.
MEDIUM: Final = "WARC-Tellings-Medium"
_HTTP: Final = re.compile(r"HTTP/[0-9](?:\.[0-9])?")
_AS_BYTES: Final = "latin-1"
_TEXT: Final = ("text/plain", "text/markdown", "text/x-markdown")
# A server that does not know what it sends says one of these: the bytes decide.
_UNKNOWN: Final = ("", "application/octet-stream", "binary/octet-stream", "unknown/unknown", "application/x-unknown")
_READ: Final = (200, 203)
_REASONS: Final = {404: "not-found", 410: "not-found", 401: "refused", 403: "refused", 407: "refused", 451: "refused"}
# Files for crawlers and not for readers, at the root of a host.
_FOR_MACHINES: Final = ("robots.txt", "ads.txt", "app-ads.txt", "humans.txt", "security.txt", "llms.txt", "sellers.json")
# Cuts that a crawler makes on purpose leave the text's beginning and middle whole; broken connections end anywhere.
_CUT_ON_PURPOSE: Final = ("", "length")
_CUT_BY: Final = {"time": "its time was over", "disconnect": "the connection broke"}
# What a page's scripts ask for is often sent as HTML.
_DATA: Final = (b'{"', b'[{"', b"[]", b"{}")
_UNKNOWN_KIND: Final = "of an unknown kind"
_MEDIA_TYPE: Final = re.compile(r"[\w.+\-]{1,60}/[\w.+\-]{1,60}|[a-z]+(?: [a-z0-9]+){1,5}")
_CONTROL: Final = re.compile("[\x00-\x20\x7f-\x9f]")
_MOST_KINDS: Final = 100
_NAMED_KINDS: Final = 4


@dataclass(slots=True)
class _Tally:
    """What an archive holds that is no input of its own."""

    seen: int = 0
    others: Counter[str] = field(default_factory=Counter)
    damages: int = 0
    damage: str = ""

    def pass_over(self, kind: str) -> None:
        """Count an asset under its kind, which its server named: some name a new one each time."""
        known = kind if _MEDIA_TYPE.fullmatch(kind) else _UNKNOWN_KIND
        self.others[known if known in self.others or len(self.others) < _MOST_KINDS else _UNKNOWN_KIND] += 1


def read(source: Source, settings: Settings) -> Iterator[Page | Rejected]:
    """Yield a page or a rejection for each record of a page, in the archive's order, then a line for what is damaged and one for assets.

    One record is held at a time. An input is named `archive#address`, or by its offset where it has none.
    """
    tally = _Tally()
    with source.open() as file:
        for record, at in _records(file, tally):
            tally.seen += 1
            try:
                found = _of_record(record, source.name, at, settings)
            except (OSError, ValueError, payloads.DamagedError) as error:
                found = _broken(_name(record, source.name, at), f"the record is damaged: {error}")
            except payloads.TooLargeError:
                found = pages.too_large(_name(record, source.name, at), settings)
            except Exception as error:
                found = pages.fault(_name(record, source.name, at), error, settings)
            if isinstance(found, str):
                tally.pass_over(found)
            elif found is not None:
                yield found
    yield from _summary(source.name, tally)


def _summary(name: str, tally: _Tally) -> Iterator[Rejected]:
    if tally.damages:
        more = f", and at {counted(tally.damages - 1, 'more place')}" if tally.damages > 1 else ""
        detail = f"the archive is damaged {tally.damage}{more}; what could be read was"
        yield Rejected(input=name, reason="broken-archive", detail=detail)
    if tally.others:
        kinds = sorted(tally.others.items(), key=lambda item: (-item[1], item[0]))
        named = ", ".join(f"{count:,} {kind}" for kind, count in kinds[:_NAMED_KINDS])
        rest = f" and {counted(len(kinds) - _NAMED_KINDS, 'kind')} more" if len(kinds) > _NAMED_KINDS else ""
        count = sum(tally.others.values())
        passed = counted(count, "record of another kind", "records of other kinds")
        yield Rejected(input=name, reason="unsupported-type", detail=f"{passed} passed over: {named}{rest}")
    elif not tally.seen and not tally.damages:
        yield Rejected(input=name, reason="empty", detail="the archive holds no records of pages")


def _records(file: BufferedIOBase, tally: _Tally) -> Iterator[tuple[Any, int]]:
    """Yield each record with its offset in the file; after damage, from the next whole record on."""
    start = 0
    while True:
        file.seek(start)
        last = None
        try:
            for record in ArchiveIterator(file, record_types=_TYPES, parse_http=False, auto_decode="none"):
                last = start + record.stream_pos, record.content_length
                yield record, last[0]
        except OSError as error:
            reached = last or (start, 0)
            tally.damages += 1
            tally.damage = tally.damage or f"after byte {reached[0]:,} ({error})"
            following = next_record(file, reached[0], reached[1])
        else:
            return
        if following is None:
            return
        start = following


def _of_record(record: Any, archive: str, at: int, settings: Settings) -> Page | Rejected | str | None:
    """Return the page or rejection of a record, a word for the kind of an asset, None for what is no input."""
    kind = record.record_type
    if kind == WarcRecordType.continuation:
        return "segments of a record"
    name = _name(record, archive, at)
    if kind != WarcRecordType.response:
        header = record.headers.get("Content-Type")
        medium: Medium | None = "text" if kind == WarcRecordType.conversion else None
        return _page(record, name, header, medium, settings) if _is_page(header, record) else media_type(header)
    if not record.is_http:
        return None
    record.parse_http(auto_decode="none")
    headers = record.http_headers
    status = headers.status_code
    header = headers.get("Content-Type")
    if not isinstance(status, int) or not 100 <= status <= 999:
        return _broken(name, "the record has no HTTP status")
    if 300 <= status < 400:
        return None
    if not _is_page(header, record):
        return media_type(header) or _UNKNOWN_KIND
    if status in _READ:
        return _page(record, name, header, None, settings)
    if status < 400:
        return f"of status {status}"
    return Rejected(input=name, reason=_REASONS.get(status, "unreachable"), detail=f"the archive holds the answer {status} for it")


def _head(http: Any) -> AnswerHead | None:
    """What stands before the body, None where it is of a size that no honest server sends. A field that goes on in the next line is one line."""
    if sum(len(name) + len(value) for name, value in http.items_bytes()) > MOST_HEAD:
        return None
    version, _, _ = (http.status_line or "").partition(" ")
    return AnswerHead(
        version=version if _HTTP.fullmatch(version) else "HTTP/1.1", status=http.status_code, reason=_CONTROL.sub(" ", http.reason_phrase or ""),
        fields=tuple((name.decode(_AS_BYTES), value.decode(_AS_BYTES)) for name, value in http.items_bytes()),
    )  # fmt: skip


def _ours(record: Any) -> Medium | None:
    """How a page of our own export is read, whatever its server said it was; None for any other record."""
    named = record.headers.get(MEDIUM)
    return named if named in ("html", "text", "markdown") else None


def _is_page(header: str | None, record: Any) -> bool:
    if _ours(record) is not None:
        return True
    media = media_type(header)
    if media in _TEXT:
        path = (record.headers.get("WARC-Target-URI") or "").partition("?")[0].rstrip(">")
        return path.rpartition("/")[2] not in _FOR_MACHINES
    return media in _HTML or media in _UNKNOWN


def _page(record: Any, name: str, header: str | None, medium: Medium | None, settings: Settings) -> Page | Rejected | str:
    cap = settings.max_page_bytes
    cut = (record.headers.get("WARC-Truncated") or "").strip().lower()
    if cut not in _CUT_ON_PURPOSE:
        return _broken(name, f"the crawler has only a part of it: {_CUT_BY.get(cut, 'it does not say why')}")
    length = record.content_length
    if length > cap:
        there = record.reader.consume(length)
        return pages.too_large(name, settings) if there >= length else _short(name, there, length)
    raw = record.reader.read(length) if length else b""
    if len(raw) < length:
        return _short(name, len(raw), length)
    http = record.http_headers
    if http is not None:
        if "chunked" in (http.get("Transfer-Encoding") or "").lower():
            raw = payloads.unchunked(raw)
        raw = payloads.unpacked(raw, http.get("Content-Encoding") or "", cap)
    media, ours = media_type(header), _ours(record)
    medium = medium or ours or ("markdown" if media in _TEXT[1:] else None)
    if raw.startswith(_DATA) and ours is None:
        return "of data for scripts"
    head = _head(http) if http is not None and record.record_type == WarcRecordType.response and not cut else None
    received = Received(name=name, raw=raw, url=_address(record), content_type=header, fetched_at=_date(record), answer=head)
    found = pages.page_of(
        received, file=PurePath("page.html" if media in _HTML else "page.txt" if media in _TEXT else "page"), medium=medium
    )
    if isinstance(found, Rejected) and media in _UNKNOWN and found.reason in ("binary", "unsupported-type"):
        return _UNKNOWN_KIND
    return found


def _name(record: Any, archive: str, at: int) -> str:
    return f"{archive}#{_target(record) or at}"


def _target(record: Any) -> str:
    # wget writes the address in angle brackets, as an early draft of the standard had it
    named = (record.headers.get("WARC-Target-URI") or "").strip().removeprefix("<").removesuffix(">")
    return encodable(_CONTROL.sub(lambda found: f"%{ord(found.group()):02X}", named))


def _address(record: Any) -> str | None:
    target = _target(record)
    return target if target.lower().startswith(("http://", "https://")) else None


def _date(record: Any) -> str | None:
    if record.headers.get(UNKNOWN_CAPTURE) == "unknown":
        return None
    found = record.record_date
    return found.astimezone(UTC).isoformat(timespec="seconds") if found is not None else None


def _short(name: str, there: int, length: int) -> Rejected:
    return _broken(name, f"the record is cut off: {there:,} of {length:,} bytes are there")


def _broken(name: str, why: str) -> Rejected:
    return Rejected(input=name, reason="broken-record", detail=why)
