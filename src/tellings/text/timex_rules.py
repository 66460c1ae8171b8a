"""The rules of the grammar of time expressions for days, clock times, parts of day, months, years and other dates; see `timex_spans` for the rest.

Each gives the matched extent as group "x" (or "z").
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from tellings.data import toml
from tellings.text import times
from tellings.text.times import Anchor
from tellings.text.timex import (
    CLOCK,
    DATE_OF,
    DAY,
    DAYNAME,
    MONTH,
    NIGHT_OF,
    PART,
    YEAR,
    ZONE,
    Read,
    Reading,
    Rule,
    any_of,
    bit,
    int_of,
    month_of,
    read_clock,
    read_day,
    weekday_of,
)  # fmt: skip

_CLOCKS: Final = "clock four part+number part+digit"
_DATES: Final = "day digit+month"
_WORDS_CLOCK: Final = "clock+day clock+month four+day four+month clock+part part+number part+digit"


def rule(name: str, needs: str, pattern: str, read: Read) -> Rule:
    """Return a rule; `needs` are words for sets of triggers (`timex.triggers_of`), each joined by "+", one of which a sentence must hold."""
    wanted = tuple(sum({bit(kind) for kind in one.split("+")}) for one in needs.split())
    return Rule(name, re.compile(pattern), read, wanted)


def all_rules() -> tuple[Rule, ...]:
    """Return the rules: days and clock times, parts of day, months and years, relative periods, durations, sets, vague times."""
    from tellings.text.timex_months import month_rules  # noqa: PLC0415  # as below
    from tellings.text.timex_spans import span_rules  # noqa: PLC0415  # the rest of the rules are built with `rule`

    return (*_clocks(), *_days(), *_numeric(), *_parts(), *month_rules(), *span_rules())


def _day(words: str, anchor: Anchor) -> Reading | None:
    value = read_day(words, anchor)
    return ("DATE", value) if value else None


def _clocks() -> Iterator[Rule]:
    about = r"(?:about |around |exactly |just after |just before |shortly after )?"

    def clock_day(m: re.Match[str], anchor: Anchor) -> Reading | None:
        day = _night(m["d"], anchor)
        # "6 this evening" is 18:00
        late = re.search(r"night|afternoon|evening", m["d"]) and m["c"] not in ("noon", "midnight", "midday")
        return ("TIME", day + read_clock(m["c"] + (" pm" if late else ""))) if day else None

    days = rf"(?P<d>{NIGHT_OF}|{DATE_OF})"
    yield rule(
        "clock-day", _WORDS_CLOCK, rf"\b(?P<x>(?P<c>{CLOCK}{ZONE}?),?(?: \([^)]{{1,24}}\))? (?:on |of )?{days})(?!\w|-\w)", clock_day
    )
    yield rule(
        "day-clock",
        _WORDS_CLOCK,
        rf"\b(?P<x>{days},? (?:at |from |around |about |by |until )?{about}(?P<c>{CLOCK}{ZONE}?))(?!\w|[.:-]\d)",
        clock_day,
    )
    yield rule(
        "clock-range",
        _CLOCKS,
        r"(?<![\d.:$£€,/-])\b(?P<x>(?P<h>1[0-2]|0?[1-9])(?P<q>[:.][0-5]\d)?)(?: ?[-–] ?| (?:to|and|until|or) )(?:1[0-2]|0?[1-9])(?:[:.][0-5]\d)? ?(?P<p>[ap])\.?m\b",
        lambda m, _: ("TIME", read_clock(f"{m['x']}{m['p']}m")),
    )
    yield rule(
        "clock",
        _CLOCKS,
        rf"(?<![\d.:$£€,/])\b(?P<x>{CLOCK}{ZONE}?)(?!\w|%|[.:]\d| ?(?:per cent|percent|million|billion|metres|meters|km|points|bn|m\b))",
        _clock,
    )


def _night(words: str, anchor: Anchor) -> str | None:
    """The day of "tonight", "last night" or of words for a day."""
    if words == "last night":
        return read_day("yesterday", anchor)
    if words.endswith(("night", "morning", "afternoon", "evening")):
        words = words.split(maxsplit=1)[0].replace("tonight", "today").replace("this", "today")
    return read_day(words, anchor)


def _clock(m: re.Match[str], _: Anchor) -> Reading | None:
    # "2.30" alone is a figure or a result, "14:30" and "2.30 p.m." are times
    if re.fullmatch(r"\d{1,2}\.\d\d|\d{4}", m["x"]):
        return None
    return "TIME", read_clock(m["x"])


def _days() -> Iterator[Rule]:
    nth = r"first|second|third|fourth|fifth|last"
    count = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}

    def nth_weekday(m: re.Match[str], anchor: Anchor) -> Reading | None:
        period = f"{m['y']}-{month_of(m['m']):02}" if m["y"] else times.month_value(month_of(m["m"]), anchor)
        if not period[:4].isdigit():
            return "DATE", f"{period}-XX"
        value = times.nth_weekday(int(period[:4]), int(period[5:]), weekday_of(m["d"]), count[m["n"]])
        return ("DATE", value) if value else None

    def bare_day(m: re.Match[str], anchor: Anchor) -> Reading | None:
        if anchor.day is None or not 1 <= int_of(m["x"]) <= 31:  # days of a month
            return None
        day, months = int_of(m["x"]), anchor.day.year * 12 + anchor.day.month - 1
        months += int(day < anchor.day.day) if anchor.future else -int(day > anchor.day.day)
        value = times.full_date(months // 12, months % 12 + 1, day)
        return ("DATE", value) if value else None

    yield rule(
        "nth-weekday",
        "day+month",
        rf"\b(?P<x>(?:the )?(?P<n>{nth}) (?P<d>{DAYNAME}) (?:of|in) (?P<m>{MONTH})(?:,? (?P<y>{YEAR}))?)(?!\w)",
        nth_weekday,
    )
    yield rule("date", _DATES, rf"(?<![\d.])\b(?P<x>{DATE_OF})(?!\w|[-.]\d|['’]s (?:end|time)\b)", lambda m, a: _day(m["x"], a))
    yield rule(
        "day-range",
        "digit+month",
        rf"\b(?P<x>(?P<a>{DAY}))(?: ?[-–—] ?| (?:to|and|or|until) |, \d\d?(?:,| and) )(?:the )?{DAY}(?: of)? (?P<m>{MONTH})(?:,? (?P<y>{YEAR}))?(?!\w)",
        _of_range,
    )
    yield rule(
        "range-day", "digit+month", rf"\b(?P<m>{MONTH}) {DAY} ?(?:[-–—]|to|and) ?(?P<x>(?P<a>{DAY}))(?!\w)(?:,? (?P<y>{YEAR}))?", _of_range
    )
    yield rule(
        "bare-day",
        "digit",
        r"\b(?:on|by|until|since|before|after|from) (?P<x>the \d\d?(?:st|nd|rd|th))(?=[,.;:!?”\"]|$| (?:and|to|at|in|but|when|for)\b)",
        bare_day,
    )
    yield rule("far-day", "day", r"\b(?P<x>the day (?:before yesterday|after tomorrow))\b", lambda m, a: _day(m["x"], a))
    yield rule(
        "this-day",
        "day",
        rf"\b(?P<x>(?:that|(?:on )?the (?P<w>following|next|previous|same)) (?P<d>{DAYNAME}))\b(?! (?:{PART})\b)",
        lambda m, a: ("DATE", _named_weekday(m["d"], m["w"] or "", a)),
    )
    names = any_of(toml("calendar")["holidays"]).replace("'", " ?['’]")
    yield rule(
        "holiday",
        "holiday+feast",
        rf"\b(?P<x>(?:(?P<w>last|next|this) )?(?P<h>{names})(?:,? (?P<y>{YEAR})| (?P<z2>last|this|next) year)?)(?!\w)(?! (?:island|tree|market|present|card|party|shopping|season|rising|egg)s?\b)",
        _holiday,
    )


def _named_weekday(name: str, which: str, anchor: Anchor) -> str:
    """The weekday after or before the day named last: "that Friday", "the following Sunday"."""
    named = anchor.reference("day")
    number = weekday_of(name)
    if named is None or not times.is_iso_date(named[:10]):
        return times.weekday_value(number, anchor, "next" if which in ("following", "next") else "")
    here = Anchor(day=date.fromisoformat(named[:10]))
    return times.weekday_value(number, here, "last" if which == "previous" else "next" if which in ("following", "next") else "this")


def _of_range(m: re.Match[str], anchor: Anchor) -> Reading | None:
    if m["y"]:
        value = times.full_date(int(m["y"]), month_of(m["m"]), int_of(m["a"]))
    else:
        value = times.month_day_value(month_of(m["m"]), int_of(m["a"]), anchor)
    return ("DATE", value) if value else None


def _holiday(m: re.Match[str], anchor: Anchor) -> Reading | None:
    row = toml("calendar")["holidays"][m["h"].replace("’", "'").replace(" '", "'")]
    year = int(m["y"]) if m["y"] else None
    if m["z2"] and anchor.day is not None:
        year = anchor.day.year + {"last": -1, "this": 0, "next": 1}[m["z2"]]
    value = times.holiday_value(row, anchor, year, m["w"] or "")
    return ("DATE", value) if value else None


def _numeric() -> Iterator[Rule]:
    year = r"(?P<y>19\d\d|20\d\d)"
    yield rule(
        "iso",
        "four",
        rf"(?<![\d-])(?P<x>{YEAR}-[01]\d-[0-3]\d)(?![\d-])",
        lambda m, _: ("DATE", m["x"]) if times.is_iso_date(m["x"]) else None,
    )
    yield rule("slashes", "four", rf"(?<![\d/])(?P<x>(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})/{year})(?![\d/])", lambda m, _: _in_figures(m))
    # with full stops and dashes the day comes first in all countries that write dates so, save where it cannot
    yield rule(
        "dotted",
        "four",
        rf"(?<![\d.])(?P<x>(?P<a>\d{{1,2}})\.(?P<b>\d{{1,2}})\.{year})(?!\d|\.\d)",
        lambda m, _: _in_figures(m, first=True),
    )
    yield rule(
        "dashed", "four", rf"(?<![\d-])(?P<x>(?P<a>\d{{1,2}})-(?P<b>\d{{1,2}})-{year})(?![\d-])", lambda m, _: _in_figures(m, first=True)
    )


def _in_figures(m: re.Match[str], *, first: bool = False) -> Reading | None:
    a, b, year = int(m["a"]), int(m["b"]), int(m["y"])
    # day and month can be told apart only where one is above twelve or both are equal
    months = 12
    if b <= months and (first or a > months or a == b):
        value = times.full_date(year, b, a)
    else:
        value = times.full_date(year, a, b) if b > months else None
    return ("DATE", value) if value else None


def _parts() -> Iterator[Rule]:
    parts: dict[str, str] = toml("calendar")["parts"]
    late = r"(?:early|late|mid|later|earlier)[ -]"

    def day_part(m: re.Match[str], anchor: Anchor) -> Reading | None:
        day = read_day(m["d"], anchor)
        return ("TIME", day + parts[m["p"]]) if day else None

    def this(m: re.Match[str], anchor: Anchor) -> Reading | None:
        day = read_day("yesterday" if m["w"] == "last" else "today", anchor)
        return ("TIME", f"{day}{parts[m['p']]}") if day else None

    def that(m: re.Match[str], anchor: Anchor) -> Reading | None:
        groups = m.groupdict()
        word, part = m["w"] or groups.get("k") or "that", m["p"] or groups.get("v") or "night"
        count = {"following": 1, "next": 1, "after": 1, "previous": -1, "before": -1}.get(word, 0)
        named = anchor.reference("day")
        if named is None and count <= 0 and anchor.day is not None:
            named = anchor.day.isoformat()
        return "TIME", times.moved(named, "day", count) + parts[part]

    needs = "part+day part+digit+month"
    yield rule("day-part", needs, rf"\b(?P<x>(?:{late}(?:on )?)?(?P<d>{DATE_OF}),? (?:{late}|at )?(?P<p>{PART}))\b", day_part)
    yield rule("part-of-day", needs, rf"\b(?P<x>(?:the )?(?:{late})?(?P<p>{PART}) (?:of|on) (?P<d>{DATE_OF}))(?!\w)", day_part)
    yield rule(
        "early-day", _DATES, rf"\b(?P<x>(?:early|late|later|earlier) (?:on )?(?P<d>{DATE_OF}))(?!\w|[-.]\d)", lambda m, a: _day(m["d"], a)
    )
    yield rule(
        "small-hours",
        "unit+day unit+digit+month",
        rf"\b(?P<x>(?:the )?(?:(?:very )?early|small|late) hours (?:of|on) (?P<d>{DATE_OF})(?: morning)?)(?!\w)",
        lambda m, a: ("TIME", f"{_night(m['d'], a)}TMO"),
    )
    yield rule(
        "small-hours-today",
        "unit+part",
        r"\b(?P<x>(?:the )?(?:very )?(?:early|small) hours of (?:this morning|the morning))\b",
        lambda _, a: ("TIME", f"{read_day('today', a)}TMO"),
    )
    yield rule("this-part", "part+which", rf"\b(?P<x>(?:{late})?(?P<w>this|last) (?P<p>{PART}))\b", this)
    yield rule(
        "that-part",
        "part+which part+side",
        rf"\b(?P<x>(?:{late})?(?:that (?:same )?|the (?P<w>following|next|previous|same) )(?P<p>{PART}))\b|\b(?P<z>the (?P<v>{PART}) (?P<k>before|after))(?=[,.;:!?”\"]|$| (?:and|but|at|in|when)\b)",
        that,
    )
    yield rule(
        "night-before-last",
        "part+which",
        r"\b(?P<x>the night before last)\b",
        lambda _, a: ("TIME", f"{read_day('the day before yesterday', a)}TNI"),
    )
    yield rule("tonight", "part", r"\b(?P<x>(?:later )?tonight)\b", lambda _, a: ("TIME", f"{read_day('today', a)}TNI"))
    yield rule(
        "overnight",
        "overnight",
        r"\b(?P<x>overnight)\b(?! (?:stay|train|bus|bag|flight|success|sensation|lows?|trip|delivery|shift|camp|ferry))",
        lambda _, a: ("TIME", f"{read_day('today' if a.future else 'yesterday', a)}TNI"),
    )
