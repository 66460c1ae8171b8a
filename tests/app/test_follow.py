"""`tellings follow`, `follows`, `unfollow` and `alerts`: what is new is told once, to the terminal, an Atom file and a webhook, and nothing is lost on the way."""

import hashlib
import hmac
import json
import threading
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from tests.unit.ingest.fetching.servers import QUICK, Server, answer
from typer.testing import CliRunner

from tellings import cli
from tellings.app import alerting, archives, atom, checking, following, watching
from tellings.errors import ConfigError, InputError
from tellings.ingest.fetching.posting import Poster
from tellings.model.alerts import Alert
from tellings.model.spans import Selector
from tellings.settings import Settings
from tellings.store import follows, stories
from tellings.store.follows import Follow, Noted
from tellings.store.opening import open_archive
from tellings.store.search import Filters
from tellings.store.tables import FOLLOWS

SETTINGS = Settings(processes=1, embedder="lexical", allow_private=True, fetch_retries=1, fetch_timeout=5.0)
FIRST = (
    "A barge loaded with grain sank at the Lerum lock on Tuesday morning. Six sailors were rescued by the lock keeper. "
    "The mayor, Anna Brandt, said the lock would stay closed for two weeks."
)
SECOND = (
    "A grain barge sank at the lock of Lerum on Tuesday. Divers searched the hull in the afternoon. The cause of the accident is not known."
)
THIRD = (
    "A barge carrying grain sank at the Lerum lock on Tuesday. Nine sailors were rescued by the lock keeper. "
    "Mayor Anna Brandt said that the lock would stay closed for two weeks."
)
NONE = following.Targets()
ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass
class Desk:
    """An archive that is filled record by record, each record an article of the outlet; a day passes with each."""

    where: str
    folder: object
    days: int = 1
    records: dict[str, str] = field(default_factory=dict)

    def now(self) -> str:
        return f"2026-03-{self.days:02}T08:00:00Z"

    def add(
        self, outlet: str, text: str, headline: str = "Barge sinks at Lerum lock", *, settings: Settings = SETTINGS
    ) -> alerting.Attended:
        self.days += 1
        path = self.folder / f"{outlet}.jsonl"
        record = {"id": outlet, "outlet": outlet, "headline": headline, "published": "2026-03-03", "text": text}
        path.write_text(json.dumps(record) + "\n")
        return archives.add(self.where, [path], settings=settings, now=self.now).alerts

    def story(self) -> str:
        with open_archive(self.where) as opened, opened.reading() as connection:
            (one,) = archives.all_stories(connection, most=5)
        return one.id

    def add_elsewhere(self) -> str:
        """Add an article of another story and return that story's id."""
        before = self.story()
        self.add("Brook Daily", "Rain fell on Oldhaven all of Monday. Trams ran late.", "Rain in Oldhaven")
        with open_archive(self.where) as opened, opened.reading() as connection:
            (one,) = [found.id for found in archives.all_stories(connection, most=5) if found.id != before]
        return one

    def follow(self, **targets) -> Follow:
        return following.follow_story(self.where, self.story(), following.Targets(**targets), settings=SETTINGS, now=self.now)


@pytest.fixture
def desk(tmp_path):
    made = Desk(str(tmp_path / "desk.db"), tmp_path)
    made.add("Canal Courier", FIRST)
    made.add("Harbour Mail", SECOND)
    yield made
    assert checking.check(made.where).faults == ()  # whatever was followed


def run(*words: str):
    return CliRunner().invoke(cli.app, list(words))


def kinds(made: alerting.Attended) -> set[str]:
    return {one.alert.kind for one in made.new}


