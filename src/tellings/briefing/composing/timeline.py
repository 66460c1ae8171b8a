"""Events in order of time."""

import re
from calendar import day_name, month_name
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final

from tellings.briefing.composing import wording
from tellings.briefing.composing.background import Background
from tellings.briefing.composing.material import Material
from tellings.briefing.composing.phrasing import Phrasing
from tellings.briefing.composing.ranking import overlap
from tellings.briefing.composing.standing import OPEN, RESOLVED, is_trivial
from tellings.model.briefs import BriefSentence
from tellings.model.observed import EventMention, Quotation, Statement, TimeExpression
from tellings.model.resolved import Claim, Event
from tellings.model.spans import Selector
from tellings.text.counting import counted

_LINE: Final = 150
_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T(\d{2}:\d{2}|MO|MI|AF|EV|NI|DT))?")
_WEEK: Final = re.compile(r"(\d{4})-W(\d{2})(?:-(WE|\d))?")
_WEEKDAY: Final = re.compile(r"XXXX-WXX-([1-7])(?:T(\d{2}:\d{2}|MO|MI|AF|EV|NI))?")
_PARTS: Final = {"MO": "06:00", "MI": "12:00", "DT": "12:00", "AF": "14:00", "EV": "18:00", "NI": "21:00"}
_TODAY: Final = 7
# Two lines of one day that share this much of the shorter's words tell one thing; lines further apart than this are not compared.
_SAME: Final = 0.75
_NEAR: Final = 40
# So great a share of the weekdays that an undated article has in common with dated ones must put it on one day.
_AGREE: Final = 0.6


_ASIDES: Final = ("relative", "apposition", "participle")


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
    status: str = ""
    statements: frozenset[str] = frozenset()


