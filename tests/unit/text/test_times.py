from datetime import date

import pytest

from tellings.text.times import Anchor, duration_value, easter, full_date, is_iso_date, month_value, shifted, weekday_value


def test_easter_sundays():
    assert [easter(y) for y in (2000, 2021, 2024, 2026)] == [date(2000, 4, 23), date(2021, 4, 4), date(2024, 3, 31), date(2026, 4, 5)]


def test_a_weekday_looks_back_and_ahead():
    here = date(2026, 3, 11)  # a Wednesday
    assert weekday_value(3, Anchor(day=here)) == "2026-03-11"
    assert weekday_value(3, Anchor(day=here), "last") == "2026-03-04"
    assert weekday_value(3, Anchor(day=here, future=True)) == "2026-03-18"
    assert weekday_value(3, Anchor(day=None)) == "XXXX-WXX-3"


def test_a_weekday_between_publication_and_a_change_soon_after_is_that_of_the_change():
    here, after = date(2026, 3, 11), date(2026, 3, 12)
    assert weekday_value(4, Anchor(day=here)) == "2026-03-05"
    assert weekday_value(4, Anchor(day=here, changed=after)) == "2026-03-12"
    assert weekday_value(2, Anchor(day=here, changed=after)) == "2026-03-10"
    assert weekday_value(4, Anchor(day=here, changed=after), "last") == "2026-03-05"
    assert weekday_value(4, Anchor(day=here, changed=date(2026, 4, 2))) == "2026-03-05"


def test_months_without_a_year():
    here = date(2026, 3, 11)
    assert month_value(12, Anchor(day=here)) == "2025-12"
    assert month_value(1, Anchor(day=here, future=True)) == "2027-01"


@pytest.mark.parametrize(
    ("count", "unit", "value"),
    [
        (45, "minute", "PT45M"),
        (2.5, "hour", "PT2H30M"),
        (0.5, "hour", "PT30M"),
        (1.5, "year", "P1Y6M"),
        (None, "year", "PXY"),
        (2, "decade", "P20Y"),
    ],
)
def test_durations(count, unit, value):
    assert duration_value(count, unit) == value


def test_shifts_are_as_fine_as_their_unit():
    here = date(2026, 1, 31)
    assert shifted(here, "month", -1) == "2025-12"
    assert shifted(here, "year", -6) == "2020"
    assert shifted(here, "day", 1) == "2026-02-01"


def test_days_that_are_none():
    assert full_date(2026, 2, 29) is None
    assert not is_iso_date("2026-02-30")
