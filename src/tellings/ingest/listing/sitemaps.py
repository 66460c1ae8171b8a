"""Sitemaps, news sitemaps and indexes of sitemaps to addresses, entry by entry (https://www.sitemaps.org/protocol.html)."""

from collections.abc import Iterator

from tellings.ingest.listing import dates
from tellings.ingest.listing.entries import address, line
from tellings.ingest.listing.markup import Markup
from tellings.ingest.received import Address, Listed
from tellings.ingest.sources import Source
from tellings.model.articles import Rejected
from tellings.settings import Settings


def read(source: Source, settings: Settings) -> Iterator[Rejected | Address]:
    """Yield an address for each entry, in the order of the sitemap; what breaks off or is too large is told after what was read."""
    markup = Markup(source, settings)
    above: list[str] = []
    fields: dict[str, str] = {}
    for element in markup.elements():
        if element.at == "start":
            above.append(element.name)
            if element.above == 1:
                fields = {}
            continue
        # "loc" is the entry's own, "image/loc" is not
        path = "/".join(above[2:])
        above.pop()
        if element.above > 1:
            fields.setdefault(path, element.text)
        elif element.above == 1 and element.name in ("url", "sitemap"):
            found = _of_entry(element.name, fields, source)
            if found is not None:
                yield found
    yield from markup.faults


def _of_entry(kind: str, fields: dict[str, str], source: Source) -> Address | None:
    where = address(fields.get("loc"), source.url)
    if not where:
        return None
    published = dates.iso(fields.get("news/publication_date"))
    listed = Listed(
        url=where, listed_in=source.name, outlet=line(fields.get("news/publication/name")), headline=line(fields.get("news/title")),
        published=published, language=line(fields.get("news/publication/language")),
    )  # fmt: skip
    return Address(listed=listed, leads_to="list" if kind == "sitemap" else "page", dated=published or dates.iso(fields.get("lastmod")))
