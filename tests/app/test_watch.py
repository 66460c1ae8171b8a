"""`tellings watch`: feeds of a server in this process, asked again and again; time is what the test says it is, and nobody sleeps."""

import json
import os
import signal
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.unit.ingest.fetching.servers import Server, answer
from typer.testing import CliRunner

from tellings import cli
from tellings.app import checking, watching
from tellings.errors import InputError
from tellings.settings import Settings
from tellings.store import articles, feeds, log
from tellings.store.opening import open_archive

SETTINGS = Settings(allow_private=True, fetch_delay=0.0, fetch_retries=0, fetch_timeout=10.0, processes=1, embedder="lexical")
DAY = datetime(2026, 3, 3, 8, tzinfo=UTC)


def page(headline: str, *paras: str, beside: str = "") -> bytes:
    body = "".join(f"<p>{para}</p>" for para in paras)
    html = (
        f"<html><head><title>{headline}</title></head><body><nav>{beside}</nav><article><h1>{headline}</h1>{body}</article></body></html>"
    )
    return html.encode()


FERRY = page(
    "Ferry runs aground off Mellah",
    "A ferry with 212 people on board ran aground off the port of Mellah early on Tuesday, the harbour master said.",
    "Nobody was hurt, and tugs pulled the vessel free before noon, according to the harbour master Tomas Reil.",
)
STRIKE = page(
    "Tram drivers in Oldhaven walk out",
    "Tram drivers in Oldhaven walked out on Monday over a new rota, the union of transport workers said in a statement.",
    "The city said that buses would run on all lines until an agreement was reached with the drivers.",
)


def rss(*entries: str, head: str = "") -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Quay Post</title>{head}{"".join(entries)}</channel></rss>'.encode()


def entry(link: str, date: str = "Tue, 03 Mar 2026 07:00:00 GMT", more: str = "") -> str:
    return f"<item><title>News</title><link>{link}</link><pubDate>{date}</pubDate>{more}</item>"


def versioned(body: bytes, kind: str = "text/xml", tag: str | None = None):
    """An answer that says 304 to those who have it."""
    tag = tag or f'"{hash(body) & 0xFFFFFF:x}"'

    def behave(sock, request) -> None:
        known = request.headers.get("if-none-match") == tag
        sock.sendall(answer(b"", "304 Not Modified", etag=tag) if known else answer(body, etag=tag, content_type=kind))
        sock.close()

    return behave


@dataclass
class Desk:
    """A watch with its clock. `rounds` are what is done to the server before each wait; when they are used up, the watch is stopped."""

    archive: str
    time: datetime = DAY
    reports: list = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    stopped: bool = False

    def run(self, *lists: str, rounds=(), settings=SETTINGS, **schedule) -> bool:
        coming = iter(rounds)
        self.stopped = False

        def wait(seconds: float) -> None:
            self.waits.append(seconds)
            self.time += timedelta(seconds=seconds)
            change = next(coming, None)
            if change is None:
                self.stopped = True
            else:
                change()

        hooks = watching.Hooks(
            now=lambda: self.time.strftime("%Y-%m-%dT%H:%M:%SZ"), wait=wait, stop=lambda: self.stopped, tell=self.reports.append
        )
        return watching.watch(self.archive, lists, watching.Schedule(**schedule), settings=settings, hooks=hooks)

    def outcomes(self) -> list[tuple[int, int, int]]:
        """Pages fetched, articles added, new versions, round by round."""
        return [(one.tally.fetched, one.summary.outcomes["added"], one.summary.outcomes["version"]) for one in self.reports]

    def headlines(self) -> list[str]:
        with open_archive(self.archive) as opened, opened.reading() as connection:
            return sorted(one.headline for one in articles.kept(connection, list(articles.numbers(connection))).values())


@pytest.fixture
def desk(tmp_path):
    """A desk; whatever was watched, `tellings check` finds nothing wrong in the end."""
    made = Desk(str(tmp_path / "desk.db"))
    yield made
    if (tmp_path / "desk.db").exists():
        assert checking.check(made.archive).faults == ()


def url(server: Server, path: str) -> str:
    return f"http://127.0.0.1:{server.port}{path}"


def nothing() -> None:
    """No change."""


