"""Looks for what is wrong with versions, places of articles in stories, counts of stories, and rows that name what is not there."""

from collections.abc import Iterator
from typing import Any, Final

from msgspec import MsgspecError
from sqlalchemy import Column, ColumnElement, Connection, RowMapping, delete, func, select, update

from tellings.errors import StoreError
from tellings.model.briefs import StoryBrief
from tellings.store import articles, search, stories
from tellings.store.faults import Fault, Mend
from tellings.store.tables import (
    ARTICLE_ENTITIES,
    ARTICLES,
    CLAIMS,
    COPY_PAIRS,
    CORROBORATED,
    DEVELOPMENTS,
    MEMBERS,
    PRINTS,
    QUOTES,
    RECORDS,
    RESOLVED,
    STORIES,
    VECTORS,
)

# Rows that name an article, or a story, that is not there, can go: nothing rests on them.
_OF_ARTICLES: Final = (
    RECORDS.c.article, PRINTS.c.article, COPY_PAIRS.c.a, COPY_PAIRS.c.b, MEMBERS.c.article, QUOTES.c.article, ARTICLE_ENTITIES.c.article,
    CORROBORATED.c.article, VECTORS.c.article,
)  # fmt: skip
_OF_STORIES: Final = (
    RESOLVED.c.story, CLAIMS.c.story, QUOTES.c.story, ARTICLE_ENTITIES.c.story, CORROBORATED.c.story, DEVELOPMENTS.c.story, DEVELOPMENTS.c.earlier,
)  # fmt: skip


def missing(connection: Connection, column: Column[Any], held: Column[Any]) -> list[Any]:
    """Return the values of the column that `held` has not, sorted."""
    asked = select(column).where(column.is_not(None), ~select(held).where(held == column).correlate(column.table).exists())
    return list(connection.execute(asked.distinct().order_by(column)).scalars())


def versions(connection: Connection) -> Iterator[Fault]:
    """Yield lineages of which not the newest version, and it alone, is current; and places that two current articles have."""
    newest = select(ARTICLES.c.lineage, func.max(ARTICLES.c.version).label("newest")).group_by(ARTICLES.c.lineage).subquery()
    wrong: ColumnElement[bool] = ARTICLES.c.current != (ARTICLES.c.version == newest.c.newest)
    asked = select(ARTICLES.c.lineage).join(newest, newest.c.lineage == ARTICLES.c.lineage).where(wrong).distinct()
    for lineage in connection.execute(asked.order_by(ARTICLES.c.lineage)).scalars():
        yield Fault(
            f"article number {lineage}", "not the newest of its versions, or not it alone, is marked as current", _newest_current(lineage)
        )
    twice = select(ARTICLES.c.lineage, ARTICLES.c.version).group_by(ARTICLES.c.lineage, ARTICLES.c.version).having(func.count() > 1)
    for lineage, version in connection.execute(twice.order_by(ARTICLES.c.lineage)):
        yield Fault(f"article number {lineage}", f"has version {version} twice")
    places = select(ARTICLES.c.place).where(ARTICLES.c.current, ARTICLES.c.place.is_not(None)).group_by(ARTICLES.c.place)
    for place in connection.execute(places.having(func.count() > 1).order_by(ARTICLES.c.place)).scalars():
        yield Fault(f"place {place}", "two current articles have it")


def _newest_current(lineage: int) -> Mend:
    def mend(connection: Connection) -> None:
        newest = select(func.max(ARTICLES.c.version)).where(ARTICLES.c.lineage == lineage).scalar_subquery()
        of_lineage = update(ARTICLES).where(ARTICLES.c.lineage == lineage)
        connection.execute(of_lineage.values(current=False))
        connection.execute(of_lineage.where(ARTICLES.c.version == connection.execute(select(newest)).scalar()).values(current=True))
        held = select(MEMBERS.c.story).join(ARTICLES, ARTICLES.c.number == MEMBERS.c.article).where(ARTICLES.c.lineage == lineage)
        stories.refresh(connection, connection.execute(held.distinct()).scalars().all())

    return mend


