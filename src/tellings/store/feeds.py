"""Feeds that are watched and the addresses that they named, in an archive: when each was asked last, and when it is to be asked again."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, and_, delete, func, or_, select, update

from tellings.model.spans import content_id
from tellings.store.articles import Kept, parts
from tellings.store.packing import squeeze, unsqueeze
from tellings.store.tables import ARTICLES, BLOBS, FEEDS, VISITS

# Rechecks that are taken up in one round: those that wait longest come first.
_MOST: Final = 2_000
# The number of tries at an address whose article was forgotten.
FORGOTTEN: Final = -1
# Rows that are looked up together.
AT_ONCE: Final = 500


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """An answer as its server named it: `url` is the address that gave it, after redirects; `raw` its bytes, b"" where they are a page's that is kept."""

    url: str
    sha256: str
    etag: str | None = None
    last_modified: str | None = None
    content_type: str | None = None
    raw: bytes = b""


class Again(msgspec.Struct, frozen=True, kw_only=True):
    """What asking an address again takes: `listed` is what its list said of it, field by field, `sha256` the digest of the bytes that came last."""

    listed: dict[str, str | None]
    sha256: str = ""
    answer: Answered | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A list that is asked again and again. `parent` is the list that names it, itself where a person does; `open` until all that its last answer names
    was fetched; `held` is until when its server asked to be left alone, None where it did not.
    """

    url: str
    parent: str
    checked: str | None = None
    due: str | None = None
    pace: int | None = None
    failures: int = 0
    problem: str | None = None
    held: str | None = None
    open: bool = False
    sha256: str | None = None
    answer: Answered | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """An address that was asked. `page` is what it gave last; without `again` it is not asked any more."""

    key: str
    first: str
    checked: str
    page: str | None = None
    due: str | None = None
    tries: int = 0
    again: Again | None = None


def digest(key: str) -> str:
    """Return what an address is known by, of what two addresses of one page share."""
    return content_id("visit", key)


def put_feeds(connection: Connection, found: Iterable[Feed]) -> None:
    """Keep the feeds in the place of what was kept of the same addresses."""
    for feed in found:
        row = {name: getattr(feed, name) for name in Feed.__dataclass_fields__} | {"answer": _packed(feed.answer)}
        connection.execute(delete(FEEDS).where(FEEDS.c.url == feed.url))
        connection.execute(FEEDS.insert().values(**row))


def feeds(connection: Connection, roots: Iterable[str]) -> dict[str, Feed]:
    """Return the feeds that lists lead to, and those that they lead to, by address."""
    found: dict[str, Feed] = {}
    level = sorted(set(roots))
    while level:
        rows = [row for part in parts(level) for row in connection.execute(select(FEEDS).where(FEEDS.c.parent.in_(part)))]
        level = sorted({row.url for row in rows} - set(found) - set(level))
        found |= {row.url: _feed(row) for row in rows}
    return dict(sorted(found.items()))


def drop_feeds(connection: Connection, parent: str, named: AbstractSet[str]) -> list[str]:
    """Forget the feeds that the list named before and names no more, with those that they lead to; return their addresses."""
    held = connection.execute(select(FEEDS.c.url).where(and_(FEEDS.c.parent == parent, FEEDS.c.url != parent))).scalars()
    named_no_more = set(held) - named
    gone = sorted((named_no_more | set(feeds(connection, named_no_more))) - {parent})
    for part in parts(gone):
        connection.execute(delete(FEEDS).where(FEEDS.c.url.in_(part)))
    return gone


def last_checked(connection: Connection) -> str:
    """Return the latest time at which a feed or an address was asked; "" where none was."""
    told = (connection.execute(select(func.max(table.c.checked))).scalar() for table in (FEEDS, VISITS))
    return max(one or "" for one in told)


def known(connection: Connection, addresses: Mapping[str, str]) -> frozenset[str]:
    """Return those of the keys whose address was asked before, or stands at an article; `addresses` are the addresses by key."""
    by_digest = {digest(key): key for key in addresses}
    found = {
        by_digest[row.key]
        for part in parts(sorted(by_digest))
        for row in connection.execute(select(VISITS.c.key).where(VISITS.c.key.in_(part)))
    }
    places = {f"url {url}": key for key, url in addresses.items() if key not in found}
    for some in parts(sorted(places)):
        found |= {places[row.place] for row in connection.execute(select(ARTICLES.c.place).where(ARTICLES.c.place.in_(some)))}
    return frozenset(found)


def put_visits(connection: Connection, found: Iterable[Visit]) -> None:
    """Keep the visits in the place of what was kept of the same addresses."""
    rows = {
        visit.key: {name: getattr(visit, name) for name in Visit.__dataclass_fields__ if name != "again"} | {"data": _packed(visit.again)}
        for visit in found
    }
    for part in parts(sorted(rows)):
        connection.execute(delete(VISITS).where(VISITS.c.key.in_(part)))
    if rows:
        connection.execute(VISITS.insert(), list(rows.values()))


def due(connection: Connection, now: str, most: int = _MOST) -> list[Visit]:
    """Return the addresses that are to be asked again at the time `now`. One that was asked at a later time is, too: the clock was set back."""
    asked = select(VISITS).where(and_(VISITS.c.due.is_not(None), or_(VISITS.c.due <= now, VISITS.c.checked > now)))
    return [_visit(row) for row in connection.execute(asked.order_by(VISITS.c.due, VISITS.c.key).limit(most))]


def next_due(connection: Connection) -> str | None:
    """Return when the next address is to be asked again; None where none is."""
    return connection.execute(select(func.min(VISITS.c.due))).scalar()


def told_by(connection: Connection, urls: Sequence[str]) -> dict[str, str]:
    """Return the input that gave the current article of each address that has one."""
    places = {f"url {url}": url for url in urls}
    asked = select(ARTICLES.c.place, ARTICLES.c.input).where(ARTICLES.c.current)
    return {
        places[row.place]: row.input
        for part in parts(sorted(places))
        for row in connection.execute(asked.where(ARTICLES.c.place.in_(part)))
    }


def forget(connection: Connection, gone: Sequence[Kept]) -> None:
    """Forget what addresses gave these articles: they are known by a digest only, are not asked again, and a list that held their text is asked for anew."""
    forget_pages(connection, [one.page for one in gone])


def forget_pages(connection: Connection, pages: Sequence[str]) -> None:
    """Forget what addresses gave these pages, as `forget` does."""
    for part in parts(sorted(set(pages))):
        connection.execute(update(VISITS).where(VISITS.c.page.in_(part)).values(page=None, due=None, data=None, tries=FORGOTTEN))
    connection.execute(update(FEEDS).values(answer=None, sha256=None))


def forgotten(connection: Connection, keys: Sequence[str]) -> frozenset[str]:
    """Return those of the digests of addresses whose articles were forgotten."""
    asked = select(VISITS.c.key).where(VISITS.c.tries == FORGOTTEN)
    return frozenset(key for part in parts(sorted(keys)) for key in connection.execute(asked.where(VISITS.c.key.in_(part))).scalars())


def bytes_of(connection: Connection, sha256: str) -> bytes:
    """Return the bytes of a page by their digest; b"" where they are not kept."""
    found = connection.execute(select(BLOBS.c.data).where(BLOBS.c.sha256 == sha256)).scalar()
    return unsqueeze(found) if found is not None else b""


def _packed(value: msgspec.Struct | None) -> bytes | None:
    return None if value is None else squeeze(msgspec.msgpack.encode(value))


def answer_of(data: bytes | None) -> Answered | None:
    """Return the answer that a row holds. Raises StoreError or MsgspecError where it is damaged."""
    return msgspec.msgpack.decode(unsqueeze(data), type=Answered) if data else None


def again_of(data: bytes | None) -> Again | None:
    """Return what a row says that asking again takes. Raises as `answer_of`."""
    return msgspec.msgpack.decode(unsqueeze(data), type=Again) if data else None


def put_again(connection: Connection, key: str, again: Again) -> None:
    """Keep what asking the address again takes in the place of what was kept."""
    connection.execute(update(VISITS).where(VISITS.c.key == key).values(data=_packed(again)))


def _feed(row: Any) -> Feed:
    told = {name: getattr(row, name) for name in Feed.__dataclass_fields__}
    return Feed(**told | {"answer": answer_of(row.answer)})


def _visit(row: Any) -> Visit:
    again = again_of(row.data)
    return Visit(key=row.key, first=row.first, checked=row.checked, page=row.page, due=row.due, tries=row.tries, again=again)
