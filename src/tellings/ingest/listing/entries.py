"""An entry of a feed, of whatever format: to a page of its own where its text is the whole article, else to its address.

A feed's text is taken for the whole article, and not for a summary, where it stands in the field that is meant for it (content:encoded,
Atom's content, content_html, content_text) and has 120 words or more, or in the field of a summary and has 300 or more; and where it does
not end in an ellipsis or in words that send the reader on.
"""

import html
import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from tellings.data import toml
from tellings.ingest import pages
from tellings.ingest.addresses import absolute
from tellings.ingest.received import Address, Listed, Received
from tellings.ingest.records import encodable
from tellings.ingest.sources import Source
from tellings.model.articles import Page, Rejected

# The shortest reports of agencies have some hundred words; summaries have sixty at the most, save where they are the text.
_WHOLE: Final = 120
_WHOLE_SUMMARY: Final = 300
_TAG: Final = re.compile(r"<[^<>]*>")
_SPACE: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_MARKS: Final = " \t\r\n.…»›>→]):;-–—|\u00a0"
_ELLIPSIS: Final = ("…", "...", "[…]", "[...]", "(…)", "(...)")
# A text is judged by its end; the tags there may be long.
_END: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text that a feed gives of an entry; `summary` where its field is meant for one."""

    value: str
    is_html: bool
    summary: bool = False


def found(listed: Listed, texts: list[Text], *, number: int, dated: str | None, source: Source) -> Page | Rejected | Address | None:
    """Return the page that the entry is, or its address; None where it has neither a whole text nor an address."""
    whole = next((text for text in texts if is_whole(text)), None)
    if whole is None:
        return Address(listed=listed, dated=dated) if listed.url else None
    value = encodable(whole.value).strip()
    if whole.is_html:
        value = f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body><article>\n{value}\n</article></body></html>\n'
    received = Received(
        name=f"{source.name}#{listed.url or number}", raw=value.encode(), url=listed.url or None,
        content_type="text/html; charset=utf-8" if whole.is_html else "text/plain; charset=utf-8", fetched_at=source.fetched_at,
    )  # fmt: skip
    return pages.page_of(received, medium="html" if whole.is_html else "text", given=listed)


def is_whole(text: Text) -> bool:
    """True where the text is an article rather than a summary of one."""
    least = _WHOLE_SUMMARY if text.summary else _WHOLE
    # a word has two characters at least with its space: what is shorter need not be looked at
    if len(text.value) < 2 * least:
        return False
    bare = plain(text.value) if text.is_html else text.value
    return len(bare.split(None, least)) >= least and not sends_on(bare)


def sends_on(text: str) -> bool:
    """True where the text ends in an ellipsis or in words that send the reader on to the rest."""
    end = text[-_END:].rstrip()
    if end.endswith(_ELLIPSIS):
        return True
    bare = end.rstrip(_MARKS).casefold()
    return end.casefold().endswith(_phrases()) or bare.endswith(_phrases())


@cache
def _phrases() -> tuple[str, ...]:
    return tuple(row["phrase"].casefold() for row in toml("feeds")["read_on"])


def plain(markup: str) -> str:
    """Return the text of a little HTML, in one line."""
    return _SPACE.sub(" ", html.unescape(_TAG.sub(" ", markup))).strip()


def line(value: object, *, markup: bool = False) -> str | None:
    """Return a field's text in one line, without markup; None where it is blank or no text."""
    if not isinstance(value, str):
        return None
    bare = plain(value) if markup else _SPACE.sub(" ", value).strip()
    return encodable(bare) or None


def address(value: object, base: str | None) -> str:
    """Return the http(s) address of a field, resolved; "" where it is none."""
    return encodable(absolute(value, base) or "") if isinstance(value, str) else ""
