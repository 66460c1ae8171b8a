"""Lines that hold a date and little else, in many languages, and the date in ISO 8601."""

import re
from datetime import date, datetime
from functools import cache
from typing import Final

from tellings.data import toml

# Letters with their marks: what \w leaves out of Indic and Thai words.
_MARKS: Final = "\u0300-\u036f\u064b-\u065f\u0900-\u0963\u0971-\u09e3\u0a01-\u0a75\u0b80-\u0be5\u0e31-\u0e4e"
_TOKEN: Final = re.compile(rf"(?:[^\W\d_]|[{_MARKS}])+(?:[.'’-][^\W\d_]+)*\.?|\d+")
_CJK: Final = frozenset("年月日時分時点时秒號号년월일시분초週周曜土金木水火午前后後上下星期一二三四五六")
_DAYS_LATIN: Final = re.compile(r"[\d٠-٩۰-۹०-९০-৯๐-๙]")
_ISO: Final = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}\b)?)?",
    re.IGNORECASE,
)
_CJK_DATE: Final = re.compile(r"(\d{4})\s*[年년.]\s*(\d{1,2})\s*[月월.]\s*(\d{1,2})\s*[日일.]?")
_NUMERIC: Final = re.compile(r"\b(\d{1,2})[./-](\d{1,2})[./-](\d{4})\b")
_YEAR_FIRST: Final = re.compile(r"\b(\d{4})[./](\d{1,2})[./](\d{1,2})\b")
_DAY_FIRST: Final = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|\.|-a|er|º|ª)?\s*(?:de\s+|of\s+|di\s+)?((?:[^\W\d_]|[\u0900-\u0963\u0971-\u09e3]){3,}(?:[\s_][^\W\d_]{4,})?)\.?,?\s*(?:de\s+|del\s+)?(\d{4})\b"
)
_MONTH_FIRST: Final = re.compile(r"\b([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_CLOCK: Final = re.compile(r"\b(\d{1,2})(?::|h|\.|時|시|点)\s?(\d{2})(?!\d)\s*([ap]\.?m\b)?", re.IGNORECASE)
_TWELVE: Final = re.compile(r"\b(\d{1,2})\s*([ap])\.?m\b", re.IGNORECASE)
_MAX_WORDS: Final = 18
_MAX_CHARS: Final = 110


@cache
def _months() -> dict[str, int]:
    names: dict[str, int] = {}
    for row in toml("credits")["date"]["months"]:
        for number, forms in enumerate(row.split(), 1):
            for form in forms.split("/"):
                names.setdefault(form.replace("_", " ").casefold(), number)
    return names


@cache
def _words() -> frozenset[str]:
    table = toml("credits")["date"]
    phrases = [*table["words"], *table["beside"], *table["weekdays"]]
    found = {token.casefold().strip(".") for phrase in phrases for token in _TOKEN.findall(phrase)}
    months = {part for name in _months() for part in name.split()}
    return frozenset(found | months)


def is_date_line(line: str) -> bool:
    """True where the line holds a date or a time and no other words than those that go with one."""
    if len(line) > _MAX_CHARS or not _DAYS_LATIN.search(line):
        return False
    tokens = _TOKEN.findall(line)
    if not 1 < len(tokens) <= _MAX_WORDS:
        return False
    words = [token.casefold().strip(".") for token in tokens if not token.isdigit()]
    known = _words()
    if not all(word in known or all(c in _CJK for c in word) for word in words):
        return False
    has_month = any(word in _months() for word in words)
    return has_month or len(words) >= 2 or iso_of(line) is not None or _CLOCK.search(line) is not None


def iso_of(text: str) -> str | None:
    """Return the first full date in the text as YYYY-MM-DD, or with the time as YYYY-MM-DDTHH:MM:SS and the zone it gives."""
    found = _ISO.search(text)
    if found:
        return _from_iso(found)
    day = _day(text)
    if day is None:
        return None
    clock = _clock(text)
    return f"{day}T{clock}" if clock else day


def normalised(value: str) -> str | None:
    """Return a machine's date ("2016-11-09 00:00:00", "Tue, 24 Aug 2021 18:05:00 +0530", "20210824") as ISO 8601, its own offset kept.

    A time of midnight without an offset is taken for a bare day. None where there is no date in it.
    """
    value = value.strip()
    if re.fullmatch(r"\d{8}", value):
        value = f"{value[:4]}-{value[4:6]}-{value[6:]}"
    mail = re.search(r"(\d{1,2}) (\w{3,9}) (\d{4}) (\d{2}:\d{2}(?::\d{2})?)\s*([+-]\d{4}|GMT|UTC|Z)?", value)
    if mail and mail.group(2).casefold() in _months():
        zone = mail.group(5) or ""
        value = f"{mail.group(3)}-{_months()[mail.group(2).casefold()]:02}-{int(mail.group(1)):02}T{mail.group(4)}{zone}"
    return iso_of(value)


def _from_iso(found: re.Match[str]) -> str | None:
    year, month, day = (int(part) for part in found.groups()[:3])
    if not _is_day(year, month, day):
        return None
    iso = f"{year:04}-{month:02}-{day:02}"
    if found.group(4) is None or int(found.group(4)) > 23 or int(found.group(5)) > 59:
        return iso
    clock = f"{int(found.group(4)):02}:{found.group(5)}:{found.group(6) or '00'}"
    zone = _zone(found.group(7))
    return iso if clock == "00:00:00" and not zone else f"{iso}T{clock}{zone}"


def _zone(zone: str | None) -> str:
    if not zone:
        return ""
    if zone.upper() in {"Z", "UTC", "GMT"}:
        return "+00:00"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}" if int(digits[:2]) < 24 and int(digits[2:]) < 60 else ""


def _day(text: str) -> str | None:
    for pattern, order in ((_CJK_DATE, "ymd"), (_YEAR_FIRST, "ymd"), (_DAY_FIRST, "dmy"), (_MONTH_FIRST, "mdy"), (_NUMERIC, "dmy")):
        for found in pattern.finditer(text):
            parts = dict(zip(order, found.groups(), strict=True))
            month = int(parts["m"]) if parts["m"].isdigit() else _months().get(parts["m"].casefold().replace("_", " "), 0)
            year, day = int(parts["y"]), int(parts["d"])
            if pattern is _NUMERIC and month > 12:
                month, day = day, month
            if _is_day(year, month, day):
                return f"{year:04}-{month:02}-{day:02}"
    return None


def _clock(text: str) -> str | None:
    found = _CLOCK.search(re.sub(r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b", " ", text))
    half = None
    if found:
        hour, minute, half = int(found.group(1)), int(found.group(2)), found.group(3)
    else:
        found = _TWELVE.search(text)
        if not found:
            return None
        hour, minute, half = int(found.group(1)), 0, found.group(2)
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.casefold().startswith("p") else 0)
    return f"{hour:02}:{minute:02}:00" if hour < 24 and minute < 60 else None


def _is_day(year: int, month: int, day: int) -> bool:
    if not 1900 <= year <= 2100:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def is_stamp(value: str) -> bool:
    """True for an ISO 8601 day or time."""
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
