"""Gives a page's text. Text, Markdown and records stay exactly as decoded; HTML becomes a linearisation of all that a reader sees."""

from collections.abc import Iterable, Iterator

from tellings.backends.base import Context
from tellings.model.articles import Block, Markup, Page, PageText, Rejected
from tellings.model.inputs import Inputs
from tellings.text.linearise import linearise

ORIGIN = "text@2"


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield the page's text with its blocks, or a rejection where there is none to be seen."""
    page, markup = inputs.one(Page), inputs.one(Markup)
    if page.medium == "html":
        text, blocks = linearise(markup.characters, markup.tree, context.settings.max_depth)
    else:
        text = markup.characters
        blocks = tuple(lines(text))
    if blocks:
        yield PageText(page=page.id, text=text, blocks=blocks, encoding=markup.encoding, origin=ORIGIN)
    else:
        yield Rejected(input=page.input, reason="empty", detail="there is no text on the page")


def lines(text: str) -> Iterator[Block]:
    """Yield a block for each line that is not blank, without the white space at its ends."""
    at = 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        if bare:
            start = at + line.index(bare)
            yield Block(start=start, end=start + len(bare))
        at += len(line)
