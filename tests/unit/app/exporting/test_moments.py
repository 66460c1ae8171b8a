from datetime import UTC, datetime

import pytest

from tellings.app.exporting import moments


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2021-08-24T18:05:00+05:30", datetime(2021, 8, 24, 12, 35, tzinfo=UTC)),
        ("2021-08-24T23:05:00-05:00", datetime(2021, 8, 25, 4, 5, tzinfo=UTC)),
        ("2021-08-24T18:05:00Z", datetime(2021, 8, 24, 18, 5, tzinfo=UTC)),
        ("2021-08-24T18:05:00", None),
        ("2021-08-24", None),
        ("XXXX-WXX-2T06:00", None),
        ("0001-01-01T00:00:00+14:00", None),
        (None, None),
    ],
)
def test_a_moment_is_known_where_its_offset_is(value, expected):
    assert moments.utc(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("2021-08-24T23:05:00-05:00", "2021-08-24"), ("2021-08-24TNI", "2021-08-24"), ("2021-W34", None), ("2021-13-40", None), (None, None)],
)
def test_the_day_is_that_of_its_place(value, expected):
    assert moments.day(value) == expected


def test_a_stamp_ends_with_z():
    assert moments.stamp(datetime(2021, 8, 24, 12, 35, tzinfo=UTC)) == "2021-08-24T12:35:00Z"
