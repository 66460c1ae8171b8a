"""What the readers of `ingest` hand to one another: bytes with what is known of them, and addresses that are still to be fetched."""

from dataclasses import dataclass, field
from typing import Final, Literal

from tellings.model.articles import AnswerHead

# Bytes of names and values of an answer's head that is kept: no honest server sends more.
MOST_HEAD: Final = 32_768


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """Bytes that came from a file, an archive or the web, not yet looked into.

    `name` is the input it came from, as a person would name it: of the web the address as it was asked for, by which its answer is known.
    `content_type` is the whole header where there was one ("text/html; charset=utf-8"); `fetched_at` ISO 8601 in UTC. `url` is the address
    after redirects. `answer` is the head of the answer whose whole body the bytes are.
    """

    name: str
    raw: bytes = field(repr=False)
    url: str | None = None
    content_type: str | None = None
    fetched_at: str | None = None
    answer: AnswerHead | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An address that a feed, a sitemap or a list names, with what it says of the page there. `listed_in` is the input that names it."""

    url: str
    listed_in: str
    outlet: str | None = None
    headline: str | None = None
    byline: str | None = None
    published: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address as its list gives it. `leads_to` is "list" where a list names further lists: a sitemap index its sitemaps, OPML its feeds.

    `dated` is the time that the list gives it, ISO 8601, be it of publication or of change.
    """

    listed: Listed
    leads_to: Literal["page", "list"] = "page"
    dated: str | None = None
