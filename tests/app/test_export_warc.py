"""`tellings export --warc`: pages as received, with digests that hold, read back to the same articles."""

import gzip
import hashlib
import io
import json
from dataclasses import replace

import msgspec
import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from tests.app import exported
from tests.unit.ingest.fetching.servers import Server, answer
from tests.unit.ingest.warcs_for_tests import answer as answered
from tests.unit.ingest.warcs_for_tests import chunked, members, response
from tests.unit.ingest.warcs_for_tests import record as warc_record
from typer.testing import CliRunner

from tellings import cli
from tellings.app import archives
from tellings.app.exporting import archived, holdings, run
from tellings.app.exporting.base import Selection
from tellings.app.readings import Reading
from tellings.model.articles import AnswerHead
from tellings.settings import Settings
from tellings.store import articles
from tellings.store.opening import open_archive
from tellings.store.packing import squeeze, unsqueeze
from tellings.store.tables import PAGES

FETCHED = "2021-03-06T09:08:07+00:00"


def pages():
    return [held.page for held in exported.held().pages()]


def written(path, found, **selection):
    held = holdings.BriefHoldings(exported.held().brief, found)
    run.export(held, run.Wish(warc=True, now=exported.NOW, selection=Selection(**selection)), path)
    return path / "pages.warc.gz"


def records(path, *, http=True):
    """The records, each with its block; of a response with its payload only, where HTTP is read. Every digest holds."""
    found = []
    for record in ArchiveIterator(io.BytesIO(path.read_bytes()), parse_http=http):
        assert http or record.verify_block_digest()
        assert not http or record.record_type != WarcRecordType.response or record.verify_payload_digest()
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


HERALD = exported.PAGE.encode()
HEADS = {
    "plain": {},
    "gzipped": {"content_encoding": "gzip", "etag": '"1"'},
    "without a type": {"content_type": None},
    "called bytes": {"content_type": "application/octet-stream"},
    "called XML": {"content_type": "application/xml"},
}


def fetched(where, *paths, **bodies):
    """Add what a server in this process sends to the archive; return the address of the server."""
    with Server({f"/{name}": body for name, body in bodies.items()}) as server:
        base = f"http://127.0.0.1:{server.port}"
        settings = Settings(allow_private=True, fetch_delay=0.0, processes=1, embedder="lexical")
        archives.add(str(where), [*(f"{base}/{name}" for name in bodies), *map(str, paths)], settings=settings)
    return base


def out_of(where, folder):
    with archived.of_archive(str(where), Selection(), Settings()) as held:
        run.export(held, run.Wish(warc=True, now=exported.NOW), folder)
    return folder / "pages.warc.gz"


def held(where):
    with open_archive(str(where)) as archive, archive.reading() as connection:
        kept = articles.kept(connection, list(articles.numbers(connection)))
        return [(one.id, one.version, one.lineage, one.headline, one.published) for one in kept.values()]


@pytest.mark.parametrize("sent", HEADS.values(), ids=HEADS)
def test_a_page_that_was_fetched_is_a_response(tmp_path, sent):
    body = gzip.compress(HERALD) if "content_encoding" in sent else HERALD
    head = {"content_type": "text/html; charset=utf-8", "set_cookie": "a=1", "x_served_by": "caf\u00e9"} | sent
    base = fetched(tmp_path / "a.db", page=answer(body, **{name: value for name, value in head.items() if value is not None}))
    path = out_of(tmp_path / "a.db", tmp_path / "out")
    ((kind, warc, block),) = [
        one for one in records(path, http=False) if one[0] != WarcRecordType.warcinfo and one[0] != WarcRecordType.metadata
    ]
    assert kind == WarcRecordType.response
    assert (warc["WARC-Target-URI"], warc["Content-Type"]) == (f"{base}/page", "application/http; msgtype=response")
    first, _, rest = block.partition(b"\r\n")
    told, _, payload = rest.partition(b"\r\n\r\n")
    lines = told.decode("latin-1").split("\r\n")
    assert (first, payload) == (b"HTTP/1.1 200 OK", HERALD)
    assert warc["WARC-Payload-Digest"] == f"sha256:{hashlib.sha256(HERALD).hexdigest()}"
    names = {line.partition(":")[0].lower(): line.partition(": ")[2] for line in lines}
    assert names["set-cookie"] == "a=1"
    assert names["content-length"] == str(len(HERALD))
    assert "content-encoding" not in names
    if body != HERALD:
        assert (names["x-crawler-content-encoding"], names["x-crawler-content-length"]) == ("gzip", str(len(body)))
    archives.add(str(tmp_path / "b.db"), [path], settings=Settings(processes=1, embedder="lexical"))
    assert held(tmp_path / "b.db") == held(tmp_path / "a.db")


def test_a_chunked_answer_is_told_as_it_was_and_written_as_it_is(tmp_path):
    def behave(sock, _request):
        sock.sendall(
            b"HTTP/1.1 203 Non-Authoritative\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n" + chunked(HERALD) + b""
        )
        sock.close()

    fetched(tmp_path / "a.db", page=behave)
    path = out_of(tmp_path / "a.db", tmp_path / "out")
    (block,) = [block for kind, _, block in records(path, http=False) if kind == WarcRecordType.response]
    assert block.startswith(b"HTTP/1.1 203 Non-Authoritative\r\nX-Crawler-Transfer-Encoding: chunked\r\n")
    assert block.endswith(b"\r\nContent-Length: %d\r\n\r\n%s" % (len(HERALD), HERALD))
    ((_, _, payload),) = [one for one in records(path, http=True) if one[0] == WarcRecordType.response]
    assert payload == HERALD


