"""Differences in other parts than figures: whether it happened at all, when, and where. Only between clauses that else say the same."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from tellings.compare.likeness import CLOSE, VERY_CLOSE, fate_of, one_action, one_part, overlap
from tellings.compare.units import Units
from tellings.data import toml
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.observed import Statement, TimeExpression
from tellings.model.resolved import ClaimValue, Conflict, Entity, Relation, Slot

_REAL: Final = frozenset({"happened", "ongoing", "denied"})
_DAY: Final = 10  # letters of YYYY-MM-DD


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What statements' ids stand for in one story, and how to compare their parts."""

    places: Mapping[str, Entity]
    times: Mapping[str, TimeExpression]
    articles: Mapping[str, Article]
    units: Units

    @classmethod
    def of(cls, inputs: Inputs, units: Units) -> "Parts":
        """Return the parts of a story's records."""
        return cls(
            places={m: e for e in inputs.all(Entity) if e.kind == "place" for m in e.mentions},
            times={t.id: t for t in inputs.all(TimeExpression)},
            articles={a.id: a for a in inputs.all(Article)},
            units=units,
        )

    def is_background(self, statement: Statement) -> bool:
        """True where the statement gives a year, and not that of its article's publication."""
        published = self.articles[statement.sel.article].published
        years = {self.times[t].value[:4] for t in statement.times if t in self.times and self.times[t].value[:4].isdigit()}
        return published is not None and bool(years) and published[:4] not in years

    def conflict(self, claim: str, support: Sequence[Statement]) -> Conflict | None:
        """Return the first difference found between two units: polarity, then time, then place; None where there is none."""
        pairs = [
            (a, b)
            for a, b in combinations(support, 2)
            if self.units.of(a.sel.article).key != self.units.of(b.sel.article).key and one_action(a, b)
        ]
        return self._polarity(claim, pairs) or self._time(claim, pairs) or self._place(claim, pairs)

    def _polarity(self, claim: str, pairs: Sequence[tuple[Statement, Statement]]) -> Conflict | None:
        for a, b in pairs:
            opposed = _holds(a) != _holds(b) and _says_no(a) != _says_no(b) and a.modality in _REAL and b.modality in _REAL
            if (
                opposed
                and (a.predicate == b.predicate or fate_of(a) != "")
                and (one_part(a, b) or fate_of(a) != "")
                and overlap(a, b) >= CLOSE
            ):
                return _two(claim, "polarity", "contradiction", (a, _clause(a)), (b, _clause(b)))
        return None

    def _time(self, claim: str, pairs: Sequence[tuple[Statement, Statement]]) -> Conflict | None:
        for a, b in pairs:
            one, other = self._day(a), self._day(b)
            if one is None or other is None or not one_part(a, b) or overlap(a, b) < CLOSE:
                continue
            # the same relative words ("this afternoon") in one utterance, or in a reprint of another day, differ only by their anchors
            if one.sel.exact.casefold() == other.sel.exact.casefold():
                continue
            if one.value[:_DAY] != other.value[:_DAY] and len(one.value) >= _DAY <= len(other.value):
                return _two(claim, "time", "contradiction", (a, one.sel.exact), (b, other.sel.exact))
        return None

    def _day(self, statement: Statement) -> TimeExpression | None:
        """The one day that the clause gives, None where it gives none or several."""
        days = [self.times[t] for t in statement.times if t in self.times and self.times[t].type in ("DATE", "TIME")]
        days = [t for t in days if len(t.value) >= _DAY and t.value[:4].isdigit()]
        return days[0] if len({t.value[:_DAY] for t in days}) == 1 else None

    def _place(self, claim: str, pairs: Sequence[tuple[Statement, Statement]]) -> Conflict | None:
        for a, b in pairs:
            one, other = self._where(a), self._where(b)
            if one is None or other is None or one.id == other.id or not one_part(a, b):
                continue
            words = frozenset(f"{one.name} {other.name}".lower().split())
            level = (one.country is None) == (other.country is None)
            if level and overlap(a, b, words) >= VERY_CLOSE and not _within(one, other):
                return _two(claim, "place", "contradiction", (a, one.name), (b, other.name))
        return None

    def _where(self, statement: Statement) -> Entity | None:
        """The one place that the clause gives, None where it gives none or several."""
        named = {self.places[m].id: self.places[m] for m in statement.places if m in self.places}
        return next(iter(named.values())) if len(named) == 1 else None


def _holds(statement: Statement) -> bool:
    return statement.negated == (statement.modality == "denied")


def _says_no(statement: Statement) -> bool:
    """True where the words themselves turn the clause round: a parse may hang one "not" on either of two verbs."""
    words = toml("tolls")["turned"]["words"]
    return statement.modality == "denied" or any(word in words for word in re.findall(r"[a-z]+(?:n['’]t)?", statement.sel.exact.lower()))


def _within(a: Entity, b: Entity) -> bool:
    """True where one name holds the other ("London", "south London"), or one is the country and the other a place of it."""
    return a.name in b.name or b.name in a.name or (a.country is not None and a.country == b.country)


def _clause(statement: Statement) -> str:
    return " ".join(statement.sel.exact.split())


def _two(claim: str, slot: Slot, relation: Relation, a: tuple[Statement, str], b: tuple[Statement, str]) -> Conflict:
    values = tuple(ClaimValue(value=" ".join(words.split()), statements=(s.id,)) for s, words in (a, b))
    return Conflict(claim=claim, slot=slot, relation=relation, values=values, rule=f"{slot} of one action")
