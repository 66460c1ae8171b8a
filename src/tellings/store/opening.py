"""Opens an archive: a SQLite file, or a PostgreSQL database; makes its tables, and brings an older schema forward.

A SQLite archive is in WAL mode: readers are never held up, writers take turns. On PostgreSQL writers take turns by an advisory lock, and a
reader sees one snapshot. What goes wrong is said in one line that tells what to do.
"""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Literal, Self

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool, StaticPool

from tellings.errors import ConfigError, StoreError
from tellings.store import migrations, wiping

Mode = Literal["read", "write", "create"]
# How long a writer waits for its turn.
_TURN_SECONDS: Final = 120
# How long an opening waits for readers, to end what another process began.
_SOON_SECONDS: Final = 1
# The advisory lock of PostgreSQL by which writers take turns ("tellings" in ASCII, as far as it fits).
_LOCK: Final = 0x74656C6C696E67
# How long a server may take to answer at all.
_CONNECT_SECONDS: Final = 15
_OLDEST_SERVER: Final = 16
_SCHEMES: Final = ("postgresql://", "postgres://", "postgresql+psycopg://")


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive that is open. A context manager: leaving it closes every connection."""

    name: str
    engine: Engine
    file: Path | None = None
    # of a file that is taken to be as it is for good: when it was changed last, and its size
    as_is: tuple[int, int] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def dialect(self) -> str:
        """What keeps it: "sqlite" or "postgresql"."""
        return self.engine.dialect.name

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def wipe(self, patience: float = _TURN_SECONDS) -> None:
        """Write over what was deleted for good, in the file or in all tables of the database; the file of vectors beside it goes.

        Waits so many seconds for readers. Raises StoreError where it cannot be done now: the next opening for writing tries again.
        """
        try:
            with _as_store_error(self.name):
                wiping.wipe(self.engine, self.file, patience)
        except StoreError as error:
            why = str(error).removeprefix(f"{self.name}: ")
            raise StoreError(
                f"{self.name}: what was forgotten is still in the file ({why}); the next command that writes takes it out"
            ) from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the archive throughout. Raises StoreError where it cannot be read."""
        with _as_store_error(self.name), self.engine.connect() as connection:
            if self.dialect == "postgresql":
                # each question would else see what was committed just before it
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection
        if self.file is not None and self.as_is is not None and _state(self.file) != self.as_is:
            raise StoreError(f"{self.name} was written to while it was read; try again")

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose changes are there, all of them and for good, when the block is left without an error; else none is.

        Waits for its turn where another process is writing. Raises StoreError where that takes two minutes or the archive cannot be written.
        """
        with _as_store_error(self.name), self.engine.connect() as connection, _turn(connection):
            yield connection


@contextmanager
def _turn(connection: Connection) -> Iterator[None]:
    with connection.execution_options(tellings_writes=True).begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_TURN_SECONDS}s'")
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        yield


def open_archive(where: str, mode: Mode = "read") -> Archive:
    """Return the archive at the path or `postgresql://` address, its schema brought forward; "create" makes one where there is none.

    Raises ConfigError for an address that cannot be, StoreError where there is no archive, it cannot be opened or read, or a newer Tellings wrote it.
    """
    archive = _postgres(where) if where.startswith(_SCHEMES) else _sqlite(where, mode)
    try:
        with _as_store_error(archive.name):
            if archive.dialect == "postgresql":
                _fit(archive)
            migrations.bring_forward(archive.reading, archive.writing, create=mode == "create", write=mode != "read")
        if mode != "read":
            _finish(archive)
    except BaseException:
        archive.close()
        raise
    return archive


def _finish(archive: Archive) -> None:
    """Write over what was forgotten and is still there; where that cannot be yet, it stays due."""
    with archive.reading() as connection:
        due = wiping.due(connection)
    if due:
        with suppress(StoreError):
            archive.wipe(_SOON_SECONDS)


def in_memory() -> Archive:
    """Return a new private archive that is gone when it is closed."""
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    _prepare(engine, read_only=False)
    archive = Archive("memory", engine)
    migrations.bring_forward(archive.reading, archive.writing, create=True, write=True)
    return archive


def _sqlite(where: str, mode: Mode) -> Archive:
    if "://" in where:
        raise ConfigError(f"--archive takes a file or an address that begins with postgresql://, not {where.partition('://')[0]}://")
    path = Path(where)
    if path.is_dir():
        raise StoreError(f"{path} is a folder; an archive is one file")
    if mode != "create" and not path.exists():
        raise StoreError(f"there is no archive at {path}; tellings add makes one")
    if mode == "create" and not path.parent.is_dir():
        raise StoreError(f"there is no folder {path.parent} for the archive {path.name}")
    if path.exists() and path.stat().st_size and not is_sqlite(path):
        raise StoreError(f"{path} is no archive: it is not a SQLite file")
    # a reader of a file in WAL mode makes files beside it: where it cannot, nobody else changes the file either
    as_is = _state(path) if mode == "read" and _cannot_change(path) else None
    address = path.absolute().as_uri() + ("?immutable=1" if as_is is not None else "")
    # NullPool: a connection is closed when it is left, and no file stays open behind a forgotten one
    engine = create_engine("sqlite://", poolclass=NullPool, creator=lambda: sqlite3.connect(address, timeout=_TURN_SECONDS, uri=True))
    _prepare(engine, read_only=mode == "read")
    return Archive(str(path), engine, path, as_is)


def _cannot_change(path: Path) -> bool:
    """True for a file in a folder where nothing may be written, that was closed in good order; StoreError where one was not, and cannot be read for that."""
    ours = os.access in os.supports_effective_ids
    if os.access(path.absolute().parent, os.W_OK, effective_ids=ours):
        return False
    waiting, index = Path(f"{path}-wal"), Path(f"{path}-shm")
    if not waiting.exists() or not waiting.stat().st_size:
        return True
    if not index.exists():
        raise StoreError(
            f"{path} was not closed in good order, and {waiting.name} cannot be read where nothing may be written; tellings check "
            "puts it right where the folder may be written"
        )
    return False


def _state(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def is_sqlite(path: Path) -> bool:
    """True where the file begins as those of SQLite do. Raises StoreError where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(16) == b"SQLite format 3\0"
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror or error}") from error


