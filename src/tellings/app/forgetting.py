"""Forgets articles of an archive: what is forgotten is gone from the file, and what rested on it is withdrawn."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from tellings.app import archives
from tellings.app.histories import meant_article
from tellings.errors import ConfigError
from tellings.settings import Settings
from tellings.store import forgetting, vectors
from tellings.store.articles import Kept
from tellings.store.opening import open_archive
from tellings.text.times import is_iso_date

_DAYS: Final = re.compile(r"[0-9]{1,6}d?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to forget: articles by id, address or the input's own id; all of an outlet; what is older than a day (ISO) or so many days ("90d")."""

    articles: Sequence[str] = ()
    outlet: str | None = None
    older_than: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """The articles, all versions of each, that were (or would be) forgotten, and the stories that changed."""

    articles: tuple[Kept, ...]
    stories: int


def forget(
    where: str, asked: Asked, *, settings: Settings | None = None, now: archives.Now = archives.utc_now, really: bool = True
) -> Forgotten:
    """Forget what is asked, every version of it; with `really` false only say what that is.

    Raises InputError where an article is not there, ConfigError where nothing is asked or a day cannot be, StoreError where the archive cannot be written.
    """
    if not asked.articles and asked.outlet is None and asked.older_than is None:
        raise ConfigError("forget takes an article, --outlet or --older-than")
    day = _day(asked.older_than, now()) if asked.older_than is not None else None
    with open_archive(where, "write") as archive:
        with archive.writing() as connection:
            lineages = [meant_article(connection, name).lineage for name in asked.articles]
            gone = forgetting.meant(connection, lineages=lineages, outlet=asked.outlet, before_day=day)
            if not gone or not really:
                return Forgotten(articles=tuple(gone), stories=0)
            touched = forgetting.forget(connection, gone)
        forgetting.wipe(archive)
        archives.resolve_stale(archives.engine_of(archive, settings or Settings(), now))
        with archive.reading() as connection:
            vectors.catch_up(connection)
    return Forgotten(articles=tuple(gone), stories=len(touched))


def _day(given: str, now: str) -> int:
    if is_iso_date(given):
        return date.fromisoformat(given).toordinal()
    if _DAYS.fullmatch(given):
        return max(1, date.fromisoformat(now[:10]).toordinal() - int(given.removesuffix("d")))
    raise ConfigError(f"--older-than takes a day like 2026-01-31, or days like 90d, not {given!r}")
