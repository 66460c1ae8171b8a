"""`tellings check` finds what is wrong in an archive and says it in a line; `--repair` mends what can be made again; `tellings backup` copies one."""

import shutil
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from tests import writer
from tests.generated import record_types
from typer.testing import CliRunner

from tellings import cli
from tellings.app import archives, checking
from tellings.model.observed import Mention, Statement, TimeExpression
from tellings.model.spans import Selector
from tellings.pipeline import STAGES
from tellings.settings import Settings
from tellings.store import articles, digests
from tellings.store.opening import open_archive
from tellings.store.packing import pack, squeeze
from tellings.store.tables import BLOBS, METADATA, RECORDS
from tellings.store.walking import kinds, within

EXAMPLES = Path(__file__).parents[2] / "examples"
NOW = "2026-03-12T08:00:00Z"
EARLIER = "2020-01-01T00:00:00Z"


def _run(*words: str):
    return CliRunner().invoke(cli.app, list(words))


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    where = tmp_path_factory.mktemp("archive") / "desk.db"
    archives.add(where.as_posix(), sorted(EXAMPLES.iterdir())[:3], settings=Settings(processes=1), now=lambda: NOW)
    return where


@pytest.fixture
def file(filled, tmp_path):
    return shutil.copy(filled, tmp_path / "desk.db")


def damage(file, *commands):
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for command in commands:
            connection.execute(*command) if isinstance(command, tuple) else connection.execute(command)


def said(file) -> str:
    ran = _run("check", "--archive", str(file), "--quiet")
    assert ran.exit_code == (1 if ran.stdout else 0)
    return ran.stdout


def test_an_archive_as_it_was_written_has_no_fault(file):
    ran = _run("check", "--archive", str(file))
    assert (ran.exit_code, ran.stdout) == (0, "")
    assert "3 articles in" in ran.stderr
    assert "nothing is wrong" in ran.stderr


def test_checking_writes_nothing(file):
    before = Path(file).read_bytes()
    said(file)
    assert Path(file).read_bytes() == before


# What is done to the file, what is said of it, and whether it can be made again.
DAMAGE = {
    "bytes that cannot be unpacked": ("UPDATE blobs SET data = x'00' WHERE rowid = 1", "the archive is damaged", False),
    "other bytes": (("UPDATE blobs SET data = ? WHERE rowid = 1", (squeeze(b"other"),)), "are other bytes", False),
    "no bytes": ("DELETE FROM blobs WHERE rowid = 1", "are not there, and a page is made of them", False),
    "bytes without a page": (("INSERT INTO blobs VALUES ('00', 1, ?)", (squeeze(b"x"),)), "belong to no page", True),
    "a page that is listed otherwise": ("UPDATE pages SET input = 'x' WHERE rowid = 1", "is listed with other data", False),
    "no page": ("DELETE FROM pages WHERE rowid = 1", "is not there", False),
    "another headline": ("UPDATE articles SET headline = 'x' WHERE number = 1", "is listed with the headline 'x'", False),
    "records of an unknown kind": ("UPDATE records SET kind = 'Rumour' WHERE kind = 'Mention'", "records of 'Rumour'", False),
    "records cut short": ("UPDATE records SET data = substr(data, 1, 20) WHERE kind = 'Statement'", "damaged", False),
    "records counted wrongly": ("UPDATE records SET count = count + 1 WHERE kind = 'Quotation'", "of Quotation and counts", False),
    "an article without text": ("DELETE FROM records WHERE kind = 'Article' AND article = 2", "has no text", False),
    "no current version": ("UPDATE articles SET current = 0 WHERE number = 2", "is marked as current", True),
    "an article in no story": ("DELETE FROM members WHERE article = 1", "is in no story", False),
    "an article that is gone": ("INSERT INTO prints VALUES (1, 99)", "article number 99: is not there, and has rows in prints", True),
    "a story counted wrongly": ("UPDATE stories SET articles = 77", "articles is 77 and should be", True),
    "a story with another headline": ("UPDATE stories SET headline = 'x'", "headline is 'x'", True),
    "a story that is not listed": ("DELETE FROM stories", "has articles and is not listed", True),
    "a story that leads nowhere": (
        "INSERT INTO stories SELECT 'zz', 0, '', 0, 0, '', NULL, NULL, 0, 0, 'none'", "leads to none, which is no story", False,
    ),
    "a story that was not resolved": ("DELETE FROM resolved WHERE kind = 'StoryBrief'", "has not been resolved", True),
    "resolved records cut short": ("UPDATE resolved SET data = substr(data, 1, 20) WHERE kind = 'StoryBrief'", "damaged", True),
    "a claim that is not looked up": ("DELETE FROM claims WHERE rowid = 1", "is looked up in claims by other rows", True),
    "another text of a quotation": ("UPDATE quotes SET text = 'x' WHERE rowid = 1", "is looked up in quotes by other rows", True),
    "another name of an entity": ("UPDATE article_entities SET name = 'x' WHERE rowid = 1", "is looked up in article_entities", True),
    "an article that search does not find": ("DELETE FROM vectors WHERE article = 1", "is not found by search", True),
    "a line of the log that is missing": ("DELETE FROM arrivals WHERE seq = 2", "log 2: is missing", False),
    "a line of the log without sense": ("UPDATE arrivals SET outcome = 'x' WHERE seq = 2", "has no sense: 'x'", False),
    "an article that is not in the log": ("UPDATE arrivals SET outcome = 'known' WHERE seq = 2", "is not in the log", False),
    "a run that is not there": ("DELETE FROM runs", "written by run 1, which is not there", False),
    "batches out of order": ("UPDATE arrivals SET batch = 9 WHERE seq = 1", "is of batch 1, after batch 9", False),
    "a judgement that cannot be read": (
        "INSERT INTO judgements VALUES (1, 1, '', 'a', 'x', '', '', x'00', NULL)", "judgement 1: the archive is damaged", False,
    ),
    "a judgement that nobody took back": (
        ("INSERT INTO judgements VALUES (1, 1, '', 'a', 'x', '', '', ?, 7)", (pack([]),)), "is taken back by 7, which is not there", False,
    ),
    "a judgement of later": (
        ("INSERT INTO judgements VALUES (1, 99, '', 'a', 'x', '', '', ?, NULL)", (pack([]),)), "came after line 99 of the log", False,
    ),
    "copies that cannot be read": ("INSERT INTO copy_pairs VALUES (1, 2, 'whole', x'00')", "copies 1 and 2: the archive is damaged", False),
}  # fmt: skip


