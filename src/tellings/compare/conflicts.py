"""Finds claims whose tellings differ: in figures, in whether it happened, in when, where, how and by whom.

Only between different units: a difference inside one copy group is none. Two clauses that differ in several parts at once tell of two things.
Two statements that clash are shown at one claim only, that with the most support.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from tellings.backends.base import Context
from tellings.compare.differing import acts, counts, doers, manners, moments, occasions, readings, spots, turns
from tellings.compare.differing.acts import Acts
from tellings.compare.differing.clauses import Clause, Clauses
from tellings.compare.differing.found import Difference, Value
from tellings.compare.differing.said import Said
from tellings.compare.units import Units
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.judged import NO_CONFLICT, agreed
from tellings.model.observed import Statement
from tellings.model.resolved import Claim, ClaimValue, Conflict, CopyGroup, Link

ORIGIN = "conflicts@5"
Part = Callable[[Clause, Clause, Acts], Iterable[Difference]]
_PARTS: Final[Sequence[Part]] = (
    counts.differences,
    turns.differences,
    moments.differences,
    spots.differences,
    manners.differences,
    doers.differences,
)
_SLOTS: Final = ("number", "polarity", "time", "place", "actor", "manner")
# Of a claim with more clauses than this, those of the first units are compared: what all of them tell is no longer in doubt.
_MOST: Final = 20


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield a Conflict for each Claim whose values differ between units, in the order of the claims."""
    statements = {s.id: s for s in inputs.all(Statement)}
    units = Units(inputs.all(Article), inputs.all(CopyGroup))
    clauses = Clauses.of(inputs, units)
    said = Said.of(inputs)
    by = Acts(context.embedder)
    known = _Agreed(inputs.all(Link), statements)
    found: dict[str, Conflict] = {}
    for claim in inputs.all(Claim):
        support = [statements[s] for s in claim.statements]
        if len({units.of(s.sel.article).key for s in support}) > 1 and len(units.behind(support)) > 1:
            conflict = _conflict(claim, map(clauses.make, support), by, known)
            if conflict is not None:
                found[claim.id] = replace(conflict, values=tuple(replace(v, sources=said.by(statements, v)) for v in conflict.values))
    kept = _once(found)
    yield from (replace(kept[claim.id], origin=ORIGIN) for claim in inputs.all(Claim) if claim.id in kept)


def _conflict(claim: Claim, clauses: Iterable[Clause], by: Acts, known: "_Agreed") -> Conflict | None:
    """The claim's conflict, else how finer and coarser values agree, else None."""
    current = list(islice((clause for clause in clauses if not is_background(clause)), _MOST))
    compared = [(a, b) for a, b in acts.pairs(current) if not known.hold(a, b)]
    found = [difference for a, b in compared for difference in _of_pair(a, b, by)]
    clashing = [d for d in found if d.relation != "precision"]
    if not clashing:
        clashes = readings.clashes_of(claim)
        clashing = [difference for a, b in compared for difference in readings.differences(a, b, clashes, by)] if clashes else []
    if not clashing:
        return _made(claim.id, found[:1]) if found else None
    count = Counter(d.slot for d in clashing)
    slot = min(count, key=lambda s: (-count[s], _SLOTS.index(s)))
    return _made(claim.id, _settled([d for d in clashing if d.slot == slot]))


class _Agreed:
    """The pairs of statements of which a person has said that both can hold: those, and those of the same words."""

    def __init__(self, links: Iterable[Link], statements: Mapping[str, Statement]) -> None:
        self._statements = statements
        self._pairs = {self._key(pair) for pair in agreed(links, NO_CONFLICT) if pair <= statements.keys()}

    def _key(self, pair: Iterable[str]) -> frozenset[str]:
        return frozenset(" ".join(self._statements[s].sel.exact.split()) for s in pair)

    def hold(self, a: Clause, b: Clause) -> bool:
        return bool(self._pairs) and self._key((a.given, b.given)) in self._pairs


def _settled(found: Sequence[Difference]) -> Sequence[Difference]:
    """The differences without those of a value that its own unit gives beside another: it gives two things, and the value that differs from
    fewer units is the one that the others speak of.
    """
    if len({d.rule for d in found}) > 1:
        rules = Counter(d.rule for d in found)
        first = min(rules, key=lambda rule: (-rules[rule], rule))
        found = [d for d in found if d.rule == first]
    by_unit: dict[str, Counter[tuple[object, ...]]] = {}
    for value in _values(found):
        by_unit.setdefault(value.clause.unit, Counter())[value.key] += 1
    if found[0].slot != "number" or all(len(keys) == 1 for keys in by_unit.values()):
        return found
    kept = {unit: min(keys, key=lambda k: (keys[k], str(k))) for unit, keys in by_unit.items()}
    return [d for d in found if all(kept[v.clause.unit] == v.key for v in (d.a, d.b))] or found


def is_background(clause: Clause) -> bool:
    """True where the clause gives a year, and not that of its article's publication."""
    years = {time.value[:4] for time in clause.dated if time.value[:4].isdigit()}
    return clause.published is not None and bool(years) and clause.published[:4] not in years


def _of_pair(a: Clause, b: Clause, by: Acts) -> Iterator[Difference]:
    """The part in which the two differ; nothing where they differ in several, which two tellings of one act hardly do."""
    found = [difference for part in _parts(a, b) for difference in part(a, b, by)]
    clashing = [d for d in found if d.relation != "precision"]
    if len({d.slot for d in clashing}) == 1:
        yield clashing[0]
    elif not clashing:
        yield from found


def _parts(a: Clause, b: Clause) -> Sequence[Part]:
    """The parts in which the two may differ: of two persons or two days none that rests on their being one."""
    if a.asks or b.asks:
        return ()
    if occasions.persons_apart(a, b):
        return (doers.differences,)
    return (moments.differences, turns.differences) if occasions.days_apart(a, b) else _PARTS


def _made(claim: str, found: Sequence[Difference]) -> Conflict:
    first = found[0]
    relation = "update" if any(d.relation == "update" for d in found) else first.relation
    words: dict[tuple[object, ...], str] = {}
    given: dict[tuple[object, ...], list[str]] = {}
    for value in _values(found):
        words.setdefault(value.key, value.words)
        given.setdefault(value.key, []).append(value.clause.given)
    values = tuple(ClaimValue(value=words[key], statements=tuple(dict.fromkeys(ids))) for key, ids in given.items())
    return Conflict(claim=claim, slot=first.slot, relation=relation, values=values, rule=first.rule)


def _values(found: Sequence[Difference]) -> Iterator[Value]:
    for difference in found:
        yield difference.a
        yield difference.b


def _once(found: dict[str, Conflict]) -> dict[str, Conflict]:
    """The conflicts of which no two share a statement on both of their sides; precisions are all kept."""
    kept: dict[str, Conflict] = {k: c for k, c in found.items() if c.relation == "precision"}
    seen: list[frozenset[str]] = []
    ranked = sorted(found.items(), key=lambda item: (-sum(len(v.statements) for v in item[1].values), item[0]))
    for claim, conflict in ranked:
        if conflict.relation == "precision":
            continue
        values = frozenset(v.value.lower() for v in conflict.values)
        if any(len(values & other) >= 2 for other in seen):
            continue
        seen.append(values)
        kept[claim] = conflict
    return kept
