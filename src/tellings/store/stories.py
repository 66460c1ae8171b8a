"""Stories and their members, the scores they are made of, and what their articles mean together, in an archive."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from sqlalchemy import Connection, and_, delete, func, or_, select, update

from tellings.model.articles import Article
from tellings.model.briefs import StoryBrief
from tellings.store.articles import Kept, kept, parts
from tellings.store.packing import kinds, pack, unpack
from tellings.store.tables import ARTICLE_ENTITIES, ARTICLES, CLAIMS, CORROBORATED, DEVELOPMENTS, MEMBERS, QUOTES, RESOLVED, STORIES
from tellings.text.names import fold

Record = TypeVar("Record")
# Outlets named in a list of stories.
_NAMED: Final = 12
# A story whose articles have no date comes before all others.
NO_DAY: Final = 0
# What is listed of a story that became part of another.
_EMPTY: Final = {
    "founder": 0, "headline": "", "articles": 0, "tellings": 0, "outlets": "", "first": None, "last": None, "last_day": NO_DAY, "stale": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An article's place in a story: how alike it is to the rest (0 to 1) and by what, in words, when it came there.

    `text` is the article whose text it carries whole; `founded` is true of the one by which its story is told from others; `day` and `keys`
    are what the stream of stories finds it by.
    """

    article: int
    story: str
    score: float = 1.0
    why: str = ""
    text: str | None = None
    founded: bool = False
    day: int = 0
    keys: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A story as an archive lists it. `tellings` counts outlets that are not one owner's nor print one text; `outlets` names the first of them.

    Headline and count are those of the story's brief; while it is stale, what its members alone tell.
    """

    id: str
    headline: str
    articles: int
    tellings: int
    outlets: tuple[str, ...]
    first: str | None
    last: str | None
    last_day: int
    stale: bool


def put_members(connection: Connection, members: Iterable[Member]) -> None:
    """Put each article into its story, out of the one it was in."""
    held = list(members)
    for part in parts([m.article for m in held]):
        connection.execute(delete(MEMBERS).where(MEMBERS.c.article.in_(part)))
    if held:
        connection.execute(MEMBERS.insert(), [{name: getattr(m, name) for name in Member.__dataclass_fields__} for m in held])


def drop_members(connection: Connection, numbers: Sequence[int]) -> set[str]:
    """Take articles out of their stories and return the ids of these. Who carried the text of one of them stands for it from now on, and a story
    whose founding article is gone is told from others by the earliest that is left.
    """
    touched: set[str] = set()
    gone = set(numbers)
    names = {number: one.id for number, one in kept(connection, numbers).items()}
    touched.update(story_of(connection, numbers).values())
    for part in parts(sorted(gone)):
        connection.execute(delete(MEMBERS).where(MEMBERS.c.article.in_(part)))
    for name in sorted(names.values()):
        carriers = [
            row.article for row in connection.execute(select(MEMBERS.c.article).where(MEMBERS.c.text == name).order_by(MEMBERS.c.article))
        ]
        if carriers:
            heir = kept(connection, carriers[:1])[carriers[0]].id
            connection.execute(update(MEMBERS).where(MEMBERS.c.text == name).values(text=heir))
            connection.execute(update(MEMBERS).where(MEMBERS.c.article == carriers[0]).values(text=None))
    for story in sorted(touched):
        left = members(connection, story)
        if left and not any(one.founded for one in left):
            connection.execute(update(MEMBERS).where(MEMBERS.c.article == left[0].article).values(founded=True))
    return touched


def place(connection: Connection, number: int, *, story: str, text: str | None, founded: bool) -> None:
    """Say where an article stands now: its story, whose text it carries whole, and whether its story is told from others by it."""
    connection.execute(update(MEMBERS).where(MEMBERS.c.article == number).values(story=story, text=text, founded=founded))


def put_reason(connection: Connection, number: int, score: float, why: str) -> None:
    """Say how alike an article is to the rest of its story, and by what."""
    connection.execute(update(MEMBERS).where(MEMBERS.c.article == number).values(score=score, why=why))


def put_scores(connection: Connection, number: int, others: bytes, likeness: bytes) -> None:
    """Keep how alike an article is to which others, as the stream of stories packs it."""
    connection.execute(update(MEMBERS).where(MEMBERS.c.article == number).values(others=others, likeness=likeness))


def scores(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[bytes, bytes]]:
    """Return what `put_scores` kept of these articles."""
    asked = select(MEMBERS.c.article, MEMBERS.c.others, MEMBERS.c.likeness).where(MEMBERS.c.others.is_not(None))
    found = (row for part in parts(numbers) for row in connection.execute(asked.where(MEMBERS.c.article.in_(part))))
    return {row.article: (row.others, row.likeness) for row in found}


def placed(connection: Connection) -> Iterator[tuple[str, Member]]:
    """Yield the id of each article and where it stands, in the order of arrival."""
    asked = select(ARTICLES.c.id, *(MEMBERS.c[name] for name in Member.__dataclass_fields__)).join(
        ARTICLES, ARTICLES.c.number == MEMBERS.c.article
    )
    for row in connection.execute(asked.order_by(MEMBERS.c.article)):
        yield row.id, _member(row)


def members(connection: Connection, story: str) -> list[Member]:
    """Return the members of a story in the order of arrival, superseded versions among them."""
    found = connection.execute(select(MEMBERS).where(MEMBERS.c.story == story).order_by(MEMBERS.c.article))
    return [_member(row) for row in found]


def _member(row: object) -> Member:
    return Member(**{name: getattr(row, name) for name in Member.__dataclass_fields__})


def story_of(connection: Connection, numbers: Sequence[int]) -> dict[int, str]:
    """Return the story of each article that is in one."""
    asked = select(MEMBERS.c.article, MEMBERS.c.story)
    found = (row for part in parts(numbers) for row in connection.execute(asked.where(MEMBERS.c.article.in_(part))))
    return {row.article: row.story for row in found}


def put_developments(connection: Connection, linked: Iterable[tuple[str, str, float, str]], unlinked: Iterable[str] = ()) -> None:
    """Keep the links (story, earlier story, score, why), each in the place of the story's one before; an unlinked story has none."""
    rows = list(linked)
    for story in (*unlinked, *(row[0] for row in rows)):
        connection.execute(delete(DEVELOPMENTS).where(DEVELOPMENTS.c.story == story))
    for story, earlier, score, why in rows:
        connection.execute(DEVELOPMENTS.insert().values(story=story, earlier=earlier, score=score, why=why))


