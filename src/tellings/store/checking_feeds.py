"""Looks for what is wrong with feeds that are watched and the addresses that they named: rows that would be asked wrongly, never, or without end."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import Column, Connection, Table, delete, select, update

from tellings.errors import StoreError
from tellings.store import feeds
from tellings.store.articles import known_pages
from tellings.store.faults import Fault, Mend
from tellings.store.feeds import Answered
from tellings.store.tables import BLOBS, FEEDS, VISITS
from tellings.store.walking import by_key

# Stands for a time that cannot be read: whatever is asked, it was before.
_LONG_AGO: Final = "1970-01-01T00:00:00Z"


def watched(connection: Connection) -> Iterator[Fault]:
    """Yield feeds that nothing leads to, whose times or last answer cannot be read, or whose counts cannot be."""
    held = set(connection.execute(select(FEEDS.c.url)).scalars())
    for row in by_key(connection, FEEDS, FEEDS.c.url):
        name = f"feed {row.url}"
        # a list of a person's own may be a file, which has no row
        if row.parent not in held and "://" in row.parent:
            yield Fault(name, f"is named by {row.parent}, which is not there: nothing asks it", _drop(FEEDS.c.url, row.url))
            continue
        anew = _set(FEEDS.c.url, row.url, answer=None, sha256=None)
        try:
            answer = feeds.answer_of(row.answer)
        except (StoreError, msgspec.MsgspecError) as error:
            yield Fault(name, f"its last answer cannot be read: {error}", anew)
        else:
            for said in _answered(connection, answer):
                yield Fault(name, said, anew)
        for column in _unread(row, ("checked", "due")):
            yield Fault(name, f"has no time in {column}: {getattr(row, column)!r}", _set(FEEDS.c.url, row.url, checked=None, due=None))
        if row.failures < 0:
            yield Fault(name, f"failed {row.failures} times", _set(FEEDS.c.url, row.url, failures=0))
        if row.pace is not None and row.pace < 0:
            yield Fault(name, f"asks for a pace of {row.pace} seconds", _set(FEEDS.c.url, row.url, pace=None))


def visited(connection: Connection) -> Iterator[Fault]:
    """Yield addresses that gave a page that is not there, that are to be asked again and cannot be, and those that were forgotten and are not."""
    rows: list[Any] = []
    for row in by_key(connection, VISITS, VISITS.c.key):
        rows.append(row)
        if len(rows) == feeds.AT_ONCE:
            yield from _visits(connection, rows)
            rows = []
    yield from _visits(connection, rows)


def _visits(connection: Connection, rows: Sequence[Any]) -> Iterator[Fault]:
    pages = known_pages(connection, sorted({row.page for row in rows if row.page is not None}))
    for row in rows:
        name = f"visit {row.key}"
        over = {"due": None, "data": None}
        if row.page is not None and row.page not in pages:
            # the address is known still: asked again it would be taken for a later version of nothing
            yield Fault(name, f"gave the page {row.page}, which is not there", _set(VISITS.c.key, row.key, page=None, **over))
        for column in _unread(row, ("first", "checked", "due")):
            mended = {"first": _LONG_AGO, "checked": _LONG_AGO, **over}
            yield Fault(name, f"has no time in {column}: {getattr(row, column)!r}", _set(VISITS.c.key, row.key, **mended))
        if row.tries < feeds.FORGOTTEN:
            yield Fault(name, f"was tried {row.tries} times", _set(VISITS.c.key, row.key, tries=0))
        if row.tries == feeds.FORGOTTEN and (row.page, row.due, row.data) != (None, None, None):
            yield Fault(name, "was forgotten and says where it is", _set(VISITS.c.key, row.key, page=None, **over))
        yield from _again(connection, row, name)


def _again(connection: Connection, row: Any, name: str) -> Iterator[Fault]:
    """What is wrong with what asking an address again takes."""
    over = _set(VISITS.c.key, row.key, due=None, data=None)
    try:
        again = feeds.again_of(row.data)
    except (StoreError, msgspec.MsgspecError) as error:
        yield Fault(name, f"what it takes to ask again cannot be read: {error}", over)
        return
    if again is None:
        if row.due is not None:
            yield Fault(name, "is to be asked again, and nothing says where", over)
        return
    if not again.listed.get("url"):
        yield Fault(name, "is to be asked again at no address", over)
        return
    for said in _answered(connection, again.answer):
        yield Fault(name, said, lambda connection: feeds.put_again(connection, row.key, msgspec.structs.replace(again, answer=None)))


def _answered(connection: Connection, answer: Answered | None) -> Iterator[str]:
    """Say what is wrong with an answer: the server would be told that we have what we have not."""
    if answer is None:
        return
    if answer.raw and hashlib.sha256(answer.raw).hexdigest() != answer.sha256:
        yield "its last answer holds other bytes than it says"
    if not answer.raw and connection.execute(select(BLOBS.c.size).where(BLOBS.c.sha256 == answer.sha256)).first() is None:
        yield f"its last answer has the bytes {answer.sha256}, which are not there"


def _unread(row: Any, columns: Sequence[str]) -> Iterator[str]:
    for column in columns:
        value = getattr(row, column)
        if value is not None and not is_time(value):
            yield column


def is_time(text: str) -> bool:
    """True for a time as it is noted: ISO 8601, with its offset."""
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _set(key: Column[Any], value: str, **columns: object) -> Mend:
    table: Table = key.table
    return lambda connection: connection.execute(update(table).where(key == value).values(**columns))


def _drop(key: Column[Any], value: str) -> Mend:
    return lambda connection: connection.execute(delete(key.table).where(key == value))
