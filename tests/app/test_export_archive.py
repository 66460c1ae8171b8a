"""`tellings export --archive`: what an archive holds, versions and all, from one state of it."""

import csv
import json
from collections import Counter

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from tests.app import exported
from typer.testing import CliRunner

from tellings import cli
from tellings.app import archives
from tellings.app.exporting import archived, columns, run
from tellings.app.exporting.base import Selection
from tellings.errors import ConfigError, InputError, StoreError
from tellings.ingest.discover import pages_of
from tellings.settings import Settings
from tellings.store import articles, log, stories
from tellings.store.opening import open_archive

NOW = "2021-03-07T08:00:00Z"
LATER = "2021-03-08T08:00:00Z"


def filled(where, inputs, now):
    with open_archive(where, "create") as archive:
        settings = Settings(processes=1)
        return archives.add_pages(archive, pages_of([str(one) for one in inputs], settings), settings=settings, now=lambda: now)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    where = str(folder / "desk.db")
    filled(where, [exported.folder()], NOW)
    changed = folder / "herald.html"
    changed.write_text(exported.PAGE.replace("killing a dog", "killing two dogs"), encoding="utf-8")
    (folder / "menu.html").write_text("<html><body><nav><a href='/'>Home</a></nav></body></html>", encoding="utf-8")
    made = filled(where, [changed, folder / "menu.html"], LATER)
    assert made.outcomes == {"version": 1, "rejected": 1}
    return where


def rows(where, path, *forms, warc=False, **selection):
    chosen = Selection(**selection)
    with archived.of_archive(where, chosen, Settings(processes=1)) as held:
        run.export(held, run.Wish(forms=forms or ("jsonl",), warc=warc, selection=chosen, now=exported.NOW), path)
    lines = (path / "records.jsonl").read_text(encoding="utf-8").splitlines() if not forms else []
    found = {table.type: [] for table in columns.TABLES}
    for line in map(json.loads, lines):
        found[line["type"]].append(line)
    return found


def test_it_has_what_the_archive_has(archive, tmp_path):
    found = rows(archive, tmp_path)
    with open_archive(archive) as opened, opened.reading() as connection:
        assert len(found["article"]) == articles.count(connection) == 5
        assert len(found["story"]) == stories.count(connection)
        arrived = [one.page for _, one in log.arrivals(connection)]
        assert [row["id"] for row in found["page"]] == list(dict.fromkeys(arrived))
        assert sorted(arrived) == articles.page_ids(connection)
    assert len(found["page"]) == 6  # the page that became no article is kept too
    told = {row["article"] for row in found["story_article"]}
    assert {row["id"] for row in found["article"] if row["current"]} <= told <= {row["id"] for row in found["article"]}
    assert all(row["article"] in told for row in found["claim_support"])
    assert {row["claim"] for row in found["claim_support"]} == {row["id"] for row in found["claim"]}


def test_versions_are_numbered_and_lead_to_the_first(archive, tmp_path):
    herald = [row for row in rows(archive, tmp_path)["article"] if row["outlet"] == "Evening Herald"]
    assert [(row["version"], row["current"], row["added"]) for row in herald] == [(1, False, NOW), (2, True, LATER)]
    assert {row["first_version"] for row in herald} == {herald[0]["id"]}


def test_what_a_newer_version_withdraws_is_told(archive, tmp_path):
    found = rows(archive, tmp_path, outlet="herald")
    (revision,) = found["revision"]
    ids = {row["version"]: row["id"] for row in found["article"]}
    assert (revision["earlier"], revision["newer"], revision["version"]) == (ids[1], ids[2], 1)
    assert (revision["kept"], revision["replaced"]) == (NOW, LATER)
    assert revision["changes"] == len(found["change"]) > 0
    assert revision["withdrawals"] == len(found["withdrawal"])
    with open_archive(archive) as opened, opened.reading() as connection:
        texts = {
            one.id: one.text
            for one in articles.articles(connection, [k.number for k in articles.by_id(connection, list(ids.values())).values()]).values()
        }
    for row in (*found["change"], *found["withdrawal"]):
        assert row["revision"] == revision["id"]
        for side, key in (("was", ids[1]), ("now", ids[2])):
            if row[f"{side}_start"] is not None:
                assert texts[key][row[f"{side}_start"] : row[f"{side}_end"]] == row[f"{side}_exact"]
    assert any("dog" in (row["was_exact"] or "") + (row["now_exact"] or "") for row in found["change"])
    assert rows(archive, tmp_path, outlet="courier")["revision"] == []


