"""What every archive holds, in a SQLite file, in memory and in PostgreSQL alike."""

import hashlib
import json
from dataclasses import fields, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select
from tests.generated import AWKWARD, any_of, record_types

from tellings.errors import StoreError
from tellings.ingest.pages import page_of
from tellings.ingest.received import Received
from tellings.model.articles import Article, Page
from tellings.model.resolved import Claim, Entity
from tellings.model.spans import Selector, Span
from tellings.store import articles, log, stories
from tellings.store.packing import pack, unpack
from tellings.store.tables import ARTICLES, PRINTS

NOW = "2026-01-01T00:00:00Z"
# The archive of a test is used for every example: each is undone.
SOME = settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


class Undone(Exception):
    """Raised to leave a transaction as if it had not been."""


def page_with(words: str | bytes, url: str | None = None, name: str = "a.txt") -> Page:
    made = page_of(Received(name=name, raw=words.encode() if isinstance(words, str) else words, url=url))
    assert isinstance(made, Page)
    return made


def article_of(page: Page, **more) -> Article:
    text = page.raw.decode()
    return Article(
        **{"id": page.id, "page": page.id, "input": page.input, "text": text, "body": (Span(start=0, end=len(text)),), "furniture": (), "url": page.url}
        | more
    )  # fmt: skip


def add(connection, number: int, words: str, story: str | None = None, **more) -> articles.Kept:
    page = page_with(words, more.get("url"))
    articles.put_page(connection, page)
    kept = articles.put_article(connection, article_of(page, **more), number=number, analysed=True, now=NOW)
    if story is not None:
        stories.put_members(connection, [stories.Member(article=number, story=story, score=1.0, why="{}")])
        stories.refresh(connection, [story])
    return kept


def test_a_page_comes_back_as_it_was_received(archive):
    page = page_with("The ferry left Mellah at nine.", "https://ferry.example/1")
    with archive.writing() as connection:
        articles.put_page(connection, page)
    with archive.reading() as connection:
        assert articles.page(connection, page.id) == page
        assert articles.page(connection, "none") is None
        assert articles.known_pages(connection, [page.id, "none"]) == {page.id}


@pytest.mark.parametrize("raw", [b"", bytes(range(256)), b"\0" * 100_000, b"x" * 3_000_000], ids=["empty", "all", "zeros", "long"])
def test_any_bytes_are_kept(archive, raw):
    page = replace(page_with("x"), raw=raw, sha256=hashlib.sha256(raw).hexdigest())
    with archive.writing() as connection:
        articles.put_page(connection, page)
        assert articles.page(connection, page.id) == page


def test_bytes_that_come_twice_are_kept_once(archive):
    with archive.writing() as connection:
        for name in ("a.txt", "b.txt"):
            articles.put_page(connection, replace(page_with("The ferry left."), id=name, input=name))
        assert {articles.page(connection, name).raw for name in ("a.txt", "b.txt")} == {b"The ferry left."}


def test_what_is_not_finished_is_not_there(archive):
    def interrupted():
        with archive.writing() as connection:
            add(connection, 1, "The ferry left.", story="s")
            raise Undone

    with pytest.raises(Undone):
        interrupted()
    with archive.reading() as connection:
        assert articles.count(connection) == 0
        assert articles.known_pages(connection, [page_with("The ferry left.").id]) == frozenset()
        assert stories.listed(connection, most=5) == []


def test_an_article_without_its_page_is_refused_and_leaves_nothing(archive):
    def without_page():
        with archive.writing() as connection:
            add(connection, 1, "The ferry left.")
            articles.put_article(connection, replace(article_of(page_with("x")), page="none"), number=2, analysed=True, now=NOW)

    with pytest.raises(StoreError, match=r"(?i)foreign key"):
        without_page()
    with archive.reading() as connection:
        assert articles.count(connection) == 0


def test_one_id_is_kept_once(archive):
    with archive.writing() as connection:
        add(connection, 1, "The ferry left.")
    with pytest.raises(StoreError, match=r"(?i)unique"), archive.writing() as connection:
        articles.put_article(connection, article_of(page_with("The ferry left.")), number=2, analysed=True, now=NOW)


def test_another_text_at_one_address_is_the_next_version(archive):
    with archive.writing() as connection:
        for number, words in enumerate(("Nine are missing.", "Eleven are missing.", "Twelve."), 1):
            add(connection, number, words, url="https://ferry.example/1")
    with archive.reading() as connection:
        found = articles.versions(connection, 1)
        assert [(one.number, one.version, one.current, one.lineage) for one in found] == [
            (1, 1, False, 1),
            (2, 2, False, 1),
            (3, 3, True, 1),
        ]
        assert list(articles.numbers(connection, current=True)) == [3]
        assert list(articles.numbers(connection)) == [1, 2, 3]
        assert articles.next_number(connection) == 4


