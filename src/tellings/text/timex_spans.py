"""The rules of the grammar of time expressions for periods, times counted from others, durations, sets and vague times."""

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Final

from tellings.data import toml
from tellings.text import times
from tellings.text.times import Anchor
from tellings.text.timex import (
    DAY,
    DAYNAME,
    MONTH,
    NUMBER,
    PART,
    PERIOD,
    UNIT,
    VAGUE,
    YEAR,
    Reading,
    Rule,
    any_of,
    int_of,
    month_of,
    number,
    unit_of,
    weekday_of,
)
from tellings.text.timex_rules import rule

_SEASON: Final = rf"(?:{any_of(toml('calendar')['seasons'])})"
_STOP: Final = r"(?=[,.;:!?”\"’)]|$)"
_UNITS: Final = r"(?:seconds|minutes|hours|days|weeks|months|years|decades|centuries)"


def span_rules() -> tuple[Rule, ...]:
    """Return the rules of this module."""
    return (*_periods(), *_fiscal(), *_counted(), *_from_named(), *_durations(), *_sets(), *_vague())


def _periods() -> Iterator[Rule]:
    edge = r"(?:(?:the )?(?:very )?(?:end|start|beginning|middle|rest|close|turn|latter part) of|early|late|earlier|later)"
    which = r"last|next|this|previous|the previous|the coming|the current|current"
    yield rule("period", "unit+which", rf"\b(?P<x>(?:{edge} )?(?P<w>{which}) (?P<p>{PERIOD}))\b(?!['’]s (?:end|time))", _period)
    yield rule("period-before", "unit+which", r"\b(?P<x>the (?P<p>week|month|year) before last)\b", lambda m, a: _shift(m["p"], a, -2))
    yield rule("period-after", "unit+which", r"\b(?P<x>the (?P<p>week|month|year) after next)\b", lambda m, a: _shift(m["p"], a, 2))
    yield rule(
        "period-end",
        "unit+edge",
        rf"\b(?P<x>(?:the )?(?:very )?(?:end|start|beginning|middle|rest|close|turn) of (?P<w>the|this) (?P<p>{PERIOD}))\b",
        _period,
    )
    yield rule(
        "period-in",
        "unit+side",
        r"\b(?P<x>(?:earlier|later|late|early) (?:on )?in the (?P<p>day|week|month|year|decade))\b",
        lambda m, a: _shift(m["p"], a, 0),
    )
    yield rule("year-end", "unit+edge", r"(?<=by )(?P<x>(?P<p>year|month)(?: |-|['’]s )end)\b", lambda m, a: _shift(m["p"], a, 0))
    yield rule(
        "mid-year",
        "unit",
        r"\b(?:by|in|at|until|since|before|after) (?P<x>mid-?(?P<p>year|week|month))\b",
        lambda m, a: _shift(m["p"], a, 0),
    )
    yield rule(
        "new-year",
        "unit+new",
        r"\b(?:in|into|before|until|by|early in) (?P<x>the new year)\b(?!['’ ])",
        lambda _, a: _shift("year", a, int(a.future)),
    )
    yield rule("weekend", "unit", r"\b(?P<x>(?P<w>the|this|last|next|(?:the|this) (?:past|coming|last|following)) weekend)\b", _weekend)


def _shift(unit: str, anchor: Anchor, count: int) -> Reading | None:
    return "DATE", times.unknown(unit) if anchor.day is None else times.shifted(anchor.day, unit, count)


def _period(m: re.Match[str], anchor: Anchor) -> Reading | None:
    which = m["w"].split()[-1]
    return _shift(m["p"], anchor, -1 if which in ("last", "previous") else 1 if which in ("next", "coming") else 0)


def _weekend(m: re.Match[str], anchor: Anchor) -> Reading | None:
    word = m["w"].split()[-1]
    which = {"past": "last", "coming": "this", "following": "next", "the": ""}.get(word, word)
    if which == "this" and not anchor.future and anchor.day is not None and anchor.day.isoweekday() == 1:
        which = "last"
    return "DATE", times.weekend_value(anchor, which)


