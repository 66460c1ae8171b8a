"""What is no archive is said clearly, and left alone. What an archive keeps is held by tests/contract/test_store.py."""

import sqlite3

import pytest

from tellings.errors import ConfigError, StoreError
from tellings.store import migrations
from tellings.store.opening import open_archive


@pytest.mark.parametrize(("where", "error", "words"), [
    ("none.db", StoreError, "there is no archive"), (".", StoreError, "is a folder"), ("mysql://x/y", ConfigError, "postgresql://"),
    ("postgresql://a:b:c/d", ConfigError, "cannot be read"),
])  # fmt: skip
def test_what_is_no_archive_is_said_in_one_line(where, error, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(error, match=words):
        open_archive(where)


def test_a_file_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("a long list of notes")
    with pytest.raises(StoreError, match="not a SQLite file"):
        open_archive(str(tmp_path / "notes.txt"), "create")
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE x (y)")
    other.close()
    with pytest.raises(StoreError, match="tables of something else"):
        open_archive(str(tmp_path / "other.db"), "create")


def test_an_archive_of_a_newer_schema_is_not_touched(tmp_path):
    where = str(tmp_path / "a.db")
    open_archive(where, "create").close()
    connection = sqlite3.connect(where)
    with connection:
        connection.execute("UPDATE archive_info SET value = ? WHERE key = 'schema'", (str(migrations.VERSION + 1),))
    connection.close()
    for mode in ("read", "write", "create"):
        with pytest.raises(StoreError, match="newer Tellings"):
            open_archive(where, mode)
