"""What is connected to is what was checked: names, redirects, look-ups that change, TLS."""

import os
import socket
import ssl
import threading
import time
from unittest import mock

import pytest
from tests.unit.ingest.fetching.servers import (
    CERTIFICATE,
    OTHER,
    PUBLIC,
    QUICK,
    Names,
    Rerouted,
    Server,
    answer,
    fetched,
    html,
    moved,
    public,
    settings,
)  # fmt: skip

from tellings.ingest.fetching import Fetcher
from tellings.ingest.fetching.network import Network


def test_a_public_name_is_fetched_from_the_address_that_was_checked():
    names = Names(news_example=[PUBLIC])
    with Server({"/page": html()}) as server:
        plain = Rerouted({PUBLIC: server.port})
        (result,) = public(["http://news.example/page"], names, plain)
        assert {request.headers["host"] for request in server.requests} == {"news.example"}
    assert b"bridge" in result.raw
    assert set(plain.dialled) == {(PUBLIC, 80)}


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (["127.0.0.1"], "127.0.0.1, a loopback address"),
        ([PUBLIC, "10.0.0.7"], "10.0.0.7, a private address"),
        (["::1"], "::1, a loopback address"),
        (["169.254.169.254"], "a link-local address"),
        (["100.64.0.9"], "provider's network"),
        (["::ffff:192.168.0.1"], "a private address"),
        (["64:ff9b::a00:1"], "a private address"),
        (["fe80::1%eth0"], "one link only"),
        (["0.0.0.0"], "unspecified"),
    ],
)
def test_a_name_of_a_private_address_is_refused_without_a_connection(found, words):
    plain = Rerouted({})
    (result,) = public(["http://inside.example/"], Names(inside_example=found), plain)
    assert (result.reason, words in result.detail) == ("refused", True), result
    assert plain.dialled == []


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.0.0.1./",
     "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[64:ff9b::127.0.0.1]/", "http://[2002:7f00:1::]/",
     "http://127。0。0。1/", "http://①②⑦.⓪.⓪.①/", "http://news.example:22/", "http://news.example:6379/", "http://user:word@127.0.0.1/",
     "http://news.example@127.0.0.1/", "http://127.0.0.1#@news.example/", "http://127.0.0.1\\@news.example/", "https://10.0.0.1:8443/",
     "http://%31%32%37.0.0.1/", "http://0/", "HTTP://LOCALHOST/", "http://localhost./"],
)  # fmt: skip
def test_no_spelling_of_this_machine_slips_through(address):
    plain = Rerouted({PUBLIC: 1})
    names = Names(localhost=["127.0.0.1"], news_example=["127.0.0.1"])
    (result,) = public([address], names, plain)
    assert result.input == address
    assert result.reason in {"refused", "unreadable"}
    assert plain.dialled == []


@pytest.mark.parametrize(
    "to", ["http://127.0.0.1/", "http://inside.example/", "//[::1]/", "http://2130706433/", "https://10.0.0.1/", "http://news.example:22/"]
)
def test_a_redirect_into_the_private_network_is_refused(to):
    names = Names(news_example=[PUBLIC], inside_example=["192.168.1.1"])
    with Server({"/page": moved(to)}) as server:
        plain = Rerouted({PUBLIC: server.port})
        (result,) = public(["http://news.example/page"], names, plain)
        assert server.paths() == ["/page"]
    assert (result.input, result.reason) == ("http://news.example/page", "refused")
    assert {address for address, _ in plain.dialled} == {PUBLIC}


def test_a_robots_file_that_leads_into_the_private_network_closes_the_host():
    with Server({"/robots.txt": moved("http://10.0.0.1/robots.txt"), "/page": html()}) as server:
        plain = Rerouted({PUBLIC: server.port})
        (result,) = public(["http://news.example/page"], Names(news_example=[PUBLIC]), plain)
        assert server.paths() == []
    assert (result.reason, result.detail) == ("refused", "10.0.0.1 is a private address (--allow-private allows it)")


def closing(body: bytes) -> bytes:
    return answer(body, content_type="text/html", connection="close")


