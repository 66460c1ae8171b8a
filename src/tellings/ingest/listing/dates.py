"""The times that feeds and sitemaps write, to ISO 8601 with the offset that they were written with."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import struct_time
from typing import Final

_DAY: Final = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_ISO_LIKE: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?", re.IGNORECASE
)


def iso(text: str | None) -> str | None:
    """Return the time as ISO 8601, with its offset where it has one; a day stays a day. None where it is no time.

    >>> iso("Tue, 03 Mar 2026 09:15:00 +0530")
    '2026-03-03T09:15:00+05:30'
    """
    bare = (text or "").strip()
    if not bare or len(bare) > 100:
        return None
    if _DAY.fullmatch(bare):
        return bare if len(bare) == 10 and _is_day(bare) else None
    found = _ISO_LIKE.fullmatch(bare)
    try:
        if found is not None:
            return _written(f"{found[1]}T{found[2]}{_offset(found[3])}")
        return parsedate_to_datetime(bare).isoformat(timespec="seconds") if not bare.endswith("-0000") else _mail(bare)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def of_parsed(parsed: struct_time | None) -> str | None:
    """Return the time that feedparser worked out, which is in UTC; None where it found none."""
    try:
        return datetime(*parsed[:6], tzinfo=UTC).isoformat() if parsed else None
    except ValueError:
        return None


def _written(text: str) -> str:
    return datetime.fromisoformat(text).isoformat(timespec="seconds")


def _offset(zone: str | None) -> str:
    if zone is None:
        return ""
    if zone.upper() in ("Z", "UTC", "GMT"):
        return "+00:00"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"


def _mail(text: str) -> str:
    # -0000 says that the time is UTC and the sender's own zone unknown
    return parsedate_to_datetime(text).replace(tzinfo=UTC).isoformat(timespec="seconds")


def _is_day(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
