"""What two clauses differ in by their reading as a whole, where no part that can be set side by side tells it: an inference, or words without a table."""

from collections.abc import Iterator, Mapping
from typing import Final

from tellings.compare.differing import acts, counts, moments
from tellings.compare.differing.acts import Acts
from tellings.compare.differing.clauses import Clause
from tellings.compare.differing.found import Difference, Value
from tellings.model.resolved import Claim, Relation, Slot

# From this chance on a reading alone makes a conflict; figures have to be read as such.
SURE: Final = 0.85
# From this one on, a reading makes one of figures that are of one unit or kind and told alike.
LIKELY: Final = 0.6
_SLOTS: Final = ("polarity", "manner", "time", "place", "actor")
# What is feared or supposed is not at odds with what is told.
_OPEN: Final = frozenset({"possible", "hypothetical"})

Clash = tuple[Slot, Relation, float]


def clashes_of(claim: Claim) -> Mapping[tuple[str, str], Clash]:
    """Return the claim's clashes by the ids of both statements, in either order."""
    found: dict[tuple[str, str], Clash] = {}
    for one, other, slot, relation, chance in claim.clashes:
        a, b = claim.statements[one], claim.statements[other]
        found[a, b] = found[b, a] = (slot, relation, chance)
    return found


def differences(a: Clause, b: Clause, clashes: Mapping[tuple[str, str], Clash], by: Acts) -> Iterator[Difference]:
    """Yield the clauses as values where they were read as a conflict, surely enough; of a number the figures that are meant."""
    clash = clashes.get((a.statement.id, b.statement.id))
    if clash is None or clash[2] < (LIKELY if clash[0] == "number" else SURE) or clash[0] not in (*_SLOTS, "number"):
        return
    if (
        {a.statement.modality, b.statement.modality} & _OPEN
        or acts.elsewhere(a, b)
        or acts.apart(a, b)
        or a.is_habit
        or b.is_habit
        or moments.apart_in_time(a, b)
    ):
        return
    slot, relation, chance = clash
    if slot == "number":
        yield from counts.read(a, b, by, relation, surely=chance >= SURE)
        return
    yield Difference(slot=slot, relation=relation, a=_value(a), b=_value(b), rule="read together")


def _value(clause: Clause) -> Value:
    words = " ".join(clause.statement.sel.exact.split())
    return Value(clause=clause, key=("read", words.lower()), words=words)
