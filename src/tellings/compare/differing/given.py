"""What a clause, or its article, gives beside a figure: of two values that one of them gives as well, they are hardly two tellings of one."""

import re
from functools import lru_cache
from typing import Final

from tellings.compare.differing import order
from tellings.compare.differing.clauses import Clause, figure_kind
from tellings.compare.differing.quantities import Quantity, is_former
from tellings.text.figures import find, former_values

_BEFORE_THAT: Final = re.compile(
    r"\b(?:up|down|revised|lowered|raised|reduced|increased) from (?:(?:about|around|some|the|an?|earlier|initial) )*[\w,.-]+",
    re.IGNORECASE,
)
_TOKEN: Final = re.compile(r"\w+(?:[.,’'-]\w+)*%?|[^\w\s]")


def gives(clause: Clause, quantity: Quantity) -> bool:
    """Return whether the clause names the number as well, as a figure or an ordinal ("in the 48th of 71 laps"), and not as what was before."""
    if quantity.figure.low in former_values(clause.text) or quantity.figure.low in _formerly(clause):
        return False
    figure = quantity.figure
    if figure.low in _numbers(clause):
        return True
    digits = str(int(figure.low)) if figure.low == int(figure.low) else str(figure.low)
    return re.search(rf"\b{re.escape(digits)}(?:st|nd|rd|th)?\b", clause.text) is not None


@lru_cache(maxsize=8192)
def _numbers(clause: Clause) -> frozenset[float]:
    """The exact numbers in the clause's words, spelled out or not ("31 houses, fourteen of them in the valley")."""
    words = _TOKEN.findall(_BEFORE_THAT.sub(" ", clause.text))
    return frozenset(number.low for number in find(words, words) if number.low == number.high and number.low > 1)


def tells_both(one: Quantity, other: Quantity) -> bool:
    """Return whether the article of one of them gives the other's value of such a thing as well: it tells of two things, unless it says that the
    one has taken the other's place.
    """
    if order.by_words(one.clause, other.clause, counts=True) is not None:
        return False
    return any((figure_kind(r.figure), r.figure.low) in q.clause.told for q, r in ((one, other), (other, one)))


def _formerly(clause: Clause) -> tuple[float, ...]:
    return tuple(figure.low for figure in clause.statement.figures if is_former(clause, figure))
