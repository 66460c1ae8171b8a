"""Sitemaps, news sitemaps and indexes of sitemaps to addresses, entry by entry (https://www.sitemaps.org/protocol.html)."""

from collections.abc import Iterator
from typing import Any

from tellings.ingest.listing import dates
from tellings.ingest.listing.entries import address, line
from tellings.ingest.listing.markup import Markup, local, text
from tellings.ingest.received import Address, Listed
from tellings.ingest.sources import Source
from tellings.model.articles import Rejected
from tellings.settings import Settings


def read(source: Source, settings: Settings) -> Iterator[Rejected | Address]:
    """Yield an address for each entry, in the order of the sitemap; what breaks off or is too large is told after what was read."""
    markup = Markup(source, settings)
    last: Address | None = None
    for event, element, above in markup.events():
        if event == "end" and above == 1:
            if last is not None:
                yield last
            last = _of_entry(element, source)
    # of a document that breaks off the last entry is half an address
    if last is not None and markup.whole:
        yield last
    yield from markup.faults


def _of_entry(entry: Any, source: Source) -> Address | None:
    kind = local(entry)
    if kind not in ("url", "sitemap"):
        return None
    fields = {local(child): child for child in entry}
    where = address(text(fields.get("loc")), source.url)
    if not where:
        return None
    news = {local(child): child for child in fields.get("news", ())}
    publication = {local(child): child for child in news.get("publication", ())}
    published = dates.iso(text(news.get("publication_date")))
    listed = Listed(
        url=where, listed_in=source.name, outlet=line(text(publication.get("name"))), headline=line(text(news.get("title"))),
        published=published, language=line(text(publication.get("language"))),
    )  # fmt: skip
    return Address(
        listed=listed, leads_to="list" if kind == "sitemap" else "page", dated=published or dates.iso(text(fields.get("lastmod")))
    )
