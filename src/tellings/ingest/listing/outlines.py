"""OPML to the addresses of feeds, by listparser. Nothing is fetched."""

from collections.abc import Iterator
from typing import Final

import listparser

from tellings.ingest import pages
from tellings.ingest.listing.entries import address, line
from tellings.ingest.received import Address, Listed
from tellings.ingest.sources import Source
from tellings.model.articles import Rejected
from tellings.settings import Settings

_LISTS: Final = ("feeds", "lists")


def read(source: Source, settings: Settings) -> Iterator[Rejected | Address]:
    """Yield the address of each feed, then of each further list that it includes."""
    raw = source.read(settings.max_page_bytes)
    if raw is None:
        yield pages.too_large(source.name, settings)
        return
    try:
        found = listparser.parse(raw)
    except Exception as error:  # it raises many kinds on what is no OPML
        yield Rejected(input=source.name, reason="broken-record", detail=f"the OPML cannot be read: {type(error).__name__}")
        return
    for kind in _LISTS:
        for outline in found.get(kind, ()):
            where = address(outline.get("url"), source.url)
            if where:
                listed = Listed(url=where, listed_in=source.name, outlet=line(outline.get("title")))
                yield Address(listed=listed, leads_to="list")
