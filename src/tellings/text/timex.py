"""The grammar of time expressions: patterns over one sentence, and what each denotes for an anchor (TimeML TIMEX3).

All patterns are written for text in lower case. A sentence is searched only by the rules whose trigger words it holds.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any, Final, Literal

from tellings.data import toml
from tellings.text import times
from tellings.text.times import Anchor

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Reading = tuple[TimexType, str]
Read = Callable[[re.Match[str], Anchor], Reading | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern and how to read what it matches, as group "x" (or "z"); `needs` are sets of triggers, one of which the sentence must have."""

    name: str
    pattern: re.Pattern[str]
    read: Read
    needs: tuple[int, ...] = ()


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


def any_of(keys: Iterable[str]) -> str:
    """Return the alternatives as a pattern, the longest first."""
    return "|".join(sorted((re.escape(k) for k in keys), key=lambda k: (-len(k), k)))


_LONG_MONTHS: Final = [m for m in toml("calendar")["months"] if len(m) > 4 or m in ("may", "june", "july")]
MONTH: Final = rf"(?:{any_of(_LONG_MONTHS)}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
DAYNAME: Final = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
# "Sat", "Sun", "Wed" are words too: short weekdays count with a full stop or a day of the month only
DAY_SHORT: Final = r"(?:(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\b\.?)"
PART: Final = rf"(?:{any_of(toml('calendar')['parts'])})"
YEAR: Final = r"(?:1[5-9]\d\d|20\d\d)"
DAY: Final = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_DIGITS: Final = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
NUMBER: Final = (
    r"(?:\d+(?:,\d{3})*(?:\.\d+)?|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[- ](?:one|two|three|four|five|six|seven|eight|nine)"
    rf"|(?:{_DIGITS}|an?|half a) (?:hundred|thousand|dozen)|{any_of(k for k in toml('calendar')['numbers'] if k not in ('a', 'an'))}|an?)"
)
VAGUE: Final = r"(?:(?:a )?few|several|a couple of|a number of|many|some|couple of|dozens of|hundreds of|thousands of|tens of)"
UNIT: Final = r"(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|fortnights?|months?|quarters?|years?|decades?|centur(?:y|ies)|nights?)"
_MERIDIEM: Final = r"(?: ?(?:[ap]\.m\.|[ap]m\b))"
_ZONES: Final = "gmt|utc|bst|est|edt|et|pst|pdt|pt|cet|cest|ist|jst|msk|aest|local time|local|eastern time|moscow time"
CLOCK: Final = (
    rf"(?:(?:[01]?\d|2[0-3])[:.][0-5]\d{_MERIDIEM}?|(?:1[0-2]|0?[1-9]){_MERIDIEM}|(?:[01]\d|2[0-3])[0-5]\d(?: hours| hrs)?(?= (?:{_ZONES}|hours|hrs)\b)(?: hours| hrs)?"
    rf"|(?:[01]?\d|2[0-3])h[0-5]\d\b|(?:1[0-2]|[1-9]|{_DIGITS}) o['’]clock|noon|midday|midnight|(?:half|quarter|ten|twenty|five) past (?:{_DIGITS})|(?:a )?quarter to (?:{_DIGITS})"
    rf"|(?:1[0-2]|[1-9]|{_DIGITS})(?= (?:in the (?:morning|afternoon|evening)|at night|(?:tomorrow|yesterday|this) (?:morning|afternoon|evening)|tonight)\b))(?: (?:in the (?:morning|afternoon|evening)|at night)\b)?"
)
ZONE: Final = rf"(?: ?(?:\((?:[^)]{{1,24}})\) ?)?(?:{_ZONES})\b)"
_WEEKDAY_OF: Final = rf"(?:(?:last |next |this |this past |this coming |the coming )?{DAYNAME}(?:,? (?:of )?(?:last|this|next) week| week\b| fortnight\b)?|a week (?:on |from )?(?:{DAYNAME}|today|tomorrow))"
DATE_OF: Final = (
    rf"(?:(?:(?:last |next |this )?{DAYNAME},?|{DAY_SHORT},?) (?:the )?{DAY}(?: of)? {MONTH}(?:,? {YEAR})?|(?:{DAYNAME}|{DAY_SHORT}),? {MONTH} {DAY}(?:,? {YEAR})?"
    rf"|(?:the )?{DAY}(?: of)? {MONTH}(?:,? {YEAR}|,? (?:of )?(?:last|this|next) year)?|{MONTH} (?:the )?{DAY}(?!\d|[:,]\d)(?:,? {YEAR}|,? (?:of )?(?:last|this|next) year)?"
    rf"|{_WEEKDAY_OF}|{DAY_SHORT}(?<=\.)|yesterday|today|tomorrow)"
)
NIGHT_OF: Final = r"(?:tonight|last night|(?:this|tomorrow|yesterday) (?:morning|afternoon|evening))"
PERIOD: Final = r"(?:week|month|year|quarter|decade|century)"


