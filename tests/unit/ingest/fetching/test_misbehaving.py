"""A real server that misbehaves in each way: every address still ends, in time, within its size, with its reason."""

import socket
import struct
import time
import zlib

import brotli
import pytest
from tests.unit.ingest.fetching.servers import (
    OTHER,
    PUBLIC,
    QUICK,
    Names,
    Request,
    Rerouted,
    Server,
    answer,
    drip,
    endless,
    fetched,
    html,
    moved,
    settings,
)

from tellings.ingest.fetching import Fetcher
from tellings.ingest.fetching.limits import Limits
from tellings.ingest.fetching.network import Network

CHUNKED = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ntransfer-encoding: chunked\r\n\r\n"


def gzipped(data: bytes) -> bytes:
    """The same bytes at every second, unlike gzip.compress: they name the tests."""
    coder = zlib.compressobj(wbits=31)
    return coder.compress(data) + coder.flush()


# What never ends is given half a second; a loaded machine gets more, an uncapped wait would be far above.
SHORT = 0.5
SOON = 8.0


def one(behaviour, **given):
    began = time.monotonic()
    with Server({"/page": behaviour}) as server:
        (result,) = fetched(server, "/page", **given)
    assert time.monotonic() - began < SOON
    return result


def test_a_page_comes_with_its_bytes_charset_address_and_time():
    result = one(answer("Brücke".encode("latin-1"), content_type="text/html; charset=ISO-8859-1"))
    assert result.raw == "Brücke".encode("latin-1")
    assert result.content_type == "text/html; charset=ISO-8859-1"
    assert result.url == result.name
    assert result.fetched_at.endswith("+00:00")


def test_a_charset_that_is_wrong_is_handed_on_with_the_bytes_as_they_are():
    result = one(answer(b"\xff\xfe\x80", content_type="text/html; charset=martian"))
    assert (result.raw, result.content_type) == (b"\xff\xfe\x80", "text/html; charset=martian")


def silent(sock: socket.socket) -> None:
    sock.recv(1)


def reset(sock: socket.socket) -> None:
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


def half_then_reset(sock: socket.socket) -> None:
    sock.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf")
    time.sleep(0.05)
    reset(sock)


def raw(data: bytes):
    return lambda sock: sock.sendall(data)


