import pytest


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The envoys met on Tuesday in Bern.", "2026-03-10"),
        ("The envoys will meet on Tuesday in Bern.", "2026-03-17"),
        ("The envoys met yesterday in Bern.", "2026-03-10"),
        ("The ferry sank last week off Norland.", "2026-W10"),
        ("The ferry sank earlier this month off Norland.", "2026-03"),
        ("The ferry sank on 3 December off Norland.", "2025-12-03"),
        ("The ferry sank on Sunday night off Norland.", "2026-03-08TNI"),
        ("The ferry sank at 6.30 p.m. off Norland.", "T18:30"),
        ("The talks lasted for 45 minutes.", "PT45M"),
        ("They held a 45-minute meeting.", "PT45M"),
        ("Ties have cooled over the past few years.", "PXY"),
        ("The case goes back to the 2018 poisoning.", "2018"),
        ("The board meets every Thursday.", "XXXX-WXX-4"),
    ],
)
def test_values(read, text, value):
    assert [t.value for t in read(text)] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "The Sunday Telegraph printed the letter.",
        "Friday prayers passed without trouble.",
        "May said she had not read it.",
        "The 28-year-old goalkeeper left the field.",
        "Some 1500 troops crossed the bridge.",
        "He walked across the ruins of 9/11.",
    ],
)
def test_names_ages_and_counts_are_no_times(read, text):
    assert read(text) == []


def test_without_a_date_weekdays_stay_and_are_in_order(read):
    found = read("They spoke on Tuesday. She had called on Monday. He had said on Sunday that he knew.", published=None)
    assert [t.value for t in found] == ["XXXX-WXX-2", "XXXX-WXX-1", "XXXX-WXX-7"]
    orders = [t.order for t in found]
    assert orders[2] < orders[1] < orders[0] <= 0


def test_the_local_day_of_publication_counts(read):
    # 23:30 in New York is the next day in London; the page's own day decides
    assert read("The vote was held today.", published="2026-03-10T23:30:00-05:00")[0].value == "2026-03-10"


def test_a_day_earlier_counts_from_the_day_named_before(read):
    found = read("The court ruled on Friday. A day earlier, both sides had pleaded.", published="2026-03-11")
    assert [t.value for t in found] == ["2026-03-06", "2026-03-05"]