class Timeline:
    """Turns a story's events, and claims that name a day, into a line of time."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.is_old = Background(material).is_old_day
        self.anchors = self._anchors()
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
        told: dict[str, list[list[_Entry]]] = {}
        one = self._one_thing(entries)
        for entry in sorted(entries, key=lambda e: (e.when, -len(e.evidence), e.about)):
            day = told.setdefault(entry.when.label, [])
            near = range(max(0, len(day) - _NEAR), len(day))
            firsts = [day[at][0] for at in near]
            same = next(
                (
                    at
                    for at, e in zip(near, firsts, strict=True)
                    if e.status == entry.status and not one[e.about].isdisjoint(one[entry.about])
                ),
                None,
            )
            if same is not None:
                day[same].append(entry)
            elif not any(_alike(entry, first) for first in firsts):
                day.append([entry])
        return [_line(self._joined(entries)) for day in told.values() for entries in day]

    def _one_thing(self, entries: Iterable[_Entry]) -> dict[str, frozenset[str]]:
        """For each entry what it surely tells of: statements that say the same share one name. What tells of two entries tells which is meant of neither."""
        held = list(entries)
        often = Counter(s for entry in held for s in entry.statements)
        names = self.material.same
        return {e.about: frozenset(names.get(s, s) for s in e.statements if often[s] == 1) for e in held}

    def _joined(self, entries: Sequence[_Entry]) -> _Entry:
        """The first entry with the passages of all, and the count of all."""
        if len(entries) == 1:
            return entries[0]
        evidence = self.material.evidence(sel for entry in entries for sel in entry.evidence)
        return replace(entries[0], evidence=evidence, note=_note(entries[0].status, self.material.independent_of(evidence)))

    def _mentions(self, event: Event) -> list[EventMention]:
        found = (self.material.event_mentions[m] for m in event.mentions if m in self.material.event_mentions)
        return sorted(found, key=lambda m: (self.material.rank.get(m.sel.article, 0), m.sel.start))

    def _event(self, event: Event) -> _Entry | None:
        """An event under its day, told by the mentions whose own time is that day where there are such."""
        mentions = found = self._mentions(event)
        if not mentions or not (event.time_value or event.time_text):
            return None
        timed = [m for m in found if m.time in self.material.times]
        days = {m.id: self._named(self.material.times[m.time or ""]) for m in timed}
        value = next((days[m.id] for m in timed if self.material.times[m.time or ""].value == event.time_value), event.time_value or "")
        right = [m for m in timed if _same_day(days[m.id], value)]
        # Where mentions of another day were joined, those without a time may be of that day too; and news has no old day for its own.
        if right and (len(right) < len(timed) or self.is_old(value)):
            mentions = right
        times = [self.material.times[m.time] for m in mentions if m.time in self.material.times]
        when = self._when(value, event.time_text or "", times)
        told = self._told(right or mentions)
        if when is None or told is None:
            return None
        status = "" if event.status in ("happened", "ongoing") else event.status
        own = len(mentions) == len(found)
        independent = event.independent if own else self.material.independent(m.sel.article for m in mentions)
        around = frozenset(s.id for m in mentions for s in self.material.statements_around(m.sel))
        return _Entry(when, told, _note(status, independent), self.material.evidence(m.sel for m in mentions), event.id, status, around)

    def _claim(self, claim: Claim, covered: set[str]) -> _Entry | None:
        """A claim that names its day, unless a coded event of the same words stands there already.

        It is told by its passages that name the day: what another telling words without one may be of another day.
        """
        support = self.material.support(claim)
        days = {s.id: found for s in support if (found := self.material.own_days(s))}
        values = sorted((t for found in days.values() for t in found), key=lambda t: _DATE.match(t.value) is None)
        if not days or len({self._named(t)[:10] for t in values}) > 1 or any(s.id in covered for s in support):
            return None
        named = [s for s in support if s.id in days]
        when = self._when(values[0].value, values[0].sel.exact, values)
        told = self._best(named)
        if when is None or told is None:
            return None
        kinds = {s.modality for s in named}
        status = next(iter(kinds)) if len(kinds) == 1 and not kinds <= {"happened", "ongoing"} else ""
        return _Entry(when, told, status, self.material.evidence(s.sel for s in named), claim.id, status, frozenset(s.id for s in named))

    def _spoken(self, quotation: Quotation, passage: Selector, time: TimeExpression) -> _Entry | None:
        around = self.material.statements_around(time.sel)
        aside = any(s.rule in _ASIDES and passage.contains(s.sel) for s in around)  # since when the speaker has had the office, say
        when = self._when(time.value, time.sel.exact, (time,)) if not aside else None
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
        times = tuple(times)
        order = min((t.order for t in times if t.order is not None), default=None)
        if (found := _WEEKDAY.match(value)) and (day := self._anchored(times)) is not None and (dated := _DATE.match(day + value[10:])):
            return _dated(dated)
        if found:
            number = int(found.group(1))
            return _When(1, "", self._rank(number) - _TODAY, _clock(found.group(2)), day_name[number - 1])
        if order is not None and not value.startswith("T"):  # a clock without its day is no place on the line
            return _When(1, "", order, "", wording.capital(words))
        return None

    def _anchored(self, times: Iterable[TimeExpression]) -> str | None:
        """The date of weekdays of articles whose own day is known by what they tell together with dated ones; None where it is not."""
        days = set()
        for time in (t for t in times if _WEEKDAY.match(t.value)):
            anchor = self.anchors.get(time.sel.article)
            if anchor is None or time.order is None:
                return None
            days.add((anchor + timedelta(days=time.order)).isoformat())
        return days.pop() if len(days) == 1 else None

    def _named(self, time: TimeExpression) -> str:
        """The value of a time, a weekday whose date is known put as that date."""
        day = self._anchored((time,))
        return time.value if day is None else day + time.value[10:]

    def _anchors(self) -> dict[str, date]:
        """The day of articles without a date: that on which most weekdays agree which they and dated articles name for one claim or event."""
        found: dict[str, Counter[date]] = {}
        for times in self._of_one_thing():
            dated = {day for t in times if (day := _day(t.value)) is not None}
            for time in times:
                weekday = _WEEKDAY.match(time.value)
                fits = {day for day in dated if weekday is not None and day.isoweekday() == int(weekday.group(1))}
                if time.order is not None and len(fits) == 1:
                    found.setdefault(time.sel.article, Counter())[fits.pop() - timedelta(days=time.order)] += 1
        most = {article: max(days, key=lambda d: (days[d], d)) for article, days in found.items()}
        return {article: day for article, day in most.items() if found[article][day] >= _AGREE * found[article].total()}

    def _of_one_thing(self) -> Iterable[list[TimeExpression]]:
        """The days that tellings of one claim, or of one event, give."""
        for claim in self.material.claims:
            yield [t for s in self.material.support(claim) for t in self.material.own_days(s)]
        for event in self.material.events:
            yield [self.material.times[m.time] for m in self._mentions(event) if m.time in self.material.times]

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


def _note(status: str, independent: int) -> str:
    return wording.joined((status, counted(independent, "independent telling") if independent > 1 else ""))


def _alike(entry: _Entry, other: _Entry) -> bool:
    """Whether one of two things of a day says no more than the other."""
    return entry.words == other.words or overlap(_terms(entry.words), _terms(other.words)) >= _SAME


@lru_cache(maxsize=512)
def _terms(words: str) -> frozenset[str]:
    return frozenset(wording.terms(words))


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


def _day(value: str) -> date | None:
    found = _DATE.match(value)
    try:
        return date(*(int(part) for part in found.groups()[:3])) if found is not None and found.group(3) else None
    except ValueError:
        return None


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
