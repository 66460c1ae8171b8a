"""Finds stories."""

from collections.abc import Iterable

from tellings.backends.base import Context
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.resolved import Story
from tellings.model.spans import content_id


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield one story of all articles."""
    ids = tuple(sorted(a.id for a in inputs.all(Article)))
    if ids:
        yield Story(id=content_id("story", *ids), articles=ids, origin="stories@1")