def test_responses_of_a_warc_come_out_as_they_were(tmp_path):
    body = HERALD.decode()
    given = members(
        response("https://herald.example/1", body, X_A="1"),
        warc_record(
            "response", "https://herald.example/2", answered(gzip.compress(body.replace("barge", "raft").encode()), Content_Encoding="gzip")
        ),
        warc_record("resource", "https://herald.example/3", body.replace("barge", "punt"), content_type="text/html"),
    )
    (tmp_path / "in.warc.gz").write_bytes(given)
    archives.add(str(tmp_path / "a.db"), [tmp_path / "in.warc.gz"], settings=Settings(processes=1, embedder="lexical"))
    path = out_of(tmp_path / "a.db", tmp_path / "out")
    found = [
        (kind, head["WARC-Target-URI"][-1], block)
        for kind, head, block in records(path, http=False)
        if "WARC-Target-URI" in head and kind != WarcRecordType.metadata
    ]
    assert [(kind, name) for kind, name, _ in found] == [
        (WarcRecordType.response, "1"),
        (WarcRecordType.response, "2"),
        (WarcRecordType.resource, "3"),
    ]
    assert b"X-A: 1\r\n" in found[0][2]
    assert b"X-Crawler-Content-Encoding: gzip\r\n" in found[1][2]
    archives.add(str(tmp_path / "b.db"), [path], settings=Settings(processes=1, embedder="lexical"))
    assert held(tmp_path / "b.db") == held(tmp_path / "a.db")
    again = out_of(tmp_path / "b.db", tmp_path / "again")
    assert [block for kind, _, block in records(again, http=False) if kind == WarcRecordType.response] == [found[0][2], found[1][2]]


def test_versions_come_back_in_their_order(tmp_path):
    where, first, second = tmp_path / "a.db", HERALD.decode(), HERALD.decode().replace("Six", "Nine")
    for minute, body in enumerate((first, second, first)):
        block = response("https://herald.example/1", body).replace(b"09:15:00Z", b"09:%d:00Z" % (20 + minute))
        (tmp_path / f"{minute}.warc").write_bytes(block)
        archives.add(str(where), [tmp_path / f"{minute}.warc"], settings=Settings(processes=1, embedder="lexical"))
    assert [version for _, version, *_ in held(where)] == [1, 2, 3]
    archives.add(str(tmp_path / "b.db"), [out_of(where, tmp_path / "out")], settings=Settings(processes=1, embedder="lexical"))
    assert held(tmp_path / "b.db") == held(where)


def test_a_line_end_in_an_answer_makes_no_field_and_a_page_that_was_packed_is_no_body(tmp_path):
    told = AnswerHead(version="HTTP/1.1", status=200, reason="OK\r\nX: y", fields=(("A\nB", "c\r\nWARC-Type: x"), ("Content-Length", "7")))
    page = replace(pages()[0], url="https://herald.example/1", fetched_at=FETCHED, answer=told)
    (block,) = [block for kind, _, block in records(written(tmp_path, [page]), http=False) if kind == WarcRecordType.response]
    head = block.partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert head == [b"HTTP/1.1 200 OK X: y", b"A B: c WARC-Type: x", b"X-Crawler-Content-Length: 7", b"Content-Length: %d" % len(page.raw)]
    base = fetched(tmp_path / "a.db", **{"page.html.gz": answer(gzip.compress(HERALD), content_type="application/gzip")})
    kinds = [
        kind
        for kind, head, _ in records(out_of(tmp_path / "a.db", tmp_path / "out"), http=False)
        if head.get("WARC-Target-URI", "").startswith(base)
    ]
    assert WarcRecordType.response not in kinds
    assert WarcRecordType.resource in kinds


def test_a_page_kept_before_answers_were_is_read_and_is_a_resource(tmp_path):
    """What was packed by a release that knew no answers has no such field."""
    with open_archive(str(tmp_path / "a.db"), "create") as archive, archive.writing() as connection:
        page = replace(pages()[0], url="https://herald.example/1", fetched_at=FETCHED)
        articles.put_page(connection, page)
        (held_page,) = msgspec.msgpack.decode(unsqueeze(connection.execute(PAGES.select()).one().record))
        assert held_page.pop("answer") is None
        connection.execute(PAGES.update().values(record=squeeze(msgspec.msgpack.encode([held_page]))))
        assert articles.page(connection, page.id) == page


def test_a_head_that_no_honest_server_sends_is_not_kept(tmp_path):
    fetched(tmp_path / "a.db", page=answer(HERALD, content_type="text/html", **{f"x_{number}": "y" * 900 for number in range(40)}))
    assert WarcRecordType.response not in [kind for kind, _, _ in records(out_of(tmp_path / "a.db", tmp_path / "out"), http=False)]
