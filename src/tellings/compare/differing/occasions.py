"""Whether two clauses tell of two occasions or two persons, so that nothing told in them can be at odds: asked before any part is set side by side."""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

from tellings.compare.differing import moments
from tellings.compare.differing.clauses import Clause
from tellings.data import toml
from tellings.model.resolved import Entity
from tellings.text import tolls
from tellings.text.forms import forms

_DAY: Final = 10
# Time by which an act may be set after the publication that tells it: the paper of tomorrow, a day's way west.
_SLACK: Final = timedelta(hours=30)
# What is told without a day is of one that ended no longer than this before the day of its publication.
_NEWS: Final = timedelta(days=1)
# What begins behind a time, and tells of the noun before it.
_BESIDE: Final = re.compile(r",?\s+(?:(?:in|during|after|from|by)\s+)?(?:which|that|when)\b", re.IGNORECASE)


def persons_apart(a: Clause, b: Clause) -> bool:
    """True where both clauses name persons, of whom they tell, and none is the same."""
    ours, theirs = _persons(a), _persons(b)
    return bool(ours) and bool(theirs) and not any(_one(x, y) for x in ours for y in theirs)


def days_apart(a: Clause, b: Clause) -> bool:
    """True where the sentences set their acts on days that do not meet, or the one after the other was published. A count that is kept
    ("the toll stood at nine on Monday") is of no day, and what was moved is of two.
    """
    if _keeps_count(a) or _keeps_count(b) or moments.is_moved(a) or moments.is_moved(b):
        return False
    ours, theirs = _days(a), _days(b)
    if ours and theirs and not any(one.meets(other) for one in ours for other in theirs):
        return True
    return _is_after(ours, a, b) or _is_after(theirs, b, a)


def is_earlier(clause: Clause, at: int, other: Clause) -> bool:
    """True where what stands at this place of the article hangs on a noun with a day of its own ("a raid last week in which thirty were killed"), well before the other
    clause was published, whose sentence gives no day: that tells news.
    """
    published = _published(other)
    if published is None or _days(other):
        return False
    span = clause.statement.sentence
    hung = [m for m in _days(clause) if span.start <= m.time.sel.start < at and _BESIDE.match(clause.article.text, m.time.sel.end, at)]
    return bool(hung) and all(moment.end + _NEWS < published for moment in hung)


def _is_after(told: tuple[moments.Moment, ...], clause: Clause, other: Clause) -> bool:
    """True where all that the clause tells happened after the other clause was published."""
    published = _published(other)
    if not told or published is None or clause.is_to_come or other.is_to_come:
        return False
    return all(moment.start > published + _SLACK for moment in told)


@lru_cache(maxsize=8192)
def _days(clause: Clause) -> tuple[moments.Moment, ...]:
    return tuple(moment for moment in moments.moments_of(clause, clause.times or clause.when) if not moment.clock)


def _published(clause: Clause) -> datetime | None:
    try:
        return None if clause.published is None else datetime.fromisoformat(clause.published[:_DAY]).replace(tzinfo=UTC)
    except ValueError:
        return None


@lru_cache(maxsize=8192)
def _keeps_count(clause: Clause) -> bool:
    s = clause.statement
    return bool(tolls.counted(s.predicate, s.subject)) or s.predicate.split(" ", maxsplit=1)[0] in toml("differing")["standing"]["verbs"]


@lru_cache(maxsize=8192)
def _persons(clause: Clause) -> tuple[Entity, ...]:
    """The persons of whom the clause tells, by name; not whose words or count it is."""
    s = clause.statement
    left = frozenset(e.id for e in clause.doers) if s.predicate in toml("differing")["giving"]["lemmas"] else frozenset()
    return tuple(
        e
        for e in clause.named
        if e.kind == "person" and e.id not in left and e.id != clause.source and e.name[:1].isupper() and e.name.split()[-1] in clause.text
    )


def _one(one: Entity, other: Entity) -> bool:
    return one.id == other.id or not set(forms(one.name)).isdisjoint(forms(other.name))
