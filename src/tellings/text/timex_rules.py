"""The rules of the grammar of time expressions. Each gives the matched extent as group "x"."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from tellings.data import toml
from tellings.text import times
from tellings.text.times import Anchor
from tellings.text.timex import (
    _CLOCK,
    _DATE_OF,
    _DAY,
    _DAYNAME,
    _MONTH,
    _NUMBER,
    _PART,
    _PERIOD,
    _UNIT,
    _VAGUE,
    _YEAR,
    _ZONE,
    Read,
    Reading,
    Rule,
    _any,
    _int,
    _month,
    _weekday,
    number,
    read_clock,
    read_day,
    unit_of,
)  # fmt: skip

_SEASON: Final = r"(?:spring|summer|autumn|fall|winter)"
_MOD: Final = r"(?:early|late|mid|earlier|later|mid-)"


def _rule(name: str, pattern: str, read: Read, *, relative: bool = False) -> Rule:
    needs = tuple(frozenset(one.split("+")) for one in _NEEDS[name].split())
    return Rule(name, re.compile(pattern, re.IGNORECASE), read, relative, needs)


# For each rule, the triggers that a sentence must hold (with "+" all of them); see `timex._triggers`.
_NEEDS: Final = {
    "clock-day": "digit+day digit+month clock+day clock+month", "day-clock": "digit+day digit+month clock+day clock+month", "clock": "digit clock",
    "date": "day digit+month", "day-range": "digit+month", "range-day": "digit+month", "iso": "digit", "slashes": "digit", "holiday": "holiday",
    "day-part": "part+day part+month", "part-of-day": "part+day part+month", "early-day": "day digit+month", "small-hours": "part", "this-part": "part",
    "tonight": "part", "far-day": "day", "month-year": "digit+month", "month": "month", "season": "season", "season-which": "season",
    "season-the": "season", "decade": "digit", "decade-short": "digit", "decade-word": "decade", "century": "century", "year": "digit",
    "year-range": "digit", "range-year": "digit", "quarter": "quarter", "quarter-short": "quarter", "period": "period", "period-end": "period",
    "year-end": "period", "weekend": "period", "overnight": "day", "ago": "unit", "ahead": "unit", "earlier": "unit", "next-day": "unit",
    "duration": "unit", "past-unit": "unit", "many": "unit", "coming-units": "unit", "all-unit": "unit", "hyphened": "unit",
    "every-day-name": "set+day", "day-names": "day", "every-month-name": "set+month", "every": "set", "every-n": "set", "times-a": "set",
    "adverb": "set", "weekdays": "set", "weekends": "set",
}  # fmt: skip


def all_rules() -> tuple[Rule, ...]:
    """Return the rules: days and clock times, parts of day, months and years, relative periods, durations, sets."""
    return (*_days(), *_parts(), *_dates(), *_periods(), *_relative(), *_durations(), *_sets())


def _days() -> Iterator[Rule]:
    def clock_day(m: re.Match[str], anchor: Anchor) -> Reading | None:
        day = read_day(m["d"], anchor)
        return ("TIME", (day or "") + read_clock(m["c"])) if day else None

    yield _rule("clock-day", rf"\b(?P<x>(?P<c>{_CLOCK}{_ZONE}?),?(?: \([^)]{{1,24}}\))? (?:on |of )?(?P<d>{_DATE_OF}))\b(?!-)", clock_day)
    yield _rule("day-clock", rf"\b(?P<x>(?P<d>{_DATE_OF}),? (?:at |from |around |about )(?:about |around |exactly |just after |just before |shortly after )?(?P<c>{_CLOCK}{_ZONE}?))", clock_day)  # fmt: skip
    yield _rule(
        "clock",
        rf"(?<![\d.:$£€,/-])\b(?P<x>{_CLOCK}{_ZONE}?)(?!\d|%| ?(?:per cent|percent|million|billion|metres|meters|km|points|bn|m\b))",
        _clock,
    )
    yield _rule("date", rf"(?<![\d.])\b(?P<x>{_DATE_OF})\b(?![-.]\d)", lambda m, a: _date(m["x"], a))
    yield _rule("day-range", rf"\b(?P<x>(?P<a>{_DAY}))(?: ?[-–—] ?| (?:to|and|or) ){_DAY}(?: of)? (?P<m>{_MONTH})(?:,? (?P<y>{_YEAR}))?\b", _first_of_range)  # fmt: skip
    yield _rule("range-day", rf"\b(?P<m>{_MONTH}) {_DAY} ?(?:[-–—]|to|and) ?(?P<x>(?P<a>{_DAY}))\b(?:,? (?P<y>{_YEAR}))?", _first_of_range)
    yield _rule(
        "iso", rf"(?<![\d-])(?P<x>{_YEAR}-[01]\d-[0-3]\d)(?![\d-])", lambda m, _: ("DATE", m["x"]) if times.is_iso_date(m["x"]) else None
    )
    yield _rule("slashes", r"(?<![\d/])(?P<x>(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y>20\d\d|19\d\d))(?![\d/])", _slashes)
    names = _any(toml("calendar")["holidays"]).replace("'", "['’]")
    yield _rule(
        "holiday",
        rf"\b(?P<x>(?P<h>{names})(?:,? (?P<y>{_YEAR}))?)\b(?! (?:island|tree|market|present|card|party|shopping|season|rising|egg))",
        _holiday,
    )


def _clock(m: re.Match[str], _: Anchor) -> Reading | None:
    # "2.30" alone is a figure or a result, "14:30" and "2.30 p.m." are times
    if re.fullmatch(r"\d{1,2}\.\d\d", m["x"]) or re.fullmatch(r"\d{4}", m["x"]):
        return None
    return "TIME", read_clock(m["x"])


def _date(text: str, anchor: Anchor) -> Reading | None:
    value = read_day(text, anchor)
    return ("DATE", value) if value else None


def _first_of_range(m: re.Match[str], anchor: Anchor) -> Reading | None:
    if m["y"]:
        value = times.full_date(int(m["y"]), _month(m["m"]), _int(m["a"]))
    else:
        value = times.month_day_value(_month(m["m"]), _int(m["a"]), anchor)
    return ("DATE", value) if value else None


def _slashes(m: re.Match[str], _: Anchor) -> Reading | None:
    a, b, year = int(m["a"]), int(m["b"]), int(m["y"])
    # day and month can be told apart only where one is above twelve or both are equal
    value = times.full_date(year, b, a) if a > 12 or a == b else times.full_date(year, a, b) if b > 12 else None
    return ("DATE", value) if value else None


def _holiday(m: re.Match[str], anchor: Anchor) -> Reading | None:
    rule = toml("calendar")["holidays"][m["h"].lower().replace("’", "'")]
    value = times.holiday_value(rule, anchor, int(m["y"]) if m["y"] else None)
    return ("DATE", value) if value else None


def _parts() -> Iterator[Rule]:
    parts: dict[str, str] = toml("calendar")["parts"]

    def day_part(m: re.Match[str], anchor: Anchor) -> Reading | None:
        day = read_day(m["d"], anchor)
        return ("TIME", day + parts[m["p"].lower()]) if day else None

    def this(m: re.Match[str], anchor: Anchor) -> Reading | None:
        day = read_day("yesterday" if m["w"].lower() == "last" else "today", anchor)
        return ("TIME", f"{day}{parts[m['p'].lower()]}") if day else None

    yield _rule("day-part", rf"\b(?P<x>(?:(?:early|late) (?:on )?)?(?P<d>{_DATE_OF}) (?P<p>{_PART}))\b", day_part)
    yield _rule("part-of-day", rf"\b(?P<x>(?:the )?(?:(?:early|late) )?(?P<p>{_PART}) (?:of|on) (?P<d>{_DATE_OF}))\b", day_part)
    yield _rule("early-day", rf"\b(?P<x>(?:early|late) (?:on )?(?P<d>{_DATE_OF}))\b", lambda m, a: _date(m["d"], a))
    yield _rule("small-hours", rf"\b(?P<x>the (?:early|small) hours (?:of|on) (?P<d>{_DATE_OF}))(?: morning)?\b", lambda m, a: ("TIME", f"{read_day(m['d'], a)}TMO"))  # fmt: skip
    yield _rule("this-part", rf"\b(?P<x>(?:(?:early|late|earlier|later) )?(?P<w>this|last) (?P<p>{_PART}))\b", this)
    yield _rule("tonight", r"\b(?P<x>tonight)\b", lambda _, a: ("TIME", f"{read_day('today', a)}TNI"))
    yield _rule("far-day", r"\b(?P<x>the day (?:before yesterday|after tomorrow))\b", lambda m, a: _date(m["x"], a))


def _dates() -> Iterator[Rule]:
    months = rf"(?P<m>{_MONTH})"

    def month_year(m: re.Match[str], _: Anchor) -> Reading | None:
        return "DATE", f"{m['y']}-{_month(m['m']):02}"

    def month(m: re.Match[str], anchor: Anchor) -> Reading | None:
        which = (m["w"] or "").lower()
        return "DATE", times.month_value(_month(m["m"]), anchor, which)

    yield _rule("month-year", rf"\b(?P<x>(?:{_MOD}[- ])?{months},?(?: of)? (?P<y>{_YEAR}))\b(?!,?\d)", month_year)
    yield _rule(
        "month",
        rf"\b(?P<x>(?:(?:the (?:end|start|beginning|middle) of )|{_MOD}[- ])?(?:(?P<w>last|next|this) )?{months})(?![\w-]|\.\w| \d)",
        month,
    )
    yield _rule("season", rf"\b(?P<x>(?:(?:in )?the )?(?P<s>{_SEASON})(?: of|,)? (?P<y>{_YEAR}))\b", _season)
    yield _rule("season-which", rf"\b(?P<x>(?P<w>last|next|this) (?P<s>{_SEASON}))\b", _season)
    yield _rule("season-the", rf"(?<=in )(?P<x>the (?P<s>{_SEASON}))\b", _season)
    yield _rule("decade", r"\b(?P<x>the (?:(?:early|late|mid)[- ])?(?P<y>1[5-9]\d|20\d)0s)\b", lambda m, _: ("DATE", m["y"]))
    yield _rule("decade-short", r"\b(?P<x>the (?:(?:early|late|mid)[- ])?['’](?P<y>[1-9])0s)\b", lambda m, _: ("DATE", f"19{m['y']}"))
    decades = toml("calendar")["decades"]
    yield _rule(
        "decade-word",
        rf"\b(?P<x>the (?:(?:early|late|mid)[- ])?(?P<d>{_any(decades)}))\b",
        lambda m, _: ("DATE", f"19{decades[m['d'].lower()]}"),
    )
    ordinals = toml("calendar")["ordinals"]
    yield _rule(
        "century", rf"\b(?P<x>(?:the )?(?:(?:early|late|mid)[- ])?(?P<n>{_any(ordinals)}|\d\d?(?:st|nd|rd|th))[- ]century)\b", _century
    )
    yield _rule("year", r"(?<![\d.,$£€#/:-])\b(?P<x>(?:(?:early|late|mid)[- ]|the (?:end|start|beginning|middle) of )?(?P<y>1[6-9]\d\d|20\d\d))(?![\d:%/]|[.,]\d|-[a-z]*\d|s\b)", lambda m, _: ("DATE", m["y"]))  # fmt: skip
    yield _rule("year-range", rf"\b(?P<x>{_YEAR})(?=[-–—]\d)", lambda m, _: ("DATE", m["x"]))
    yield _rule("range-year", rf"(?<=\d[-–—])(?P<x>{_YEAR})\b(?![-–—])", lambda m, _: ("DATE", m["x"]))
    yield _rule("quarter", rf"\b(?P<x>(?:the )?(?P<n>first|second|third|fourth|last|final)[- ](?P<k>quarter|half)(?: of (?:(?P<y>{_YEAR})|(?:the|this) year|(?P<l>last year)))?)\b(?! of an? | of the (?:match|game|final|season|population))", _quarter)  # fmt: skip
    yield _rule("quarter-short", rf"\b(?P<x>(?P<k>[QH])(?P<n>[1-4])(?: (?:of )?(?P<y>{_YEAR}))?)\b", _quarter)


def _season(m: re.Match[str], anchor: Anchor) -> Reading | None:
    groups = m.groupdict()
    season = toml("calendar")["seasons"][m["s"].lower()]
    year = int(groups["y"]) if groups.get("y") else None
    return "DATE", times.season_value(season, anchor, (groups.get("w") or "").lower(), year)


def _century(m: re.Match[str], _: Anchor) -> Reading | None:
    ordinals = toml("calendar")["ordinals"]
    count = ordinals.get(m["n"].lower()) or _int(m["n"])
    return "DATE", f"{count - 1:02}"


def _quarter(m: re.Match[str], anchor: Anchor) -> Reading | None:
    groups = m.groupdict()
    count = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}.get(m["n"].lower()) or int(m["n"])
    half = m["k"].lower() in ("half", "h")
    if half and count > 2:
        count = 2
    year = groups.get("y") or (str(anchor.day.year - bool(groups.get("l"))) if anchor.day else "XXXX")
    return "DATE", f"{year}-{'H' if half else 'Q'}{count}"


def _periods() -> Iterator[Rule]:
    yield _rule("period", rf"\b(?P<x>(?:(?:(?:the )?(?:end|start|beginning|middle|rest|latter part) of|early|late|earlier|later) )?(?P<w>last|next|this|previous|the previous) (?P<p>{_PERIOD}))\b(?!['’]s (?:end|time))", _period)  # fmt: skip
    yield _rule(
        "period-end", rf"\b(?P<x>(?:the )?(?:end|start|beginning|middle|rest|close|turn) of (?P<w>the|this) (?P<p>{_PERIOD}))\b", _period
    )
    yield _rule("year-end", r"(?<=by )(?P<x>(?P<p>year|month)(?: |-|['’]s )end)\b", _period)
    yield _rule("weekend", rf"\b(?P<x>(?P<w>the|this|last|next|(?:the|this) (?:past|coming|last|following)) weekend)\b", _weekend)  # noqa: F541
    yield _rule(
        "overnight",
        r"\b(?P<x>overnight)\b(?! (?:stay|train|bus|bag|flight|success|sensation))",
        lambda _, a: ("TIME", f"{read_day('today', a)}TNI"),
    )


def _period(m: re.Match[str], anchor: Anchor) -> Reading | None:
    unit = m["p"].lower()
    if unit in ("season", "term"):
        return None
    which = (m.groupdict().get("w") or "this").lower()
    count = -1 if which in ("last", "previous", "the previous") else 1 if which == "next" else 0
    if anchor.day is None:
        return "DATE", {"week": "XXXX-WXX", "month": "XXXX-XX", "quarter": "XXXX-QX"}.get(unit, "XXXX")
    return "DATE", times.shifted(anchor.day, unit, count)


def _weekend(m: re.Match[str], anchor: Anchor) -> Reading | None:
    word = m["w"].lower().split()[-1]
    which = {"past": "last", "coming": "this", "following": "next", "the": ""}.get(word, word)
    if which == "this" and not anchor.future and anchor.day is not None and anchor.day.isoweekday() == 1:
        which = "last"
    return "DATE", times.weekend_value(anchor, which)


def _relative() -> Iterator[Rule]:
    count = rf"(?P<n>(?:{_VAGUE})|(?:just |nearly |about |almost |more than |over |some |around |at least )?{_NUMBER}(?: and a half)?)"

    def ago(m: re.Match[str], anchor: Anchor) -> Reading | None:
        return _moved(m, anchor, -1)

    def ahead(m: re.Match[str], anchor: Anchor) -> Reading | None:
        return _moved(m, anchor, 1)

    yield _rule("ago", rf"\b(?P<x>{count} (?P<u>{_UNIT}) ago)\b", ago)
    yield _rule("ahead", rf"\b(?:in )?(?P<x>{count} (?P<u>{_UNIT})(?:['’]s? time| from now| hence))\b", ahead)
    yield _rule("earlier", rf"\b(?P<x>{count} (?P<u>{_UNIT}) (?P<w>earlier|later|afterwards?|previously|(?:before|after|on)(?= ?[,.;:!?”\"]|$)))\b(?! than\b)", _from_reference, relative=True)  # fmt: skip
    yield _rule("next-day", r"\b(?P<x>the (?P<w>next|following|previous|same|very next) (?P<u>day|week|month|year))\b|\b(?P<z>the (?P<v>day|week|month|year) (?P<k>before|after|earlier|later))\b(?! (?:the|a|an|his|her|its|their|he|she|it|they)\b)", _next_day, relative=True)  # fmt: skip


def _count(text: str) -> float | None:
    low = re.sub(r"^(?:just|nearly|about|almost|more than|over|some|around|at least) ", "", text.lower())
    half = low.endswith(" and a half")
    found = number(low.removesuffix(" and a half"))
    return found + 0.5 if half and found is not None else found


def _moved(m: re.Match[str], anchor: Anchor, sign: int) -> Reading | None:
    unit, count = unit_of(m["u"]), _count(m["n"])
    if unit == "fortnight":
        unit, count = "week", None if count is None else count * 2
    if count is None:
        return "DATE", "PAST_REF" if sign < 0 else "FUTURE_REF"
    if anchor.day is None:
        return "DATE", {"day": "XXXX-XX-XX", "week": "XXXX-WXX", "month": "XXXX-XX"}.get(unit, "XXXX")
    if unit == "week" and sign * count == int(sign * count) and count == 1 and m["n"].lower() in ("a", "one"):
        return "DATE", (anchor.day + timedelta(weeks=sign)).isoformat()
    if count != int(count) and unit in ("year", "month"):
        months = int(count * 12) if unit == "year" else int(count)
        return "DATE", times.shifted(anchor.day, "month", sign * months)
    return "DATE", times.shifted(anchor.day, unit, sign * int(count))


def _from_reference(m: re.Match[str], anchor: Anchor) -> Reading | None:
    back = m["w"].lower() in ("earlier", "before", "previously")
    unit, count = unit_of(m["u"]), _count(m["n"])
    if unit in ("second", "minute", "hour"):
        return "DURATION", times.duration_value(count, unit)
    if unit == "fortnight":
        unit, count = "week", (count or 1) * 2
    if count is None:
        return "DATE", "PAST_REF" if back else "FUTURE_REF"
    if anchor.day is None:
        return "DATE", {"day": "XXXX-XX-XX", "week": "XXXX-WXX", "month": "XXXX-XX"}.get(unit, "XXXX")
    return "DATE", times.shifted(anchor.day, unit, int(-count if back else count))


def _next_day(m: re.Match[str], anchor: Anchor) -> Reading | None:
    unit = (m["u"] or m["v"]).lower()
    word = (m["w"] or m["k"]).lower()
    count = {"previous": -1, "before": -1, "earlier": -1, "same": 0}.get(word, 1)
    if anchor.day is None:
        return "DATE", {"day": "XXXX-XX-XX", "week": "XXXX-WXX", "month": "XXXX-XX"}.get(unit, "XXXX")
    return "DATE", times.shifted(anchor.day, unit, count)


def _durations() -> Iterator[Rule]:
    no_age = r"(?![- ](?:old|olds|ago|earlier|later|older|younger)\b)"
    amount = rf"(?P<n>{_NUMBER}(?: and a half)?|half an?|a quarter of an|three quarters of an|{_VAGUE})"
    yield _rule("duration", rf"(?<![\w.-])(?P<x>(?:(?:the|these) )?(?:(?:past|last|next|coming|first|final|previous|following) )?{amount}[- ](?:(?:more|full|whole|straight|consecutive|long|additional|extra|working) )?(?P<u>{_UNIT})(?:-long| long| and a half)?)\b{no_age}", _duration)  # fmt: skip
    yield _rule(
        "past-unit",
        r"\b(?P<x>the (?:past|last|coming|next) (?P<u>second|minute|hour|day|week|fortnight|month|quarter|year|decade|century))\b",
        _duration,
    )
    yield _rule("many", r"(?<=\b)(?:for|in|over|after|of|within|lasted|spent) (?P<x>(?:the past |the last |the coming )?(?P<u>seconds|minutes|hours|days|weeks|months|years|decades|centuries))\b(?! (?:old|ago|earlier|later))", _duration)  # fmt: skip
    yield _rule(
        "coming-units", r"\b(?P<x>(?:the )?(?:coming|recent|past|last|next) (?P<u>hours|days|weeks|months|years|decades))\b", _duration
    )
    yield _rule("all-unit", r"\b(?P<x>(?:all|the whole|the entire|a whole|a full) (?P<u>day|week|month|year|night))\b", _duration)
    yield _rule(
        "hyphened",
        rf"\b(?P<x>(?P<n>{_NUMBER})[- ](?P<u>second|minute|hour|day|week|month|year|decade|century))(?:-(?!old)|\b)(?![- ]olds?\b)",
        _duration,
    )


def _duration(m: re.Match[str], _: Anchor) -> Reading | None:
    groups = m.groupdict()
    unit = unit_of(m["u"])
    words_ = (groups.get("n") or "").lower()
    if m["u"].lower() in ("quarter", "quarters") and not words_:
        return None
    if not words_:
        count = None if m["u"].lower().endswith("s") or (unit == "century" and m["u"].lower() != "century") else 1.0
    elif words_.startswith("half a"):
        count = 0.5
    elif words_.startswith("a quarter of"):
        count = 0.25
    elif words_.startswith("three quarters"):
        count = 0.75
    else:
        count = _count(words_)
    if m["x"].lower().endswith(" and a half") and count is not None and not words_.endswith(" and a half"):
        count += 0.5
    if unit == "fortnight":
        unit, count = "week", None if count is None else count * 2
    if count in (0.25, 0.75) and unit == "hour":
        return "DURATION", f"PT{int(60 * (count or 0))}M"
    if m["u"].lower().startswith("quarter") and words_ in ("a", "an", "one", "first", "three"):
        return None
    return "DURATION", times.duration_value(count, unit)


def _sets() -> Iterator[Rule]:
    unit = r"(?P<u>second|minute|hour|day|week|fortnight|month|quarter|year|decade|night|morning|evening|weekend|afternoon)"
    adverbs = {"daily": "P1D", "weekly": "P1W", "monthly": "P1M", "yearly": "P1Y", "annually": "P1Y", "hourly": "PT1H", "nightly": "P1D", "quarterly": "P3M", "fortnightly": "P2W", "biweekly": "P2W"}  # fmt: skip
    yield _rule("every-day-name", rf"\b(?P<x>(?:every|each) (?P<d>{_DAYNAME}))\b", lambda m, _: ("SET", f"XXXX-WXX-{_weekday(m['d'])}"))
    yield _rule("day-names", rf"\b(?P<x>(?P<d>{_DAYNAME})s)\b", lambda m, _: ("SET", f"XXXX-WXX-{_weekday(m['d'])}"))
    yield _rule("every-month-name", rf"\b(?P<x>(?:every|each) (?P<m>{_MONTH}))\b", lambda m, _: ("SET", f"XXXX-{_month(m['m']):02}"))
    yield _rule("every", rf"\b(?P<x>(?:every|each) (?:(?P<o>other|second|third|fourth) )?(?:single )?{unit})\b", _every)
    yield _rule(
        "every-n",
        rf"\b(?P<x>every (?P<n>{_NUMBER}) (?P<u>{_UNIT}))\b",
        lambda m, _: ("SET", times.duration_value(number(m["n"]), unit_of(m["u"]))),
    )
    yield _rule(
        "times-a", rf"\b(?P<x>(?:once|twice|thrice|{_NUMBER} times|several times|many times) (?:a|an|per|each|every) {unit})\b", _every
    )
    yield _rule("adverb", rf"\b(?P<x>{'|'.join(adverbs)})\b(?! (?:mail|mirror|express|telegraph|star|news|newspaper|beast|show))", lambda m, _: ("SET", adverbs[m["x"].lower()]))  # fmt: skip
    yield _rule("weekdays", r"\b(?P<x>weekdays)\b", lambda *_: ("SET", "XXXX-WXX-WD"))
    yield _rule("weekends", r"\b(?P<x>weekends)\b", lambda *_: ("SET", "XXXX-WXX-WE"))


def _every(m: re.Match[str], _: Anchor) -> Reading | None:
    word = m["u"].lower()
    if word in ("morning", "afternoon", "evening", "night"):
        return "SET", f"XXXX-XX-XX{toml('calendar')['parts'][word]}"
    if word == "weekend":
        return "SET", "XXXX-WXX-WE"
    count = {"other": 2, "second": 2, "third": 3, "fourth": 4}.get((m.groupdict().get("o") or "").lower(), 1)
    return "SET", "P2W" if word == "fortnight" else times.duration_value(count, unit_of(word))
