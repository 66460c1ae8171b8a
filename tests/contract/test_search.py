"""An archive finds articles by their words and their meaning, through filters, and nothing of what was taken out."""

import json
from datetime import date

import numpy as np
import pytest
from tests.contract.test_store import page_with

from tellings.engine import alerting
from tellings.model.articles import Article
from tellings.model.spans import Span
from tellings.store import articles, follows, search, stories
from tellings.store.follows import Follow
from tellings.store.search import Filters
from tellings.store.tables import ARTICLE_ENTITIES, CORROBORATED, ENTITY_WORDS
from tellings.text.queries import parse

DAY = 739_000


def vector(seed, size=8):
    made = np.random.default_rng(seed).normal(size=size)
    return (made / np.linalg.norm(made)).astype("<f2")


def put(connection, number, words, *, headline="", seed=None, **more):
    page = page_with(words, more.pop("url", None))
    articles.put_page(connection, page)
    text = page.raw.decode()
    article = Article(
        id=page.id, page=page.id, input=page.input, text=text, body=(Span(start=0, end=len(text)),), furniture=(), headline=headline,
        url=page.url, **more,
    )  # fmt: skip
    articles.put_article(connection, article, number=number, analysed=True, now="2026-01-01T00:00:00Z")
    articles.put_records(connection, number, [article])
    search.index(connection, number, article, b"" if seed is None else vector(seed).tobytes())


@pytest.fixture
def ferries(archive):
    with archive.writing() as connection:
        put(connection, 1, "The ferries sank off Mellah.", headline="Ferry sinks", outlet="Courier", published="2024-03-02", seed=1)
        put(connection, 2, "A storm held the ferry in port.", headline="Storm", outlet="The Coast Herald", published="2024-03-05", seed=2)
        put(connection, 3, "The mayor of Mellah spoke of the ferry.", headline="Mayor", outlet="Courier", published="2024-03-04", seed=3)
        put(connection, 4, "The ferry has no date.", headline="Undated")
    return archive


def found(archive, words, near=None, **filters):
    with archive.reading() as connection:
        return search.find(connection, parse(words), Filters(**filters), None if near is None else near.astype(np.float32))


@pytest.mark.parametrize(("words", "numbers"), [
    ("ferry", (2, 3, 1, 4)), ("FERRIES mellah", (3, 1)), ('"off mellah"', (1,)), ('"mellah off"', ()), ("ferry -storm", (3, 1, 4)), ("mayor OR storm", (2, 3)),
    ("harbour", ()), ("ferry -harbour", (2, 3, 1, 4)),
])  # fmt: skip
def test_words_phrases_choices_and_words_left_out(ferries, words, numbers):
    assert found(ferries, words).words == numbers
    # a filter that leaves everything takes another way to the same
    assert set(found(ferries, words, since=1, until=DAY).words) == set(numbers) - {4}


def test_filters_leave_what_they_say(ferries):
    with ferries.writing() as connection:
        stories.put_members(connection, [stories.Member(article=n, story=s, score=1.0, why="") for n, s in ((1, "s"), (3, "s"), (2, "t"))])
        row = {"entity": "e", "story": "s", "kind": "person", "country": "NOR", "key": "K1", "mentions": 2}
        connection.execute(ARTICLE_ENTITIES.insert(), [{**row, "article": 3, "name": "marit olsen"}])
        connection.execute(ENTITY_WORDS.insert(), [{"word": word, "name": "marit olsen"} for word in ("marit", "olsen", "k1")])
        connection.execute(CORROBORATED.insert(), [{"article": 1, "story": "s", "claims": 2, "told": True}])
    assert found(ferries, "ferry", outlet="courier").words == (3, 1)
    assert found(ferries, "ferry", outlet="Herald").words == (2,)
    assert found(ferries, "ferry", outlet="Gazette").words == ()
    assert found(ferries, "ferry", story="s").words == (3, 1)
    assert found(ferries, "ferry", since=date(2024, 3, 3).toordinal(), until=date(2024, 3, 4).toordinal()).words == (3,)
    assert found(ferries, "ferry", until=date(2024, 3, 4).toordinal(), outlet="courier").words == (3, 1)
    for asked in (
        {"entity": "Olsen"},
        {"entity": "Márit Olsen"},
        {"entity": "K1"},
        {"country": "NOR"},
        {"outlet": "Courier", "entity": "olsen"},
    ):
        assert found(ferries, "ferry", **asked).words == (3,), asked
    assert found(ferries, "ferry", entity="Hauge").words == ()
    assert found(ferries, "ferry", corroborated=True).words == (1,)
    assert found(ferries, "ferry", corroborated=True, outlet="Herald").words == ()


def came(archive, words, after, **filters):
    with archive.reading() as connection:
        return search.arrived(connection, parse(words), Filters(**filters), after)


