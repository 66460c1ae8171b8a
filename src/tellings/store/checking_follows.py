"""Looks for what is wrong with what persons follow and the alerts that they had: targets that are not there, rows that no command can read."""

import json
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any, Final, get_args

from sqlalchemy import Connection, delete, exists, func, select, update

from tellings.errors import StoreError
from tellings.model.alerts import Alert
from tellings.store import articles, follows
from tellings.store.checking_feeds import is_time
from tellings.store.faults import Fault, Mend
from tellings.store.follows import FollowKind
from tellings.store.forgetting import FORGOTTEN
from tellings.store.packing import legible, unpack
from tellings.store.search import Filters
from tellings.store.tables import ALERTS, ARRIVALS, FOLLOWS, STORIES

# What is wrong with the evidence and the origin of a record, under a name.
Evidence = Callable[[Connection, object, str], Iterator[Fault]]
_KINDS: Final = frozenset(get_args(FollowKind))
_FILTERS: Final = {one.name for one in fields(Filters)}


def followed(connection: Connection) -> Iterator[Fault]:
    """Yield what is followed and cannot be: a story that is not there, a search that cannot be read, a mark behind the last article."""
    last = articles.next_number(connection) - 1
    uids: set[str] = set()
    for row in connection.execute(select(FOLLOWS).order_by(FOLLOWS.c.id)):
        name = f"follow {row.id}"
        said = _subject(connection, row)
        if said is not None:
            yield Fault(name, f"{said}; tellings unfollow {row.id} takes it away")
        if not is_time(row.made):
            yield Fault(name, f"was made at {row.made!r}, which is no time")
        if row.mark > last:
            yield Fault(name, f"is told of nothing before article number {row.mark}, and there are {last}", follows.lower_marks)
        if row.uid in uids or not row.uid:
            yield Fault(name, f"has the uid {row.uid!r}, which is not its own")
        uids.add(row.uid)


def _subject(connection: Connection, row: Any) -> str | None:
    """Say what is wrong with what is followed; None where nothing is."""
    if row.kind not in _KINDS:
        return f"is of the kind {row.kind!r}, which no release knows"
    if row.kind == "story":
        return _story(connection, row.subject)
    try:
        told = json.loads(row.subject)
    except ValueError as error:
        return f"its search cannot be read: {error}"
    if not (isinstance(told, dict) and isinstance(told.get("words"), str) and isinstance(told.get("shown"), str)):
        return "its search has no words"
    filters = told.get("filters")
    if not isinstance(filters, dict) or not filters.keys() <= _FILTERS:
        return f"its search has filters that no release knows: {filters!r}"
    return _story(connection, str(filters["story"])) if filters.get("story") else None


def _story(connection: Connection, name: str) -> str | None:
    """Say that a story is not there. Where articles were forgotten it may have gone with them."""
    if connection.execute(select(exists().where(STORIES.c.id == name))).scalar():
        return None
    if connection.execute(select(exists().where(ARRIVALS.c.outcome == FORGOTTEN))).scalar():
        return None
    return f"follows story {name}, which is not there"


def noted(connection: Connection, evidence: Evidence) -> Iterator[Fault]:
    """Yield alerts that cannot be read, are listed otherwise than they are, or are of what is not there."""
    webhooks: dict[int, str | None] = {row.id: row.webhook for row in connection.execute(select(FOLLOWS.c.id, FOLLOWS.c.webhook))}
    for seq in connection.execute(select(ALERTS.c.seq).order_by(ALERTS.c.seq)).scalars().all():
        row = connection.execute(select(ALERTS).where(ALERTS.c.seq == seq)).one()
        name, gone = f"alert {seq}", _drop(seq)
        if row.follow not in webhooks:
            yield Fault(name, f"is of follow {row.follow}, which is not there", gone)
            continue
        if row.queued and webhooks[row.follow] is None:
            yield Fault(name, "waits for a webhook, and its follow has none", _not_queued(seq))
        if not is_time(row.at):
            yield Fault(name, f"was noted at {row.at!r}, which is no time")
        yield from _alert(connection, row, name, gone, evidence)
    twice = select(func.max(ALERTS.c.seq)).group_by(ALERTS.c.follow, ALERTS.c.key).having(func.count() > 1)
    for seq in sorted(connection.execute(twice).scalars()):
        yield Fault(f"alert {seq}", "was noted before", _drop(seq))


def _alert(connection: Connection, row: Any, name: str, gone: Mend, evidence: Evidence) -> Iterator[Fault]:
    try:
        (alert,) = unpack(Alert, row.data)
    except (StoreError, ValueError) as error:
        yield Fault(name, str(error), gone)  # what is new still is noted anew
        return
    if (legible(alert.id), legible(alert.story)) != (row.key, row.story):
        yield Fault(name, f"is listed with other data than it holds: {row.key} of story {row.story!r}", gone)
        return
    named = {alert.article, *((alert.about,) if alert.kind == "match" else ())}
    for article in sorted(named - set(articles.by_id(connection, sorted(named)))):
        yield Fault(name, f"is of article {article}, which is not there", gone)
    if alert.story and (said := _story(connection, alert.story)) is not None:
        yield Fault(name, said.replace("follows", "is of"), gone)
    for fault in evidence(connection, alert, name):
        yield Fault(name, fault.message, gone)


def _drop(seq: int) -> Mend:
    return lambda connection: connection.execute(delete(ALERTS).where(ALERTS.c.seq == seq))


def _not_queued(seq: int) -> Mend:
    return lambda connection: connection.execute(update(ALERTS).where(ALERTS.c.seq == seq).values(queued=False))