def number(words: str) -> float | None:
    """Return the number of a numeral in words or digits, None for a vague one ("several")."""
    low = words.lower().strip().replace(",", "")
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", low):
        return float(low)
    values = _table("numbers")
    total: float = 0
    for part in re.split(r"[- ]", low.replace("half a", "half-a")):
        if part == "half":
            total += 0.5
        elif part in ("hundred", "thousand", "dozen"):
            total = (total or 1) * values[part]
        elif part in values:
            # "half a dozen": the article counts only where no number stands before it
            total += 0 if part in ("a", "an") and total else values[part]
        else:
            return None
    return total


def unit_of(word: str) -> str:
    """Return the unit of a word: "mins" is minute, "centuries" is century."""
    if word.startswith("centur"):
        return "century"
    low = word.rstrip("s")
    return {"min": "minute", "hr": "hour", "night": "day"}.get(low, low)


def month_of(word: str) -> int:
    """Return the number of a month."""
    found: int = _table("months")[word.rstrip(".")]
    return found


def weekday_of(word: str) -> int:
    """Return the number (ISO, Monday = 1) of a weekday."""
    found: int = _table("weekdays")[word.rstrip(".")]
    return found


def int_of(text: str) -> int:
    """Return the number that the digits of a text make."""
    return int(re.sub(r"[^0-9]", "", text))


_IN_YEAR: Final = re.compile(r"(last|this|next) year$")
_IN_WEEK: Final = re.compile(r"(last|this|next) week$")
_ENDS_YEAR: Final = re.compile(rf"\b{YEAR}$")
_HAS_MONTH: Final = re.compile(rf"\b{MONTH}(?= |,|$)")
_HAS_DAYNAME: Final = re.compile(rf"{DAYNAME}|\b{DAY_SHORT}")
_HAS_DAY: Final = re.compile(rf"(?<!\d){DAY}(?!\d)")


def read_day(low: str, anchor: Anchor) -> str | None:
    """Return the date that words for one day denote ("tuesday 14 july", "yesterday", "august 9, 1974", "friday week")."""
    if low in _RELATIVE_DAYS:
        if anchor.day is None:
            return "XXXX-XX-XX"
        return (anchor.day + timedelta(days=_RELATIVE_DAYS[low])).isoformat()
    month = _HAS_MONTH.search(low)
    if month is None:
        return _read_weekday(low, anchor)
    within = _IN_YEAR.search(low)
    year = _ENDS_YEAR.search(low)
    day = _HAS_DAY.search(low[: year.start()] if year else low)
    if day is None:
        return None
    number_, day_ = month_of(month.group()), int_of(day.group())
    if within is not None:
        shift = {"last": -1, "this": 0, "next": 1}[within[1]]
        return f"XXXX-{number_:02}-{day_:02}" if anchor.day is None else times.full_date(anchor.day.year + shift, number_, day_)
    if year is not None:
        return times.full_date(int(year.group()), number_, day_)
    name = _HAS_DAYNAME.match(low)
    if name is not None and anchor.day is not None:
        return _nearest(weekday_of(name.group()), number_, day_, anchor)
    ahead = Anchor(day=anchor.day, future=True) if low.startswith("next ") else anchor
    return times.month_day_value(number_, day_, ahead)