def test_articles_without_address_and_id_are_never_versions(archive):
    with archive.writing() as connection:
        assert [add(connection, number, words).version for number, words in enumerate(("Nine.", "Eleven."), 1)] == [1, 1]


def test_none_and_empty_are_kept_apart(archive):
    with archive.writing() as connection:
        add(connection, 1, "One.", outlet=None, headline="", given_id="")
        add(connection, 2, "Two.", outlet="", headline=None)
        first, second = articles.kept(connection, [2, 1])[1], articles.kept(connection, [1, 2])[2]
    assert (first.outlet, first.headline, first.given_id) == (None, "", "")
    assert (second.outlet, second.headline, second.given_id) == ("", None, None)


@pytest.mark.parametrize("words", [*AWKWARD, "a\ud800b", "\udfff\ud83d"], ids=ascii)
def test_awkward_words_are_kept_and_found_again(archive, words):
    said = words.replace("\0", "\ufffd")
    for half in ("\ud800", "\udfff", "\ud83d"):
        said = said.replace(half, "\ufffd")
    with archive.writing() as connection:
        kept = add(connection, 1, "One.", given_id=words, headline=words, outlet=words)
        add(connection, 2, "Two.", given_id="other")
    with archive.reading() as connection:
        assert articles.kept(connection, [1])[1] == replace(kept, given_id=said, headline=said, outlet=said, unit=said)
        assert [one.number for one in articles.like(connection, words)] == [1]
        assert [one.number for one in articles.like(connection, said)] == [1]


def test_an_article_is_found_by_its_names(archive):
    with archive.writing() as connection:
        kept = add(connection, 1, "One.", url="https://a.example/100%25_off", given_id="g_1")
        add(connection, 2, "Two.", url="https://a.example/100x25yoff", given_id="gx1")
    with archive.reading() as connection:
        for name in (kept.id, kept.id[:4], "g_1", "https://a.example/100%25_off"):
            assert [one.number for one in articles.like(connection, name)] == [1]
        assert [one.number for one in articles.like(connection, "a.txt")] == [2, 1]
        assert articles.like(connection, kept.id[:3]) == []
        assert list(articles.by_id(connection, [kept.id, "none"])) == [kept.id]


def test_very_many_names_are_asked_for_at_once(archive):
    many = range(1, 70_001)
    with archive.writing() as connection:
        add(connection, 1, "One.", story="s")
        add(connection, 2, "Two.", story="s")
        page = page_with("One.")
        assert articles.known_pages(connection, [page.id, *map(str, many)]) == {page.id}
        assert sorted(articles.kept(connection, many)) == [1, 2]
        assert articles.articles(connection, many) == {}
        assert stories.story_of(connection, many) == {1: "s", 2: "s"}


@pytest.mark.parametrize("kind", record_types(), ids=lambda kind: kind.__name__)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_records_of_every_type_come_back_from_packing(kind, data):
    made = data.draw(st.lists(any_of(kind), max_size=2))
    packed = pack(made)
    assert unpack(kind, packed) == made
    assert pack(unpack(kind, packed)) == packed


@SOME
@given(data=st.data())
def test_records_of_every_type_come_back_from_the_archive(archive, data):
    made = {
        kind: data.draw(st.lists(any_of(kind), min_size=1, max_size=2))
        for kind in data.draw(st.sets(st.sampled_from(record_types()), max_size=4))
    }
    flat = [record for found in made.values() for record in found]

    def kept_and_undone():
        with archive.writing() as connection:
            articles.put_records(connection, 7, flat)
            stories.put_resolved(connection, "s", flat)
            for kind, found in made.items():
                assert articles.records(connection, kind, [6, 7, 8]) == {7: found}
                assert stories.resolved(connection, kind, "s") == found
            raise Undone

    with pytest.raises(Undone):
        kept_and_undone()


def test_half_of_a_surrogate_pair_in_a_record_becomes_one_letter(archive):
    sel = Selector(article="a", start=0, end=3, exact="x\ud800y")
    entity = Entity(id="e", story="s", name="\udc00", kind="person", mentions=("m\ud800",))
    with archive.writing() as connection:
        articles.put_records(connection, 1, [sel, entity])
        assert articles.records(connection, Selector, [1]) == {1: [replace(sel, exact="x\ufffdy")]}
        assert articles.records(connection, Entity, [1]) == {1: [replace(entity, name="\ufffd", mentions=("m\ufffd",))]}


