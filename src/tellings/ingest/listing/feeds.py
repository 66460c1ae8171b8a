"""RSS and Atom to pages and addresses, by feedparser. Nothing is fetched, and no entity of the document's own is read."""

import io
import re
from collections.abc import Iterator
from typing import Any, Final
from xml.sax import SAXException

import feedparser

from tellings.ingest import pages
from tellings.ingest.addresses import key
from tellings.ingest.listing import dates
from tellings.ingest.listing.entries import Text, address, found, line
from tellings.ingest.received import Address, Listed
from tellings.ingest.sources import Source
from tellings.model.articles import Page, Rejected
from tellings.settings import Settings
from tellings.text.counting import counted

# Feeds of thousands of entries have a tenth of it; feedparser keeps a record of a kilobyte for many a tag.
_MOST_TAGS: Final = 300_000
_QUOTED: Final = re.compile(rb"<!\[CDATA\[.*?\]\]>", re.DOTALL)


def read(source: Source, settings: Settings) -> Iterator[Page | Rejected | Address]:
    """Yield a page for each entry that has the whole article, and the address of each other, in the feed's order.

    What feedparser cannot read is a rejection; so is the number of entries that have neither text nor address.
    """
    raw = source.read(settings.max_page_bytes)
    if raw is None:
        yield pages.too_large(source.name, settings)
        return
    if _tags(raw) > _MOST_TAGS:
        yield Rejected(input=source.name, reason="too-large", detail=f"a feed of more than {_MOST_TAGS:,} tags is not read")
        return
    headers = {"content-location": source.url or ""} | ({"content-type": source.content_type} if pages.charset(source.content_type) else {})
    try:
        feed = feedparser.parse(io.BytesIO(raw), response_headers=headers, resolve_relative_uris=False, sanitize_html=False)
    except Exception as error:  # it raises many kinds on what is no feed
        yield Rejected(input=source.name, reason="broken-record", detail=f"the feed cannot be read: {type(error).__name__}")
        return
    # it calls a feed ill-formed where no server named its type, too
    if not feed.entries and isinstance(feed.get("bozo_exception"), SAXException):
        yield Rejected(input=source.name, reason="broken-record", detail=f"the feed cannot be read: {line(str(feed.bozo_exception))}")
        return
    base = address(source.url, None) or address(feed.feed.get("link"), None) or None
    read_here: set[str] = set()
    bare = 0
    for number, entry in enumerate(feed.entries, 1):
        made = _of_entry(entry, number, (line(feed.feed.get("title"), markup=True), base), source)
        if made is None:
            bare += 1
        elif not isinstance(made, Page) or made.url is None or key(made.url) not in read_here:
            if isinstance(made, Page) and made.url:
                read_here.add(key(made.url))
            yield made
    if bare:
        yield Rejected(
            input=source.name, reason="empty", detail=f"{counted(bare, 'entry has', 'entries have')} neither the whole text nor an address"
        )


def _tags(raw: bytes) -> int:
    """Count the tags, those of quoted HTML left out, whatever the width of the characters."""
    bare = raw.replace(b"\x00", b"") if b"\x00" in raw else raw
    return bare.count(b"<") - sum(quoted.group().count(b"<") for quoted in _QUOTED.finditer(bare))


def _of_entry(entry: Any, number: int, about: tuple[str | None, str | None], source: Source) -> Page | Rejected | Address | None:
    title, base = about
    own = entry.get("source")
    published = _time(entry, "published") or _time(entry, "updated") or _time(entry, "created")
    listed = Listed(
        url=_link(entry, base), listed_in=source.name, outlet=(line(own.get("title"), markup=True) if isinstance(own, dict) else None) or title,
        headline=line(entry.get("title"), markup=True), byline=_byline(entry), published=published,
        language=line(entry.get("language")),
    )  # fmt: skip
    texts = [_text(part) for part in entry.get("content", ())]
    if entry.get("summary"):
        texts.append(_text({"value": entry["summary"], **(entry.get("summary_detail") or {})}, summary=True))
    return found(listed, texts, number=number, dated=published, source=source)


def _text(part: Any, *, summary: bool = False) -> Text:
    value = part.get("value")
    return Text(value=value if isinstance(value, str) else "", is_html=part.get("type") != "text/plain", summary=summary)


def _link(entry: Any, base: str | None) -> str:
    """The address of the entry's own page: its link, else the first link to a page, else an id that is an address."""
    links = [entry.get("link"), *(link.get("href") for link in entry.get("links", ()) if link.get("rel") == "alternate")]
    guid = entry.get("id") if entry.get("guidislink") or str(entry.get("id", "")).startswith("http") else None
    return next((good for good in (address(value, base) for value in (*links, guid)) if good), "")


def _byline(entry: Any) -> str | None:
    names = [line(author.get("name"), markup=True) for author in entry.get("authors", ()) if isinstance(author, dict)]
    return ", ".join(dict.fromkeys(name for name in names if name)) or line(entry.get("author"), markup=True)


def _time(entry: Any, name: str) -> str | None:
    # asking for "updated" where it is not there gives another time and a warning
    if name not in entry:
        return None
    value = entry[name]
    return dates.iso(value if isinstance(value, str) else None) or dates.of_parsed(entry.get(f"{name}_parsed"))