def test_what_a_feed_names_is_fetched_once_and_what_is_new_later(desk):
    with Server({"/a": answer(FERRY), "/b": answer(STRIKE)}) as server:
        server.pages["/feed"] = versioned(rss(entry(url(server, "/a"))))

        def more() -> None:
            server.pages["/feed"] = versioned(rss(entry(url(server, "/b")), entry(url(server, "/a?utm_source=rss"))))

        assert desk.run(url(server, "/feed"), rounds=[nothing, more], recheck=0)
        assert desk.outcomes() == [(1, 1, 0), (0, 0, 0), (1, 1, 0)]
        assert [one.tally.unchanged for one in desk.reports] == [0, 1, 0]
        assert server.paths().count("/a") == 1
        asked = [request.headers.get("if-none-match") for request in server.requests if request.path == "/feed"]
    assert asked[0] is None
    assert asked[1] is not None
    assert desk.headlines() == ["Ferry runs aground off Mellah", "Tram drivers in Oldhaven walk out"]
    assert desk.waits == [900, 900, 900]


def test_what_another_command_added_is_not_fetched_again(desk):
    from tellings.app import archives

    with Server({"/a": answer(FERRY)}) as server:
        server.pages["/feed"] = versioned(rss(entry(url(server, "/a"))))
        archives.add(desk.archive, [url(server, "/a")], settings=SETTINGS, now=lambda: "2026-03-03T07:00:00Z")
        desk.run(url(server, "/feed"), once=True)
        assert server.paths() == ["/a", "/feed"]


def test_a_page_that_changes_is_found_again_and_one_whose_surroundings_change_is_not(desk):
    later = FERRY.replace(b"Nobody was hurt", b"Two passengers were hurt")
    with Server({"/a": versioned(FERRY, "text/html"), "/b": answer(STRIKE)}) as server:
        server.pages["/feed"] = versioned(rss(entry(url(server, "/a")), entry(url(server, "/b"))))

        def change() -> None:
            server.pages["/a"] = versioned(later, "text/html")
            server.pages["/b"] = answer(STRIKE.replace(b"<nav></nav>", b"<nav>Most read: rain, snow</nav>"))

        desk.run(url(server, "/feed"), rounds=[nothing, nothing, change, nothing, nothing, nothing, nothing], every=1800, recheck=7200)
        asked = [request.headers.get("if-none-match") is not None for request in server.requests if request.path == "/a"]
    found = desk.outcomes()
    assert found[0] == (2, 2, 0)
    assert found[1] == (2, 0, 0)
    assert sum(versions for _, _, versions in found) == 1
    assert asked[0] is False
    assert all(asked[1:])
    # known for two hours: at half an hour, an hour, two hours, and once more while the newer version is new
    assert len(asked) <= 5
    with open_archive(desk.archive) as opened, opened.reading() as connection:
        assert feeds.next_due(connection) is None
        held = list(articles.kept(connection, list(articles.numbers(connection))).values())
    assert sorted(one.version for one in held) == [1, 1, 2]


def test_a_feed_that_fails_is_asked_ever_more_seldom_and_taken_up_again(desk):
    with Server({"/a": answer(FERRY)}) as server:
        server.pages["/feed"] = answer(b"", "500 Broken")
        whole = rss(entry(url(server, "/a")))
        desk.run(url(server, "/feed"), rounds=[nothing, nothing], every=600, recheck=0)
        server.pages["/feed"] = answer(whole)
        desk.run(url(server, "/feed"), rounds=[nothing], every=600, recheck=0)
    assert desk.outcomes()[-2:] == [(0, 0, 0), (1, 1, 0)]
    # of 4,800 seconds the first hour: the clock is looked at so often at least
    assert desk.waits[:3] == [1200, 2400, 3600]
    assert [len(one.tally.troubles) for one in desk.reports] == [1, 1, 1, 0, 0]
    assert "status 500" in "\n".join(desk.reports[0].lines())


@pytest.mark.parametrize("after", ["7200", "Tue, 03 Mar 2099 10:00:00 GMT", "99999999999"])
def test_a_server_that_asks_to_wait_is_left_alone_for_so_long(after, desk):
    with Server({"/feed": answer(b"", "429 Slow down", retry_after=after)}) as server:
        desk.run(url(server, "/feed"), every=60)
        with open_archive(desk.archive) as opened, opened.reading() as connection:
            (feed,) = feeds.feeds(connection, [url(server, "/feed")]).values()
    assert feed.due >= "2026-03-03T10:00:00Z"
    assert feed.due <= "2026-03-04T08:00:00Z"
    assert len(server.paths()) == 1


