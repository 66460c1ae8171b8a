"""What is forgotten is gone from the file; an archive made again from its own log is the same."""

import json
import shutil

import pytest

from tellings.app import archives, forgetting, rerunning
from tellings.errors import ConfigError, InputError
from tellings.settings import Settings
from tellings.store import articles, digests, stories
from tellings.store.opening import open_archive

ONE = Settings(processes=1)
NOW = "2026-03-12T08:00:00Z"
SUNK = "LERUM — A grain barge sank at Lerum lock on Tuesday, the canal board said. {} sailors were rescued by the lock keeper Abel Quorn. The barge carried barley."
PAGES = [
    {"id": "g", "outlet": "Lerum Gazette", "headline": "Grain barge sinks at Lerum lock", "text": SUNK.format("Six"), "published": "2026-03-03T10:00:00Z"},
    {"id": "c", "outlet": "Vik Courier", "headline": "Barge sinks at Lerum lock", "text": SUNK.format("Nine") + " Zyxwort divers will look at the wreck of the barge.", "published": "2026-03-03T12:00:00Z"},
    {"id": "t", "outlet": "Ostrand Tidende", "headline": "Ostrand mayor resigns", "text": "The mayor of Ostrand, Petra Holm, resigned on Monday over the sale of the old theatre. The council will elect another in May.", "published": "2026-01-05T12:00:00Z"},
    {"id": "e", "text": " "},
]  # fmt: skip


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kept")
    for number, rows in enumerate((PAGES[:2], PAGES[1:], [PAGES[0] | {"text": SUNK.format("Seven")}]), 1):
        (folder / f"{number}.jsonl").write_text("".join(json.dumps(row | {"url": f"https://o.example/{row['id']}"}) + "\n" for row in rows))
        archives.add(str(folder / "desk.db"), [folder / f"{number}.jsonl"], settings=ONE, now=lambda: NOW)
    return folder / "desk.db"


@pytest.fixture
def archive(kept, tmp_path):
    return str(shutil.copy(kept, tmp_path / "desk.db"))


def _ids(archive: str) -> list[str]:
    with open_archive(archive) as opened, opened.reading() as connection:
        return sorted(one.given_id for one in articles.kept(connection, list(articles.numbers(connection))).values())


def test_an_outlet_that_is_not_there_is_said_with_those_that_are_near(archive):
    with pytest.raises(InputError, match=r"no outlet 'Courier'; it has 'Vik Courier'$"):
        forgetting.forget(archive, forgetting.Asked(outlet="Courier"), settings=ONE, now=lambda: NOW)
    with pytest.raises(InputError, match=r"no outlet 'Xyzzq'$"):
        forgetting.forget(archive, forgetting.Asked(outlet="Xyzzq"), settings=ONE, now=lambda: NOW)
    with open_archive(archive) as opened, opened.reading() as connection:
        assert "Vik Courier" in {one.outlet for one in articles.kept(connection, list(articles.numbers(connection))).values()}


def test_a_forgotten_outlet_is_gone_from_the_file(archive, tmp_path):
    made = forgetting.forget(archive, forgetting.Asked(outlet="vik courier"), settings=ONE, now=lambda: NOW)
    assert [one.given_id for one in made.articles] == ["c"]
    assert _ids(archive) == ["g", "g", "t"]
    raw = b"".join(path.read_bytes() for path in tmp_path.glob("desk.db*"))
    for word in (b"zyxwort", b"Zyxwort", b"Vik Courier", b"o.example/c"):
        assert word not in raw
    with archives.listing((), archive, ONE) as (found, _):
        rows = {row.story.headline: row for row in found(None, 1)}
    assert [one.given_id for one in rows["Grain barge sinks at Lerum lock"].articles] == ["g"]


def test_the_words_of_an_outlet_are_in_the_index_before(archive, tmp_path):
    """Else the test above could not fail."""
    assert b"zyxwort" in b"".join(path.read_bytes() for path in tmp_path.glob("desk.db*"))


def test_every_version_of_a_forgotten_article_goes(archive):
    made = forgetting.forget(archive, forgetting.Asked(articles=["https://o.example/g"]), settings=ONE, now=lambda: NOW)
    assert [one.given_id for one in made.articles] == ["g", "g"]
    assert _ids(archive) == ["c", "t"]


