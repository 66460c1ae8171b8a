"""Whose value it is: the sources to which the statements of a value attribute it, or whose count they say it is."""

from collections.abc import Mapping
from dataclasses import dataclass

from tellings.data import toml
from tellings.model.inputs import Inputs
from tellings.model.observed import Quotation, Statement
from tellings.model.resolved import ClaimValue, Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Knows the quotations and entities of one story."""

    quotations: Mapping[str, Quotation]
    entity_of: Mapping[str, Entity]

    @classmethod
    def of(cls, inputs: Inputs) -> "Said":
        """Return what a story's records say of sources."""
        return cls(
            quotations={q.id: q for q in inputs.all(Quotation)},
            entity_of={m: e for e in inputs.all(Entity) for m in e.mentions},
        )

    def by(self, statements: Mapping[str, Statement], value: ClaimValue) -> tuple[str, ...]:
        """Return the names of the value's sources in the order told; none where a statement gives it in its outlet's own voice."""
        names = [self._source(statements[s]) for s in value.statements if s in statements]
        return () if None in names else tuple(dict.fromkeys(name for name in names if name is not None))

    def _source(self, statement: Statement) -> str | None:
        quotation = self.quotations.get(statement.quotation or "")
        entity = self.entity_of.get(statement.attributed_to or "")
        if entity is not None:
            return quotation.source if quotation is not None and quotation.source else entity.name
        if quotation is not None and quotation.source is not None:
            return quotation.source
        if statement.predicate in toml("differing")["giving"]["lemmas"]:
            actors = [self.entity_of[m] for m in statement.actors if m in self.entity_of]
            return next((e.name for e in actors if e.kind in ("person", "organisation")), None)
        return None
