"""Places of two clauses of one act: towns and sites that neither lie in one another nor go by one name."""

import re
from collections.abc import Iterator
from typing import Final

from tellings.compare.differing import acts, moments, order
from tellings.compare.differing.acts import ALIKE, CLOSE, SOME, Acts
from tellings.compare.differing.clauses import Clause
from tellings.compare.differing.found import Difference, Value
from tellings.compare.differing.quantities import quantities
from tellings.data import toml
from tellings.model.resolved import Entity
from tellings.text.forms import form, forms

# Distance, in kilometres or miles, from which a place is not the other's surroundings.
_FAR: Final = 25


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
    if acts.one_thing(a, b) and (_is_one(a, b, by, likeness) or (relation == "update" and likeness >= CLOSE)):
        yield Difference(
            slot="place", relation=relation, rule="places of one act",
            a=Value(clause=a, key=(one.id,), words=one.name), b=Value(clause=b, key=(other.id,), words=other.name),
        )  # fmt: skip


def _where(clause: Clause) -> Entity | None:
    """The one place that the clause gives, None where it gives none or several; of "moved from A to B" it is B."""
    left = _left(clause)
    named = {place.id: place for place in clause.places if place.name not in left and _is_where(clause, place.name)}
    return next(iter(named.values())) if len(named) == 1 else None


def _is_one(a: Clause, b: Clause, by: Acts, likeness: float) -> bool:
    """True where both tell one doing or being of one thing."""
    if not acts.one_verb(a, b):
        return False
    if likeness >= CLOSE or (likeness >= ALIKE and acts.one_deed(a, b) and all(acts.verb(c) != "be" for c in (a, b))):
        return True
    return acts.one_subject(a, b) and likeness >= SOME and by.around(a, b) >= CLOSE


def _is_where(clause: Clause, name: str) -> bool:
    """False of a place of which something is told ("the mayor of Varda"), whence it came, and of a name with figures that is no street's."""
    if re.search(r"\d(?!\d*(?:st|nd|rd|th)\b)", name):
        return False
    away = r"of|from|kilomet(?:er|re)s from|miles from|km from"
    return re.search(rf"\b(?:{away}) (?:the )?{re.escape(name)}\b", clause.text) is None


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
    if _words(a).issubset(_words(b)) or _words(b).issubset(_words(a)) or (a.known is None) != (b.known is None):
        return True  # a site that no list knows is likely in the town that it knows
    return (_is_land(a) or _is_land(b)) and a.country is not None and a.country == b.country


def _words(place: Entity) -> frozenset[str]:
    """The words of its name that are its own."""
    words = frozenset(forms(place.name))
    return words - frozenset(form(word) for word in toml("differing")["sites"]["words"]) or words


def _given_together(a: Clause, b: Clause, one: Entity, other: Entity) -> bool:
    """True where an article of either clause names both: a street of the town, a town near the other, a stage of the way; unless it says
    how far off the other is.
    """
    return (other.id in a.named_places and not _far_from(a, other)) or (one.id in b.named_places and not _far_from(b, one))


def _far_from(clause: Clause, place: Entity) -> bool:
    far = re.search(
        rf"\b(\d+) ?(?:km|kilomet(?:er|re)s?|miles?) (?:from|north of|south of|east of|west of|away from) (?:the )?{re.escape(place.name)}\b",
        clause.text,
    )
    return far is not None and int(far[1]) >= _FAR
