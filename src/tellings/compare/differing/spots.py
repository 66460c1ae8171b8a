"""Places of two clauses of one act: towns and sites that neither lie in one another nor go by one name."""

import re
from collections.abc import Iterator

from tellings.compare.differing import acts, moments, order
from tellings.compare.differing.acts import CLOSE, Acts
from tellings.compare.differing.clauses import Clause
from tellings.compare.differing.found import Difference, Value
from tellings.compare.differing.quantities import quantities
from tellings.model.resolved import Entity


def differences(a: Clause, b: Clause, by: Acts) -> Iterator[Difference]:
    """Yield how the one place that each clause gives differs from the other's."""
    one, other = _where(a), _where(b)
    moved = any(_left(clause) for clause in (a, b))
    if one is None or other is None or one.id == other.id or acts.subjects_differ(a, b) or acts.apart(a, b):
        return
    if (_is_land(one) != _is_land(other)) or within(one, other) or (_given_together(a, b, one, other) and not moved):
        return
    if _counts_differ(a, b) or moments.apart_in_time(a, b):
        return
    likeness = by.likeness(a, b)
    relation = "update" if moved else order.by_words(a, b) or "contradiction"
    if acts.tenses_differ(a, b) and relation != "update":
        return
    if likeness >= CLOSE and acts.one_thing(a, b) and (acts.one_verb(a, b) or relation == "update"):
        yield Difference(
            slot="place", relation=relation, rule="places of one act",
            a=Value(clause=a, key=(one.id,), words=one.name), b=Value(clause=b, key=(other.id,), words=other.name),
        )  # fmt: skip


def _where(clause: Clause) -> Entity | None:
    """The one place that the clause gives, None where it gives none or several; of "moved from A to B" it is B."""
    left = _left(clause)
    named = {
        place.id: place
        for place in clause.places
        if place.name not in left and not re.search(rf"\bof (?:the )?{re.escape(place.name)}\b", clause.text)
    }
    return next(iter(named.values())) if len(named) == 1 else None


def _counts_differ(a: Clause, b: Clause) -> bool:
    """True where the clauses count different numbers of one thing as well: two landslides, not one in two places."""
    ours, theirs = ({q.key: q for q in quantities(clause)} for clause in (a, b))
    return any(not ours[key].agrees(theirs[key]) for key in set(ours) & set(theirs))


def _left(clause: Clause) -> frozenset[str]:
    """The names of the places from which the clause says that the act was moved to another."""
    return frozenset(p.name for p in clause.places if re.search(rf"\bmoved from (?:the )?{re.escape(p.name)} to\b", clause.text))


def _is_land(entity: Entity) -> bool:
    return (entity.known or "").startswith(("country", "region"))


def within(a: Entity, b: Entity) -> bool:
    """True where one name holds the other ("London", "south London"), or one is the country and the other a place of it."""
    if a.name in b.name or b.name in a.name or (a.known is None) != (b.known is None):
        return True  # a site that no list knows is likely in the town that it knows
    return (_is_land(a) or _is_land(b)) and a.country is not None and a.country == b.country


def _given_together(a: Clause, b: Clause, one: Entity, other: Entity) -> bool:
    """True where a sentence of either clause names both: a street of the town, a town near the other."""
    both = {one.id, other.id}
    return any(both <= {e.id for e in clause.around} for clause in (a, b))
