"""Figures of one claim side by side: which of them speak of one quantity, and whether they can all hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from tellings.compare.units import Units
from tellings.data import toml
from tellings.model.articles import Article
from tellings.model.observed import Figure, Statement
from tellings.model.resolved import ClaimValue, Conflict, Relation
from tellings.text.figures import compatible


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    statement: Statement
    figure: Figure


def figure_conflict(
    claim: str, support: Sequence[Statement], units: Units, articles: Mapping[str, Article], origin: str
) -> Conflict | None:
    """Return how the claim's figures differ between units, None where they do not (or speak of different things)."""
    quantities: dict[tuple[str, str], list[_Told]] = {}
    for statement in support:
        for figure in statement.figures:
            quantities.setdefault(_quantity(statement, figure), []).append(_Told(statement=statement, figure=figure))
    found: list[tuple[int, str, Conflict]] = []
    for (of, unit), told in sorted(quantities.items()):
        values = _values(told)
        if len(values) < 2 or _one_teller_gives_several(told):
            continue
        relation = _relation(told, units, articles)
        if relation is None:
            continue
        made = Conflict(
            claim=claim,
            slot="number",
            relation=relation,
            values=tuple(ClaimValue(value=value, statements=tuple(dict.fromkeys(ids))) for value, ids in values.items()),
            rule=f"figures of {of or unit or 'one thing'}",
            origin=origin,
        )
        found.append((0 if relation != "precision" else 1, of, made))
    return min(found, key=lambda item: item[:2])[2] if found else None


def _quantity(statement: Statement, figure: Figure) -> tuple[str, str]:
    """What is counted: a unit by itself, else people as one kind with what befell them, else the noun."""
    if figure.unit is not None:
        return ("age" if figure.unit == "age" else "", figure.unit)
    fate = toml("tolls")["fate"].get(statement.predicate.split()[0], "")
    if figure.of in toml("tolls")["people"]["nouns"] or figure.of == "":
        return (f"people {fate}" if fate else f"people {statement.predicate}", "")
    return (figure.of, "")


def _values(told: Sequence[_Told]) -> dict[str, list[str]]:
    """The different values in the order told, with the statements that give each; equal ones in other words are one."""
    values: dict[str, list[str]] = {}
    shown: dict[tuple[float, float, str], str] = {}
    for one in told:
        figure = one.figure
        key = (figure.low, figure.high, figure.bound)
        text = shown.setdefault(key, _shown(figure))
        values.setdefault(text, []).append(one.statement.id)
    return values


def _shown(figure: Figure) -> str:
    words = " ".join(figure.sel.exact.split())
    return words if figure.of in ("", "age") or figure.unit or figure.of in words else f"{words} ({figure.of})"


def _one_teller_gives_several(told: Sequence[_Told]) -> bool:
    """True where one sentence gives two values: they count different things."""
    by_sentence: dict[tuple[str, int], set[tuple[float, float]]] = {}
    for one in told:
        place = (one.statement.sel.article, one.statement.sentence.start)
        by_sentence.setdefault(place, set()).add((one.figure.low, one.figure.high))
    return any(len(values) > 1 for values in by_sentence.values())


def _relation(told: Sequence[_Told], units: Units, articles: Mapping[str, Article]) -> Relation | None:
    """Contradiction, update or precision; None where no two units give different values."""
    apart = [(a, b) for a, b in combinations(told, 2) if units.of(a.statement.sel.article).key != units.of(b.statement.sel.article).key]
    different = [(a, b) for a, b in apart if (a.figure.low, a.figure.high, a.figure.bound) != (b.figure.low, b.figure.high, b.figure.bound)]
    if not different:
        return None
    clashing = [(a, b) for a, b in different if not _agree(a.figure, b.figure)]
    if not clashing:
        return "precision"
    return "update" if all(_grows(a, b, articles) for a, b in clashing) else "contradiction"


def _agree(a: Figure, b: Figure) -> bool:
    return compatible((a.low, a.high, a.bound), (b.low, b.high, b.bound))


def _grows(a: _Told, b: _Told, articles: Mapping[str, Article]) -> bool:
    """True where the later publication gives the higher figure of something that only grows, a toll."""
    if not toml("tolls")["fate"].get(a.statement.predicate.split()[0]):
        return False
    first, second = sorted((a, b), key=lambda one: articles[one.statement.sel.article].published or "")
    times = [articles[one.statement.sel.article].published for one in (first, second)]
    return None not in times and times[0] != times[1] and first.figure.low < second.figure.low