def _nearest(weekday: int, month: int, day: int, anchor: Anchor) -> str | None:
    """The weekday says which year is meant, where the tense's year does not fit it and a neighbouring one does."""
    plain = times.month_day_value(month, day, anchor)
    if plain is None or date.fromisoformat(plain).isoweekday() == weekday or anchor.day is None:
        return plain
    near = [times.full_date(anchor.day.year + k, month, day) for k in (0, 1, -1)]
    return next((value for value in near if value and date.fromisoformat(value).isoweekday() == weekday), plain)


def _read_weekday(low: str, anchor: Anchor) -> str | None:
    if low.startswith("a week "):
        rest = re.sub(r"^a week (?:on |from )?", "", low)
        first = read_day(rest, Anchor(day=anchor.day, future=True))
        return times.moved(first, "day", 7) if first else None
    name = _HAS_DAYNAME.search(low)
    if name is None:
        return None
    number_ = weekday_of(name.group())
    within = _IN_WEEK.search(low)
    if within is not None:
        return times.week_day_value(number_, anchor, {"last": -1, "this": 0, "next": 1}[within[1]])
    if low.endswith((" week", " fortnight")):
        return times.moved(times.weekday_value(number_, anchor, "next"), "day", 14 if low.endswith("fortnight") else 7)
    word = low[: name.start()].strip()
    which = {"this past": "last", "this coming": "next", "the coming": "next"}.get(word, word)
    return times.weekday_value(number_, anchor, which)