def all_developments(connection: Connection) -> list[tuple[str, str, float, str]]:
    """Return every link, sorted: (story, earlier story, score, why)."""
    return [(row.story, row.earlier, row.score, row.why) for row in connection.execute(select(DEVELOPMENTS).order_by(DEVELOPMENTS.c.story))]


def developments(connection: Connection, story: str) -> list[tuple[str, str, float, str]]:
    """Return the links that lead from or to the story: (story, earlier story, score, why)."""
    asked = select(DEVELOPMENTS).where(or_(DEVELOPMENTS.c.story == story, DEVELOPMENTS.c.earlier == story))
    return [
        (row.story, row.earlier, row.score, row.why)
        for row in connection.execute(asked.order_by(DEVELOPMENTS.c.earlier, DEVELOPMENTS.c.story))
    ]


def refresh(connection: Connection, names: Iterable[str]) -> None:
    """Count the stories anew from their members and mark them stale; one without a current article goes, but for the id that leads to another.

    What was resolved of a stale story stays until it is resolved anew, so that the two can be compared.
    """
    for name in sorted(set(names)):
        row = counted(connection, name)
        if row is None and not members(connection, name):
            _left(connection, name)
        before = connection.execute(select(STORIES.c.into).where(STORIES.c.id == name)).first()
        if row is None:
            withdraw_resolved(connection, name)
            if before is not None and before.into is None:
                connection.execute(delete(STORIES).where(STORIES.c.id == name))
            continue
        connection.execute(STORIES.insert().values(**row) if before is None else update(STORIES).where(STORIES.c.id == name).values(**row))


