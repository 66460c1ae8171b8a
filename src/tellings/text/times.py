"""Calendar arithmetic and ISO 8601 values."""

import re
from datetime import date
from typing import Final

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def is_iso_date(value: str) -> bool:
    """True for a real day written YYYY-MM-DD."""
    if not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
