"""Calendar arithmetic and ISO 8601 values, after TimeML's TIMEX3."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
Unit = Literal["second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade", "century"]
_LETTER: Final[dict[str, str]] = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y", "decade": "DE", "century": "CE",
}  # fmt: skip


def is_iso_date(value: str) -> bool:
    """True for a real day written YYYY-MM-DD."""
    if not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What a relative expression is counted from: the local day of publication, and which way its sentence looks.

    `day` is None where the page has no date. `future` is true where the sentence speaks of what is to come.
    """

    day: date | None
    future: bool = False


def weekday_value(number: int, anchor: Anchor, which: str = "") -> str:
    """Return the day of a weekday (1-7): the last one up to and including the anchor's, or the next one after it; "last" and "next" count so too.

    >>> weekday_value(2, Anchor(day=date(2026, 3, 11)))
    '2026-03-10'
    """
    if anchor.day is None:
        return f"XXXX-WXX-{number}"
    here = anchor.day.isoweekday()
    if which == "next" or (which != "last" and anchor.future):
        return (anchor.day + timedelta(days=(number - here - 1) % 7 + 1)).isoformat()
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


def shifted(day: date, unit: str, count: int) -> str:
    """Return the period `count` units away, as fine as the unit: years give a year, weeks a week, days and less a day."""
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
    return f"{year}-{season}"


def holiday_value(rule: str, anchor: Anchor, year: int | None = None) -> str | None:
    """Return the date of a holiday by its rule (calendar.toml), in the year given or the one that the sentence means."""
    if year is not None:
        return holiday(rule, year).isoformat()
    if anchor.day is None:
        return f"XXXX-{rule}" if rule[2:3] == "-" else None
    found = [holiday(rule, anchor.day.year + k) for k in (-1, 0, 1)]
    if anchor.future:
        return next(day for day in found if day >= anchor.day).isoformat()
    return next(day for day in reversed(found) if day <= anchor.day).isoformat()


def holiday(rule: str, year: int) -> date:
    """Return the day of a holiday in a year."""
    if rule.startswith("easter"):
        return easter(year) + timedelta(days=int(rule.removeprefix("easter")))
    if "/" in rule:
        month, weekday, nth = map(int, rule.split("/"))
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
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
