"""Calendar arithmetic and ISO 8601 values, after TimeML's TIMEX3."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
Unit = Literal["second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade", "century"]
_LETTER: Final[dict[str, str]] = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y", "decade": "DE", "century": "CE",
}  # fmt: skip

_GRAIN: Final = {"second": 4, "minute": 4, "hour": 4, "day": 4, "week": 3, "month": 2, "quarter": 2, "year": 1, "decade": 1, "century": 1}
_VALUE: Final = re.compile(r"(?P<y>\d{4})(?:-(?P<m>\d\d)(?:-(?P<d>\d\d))?|-W(?P<w>\d\d)|-Q(?P<q>[1-4])|-H(?P<h>[12])|-(?P<s>SP|SU|FA|WI))?")
_UNKNOWN: Final = {"day": "XXXX-XX-XX", "week": "XXXX-WXX", "month": "XXXX-XX", "quarter": "XXXX-QX"}


# A page that was changed within this time tells what has happened since; later changes are repairs.
_CHANGED: Final = timedelta(days=3)
_LONG_AGO: Final = float("-inf")


def grain(value: str) -> int:
    """Return how fine a value is: 4 a day, 3 a week, 2 a month, quarter, half or season, 1 a year, 0 none of these."""
    if is_iso_date(value[:10]) or re.match(r"XXXX-(?:WXX-[1-7]|\d\d-\d\d)", value):
        return 4
    if re.match(r"\d{4}-W\d\d", value):
        return 3
    if re.match(r"\d{4}-(?:\d\d|[QH]\d|S[PU]|FA|WI)", value):
        return 2
    return int(re.match(r"\d{4}(?!\d)", value) is not None)


def is_iso_date(value: str) -> bool:
    """True for a real day written YYYY-MM-DD."""
    if not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def day_ordinal(published: str | None) -> int | None:
    """Return the day of an ISO 8601 time, by its own offset, as a proleptic Gregorian ordinal; None where there is no real day.

    >>> day_ordinal("2026-03-10T23:50:00-05:00")
    739685
    """
    day = (published or "")[:10]
    return date.fromisoformat(day).toordinal() if is_iso_date(day) else None


def moment(iso: str | None) -> float:
    """Return the ISO time in seconds, for comparing alone; a time without a zone counts as UTC, one that is none as long ago."""
    if iso is None:
        return _LONG_AGO
    try:
        found = datetime.fromisoformat(iso)
        return (found if found.tzinfo else datetime.fromisoformat(f"{found.isoformat()}+00:00")).timestamp()
    except (ValueError, OverflowError):
        return _LONG_AGO


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What a relative expression is counted from: the local day of publication, and which way its sentence looks.

    `day` is None where the page has no date. `future` is true where the sentence speaks of what is to come. `named` holds the values of
    the times named before, the last first. `changed` is the day on which the page was last changed, where that is later.
    """

    day: date | None
    future: bool = False
    named: tuple[str, ...] = ()
    changed: date | None = None

    def reference(self, unit: str) -> str | None:
        """Return the last value named before that is fine enough to count units from, else the last one, None where none was named."""
        return next((value for value in self.named if _GRAIN[unit] <= grain(value)), self.named[0] if self.named else None)


def weekday_value(number: int, anchor: Anchor, which: str = "") -> str:
    """Return the day of a weekday (1-7): the last one up to and including the anchor's, or the next one after it; "last" and "next" count so too.

    >>> weekday_value(2, Anchor(day=date(2026, 3, 11)))
    '2026-03-10'
    """
    if anchor.day is None:
        return f"XXXX-WXX-{number}"
    here = anchor.day.isoweekday()
    if which == "this":
        # that of the current week; the next one where it is over and the sentence looks ahead
        over = anchor.future and number < here
        return week_day_value(number, anchor, int(over))
    if which == "next" or (which != "last" and anchor.future):
        return (anchor.day + timedelta(days=(number - here - 1) % 7 + 1)).isoformat()
    if which != "last" and anchor.changed is not None and timedelta() < anchor.changed - anchor.day <= _CHANGED:
        # "rose on Thursday" of a page of Wednesday that was changed on Thursday: that very Thursday
        late = anchor.changed - timedelta(days=(anchor.changed.isoweekday() - number) % 7)
        if late > anchor.day:
            return late.isoformat()
    back = (here - number) % 7
    return (anchor.day - timedelta(days=back or (7 if which == "last" else 0))).isoformat()


def month_value(month: int, anchor: Anchor, which: str = "") -> str:
    """Return YYYY-MM of a month named without a year: the last up to the anchor's, or the next where the sentence looks ahead."""
    if anchor.day is None:
        return f"XXXX-{month:02}"
    year = anchor.day.year
    if which == "last":
        year -= month >= anchor.day.month
    elif which == "next" or anchor.future:
        year += month < anchor.day.month or (which == "next" and month == anchor.day.month)
    elif which != "this":
        year -= month > anchor.day.month
    return f"{year}-{month:02}"


