"""`tellings claims`: who tells what, as a table, JSON and CSV, every cell with its passages."""

import csv
import io
import json
import re

import pytest
from typer.testing import CliRunner

import tellings
from tellings import cli

GAZETTE = """Barge sinks at Lerum lock

LERUM, 3 March 2021 — A grain barge sank at Lerum lock on Tuesday, the canal board said. Six sailors were rescued by the lock keeper.
The barge carried 400 tonnes of barley. The canal stays shut until Friday.
"""
COURIER = """Lerum lock blocked by sunken barge

Lerum, 4 March 2021 — A grain barge sank at Lerum lock on Tuesday. Nine sailors were rescued by the lock keeper, police said.
=The town council met on Wednesday evening to talk about the blocked lock.
"""
HERALD = """Grain barge sinks

Lerum, 4 March 2021 — A grain barge sank at Lerum lock on Tuesday, killing a dog. Divers from Vik will look at the wreck today.
\x1b[31mThe red paint\x1b[0m came off the hull of the barge.
"""


@pytest.fixture
def pages(tmp_path):
    lines = [
        {"id": name, "outlet": outlet, "text": text}
        for name, outlet, text in (("g", "Lerum Gazette", GAZETTE), ("c", "=Vik Courier", COURIER), ("h", "Evening Herald", HERALD))
    ]
    (tmp_path / "three.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return str(tmp_path / "three.jsonl")


def run(*arguments):
    return CliRunner().invoke(cli.app, ["claims", "--one-story", "--quiet", *arguments])


def table(*arguments):
    done = run(*arguments, "--format", "json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def rows(*arguments):
    return table(*arguments)["claims"]


def test_json_has_every_claim_as_the_brief_has_it(pages):
    brief = json.loads(CliRunner().invoke(cli.app, ["brief", "--one-story", pages, "--format", "json", "--quiet"]).stdout)
    made = table(pages)
    found = {row["id"]: row for row in made["claims"]}
    said = {claim["id"]: claim for claim in brief["stories"][0]["claims"]}
    assert made["schema"] == "tellings.claims/1"
    assert found.keys() == said.keys()
    for name, claim in said.items():
        row = found[name]
        assert all(row[key] == claim[key] for key in claim.keys() - {"support", "values"})
        for mine, theirs in (
            (row["support"], claim["support"]),
            *((a["support"], b["support"]) for a, b in zip(row["values"], claim["values"], strict=True)),
        ):
            assert [{key: one[key] for key in other} for one, other in zip(mine, theirs, strict=True)] == theirs  # fmt: skip
    for cover in brief["stories"][0]["coverage"]:
        name = next(article["told_by"] for article in made["articles"] if article["id"] == cover["article"])
        assert {row["id"] for row in made["claims"] if name in row["omitted_by"]} == set(cover["omits"])


def test_every_cell_leads_to_a_sentence_of_its_article(pages):
    made = table(pages)
    texts = {article.id: article.text for article in tellings.brief([pages], one_story=True).articles}
    known = {article["id"]: article for article in made["articles"]}
    assert {article["given_id"] for article in known.values()} == {"g", "c", "h"}
    for row in made["claims"]:
        places = [place for cell in row["told"] for place in cell["passages"]]
        assert sorted(places) == list(range(len(row["support"])))
        for cell in row["told"]:
            assert known[cell["article"]]["told_by"] == cell["told_by"]
            for place in cell["passages"]:
                passage = row["support"][place]
                assert (passage["article"], passage["told_by"]) == (cell["article"], cell["told_by"])
                assert texts[passage["article"]][passage["start"] : passage["end"]] == passage["exact"]
        assert all(max(why["a"], why["b"]) < len(row["support"]) and why["rule"] for why in row["why"])


def test_a_passage_beyond_the_first_says_why_it_is_there(pages):
    several = [row for row in rows(pages) if len(row["support"]) > 1]
    assert several
    for row in several:
        assert {place for why in row["why"] for place in (why["a"], why["b"])} == set(range(len(row["support"])))


def test_a_value_says_who_gives_it_and_on_whose_word(pages):
    (row,) = [row for row in rows(pages, "--status", "conflicting") if row["slot"] == "number"]
    told = {value["value"].split()[0].lower(): {(p["told_by"], *p["chain"]) for p in value["support"]} for value in row["values"]}
    assert told == {"six": {("Lerum Gazette",)}, "nine": {("=Vik Courier", "police")}}
    left = " ".join(line[:54].strip() for line in run(pages, "--status", "conflicting").stdout.splitlines())
    assert "2 independent tellings; contradiction on the number" in left
    assert "=Vik Courier, according to police" in left


def test_filters(pages):
    everything = rows(pages)
    assert {row["status"] for row in rows(pages, "--status", "single", "--status", "conflicting")} == {"single", "conflicting"}
    assert (
        [row["id"] for row in rows(pages, "--min-independent", "3")] == [row["id"] for row in everything if row["independent"] >= 3] != []
    )
    theirs = rows(pages, "--outlet", "gazette")
    assert theirs == [row for row in everything if any(cell["told_by"] == "Lerum Gazette" for cell in row["told"])]
    assert rows(pages, "--not-in", "GAZETTE") == [row for row in everything if row not in theirs] != []
    assert [row["text"] for row in rows(pages, "--about", "tonne barley")] == ["The barge carried 400 tonnes of barley"]
    assert rows(pages, "--about", "barley dogs") == []


def test_what_matters_most_comes_first(pages):
    found = rows(pages)
    assert found[0]["independent"] == max(row["independent"] for row in found) == 3
    assert found[-1]["status"] == "single"


def test_csv_has_a_row_a_claim_and_a_column_a_telling(pages):
    made = list(csv.DictReader(io.StringIO(run(pages, "--format", "csv").stdout)))
    claims = {row["id"]: row for row in rows(pages)}
    assert [row["id"] for row in made] == list(claims)
    for row in made:
        claim = claims[row["id"]]
        for cell in claim["told"]:
            listed = [
                f"[{place + 1}] {p['article']} {p['start']}-{p['end']} {p['exact']}"
                for place, p in ((place, claim["support"][place]) for place in cell["passages"])
            ]
            assert row[f"told_by: {cell['told_by']}"] == "\n".join(listed)
        told = {f"told_by: {cell['told_by']}" for cell in claim["told"]}
        assert all(not cell for name, cell in row.items() if name.startswith("told_by: ") and name not in told)


def test_csv_has_a_row_a_passage_where_asked(pages):
    made = list(csv.DictReader(io.StringIO(run(pages, "--format", "csv", "--rows", "passage").stdout)))
    passages = [(row["id"], p["article"], str(p["start"]), str(p["end"])) for row in rows(pages) for p in row["support"]]
    assert [(row["claim"], row["article"], row["start"], row["end"]) for row in made] == passages
    assert {row["input"] for row in made} == {f"{pages}#{line}" for line in (1, 2, 3)}
    differ = {row["value"].split()[0].lower(): row["told_by"] for row in made if row["status"] == "conflicting" and row["value"]}
    assert differ == {"six": "Lerum Gazette", "nine": "'=Vik Courier"}


def test_no_cell_is_worked_out_and_no_page_steers_the_terminal(pages):
    for more in ([], ["--rows", "passage"]):
        cells = [cell for line in csv.reader(io.StringIO(run(pages, "--format", "csv", *more).stdout)) for cell in line]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    shown = run(pages).stdout
    assert "red paint" in shown
    assert "\x1b" not in shown


def test_a_table_shows_each_telling_with_offsets_and_rule(pages):
    shown = re.sub(r"\s+", " ", run(pages, "--about", "sank").stdout)
    assert "corroborated: 3 independent tellings" in shown
    for name in ("Lerum Gazette", "=Vik Courier", "Evening Herald"):
        assert name in shown
    assert re.search(r"\[2\] \d+–\d+ (as worded here|“.*?”).*?= \[1\] .*? \d\.\d\d", shown)


def test_an_outlet_that_nobody_is_called_is_answered_with_the_nearest_names(pages):
    done = CliRunner().invoke(cli.app, ["claims", "--one-story", pages, "--outlet", "Lerum Gazete"])
    assert done.exit_code == 0
    assert "No claim." in done.output
    assert "no telling is called 'Lerum Gazete'; there are Lerum Gazette" in done.output


@pytest.mark.parametrize("option", ["--outlet", "--not-in", "--about"])
def test_words_without_a_letter_are_wrong_usage(pages, option, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["tellings", "claims", pages, option, " -- "])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    assert capsys.readouterr().err.startswith(f"tellings: {option} takes at least one word")


def test_nothing_read_is_exit_3(tmp_path):
    done = run(str(tmp_path / "gone.txt"), "--format", "json")
    assert done.exit_code == 3
    assert [item["reason"] for item in json.loads(done.stdout)["not_seen"]] == ["missing"]


def test_the_order_of_inputs_changes_nothing(tmp_path):
    files = []
    for name, text in (("a", GAZETTE), ("b", COURIER), ("c", HERALD)):
        files.append(tmp_path / f"{name}.txt")
        files[-1].write_text(text)
    for form in ("table", "csv", "json"):
        assert run(*map(str, files), "--format", form).stdout == run(*map(str, reversed(files)), "--format", form).stdout


def test_python_gives_the_rows_and_the_brief(pages):
    made = tellings.claims([pages], wanted=tellings.Wanted(min_independent=3), settings=tellings.Settings(one_story=True))
    assert [row.independent for row in made.rows] == [3] * len(made.rows) != []
    assert len(made.brief.articles) == len(made.tellings) == 3
