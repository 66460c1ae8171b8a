"""What is forgotten leaves nothing behind, in a SQLite file and in PostgreSQL."""

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import insert, select
from typer.testing import CliRunner

from tellings import cli
from tellings.app import archives, checking, following, forgetting, judging, rerunning
from tellings.errors import ConfigError, InputError
from tellings.settings import Settings
from tellings.store import articles, stories, wiping
from tellings.store.opening import Archive, open_archive
from tellings.store.search import Filters
from tellings.store.tables import DEVELOPMENTS, METADATA, STORIES

SETTINGS = Settings(processes=1, embedder="lexical")
NOW = "2026-03-12T08:00:00Z"
FERRY = {
    "id": "ferry", "outlet": "Österreich Heute", "headline": "Ferry Quixotia sinks off Mellah", "published": "2026-03-01",
    "text": "The ferry Quixotia sank off the harbour of Mellah on Sunday with forty passengers, the harbour master Ali Hassun said. Divers looked for ten of them.",
}  # fmt: skip
BUDGET = {
    "id": "budget", "outlet": "Lerum Gazette", "headline": "Parliament passes the budget", "published": "2026-03-02",
    "text": "Parliament passed the budget on Monday after a debate that lasted all night, the speaker Maria Lopiz said. It raises the taxes on fuel.",
}  # fmt: skip


@dataclass
class Desk:
    """An archive and the folder of what is added to it."""

    where: str
    folder: Path
    count: int = 0

    def add(self, *records: dict[str, str]) -> archives.Summary:
        self.count += 1
        path = self.folder / f"{self.count}.jsonl"
        path.write_text("".join(json.dumps(record) + "\n" for record in records))
        return archives.add(self.where, [path], settings=SETTINGS, now=lambda: NOW)

    def forget(self, *names: str, **asked) -> forgetting.Forgotten:
        return forgetting.forget(self.where, forgetting.Asked(articles=names, **asked), settings=SETTINGS, now=lambda: NOW)

    def story(self, name: str) -> str:
        """The story of the article that the input calls so."""
        with open_archive(self.where) as opened, opened.reading() as connection:
            (one,) = articles.like(connection, name)
            return stories.story_of(connection, [one.number])[one.number]

    def holds(self, *words: str) -> set[str]:
        """Those of the words that stand in a column of text of any table."""
        with open_archive(self.where) as opened, opened.reading() as connection:
            told = [str(row) for table in METADATA.sorted_tables for row in connection.execute(select(table))]
        return {word for word in words if any(word in row for row in told)}

    def faults(self) -> list[str]:
        return [str(one) for one in checking.check(self.where).faults]


@pytest.fixture
def desk(place, tmp_path):
    return Desk(place, tmp_path)


def test_a_story_that_became_part_of_another_keeps_no_headline(desk):
    desk.add(BUDGET)
    desk.add(FERRY)
    gone = desk.story("ferry")
    judging.merge(judging.Desk(archive=desk.where, who="ada", now=lambda: NOW), desk.story("budget"), gone)
    assert desk.story("ferry") == desk.story("budget")
    desk.forget("ferry")
    assert desk.holds("Quixotia", "Parliament passes") == {"Parliament passes"}
    assert desk.faults() == []


def test_what_an_earlier_version_listed_of_a_merged_story_goes_too(desk):
    desk.add(BUDGET, FERRY)
    with open_archive(desk.where, "write") as opened, opened.writing() as connection:
        stories.merged(connection, "f" * 16, desk.story("budget"))
        connection.execute(STORIES.update().where(STORIES.c.id == "f" * 16).values(headline="Quixotia", founder=2))
    desk.forget("ferry")
    assert desk.holds("Quixotia") == set()


def test_a_story_that_is_gone_takes_with_it_what_went_on_from_it(desk):
    desk.add(BUDGET, FERRY)
    link = {"story": desk.story("budget"), "earlier": desk.story("ferry"), "score": 0.5, "why": "both tell of Quixotia"}
    with open_archive(desk.where, "write") as opened, opened.writing() as connection:
        connection.execute(insert(DEVELOPMENTS).values(**link))
        stories.merged(connection, "f" * 16, desk.story("ferry"))
    desk.forget("ferry")
    assert desk.holds("Quixotia", "f" * 16) == set()
    assert desk.faults() == []


@pytest.mark.parametrize("name", ["Österreich Heute", "österreich heute", " ÖSTERREICH HEUTE ", "o\u0308sterreich heute"])
def test_an_outlet_is_forgotten_by_its_name_in_any_case(desk, name):
    desk.add(BUDGET, FERRY)
    assert [one.given_id for one in desk.forget(outlet=name).articles] == ["ferry"]