def month_day_value(month: int, day: int, anchor: Anchor) -> str | None:
    """Return the date of a month and day without a year, None where there is no such day."""
    if anchor.day is None:
        return f"XXXX-{month:02}-{day:02}" if 1 <= day <= 31 else None
    for years in (0, 1, 2, 3, 4):
        year = anchor.day.year + (years if anchor.future else -years)
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if (found >= anchor.day) if anchor.future else (found <= anchor.day):
            return found.isoformat()
    return None


def full_date(year: int, month: int, day: int) -> str | None:
    """Return YYYY-MM-DD, None where there is no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def week_value(day: date) -> str:
    """Return the ISO week of a day."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


# years that values can spell with four digits, and with room for the days around them
_FIRST_YEAR: Final = 1000
_LAST_YEAR: Final = 9990
_YEARS: Final = {
    "second": 0.0,
    "minute": 0.0,
    "hour": 0.0,
    "day": 1 / 365,
    "week": 1 / 52,
    "month": 1 / 12,
    "quarter": 0.25,
    "year": 1.0,
    "decade": 10.0,
    "century": 100.0,
}


def shifted(day: date, unit: str, count: int) -> str:
    """Return the period `count` units away, as fine as the unit: years give a year, weeks a week, days and less a day."""
    if not _FIRST_YEAR <= day.year + count * _YEARS[unit] <= _LAST_YEAR:
        return "PAST_REF" if count < 0 else "FUTURE_REF"
    if unit == "day":
        return (day + timedelta(days=count)).isoformat()
    if unit in ("hour", "minute", "second"):
        return day.isoformat()
    if unit == "week":
        return week_value(day + timedelta(weeks=count))
    if unit in ("month", "quarter"):
        months = day.year * 12 + day.month - 1 + count * (3 if unit == "quarter" else 1)
        return f"{months // 12}-{months % 12 + 1:02}" if unit == "month" else f"{months // 12}-Q{months % 12 // 3 + 1}"
    if unit == "decade":
        return str((day.year + 10 * count) // 10)
    if unit == "century":
        return str((day.year + 100 * count) // 100)
    return str(day.year + count)


def unknown(unit: str) -> str:
    """Return the value of a period of which nothing but its unit is known."""
    return _UNKNOWN.get(unit, "XXXX")


def moved(value: str | None, unit: str, count: int) -> str:
    """Return the period `count` units from the one that a value names, as fine as the unit; digits that cannot be known are X.

    >>> moved("2026-03-10TNI", "day", 1), moved("2014", "year", 2), moved("XXXX-WXX-7", "day", 1), moved("2014", "day", 1)
    ('2026-03-11', '2016', 'XXXX-WXX-1', '2014-XX-XX')
    """
    if value is None:
        return unknown(unit)
    if unit == "day" and (found := re.match(r"XXXX-WXX-([1-7])", value)):
        return f"XXXX-WXX-{(int(found[1]) - 1 + count) % 7 + 1}"
    if unit == "day" and (found := re.match(r"XXXX-(\d\d)-(\d\d)", value)) and is_iso_date(f"2001{value[4:10]}"):
        return "XXXX" + (date.fromisoformat(f"2001{value[4:10]}") + timedelta(days=count)).isoformat()[4:]
    found = _VALUE.match(value)
    if found is None or not 0 < int(found["y"]) < 9990:  # dates end with the year 9999
        return unknown(unit)
    first = _first_day(found)
    if first is None or _GRAIN[unit] > grain(value):
        return found["y"] + unknown(unit)[4:]
    return shifted(first, unit, count)


def _first_day(found: re.Match[str]) -> date | None:
    year = int(found["y"])
    if found["w"]:
        return date.fromisocalendar(year, int(found["w"]), 1) if 1 <= int(found["w"]) <= _weeks(year) else None
    month = int(found["m"] or 0) or 3 * int(found["q"] or 0) - 2
    if found["h"] or found["s"]:
        month = 6 * int(found["h"] or 1) - 5 if found["h"] else _SEASON_MONTH[found["s"]]
    try:
        return date(year, max(1, month), int(found["d"] or 1))
    except ValueError:
        return None


def _weeks(year: int) -> int:
    return date(year, 12, 28).isocalendar().week


_SEASON_MONTH: Final = {"WI": 12, "SP": 3, "SU": 6, "FA": 9}


def week_day_value(number: int, anchor: Anchor, weeks: int) -> str:
    """Return the day of a weekday in the anchor's week or so many weeks away."""
    if anchor.day is None:
        return f"XXXX-WXX-{number}"
    return (anchor.day + timedelta(days=number - anchor.day.isoweekday() + 7 * weeks)).isoformat()


def nth_weekday(year: int, month: int, number: int, nth: int) -> str | None:
    """Return the nth weekday (1-7) of a month, counted from its end where `nth` is -1; None where the month has no such day."""
    first = date(year, month, 1)
    days = [first + timedelta(days=(number - first.isoweekday()) % 7 + 7 * k) for k in range(5)]
    days = [day for day in days if day.month == month]
    return days[nth if nth < 0 else nth - 1].isoformat() if nth <= len(days) else None


def quarter_value(number: int, anchor: Anchor, *, half: bool = False, which: str = "") -> str:
    """Return the quarter or half-year of the year that the sentence means: the last that has begun, or the next that has not ended."""
    letter, months = ("H", 6) if half else ("Q", 3)
    if anchor.day is None:
        return f"XXXX-{letter}{number}"
    first, year = months * (number - 1) + 1, anchor.day.year
    if which in ("last", "previous", "next", "following"):
        year += 1 if which in ("next", "following") else -1
    elif which != "this":
        year += int(first + months - 1 < anchor.day.month) if anchor.future else -int(first > anchor.day.month)
    return f"{year}-{letter}{number}"


def duration_value(count: float | None, unit: str) -> str:
    """Return the TIMEX3 duration of a count of units ("PT45M"); None stands for several ("PXY").

    >>> duration_value(2.5, "hour")
    'PT2H30M'
    """
    if unit == "decade" and count is not None:
        count, unit = count * 10, "year"
    if unit == "century" and count is not None:
        count, unit = count * 100, "year"
    if unit == "quarter" and count is not None:
        count, unit = count * 3, "month"
    letter = _LETTER[unit]
    head, letter = ("PT", letter[1:]) if letter[0] == "T" else ("P", letter)
    if count is None:
        return f"{head}X{letter}"
    if count == int(count):
        return f"{head}{int(count)}{letter}"
    rest = count - int(count)
    finer = {"hour": ("M", 60), "year": ("M", 12), "minute": ("S", 60)}.get(unit)
    if finer is not None and abs(rest - 0.5) < 0.01:
        whole = f"{int(count)}{letter}" if int(count) else ""
        return f"{head}{whole}{int(finer[1] * rest)}{finer[0]}"
    return f"{head}{count:g}{letter}"


def weekend_value(anchor: Anchor, which: str = "") -> str:
    """Return the weekend (YYYY-Www-WE): the last that has begun, or the next where the sentence looks ahead."""
    if anchor.day is None:
        return "XXXX-WXX-WE"
    day = anchor.day
    begun = day.isoweekday() >= 6
    if which == "next":
        return f"{week_value(day + timedelta(weeks=1))}-WE"
    if which == "this" or anchor.future or (begun and which != "last"):
        return f"{week_value(day)}-WE"
    return f"{week_value(day - timedelta(weeks=1))}-WE"


def season_value(season: str, anchor: Anchor, which: str = "", year: int | None = None) -> str:
    """Return the season ("SU") of a year, or of the year that the sentence means."""
    if year is None:
        if anchor.day is None:
            return f"XXXX-{season}"
        first = {"WI": 12, "SP": 3, "SU": 6, "FA": 9}[season]
        year = anchor.day.year
        if which == "last":
            year -= (anchor.day.month < first + 3) if season != "WI" else 1
        elif which == "next":
            year += anchor.day.month >= first
        elif which == "" and not anchor.future and anchor.day.month < first:
            year -= 1
        elif which == "" and anchor.future and season != "WI" and anchor.day.month > first + 2:
            year += 1
    return f"{year}-{season}"


def holiday_value(rule: str, anchor: Anchor, year: int | None = None, which: str = "") -> str | None:
    """Return the date of a holiday by its rule (calendar.toml), in the year given or the one that the sentence means."""
    if year is not None:
        return holiday(rule, year).isoformat()
    if anchor.day is None:
        return f"XXXX-{rule}" if rule[2:3] == "-" else None
    found = [holiday(rule, anchor.day.year + k) for k in (-1, 0, 1)]
    if which == "this":
        return found[1].isoformat()
    if anchor.future or which == "next":
        return next(day for day in found if day >= anchor.day).isoformat()
    return next(day for day in reversed(found) if day < anchor.day or (day == anchor.day and which != "last")).isoformat()


def holiday(rule: str, year: int) -> date:
    """Return the day of a holiday in a year."""
    if rule.startswith("easter"):
        return easter(year) + timedelta(days=int(rule.removeprefix("easter")))
    if "/" in rule:
        month, weekday, nth = map(int, rule.split("/"))
        return date.fromisoformat(nth_weekday(year, month, weekday, nth) or f"{year}-{month:02}-01")
    return date.fromisoformat(f"{year}-{rule}")


def easter(year: int) -> date:
    """Return Easter Sunday of a Gregorian year (Meeus, Jones, Butcher).

    >>> easter(2026)
    datetime.date(2026, 4, 5)
    """
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    left = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * left) // 451
    month, day = divmod(h + left - 7 * m + 114, 31)
    return date(year, month, day + 1)
