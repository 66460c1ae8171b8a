"""What was published, by whom, where and when."""

from dataclasses import dataclass, field
from typing import Any, Literal

from tellings.model.spans import Span

BylineKind = Literal["persons", "desk"]
Medium = Literal["html", "text", "markdown", "record"]
FurnitureReason = Literal[
    "headline", "outlet", "byline", "dateline", "credit", "date", "navigation", "share", "related", "advert",
    "caption", "comment", "newsletter", "legal", "other",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A brand under whose name articles appear, or an agency that supplies copy, as `data/outlets.toml` knows it.

    `owner` is one name for all outlets of one owner; `country` is ISO 3166-1 alpha-3; `state` is true where a government runs it.
    """

    id: str
    name: str
    kind: Literal["outlet", "agency"]
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    owner: str | None = None
    country: str | None = None
    state: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerHead:
    """What stood before the body in the HTTP answer that a page came with: the status line, and the header's fields in their order, as received.

    The names and values are bytes read as ISO 8859-1, without line ends (RFC 9110, 5.5). Fields on how the body was packed for its way
    (Content-Encoding, Transfer-Encoding, Content-Length) are what was said; the page's bytes are unpacked.
    """

    version: str
    status: int
    reason: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page as received, before cleaning.

    `input` is the path, `path#line` or URL it came from. `raw` is the bytes of HTML, text or Markdown; for a record of JSONL it is the
    `text` field in UTF-8. `charset` is the encoding that the answer's header declares, `fetched_at` when it was fetched, as ISO 8601 in
    UTC (an archive's own date for a page out of an archive). The `given_*` fields are what the record, the feed or the caller says beside
    the text; where `listed` is true a feed or sitemap said it of the address, and what the page itself says comes first. `answer` is the head of
    the HTTP answer whose body the bytes are, None where they are none's.
    """

    id: str
    input: str
    medium: Medium
    raw: bytes = field(repr=False)
    sha256: str
    url: str | None = None
    charset: str | None = None
    fetched_at: str | None = None
    given_id: str | None = None
    given_outlet: str | None = None
    given_headline: str | None = None
    given_byline: str | None = None
    given_published: str | None = None
    listed: bool = False
    answer: AnswerHead | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """A page's bytes as characters, and for HTML the tree of its elements, which every stage reads and none changes.

    A working record: it stays in the process that made it. `tree` is an lxml element; None for text, Markdown, records, and HTML without
    an element or deeper than the parser goes.
    """

    page: str
    characters: str = field(repr=False)
    encoding: str
    tree: Any | None = field(default=None, repr=False, compare=False)
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A run of the linearised text that stands by itself on the page: a paragraph, a heading, a list item, a line.

    `tag` is the HTML element's name ("" for plain text), `path` the class and id words of it and its ancestors, outermost first,
    lower case; `link_share` the share of its characters inside links.
    """

    start: int
    end: int
    tag: str = ""
    path: tuple[str, ...] = ()
    link_share: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """The text of a page: exactly as decoded for text, Markdown and records; the linearisation of all visible text for HTML."""

    page: str
    text: str = field(repr=False)
    blocks: tuple[Block, ...] = field(repr=False)
    encoding: str = "utf-8"
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataValue:
    """A value and where on the page it was found ("json-ld", "meta og:site_name", "headline suffix", "given", "text")."""

    value: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page says of itself beside its text. Times are ISO 8601 with the page's own offset where it has one.

    `byline` are the persons who wrote it, `desk` the desk, house or agency that the page names as its writer, where it names no person.
    `url` is where the page was read, or what it calls its address; `canonical` what its link of that name says, only. `paywalled` is None
    or "true": the page says that its text is withheld from readers who do not pay.
    """

    page: str
    outlet: MetadataValue | None = None
    headline: MetadataValue | None = None
    byline: MetadataValue | None = None
    desk: MetadataValue | None = None
    dateline: MetadataValue | None = None
    credit: MetadataValue | None = None
    published: MetadataValue | None = None
    modified: MetadataValue | None = None
    url: MetadataValue | None = None
    language: MetadataValue | None = None
    section: MetadataValue | None = None
    canonical: MetadataValue | None = None
    paywalled: MetadataValue | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """A span that is not the article's own running text, with the reason and the cue that says so."""

    start: int
    end: int
    reason: FurnitureReason
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One outlet's publication of one text. `body` and `furniture` are sorted, do not overlap, and hold all that is not white space.

    `outlet` is where the page stood; `written_by` (JSON `origin`) who wrote it, if another; `byline` names its writers: persons, or the
    desk, house or agency that the page prints where it names no person, `byline_kind` says which; `paywalled` is true where the page says
    that its text is withheld from readers who do not pay; `found` says where each field was found.
    """

    id: str
    page: str
    input: str
    text: str = field(repr=False)
    body: tuple[Span, ...] = field(repr=False)
    furniture: tuple[Furniture, ...] = field(repr=False)
    given_id: str | None = None
    outlet: str | None = None
    written_by: str | None = None
    owner: str | None = None
    headline: str | None = None
    byline: str | None = None
    byline_kind: BylineKind | None = None
    dateline: str | None = None
    credit: str | None = None
    published: str | None = None
    modified: str | None = None
    url: str | None = None
    language: str = "en"
    section: str | None = None
    canonical: str | None = None
    paywalled: bool = False
    found: tuple[tuple[str, str], ...] = ()
    origin: str = ""

    @property
    def name(self) -> str:
        """What to call this telling: who wrote it, else where it stood, else the input's own id or file name."""
        return self.written_by or self.outlet or self.given_id or self.input.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Rejected:
    """An input that did not become an article (or was not analysed), with a stable reason and a line for a person."""

    input: str
    reason: str
    detail: str