@pytest.mark.parametrize(
    ("behaviour", "reason", "words"),
    [
        (drip(b"HTTP/1.1 200 OK\r\nx: "), "unreachable", "time for this address is used up"),
        (drip(b"HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n"), "unreachable", "time for this address is used up"),
        (drip(CHUNKED, b"1\r\na\r\n"), "unreachable", "time for this address is used up"),
        (drip(CHUNKED + b"5;x=", b"y"), "unreachable", "time for this address is used up"),
        (drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), "unreachable", "time for this address is used up"),
        (raw(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf"), "unreachable", "broke off"),
        (raw(CHUNKED + b"64\r\nhalf"), "unreachable", "broke off"),
        (raw(b"HTTP/1.1 200 OK\r\ncontent-len"), "unreachable", "closed before an answer"),
        (raw(b""), "unreachable", "closed before an answer"),
        (reset, "unreachable", "connection"),
        (half_then_reset, "unreachable", "connection"),
        (raw(b"220 mail.example ESMTP\r\n\r\n"), "unreachable", "not HTTP"),
        (raw(b"\x16\x03\x01\x00\x05" + b"\x00" * 64), "unreachable", "not HTTP"),
        (raw(b"HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\n"), "unreachable", "not HTTP"),
        (raw(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nabcdef"), "unreachable", "not HTTP"),
        (raw(b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 40_000), "unreachable", "not HTTP"),
        (raw(b"HTTP/1.1 200 OK\r\nx: " + b"a" * 200_000), "unreachable", "not HTTP"),
        (raw(b"HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"), "unreachable", "not HTTP"),
        (answer(b"", "204 No Content"), "empty", "status 204"),
        (answer(b""), "empty", "no bytes"),
        (answer(b" \n\t "), "empty", "white space"),
        (answer(b"x", "401 Unauthorized"), "refused", "login"),
        (answer(b"x", "402 Payment Required"), "refused", "payment"),
        (answer(b"x", "403 Forbidden"), "refused", "forbidden"),
        (answer(b"x", "451 Withheld"), "refused", "legal"),
        (answer(b"x", "404 Not Found"), "not-found", "404"),
        (answer(b"x", "410 Gone"), "not-found", "gone"),
        (answer(b"x", "418 Teapot"), "refused", "418"),
        (answer(b"x", "500 Oh"), "unreachable", "500"),
        (answer(b"x", "206 Partial Content"), "unreachable", "206"),
        (b"HTTP/1.1 304 Not Modified\r\n\r\n", "unreachable", "304"),
        (answer(b"x", content_type="video/mp4"), "unsupported-type", "video/mp4"),
        (answer(b"x", content_encoding="compress"), "unreadable", "not asked for"),
        (answer(b"x", content_encoding="gzip, gzip, gzip"), "unreadable", "not asked for"),
        (answer(b"no gzip at all", content_encoding="gzip"), "unreadable", "damaged"),
        (answer(gzipped(b"half" * 999)[:20], content_encoding="gzip"), "unreadable", "ends before its end"),
        (answer(brotli.compress(b"half" * 999)[:8], content_encoding="br"), "unreadable", "ends before its end"),
    ],
)
def test_each_way_ends_with_its_reason(behaviour, reason, words):
    result = one(behaviour, fetch_timeout=SHORT if "used up" in words else 20.0)
    assert (result.reason, words in result.detail) == (reason, True), result
    assert "\n" not in result.detail
    assert len(result.detail) < 250


def test_a_server_that_falls_silent():
    assert one(silent, limits=Limits(silence=0.2)).detail == "timeout: the server fell silent"


BIG = 20_000_000
CAP = 100_000


def bomb(encoding: str) -> bytes:
    plain = bytes(BIG)
    if encoding == "gzip":
        return gzipped(plain)
    if encoding == "gzip, gzip":
        return gzipped(gzipped(plain))
    if encoding == "br":
        return brotli.compress(plain, quality=5)
    if encoding == "br, gzip":
        return gzipped(brotli.compress(plain, quality=5))
    coder = zlib.compressobj(wbits=-15 if encoding == "raw" else 15)
    return coder.compress(plain) + coder.flush()


@pytest.mark.parametrize("encoding", ["gzip", "gzip, gzip", "deflate", "raw", "br", "br, gzip"])
def test_a_bomb_is_left_at_the_cap(encoding):
    body = bomb(encoding)
    assert len(body) < CAP
    result = one(answer(body, content_encoding="deflate" if encoding == "raw" else encoding), max_page_bytes=CAP)
    assert (result.reason, result.detail) == ("too-large", "above the limit of 100,000 bytes")


@pytest.mark.parametrize(
    "behaviour",
    [
        answer(b"a" * (CAP + 1)),
        raw(b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\nx"),
        endless(b"HTTP/1.1 200 OK\r\n\r\n", b"a" * 50_000),
        endless(CHUNKED, b"c350\r\n" + b"a" * 50_000 + b"\r\n"),
        endless(b"", b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n" * 2_000),
        endless(b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n", gzipped(b"a" * 999)),
    ],
)
def test_a_body_without_end_is_left_at_the_cap(behaviour):
    assert one(behaviour, max_page_bytes=CAP).reason == "too-large"


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzipped(b"<p>one</p>"), "gzip"),
        (gzipped(b"<p>one</p>") + b"\x00" * 9, "gzip"),
        (gzipped(b"<p>") + gzipped(b"one</p>"), "x-gzip"),
        (zlib.compress(b"<p>one</p>"), "deflate"),
        (zlib.compress(b"<p>one</p>", wbits=-15), "Deflate"),
        (brotli.compress(b"<p>one</p>"), "br"),
        (gzipped(zlib.compress(b"<p>one</p>")), "deflate, gzip"),
        (b"<p>one</p>", "identity"),
    ],
)
def test_encodings_are_taken_off_also_where_they_come_byte_by_byte(body, encoding):
    chunks = b"".join(b"1\r\n" + bytes([byte]) + b"\r\n" for byte in body) + b"0\r\n\r\n"
    head = CHUNKED[:-2] + f"content-encoding: {encoding}\r\n\r\n".encode()
    assert one(answer(body, content_encoding=encoding)).raw == b"<p>one</p>"
    assert one(raw(head + chunks)).raw == b"<p>one</p>"


def test_a_page_exactly_at_the_cap_is_read():
    assert len(one(answer(b"a" * CAP), max_page_bytes=CAP).raw) == CAP
    assert len(one(answer(gzipped(b"a" * CAP), content_encoding="gzip"), max_page_bytes=CAP).raw) == CAP


def test_no_one_listens():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    server = Server({})
    server.port = port
    (result,) = fetched(server, "/page")
    assert (result.reason, result.detail) == ("unreachable", "robots.txt: connection: connection refused")


def test_a_chain_of_redirects_ends_at_the_page_with_its_cookie():
    pages = {
        "/a": moved("b?x=1#part", set_cookie="seen=1; Path=/"),
        "/b?x=1": moved("//127.0.0.1:{port}/c", "308 Permanent Redirect"),
        "/c": html(),
    }
    with Server(pages) as server:
        pages["/b?x=1"] = moved(f"//127.0.0.1:{server.port}/c", "308 Permanent Redirect")
        first, second = fetched(server, "/a", "/c")
        cookies = [request.headers.get("cookie") for request in server.requests if request.path == "/c"]
    assert (first.name, first.url) == (f"http://127.0.0.1:{server.port}/a", f"http://127.0.0.1:{server.port}/c")
    assert first.raw == second.raw
    assert cookies == ["seen=1", None]


@pytest.mark.parametrize(
    ("to", "reason", "words"),
    [
        ("/page", "unreachable", "circle"),
        ("", "unreachable", "nowhere"),
        ("file:///etc/passwd", "refused", "file: only http"),
        ("ftp://news.example/a", "refused", "ftp: only http"),
        ("gopher://news.example/", "refused", "gopher"),
        ("javascript:alert(1)", "refused", "javascript"),
        ("http://%20/", "refused", "not a host"),
        ("http://[::1/", "unreadable", "not an address"),
        ("http://news.example:99999/", "refused", "port 99999 is none"),
        ("/a\x00b", "unreachable", "not HTTP"),
        ("/a\rSet-Cookie: x=y", "unreachable", "not HTTP"),
        ("/" + "a" * 9_000, "unreadable", "characters"),
    ],
)
def test_redirects_that_lead_nowhere(to, reason, words):
    result = one(moved(to))
    assert (result.reason, words in result.detail) == (reason, True), result


def test_a_line_break_in_a_redirect_stays_encoded():
    with Server({"/page": moved("/a%0d%0aHost:%20evil.example"), "/a%0d%0aHost:%20evil.example": html()}) as server:
        (result,) = fetched(server, "/page")
        assert server.requests[-1].headers["host"] == f"127.0.0.1:{server.port}"
    assert result.url.endswith("/a%0d%0aHost:%20evil.example")


def test_redirects_without_end_stop_at_the_limit():
    pages = {f"/{number}": moved(f"/{number + 1}") for number in range(30)}
    with Server(pages) as server:
        (result,) = fetched(server, "/0")
        assert server.paths() == [f"/{number}" for number in range(QUICK.redirects + 1)]
    assert result.detail == "more than 10 redirects"


def test_a_redirect_to_the_same_address_with_a_new_cookie_is_followed():
    with Server({"/page": [moved("/page", set_cookie="ok=1"), html()]}) as server:
        (result,) = fetched(server, "/page")
    assert b"bridge" in result.raw


@pytest.mark.parametrize("status", ["429 Slow", "502 Bad", "503 Busy", "504 Late"])
def test_a_server_that_flaps_is_asked_again(status):
    with Server({"/page": [answer(b"", status), answer(b"", status), html()]}) as server:
        first, second = fetched(server, "/page", "/none", fetch_retries=2)
        assert server.paths() == ["/page", "/page", "/page", "/none"]
    assert b"bridge" in first.raw
    assert second.reason == "not-found"


def test_a_connection_lost_before_the_answer_is_tried_again():
    with Server({"/page": [reset, raw(b""), html()]}) as server:
        (result,) = fetched(server, "/page", fetch_retries=2)
    assert b"bridge" in result.raw


@pytest.mark.parametrize("status", ["400 Bad", "401 Login", "403 No", "404 None", "410 Gone", "500 Oh", "501 Never"])
def test_what_does_not_pass_is_not_tried_again(status):
    with Server({"/page": answer(b"", status)}) as server:
        fetched(server, "/page", fetch_retries=3)
        assert server.paths() == ["/page"]


def test_retries_end():
    with Server({"/page": answer(b"", "503 Busy")}) as server:
        (result,) = fetched(server, "/page", fetch_retries=2)
        assert server.paths() == ["/page"] * 3
    assert (result.reason, result.detail) == ("unreachable", "status 503: the server cannot answer now")


def test_retry_after_is_kept():
    with Server({"/page": [answer(b"", "429 Slow", retry_after="1"), html()]}) as server:
        (result,) = fetched(server, "/page", fetch_retries=1)
        first, second = [request for request in server.requests if request.path == "/page"]
    assert second.began - first.began >= 0.99
    assert b"bridge" in result.raw


@pytest.mark.parametrize("wait", ["3600", "999999999999", "Fri, 31 Dec 2100 23:59:59 GMT"])
def test_a_retry_after_beyond_the_cap_is_not_waited_for(wait):
    with Server({"/page": [answer(b"", "503 Busy", retry_after=wait), html()]}) as server:
        (result,) = fetched(server, "/page", fetch_retries=3)
        assert server.paths() == ["/page"]
    assert "asks to wait for" in result.detail


@pytest.mark.parametrize("wait", ["soon", "-5", "", "Thu, 01 Jan 1970 00:00:00 GMT", "²"])
def test_a_retry_after_that_says_nothing_does_not_hold_us_up(wait):
    with Server({"/page": [answer(b"", "503 Busy", retry_after=wait), html()]}) as server:
        (result,) = fetched(server, "/page", fetch_retries=1)
    assert b"bridge" in result.raw


def test_a_connection_closed_while_it_lay_idle_is_no_failure():
    def stay_away(sock: socket.socket, request: Request) -> None:
        # The first request here comes over the connection that served the robots: it is dropped without a word.
        if len(server.paths()) > 1:
            sock.sendall(html())

    with Server({"/page": stay_away}) as server:
        (result,) = fetched(server, "/page", fetch_retries=0)
        assert server.paths() == ["/page", "/page"]
    assert b"bridge" in result.raw


def test_redirects_and_retries_share_the_time_of_an_address():
    def slow_hop(number: int):
        def behave(sock: socket.socket) -> None:
            time.sleep(0.3)
            sock.sendall(moved(f"/{number + 1}"))

        return behave

    began = time.monotonic()
    with Server({f"/{number}": slow_hop(number) for number in range(20)}) as server:
        (result,) = fetched(server, "/0", fetch_timeout=0.8)
        assert len(server.paths()) <= 4
    assert "used up" in result.detail
    assert time.monotonic() - began < SOON


def test_a_host_that_answers_no_more_is_left_in_peace():
    pages = {f"/{number}": silent for number in range(12)} | {"/3": html()}
    with Server(pages) as server:
        results = fetched(server, *(f"/{number}" for number in range(12)), limits=Limits(silence=0.1, strikes=4))
        assert server.paths() == [f"/{number}" for number in range(8)]
    assert [hasattr(result, "raw") for result in results] == [number == 3 for number in range(12)]
    assert {result.reason for number, result in enumerate(results) if number != 3} == {"unreachable"}
    assert results[8].detail == results[11].detail == "127.0.0.1 gave no answer 4 times in a row and is asked no more"


def test_a_host_is_not_blamed_for_time_spent_on_the_way_to_it():
    def late(sock: socket.socket) -> None:
        time.sleep(0.4)
        sock.sendall(moved("http://news.example/slow"))

    def slow(sock: socket.socket) -> None:
        time.sleep(0.4)
        sock.sendall(html())

    names = Names(late_example=[PUBLIC], news_example=[OTHER])
    with Server({"/": late}) as first, Server({"/slow": slow, "/page": html()}) as second:
        network = Network(resolve=names, plain=Rerouted({PUBLIC: first.port, OTHER: second.port}))
        given = settings(allow_private=False, fetch_timeout=0.7)
        with Fetcher(given, network=network, limits=Limits(strikes=1)) as fetcher:
            (lost,) = fetcher.fetch(["http://late.example/"])
            (result,) = fetcher.fetch(["http://news.example/page"])
    assert lost.reason == "unreachable"
    assert b"bridge" in result.raw


def test_a_lost_server_costs_only_its_own_address():
    limits = Limits(silence=0.3)
    with Server({"/a": silent, "/b": html(), "/c": reset, "/d": html()}) as server:
        results = fetched(server, "/a", "/b", "/c", "/d", limits=limits)
    assert [getattr(result, "reason", "read") for result in results] == ["unreachable", "read", "unreachable", "read"]