def test_what_arrived_is_found_in_its_order_however_much_of_later_days_there_is(ferries, monkeypatch):
    monkeypatch.setattr(search, "_WALKED", 2)
    assert came(ferries, "ferry", 0) == [1, 2, 3, 4]
    assert came(ferries, "ferry", 2) == [3, 4]
    assert came(ferries, "ferry -storm", 1) == [3, 4]
    assert came(ferries, "ferry", 0, outlet="courier") == [1, 3]
    for days in ({"since": date(2024, 3, 3).toordinal()}, {"until": date(2024, 3, 3).toordinal()}):
        assert came(ferries, "ferry", 0, **days) == sorted(found(ferries, "ferry", **days).words), days
    with ferries.writing() as connection:
        stories.put_members(connection, [stories.Member(article=n, story="s", score=1.0, why="") for n in (1, 3)])
        connection.execute(CORROBORATED.insert(), [{"article": 3, "story": "s", "claims": 2, "told": True}])
    assert came(ferries, "ferry", 0, story="s") == [1, 3]
    assert came(ferries, "ferry", 1, story="s") == [3]
    assert came(ferries, "ferry", 0, corroborated=True) == [3]
    assert came(ferries, "ferry", 0, corroborated=True, outlet="Herald") == []
    assert came(ferries, "ferry", 0, entity="nobody") == []


def test_a_followed_search_is_told_of_all_that_comes_be_it_of_an_earlier_day(archive, monkeypatch):
    monkeypatch.setattr(search, "_LATEST", 3)
    follow = Follow(id=0, uid="", kind="search", subject=json.dumps({"words": "ferry", "filters": {}, "shown": "ferry"}), made="", mark=5)

    def told():
        with archive.writing() as connection:
            alerting.note_matches(connection, "2024-03-12T00:00:00Z")
            return [one.alert.words for one in follows.alerts(connection)]

    with archive.writing() as connection:
        for number in range(1, 6):
            put(connection, number, f"Ferry {number} sank.", published="2024-03-10")
        follows.put_follow(connection, follow)
    assert told() == []
    with archive.writing() as connection:
        for number, day in ((6, "2024-03-09"), (7, None), (8, "2024-03-11"), (9, "2024-03-01"), (10, "2024-03-02")):
            put(connection, number, f"Ferry {number} sank.", published=day)
        put(connection, 11, "A mill burned.", published="2024-03-11")
    assert told() == [f"Ferry {number} sank." for number in range(6, 11)]
    with archive.writing() as connection:
        assert follows.attended(connection) == 11
    assert len(told()) == 5


def test_a_followed_search_is_told_of_what_is_found_later(archive):
    subject = {"words": "ferry", "filters": {"corroborated": True}, "shown": "ferry --corroborated"}
    with archive.writing() as connection:
        follows.put_follow(connection, Follow(id=0, uid="", kind="search", subject=json.dumps(subject), made="", mark=0))
        for number in (1, 2):
            put(connection, number, f"Ferry {number} sank.")
        alerting.note_matches(connection, "2024-03-12T00:00:00Z")
        assert follows.alerts(connection) == []
        connection.execute(CORROBORATED.insert(), [{"article": 1, "story": "s", "claims": 2, "told": True}])
        put(connection, 3, "A mill burned.")
        alerting.note_matches(connection, "2024-03-13T00:00:00Z")
        assert [one.alert.words for one in follows.alerts(connection)] == ["Ferry 1 sank."]


def test_what_takes_the_number_of_a_forgotten_article_is_told(archive):
    subject = {"words": "ferry", "filters": {}, "shown": "ferry"}
    with archive.writing() as connection:
        put(connection, 1, "Ferry 1 sank.")
        follows.put_follow(connection, Follow(id=0, uid="", kind="search", subject=json.dumps(subject), made="", mark=1))
        follows.attend_to(connection, 2)  # a second article was there, and is forgotten
        follows.lower_marks(connection)
        put(connection, 2, "Ferry 2 sank.")
        alerting.note_matches(connection, "2024-03-13T00:00:00Z")
        assert [one.alert.words for one in follows.alerts(connection)] == ["Ferry 2 sank."]


def test_meaning_finds_what_words_do_not_and_filters_hold_for_it(ferries):
    assert list(found(ferries, "harbour", vector(2)).near)[:1] == [2]
    assert found(ferries, "harbour", vector(2)).near[2] == pytest.approx(1, abs=0.01)
    assert set(found(ferries, "harbour", vector(2), outlet="courier").near) == {1, 3}
    assert found(ferries, "harbour", vector(2, 16)).near == {}


def test_a_version_that_was_replaced_is_not_found(ferries):
    with ferries.writing() as connection:
        put(connection, 5, "Nine ferries were lost.", url="https://ferry.example/1", published="2024-03-06", seed=5)
        put(connection, 6, "Eleven boats were lost.", url="https://ferry.example/1", published="2024-03-06", seed=6)
    assert 5 not in found(ferries, "ferry", vector(5)).words
    assert 5 not in found(ferries, "ferry", vector(5)).near
    assert found(ferries, "lost").words == (6,)


def test_an_article_is_taken_in_once(ferries):
    with ferries.writing() as connection:
        search.index(connection, 1, articles.articles(connection, [1])[1], b"")
        assert search.complete(connection) == 0
    assert found(ferries, "sank").words == (1,)


def test_an_index_of_older_forms_is_made_anew_before_articles_are_taken_out(ferries):
    with ferries.writing() as connection:
        connection.execute(search.INFO.update().where(search.INFO.c.key == "search").values(value="forms@0"))
        search.unindex(connection, [1])
    assert found(ferries, "ferry").words == (2, 3, 4)
