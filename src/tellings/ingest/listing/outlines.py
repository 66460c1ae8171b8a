"""OPML to the addresses of feeds, outline by outline (http://opml.org/spec2.opml)."""

from collections.abc import Iterator
from typing import Final

from tellings.ingest.listing.entries import address, line
from tellings.ingest.listing.markup import Markup
from tellings.ingest.received import Address, Listed
from tellings.ingest.sources import Source
from tellings.model.articles import Rejected
from tellings.settings import Settings

# An outline of these types names further OPML.
_INCLUDED: Final = ("include", "link")


def read(source: Source, settings: Settings) -> Iterator[Rejected | Address]:
    """Yield the address of each feed and of each further list that is included, in their order; what is broken is told after what was read."""
    markup = Markup(source, settings)
    for element in markup.elements():
        if element.at == "start" and element.name == "outline":
            found = _of_outline(element.attributes, source)
            if found is not None:
                yield found
    yield from markup.faults


def _of_outline(said: dict[str, str], source: Source) -> Address | None:
    where = said.get("xmlurl") or (said.get("url") if said.get("type", "").strip().lower() in _INCLUDED else None)
    url = address(where, source.url)
    return (
        Address(listed=Listed(url=url, listed_in=source.name, outlet=line(said.get("text") or said.get("title"))), leads_to="list")
        if url
        else None
    )