def test_damaged_records_are_named(archive):
    packed = pack([Span(start=1, end=2)])
    with pytest.raises(StoreError, match="damaged"):
        unpack(Span, packed[:-3])
    with pytest.raises(StoreError, match="Claim in the archive are damaged"):
        unpack(Claim, packed)


def test_numbers_keep_all_their_bits(archive):
    edges = [-(2**63), -1, 0, 2**63 - 1]
    with archive.writing() as connection:
        connection.execute(insert(PRINTS), [{"hash": one, "article": 2**62} for one in edges])
        assert list(connection.execute(select(PRINTS.c.hash).order_by(PRINTS.c.hash)).scalars()) == edges
        exact = [stories.Member(article=number, story="s", score=score, why="") for number, score in ((1, 0.1 + 0.2), (2**62, 5e-324))]
        stories.put_members(connection, exact)
        assert stories.members(connection, "s") == exact


def test_text_is_sorted_by_its_code_points(archive):
    names = ["Z", "a", "B", "é", "_", "z", "\U0001f600", "ß"]
    with archive.writing() as connection:
        for number, name in enumerate(names, 1):
            add(connection, number, f"Words {number}.", story=name, outlet=name)
        assert stories.stale(connection) == sorted(names)
        assert list(connection.execute(select(ARTICLES.c.outlet).order_by(ARTICLES.c.outlet)).scalars()) == sorted(names)


def test_stories_are_counted_from_their_current_members(archive):
    with archive.writing() as connection:
        for number, (outlet, day) in enumerate((("Courier", "2026-03-02"), ("Herald", "2026-03-01"), ("Courier", None)), 1):
            add(connection, number, f"The ferry left, {number}.", story="s", outlet=outlet, published=day, headline=f"H{number}")
        (found,) = stories.listed(connection, most=5)
    assert (found.articles, found.tellings, found.first, found.last, found.headline) == (3, 2, "2026-03-01", "2026-03-02", "H2")
    assert found.outlets == ("Courier", "Herald")
    assert found.stale


def test_a_version_that_is_superseded_takes_no_part_in_the_counts(archive):
    with archive.writing() as connection:
        add(connection, 1, "Nine.", story="s", url="https://a.example/1")
        add(connection, 2, "Ten.", story="s", url="https://a.example/1")
        assert stories.one(connection, "s").articles == 1
        assert stories.article_numbers(connection, "s") == [2]
        assert stories.article_numbers(connection, "s", current=False) == [1, 2]
        assert [one.article for one in stories.members(connection, "s")] == [1, 2]


def test_an_article_is_in_one_story_at_a_time(archive):
    with archive.writing() as connection:
        for number in (1, 2):
            add(connection, number, f"Words {number}.", story="s")
        stories.put_members(connection, [stories.Member(article=2, story="t", score=0.5, why='{"day": 1}')])
        stories.put_members(connection, [])
        stories.refresh(connection, ["s", "t", "none"])
        assert stories.story_of(connection, [1, 2, 3]) == {1: "s", 2: "t"}
        assert stories.members(connection, "t") == [stories.Member(article=2, story="t", score=0.5, why='{"day": 1}')]
        assert [stories.one(connection, name).articles for name in ("s", "t")] == [1, 1]
        stories.put_members(connection, [stories.Member(article=2, story="s", score=0.5, why="")])
        stories.refresh(connection, ["s", "t"])
        assert stories.one(connection, "t") is None


def test_a_merged_story_leads_to_the_one_that_lives_on(archive):
    with archive.writing() as connection:
        for number, name in enumerate(("one", "two", "three"), 1):
            add(connection, number, f"The ferry left, {number}.", story=name)
        stories.put_members(connection, [stories.Member(article=2, story="one", score=1.0, why="")])
        stories.merged(connection, "two", "one")
        stories.put_members(connection, [stories.Member(article=n, story="three", score=1.0, why="") for n in (1, 2)])
        stories.merged(connection, "one", "three")
        stories.refresh(connection, ["three"])
        assert stories.one(connection, "two").id == "three"
        assert [story.id for story in stories.listed(connection, most=5)] == ["three"]
        assert [story.id for story in stories.like(connection, "thre")] == ["three"]
        assert stories.stale(connection) == ["three"]