def test_once_asks_every_feed_now_whatever_became_of_it_before(desk):
    with Server({"/a": answer(FERRY)}) as server:
        server.pages["/feed"] = versioned(rss(entry(url(server, "/a"))))
        assert not desk.run(url(server, "/feed"), once=True, settings=replace(SETTINGS, allow_private=False))
        assert "--allow-private allows it" in "\n".join(desk.reports[0].lines())
        assert desk.run(url(server, "/feed"), once=True)
        server.pages["/feed"] = answer(b"", "500 Broken")
        assert not desk.run(url(server, "/feed"), once=True)
        server.pages["/feed"] = versioned(rss(entry(url(server, "/a"))))
        assert desk.run(url(server, "/feed"), once=True)
    assert [one.tally.fetched for one in desk.reports] == [0, 1, 0, 0]
    assert [one.tally.feeds for one in desk.reports] == [1, 1, 1, 1]


def test_once_leaves_a_server_alone_that_asked_for_it_and_says_so(desk):
    with Server({"/slow": answer(b"", "503 Busy", retry_after="7200"), "/a": answer(FERRY)}) as server:
        server.pages["/feed"] = versioned(rss(entry(url(server, "/a"))))
        both = (url(server, "/slow"), url(server, "/feed"))
        desk.run(*both, once=True)
        desk.time += timedelta(minutes=10)
        assert desk.run(*both, once=True)
        assert server.paths().count("/slow") == 1
        assert next(iter(desk.reports[-1].lines())) == (
            f"{both[0]}: not-asked: at 2026-03-03T08:00:00Z its server asked to be left alone until 2026-03-03T10:00:00Z; asked again in 1h 50m"
        )
        assert [one.tally.feeds for one in desk.reports] == [2, 2]
        assert not desk.run(both[0], once=True)
        desk.time += timedelta(hours=2)
        desk.run(*both, once=True)
        assert server.paths().count("/slow") == 2


@pytest.mark.parametrize(("head", "seconds"), [
    ("<ttl>60</ttl>", 3600), ("<ttl>0</ttl>", 900), ("<ttl>-4</ttl>", 900), ("<ttl>1</ttl>", 300), ("<ttl>999999999</ttl>", 3600),
    ('<sy:updatePeriod xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">hourly</sy:updatePeriod><sy:updateFrequency xmlns:sy="x">2</sy:updateFrequency>', 1800),
    ("", 900),
])  # fmt: skip
def test_a_feed_is_asked_as_often_as_it_says(head, seconds, desk):
    with Server({"/feed": answer(rss(head=head))}) as server:
        desk.run(url(server, "/feed"), recheck=0)
    assert desk.waits == [min(seconds, 3600)]


def test_opml_and_indexes_lead_to_feeds_and_what_they_drop_is_dropped(desk, tmp_path):
    with Server({"/a": answer(FERRY), "/b": answer(STRIKE)}) as server:
        server.pages["/one"] = versioned(rss(entry(url(server, "/a"))))
        server.pages["/map"] = versioned(
            f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>{url(server, '/b')}</loc></url></urlset>".encode()
        )
        opml = tmp_path / "desk.opml"

        def write(*paths: str) -> None:
            rows = "".join(f'<outline type="rss" text="x" xmlUrl="{url(server, path)}"/>' for path in paths)
            opml.write_text(f'<?xml version="1.0"?><opml version="2.0"><body>{rows}</body></opml>')

        write("/one", "/map")
        desk.run(str(opml), rounds=[lambda: write("/map"), nothing], recheck=0)
        assert desk.outcomes()[0] == (2, 2, 0)
        assert server.paths().count("/one") == 1
        assert server.paths().count("/map") == 3
        with open_archive(desk.archive) as opened, opened.reading() as connection:
            assert list(feeds.feeds(connection, [str(opml)])) == [url(server, "/map")]


