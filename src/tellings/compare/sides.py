"""Tells the sides' accounts apart: which country or organisation each quotation speaks for, its readouts, what only it claims, and which
accounts are of one meeting.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from tellings.backends.base import Context
from tellings.compare.belonging import Belonging
from tellings.compare.meetings import Occasion, Occasions
from tellings.compare.wordings import Wordings, core_of
from tellings.model.articles import Article
from tellings.model.briefs import Meeting, SideAccount
from tellings.model.inputs import Inputs
from tellings.model.observed import EventMention, Mention, Quotation, Statement
from tellings.model.resolved import Claim, Entity, Event, Story, Utterance
from tellings.model.spans import content_id

_ORIGIN: Final = "sides@3"
# Documents by which a participant gives an account of its own.
_ACCOUNTS: Final = frozenset({"readout", "statement", "post"})


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield a SideAccount for each side that speaks in the story, by name of the side; then the Meetings of which there are accounts."""
    return _Sides(inputs).made()


class _Sides:
    def __init__(self, inputs: Inputs) -> None:
        self.story = inputs.one(Story)
        self.entities = inputs.all(Entity)
        self.belonging = Belonging(self.entities, inputs.all(Mention), inputs.all(Article))
        self.entity_of = {mention: entity for entity in self.entities for mention in entity.mentions}
        self.claims = inputs.all(Claim)
        self.statements = {s.id: s for s in inputs.all(Statement)}
        self.side_of: dict[str, str] = {}
        self.said: dict[str, list[Quotation]] = defaultdict(list)
        for quotation in inputs.all(Quotation):
            side = self.belonging.side(self.entity_of.get(quotation.source_mention or ""))
            if side is not None:
                self.side_of[quotation.id] = side
                self.said[side].append(quotation)
        self.accounts = self._of_accounts(inputs.all(Utterance))
        sides = {entity.id: self.belonging.side(entity) for entity in self.entities}
        mentions = {m.id: m for m in inputs.all(EventMention)}
        self.occasions = Occasions(inputs.all(Event), mentions, sides, inputs.all(Article))

    def _of_accounts(self, utterances: Iterable[Utterance]) -> frozenset[str]:
        """Quotations out of a side's own documents, and the side's quotations that give words of them."""
        found = {q.id for quotations in self.said.values() for q in quotations if q.document in _ACCOUNTS}
        for utterance in utterances:
            sides = {self.side_of[q] for q in utterance.quotations if q in found}
            found |= {q for q in utterance.quotations if self.side_of.get(q) in sides}
        return frozenset(found)

    def made(self) -> Iterable[object]:
        only = self._only_here()
        for side in sorted(self.said):
            yield self._account(side, self.said[side], only.get(side, ()))
        yield from self._meetings()

    def _account(self, side: str, quotations: Iterable[Quotation], only: Iterable[str]) -> SideAccount:
        found = tuple(quotations)
        return SideAccount(
            story=self.story.id,
            side=side,
            quotations=tuple(q.id for q in found),
            readouts=tuple(q.id for q in found if q.id in self.accounts),
            claims_only_here=tuple(only),
            origin=_ORIGIN,
        )

    def _only_here(self) -> Mapping[str, list[str]]:
        """Claims that rest on one side's sources alone: each supporting statement is attributed, and all to that side.

        Not where a sentence of anybody else's, or of an outlet in its own voice, has nearly the claim's words.
        """
        found: dict[str, list[str]] = defaultdict(list)
        others: dict[str, Wordings] = {}
        for claim in self.claims:
            sides = self._attributed(claim)
            if len(sides) == 1 and (side := next(iter(sides))) is not None:
                if side not in others:
                    others[side] = Wordings(s for s in self.statements.values() if self._said_by(s) != side)
                core = core_of([self.statements[s] for s in claim.statements if s in self.statements])
                if not others[side].said(core):
                    found[side].append(claim.id)
        return found

    def _attributed(self, claim: Claim) -> set[str | None]:
        """The sides to which the claim's statements are attributed, None among them where one is nobody's."""
        return {self._said_by(self.statements[s]) for s in claim.statements if s in self.statements}

    def _said_by(self, statement: Statement) -> str | None:
        if statement.attributed_to is not None:
            side = self.belonging.side(self.entity_of.get(statement.attributed_to))
            if side is not None:
                return side
        return self.side_of.get(statement.quotation or "")

    def _meetings(self) -> Iterable[Meeting]:
        """Yield the meetings of which at least one side gives an account, in the order of their days."""
        accounts: dict[int, dict[str, list[Quotation]]] = {}
        places = {id(occasion): number for number, occasion in enumerate(self.occasions.found)}
        for side in sorted(self.said):
            for quotation in self.said[side]:
                if quotation.id in self.accounts or (quotation.document is None and self.occasions.tells(quotation)):
                    occasion = self.occasions.of(quotation, side)
                    if occasion is not None:
                        accounts.setdefault(places[id(occasion)], {}).setdefault(side, []).append(quotation)
        made = [self._meeting(self.occasions.found[number], by_side) for number, by_side in sorted(accounts.items())]
        yield from sorted(made, key=lambda m: (m.day is None, m.day or "", m.id))

    def _meeting(self, occasion: Occasion, by_side: Mapping[str, list[Quotation]]) -> Meeting:
        claims_of: dict[str, set[str]] = defaultdict(set)
        for claim in self.claims:
            for statement in (self.statements[s] for s in claim.statements if s in self.statements):
                claims_of[statement.quotation or ""].add(claim.id)
        theirs = {claim.id: self._attributed(claim) for claim in self.claims}
        accounts = []
        for side, quotations in sorted(by_side.items()):
            told = sorted({claim for q in quotations for claim in claims_of[q.id]})
            accounts.append(self._account(side, quotations, (c for c in told if theirs[c] == {side})))
        events = tuple(sorted(event.id for event in occasion.events))
        return Meeting(
            id=content_id("meeting", self.story.id, *events), story=self.story.id, events=events, kind=occasion.kind, day=occasion.day,
            accounts=tuple(accounts), origin=_ORIGIN,
        )  # fmt: skip
