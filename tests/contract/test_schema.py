"""An archive that was brought forward has the schema of a new one; what is looked for is found by an index; texts of any length are kept in one."""

import gzip
import json
import random
import string
from pathlib import Path

import pytest
from sqlalchemy import event, inspect, text
from tests.contract.test_store import add

from tellings.app import archives, checking
from tellings.errors import StoreError
from tellings.settings import Settings
from tellings.store import articles, forgetting, log, migrations, prints, search, stories
from tellings.store.opening import open_archive
from tellings.store.packing import short
from tellings.store.tables import ARTICLES, METADATA

HERE = Path(__file__).parent
LEXICAL = Settings(embedder="lexical", processes=1)
NOW = "2026-03-13T08:00:00Z"


@pytest.fixture
def older(place):
    """Where an archive of schema 4 is, as it was made then."""
    if "://" not in place:
        Path(place).write_bytes(gzip.decompress((HERE / "schema-4.db.gz").read_bytes()))
        return place
    with open_archive(place, "create") as archive:  # the tables of now go, those of then come
        kept = archive.engine
        with kept.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
            for statement in (HERE / "schema-4.postgresql.sql").read_text().split(";"):
                if statement.strip():
                    connection.execute(text(statement))
            connection.execute(
                text("INSERT INTO archive_info (key, value) VALUES ('schema', '4'), ('made_by', 'then'), ('search', 'forms@1')")
            )
    return place


def schema(place: str) -> dict[str, object]:
    """What the tables of an archive are, whatever words made them."""
    with open_archive(place) as archive, archive.reading() as connection:
        found = inspect(connection)
        names = sorted(name for name in found.get_table_names() if not name.startswith("search_"))
        made: dict[str, object] = {}
        for name in names:
            made[name] = (
                {one["name"]: (repr(one["type"]), one["nullable"]) for one in found.get_columns(name)},
                found.get_pk_constraint(name)["constrained_columns"],
                sorted(
                    (
                        one["name"] or "",
                        tuple(one["column_names"]),
                        bool(one["unique"]),
                        sorted((key, str(value)) for key, value in one.get("dialect_options", {}).items()),
                    )
                    for one in found.get_indexes(name)
                ),
                sorted(tuple(one["column_names"]) for one in found.get_unique_constraints(name)),
                sorted((tuple(one["constrained_columns"]), one["referred_table"]) for one in found.get_foreign_keys(name)),
            )
        return made


def test_an_archive_brought_forward_has_the_schema_of_a_new_one(older, tmp_path, request):
    with pytest.raises(StoreError, match="has schema 4"):
        open_archive(older)
    open_archive(older, "write").close()
    other = request.getfixturevalue("postgresql").database() if "://" in older else str(tmp_path / "new.db")
    open_archive(other, "create").close()
    assert schema(older) == schema(other)
    with open_archive(older) as archive, archive.reading() as connection:
        assert migrations.version(connection) == migrations.VERSION


def test_the_steps_make_what_the_tables_say(place):
    open_archive(place, "create").close()
    made = schema(place)
    assert sorted(made) == sorted(METADATA.tables)
    for name, table in METADATA.tables.items():
        columns, key, indexes, *_ = made[name]
        assert {one: nullable for one, (_, nullable) in columns.items()} == {one.name: one.nullable for one in table.columns}, name
        assert key == [one.name for one in table.primary_key], name
        held = {(one, at) for one, at, unique, _ in indexes if not unique}
        assert held == {(one.name, tuple(column.name for column in one.columns)) for one in table.indexes}, name


def test_what_an_older_archive_holds_is_there_and_known(tmp_path):
    where = tmp_path / "old.db"
    where.write_bytes(gzip.decompress((HERE / "schema-4.db.gz").read_bytes()))
    open_archive(str(where), "write").close()
    assert checking.check(str(where)).faults == ()
    with open_archive(str(where)) as archive, archive.reading() as connection:
        held = articles.kept(connection, list(articles.numbers(connection)))
        given = articles.articles(connection, list(held))[2].given_id
        assert len(given) > 1_500
        assert [one.number for one in articles.like(connection, given)] == [2]
    row = {"id": given, "outlet": "Canal Post", "headline": "Lock shut", "text": "Oskvik lock is open again, Ragna Holt said on Friday."}
    (tmp_path / "rows.jsonl").write_text(json.dumps(row | {"published": "2026-03-06T10:00:00Z"}) + "\n")
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(tmp_path)  # a later version comes under the same name
        assert archives.add(str(where), ["rows.jsonl"], settings=LEXICAL, now=lambda: NOW).outcomes == {"version": 1}