def members(connection: Connection) -> Iterator[Fault]:
    """Yield articles that are in no story, and stories that are not there though articles are in them."""
    placed = select(MEMBERS.c.article)
    for name in connection.execute(select(ARTICLES.c.id).where(ARTICLES.c.number.not_in(placed)).order_by(ARTICLES.c.number)).scalars():
        yield Fault(f"article {name}", "is in no story; tellings rerun makes the archive again")
    current = select(MEMBERS.c.story).join(ARTICLES, ARTICLES.c.number == MEMBERS.c.article).where(ARTICLES.c.current)
    living = select(STORIES.c.id).where(STORIES.c.into.is_(None))
    for name in connection.execute(current.where(MEMBERS.c.story.not_in(living)).distinct().order_by(MEMBERS.c.story)).scalars():
        yield Fault(f"story {name}", "has articles and is not listed", _count_again(name))


def _count_again(name: str) -> Mend:
    return lambda connection: stories.refresh(connection, [name])


def _as_resolved(connection: Connection, name: str) -> dict[str, object]:
    """What a story is listed by once it is resolved: what its brief says; nothing where that is not there or cannot be read, which is told elsewhere."""
    try:
        found = stories.resolved(connection, StoryBrief, name)
    except (StoreError, MsgspecError):
        return {}
    if not found:
        return {}
    numbers = [one.number for one in articles.by_id(connection, found[0].story.articles).values()]
    return stories.told(found[0], articles.articles(connection, numbers).values())


def _listed(connection: Connection, row: RowMapping) -> dict[str, object] | None:
    """What a story should be listed by and is not; None where it has no article."""
    made = stories.counted(connection, row["id"])
    if made is None:
        return None
    if not row["stale"]:
        made |= _as_resolved(connection, row["id"])
    return {name: value for name, value in made.items() if name not in {"stale", "into"} and row[name] != value}


def list_again(connection: Connection) -> None:
    """List every story by what it should be listed by; what was resolved of it holds."""
    for row in connection.execute(select(STORIES).where(STORIES.c.into.is_(None)).order_by(STORIES.c.id)).mappings().all():
        if made := _listed(connection, row):
            connection.execute(update(STORIES).where(STORIES.c.id == row["id"]).values(**made))


def stories_counted(connection: Connection) -> Iterator[Fault]:
    """Yield stories whose counts are not those of their members, and ids of merged stories that lead nowhere."""
    for row in connection.execute(select(STORIES).where(STORIES.c.into.is_(None)).order_by(STORIES.c.id)).mappings().all():
        made = _listed(connection, row)
        if made is None:
            yield Fault(f"story {row['id']}", "has no article", _count_again(row["id"]))
        elif made:
            told = ", ".join(f"{name} is {row[name]!r} and should be {value!r}" for name, value in made.items())
            yield Fault(f"story {row['id']}", f"is listed wrongly: {told}", _count_again(row["id"]))
    living: dict[str, str | None] = {row.id: row.into for row in connection.execute(select(STORIES.c.id, STORIES.c.into))}
    for name, into in sorted(living.items()):
        if into is not None and living.get(into, "") is not None:
            yield Fault(f"story {name}", f"leads to {into}, which is no story")


def resolve_again(story: str) -> Mend:
    """Return what lets the story be resolved anew when it is read next."""

    def mend(connection: Connection) -> None:
        stories.withdraw_resolved(connection, story)
        stories.refresh(connection, [story])

    return mend


def rests(connection: Connection) -> Iterator[Fault]:
    """Yield rows of what is not there any more, and articles that the search does not find."""
    for columns, held, what in ((_OF_ARTICLES, ARTICLES.c.number, "article number"), (_OF_STORIES, STORIES.c.id, "story")):
        for column in columns:
            for value in missing(connection, column, held):
                yield Fault(f"{what} {value}", f"is not there, and has rows in {column.table.name}", without(column, value))
    unseen = connection.execute(
        select(ARTICLES.c.id).where(ARTICLES.c.number.not_in(select(VECTORS.c.article))).order_by(ARTICLES.c.number)
    ).scalars()
    for name in unseen:
        yield Fault(f"article {name}", "is not found by search", search.complete)


def without(column: Column[Any], value: Any) -> Mend:
    """Return what takes the rows with the value away."""
    return lambda connection: connection.execute(delete(column.table).where(column == value))