def test_articles_that_stand_in_the_feed_itself_are_kept_once(desk):
    words = "The council of Oldhaven voted on Monday to close the old bridge to lorries until it has been repaired. " * 12
    whole = f"<description><![CDATA[<p>{words}</p><p>{words}</p>]]></description>"
    with Server({}) as server:
        feed = rss(entry(url(server, "/a"), more=whole))
        server.pages["/feed"] = answer(feed)

        def change() -> None:
            server.pages["/feed"] = answer(feed.replace(b"voted on Monday", b"voted late on Monday"))

        desk.run(url(server, "/feed"), rounds=[nothing, change], recheck=3600)
        assert set(server.paths()) == {"/feed"}
    assert desk.outcomes() == [(0, 1, 0), (0, 0, 0), (0, 0, 1)]


def test_what_changes_back_is_a_version_in_the_feed_and_on_its_page(desk):
    later = FERRY.replace(b"Nobody was hurt", b"Two passengers were hurt")
    words = "The council of Oldhaven voted on Monday to close the old bridge to lorries until it has been repaired. " * 12
    with Server({"/a": answer(FERRY)}) as server:
        feed = rss(
            entry(url(server, "/a")), entry(url(server, "/b"), more=f"<description><![CDATA[<p>{words}</p><p>{words}</p>]]></description>")
        )
        server.pages["/feed"] = answer(feed)

        def change() -> None:
            server.pages["/a"] = answer(later)
            server.pages["/feed"] = answer(feed.replace(b"voted on Monday", b"voted late on Monday"))

        def back() -> None:
            time.sleep(1.1)  # when a page was received is known to the second
            server.pages["/a"] = answer(FERRY)
            server.pages["/feed"] = answer(feed)

        desk.run(url(server, "/feed"), rounds=[change, nothing, back, nothing, nothing], every=1800, recheck=36_000)
    assert sum(versions for _, _, versions in desk.outcomes()) == 4
    with open_archive(desk.archive) as opened, opened.reading() as connection:
        held = articles.kept(connection, list(articles.numbers(connection))).values()
    assert sorted((one.lineage, one.version) for one in held) == [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)]


LYING = {
    "longer than it is": lambda body: answer(body, content_length=str(len(body) + 500)),
    "shorter than it is": lambda body: answer(body, content_length=str(len(body) - 40)),
    "no length at all": lambda body: f"HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\nconnection: close\r\n\r\n{body.decode()}".encode(),
    "no number": lambda body: answer(body, content_length="many"),
}


@pytest.mark.parametrize("lie", list(LYING))
def test_a_feed_that_lies_about_its_length_costs_nothing_for_good(lie, desk):
    with Server({"/a": answer(FERRY), "/b": answer(STRIKE)}) as server:
        feed = rss(entry(url(server, "/a")), entry(url(server, "/b")))
        told = LYING[lie](feed).replace(b"\r\n", b'\r\netag: "same"\r\n', 1)

        def lying(sock) -> None:
            sock.sendall(told)
            sock.close()

        server.pages["/feed"] = lying
        desk.run(
            url(server, "/feed"),
            rounds=[lambda: server.pages.update({"/feed": versioned(feed, tag='"same"')}), nothing],
            every=300,
            recheck=0,
        )
    assert desk.headlines() == ["Ferry runs aground off Mellah", "Tram drivers in Oldhaven walk out"]


