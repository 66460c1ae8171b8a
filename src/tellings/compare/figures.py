"""Figures of one claim side by side: which of them speak of one quantity, and whether they can all hold."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from tellings.compare.likeness import CLOSE, SOME, fate_of, one_action, one_part, overlap
from tellings.compare.units import Units
from tellings.data import toml
from tellings.model.articles import Article
from tellings.model.observed import Figure, Statement
from tellings.model.resolved import ClaimValue, Conflict, Relation
from tellings.text import tolls
from tellings.text.figures import compatible


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One figure, the statement that gives it, and the unit behind that."""

    statement: Statement
    figure: Figure
    unit: str

    @property
    def value(self) -> tuple[float, float, str]:
        """What is told, without the words."""
        return self.figure.low, self.figure.high, self.figure.bound


def figure_conflict(claim: str, support: Sequence[Statement], units: Units, articles: Mapping[str, Article]) -> Conflict | None:
    """Return how the claim's figures differ between units, None where they do not (or speak of different things).

    `support` leaves out statements of other years than their article's: figures of earlier events beside those of this one.
    """
    quantities: dict[tuple[str, str], list[Told]] = {}
    outgrown = {(fate_of(s), value) for s in support for value in tolls.outgrown(s.predicate, s.subject, s.sel.exact)}
    for statement in support:
        for figure in statement.figures:
            told = Told(statement=statement, figure=figure, unit=units.of(statement.sel.article).key)
            for quantity in _quantities(statement, figure, outgrown):
                quantities.setdefault(quantity, []).append(told)
    found = [made for key, told in sorted(quantities.items()) if (made := _conflict(claim, key, told, articles)) is not None]
    return min(found, key=lambda c: (c.relation == "precision", c.rule)) if found else None


def _quantities(statement: Statement, figure: Figure, outgrown: set[tuple[str, float]]) -> Iterable[tuple[str, str]]:
    """What is counted: a unit by itself, people by what befell them, else the noun. A count that another clause says has grown since is
    that of all people, whatever they are called.
    """
    if figure.unit is not None:
        yield ("", figure.unit)
        return
    fate = fate_of(statement)
    people = figure.of in toml("tolls")["people"]["nouns"]  # anybody; men, children or guards are counted apart
    if fate and (people or figure.of == "" or (fate, figure.low) in outgrown):
        yield (f"people {fate}", "")
    elif figure.of:
        yield (f"people {figure.of} {fate}" if fate else "people" if people else figure.of, "")


def _conflict(claim: str, key: tuple[str, str], told: Sequence[Told], articles: Mapping[str, Article]) -> Conflict | None:
    current = [one for one in told if not _is_former(one.statement)] or list(told)
    current = [one for one in current if not _at_odds_with_itself(one.unit, current)]
    different = [(a, b) for a, b in combinations(current, 2) if a.unit != b.unit and a.value != b.value and _comparable(a, b)]
    if not different:
        return None
    clashing = [(a, b) for a, b in different if not _agree(a, b) and not _units_agree(a.unit, b.unit, current)]
    if clashing:
        former = len(current) < len(told)
        relation: Relation = "update" if former or all(_grows(a, b, articles) for a, b in clashing) else "contradiction"
        involved = [one for one in told if any(one in pair for pair in clashing) or any(one.value == x.value for p in clashing for x in p)]
    else:
        relation = "precision"
        involved = [one for one in told if any(one in pair and _agree(*pair) for pair in different)]
    if not involved:
        return None
    values = _values(involved, of_all=key[0] == f"people {fate_of(involved[0].statement)}")
    if len(values) < 2:
        return None
    return Conflict(claim=claim, slot="number", relation=relation, values=values, rule=f"figures of {key[0] or key[1]}")


def _at_odds_with_itself(unit: str, told: Sequence[Told]) -> bool:
    """True where one unit gives values that cannot both hold: it counts two things, and which is meant is not known."""
    own = [one for one in told if one.unit == unit]
    return any(not _agree(a, b) for a, b in combinations(own, 2))


