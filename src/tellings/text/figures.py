"""Numbers in running text: digits and words, ranges, vague words, bounds, units and currencies."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from tellings.data import toml
from tellings.model.observed import Bound

_DIGITS: Final = re.compile(
    r"(?P<sign>[^\d\s.,\-]{1,3})?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<tail>bn|mn|tn|[mk%])?", re.IGNORECASE
)
_TOKEN: Final = re.compile(r"\w+(?:[.,’'-]\w+)*%?|[^\w\s]")
_COMPOUND: Final = re.compile(r"[a-z]+-[a-z]+")
_RANGE: Final = re.compile(r"(\d+(?:,\d{3})*)[–-](\d+(?:,\d{3})*)")
# How far off "around N" may be, by how many digits of N are not zero: "about 1,000" was rounded more coarsely than "about 850".
_ABOUT: Final = {1: 0.1, 2: 0.03}
_ABOUT_FINE: Final = 0.01
CONVERTED: Final = 0.04
_CONVERTED_UNITS: Final = frozenset({"m", "kg", "l", "m2", "m/s", "s"})
_SMALL: Final = 100
# How many words may stand between a word of change and "from", and between a number and "to".
_CHANGE_SPAN: Final = 8
_UNIT_SPAN: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number at tokens `start` to `end` (half open, bounding words included); `core` is the first token of the number itself.

    `low` and `high` are equal but for ranges and vague words; `unit` is the base unit or ISO 4217 code, with both values in that unit.
    """

    start: int
    core: int
    end: int
    low: float
    high: float
    bound: Bound
    unit: str | None = None
    vague: bool = False


def find(words: Sequence[str], lemmas: Sequence[str]) -> tuple[Number, ...]:
    """Return the numbers in tokenised text, in order, not overlapping. Ordinals and bare years are none, and of "rose from A to B" A is none."""
    lower = [word.lower() for word in words]
    found: list[Number] = []
    at = 0
    while at < len(lower):
        number = _vague(lower, at) or _plain(words, lower, at)
        if number is None:
            at += 1
            continue
        if _is_former(words, lower, number):
            at = number.end + 1
            continue
        number = _with_range(words, lower, number)
        number = _with_unit(words, lemmas, number)
        found.append(_with_bound(lower, number, found[-1].end if found else 0))
        at = number.end
    return tuple(found)


def former_values(text: str) -> tuple[float, ...]:
    """Return the values A of "rose from A to B" in running text: what the figure was, which `find` leaves out."""
    words = _TOKEN.findall(text)
    lower = [word.lower() for word in words]
    numbers = (_plain(words, lower, at) for at in range(1, len(words)) if lower[at - 1] == "from")
    return tuple(number.low for number in numbers if number is not None and _is_former(words, lower, number))


def compatible(a: tuple[float, float, Bound], b: tuple[float, float, Bound], unit: str | None = None) -> bool:
    """True where both can hold of one quantity: the intervals that the values and bounds allow meet.

    Of a unit that is converted (feet and metres, months and days) values a few hundredths apart are one.
    """
    (low_a, high_a), (low_b, high_b) = interval(*a), interval(*b)
    slack = CONVERTED if unit in _CONVERTED_UNITS else 0.0
    return low_a <= high_b * (1 + slack) and low_b <= high_a * (1 + slack)


def interval(low: float, high: float, bound: Bound) -> tuple[float, float]:
    """Return what a value with a bound allows. "At least" is taken as a count that was still open, not as any number above."""
    if low < high and bound in ("at_most", "less_than"):
        return low, high  # "no more than 10 to 15"
    if bound in ("at_least", "more_than"):
        return low, max(high, low * _open(low))
    if bound in ("at_most", "less_than"):
        return high / _open(high), high
    if bound == "about":
        return low * (1 - _about(low)), high * (1 + _about(high))
    return low, high


def _about(value: float) -> float:
    digits = f"{value:.6g}".split("e")[0].replace(".", "").strip("0")
    return _ABOUT.get(len(digits), _ABOUT_FINE)


def _open(value: float) -> float:
    """How far above "at least N" the truth may lie and still be the same report: news rounds down to the nearest mark."""
    return 1.5 if value < _SMALL else 1.3


def _plain(words: Sequence[str], lower: Sequence[str], at: int) -> Number | None:
    value, end = _digits(words[at]), at + 1
    unit = None
    if value is not None:
        number, unit = value
    else:
        spelled = _spelled(lower, at)
        if spelled is None:
            return None
        number, end = spelled
    scales = toml("figures")["scales"]
    while end < len(lower) and lower[end] in scales and len(lower[end]) > 1:
        number *= scales[lower[end]]
        end += 1
    number = round(number, 6)  # 1.1 million is 1100000, not 1100000.0000000002
    return Number(start=at, core=at, end=end, low=number, high=number, bound="exact", unit=unit)


def _digits(word: str) -> tuple[float, str | None] | None:
    match = _DIGITS.fullmatch(word)
    if match is None:
        return None
    number = float(match["number"].replace(",", ""))
    sign, tail = match["sign"], (match["tail"] or "").lower()
    unit = toml("figures")["currencies"].get(sign) if sign else None
    if sign and unit is None:
        return None
    if tail == "%":
        return number, "%"
    if tail:
        number *= toml("figures")["scales"][tail]
    return number, unit


