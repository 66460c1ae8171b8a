import gzip
import json
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.ingest import records, sniff
from tellings.ingest.discover import pages_of
from tellings.model.articles import Page, Rejected
from tellings.settings import Settings

TEXT = "The quay at Ansel reopened on Monday, the harbour master said.\n"


def read(*paths, **settings):
    return list(pages_of([str(path) for path in paths], Settings(**{"strict": True} | settings)))


def write(folder, name, data):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def reasons(found):
    return [item.reason if isinstance(item, Rejected) else "page" for item in found]


@pytest.mark.parametrize(
    ("name", "data", "medium"),
    [
        ("a.txt", TEXT, "text"),
        ("a.md", "# Quay reopens\n\n" + TEXT, "markdown"),
        ("a.html", f"<p>{TEXT}</p>", "html"),
        ("lies.txt", f"\ufeff<!DOCTYPE html>\n<html><body><p>{TEXT}</p></body></html>", "html"),
        ("lies.html", TEXT, "text"),
        ("unknown.story", TEXT, "text"),
        ("unknown.page", f"<html><head></head><body><p>{TEXT}</p></body></html>", "html"),
    ],
)
def test_the_bytes_win_over_the_suffix(tmp_path, name, data, medium):
    (page,) = read(write(tmp_path, name, data))
    assert isinstance(page, Page)
    assert page.medium == medium


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \r\n\t", "empty"),
        ("a.txt", bytes(range(256)) * 8, "binary"),
        ("a.html", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "binary"),
        ("a.pdf", b"%PDF-1.4 ...", "unsupported-type"),
        ("a.txt", b"%PDF-1.7 ...", "unsupported-type"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "unsupported-type"),
        ("a.mhtml", b"Ships are back.", "unsupported-type"),
        (
            "a.html",
            b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=...",
            "unsupported-type",
        ),
        ("notes.json", b'{\n  "points": [{"id": "a1", "headline": "Ferry aground"}]\n}', "unsupported-type"),
        ("notes.json", b"\xef\xbb\xbf [1, 2]", "unsupported-type"),
        ("a.webarchive", b"bplist00\xd1\x01\x02_\x10", "unsupported-type"),
        ("a.txt", b"word " * 3000, "too-large"),
        ("a.txt.gz", gzip.compress(TEXT.encode(), mtime=0)[:-10], "broken-archive"),
        ("a.txt.gz", gzip.compress(b"0" * 5_000_000, mtime=0), "too-large"),
    ],
)
def test_what_is_not_read_has_a_reason(tmp_path, name, data, reason):
    assert reasons(read(write(tmp_path, name, data), max_page_bytes=10_000)) == [reason]


def test_a_page_under_the_name_of_json_is_read(tmp_path):
    (page,) = read(write(tmp_path, "a.json", f"<!doctype html><html><body><p>{TEXT}</p></body></html>".encode()))
    assert isinstance(page, Page)
    assert page.medium == "html"


def test_a_missing_path_and_an_empty_folder_have_reasons(tmp_path):
    assert reasons(read(tmp_path / "gone.txt", tmp_path)) == ["missing", "empty"]
    assert reasons(read("bad\0name")) == ["unreadable"]


def test_a_folder_is_read_in_order_of_names_and_hidden_files_are_passed_over(tmp_path):
    for name in ("b.txt", "a/z.txt", ".hidden.txt", ".git/c.txt"):
        write(tmp_path, name, TEXT + name)
    found = read(tmp_path)
    assert [item.input for item in found] == [str(tmp_path / "a/z.txt"), str(tmp_path / "b.txt")]


def test_utf16_is_text_and_gzip_is_opened(tmp_path):
    found = read(
        write(tmp_path, "wide.txt", TEXT.encode("utf-16")), write(tmp_path, "packed.html.gz", gzip.compress(f"<p>{TEXT}</p>".encode()))
    )
    assert [page.medium for page in found] == ["text", "html"]


def test_the_id_depends_on_content_alone(tmp_path):
    first, second = read(write(tmp_path, "a.txt", TEXT), write(tmp_path, "b.txt", TEXT))
    assert first.id == second.id


def lines(*rows):
    return "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows) + "\n"


