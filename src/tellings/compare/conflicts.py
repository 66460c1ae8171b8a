"""Finds claims whose tellings differ in a figure, and whether they contradict, update or only refine one another.

Only between different units: a difference inside one copy group is none. Precision first.
"""

from collections.abc import Iterable

from tellings.backends.base import Context
from tellings.compare.figures import figure_conflict
from tellings.compare.units import Units
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.observed import Statement
from tellings.model.resolved import Claim, CopyGroup

ORIGIN = "conflicts@1"


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield a Conflict for each Claim whose values differ between units."""
    statements = {s.id: s for s in inputs.all(Statement)}
    articles = {a.id: a for a in inputs.all(Article)}
    units = Units(articles.values(), inputs.all(CopyGroup))
    for claim in inputs.all(Claim):
        support = [statements[s] for s in claim.statements]
        if len(units.behind(support)) < 2:
            continue
        found = figure_conflict(claim.id, support, units, articles, ORIGIN)
        if found is not None:
            yield found
