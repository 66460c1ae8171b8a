"""The tables of an archive: one description for SQLite and PostgreSQL. What changes here wants a step in `steps`, which makes it in archives.

What one article says is kept as it was observed: one row an article and kind of record (`records`), packed. What many articles mean together
(`resolved`, and beside it `claims`, `quotes` and `article_entities`, which only repeat it for looking up) is made anew whenever a story is
stale. A person's judgements are rows of their own. Articles, arrivals and judgements are numbered in the order of arrival: that order is the log
from which `rerun` makes the same archive again.
"""

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    text,
)

from tellings.store.packing import legible, short

METADATA: Final = MetaData()
# SQLite counts rows only in a column of exactly this type; PostgreSQL gets the wide one.
_NUMBER: Final = BigInteger().with_variant(Integer, "sqlite")


class Words(TypeDecorator[str]):
    """Text that both databases keep alike: NUL and lone surrogates become U+FFFD, and order is that of code points."""

    impl = Text().with_variant(Text(collation="C"), "postgresql")
    cache_ok = True

    @staticmethod
    def kept(value: str) -> str:
        """Return what is kept, and what is asked for, of the text."""
        return legible(value)

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002  # SQLAlchemy's
        """Return what is kept, and what is asked for, of the text."""
        return None if value is None else self.kept(value)


class Name(Words):
    """Text in an index: what is too long for one is kept, and asked for, as its beginning and a digest (`packing.short`)."""

    cache_ok = True

    @staticmethod
    def kept(value: str) -> str:
        """Return what is kept, and what is asked for, of the text."""
        return short(legible(value))


def kept_as(column: Column[Any], value: object) -> object:
    """Return what a column gives back of a value that was put into it."""
    return column.type.kept(value) if isinstance(column.type, Words) and isinstance(value, str) else value


def _table(name: str, *columns: Column[object] | Index) -> Table:
    return Table(name, METADATA, *columns)


def _where(condition: str) -> dict[str, Any]:
    """Let an index hold only the rows of the condition."""
    return {f"{name}_where": text(condition) for name in ("sqlite", "postgresql")}


# What the archive is: schema (its version), made_by, changes (counts what was done to stories, so that a second writer sees that it must look again),
# forgotten (how often something was), last_gone (the last number of an article that is gone), wipe (what was forgotten is still to be written over),
# attended (the last article that searches which are followed were held against).
INFO: Final = _table("archive_info", Column("key", Words, primary_key=True), Column("value", Words, nullable=False))

# Each run that wrote: its command, what makes it repeatable (manifest, JSON), and what came of its inputs. state: running, done, stopped.
RUNS: Final = _table(
    "runs",
    Column("id", _NUMBER, primary_key=True, autoincrement=True),
    Column("command", Words, nullable=False),
    Column("began", Words, nullable=False),
    Column("ended", Words),
    Column("state", Words, nullable=False),
    Column("manifest", Words, nullable=False),
)

# Every input in the order of arrival. outcome: added, version (of an article known before), known, rejected. Inputs of one batch were
# cleaned together (what stands on many pages of a site is furniture).
ARRIVALS: Final = _table(
    "arrivals",
    Column("seq", _NUMBER, primary_key=True, autoincrement=True),
    Column("run", _NUMBER, nullable=False),
    Column("batch", _NUMBER, nullable=False),
    Column("at", Words, nullable=False),
    Column("input", Words, nullable=False),
    Column("outcome", Words, nullable=False),
    Column("page", Words),
    Column("article", Words),
    Column("reason", Words),
    Column("detail", Words),
    Index("arrivals_page", "page"),
    Index("arrivals_article", "article"),
)

