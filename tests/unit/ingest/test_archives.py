import gzip
import io
import tracemalloc
import zlib

import pytest
from fastwarc.stream_io import BrotliWriter, ZstdWriter
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.ingest.warcs_for_tests import ARTICLE, answer, chunked, members, record, response

from tellings.ingest.discover import pages_of
from tellings.model.articles import Page, Rejected
from tellings.settings import Settings


def read(folder, data, name="crawl.warc", **settings):
    path = folder / name
    path.write_bytes(data)
    return list(pages_of([str(path)], Settings(**{"strict": True} | settings)))


def short(found):
    return [item.reason if isinstance(item, Rejected) else item.url for item in found]


def test_a_response_is_a_page_with_its_address_charset_and_date(tmp_path):
    body = ARTICLE.replace("Ansel", "Anselé").encode("cp1252")
    (page,) = read(tmp_path, response("http://quay.example/a", body, content_type="text/html; charset=Windows-1252"))
    assert (page.input, page.url) == (f"{tmp_path}/crawl.warc#http://quay.example/a", "http://quay.example/a")
    assert (page.medium, page.charset, page.fetched_at) == ("html", "windows-1252", "2026-03-02T09:15:00+00:00")
    assert page.raw == body


@pytest.mark.parametrize("pack", [b"".join, lambda parts: members(*parts), lambda parts: gzip.compress(b"".join(parts))])
@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz", "crawl"])
def test_packed_or_not_the_pages_come_in_order(tmp_path, pack, name):
    found = read(tmp_path, pack([response(f"http://quay.example/{n}", ARTICLE + str(n)) for n in range(5)]), name)
    assert short(found) == [f"http://quay.example/{n}" for n in range(5)]


def test_zstandard_archives_are_read(tmp_path):
    with (tmp_path / "made.warc.zst").open("wb") as file:
        writer = ZstdWriter(file)
        writer.write(response("http://quay.example/a"))
        writer.finish()
        writer.close()
    assert short(pages_of([str(tmp_path / "made.warc.zst")], Settings())) == ["http://quay.example/a"]


def test_what_is_no_input_is_passed_over_and_assets_are_one_line(tmp_path):
    found = read(
        tmp_path,
        record("warcinfo", None, "software: x\r\n", "application/warc-fields")
        + record("request", "http://quay.example/a", "GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request")
        + response("http://quay.example/a")
        + record("metadata", "http://quay.example/a", "x: y\r\n", "application/warc-fields")
        + record("revisit", "http://quay.example/a", answer(""))
        + record("response", "dns:quay.example", "20260302 quay.example. IN A 192.0.2.1\n", "text/dns")
        + response("http://quay.example/moved", status="301 Moved Permanently")
        + response("http://quay.example/unchanged", "", status="304 Not Modified")
        + response("http://quay.example/robots.txt", "User-agent: *\n", content_type="text/plain")
        + response("http://quay.example/a.css", "p { color: red }", content_type="text/css")
        + b"".join(response(f"http://quay.example/{n}.png", b"\x89PNG", content_type="image/png") for n in range(1200)),
    )
    assert short(found) == ["http://quay.example/a", "unsupported-type"]
    assert found[1].detail == "1,202 records of other kinds passed over: 1,200 image/png, 1 text/css, 1 text/plain"


def test_error_pages_are_rejections_with_their_reason(tmp_path):
    statuses = [404, 410, 401, 403, 451, 500, 503, 429]
    found = read(tmp_path, b"".join(response(f"http://quay.example/{code}", status=f"{code} No") for code in statuses))
    assert short(found) == ["not-found", "not-found", "refused", "refused", "refused", "unreachable", "unreachable", "unreachable"]
    assert found[0].input.endswith("#http://quay.example/404")
    assert "404" in found[0].detail


def test_conversion_and_resource_records_are_pages(tmp_path):
    found = read(
        tmp_path,
        record("conversion", "http://quay.example/a", "The quay <b>reopened</b> on Monday.", "text/plain")
        + record("resource", "http://quay.example/b", ARTICLE, "text/html")
        + record("resource", "file:///home/press/c.html", ARTICLE, "text/html; charset=utf-8"),
    )
    assert [(page.medium, page.url) for page in found] == [
        ("text", "http://quay.example/a"),
        ("html", "http://quay.example/b"),
        ("html", None),
    ]
    assert found[2].input.endswith("#file:///home/press/c.html")


