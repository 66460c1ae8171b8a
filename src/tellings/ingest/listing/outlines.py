"""OPML to the addresses of feeds, outline by outline (http://opml.org/spec2.opml)."""

from collections.abc import Iterator
from typing import Any, Final

from tellings.ingest.listing.entries import address, line
from tellings.ingest.listing.markup import Markup, local
from tellings.ingest.received import Address, Listed
from tellings.ingest.sources import Source
from tellings.model.articles import Rejected
from tellings.settings import Settings

# An outline of these types names further OPML.
_INCLUDED: Final = ("include", "link")


def read(source: Source, settings: Settings) -> Iterator[Rejected | Address]:
    """Yield the address of each feed and of each further list that is included, in their order; what is broken is told after what was read."""
    markup = Markup(source, settings)
    for event, element, _ in markup.events():
        if event == "start" and local(element) == "outline":
            found = _of_outline(element, source)
            if found is not None:
                yield found
    yield from markup.faults


def _of_outline(element: Any, source: Source) -> Address | None:
    # the attributes' names are written in every case
    said = {name.lower(): value for name, value in element.attrib.items()}
    where = said.get("xmlurl") or (said.get("url") if said.get("type", "").strip().lower() in _INCLUDED else None)
    url = address(where, source.url)
    return (
        Address(listed=Listed(url=url, listed_in=source.name, outlet=line(said.get("text") or said.get("title"))), leads_to="list")
        if url
        else None
    )
