"""A difference between two tellings of one act, before it is written down as a Conflict."""

from dataclasses import dataclass

from tellings.compare.differing.clauses import Clause
from tellings.model.resolved import Relation, Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What one clause gives in one part, in its own words; `key` is equal where two clauses give the same in other words."""

    clause: Clause
    key: tuple[object, ...]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two values of one part that differ. `rule` names what was compared."""

    slot: Slot
    relation: Relation
    a: Value
    b: Value
    rule: str
