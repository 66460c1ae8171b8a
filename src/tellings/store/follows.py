"""What persons follow in an archive, and what is new of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import Connection, delete, func, select, update

from tellings.model.alerts import Alert
from tellings.model.spans import content_id
from tellings.store import articles
from tellings.store.articles import Kept, parts
from tellings.store.packing import pack, unpack
from tellings.store.tables import ALERTS, FOLLOWS, INFO

FollowKind = Literal["story", "search"]
# Alerts that are read at a time.
_PAGE: Final = 500
_ATTENDED: Final = "attended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """What somebody follows: a story by its id, or a search (`subject` is JSON). `mark` is the last article that was there when it was made.

    `uid` is its own for good: the number of one that is given up may be given again. `allow_private`: its webhook may be on a private network.
    """

    id: int
    uid: str
    kind: FollowKind
    subject: str
    made: str
    mark: int
    atom: str | None = None
    webhook: str | None = None
    secret: str | None = None
    allow_private: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """An alert as it is kept: `seq` counts from 1 in the order noted, `at` is when, `seen` whether it was listed, `queued` whether its webhook waits for it."""

    seq: int
    follow: int
    at: str
    seen: bool
    queued: bool
    alert: Alert


def put_follow(connection: Connection, follow: Follow) -> Follow:
    """Keep what is followed from now on and return it with its number and uid."""
    number = (connection.execute(select(func.max(FOLLOWS.c.id))).scalar() or 0) + 1
    row = {name: getattr(follow, name) for name in Follow.__dataclass_fields__}
    row |= {"id": number, "uid": content_id("follow", number, follow.kind, follow.subject, follow.made)}
    connection.execute(FOLLOWS.insert().values(**row))
    return Follow(**row)


def follows(connection: Connection) -> list[Follow]:
    """Return all that is followed, in the order of the numbers."""
    return [Follow(**row._mapping) for row in connection.execute(select(FOLLOWS).order_by(FOLLOWS.c.id))]  # noqa: SLF001  # the public name of a row's mapping


def drop_follow(connection: Connection, number: int) -> bool:
    """Take away what is followed under the number, with its alerts; False where there is nothing."""
    connection.execute(delete(ALERTS).where(ALERTS.c.follow == number))
    return bool(connection.execute(delete(FOLLOWS).where(FOLLOWS.c.id == number)).rowcount)


def known(connection: Connection, follow: Follow, keys: Iterable[str]) -> frozenset[str]:
    """Return those of the ids of alerts that the follow has had."""
    asked = select(ALERTS.c.key).where(ALERTS.c.follow == follow.id)
    return frozenset(key for part in parts(sorted(keys)) for key in connection.execute(asked.where(ALERTS.c.key.in_(part))).scalars())


def note(connection: Connection, follow: Follow, alerts: Iterable[Alert], now: str) -> list[Noted]:
    """Note those of the alerts that the follow has not had yet, and return them."""
    coming = {alert.id: alert for alert in alerts}
    for key in known(connection, follow, coming):
        del coming[key]
    last = connection.execute(select(func.max(ALERTS.c.seq))).scalar() or 0
    found = [
        Noted(seq=seq, follow=follow.id, at=now, seen=False, queued=follow.webhook is not None, alert=alert)
        for seq, alert in enumerate(coming.values(), last + 1)
    ]
    if found:
        connection.execute(ALERTS.insert(), [
            {
                "seq": one.seq, "follow": one.follow, "key": one.alert.id, "at": now, "story": one.alert.story, "seen": False, "queued": one.queued,
                "data": pack([one.alert]),
            }
            for one in found
        ])  # fmt: skip
    return found


def last(connection: Connection) -> int:
    """Return the number of the last alert; 0 where there is none."""
    return connection.execute(select(func.max(ALERTS.c.seq))).scalar() or 0


def alerts(connection: Connection, *, after: int = 0, unseen: bool = False, queued: bool = False) -> list[Noted]:
    """Return the alerts after the number in the order noted: all, or those not seen yet, or those that a webhook waits for."""
    asked = select(ALERTS).where(ALERTS.c.seq > after).order_by(ALERTS.c.seq)
    asked = asked.where(ALERTS.c.seen.is_(False)) if unseen else asked
    return [_noted(row) for row in connection.execute(asked.where(ALERTS.c.queued.is_(True)) if queued else asked)]


def latest(connection: Connection, numbers: Sequence[int], most: int) -> list[Noted]:
    """Return the last alerts of these follows, the newest first."""
    asked = select(ALERTS).where(ALERTS.c.follow.in_(list(numbers))).order_by(ALERTS.c.seq.desc()).limit(most)
    return [_noted(row) for row in connection.execute(asked)]


def mark_seen(connection: Connection, seqs: Sequence[int]) -> None:
    """Note that the alerts were listed."""
    for part in parts(list(seqs)):
        connection.execute(update(ALERTS).where(ALERTS.c.seq.in_(part)).values(seen=True))


def mark_sent(connection: Connection, seq: int) -> None:
    """Note that a webhook has the alert."""
    connection.execute(update(ALERTS).where(ALERTS.c.seq == seq).values(queued=False))


def forget(connection: Connection, gone: Sequence[Kept]) -> None:
    """Take away the alerts that show a passage of these articles."""
    names = {one.id for one in gone}
    after = 0
    while rows := list(
        connection.execute(select(ALERTS.c.seq, ALERTS.c.data).where(ALERTS.c.seq > after).order_by(ALERTS.c.seq).limit(_PAGE))
    ):
        after = rows[-1].seq
        held = [row.seq for row in rows if any(names & _articles(alert) for alert in unpack(Alert, row.data))]
        for part in parts(held):
            connection.execute(delete(ALERTS).where(ALERTS.c.seq.in_(part)))


def lower_marks(connection: Connection) -> None:
    """Let what is followed be told of what comes from now on, where it waits for numbers that articles have not had yet."""
    last = articles.next_number(connection) - 1
    connection.execute(update(FOLLOWS).where(FOLLOWS.c.mark > last).values(mark=last))
    attend_to(connection, min(attended(connection), last))


def attended(connection: Connection) -> int:
    """Return the number of the last article that searches which are followed were held against; 0 where none was."""
    value = connection.execute(select(INFO.c.value).where(INFO.c.key == _ATTENDED)).scalar()
    return int(value) if value is not None else 0


def attend_to(connection: Connection, number: int) -> None:
    """Note that searches which are followed were held against the articles up to the number."""
    if number != attended(connection):
        connection.execute(delete(INFO).where(INFO.c.key == _ATTENDED))
        connection.execute(INFO.insert().values(key=_ATTENDED, value=str(number)))


def _articles(alert: Alert) -> set[str]:
    return {alert.article, alert.about, *(sel.article for sel in alert.evidence)}


def _noted(row: Any) -> Noted:
    return Noted(seq=row.seq, follow=row.follow, at=row.at, seen=row.seen, queued=row.queued, alert=unpack(Alert, row.data)[0])