def _values(told: Iterable[Told], *, of_all: bool) -> tuple[ClaimValue, ...]:
    """The different values in the order told, with the statements that give each; one value in other words is one. Where all people are
    counted, what some outlet calls them ("crew") is left out.
    """
    people = toml("tolls")["people"]["nouns"]
    shown: dict[tuple[float, float, str], str] = {}
    given: dict[tuple[float, float, str], list[str]] = {}
    for one in told:
        shown.setdefault(one.value, _words(one.figure, bare=of_all and one.figure.of not in people))
        given.setdefault(one.value, []).append(one.statement.id)
    return tuple(ClaimValue(value=shown[value], statements=tuple(dict.fromkeys(ids))) for value, ids in given.items())


def _words(figure: Figure, *, bare: bool) -> str:
    words = " ".join(figure.sel.exact.split())
    return words if bare or figure.of in ("", "age") or figure.unit or figure.of in words else f"{words} ({figure.of})"


def _comparable(a: Told, b: Told) -> bool:
    """True where the two clauses differ in little but the figure, so that the figures stand in one place."""
    s, t = a.statement, b.statement
    if _gives(s, b.figure) or _gives(t, a.figure):
        return False
    if fate_of(s) and fate_of(s) == fate_of(t) and a.figure.unit is None:
        return True
    if a.figure.unit == "age":
        return one_part(s, t) or overlap(s, t) >= CLOSE
    return (one_action(s, t) and one_part(s, t) and (a.figure.unit is None or overlap(s, t) >= SOME)) or overlap(s, t) >= CLOSE


def _gives(statement: Statement, figure: Figure) -> bool:
    """True where the statement names the number as well, as a figure or an ordinal ("in the 48th of 71 laps")."""
    if any(own.low == figure.low and own.high == figure.high for own in statement.figures):
        return True
    digits = str(int(figure.low)) if figure.low == int(figure.low) else str(figure.low)
    return re.search(rf"\b{re.escape(digits)}(?:st|nd|rd|th)?\b", statement.sel.exact) is not None


def _agree(a: Told, b: Told) -> bool:
    one, other = a.figure, b.figure
    return compatible((one.low, one.high, one.bound), (other.low, other.high, other.bound), one.unit)


def _units_agree(one: str, other: str, told: Sequence[Told]) -> bool:
    """True where some value of the one unit agrees with some of the other: what else they give is of something else."""
    return any(_agree(a, b) for a in told if a.unit == one for b in told if b.unit == other)


def _is_former(statement: Statement) -> bool:
    """True where the statement itself says its value no longer stands ("had earlier been put at six")."""
    words = f" {statement.sel.exact.lower()} "
    return any(f" {cue} " in words for cue in toml("tolls")["former"]["cues"])


def _grows(a: Told, b: Told, articles: Mapping[str, Article]) -> bool:
    """True where the later publication gives more of something that only grows, a toll or how long something has lasted; or where a
    clause says itself that the toll has grown to its figure, and the other figure is smaller.
    """
    toll = bool(fate_of(a.statement))
    small, large = sorted((a, b), key=lambda one: one.figure.low)
    grown = large.statement
    if toll and small.figure.low < large.figure.low and tolls.rises(grown.predicate) and tolls.counted(grown.predicate, grown.subject):
        return True
    lasting = a.figure.unit == "s" and _lasts(a.statement) and _lasts(b.statement)
    if not toll and not lasting:
        return False
    first, second = sorted((a, b), key=lambda one: (articles[one.statement.sel.article].published or "", one.statement.id))
    times = [articles[one.statement.sel.article].published for one in (first, second)]
    return None not in times and times[0] != times[1] and first.figure.low < second.figure.low


def _lasts(statement: Statement) -> bool:
    words = f" {statement.sel.exact.lower()} "
    return any(f" {cue} " in words for cue in toml("tolls")["lasting"]["cues"])
