"""Copies an archive as it is at one moment to a SQLite file, while others read and write."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from tellings.errors import StoreError
from tellings.store import search
from tellings.store.faults import Tell
from tellings.store.opening import Archive, is_sqlite, open_archive
from tellings.store.tables import METADATA

# Pages of a file, and rows of a table, that are copied between two words on how far it is.
_PAGES: Final = 4_096
_ROWS: Final = 500


def backup(archive: Archive, to: Path, tell: Tell) -> int:
    """Return the size of the file at `to` once it holds all of the archive; until then what stood there stands.

    Raises StoreError where the file is the archive itself or something else than an archive, or cannot be written.
    """
    if to.is_dir() or not to.parent.is_dir():
        raise StoreError(f"{to} cannot be written: {'it is a folder' if to.is_dir() else f'there is no folder {to.parent}'}")
    if to.exists() and archive.file is not None and to.samefile(archive.file):
        raise StoreError(f"{to} is the archive itself")
    if to.exists() and to.stat().st_size and not is_sqlite(to):
        raise StoreError(f"{to} is something else than an archive; it is left alone")
    coming = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        if archive.dialect == "sqlite":
            _file(archive, coming, tell)
        else:
            _rows(archive, coming, tell)
        _checked(coming)
        coming.replace(to)
        _keep_name(to.parent)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{to} cannot be written: {error}") from error
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                Path(f"{coming}{end}").unlink(missing_ok=True)
    return to.stat().st_size


def _file(archive: Archive, coming: Path, tell: Tell) -> None:
    """Copy page by page. The transaction keeps what is copied as it was, whoever writes meanwhile."""
    with archive.reading() as connection, closing(sqlite3.connect(coming)) as target:
        connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
        source = connection.connection.driver_connection
        assert isinstance(source, sqlite3.Connection)
        source.backup(target, pages=_PAGES, sleep=0, progress=lambda _, left, of: tell("pages", of - left, of))
        target.execute("PRAGMA journal_mode = DELETE")
    with coming.open("rb") as file:
        os.fsync(file.fileno())


def _rows(archive: Archive, coming: Path, tell: Tell) -> None:
    """Copy row by row; what words are found by is made again."""
    with archive.reading() as source, open_archive(str(coming), "create") as made, made.writing() as target:
        total = sum(source.execute(select(func.count()).select_from(table)).scalar_one() for table in METADATA.sorted_tables)
        done = 0
        for table in METADATA.sorted_tables:
            target.execute(table.delete())
            found = source.execution_options(yield_per=_ROWS).execute(select(table).order_by(*table.primary_key.columns))
            for part in found.mappings().partitions(_ROWS):
                target.execute(table.insert(), [dict(row) for row in part])
                done += len(part)
                tell("rows", done, total)
        search.rebuild(target)


def _checked(coming: Path) -> None:
    with closing(sqlite3.connect(coming)) as connection:
        (said,) = connection.execute("PRAGMA quick_check").fetchone()
    if said != "ok":
        raise StoreError(f"the copy is damaged, and is not kept: {said}; tellings check says what is wrong with the archive")


def _keep_name(folder: Path) -> None:
    """Let the name outlive a loss of power too, where folders can be opened."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
