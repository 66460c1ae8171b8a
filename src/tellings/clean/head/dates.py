"""Lines that hold a date and little else, in many languages, and the date in ISO 8601."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
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
_LETTERS: Final = rf"(?:[^\W\d_]|[{_MARKS}])"
_MONTH: Final = rf"((?:{_LETTERS}|(?<=\w)[’']){{2,}}\.?(?:[ _](?!de[l ]|of |gada|{_LETTERS}{{1,3}}\b){_LETTERS}{{4,}})?)"
_CJK_DATE: Final = re.compile(r"(\d{4})\s*[年년.]\s*(\d{1,2})\s*[月월.]\s*(\d{1,2})\s*[日일.]?")
_ERA: Final = re.compile(r"(令和|平成|民國|民国)\s*(\d{1,3}|元)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_ERAS: Final = {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911}
_NUMERIC: Final = re.compile(r"(?<![\d.:/-])(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4})(?![\d/-])")
_SHORT: Final = re.compile(r"(?<![\d.:/-])(\d{1,2})[./-](\d{1,2})[./-](\d{2})(?![\d:./-])")
_YEAR_FIRST: Final = re.compile(r"(?<!\d)(\d{4})[./-](\d{1,2})[./-](\d{1,2})(?!\d)")
_DAY_FIRST: Final = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|\.|-a|er|º|ª|ος|η)?[\s-]*(?:de\s+|d['’]\s*|of\s+|di\s+|ta['’]\s+|tháng\s+)?{_MONTH}[.,،/-]*(?:/?\s?{_LETTERS}{{3,}}\s(?:{_LETTERS}{{3,}}\s)?)?\s*(?:de\s+|del\s+|di\s+|năm\s+)?(\d{{4}})(?!\d)"
)
_MONTH_FIRST: Final = re.compile(rf"{_MONTH}[.,]?\s+(\d{{1,2}})(?:st|nd|rd|th|[.])?,?\s+(?:de\s+|del\s+)?(\d{{4}})(?!\d)")
_YEAR_MONTH: Final = re.compile(rf"(?<!\d)(\d{{4}})(?:\.|-?(?:ko|m\.|eko))?,?\s*{_MONTH},?\s+(\d{{1,2}})(?!\d)")
_YEAR_DAY: Final = re.compile(rf"(?<!\d)(\d{{4}})\.?\s*(?:gada|оны)?\s+(\d{{1,2}})\.?\s*{_MONTH}")
_THANG: Final = re.compile(r"(\d{1,2})\s+tháng\s+(\d{1,2}),?\s+(?:năm\s+)?(\d{4})", re.IGNORECASE)
_CLOCK: Final = re.compile(r"\b(\d{1,2})(?::|h|\.|時|시|点)\s?(\d{2})(?!\d)\s*([ap]\.?m\b)?", re.IGNORECASE)
_TWELVE: Final = re.compile(r"\b(\d{1,2})\s*([ap])\.?m\b", re.IGNORECASE)
_MAX_WORDS: Final = 18
_MAX_CHARS: Final = 110


@dataclass(frozen=True, slots=True, kw_only=True)
class Customs:
    """How a page writes dates: whether 3/4/2021 is 4 March, its language where it is known, and when it was fetched."""

    month_first: bool = False
    language: str = ""
    fetched: str | None = None


PLAIN: Final = Customs()


@cache
def _months() -> dict[str, int]:
    names: dict[str, int] = {}
    for row in toml("credits")["date"]["months"]:
        for number, forms in enumerate(row.split(), 1):
            for form in forms.split("/"):
                names.setdefault(form.replace("_", " ").casefold(), number)
    return names


@cache
def _months_of(language: str) -> dict[str, int]:
    """The names that are another month in this language than in most ("listopad": October in Croatian, November in Polish and Czech)."""
    rows = toml("heads")["false_months"]
    return {form: row["month"] for row in rows if language in row["lang"] for form in row["words"]}


@cache
def date_words() -> frozenset[str]:
    """Return the words that stand in a line of a date, in small letters: months, weekdays, "published", "at"."""
    table = toml("credits")["date"]
    phrases = [*table["words"], *table["beside"], *table["weekdays"]]
    found = {token.casefold().strip(".") for phrase in phrases for token in _TOKEN.findall(phrase)}
    months = {part for name in _months() for part in name.split()}
    return frozenset(found | months)


@cache
def updated_words() -> tuple[str, ...]:
    """Return the words that stand before the time of a change."""
    return tuple(toml("heads")["updated"])


def is_date_line(line: str) -> bool:
    """True where the line holds a date or a time and no other words than those that go with one."""
    if len(line) > _MAX_CHARS or not _DAYS_LATIN.search(line):
        return False
    tokens = _TOKEN.findall(line)
    if not 1 < len(tokens) <= _MAX_WORDS:
        return False
    words = [token.casefold().strip(".") for token in tokens if not token.isdigit()]
    known = date_words()
    if not all(word in known or all(c in _CJK for c in word) for word in words):
        return False
    has_month = any(word in _months() for word in words)
    return has_month or len(words) >= 2 or iso_of(line) is not None or _CLOCK.search(line) is not None


def iso_of(text: str, *, customs: Customs = PLAIN, short: bool = False) -> str | None:
    """Return the first full date in the text as YYYY-MM-DD, or with the time as YYYY-MM-DDTHH:MM:SS and the zone it gives.

    3/4/2021 is 4 March where that is the custom, else 3 April, unless a weekday beside it says which; 3.4.2021 is 3 April everywhere. With
    `short`, years may have two digits.
    """
    found = _ISO.search(text)
    if found:
        return _from_iso(found)
    if _DAYS_LATIN.search(text) is None:
        return None
    day = _day(text, customs, short=short)
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


_ORDERS: Final = (
    (_THANG, "dmy"), (_CJK_DATE, "ymd"), (_YEAR_FIRST, "ymd"), (_DAY_FIRST, "dmy"), (_MONTH_FIRST, "mdy"), (_YEAR_MONTH, "ymd"), (_YEAR_DAY, "ydm"),
    (_NUMERIC, "dmy"), (_SHORT, "dmy"),
)  # fmt: skip


def _day(text: str, customs: Customs, *, short: bool) -> str | None:
    era = _ERA.search(text)
    if era:
        year = 1 if era.group(2) == "元" else int(era.group(2))
        return _iso_day(_ERAS[era.group(1)] + year, int(era.group(3)), int(era.group(4)))
    for pattern, order in _ORDERS:
        if pattern is _SHORT and not short:
            continue
        for found in pattern.finditer(text):
            parts = dict(zip(order, found.groups(), strict=True))
            month = int(parts["m"]) if parts["m"].isdigit() else _month(parts["m"], customs.language)
            year, day = int(parts["y"]), int(parts["d"])
            if pattern in (_NUMERIC, _SHORT):
                year = year if year > 99 else year + (2000 if year < 70 else 1900)
                month, day = _ordered(year, day, month, text, month_first=customs.month_first and "." not in found.group())
            made = _jalali(year, month, day) if 1300 <= year <= 1450 else _iso_day(year, month, day)
            if made:
                return made
    return None


def _month(word: str, language: str) -> int:
    folded = word.casefold().replace("_", " ").rstrip(".")
    own = _months_of(language[:2].casefold()).get(folded)
    if own:
        return own
    return _months().get(folded) or _months().get(f"{folded}.") or _months().get(folded.split(" ", maxsplit=1)[0], 0)


def _ordered(year: int, first: int, second: int, text: str, *, month_first: bool) -> tuple[int, int]:
    """Return month and day of two numbers: a month has no 13, a weekday beside them tells, else the country's order."""
    if first > 12 or second > 12:
        return (second, first) if first > 12 else (first, second)
    named = {_weekdays()[token] for token in _tokens(text) if token in _weekdays()}
    fits = [(m, d) for m, d in ((second, first), (first, second)) if _is_day(year, m, d) and date(year, m, d).weekday() in named]
    if len(fits) == 1:
        return fits[0]
    return (first, second) if month_first else (second, first)


def _tokens(text: str) -> list[str]:
    return [token.casefold().strip(".") for token in _TOKEN.findall(text[:_MAX_CHARS])]


@cache
def _weekdays() -> dict[str, int]:
    found: dict[str, int] = {name: number - 1 for name, number in toml("calendar")["weekdays"].items()}
    for row in toml("credits")["date"]["weekdays"]:
        days = row.casefold().split()
        if len(days) % 7 == 0:
            for at, day in enumerate(days):
                found.setdefault(day, at % 7)
    return found


def _iso_day(year: int, month: int, day: int) -> str | None:
    if 2443 <= year <= 2643:
        year -= 543  # the Thai solar calendar
    return f"{year:04}-{month:02}-{day:02}" if _is_day(year, month, day) else None


def _jalali(year: int, month: int, day: int) -> str | None:
    """Return the Gregorian day of one of the Solar Hijri calendar of Iran and Afghanistan, by its 33-year cycle."""
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    past = year - 979
    days = 365 * past + past // 33 * 8 + (past % 33 + 3) // 4 + sum(31 if m <= 6 else 30 for m in range(1, month)) + day - 1
    return (date(1600, 3, 20) + timedelta(days=days)).isoformat()


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
