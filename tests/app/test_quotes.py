"""`tellings quotes`: who said what, as a table, JSON and CSV, by one speaker or about some words."""

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from tellings import cli

ONE = """Harbour closed after the storm

VIK, Norway, 3 March 2021 — "The harbour stays shut until the divers have seen every pile," Marit Olsen, the mayor, told Radio Savanna on Tuesday.
Olsen said that two ferries had been sent to Lerum.
A fisherman, Jonas Hauge, said he had lost his nets.
=cmd said the log.
"""
TWO = """Storm shuts Vik harbour

Vik, 4 March 2021 — "The harbour stays shut," Mayor Marit Olsen told Radio Savanna.
"=2+3 is all the help we got," Jonas Hauge said. Divers will go down on Friday.
"""


@pytest.fixture
def pages(tmp_path):
    for name, text in (("one.txt", ONE), ("two.txt", TWO)):
        (tmp_path / name).write_text(text)
    return [str(tmp_path / "one.txt"), str(tmp_path / "two.txt")]


def run(*arguments):
    return CliRunner().invoke(cli.app, ["quotes", "--one-story", *arguments])


def rows(*arguments):
    done = run(*arguments, "--format", "json", "--quiet")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)["quotations"]


def test_json_has_every_quotation_as_the_brief_has_it_and_its_article(pages):
    brief = json.loads(CliRunner().invoke(cli.app, ["brief", "--one-story", *pages, "--format", "json", "--quiet"]).stdout)
    found = {q["id"]: q for q in rows(*pages)}
    said = {q["id"]: q for q in brief["stories"][0]["quotations"]}
    assert found.keys() == said.keys()
    assert all({key: found[name][key] for key in row} == row for name, row in said.items())
    assert {row["input"] for row in found.values()} == set(pages)
    assert all(row["headline"] for row in found.values())


def test_by_takes_a_name_in_part_in_any_case_and_without_accents(pages):
    for name in ("marit olsen", "OLSEN", "Márit"):
        assert {q["source"] for q in rows(*pages, "--by", name)} == {"Marit Olsen"}
    assert rows(*pages, "--by", "Olsen Hauge") == []


def test_by_finds_what_the_office_or_she_said(pages):
    assert any("ferries" in q["content"]["exact"] for q in rows(*pages, "--by", "mayor"))


def test_by_takes_an_office_with_its_country(tmp_path):
    (tmp_path / "talks.txt").write_text("Italian Prime Minister Livia Marchetti said that the port would open on Friday.\n")
    for name in ("Prime Minister of Italy", "italian prime minister", "the prime minister"):
        assert [q["source"] for q in rows(str(tmp_path / "talks.txt"), "--by", name)] == ["Livia Marchetti"]


def test_by_takes_a_key_of_a_list_of_names(pages, tmp_path):
    (tmp_path / "names.csv").write_text("name,kind,id\nJonas Hauge,person,H-7\n")
    found = rows(*pages, "--by", "h-7", "--names", str(tmp_path / "names.csv"))
    assert {(q["source"], q["source_key"]) for q in found} == {("Jonas Hauge", "H-7")}


def test_about_takes_all_words_in_any_form(pages):
    assert rows(*pages, "--about", "ferries nets") == []
    assert [q["source"] for q in rows(*pages, "--about", "ferries LERUM")] == ["Marit Olsen"]
    assert len(rows(*pages, "--about", "harbours")) == 2
    assert rows(*pages, "--about", "ferry") == rows(*pages, "--about", "ferries") != []


def test_a_table_shows_an_utterance_once_with_speaker_relay_and_all_who_tell_it(pages):
    done = run(*pages, "--by", "Olsen", "--about", "harbour", "--published", "2021-03-04", "--quiet")
    assert done.exit_code == 0
    assert done.stdout.count("“The harbour stays shut") == 1
    assert "via Radio Savanna" in done.stdout
    assert "one.txt" in done.stdout
    assert "two.txt" in done.stdout
    assert "4 March 2021" in done.stdout


def test_csv_has_one_line_a_quotation_and_no_cell_that_a_spreadsheet_works_out(pages):
    done = run(*pages, "--format", "csv", "--quiet")
    made = list(csv.DictReader(io.StringIO(done.stdout)))
    assert len(made) == len(rows(*pages))
    assert next(row for row in made if "help we got" in row["content"])["content"].startswith("'=2+3")
    assert next(row for row in made if "divers" in row["content"])["chain"] == "Marit Olsen | Radio Savanna"


def test_a_speaker_who_is_not_quoted_is_answered_with_the_nearest_names(pages, capsys):
    done = run(*pages, "--by", "Marit Olson")
    assert done.exit_code == 0
    assert "No quotation." in done.output
    assert "there are Marit Olsen" in done.output


@pytest.mark.parametrize("option", ["--by", "--about"])
def test_words_without_a_letter_are_wrong_usage(pages, option, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["tellings", "quotes", *pages, option, " -- "])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    assert capsys.readouterr().err.startswith(f"tellings: {option} takes at least one word")


def test_nothing_read_is_exit_3(tmp_path):
    assert run(str(tmp_path / "gone.txt"), "--quiet").exit_code == 3


def test_the_order_of_inputs_changes_nothing(pages):
    for form in ("table", "csv", "json"):
        assert run(*pages, "--format", form, "--quiet").stdout == run(*reversed(pages), "--format", form, "--quiet").stdout
