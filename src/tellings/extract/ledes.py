"""Embeds headline and lede of an article: what the finding of stories compares first."""

from collections.abc import Iterable
from typing import Final

from tellings.backends.base import Context
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.observed import Parse, Vectors

# The headline and this many sentences: news puts what happened there (inverted pyramid).
_SENTENCES: Final = 3
_LETTERS: Final = 600
_PLACES: Final = 5


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield Vectors with the one key "lede"."""
    article, parse = inputs.one(Article), inputs.one(Parse)
    opening = " ".join(article.text[parse.starts[a] : parse.ends[b - 1]] for a, b in parse.sents[:_SENTENCES])
    words = " ".join(f"{article.headline or ''}. {opening}".split())[:_LETTERS]
    row = context.embedder.embed([words])[0]
    yield Vectors(
        article=article.id,
        model=context.embedder.name,
        keys=("lede",),
        rows=(tuple(round(float(x), _PLACES) for x in row),),
        origin="ledes@1",
    )
