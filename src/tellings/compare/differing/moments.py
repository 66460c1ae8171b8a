"""Times of two clauses of one claim: weekday, date, part of day, clock, month, as stretches of time that meet or do not."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import Final

from tellings.compare.differing import acts, order
from tellings.compare.differing.acts import ALIKE, CLOSE, Acts
from tellings.compare.differing.clauses import Clause
from tellings.compare.differing.found import Difference, Value
from tellings.data import toml
from tellings.model.observed import TimeExpression
from tellings.model.resolved import Relation
from tellings.text.forms import find_phrase, forms, phrases

_DAY: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(.+))?")
_MONTH: Final = re.compile(r"(\d{4})-(\d\d)")
_WEEK: Final = re.compile(r"(\d{4})-W(\d\d)")
_YEAR: Final = re.compile(r"\d{4}")
_CLOCK: Final = re.compile(r"T?(\d\d):(\d\d)")
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Hours of the parts of a day, as loosely as news uses them.
_PARTS: Final = {"MO": (0, 12), "MI": (11, 14), "AF": (12, 19), "EV": (16, 24), "NI": (17, 30), "DT": (6, 20)}
# Minutes by which two clock times may differ and yet be one.
_EXACT: Final = 15
_LOOSE: Final = 60
# Words before a time that say of what it is the time, and how many of them two clauses must share.
_REACH: Final = 12
_SHARED: Final = 2
_NO_DAY: Final = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time as a half-open stretch; `clock` where it is one without a day, `weekday` where no more than a weekday is said."""

    time: TimeExpression
    start: datetime
    end: datetime
    clock: bool
    weekday: str | None
    loose: bool
    dated: bool = False

    def meets(self, other: "Moment") -> bool:
        """True where both can be of one act."""
        if self.clock or other.clock:
            one, two = _of_day(self), _of_day(other)
            return one is None or two is None or _near(one, two, loose=self.loose or other.loose)
        if self.weekday is not None and self.weekday == other.weekday and not (self.dated and other.dated):
            return True  # one weekday told from two days of publication: the anchors may be those of reprints
        slack = timedelta(minutes=_LOOSE if self.loose or other.loose else _EXACT)
        if _near_now(self) or _near_now(other):
            slack = timedelta(days=1)  # "tomorrow" in a text that was printed after midnight, or a day's way west
        fine = _near_now(self) or _near_now(other) or max(self.end - self.start, other.end - other.start) <= timedelta(minutes=1)
        return self.start < other.end + (slack if fine else timedelta()) and other.start < self.end + (slack if fine else timedelta())


def differences(a: Clause, b: Clause, by: Acts) -> Iterator[Difference]:
    """Yield how the one time that each clause gives for its act differs from the other's."""
    ours, theirs = moments(a), moments(b)
    if not ours or not theirs or (a.bare.casefold() == b.bare.casefold() and len(ours) + len(theirs) > 2):
        return
    if any(one.meets(other) for one in ours for other in theirs):
        one, other = ours[0], theirs[0]
        finer = len(ours) == len(theirs) == 1 and (one.start, one.end) != (other.start, other.end) and not one.clock and not other.clock
        if finer and acts.one_verb(a, b):
            yield _made(a, b, one, other, "precision")
        return
    one, other = ours[0], theirs[0]
    if not (_is_one(ours) and _is_one(theirs)) or one.time.sel.exact.casefold() == other.time.sel.exact.casefold():
        return
    if _one_act(a, b, by) or _of_one_noun(a, b, one, other, by):
        yield _made(a, b, one, other, _relation(a, b))


def apart_in_time(a: Clause, b: Clause) -> bool:
    """True where the clauses set their acts at times that do not meet: two acts."""
    ours, theirs = moments(a), moments(b)
    return bool(ours) and bool(theirs) and not any(one.meets(other) for one in ours for other in theirs)


def _relation(a: Clause, b: Clause) -> Relation:
    if is_moved(a) or is_moved(b):
        return "update"
    plans = [c for c in (a, b) if c.statement.modality in ("planned", "possible")]
    if order.by_words(a, b) is not None or (plans and order.later_day(a, b)):
        return "update"
    return "contradiction"


def _one_act(a: Clause, b: Clause, by: Acts) -> bool:
    """True where the clauses tell one act of one thing: deeds of one kind on two days are two deeds."""
    if acts.elsewhere(a, b) or acts.subjects_differ(a, b) or acts.apart(a, b) or acts.one_of_several(a) != acts.one_of_several(b):
        return False
    likeness = by.likeness(a, b)
    if is_moved(a) != is_moved(b):
        return likeness >= ALIKE and acts.one_thing(a, b)
    if acts.tenses_differ(a, b):
        return False
    if acts.one_deed(a, b):
        return likeness >= CLOSE or (likeness >= ALIKE and acts.one_thing(a, b))
    return likeness >= CLOSE and acts.one_thing(a, b) and _named_in(a, b)


def _of_one_noun(a: Clause, b: Clause, one: Moment, other: Moment, by: Acts) -> bool:
    """True where the words right before the times are about one thing: "air strikes near Odrin last week", "strikes on Odrin this week"."""
    if acts.apart(a, b) or acts.tenses_differ(a, b) or by.likeness(a, b) < ALIKE:
        return False
    ours, theirs = _before(a, one), _before(b, other)
    return bool(ours) and bool(theirs) and ours[-1] == theirs[-1] and len(set(ours) & set(theirs)) >= _SHARED