def test_what_is_new_of_a_story_is_told_once_and_what_was_there_is_not(desk):
    desk.follow()
    assert desk.add("Harbour Mail", SECOND).new == []
    made = desk.add("Quay Post", THIRD)
    assert kinds(made) == {"conflict", "telling"}
    (conflict,) = [one.alert for one in made.new if one.alert.kind == "conflict"]
    assert {sel.exact for sel in conflict.evidence} >= {
        "Nine sailors were rescued by the lock keeper",
        "Six sailors were rescued by the lock keeper",
    }
    assert desk.add("Quay Post", THIRD).new == []
    changed = desk.add("Canal Courier", FIRST.replace("Six sailors were rescued by the lock keeper. ", ""))
    assert kinds(changed) == {"withdrawn"}
    with open_archive(desk.where) as opened, opened.reading() as connection:
        noted = follows.alerts(connection)
        texts = archives.articles.articles(connection, list(archives.articles.numbers(connection))).values()
    by_id = {article.id: article.text for article in texts}
    assert len({one.alert.id for one in noted}) == len(noted)
    for one in noted:
        assert one.alert.words in " ".join(one.alert.evidence[0].exact.split())
        assert all(by_id[sel.article][sel.start : sel.end] == sel.exact for sel in one.alert.evidence)


def test_a_story_that_is_followed_late_has_nothing_new(desk):
    desk.add("Quay Post", THIRD)
    desk.follow()
    assert desk.add("Canal Courier", FIRST).new == []
    assert alerting.alerts(desk.where, settings=SETTINGS, now=desk.now).new == []


def test_a_search_finds_articles_that_come_once_for_all_versions_and_what_is_new_of_their_story(desk):
    wanted = following.Wanted(words="barge Lerum", filters=Filters(), shown="“barge Lerum”")
    following.follow_search(desk.where, wanted, NONE, settings=SETTINGS, now=desk.now)
    assert desk.add("Canal Courier", FIRST).new == []
    assert desk.add("Brook Daily", "Rain fell on Oldhaven all of Monday. Trams ran late.", "Rain in Oldhaven").new == []
    made = desk.add("Quay Post", THIRD)
    assert kinds(made) == {"match", "conflict", "telling"}
    (match,) = [one.alert for one in made.new if one.alert.kind == "match"]
    assert match.words == "A barge carrying grain sank at the Lerum lock on Tuesday."
    assert "Quay Post" in match.note
    assert "match" not in kinds(desk.add("Quay Post", THIRD.replace("Nine", "Eight")))


def test_filters_of_a_search_hold(desk):
    filters = Filters(outlet="Quay Post")
    following.follow_search(desk.where, following.Wanted(words="barge", filters=filters, shown="x"), NONE, settings=SETTINGS, now=desk.now)
    assert desk.add("Lock Gazette", THIRD).new == []
    assert kinds(desk.add("Quay Post", THIRD.replace("two weeks", "three weeks"))) >= {"match"}


def test_a_search_is_followed_by_the_command_with_the_filters_of_search(desk):
    story = desk.story()
    words = ["follow", "search", "barge", "lock", "--outlet", "Quay", "--country", "Kenya", "--since", "2026-03-01", "--story", story[:8]]
    assert run(*words, "--archive", desk.where).exit_code == 0
    (one,) = json.loads(run("follows", "--archive", desk.where, "--format", "json").stdout)["follows"]
    assert one["subject"]["words"] == "barge lock"
    assert one["subject"]["filters"] == {"outlet": "Quay", "country": "KEN", "since": 739676, "story": story}
    assert run("follow", "search", "barge", "--since", "never", "--archive", desk.where).exit_code != 0


def test_the_list_of_alerts_gives_each_once_and_all_when_asked(desk):
    desk.follow()
    noted = desk.add("Quay Post", THIRD).new
    first = run("alerts", "--archive", desk.where)
    assert first.exit_code == 0
    assert len(first.stdout.splitlines()) == len(noted) > 1
    assert "Quay Post: Nine sailors were rescued" in first.stdout
    assert run("alerts", "--archive", desk.where).stdout == ""
    every = json.loads(run("alerts", "--archive", desk.where, "--all", "--format", "json").stdout)["alerts"]
    assert [one["seen"] for one in every] == [True] * len(noted)
    assert {one["format"] for one in every} == {"tellings.alert/1"}


