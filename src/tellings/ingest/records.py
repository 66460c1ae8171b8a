"""JSONL and JSONL.gz, one article a line, to pages."""

import hashlib
import json
import re
from collections.abc import Iterator
from io import BufferedIOBase
from pathlib import Path
from typing import Any, Final

from tellings.ingest.sources import DAMAGED, Source, of_file
from tellings.model.articles import Page, Rejected
from tellings.model.spans import content_id
from tellings.settings import Settings

_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_FIELDS: Final = ("id", "outlet", "url", "published", "headline")


def encodable(text: str) -> str:
    """Return the text with U+FFFD for each lone surrogate, so that it can be written as UTF-8; its length stays."""
    return _LONE_SURROGATE.sub("\ufffd", text)


def pages_of(path: Path, settings: Settings) -> Iterator[Page | Rejected]:
    """Yield what `read` yields of the file; raises OSError where it cannot be opened."""
    return read(of_file(path, encodable(str(path)), path.stat().st_size), settings)


def read(source: Source, settings: Settings) -> Iterator[Page | Rejected]:
    """Yield a page, or a rejection that names the line, for each line that is not blank; the bytes are streamed.

    A line above `settings.max_page_bytes` is passed over. Raises OSError where the source cannot be opened.
    """
    seen = False
    with source.unpacked() as lines:
        try:
            for number, line in _lines(lines, settings.max_page_bytes):
                seen = True
                yield _page(f"{source.name}#{number}", number, line, settings)
        except DAMAGED as error:
            yield Rejected(input=source.name, reason="broken-archive", detail=f"the gzip archive is damaged: {error}")
            return
    if not seen:
        yield Rejected(input=source.name, reason="empty", detail="the file holds no records")


def _lines(lines: BufferedIOBase, cap: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield each line's number and bytes, None for a line above the cap; blank lines are left out."""
    number = 0
    while line := lines.readline(cap + 1):
        number += 1
        if len(line) > cap and not line.endswith(b"\n"):
            while (rest := lines.readline(cap)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        elif line.strip():
            yield number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line


def _page(name: str, number: int, line: bytes | None, settings: Settings) -> Page | Rejected:
    def broken(why: str) -> Rejected:
        return Rejected(input=name, reason="broken-record", detail=f"line {number}: {why}")

    if line is None:
        return Rejected(input=name, reason="too-large", detail=f"line {number}: above the limit of {settings.max_page_bytes:,} bytes")
    try:
        row = json.loads(_decoded(line))
    except RecursionError:
        return broken("nested too deep")
    except ValueError as error:
        return broken(f"not JSON ({error})")
    if not isinstance(row, dict):
        return broken("not a JSON object")
    text = row.get("text")
    if text is None:
        return broken("no field `text`")
    if not isinstance(text, str):
        return broken("`text` is not a string")
    if not text.strip():
        return Rejected(input=name, reason="empty", detail=f"line {number}: the text is empty")
    raw = encodable(text).encode()
    digest = hashlib.sha256(raw).hexdigest()
    given = {field: _given(row.get(field)) for field in _FIELDS}
    return Page(
        id=content_id("record", digest, *given.values()), input=name, medium="record", raw=raw, sha256=digest,
        url=given["url"], given_id=given["id"], given_outlet=given["outlet"], given_headline=given["headline"],
        given_published=given["published"],
    )  # fmt: skip


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _given(value: Any) -> str | None:
    """Return a field's text; a number becomes text, and what is no text at all counts as not given."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return encodable(str(value)).strip() or None
