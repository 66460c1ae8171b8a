"""An export has the same records of every kind of archive."""

import json

from tests.app import exported

from tellings.app import archives
from tellings.app.exporting import archived, run
from tellings.app.exporting.base import Selection
from tellings.ingest.discover import pages_of
from tellings.settings import Settings
from tellings.store.opening import open_archive

NOW = "2021-03-07T08:00:00Z"


def test_every_kind_of_archive_gives_the_same_files(place, tmp_path):
    settings = Settings(processes=1)
    for where in (place, str(tmp_path / "beside.db")):
        with open_archive(where, "create") as archive:
            archives.add_pages(archive, pages_of([str(exported.folder())], settings), settings=settings, now=lambda: NOW)
    made = []
    for name, where in (("one", place), ("other", str(tmp_path / "beside.db"))):
        with archived.of_archive(where, Selection(), settings) as held:
            run.export(held, run.Wish(forms=run.FORMS, warc=True, now=NOW), tmp_path / name)
        made.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert made[0] == made[1]
    assert next(one for one in json.loads(made[0]["manifest.json"])["files"] if one["file"] == "articles.csv")["records"] == 4


def test_a_selection_asks_every_kind_of_archive(place, tmp_path):
    settings = Settings(processes=1)
    with open_archive(place, "create") as archive:
        archives.add_pages(archive, pages_of([str(exported.folder())], settings), settings=settings, now=lambda: NOW)
    chosen = Selection(outlet="Vik", since="2021-03-04", until="2021-03-04")
    with archived.of_archive(place, chosen, settings) as held:
        made = run.export(held, run.Wish(forms=("jsonl",), warc=True, now=NOW, selection=chosen), tmp_path / "out")
    assert {one.file: one.records for one in made}["pages.warc.gz"] == 2
    lines = [json.loads(line) for line in (tmp_path / "out/records.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {line["outlet"] for line in lines if line["type"] == "article"} == {"Vik Reprint", "=Vik Courier"}
