"""An archive that may only be read is read by every command that need not write; what must write says so in one line."""

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from tests.rights import without_rights
from typer.testing import CliRunner

from tellings import cli
from tellings.app import archives, histories
from tellings.errors import StoreError
from tellings.settings import Settings
from tellings.store.opening import open_archive

EXAMPLES = Path(__file__).parents[2] / "examples"


def run(*words: str):
    return CliRunner().invoke(cli.app, list(words))


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    where = tmp_path_factory.mktemp("filled") / "desk.db"
    archives.add(str(where), sorted(EXAMPLES.iterdir())[:3], settings=Settings(processes=1))
    return where


@pytest.fixture
def place():
    """A folder that anybody may enter and only its owner write."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture
def closed(filled, place):
    """The archive in a folder where nothing may be written."""
    shutil.copy(filled, place / "desk.db")
    (place / "desk.db").chmod(0o444)
    place.chmod(0o555)
    return place / "desk.db"


def commands(where: Path, out: Path) -> list[tuple[str, ...]]:
    with open_archive(str(where)) as archive, archive.reading() as connection:
        (name,) = [one.id for one in archives.all_stories(connection, most=1)]
        article = archives.articles.kept(connection, [1])[1].id
    told = (
        ("stories",), ("stories", "--format", "json"), ("story", name), ("story", name, "--why"), ("search", "harbour"), ("search", "harbour", "--country", "SWE"),
        ("search", "harbour", "--words-only", "--corroborated"), ("quotes",), ("quotes", "--story", name), ("claims",), ("claims", "--status", "corroborated"),
        ("history", article), ("log",), ("follows",), ("check",), ("export", "-o", str(out), "--format", "csv", "--warc"),
    )  # fmt: skip
    return [(*words, "--archive", str(where)) for words in told]


def test_what_is_stored_is_read_as_if_it_might_be_written(filled, closed, tmp_path):
    outside = Path(tempfile.mkdtemp(dir="/tmp"))
    outside.chmod(0o777)
    try:
        expected = [run(*words) for words in commands(filled, tmp_path / "out")]
        asked = commands(closed, outside / "out")
        with without_rights():
            found = [run(*words) for words in asked]
    finally:
        shutil.rmtree(outside)
    assert [one.exit_code for one in found] == [0] * len(asked)
    shown = [one.stdout.replace(str(outside), "").replace(str(closed), "") for one in found]
    assert shown == [one.stdout.replace(str(tmp_path), "").replace(str(filled), "") for one in expected]
    assert sorted(path.name for path in closed.parent.iterdir()) == ["desk.db"]


def stale(closed: Path) -> str:
    closed.parent.chmod(0o755)
    closed.chmod(0o644)
    with closing(sqlite3.connect(closed)) as connection, connection:
        connection.execute('UPDATE stories SET stale = 1 WHERE "into" IS NULL')
        (name,) = connection.execute('SELECT id FROM stories WHERE "into" IS NULL LIMIT 1').fetchone()
    closed.chmod(0o444)
    closed.parent.chmod(0o555)
    return name


def test_what_must_be_resolved_first_is_said_in_one_line(closed):
    name = stale(closed)
    for words in (
        ("story", name),
        ("quotes",),
        ("claims",),
        ("search", "x", "--corroborated"),
        ("export", "-o", "/tmp/never", "--format", "csv"),
    ):
        with without_rights():
            ran = run(*words, "--archive", str(closed))
        assert isinstance(ran.exception, StoreError)
        assert f"story {name} has changed since last resolved, and what is resolved is written" in str(ran.exception)
        assert "\n" not in str(ran.exception)
    for words in (("stories",), ("story", name, "--why"), ("search", "harbour"), ("log",)):
        with without_rights():
            assert run(*words, "--archive", str(closed)).exit_code == 0


@pytest.mark.parametrize("words", [("alerts",), ("add", "x.txt"), ("unfollow", "1"), ("forget", "x"), ("undo",), ("check", "--repair")])
def test_what_writes_says_that_it_may_not(words, closed):
    with without_rights():
        ran = run(*words, "--archive", str(closed))
    assert isinstance(ran.exception, StoreError)
    assert "may be read, not written" in str(ran.exception) or "may it be written" in str(ran.exception)


def test_a_file_that_was_left_in_the_midst_says_so(closed):
    closed.parent.chmod(0o755)
    Path(f"{closed}-wal").write_bytes(b"x" * 4096)
    closed.parent.chmod(0o555)
    with without_rights(), pytest.raises(StoreError, match=r"was not closed in good order, and desk\.db-wal cannot be read"):
        histories.history(str(closed), "x")


def test_an_empty_file_of_writes_is_no_hindrance(closed):
    closed.parent.chmod(0o755)
    Path(f"{closed}-wal").touch()
    closed.parent.chmod(0o555)
    with without_rights():
        assert run("stories", "--archive", str(closed)).exit_code == 0


def test_what_another_is_writing_is_read_with_what_it_wrote_last(closed):
    closed.parent.chmod(0o755)
    closed.chmod(0o644)
    with closing(sqlite3.connect(closed)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("UPDATE stories SET headline = 'Later'")
        writer.commit()
        closed.parent.chmod(0o555)
        with without_rights():
            ran = run("stories", "--archive", str(closed))
    assert ran.exit_code == 0
    assert "Later" in ran.stdout


def test_what_is_written_to_while_it_is_read_is_not_trusted(closed):
    with without_rights():
        archive = open_archive(str(closed))
    late = pytest.raises(StoreError, match="was written to while it was read; try again")
    with archive, late, archive.reading() as connection:
        connection.exec_driver_sql("SELECT 1")
        os.utime(closed, (1, 1))
