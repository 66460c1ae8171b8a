"""`tellings check` looks at feeds, visits, follows and alerts, in every kind of archive, and mends what can be."""

import hashlib
import json
from dataclasses import replace

import pytest
from msgspec.structs import replace as changed_to
from tests.contract.test_store import add, article_of, page_with

from tellings.app import checking
from tellings.model.alerts import Alert
from tellings.model.spans import Selector
from tellings.store import articles, checking_feeds, checking_follows, feeds, follows, forgetting, log
from tellings.store.checking import Check
from tellings.store.feeds import Again, Answered, Feed, Visit
from tellings.store.follows import Follow
from tellings.store.packing import pack, squeeze
from tellings.store.tables import ALERTS, FEEDS, FOLLOWS, STORIES, VISITS

NOW, LATER = "2026-03-03T08:00:00Z", "2026-03-03T09:00:00Z"
RSS = b"<rss/>"
HELD = Answered(url="https://quay.example/rss", sha256=hashlib.sha256(RSS).hexdigest(), raw=RSS)
KEY = feeds.digest("quay.example/2")


def wanted(**more) -> Follow:
    return Follow(id=0, uid="", made=NOW, mark=0, **more)


def searching(story: str | None = None) -> str:
    return json.dumps({"words": "ferry", "filters": {"story": story} if story else {}, "shown": "ferry"})


def alert(article: str, story: str, key: str = "k") -> Alert:
    sel = Selector(article=article, start=0, end=9, exact="The ferry")
    return Alert(
        id=key, kind="match", story=story, about=article, article=article, text="x", words="x", note="", evidence=(sel,), origin="alerting@1"
    )  # fmt: skip


@pytest.fixture
def watched(archive):
    """An archive with one article, a story that is followed with two alerts, a search, two feeds and two visits; and how the article is listed."""
    with archive.writing() as connection:
        run = log.begin_run(connection, "add", NOW, {})
        kept = add(connection, 1, "The ferry left.", story="s", url="https://quay.example/2")
        articles.put_records(connection, 1, [article_of(page_with("The ferry left.", kept.url), id=kept.id)])
        log.put_arrival(connection, log.Arrival(run=run, batch=1, at=NOW, input="a.txt", outcome="added", page=kept.page, article=kept.id))
        feeds.put_feeds(connection, [
            Feed(url="https://a.example", parent="lists.opml", checked=NOW, due=LATER, answer=HELD, sha256=HELD.sha256),
            Feed(url="https://b.example", parent="https://a.example"),
        ])  # fmt: skip
        again = Again(
            listed={"url": "https://quay.example/2"}, sha256="x", answer=changed_to(HELD, raw=b"", sha256=page_sha(connection, kept))
        )
        feeds.put_visits(connection, [
            Visit(key=KEY, first=NOW, checked=NOW, page=kept.page, due=LATER, again=again), Visit(key="0", first=NOW, checked=NOW)
        ])  # fmt: skip
        first = follows.put_follow(connection, wanted(kind="story", subject="s", webhook="https://quay.example/hook"))
        follows.put_follow(connection, wanted(kind="search", subject=searching()))
        follows.note(connection, first, [alert(kept.id, "s"), alert(kept.id, "s", "m")], NOW)
    return archive, kept


def page_sha(connection, kept) -> str:
    return articles.digests(connection, [kept.page])[kept.page]


def said(archive, connection) -> list:
    """What is said of feeds, visits, follows and alerts."""
    check = Check(archive, checking.known_origins(), lambda *_: None)
    return [
        *checking_feeds.watched(connection), *checking_feeds.visited(connection), *checking_follows.followed(connection),
        *checking_follows.noted(connection, check.evidence),
    ]  # fmt: skip


def test_what_is_watched_and_followed_has_no_fault(watched):
    with watched[0].reading() as connection:
        assert said(watched[0], connection) == []