def test_what_is_older_goes_by_day_or_by_number_of_days(archive):
    made = forgetting.forget(archive, forgetting.Asked(older_than="30d"), settings=ONE, now=lambda: NOW, really=False)
    assert [one.given_id for one in made.articles] == ["t"]
    assert _ids(archive) == ["c", "g", "g", "t"]
    forgetting.forget(archive, forgetting.Asked(older_than="2026-02-01"), settings=ONE, now=lambda: NOW)
    assert _ids(archive) == ["c", "g", "g"]


def test_what_was_forgotten_can_be_added_again(archive, kept):
    forgetting.forget(archive, forgetting.Asked(outlet="Lerum Gazette"), settings=ONE, now=lambda: NOW)
    again = archives.add(archive, [kept.parent / "1.jsonl"], settings=ONE, now=lambda: NOW)
    assert (again.outcomes["added"], again.outcomes["known"]) == (1, 1)
    with open_archive(archive) as opened, opened.reading() as connection:
        assert [one.articles for one in stories.listed(connection, most=5) if "barge" in one.headline.lower()] == [2]


@pytest.mark.parametrize(("asked", "error", "words"), [
    (forgetting.Asked(), ConfigError, "takes an article"), (forgetting.Asked(older_than="soon"), ConfigError, "90d"),
    (forgetting.Asked(articles=["nobody"]), InputError, "no article"),
])  # fmt: skip
def test_what_cannot_be_forgotten_is_said(archive, asked, error, words):
    with pytest.raises(error, match=words):
        forgetting.forget(archive, asked, settings=ONE, now=lambda: NOW)


@pytest.mark.parametrize("asked", ["²d", "٣d", "-1d", "d", "", "9" * 5000 + "d", "9" * 7 + "d", "1.5d", "2026-02-30", "2026-2-3", "90dd"])
def test_days_that_cannot_be_are_said(archive, asked):
    with pytest.raises(ConfigError, match="90d"):
        forgetting.forget(archive, forgetting.Asked(older_than=asked), settings=ONE, now=lambda: NOW, really=False)


@pytest.mark.parametrize(("asked", "count"), [("999999d", 0), ("999999", 0), ("0d", 4), ("8", 4), ("9", 1), ("65", 1), ("66", 0)])
def test_what_is_older_than_the_calendar_is_nothing(archive, asked, count):
    assert (
        len(forgetting.forget(archive, forgetting.Asked(older_than=asked), settings=ONE, now=lambda: NOW, really=False).articles) == count
    )


def test_an_archive_made_again_is_the_same(archive, tmp_path):
    made = rerunning.rerun(archive, str(tmp_path / "again.db"), settings=ONE)
    assert made.differ == ()
    assert (made.inputs, made.articles) == (6, 4)
    briefs = []
    for where in (archive, str(tmp_path / "again.db")):
        with open_archive(where) as opened, opened.reading() as connection:
            names = [one.id for one in stories.listed(connection, most=9)]
        briefs.append([archives.brief(where, name, settings=ONE) for name in names])
    assert briefs[0] == briefs[1]


def test_an_archive_that_was_changed_is_not_the_same(archive, tmp_path):
    """The comparison sees a change of one row."""
    rerunning.rerun(archive, str(tmp_path / "again.db"), settings=ONE)
    with open_archive(str(tmp_path / "again.db"), "write") as opened, opened.writing() as connection:
        before = digests.digests(connection)
        stories.put_reason(connection, 1, 0.25, "a guess")
        after = digests.digests(connection)
    assert [name for name in before if before[name] != after[name]] == ["members"]


def test_an_archive_is_not_written_over(archive):
    with pytest.raises(ConfigError, match="is there already"):
        rerunning.rerun(archive, archive, settings=ONE)


def test_rerun_adds_nothing_to_a_database_that_holds_an_archive(archive, postgresql):
    address = postgresql.database()
    assert rerunning.rerun(archive, address, settings=ONE).differ == ()
    with open_archive(address) as opened, opened.reading() as connection:
        before = digests.digests(connection)
    for source in (archive, address):
        with pytest.raises(ConfigError, match="holds an archive already; rerun makes a new archive"):
            rerunning.rerun(source, address, settings=ONE)
    with open_archive(address) as opened, opened.reading() as connection:
        assert digests.digests(connection) == before
    postgresql.drop(address)
