"""Finds time expressions and gives them TIMEX3 values, anchored on the local day of publication; where a page has no date, weekdays stay
weekdays and are put in order among themselves.

Which way a weekday or a month points is told by the tense of its clause. Words of time inside names ("The Sunday Telegraph", "Friday
prayers", a title in capitals) are none.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from tellings.backends.base import Context
from tellings.data.gazetteer import gazetteer
from tellings.extract.timing.chains import Timed, counts_from_today, has_marks, hence, in_order, spoken
from tellings.extract.timing.names import in_name
from tellings.extract.timing.tense import looks_ahead
from tellings.extract.timing.view import View
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.observed import Parse, TimeExpression
from tellings.model.spans import content_id
from tellings.text import times, timex
from tellings.text.anchor import select
from tellings.text.times import Anchor, is_iso_date

ORIGIN: Final = "times@4"
# After these a sentence does not end, though the parse may say so: "on Aug. 2", "on Thurs. morning", "at 6 p.m. on Friday".
_ABBREVIATED: Final = re.compile(r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\.|[ap]\.m\.")


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield the article's time expressions in order of place."""
    article, parse = inputs.one(Article), inputs.one(Parse)
    if not len(parse):
        return
    day, changed = _day(article.published), _day(article.modified)
    found = _found(View(article.text, parse, gazetteer(context.names)), day, changed)
    orders = _orders(found) if day is None else [None] * len(found)
    for one, placed in zip(found, orders, strict=True):
        sel = select(article.id, article.text, one.start, one.end)
        order = (one.day - day).days if day is not None and one.day is not None else placed
        yield TimeExpression(
            id=content_id("time", article.id, sel.start, sel.end), sel=sel, type=one.type, value=one.value, order=order, rule=one.rule, origin=ORIGIN,
        )  # fmt: skip


def _day(stamp: str | None) -> date | None:
    return date.fromisoformat(stamp[:10]) if stamp and is_iso_date(stamp[:10]) else None


def _found(view: View, day: date | None, changed: date | None) -> list[Timed]:
    out: list[Timed] = []
    named = _Named()
    start = Anchor(day=day, changed=changed)
    for a, b in view.parse.paras:
        made: list[Timed] = []
        for sa, sb, flags in _sentences(view, a, b):
            made += _in_sentence(view, (sa, sb, flags), start, named)
        if day is not None and any(counts_from_today(view, one) for one in made) and has_marks(view, a, b):
            made = spoken(view, a, b, made, day)
        out += made
    return out


def _sentences(view: View, a: int, b: int) -> Iterator[tuple[int, int, int]]:
    """The sentences of a paragraph that hold a trigger, with their triggers, those joined that were parted at an abbreviation."""
    parse = view.parse
    at = a
    while at < b:
        start, end = view.sentence(at)
        while end < b and _ABBREVIATED.fullmatch(view.lower[end - 1]):
            end = view.sentence(end)[1]
        if flags := timex.triggers(view.lower[start:end]):
            yield start, end, flags
        at = max(end, at + 1)
        if parse.starts[start] >= parse.ends[b - 1]:
            return


class _Named:
    """The values of the times named last, of each grain, for those that are counted from them."""

    def __init__(self) -> None:
        self._last: dict[int, tuple[int, str]] = {}
        self._count = 0

    def add(self, one: Timed) -> None:
        grain = times.grain(one.value)
        if grain and one.type in ("DATE", "TIME"):
            self._count += 1
            self._last[grain] = (self._count, one.value)

    def values(self) -> tuple[str, ...]:
        return tuple(value for _, value in sorted(self._last.values(), reverse=True))


def _in_sentence(view: View, sentence: tuple[int, int, int], start: Anchor, named: _Named) -> list[Timed]:
    parse = view.parse
    a, b, flags = sentence
    made: list[Timed] = []
    for match in timex.find(view.flat, parse.starts[a], parse.ends[b - 1], flags):
        if in_name(view, match):
            continue
        first, last = view.token_at(match.start), view.token_at(match.end - 1)
        ahead = looks_ahead(view, first, last + 1)
        anchor = replace(start, future=ahead, named=named.values())
        read = hence(view, match, anchor) or match.rule.read(match.match, anchor)
        if read is None:
            continue
        made.append(Timed(match.start, match.end, read[0], read[1], ahead, match))
        named.add(made[-1])
    return in_order(view, made, start.day)


_ORDERED: Final = {"yesterday": -1, "today": 0, "tomorrow": 1, "tonight": 0, "last night": -1}


def _orders(found: list[Timed]) -> list[int | None]:
    """Days from the likely day of publication for an article without a date: weekdays, "yesterday" and the like.

    That day is the one from which the days that have passed are nearest together, or those to come where none has passed.
    """
    days = [int(one.value[9]) if re.match(r"XXXX-WXX-[1-7]", one.value) and one.type != "SET" else 0 for one in found]
    past = [day for day, one in zip(days, found, strict=True) if day and not one.ahead]
    coming = [day for day, one in zip(days, found, strict=True) if day and one.ahead]
    if past:
        here = min(range(1, 8), key=lambda d: (sum((d - w) % 7 for w in past), -past.count(d), d))
    else:
        here = min(range(1, 8), key=lambda d: (sum((w - d - 1) % 7 for w in coming), d))
    out: list[int | None] = []
    for day, one in zip(days, found, strict=True):
        if day:
            out.append((day - here - 1) % 7 + 1 if one.ahead else -((here - day) % 7))
        else:
            out.append(_ORDERED.get(one.match.match.group().lower()))
    return out