def test_a_list_of_stories_goes_on_where_its_page_ended(archive):
    with archive.writing() as connection:
        for number in range(1, 24):
            day = f"2026-03-0{number % 4 + 1}" if number % 5 else None
            add(connection, number, f"Words {number}.", story=f"{number * 7919 % 1000:03}", published=day, outlet=f"O{number}")
        whole = [one.id for one in stories.listed(connection, most=100)]
        walked, after = [], None
        while part := stories.listed(connection, most=4, after=after):
            walked += [one.id for one in part]
            after = (part[-1].last_day, part[-1].id)
        assert walked == whole
        assert len(set(whole)) == 23
        assert stories.listed(connection, most=100, min_tellings=2) == []


def test_what_is_resolved_replaces_what_was(archive):
    claim = Claim(id="c", story="s", text="Nine.", statements=("x",))
    entity = Entity(id="e", story="s", name="Mellah", kind="place", mentions=())
    with archive.writing() as connection:
        add(connection, 1, "Nine.", story="s")
        stories.put_resolved(connection, "s", [claim, entity, replace(claim, id="d")])
        assert stories.resolved(connection, Claim, "s") == [claim, replace(claim, id="d")]
        assert stories.stale(connection) == []
        stories.put_resolved(connection, "s", [entity])
        assert stories.resolved(connection, Claim, "s") == []
        stories.withdraw_resolved(connection, "s")
        assert stories.resolved(connection, Entity, "s") == []


def test_developments_are_kept_once_and_seen_from_both_sides(archive):
    with archive.writing() as connection:
        stories.put_developments(connection, [("b", "a", 0.5, "x"), ("c", "b", 0.6, "y")])
        stories.put_developments(connection, [("b", "a", 0.7, "z")])
        assert stories.developments(connection, "b") == [("b", "a", 0.7, "z"), ("c", "b", 0.6, "y")]
        assert stories.developments(connection, "a") == [("b", "a", 0.7, "z")]


def arrival(**more) -> log.Arrival:
    return log.Arrival(**{"run": 1, "batch": 1, "at": NOW, "input": "a", "outcome": "added"} | more)


def test_the_log_keeps_the_order(archive):
    with archive.writing() as connection:
        run = log.begin_run(connection, "add", NOW, {"stages": ["ä"], "b": {"x": None}})
        for name in ("b", "a"):
            log.put_arrival(connection, arrival(run=run, input=name, outcome="rejected", page=name, reason="empty", detail="no bytes"))
        log.put_arrival(connection, arrival(run=run, batch=2, input="c"))
        log.end_run(connection, run, NOW, "done")
    with archive.reading() as connection:
        assert [(seq, one.input) for seq, one in log.arrivals(connection)] == [(1, "b"), (2, "a"), (3, "c")]
        assert [seq for seq, _ in log.arrivals(connection, after=1, outcomes=("added", "rejected"))] == [2, 3]
        assert [one.input for _, one in log.arrivals(connection, outcomes=("added",))] == ["c"]
        assert [json.dumps(one.manifest, sort_keys=True) for one in log.runs(connection)] == ['{"b": {"x": null}, "stages": ["\\u00e4"]}']
        assert (log.last_arrival(connection), log.next_batch(connection)) == (3, 3)
        assert log.rejected_before(connection, "a").detail == "no bytes"
        assert log.rejected_before(connection, "c") is None


def test_the_log_has_no_gaps_where_something_was_not_finished(archive):
    def unfinished():
        with archive.writing() as connection:
            log.begin_run(connection, "add", NOW, {})
            log.put_arrival(connection, arrival(input="lost"))
            raise Undone

    for name in ("a", "b"):
        with pytest.raises(Undone):
            unfinished()
        with archive.writing() as connection:
            log.begin_run(connection, "add", NOW, {})
            log.put_arrival(connection, arrival(input=name))
    with archive.reading() as connection:
        assert [(seq, one.input) for seq, one in log.arrivals(connection)] == [(1, "a"), (2, "b")]
        assert [run.id for run in log.runs(connection)] == [1, 2]


def test_changes_are_counted(archive):
    with archive.writing() as connection:
        assert [log.changes(connection), log.count_change(connection), log.count_change(connection), log.changes(connection)] == [
            0,
            1,
            2,
            2,
        ]


def test_who_reads_cannot_write(archive):
    with pytest.raises(StoreError, match="read, not written"), archive.reading() as connection:
        log.count_change(connection)
    with archive.writing() as connection:
        assert log.count_change(connection) == 1


def test_every_column_of_an_arrival_comes_back(archive):
    made = arrival(page="p", article="x", reason="r", detail="d")
    assert all(getattr(made, one.name) is not None for one in fields(made))
    with archive.writing() as connection:
        log.put_arrival(connection, made)
        assert [one for _, one in log.arrivals(connection)] == [made]