# Bytes as received, by their SHA-256, packed with zstd.
BLOBS: Final = _table(
    "blobs",
    Column("sha256", Words, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

# Pages as received: `record` is the Page without its bytes, packed.
PAGES: Final = _table(
    "pages",
    Column("id", Words, primary_key=True),
    Column("sha256", Words, nullable=False),
    Column("input", Words, nullable=False),
    Column("url", Words),
    Column("fetched_at", Words),
    Column("record", LargeBinary, nullable=False),
    Index("pages_sha256", "sha256"),
)

# `lineage` is the number of the first version, `version` counts from 1; the newest is `current`. `day` is the day of publication as a proleptic
# Gregorian ordinal, None where there is none.
ARTICLES: Final = _table(
    "articles",
    Column("number", _NUMBER, primary_key=True, autoincrement=False),
    Column("id", Words, nullable=False, unique=True),
    Column("page", Words, ForeignKey("pages.id"), nullable=False),
    Column("given_id", Name),
    Column("input", Words, nullable=False),
    Column("lineage", _NUMBER, nullable=False),
    Column("version", Integer, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("outlet", Name),
    Column("unit", Words),
    Column("headline", Words),
    Column("url", Words),
    Column("place", Name),
    Column("published", Words),
    Column("day", Integer),
    Column("language", Words, nullable=False),
    Column("analysed", Boolean, nullable=False),
    Column("added", Words, nullable=False),
    Index("articles_place", "place"),
    Index("articles_lineage", "lineage"),
    Index("articles_page", "page"),
    Index("articles_given_id", "given_id"),
    Index("articles_outlet", "outlet", "number"),
    Index("articles_day", "day", "number"),
)

# Records of one article by kind (Article itself among them), as the stage `origin` made them, packed.
RECORDS: Final = _table(
    "records",
    Column("article", _NUMBER, primary_key=True),
    Column("kind", Words, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

# Winnowed shingles of bodies (the unsigned 64 bits as a signed number), by which copies are found.
PRINTS: Final = _table(
    "prints",
    Column("hash", BigInteger, primary_key=True, autoincrement=False),
    Column("article", _NUMBER, primary_key=True, autoincrement=False),
    Index("prints_article", "article"),
)

# Pairs of articles that carry one text or passage; `data` is the record.
COPY_PAIRS: Final = _table(
    "copy_pairs",
    Column("a", _NUMBER, primary_key=True),
    Column("b", _NUMBER, primary_key=True),
    Column("kind", Words, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Index("copy_pairs_b", "b"),
)

# Counters are kept, so that a list of stories reads no articles. `into` is the story that this one was merged into: its id still leads there.
STORIES: Final = _table(
    "stories",
    Column("id", Words, primary_key=True),
    Column("founder", _NUMBER, nullable=False),
    Column("headline", Words, nullable=False),
    Column("articles", Integer, nullable=False),
    Column("tellings", Integer, nullable=False),
    Column("outlets", Words, nullable=False),
    Column("first", Words),
    Column("last", Words),
    Column("last_day", Integer, nullable=False),
    Column("stale", Boolean, nullable=False),
    Column("into", Words),
    Index("stories_last", "last_day", "id"),
    Index("stories_size", "tellings", "articles", "id"),
    Index("stories_stale", "stale"),
    Index("stories_into", "into", **_where('"into" IS NOT NULL')),
)

# Where each article stands, and why. The rest is what the stream of stories goes on from: `text` is the article whose text it carries whole, `founded` is
# true of the one its story is told from others by, `keys` is what it is found by, and `others` and `likeness` how alike it is to which numbers.
MEMBERS: Final = _table(
    "members",
    Column("article", _NUMBER, primary_key=True, autoincrement=False),
    Column("story", Words, nullable=False),
    Column("score", Float, nullable=False),
    Column("why", Words, nullable=False),
    Column("text", Words),
    Column("founded", Boolean, nullable=False),
    Column("day", Integer, nullable=False),
    Column("keys", LargeBinary, nullable=False),
    Column("others", LargeBinary),
    Column("likeness", LargeBinary),
    Index("members_story", "story"),
    Index("members_text", "text", **_where("text IS NOT NULL")),
)

# A story that is a development of an earlier one.
DEVELOPMENTS: Final = _table(
    "developments",
    Column("story", Words, primary_key=True),
    Column("earlier", Words, primary_key=True),
    Column("score", Float, nullable=False),
    Column("why", Words, nullable=False),
    Index("developments_earlier", "earlier"),
)

# What a story's articles mean together, by kind of record, packed; gone and made anew when the story changes.
RESOLVED: Final = _table(
    "resolved",
    Column("story", Words, primary_key=True),
    Column("kind", Words, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

CLAIMS: Final = _table(
    "claims",
    Column("story", Words, primary_key=True),
    Column("id", Words, primary_key=True),
    Column("text", Words, nullable=False),
    Column("status", Words, nullable=False),
    Column("independent", Integer, nullable=False),
    Column("rests_on", Words),
    Column("slot", Words),
    Column("relation", Words),
    Index("claims_id", "id"),
    Index("claims_status", "status", "independent"),
)

QUOTES: Final = _table(
    "quotes",
    Column("story", Words, primary_key=True),
    Column("id", Words, primary_key=True),
    Column("article", _NUMBER, nullable=False),
    Column("source", Name),
    Column("entity", Words),
    Column("side", Words),
    Column("text", Words, nullable=False),
    Index("quotes_source", "source"),
    Index("quotes_article", "article"),
)

# Which entity of which story stands in which article: `name` folded, `key` the gazetteer's or the user's id where there is one.
ARTICLE_ENTITIES: Final = _table(
    "article_entities",
    Column("article", _NUMBER, primary_key=True),
    Column("entity", Words, primary_key=True),
    Column("story", Words, nullable=False),
    Column("name", Name, nullable=False),
    Column("kind", Words, nullable=False),
    Column("country", Words),
    Column("key", Words),
    Column("mentions", Integer, nullable=False),
    Index("article_entities_name", "name", "article"),
    Index("article_entities_country", "country", "article"),
    Index("article_entities_story", "story"),
)

# What persons decided, in order; `after` is the last arrival before it; `subject` the ids of the articles that it is about (of an undo "#" and the
# number of the row that it takes back). `links` is the Links of it, packed; `undone` the row that undid it.
JUDGEMENTS: Final = _table(
    "judgements",
    Column("seq", _NUMBER, primary_key=True, autoincrement=True),
    Column("after", _NUMBER, nullable=False),
    Column("at", Words, nullable=False),
    Column("who", Words, nullable=False),
    Column("action", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("words", Words, nullable=False),
    Column("links", LargeBinary, nullable=False),
    Column("undone", _NUMBER),
)

# The vector of each article's opening (little-endian float16, empty where there is none). An article that has a row is in the index of words.
VECTORS: Final = _table(
    "vectors",
    Column("article", _NUMBER, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
)

# The names of entities by each of their words.
ENTITY_WORDS: Final = _table(
    "entity_words",
    Column("word", Name, primary_key=True),
    Column("name", Name, primary_key=True),
)

# Articles that tell a corroborated claim, and how many of them; `told` is always true, so that all filters are values of a column.
CORROBORATED: Final = _table(
    "corroborated",
    Column("article", _NUMBER, primary_key=True, autoincrement=False),
    Column("story", Words, nullable=False),
    Column("claims", Integer, nullable=False),
    Column("told", Boolean, nullable=False),
    Index("corroborated_story", "story"),
    Index("corroborated_told", "told", "article"),
)

# Lists of addresses that are asked again and again: `parent` is the list that names it (itself, where a person does), `answer` what the server called its last answer, packed.
# `open` is true until all that its last answer names was fetched. Times are ISO 8601 in UTC, `pace` the seconds that the feed itself asks for.
FEEDS: Final = _table(
    "feeds",
    Column("url", Words, primary_key=True),
    Column("parent", Words, nullable=False),
    Column("checked", Words),
    Column("due", Words),
    Column("pace", Integer),
    Column("failures", Integer, nullable=False),
    Column("problem", Words),
    Column("open", Boolean, nullable=False),
    Column("sha256", Words),
    Column("answer", LargeBinary),
    Column("held", Words),
    Index("feeds_parent", "parent"),
)

# Addresses that feeds named and that were asked, by the digest of what two addresses of one page share. Those that will be asked again have a
# `due`, and what that takes (the address, what the list said of it, what the server called its last answer), packed.
VISITS: Final = _table(
    "visits",
    Column("key", Words, primary_key=True),
    Column("page", Words),
    Column("first", Words, nullable=False),
    Column("checked", Words, nullable=False),
    Column("due", Words),
    Column("tries", Integer, nullable=False),
    Column("data", LargeBinary),
    Index("visits_due", "due"),
    Index("visits_page", "page"),
)

# What persons follow. kind: story, search. `subject` is a story's id, or what is searched for as JSON; `mark` the last article before it was made: what
# came before is not new. `atom` is the file, `webhook` the address that alerts go to, `secret` the file of the key that signs them,
# `allow_private` whether that address may be one of a private network.
FOLLOWS: Final = _table(
    "follows",
    Column("id", _NUMBER, primary_key=True, autoincrement=False),
    Column("uid", Words, nullable=False),
    Column("kind", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("made", Words, nullable=False),
    Column("mark", _NUMBER, nullable=False),
    Column("atom", Words),
    Column("webhook", Words),
    Column("secret", Words),
    Column("allow_private", Boolean),
)

# What is new of what is followed, each thing once (`key` is its id); `data` is the Alert, packed, `queued` true until its webhook has it.
ALERTS: Final = _table(
    "alerts",
    Column("seq", _NUMBER, primary_key=True, autoincrement=False),
    Column("follow", _NUMBER, nullable=False),
    Column("key", Words, nullable=False),
    Column("at", Words, nullable=False),
    Column("story", Words, nullable=False),
    Column("seen", Boolean, nullable=False),
    Column("queued", Boolean, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Index("alerts_key", "follow", "key"),
    Index("alerts_seen", "seen"),
    Index("alerts_queued", "queued"),
)
