"""What each step of the schema makes, as it was released: it stays as it is here, whatever `tables` describes by now.

`WORDS`, `BYTES`, `NUMBER` and `COUNTER` stand for what a dialect has for them. What is there already is left alone: archives were made by steps that made tables
of later ones, too.
"""

import re
from typing import Final

from sqlalchemy import Connection, inspect, text

from tellings.store import search
from tellings.store.packing import short

_TYPES: Final = {
    "sqlite": {"WORDS": "TEXT", "BYTES": "BLOB", "NUMBER": "INTEGER", "COUNTER": "INTEGER"},
    "postgresql": {"WORDS": 'TEXT COLLATE "C"', "BYTES": "BYTEA", "NUMBER": "BIGINT", "COUNTER": "BIGSERIAL"},
}
_TYPE: Final = re.compile(r"\b(?:WORDS|BYTES|NUMBER|COUNTER)\b")
_FIRST: Final = """
CREATE TABLE IF NOT EXISTS archive_info (
    "key" WORDS NOT NULL, value WORDS NOT NULL, PRIMARY KEY ("key")
);
CREATE TABLE IF NOT EXISTS runs (
    id COUNTER NOT NULL, command WORDS NOT NULL, began WORDS NOT NULL, ended WORDS, state WORDS NOT NULL, manifest WORDS NOT NULL, PRIMARY KEY (id)
);
CREATE TABLE IF NOT EXISTS arrivals (
    seq COUNTER NOT NULL, run NUMBER NOT NULL, batch NUMBER NOT NULL, at WORDS NOT NULL, input WORDS NOT NULL, outcome WORDS NOT NULL, page WORDS,
    article WORDS, reason WORDS, detail WORDS, PRIMARY KEY (seq)
);
CREATE INDEX IF NOT EXISTS arrivals_page ON arrivals (page);
CREATE TABLE IF NOT EXISTS blobs (
    sha256 WORDS NOT NULL, size BIGINT NOT NULL, data BYTES NOT NULL, PRIMARY KEY (sha256)
);
CREATE TABLE IF NOT EXISTS pages (
    id WORDS NOT NULL, sha256 WORDS NOT NULL, input WORDS NOT NULL, url WORDS, fetched_at WORDS, record BYTES NOT NULL, PRIMARY KEY (id)
);
CREATE INDEX IF NOT EXISTS pages_sha256 ON pages (sha256);
CREATE TABLE IF NOT EXISTS articles (
    number NUMBER NOT NULL, id WORDS NOT NULL, page WORDS NOT NULL, given_id WORDS, input WORDS NOT NULL, lineage NUMBER NOT NULL, version
    INTEGER NOT NULL, current BOOLEAN NOT NULL, outlet WORDS, unit WORDS, headline WORDS, url WORDS, place WORDS, published WORDS, day INTEGER,
    language WORDS NOT NULL, analysed BOOLEAN NOT NULL, added WORDS NOT NULL, PRIMARY KEY (number), UNIQUE (id), FOREIGN KEY (page) REFERENCES pages
    (id)
);
CREATE INDEX IF NOT EXISTS articles_day ON articles (day, number);
CREATE INDEX IF NOT EXISTS articles_given_id ON articles (given_id);
CREATE INDEX IF NOT EXISTS articles_lineage ON articles (lineage);
CREATE INDEX IF NOT EXISTS articles_outlet ON articles (outlet, number);
CREATE INDEX IF NOT EXISTS articles_page ON articles (page);
CREATE INDEX IF NOT EXISTS articles_place ON articles (place);
CREATE TABLE IF NOT EXISTS records (
    article NUMBER NOT NULL, kind WORDS NOT NULL, count INTEGER NOT NULL, data BYTES NOT NULL, PRIMARY KEY (article, kind)
);
CREATE TABLE IF NOT EXISTS prints (
    hash BIGINT NOT NULL, article NUMBER NOT NULL, PRIMARY KEY (hash, article)
);
CREATE TABLE IF NOT EXISTS copy_pairs (
    a NUMBER NOT NULL, b NUMBER NOT NULL, kind WORDS NOT NULL, data BYTES NOT NULL, PRIMARY KEY (a, b)
);
CREATE INDEX IF NOT EXISTS copy_pairs_b ON copy_pairs (b);
CREATE TABLE IF NOT EXISTS stories (
    id WORDS NOT NULL, founder NUMBER NOT NULL, headline WORDS NOT NULL, articles INTEGER NOT NULL, tellings INTEGER NOT NULL, outlets WORDS NOT NULL,
    first WORDS, last WORDS, last_day INTEGER NOT NULL, stale BOOLEAN NOT NULL, "into" WORDS, PRIMARY KEY (id)
);
CREATE INDEX IF NOT EXISTS stories_last ON stories (last_day, id);
CREATE INDEX IF NOT EXISTS stories_size ON stories (tellings, articles, id);
CREATE INDEX IF NOT EXISTS stories_stale ON stories (stale);
CREATE TABLE IF NOT EXISTS members (
    article NUMBER NOT NULL, story WORDS NOT NULL, score FLOAT NOT NULL, why WORDS NOT NULL, text WORDS, founded BOOLEAN NOT NULL, day
    INTEGER NOT NULL, keys BYTES NOT NULL, others BYTES, likeness BYTES, PRIMARY KEY (article)
);
CREATE INDEX IF NOT EXISTS members_story ON members (story);
CREATE TABLE IF NOT EXISTS developments (
    story WORDS NOT NULL, earlier WORDS NOT NULL, score FLOAT NOT NULL, why WORDS NOT NULL, PRIMARY KEY (story, earlier)
);
CREATE INDEX IF NOT EXISTS developments_earlier ON developments (earlier);
CREATE TABLE IF NOT EXISTS resolved (
    story WORDS NOT NULL, kind WORDS NOT NULL, count INTEGER NOT NULL, data BYTES NOT NULL, PRIMARY KEY (story, kind)
);
CREATE TABLE IF NOT EXISTS claims (
    story WORDS NOT NULL, id WORDS NOT NULL, text WORDS NOT NULL, status WORDS NOT NULL, independent INTEGER NOT NULL, rests_on WORDS, slot WORDS,
    relation WORDS, PRIMARY KEY (story, id)
);
CREATE INDEX IF NOT EXISTS claims_id ON claims (id);
CREATE INDEX IF NOT EXISTS claims_status ON claims (status, independent);
CREATE TABLE IF NOT EXISTS quotes (
    story WORDS NOT NULL, id WORDS NOT NULL, article NUMBER NOT NULL, source WORDS, entity WORDS, side WORDS, text WORDS NOT NULL, PRIMARY KEY (story,
    id)
);
CREATE INDEX IF NOT EXISTS quotes_article ON quotes (article);
CREATE INDEX IF NOT EXISTS quotes_source ON quotes (source);
CREATE TABLE IF NOT EXISTS article_entities (
    article NUMBER NOT NULL, entity WORDS NOT NULL, story WORDS NOT NULL, name WORDS NOT NULL, kind WORDS NOT NULL, country WORDS, "key" WORDS,
    mentions INTEGER NOT NULL, PRIMARY KEY (article, entity)
);
CREATE INDEX IF NOT EXISTS article_entities_country ON article_entities (country, article);
CREATE INDEX IF NOT EXISTS article_entities_name ON article_entities (name, article);
CREATE INDEX IF NOT EXISTS article_entities_story ON article_entities (story);
CREATE TABLE IF NOT EXISTS judgements (
    seq COUNTER NOT NULL, "after" NUMBER NOT NULL, at WORDS NOT NULL, who WORDS NOT NULL, action WORDS NOT NULL, subject WORDS NOT NULL, words
    WORDS NOT NULL, links BYTES NOT NULL, undone NUMBER, PRIMARY KEY (seq)
);
"""
_SEARCH: Final = """
CREATE TABLE IF NOT EXISTS vectors (
    article NUMBER NOT NULL, data BYTES NOT NULL, PRIMARY KEY (article)
);
CREATE TABLE IF NOT EXISTS entity_words (
    word WORDS NOT NULL, name WORDS NOT NULL, PRIMARY KEY (word, name)
);
CREATE TABLE IF NOT EXISTS corroborated (
    article NUMBER NOT NULL, story WORDS NOT NULL, claims INTEGER NOT NULL, told BOOLEAN NOT NULL, PRIMARY KEY (article)
);
CREATE INDEX IF NOT EXISTS corroborated_story ON corroborated (story);
CREATE INDEX IF NOT EXISTS corroborated_told ON corroborated (told, article);
"""
_FEEDS: Final = """
CREATE TABLE IF NOT EXISTS feeds (
    url WORDS NOT NULL, parent WORDS NOT NULL, checked WORDS, due WORDS, pace INTEGER, failures INTEGER NOT NULL, problem WORDS, open
    BOOLEAN NOT NULL, sha256 WORDS, answer BYTES, PRIMARY KEY (url)
);
CREATE INDEX IF NOT EXISTS feeds_parent ON feeds (parent);
CREATE TABLE IF NOT EXISTS visits (
    "key" WORDS NOT NULL, page WORDS, first WORDS NOT NULL, checked WORDS NOT NULL, due WORDS, tries INTEGER NOT NULL, data BYTES, PRIMARY KEY ("key")
);
CREATE INDEX IF NOT EXISTS visits_due ON visits (due);
CREATE INDEX IF NOT EXISTS visits_page ON visits (page);
"""
_FOLLOWS: Final = """
CREATE TABLE IF NOT EXISTS follows (
    id NUMBER NOT NULL, uid WORDS NOT NULL, kind WORDS NOT NULL, subject WORDS NOT NULL, made WORDS NOT NULL, mark NUMBER NOT NULL, atom WORDS,
    webhook WORDS, secret WORDS, PRIMARY KEY (id)
);
CREATE TABLE IF NOT EXISTS alerts (
    seq NUMBER NOT NULL, follow NUMBER NOT NULL, "key" WORDS NOT NULL, at WORDS NOT NULL, story WORDS NOT NULL, seen BOOLEAN NOT NULL, queued
    BOOLEAN NOT NULL, data BYTES NOT NULL, PRIMARY KEY (seq)
);
CREATE INDEX IF NOT EXISTS alerts_key ON alerts (follow, "key");
CREATE INDEX IF NOT EXISTS alerts_queued ON alerts (queued);
CREATE INDEX IF NOT EXISTS alerts_seen ON alerts (seen);
"""
_QUICK: Final = """
CREATE INDEX IF NOT EXISTS arrivals_article ON arrivals (article);
CREATE INDEX IF NOT EXISTS prints_article ON prints (article);
CREATE INDEX IF NOT EXISTS stories_into ON stories ("into") WHERE "into" IS NOT NULL;
CREATE INDEX IF NOT EXISTS members_text ON members (text) WHERE text IS NOT NULL;
"""
_PERMISSIONS: Final = (("feeds", "held", "WORDS"), ("follows", "allow_private", "BOOLEAN"))
# Texts in an index, which PostgreSQL does not take where they are long, and what a row is known by.
_INDEXED: Final = {
    "articles": (("number",), ("given_id", "outlet", "place")), "quotes": (("story", "id"), ("source",)),
    "article_entities": (("article", "entity"), ("name",)), "entity_words": (("word", "name"), ("word", "name")),
}  # fmt: skip
# Characters of a text that is short enough, whatever they are.
_SHORT: Final = 300