@pytest.mark.parametrize(
    "date", ["Tue, 03 Mar 2099 07:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "Thu, 01 Jan 1903 00:00:00 GMT", "31 Feb 2026"]
)
def test_a_date_that_cannot_be_is_no_date(date, desk):
    with Server({"/a": answer(FERRY)}) as server:
        server.pages["/feed"] = answer(rss(entry(url(server, "/a"), date)))
        desk.run(url(server, "/feed"), once=True)
        with open_archive(desk.archive) as opened, opened.reading() as connection:
            (kept,) = articles.kept(connection, [1]).values()
    assert kept.published is None


def test_a_clock_that_is_set_back_stops_nothing_and_is_said(desk):
    with Server({"/a": versioned(FERRY, "text/html"), "/b": answer(STRIKE)}) as server:
        server.pages["/feed"] = versioned(rss(entry(url(server, "/a"))))

        def back() -> None:
            desk.time = DAY - timedelta(days=400)
            server.pages["/feed"] = versioned(rss(entry(url(server, "/b")), entry(url(server, "/a"))))
            server.pages["/a"] = versioned(FERRY.replace(b"Nobody", b"Nobody at all"), "text/html")

        desk.run(url(server, "/feed"), rounds=[back, nothing], every=1800)
    assert desk.reports[1].note is not None
    assert "set back" in desk.reports[1].note
    assert desk.reports[2].note is None
    assert desk.outcomes()[1] == (2, 1, 1)
    assert all(1 <= seconds <= 3600 for seconds in desk.waits)


def test_a_stop_in_the_middle_keeps_what_was_fetched_and_the_next_run_goes_on(desk):
    with Server({}) as server:
        served: list[str] = []

        def serve(body: bytes):
            def behave(sock, request) -> None:
                served.append(request.path)
                desk.stopped = desk.stopped or len(served) == 2
                sock.sendall(answer(body))
                sock.close()

            return behave

        for number, body in enumerate((FERRY, STRIKE, FERRY.replace(b"Mellah", b"Tarn"), STRIKE.replace(b"Oldhaven", b"Brenn"))):
            server.pages[f"/{number}"] = serve(body)
        server.pages["/feed"] = versioned(rss(*(entry(url(server, f"/{number}")) for number in range(4))))
        desk.run(url(server, "/feed"))
        with open_archive(desk.archive) as opened, opened.reading() as connection:
            (run,) = log.runs(connection)
            before = articles.count(connection)
        assert (run.command, run.state, run.ended is not None) == ("watch", "stopped", True)
        assert before < 4
        desk.run(url(server, "/feed"), once=True)
        with open_archive(desk.archive) as opened, opened.reading() as connection:
            assert articles.count(connection) == 4
            assert [run.state for run in log.runs(connection)] == ["stopped", "done"]


def test_a_page_that_gives_no_answer_is_tried_again(desk):
    with Server({"/a": answer(b"", "503 Busy")}) as server:
        server.pages["/feed"] = versioned(rss(entry(url(server, "/a"))))
        desk.run(url(server, "/feed"), rounds=[lambda: server.pages.update({"/a": answer(FERRY)}), nothing], every=1800)
    assert desk.reports[0].tally.later == 1
    assert desk.headlines() == ["Ferry runs aground off Mellah"]
    with open_archive(desk.archive) as opened, opened.reading() as connection:
        assert [one.outcome for _, one in log.arrivals(connection)] == ["added"]


def test_what_is_no_list_and_no_file_is_said(desk, tmp_path):
    with Server({"/a": answer(FERRY)}) as server:
        assert not desk.run(url(server, "/a"), once=True)
    assert "no feed" in "\n".join(desk.reports[0].lines())
    with pytest.raises(InputError, match="no such file"):
        desk.run(str(tmp_path / "none.opml"))


def test_the_command_tells_each_round_as_a_line_of_json(desk, monkeypatch):
    with Server({"/a": answer(FERRY)}) as server:
        server.pages["/feed"] = answer(rss(entry(url(server, "/a"))))
        words = [
            "watch",
            url(server, "/feed"),
            "--archive",
            desk.archive,
            "--once",
            "--allow-private",
            "--embedder",
            "lexical",
            "--processes",
            "1",
        ]
        made = CliRunner().invoke(cli.app, [*words, "--format", "json"])
        assert made.exit_code == 0, made.output
        told = json.loads(made.stdout)
        assert (told["round"], told["added"], told["troubles"]) == (1, 1, [])
        again = CliRunner().invoke(cli.app, words)
    assert ": 1 feed" in again.stderr
    assert "1 feeds" not in again.stderr
    assert "the archive holds 1 article in 1 story" in again.stderr


def test_a_signal_ends_it_in_good_order(desk):
    before = signal.getsignal(signal.SIGTERM)
    with Server({"/a": answer(FERRY)}) as server:

        def feed(sock) -> None:
            sock.sendall(answer(rss(entry(url(server, "/a")))))
            sock.close()
            os.kill(os.getpid(), signal.SIGTERM)

        server.pages["/feed"] = feed
        words = ["watch", url(server, "/feed"), "--archive", desk.archive, "--allow-private", "--embedder", "lexical", "--processes", "1"]
        made = CliRunner().invoke(cli.app, words)
    assert made.exit_code == 0, made.output
    assert signal.getsignal(signal.SIGTERM) == before
    with open_archive(desk.archive) as opened, opened.reading() as connection:
        assert [run.state for run in log.runs(connection)] == ["stopped"]
