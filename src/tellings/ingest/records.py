"""JSONL and JSONL.gz, one article a line, to pages."""

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final, cast

from tellings.model.articles import Page, Rejected
from tellings.model.spans import content_id
from tellings.settings import Settings

_SUFFIXES: Final = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_FIELDS: Final = ("id", "outlet", "url", "published", "headline")


def is_records(name: str) -> bool:
    """True for a name that ends like a file of records."""
    return name.lower().endswith(_SUFFIXES)


def encodable(text: str) -> str:
    """Return the text with U+FFFD for each lone surrogate, so that it can be written as UTF-8; its length stays."""
    return _LONE_SURROGATE.sub("\ufffd", text)


def pages_of(path: Path, settings: Settings) -> Iterator[Page | Rejected]:
    """Yield a page, or a rejection that names the line, for each line that is not blank; the file is streamed.

    A line above `settings.max_page_bytes` is passed over. Raises OSError where the file cannot be opened.
    """
    name = encodable(str(path))
    with path.open("rb") as plain:
        packed = plain.read(2) == b"\x1f\x8b"
        plain.seek(0)
        lines = cast("IO[bytes]", gzip.GzipFile(fileobj=plain)) if packed else plain
        seen = False
        try:
            for number, line in _lines(lines, settings.max_page_bytes):
                seen = True
                yield _page(f"{name}#{number}", number, line, settings)
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            yield Rejected(input=name, reason="broken-archive", detail=f"the gzip archive is damaged: {error}")
        else:
            if not seen:
                yield Rejected(input=name, reason="empty", detail="the file holds no records")


def _lines(lines: IO[bytes], cap: int) -> Iterator[tuple[int, bytes | None]]:
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