ODD = pack([Alert(id="k", kind="match", story="", about="none", article="none", text="", words="", note="", evidence=(), origin="x@1")])
# What is done, what is said of it, and whether it is mended.
DAMAGE = {
    "a feed that nothing leads to": (FEEDS.update().values(parent="https://gone.example"), "is named by https://gone.example, which is not there", True),
    "a feed with an answer that cannot be read": (FEEDS.update().values(answer=b"\0"), "its last answer cannot be read", True),
    "a feed with an answer of other things": (FEEDS.update().values(answer=squeeze(b"\x80")), "its last answer cannot be read", True),
    "a feed at no time": (FEEDS.update().values(checked="yesterday"), "has no time in checked: 'yesterday'", True),
    "a feed that failed less than never": (FEEDS.update().values(failures=-1), "failed -1 times", True),
    "a feed with a pace that cannot be": (FEEDS.update().values(pace=-5), "asks for a pace of -5 seconds", True),
    "a page that is not there": (VISITS.update().where(VISITS.c.key == KEY).values(page="none"), "gave the page none, which is not there", True),
    "a visit at no time": (VISITS.update().values(first="2026-13-01T00:00:00Z"), "has no time in first", True),
    "a visit tried less than never": (VISITS.update().values(tries=-2), "was tried -2 times", True),
    "a visit that was forgotten and is not": (VISITS.update().values(tries=-1), "was forgotten and says where it is", True),
    "a visit to be asked nowhere": (VISITS.update().values(due=LATER, data=None), "is to be asked again, and nothing says where", True),
    "a visit to be asked at no address": (VISITS.update().values(data=squeeze(b"\x81\xa6listed\x80")), "is to be asked again at no address", True),
    "a visit that cannot be read": (VISITS.update().values(data=b"\0\1"), "what it takes to ask again cannot be read", True),
    "a follow of an unknown kind": (FOLLOWS.update().values(kind="rumour"), "is of the kind 'rumour'", False),
    "a follow of a story that is not there": (FOLLOWS.update().where(FOLLOWS.c.id == 1).values(subject="none"), "follows story none, which is not there", False),
    "a search that cannot be read": (FOLLOWS.update().where(FOLLOWS.c.id == 2).values(subject="{"), "its search cannot be read", False),
    "a search without words": (FOLLOWS.update().where(FOLLOWS.c.id == 2).values(subject="[]"), "its search has no words", False),
    "a search with odd filters": (
        FOLLOWS.update().where(FOLLOWS.c.id == 2).values(subject='{"words": "a", "shown": "a", "filters": {"mood": "x"}}'), "filters that no release knows", False,
    ),
    "a search of a story that is not there": (
        FOLLOWS.update().where(FOLLOWS.c.id == 2).values(subject=searching("none")), "follows story none, which is not there", False,
    ),
    "a follow that hears of nothing": (FOLLOWS.update().values(mark=9), "is told of nothing before article number 9, and there are 1", True),
    "a follow made at no time": (FOLLOWS.update().values(made="x"), "was made at 'x', which is no time", False),
    "two follows of one uid": (FOLLOWS.update().values(uid="u"), "has the uid 'u', which is not its own", False),
    "alerts of no follow": (FOLLOWS.delete().where(FOLLOWS.c.id == 1), "is of follow 1, which is not there", True),
    "an alert that cannot be read": (ALERTS.update().where(ALERTS.c.seq == 1).values(data=b"\0"), "alert 1: the archive is damaged", True),
    "an alert listed otherwise": (ALERTS.update().where(ALERTS.c.seq == 1).values(key="z"), "is listed with other data than it holds", True),
    "an alert of what is not there": (ALERTS.update().where(ALERTS.c.seq == 1).values(data=ODD, story=""), "is of article none, which is not there", True),
    "an alert of an unknown origin": (ALERTS.update().where(ALERTS.c.seq == 1).values(data=ODD, story=""), "made by 'x@1', which no release knows", True),
    "an alert noted at no time": (ALERTS.update().values(at="x"), "was noted at 'x', which is no time", False),
    "alerts noted twice": (ALERTS.update().values(key="k", data=ODD, story=""), "was noted before", True),
    "alerts that wait for nothing": (FOLLOWS.update().values(webhook=None), "waits for a webhook, and its follow has none", True),
}  # fmt: skip


