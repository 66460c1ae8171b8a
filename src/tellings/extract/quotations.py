"""Finds quotations: who is given as saying or writing which words, in quotation marks or not, and through whom.

Contents are pieces without a break: a direct quotation that its cue interrupts is two. Attributions of mind (thinks, hopes) are none.
"""

from collections.abc import Iterable

from tellings.backends.base import Context
from tellings.extract.quoting.gather import gather
from tellings.extract.quoting.naming import Naming
from tellings.extract.quoting.relays.carrying import carried
from tellings.extract.quoting.trees import Tree
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.observed import Mention, Parse


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield a Quotation for each piece of content, by place."""
    article, parse = inputs.one(Article), inputs.one(Parse)
    tree = Tree(parse)
    drafts = gather(tree, article)
    yield from carried(tree, drafts, Naming(tree, article, inputs.all(Mention)).quotations(drafts))
