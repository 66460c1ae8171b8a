import itertools
import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.data import toml
from tellings.text import timex
from tellings.text.times import Anchor, grain, moved, nth_weekday, quarter_value, season_value, weekday_value

HERE = date(2026, 3, 11)  # a Wednesday
# TIMEX3 values: dates and parts of them, ISO weeks, quarters, halves, seasons, decades, centuries, clock times, durations, sets, references
VALUE = re.compile(
    r"(?:\d{4}|XXXX|\d{2,3})"
    r"|(?:\d{4}|XXXX)-(?:\d\d|XX|Q[1-4X]|H[12]|SP|SU|FA|WI)"
    r"|(?:\d{4}|XXXX)-W(?:\d\d|XX)(?:-(?:[1-7]|WE|WD))?(?:T(?:MO|AF|EV|NI))?"
    r"|(?:(?:\d{4}|XXXX)-(?:\d\d|XX)-(?:\d\d|XX)|XXXX-WXX-[1-7])?(?:T(?:MO|AF|EV|NI|\d\d:\d\dZ?))?"
    r"|FY(?:\d{4}|XXXX)|(?:PRESENT|PAST|FUTURE)_REF"
    r"|P(?:(?:\d+(?:\.\d+)?|X)(?:Y|M|W|D|DE|CE|Q))*(?:T(?:(?:\d+(?:\.\d+)?|X)[HMS])+)?"
)


def found(text, day=HERE, *, future=False, named=()):
    low = timex.lowered(text)
    flags = timex.triggers(re.findall(r"\w+(?:[.:'’]\w+)*\.?|\W", low)) | timex.triggers(re.findall(r"\w+", low))
    anchor = Anchor(day=day, future=future, named=named)
    made = [(text[m.start : m.end], m.rule.read(m.match, anchor)) for m in timex.find(low, 0, len(low), flags)]
    return [(words, *read) for words, read in made if read is not None]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("A verdict is due on Friday week.", "Friday week", "2026-03-20"),
        ("He returns a week on Friday.", "a week on Friday", "2026-03-20"),
        ("They met on Tuesday last week.", "Tuesday last week", "2026-03-03"),
        ("They met on Sat 7 March.", "Sat 7 March", "2026-03-07"),
        ("The bus crashed on Thurs., police said.", "Thurs.", "2026-03-05"),
        ("The letter of 14.02.2023 was lost.", "14.02.2023", "2023-02-14"),
        ("The letter of 29-12-2023 was lost.", "29-12-2023", "2023-12-29"),
        ("The letter of 25/12/2023 was lost.", "25/12/2023", "2023-12-25"),
        ("It fell in May last year.", "May last year", "2025-05"),
        ("It fell on 3 May last year.", "3 May last year", "2025-05-03"),
        ("It opened on the first Monday in May 2024.", "the first Monday in May 2024", "2024-05-06"),
        ("It closed on the last Sunday of March 2024.", "the last Sunday of March 2024", "2024-03-31"),
        ("It burned in 1204.", "1204", "1204"),
        ("Trains stop at midnight tonight.", "midnight tonight", "2026-03-11T24:00"),
        ("He left at 9.30 last night.", "9.30 last night", "2026-03-10T21:30"),
        ("He left at 6 in the morning.", "6 in the morning", "T06:00"),
        ("He left at quarter past nine on Monday.", "quarter past nine on Monday", "2026-03-09T09:15"),
        ("He left at 8h30.", "8h30", "T08:30"),
        ("Shops open at 1700 GMT.", "1700 GMT", "T17:00Z"),
        ("Rebels struck at dawn on Sunday.", "dawn on Sunday", "2026-03-08TMO"),
        ("It hit in the early hours of Sunday morning.", "the early hours of Sunday morning", "2026-03-08TMO"),
        ("Six died overnight.", "overnight", "2026-03-10TNI"),
        ("The film runs for two hours and 40 minutes.", "two hours and 40 minutes", "PT2H40M"),
        ("He was held for a year and three months.", "a year and three months", "P1Y3M"),
        ("The law is two hundred years old now, 200 years on.", "200 years on", "XXXX"),
        ("A three-and-a-half-hour film.", "three-and-a-half-hour", "PT3H30M"),
        ("It took half a dozen years.", "half a dozen years", "P6Y"),
        ("He waited for 5 1/2 years.", "5 1/2 years", "P5Y6M"),
        ("A week-long siege.", "A week-long", "P1W"),
        ("The loss in fiscal year 2022 was small.", "fiscal year 2022", "FY2022"),
        ("It floods every summer.", "every summer", "XXXX-SU"),
        ("They march every 9 May.", "every 9 May", "XXXX-05-09"),
        ("They meet on Friday evenings.", "Friday evenings", "XXXX-WXX-5TEV"),
        ("He is paid twice a month.", "twice a month", "P1M"),
        ("It closed the week before last.", "the week before last", "2026-W09"),
        ("The river froze in the winter of 2010.", "the winter of 2010", "2010-WI"),
        ("Sales fell in the fourth quarter.", "the fourth quarter", "2025-Q4"),
    ],
)
def test_classes_of_expressions(text, words, value):
    assert (words, value) in [(w, v) for w, _, v in found(text)]


