"""An archive keeps pages, articles with their versions, stories and the log, and says clearly what is wrong with what is none."""

import sqlite3

import pytest

from tellings.errors import ConfigError, StoreError
from tellings.ingest.pages import page_of
from tellings.ingest.received import Received
from tellings.model.articles import Article, Page
from tellings.model.spans import Span
from tellings.store import articles, log, migrations, stories
from tellings.store.opening import in_memory, open_archive


def _page(words: str, url: str | None = None) -> Page:
    made = page_of(Received(name="a.txt", raw=words.encode(), url=url))
    assert isinstance(made, Page)
    return made


def _article(page: Page, **more) -> Article:
    text = page.raw.decode()
    return Article(
        id=page.id, page=page.id, input=page.input, text=text, body=(Span(start=0, end=len(text)),), furniture=(), url=page.url, **more
    )


@pytest.fixture
def archive():
    with in_memory() as made:
        yield made


def test_a_page_comes_back_as_it_was_received(archive):
    page = _page("The ferry left Mellah at nine.", "https://ferry.example/1")
    with archive.writing() as connection:
        articles.put_page(connection, page)
    with archive.reading() as connection:
        assert articles.page(connection, page.id) == page
        assert articles.page(connection, "none") is None
        assert articles.known_pages(connection, [page.id, "none"]) == {page.id}


def test_another_text_at_one_address_is_the_next_version(archive):
    old, new = _page("Nine are missing.", "https://ferry.example/1"), _page("Eleven are missing.", "https://ferry.example/1")
    with archive.writing() as connection:
        for number, page in enumerate((old, new), 1):
            articles.put_page(connection, page)
            articles.put_article(connection, _article(page), number=number, analysed=True, now="2026-01-01T00:00:00Z")
    with archive.reading() as connection:
        first, second = articles.versions(connection, 1)
        assert (first.version, first.current, second.version, second.current, second.lineage) == (1, False, 2, True, 1)


def test_articles_without_address_and_id_are_never_versions(archive):
    with archive.writing() as connection:
        for number, words in enumerate(("Nine are missing.", "Eleven are missing."), 1):
            articles.put_page(connection, _page(words))
            kept = articles.put_article(connection, _article(_page(words)), number=number, analysed=True, now="2026")
            assert kept.version == 1


def test_what_is_not_finished_is_not_there(archive):
    def interrupted():
        with archive.writing() as connection:
            articles.put_page(connection, _page("The ferry left."))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        interrupted()
    with archive.reading() as connection:
        assert articles.known_pages(connection, [_page("The ferry left.").id]) == frozenset()


def test_stories_are_counted_from_their_current_members(archive):
    with archive.writing() as connection:
        for number, (outlet, day) in enumerate((("Courier", "2026-03-02"), ("Herald", "2026-03-01"), ("Courier", None)), 1):
            page = _page(f"The ferry left, {number}.")
            articles.put_page(connection, page)
            articles.put_article(
                connection, _article(page, outlet=outlet, published=day, headline=f"H{number}"), number=number, analysed=True, now="2026"
            )
            stories.put_members(connection, [stories.Member(article=number, story="s", score=1.0, why="")])
        stories.refresh(connection, ["s"])
        (found,) = stories.listed(connection, most=5)
    assert (found.articles, found.tellings, found.first, found.last, found.headline) == (3, 2, "2026-03-01", "2026-03-02", "H2")
    assert found.stale


def test_a_merged_story_leads_to_the_one_that_lives_on(archive):
    with archive.writing() as connection:
        for number, name in enumerate(("one", "two", "three"), 1):
            page = _page(f"The ferry left, {number}.")
            articles.put_page(connection, page)
            articles.put_article(connection, _article(page), number=number, analysed=True, now="2026")
            stories.put_members(connection, [stories.Member(article=number, story=name, score=1.0, why="")])
            stories.refresh(connection, [name])
        stories.put_members(connection, [stories.Member(article=2, story="one", score=1.0, why="")])
        stories.merged(connection, "two", "one")
        stories.put_members(connection, [stories.Member(article=n, story="three", score=1.0, why="") for n in (1, 2)])
        stories.merged(connection, "one", "three")
        stories.refresh(connection, ["three"])
        assert stories.one(connection, "two").id == "three"
        assert [story.id for story in stories.listed(connection, most=5)] == ["three"]


def test_the_log_keeps_the_order(archive):
    with archive.writing() as connection:
        run = log.begin_run(connection, "add", "2026", {"stages": []})
        for name in ("b", "a"):
            log.put_arrival(
                connection, log.Arrival(run=run, batch=1, at="2026", input=name, outcome="rejected", reason="empty", detail="no bytes")
            )
        log.end_run(connection, run, "2026", "done")
        assert [one.input for _, one in log.arrivals(connection)] == ["b", "a"]
        assert log.runs(connection)[0].state == "done"
        assert [log.count_change(connection), log.changes(connection)] == [1, 1]


@pytest.mark.parametrize(("where", "error", "words"), [
    ("none.db", StoreError, "there is no archive"), (".", StoreError, "is a folder"), ("mysql://x/y", ConfigError, "postgresql://"),
    ("postgresql://a:b:c/d", ConfigError, "cannot be read"),
])  # fmt: skip
def test_what_is_no_archive_is_said_in_one_line(where, error, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(error, match=words):
        open_archive(where)


def test_a_file_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("a long list of notes")
    with pytest.raises(StoreError, match="not a SQLite file"):
        open_archive(str(tmp_path / "notes.txt"), "create")
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE x (y)")
    other.close()
    with pytest.raises(StoreError, match="tables of something else"):
        open_archive(str(tmp_path / "other.db"), "create")


def test_an_archive_of_a_newer_schema_is_not_touched(tmp_path):
    where = str(tmp_path / "a.db")
    open_archive(where, "create").close()
    connection = sqlite3.connect(where)
    with connection:
        connection.execute("UPDATE archive_info SET value = ? WHERE key = 'schema'", (str(migrations.VERSION + 1),))
    connection.close()
    for mode in ("read", "write", "create"):
        with pytest.raises(StoreError, match="newer Tellings"):
            open_archive(where, mode)
