"""`tellings export`: tables as Parquet, CSV and JSON Lines, with keys that join, the same records in each."""

import csv
import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.app import exported

from tellings.app.exporting import columns, moments, run
from tellings.app.exporting.base import Selection
from tellings.errors import ConfigError, InputError

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
# Which columns are keys, and which refer to them.
KEYS = {
    "articles.id": ["story_articles.article", "claim_support.article", "quotations.article", "mentions.article", "event_mentions.article",
                    "copy_articles.article", "copy_articles.carries", "copy_passages.article", "coverage.article", "copy_groups.earliest"],
    "stories.id": [f"{table.name}.story" for table in columns.TABLES if any(column.name == "story" for column in table.columns)],
    "claims.id": ["claim_support.claim", "claim_matches.claim", "claim_values.claim"],
    "entities.id": ["claim_support.attributed_to", "quotations.source_entity", "mentions.entity", "events.place"],
    "quotations.id": ["claim_support.quotation", "quotations.variant_of", "event_mentions.quotation"],
    "mentions.id": ["mentions.antecedent", "event_mentions.place"],
    "events.id": ["event_mentions.event"],
    "copy_groups.id": ["copy_articles.copy_group", "copy_passages.copy_group"],
    "meetings.id": ["sides.meeting"],
    "pages.id": ["articles.page"],
}  # fmt: skip
LISTS = {
    "stories.articles": "articles.id", "entities.articles": "articles.id", "copy_groups.articles": "articles.id", "events.actors": "entities.id",
    "events.recipients": "entities.id", "event_mentions.actors": "mentions.id", "coverage.claims": "claims.id", "coverage.omits": "claims.id",
    "claim_values.statements": "claim_support.statement", "sides.quotations": "quotations.id", "meetings.events": "events.id",
}  # fmt: skip


def written(path, *forms, with_text=False, **selection):
    run.export(exported.held(), run.Wish(forms=forms, with_text=with_text, selection=Selection(**selection), now=exported.NOW), path)
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return written(tmp_path_factory.mktemp("export"), "parquet", "csv", "jsonl")


@pytest.fixture(scope="module")
def tables(folder):
    return {table.name: pq.read_table(folder / f"{table.name}.parquet").to_pylist() for table in columns.TABLES}


def column(tables, name):
    table, field = name.split(".")
    return [row[field] for row in tables[table]]


def test_every_table_has_its_columns_and_types(folder):
    for table in columns.TABLES:
        schema = pq.read_schema(folder / f"{table.name}.parquet")
        assert schema.names == [column.name for column in table.columns]
        shown = {"text": "string", "int": "int64", "float": "double", "bool": "bool", "moment": "timestamp[us, tz=UTC]"}
        lists = {"texts": "list<element: string>", "ints": "list<element: int64>"}
        assert [str(field.type) for field in schema] == [(shown | lists)[column.kind] for column in table.columns]


def test_what_the_story_has_is_there(tables):
    filled = {name for name, rows in tables.items() if rows}
    assert {table.name for table in columns.TABLES} - filled <= {"sides", "meetings", "developments", "revisions", "changes", "withdrawals"}
    brief = exported.held().brief
    story = brief.stories[0]
    assert column(tables, "claims.id") == [claim.id for claim in story.claims]
    assert len(tables["claim_support"]) == sum(len(claim.statements) for claim in story.claims)
    assert Counter(column(tables, "claims.status")) == Counter(comparison.status for comparison in story.comparisons)
    assert column(tables, "articles.id") == [article.id for article in brief.articles]
    assert {row["value"] for row in tables["claim_values"]} == {value.value for conflict in story.conflicts for value in conflict.values}


@pytest.mark.parametrize("key", KEYS)
def test_keys_join(tables, key):
    known = column(tables, key)
    assert len(known) == len(set(known))
    for name in KEYS[key]:
        assert {value for value in column(tables, name) if value is not None} <= set(known), name


@pytest.mark.parametrize("name", LISTS)
def test_lists_of_keys_join(tables, name):
    known = set(column(tables, LISTS[name]))
    assert {value for values in column(tables, name) for value in values} <= known


