"""Finds copy groups: articles of a window whose bodies are substantially one text (whole) or share a passage (partial).

The articles are streamed in the order of their ids, as an archive streams them in the order of arrival.
"""

from collections.abc import Iterable

from tellings.backends.base import Context
from tellings.cluster.copying import streamed
from tellings.cluster.grouping import groups
from tellings.model.articles import Article
from tellings.model.inputs import Inputs


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield the copy groups, sorted by their articles."""
    articles = sorted(inputs.all(Article), key=lambda article: article.id)
    yield from groups(streamed(articles), articles)
