"""Looks into a source and hands it to the reader of its kind."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Final, cast

from tellings.ingest import pages, records, sniff
from tellings.ingest.received import Address
from tellings.ingest.sources import DAMAGED, SAMPLE, Source
from tellings.model.articles import Page, Rejected
from tellings.settings import Settings

Found = Page | Rejected | Address
Reader = Callable[[Source, Settings], Iterator[Found]]
# A reader's libraries are loaded when the first source of its kind comes.
_READERS: Final[dict[sniff.Kind, str]] = {
    "warc": "tellings.ingest.archives",
    "feed": "tellings.ingest.listing.feeds",
    "json-feed": "tellings.ingest.listing.json_feeds",
    "opml": "tellings.ingest.listing.outlines",
    "sitemap": "tellings.ingest.listing.sitemaps",
    "addresses": "tellings.ingest.listing.addresses",
}
LISTS: Final[dict[sniff.Kind, str]] = {
    "feed": "feed", "json-feed": "feed", "opml": "OPML file", "sitemap": "sitemap", "addresses": "list",
}  # fmt: skip


def kind_of(source: Source) -> sniff.Kind:
    """Return the kind of the source, by its first bytes. Raises OSError where it cannot be read."""
    head = source.sample()
    return sniff.kind(source.file, head, source.media_type, whole=len(head) < SAMPLE)


def read(source: Source, kind: sniff.Kind, settings: Settings) -> Iterator[Found]:
    """Yield the pages and rejections of the source, and the addresses it names where it is a list; no bytes make it raise, save
    where `settings.strict` lets a fault of ours through.
    """
    if source.size == 0:
        yield Rejected(input=source.name, reason="empty", detail="the file has no bytes" if source.url is None else "no bytes came")
        return
    try:
        if kind == "page":
            yield pages.read(source, settings)
        elif kind == "records":
            yield from records.read(source, settings)
        else:
            yield from cast("Reader", import_module(_READERS[kind]).read)(source, settings)
    except DAMAGED as error:
        yield Rejected(input=source.name, reason="broken-archive", detail=f"the gzip archive is damaged: {error}")
    except OSError as error:
        yield Rejected(input=source.name, reason="unreadable", detail=why(error))
    except Exception as error:
        yield pages.fault(source.name, error, settings)


def why(error: Exception) -> str:
    """Return the error in a line for a person."""
    return (error.strerror if isinstance(error, OSError) and error.strerror else str(error)) or "cannot be read"