def test_a_passage_is_found_by_its_offsets_in_code_points(tables):
    texts = {article.id: article.text for article in exported.held().brief.articles}
    places = [row for name in ("claim_support", "quotations", "mentions", "event_mentions", "copy_passages") for row in tables[name]]
    assert any(row["article"] == next(key for key, text in texts.items() if text.startswith("🚢")) for row in places)
    for row in places:
        text = texts[row["article"]]
        assert text[row["start"] : row["end"]] == row["exact"]
        assert text[: row["start"]].endswith(row["prefix"])
        assert text[row["end"] :].startswith(row["suffix"])


def test_matches_are_of_passages_that_are_there(tables):
    passages = {(row["claim"], row["passage"]) for row in tables["claim_support"]}
    assert tables["claim_matches"]
    assert {(row["claim"], row[end]) for row in tables["claim_matches"] for end in "ab"} <= passages


def test_times_stand_as_the_page_gives_them_and_in_utc(tables):
    days = {row["outlet"]: (row["published"], row["published_day"], row["published_utc"]) for row in tables["articles"]}
    assert days["Lerum Gazette"] == ("2021-03-03", "2021-03-03", None)
    published, day, utc = days["Evening Herald"]
    assert (published, day) == ("2021-03-05T23:30:00-05:00", "2021-03-05")
    assert moments.stamp(utc) == "2021-03-06T04:30:00Z"


