"""Events in order of time."""

import re
from calendar import day_name, month_name
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from tellings.briefing.composing import wording
from tellings.briefing.composing.material import Material
from tellings.briefing.composing.phrasing import Phrasing
from tellings.briefing.composing.ranking import overlap
from tellings.briefing.composing.standing import OPEN, RESOLVED, is_trivial
from tellings.model.briefs import BriefSentence
from tellings.model.observed import EventMention, Quotation, Statement, TimeExpression
from tellings.model.resolved import Claim, Event
from tellings.model.spans import Selector

_LINE: Final = 150
_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T(\d{2}:\d{2}|MO|MI|AF|EV|NI|DT))?")
_WEEK: Final = re.compile(r"(\d{4})-W(\d{2})(?:-(WE|\d))?")
_WEEKDAY: Final = re.compile(r"XXXX-WXX-([1-7])(?:T(\d{2}:\d{2}|MO|MI|AF|EV|NI))?")
_PARTS: Final = {"MO": "06:00", "MI": "12:00", "DT": "12:00", "AF": "14:00", "EV": "18:00", "NI": "21:00"}
_TODAY: Final = 7
# Two lines of one day that share this much of the shorter's words tell one thing; lines further apart than this are not compared.
_SAME: Final = 0.75
_NEAR: Final = 40


@dataclass(frozen=True, slots=True, order=True)
class _When:
    """Where on the line of time: dated days first, then days known only by their order or weekday; `label` is the heading."""

    dated: int
    day: str
    place: int
    clock: str
    label: str


@dataclass(frozen=True, slots=True)
class _Entry:
    when: _When
    words: str
    note: str
    evidence: tuple[Selector, ...]
    about: str


