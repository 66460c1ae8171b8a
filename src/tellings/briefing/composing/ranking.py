"""Which claims matter: independent tellings, place in the article, distinctness; background is told apart."""

import re
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from math import log2
from typing import Final

from tellings.briefing.composing.material import Material
from tellings.model.resolved import Claim

# What happened this long before the first article came out is background to it.
_BACKGROUND_DAYS: Final = 21
# Code points of body after which a passage weighs half of one in the lede: about two paragraphs.
_HALF_PLACE: Final = 400
_YEAR: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Ranking:
    """The order of a story's claims. All keys end in the claim's id, so that no order hangs on chance."""

    def __init__(self, material: Material) -> None:
        self.material = material

    def key(self, claim: Claim) -> tuple[float, str]:
        """Return the key by which claims are sorted, those that matter most first."""
        return (-round(self.weight(claim), 6), claim.id)

    def weight(self, claim: Claim) -> float:
        """Return how much a claim matters: each doubling of independent tellings counts as much as standing in the lede."""
        compared = self.material.comparisons.get(claim.id)
        tellings = compared.independent if compared is not None else 1
        return log2(1 + tellings) + self.placed(claim) + 0.5 * self.substance(claim)

    def placed(self, claim: Claim) -> float:
        """Return 1 for a claim of the lede, falling by half every few paragraphs; the mean over the claim's tellings."""
        first: dict[str, int] = {}
        for statement in self.material.support(claim):
            place = self.material.place(statement.sel)
            first[statement.sel.article] = min(place, first.get(statement.sel.article, place))
        if not first:
            return 0.0
        return sum(_HALF_PLACE / (_HALF_PLACE + place) for place in first.values()) / len(first)

    def substance(self, claim: Claim) -> float:
        """Return 0..1 for how much a reader can check: names, figures, times, and a thing that happened."""
        found = self.material.support(claim)
        if not found:
            return 0.0
        marks = (
            any(s.actors for s in found), any(s.figures for s in found), any(s.times or s.places for s in found),
            any(s.modality in ("happened", "ongoing", "denied") for s in found),
        )  # fmt: skip
        return sum(marks) / len(marks)

    @cached_property
    def day(self) -> date | None:
        """The day on which the first dated article came out."""
        days = [date.fromisoformat(a.published[:10]) for a in self.material.articles if a.published and _YEAR.match(a.published)]
        return min(days, default=None)

    def is_background(self, claim: Claim) -> bool:
        """Return whether every time the claim's passages give lies weeks before the story's first article."""
        values = [
            self.material.times[t].value
            for s in self.material.support(claim)
            for t in s.times
            if t in self.material.times and self.material.times[t].type in ("DATE", "TIME")
        ]
        days = [latest for value in values if (latest := _latest_day(value)) is not None]
        if not days or len(days) < len(values):
            return False
        start = self.day or self._last_named()
        return start is not None and (start - max(days)).days > _BACKGROUND_DAYS

    def _last_named(self) -> date | None:
        """Where no article is dated, the latest day any of them names stands for the day of the story."""
        days = [_latest_day(t.value) for t in self.material.times.values() if t.type in ("DATE", "TIME")]
        return max((day for day in days if day is not None), default=None)


def _latest_day(value: str) -> date | None:
    """Return the last day that a TIMEX3 value can mean; None for weekdays without a date and the like."""
    found = _YEAR.match(value)
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        return date(year or 1, month or 12, day or 28)
    except ValueError:
        return None


def overlap(a: Sequence[str], b: Sequence[str]) -> float:
    """Return the share of the shorter's words that the other has too."""
    first, second = set(a), set(b)
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0
