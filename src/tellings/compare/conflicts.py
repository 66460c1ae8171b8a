"""Finds claims whose tellings differ: in figures, in whether it happened, in when and where.

Only between different units: a difference inside one copy group is none. Two statements that clash are shown at one claim only, that with
the most support.
"""

from collections.abc import Iterable
from dataclasses import replace

from tellings.backends.base import Context
from tellings.compare.figures import figure_conflict
from tellings.compare.parts import Parts
from tellings.compare.units import Units
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.observed import Statement
from tellings.model.resolved import Claim, Conflict, CopyGroup

ORIGIN = "conflicts@1"


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield a Conflict for each Claim whose values differ between units, in the order of the claims."""
    statements = {s.id: s for s in inputs.all(Statement)}
    articles = {a.id: a for a in inputs.all(Article)}
    units = Units(articles.values(), inputs.all(CopyGroup))
    parts = Parts.of(inputs, units)
    found: dict[str, Conflict] = {}
    for claim in inputs.all(Claim):
        support = [statements[s] for s in claim.statements]
        if len(units.behind(support)) < 2:
            continue
        conflict = figure_conflict(claim.id, [s for s in support if not parts.is_background(s)], units, articles)
        if conflict is None or conflict.relation == "precision":
            conflict = parts.conflict(claim.id, support) or conflict
        if conflict is not None:
            found[claim.id] = conflict
    kept = _once(found)
    yield from (replace(kept[claim.id], origin=ORIGIN) for claim in inputs.all(Claim) if claim.id in kept)


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
