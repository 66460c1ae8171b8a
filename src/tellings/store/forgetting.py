"""Takes articles out of an archive for good: their pages, what they say, and all that rested on them.

What other modules keep of articles (the search index, alerts) they take away themselves: see `HOOKS`.
"""

import unicodedata
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Final

from sqlalchemy import Connection, delete, or_, select, text, update

from tellings.store import articles, feeds, follows, judgements, log, looking_up, search, stories
from tellings.store.articles import Kept, parts
from tellings.store.opening import Archive
from tellings.store.tables import (
    ARRIVALS,
    ARTICLE_ENTITIES,
    ARTICLES,
    BLOBS,
    CLAIMS,
    COPY_PAIRS,
    CORROBORATED,
    PAGES,
    PRINTS,
    QUOTES,
    RECORDS,
    RESOLVED,
)  # fmt: skip
from tellings.text.times import day_ordinal

Hook = Callable[[Connection, Sequence[Kept]], None]
# What other modules keep of articles; each is called before the rows are gone.
HOOKS: Final[list[Hook]] = [follows.forget, feeds.forget]
_BY_NUMBER: Final = (RECORDS, PRINTS, QUOTES, ARTICLE_ENTITIES, CORROBORATED)
_BY_STORY: Final = (RESOLVED, CLAIMS, QUOTES, ARTICLE_ENTITIES, CORROBORATED)
FORGOTTEN: Final = "forgotten"


def meant(connection: Connection, *, lineages: Sequence[int] = (), outlet: str | None = None, before_day: int | None = None) -> list[Kept]:
    """Return every version of the articles of these lineages, of the outlet (its name, in any case), or published (else added) before the day.

    What is told apart by marks alone are two outlets: what is forgotten cannot be had back.
    """
    asked = select(ARTICLES.c.lineage).distinct()
    found: set[int] = set(lineages)
    if outlet is not None:
        names = [one for one in search.every_outlet(connection) if _cased(one) == _cased(outlet)]
        found |= set(connection.execute(asked.where(ARTICLES.c.outlet.in_(names))).scalars())
    if before_day is not None:
        newest = select(ARTICLES.c.lineage).where(ARTICLES.c.current)
        found |= set(connection.execute(newest.where(ARTICLES.c.day < before_day)).scalars())
        undated = connection.execute(select(ARTICLES.c.lineage, ARTICLES.c.added).where(ARTICLES.c.current, ARTICLES.c.day.is_(None)))
        found |= {row.lineage for row in undated if (day_ordinal(row.added) or before_day) < before_day}
    return [one for lineage in sorted(found) for one in articles.versions(connection, lineage)]


def _cased(name: str) -> str:
    """The name as it is whatever its case; databases know this of ASCII only."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name.strip()).casefold())


def forget(connection: Connection, gone: Sequence[Kept]) -> set[str]:
    """Take the articles out, and count the stories they were in anew; return the ids of these."""
    numbers, names = [one.number for one in gone], [one.id for one in gone]
    for hook in HOOKS:
        hook(connection, gone)
    judgements.forget(connection, gone)
    search.unindex(connection, numbers)
    touched = stories.drop_members(connection, numbers)
    for part in parts(numbers):
        for table in _BY_NUMBER:
            connection.execute(delete(table).where(table.c.article.in_(part)))
        connection.execute(delete(COPY_PAIRS).where(or_(COPY_PAIRS.c.a.in_(part), COPY_PAIRS.c.b.in_(part))))
        connection.execute(delete(ARTICLES).where(ARTICLES.c.number.in_(part)))
    follows.lower_marks(connection)
    for some in parts(sorted(touched)):
        for table in _BY_STORY:
            connection.execute(delete(table).where(table.c.story.in_(some)))
    _pages(connection, sorted({one.page for one in gone}))
    blank = {"outcome": FORGOTTEN, "input": "", "page": None, "article": None, "reason": FORGOTTEN, "detail": None}
    for some in parts(names):
        connection.execute(update(ARRIVALS).where(or_(ARRIVALS.c.article.in_(some), ARRIVALS.c.page.in_(some))).values(**blank))
    stories.refresh(connection, touched)
    stories.empty_merged(connection)
    looking_up.tidy(connection)
    log.count_change(connection)
    return touched


def _pages(connection: Connection, names: Sequence[str]) -> None:
    for part in parts(names):
        digests = list(connection.execute(select(PAGES.c.sha256).where(PAGES.c.id.in_(part)).distinct()).scalars())
        connection.execute(update(ARRIVALS).where(ARRIVALS.c.page.in_(part)).values(
            outcome=FORGOTTEN, input="", page=None, article=None, reason=FORGOTTEN, detail=None
        ))  # fmt: skip
        connection.execute(delete(PAGES).where(PAGES.c.id.in_(part)))
        kept = set(connection.execute(select(PAGES.c.sha256).where(PAGES.c.sha256.in_(digests))).scalars())
        connection.execute(delete(BLOBS).where(BLOBS.c.sha256.in_(sorted(set(digests) - kept))))


def wipe(archive: Archive) -> None:
    """Leave nothing of what was deleted in the file: pages of the file that are free are written over, the log of writes is emptied."""
    if archive.dialect == "sqlite":
        # a plain connection: the archive's own begin a transaction first
        with closing(archive.engine.raw_connection()) as connection:
            for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                connection.cursor().execute(statement).close()
    else:
        with archive.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM"))
