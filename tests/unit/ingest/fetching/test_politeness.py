"""robots.txt, one request a host at a time, the order asked, and how little is held."""

import subprocess
import sys
import threading
import time
from itertools import pairwise

import pytest
from tests.unit.ingest.fetching.servers import QUICK, Server, answer, drip, endless, fetched, html, moved, settings

from tellings.errors import ConfigError
from tellings.ingest.fetching import Fetcher
from tellings.ingest.fetching.agent import HONEST, product, user_agent
from tellings.ingest.fetching.limits import Limits
from tellings.ingest.fetching.robots import _ours
from tellings.ingest.received import Listed
from tellings.settings import Settings
from tellings.version import __version__


def robots(text: str) -> bytes:
    return answer(text.encode(), content_type="text/plain")


def one(rules, path="/page", **given):
    with Server({"/robots.txt": rules, path: html()}) as server:
        (result,) = fetched(server, path, **given)
        asked = server.paths()
    assert asked == ([] if hasattr(result, "reason") else [path])
    return result


@pytest.mark.parametrize(
    "text",
    ["User-agent: *\nDisallow: /page", "User-agent: Tellings\nDisallow: /", "user-agent: x\nUser-Agent: TELLINGS/9.9 # us\nDisallow: /p*e$",
     "\ufeffUser-agent: *\nDisallow: /", "User-agent: tellings\nDisallow: /\nUser-agent: *\nAllow: /",
     "User-agent: tellings\nDisallow: /\n\nUser-agent: tellings\nAllow: /other", "User-agent: *\r\rDisallow: /"],
)  # fmt: skip
def test_what_robots_forbid_is_not_asked_for(text):
    result = one(robots(text))
    assert (result.reason, result.detail) == ("refused", "robots.txt of 127.0.0.1 does not let tellings fetch it")


@pytest.mark.parametrize(
    "text",
    ["", "User-agent: *\nDisallow:", "User-agent: *\nDisallow: /\nUser-agent: tellings\nAllow: /", "User-agent: other\nDisallow: /",
     "User-agent: tellings-news\nDisallow: /", "<!doctype html><p>Disallow: /", "User-agent: *\nDisallow: /\nAllow: /page", "\x00\xff",
     "User-agent: *\nUser-agent: other\nDisallow: /x\nUser-agent: third\nDisallow: /"],
)  # fmt: skip
def test_what_robots_do_not_forbid_is_fetched(text):
    assert b"bridge" in one(robots(text)).raw


@pytest.mark.parametrize("status", ["400 Bad", "401 Login", "403 No", "404 None", "410 Gone", "451 Law"])
def test_no_robots_file_forbids_nothing(status):
    assert b"bridge" in one(answer(b"User-agent: *\nDisallow: /", status)).raw


@pytest.mark.parametrize("status", ["500 Oh", "502 Bad", "503 Busy", "599 Odd", "429 Slow"])
def test_a_robots_file_that_cannot_be_had_closes_the_host(status):
    result = one(answer(b"", status))
    assert (result.reason, result.detail.startswith(f"robots.txt: status {status[:3]}")) == ("unreachable", True), result


@pytest.mark.parametrize("behaviour", [drip(b"HTTP/1.1 200 OK\r\n\r\n"), lambda sock: sock.close(), answer(b"x", content_encoding="gzip")])
def test_a_robots_file_that_breaks_closes_the_host(behaviour):
    assert one(behaviour, fetch_timeout=0.5).reason == "unreachable"


def test_robots_are_tried_again_and_followed_through_redirects():
    pages = {"/robots.txt": [answer(b"", "503 Busy"), moved("/there")], "/there": robots("User-agent: *\nDisallow: /page"), "/page": html()}
    with Server(pages) as server:
        (result,) = fetched(server, "/page", fetch_retries=1)
        assert [request.path for request in server.requests] == ["/robots.txt", "/robots.txt", "/there"]
    assert result.reason == "refused"