def _left(connection: Connection, name: str) -> None:
    """Take away what names a story of which no article is left: why it goes on from another or another from it, and the ids that led to it."""
    connection.execute(delete(DEVELOPMENTS).where(or_(DEVELOPMENTS.c.story == name, DEVELOPMENTS.c.earlier == name)))
    connection.execute(delete(STORIES).where(STORIES.c.into == name))


def counted(connection: Connection, name: str) -> dict[str, object] | None:
    """Return the row of a story as its members have it; None where none of them is current."""
    held_by = members(connection, name)
    listed = kept(connection, [m.article for m in held_by])
    held = [one for one in listed.values() if one.current]
    texts = {listed[m.article].id: m.text for m in held_by if m.text and m.article in listed}
    return _counted(name, min(m.article for m in held_by), held, texts) if held else None


def merged(connection: Connection, gone: str, into: str) -> None:
    """Let the id of a story lead to the one it was merged into. It keeps nothing else: its articles may be forgotten, and it is counted no more."""
    connection.execute(update(STORIES).where(STORIES.c.into == gone).values(into=into))
    empty = _EMPTY | {"into": into}
    if connection.execute(select(STORIES.c.id).where(STORIES.c.id == gone)).first() is None:
        connection.execute(STORIES.insert().values(id=gone, **empty))
    else:
        connection.execute(update(STORIES).where(STORIES.c.id == gone).values(**empty))
    withdraw_resolved(connection, gone)


def empty_merged(connection: Connection) -> None:
    """Take away what archives of earlier versions still list of stories that became part of others."""
    connection.execute(update(STORIES).where(STORIES.c.into.is_not(None)).values(**_EMPTY))


def restored(connection: Connection, name: str) -> None:
    """Let an id that led to another story be a story again; `refresh` counts it."""
    connection.execute(update(STORIES).where(STORIES.c.id == name).values(into=None))


def all_merged(connection: Connection) -> dict[str, str]:
    """Return where the ids of merged stories lead."""
    found = connection.execute(select(STORIES.c.id, STORIES.c.into).where(STORIES.c.into.is_not(None)).order_by(STORIES.c.id))
    return {row.id: row.into for row in found}


def _counted(name: str, founder: int, held: Sequence[Kept], texts: Mapping[str, str]) -> dict[str, object]:
    dated = sorted((one.published, one.number) for one in held if one.published)
    unit_of = {one.id: one.unit or one.id for one in held}
    units = {unit_of.get(texts.get(one.id, one.id), unit_of[one.id]) for one in held}
    outlets = sorted({one.outlet for one in held if one.outlet})
    days = [one.day for one in held if one.day is not None]
    return {
        "id": name, "founder": founder, "headline": _most_like(sorted(held, key=_dated)), "articles": len(held), "tellings": len(units),
        "outlets": "\n".join(outlets[:_NAMED]), "first": dated[0][0] if dated else None, "last": dated[-1][0] if dated else None,
        "last_day": max(days, default=NO_DAY), "stale": True, "into": None,
    }  # fmt: skip


def _dated(one: Kept) -> tuple[bool, str, int]:
    return one.published is None, one.published or "", one.number


def _most_like(held: Sequence[Kept]) -> str:
    """The headline that has most words of the others, of several the first: what an article that stands apart is headed is not what its story is about."""
    words = {one.headline: set(fold(one.headline).split()) for one in held if one.headline}
    told = Counter(word for one in held for word in words.get(one.headline or "", ()))
    return max(words, key=lambda headline: sum(told[word] - 1 for word in words[headline]) / (len(words[headline]) + 2), default="")


def listed(connection: Connection, *, most: int, after: tuple[int, str] | None = None, min_tellings: int = 1) -> list[Listed]:
    """Return the stories, those with the latest articles first; `after` is the last day and the id of the last one of the page before."""
    asked = select(STORIES).where(and_(STORIES.c.into.is_(None), STORIES.c.tellings >= min_tellings))
    if after is not None:
        asked = asked.where(or_(STORIES.c.last_day < after[0], and_(STORIES.c.last_day == after[0], STORIES.c.id < after[1])))
    found = connection.execute(asked.order_by(STORIES.c.last_day.desc(), STORIES.c.id.desc()).limit(most))
    return [_listed(row) for row in found]