def test_a_name_that_changes_its_address_between_look_ups_is_never_reached():
    # Robots are asked over the first connection; the server closes it, so that the page needs a second one.
    names = Names(news_example=[[PUBLIC], ["127.0.0.1"]])
    with Server({"/robots.txt": answer(b"", "404 None", connection="close"), "/page": html()}) as server:
        plain = Rerouted({PUBLIC: server.port, "127.0.0.1": server.port})
        (result,) = public(["http://news.example/page"], names, plain)
        assert server.paths() == []
    assert (result.reason, result.detail) == ("refused", "news.example is 127.0.0.1, a loopback address (--allow-private allows it)")
    assert plain.dialled == [(PUBLIC, 80)]


def test_each_connection_costs_one_look_up_whose_answer_is_dialled():
    names = Names(news_example=[[PUBLIC], [OTHER], ["127.0.0.1"]])
    with Server({"/robots.txt": answer(b"", "404 None", connection="close"), "/page": closing(b"<p>one</p>")}) as server:
        plain = Rerouted({PUBLIC: server.port, OTHER: server.port})
        first, second = public(["http://news.example/page"] * 2, names, plain)
    assert first.raw == b"<p>one</p>"
    assert second.reason == "refused"
    assert plain.dialled == [(PUBLIC, 80), (OTHER, 80)]
    assert names.asked == ["news.example"] * 3


def test_the_next_address_of_a_name_is_tried_where_the_first_is_silent():
    with Server({"/page": html()}) as server:
        plain = Rerouted({OTHER: server.port})
        (result,) = public(["http://news.example/page"], Names(news_example=[PUBLIC, OTHER]), plain)
    assert b"bridge" in result.raw
    assert plain.dialled[:2] == [(PUBLIC, 80), (OTHER, 80)]


def test_a_name_without_an_address_and_a_look_up_that_hangs():
    names = Names(empty_example=[])
    names.names["empty.example"] = []

    def resolve(host: str, port: int) -> list[str]:
        if host == "slow.example":
            time.sleep(3)
        return ["nonsense"] if host == "odd.example" else [] if host == "empty.example" else names(host, port)

    network = Network(resolve=resolve, plain=Rerouted({}))
    with Fetcher(settings(allow_private=False, fetch_timeout=0.5), network=network, limits=QUICK) as fetcher:
        addresses = [f"http://{name}.example/" for name in ("none", "slow", "odd", "empty")]
        none, slow, odd, empty = fetcher.fetch(addresses)
    assert (none.reason, none.detail) == ("unreachable", "robots.txt: DNS: none.example: Name or service not known")
    assert (slow.reason, "DNS: no answer" in slow.detail) == ("unreachable", True)
    assert odd.reason == "refused"
    assert (empty.reason, empty.detail) == ("unreachable", "robots.txt: DNS: empty.example has no address")


def trusting() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(CERTIFICATE))


def test_tls_asks_for_and_verifies_the_name_while_the_number_is_dialled():
    with Server({"/page": html()}, tls=True) as server:
        plain = Rerouted({PUBLIC: server.port})
        (result,) = public(["https://news.example/page"], Names(news_example=[PUBLIC]), plain, trust=trusting())
    assert b"bridge" in result.raw
    assert set(server.names) == {"news.example"}
    assert set(plain.dialled) == {(PUBLIC, 443)}


@pytest.mark.parametrize(("address", "trusted"), [("https://news.example/", False), ("https://other.example/", True)])
def test_a_certificate_nobody_vouches_for_or_of_another_name_is_refused(address, trusted):
    names = Names(news_example=[PUBLIC], other_example=[PUBLIC])
    with Server({"/": html()}, tls=True) as server:
        plain = Rerouted({PUBLIC: server.port})
        (result,) = public([address], names, plain, trust=trusting() if trusted else None, fetch_retries=2)
        assert server.requests == []
    assert result.reason == "unreachable"
    assert result.detail.startswith("robots.txt: TLS: the certificate is not valid (")
    assert len(plain.dialled) == 1


def test_https_where_plain_http_is_spoken():
    def refuse(listener: socket.socket) -> None:
        one, _ = listener.accept()
        with one:
            one.recv(1)
            one.sendall(answer(b"", "400 Bad Request"))

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=refuse, args=(listener,), daemon=True).start()
        plain = Rerouted({PUBLIC: listener.getsockname()[1]})
        (result,) = public(["https://news.example/"], Names(news_example=[PUBLIC]), plain, trust=trusting())
    assert (result.reason, "TLS:" in result.detail) == ("unreachable", True), result


