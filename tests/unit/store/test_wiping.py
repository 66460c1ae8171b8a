"""What was forgotten while another process wrote the file of vectors is not in it; what is copied to write a file anew is no burden on memory."""

import sqlite3

import numpy as np
import pytest

from tellings.store import cells, vectors, wiping
from tellings.store.opening import open_archive

COUNT = 9_000


@pytest.fixture
def archive(tmp_path):
    made = np.random.default_rng(7).standard_normal((COUNT, 8)).astype("<f2")
    with open_archive(str(tmp_path / "desk.db"), "create") as opened:
        with opened.writing() as connection:
            vectors.put(connection, {number: made[number - 1].tobytes() for number in range(1, COUNT + 1)})
        yield opened


def forget(archive) -> None:
    with archive.writing() as connection:
        vectors.remove(connection, [5])
        wiping.note(connection)
    archive.wipe()


def made_again(archive) -> list[int]:
    with archive.reading() as connection:
        assert vectors.catch_up(connection)
    return cells.opened(wiping.beside(archive.file)).numbers.tolist()


def test_a_file_made_from_what_was_there_before_goes(archive, monkeypatch):
    write = cells.write

    def meanwhile(*given):
        forget(archive)
        write(*given)

    with monkeypatch.context() as patched, archive.reading() as connection:
        patched.setattr(cells, "write", meanwhile)
        patched.setattr("tellings.store.opening._TURN_SECONDS", 1)
        patched.setattr(type(archive), "wipe", lambda _: None)
        assert not vectors.catch_up(connection)
    assert not wiping.beside(archive.file).exists()
    assert 5 not in made_again(archive)


def test_a_file_made_before_the_words_were_gone_for_good_goes_with_them(archive):
    with archive.writing() as connection:
        vectors.remove(connection, [5])
        wiping.note(connection)
        assert 5 in made_again(archive)
    archive.wipe()
    assert not wiping.beside(archive.file).exists()
    assert 5 not in made_again(archive)


def test_what_is_copied_goes_to_a_file(archive, monkeypatch):
    said: list[str] = []
    raw = archive.engine.raw_connection

    def traced():
        held = raw()
        held.driver_connection.set_trace_callback(said.append)
        return held

    forget(archive)
    with archive.writing() as connection:
        wiping.note(connection)
    monkeypatch.setattr(archive.engine, "raw_connection", traced)
    archive.wipe()
    assert {"PRAGMA temp_store = FILE", "PRAGMA mmap_size = 0"} <= set(said[: said.index("VACUUM")])
    with sqlite3.connect(archive.file) as connection:
        assert connection.execute("SELECT count(*) FROM archive_info WHERE key = 'wipe'").fetchone() == (0,)