class Timeline:
    """Turns a story's events, and claims that name a day, into a line of time."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.phrasing = Phrasing(material)
        self.first_weekday = self._first_weekday()

    def lines(self, spoken: Iterable[tuple[Quotation, Selector, TimeExpression]] = ()) -> list[BriefSentence]:
        """Return one line for each thing whose time is given, in order of time, each under its day.

        `spoken` is what was said on a day: the quotation, the passage that names the day, and the day.
        """
        entries = [e for event in self.material.events if (e := self._event(event)) is not None]
        covered = {s.id for event in self.material.events for m in self._mentions(event) for s in self.material.statements_around(m.sel)}
        entries += [e for claim in self.material.claims if (e := self._claim(claim, covered)) is not None]
        entries += [e for quotation, passage, time in spoken if (e := self._spoken(quotation, passage, time)) is not None]
        told: dict[str, list[_Entry]] = {}
        for entry in sorted(entries, key=lambda e: (e.when, -len(e.evidence), e.about)):
            day = told.setdefault(entry.when.label, [])
            if not any(_alike(entry, other) for other in day[-_NEAR:]):
                day.append(entry)
        return [_line(entry) for day in told.values() for entry in day]

    def _mentions(self, event: Event) -> list[EventMention]:
        found = (self.material.event_mentions[m] for m in event.mentions if m in self.material.event_mentions)
        return sorted(found, key=lambda m: (self.material.rank.get(m.sel.article, 0), m.sel.start))

    def _event(self, event: Event) -> _Entry | None:
        """An event under its day, told by the mentions whose own time is that day where there are such."""
        mentions = found = self._mentions(event)
        if not mentions or not (event.time_value or event.time_text):
            return None
        timed = [m for m in found if m.time in self.material.times]
        right = [m for m in timed if _same_day(self.material.times[m.time or ""].value, event.time_value or "")]
        if right and len(right) < len(timed):  # mentions of another day were joined: those without a time may be of that day too
            mentions = right
        times = [self.material.times[m.time] for m in mentions if m.time in self.material.times]
        when = self._when(event.time_value or "", event.time_text or "", times)
        told = self._told(right or mentions)
        if when is None or told is None:
            return None
        status = "" if event.status in ("happened", "ongoing") else event.status
        own = len(mentions) == len(found)
        independent = event.independent if own else self.material.independent(m.sel.article for m in mentions)
        count = wording.counted(independent, "independent telling") if independent > 1 else ""
        return _Entry(when, told, wording.joined((status, count)), self.material.evidence(m.sel for m in mentions), event.id)

    def _claim(self, claim: Claim, covered: set[str]) -> _Entry | None:
        """A claim that names its day, unless a coded event of the same words stands there already.

        It is told by its passages that name the day: what another telling words without one may be of another day.
        """
        support = self.material.support(claim)
        days = {s.id: found for s in support if (found := self._days(s))}
        values = [t for found in days.values() for t in found]
        if not days or len({t.value[:10] for t in values}) > 1 or any(s.id in covered for s in support):
            return None
        named = [s for s in support if s.id in days]
        when = self._when(values[0].value, values[0].sel.exact, values)
        told = self._best(named)
        if when is None or told is None:
            return None
        kinds = {s.modality for s in named}
        status = next(iter(kinds)) if len(kinds) == 1 and not kinds <= {"happened", "ongoing"} else ""
        return _Entry(when, told, status, self.material.evidence(s.sel for s in named), claim.id)

    def _days(self, statement: Statement) -> list[TimeExpression]:
        found = (self.material.times[t] for t in statement.times if t in self.material.times)
        return [t for t in found if t.type in ("DATE", "TIME")]

    def _spoken(self, quotation: Quotation, passage: Selector, time: TimeExpression) -> _Entry | None:
        when = self._when(time.value, time.sel.exact, (time,))
        if when is None:
            return None
        words = wording.shorten(wording.tidy(self.material.bracketed(passage.article, passage.start, passage.exact)), _LINE)
        return _Entry(when, words, "", (passage,), quotation.id)

    def _told(self, mentions: Iterable[EventMention]) -> str | None:
        """The best statement that holds one of the mentions together with the time it has; None where none can be understood."""
        around = []
        for mention in mentions:
            time = self.material.times.get(mention.time or "")
            held = self.material.statements_around(mention.sel)
            around += [s for s in held if time is None or time.sel.article != s.sel.article or s.sel.contains(time.sel)] or held
        return self._best(around)

    def _best(self, statements: Iterable[Statement]) -> str | None:
        """The words of the statement that stands best alone, the shorter the better; None where none does."""
        found = [(self.phrasing.stands(s), len(s.sel.exact), s.id, s) for s in statements if not is_trivial(s)]
        best = min(found, key=lambda f: (f[0] > RESOLVED, *f[:3]), default=None)
        return wording.shorten(self.phrasing.of(best[3]), _LINE) if best is not None and best[0] < OPEN else None

    def _when(self, value: str, words: str, times: Iterable[TimeExpression]) -> _When | None:
        if found := _WEEK.match(value):
            return _week(found)
        if found := _DATE.match(value):
            return _dated(found)
        order = min((t.order for t in times if t.order is not None), default=None)
        if found := _WEEKDAY.match(value):
            number = int(found.group(1))
            return _When(1, "", self._rank(number) - _TODAY, _clock(found.group(2)), day_name[number - 1])
        if order is not None and not value.startswith("T"):  # a clock without its day is no place on the line
            return _When(1, "", order, "", wording.capital(words))
        return None

    def _rank(self, weekday: int) -> int:
        return (weekday - self.first_weekday) % _TODAY

    def _first_weekday(self) -> int:
        """The weekday to begin with where days have no dates: the one that agrees with most articles' own order of days.

        On a tie, the one after the widest gap.
        """
        days: dict[str, set[tuple[int, int]]] = {}
        for time in self.material.times.values():
            if found := _WEEKDAY.match(time.value):
                days.setdefault(time.sel.article, set()).add((time.order or 0, int(found.group(1))))
        steps = [(a[1], b[1]) for ordered in days.values() for a, b in pairwise(sorted(ordered)) if a[0] < b[0]]
        named = sorted({day for ordered in days.values() for _, day in ordered})

        def fit(first: int) -> tuple[int, int, int]:
            agree = sum((a - first) % _TODAY < (b - first) % _TODAY for a, b in steps)
            before = max((day for day in named if day < first), default=named[-1] - _TODAY)
            return (agree, first - before, -first)

        return max(named, key=fit, default=1)


def _same_day(value: str, day: str) -> bool:
    """Whether two TIMEX3 values do not name two days: one may leave the clock or the day open."""
    a, b = value.partition("T")[0], day.partition("T")[0]
    return a.startswith(b) or b.startswith(a)


def _line(entry: _Entry) -> BriefSentence:
    label = entry.when.label
    return BriefSentence(
        text=f"{label}: {wording.line_of(entry.words, entry.note)}", section="timeline", evidence=entry.evidence, about=entry.about,
        words=entry.words, note=entry.note, group=label,
    )  # fmt: skip


def _alike(entry: _Entry, other: _Entry) -> bool:
    """Whether one of two things of a day says no more than the other."""
    return entry.words == other.words or overlap(wording.terms(entry.words), wording.terms(other.words)) >= _SAME


def _dated(found: re.Match[str]) -> _When | None:
    year, month, day, clock = found.groups()
    try:
        exact = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if day:
        label = f"{day_name[exact.weekday()]}, {exact.day} {month_name[exact.month]} {year}"
    else:
        label = f"{month_name[exact.month]} {year}" if month else year
    return _When(0, f"{year}-{month or '00'}-{day or '00'}", 0, _clock(clock), label)


def _week(found: re.Match[str]) -> _When | None:
    year, week, part = found.groups()
    try:
        monday = date.fromisocalendar(int(year), int(week), 1)
    except ValueError:
        return None
    first = monday + timedelta(days=5) if part == "WE" else monday
    kind = "Weekend" if part == "WE" else "Week"
    return _When(0, first.isoformat(), 0, "", f"{kind} of {first.day} {month_name[first.month]} {year}")


def _clock(part: str | None) -> str:
    return _PARTS.get(part, part) if part else ""