def _spelled(lower: Sequence[str], at: int) -> tuple[float, int] | None:
    words, scales = toml("figures")["words"], toml("figures")["scales"]
    word = lower[at]
    if word in ("a", "an") and at + 1 < len(lower) and lower[at + 1] in scales and len(lower[at + 1]) > 2:
        return 1.0, at + 1
    if _COMPOUND.fullmatch(word):
        tens, _, ones = word.partition("-")
        if tens in words and ones in words:
            return float(words[tens] + words[ones]), at + 1
        return None
    if word not in words:
        return None
    value = float(words[word])
    if value >= 20 and at + 2 < len(lower) and lower[at + 1] == "-" and lower[at + 2] in words:
        return value + words[lower[at + 2]], at + 3
    if value >= 20 and at + 1 < len(lower) and words.get(lower[at + 1], 10) < 10:
        return value + words[lower[at + 1]], at + 2
    return value, at + 1


@cache
def _vague_words() -> dict[str, list[tuple[tuple[str, ...], float, float]]]:
    by_first: dict[str, list[tuple[tuple[str, ...], float, float]]] = {}
    for row in toml("figures")["vague"]:
        by_first.setdefault(row["words"][0], []).append((tuple(row["words"]), float(row["low"]), float(row["high"])))
    return {first: sorted(rows, key=lambda row: -len(row[0])) for first, rows in by_first.items()}


def _vague(lower: Sequence[str], at: int) -> Number | None:
    if at > 0 and lower[at - 1] == "as":  # "as many as 70"
        return None
    for words, low, high in _vague_words().get(lower[at], ()):
        if tuple(lower[at : at + len(words)]) == words:
            bound: Bound = "exact" if low == high else "range"
            return Number(start=at, core=at, end=at + len(words), low=low, high=high, bound=bound, vague=low != high)
    return None


def _is_former(words: Sequence[str], lower: Sequence[str], number: Number) -> bool:
    """True of the A of "rose from A to B"; the unit may stand between ("from 3 per cent to 5 per cent")."""
    if number.core == 0 or lower[number.core - 1] != "from":
        return False
    change = toml("figures")["change"]
    before = lower[max(0, number.core - 1 - _CHANGE_SPAN) : number.core - 1]
    if not any(word in change["words"] for word in before) and (not before or before[-1] not in change["adjacent"]):
        return False
    to = next((k for k in range(number.end, min(number.end + _UNIT_SPAN, len(lower))) if lower[k] == "to"), None)
    return to is not None and to + 1 < len(lower) and _plain(words, lower, to + 1) is not None


def _with_range(words: Sequence[str], lower: Sequence[str], number: Number) -> Number:
    end = number.end
    joins = ("to", "-", "–", "or", "and") if number.core > 0 and lower[number.core - 1] == "between" else ("to", "-", "–", "or")
    if number.vague or end + 1 >= len(words) or lower[end] not in joins or lower[max(0, number.core - 1)] == "up":
        return number
    other = _plain(words, lower, end + 1)
    if other is None or other.low <= number.low or (number.unit or other.unit) != (other.unit or number.unit):
        return number
    return Number(
        start=number.start, core=number.core, end=other.end, low=number.low, high=other.high, bound="range", unit=number.unit or other.unit
    )


def _with_unit(words: Sequence[str], lemmas: Sequence[str], number: Number) -> Number:
    tables, at = toml("figures"), number.end
    if number.unit is None and number.core > 0 and words[number.core - 1] in tables["currencies"]:
        code = tables["currencies"][words[number.core - 1]]
        return _scaled(number, number.core - 1, at, code, 1.0)
    if number.unit is not None:
        return number
    if at < len(words) and words[at] == "-":
        at += 1
    if at >= len(words):
        return number
    lemma = lemmas[at].lower()
    if lemma in ("per", "square", "cubic") and at + 1 < len(words):
        return _scaled(number, number.start, at + 2, "%", 1.0) if lemma == "per" and lemmas[at + 1] == "cent" else number
    for key in (lemma, words[at].lower()):
        if key in tables["units"]:
            base, factor = tables["units"][key]
            return _scaled(number, number.start, at + 1, base, factor)
        if key in tables["currencies"]:
            return _scaled(number, number.start, at + 1, tables["currencies"][key], 1.0)
    return number


def _scaled(number: Number, start: int, end: int, unit: str, factor: float) -> Number:
    return Number(
        start=start, core=number.core, end=end, low=round(number.low * factor, 4), high=round(number.high * factor, 4),
        bound=number.bound, unit=unit, vague=number.vague,
    )  # fmt: skip


@cache
def _bounds() -> dict[str, list[tuple[tuple[str, ...], Bound]]]:
    by_last: dict[str, list[tuple[tuple[str, ...], Bound]]] = {}
    for row in toml("figures")["bound"]:
        by_last.setdefault(row["words"][-1], []).append((tuple(row["words"]), row["bound"]))
    return {last: sorted(rows, key=lambda row: -len(row[0])) for last, rows in by_last.items()}


def _with_bound(lower: Sequence[str], number: Number, floor: int) -> Number:
    for at in (number.start, number.start - 1):  # "more than 50", and "more than the 50"
        if at < 1 or (at < number.start and lower[at] not in ("the", "a", "an")):
            continue
        for words, bound in _bounds().get(lower[at - 1], ()):
            begin = at - len(words)
            if begin >= floor and tuple(lower[begin:at]) == words:
                kept: Bound = "range" if number.vague and bound == "about" else bound
                return Number(
                    start=begin, core=number.core, end=number.end, low=number.low, high=number.high, bound=kept, unit=number.unit,
                    vague=number.vague,
                )  # fmt: skip
    return number
