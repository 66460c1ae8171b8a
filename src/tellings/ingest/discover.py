"""Files and folders to pages."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from tellings.ingest import records
from tellings.model.articles import Medium, Page, Rejected
from tellings.model.spans import content_id
from tellings.settings import Settings

MEDIA: dict[str, Medium] = {
    ".txt": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
}


def pages_of(paths: Iterable[str], settings: Settings) -> Iterator[Page | Rejected]:
    """Yield a Page, or a Rejected with its reason, for every input at the paths; a folder gives its files in the order of their names."""
    for path in paths:
        yield from _at(Path(path), settings)


def _at(path: Path, settings: Settings) -> Iterator[Page | Rejected]:
    if path.is_dir():
        inside = sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
        for child in inside:
            yield from _at(child, settings)
    elif records.is_records(path.name):
        yield from records.pages_of(path, settings)
    else:
        yield _file(path, settings)


def _file(path: Path, settings: Settings) -> Page | Rejected:
    medium = MEDIA.get(path.suffix.lower(), "text")
    try:
        raw = path.read_bytes()
    except OSError as error:
        return Rejected(input=str(path), reason="unreachable", detail=error.strerror or "cannot be read")
    digest = hashlib.sha256(raw).hexdigest()
    return Page(id=content_id("page", digest), input=str(path), medium=medium, raw=raw, sha256=digest)
