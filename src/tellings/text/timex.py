"""The grammar of time expressions: patterns over one sentence, and what each denotes for an anchor (TimeML TIMEX3)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final, Literal

from tellings.data import toml
from tellings.text import times
from tellings.text.times import Anchor

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Reading = tuple[TimexType, str]
Read = Callable[[re.Match[str], Anchor], Reading | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern and how to read what it matches; `relative` where the value hangs on a day named before ("a day earlier"); `needs` are
    sets of triggers, one of which the sentence must have.
    """

    name: str
    pattern: re.Pattern[str]
    read: Read
    relative: bool = False
    needs: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A match in a sentence; offsets are of the text searched."""

    start: int
    end: int
    rule: Rule
    match: re.Match[str]


def _table(name: str) -> dict[str, Any]:
    found: dict[str, Any] = toml("calendar")[name]
    return found


def _any(keys: Any) -> str:
    return "|".join(sorted((re.escape(k) for k in keys), key=len, reverse=True))


_LONG_MONTHS: Final = [m for m, n in toml("calendar")["months"].items() if len(m) > 4 or m in ("may", "june", "july")]
_MONTH: Final = rf"(?:{_any(_LONG_MONTHS)}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
_DAYNAME: Final = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_PART: Final = r"(?:morning|afternoon|lunchtime|evening|night)"
_YEAR: Final = r"(?:1[5-9]\d\d|20\d\d)"
_DAY: Final = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_NUMBER: Final = (
    r"(?:\d+(?:,\d{3})*(?:\.\d+)?|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[- ](?:one|two|three|four|five|six|seven|eight|nine)"
    rf"|{_any(k for k in toml('calendar')['numbers'] if k not in ('a', 'an'))}|an?)"
)
_VAGUE: Final = r"(?:(?:a )?few|several|a couple of|a number of|many|some|recent|couple of|dozens of|hundreds of|thousands of|tens of)"
_UNIT: Final = r"(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|fortnights?|months?|quarters?|years?|decades?|centur(?:y|ies)|nights?)"
_CLOCK: Final = (
    r"(?:(?:[01]?\d|2[0-3])[:.][0-5]\d(?: ?(?:[ap]\.m\.|[ap]m\b))?|(?:1[0-2]|0?[1-9]) ?(?:[ap]\.m\.|[ap]m\b)|(?:[01]\d|2[0-3])[0-5]\d(?: hours| hrs)?(?= (?:gmt|utc|bst|local|hours|hrs|est|edt|cet))(?: hours| hrs)?"
    r"|(?:1[0-2]|[1-9]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) o['’]clock|noon|midday|midnight|half past (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))"
)
_ZONE: Final = (
    r"(?: ?(?:\((?:[^)]{1,24})\) ?)?(?:gmt|utc|bst|est|edt|et|pst|pdt|pt|cet|cest|ist|jst|msk|aest|local time|eastern time|moscow time)\b)"
)
_DATE_OF: Final = (
    rf"(?:(?:last |next |this )?{_DAYNAME},? (?:the )?{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR})?|{_DAYNAME},? {_MONTH} {_DAY}(?:,? {_YEAR})?"
    rf"|(?:the )?{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR})?|{_MONTH} {_DAY}(?!\d|[:,]\d)(?:,? {_YEAR})?|(?:last |next |this )?{_DAYNAME}|yesterday|today|tomorrow)"
)
_PERIOD: Final = r"(?:week|month|year|quarter|decade|century|season|term)"


def number(words: str) -> float | None:
    """Return the number of a numeral in words or digits, None for a vague one ("several")."""
    low = words.lower().strip().replace(",", "")
    try:
        return float(low)
    except ValueError:
        pass
    values = _table("numbers")
    parts = re.split(r"[- ]", low)
    if any(part not in values for part in parts):
        return None
    return float(sum(values[part] for part in parts))


def unit_of(word: str) -> str:
    """Return the unit of a word: "mins" is minute, "centuries" is century."""
    low = word.lower()
    if low.startswith("centur"):
        return "century"
    low = low.rstrip("s")
    return {"min": "minute", "hr": "hour", "night": "day"}.get(low, low)


def _month(word: str) -> int:
    found: int = _table("months")[word.lower().rstrip(".")]
    return found


def _weekday(word: str) -> int:
    found: int = _table("weekdays")[word.lower().rstrip("s")]
    return found


def _int(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def read_day(text: str, anchor: Anchor) -> str | None:
    """Return the date that words for one day denote ("Tuesday 14 July", "yesterday", "August 9, 1974")."""
    low = text.lower()
    if low in _RELATIVE_DAYS:
        if anchor.day is None:
            return "XXXX-XX-XX"
        return (anchor.day + timedelta(days=_RELATIVE_DAYS[low])).isoformat()
    year = re.search(rf"\b{_YEAR}$", low)
    month = re.search(rf"\b{_MONTH}(?= |,|$)", low)
    if month is None:
        which = low.split()[0] if low.split()[0] in ("last", "next", "this") else ""
        name = re.search(_DAYNAME, low)
        if which == "this" and anchor.day is not None:
            # "this Thursday" is the one to come, and today's on the day itself
            return times.weekday_value(_weekday(name.group()), Anchor(day=anchor.day - timedelta(days=1), future=True)) if name else None
        return times.weekday_value(_weekday(name.group()), anchor, "" if which == "this" else which) if name else None
    day = re.search(rf"(?<!\d){_DAY}(?!\d)", low[: year.start()] if year else low)
    if day is None:
        return None
    if year is not None:
        return times.full_date(int(year.group()), _month(month.group()), _int(day.group()))
    ahead = Anchor(day=anchor.day, future=True) if low.startswith("next ") else anchor
    return times.month_day_value(_month(month.group()), _int(day.group()), ahead)


_RELATIVE_DAYS: Final = {"today": 0, "yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}


def read_clock(text: str) -> str:
    """Return the TIMEX3 time of day of a clock time: "8.30 a.m." is T08:30; a GMT or UTC time ends in Z."""
    low = text.lower()
    zulu = "Z" if re.search(r"\b(?:gmt|utc)\b", low) and not re.search(r"\(", low) else ""
    if "midnight" in low:
        return "T00:00" + zulu
    if "noon" in low or "midday" in low:
        return "T12:00" + zulu
    past = re.search(r"half past (\w+)", low)
    if past:
        return f"T{int(number(past.group(1)) or 0):02}:30"
    oclock = re.match(r"(\w+) o", low)
    if oclock and "clock" in low:
        return f"T{int(number(oclock.group(1)) or 0):02}:00"
    four = re.match(r"([01]\d|2[0-3])([0-5]\d)\b", low)
    digits = re.match(r"(\d{1,2})(?:[:.](\d\d))?", low)
    if four:
        hour, minute = int(four.group(1)), int(four.group(2))
    elif digits:
        hour, minute = int(digits.group(1)), int(digits.group(2) or 0)
    else:
        return "T"
    if re.search(r"\bp\.?m", low[1:]) or re.search(r"\dp\.?m", low):
        hour = hour % 12 + 12
    elif re.search(r"a\.?m", low):
        hour %= 12
    return f"T{hour:02}:{minute:02}{zulu}"


def find(sentence: str) -> Iterator[Found]:
    """Yield the matches in a sentence, leftmost and longest first, none overlapping."""
    flags = {kind for kind, pattern in _triggers() if pattern.search(sentence)}
    if not flags:
        return
    found: list[tuple[int, int, int, Found]] = []
    for place, rule in enumerate(rules()):
        if not any(need <= flags for need in rule.needs):
            continue
        for match in rule.pattern.finditer(sentence):
            start, end = match.span("x") if match.start("x") >= 0 else match.span("z")
            found.append((start, -end, place, Found(start, end, rule, match)))
    at = 0
    for start, minus_end, _, one in sorted(found, key=lambda item: item[:3]):
        if start >= at:
            yield one
            at = -minus_end


@cache
def _triggers() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What a sentence must hold for a rule to be worth trying: the rules are many, and most sentences name no time."""
    plain = {
        "digit": r"\d",
        "day": r"day\b|days\b|yesterday|tomorrow|overnight",
        "month": rf"\b{_MONTH}(?![a-z])",
        "unit": rf"\b{_UNIT}\b",
        "part": rf"\b(?:{_PART}|tonight|small hours|early hours)\b",
        "season": r"\b(?:spring|summer|autumn|fall|winter)\b",
        "clock": r"\b(?:noon|midday|midnight|o['’]clock|half past|[ap]\.?m)\b",
        "holiday": rf"\b(?:{_any(_table('holidays')).replace(chr(39), '.')})\b",
        "century": r"century|centuries",
        "period": rf"\b(?:{_PERIOD}|weekend|year.end)\b",
        "decade": rf"\b(?:{_any(_table('decades'))})\b",
        "set": r"\b(?:daily|weekly|monthly|yearly|annually|hourly|nightly|quarterly|fortnightly|biweekly|weekdays|weekends|every|each|once|twice|thrice|times)\b",
        "quarter": r"quarter|half|\b[QH][1-4]\b",
    }
    return tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in plain.items())


@cache
def rules() -> tuple[Rule, ...]:
    """Return all rules, in the order that decides between matches of one extent."""
    from tellings.text.timex_rules import all_rules  # noqa: PLC0415  # the rules are built from the pieces above

    return all_rules()


def day_of(value: str) -> date | None:
    """Return the day of a value that names one ("2026-03-10", "2026-03-10TMO"), else None."""
    return date.fromisoformat(value[:10]) if times.is_iso_date(value[:10]) else None
