"""Counts independent tellings behind each claim: copies, and outlets of one owner, count once; `rests_on` says when all name one source."""

from collections.abc import Iterable, Mapping, Sequence

from tellings.backends.base import Context
from tellings.compare.units import Units
from tellings.model.articles import Article
from tellings.model.briefs import Comparison
from tellings.model.inputs import Inputs
from tellings.model.observed import Quotation, Statement
from tellings.model.resolved import Claim, ClaimStatus, Conflict, CopyGroup, Entity

ORIGIN = "corroboration@2"
# What a document is called beside its owner's name.
_DOCUMENTS = {
    "post": "post",
    "readout": "readout",
    "statement": "statement",
    "report": "report",
    "letter": "letter",
    "interview": "interview",
}


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield one Comparison for each Claim."""
    statements = {s.id: s for s in inputs.all(Statement)}
    units = Units(inputs.all(Article), inputs.all(CopyGroup))
    conflicts = {c.claim: c for c in inputs.all(Conflict)}
    sources = _Sources(inputs)
    for claim in inputs.all(Claim):
        support = [statements[s] for s in claim.statements]
        behind = units.behind(support)
        yield Comparison(
            claim=claim.id,
            status=_status(conflicts.get(claim.id), len(behind), len({s.sel.article for s in support})),
            independent=len(behind),
            units=tuple(unit.name for unit in behind),
            rests_on=sources.behind(support),
            origin=ORIGIN,
        )


def _status(conflict: Conflict | None, independent: int, articles: int) -> ClaimStatus:
    if conflict is not None and conflict.relation != "precision":
        return "conflicting"
    if independent >= 2:
        return "corroborated"
    return "repeated" if articles >= 2 else "single"


class _Sources:
    """The outside sources to which statements are attributed."""

    def __init__(self, inputs: Inputs) -> None:
        self._entity_of: Mapping[str, Entity] = {m: e for e in inputs.all(Entity) for m in e.mentions}
        self._quotations: Mapping[str, Quotation] = {q.id: q for q in inputs.all(Quotation)}

    def behind(self, statements: Sequence[Statement]) -> str | None:
        """Return the one source that every statement names, as speaker or as who passed the words on: the one nearest to the speaker.

        It is the speaker's post or other document where each gives that. None where one statement is in its outlet's own voice.
        """
        chains = [self._chain(s) for s in statements]
        shared = set.intersection(*map(set, chains)) if chains else set()
        if not shared:
            return None
        name = min(shared, key=lambda n: (max(chain.index(n) for chain in chains), n))
        quoted = [self._quotations.get(s.quotation or "") for s in statements]
        if any(chain[0] != name for chain in chains):
            return name
        documents = {self._document(q) if q is not None else None for q in quoted}
        document = next(iter(documents)) if len(documents) == 1 else None
        return f"{_short(name)}'s {document}" if document else name

    def _chain(self, statement: Statement) -> list[str]:
        """From the speaker outwards, the names of those to whom the statement is attributed; none where it is the outlet's own voice."""
        quotation = self._quotations.get(statement.quotation or "")
        if quotation is None:
            entity = self._entity_of.get(statement.attributed_to or "")
            return [entity.name] if entity is not None else []
        relays = [(relay.mention, relay.name) for relay in quotation.relays]
        named = [(quotation.source_mention, quotation.source), *relays]
        entities = [(self._entity_of.get(mention or ""), name) for mention, name in named]
        found = [entity.name if entity is not None else name for entity, name in entities]
        return list(dict.fromkeys(name for name in found if name is not None))

    @staticmethod
    def _document(quotation: Quotation) -> str | None:
        if quotation.document == "post":
            return "tweet" if "tweet" in (quotation.cue or "").lower() else "post"
        return _DOCUMENTS.get(quotation.document or "")


def _short(name: str) -> str:
    """The last word of a person's name of two or three words; other names whole."""
    words = name.split()
    return words[-1] if 2 <= len(words) <= 3 and words[0].lower() not in ("the", "a") and all(w[:1].isupper() for w in words) else name
