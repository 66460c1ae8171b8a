"""Finds what each outlet tells, and what most other units tell and it does not."""

from collections.abc import Iterable

from tellings.backends.base import Context
from tellings.compare.units import Units
from tellings.model.articles import Article
from tellings.model.briefs import Coverage
from tellings.model.inputs import Inputs
from tellings.model.observed import Statement
from tellings.model.resolved import Claim, CopyGroup, Story

ORIGIN = "coverage@1"


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield one Coverage for each article of the story. A claim is omitted where more than half of the other units (two at least) tell it."""
    story = inputs.one(Story)
    statements = {s.id: s for s in inputs.all(Statement)}
    units = Units(inputs.all(Article), inputs.all(CopyGroup))
    told: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
    for claim in inputs.all(Claim):
        articles = frozenset(statements[s].sel.article for s in claim.statements)
        told[claim.id] = (articles, frozenset(units.of(a).key for a in articles))
    everyone = {units.of(a).key for a in story.articles}
    for article in story.articles:
        own = units.of(article).key
        others = everyone - {own}
        omits = [c for c, (_, keys) in told.items() if own not in keys and len(keys) >= 2 and len(keys & others) * 2 > len(others)]
        yield Coverage(
            story=story.id, article=article, claims=tuple(c for c, (articles, _) in told.items() if article in articles),
            omits=tuple(omits), origin=ORIGIN,
        )  # fmt: skip