@pytest.mark.parametrize(("command", "words", "mended"), DAMAGE.values(), ids=DAMAGE)
def test_what_is_wrong_is_said_and_mended_where_it_can_be(file, command, words, mended):
    damage(file, command)
    found = said(file)
    assert words in found
    repaired = _run("check", "--archive", str(file), "--repair")
    assert (words in repaired.stdout) is not mended
    assert repaired.exit_code == (1 if repaired.stdout else 0)
    if mended:
        assert "mended" in repaired.stderr
        assert said(file) == repaired.stdout == ""


def change(file, kind, how):
    with open_archive(str(file), "write") as archive, archive.writing() as connection:
        ((number, found),) = list(articles.records(connection, kind, [1]).items())
        changed = [how(found[0]), *found[1:]]
        connection.execute(RECORDS.update().where(RECORDS.c.article == number, RECORDS.c.kind == kind.__name__).values(data=pack(changed)))


def test_evidence_that_is_not_where_it_is_said_to_be(file):
    change(file, Mention, lambda one: replace(one, sel=replace(one.sel, start=one.sel.start + 1, end=one.sel.end + 1)))
    assert "evidence of Mention is not found again" in said(file)


def test_evidence_in_an_article_that_is_not_there(file):
    change(file, Statement, lambda one: replace(one, sel=replace(one.sel, article="none")))
    assert "evidence of Statement is in article none, which is not there" in said(file)


@pytest.mark.parametrize(
    ("origin", "words"), [("mentions@99", "made by 'mentions@99', which no release knows"), ("", "does not say what made it")]
)
def test_records_whose_origin_is_not_known(file, origin, words):
    change(file, Mention, lambda one: replace(one, origin=origin))
    assert words in said(file)


def test_every_version_that_a_stage_has_had_is_known():
    known = checking.known_origins()
    assert {stage.origin for stage in STAGES} <= known
    assert {f"{stage.name}@1" for stage in STAGES} <= known
    assert not {f"{stage.name}@{stage.version + 1}" for stage in STAGES} & known


def test_a_damaged_file_is_looked_at_as_far_as_it_goes(file):
    raw = bytearray(Path(file).read_bytes())
    middle = len(raw) // 2 // 4096 * 4096
    raw[middle : middle + 4096] = bytes(4096)
    Path(file).write_bytes(raw)
    found = said(file)
    assert found
    assert all(": " in line for line in found.splitlines())


