"""Which way a day points: the tense and mood of its clause, names, ranges, and words spoken on another day."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.extract import times


def values(made):
    return [t.value for t in made]


# published on Wednesday 11 March 2026
AHEAD = [
    ("The harbour master said Sunday would be a day of rest.", ["2026-03-15"]),
    ("The trial was to start on Friday, the judge said.", ["2026-03-13"]),
    ("The minister was due to meet the envoy on Saturday.", ["2026-03-14"]),
    ("The court is expected to rule on Friday.", ["2026-03-13"]),
    ("Rain is forecast for Thursday.", ["2026-03-12"]),
    ("The vote has been postponed to Friday.", ["2026-03-13"]),
    ("The court fixed July 29 for mention.", ["2026-07-29"]),
    ("The president has called elections for May.", ["2026-05"]),
    ("The army has until Sunday to withdraw.", ["2026-03-15"]),
    ("The hearing was adjourned until Friday.", ["2026-03-13"]),
    ("The port was closed until Friday, the ministry said.", ["2026-03-13"]),
    ("The exchange halted trade until Monday.", ["2026-03-16"]),
    ("The law comes into force on Sunday.", ["2026-03-15"]),
    ("The club have a match on Sunday.", ["2026-03-15"]),
    ("The funeral is on Friday.", ["2026-03-13"]),
    ("He vowed to return on Sunday.", ["2026-03-15"]),
    ("He arrived in Paris on Monday ahead of Friday's summit.", ["2026-03-09", "2026-03-13"]),
    ("The union threatened to strike from Monday.", ["2026-03-16"]),
    ("The minister will resign next week on Thursday.", ["2026-W12", "2026-03-19"]),
    ("The vote will be held in three weeks.", ["2026-W14"]),
]
BACK = [
    ("The bridge was closed until Friday, when engineers let cars over it again.", ["2026-03-06"]),
    ("The army closed the road from Saturday until Monday.", ["2026-03-07", "2026-03-09"]),
    ("He could not be reached for comment on Monday.", ["2026-03-09"]),
    ("The lawyer would not comment on Monday.", ["2026-03-09"]),
    ("Leaders should have acted on Monday, she said.", ["2026-03-09"]),
    ("They managed to escape on Sunday.", ["2026-03-08"]),
    ("The bloc announced on Monday it will call on members to act.", ["2026-03-09"]),
    ("Leaders will discuss Friday's attack at the meeting on Sunday.", ["2026-03-06", "2026-03-15"]),
    ("The attack comes after a bombing on Monday.", ["2026-03-09"]),
    ("Schools have been closed since Monday.", ["2026-03-09"]),
    ("Inflation figures for January will be published on Friday.", ["2026-01", "2026-03-13"]),
    ("Workers were locked out from Saturday until Monday.", ["2026-03-07", "2026-03-09"]),
    ("The verdict had been set for Monday.", ["2026-03-09"]),
    ("They left on Wednesday after arriving on Monday.", ["2026-03-11", "2026-03-09"]),
]


@pytest.mark.parametrize(("text", "wanted"), AHEAD + BACK)
def test_which_way_a_day_points(read, text, wanted):
    assert values(read(text)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The talks ran from 28 December to 3 January 2026.", ["2025-12-28", "2026-01-03"]),
        ("In March and April 2020 the shops were shut.", ["2020-03", "2020-04"]),
        ("The road will be shut from Friday to Sunday.", ["2026-03-13", "2026-03-15"]),
        ("The clinic opens every Tuesday and Thursday.", ["XXXX-WXX-2", "XXXX-WXX-4"]),
        ("In 2014 he was elected. Two years later he resigned.", ["2014", "2016"]),
    ],
)
def test_times_that_hang_on_one_another(read, text, wanted):
    assert values(read(text)) == wanted


def test_words_spoken_on_another_day_count_from_that_day(read):
    assert values(read('"We leave tomorrow," the captain told reporters on Monday.')) == ["2026-03-10", "2026-03-09"]
    assert values(read("The captain said on Monday that he would leave tomorrow.")) == ["2026-03-09", "2026-03-12"]


@pytest.mark.parametrize(
    "text",
    [
        "June Achola, the district nurse, had warned of cholera.",
        "Captain Adil Noon was buried with full honours.",
        "Shots were fired near 14 July Bridge in the capital.",
        "The wards at Good Friday Memorial were filthy.",
        "A second man was pulled from the rubble.",
        "It was the second time in as many weeks.",
        "The batsman hit a century before the rain.",
        "He scored twice in the second half.",
        "Bread costs them $4 a day.",
        "The plan, called Vision 2040, was dropped.",
        'He works for the programme "Today" in the city.',
        "The two met on the sidelines of the assembly.",
        "The film Apocalypse Now won the prize.",
        "Nobody knew how many hours it would last.",
        "He presents the World News Tonight bulletin.",
        "She told friends that May had gone.",
        "They left as soon as the rain had stopped.",
    ],
)
def test_no_times(read, text):
    assert read(text) == []


def test_without_a_date_relative_days_and_days_to_come_are_in_order(read):
    made = read("The envoy spoke yesterday. He flies home tomorrow.", published=None)
    assert [t.order for t in made] == [-1, 1]
    made = read("The envoy will arrive on Thursday and leave on Saturday.", published=None)
    assert made[0].order < made[1].order


_WORDS = [
    "The",
    "minister",
    "said",
    "on",
    "Monday",
    "that",
    "talks",
    "would",
    "resume",
    "next",
    "week",
    ".",
    "Two",
    "days",
    "later",
    ",",
    "in",
    "May",
    "2019",
    "at",
    "9.30",
    "a.m.",
    ",",
    "he",
    "left",
    "“",
    "tomorrow",
    "”",
    "said",
    "she",
    "until",
    "Friday",
    "and",
]


@settings(max_examples=25, deadline=None)
@given(words=st.lists(st.sampled_from(_WORDS), min_size=8, max_size=60))
def test_selectors_hold_and_orders_fit_values(read, words):
    text = " ".join(words)
    for made in read(text):
        assert text[made.sel.start : made.sel.end] == made.sel.exact
        assert made.origin == times.ORIGIN
