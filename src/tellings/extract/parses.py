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
    refused = unsupported(article)
    if refused is not None:
        yield refused
        return
    yield replace(context.parser.parse(article), origin="parse@1")


def unsupported(article: Article) -> Rejected | None:
    """Return why the article is kept and not analysed where its language is none of `ANALYSED`."""
    if article.language.split("-")[0].lower() in ANALYSED:
        return None
    return Rejected(input=article.input, reason="unsupported-language", detail=f"language {article.language!r} is kept, not analysed")
