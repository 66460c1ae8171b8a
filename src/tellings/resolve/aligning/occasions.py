"""Which statements tell of different occasions: the same people do the same thing on several days of a story, and with others."""

import re
from collections.abc import Sequence
from typing import Final

from tellings.resolve.aligning.views import View, Views

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def another_day(one: View, other: View) -> bool:
    """Return whether both give calendar days and none in common. A part of a day is of that day; weeks, months and years say nothing."""
    a, b = _days(one), _days(other)
    return bool(a and b and not a & b)


def apart(views: Views, pairs: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return those pairs that tell of different days, and each of somebody whom the other does not name."""
    found: set[tuple[int, int]] = set()
    for a, b in pairs:
        one, other = views.views[a], views.views[b]
        if one.entities - other.entities and other.entities - one.entities and another_day(one, other):
            found.add((a, b))
    return found


def _days(view: View) -> frozenset[str]:
    return frozenset(day.group() for day in map(_DAY.match, view.times) if day)