def test_no_archive(tmp_path):
    ran = _run("check", "--archive", str(tmp_path / "none.db"))
    assert ran.exit_code != 0
    assert "there is no archive" in str(ran.exception)


def test_every_type_of_record_is_known_and_walked():
    assert {kind.__name__: kind for kind in record_types()}.items() <= kinds().items()
    sel = Selector(article="a", start=0, end=1, exact="x")
    statement = TimeExpression(id="t", sel=sel, value="2026", type="DATE", origin="times@3")
    assert list(within(statement)) == [statement, sel]


def test_a_clock_that_is_set_back_changes_nothing_but_what_is_noted(file):
    archives.add(str(file), sorted(EXAMPLES.iterdir())[3:4], settings=Settings(processes=1), now=lambda: EARLIER)
    assert said(file) == ""
    with open_archive(str(file)) as archive, archive.reading() as connection:
        assert [one.added for one in articles.kept(connection, [1, 2, 3, 4]).values()] == [NOW, NOW, NOW, EARLIER]


def test_a_backup_holds_the_same(file, tmp_path):
    ran = _run("backup", "--archive", str(file), str(tmp_path / "copy.db"))
    assert ran.exit_code == 0
    assert f"{(tmp_path / 'copy.db').stat().st_size:,} bytes" in ran.stderr
    assert said(tmp_path / "copy.db") == ""
    assert held(tmp_path / "copy.db") == held(file)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.db", "desk.db"]


def held(where):
    with open_archive(str(where)) as archive, archive.reading() as connection:
        return digests.digests(connection)


def test_a_backup_of_a_postgresql_archive_is_a_file(file, tmp_path, postgresql):
    address = postgresql.database()
    with open_archive(str(file)) as source, open_archive(address, "create") as made, source.reading() as held_now, made.writing() as target:
        for table in METADATA.sorted_tables:
            target.execute(table.delete())
            if rows := [dict(row) for row in held_now.execute(table.select()).mappings()]:
                target.execute(table.insert(), rows)
    assert said(address) == ""
    assert _run("backup", "--archive", address, str(tmp_path / "copy.db")).exit_code == 0
    assert said(tmp_path / "copy.db") == ""
    assert held(tmp_path / "copy.db") == held(file) == held(address)
    with open_archive(str(tmp_path / "copy.db")) as archive, archive.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM search_words WHERE search_words MATCH 'the'").scalar() == 3
    postgresql.drop(address)


def test_a_backup_is_of_one_moment_while_others_write(tmp_path):
    where = str(tmp_path / "a.db")
    stop = threading.Event()

    def writing():
        with open_archive(where, "write") as archive:
            k = 0
            while not stop.is_set():
                writer.write(archive, f"w {k}")
                k += 1

    with open_archive(where, "create") as archive:
        writer.write(archive, "first")
    thread = threading.Thread(target=writing)
    thread.start()
    try:
        for k in range(3):
            checking.back_up(where, tmp_path / f"copy{k}.db")
    finally:
        stop.set()
        thread.join()
    for k in range(3):
        with open_archive(str(tmp_path / f"copy{k}.db")) as archive, archive.reading() as connection:
            assert articles.count(connection) == len(connection.execute(BLOBS.select()).all()) >= 1


@pytest.mark.parametrize(("to", "words"), [
    ("desk.db", "is the archive itself"), ("notes.txt", "something else than an archive"), ("folder", "is a folder"), ("none/x.db", "there is no folder"),
])  # fmt: skip
def test_a_backup_writes_over_nothing_else(file, tmp_path, to, words):
    (tmp_path / "notes.txt").write_text("a long list of notes")
    (tmp_path / "folder").mkdir()
    before = Path(file).read_bytes()
    ran = _run("backup", "--archive", str(file), str(tmp_path / to))
    assert words in str(ran.exception)
    assert Path(file).read_bytes() == before
    assert (tmp_path / "notes.txt").read_text() == "a long list of notes"


def test_a_backup_that_fails_leaves_the_one_before(file, tmp_path, monkeypatch):
    to = tmp_path / "copy.db"
    checking.back_up(str(file), to)
    before = to.read_bytes()
    monkeypatch.setattr("tellings.store.backup._checked", lambda _: (_ for _ in ()).throw(OSError("no room")))
    ran = _run("backup", "--archive", str(file), str(to))
    assert "no room" in str(ran.exception)
    assert to.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.db", "desk.db"]