def first(connection: Connection) -> None:
    """Tables of pages, articles, records, copies, stories, what is resolved, and judgements."""
    _make(connection, _FIRST)


def index_of_words(connection: Connection) -> None:
    """What filters of a search are looked up in, and the index of words and meaning, which can be made anew at any time and is made as it is now."""
    _make(connection, _SEARCH)
    search.create(connection)


def feeds(connection: Connection) -> None:
    """Feeds that are watched, and the addresses that they named."""
    _make(connection, _FEEDS)


def follows(connection: Connection) -> None:
    """What persons follow, and what is new of it."""
    _make(connection, _FOLLOWS)


def quick(connection: Connection) -> None:
    """Indexes for what was looked for row by row; long texts in an index are cut to what every database takes."""
    for table, (key, columns) in _INDEXED.items():
        for column in columns:
            _cut(connection, table, key, column)
    _make(connection, _QUICK)


def permissions(connection: Connection) -> None:
    """Until when the server of a feed asked to be left alone, and whether what is followed may be sent to a private network."""
    for table, column, kind in _PERMISSIONS:
        if column not in {one["name"] for one in inspect(connection).get_columns(table)}:
            _make(connection, f"ALTER TABLE {table} ADD COLUMN {column} {kind}")


def _cut(connection: Connection, table: str, key: tuple[str, ...], column: str) -> None:
    where = " AND ".join(f"{name} = :key_{name}" for name in key)
    asked = text(f"SELECT {', '.join(key)}, {column} FROM {table} WHERE length({column}) > {_SHORT}")  # noqa: S608  # names of ours
    change = text(f"UPDATE {table} SET {column} = :new WHERE {where}")  # noqa: S608  # names of ours
    for row in connection.execute(asked).all():
        new = short(row[-1])
        if new != row[-1]:
            connection.execute(change, {"new": new} | {f"key_{name}": value for name, value in zip(key, row[: len(key)], strict=True)})


def _make(connection: Connection, statements: str) -> None:
    types = _TYPES[connection.dialect.name]
    for one in statements.split(";"):
        if one.strip():
            connection.execute(text(_TYPE.sub(lambda found: types[found[0]], one)))
