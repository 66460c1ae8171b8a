"""Pairs that a typed comparison joins whatever their wording: tolls of one event, and one event noun with one named party.

The dead, hurt, missing or held of the event that two openings tell of are one claim, however far the numbers lie apart: a conflict is
found inside a claim. "The takeover of the port by the militia" and "a swift takeover by the militia" are one deed.
"""

from collections.abc import Sequence
from functools import cache
from itertools import combinations
from typing import Final

from tellings.data import rows, toml
from tellings.resolve.aligning.views import View, Views
from tellings.text.tolls import fate as fate_of
from tellings.text.tolls import outgrown

# The opening of an article, in statements: a toll further down may be that of an earlier event.
_OPENING: Final = 12
# How sure the rule is: enough to join, less than a good match of words.
SCORE: Final = 0.6
_SHARED_NAMES: Final = 2
# As many words two openings on tolls have in common by chance ("kill", "say", "people").
_CHANCE: Final = 4
# A clause of more terms than this tells more than its deed.
_BARE: Final = 5


def deeds(views: Views, candidates: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return those candidates in which two short clauses have one event noun and a named person or organisation in common."""
    found: set[tuple[int, int]] = set()
    for a, b in candidates:
        one, other = views.views[a], views.views[b]
        if "nominal" not in (one.statement.rule, other.statement.rule) or max(len(one.terms), len(other.terms)) > _BARE:
            continue
        parties = (one.entities - one.wheres - one.lands) & (other.entities - other.wheres - other.lands)
        if parties and one.terms & other.terms & _event_nouns():
            found.add((a, b))
    return found


def tolls(views: Views) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Return the pairs of statements (a < b) of different articles whose openings give a toll of one fate: those of one event, where the
    openings share a place smaller than a country, a day and a name, or two names, or where one has grown from the other's number; and
    those of two events, where both name somebody or something and share neither names nor more than a few words.
    """
    opening = _openings(views)
    marks = {article: _marks([views.views[k] for k in members]) for article, members in opening.items()}
    holders: dict[str, list[int]] = {}
    for members in opening.values():
        for k in members:
            fate = _toll(views.views[k])
            if fate is not None:
                holders.setdefault(fate, []).append(k)
    one_event = _outgrown(views)
    two_events: set[tuple[int, int]] = set()
    for held in holders.values():
        for a, b in combinations(sorted(held), 2):
            one, other = views.views[a].article, views.views[b].article
            if one != other and _one_event(marks[one], marks[other]):
                one_event.add((a, b))
            elif one != other and _two_events(marks[one], marks[other]):
                two_events.add((a, b))
    return one_event, two_events


def _outgrown(views: Views) -> set[tuple[int, int]]:
    """The pairs of a toll that has grown from a number and a clause that gives that number for the same fate."""
    told: dict[tuple[str, float], list[int]] = {}
    for k, view in enumerate(views.views):
        s = view.statement
        fate = "" if s.negated else fate_of(s.predicate, s.subject)
        for figure in s.figures if fate else ():
            if figure.unit is None:
                told.setdefault((fate, figure.low), []).append(k)
    found: set[tuple[int, int]] = set()
    for k, view in enumerate(views.views):
        s = view.statement
        for value in outgrown(s.predicate, s.subject, s.sel.exact):
            found |= {(min(k, m), max(k, m)) for m in told.get((fate_of(s.predicate, s.subject), value), ()) if m != k}
    return found


def _openings(views: Views) -> dict[int, list[int]]:
    opening: dict[int, list[int]] = {}
    for k, view in enumerate(views.views):
        if view.nth < _OPENING:
            opening.setdefault(view.article, []).append(k)
    return opening


def _toll(view: View) -> str | None:
    """The fate, where the clause counts people whom it befell; a part ("two of them children") has its own noun and is none."""
    fate = fate_of(view.statement.predicate, view.statement.subject)
    people = toml("tolls")["people"]["nouns"]
    counted = any(unit is None and (of in people or of == "") for _, _, _, of, unit in view.numbers)
    return fate if fate and counted and not view.statement.negated else None


def _marks(members: list[View]) -> tuple[frozenset[str], ...]:
    days = frozenset(time[:10] for view in members for time in view.times if len(time) >= 10 and time[:4].isdigit())
    wheres = frozenset(place for view in members for place in view.wheres)
    names = frozenset(name for view in members for name in view.entities)
    terms = frozenset(term for view in members for term in view.terms)
    return days, wheres, names, terms


def _one_event(a: tuple[frozenset[str], ...], b: tuple[frozenset[str], ...]) -> bool:
    return bool(a[1] & b[1]) or (bool(a[0] & b[0]) and bool(a[2] & b[2])) or len(a[2] & b[2]) >= _SHARED_NAMES


def _two_events(a: tuple[frozenset[str], ...], b: tuple[frozenset[str], ...]) -> bool:
    return bool(a[2]) and bool(b[2]) and not a[2] & b[2] and len(a[3] & b[3]) <= _CHANCE


@cache
def _event_nouns() -> frozenset[str]:
    return frozenset(row["noun"] for row in rows("nominals"))
