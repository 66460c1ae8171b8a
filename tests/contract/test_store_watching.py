"""Feeds, visits, follows and alerts, in a SQLite file, in memory and in PostgreSQL alike."""

from dataclasses import replace

from tests.contract.test_store import add

from tellings.model.alerts import Alert
from tellings.model.spans import Selector
from tellings.store import articles, feeds, follows
from tellings.store.feeds import Again, Answered, Feed, Visit
from tellings.store.follows import Follow

NOW, LATER = "2026-03-03T08:00:00Z", "2026-03-03T09:00:00Z"
ANSWER = Answered(url="https://quay.example/rss", sha256="0" * 64, etag='"é"', raw=b"<rss/>\0\xff")


def test_feeds_are_found_by_what_leads_to_them_however_deep(archive):
    root = Feed(url="a", parent="a", checked=NOW, due=LATER, answer=ANSWER, open=True)
    with archive.writing() as connection:
        feeds.put_feeds(connection, [root, Feed(url="b", parent="a"), Feed(url="c", parent="b"), Feed(url="d", parent="d")])
        feeds.put_feeds(connection, [replace(root, failures=2)])
        assert feeds.feeds(connection, ["a"]) == {
            "a": replace(root, failures=2), "b": Feed(url="b", parent="a"), "c": Feed(url="c", parent="b")
        }  # fmt: skip
        assert feeds.drop_feeds(connection, "a", frozenset()) == ["b", "c"]
        assert list(feeds.feeds(connection, ["a", "d"])) == ["a", "d"]
        assert feeds.last_checked(connection) == NOW


def test_an_address_is_known_by_a_visit_or_by_its_article(archive):
    seen = Visit(key=feeds.digest("quay.example/1"), first=NOW, checked=NOW, due=LATER, again=Again(listed={"url": "x"}, answer=ANSWER))
    with archive.writing() as connection:
        add(connection, 1, "The ferry left.", url="https://quay.example/2")
        feeds.put_visits(connection, [seen])
        asked = {f"quay.example/{number}": f"https://quay.example/{number}" for number in range(1, 4)}
        assert feeds.known(connection, asked) == {"quay.example/1", "quay.example/2"}
        assert feeds.due(connection, NOW) == []
        assert feeds.due(connection, LATER) == [seen]
        # the clock was set back
        assert feeds.due(connection, "2025-01-01T00:00:00Z") == [seen]
        assert feeds.next_due(connection) == LATER
        assert feeds.told_by(connection, ["https://quay.example/2", "https://quay.example/3"]) == {"https://quay.example/2": "a.txt"}


def test_what_is_forgotten_is_known_by_a_digest_alone(archive):
    with archive.writing() as connection:
        kept = add(connection, 1, "The ferry left.", url="https://quay.example/2")
        key = feeds.digest("quay.example/2")
        feeds.put_visits(connection, [Visit(key=key, first=NOW, checked=NOW, page=kept.page, due=LATER, again=Again(listed={"url": "x"}))])
        feeds.put_feeds(connection, [Feed(url="a", parent="a", answer=ANSWER, sha256="0" * 64)])
        feeds.forget(connection, [kept])
        assert feeds.forgotten(connection, [key, "other"]) == {key}
        assert feeds.due(connection, LATER) == []
        assert feeds.known(connection, {"quay.example/2": "https://elsewhere.example/"}) == {"quay.example/2"}
        assert feeds.feeds(connection, ["a"])["a"].answer is None


def alert(name: str, article: str = "a") -> Alert:
    sel = Selector(article=article, start=0, end=3, exact="x\0\ud800")
    return Alert(id=name, kind="telling", story="s", about="c", article=article, text="x", words="x", note="", evidence=(sel,))


def test_an_alert_is_noted_once_for_each_follow_and_goes_with_it(archive):
    wanted = Follow(id=0, uid="", kind="story", subject="s", made=NOW, mark=3, webhook="https://quay.example/hook")
    with archive.writing() as connection:
        first, second = follows.put_follow(connection, wanted), follows.put_follow(connection, replace(wanted, webhook=None))
        assert (first.id, second.id, first.uid != second.uid) == (1, 2, True)
        assert [one.seq for one in follows.note(connection, first, [alert("k"), alert("m")], NOW)] == [1, 2]
        assert follows.note(connection, first, [alert("m")], LATER) == []
        assert [one.seq for one in follows.note(connection, second, [alert("m")], LATER)] == [3]
        follows.mark_seen(connection, [1])
        follows.mark_sent(connection, 1)
        assert [one.seq for one in follows.alerts(connection, unseen=True)] == [2, 3]
        assert [one.seq for one in follows.alerts(connection, queued=True)] == [2]
        assert [one.seq for one in follows.latest(connection, [1, 2], 2)] == [3, 2]
        assert follows.last(connection) == 3
        assert follows.drop_follow(connection, 1)
        assert not follows.drop_follow(connection, 1)
        assert [one.follow for one in follows.alerts(connection)] == [2]


def test_alerts_that_show_an_article_go_with_it(archive):
    wanted = Follow(id=0, uid="", kind="story", subject="s", made=NOW, mark=0)
    with archive.writing() as connection:
        kept = add(connection, 1, "The ferry left.")
        follow = follows.put_follow(connection, wanted)
        follows.note(connection, follow, [alert("k", kept.id), alert("m")], NOW)
        follows.forget(connection, articles.versions(connection, 1))
        assert [one.alert.id for one in follows.alerts(connection)] == ["m"]