def one(connection: Connection, name: str) -> Listed | None:
    """Return the story of the id, or the one that it was merged into; None where there is none."""
    row = connection.execute(select(STORIES).where(STORIES.c.id == name)).first()
    if row is not None and row.into is not None:
        row = connection.execute(select(STORIES).where(STORIES.c.id == row.into)).first()
    return None if row is None else _listed(row)


def several(connection: Connection, names: Sequence[str]) -> dict[str, Listed]:
    """Return those of the stories that are there, by id."""
    found = (row for part in parts(names) for row in connection.execute(select(STORIES).where(STORIES.c.id.in_(part))))
    return {row.id: _listed(row) for row in found}


def like(connection: Connection, name: str, most: int = 20) -> list[Listed]:
    """Return the stories that the beginning of an id may mean."""
    exact = one(connection, name)
    if exact is not None:
        return [exact]
    if len(name) < 4:
        return []
    begins = and_(STORIES.c.id >= name, STORIES.c.id < name + "g")
    found = {
        made.id: made for row in connection.execute(select(STORIES.c.id).where(begins).limit(most)) if (made := one(connection, row.id))
    }
    return [found[key] for key in sorted(found)]


def _listed(row: object) -> Listed:
    get = row._mapping.__getitem__  # type: ignore[attr-defined]  # noqa: SLF001  # the public name of a row's mapping
    return Listed(
        id=get("id"), headline=get("headline"), articles=get("articles"), tellings=get("tellings"),
        outlets=tuple(get("outlets").split("\n")) if get("outlets") else (), first=get("first"), last=get("last"), last_day=get("last_day"), stale=get("stale"),
    )  # fmt: skip


def stale(connection: Connection) -> list[str]:
    """Return the ids of the stories that are to be resolved anew."""
    return list(
        connection.execute(select(STORIES.c.id).where(and_(STORIES.c.stale, STORIES.c.into.is_(None))).order_by(STORIES.c.id)).scalars()
    )


def count(connection: Connection) -> int:
    """Return how many stories there are."""
    return connection.execute(select(func.count()).select_from(STORIES).where(STORIES.c.into.is_(None))).scalar_one()


def put_resolved(connection: Connection, story: str, records: Iterable[object]) -> None:
    """Keep what a story's articles mean together, in the place of what was kept before; the story is no longer stale."""
    withdraw_resolved(connection, story)
    rows = [{"story": story, "kind": kind.__name__, "count": len(found), "data": pack(found)} for kind, found in kinds(records).items()]
    if rows:
        connection.execute(RESOLVED.insert(), rows)
    connection.execute(update(STORIES).where(STORIES.c.id == story).values(stale=False))


def told(brief: StoryBrief, by: Iterable[Article]) -> dict[str, object]:
    """Return what a story is listed by once it is resolved: headline and independent tellings as in its brief; `by` are its articles."""
    return {"headline": brief.headline, "tellings": brief.tellings(by)}


def put_told(connection: Connection, story: str, brief: StoryBrief, by: Iterable[Article]) -> None:
    """List the story as its brief tells it."""
    connection.execute(update(STORIES).where(STORIES.c.id == story).values(**told(brief, by)))


def withdraw_resolved(connection: Connection, story: str) -> None:
    """Take away what was resolved of the story, and the rows that repeat it."""
    for table in (RESOLVED, CLAIMS, QUOTES, ARTICLE_ENTITIES, CORROBORATED):
        connection.execute(delete(table).where(table.c.story == story))


def resolved(connection: Connection, kind: type[Record], story: str) -> list[Record]:
    """Return the records of the kind that the story has."""
    found = connection.execute(select(RESOLVED.c.data).where(and_(RESOLVED.c.story == story, RESOLVED.c.kind == kind.__name__))).scalar()
    return [] if found is None else unpack(kind, found)


def article_numbers(connection: Connection, story: str, *, current: bool = True) -> list[int]:
    """Return the numbers of the articles of a story, in the order of arrival."""
    asked = select(MEMBERS.c.article).join(ARTICLES, ARTICLES.c.number == MEMBERS.c.article).where(MEMBERS.c.story == story)
    return list(connection.execute((asked.where(ARTICLES.c.current) if current else asked).order_by(MEMBERS.c.article)).scalars())
