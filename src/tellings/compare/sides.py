"""Tells the sides' accounts apart: which country or organisation each quotation speaks for, its readouts, and what only it claims."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from tellings.backends.base import Context
from tellings.model.briefs import SideAccount
from tellings.model.inputs import Inputs
from tellings.model.observed import Quotation, Statement
from tellings.model.resolved import Claim, Entity, Story

_ORIGIN: Final = "sides@1"
# Documents by which a participant gives an account of its own; a post counts where its writer holds an office.
_ACCOUNTS: Final = frozenset({"readout", "statement"})
_POST: Final = "post"


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield a SideAccount for each side that speaks in the story, by name of the side."""
    story = inputs.one(Story)
    entity_of = {mention: entity for entity in inputs.all(Entity) for mention in entity.mentions}
    quotations = inputs.all(Quotation)
    side_of = {q.id: side for q in quotations if (side := _side(entity_of.get(q.source_mention or ""))) is not None}
    said: dict[str, list[Quotation]] = defaultdict(list)
    for quotation in quotations:
        if quotation.id in side_of:
            said[side_of[quotation.id]].append(quotation)
    only = _only_here(inputs, side_of, entity_of)
    for side in sorted(said):
        yield SideAccount(
            story=story.id,
            side=side,
            quotations=tuple(q.id for q in said[side]),
            readouts=tuple(q.id for q in said[side] if _is_readout(q, entity_of.get(q.source_mention or ""))),
            claims_only_here=tuple(only.get(side, ())),
            origin=_ORIGIN,
        )


def _side(entity: Entity | None) -> str | None:
    """The country an entity speaks for (ISO alpha-3); an organisation of no country is a side by its name."""
    if entity is None:
        return None
    return entity.country or (entity.name if entity.kind == "organisation" else None)


def _is_readout(quotation: Quotation, entity: Entity | None) -> bool:
    if quotation.document in _ACCOUNTS:
        return True
    return quotation.document == _POST and entity is not None and (entity.office is not None or entity.kind == "organisation")


def _only_here(inputs: Inputs, side_of: dict[str, str], entity_of: dict[str, Entity]) -> dict[str, list[str]]:
    """Claims that rest on one side's sources alone: each supporting statement is attributed, and all to that side."""
    statements = {s.id: s for s in inputs.all(Statement)}
    found: dict[str, list[str]] = defaultdict(list)
    for claim in inputs.all(Claim):
        sides = {_said_by(statements[s], side_of, entity_of) for s in claim.statements if s in statements}
        if len(sides) == 1 and (side := sides.pop()) is not None:
            found[side].append(claim.id)
    return found


def _said_by(statement: Statement, side_of: dict[str, str], entity_of: dict[str, Entity]) -> str | None:
    if statement.attributed_to is not None and (side := _side(entity_of.get(statement.attributed_to))) is not None:
        return side
    return side_of.get(statement.quotation or "")
