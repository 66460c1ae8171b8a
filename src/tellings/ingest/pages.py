"""Bytes of one page to a Page, or to the reason why they are none."""

import hashlib
import re
from pathlib import PurePath
from typing import Final

from tellings.ingest import sniff
from tellings.ingest.received import Listed, Received
from tellings.ingest.sources import NAMELESS, SAMPLE, Source
from tellings.model.articles import Medium, Page, Rejected
from tellings.model.spans import content_id
from tellings.settings import Settings

_CHARSET: Final = re.compile(r"""charset\s*=\s*["']?\s*([\w.:\-]+)""", re.IGNORECASE)


def read(source: Source, settings: Settings) -> Page | Rejected:
    """Return the page that the source holds; no more than `settings.max_page_bytes` are read. Raises OSError, or one of `DAMAGED`."""
    raw = source.read(settings.max_page_bytes)
    if raw is None:
        return too_large(source.name, settings)
    return page_of(
        Received(name=source.name, raw=raw, url=source.url, content_type=source.content_type, fetched_at=source.fetched_at, answer=source.answer),
        file=source.file, given=source.given, listed=source.given is not None,
    )  # fmt: skip


def page_of(
    received: Received, *, file: PurePath | None = None, medium: Medium | None = None, given: Listed | None = None, listed: bool = False
) -> Page | Rejected:
    """Return the page that the bytes are, or a rejection where they are blank, no text, or of a kind that is not read.

    The medium is sniffed where it is not given. Equal bytes at two addresses are two pages. `listed`: what `given` says was
    said of the address, not in the same breath as the text.
    """
    raw, file = received.raw, file or NAMELESS
    head = raw[:SAMPLE]
    if not raw.strip():
        return Rejected(input=received.name, reason="empty", detail="there are no bytes" if not raw else "it holds only white space")
    kind = sniff.unsupported(file, head)
    if kind is not None:
        return Rejected(input=received.name, reason="unsupported-type", detail=f"{kind} is not read yet")
    if sniff.is_binary(head):
        return Rejected(input=received.name, reason="binary", detail="the bytes are not text")
    digest = hashlib.sha256(raw).hexdigest()
    said = given or Listed(url="", listed_in="")
    return Page(
        id=content_id("page", digest, *((received.url,) if received.url else ())), input=received.name,
        medium=medium or sniff.medium(file, head), raw=raw, sha256=digest, url=received.url, charset=charset(received.content_type),
        fetched_at=received.fetched_at, given_outlet=said.outlet, given_headline=said.headline, given_byline=said.byline,
        given_published=said.published, listed=listed, answer=received.answer,
    )  # fmt: skip


def charset(content_type: str | None) -> str | None:
    """Return the encoding that a Content-Type header declares, lower case; None where it declares none."""
    found = _CHARSET.search(content_type or "")
    return found.group(1).lower() if found else None


def too_large(name: str, settings: Settings) -> Rejected:
    """Return the rejection of what is above the limit."""
    return Rejected(input=name, reason="too-large", detail=f"above the limit of {settings.max_page_bytes:,} bytes")


def fault(name: str, error: Exception, settings: Settings) -> Rejected:
    """Return the rejection of an input that a fault of ours left unread; raises the error where `settings.strict` says so."""
    if settings.strict:
        raise error
    return Rejected(
        input=name, reason="fault", detail=f"a fault of ours in reading it: {type(error).__name__}: {' '.join(str(error).split())[:200]}"
    )