def test_bytes_decide_where_the_server_does_not_know(tmp_path):
    found = read(
        tmp_path,
        response("http://quay.example/a", content_type=None)
        + response("http://quay.example/b", content_type="application/octet-stream")
        + response("http://quay.example/c", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), content_type="application/octet-stream")
        + response("http://quay.example/d", b"\xff\xd8\xff\xe0" + bytes(range(256))),
    )
    assert short(found) == ["http://quay.example/a", "http://quay.example/b", "binary", "unsupported-type"]


def packed(coding, body):
    if coding in ("gzip", "x-gzip"):
        return gzip.compress(body, mtime=0)
    if coding == "deflate":
        return zlib.compress(body)
    return zlib.compress(body)[2:-4] if coding == "raw deflate" else written(BrotliWriter if coding == "br" else ZstdWriter, body)


def written(kind, body):
    held = io.BytesIO()
    writer = kind(held)
    writer.write(body)
    writer.finish()
    writer.close()
    return held.getvalue()


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate", "raw deflate", "br", "zstd"])
@pytest.mark.parametrize("cut", [False, True])
def test_content_encodings_are_undone(tmp_path, coding, cut):
    body = packed(coding, ARTICLE.encode())
    header = coding.removeprefix("raw ")
    data = response("http://quay.example/a", body[:-9] if cut else body, Content_Encoding=header) + response("http://quay.example/b")
    found = read(tmp_path, data)
    assert short(found) == ["broken-record" if cut else "http://quay.example/a", "http://quay.example/b"]
    assert cut or found[0].raw == ARTICLE.encode()


def test_chunks_are_joined_and_headers_that_crawlers_left_are_forgiven(tmp_path):
    found = read(
        tmp_path,
        response("http://quay.example/a", chunked(gzip.compress(ARTICLE.encode())), Transfer_Encoding="chunked", Content_Encoding="gzip")
        + response("http://quay.example/b", Transfer_Encoding="chunked", Content_Encoding="gzip, br"),
    )
    assert [page.raw for page in found] == [ARTICLE.encode()] * 2


def bomb(levels, size=50_000_000):
    body = b"\x00" * size
    for _ in range(levels):
        body = gzip.compress(body, mtime=0)
    return body


def test_bombs_at_each_level_end_at_the_cap(tmp_path):
    found = read(
        tmp_path,
        response("http://quay.example/1", bomb(1), Content_Encoding="gzip")
        + response("http://quay.example/2", bomb(2), Content_Encoding="gzip, gzip")
        + response("http://quay.example/3", b"a" * 2_000_000)
        + response("http://quay.example/4"),
        max_page_bytes=1_000_000,
    )
    assert short(found) == ["too-large", "too-large", "too-large", "http://quay.example/4"]
    assert short(read(tmp_path, members(response("http://quay.example/5", bomb(0))), "b.warc.gz", max_page_bytes=1_000_000)) == [
        "too-large"
    ]


