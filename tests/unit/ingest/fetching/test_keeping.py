"""What was fetched before is asked for again only where it has changed."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.ingest.fetching.servers import Server, answer, fetched, html, moved

from tellings.errors import ConfigError
from tellings.ingest.fetching import Fetcher, FolderKept, KeptAnswer
from tellings.settings import Settings


def versioned(body: bytes, tag: str = '"v1"', **headers: str):
    """An answer that is only sent to those who do not have it."""

    def behave(sock, request) -> None:
        asked = request.headers
        known = asked.get("if-none-match") == tag if tag else asked.get("if-modified-since") == headers["last_modified"]
        given = {"etag": tag, "content_type": "text/html; charset=koi8-r", **headers} if tag else headers
        sock.sendall(answer(b"", "304 Not Modified", **given) if known else answer(body, **given))

    return behave


def test_a_page_that_has_not_changed_comes_from_the_folder(tmp_path):
    with Server({"/page": versioned(b"<p>one</p>")}) as server:
        (first,) = fetched(server, "/page", keep_folder=str(tmp_path / "kept"))
        (second,) = fetched(server, "/page", keep_folder=str(tmp_path / "kept"))
        asked = [request.headers.get("if-none-match") for request in server.requests if request.path == "/page"]
    assert asked == [None, '"v1"']
    assert (second.raw, second.content_type, second.url) == (b"<p>one</p>", "text/html; charset=koi8-r", first.url)
    assert second.fetched_at >= first.fetched_at


def test_a_page_that_has_changed_replaces_what_was_kept(tmp_path):
    pages = {"/page": versioned(b"<p>one</p>")}
    with Server(pages) as server:
        fetched(server, "/page", keep_folder=str(tmp_path))
        pages["/page"] = versioned(b"<p>two</p>", '"v2"')
        (changed,) = fetched(server, "/page", keep_folder=str(tmp_path))
        (again,) = fetched(server, "/page", keep_folder=str(tmp_path))
    assert changed.raw == again.raw == b"<p>two</p>"
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_a_date_of_change_serves_as_well_and_redirects_are_kept_by_where_they_end(tmp_path):
    date = "Mon, 02 Nov 2026 10:00:00 GMT"
    with Server({"/old": moved("/new"), "/new": versioned(b"<p>one</p>", "", last_modified=date)}) as server:
        results = [fetched(server, "/old", keep_folder=str(tmp_path))[0] for _ in range(2)]
        asked = [request.headers.get("if-modified-since") for request in server.requests if request.path == "/new"]
    assert [result.raw for result in results] == [b"<p>one</p>"] * 2
    assert asked == [None, date]


@pytest.mark.parametrize(
    "page", [html(), answer(b"<p>one</p>", etag='"a"', cache_control="private, No-Store"), answer(b"x", "404 None", etag='"a"')]
)
def test_what_has_no_version_or_may_not_be_stored_is_not_kept(page, tmp_path):
    with Server({"/page": page}) as server:
        fetched(server, "/page", keep_folder=str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_kept_unless_asked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with Server({"/page": versioned(b"<p>one</p>")}) as server:
        fetched(server, "/page", "/page")
        assert all("if-none-match" not in request.headers for request in server.requests)
    assert list(tmp_path.iterdir()) == []


def test_what_was_kept_above_todays_limit_is_too_large(tmp_path):
    with Server({"/page": versioned(b"a" * 900)}) as server:
        fetched(server, "/page", keep_folder=str(tmp_path))
        (result,) = fetched(server, "/page", keep_folder=str(tmp_path), max_page_bytes=500)
    assert result.reason == "too-large"


@pytest.mark.parametrize("damage", [b"", b"\x00", b"\xc1", b"half"])
def test_a_damaged_file_is_as_good_as_none(damage, tmp_path):
    with Server({"/page": versioned(b"<p>one</p>")}) as server:
        fetched(server, "/page", keep_folder=str(tmp_path))
        (path,) = [path for path in tmp_path.rglob("*") if path.is_file()]
        path.write_bytes(path.read_bytes()[:30] if damage == b"half" else damage)
        (result,) = fetched(server, "/page", keep_folder=str(tmp_path))
    assert result.raw == b"<p>one</p>"


def test_an_answer_under_another_address_is_not_taken(tmp_path):
    kept = FolderKept(tmp_path)
    kept.put(KeptAnswer(url="http://news.example/a", raw=b"a"))
    kept._path("http://news.example/b").parent.mkdir(exist_ok=True)
    kept._path("http://news.example/a").rename(kept._path("http://news.example/b"))
    assert kept.get("http://news.example/b") is None


@given(url=st.text(), raw=st.binary(), tag=st.none() | st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_what_is_kept_is_found_again_under_a_safe_name(url, raw, tag, tmp_path_factory):
    folder = tmp_path_factory.getbasetemp() / "kept"
    kept = FolderKept(folder)
    answered = KeptAnswer(url=url, raw=raw, etag=tag)
    kept.put(answered)
    assert kept.get(url) == answered
    assert kept._path(url).resolve().is_relative_to(folder.resolve())


def test_a_reader_finds_the_old_or_the_new_never_a_part(tmp_path):
    kept = FolderKept(tmp_path)
    url = "http://news.example/"
    versions = [KeptAnswer(url=url, raw=bytes([number]) * 200_000) for number in range(2)]
    kept.put(versions[0])
    writer = threading.Thread(target=lambda: [kept.put(versions[number % 2]) for number in range(50)])
    writer.start()
    while writer.is_alive():
        assert kept.get(url) in versions
    writer.join()
    assert not list(tmp_path.rglob("*.part"))


def test_a_folder_that_cannot_be_is_told_at_once_and_a_full_disk_costs_no_page(tmp_path, monkeypatch, caplog):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ConfigError, match="keep_folder"):
        Fetcher(Settings(keep_folder=str(tmp_path / "file" / "kept")))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FolderKept, "put", full)
    with Server({"/page": versioned(b"<p>one</p>")}) as server:
        (result,) = fetched(server, "/page", keep_folder=str(tmp_path))
    assert result.raw == b"<p>one</p>"
    assert "No space left" in caplog.text
