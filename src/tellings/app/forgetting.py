"""Forgets articles of an archive: what is forgotten is gone from the file, and what rested on it is withdrawn."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from rapidfuzz import fuzz, process
from sqlalchemy import Connection

from tellings.app import alerting, archives
from tellings.app.histories import meant_article
from tellings.engine.forgetting import forget as forget_in
from tellings.errors import ConfigError, InputError, StoreError
from tellings.settings import Settings
from tellings.store import articles, forgetting, search, vectors
from tellings.store.articles import Kept
from tellings.store.opening import Archive, open_archive
from tellings.text.names import fold
from tellings.text.times import is_iso_date

# Outlets that are named where none is called what is asked for, and how near their names are, of 100.
_NAMED: Final = 3
_NEAR: Final = 60
_DAYS: Final = re.compile(r"[0-9]{1,6}d?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to forget: articles by id, address or the input's own id (pages that gave none by id, address or input); all of an outlet; what is older than a day (ISO) or so many days ("90d")."""

    articles: Sequence[str] = ()
    outlet: str | None = None
    older_than: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """The articles, all versions of each, and the pages without one that were (or would be) forgotten, and how many stories changed.

    `problems` says, a line each, where words of theirs are still.
    """

    articles: tuple[Kept, ...]
    stories: int
    pages: tuple[forgetting.Unread, ...] = ()
    problems: tuple[str, ...] = ()


def forget(
    where: str, asked: Asked, *, settings: Settings | None = None, now: archives.Now = archives.utc_now, really: bool = True
) -> Forgotten:
    """Forget what is asked, every version of it; with `really` false only say what that is. Files of Atom are written anew.

    Raises InputError where an article or an outlet of that name is not there, ConfigError where nothing is asked or a day cannot be, StoreError where the archive cannot be written.
    """
    if not asked.articles and asked.outlet is None and asked.older_than is None:
        raise ConfigError("forget takes an article, --outlet or --older-than")
    day = _day(asked.older_than, now()) if asked.older_than is not None else None
    with open_archive(where, "write") as archive:
        with archive.writing() as connection:
            gone, pages = _meant(connection, asked, day)
            if not (gone or pages) or not really:
                return Forgotten(articles=tuple(gone), pages=tuple(pages), stories=0)
            touched = forget_in(connection, gone, [one.id for one in pages])
        problems = _wiped(archive)
        archives.resolve_stale(archives.engine_of(archive, settings or Settings(), now))
        problems += alerting.write_files(archive)
        with archive.reading() as connection:
            vectors.catch_up(connection)
    return Forgotten(articles=tuple(gone), pages=tuple(pages), stories=len(touched), problems=tuple(problems))


def _meant(connection: Connection, asked: Asked, day: int | None) -> tuple[list[Kept], list[forgetting.Unread]]:
    if asked.outlet is not None and not forgetting.outlets(connection, asked.outlet):
        raise InputError(_unknown(search.every_outlet(connection), asked.outlet))
    lineages: list[int] = []
    pages = {one.id: one for one in forgetting.unread(connection, before_day=day)} if day is not None else {}
    for name in asked.articles:
        found = [] if articles.like(connection, name.strip()) else forgetting.unread(connection, name=name.strip())
        if found:
            pages |= {one.id: one for one in found}
        else:
            lineages.append(meant_article(connection, name).lineage)
    gone = forgetting.meant(connection, lineages=lineages, outlet=asked.outlet, before_day=day)
    return gone, [pages[name] for name in sorted(pages)]


def _wiped(archive: Archive) -> list[str]:
    """What is forgotten is so for good: where its bytes cannot be written over now, the rest is done and the next opening tries again."""
    try:
        archive.wipe()
    except StoreError as error:
        return [str(error)]
    return []


def _unknown(known: Sequence[str], name: str) -> str:
    """Say that the archive has no outlet of the name, and which it has that are near."""
    found = process.extract(name, known, scorer=fuzz.WRatio, processor=fold, score_cutoff=_NEAR, limit=_NAMED)
    near = ", ".join(repr(one) for one, _, _ in found)
    return f"the archive has no outlet {name!r}" + (f"; it has {near}" if near else "")


def _day(given: str, now: str) -> int:
    if is_iso_date(given):
        return date.fromisoformat(given).toordinal()
    if _DAYS.fullmatch(given):
        return max(1, date.fromisoformat(now[:10]).toordinal() - int(given.removesuffix("d")))
    raise ConfigError(f"--older-than takes a day like 2026-01-31, or days like 90d, not {given!r}")
