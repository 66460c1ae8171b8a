"""The versions of an archive's schema, and the steps from each to the next. A step is never changed once it has been released: add another."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final

from sqlalchemy import Connection, inspect, select

from tellings.errors import StoreError
from tellings.store import checking_places, steps, tables
from tellings.version import __version__

Turn = Callable[[], AbstractContextManager[Connection]]


def _listed(connection: Connection) -> None:
    """Headline and count of a story are those of its brief, where they were those of its first article.

    It reads by the tables of today: a step that comes after it and changes those of stories or articles takes its place at the end, and leaves it without work here.
    """
    checking_places.list_again(connection)


# Step k brings version k to version k + 1; version 0 is an empty file or database.
STEPS: Final[tuple[Callable[[Connection], None], ...]] = (
    steps.first, steps.index_of_words, steps.feeds, steps.follows, steps.quick, steps.permissions, _listed,
)  # fmt: skip
VERSION: Final = len(STEPS)


def bring_forward(reading: Turn, writing: Turn, *, create: bool, write: bool) -> None:
    """Return with the schema at the newest version: each step in a transaction of its own, so that a step is done or not begun.

    Raises StoreError where there is no archive and none is to be made, where a newer Tellings has written it, or where it must be brought
    forward and is only to be read.
    """
    with reading() as connection:
        found = version(connection)
        others = inspect(connection).get_table_names() if found == 0 else []
    if found > VERSION:
        raise StoreError(
            f"the archive has schema {found}, written by a newer Tellings; this one ({__version__}) knows schemas up to {VERSION}"
        )
    if found == 0 and not create:
        raise StoreError("it holds no archive; tellings add makes one")
    if found == 0 and others:
        raise StoreError("it holds tables of something else; an archive wants a file or database of its own")
    if found < VERSION and not write:
        raise StoreError(
            f"the archive has schema {found}; any command that writes (tellings add, tellings check --repair) brings it to {VERSION}"
        )
    while found < VERSION:
        with writing() as connection:
            found = version(connection)  # another process may have been faster
            if found < VERSION:
                STEPS[found](connection)
                found += 1
                _set(connection, "schema", str(found))
                _set(connection, "made_by", __version__)


def withdraw(connection: Connection) -> None:
    """Take the archive away with all that it holds: its tables, and the index beside them."""
    for name in ("search_words", "search_vectors"):
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
    tables.METADATA.drop_all(connection)


def version(connection: Connection) -> int:
    """Return the schema's version; 0 where there is no archive."""
    if not inspect(connection).has_table(tables.INFO.name):
        return 0
    value = connection.execute(select(tables.INFO.c.value).where(tables.INFO.c.key == "schema")).scalar()
    return int(value) if value is not None and value.isdigit() else 0


def _set(connection: Connection, key: str, value: str) -> None:
    connection.execute(tables.INFO.delete().where(tables.INFO.c.key == key))
    connection.execute(tables.INFO.insert().values(key=key, value=value))