def test_a_story_alone_comes_with_the_older_versions_of_its_articles(archive, tmp_path):
    whole = rows(archive, tmp_path / "all")
    current = next(row for row in whole["article"] if row["version"] == 2)
    story = next(row["story"] for row in whole["story_article"] if row["article"] == current["id"])
    found = rows(archive, tmp_path / "one", stories=(story[:8],))
    assert [row["id"] for row in found["story"]] == [story]
    told = {row["article"] for row in found["story_article"]}
    first = {row["first_version"] for row in whole["article"] if row["id"] in told}
    assert {row["id"] for row in found["article"]} == {row["id"] for row in whole["article"] if row["first_version"] in first}
    assert {row["version"] for row in found["article"]} == {1, 2}
    assert {row["id"] for row in found["page"]} == {row["page"] for row in found["article"]}


def test_days_and_outlets_choose(archive, tmp_path):
    whole = rows(archive, tmp_path / "all")
    found = rows(archive, tmp_path / "days", since="2021-03-04", until="2021-03-04")
    assert {row["id"] for row in found["article"]} == {row["id"] for row in whole["article"] if row["published_day"] == "2021-03-04"}
    assert Counter(row["outlet"] for row in found["article"]) == {"=Vik Courier": 1, "Vik Reprint": 1}
    only = rows(archive, tmp_path / "outlet", outlet="herald")
    assert {row["outlet"] for row in only["article"]} == {"Evening Herald"}
    assert {row["article"] for row in only["claim_support"]} <= {row["id"] for row in only["article"]}
    assert {row["article"] for row in only["claim_support"]} >= {row["id"] for row in only["article"] if row["current"]}
    assert len(only["page"]) == 2


def test_a_changed_story_is_resolved_before_it_is_exported(tmp_path):
    where = str(tmp_path / "desk.db")
    with open_archive(where, "create") as opened:
        settings = Settings(processes=1)
        archives.add_pages(
            opened, pages_of([str(exported.folder() / "herald.html")], settings), settings=settings, now=lambda: NOW, resolve=False
        )
        with opened.reading() as connection:
            assert stories.stale(connection)
    assert rows(where, tmp_path / "out")["claim"]
    with open_archive(where) as opened, opened.reading() as connection:
        assert not stories.stale(connection)


def test_the_same_state_gives_the_same_bytes(archive, tmp_path):
    for name in "ab":
        rows(archive, tmp_path / name, "parquet", "csv", "followthemoney", "jsonld", "annotations", warc=True)
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert files == sorted(path.name for path in (tmp_path / "b").iterdir())
    assert [name for name in files if (tmp_path / "a" / name).read_bytes() != (tmp_path / "b" / name).read_bytes()] == []


def test_a_page_that_came_as_a_file_is_dated_by_its_arrival(archive, tmp_path):
    rows(archive, tmp_path, "csv", warc=True)
    dates = Counter()
    with (tmp_path / "pages.warc.gz").open("rb") as file:
        for record in ArchiveIterator(file):
            assert record.verify_block_digest()
            if record.record_type == WarcRecordType.resource:
                dates[record.headers["WARC-Date"], record.headers["WARC-Tellings-Capture"]] += 1
    assert dates == {(NOW, "unknown"): 4, (LATER, "unknown"): 2}


def test_through_the_command(archive, tmp_path):
    made = CliRunner().invoke(
        cli.app, ["export", "--archive", archive, "--format", "csv", "-o", str(tmp_path / "out"), "--outlet", "herald"]
    )
    assert made.exit_code == 0, made.output
    assert "articles.csv: 2" in made.output
    with (tmp_path / "out/articles.csv").open(encoding="utf-8", newline="") as file:
        assert [row["version"] for row in csv.DictReader(file)] == ["1", "2"]


def test_faults_are_told(archive, tmp_path):
    def fault(*words):
        return CliRunner().invoke(cli.app, ["export", "--format", "csv", "-o", str(tmp_path / "out"), *words]).exception

    assert isinstance(fault("--archive", archive, "--story", "zzzz"), InputError)
    assert isinstance(fault("--archive", str(tmp_path / "none.db")), StoreError)
    assert isinstance(fault("--archive", archive, str(exported.folder())), ConfigError)
    assert not (tmp_path / "out").exists()