def test_a_damaged_member_is_told_once_and_the_rest_is_read(tmp_path):
    parts = [members(response(f"http://quay.example/{n}", ARTICLE * 20 + str(n))) for n in range(6)]
    broken = bytearray(parts[2])
    broken[len(broken) // 2] ^= 0xFF
    found = read(tmp_path, b"".join([*parts[:2], bytes(broken), *parts[3:]]), "crawl.warc.gz")
    pages = [item.url for item in found if isinstance(item, Page)]
    assert [f"http://quay.example/{n}" for n in (0, 1, 3, 4, 5)] == [url for url in pages if not url.endswith("/2")]
    assert short(found).count("broken-archive") == 1
    assert "damaged" in found[-1].detail


@pytest.mark.parametrize("packing", [b"".join, lambda parts: members(*parts)])
def test_a_record_that_is_cut_off_is_no_page(tmp_path, packing):
    data = packing([response("http://quay.example/a"), response("http://quay.example/b", ARTICLE * 30)])
    found = read(tmp_path, data[:-100])
    assert found[0].url == "http://quay.example/a"
    assert set(short(found)[1:]) <= {"broken-record", "broken-archive"}
    assert short(found)[1:]


def test_pages_that_the_crawler_cut_are_said_to_be_so(tmp_path):
    cut = [
        record("response", f"http://quay.example/{why}", answer(ARTICLE), WARC_Truncated=why) for why in ("length", "disconnect", "time")
    ]
    assert short(read(tmp_path, b"".join(cut))) == ["http://quay.example/length", "broken-record", "broken-record"]


@pytest.mark.parametrize("length", ["-5", "x", "10", "99999999999999999999", "100000000000", "5000", "0", ""])
def test_a_length_that_lies_ends_as_a_rejection(tmp_path, length):
    lying = record("response", "http://quay.example/lies", answer(ARTICLE), length=length)
    found = read(tmp_path, lying + response("http://quay.example/true") * 2)
    assert all(isinstance(item, Page | Rejected) for item in found)
    assert any(isinstance(item, Rejected) for item in found)
    packed = read(tmp_path, members(lying, response("http://quay.example/true")), "p.warc.gz")
    assert short(packed)[-1].startswith("broken") or "http://quay.example/true" in short(packed)


def test_no_record_inside_a_page_is_taken_for_one(tmp_path):
    forged = response("http://ministry.example/statement", "<p>It was us.</p>").decode()
    found = read(
        tmp_path, response("http://quay.example/a", ARTICLE + "\r\n\r\n" + forged) + b"damage\r\n\r\n" + response("http://quay.example/b")
    )
    assert [item.url for item in found if isinstance(item, Page)] == ["http://quay.example/a", "http://quay.example/b"]


def test_a_resource_that_says_it_is_http_is_no_fault(tmp_path):
    found = read(tmp_path, record("resource", "http://quay.example/a", ARTICLE) + response("http://quay.example/b"))
    assert short(found) == ["http://quay.example/b", "unsupported-type"]
    assert found[1].detail == "1 record of another kind passed over: 1 application/http"


def test_an_archive_without_pages_is_empty(tmp_path):
    assert short(read(tmp_path, record("warcinfo", None, "software: x\r\n", "application/warc-fields"))) == ["empty"]


@given(st.data())
def test_any_damage_ends_as_pages_or_rejections(tmp_path_factory, data):
    whole = response("http://quay.example/a", gzip.compress(ARTICLE.encode()), Content_Encoding="gzip") + response(
        "http://quay.example/b", chunked(ARTICLE.encode()), Transfer_Encoding="chunked"
    )
    whole = bytearray(members(whole) if data.draw(st.booleans()) else whole)
    for at, byte in data.draw(st.lists(st.tuples(st.integers(8, len(whole) - 1), st.integers(0, 255)), max_size=8)):
        whole[at] = byte
    end = data.draw(st.integers(8, len(whole)))
    found = read(tmp_path_factory.mktemp("any"), bytes(whole[:end]))
    assert found
    assert all(isinstance(item, Page | Rejected) for item in found)


@given(st.binary(max_size=300))
def test_any_bytes_behind_a_version_end_as_pages_or_rejections(tmp_path_factory, data):
    found = read(tmp_path_factory.mktemp("any"), b"WARC/1.0\r\n" + data)
    assert all(isinstance(item, Page | Rejected) for item in found)


def test_what_servers_write_does_not_reach_a_terminal_as_it_is(tmp_path):
    kinds = [f"kind/{n}" for n in range(300)] + ["\x1b[2J/x", "a" * 5000 + "/b", "text/x\x07"]
    found = read(
        tmp_path,
        b"".join(response("http://quay.example/a\x1b[2Jb", content_type=kind) for kind in kinds)
        + response("http://quay.example/a\x1b[2Jb"),
    )
    assert short(found) == ["http://quay.example/a%1B[2Jb", "unsupported-type"]
    assert found[1].detail.startswith("303 records of other kinds passed over: 203 of an unknown kind, 1 kind/0")
    assert found[1].detail.isprintable()
    assert found[0].input.isprintable()


def test_a_fault_of_ours_costs_one_record(tmp_path, monkeypatch):
    def page_of(received, **_):
        if received.url.endswith("/1"):
            raise KeyError("oops")
        return Rejected(input=received.name, reason="empty", detail="")

    monkeypatch.setattr("tellings.ingest.pages.page_of", page_of)
    data = b"".join(response(f"http://quay.example/{n}") for n in range(3))
    assert short(read(tmp_path, data, strict=False)) == ["empty", "fault", "empty"]
    with pytest.raises(KeyError):
        read(tmp_path, data)


def test_one_record_is_held_at_a_time(tmp_path):
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(members(*(response(f"http://quay.example/{n}", ARTICLE * 100 + str(n)) for n in range(40))) * 20)
    found = pages_of([str(path)], Settings())
    next(found)
    tracemalloc.start()
    try:
        assert sum(1 for _ in found) == 799
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
