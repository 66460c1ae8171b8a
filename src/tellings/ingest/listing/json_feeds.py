"""JSON Feed 1.0 and 1.1 to pages and addresses (https://www.jsonfeed.org/version/1.1/)."""

import json
from collections.abc import Iterator
from typing import Any

from tellings.ingest import pages
from tellings.ingest.addresses import key
from tellings.ingest.listing import dates
from tellings.ingest.listing.entries import Text, address, found, line
from tellings.ingest.received import Address, Listed
from tellings.ingest.sources import Source
from tellings.model.articles import Page, Rejected
from tellings.settings import Settings
from tellings.text.counting import counted


def read(source: Source, settings: Settings) -> Iterator[Page | Rejected | Address]:
    """Yield a page for each item that has the whole article, and the address of each other, in the feed's order."""
    raw = source.read(settings.max_page_bytes)
    if raw is None:
        yield pages.too_large(source.name, settings)
        return
    try:
        feed = json.loads(raw.decode("utf-8-sig", "replace"))
    except RecursionError:
        yield Rejected(input=source.name, reason="broken-record", detail="the JSON is nested too deep")
        return
    except ValueError as error:
        yield Rejected(input=source.name, reason="broken-record", detail=f"not JSON ({error})")
        return
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        yield Rejected(input=source.name, reason="unsupported-type", detail="JSON that is no JSON Feed is not read")
        return
    yield from _items(feed, source)


def _items(feed: dict[str, Any], source: Source) -> Iterator[Page | Rejected | Address]:
    base = address(source.url, None) or address(feed.get("home_page_url"), None) or address(feed.get("feed_url"), None) or None
    read_here: set[str] = set()
    bare = 0
    for number, item in enumerate(feed["items"], 1):
        made = _of_item(item, number, (feed, base), source) if isinstance(item, dict) else None
        if made is None:
            bare += 1
        elif not isinstance(made, Page) or made.url is None or key(made.url) not in read_here:
            if isinstance(made, Page) and made.url:
                read_here.add(key(made.url))
            yield made
    if bare:
        yield Rejected(
            input=source.name, reason="empty", detail=f"{counted(bare, 'item has', 'items have')} neither the whole text nor an address"
        )


def _of_item(
    item: dict[str, Any], number: int, about: tuple[dict[str, Any], str | None], source: Source
) -> Page | Rejected | Address | None:
    feed, base = about
    published = dates.iso(_string(item.get("date_published")))
    listed = Listed(
        url=next((good for good in (address(item.get(name), base) for name in ("url", "external_url")) if good), "") or address(item.get("id"), None),
        listed_in=source.name, outlet=line(feed.get("title")), headline=line(item.get("title")),
        byline=_byline(item) or _byline(feed), published=published, language=line(item.get("language")) or line(feed.get("language")),
    )  # fmt: skip
    texts = [
        Text(value=value, is_html=name == "content_html", summary=name == "summary")
        for name in ("content_html", "content_text", "summary")
        if isinstance(value := item.get(name), str)
    ]
    return found(listed, texts, number=number, dated=published or dates.iso(_string(item.get("date_modified"))), source=source)


def _byline(holder: dict[str, Any]) -> str | None:
    authors = holder.get("authors")
    named = [*(authors if isinstance(authors, list) else ()), holder.get("author")]
    names = [line(author.get("name")) for author in named if isinstance(author, dict)]
    return ", ".join(dict.fromkeys(name for name in names if name)) or None


def _string(value: object) -> str | None:
    return value if isinstance(value, str) else None
