"""Reads a text as far as its time expressions or its mentions."""

import pytest

from tellings.app.contexts import make_context
from tellings.engine.local import run_stages
from tellings.model.articles import Page
from tellings.model.observed import Mention, TimeExpression
from tellings.pipeline import STAGES
from tellings.settings import Settings

WANTED = [stage for stage in STAGES if stage.name in ("markup", "text", "metadata", "body", "parse", "times")]


@pytest.fixture(scope="module")
def read():
    """A function that returns the time expressions of a text published on Wednesday 11 March 2026, if no other day is given."""
    context = make_context(Settings(embedder="lexical"))

    def run(text, published="2026-03-11"):
        page = Page(id="p", input="p", medium="record", raw=text.encode(), sha256="", given_published=published)
        return [r for r in run_stages(WANTED, [page], context) if isinstance(r, TimeExpression)]

    return run


MENTIONED = [stage for stage in STAGES if stage.name in ("markup", "text", "metadata", "body", "parse", "mentions")]


@pytest.fixture(scope="module")
def mentioned():
    """A function that returns the mentions of a text, which has no day if none is given."""
    context = make_context(Settings(embedder="lexical"))

    def run(text, published=None):
        page = Page(id="p", input="p", medium="record", raw=text.encode(), sha256="", given_published=published)
        return [r for r in run_stages(MENTIONED, [page], context) if isinstance(r, Mention)]

    return run
