"""Files, folders and addresses to pages: every input ends as a page or as a rejection with its reason."""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

from tellings.ingest import contents
from tellings.ingest.addresses import is_address
from tellings.ingest.following import Fetch, Follower
from tellings.ingest.records import encodable
from tellings.ingest.sources import of_file
from tellings.model.articles import Page, Rejected
from tellings.settings import Settings

_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.\-]+://", re.IGNORECASE)


def pages_of(paths: Iterable[str], settings: Settings, fetch: Fetch | None = None) -> Iterator[Page | Rejected]:
    """Yield a Page, or a Rejected with its reason, for every input at the paths, in the order of the paths.

    A folder gives its files, those of its folders too, in the order of their names; hidden ones are passed over. A file of records, an
    archive or a feed gives one result an entry. An http(s) address is fetched, and so are the addresses of the feed, sitemap or list that
    comes of it; those of a list in a file are where `settings.follow` says so. No more than `settings.max_page_bytes` of one page are
    held. `fetch` takes the place of the fetcher that the settings make.
    """
    follower = Follower(settings=settings, fetch=fetch)
    for fetched, group in groupby(paths, key=is_address):
        if fetched:
            yield from follower.fetched(group)
        else:
            for path in group:
                yield from _at(Path(path), follower, path)


def _at(path: Path, follower: Follower, asked: str = "") -> Iterator[Page | Rejected]:
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        if _SCHEME.match(asked):
            yield Rejected(input=encodable(asked), reason="refused", detail="only http and https addresses are fetched")
        else:
            yield _rejected(path, "missing", "there is no such file or folder")
        return
    except (OSError, ValueError) as error:
        yield _rejected(path, "unreadable", contents.why(error))
        return
    if stat.S_ISDIR(found.st_mode):
        yield from _folder(path, follower)
    elif not stat.S_ISREG(found.st_mode):
        yield _rejected(path, "unreadable", "neither a file nor a folder")
    else:
        yield from follower.of_file(of_file(path, _shown(path), found.st_size))


def _folder(path: Path, follower: Follower) -> Iterator[Page | Rejected]:
    refused: list[Rejected] = []
    files: list[Path] = []
    for where, folders, names in os.walk(path, onerror=lambda error: refused.append(_unlisted(path, error))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [Path(where, name) for name in names if not name.startswith(".")]
    yield from refused
    if not files and not refused:
        yield _rejected(path, "empty", "the folder holds no files")
    for child in sorted(files):
        yield from _at(child, follower)


def _unlisted(path: Path, error: OSError) -> Rejected:
    return _rejected(Path(error.filename or path), "unreadable", contents.why(error))


def _rejected(path: Path, reason: str, detail: str) -> Rejected:
    return Rejected(input=_shown(path), reason=reason, detail=detail)


def _shown(path: Path) -> str:
    # A file name that is not UTF-8 comes with lone surrogates, which no output could hold.
    return encodable(str(path))
