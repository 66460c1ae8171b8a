"""Times as pages give them, and the same as moments in UTC where they say enough."""

from datetime import UTC, datetime

from tellings.text.times import is_iso_date


def utc(value: str | None) -> datetime | None:
    """Return the moment that a time of ISO 8601 names; None for a bare day and for a time without its offset, which could be another hour.

    >>> utc("2021-08-24T18:05:00+05:30")
    datetime.datetime(2021, 8, 24, 12, 35, tzinfo=datetime.timezone.utc)
    """
    if value is None or "T" not in value:
        return None
    try:
        found = datetime.fromisoformat(value)
        return found.astimezone(UTC) if found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def day(value: str | None) -> str | None:
    """Return the day of a time, as its place has it; None where it names none.

    >>> day("2021-08-24T23:05:00-05:00"), day("XXXX-WXX-2")
    ('2021-08-24', None)
    """
    return value[:10] if value is not None and is_iso_date(value[:10]) else None


def stamp(moment: datetime) -> str:
    """Return a moment in UTC as ISO 8601 with a Z.

    >>> stamp(datetime(2021, 8, 24, 12, 35, tzinfo=UTC))
    '2021-08-24T12:35:00Z'
    """
    return moment.astimezone(UTC).isoformat(timespec="auto").replace("+00:00", "Z")