def _prepare(engine: Engine, *, read_only: bool) -> None:
    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # transactions begin where SQLAlchemy says so, and not by the driver's guess
        cursor = connection.cursor()
        if not read_only:
            _to_wal(cursor)
        # what was acknowledged outlives a loss of power too
        for pragma in ("synchronous = FULL", "foreign_keys = ON", "temp_store = MEMORY", "cache_size = -65536", "mmap_size = 268435456"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _began(connection: Connection) -> None:
        # IMMEDIATE: a writer that reads first must not find on writing that another has written meanwhile
        writes = connection.get_execution_options().get("tellings_writes", False)
        connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes and not read_only else 'ON'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _to_wal(cursor: sqlite3.Cursor) -> None:
    """Return with the file in WAL mode. SQLite does not wait for its turn here where several processes make one file at once."""
    until = time.monotonic() + _TURN_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _fit(archive: Archive) -> None:
    """Return where the server is new enough and holds every letter; else StoreError."""
    with archive.reading() as connection:
        found = connection.exec_driver_sql("SHOW server_version_num").scalar()
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
    if int(str(found)) // 10_000 < _OLDEST_SERVER:
        raise StoreError(f"the server is PostgreSQL {int(str(found)) // 10_000}; an archive wants {_OLDEST_SERVER} or newer")
    if encoding != "UTF8":
        raise StoreError(f"the database keeps text as {encoding}; an archive wants one made with ENCODING 'UTF8'")


def _postgres(where: str) -> Archive:
    address = "postgresql+psycopg://" + where.partition("://")[2]
    try:
        url = make_url(address)
    except (SQLAlchemyError, ValueError) as error:
        raise ConfigError("--archive: the PostgreSQL address cannot be read; it is postgresql://user@host/database") from error
    engine = create_engine(
        url, pool_pre_ping=True, pool_size=2, connect_args={"connect_timeout": _CONNECT_SECONDS, "client_encoding": "utf8"}
    )
    return Archive(url.render_as_string(hide_password=True).replace("+psycopg", ""), engine)


@contextmanager
def _as_store_error(name: str) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        cause: Any = getattr(error, "orig", None) or error
        said = " ".join(str(cause).split())
        plain = _PLAIN.get(getattr(cause, "sqlstate", None) or said, said[:300])
        raise StoreError(f"{name}: {plain}") from error
    except sqlite3.Error as error:  # where the driver is used without SQLAlchemy
        raise StoreError(f"{name}: {_PLAIN.get(str(error), str(error)[:300])}") from error
    except UnicodeDecodeError as error:  # the driver's, of a name or a text in a damaged file: pages are bytes
        raise StoreError(f"{name}: {_DAMAGED}") from error


_TURN: Final = "another process is writing to the archive and has not finished within two minutes"
_FULL: Final = "the disk is full; nothing of what was being written was kept, and what was there before is whole"
_DAMAGED: Final = "the archive's file is damaged; restore it from a backup"
_READ_ONLY: Final = "the archive may be read, not written"
_GONE: Final = "the server went away; nothing of what was being written was kept"
# What SQLite says, and the SQLSTATE of PostgreSQL, in words that tell what to do.
_PLAIN: Final = {
    "database is locked": _TURN,
    "database or disk is full": _FULL,
    "disk I/O error": "the disk cannot be read or written (full, or broken?); nothing of what was being written was kept",
    "attempt to write a readonly database": _READ_ONLY,
    "unable to open database file": "the archive cannot be opened; is its folder there, and may it be written?",
    "database disk image is malformed": _DAMAGED,
    "file is not a database": "the file is no archive",
    "25006": _READ_ONLY,
    "42501": "the user of the address may not do that in the database",
    "53100": _FULL,
    "55P03": _TURN,
    "57P01": _GONE,
    "57P02": _GONE,
    "57P03": "the server is starting or stopping; try again",
}