def test_what_is_followed_is_listed_and_given_up(desk):
    story = desk.story()
    assert run("follow", "story", story[:8], "--archive", desk.where, "--processes", "1", "--embedder", "lexical").exit_code == 0
    (one,) = json.loads(run("follows", "--archive", desk.where, "--format", "json").stdout)["follows"]
    assert (one["id"], one["kind"], one["subject"]) == (1, "story", story)
    assert "Barge sinks at Lerum lock" in run("follows", "--archive", desk.where).stdout
    assert run("unfollow", "1", "--archive", desk.where).exit_code == 0
    assert desk.add("Quay Post", THIRD).new == []
    with pytest.raises(InputError, match="nothing is followed"):
        following.unfollow(desk.where, 1)


def test_an_atom_file_is_whole_and_its_ids_stay(desk, tmp_path):
    path = tmp_path / "new.atom"
    desk.follow(atom=path)
    desk.add("Quay Post", THIRD)
    first = ET.fromstring(path.read_text())
    ids = {entry.findtext(f"{ATOM}id") for entry in first.iter(f"{ATOM}entry")}
    assert first.findtext(f"{ATOM}id").startswith("tag:")
    assert first.findtext(f"{ATOM}updated") == desk.now()
    assert ids
    for entry in first.iter(f"{ATOM}entry"):
        assert all(entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated", "content"))
    desk.add("Canal Courier", FIRST.replace("Six sailors were rescued by the lock keeper. ", ""))
    second = ET.fromstring(path.read_text())
    assert ids < {entry.findtext(f"{ATOM}id") for entry in second.iter(f"{ATOM}entry")}
    before = path.stat()
    alerting.alerts(desk.where, settings=SETTINGS, now=desk.now)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_any_words_make_a_feed_that_can_be_read_and_the_oldest_are_left_out():
    follow = Follow(id=1, uid="u", kind="story", subject="s", made="2026-01-01T00:00:00Z", mark=0)
    words = "a\0b <&> \ud800 \x1b[31m ]]> \ufffe 'x' \""
    alert = Alert(
        id="k", kind="match", story="s", about="a", article="a", text=words, words=words, note="", evidence=(Selector(article="a", start=0, end=1, exact=words),)
    )  # fmt: skip
    noted = [Noted(seq=1, follow=1, at="2026-01-02T00:00:00Z", seen=False, queued=False, alert=alert)]
    made = ET.fromstring(atom.feed([follow], noted, {"a": 'https://quay.example/?a=1&b="2"'}).encode())
    (entry,) = made.iter(f"{ATOM}entry")
    assert "<&>" in entry.findtext(f"{ATOM}title")
    assert ET.fromstring(atom.feed([follow], [], {})).findtext(f"{ATOM}updated") == "2026-01-01T00:00:00Z"


@dataclass
class Hook:
    """A server that takes what is sent, and answers with the statuses one by one, the last for ever."""

    statuses: list[int]
    received: list = field(default_factory=list)

    def __enter__(self):
        ours = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                ours.received.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(ours.statuses.pop(0) if len(ours.statuses) > 1 else ours.statuses[0])
                self.send_header("Location", "http://127.0.0.1:1/")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(alerting, "Poster", lambda settings: Poster(settings, limits=QUICK))


def test_a_webhook_is_sent_each_alert_signed_and_once(desk, tmp_path, quick):
    key = tmp_path / "key"
    key.write_text("not a real key\n")
    with Hook([503, 200]) as hook:
        desk.follow(webhook=hook.url, secret=key)
        made = desk.add("Quay Post", THIRD)
        assert made.problems == []
        assert made.sent == len(made.new)
        assert desk.add("Quay Post", THIRD).sent == 0
    # the first one was sent again after the 503
    assert len(hook.received) == len(made.new) + 1
    for headers, body in hook.received:
        told = json.loads(body)
        assert headers["x-tellings-signature"] == f"sha256={hmac.new(b'not a real key', body, hashlib.sha256).hexdigest()}"
        assert headers["x-tellings-delivery"] == told["id"]
        assert headers["content-type"] == "application/json"
        assert told["format"] == "tellings.alert/1"
        assert told["evidence"]


@pytest.mark.parametrize(("status", "said"), [(500, "status 500"), (302, "redirect"), (401, "status 401")])
def test_what_a_webhook_does_not_take_waits_for_the_next_time(status, said, desk, quick):
    with Hook([status]) as hook:
        desk.follow(webhook=hook.url)
        made = desk.add("Quay Post", THIRD)
        assert made.sent == 0
        assert len(made.problems) == 1
        assert said in made.problems[0]
        hook.statuses, hook.received = [204], []
        later = alerting.alerts(desk.where, settings=SETTINGS, now=desk.now)
        assert (later.sent, later.problems) == (len(made.new), [])
        assert [json.loads(body)["seq"] for _, body in hook.received] == [one.seq for one in made.new]


CLOSED = Settings(processes=1, embedder="lexical")


def forbid(where):
    """Take from what is followed that it may be sent to a private network, as what an earlier version wrote has it."""
    with open_archive(where, "write") as opened, opened.writing() as connection:
        connection.execute(FOLLOWS.update().values(allow_private=None))


def test_what_is_followed_may_be_sent_where_it_was_allowed_when_it_was_made(desk, quick):
    with Hook([204]) as hook:
        desk.follow(webhook=hook.url)
        made = desk.add("Quay Post", THIRD, settings=CLOSED)
        assert made.problems == []
        assert made.sent == len(made.new) > 0


def test_one_line_says_how_a_webhook_on_a_private_network_is_allowed(desk, quick):
    with pytest.raises(ConfigError, match=r"--webhook: 127\.0\.0\.1 is .*--allow-private allows it"):
        following.follow_story(
            desk.where, desk.story(), following.Targets(webhook="http://127.0.0.1:8080/x"), settings=CLOSED, now=desk.now
        )
    with Hook([204]) as hook:
        desk.follow(webhook=hook.url)
        desk.follow(webhook=hook.url)
        forbid(desk.where)
        made = desk.add("Quay Post", THIRD, settings=CLOSED)
    (problem,) = made.problems
    assert problem.count("--allow-private") == 1


def test_a_webhook_on_a_private_network_is_refused_unless_allowed(desk, quick):
    closed = CLOSED
    with pytest.raises(ConfigError, match="port 9"):
        following.follow_story(desk.where, desk.story(), following.Targets(webhook="http://127.0.0.1:9/x"), settings=closed, now=desk.now)
    with Hook([500, 500, 200]) as hook:
        desk.follow(webhook=hook.url)
        made = desk.add("Quay Post", THIRD)
        hook.received = []
        forbid(desk.where)
        with open_archive(desk.where, "write") as opened:
            refused = alerting.attend(opened, settings=closed, after=0, now=desk.now)
        assert hook.received == []
        assert len(refused.problems) == 1
        assert "refused" in refused.problems[0]
        assert alerting.alerts(desk.where, settings=SETTINGS, now=desk.now).sent == len(made.new)


@pytest.mark.parametrize(("targets", "said"), [
    ({"webhook": "ftp://x.example/"}, "only http"), ({"webhook": "no address"}, "--webhook"), ({"secret": "x"}, "goes with --webhook"),
    ({"webhook": "https://x.example/", "secret": "none"}, "cannot read"), ({"atom": "none/new.atom"}, "no folder"),
])  # fmt: skip
def test_a_target_that_cannot_be_is_said_in_one_line(targets, said, desk, tmp_path):
    given = {name: tmp_path / value if name != "webhook" else value for name, value in targets.items()}
    with pytest.raises(ConfigError, match=said):
        desk.follow(**given)


def test_a_story_that_is_merged_into_another_is_followed_on_there(desk):
    story = desk.follow().subject
    # the story that is named first lives on
    other = desk.add_elsewhere()
    assert run("merge", other, story, "--archive", desk.where).exit_code == 0
    with open_archive(desk.where) as opened, opened.reading() as connection:
        lives = {name: stories.one(connection, name).id for name in (story, other)}
    assert len(set(lives.values())) == 1
    made = desk.add("Quay Post", THIRD)
    assert {one.alert.story for one in made.new} == {lives[story]}
    assert "conflict" in kinds(made)


def test_watching_tells_what_is_new(desk):
    wanted = following.Wanted(words="barge Lerum", filters=Filters(), shown="“barge Lerum”")
    following.follow_search(desk.where, wanted, NONE, settings=SETTINGS, now=desk.now)
    told: list = []
    hooks = watching.Hooks(now=desk.now, wait=lambda _seconds: None, stop=lambda: False, tell=told.append)
    with Server({"/a": answer(f"<article><h1>Barge sinks at Lerum lock</h1><p>{THIRD}</p></article>".encode())}) as server:
        address = f"http://127.0.0.1:{server.port}"
        server.pages["/feed"] = answer(
            f"<rss version='2.0'><channel><title>Quay Post</title><item><link>{address}/a</link></item></channel></rss>".encode()
        )
        watching.watch(desk.where, [f"{address}/feed"], watching.Schedule(once=True), settings=SETTINGS, hooks=hooks)
    (report,) = told
    assert "match" in kinds(report.summary.alerts)
    assert any("found by the search" in line for line in report.lines())
    assert {one["kind"] for one in json.loads(report.as_json())["alerts"]} >= {"match"}


def test_no_page_acts_on_the_terminal(desk, monkeypatch):
    """What pages and outlets say is printed without what a terminal would do at it."""
    wanted = following.Wanted(words="barge Lerum", filters=Filters(), shown="“barge\x1b[2J Lerum”")
    following.follow_search(desk.where, wanted, NONE, settings=SETTINGS, now=desk.now)
    desk.follow()
    path = desk.folder / "bad.jsonl"
    record = {"id": "b\x1b[1m", "outlet": "Quay\x1b[31m Post\u202e", "headline": "Barge\x9b sinks \x1b[5mat Lerum", "text": THIRD}
    path.write_text(json.dumps(record) + "\n" + json.dumps({"id": "\x1b[7m", "text": " "}) + "\n")
    monkeypatch.setattr(archives, "utc_now", desk.now)
    said = ""
    for words in (
        ["add", str(path), "--embedder", "lexical", "--processes", "1"], ["alerts", "--all"], ["follows"], ["forget", "--outlet", "Quay\x1b[31m Post\u202e", "--dry-run"],
        ["follow", "search", "--archive", desk.where, "barge\x1b[2J"], ["forget", "\x1b[31mnobody"],
    ):  # fmt: skip
        made = CliRunner().invoke(cli.app, [*words, "--archive", desk.where])
        said += made.output + str(made.exception or "")
    assert "Quay" in said
    assert "nobody" in said
    assert "search" in said
    assert not {char for char in said if char in "\x1b\x9b\u202e"}


def test_what_is_forgotten_is_gone_from_files_of_atom(desk):
    from tellings.app import forgetting

    files = [desk.folder / "feed.xml", desk.folder / "none" / "feed.xml"]
    files[1].parent.mkdir()
    for file in files:
        desk.follow(atom=file)
    desk.add("Quay Post", THIRD)
    assert all("Nine sailors" in file.read_text() for file in files)
    files[1].unlink()
    files[1].parent.rmdir()
    made = forgetting.forget(desk.where, forgetting.Asked(outlet="Quay Post"), settings=SETTINGS, now=desk.now)
    assert "Nine sailors" not in files[0].read_text()
    assert [str(files[1]) in problem for problem in made.problems] == [True]


def test_what_is_forgotten_is_gone_from_alerts_too(desk):
    from tellings.store import forgetting

    desk.follow()
    desk.add("Quay Post", THIRD)
    with open_archive(desk.where, "write") as opened:
        with opened.writing() as connection:
            assert follows.alerts(connection)
            forgetting.forget(connection, forgetting.meant(connection, outlet="Quay Post"))
        opened.wipe()
        with opened.reading() as connection:
            assert follows.alerts(connection) == []
