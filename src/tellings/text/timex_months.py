"""The rules of the grammar of time expressions for months, seasons, years, decades, centuries, quarters."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from tellings.data import toml
from tellings.text import times
from tellings.text.times import Anchor
from tellings.text.timex import MONTH, YEAR, Reading, Rule, any_of, int_of, month_of
from tellings.text.timex_rules import rule

_SEASON: Final = rf"(?:{any_of(toml('calendar')['seasons'])})"
_MOD: Final = r"(?:early|late|mid|earlier|later|mid-)"
_EDGE: Final = r"the (?:very )?(?:end|start|beginning|middle|close) of "
_PART: Final = r"(?:early|late|mid|middle)[- ]"


def month_rules() -> tuple[Rule, ...]:
    """Return the rules of this module."""
    return (*_months(), *_seasons(), *_ages(), *_years(), *_quarters())


def _months() -> Iterator[Rule]:
    of_year = r"(?P<l>(?:of )?(?:last|this|next|that|the same|the following|the previous) year)"

    def month_year(m: re.Match[str], _: Anchor) -> Reading | None:
        return "DATE", f"{m['y']}-{month_of(m['m']):02}"

    def month_of_year(m: re.Match[str], anchor: Anchor) -> Reading | None:
        return "DATE", f"{_year_of(m['l'], anchor)}-{month_of(m['m']):02}"

    def month(m: re.Match[str], anchor: Anchor) -> Reading | None:
        which, number = m["w"] or "", month_of(m["m"])
        if not which.startswith(("the", "that")):
            return "DATE", times.month_value(number, anchor, which)
        # "the previous August": counted from the day named before
        named = anchor.reference("month") or ""
        here = Anchor(day=date(int(named[:4]), int(named[5:7]), 1)) if re.match(r"\d{4}-[01]\d(?:-|$)", named) else anchor
        return "DATE", times.month_value(number, here, {"the previous": "last", "the following": "next", "that": "this"}[which])

    head = rf"(?:(?:{_EDGE})|(?:the )?{_MOD}[- ])?"
    yield rule("month-year", "four+month", rf"\b(?P<x>{head}(?P<m>{MONTH}),?(?: of)? (?P<y>{YEAR}))\b(?!,?\d)", month_year)
    yield rule("month-of-year", "month+unit", rf"\b(?P<x>{head}(?P<m>{MONTH}) {of_year})\b", month_of_year)
    yield rule(
        "month",
        "month",
        rf"\b(?P<x>{head}(?:(?P<w>last|next|this|the previous|the following|that) )?(?P<m>{MONTH}))(?![\w-]|\.\w| \d)",
        month,
    )


def _year_of(words: str, anchor: Anchor) -> str:
    if words.endswith(("that year", "the same year", "the following year", "the previous year")):
        count = 1 if "following" in words else -1 if "previous" in words else 0
        return times.moved(anchor.reference("year"), "year", count)
    if anchor.day is None:
        return "XXXX"
    return str(anchor.day.year + (-1 if "last" in words else int("next" in words)))


def _seasons() -> Iterator[Rule]:
    of_year = rf"(?:,? (?:of |in )?(?P<y>{YEAR})| (?:of )?(?P<l>(?:last|this|next|that|the same|the following|the previous) year))"
    yield rule("season", "season+four season+unit", rf"\b(?P<x>(?:the )?(?:{_PART})?(?P<s>{_SEASON}){of_year})\b", _season)
    yield rule("season-which", "season+which", rf"\b(?P<x>(?P<w>last|next|this(?: past| coming)?) (?P<s>{_SEASON}))\b", _season)
    yield rule(
        "season-the",
        "season",
        rf"\b(?:in|by|since|until|during|over|before|after|through|throughout|for|from|of) (?P<x>(?:the )?(?:{_PART})?(?:end of (?:the )?)?(?P<s>{_SEASON}))(?=[,.;:!?”\"]|$| (?:and|but|to|as|when|because|after|before|by|with|if|for|at|until)\b)",
        _season,
    )


def _ages() -> Iterator[Rule]:
    yield rule(
        "decade",
        "tens",
        r"\b(?P<x>(?:the )?(?:(?:early|late|mid)[- ])?(?:to[- ]late )?(?P<y>1[5-9]\d|20\d)0s)\b",
        lambda m, _: ("DATE", m["y"]),
    )
    yield rule(
        "decade-short", "tens", r"\b(?P<x>the (?:(?:early|late|mid)[- ])?['’]?(?P<y>[1-9])0s)\b", lambda m, _: ("DATE", f"19{m['y']}")
    )
    decades = toml("calendar")["decades"]
    yield rule(
        "decade-word",
        "decade",
        rf"\b(?P<x>the (?:(?:early|late|mid)[- ])?(?P<d>{any_of(decades)}))\b",
        lambda m, _: ("DATE", f"19{decades[m['d']]}"),
    )
    ordinals = toml("calendar")["ordinals"]
    yield rule(
        "century",
        "century",
        rf"\b(?P<x>(?:the )?(?:(?:early|late|mid)[- ])?(?P<n>{any_of(ordinals)}|\d\d?(?:st|nd|rd|th))[- ]century)\b",
        lambda m, _: ("DATE", f"{(ordinals.get(m['n']) or int_of(m['n'])) - 1:02}"),
    )


def _years() -> Iterator[Rule]:
    yield rule(
        "year-short", "four", r"(?<=\b(?:19|20)\d\d[-–/])(?P<x>(?P<b>\d\d))(?!\d|[-–/]\d| (?:season|school|academic|campaign))", _short_year
    )
    yield rule(
        "year",
        "four",
        rf"(?<![\d.,$£€#/:-])\b(?P<x>(?:(?:the )?{_PART}|{_EDGE}|the year )?(?P<y>1[6-9]\d\d|20\d\d))(?![\d:%/]|[.,]\d|-[a-z]*\d|s\b)",
        lambda m, _: ("DATE", m["y"]),
    )
    yield rule(
        "old-year",
        "four",
        r"\b(?:in|since|by|until|of|from) (?P<x>1[0-5]\d\d)(?=[,.;:!?”\"]|$| (?:and|to|by|when|but|after)\b)",
        lambda m, _: ("DATE", m["x"]),
    )
    yield rule(
        "year-range",
        "four",
        rf"\b(?P<x>{YEAR})(?=[-–—]\d|/\d\d(?!\d))(?![-–—]\d\d[-–—]\d|[-–/]\d\d (?:season|school|academic|campaign))",
        lambda m, _: ("DATE", m["x"]),
    )
    yield rule("range-year", "four", rf"(?<=\d[-–—])(?P<x>{YEAR})\b(?![-–—])", lambda m, _: ("DATE", m["x"]))


def _quarters() -> Iterator[Rule]:
    words = r"first|second|third|fourth|last|final|1st|2nd|3rd|4th"
    yield rule(
        "quarter",
        "quarter",
        rf"\b(?P<x>(?:the )?(?P<n>{words})[- ](?P<k>quarter|half)(?:,? (?:of |in )?(?:(?P<y>{YEAR})|(?:the|this) year|(?P<m>{MONTH})(?: (?P<my>{YEAR}))?|(?P<l>(?:last|next|that|the previous|the following) year))|['’]s)?)(?!\w)(?! of an? | of the (?:match|game|final|season|population|century|decade|month|week|show|film|tournament))",
        _quarter,
    )
    yield rule("quarter-short", "quarter", rf"\b(?P<x>(?P<k>[qh])(?P<n>[1-4])(?: (?:of )?(?P<y>{YEAR}))?)\b", _quarter)


def _short_year(m: re.Match[str], _: Anchor) -> Reading | None:
    first = int(m.string[m.start() - 5 : m.start() - 1])
    year = first // 100 * 100 + int(m["b"])
    return ("DATE", str(year)) if first < year else None


def _season(m: re.Match[str], anchor: Anchor) -> Reading | None:
    groups = m.groupdict()
    season = toml("calendar")["seasons"][m["s"]]
    if season == "FA" and m["s"] == "fall" and not groups.get("y") and m["x"] == "fall":
        return None
    if groups.get("l"):
        return "DATE", f"{_year_of(groups['l'] or '', anchor)}-{season}"
    which = {"this past": "last", "this coming": "next"}.get(groups.get("w") or "", groups.get("w") or "")
    return "DATE", times.season_value(season, anchor, which, int(groups["y"]) if groups.get("y") else None)


def _quarter(m: re.Match[str], anchor: Anchor) -> Reading | None:
    groups = m.groupdict()
    if groups.get("m"):
        month = month_of(groups["m"] or "")
        return "DATE", f"{groups['my']}-{month:02}" if groups.get("my") else times.month_value(month, anchor)
    half = m["k"] in ("half", "h")
    count = {"first": 1, "second": 2, "third": 3, "last": 4, "final": 4, "fourth": 4}.get(m["n"]) or int_of(m["n"])
    if half:
        count = min(count, 2)
    letter = "H" if half else "Q"
    if groups.get("y"):
        return "DATE", f"{groups['y']}-{letter}{count}"
    if groups.get("l"):
        return "DATE", f"{_year_of(groups['l'] or '', anchor)}-{letter}{count}"
    which = "this" if re.search(r"\b(?:the|this) year$", m["x"]) else ""
    return "DATE", times.quarter_value(count, anchor, half=half, which=which)
