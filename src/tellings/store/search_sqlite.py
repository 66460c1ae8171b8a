"""The index of words in SQLite: FTS5 over the forms of words, without a copy of the text.

Row ids are a day and an article's number: the newest come first without sorting, and a span of days is a span of row ids.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import BigInteger, Connection, Integer, Subquery, column, text

from tellings.text.queries import Operators, Phrase, Query, expression

# An article as it is put: its number, its day, and the forms of the words of headline and body.
Row = tuple[int, int, str, str]
_BITS: Final = 32
_MASK: Final = (1 << _BITS) - 1
_LAST: Final = (1 << 62) - 1
# Forms are ASCII, parted by blanks. Lengths of texts are not kept: what is scored is scored on the text itself.
_TABLE: Final = "CREATE VIRTUAL TABLE IF NOT EXISTS search_words USING fts5(headline, body, content='', columnsize=0, tokenize='ascii')"

_WRITTEN: Final = Operators(both=" AND ", either=" OR ", but=" NOT ")


def create(connection: Connection) -> None:
    """Make the index where there is none."""
    connection.execute(text(_TABLE))


def put(connection: Connection, rows: Sequence[Row]) -> None:
    """Take the forms of articles' words into the index."""
    found = [{"at": day << _BITS | number, "headline": headline, "body": body} for number, day, headline, body in rows]
    connection.execute(text("INSERT INTO search_words (rowid, headline, body) VALUES (:at, :headline, :body)"), found)


def remove(connection: Connection, number: int, day: int, headline: str, body: str) -> None:
    """Take an article out; its day and forms must be those that were put. What it left behind goes with `purge`."""
    row = {"at": day << _BITS | number, "headline": headline, "body": body}
    connection.execute(text("INSERT INTO search_words (search_words, rowid, headline, body) VALUES ('delete', :at, :headline, :body)"), row)


def secure(connection: Connection) -> None:
    """Let what is deleted from now on be overwritten with zeros."""
    connection.execute(text("PRAGMA secure_delete = ON"))


def purge(connection: Connection) -> None:
    """Write the index anew, so that it holds nothing of articles that were taken out."""
    connection.execute(text("INSERT INTO search_words (search_words) VALUES ('optimize')"))


def clear(connection: Connection) -> None:
    """Empty the index."""
    connection.execute(text("DROP TABLE IF EXISTS search_words"))
    create(connection)


def newest(query: Query, days: tuple[int | None, int | None], most: int, *, headline: bool = False) -> Subquery:
    """Return a select of the articles (`day`, `number`) that have the words (in the headline where asked) in the days, `most` of the latest."""
    since, until = days
    low = 0 if since is None else since << _BITS
    high = _LAST if until is None else (until + 1 << _BITS) - 1
    asked = text(
        f"SELECT rowid >> {_BITS} AS day, rowid & {_MASK} AS number FROM search_words"  # noqa: S608  # a number of ours
        " WHERE search_words MATCH :asked AND rowid BETWEEN :low AND :high ORDER BY rowid DESC LIMIT :most"
    )
    given = asked.bindparams(asked=_match(query, headline=headline), low=low, high=high, most=most)
    return given.columns(column("day", Integer), column("number", BigInteger)).subquery()


def among(connection: Connection, query: Query, held: Iterable[tuple[int, int]]) -> list[int]:
    """Return those of the articles (day, number) that have the words, those of the latest days first."""
    rows = sorted((day << _BITS | number for day, number in held), reverse=True)
    asked = text("SELECT rowid FROM search_words WHERE search_words MATCH :asked AND rowid IN (SELECT value FROM json_each(:rows))")
    found = connection.execute(asked, {"asked": _match(query), "rows": _json(rows)})
    return [at & _MASK for at in sorted((at for (at,) in found), reverse=True)]


def _json(rows: Sequence[int]) -> str:
    return f"[{','.join(map(str, rows))}]"


def _match(query: Query, *, headline: bool = False) -> str:
    return expression(query, _WRITTEN, (lambda phrase: f"headline : {_quoted(phrase)}") if headline else _quoted, _quoted)


def _quoted(phrase: Phrase) -> str:
    return f'"{" ".join(phrase)}"'