def _before(clause: Clause, moment: Moment) -> tuple[str, ...]:
    """The content words before the time, in order."""
    head = clause.article.text[clause.statement.sel.start : moment.time.sel.start]
    return tuple(word for word in forms(head)[-_REACH:] if word in clause.content)


def _named_in(a: Clause, b: Clause) -> bool:
    """True where the one clause names by a noun what the other tells by its verb, or only says when it was."""
    light = {"be", "occur", "happen", "take", "come", "call", "follow", "set", "schedule"}
    return bool({a.statement.predicate.split(" ")[0], b.statement.predicate.split(" ")[0]} & light)


@lru_cache(maxsize=8192)
def is_moved(clause: Clause) -> bool:
    """Return whether the clause says that the act was put to another time."""
    table = toml("differing")["moved"]
    return any(find_phrase(clause.forms, phrase) is not None for phrase in phrases((*table["words"], *table["phrases"])))


def _is_one(found: tuple[Moment, ...]) -> bool:
    return all(one.meets(found[0]) for one in found)


@lru_cache(maxsize=8192)
def moments(clause: Clause) -> tuple[Moment, ...]:
    """Return the times at which the clause sets its act, finest first; a time to which it relates otherwise ("since March") is none."""
    return moments_of(clause, clause.times)


def moments_of(clause: Clause, times: Iterable[TimeExpression]) -> tuple[Moment, ...]:
    """Return those of the times at which something is set, finest first."""
    made = [made for time in times if time.type in ("DATE", "TIME") and (made := _moment(clause, time)) is not None]
    return tuple(sorted(made, key=lambda m: (m.clock, m.end - m.start, m.time.sel.start)))


def _moment(clause: Clause, time: TimeExpression) -> Moment | None:
    before = clause.article.text[max(0, time.sel.start - 30) : time.sel.start].lower()
    words = re.findall(r"[a-z]+", re.split(r"[.;:!?]", before)[-1])
    near = [word for word in words[-2:] if word not in ("the", "a", "an", "early", "late", "last", "next", "this", "on", "of", "at", "in")]
    loose = any(word in _words("open") for word in words[-2:])
    clock = _CLOCK.fullmatch(time.value)
    if near and near[-1] in ("until", "till", "to") and is_moved(clause):
        near = []
    if near and near[-1] in _words("related") and not (loose and (clock or "T" in time.value)):
        return None
    if clock is not None:
        start = _NO_DAY + timedelta(hours=int(clock[1]), minutes=int(clock[2]))
        return Moment(time=time, start=start, end=start + timedelta(minutes=1), clock=True, weekday=None, loose=loose)
    stretch = _stretch(time.value)
    if stretch is None:
        return None
    said = time.sel.exact.lower()
    weekday = next((day for day in _WEEKDAYS if day in said or day[:3] + "." in said), None)
    dated = any(char.isdigit() for char in said)
    return Moment(time=time, start=stretch[0], end=stretch[1], clock=False, weekday=weekday, loose=loose, dated=dated)


def _stretch(value: str) -> tuple[datetime, datetime] | None:
    try:
        if day := _DAY.fullmatch(value):
            start = datetime(int(day[1]), int(day[2]), int(day[3]), tzinfo=UTC)
            return _within_day(start, day[4])
        if week := _WEEK.fullmatch(value):
            start = datetime.fromisocalendar(int(week[1]), int(week[2]), 1).replace(tzinfo=UTC)
            return start, start + timedelta(days=7)
        if month := _MONTH.fullmatch(value):
            year, number = int(month[1]), int(month[2])
            start = datetime(year, number, 1, tzinfo=UTC)
            return start, datetime(year + number // 12, number % 12 + 1, 1, tzinfo=UTC)
        if _YEAR.fullmatch(value):
            return datetime(int(value), 1, 1, tzinfo=UTC), datetime(int(value) + 1, 1, 1, tzinfo=UTC)
    except ValueError:
        return None  # a day that no calendar has
    return None


def _within_day(start: datetime, part: str | None) -> tuple[datetime, datetime]:
    if part is None:
        return start, start + timedelta(days=1)
    if clock := _CLOCK.fullmatch(part):
        at = start + timedelta(hours=int(clock[1]), minutes=int(clock[2]))
        return at, at + timedelta(minutes=1)
    first, last = _PARTS.get(part, (0, 24))
    return start + timedelta(hours=first), start + timedelta(hours=last)


def _near_now(moment: Moment) -> bool:
    words = moment.time.sel.exact.lower()
    return any(
        word in words
        for word in ("today", "tomorrow", "yesterday", "tonight", "last night", "this morning", "this evening", "this afternoon")
    )


def _of_day(moment: Moment) -> tuple[int, int] | None:
    """Minutes of the day from and to which a moment lasts, None where it says no part of a day."""
    if moment.end - moment.start >= timedelta(hours=23):
        return None
    start = moment.start.hour * 60 + moment.start.minute
    return start, start + int((moment.end - moment.start).total_seconds()) // 60


def _near(one: tuple[int, int], two: tuple[int, int], *, loose: bool) -> bool:
    slack = _LOOSE if loose else _EXACT
    return any(one[0] + turn <= two[1] + slack and two[0] <= one[1] + turn + slack for turn in (-1440, 0, 1440))


def _made(a: Clause, b: Clause, one: Moment, other: Moment, relation: Relation) -> Difference:
    values = [Value(clause=c, key=(m.start, m.end), words=" ".join(m.time.sel.exact.split())) for c, m in ((a, one), (b, other))]
    return Difference(slot="time", relation=relation, a=values[0], b=values[1], rule="times of one act")


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(toml("differing")[name]["words"])
