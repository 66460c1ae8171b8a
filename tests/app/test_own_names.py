"""A user's own list of names, from the command line to the brief."""

import json

import pytest
from typer.testing import CliRunner

from tellings import cli

TEXT = """Harbour closed

VIK, 3 March 2021 — The harbour stays shut, Jordan told Radio Savanna on Tuesday. "We had no choice," Jordan said.
The mayor said the gates would open again on Friday. Mayor Marit Olsen leads the town. SR broadcast the interview in full.
"""


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(TEXT)
    return path


def entities(page, tmp_path, listed):
    names = tmp_path / "names.csv"
    names.write_text(listed)
    done = CliRunner().invoke(cli.app, ["brief", str(page), "--one-story", "--format", "json", "--quiet", "--names", str(names)])
    assert done.exit_code == 0, done.output
    made = json.loads(done.stdout)
    return made["manifest"], {e["name"]: e for e in made["stories"][0]["entities"]}, made["stories"][0]["quotations"]


def test_names_of_ones_own_come_before_the_tables_and_bring_their_keys(page, tmp_path):
    listed = "name,kind,forms,weak,country,id\nEli Jordan,person,Jordan,,NOR,Q1\nSavanna Radio,organisation,Radio Savanna,SR,KEN,R7\n"
    manifest, found, quotations = entities(page, tmp_path, listed)
    assert (found["Eli Jordan"]["kind"], found["Eli Jordan"]["key"], found["Eli Jordan"]["country"]) == ("person", "Q1", "NOR")
    assert {m["exact"] for m in found["Savanna Radio"]["mentions"]} == {"Radio Savanna", "SR"}
    assert found["Marit Olsen"]["key"] is None
    spoken = next(q for q in quotations if q["content"]["exact"].startswith("We had"))
    assert (spoken["source"], spoken["side"]) == ("Eli Jordan", "NOR")
    assert len(manifest["settings"]["names_sha256"]) == 64


def test_who_heard_in_a_list_of_ones_own_is_a_relay_as_one_who_is_not_listed(page, tmp_path):
    listed = "name,kind,forms,weak,country,id\nSavanna Radio,organisation,Radio Savanna,SR,KEN,R7\n"
    _, _, quotations = entities(page, tmp_path, listed)
    assert next(q for q in quotations if "harbour stays shut" in q["content"]["exact"])["chain"][1:] == ["Savanna Radio"]


def test_the_same_list_under_another_path_gives_the_same_bytes(page, tmp_path):
    made = []
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_text("name,kind\nEli Jordan,person\n")
        done = CliRunner().invoke(cli.app, ["brief", str(page), "--format", "json", "--quiet", "--names", str(tmp_path / name)])
        made.append(done.stdout)
    assert made[0] == made[1] != ""


@pytest.mark.parametrize("text", ["name,kind\nX Y,thing\n", "nothing here\n"])
def test_a_list_that_cannot_be_is_wrong_usage_and_one_line_says_where(page, tmp_path, text, monkeypatch, capsys):
    (tmp_path / "names.csv").write_text(text)
    monkeypatch.setattr("sys.argv", ["tellings", "brief", str(page), "--names", str(tmp_path / "names.csv")])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert "names.csv" in said.err
