"""Bytes from a file or the web that can be read from their start again, unpacked up to a cap."""

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final, cast

from tellings.ingest.received import Listed, Received
from tellings.model.articles import AnswerHead

# Enough to pass a licence comment or an XML prologue above <html>.
SAMPLE: Final = 8192
GZIP: Final = b"\x1f\x8b"
NAMELESS: Final = PurePath()
# What a server says of what is read by its name elsewhere.
_SUFFIXES: Final = {
    "text/html": ".html", "application/xhtml+xml": ".html", "text/markdown": ".md", "text/x-markdown": ".md", "application/pdf": ".pdf",
    "application/jsonl": ".jsonl", "application/jsonlines": ".jsonl", "application/x-ndjson": ".jsonl", "application/ndjson": ".jsonl",
    "application/json": ".json", "application/feed+json": ".json", "text/css": ".css", "text/javascript": ".js", "application/javascript": ".js",
}  # fmt: skip
_KINDS: Final = {"image": ".png", "audio": ".mp3", "video": ".mp4", "font": ".woff"}
# Where a server does not know these it says plain text, bytes or gzip.
_BY_NAME: Final = (".jsonl", ".ndjson", ".md", ".markdown", ".zst")
# What reading a damaged gzip archive raises.
DAMAGED: Final = (gzip.BadGzipFile, EOFError, zlib.error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An input that was found and not yet looked into.

    `name` is the input as a person would name it; `file` what its suffix is taken from, bare for an address; `open` gives its bytes from
    the start, packed as they are. `content_type` is the whole header, `given` what a list said of it, `answer` the head of the answer that they are the body of.
    """

    name: str
    open: Callable[[], io.BufferedIOBase]
    size: int
    file: PurePath = NAMELESS
    url: str | None = None
    content_type: str | None = None
    fetched_at: str | None = None
    given: Listed | None = None
    answer: AnswerHead | None = None

    @property
    def media_type(self) -> str:
        """The media type that the header names, lower case; "" where there is none."""
        return media_type(self.content_type)

    @contextmanager
    def unpacked(self) -> Iterator[io.BufferedIOBase]:
        """Give the bytes from the start, gunzipped where they are gzip. Reading them raises one of `DAMAGED` where that is damaged."""
        with self.open() as plain:
            packed = plain.read(2) == GZIP
            plain.seek(0)
            if not packed:
                yield plain
                return
            with gzip.GzipFile(fileobj=plain) as file:
                yield cast("io.BufferedIOBase", file)

    def sample(self, count: int = SAMPLE) -> bytes:
        """Return the first bytes, unpacked; fewer where the archive is damaged after some, and none where it is from its start."""
        with self.unpacked() as file:
            found = b""
            try:
                while len(found) < count and (more := file.read1(count - len(found))):
                    found += more
            except DAMAGED:
                pass
            return found

    def read(self, cap: int) -> bytes | None:
        """Return all bytes, unpacked; None where there are more than `cap`. Raises OSError, or one of `DAMAGED`."""
        with self.unpacked() as file:
            raw = file.read(cap + 1)
        return raw if len(raw) <= cap else None


def of_file(path: Path, name: str, size: int) -> Source:
    """Return the source that a file is."""
    file = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    return Source(name=name, open=lambda: path.open("rb"), size=size, file=file)


def of_received(received: Received, given: Listed | None = None) -> Source:
    """Return the source that bytes from the web are; `given` is what the list said that named their address."""
    return Source(
        name=received.name, open=lambda: io.BytesIO(received.raw), size=len(received.raw), file=_file(received),
        url=received.url or received.name, content_type=received.content_type, fetched_at=received.fetched_at, given=given,
        answer=None if received.raw.startswith(GZIP) else received.answer,  # a page that is unpacked when it is read is no answer's body
    )  # fmt: skip


def _file(received: Received) -> PurePath:
    """Return a file name whose suffix says what the server said; the address's own where the server does not know."""
    media = media_type(received.content_type)
    suffix = _SUFFIXES.get(media) or _KINDS.get(media.partition("/")[0])
    if suffix is None:
        path = (received.url or received.name).partition("?")[0].partition("#")[0].lower().removesuffix(".gz")
        named = PurePath(path.rpartition("/")[2][-100:].replace("\0", ""))
        return named if named.suffix in _BY_NAME else NAMELESS
    return PurePath(f"received{suffix}")


def media_type(content_type: str | None) -> str:
    """Return the media type of a Content-Type header, lower case; "" where there is none."""
    return (content_type or "").partition(";")[0].strip().lower()