def test_ends_of_a_range_of_years_and_hours():
    assert [(w, v) for w, _, v in found("He ruled from 2003-11.")] == [("2003", "2003"), ("11", "2011")]
    assert [(w, v) for w, _, v in found("The shop is open from 9 to 11am.")] == [("9", "T09:00"), ("11am", "T11:00")]
    assert [(w, v) for w, _, v in found("Held on 3-5 May 2021.")] == [("3", "2021-05-03"), ("5 May 2021", "2021-05-05")]


def test_times_counted_from_the_one_named_before():
    named = ("2026-03-06", "2014")
    assert [v for _, _, v in found("He left that evening.", named=named)] == ["2026-03-06TEV"]
    assert [v for _, _, v in found("He left the night before.", named=named)] == ["2026-03-05TNI"]
    assert [v for _, _, v in found("Two years later he left.", named=("2014",))] == ["2016"]
    assert [v for _, _, v in found("The next day he left.", named=("XXXX-WXX-7",))] == ["XXXX-WXX-1"]
    assert [v for _, _, v in found("Two days later he left.", named=())] == ["XXXX-XX-XX"]


@pytest.mark.parametrize(("value", "row"), [(value, row) for value, rows in toml("calendar")["vague"].items() for row in rows])
def test_each_row_of_vague_times_finds_its_example(value, row):
    pattern, example, words = row
    assert re.search(pattern, example.lower()), pattern
    assert set(words.split()) & set(re.findall(r"\w+", example.lower())), words
    assert value in [v for _, _, v in found(example)]


@pytest.mark.parametrize("name", toml("calendar")["holidays"])
def test_each_holiday_has_a_day(name):
    (words, kind, value), *_ = [one for one in found(f"They met on {name}, she said.") if one[0] == name]
    assert (words, kind) == (name, "DATE")
    assert HERE - timedelta(days=366) <= date.fromisoformat(value) <= HERE


@pytest.mark.parametrize("name", toml("calendar")["sets"])
def test_each_adverb_of_how_often_is_a_set(name):
    assert (name, "SET", toml("calendar")["sets"][name]) in found(f"It is paid {name}, he said.")


def test_a_rule_runs_only_where_its_trigger_stands():
    assert timex.triggers(["the", "minister", "spoke", "of", "peace", "in", "the", "capital"]) == 0
    assert timex.triggers(["the", "10.30am", "bus"]) & timex.bit("clock")


def test_lower_case_keeps_offsets():
    text = "İstanbul\u00a0on Tuesday\nand ẞ"
    assert len(timex.lowered(text)) == len(text)
    assert timex.lowered(text)[12:19] == "tuesday"


