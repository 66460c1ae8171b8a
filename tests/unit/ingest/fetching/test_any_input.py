"""Whatever an address, a server or a header says, the result is bytes or a reason; with `strict` on, a fault of ours would be raised."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.ingest.fetching.servers import PUBLIC, QUICK, Rerouted, Server, answer, html, moved
from tests.unit.ingest.fetching.servers import settings as told

from tellings.ingest.fetching import Fetcher
from tellings.ingest.fetching.addresses import cleaned, host_of, joined
from tellings.ingest.fetching.failures import Failure
from tellings.ingest.fetching.following import _retry_after
from tellings.ingest.fetching.guard import Guard, objection_to_host
from tellings.ingest.fetching.network import Network
from tellings.ingest.records import encodable

few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
part = st.sampled_from(
    ["http", "https", "://", "//", "/", ":", "@", "#", "?", "\\", ".", "..", "%", "%2f", "%00", "[", "]", "::1", "127.0.0.1", "0x7f", "2130706433",
     "news.example", "münchen", "。", "①", "80", "22", "99999", " ", "\t", "\r\n", "\x00", "\u202e", "\ud800", "ﬀ", "ß", "é", "-", "_", "a" * 70]
)  # fmt: skip
address = st.lists(part, max_size=12).map("".join) | st.text(max_size=40) | st.lists(part, max_size=8).map(lambda p: "http://" + "".join(p))


def reason_or(do):
    """Return what `do` returns, or the reason of its failure."""
    try:
        return do()
    except Failure as failure:
        return failure.cause.reason


@given(address)
@settings(max_examples=250, deadline=None)
def test_an_address_is_cleaned_or_refused(text):
    url = reason_or(lambda: cleaned(text, Guard()))
    if isinstance(url, str):
        assert url in {"refused", "unreadable"}
        return
    assert url.scheme in {"http", "https"}
    assert objection_to_host(host_of(url)) is None
    assert not url.userinfo
    assert not url.fragment
    assert str(url).isascii()
    assert cleaned(str(url), Guard()) == url


@given(address)
@settings(max_examples=250, deadline=None)
def test_a_redirect_leads_to_an_address_or_nowhere(text):
    base = cleaned("https://news.example/a/b?c", Guard())
    url = reason_or(lambda: joined(base, text, Guard()))
    assert url in {"refused", "unreadable"} if isinstance(url, str) else objection_to_host(host_of(url)) is None


def fetched(server: Server, addresses: list[str]) -> list:
    network = Network(resolve=lambda _host, _port: [PUBLIC], plain=Rerouted({PUBLIC: server.port}))
    with Fetcher(told(allow_private=False, fetch_timeout=0.5), network=network, limits=QUICK) as fetcher:
        return list(fetcher.fetch(addresses))


@given(st.lists(address, max_size=4))
@few
def test_any_addresses_have_as_many_results(addresses):
    addresses = [one.replace("https", "http") for one in addresses]
    with Server({}) as server:
        results = fetched(server, addresses)
    assert [result.input for result in results] == [encodable(one) for one in addresses]


@given(st.binary(max_size=300) | st.binary(max_size=200).map(lambda body: b"HTTP/1.1 200 OK\r\n" + body))
@few
def test_any_bytes_of_a_server_come_to_an_end(data):
    with Server({"/page": lambda sock: sock.sendall(data)}) as server:
        (result,) = fetched(server, ["http://news.example/page"])
    assert hasattr(result, "raw") or result.detail


header = st.text(st.characters(exclude_characters="\r\n", max_codepoint=255), max_size=60)


@given(header, header, header, header)
@few
def test_any_headers_come_to_an_end(location, cookie, kind, tag):
    pages = {"/page": moved(location, set_cookie=cookie, etag=tag), "/": html()}
    with Server(pages) as server:
        server.pages["/typed"] = answer(b"x", content_type=kind, etag=tag, set_cookie=cookie, last_modified=tag)
        results = fetched(server, ["http://news.example/page", "http://news.example/typed"])
    assert all(hasattr(result, "raw") or result.detail for result in results)


@given(st.text() | st.from_regex(r"[A-Z][a-z]{2}, [0-9]{1,2} [A-Z][a-z]{2} [0-9]{1,5} [0-9:]{1,8} [-+A-Z0-9]{1,6}"))
def test_any_retry_after_is_a_wait_or_nothing(value):
    wait = _retry_after(value)
    assert wait is None or wait >= 0


def test_a_header_beyond_ascii_comes_back_as_it_came():
    tag = '"ü€"'.encode().decode("latin-1")
    pages = {"/page": moved("/ü".encode().decode("latin-1"), set_cookie="a=ü"), "/%C3%BC": answer(b"<p>one</p>", etag=tag)}
    with Server(pages) as server:
        (result,) = fetched(server, ["http://news.example/page"])
        assert server.requests[-1].headers["cookie"] == "a=ü"
    assert result.raw == b"<p>one</p>"
