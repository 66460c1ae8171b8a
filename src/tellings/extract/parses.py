"""Parses the body of an article in a language that can be analysed; other languages are kept and reported as not analysed."""

from collections.abc import Iterable
from dataclasses import replace

from tellings.backends.base import Context
from tellings.model.articles import Article, Rejected
from tellings.model.inputs import Inputs

# The languages whose articles are analysed.
ANALYSED = frozenset({"en"})


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield the article's Parse, or a Rejected where its language is not analysed."""
    article = inputs.one(Article)
    if article.language.split("-")[0].lower() not in ANALYSED:
        yield Rejected(input=article.input, reason="unsupported-language", detail=f"language {article.language!r} is kept, not analysed")
        return
    yield replace(context.parser.parse(article), origin="parse@1")
