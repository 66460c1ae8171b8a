"""Pairs the accounts that participants give of one meeting, call or talks: readouts, statements, posts, and what is said after it."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Literal

from tellings import data
from tellings.model.articles import Article
from tellings.model.observed import EventMention, Quotation
from tellings.model.resolved import Event

Kind = Literal["call", "meeting", "talks"]
_KINDS: Final[tuple[Kind, ...]] = ("call", "meeting", "talks")
_CONSULT: Final = "CONSULT"
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORD: Final = re.compile(r"[a-z]+")
# How far around source and cue the frame says what an account is of.
_REACH: Final = 60
_STOP: Final = re.compile(r"[.!?][\"”’)]*\s|\n")


@dataclass(slots=True)
class Occasion:
    """One meeting: its events, the sides that took part, the passages that tell it by article."""

    sides: frozenset[str]
    events: list[Event] = field(default_factory=list)
    mentions: list[EventMention] = field(default_factory=list)

    @property
    def day(self) -> str | None:
        """The day on which most of its events are put."""
        days = Counter(day[0] for e in self.events if e.time_value and (day := _DAY.match(e.time_value)))
        return min(days, key=lambda d: (-days[d], d)) if days else None

    @property
    def kind(self) -> Kind:
        """What most of its passages call it."""
        kinds = Counter(kind for m in self.mentions for kind in kinds_of(m.sel.exact))
        kinds.update("call" for e in self.events if e.mode == "phone")
        return min(_KINDS, key=lambda k: (-kinds[k], _KINDS.index(k))) if kinds else "talks"


class Occasions:
    """The meetings of a story, to be asked of which one a quotation is an account."""

    def __init__(
        self, events: Iterable[Event], mentions: Mapping[str, EventMention], side_of: Mapping[str, str | None], articles: Iterable[Article]
    ) -> None:
        self.text = {article.id: article.text for article in articles}
        self.found: list[Occasion] = []
        for event in sorted((e for e in events if e.plover == _CONSULT), key=lambda e: (e.time_value is None, -len(e.mentions), e.id)):
            sides = frozenset(side for a in (*event.actors, *event.recipients) if (side := side_of.get(a)) is not None)
            occasion = self._like(event, sides)
            occasion.events.append(event)
            occasion.mentions += [mentions[m] for m in event.mentions if m in mentions]
        self._placed: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for number, occasion in enumerate(self.found):
            for mention in occasion.mentions:
                self._placed[mention.sel.article].append((mention.sel.start, mention.sel.end, number))
        for placed in self._placed.values():
            placed.sort()

    def _like(self, event: Event, sides: frozenset[str]) -> Occasion:
        """The meeting of the same sides on the same day, a new one where there is none."""
        day = _DAY.match(event.time_value or "")
        if len(sides) > 1:
            for other in self.found:
                if other.sides == sides and (day is None or other.day in (None, day[0])):
                    return other
        self.found.append(Occasion(sides))
        return self.found[-1]

    def of(self, quotation: Quotation, side: str) -> Occasion | None:
        """Return the meeting of which the quotation is the side's account.

        That is the one before it in the article that is called as the frame has it ("a readout of the call"); else the nearest in which
        the side took part.
        """
        asked = self._kinds(quotation)
        content = quotation.content
        placed = self._placed.get(content.article, [])
        at = bisect_right(placed, (content.end, 0, 0))
        for start, end, number in reversed(placed[:at]):
            occasion = self.found[number]
            told = kinds_of(self.text[content.article][start:end])
            if asked and told and not _one_kind(asked, told):
                continue
            if side in occasion.sides and len(occasion.sides) > 1:
                return occasion
            if asked and told and occasion.sides and start < content.start:
                return None  # it is an account of another meeting
        having = [o for o in self.found if side in o.sides and len(o.sides) > 1]
        return having[0] if len(having) == 1 else None

    def tells(self, quotation: Quotation) -> bool:
        """Return whether the frame says that it is said on a meeting: "said after the talks"."""
        return bool(self._kinds(quotation, after=True))

    def _kinds(self, quotation: Quotation, *, after: bool = False) -> frozenset[str]:
        return kinds_of(self._frame(quotation), after=after)

    def _frame(self, quotation: Quotation) -> str:
        """What stands around the words within the sentences of source and cue, the words left out."""
        content = quotation.content
        text = self.text[content.article]
        parts = [sel for sel in (content, quotation.source_sel, quotation.cue_sel) if sel is not None]
        start, end = min(sel.start for sel in parts), max(sel.end for sel in parts)
        before, behind = text[max(0, start - _REACH) : start], text[end : end + _REACH]
        stops = list(_STOP.finditer(before))
        stop = _STOP.search(behind)
        head = before[stops[-1].end() :] if stops else before
        return f"{head}{text[start : content.start]} {text[content.end : end]}{behind[: stop.start()] if stop else behind}"


def kinds_of(text: str, *, after: bool = False) -> frozenset[str]:
    """Return by which words for a meeting the text speaks of one; with `after` only where "after", "on" and the like stand before."""
    words = _WORD.findall(text.lower())
    table = data.toml("sides")["meetings"]
    found = set()
    for at, word in enumerate(words):
        kind = _kind_of().get(word)
        if kind is not None and (not after or not set(words[max(0, at - 5) : at]).isdisjoint(table["after"])):
            found.add(kind)
    return frozenset(found)


def _one_kind(a: frozenset[str], b: frozenset[str]) -> bool:
    """Calls and meetings both are talks."""
    return bool(a & b) or "talks" in a or "talks" in b


@cache
def _kind_of() -> dict[str, str]:
    table = data.toml("sides")["meetings"]
    return {word: kind for kind in _KINDS for word in table[kind]}
