"""Finds what each outlet tells, and what most other units tell and it does not."""

from collections import defaultdict
from collections.abc import Iterable

from tellings.backends.base import Context
from tellings.compare.units import Units
from tellings.compare.wordings import Wordings, core_of
from tellings.model.articles import Article
from tellings.model.briefs import Comparison, Coverage
from tellings.model.inputs import Inputs
from tellings.model.observed import Statement
from tellings.model.resolved import Claim, CopyGroup, Story

ORIGIN = "coverage@2"


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield one Coverage for each article of the story.

    A claim is omitted where more than half of the other units (two at least, copies of a passage once) tell it, and no sentence of the article has nearly its words. The
    time grows with the articles and the claims that most tell.
    """
    story = inputs.one(Story)
    statements = {s.id: s for s in inputs.all(Statement)}
    wordings = Wordings(statements.values())
    units = Units(inputs.all(Article), inputs.all(CopyGroup))
    everyone = {units.of(a).key for a in story.articles}
    told: dict[str, list[str]] = defaultdict(list)
    common: list[tuple[str, frozenset[str], frozenset[str]]] = []
    behind = {c.claim: c.independent for c in inputs.all(Comparison)}
    for claim in inputs.all(Claim):
        support = [statements[s] for s in claim.statements]
        articles = {s.sel.article for s in support}
        for article in articles:
            told[article].append(claim.id)
        keys = frozenset(units.of(a).key for a in articles)
        tellings = behind[claim.id]
        if tellings >= 2 and tellings * 2 > len(everyone) - 1:
            common.append((claim.id, keys, core_of(support)))
    for article in story.articles:
        own = units.of(article).key
        omits = [claim for claim, keys, core in common if own not in keys and not wordings.near(article, core)]
        yield Coverage(story=story.id, article=article, claims=tuple(told[article]), omits=tuple(omits), origin=ORIGIN)
