"""What the index of a SQLite file leaves behind (nothing), and the graph of vectors beside it."""

import sqlite3

from tests.contract.test_search import found, put, vector

from tellings.store import search, vectors
from tellings.store.opening import open_archive


def test_nothing_of_what_was_taken_out_stays(tmp_path):
    where = tmp_path / "a.db"
    with open_archive(str(where), "create") as archive:
        with archive.writing() as connection:
            for number in range(1, 40):
                put(connection, number, f"The ferry number{number} left.", seed=number, published="2024-03-02")
            put(connection, 40, "The zyzzyvox sank.", headline="Qwertzuiop", seed=40)
        kept = vector(40).tobytes()
        assert kept in where.read_bytes()
        with archive.writing() as connection:
            search.unindex(connection, [40, 7, 999])
            assert search.complete(connection) == 2
            search.unindex(connection, [40])
        assert found(archive, "zyzzyvox").words == ()
        assert found(archive, "number8").words == (8,)
    connection = sqlite3.connect(where)
    connection.execute("CREATE VIRTUAL TABLE held USING fts5vocab(search_words, 'row')")
    held = {row[0] for row in connection.execute("SELECT term FROM held")}
    connection.execute("DROP TABLE held")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    assert "ferry" in held
    assert not {"zyzzyvox", "qwertzuiop"} & held
    assert kept not in where.read_bytes()


def test_a_graph_beside_the_file_finds_the_same_and_is_never_believed(tmp_path, monkeypatch):
    monkeypatch.setattr(vectors, "_EXACT", 20)
    where = tmp_path / "a.db"
    with open_archive(str(where), "create") as archive:
        with archive.writing() as connection:
            for number in range(1, 61):
                put(connection, number, f"Words {number}.", seed=number)
        with archive.reading() as connection:
            assert vectors.catch_up(connection)
            assert not vectors.catch_up(connection)
        graph = where.with_name("a.db.vectors")
        assert graph.exists()
        with archive.writing() as connection:
            put(connection, 61, "Later words.", seed=61)
        for number in (1, 33, 60, 61):
            assert next(iter(found(archive, "none", vector(number)).near)) == number
        # what is cut off, or of another archive, is not used
        whole = graph.read_bytes()
        for damage in (whole[:-40], b"", whole[:1000], b"x" * 4000):
            graph.write_bytes(damage)
            assert next(iter(found(archive, "none", vector(33)).near)) == 33
        with archive.writing() as connection:
            search.unindex(connection, [33])
        assert not graph.exists()
        assert 33 not in found(archive, "none", vector(33)).near


def test_an_archive_of_the_first_schema_is_taken_in_when_it_is_brought_forward(tmp_path):
    where = str(tmp_path / "a.db")
    with open_archive(where, "create") as archive, archive.writing() as connection:
        put(connection, 1, "The ferry left.")
    connection = sqlite3.connect(where)
    for what in ("TABLE search_words", "TABLE vectors", "TABLE entity_words", "TABLE corroborated"):
        connection.execute(f"DROP {what}")
    connection.execute("UPDATE archive_info SET value = '1' WHERE key = 'schema'")
    connection.commit()
    connection.close()
    with open_archive(where, "write") as archive:
        assert found(archive, "ferry").words == (1,)
