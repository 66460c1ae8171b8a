"""Sitemaps, news sitemaps and indexes of sitemaps to addresses, entry by entry (https://www.sitemaps.org/protocol.html).

No entity is expanded and nothing is fetched while one is read.
"""

import io
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from tellings.ingest.listing import dates
from tellings.ingest.listing.entries import address, line
from tellings.ingest.received import Address, Listed
from tellings.ingest.sources import DAMAGED, Source
from tellings.model.articles import Rejected
from tellings.settings import Settings

# The protocol's own limit.
_MOST_BYTES: Final = 50 << 20


def read(source: Source, settings: Settings) -> Iterator[Rejected | Address]:
    """Yield an address for each entry, in the order of the sitemap; what breaks off or is too large is told after what was read."""
    cap = max(_MOST_BYTES, settings.max_page_bytes)
    with source.unpacked() as file:
        capped = _Capped(file, cap)
        try:
            for entry in _entries(capped):
                found = _of_entry(entry, source)
                if found is not None:
                    yield found
        except etree.XMLSyntaxError as error:
            if not capped.full:
                yield Rejected(input=source.name, reason="broken-record", detail=f"the sitemap breaks off: {line(str(error))}")
        except DAMAGED as error:
            yield Rejected(input=source.name, reason="broken-archive", detail=f"the gzip archive is damaged: {error}")
        if capped.full:
            yield Rejected(input=source.name, reason="too-large", detail=f"what stands behind its first {cap:,} bytes was not read")


class _Capped:
    """A file that ends at `cap` bytes; `full` where it would have gone on."""

    def __init__(self, file: io.BufferedIOBase, cap: int) -> None:
        self._file = file
        self._left = cap
        self.full = False

    def read(self, size: int = -1) -> bytes:
        if self.full:
            return b""
        found = self._file.read(min(size, self._left + 1) if size >= 0 else self._left + 1)
        self.full = len(found) > self._left
        found = found[: self._left]
        self._left -= len(found)
        return found


def _entries(file: _Capped) -> Iterator[Any]:
    """Yield each child of the root when it is complete, and let it go."""
    depth = 0
    events = etree.iterparse(
        file, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    for event, element in events:
        if event == "start":
            depth += 1
            continue
        depth -= 1
        if depth == 1:
            yield element
            element.clear()
            parent = element.getparent()
            if parent is not None:
                del parent[:]


def _of_entry(entry: Any, source: Source) -> Address | None:
    kind = _local(entry)
    if kind not in ("url", "sitemap"):
        return None
    fields = {_local(child): child for child in entry}
    where = address(_text(fields.get("loc")), source.url)
    if not where:
        return None
    news = {_local(child): child for child in fields.get("news", ())}
    publication = {_local(child): child for child in news.get("publication", ())}
    published = dates.iso(_text(news.get("publication_date")))
    listed = Listed(
        url=where, listed_in=source.name, outlet=line(_text(publication.get("name"))), headline=line(_text(news.get("title"))),
        published=published, language=line(_text(publication.get("language"))),
    )  # fmt: skip
    return Address(
        listed=listed, leads_to="list" if kind == "sitemap" else "page", dated=published or dates.iso(_text(fields.get("lastmod")))
    )


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _text(element: Any) -> str | None:
    return "".join(element.itertext()) if element is not None else None
