"""Times of one sentence that hang on one another: ranges, days told in turn, seasons; and words spoken on a day that the sentence names."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from tellings.extract.timing.view import View, words
from tellings.text import times, timex
from tellings.text.times import Anchor
from tellings.text.timex import Found, Reading, TimexType
from tellings.text.timex_spans import counted_from

_JOINS: Final = re.compile(r"\s*(?:-|–|—|to|until|till|through|and|or|,|, and)\s*(?:the\s+)?")
_RANGE: Final = re.compile(r"\s*(?:-|–|—|to|until|till|through|and)\s*(?:the\s+)?")
_PLAIN: Final = frozenset(["date", "day-part", "clock-day", "early-day", "day-clock"])
_SPOKEN: Final = re.compile(
    r"(?:today|yesterday|tomorrow|tonight|last night|this (?:morning|afternoon|evening))\b|the day (?:before yesterday|after tomorrow)"
)
_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Timed:
    """A time expression in the making: offsets into the article's text, what it was read as, and by what match and tense."""

    start: int
    end: int
    type: TimexType
    value: str
    ahead: bool
    match: Found

    @property
    def rule(self) -> str:
        """Return the name of the rule that found it."""
        return self.match.rule.name

    @property
    def day(self) -> date | None:
        """Return the day that it names, None where it names none."""
        return timex.day_of(self.value)


def in_order(view: View, made: Sequence[Timed], day: date | None) -> list[Timed]:
    """Return the times of one sentence with those put right that hang on a later one of it."""
    out = list(made)
    for k in range(len(out) - 1):
        out[k + 1] = _within(out[k], out[k + 1], view.flat[out[k].end : out[k + 1].start])
    for k in range(len(out) - 2, -1, -1):
        between = view.flat[out[k].end : out[k + 1].start]
        if _JOINS.fullmatch(between) and not _has_year(out[k].match.match.group()):
            out[k] = _before(out[k], out[k + 1], ranged=_RANGE.fullmatch(between) is not None)
        elif day is not None:
            out[k] = _told_in_turn(view, out[k], out[k + 1], day)
    return out


def _within(one: Timed, other: Timed, between: str) -> Timed:
    """For one: "Next week on Thursday" is a day of that week; "every Tuesday and Thursday" are two sets."""
    named = re.fullmatch(timex.DAYNAME, other.match.match.group())
    if named is None:
        return other
    number = timex.weekday_of(named.group())
    if one.rule == "every-day-name" and _JOINS.fullmatch(between):
        return replace(other, type="SET", value=f"XXXX-WXX-{number}")
    week = re.fullmatch(r"(\d{4})-W(\d\d)", one.value)
    if one.rule == "period" and week is not None and re.fullmatch(r",? (?:on )?", between):
        return replace(other, value=date.fromisocalendar(int(week[1]), int(week[2]), number).isoformat())
    return other


def hence(view: View, match: Found, anchor: Anchor) -> Reading | None:
    """Return the date of "in three weeks" where something will come to pass then; None where it tells how long a thing takes."""
    if match.rule.name != "duration" or not anchor.future or not view.flat.endswith("in ", 0, match.start):
        return None
    if re.search(r"\b(?:the|these|past|last|next|first|final)\b", match.match.group()) or re.search(
        r"^ (?:of|to)\b", view.flat[match.end : match.end + 4]
    ):
        return None
    parse, token = view.parse, view.token_at(match.start) - 1
    verb = parse.heads[token]
    if parse.pos[verb] not in ("VERB", "AUX") or any(parse.deps[k] in ("dobj", "ccomp") for k in view.children(verb)):
        return None
    return counted_from(match.match, anchor, 1)


def _has_year(words_: str) -> bool:
    return re.search(r"\b(?:1[5-9]|20)\d\d\b|\b(?:last|this|next|yesterday|today|tomorrow)\b", words_) is not None


