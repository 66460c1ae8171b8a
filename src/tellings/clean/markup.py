"""Decodes a page and, where it is HTML, parses it: once, for all stages that read its elements."""

from collections.abc import Iterable
from typing import Final

from tellings.backends.base import Context
from tellings.clean.decoding import decode
from tellings.model.articles import Markup, Page
from tellings.model.inputs import Inputs
from tellings.text.linearise import parse

ORIGIN: Final = "markup@2"


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield the page's characters, with its tree where it is HTML."""
    page = inputs.one(Page)
    html = page.medium == "html"
    characters, encoding = decode(page.raw, html=html, declared=page.charset)
    yield Markup(page=page.id, characters=characters, encoding=encoding, tree=parse(characters) if html else None, origin=ORIGIN)
