"""`tellings search`: an archive by words and meaning, through filters, as a table, JSON and CSV."""

import csv
import io
import json

import pytest
from tests.app.test_quotes import ONE, TWO
from typer.testing import CliRunner

from tellings import cli
from tellings.store.opening import open_archive

BANK = """Central bank keeps its rate

OSLO, 9 March 2021 — The central bank of Norway kept its key rate at zero on Tuesday and said that it would not rise before the autumn.
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    folder = tmp_path_factory.mktemp("search")
    lines = [
        {"id": "one", "outlet": "Vik Courier", "published": "2021-03-03", "headline": "Harbour closed", "text": ONE, "url": "https://vik.example/1"},
        {"id": "two", "outlet": "Lerum Herald", "published": "2021-03-04", "headline": "Storm shuts harbour", "text": TWO},
        {"id": "bank", "outlet": "Lerum Herald", "published": "2021-03-09", "headline": "Bank keeps rate", "text": BANK},
    ]  # fmt: skip
    (folder / "pages.jsonl").write_text("\n".join(map(json.dumps, lines)))
    where = str(folder / "a.db")
    done = CliRunner().invoke(cli.app, ["add", str(folder / "pages.jsonl"), "--archive", where, "--quiet", "--processes", "1"])
    assert done.exit_code == 0, done.output
    return where


def run(archive, *arguments):
    return CliRunner().invoke(cli.app, ["search", "--archive", archive, *arguments])


def hits(archive, *arguments):
    done = run(archive, *arguments, "--format", "json", "--quiet")
    assert done.exit_code == 0, done.output
    return [hit for story in json.loads(done.stdout)["stories"] for hit in story["hits"]]


def names(archive, *arguments):
    return sorted(hit["given_id"] for hit in hits(archive, *arguments, "--words-only"))


def test_every_passage_is_where_it_says_and_holds_the_words(archive):
    found = hits(archive, "ferry", "--words-only")
    texts = {"one": ONE, "two": TWO, "bank": BANK}
    assert [hit["given_id"] for hit in found] == ["one"]
    for hit in found:
        for passage in hit["passages"]:
            text = texts[hit["given_id"]]
            assert text[passage["start"] : passage["end"]] == passage["exact"]
            assert [text[start:end] for start, end in passage["places"]] == ["ferries"]


@pytest.mark.parametrize(("arguments", "found"), [
    (["harbour"], ["one", "two"]), (["harbour stays shut"], ["one", "two"]), (['"stays shut until"'], ["one"]), (["harbour -mayor"], []),
    (["fisherman OR rate"], ["bank", "one"]), (["harbour", "--outlet", "herald"], ["two"]), (["said", "--since", "2021-03-05"], ["bank"]),
    (["harbour", "--until", "2021-03-03"], ["one"]), (["said", "--entity", "olsen"], ["one", "two"]), (["said", "--entity", "Marit Olsen", "--outlet", "Vik Courier"], ["one"]),
    (["said", "--country", "Norwegian"], ["bank"]), (["said", "--country", "KEN"], []), (["said", "--corroborated"], ["one", "two"]), (["zebra"], []),
])  # fmt: skip
def test_words_and_filters(archive, arguments, found):
    assert names(archive, *arguments) == found


def test_a_story_is_searched_by_the_beginning_of_its_id(archive):
    story = next(one for one in json.loads(run(archive, "harbour", "--format", "json").stdout)["stories"])
    assert (story["independent"], story["found"]) == (2, 2)
    assert names(archive, "said", "--story", story["id"][:8]) == ["one", "two"]
    assert run(archive, "said", "--story", "ffffffff").exception.slug == "input"


def test_what_has_none_of_the_words_is_found_by_its_meaning(archive):
    found = hits(archive, "boats kept from sailing")
    assert sorted((hit["given_id"], hit["has_words"]) for hit in found) == [("one", False), ("two", False)]
    assert all(hit["near"] > 0.3 and not hit["passages"][0]["places"] for hit in found)
    assert hits(archive, "boats kept from sailing", "--words-only") == []
    assert hits(archive, '"boats kept" from sailing') == []


def test_pages_follow_one_another(archive):
    first = json.loads(run(archive, "said", "--limit", "1", "--format", "json", "--words-only").stdout)
    second = json.loads(run(archive, "said", "--limit", "1", "--after", first["after"], "--format", "json", "--words-only").stdout)
    assert len(first["stories"]) == len(second["stories"]) == 1
    assert first["stories"][0]["id"] != second["stories"][0]["id"]
    assert second["after"] is None
    assert "--after" in run(archive, "said", "--limit", "1", "--words-only").stdout


def test_the_table_marks_the_words_and_counts(archive):
    out = run(archive, "ferries", "--words-only").stdout
    assert "two *ferries* had been sent" in out
    assert "1 article with the words, in 1 story" in out
    assert run(archive, "zebra", "--words-only").stdout == "Nothing found.\n"


def test_csv_has_a_row_for_each_passage(archive):
    rows = list(csv.DictReader(io.StringIO(run(archive, "harbour", "--words-only", "--format", "csv", "--quiet").stdout)))
    assert {row["given_id"] for row in rows} == {"one", "two"}
    assert all(row["exact"] and int(row["end"]) > int(row["start"]) for row in rows)


@pytest.mark.parametrize(("arguments", "slug", "said"), [
    (['harbour "shut'], "config", "quotation mark"), (["OR"], "config", "both sides"), (["harbour", "--since", "March"], "config", "--since takes a date"),
    (["harbour", "--country", "Atlantis"], "input", "no country"), (["harbour", "--entity", "?"], "config", "--entity"),
])  # fmt: skip
def test_faults_are_one_line(archive, arguments, slug, said):
    error = run(archive, *arguments).exception
    assert error.slug == slug
    assert said in str(error)


def test_an_archive_that_may_only_be_read_is_searched(archive):
    with open_archive(archive) as held:
        assert held.file is not None
    assert names(archive, "rate") == ["bank"]
