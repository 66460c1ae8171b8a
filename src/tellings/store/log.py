"""The log of an archive: runs, and every input in the order of arrival."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import Connection, and_, func, select, update

from tellings.store.tables import ARRIVALS, INFO, RUNS

Outcome = Literal["added", "version", "known", "rejected", "forgotten"]
_CHANGES: Final = "changes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One input and what became of it. `batch` numbers what was cleaned together; of a forgotten one that gave an article, `detail` is its number."""

    run: int
    batch: int
    at: str
    input: str
    outcome: Outcome
    page: str | None = None
    article: str | None = None
    reason: str | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One execution that wrote. `ended` is None while it runs, and for ever where it was cut off."""

    id: int
    command: str
    began: str
    ended: str | None
    state: str
    manifest: Mapping[str, Any]


def begin_run(connection: Connection, command: str, now: str, manifest: Mapping[str, Any]) -> int:
    """Note that a run begins and return its number."""
    number = (connection.execute(select(func.max(RUNS.c.id))).scalar() or 0) + 1
    written = json.dumps(manifest, sort_keys=True, ensure_ascii=False)
    connection.execute(RUNS.insert().values(id=number, command=command, began=now, state="running", manifest=written))
    return number


def put_run(connection: Connection, run: Run) -> None:
    """Keep a run of another archive, whose arrivals come to this one."""
    written = json.dumps(run.manifest, sort_keys=True, ensure_ascii=False)
    row = {"id": run.id, "command": run.command, "began": run.began, "ended": run.ended, "state": run.state, "manifest": written}
    connection.execute(RUNS.insert().values(**row))


def end_run(connection: Connection, number: int, now: str, state: Literal["done", "stopped"]) -> None:
    """Note that the run has come to its end, or was stopped before."""
    connection.execute(update(RUNS).where(RUNS.c.id == number).values(ended=now, state=state))


def runs(connection: Connection) -> list[Run]:
    """Return the runs, the first one first."""
    return [
        Run(id=row.id, command=row.command, began=row.began, ended=row.ended, state=row.state, manifest=json.loads(row.manifest))
        for row in connection.execute(select(RUNS).order_by(RUNS.c.id))
    ]


def put_arrival(connection: Connection, arrival: Arrival) -> None:
    """Note one input, after those before it. Numbers have no gaps, as a database's own counter would leave after what was not finished."""
    seq = select(func.coalesce(func.max(ARRIVALS.c.seq), 0) + 1).scalar_subquery()
    connection.execute(ARRIVALS.insert().values(seq=seq, **{name: getattr(arrival, name) for name in Arrival.__dataclass_fields__}))


def arrivals(connection: Connection, *, after: int = 0, outcomes: tuple[Outcome, ...] = ()) -> Iterator[tuple[int, Arrival]]:
    """Yield the inputs and their numbers in the order of arrival, those of the outcomes only where some are named."""
    asked = select(ARRIVALS).where(ARRIVALS.c.seq > after)
    for row in connection.execute((asked.where(ARRIVALS.c.outcome.in_(outcomes)) if outcomes else asked).order_by(ARRIVALS.c.seq)):
        yield row.seq, Arrival(**{name: getattr(row, name) for name in Arrival.__dataclass_fields__})


def page_times(connection: Connection, names: Sequence[str]) -> dict[str, str]:
    """Return for each of the pages when it came first."""
    asked = select(ARRIVALS.c.page, func.min(ARRIVALS.c.at).label("at")).where(ARRIVALS.c.page.in_(names)).group_by(ARRIVALS.c.page)
    return {row.page: row.at for row in connection.execute(asked)}


def pages(connection: Connection) -> list[str]:
    """Return the ids of all pages in the order in which they came first."""
    asked = select(ARRIVALS.c.page).where(ARRIVALS.c.page.is_not(None)).group_by(ARRIVALS.c.page)
    return list(connection.execute(asked.order_by(func.min(ARRIVALS.c.seq))).scalars())


def last_arrival(connection: Connection) -> int:
    """Return the number of the last input; 0 where there is none."""
    return connection.execute(select(func.max(ARRIVALS.c.seq))).scalar() or 0


def next_batch(connection: Connection) -> int:
    """Return the number of the next batch: the last arrival was of the one before."""
    return (connection.execute(select(ARRIVALS.c.batch).order_by(ARRIVALS.c.seq.desc()).limit(1)).scalar() or 0) + 1


def rejected_before(connection: Connection, page: str) -> Arrival | None:
    """Return how a page was rejected when it came before; None where it was not."""
    asked = select(ARRIVALS).where(and_(ARRIVALS.c.page == page, ARRIVALS.c.outcome == "rejected")).order_by(ARRIVALS.c.seq.desc()).limit(1)
    row = connection.execute(asked).first()
    return None if row is None else Arrival(**{name: getattr(row, name) for name in Arrival.__dataclass_fields__})


def changes(connection: Connection) -> int:
    """Return how often stories were changed: a writer that remembers another number must look at them again."""
    value = connection.execute(select(INFO.c.value).where(INFO.c.key == _CHANGES)).scalar()
    return int(value) if value is not None else 0


def count_change(connection: Connection) -> int:
    """Count one change of stories and return how many there were."""
    number = changes(connection) + 1
    connection.execute(INFO.delete().where(INFO.c.key == _CHANGES))
    connection.execute(INFO.insert().values(key=_CHANGES, value=str(number)))
    return number