def test_a_handshake_that_hangs_ends():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        plain = Rerouted({PUBLIC: listener.getsockname()[1]})
        began = time.monotonic()
        (result,) = public(["https://news.example/"], Names(news_example=[PUBLIC]), plain, trust=trusting(), fetch_timeout=0.5)
    assert (result.reason, "timeout" in result.detail) == ("unreachable", True)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("address", "asked", "host"),
    [
        ("http://münchen.example/straße?q=ü", "/stra%C3%9Fe?q=%C3%BC", "xn--mnchen-3ya.example"),
        ("http://xn--mnchen-3ya.example/", "/", "xn--mnchen-3ya.example"),
        ("http://mu\u0308nchen.example", "/", "xn--mnchen-3ya.example"),
        ("  HTTP://News.Example./a%2Fb/../c#part ", "/c", "news.example"),
        ("http://news.example/a%2Fb%20c?x=%26", "/a%2Fb%20c?x=%26", "news.example"),
        ("http://user:word@news.example:8080/", "/", "news.example:8080"),
        ("http://новини.example/", "/", "xn--b1amarcd.example"),
        ("http://news.example/u\u0308", "/u%CC%88", "news.example"),
    ],
)
def test_addresses_are_asked_for_in_their_one_spelling(address, asked, host):
    name = host.partition(":")[0]
    names = Names()
    names.names[name] = [PUBLIC]
    with Server({asked: html()}) as server:
        (result,) = public([address], names, Rerouted({PUBLIC: server.port}))
        assert server.paths() == [asked]
        assert {request.headers["host"] for request in server.requests} == {host}
        assert all("authorization" not in request.headers for request in server.requests)
    assert b"bridge" in result.raw
    assert "word" not in result.url
    assert result.name == address


@pytest.mark.parametrize(
    ("address", "reason"),
    [("", "refused"), ("news", "refused"), ("/page", "refused"), ("mailto:a@news.example", "refused"), ("file:///etc/passwd", "refused"),
     ("http:///page", "unreadable"), ("http://", "unreadable"), ("http://a b/", "refused"), ("http://x\ny/", "unreadable"),
     ("http://news.example:port/", "unreadable"), ("http://[::1", "unreadable"), ("http://" + "a" * 9_000, "unreadable"),
     ("http://news.example/\x00", "unreadable"), ("http://\ud800.example/", "unreadable"), ("http://ex\u202eample/", "unreadable"),
     ("http://-.example/", "refused"), ("http://news.example:0/", "refused"), ("http://news.example:99999/", "refused")],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_told(address, reason):
    plain = Rerouted({})
    (result,) = public([address], Names(), plain)
    assert (result.input, result.reason) == (address.replace("\ud800", "\ufffd"), reason), result
    assert len(result.detail) <= 200
    assert plain.dialled == []


def test_proxies_of_the_environment_are_not_used():
    with Server({"/page": html()}) as server, Server({}) as proxy:
        told = dict.fromkeys(("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"), f"http://127.0.0.1:{proxy.port}")
        with mock.patch.dict(os.environ, told | {"NO_PROXY": "", "no_proxy": ""}):
            (result,) = fetched(server, "/page")
        assert proxy.requests == []
    assert b"bridge" in result.raw


def test_an_ipv6_address_is_dialled_and_named_in_brackets():
    with Server({"/page": html()}) as server:
        plain = Rerouted({"2606:2800:220:1::1": server.port})
        (result,) = public(["http://[2606:2800:220:1::1]:8080/page"], Names(), plain)
        assert {request.headers["host"] for request in server.requests} == {"[2606:2800:220:1::1]:8080"}
    assert result.url == "http://[2606:2800:220:1::1]:8080/page"
    assert set(plain.dialled) == {("2606:2800:220:1::1", 8080)}


def test_a_server_cannot_write_to_the_terminal():
    with Server({"/page": answer(b"x", content_type="video/\x1b[2J\x9b31m")}) as server:
        (result,) = fetched(server, "/page")
    assert result.detail == "the server says it is video/\ufffd[2j\ufffd31m, which is not read"
