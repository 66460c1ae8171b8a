"""Reads the reports of one story as far as its entities."""

import pytest

from tellings.app.contexts import make_context
from tellings.engine.local import run_stages
from tellings.model.articles import Article, Page
from tellings.model.observed import Mention
from tellings.model.resolved import Entity, Link, Story
from tellings.pipeline import STAGES
from tellings.settings import Settings

WANTED = [stage for stage in STAGES if stage.name in ("markup", "text", "metadata", "body", "parse", "mentions")]
RESOLVE = [stage for stage in STAGES if stage.name == "entities"]


@pytest.fixture(scope="module")
def resolve():
    """A function that returns the entities of reports published on Wednesday 11 March 2026, if no other day is given, their mentions by id, and the links."""
    context = make_context(Settings(embedder="lexical"))

    def run(*texts, published="2026-03-11"):
        records = []
        for n, text in enumerate(texts):
            page = Page(id=f"p{n}", input=f"p{n}", medium="record", raw=text.encode(), sha256="", given_published=published)
            records += run_stages(WANTED, [page], context)
        articles = [r for r in records if isinstance(r, Article)]
        story = Story(id="s", articles=tuple(sorted(a.id for a in articles)))
        mentions = {r.id: r for r in records if isinstance(r, Mention)}
        made = run_stages(RESOLVE, [*articles, story, *mentions.values()], context)
        return [r for r in made if isinstance(r, Entity)], mentions, [r for r in made if isinstance(r, Link)]

    return run