def test_what_is_wrong_is_said_and_mended_where_it_can_be(watched):
    archive = watched[0]
    with archive.writing() as connection:
        for what, (command, words, mended) in DAMAGE.items():
            with connection.begin_nested() as undone:
                connection.execute(command)
                found = said(archive, connection)
                assert any(words in str(one) for one in found), what
                for one in found:
                    if one.mend is not None:
                        one.mend(connection)
                left = said(archive, connection)
                assert any(words in str(one) for one in left) is not mended, what
                assert not any(one.mend is not None for one in left), what
                undone.rollback()
        assert said(archive, connection) == []


def test_all_of_it_is_looked_at(watched):
    archive = watched[0]
    with archive.writing() as connection:
        connection.execute(FEEDS.update().values(failures=-1))
        connection.execute(VISITS.update().values(tries=-2))
        connection.execute(FOLLOWS.update().values(mark=9))
        connection.execute(ALERTS.update().values(at="x"))
    found = Check(archive, checking.known_origins(), lambda *_: None).faults()
    assert {one.where.split()[0] for one in found} >= {"feed", "visit", "follow", "alert"}


def test_an_answer_without_its_bytes_is_asked_for_anew(watched):
    archive, _ = watched
    again = Again(listed={"url": "https://quay.example/2"}, sha256="x", answer=changed_to(HELD, raw=b"", sha256="f" * 64))
    with archive.writing() as connection:
        feeds.put_again(connection, KEY, again)
        feeds.put_feeds(connection, [Feed(url="https://a.example", parent="lists.opml", answer=changed_to(HELD, sha256="f" * 64))])
        found = said(archive, connection)
        assert [one.message.partition(",")[0] for one in found] == [
            "its last answer holds other bytes than it says",
            f"its last answer has the bytes {'f' * 64}",
        ]
        for one in found:
            one.mend(connection)
        assert [one.again and one.again.answer for one in feeds.due(connection, LATER)] == [None]
        assert feeds.feeds(connection, ["lists.opml"])["https://a.example"].answer is None
        assert said(archive, connection) == []


def test_a_story_that_was_forgotten_may_be_followed_still(watched):
    archive, kept = watched
    with archive.writing() as connection:
        forgetting.forget(connection, [kept])
        connection.execute(STORIES.delete().where(STORIES.c.id == "s"))
        assert said(archive, connection) == []


def test_what_comes_in_the_place_of_the_last_article_that_was_forgotten_is_told(archive):
    with archive.writing() as connection:
        add(connection, 1, "The ferry left.")
        last = add(connection, 2, "The ferry came back.")
        follow = follows.put_follow(connection, replace(wanted(kind="search", subject=searching()), mark=2))
        forgetting.forget(connection, [last])
        assert articles.next_number(connection) == 3
        assert [one.mark for one in follows.follows(connection)] == [follow.mark] == [2]


def test_feeds_that_a_list_led_to_go_with_it(archive):
    with archive.writing() as connection:
        chain = [("a", "a"), ("b", "a"), ("c", "b"), ("d", "c"), ("e", "e")]
        feeds.put_feeds(connection, [Feed(url=f"https://{url}.example", parent=f"https://{parent}.example") for url, parent in chain])
        assert feeds.drop_feeds(connection, "https://a.example", frozenset()) == [f"https://{url}.example" for url in "bcd"]
        assert sorted(feeds.feeds(connection, ["https://a.example", "https://e.example"])) == ["https://a.example", "https://e.example"]
        assert said(archive, connection) == []