def test_robots_that_redirect_without_end_are_as_good_as_none():
    with Server({"/robots.txt": moved("/robots.txt"), "/page": html()}) as server:
        (result,) = fetched(server, "/page")
        assert len(server.requests) == 7
    assert b"bridge" in result.raw


def test_of_a_huge_robots_file_the_first_half_megabyte_holds():
    head = "User-agent: *\nDisallow: /page\n"
    assert one(robots(head + "# filler\n" * 200_000)).reason == "refused"
    assert one(endless(b"HTTP/1.1 200 OK\r\n\r\n" + head.encode(), b"# filler\n" * 1_000)).reason == "refused"
    # The line at the cut is left out whole: "Disallow: /" alone would close the host.
    cut = "User-agent: *\n" + "# filler\n" * ((512_000 - 14 - 11) // 9)
    cut += "#" * (512_000 - 11 - len(cut) - 1) + "\nDisallow: /else\n"
    assert cut[:512_000].endswith("Disallow: /")
    assert b"bridge" in one(robots(cut)).raw


def test_a_robots_file_of_very_many_products_costs_little_memory():
    text = "".join(f"User-agent: bot{number}\n" for number in range(16_000)) + "Disallow: /x\n" * 16_000
    assert _ours(text, "tellings").count("User-agent") == 1
    assert b"bridge" in one(robots(text)).raw


def test_robots_are_asked_for_once_a_host_and_run():
    with Server({"/a": html(), "/b": html()}) as server, Fetcher(settings(), limits=QUICK) as fetcher:
        for _ in range(2):
            assert all(hasattr(r, "raw") for r in fetcher.fetch(f"http://127.0.0.1:{server.port}{path}" for path in ("/a", "/b")))
        assert [request.path for request in server.requests] == ["/robots.txt", "/a", "/b", "/a", "/b"]


def test_where_a_redirect_leads_its_robots_hold_too():
    with Server({"/robots.txt": robots("User-agent: *\nDisallow: /shut"), "/page": moved("/shut"), "/shut": html()}) as server:
        (result,) = fetched(server, "/page")
        assert server.paths() == ["/page"]
    assert result.reason == "refused"


def test_a_host_is_asked_one_thing_at_a_time_with_the_delay_between():
    def slow(sock) -> None:
        time.sleep(0.05)
        sock.sendall(html())

    with Server({f"/{number}": slow for number in range(5)}) as server:
        fetched(server, *(f"/{number}" for number in range(5)), fetch_delay=0.1)
        requests = [request for request in server.requests if request.path != "/robots.txt"]
    assert [request.path for request in requests] == [f"/{number}" for number in range(5)]
    # 0.05 s for the answer, then 0.1 s of rest.
    assert all(after.began - before.began > 0.149 for before, after in pairwise(requests))


@pytest.mark.parametrize(("asked", "least"), [("0.2", 0.199), ("99999", 0.299)])
def test_a_crawl_delay_is_kept_up_to_the_cap(asked, least):
    limits = Limits(crawl_delay=0.3)
    with Server({"/robots.txt": robots(f"User-agent: *\nCrawl-delay: {asked}"), "/a": html(), "/b": html()}) as server:
        assert all(hasattr(result, "raw") for result in fetched(server, "/a", "/b", limits=limits))
        _, first, second = server.requests
    assert second.began - first.began > least


def test_addresses_robots_forbid_wait_for_no_delay():
    began = time.monotonic()
    with Server({"/robots.txt": robots("User-agent: *\nDisallow: /")}) as server:
        results = fetched(server, *(f"/{number}" for number in range(50)), fetch_delay=1.0)
    assert {result.reason for result in results} == {"refused"}
    assert time.monotonic() - began < 6


def test_hosts_go_side_by_side_and_results_come_in_the_order_asked():
    together = threading.Barrier(3, timeout=15)

    def meet(sock) -> None:
        together.wait()
        sock.sendall(html())

    with Server({"/a": meet}) as one, Server({"/a": meet}) as two, Server({"/a": meet}) as three:
        # Three names of one machine: hosts are told apart by name.
        names = ("127.0.0.1", "127.0.0.2", "127.0.0.3")
        addresses = [f"http://{name}:{server.port}/a" for name, server in zip(names, (one, two, three), strict=True)]
        network = local()
        with Fetcher(settings(), limits=QUICK, network=network) as fetcher:
            results = list(fetcher.fetch(["nonsense", *addresses, "ftp://x/"]))
    assert [getattr(result, "name", None) or result.input for result in results] == ["nonsense", *addresses, "ftp://x/"]
    assert all(b"bridge" in result.raw for result in results[1:4])


def local():
    """A network on which every number of 127/8 is 127.0.0.1."""
    import httpcore

    from tellings.ingest.fetching.network import Network

    class Local(httpcore.SyncBackend):
        def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
            assert host.startswith("127.")
            return super().connect_tcp("127.0.0.1", port, timeout, local_address, socket_options)

    return Network(plain=Local())


def test_a_redirect_to_another_host_waits_for_its_turn_there():
    active, most = [], []

    def slow(sock) -> None:
        active.append(1)
        most.append(len(active))
        time.sleep(0.05)
        active.pop()
        sock.sendall(html())

    with Server({f"/{number}": slow for number in range(8)}) as busy, Server({}) as other:
        other.pages.update({f"/{number}": moved(f"http://127.0.0.1:{busy.port}/{number}") for number in range(4, 8)})
        addresses = [f"http://127.0.0.{9 if n > 3 else 1}:{other.port if n > 3 else busy.port}/{n}" for n in range(8)]
        with Fetcher(settings(), limits=QUICK, network=local()) as fetcher:
            results = list(fetcher.fetch(addresses))
    assert all(hasattr(result, "raw") for result in results), results
    assert [result.name for result in results] == addresses
    assert max(most) == 1
    assert len(most) == 8


def test_addresses_are_taken_as_needed():
    taken = []

    def addresses(port: int):
        for number in range(1_000):
            taken.append(number)
            yield Listed(url=f"http://127.0.0.1:{port}/{number}", listed_in="feed.xml")

    limits = Limits(ahead=10)
    with Server({}) as server, Fetcher(settings(), limits=limits) as fetcher:
        results = fetcher.fetch(addresses(server.port))
        assert taken == []
        first = next(results)
        assert (first.input, first.reason) == (f"http://127.0.0.1:{server.port}/0", "not-found")
        assert len(taken) <= 10
        for _ in range(20):
            next(results)
        assert len(taken) <= 31
        results.close()
        time.sleep(0.1)
        asked = len(server.requests)
        time.sleep(0.1)
        assert len(server.requests) <= asked + 1
        assert len(server.requests) < 40


def test_results_that_wait_for_a_slow_one_are_bounded_in_bytes():
    def slow(sock) -> None:
        until = time.monotonic() + 15
        while len(second.paths()) < 3 and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(0.2)  # time for what should not be asked for
        sock.sendall(html())

    big = answer(b"a" * 100_000)
    limits = Limits(held=250_000)
    with Server({"/slow": slow}) as first, Server({"/big": big}) as second:
        addresses = [f"http://127.0.0.1:{first.port}/slow", *[f"http://127.0.0.2:{second.port}/big"] * 20]
        with Fetcher(settings(), limits=limits, network=local()) as fetcher:
            results = fetcher.fetch(addresses)
            one = next(results)
            held = len(second.paths())
            rest = list(results)
    assert b"bridge" in one.raw
    assert 3 <= held <= 4
    assert [len(result.raw) for result in rest] == [100_000] * 20


def test_calls_run_inside_one_another():
    with Server({f"/{number}": html(str(number)) for number in range(10)}) as server, Fetcher(settings(), limits=Limits(held=1)) as fetcher:
        base = f"http://127.0.0.1:{server.port}/"
        pairs = [
            (outer.raw, [inner.raw for inner in fetcher.fetch([f"{base}{number}", f"{base}9"])])
            for number, outer in enumerate(fetcher.fetch(f"{base}{number}" for number in range(8)))
        ]
    assert [outer for outer, _ in pairs] == [inner[0] for _, inner in pairs]
    assert len(server.paths()) == 24


def test_a_source_that_breaks_breaks_the_fetch_and_leaves_it_usable():
    def broken(port: int):
        yield f"http://127.0.0.1:{port}/0"
        raise ValueError("broken feed")

    with Server({"/0": html()}) as server, Fetcher(settings(), limits=QUICK) as fetcher:
        with pytest.raises(ValueError, match="broken feed"):
            list(fetcher.fetch(broken(server.port)))
        assert len(list(fetcher.fetch([f"http://127.0.0.1:{server.port}/0"]))) == 1


def test_a_fetch_that_is_left_early_does_not_cut_off_what_is_under_way():
    def slow_robots(sock) -> None:
        time.sleep(0.2)
        sock.sendall(answer(b"", "404 None"))

    with Server({"/robots.txt": slow_robots, "/0": html()}) as server, Fetcher(settings(), limits=QUICK) as fetcher:
        address = f"http://127.0.0.1:{server.port}/0"

        def broken():
            yield address
            while not server.requests:
                time.sleep(0.001)
            raise ValueError("left while the robots are asked for")

        with pytest.raises(ValueError, match="left"):
            list(fetcher.fetch(broken()))
        (result,) = fetcher.fetch([address])
        assert [request.path for request in server.requests] == ["/robots.txt", "/0"]
    assert b"bridge" in result.raw


def test_a_fault_of_ours_is_listed_or_with_strict_raised(monkeypatch):
    from tellings.ingest.fetching.exchange import Exchange

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(Exchange, "get", broken)
    with Server({}) as server:
        (result,) = fetched(server, "/page", strict=False)
        assert (result.reason, result.detail) == ("fault", "ZeroDivisionError: oh")
        with pytest.raises(ZeroDivisionError):
            fetched(server, "/page", strict=True)


def test_nothing_of_http_is_loaded_before_the_first_address():
    code = "import sys; from tellings.ingest.fetching import Fetcher; from tellings.settings import Settings; f = Fetcher(Settings())\n"
    code += (
        "assert list(f.fetch([])) == []; bad = {'httpx', 'httpcore', 'h11', 'stamina', 'protego'} & set(sys.modules); assert not bad, bad"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_no_thread_is_left_when_all_is_fetched():
    with Server({"/a": html()}) as server:
        fetched(server, "/a", "/b")
        names = [thread.name for thread in threading.enumerate() if thread.name == "tellings-fetch"]
        deadline = time.monotonic() + 5
        while names and time.monotonic() < deadline:
            time.sleep(0.01)
            names = [thread.name for thread in threading.enumerate() if thread.name == "tellings-fetch"]
    assert names == []


def test_the_user_agent_is_honest_and_can_be_set():
    with Server({"/a": html()}) as server:
        fetched(server, "/a")
        fetched(server, "/a", user_agent="OurDesk/2 (desk@news.example)")
        sent = [request.headers["user-agent"] for request in server.requests]
    assert sent == [HONEST, HONEST, "OurDesk/2 (desk@news.example)", "OurDesk/2 (desk@news.example)"]
    assert HONEST.startswith(f"Tellings/{__version__} (+")
    assert not any(word in HONEST.lower() for word in ("mozilla", "chrome", "safari", "gecko", "compatible"))
    assert (product(HONEST), product("OurDesk/2 (x)")) == ("tellings", "ourdesk")


@pytest.mark.parametrize("agent", ["", " ", "x\r\nCookie: a", "5", "Ünser/1", "a\x00"])
def test_a_user_agent_that_cannot_be_sent_is_told_at_once(agent):
    with pytest.raises(ConfigError, match="user_agent"):
        Fetcher(Settings(user_agent=agent))
    with pytest.raises(ConfigError):
        user_agent(agent)