@pytest.mark.parametrize("packed", [False, True])
def test_records_are_read_and_each_broken_line_is_named(tmp_path, packed):
    rows = lines(
        {"id": 7, "text": TEXT, "outlet": " Quay Post ", "url": None},
        "{oops",
        "",
        {"id": "x"},
        {"text": 4},
        "[1]",
        {"text": " "},
        {"text": "b"},
    )
    data = gzip.compress(rows.encode()) if packed else rows.encode()
    found = read(write(tmp_path, "r.jsonl.gz" if packed else "r.jsonl", data))
    assert reasons(found) == ["page", "broken-record", "broken-record", "broken-record", "broken-record", "empty", "page"]
    assert (found[0].given_id, found[0].given_outlet, found[0].url) == ("7", "Quay Post", None)
    assert found[1].input.endswith("#2")
    assert "line 2" in found[1].detail
    assert found[-1].input.endswith("#8")


def test_a_long_line_is_passed_over_and_the_next_is_read(tmp_path):
    found = read(write(tmp_path, "r.jsonl", lines({"text": "a" * 5000}, {"text": "b"})), max_page_bytes=1000)
    assert reasons(found) == ["too-large", "page"]
    assert found[1].input.endswith("#2")


def test_a_broken_archive_of_records_is_one_rejection_after_what_was_read(tmp_path):
    data = gzip.compress(lines(*({"text": f"{n} " * 500} for n in range(300))).encode())
    found = read(write(tmp_path, "r.jsonl.gz", data[: len(data) // 2]))
    assert reasons(found)[-1] == "broken-archive"
    assert "broken-archive" not in reasons(found)[:-1]


def test_lone_surrogates_become_replacement_characters(tmp_path):
    (page,) = read(write(tmp_path, "r.jsonl", '{"text": "a \\ud800 b", "id": "\\udfff"}\n'))
    assert page.raw.decode() == "a \ufffd b"
    assert page.given_id == "\ufffd"


def test_other_fields_make_another_record(tmp_path):
    first, second = read(write(tmp_path, "r.jsonl", lines({"text": "a", "id": "1"}, {"text": "a", "id": "2"})))
    assert first.id != second.id


@given(
    st.binary(max_size=400),
    st.sampled_from(
        [b"", b"WARC/1.1\r\n", b"<rss>", b"<urlset>", b"<opml>", b"https://a.example/\n", b"\x1f\x8b\x08\0", b"\x28\xb5\x2f\xfd", b"{"]
    ),
    st.sampled_from(["a.txt", "a.html", "a.md", "a.jsonl", "a.jsonl.gz", "a.gz", "a", "a.warc.gz", "a.warc.zst", "a.xml.gz", "a.json"]),
)
def test_any_bytes_end_as_pages_or_rejections(tmp_path_factory, data, start, name):
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(start + data)
    found = read(path)
    assert found
    assert all(isinstance(item, Page | Rejected) for item in found)


@given(st.text())
def test_encodable_keeps_the_length(text):
    made = records.encodable(text + "\ud912")
    assert len(made) == len(text) + 1
    made.encode()


def test_a_stray_nul_does_not_make_a_text_binary():
    assert not sniff.is_binary(b"word " * 50 + b"\x00")
    assert sniff.is_binary(b"\x00\x01\x02\x03" * 30)


@pytest.mark.parametrize(
    "start",
    [
        "<h1>Barge</h1><p>",
        "<p>",
        "\n <!-- c -->\n<div class='a'>",
        "<article>",
        "\ufeff<title>Barge</title><main>",
        "<TABLE><tr><td>",
        "<br>",
    ],
)
def test_a_part_of_a_page_is_html_where_nobody_says_what_it_is(start, tmp_path):
    words = "A barge sank at the Lerum lock on Tuesday, the canal board said."
    (tmp_path / "page").write_text(start + words)
    (tmp_path / "page.txt").write_text(start + words)
    (tmp_path / "quoting").write_text(f"The tag was {start}. {words}")
    found = {PurePath(page.input).name: page.medium for page in pages_of([str(tmp_path)], Settings())}
    assert found == {"page": "html", "page.txt": "text", "quoting": "text"}