def test_csv_and_json_lines_have_the_same_records(folder, tables):
    lines = [json.loads(line) for line in (folder / "records.jsonl").read_text(encoding="utf-8").splitlines()]
    for table in columns.TABLES:
        told = [{name: value for name, value in line.items() if name != "type"} for line in lines if line["type"] == table.type]
        plain = [
            {name: moments.stamp(value) if hasattr(value, "tzinfo") else value for name, value in row.items()} for row in tables[table.name]
        ]
        assert told == plain, table.name
        with (folder / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert rows[0] == [column.name for column in table.columns]
        assert [[_cell(row[column.name]) for column in table.columns] for row in plain] == [
            [_free(cell) for cell in row] for row in rows[1:]
        ]


def _cell(value):
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return {None: "", True: "true", False: "false"}[value] if value is None or isinstance(value, bool) else str(value)


def _free(cell):
    return cell[1:] if re.match("'[=+\\-@\t\r\n]", cell) else cell


def test_no_cell_of_csv_is_worked_out_by_a_spreadsheet(folder):
    led = 0
    for table in columns.TABLES:
        with (folder / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if cell.startswith(FORMULA)]
        led += sum(cell.startswith("'=") for cell in cells)
    assert led  # the courier's name begins with a sign


def test_text_is_there_only_where_it_is_wanted(tables, tmp_path):
    assert set(column(tables, "articles.text")) == {None}
    made = pq.read_table(written(tmp_path, "parquet", with_text=True) / "articles.parquet").to_pylist()
    assert [row["text"] for row in made] == [article.text for article in exported.held().brief.articles]


def test_the_same_records_give_the_same_bytes(folder, tmp_path):
    again = written(tmp_path, "parquet", "csv", "jsonl")
    names = sorted(path.name for path in folder.iterdir())
    assert names == sorted(path.name for path in again.iterdir())
    assert [name for name in names if (folder / name).read_bytes() != (again / name).read_bytes()] == []


def test_the_manifest_counts_and_has_digests(folder):
    import hashlib

    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["schema"] == "tellings.export/1"
    assert {one["file"] for one in manifest["files"]} | {"manifest.json"} == {path.name for path in folder.iterdir()}
    for one in manifest["files"]:
        data = (folder / one["file"]).read_bytes()
        assert (one["bytes"], one["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert next(one["records"] for one in manifest["files"] if one["file"] == "articles.csv") == 4


def test_a_long_table_has_row_groups(tmp_path, monkeypatch):
    from tellings.app.exporting import parquet

    monkeypatch.setattr(parquet, "_ROWS", 7)
    found = pq.ParquetFile(written(tmp_path, "parquet") / "mentions.parquet")
    assert found.metadata.num_row_groups == -(-found.metadata.num_rows // 7) > 1


def test_an_outlet_keeps_its_articles_and_what_they_tell(tables, tmp_path):
    lines = [
        json.loads(line)
        for line in (written(tmp_path, "jsonl", outlet="courier") / "records.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    kinds = Counter(line["type"] for line in lines)
    assert kinds["article"] == kinds["page"] == kinds["coverage"] == kinds["story_article"] == 1
    article = next(line["id"] for line in lines if line["type"] == "article")
    assert {line["article"] for line in lines if "article" in line} == {article}
    whole = {row["id"]: row for row in tables["claims"]}
    claims = [line for line in lines if line["type"] == "claim"]
    assert claims
    assert len(claims) < len(whole)
    for claim in claims:  # how well it is sourced is of the whole story
        assert claim["independent"] == whole[claim["id"]]["independent"]


@pytest.mark.parametrize(
    ("selection", "outlets"),
    [
        ({"since": "2021-03-04"}, ["=Vik Courier", "Evening Herald", "Vik Reprint"]),
        ({"until": "2021-03-03"}, ["Lerum Gazette"]),
        ({"since": "2021-03-05", "until": "2021-03-05"}, ["Evening Herald"]),
        ({"since": "2021-03-06"}, []),
    ],
)
def test_days_are_the_page_s_own(tmp_path, selection, outlets):
    path = written(tmp_path, "csv", **selection)
    with (path / "articles.csv").open(encoding="utf-8", newline="") as file:
        assert sorted(_free(row["outlet"]) for row in csv.DictReader(file)) == outlets
    assert (path / "stories.csv").read_text(encoding="utf-8").count("\n") == 1 + bool(outlets)


def test_a_story_that_is_not_there_is_told_and_nothing_is_written(tmp_path):
    story = exported.held().brief.stories[0].story.id
    with pytest.raises(InputError, match=f"no story has the id 'nowhere'; there are {story}"):
        written(tmp_path / "new", "csv", stories=("nowhere",))
    assert list((tmp_path / "new").iterdir()) == []
    path = written(tmp_path, "csv", stories=(story[:6],))
    assert story in (path / "stories.csv").read_text(encoding="utf-8")


def test_a_fault_leaves_what_stood_there(tmp_path, monkeypatch):
    written(tmp_path, "csv")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    from tellings.app.exporting import tables

    def broken(held):
        raise RuntimeError(held.page.id)

    monkeypatch.setattr(tables, "page_row", broken)
    with pytest.raises(RuntimeError):
        written(tmp_path, "csv", "parquet", with_text=True)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_no_room_is_told_in_one_line(tmp_path, monkeypatch):
    from tellings.app.exporting import files

    class Full:
        def write(self, _data):
            raise OSError(28, "No space left on device")

    with pytest.raises(ConfigError, match=r"cannot write claims\.csv: No space left on device"):
        files.OutFile("claims.csv", Full()).write(b"x")


def test_an_article_without_a_date_is_not_of_any_day():
    article = replace(exported.held().brief.articles[0], published=None)
    assert Selection().wants(article)
    assert not Selection(until="2030-01-01").wants(article)


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (run.Wish(), "nothing to write"),
        (run.Wish(forms=("xml",)), "no format is named 'xml'"),
        (run.Wish(forms=("csv",), selection=Selection(since="3 March")), "--since takes a day"),
        (run.Wish(forms=("csv",), selection=Selection(since="2021-03-03", until="2021-03-02")), "is after --until"),
        (run.Wish(forms=("csv",), selection=Selection(outlet="...")), "--outlet takes at least one word"),
    ],
)
def test_a_wish_that_cannot_be_met_is_told(wish, said, tmp_path):
    with pytest.raises(ConfigError, match=said):
        run.export(exported.held(), wish, tmp_path / "none")
    assert not Path(tmp_path / "none").exists()