def test_what_is_looked_for_is_found_by_an_index(tmp_path):
    """SQLite says how it looks: a million rows one by one are seconds for each article."""
    with open_archive(str(tmp_path / "a.db"), "create") as archive, archive.writing() as connection:
        asked = []
        for number, words in enumerate(("The ferry left.", "The ferry came.", "A mill burned."), 1):
            add(connection, number, words, story=f"s{number}")
        gone = list(articles.kept(connection, [1]).values())

        @event.listens_for(connection, "before_cursor_execute")
        def _asked(_connection, _cursor, statement, parameters, _context, many):
            if statement.split()[0] in ("SELECT", "UPDATE", "DELETE"):
                asked.append((statement, parameters[0] if many else parameters))

        prints.drop(connection, 1)
        log.next_batch(connection)
        stories.merged(connection, "s1", "s2")
        forgetting.forget(connection, gone)
        event.remove(connection, "before_cursor_execute", _asked)
        scanned = set()
        for statement, parameters in asked:
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters):
                if row[3].startswith("SCAN") and "USING" not in row[3] and "LIMIT" not in statement:
                    scanned.add(row[3].split()[1])
    assert not scanned & {"prints", "members", "stories", "arrivals", "articles", "records", "copy_pairs"}


def test_long_texts_in_an_index_stay_apart():
    assert short("x" * 1_200) == "x" * 1_200
    cut = short("ä" * 700)
    assert len(cut.encode()) <= 1_200
    assert short(cut) == cut
    assert short("ä" * 701) != cut
    assert short("x" * 1_201) != short("x" * 1_202)


def test_names_of_any_length_are_kept_and_found(place, tmp_path):
    """What no index takes is random: what repeats is packed."""
    made = random.Random(3)
    junk = "".join(made.choices(string.ascii_letters, k=6_000))
    rows = [
        {"id": junk, "outlet": f"The {junk[::-1]}", "text": f"A barge ran aground at Oskvik lock on Tuesday, said lock keeper Ann {junk.lower().capitalize()}. “She would not answer the wheel,” she said."},
        {"id": "b", "outlet": "Canal Post", "text": "Oskvik lock stays shut until Friday, the board said."},
    ]  # fmt: skip
    path, page = tmp_path / "rows.jsonl", tmp_path / "page.html"
    path.write_text("".join(json.dumps(row | {"published": "2026-03-06T10:00:00Z"}) + "\n" for row in rows))
    page.write_text(
        f'<html><head><title>Mill burns</title><link rel="canonical" href="https://mill.example/{junk}"></head><body><article><h1>Mill burns</h1>'
        "<p>A mill burned down at Tveit on Monday, and nobody was hurt, the fire brigade said in the evening.</p></article></body></html>"
    )
    assert archives.add(place, [path, page], settings=LEXICAL, now=lambda: NOW).outcomes == {"added": 3}
    assert archives.add(place, [path, page], settings=LEXICAL, now=lambda: NOW).outcomes == {"known": 3}
    assert checking.check(place).faults == ()
    with open_archive(place) as archive, archive.reading() as connection:
        assert [one.number for one in articles.like(connection, junk)] == [1]
        (one,) = connection.execute(ARTICLES.select().where(ARTICLES.c.outlet == f"The {junk[::-1]}")).all()
        assert one.number == 1
        assert len(search.outlets(connection, "Canal Post")) == 1
        assert articles.articles(connection, [1])[1].given_id == junk
    path.write_text(json.dumps(rows[0] | {"text": "A barge ran aground at Oskvik lock on Tuesday and was freed."}) + "\n")
    assert archives.add(place, [path], settings=LEXICAL, now=lambda: NOW).outcomes == {"version": 1}