@pytest.mark.parametrize("name", ["Osterreich Heute", "Österreich", "Heute Österreich", ""])
def test_another_name_forgets_nothing(desk, name):
    desk.add(BUDGET, FERRY)
    with pytest.raises(InputError, match="the archive has no outlet"):
        desk.forget(outlet=name)
    assert desk.holds("Quixotia", "Parliament passes") == {"Quixotia", "Parliament passes"}


def _bytes(desk: Desk, server) -> bytes:
    """All that the archive's files hold."""
    if "://" not in desk.where:
        return b"".join(path.read_bytes() for path in Path(desk.where).parent.glob(f"{Path(desk.where).name}*"))
    server.run("CHECKPOINT")
    return b"".join(path.read_bytes() for path in sorted((server.folder / "data" / "base").rglob("*")) if path.is_file())


@pytest.fixture
def server(request, place):
    return request.getfixturevalue("postgresql") if "://" in place else None


def test_no_file_holds_the_words_of_what_was_forgotten(desk, server):
    desk.add(BUDGET, FERRY)
    if server is not None:
        with psycopg.connect(desk.where, autocommit=True) as connection:
            connection.execute("ANALYZE")
    assert b"Quixotia" in _bytes(desk, server)
    assert b"quixotia" in _bytes(desk, server)
    assert desk.forget("ferry").problems == ()
    found = _bytes(desk, server)
    assert (b"Quixotia" in found, b"quixotia" in found, b"Parliament passes" in found) == (False, False, True)
    assert desk.faults() == []


def test_what_a_reader_holds_is_said_and_goes_with_the_next_writing(desk, server, monkeypatch):
    monkeypatch.setattr(Archive.wipe, "__defaults__", (0.1,))
    desk.add(BUDGET, FERRY)
    with open_archive(desk.where) as reader, reader.reading() as connection:
        assert articles.count(connection) == 2
        (said,) = desk.forget("ferry").problems
        assert "still in the file" in said
        assert "another process" in said
        assert b"Quixotia" in _bytes(desk, server)
        assert ["archive: what was forgotten is still in the file" in one for one in desk.faults()] == [True]
        made = CliRunner().invoke(cli.app, ["forget", "budget", "--archive", desk.where])
        assert (made.exit_code, "still in the file" in made.output) == (1, True)
    open_archive(desk.where, "write").close()
    assert b"Quixotia" not in _bytes(desk, server)
    assert desk.faults() == []


def test_what_was_cut_off_before_the_bytes_were_gone_is_ended_by_the_next_writing(desk, server, monkeypatch):
    desk.add(BUDGET, FERRY)

    def cut_off(*_args):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(Archive, "wipe", cut_off)
        with pytest.raises(SystemExit):
            desk.forget("ferry")
    assert len(desk.faults()) == 1
    # SQLite overwrites some of it at once
    assert server is None or b"Quixotia" in _bytes(desk, server)
    desk.add(BUDGET)
    assert b"Quixotia" not in _bytes(desk, server)
    assert desk.faults() == []


def test_a_full_disk_leaves_the_rest_done_and_the_bytes_due(desk, server, monkeypatch):
    desk.add(BUDGET, FERRY)

    def full(*_args):
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patched:
        patched.setattr(wiping, "_sqlite" if server is None else "_postgres", full)
        made = desk.forget("ferry")
    assert [one.given_id for one in made.articles] == ["ferry"]
    assert "the disk cannot be read or written" in made.problems[0]
    with open_archive(desk.where) as opened, opened.reading() as connection:
        assert stories.stale(connection) == []
        assert wiping.due(connection)


def test_a_page_that_gave_no_article_can_be_forgotten(desk, server):
    (desk.folder / "empty.html").write_bytes(b"<html><body><script>var zyxwort = 1;</script></body></html>")
    (desk.folder / "other.html").write_bytes(b"<html><body><script>var other = 1;</script></body></html>")
    for name in ("empty.html", "other.html"):
        assert archives.add(desk.where, [desk.folder / name], settings=SETTINGS, now=lambda: NOW).outcomes["rejected"] == 1
    with pytest.raises(InputError, match="no article"):
        desk.forget(str(desk.folder / "nothing.html"))
    made = desk.forget(str(desk.folder / "empty.html"))
    assert [Path(one.input).name for one in made.pages] == ["empty.html"]
    assert b"zyxwort" not in _bytes(desk, server)
    assert desk.holds("empty.html") == set()
    with open_archive(desk.where) as opened, opened.reading() as connection:
        (left,) = articles.page_ids(connection)
    assert [one.id for one in desk.forget(left[:6]).pages] == [left]
    again = archives.add(desk.where, [desk.folder / "empty.html"], settings=SETTINGS, now=lambda: NOW)
    assert again.outcomes["rejected"] == 1
    assert desk.forget(older_than="2026-03-12").pages == ()
    assert len(desk.forget(older_than="2026-03-13").pages) == 1
    assert desk.faults() == []


