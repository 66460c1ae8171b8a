"""Files and folders to pages: every input ends as a page or as a rejection with its reason."""

import gzip
import hashlib
import os
import stat
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, cast

from tellings.ingest import records, sniff
from tellings.model.articles import Page, Rejected
from tellings.model.spans import content_id
from tellings.settings import Settings


def pages_of(paths: Iterable[str], settings: Settings) -> Iterator[Page | Rejected]:
    """Yield a Page, or a Rejected with its reason, for every input at the paths, in the order of the paths.

    A folder gives its files, those of its folders too, in the order of their names; hidden ones are passed over. A file of records gives
    one result a line. No file is read whole that `settings.max_page_bytes` forbids.
    """
    for path in paths:
        yield from _at(Path(path), settings)


def _at(path: Path, settings: Settings) -> Iterator[Page | Rejected]:
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        yield _rejected(path, "missing", "there is no such file or folder")
        return
    except (OSError, ValueError) as error:
        yield _rejected(path, "unreadable", _why(error))
        return
    if stat.S_ISDIR(found.st_mode):
        yield from _folder(path, settings)
    elif not stat.S_ISREG(found.st_mode):
        yield _rejected(path, "unreadable", "neither a file nor a folder")
    else:
        yield from _file(path, found.st_size, settings)


def _folder(path: Path, settings: Settings) -> Iterator[Page | Rejected]:
    refused: list[Rejected] = []
    files: list[Path] = []
    for where, folders, names in os.walk(path, onerror=lambda error: refused.append(_unlisted(path, error))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [Path(where, name) for name in names if not name.startswith(".")]
    yield from refused
    if not files and not refused:
        yield _rejected(path, "empty", "the folder holds no files")
    for child in sorted(files):
        yield from _at(child, settings)


def _unlisted(path: Path, error: OSError) -> Rejected:
    return _rejected(Path(error.filename or path), "unreadable", _why(error))


def _file(path: Path, size: int, settings: Settings) -> Iterator[Page | Rejected]:
    if size == 0:
        yield _rejected(path, "empty", "the file has no bytes")
        return
    try:
        with path.open("rb") as file:
            head = file.read(sniff.SAMPLE)
        packed = head.startswith(sniff.GZIP)
        if records.is_records(path.name) or sniff.looks_like_records(path, head):
            yield from records.pages_of(path, settings)
            return
        kind = sniff.unsupported(path, head)
        if kind is not None:
            yield _rejected(path, "unsupported-type", f"{kind} is not read yet")
            return
        if size > settings.max_page_bytes:
            yield _too_large(path, settings)
            return
        with _open(path, packed=packed) as file:
            raw = file.read(settings.max_page_bytes + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        yield _rejected(path, "broken-archive", f"the gzip archive is damaged: {error}")
    except OSError as error:
        yield _rejected(path, "unreadable", _why(error))
    else:
        yield _page(path, raw, settings, packed=packed)


def _open(path: Path, *, packed: bool) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path, "rb")) if packed else path.open("rb")


def _page(path: Path, raw: bytes, settings: Settings, *, packed: bool) -> Page | Rejected:
    if len(raw) > settings.max_page_bytes:
        return _too_large(path, settings)
    if not raw.strip():
        return _rejected(path, "empty", "the file holds only white space")
    name = path.with_suffix("") if packed and path.suffix.lower() == ".gz" else path
    kind = sniff.unsupported(name, raw[: sniff.SAMPLE])
    if kind is not None:
        return _rejected(path, "unsupported-type", f"{kind} is not read yet")
    if sniff.is_binary(raw[: sniff.SAMPLE]):
        return _rejected(path, "binary", "the bytes are not text")
    digest = hashlib.sha256(raw).hexdigest()
    medium = sniff.medium(name, raw[: sniff.SAMPLE])
    return Page(id=content_id("page", digest), input=_shown(path), medium=medium, raw=raw, sha256=digest)


def _too_large(path: Path, settings: Settings) -> Rejected:
    return _rejected(path, "too-large", f"above the limit of {settings.max_page_bytes:,} bytes")


def _rejected(path: Path, reason: str, detail: str) -> Rejected:
    return Rejected(input=_shown(path), reason=reason, detail=detail)


def _shown(path: Path) -> str:
    # A file name that is not UTF-8 comes with lone surrogates, which no output could hold.
    return records.encodable(str(path))


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) and error.strerror else str(error)) or "cannot be read"
