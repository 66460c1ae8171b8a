"""Prints of bodies and pairs of copies, in an archive."""

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import Connection, and_, delete, or_, select

from tellings.model.resolved import CopyPair
from tellings.store.articles import parts
from tellings.store.packing import pack, unpack
from tellings.store.tables import ARTICLES, COPY_PAIRS, PRINTS

_SIGN: Final = 1 << 63
_WHOLE: Final = 1 << 64


def holders(connection: Connection, prints: Sequence[int]) -> list[tuple[int, int]]:
    """Return (print, article number) for each article that has one of the prints, sorted."""
    found: list[tuple[int, int]] = []
    for part in parts([_signed(one) for one in prints]):
        asked = select(PRINTS.c.hash, PRINTS.c.article).where(PRINTS.c.hash.in_(part))
        found += [(_unsigned(row.hash), row.article) for row in connection.execute(asked)]
    return sorted(found)


def put(connection: Connection, number: int, prints: Iterable[int]) -> None:
    """Let the article have these prints as well."""
    rows = [{"hash": _signed(one), "article": number} for one in prints]
    if rows:
        connection.execute(PRINTS.insert(), rows)


def drop(connection: Connection, number: int) -> None:
    """Take the article's prints and pairs out."""
    connection.execute(delete(PRINTS).where(PRINTS.c.article == number))
    connection.execute(delete(COPY_PAIRS).where(or_(COPY_PAIRS.c.a == number, COPY_PAIRS.c.b == number)))


def put_pairs(connection: Connection, pairs: Iterable[CopyPair], number_of: dict[str, int]) -> None:
    """Keep the pairs, each in the place of an earlier one of the same two articles; a pair of kind `none` takes it away."""
    for pair in pairs:
        a, b = sorted((number_of[pair.a], number_of[pair.b]))
        connection.execute(delete(COPY_PAIRS).where(and_(COPY_PAIRS.c.a == a, COPY_PAIRS.c.b == b)))
        if pair.kind != "none":
            connection.execute(COPY_PAIRS.insert().values(a=a, b=b, kind=pair.kind, data=pack([pair])))


def pairs_among(connection: Connection, numbers: Sequence[int]) -> list[CopyPair]:
    """Return the pairs of which both articles are among the numbers, sorted."""
    held = set(numbers)
    found: list[CopyPair] = []
    for part in parts(sorted(held)):
        rows = connection.execute(select(COPY_PAIRS).where(COPY_PAIRS.c.a.in_(part)))
        found += [unpack(CopyPair, row.data)[0] for row in rows if row.b in held]
    return sorted(found, key=lambda pair: (pair.a, pair.b))


def partners(connection: Connection, number: int) -> list[int]:
    """Return the articles with which this one makes a partial copy, sorted."""
    asked = select(COPY_PAIRS.c.a, COPY_PAIRS.c.b).where(
        and_(COPY_PAIRS.c.kind == "partial", or_(COPY_PAIRS.c.a == number, COPY_PAIRS.c.b == number))
    )
    return sorted(row.b if row.a == number else row.a for row in connection.execute(asked))


def outlets(connection: Connection, numbers: Sequence[int]) -> list[str | None]:
    """Return the outlet of each of these articles, in their order."""
    found = {
        row.number: row.outlet
        for part in parts(list(numbers))
        for row in connection.execute(select(ARTICLES.c.number, ARTICLES.c.outlet).where(ARTICLES.c.number.in_(part)))
    }
    return [found.get(number) for number in numbers]


def _signed(one: int) -> int:
    return one - _WHOLE if one >= _SIGN else one


def _unsigned(one: int) -> int:
    return one + _WHOLE if one < 0 else one