def test_numbers_are_not_given_again_and_the_rest_is_made_again_with_its_own(desk, tmp_path):
    third = BUDGET | {
        "id": "third",
        "outlet": "Vik Courier",
        "headline": "Rain in Oldhaven",
        "text": "Rain fell on Oldhaven all of Friday. The trams of the town ran late.",
    }
    desk.add(BUDGET, FERRY)
    desk.add(third)
    desk.forget("ferry")
    made = rerunning.rerun(desk.where, str(tmp_path / "again.db"), settings=SETTINGS)
    assert (made.differ, made.forgotten) == ((), 1)
    desk.forget("third")
    desk.add(third | {"text": third["text"] + " Nobody was hurt."})
    with open_archive(desk.where) as opened, opened.reading() as connection:
        assert list(articles.numbers(connection)) == [1, 4]
    made = rerunning.rerun(desk.where, str(tmp_path / "once_more.db"), settings=SETTINGS)
    assert (made.differ, made.forgotten) == ((), 2)


def test_a_pin_to_a_story_that_was_forgotten_binds_nobody_when_the_archive_is_made_again(desk, tmp_path):
    desk.add(BUDGET, FERRY)
    who = judging.Desk(archive=desk.where, who="ada", now=lambda: NOW)
    judging.pin(who, "budget", desk.story("ferry"))
    judging.undo(who, 1)
    judging.undo(who, 2)
    desk.forget("ferry")
    made = rerunning.rerun(desk.where, str(tmp_path / "again.db"), settings=SETTINGS)
    assert made.articles == 1
    again = Desk(str(tmp_path / "again.db"), tmp_path)
    assert len(judging.log(again.where)) == 3
    assert again.faults() == []


def test_what_failed_half_way_is_in_the_way_of_nothing(desk, tmp_path, monkeypatch, request):
    desk.add(BUDGET, FERRY)
    server = request.getfixturevalue("postgresql")
    for into in (str(tmp_path / "again.db"), server.database()):
        with monkeypatch.context() as patched:
            patched.setattr(rerunning, "arrive", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                rerunning.rerun(desk.where, into, settings=SETTINGS)
        assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".") or ("again" in path.name and path.name in into)]
        assert rerunning.rerun(desk.where, into, settings=SETTINGS).differ == ()


def test_what_else_a_database_holds_is_not_written_over(desk, request):
    desk.add(BUDGET)
    into = request.getfixturevalue("postgresql").database()
    open_archive(into, "create").close()
    following.follow_search(into, following.Wanted(words="ferry", filters=Filters(), shown="ferry"), following.Targets(), settings=SETTINGS)
    with pytest.raises(ConfigError, match="holds an archive already"):
        rerunning.rerun(desk.where, into, settings=SETTINGS)
    assert len(following.listed(into)) == 1


SINKING = "The ferry Quixotia sank off the harbour of Mellah on Sunday with forty passengers on board, the harbour master Ali Hassun said."
TOGETHER = [
    {"id": "a", "outlet": "Mellah Post", "headline": "Ferry Quixotia sinks off Mellah", "published": "2026-03-01", "text": f"{SINKING} Divers searched the wreck of the ferry Quixotia."},
    {"id": "b", "outlet": "Vik Courier", "headline": "Ferry sinks off Mellah", "published": "2026-03-01", "text": "Harbour master Ali Hassun of Mellah said the ferry Quixotia had gone down with forty passengers on board on Sunday. Divers searched the wreck."},
]  # fmt: skip


def test_why_an_article_is_in_its_story_is_said_anew(desk):
    desk.add(*TOGETHER)
    assert desk.story("a") == desk.story("b")
    desk.forget("a")
    with open_archive(desk.where) as opened, opened.reading() as connection:
        (left,) = stories.members(connection, desk.story("b"))
    assert (left.score, left.why) == (0.0, "alone: no other article is about this")
    assert desk.faults() == []


def test_what_a_story_goes_on_from_is_looked_at_anew(desk):
    desk.add(BUDGET, *TOGETHER)
    link = {
        "story": desk.story("budget"),
        "earlier": desk.story("b"),
        "score": 0.5,
        "why": "a day later; shares what few others have: words zyxwort",
    }
    with open_archive(desk.where, "write") as opened, opened.writing() as connection:
        connection.execute(insert(DEVELOPMENTS).values(**link))
    desk.forget("a")
    assert desk.holds("zyxwort") == set()
    assert desk.faults() == []
