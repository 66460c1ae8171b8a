"""Decodes a page and linearises HTML."""

from collections.abc import Iterable

from tellings.backends.base import Context
from tellings.model.articles import Block, Page, PageText
from tellings.model.inputs import Inputs


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield the page's text."""
    page = inputs.one(Page)
    text = page.raw.decode("utf-8", "replace").removeprefix("\ufeff")
    yield PageText(page=page.id, text=text, blocks=(Block(start=0, end=len(text)),), origin="text@1")
