"""The index of words in PostgreSQL: a tsvector of the forms of words in a table of its own, headlines weighted A, with a GIN index."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
from sqlalchemy import BigInteger, Connection, Integer, Subquery, column, text
from sqlalchemy.exc import SQLAlchemyError

from tellings.text.queries import Operators, Phrase, Query, expression

# A tsvector holds a megabyte and positions up to 16,383; the words of a text beyond these are many pages in.
_MOST_WORDS: Final = 100_000
_STEPS: Final = (
    "CREATE TABLE IF NOT EXISTS search_words (article BIGINT PRIMARY KEY, day INTEGER NOT NULL, words TSVECTOR NOT NULL)",
    "CREATE INDEX IF NOT EXISTS search_words_words ON search_words USING GIN (words)",
    "CREATE INDEX IF NOT EXISTS search_words_day ON search_words (day, article)",
)
# pgvector's graphs want one size for all vectors: that of the built-in sentence vectors.
_DIMENSIONS: Final = 384
_MOST_LOOKED: Final = 1000
_VECTORS: Final = (
    f"CREATE TABLE IF NOT EXISTS search_vectors (article BIGINT PRIMARY KEY, vector HALFVEC({_DIMENSIONS}) NOT NULL)",
    "CREATE INDEX IF NOT EXISTS search_vectors_near ON search_vectors USING hnsw (vector halfvec_cosine_ops)",
)
_PUT: Final = text(
    "INSERT INTO search_words (article, day, words) VALUES"
    " (:number, :day, setweight(to_tsvector('simple', :headline), 'A') || setweight(to_tsvector('simple', :body), 'D'))"
)

_WRITTEN: Final = Operators(both=" & ", either=" | ", but=" & !")


def create(connection: Connection) -> None:
    """Make the index where there is none."""
    for step in _STEPS:
        connection.execute(text(step))
    _create_vectors(connection)


def _create_vectors(connection: Connection) -> None:
    """A graph of vectors, where pgvector is there and may be made use of."""
    try:
        with connection.begin_nested():
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS vector"))
            for step in _VECTORS:
                connection.execute(text(step))
    except SQLAlchemyError:
        return


def _has_vectors(connection: Connection) -> bool:
    return connection.execute(text("SELECT to_regclass('search_vectors')")).scalar() is not None


def put_vectors(connection: Connection, held: Mapping[int, bytes]) -> None:
    """Take vectors (little-endian float16) into the graph, where there is one and they are of its size."""
    rows = [
        {"number": number, "vector": str(np.frombuffer(data, dtype="<f2").astype(np.float32).tolist())}
        for number, data in held.items()
        if len(data) == 2 * _DIMENSIONS
    ]
    if rows and _has_vectors(connection):
        connection.execute(text("INSERT INTO search_vectors (article, vector) VALUES (:number, CAST(:vector AS halfvec))"), rows)


def remove_vectors(connection: Connection, numbers: Sequence[int]) -> None:
    """Take the vectors of the articles out of the graph."""
    if _has_vectors(connection):
        connection.execute(text("DELETE FROM search_vectors WHERE article = ANY(:numbers)"), {"numbers": list(numbers)})


def nearest(connection: Connection, vector: Sequence[float], most: int) -> list[int] | None:
    """Return up to `most` articles whose vectors are the nearest; None where there is no graph of such vectors."""
    if len(vector) != _DIMENSIONS or not _has_vectors(connection):
        return None
    connection.execute(text("SELECT set_config('hnsw.ef_search', :most, true)"), {"most": str(min(most, _MOST_LOOKED))})
    asked = text("SELECT article FROM search_vectors ORDER BY vector <=> CAST(:vector AS halfvec), article LIMIT :most")
    return list(connection.execute(asked, {"vector": str(list(vector)), "most": most}).scalars())


def put(connection: Connection, rows: Sequence[tuple[int, int, str, str]]) -> None:
    """Take the forms of articles' words into the index: (number, day, headline, body)."""
    found = [
        {"number": number, "day": day, "headline": headline, "body": " ".join(body.split(" ", _MOST_WORDS)[:_MOST_WORDS])}
        for number, day, headline, body in rows
    ]
    connection.execute(_PUT, found)


def remove(connection: Connection, number: int, day: int, headline: str, body: str) -> None:
    """Take an article out."""
    del day, headline, body  # what SQLite asks for
    connection.execute(text("DELETE FROM search_words WHERE article = :number"), {"number": number})


def secure(connection: Connection) -> None:
    """Return: what is deleted stays in the files of the database until the tables are written anew (`store.wiping`)."""


def purge(connection: Connection) -> None:
    """Return: what is deleted stays in the files of the database until the tables are written anew (`store.wiping`)."""


def clear(connection: Connection) -> None:
    """Empty the index."""
    connection.execute(text("DELETE FROM search_words"))


def newest(query: Query, days: tuple[int | None, int | None], most: int, *, headline: bool = False) -> Subquery:
    """Return a select of the articles (`day`, `number`) that have the words (in the headline where asked) in the days, `most` of the latest."""
    since, until = days
    asked = text(
        "SELECT day, article AS number FROM search_words WHERE words @@ to_tsquery('simple', :asked) AND day BETWEEN :low AND :high"
        " ORDER BY day DESC, article DESC LIMIT :most"
    )
    given = asked.bindparams(asked=_match(query, headline=headline), low=since or 0, high=2**31 - 1 if until is None else until, most=most)
    return given.columns(column("day", Integer), column("number", BigInteger)).subquery()


def among(connection: Connection, query: Query, held: Iterable[tuple[int, int]]) -> list[int]:
    """Return those of the articles (day, number) that have the words, those of the latest days first."""
    asked = text(
        "SELECT article FROM search_words WHERE article = ANY(:numbers) AND words @@ to_tsquery('simple', :asked) ORDER BY day DESC, article DESC"
    )
    return list(connection.execute(asked, {"asked": _match(query), "numbers": [number for _, number in held]}).scalars())


def _match(query: Query, *, headline: bool = False) -> str:
    return expression(query, _WRITTEN, (lambda phrase: _quoted(phrase, ":A")) if headline else _quoted, _quoted)


def _quoted(phrase: Phrase, mark: str = "") -> str:
    words = " <-> ".join(f"'{form}'{mark}" for form in phrase)
    return f"({words})"
