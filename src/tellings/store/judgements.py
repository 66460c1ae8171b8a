"""What persons decided, in order, in an archive. A row is never changed but for `undone`: the number of the row that took it back, None while it is in force."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Row, func, select, update

from tellings.model.observed import Mention, Quotation, Statement
from tellings.model.resolved import Link
from tellings.store import articles, log
from tellings.store.articles import Kept
from tellings.store.packing import pack, unpack
from tellings.store.tables import JUDGEMENTS

# The action of a row that takes another back.
UNDO: Final = "undo"
# Actions on stories: what they decide is for the stream of stories, and not for what a story's articles mean together.
ON_STORIES: Final = frozenset({"split", "merge", "pin"})
# What stands in the place of words that rested on what was forgotten.
FORGOTTEN: Final = "forgotten"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What one person decided at one time. `articles` are the ids of those that it is about; `words` say it to a person."""

    at: str
    who: str
    action: str
    articles: tuple[str, ...]
    words: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement(Decision):
    """A decision as it is logged. `after` is the last arrival before it; of an undo `of` is the number of the row that it takes back."""

    seq: int
    after: int
    of: int | None = None
    undone: int | None = None


def put(connection: Connection, decision: Decision) -> int:
    """Note a decision, in force from now on, and return its number."""
    return _insert(connection, decision, " ".join(sorted(set(decision.articles))))


def undo(connection: Connection, judgement: Judgement, *, at: str, who: str, words: str) -> int:
    """Take a judgement that is in force back, and return the number of the row that does; what an undo took back is in force again."""
    made = Decision(at=at, who=who, action=UNDO, articles=(), words=words)
    number = _insert(connection, made, f"#{judgement.seq}")
    _turn(connection, judgement, number)
    return number


def _turn(connection: Connection, judgement: Judgement, undone: int | None) -> None:
    """Take a row back or put it in force again; what it takes back itself is then the other way round."""
    connection.execute(update(JUDGEMENTS).where(JUDGEMENTS.c.seq == judgement.seq).values(undone=undone))
    before = one(connection, judgement.of) if judgement.of is not None else None
    if before is not None:
        _turn(connection, before, judgement.seq if undone is None else None)


def _insert(connection: Connection, decision: Decision, subject: str) -> int:
    number = last(connection) + 1
    connection.execute(
        JUDGEMENTS.insert().values(
            seq=number, after=log.last_arrival(connection), at=decision.at, who=decision.who, action=decision.action,
            subject=subject, words=decision.words, links=pack(decision.links),
        )
    )  # fmt: skip
    return number


def one(connection: Connection, number: int) -> Judgement | None:
    """Return the judgement of the number, None where there is none."""
    row = connection.execute(select(JUDGEMENTS).where(JUDGEMENTS.c.seq == number)).first()
    return None if row is None else _judgement(row)


def every(connection: Connection, *, after: int = 0) -> list[Judgement]:
    """Return the judgements in the order in which they were made, those that were taken back among them."""
    return [_judgement(row) for row in connection.execute(select(JUDGEMENTS).where(JUDGEMENTS.c.seq > after).order_by(JUDGEMENTS.c.seq))]


def last(connection: Connection) -> int:
    """Return the number of the last judgement; 0 where there is none."""
    return connection.execute(select(func.max(JUDGEMENTS.c.seq))).scalar() or 0


def latest_in_force(connection: Connection) -> Judgement | None:
    """Return the latest judgement that nobody took back, undoing aside; None where there is none."""
    asked = select(JUDGEMENTS).where(JUDGEMENTS.c.undone.is_(None), JUDGEMENTS.c.action != UNDO)
    row = connection.execute(asked.order_by(JUDGEMENTS.c.seq.desc()).limit(1)).first()
    return None if row is None else _judgement(row)


def in_force(connection: Connection, articles: Collection[str]) -> tuple[Link, ...]:
    """Return the Links in force on what any of the articles say, in the order in which persons made them; those on stories are not among them."""
    asked = select(JUDGEMENTS.c.seq, JUDGEMENTS.c.subject).where(
        JUDGEMENTS.c.undone.is_(None), JUDGEMENTS.c.action != UNDO, JUDGEMENTS.c.action.not_in(sorted(ON_STORIES))
    )
    held = frozenset(articles)
    wanted = [row.seq for row in connection.execute(asked.order_by(JUDGEMENTS.c.seq)) if not held.isdisjoint(row.subject.split())]
    found: list[Link] = []
    for number in wanted:
        data = connection.execute(select(JUDGEMENTS.c.links).where(JUDGEMENTS.c.seq == number)).scalar_one()
        found += unpack(Link, data)
    return tuple(found)


def on_stories(connection: Connection) -> list[Judgement]:
    """Return the judgements on stories that are in force, in the order in which they were made."""
    asked = select(JUDGEMENTS).where(JUDGEMENTS.c.undone.is_(None), JUDGEMENTS.c.action.in_(sorted(ON_STORIES)))
    return [_judgement(row) for row in connection.execute(asked.order_by(JUDGEMENTS.c.seq))]


def forget(connection: Connection, gone: Sequence[Kept]) -> None:
    """Take articles, before their records are gone, out of all judgements: the words, which may be theirs, and what was decided on what they say."""
    numbers = {one.id: one.number for one in gone}
    asked = select(JUDGEMENTS.c.seq, JUDGEMENTS.c.subject).order_by(JUDGEMENTS.c.seq)
    for row in list(connection.execute(asked)):
        names = [name for name in row.subject.split() if name in numbers]
        if names:
            ends = {*names, *_records(connection, [numbers[name] for name in names])}
            data = connection.execute(select(JUDGEMENTS.c.links).where(JUDGEMENTS.c.seq == row.seq)).scalar_one()
            kept = [link for link in unpack(Link, data) if link.a not in ends and link.b not in ends]
            left = " ".join(name for name in row.subject.split() if name not in numbers)
            values = {"words": FORGOTTEN, "subject": left, "links": pack(kept)}
            connection.execute(update(JUDGEMENTS).where(JUDGEMENTS.c.seq == row.seq).values(**values))
            _blank_undos(connection, row.seq)


def _records(connection: Connection, numbers: Sequence[int]) -> set[str]:
    """The ids of what the articles say that can be judged."""
    found: set[str] = set()
    found.update(one.id for said in articles.records(connection, Mention, numbers).values() for one in said)
    found.update(one.id for said in articles.records(connection, Statement, numbers).values() for one in said)
    found.update(one.id for said in articles.records(connection, Quotation, numbers).values() for one in said)
    return found


def _blank_undos(connection: Connection, number: int) -> None:
    """The rows that took a judgement back, and those that took these back, repeat its words."""
    for seq in list(connection.execute(select(JUDGEMENTS.c.seq).where(JUDGEMENTS.c.subject == f"#{number}")).scalars()):
        connection.execute(update(JUDGEMENTS).where(JUDGEMENTS.c.seq == seq).values(words=FORGOTTEN))
        _blank_undos(connection, seq)


def _judgement(row: Row[tuple[object, ...]]) -> Judgement:
    get = row._mapping.__getitem__  # noqa: SLF001  # the public name of a row's mapping
    is_undo = get("action") == UNDO
    return Judgement(
        seq=get("seq"), after=get("after"), at=get("at"), who=get("who"), action=get("action"),
        articles=() if is_undo else tuple(get("subject").split()), words=get("words"), links=tuple(unpack(Link, get("links"))),
        of=int(get("subject").removeprefix("#")) if is_undo else None, undone=get("undone"),
    )  # fmt: skip
