"""Runs the page stages on invented pages."""

from tellings.backends.base import Context
from tellings.clean import body, markup, metadata, pages
from tellings.model.articles import Page, Rejected
from tellings.model.inputs import Inputs
from tellings.model.spans import content_id
from tellings.settings import Settings


def article(text, medium="text", published=None, **given):
    raw = text if isinstance(text, bytes) else text.encode()
    page = Page(id=content_id("page", raw), input="page", medium=medium, raw=raw, sha256="0" * 64, **given)
    context = Context(settings=Settings(published=published), parser=None, embedder=None, quick=None)
    records = [page]
    for run in (markup.run, pages.run, metadata.run, body.run):
        for made in run(Inputs.of(*records), context):
            if isinstance(made, Rejected):
                return made
            records.append(made)
    return records[-1]


def body_of(made):
    return "\n".join(made.text[span.start : span.end] for span in made.body)


def furniture_of(made):
    return [(made.text[f.start : f.end], f.reason) for f in made.furniture]