def _fiscal() -> Iterator[Rule]:
    def years(m: re.Match[str], _: Anchor) -> Reading | None:
        last = m["b"] or ""
        return "DATE", f"FY{m['y'][: 4 - len(last)]}{last}"

    def short(m: re.Match[str], _: Anchor) -> Reading | None:
        return "DATE", f"FY{m['y'] if len(m['y']) == 4 else '20' + m['y']}"  # digits of a year

    def which(m: re.Match[str], anchor: Anchor) -> Reading | None:
        shift = {"last": -1, "previous": -1, "next": 1, "coming": 1}.get(m["w"], 0)
        return "DATE", f"FY{anchor.day.year + shift}" if anchor.day else "FYXXXX"

    yield rule(
        "fiscal", "fiscal+four", rf"\b(?P<x>(?:the )?(?:fiscal|financial)(?: year)? (?P<y>{YEAR})(?:[-–/](?P<b>\d\d|\d{{4}}))?)\b", years
    )
    yield rule(
        "year-fiscal", "fiscal+four", rf"\b(?P<x>(?:the )?(?P<y>{YEAR})(?:[-–/](?P<b>\d\d|\d{{4}}))? (?:fiscal|financial) year)\b", years
    )
    yield rule("fiscal-short", "fiscal", r"\b(?P<x>fy ?(?P<y>20\d\d|\d\d))\b", short)
    yield rule(
        "fiscal-which",
        "fiscal+which",
        r"\b(?P<x>(?:the )?(?P<w>last|next|this|current|previous|coming) (?:fiscal|financial) year)\b",
        which,
    )


def _counted() -> Iterator[Rule]:
    count = rf"(?P<n>(?:{VAGUE})|(?:just |nearly |about |almost |more than |over |some |around |at least )?(?:{NUMBER}|half an?)(?: and a half)?)"
    half = r"(?P<h> and a half)?"
    yield rule("ago", "unit+ago", rf"\b(?P<x>{count} (?P<u>{UNIT}){half} ago)\b", lambda m, a: counted_from(m, a, -1))
    yield rule(
        "ahead",
        "unit+hence",
        rf"\b(?:in )?(?P<x>{count} (?P<u>{UNIT}){half}(?:['’]? time| from (?:now|today)| hence))\b",
        lambda m, a: counted_from(m, a, 1),
    )
    yield rule(
        "units-ago",
        "unit+ago",
        rf"(?<![\w-] )\b(?P<x>(?:{_UNITS}|moments) ago)\b|(?<=[a-z] )(?P<z>(?:{_UNITS}|moments) ago)\b",
        lambda *_: ("DATE", "PAST_REF"),
    )
    yield rule("long-ago", "ago", r"\b(?P<x>(?:long|some time) ago)\b", lambda *_: ("DATE", "PAST_REF"))


def _count(text: str) -> float | None:
    low = re.sub(r"^(?:just|nearly|about|almost|more than|over|some|around|at least) ", "", text)
    if low in ("half a", "half an"):
        return 0.5
    half = re.search(r"[ -]and[ -]a[ -]half$| ?½$| 1/2$", low)
    found = number(low[: half.start()] if half else low)
    return found + 0.5 if half and found is not None else found


_MOST: Final = 2000  # units; a larger count names no day that news speaks of


