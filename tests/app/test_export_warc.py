"""`tellings export --warc`: pages as received, with digests that hold, read back to the same articles."""

import hashlib
import io
import json
from dataclasses import replace

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from tests.app import exported
from typer.testing import CliRunner

from tellings import cli
from tellings.app.exporting import holdings, run
from tellings.app.exporting.base import Selection
from tellings.app.readings import Reading
from tellings.settings import Settings

FETCHED = "2021-03-06T09:08:07+00:00"


def pages():
    return [held.page for held in exported.held().pages()]


def written(path, found, **selection):
    held = holdings.BriefHoldings(exported.held().brief, found)
    run.export(held, run.Wish(warc=True, now=exported.NOW, selection=Selection(**selection)), path)
    return path / "pages.warc.gz"


def records(path):
    found = []
    for record in ArchiveIterator(io.BytesIO(path.read_bytes())):
        assert record.verify_block_digest()
        found.append((record.record_type, dict(record.headers), record.reader.read()))
    return found


def test_every_page_is_there_byte_for_byte(tmp_path):
    found = records(written(tmp_path, pages()))
    assert found[0][0] == WarcRecordType.warcinfo
    resources = [(head, block) for kind, head, block in found if kind == WarcRecordType.resource]
    assert sorted(block for _, block in resources) == sorted(page.raw for page in pages())
    for head, block in resources:
        digest = f"sha256:{hashlib.sha256(block).hexdigest()}"
        assert (head["WARC-Payload-Digest"], head["WARC-Block-Digest"]) == (digest, digest)
    ids = [head["WARC-Record-ID"] for _, head, _ in found]
    assert len(ids) == len(set(ids))


def test_a_changed_byte_is_seen(tmp_path):
    import gzip

    path = written(tmp_path, pages())
    data = gzip.decompress(path.read_bytes())
    assert b"killing a dog" in data
    kept = [
        r.verify_block_digest() for r in ArchiveIterator(io.BytesIO(data.replace(b"killing a dog", b"killing a cat")), parse_http=False)
    ]
    assert kept.count(False) == 1


def test_the_time_of_capture_is_kept_and_where_there_is_none_it_is_not_made_up(tmp_path):
    html, *rest = sorted(pages(), key=lambda page: page.medium)
    fetched = replace(html, url="https://herald.example/barge", fetched_at=FETCHED, charset="utf-8")
    path = written(tmp_path, [fetched, *rest])
    heads = {head["WARC-Target-URI"]: head for kind, head, _ in records(path) if kind == WarcRecordType.resource}
    assert heads["https://herald.example/barge"]["WARC-Date"] == "2021-03-06T09:08:07Z"
    assert heads["https://herald.example/barge"]["Content-Type"] == "text/html; charset=utf-8"
    again = {held.page.url: held.page for held in holdings.PageHoldings([str(path)], Settings()).pages()}
    assert again["https://herald.example/barge"].fetched_at == FETCHED
    assert again["https://herald.example/barge"].charset == "utf-8"
    assert {page.fetched_at for page in again.values() if page.url != "https://herald.example/barge"} == {None}


def test_our_own_reader_makes_the_same_articles_of_it(tmp_path):
    for name in ("page.html", "notes.txt", "notes.md"):
        (tmp_path / name).write_text(exported.PAGE if name.endswith("html") else exported.GAZETTE + name, encoding="utf-8")
    made = CliRunner().invoke(cli.app, ["export", str(tmp_path), "--warc", "-o", str(tmp_path / "out")])
    assert made.exit_code == 0, made.output
    assert "pages.warc.gz: 3" in made.output
    with Reading([str(tmp_path / "page.html"), str(tmp_path / "notes.txt"), str(tmp_path / "notes.md")]) as before:
        first = sorted((article.id, article.text, article.published, article.headline) for article in before)
    with Reading([str(tmp_path / "out/pages.warc.gz")]) as after:
        second = sorted((article.id, article.text, article.published, article.headline) for article in after)
    assert first == second
    assert len(first) == 3


def test_what_was_said_of_a_page_stands_beside_it(tmp_path):
    told = [block.decode() for kind, _, block in records(written(tmp_path, pages())) if kind == WarcRecordType.metadata]
    assert len(told) == len(pages())
    gazette = next(block for block in told if "tellings-given-outlet: Lerum Gazette" in block)
    assert "tellings-medium: record" in gazette
    assert "records.jsonl#1" in gazette


def test_a_line_end_in_a_name_makes_no_field(tmp_path):
    page = replace(pages()[0], given_headline="Two\r\nWARC-Date: 1999-01-01T00:00:00Z", input="a\nb.html", url=None)
    found = records(written(tmp_path, [page]))
    assert len(found) == 3
    assert found[1][1]["WARC-Target-URI"] == "file:///a%0Ab.html"
    assert found[2][1]["WARC-Date"] == exported.NOW
    assert b"tellings-given-headline: Two WARC-Date: 1999" in found[2][2]


def test_the_same_pages_give_the_same_bytes(tmp_path):
    first, second = tmp_path / "a", tmp_path / "b"
    assert written(first, pages()).read_bytes() == written(second, pages()).read_bytes()


def test_pages_of_wanted_articles_only(tmp_path):
    found = records(written(tmp_path, pages(), outlet="Evening Herald"))
    assert [block for kind, _, block in found if kind == WarcRecordType.resource] == [exported.PAGE.encode()]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_beside_tables_in_one_pass(tmp_path, form):
    run.export(exported.held(), run.Wish(forms=(form,), warc=True, now=exported.NOW), tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert next(one["records"] for one in manifest["files"] if one["file"] == "pages.warc.gz") == 4
