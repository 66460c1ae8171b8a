"""Writes over what was deleted from an archive, so that nothing of it is left in the file, or in the files of the database.

That is due from the transaction that deletes until it is done: where a process was ended in between, the disk was full, or a reader still held what was
there before, the next opening for writing does it. What stands outside (backups, a server's log of writes until it is recycled) is out of reach.
"""

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, select, text

from tellings.errors import StoreError
from tellings.store.tables import INFO, METADATA

# What is still to be done: all of it, or only to empty SQLite's log of writes.
_DUE: Final = "wipe"
_ALL, _LOG = "all", "log"
# How often something was deleted for good.
_TIMES: Final = "forgotten"
_WAIT: Final = 0.2
_HELD: Final = "another process reads it and holds what was there before"
# Tables that are not described with the others: the index of words, the graph of vectors, and what the server samples from columns.
_BESIDE: Final = ("search_words", "search_vectors", "pg_catalog.pg_statistic")
# Transactions that still see what was there before the mark was set.
_OLDER: Final = text(
    "SELECT count(*) FROM pg_stat_activity AS other, archive_info AS info WHERE info.key = :key AND other.pid <> pg_backend_pid()"
    " AND other.datname = current_database() AND age(other.backend_xmin) >= age(info.xmin)"
)


def note(connection: Connection) -> None:
    """Note, in the transaction that deletes, that it is to be written over."""
    _put(connection, _TIMES, str(times(connection) + 1))
    _put(connection, _DUE, _ALL)


def times(connection: Connection) -> int:
    """Return how often something was deleted for good: what was read at another count may hold what is gone."""
    return int(_get(connection, _TIMES) or 0)


def due(connection: Connection) -> bool:
    """Return whether something that was deleted is still to be written over."""
    return _get(connection, _DUE) is not None


def beside(name: str | Path) -> Path:
    """Return where the vectors of a SQLite file stand once more, for looking them up."""
    return Path(f"{name}.vectors")


def wipe(engine: Engine, file: Path | None, patience: float) -> None:
    """Write over what was deleted, and take the mark away. Waits so many seconds for readers; raises StoreError, and leaves the mark, where it cannot be done."""
    if engine.dialect.name == "sqlite":
        _sqlite(engine, patience)
        if file is not None:
            beside(file).unlink(missing_ok=True)
    else:
        _postgres(engine, patience)


def _sqlite(engine: Engine, patience: float) -> None:
    # a plain connection: the archive's own begin a transaction first
    with closing(engine.raw_connection()) as held:
        connection = held.driver_connection
        assert isinstance(connection, sqlite3.Connection)
        connection.execute("PRAGMA query_only = OFF")
        # what is copied may be larger than the memory
        connection.execute("PRAGMA temp_store = FILE")
        connection.execute("PRAGMA mmap_size = 0")
        if _told(connection) != _LOG:
            connection.execute("VACUUM")
            connection.execute("UPDATE archive_info SET value = ? WHERE key = ?", (_LOG, _DUE))
        connection.execute(f"PRAGMA busy_timeout = {int(1000 * patience)}")
        (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise StoreError(_HELD)
        connection.execute("DELETE FROM archive_info WHERE key = ?", (_DUE,))


def _told(connection: sqlite3.Connection) -> str | None:
    row = connection.execute("SELECT value FROM archive_info WHERE key = ?", (_DUE,)).fetchone()
    return row[0] if row is not None else None


def _postgres(engine: Engine, patience: float) -> None:
    """Every table is written anew: to vacuum only frees the room of what was deleted."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        until = time.monotonic() + patience
        while connection.execute(_OLDER, {"key": _DUE}).scalar():
            if time.monotonic() > until:
                raise StoreError(_HELD)
            time.sleep(_WAIT)
        connection.exec_driver_sql(f"SET lock_timeout = {int(1000 * max(patience, _WAIT))}")
        try:
            for name in (*METADATA.tables, *_BESIDE):
                if connection.execute(text("SELECT to_regclass(:name)"), {"name": name}).scalar() is not None:
                    connection.exec_driver_sql(f"VACUUM (FULL, ANALYZE) {name}")
        finally:
            connection.exec_driver_sql("RESET lock_timeout")
        connection.execute(INFO.delete().where(INFO.c.key == _DUE))


def _get(connection: Connection, key: str) -> str | None:
    return connection.execute(select(INFO.c.value).where(INFO.c.key == key)).scalar()


def _put(connection: Connection, key: str, value: str) -> None:
    connection.execute(INFO.delete().where(INFO.c.key == key))
    connection.execute(INFO.insert().values(key=key, value=value))