def _before(one: Timed, other: Timed, *, ranged: bool) -> Timed:
    """The first end of a range, or of days named together, is the last such day or month up to the second end."""
    here, there = one.day, other.day
    weekday = re.match(timex.DAYNAME, one.match.match.group("x") or "") if one.rule in _PLAIN else None
    if here is not None and there is not None and one.rule in _PLAIN | {"day-range"}:
        if weekday is not None and timex.MONTH and not re.search(timex.MONTH, one.match.match.group("x")):
            value = times.weekday_value(here.isoweekday(), Anchor(day=there))
        else:
            value = times.month_day_value(here.month, here.day, Anchor(day=there)) or one.value
        late = value[:10] != one.value[:10] and (ranged or other.ahead or here > there)
        return replace(one, value=value[:10] + one.value[10:], ahead=other.ahead) if late else one
    months = re.fullmatch(r"(\d{4})-(\d\d)", one.value), re.fullmatch(r"(\d{4})-(\d\d)", other.value)
    if one.rule == "month" and months[0] and months[1]:
        year = int(months[1][1]) - (months[0][2] > months[1][2])
        return replace(one, value=f"{year}-{months[0][2]}")
    return one


def _told_in_turn(view: View, one: Timed, other: Timed, day: date) -> Timed:
    """For one: "Arrested on Wednesday and charged on Thursday", printed on a Wednesday: the later day decides, the earlier goes back before it."""
    if one.rule == "season-which" and other.rule == "season-which" and one.value > other.value:
        return replace(one, value=f"{int(one.value[:4]) - 1}{one.value[4:]}") if one.value[:4].isdigit() else one
    here, there = one.day, other.day
    plain = one.rule in _PLAIN and other.rule in _PLAIN and re.search(r"\d|yesterday|today|tomorrow", one.match.match.group()) is None
    if not plain or here is None or there is None or one.ahead or other.ahead or here != day or not 0 < (here - there).days < _WEEK:
        return one
    a, b = view.token_at(one.start), view.token_at(other.start)
    linked = {"and", "then", "before", "but"} & set(view.lower[a:b])
    if not linked or {"after", "since", "following", "whose", "who", "which", "compared", "on-"} & set(view.lower[a:b]):
        return one
    return replace(one, value=date.fromordinal(here.toordinal() - _WEEK).isoformat() + one.value[10:])


def spoken(view: View, a: int, b: int, made: Sequence[Timed], day: date) -> list[Timed]:
    """Return the times of the passage of tokens `a` to `b` with "yesterday" and the like in quotation marks counted from the day that they were spoken."""
    inside = _quoted(view, a, b)
    said = next((t.day for t in made if not inside(t.start) and _is_speech(view, t) and t.day is not None and t.rule in _PLAIN), None)
    if said is None or said == day or said > day:
        return list(made)
    out = []
    for one in made:
        read = None
        if inside(one.start) and _SPOKEN.search(view.flat, one.start, one.end):
            read = one.match.rule.read(one.match.match, Anchor(day=said, future=one.ahead))
        out.append(replace(one, value=read[1]) if read is not None else one)
    return out


def _quoted(view: View, a: int, b: int) -> Callable[[int], bool]:
    marks: list[tuple[int, bool]] = []
    straight = False
    for i in range(a, b):
        word = view.parse.words[i]
        if word in ('"', "``", "''"):
            straight = not straight
            marks.append((view.parse.starts[i], straight))
        elif word in ("“", "”"):
            marks.append((view.parse.starts[i], word == "“"))
    return lambda offset: next((opens for at, opens in reversed(marks) if at < offset), False)


def _is_speech(view: View, one: Timed) -> bool:
    """True where the time hangs from a verb of speech: "she told reporters on Monday"."""
    parse, i = view.parse, view.token_at(one.start)
    for _ in range(6):
        if parse.pos[i] == "VERB":
            return parse.lemmas[i] in words("tense", "speech") and parse.tags[i] in ("VBD", "VBN")
        if parse.heads[i] == i:
            return False
        i = parse.heads[i]
    return False


def counts_from_today(view: View, one: Timed) -> bool:
    """True for "yesterday", "tonight" and the like."""
    return _SPOKEN.match(view.flat, one.start, one.end) is not None


def has_marks(view: View, a: int, b: int) -> bool:
    """True where the passage of tokens holds a quotation mark."""
    return any(view.parse.words[i] in ('"', "“", "``") for i in range(a, b))
