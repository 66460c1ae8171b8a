"""Takes articles out of an archive for good: their pages, what they say, and all that rested on them.

What other modules keep of articles (the search index, alerts) they take away themselves: see `HOOKS`.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, delete, or_, select, update

from tellings.store import articles, feeds, follows, judgements, log, looking_up, search, stories, wiping
from tellings.store.articles import Kept, parts
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
# So many letters of an id mean one thing.
_BEGINNING: Final = 4
_BY_NUMBER: Final = (RECORDS, PRINTS, QUOTES, ARTICLE_ENTITIES, CORROBORATED)
_BY_STORY: Final = (RESOLVED, CLAIMS, QUOTES, ARTICLE_ENTITIES, CORROBORATED)
FORGOTTEN: Final[log.Outcome] = "forgotten"
# What is left of an arrival in the log. Where it gave an article, `detail` is the number of that, which no other gets.
_BLANK: Final = {"outcome": FORGOTTEN, "input": "", "page": None, "article": None, "reason": FORGOTTEN, "detail": None}


def meant(connection: Connection, *, lineages: Sequence[int] = (), outlet: str | None = None, before_day: int | None = None) -> list[Kept]:
    """Return every version of the articles of these lineages, of the outlet (its name, in any case), or published (else added) before the day.

    What is told apart by marks alone are two outlets: what is forgotten cannot be had back.
    """
    asked = select(ARTICLES.c.lineage).distinct()
    found: set[int] = set(lineages)
    if outlet is not None:
        names = outlets(connection, outlet)
        found |= set(connection.execute(asked.where(ARTICLES.c.outlet.in_(names))).scalars())
    if before_day is not None:
        newest = select(ARTICLES.c.lineage).where(ARTICLES.c.current)
        found |= set(connection.execute(newest.where(ARTICLES.c.day < before_day)).scalars())
        undated = connection.execute(select(ARTICLES.c.lineage, ARTICLES.c.added).where(ARTICLES.c.current, ARTICLES.c.day.is_(None)))
        found |= {row.lineage for row in undated if (day_ordinal(row.added) or before_day) < before_day}
    return [one for lineage in sorted(found) for one in articles.versions(connection, lineage)]


def outlets(connection: Connection, name: str) -> list[str]:
    """Return the names of the archive's outlets that are this one, in any case."""
    return [one for one in search.every_outlet(connection) if _cased(one) == _cased(name)]


def _cased(name: str) -> str:
    """The name as it is whatever its case; databases know this of ASCII only."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name.strip()).casefold())


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A page that is kept and gave no article."""

    id: str
    input: str
    url: str | None


def unread(connection: Connection, *, name: str | None = None, before_day: int | None = None) -> list[Unread]:
    """Return the pages without an article of that id (or the one whose id begins so), address or input, or those that came before the day, by id."""
    listed = select(PAGES.c.id, PAGES.c.input, PAGES.c.url).where(~select(ARTICLES.c.page).where(ARTICLES.c.page == PAGES.c.id).exists())
    found: dict[str, Unread] = {}
    if name:
        exact = or_(PAGES.c.id == name, PAGES.c.url == name, PAGES.c.input == name)
        rows = connection.execute(listed.where(exact)).all()
        if not rows and len(name) >= _BEGINNING:
            begins = connection.execute(listed.where(PAGES.c.id >= name, PAGES.c.id < name + "g")).all()
            rows = begins if len(begins) == 1 else []
        found |= {row.id: Unread(id=row.id, input=row.input, url=row.url) for row in rows}
    if before_day is not None:
        rows = connection.execute(listed).all()
        for part in parts([row.id for row in rows]):
            came = log.page_times(connection, part)
            early = {page for page, at in came.items() if (day_ordinal(at) or before_day) < before_day}
            found |= {row.id: Unread(id=row.id, input=row.input, url=row.url) for row in rows if row.id in early}
    return [found[key] for key in sorted(found)]


def forget(connection: Connection, gone: Sequence[Kept], pages: Sequence[str] = ()) -> set[str]:
    """Take the articles, and pages that gave none, out, and count the stories they were in anew; return the ids of these.

    Their numbers are given to no other, so that what `rerun` makes of the rest has the same.
    """
    numbers, names = [one.number for one in gone], [one.id for one in gone]
    for hook in HOOKS:
        hook(connection, gone)
    feeds.forget_pages(connection, pages)
    judgements.forget(connection, gone)
    search.unindex(connection, numbers)
    touched = stories.drop_members(connection, numbers)
    for part in parts(numbers):
        for table in _BY_NUMBER:
            connection.execute(delete(table).where(table.c.article.in_(part)))
        connection.execute(delete(COPY_PAIRS).where(or_(COPY_PAIRS.c.a.in_(part), COPY_PAIRS.c.b.in_(part))))
        connection.execute(delete(ARTICLES).where(ARTICLES.c.number.in_(part)))
    articles.retire(connection, numbers)
    for some in parts(sorted(touched)):
        for table in _BY_STORY:
            connection.execute(delete(table).where(table.c.story.in_(some)))
    _tombstones(connection, gone)
    _pages(connection, sorted({one.page for one in gone} | set(pages)))
    for some in parts(names):
        connection.execute(update(ARRIVALS).where(or_(ARRIVALS.c.article.in_(some), ARRIVALS.c.page.in_(some))).values(**_BLANK))
    stories.refresh(connection, touched)
    stories.empty_merged(connection)
    looking_up.tidy(connection)
    log.count_change(connection)
    wiping.note(connection)
    return touched


def _tombstones(connection: Connection, gone: Sequence[Kept]) -> None:
    numbers = {one.id: one.number for one in gone}
    asked = select(ARRIVALS.c.seq, ARRIVALS.c.article).where(ARRIVALS.c.outcome.in_(("added", "version")))
    for some in parts(sorted(numbers)):
        rows = [{"which": seq, "told": str(numbers[name])} for seq, name in connection.execute(asked.where(ARRIVALS.c.article.in_(some)))]
        if rows:
            blank = update(ARRIVALS).where(ARRIVALS.c.seq == bindparam("which")).values(**_BLANK | {"detail": bindparam("told")})
            connection.execute(blank, rows)


def _pages(connection: Connection, names: Sequence[str]) -> None:
    for part in parts(names):
        digests = list(connection.execute(select(PAGES.c.sha256).where(PAGES.c.id.in_(part)).distinct()).scalars())
        connection.execute(update(ARRIVALS).where(ARRIVALS.c.page.in_(part)).values(**_BLANK))
        connection.execute(delete(PAGES).where(PAGES.c.id.in_(part)))
        kept = set(connection.execute(select(PAGES.c.sha256).where(PAGES.c.sha256.in_(digests))).scalars())
        connection.execute(delete(BLOBS).where(BLOBS.c.sha256.in_(sorted(set(digests) - kept))))
