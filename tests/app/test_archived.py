"""`tellings claims` and `tellings quotes` without paths: the same rows of an archive, story by story."""

import csv
import io
import json

import pytest
from tests.app.test_quotes import ONE, TWO
from typer.testing import CliRunner

from tellings import cli

OTHER = """Central bank keeps its rate

"We shall not move before the autumn," said Kari Lund, governor of the central bank of Norway, on Tuesday. The bank kept its key rate at zero.
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    path = tmp_path_factory.mktemp("archived") / "pages.jsonl"
    lines = [
        {"id": "one", "outlet": "Vik Courier", "published": "2021-03-03", "headline": "Harbour closed", "text": ONE},
        {"id": "two", "outlet": "Lerum Herald", "published": "2021-03-04", "headline": "Storm shuts harbour", "text": TWO},
        {"id": "bank", "outlet": "Lerum Herald", "published": "2021-03-09", "headline": "Bank keeps rate", "text": OTHER},
    ]  # fmt: skip
    path.write_text("\n".join(map(json.dumps, lines)))
    return str(path)


@pytest.fixture(scope="module")
def archive(pages):
    where = pages.removesuffix("pages.jsonl") + "a.db"
    assert run("add", pages, "--archive", where, "--quiet", "--processes", "1").exit_code == 0
    return where


def run(*arguments):
    return CliRunner().invoke(cli.app, list(arguments))


def made(command, *arguments):
    done = run(command, *arguments, "--format", "json", "--quiet")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.mark.parametrize(("command", "name"), [("quotes", "quotations"), ("claims", "claims")])
def test_rows_are_those_of_the_pages(archive, pages, command, name):
    kept, told = made(command, "--archive", archive), made(command, pages, "--processes", "1")
    assert kept["schema"] == told["schema"]
    assert {row["id"] for row in kept[name]} == {row["id"] for row in told[name]}
    assert {json.dumps({**row, "story": ""}, sort_keys=True) for row in kept[name]} == {
        json.dumps({**row, "story": ""}, sort_keys=True) for row in told[name]
    }


def test_claims_name_their_articles(archive):
    found = made("claims", "--archive", archive)
    known = {one["id"] for one in found["articles"]}
    assert {cell["article"] for row in found["claims"] for cell in row["told"]} <= known
    assert len(known) == 3


@pytest.mark.parametrize(("arguments", "ids"), [
    (["--by", "olsen"], {"one", "two"}), (["--by", "governor"], {"bank"}), (["--since", "2021-03-05"], {"bank"}), (["--until", "2021-03-05"], {"one", "two"}),
    (["--about", "harbour"], {"one", "two"}), (["--by", "zouarine"], set()),
])  # fmt: skip
def test_quotations_are_chosen(archive, arguments, ids):
    assert {row["given_id"] for row in made("quotes", "--archive", archive, *arguments)["quotations"]} == ids


def test_claims_are_chosen(archive):
    every = made("claims", "--archive", archive)["claims"]
    for status in ("corroborated", "single"):
        assert {row["id"] for row in made("claims", "--archive", archive, "--status", status)["claims"]} == {
            row["id"] for row in every if row["status"] == status
        }
    twice = made("claims", "--archive", archive, "--min-independent", "2")["claims"]
    assert {row["id"] for row in twice} == {row["id"] for row in every if row["independent"] >= 2} != set()
    story = twice[0]["story"]
    assert {row["story"] for row in made("claims", "--archive", archive, "--story", story[:9])["claims"]} == {story}


def test_csv_names_its_columns_once_over_all_stories(archive):
    for command, more in (("quotes", []), ("claims", []), ("claims", ["--rows", "passage"])):
        text = run(command, "--archive", archive, "--format", "csv", *more).stdout
        rows = list(csv.DictReader(io.StringIO(text)))
        assert len({row["story"] for row in rows}) == 2
        assert all(len(row) == len(rows[0]) and None not in row for row in rows)
        assert not any(row["story"] == "story" for row in rows)
    assert run("claims", "--archive", archive, "--format", "csv", "--about", "zebra").stdout.startswith("id,story,")


def test_tables_have_a_heading_for_each_story(archive):
    out = run("claims", "--archive", archive).stdout
    assert out.count("(story ") == 2
    assert run("quotes", "--archive", archive, "--about", "zebra").stdout == "No quotation.\n"


def test_what_only_an_archive_has_is_not_asked_of_pages(archive, pages):
    error = run("claims", pages, "--since", "2021-01-01").exception
    assert (error.slug, "without PATH" in str(error)) == ("config", True)
    assert run("quotes", "--archive", archive + "x").exception.slug == "store"
    assert run("quotes", "--archive", archive, "--since", "soon").exception.slug == "config"