def counted_from(m: re.Match[str], anchor: Anchor, sign: int) -> Reading | None:
    """Return the period so many units before or after publication, by the groups "n" and "u" of a match."""
    unit, count = unit_of(m["u"]), _count(m["n"])
    if m.groupdict().get("h") and count is not None:
        count += 0.5
    if unit == "fortnight":
        unit, count = "week", None if count is None else count * 2
    if count is None or count > _MOST:
        return "DATE", "PAST_REF" if sign < 0 else "FUTURE_REF"
    if anchor.day is None:
        return "DATE", times.unknown(unit)
    if count != int(count) and unit in ("year", "month"):
        months = int(count * 12) if unit == "year" else int(count)
        return "DATE", times.shifted(anchor.day, "month", sign * months)
    if unit in ("hour", "minute", "second"):
        days = int(count // 24) if unit == "hour" else 0
        return "DATE", (anchor.day + timedelta(days=sign * days)).isoformat()
    return "DATE", times.shifted(anchor.day, unit, sign * int(count))


def _from_named() -> Iterator[Rule]:
    count = rf"(?P<n>(?:{VAGUE})|(?:just |nearly |about |almost |more than |over |some |around |at least )?{NUMBER}(?: and a half)?)"
    yield rule(
        "earlier",
        "unit+side",
        rf"\b(?P<x>{count} (?P<u>{UNIT}) (?P<w>earlier|later|afterwards?|previously|beforehand|(?:before|after|on)(?= ?[,.;:!?”\"]|$)))\b(?! than\b)",
        _from_reference,
    )
    yield rule(
        "next-day",
        "unit+which unit+side",
        r"\b(?P<x>(?:the (?P<w>next|following|previous|same|very next|very same)|(?:(?:earlier|later|early|late) )?(?P<t>that)(?: same)?) (?P<u>day|week|month|year|decade))\b"
        r"|\b(?P<z>the (?P<v>day|week|month|year) (?P<k>before|after|earlier|later))\b(?! (?:the|a|an|his|her|its|their|he|she|it|they|last|next|yesterday|tomorrow)\b)",
        _next_day,
    )


def _from_reference(m: re.Match[str], anchor: Anchor) -> Reading | None:
    back = m["w"] in ("earlier", "before", "previously", "beforehand")
    unit, count = unit_of(m["u"]), _count(m["n"])
    if unit in ("second", "minute", "hour"):
        return "DURATION", times.duration_value(count, unit)
    if unit == "fortnight":
        unit, count = "week", (count or 1) * 2
    if count is None or count > _MOST:
        return "DATE", "PAST_REF" if back else "FUTURE_REF"
    sign = -1 if back else 1
    if count != int(count) and unit == "year":
        unit, count = "month", int(count * 12)
    return "DATE", times.moved(_reference(anchor, unit, back=back), unit, sign * int(count))


def _reference(anchor: Anchor, unit: str, *, back: bool) -> str | None:
    """The time counted from: the one named last, else publication where it is counted back from it."""
    named = anchor.reference(unit)
    if named is None and back and anchor.day is not None:
        return anchor.day.isoformat()
    return named


def _next_day(m: re.Match[str], anchor: Anchor) -> Reading | None:
    unit = m["u"] or m["v"]
    word = m["w"] or m["k"] or "that"
    count = {"previous": -1, "before": -1, "earlier": -1, "same": 0, "very same": 0, "that": 0}.get(word, 1)
    if word == "that" and not anchor.named:
        return None
    return "DATE", times.moved(_reference(anchor, unit, back=count <= 0), unit, count)


def _durations() -> Iterator[Rule]:
    no_age = r"(?![- ](?:old|olds|ago|earlier|later|older|younger)\b)"
    amount = rf"(?P<n>(?:nearly |almost )?(?:{NUMBER})(?:[- ]and[- ]a[- ]half| ?½| 1/2)?|half an?|a quarter of an?|three[- ]quarters of an|{VAGUE})"
    which = r"(?:(?:the|these|those) )?(?:(?:past|last|next|coming|first|final|previous|following|recent) )?"
    kind = r"(?:(?:more|full|whole|straight|consecutive|long|additional|extra|working|further|solid|successive) )?"
    pairs = "|".join(rf"(?P<u{k}>{one}),?(?: and)? (?P<m{k}>{NUMBER}) (?P<v{k}>{two})" for k, (one, two) in enumerate(_PAIRS))
    yield rule(
        "durations",
        "unit+number unit+digit",
        rf"(?<![\w.,-])(?P<x>(?:nearly |almost )?(?P<n>{NUMBER}) (?:{pairs}))\b{no_age}(?!['’]? time\b)",
        _joined,
    )
    yield rule(
        "duration",
        "unit+number unit+digit unit+vague",
        rf"(?<![\w.,-])(?<!\d )(?P<x>{which}{amount}[- ]{kind}(?P<u>{UNIT})(?:-long| long| and a half(?! (?:million|billion|dozen)))?)\b{no_age}(?!['’]? time\b)",
        _duration,
    )
    yield rule(
        "past-unit",
        "unit+which",
        r"\b(?P<x>the (?:past|last|coming|next) (?P<u>second|minute|hour|day|week|fortnight|month|quarter|year|decade|century))\b",
        _duration,
    )
    yield rule(
        "many",
        "unit",
        rf"\b(?:for|in|over|after|of|within|lasted|spent) (?P<x>(?:the past |the last )?(?P<u>{_UNITS}))\b(?! (?:old|ago|earlier|later|to come|ahead))",
        _duration,
    )
    yield rule("past-units", "unit+which", rf"\b(?P<x>(?:the )?(?:past|last|next) (?P<u>{_UNITS}))\b", _duration)
    yield rule(
        "all-unit", "unit", r"\b(?P<x>(?:all|another|the whole|the entire|a whole|a full) (?P<u>day|week|month|year|night))\b", _duration
    )
    yield rule(
        "hyphened",
        "unit+number unit+digit unit+vague",
        rf"\b(?P<x>(?P<n>{NUMBER}(?:-and-a-half)?)[- ](?P<u>second|minute|hour|day|week|month|year|decade|century))(?:-(?!old)|\b)(?![- ]olds?\b)",
        _duration,
    )
    yield rule("long", "long", r"(?<![\w-])(?P<x>(?P<u>hour|day|week|month|year|decade|century)-?long)\b", _duration)


_FRACTION: Final = {
    "half a": 0.5,
    "half an": 0.5,
    "a quarter of a": 0.25,
    "a quarter of an": 0.25,
    "three quarters of an": 0.75,
    "three-quarters of an": 0.75,
}


def _duration(m: re.Match[str], _: Anchor) -> Reading | None:
    groups = m.groupdict()
    unit, words = unit_of(m["u"]), (groups.get("n") or "")
    count = _FRACTION.get(words) or (_count(words) if words else None if m["u"].endswith("s") or m["u"] == "centuries" else 1.0)
    if unit == "quarter" and (not words or words in ("a", "an", "one", "first", "three")):
        return None
    if re.search(r" and a half\b", m["x"]) and count is not None and not words.endswith(" and a half"):
        count += 0.5
    if unit == "fortnight":
        unit, count = "week", None if count is None else count * 2
    if count in (0.25, 0.75) and unit == "hour":
        return "DURATION", f"PT{int(60 * (count or 0))}M"
    return "DURATION", times.duration_value(count, unit)


# units that are told together, the greater first: "two hours and 40 minutes"
_PAIRS: Final = (
    ("hours?|hrs?", "minutes?|mins?"),
    ("minutes?|mins?", "seconds?"),
    ("years?", "months?"),
    ("years?", "days?"),
    ("months?", "weeks?|days?"),
    ("weeks?", "days?"),
    ("days?", "hours?"),
)


def _joined(m: re.Match[str], _: Anchor) -> Reading | None:
    """Two hours and 40 minutes: both in one value."""
    groups = m.groupdict()
    k = next(k for k in range(len(_PAIRS)) if groups[f"u{k}"])
    one = times.duration_value(_count(m["n"]), unit_of(groups[f"u{k}"]))
    two = times.duration_value(_count(groups[f"m{k}"]), unit_of(groups[f"v{k}"]))
    return "DURATION", one + two.removeprefix("PT" if one.startswith("PT") else "P")


def _sets() -> Iterator[Rule]:
    unit = r"(?P<u>second|minute|hour|day|week|fortnight|month|quarter|year|decade|century|night|morning|evening|weekend|weekday|afternoon)"
    adverbs: dict[str, str] = toml("calendar")["sets"]
    parts: dict[str, str] = toml("calendar")["parts"]
    seasons, holidays = toml("calendar")["seasons"], {k: v for k, v in toml("calendar")["holidays"].items() if v[2:3] == "-"}
    every = r"(?:every|each)(?: single)?"
    yield rule(
        "every-day-name",
        "every+day",
        rf"\b(?P<x>{every} (?:other )?(?P<d>{DAYNAME})(?: (?P<p>{PART}))?)\b",
        lambda m, _: ("SET", f"XXXX-WXX-{weekday_of(m['d'])}{parts[m['p']] if m['p'] else ''}"),
    )
    yield rule(
        "day-names",
        "day",
        rf"\b(?P<x>(?P<d>{DAYNAME})s|(?P<e>{DAYNAME}) (?P<p>morning|afternoon|evening|night)s)\b",
        lambda m, _: ("SET", f"XXXX-WXX-{weekday_of(m['d'] or m['e'])}{parts[m['p']] if m['p'] else ''}"),
    )
    yield rule(
        "every-date", "every+month", rf"\b(?P<x>{every} (?:(?P<a>{DAY}) (?P<m>{MONTH})|(?P<n>{MONTH}) (?P<b>{DAY})))(?!\w)", _every_date
    )
    yield rule(
        "every-month-name", "every+month", rf"\b(?P<x>{every} (?P<m>{MONTH}))\b", lambda m, _: ("SET", f"XXXX-{month_of(m['m']):02}")
    )
    yield rule("every-season", "every+season", rf"\b(?P<x>{every} (?P<s>{_SEASON}))\b", lambda m, _: ("SET", f"XXXX-{seasons[m['s']]}"))
    names = any_of(holidays).replace("'", " ?['’]")
    yield rule(
        "every-holiday",
        "every+holiday+feast",
        rf"\b(?P<x>{every} (?P<h>{names}))\b",
        lambda m, _: ("SET", f"XXXX-{holidays[m['h'].replace('’', chr(39)).replace(' ' + chr(39), chr(39))]}"),
    )
    yield rule("every", "every", rf"\b(?P<x>{every} (?:(?P<o>other|second|third|fourth|few) )?{unit}(?: (?P<p>{PART}))?)\b", _every)
    yield rule(
        "every-n",
        "every",
        rf"\b(?P<x>(?:once )?every (?P<n>{NUMBER}) (?P<u>{UNIT}))\b",
        lambda m, _: ("SET", times.duration_value(number(m["n"]), unit_of(m["u"]))),
    )
    yield rule(
        "times-a",
        "times",
        rf"\b(?P<x>(?:once|twice|thrice|(?:{NUMBER}|several|many|a few) times) (?:a|an|per|each|every) {unit})\b",
        _every,
    )
    yield rule(
        "adverb",
        "set",
        rf"(?<![\w-])(?P<x>(?:twice[- ]|once[- ]|thrice[- ])?(?P<s>{any_of(adverbs)}))\b(?! (?:mail|mirror|express|telegraph|star|news|newspaper|beast|show|nation|trust|times|post|monitor|record|sun))",
        lambda m, _: ("SET", adverbs[m["s"]]),
    )
    yield rule("weekdays", "week", r"\b(?P<x>weekdays)\b", lambda *_: ("SET", "XXXX-WXX-WD"))
    yield rule("weekends", "week", r"\b(?P<x>weekends)\b", lambda *_: ("SET", "XXXX-WXX-WE"))


def _every_date(m: re.Match[str], _: Anchor) -> Reading | None:
    return "SET", f"XXXX-{month_of(m['m'] or m['n']):02}-{int_of(m['a'] or m['b']):02}"


def _every(m: re.Match[str], _: Anchor) -> Reading | None:
    word, groups = m["u"], m.groupdict()
    parts = toml("calendar")["parts"]
    if word in parts:
        return "SET", f"XXXX-XX-XX{parts[word]}"
    if word in ("weekend", "weekday"):
        return "SET", f"XXXX-WXX-W{'E' if word == 'weekend' else 'D'}{parts[groups['p']] if groups.get('p') else ''}"
    if groups.get("o") == "few":
        return "SET", times.duration_value(None, unit_of(word))
    count = {"other": 2, "second": 2, "third": 3, "fourth": 4}.get(groups.get("o") or "", 1)
    return "SET", "P2W" if word == "fortnight" else times.duration_value(count, unit_of(word))


def _vague() -> Iterator[Rule]:
    for value, patterns in toml("calendar")["vague"].items():
        for place, (pattern, _example, _words) in enumerate(patterns):
            name = f"{value}-{place}"
            yield rule(f"vague-{name}", name, rf"(?<![\w-])(?:{pattern})(?![\w-])", partial(_constant, value))


def _constant(value: str, _match: re.Match[str], _anchor: Anchor) -> Reading | None:
    return "DATE", value