_RELATIVE_DAYS: Final = {"today": 0, "yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}


def read_clock(low: str) -> str:
    """Return the TIMEX3 time of day of a clock time: "8.30 a.m." is T08:30; a GMT or UTC time ends in Z."""
    zulu = "Z" if re.search(r"\b(?:gmt|utc)\b", low) and "(" not in low else ""
    if "midnight" in low:
        return "T24:00" + zulu
    if "noon" in low.split("in the", maxsplit=1)[0] or "midday" in low:
        return "T12:00" + zulu
    past = re.match(rf"(half|quarter|ten|twenty|five) past ({_DIGITS})|(?:a )?quarter to ({_DIGITS})", low)
    if past:
        hour = int(number(past[2] or past[3]) or 0) - (past[3] is not None)
        minute = {"half": 30, "quarter": 15, "ten": 10, "twenty": 20, "five": 5}[past[1]] if past[1] else 45
    elif words := re.match(rf"(\d\d?|{_DIGITS}) (?:o['’]clock|in the|at night)", low):
        hour, minute = int(number(words[1]) or 0), 0
    elif four := re.match(r"([01]\d|2[0-3])([0-5]\d)\b", low):
        hour, minute = int(four[1]), int(four[2])
    elif digits := re.match(r"(\d{1,2})(?:[:.h](\d\d))?", low):
        hour, minute = int(digits[1]), int(digits[2] or 0)
    elif words := re.match(rf"(?:{_DIGITS})\b", low):
        hour, minute = int(number(words[0]) or 0), 0
    else:
        return "T"
    if re.search(r"(?:\b|\d)p\.?m", low) or (re.search(r"in the (?:afternoon|evening)|at night", low) and hour <= 12):
        hour = hour % 12 + 12 if not (hour == 12 and "at night" in low) else 24  # twelve at night is midnight
    elif re.search(r"(?:\b|\d)a\.?m|in the morning", low):
        hour %= 12
    return f"T{hour:02}:{minute:02}{zulu}"


def find(text: str, start: int, end: int, flags: int) -> list[Found]:
    """Return the matches in `text[start:end]` (in lower case) of the rules that the triggers allow, leftmost and longest first, none overlapping."""
    found: list[tuple[int, int, int, Found]] = []
    for place, rule in _allowed(flags):
        for match in rule.pattern.finditer(text, start, end):
            a, b = match.span("x") if match.start("x") >= 0 else match.span("z")
            found.append((a, -b, place, Found(a, b, rule, match)))
    out: list[Found] = []
    at = 0
    for a, minus_b, _, one in sorted(found, key=lambda item: item[:3]):
        if a >= at:
            out.append(one)
            at = -minus_b
    return out


@lru_cache(maxsize=4096)
def _allowed(flags: int) -> tuple[tuple[int, Rule], ...]:
    return tuple((place, rule) for place, rule in enumerate(rules()) if any(need & flags == need for need in rule.needs))


@cache
def _flags() -> dict[str, int]:
    """The bit of each trigger word."""
    calendar = toml("calendar")
    holidays = [re.split(r"['’ ]", name) for name in calendar["holidays"]]
    kinds: dict[str, Iterable[str]] = {
        **calendar["triggers"],
        **{f"{value}-{place}": row[2].split() for value, rows in calendar["vague"].items() for place, row in enumerate(rows)},
        "day": [*calendar["weekdays"], *calendar["triggers"]["day"]],
        "month": calendar["months"],
        "part": [*calendar["parts"], "tonight"],
        "season": calendar["seasons"],
        "decade": calendar["decades"],
        "number": calendar["numbers"],
        "holiday": {words[0] for words in holidays},
        "feast": {words[-1] for words in holidays},
        "set": {part for word in calendar["sets"] for part in word.split("-")},
    }
    found: dict[str, int] = {}
    for kind, words in kinds.items():
        for word in words:
            found[word] = found.get(word, 0) | bit(kind)
            if kind in ("day", "part", "season"):
                found[word + "s"] = found.get(word + "s", 0) | bit(kind)
    return found


_KINDS: Final = (
    "digit", "four", "tens", "clock", "day", "month", "unit", "part", "season", "holiday", "feast", "decade", "century", "set", "every", "times",
    "week", "quarter", "ago", "hence", "side", "which", "edge", "new", "number", "vague", "long", "fiscal", "overnight",
    *(f"{value}-{place}" for value, rows in toml("calendar")["vague"].items() for place in range(len(rows))),
)  # fmt: skip
_BITS: Final = {kind: 1 << place for place, kind in enumerate(_KINDS)}


def bit(kind: str) -> int:
    """Return the bit of a kind of trigger."""
    return _BITS[kind]


@lru_cache(maxsize=16384)
def triggers_of(word: str) -> int:
    """Return the triggers that a token in lower case is or holds."""
    known = _flags()
    found = known.get(word, 0)
    if word.isalpha() or found:
        return found
    for part in re.findall(r"[a-z]+|\d+", word):
        if part.isdigit():
            found |= bit("digit") | (bit("four") if len(part) >= 4 else 0)  # a year, or hours and minutes
        found |= known.get(part, 0)
    if re.search(r"\d[:.h]\d\d", word):
        found |= bit("clock")
    if word.endswith("0s"):
        found |= bit("tens")
    return found


@cache
def rules() -> tuple[Rule, ...]:
    """Return all rules, in the order that decides between matches of one extent."""
    from tellings.text.timex_rules import all_rules  # noqa: PLC0415  # the rules are built from the pieces above

    return all_rules()


def day_of(value: str) -> date | None:
    """Return the day of a value that names one ("2026-03-10", "2026-03-10TMO"), else None."""
    return date.fromisoformat(value[:10]) if times.is_iso_date(value[:10]) else None


def lowered(text: str) -> str:
    """Return the text in lower case with plain blanks, every character at its own offset."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    for blank in _BLANKS:
        low = low.replace(blank, " ")
    return low


_BLANKS: Final = "\n\r\t\u00a0\u202f\u2009"


def triggers(words: Iterable[str]) -> int:
    """Return the triggers of all tokens together."""
    flags = 0
    for word in words:
        flags |= triggers_of(word)
    return flags