def test_quarters_and_seasons_look_back_and_ahead():
    assert quarter_value(4, Anchor(day=date(2026, 1, 20))) == "2025-Q4"
    assert quarter_value(1, Anchor(day=date(2026, 5, 1), future=True)) == "2027-Q1"
    assert season_value("SP", Anchor(day=date(2026, 10, 1), future=True)) == "2027-SP"
    assert weekday_value(1, Anchor(day=HERE), "this") == "2026-03-09"
    assert weekday_value(1, Anchor(day=HERE, future=True), "this") == "2026-03-16"


_ANY = st.text(max_size=200)
_WORD = st.sampled_from(
    [
        "on",
        "in",
        "at",
        "the",
        "last",
        "next",
        "this",
        "every",
        "each",
        "of",
        "to",
        "and",
        "until",
        "Monday",
        "Tues.",
        "May",
        "3",
        "14",
        "31st",
        "2019",
        "1204",
        "09:30",
        "9am",
        "p.m.",
        "noon",
        "midnight",
        "GMT",
        "week",
        "weeks",
        "year",
        "century",
        "morning",
        "night",
        "tonight",
        "yesterday",
        "ago",
        "earlier",
        "later",
        "before",
        "twice",
        "a",
        "half",
        "quarter",
        "summer",
        "first",
        "fourth",
        "last",
        "past",
        "coming",
        "recent",
        "Christmas",
        "Easter",
        "Day",
        "new",
        "year",
        "fiscal",
        "2021-22",
        "3-5",
        "05/06/2020",
        "now",
        "soon",
        "future",
        "that",
        "same",
        "following",
        "weekend",
        "decade",
        "1990s",
        "nineties",
        "İ",
        "’s",
        "(",
        ")",
        "-",
        "–",
        "10,000",
        "99999",
    ]
)
_TIMELY = st.lists(_WORD, max_size=24).map(" ".join)
_DAY = st.one_of(st.none(), st.dates(min_value=date(1800, 1, 1), max_value=date(2200, 12, 31)))


@settings(max_examples=300, deadline=None)
@given(
    text=st.one_of(_ANY, _TIMELY),
    day=_DAY,
    future=st.booleans(),
    named=st.sampled_from([(), ("2014",), ("2026-03-06TNI", "2014"), ("XXXX-WXX-7",), ("2020-W53",)]),
)
def test_every_value_is_well_formed_and_no_text_is_an_error(text, day, future, named):
    for words, kind, value in found(text, day, future=future, named=named):
        assert words.strip() == words != ""
        assert kind in ("DATE", "TIME", "DURATION", "SET")
        assert value
        assert VALUE.fullmatch(value), value


@given(text=_TIMELY)
def test_no_two_matches_overlap(text):
    low = timex.lowered(text)
    made = timex.find(low, 0, len(low), ~0 & ((1 << 60) - 1))
    assert all(a.end <= b.start for a, b in itertools.pairwise(made))


@given(
    day=st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)),
    count=st.integers(-400, 400),
    unit=st.sampled_from(["day", "week", "month", "quarter", "year", "decade", "century"]),
)
def test_moving_from_a_day_keeps_the_grain_of_the_unit(day, count, unit):
    value = moved(day.isoformat(), unit, count)
    assert VALUE.fullmatch(value)
    if value.endswith("_REF"):  # a year that four digits cannot spell
        assert unit in ("decade", "century")
        return
    if unit == "day":
        assert date.fromisoformat(value) - day == timedelta(days=count)
    assert grain(value) == {"day": 4, "week": 3, "month": 2, "quarter": 2, "year": 1}.get(unit, 0)


@given(year=st.integers(1900, 2100), month=st.integers(1, 12), number=st.integers(1, 7), nth=st.sampled_from([-1, 1, 2, 3, 4, 5]))
def test_the_nth_weekday_is_one(year, month, number, nth):
    value = nth_weekday(year, month, number, nth)
    if value is None:
        assert nth == 5
        return
    day = date.fromisoformat(value)
    assert (day.year, day.month, day.isoweekday()) == (year, month, number)
    assert nth == -1 or (day.day - 1) // 7 == nth - 1
