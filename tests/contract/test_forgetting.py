"""What is forgotten leaves nothing behind, in a SQLite file and in PostgreSQL."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from tellings.app import archives, checking, forgetting, judging
from tellings.settings import Settings
from tellings.store import articles, stories
from tellings.store.opening import open_archive
from tellings.store.tables import DEVELOPMENTS, METADATA, STORIES

SETTINGS = Settings(processes=1, embedder="lexical")
NOW = "2026-03-12T08:00:00Z"
FERRY = {
    "id": "ferry", "outlet": "Österreich Heute", "headline": "Ferry Quixotia sinks off Mellah", "published": "2026-03-01",
    "text": "The ferry Quixotia sank off the harbour of Mellah on Sunday with forty passengers, the harbour master Ali Hassun said. Divers looked for ten of them.",
}  # fmt: skip
BUDGET = {
    "id": "budget", "outlet": "Lerum Gazette", "headline": "Parliament passes the budget", "published": "2026-03-02",
    "text": "Parliament passed the budget on Monday after a debate that lasted all night, the speaker Maria Lopiz said. It raises the taxes on fuel.",
}  # fmt: skip


@dataclass
class Desk:
    """An archive and the folder of what is added to it."""

    where: str
    folder: Path
    count: int = 0

    def add(self, *records: dict[str, str]) -> archives.Summary:
        self.count += 1
        path = self.folder / f"{self.count}.jsonl"
        path.write_text("".join(json.dumps(record) + "\n" for record in records))
        return archives.add(self.where, [path], settings=SETTINGS, now=lambda: NOW)

    def forget(self, *names: str, **asked) -> forgetting.Forgotten:
        return forgetting.forget(self.where, forgetting.Asked(articles=names, **asked), settings=SETTINGS, now=lambda: NOW)

    def story(self, name: str) -> str:
        """The story of the article that the input calls so."""
        with open_archive(self.where) as opened, opened.reading() as connection:
            (one,) = articles.like(connection, name)
            return stories.story_of(connection, [one.number])[one.number]

    def holds(self, *words: str) -> set[str]:
        """Those of the words that stand in a column of text of any table."""
        with open_archive(self.where) as opened, opened.reading() as connection:
            told = [str(row) for table in METADATA.sorted_tables for row in connection.execute(select(table))]
        return {word for word in words if any(word in row for row in told)}

    def faults(self) -> list[str]:
        return [str(one) for one in checking.check(self.where).faults]


@pytest.fixture
def desk(place, tmp_path):
    return Desk(place, tmp_path)


def test_a_story_that_became_part_of_another_keeps_no_headline(desk):
    desk.add(BUDGET)
    desk.add(FERRY)
    gone = desk.story("ferry")
    judging.merge(judging.Desk(archive=desk.where, who="ada", now=lambda: NOW), desk.story("budget"), gone)
    assert desk.story("ferry") == desk.story("budget")
    desk.forget("ferry")
    assert desk.holds("Quixotia", "Parliament passes") == {"Parliament passes"}
    assert desk.faults() == []


def test_what_an_earlier_version_listed_of_a_merged_story_goes_too(desk):
    desk.add(BUDGET, FERRY)
    with open_archive(desk.where, "write") as opened, opened.writing() as connection:
        stories.merged(connection, "f" * 16, desk.story("budget"))
        connection.execute(STORIES.update().where(STORIES.c.id == "f" * 16).values(headline="Quixotia", founder=2))
    desk.forget("ferry")
    assert desk.holds("Quixotia") == set()


def test_a_story_that_is_gone_takes_with_it_what_went_on_from_it(desk):
    desk.add(BUDGET, FERRY)
    link = {"story": desk.story("budget"), "earlier": desk.story("ferry"), "score": 0.5, "why": "both tell of Quixotia"}
    with open_archive(desk.where, "write") as opened, opened.writing() as connection:
        connection.execute(insert(DEVELOPMENTS).values(**link))
        stories.merged(connection, "f" * 16, desk.story("ferry"))
    desk.forget("ferry")
    assert desk.holds("Quixotia", "f" * 16) == set()
    assert desk.faults() == []


@pytest.mark.parametrize("name", ["Österreich Heute", "österreich heute", " ÖSTERREICH HEUTE ", "o\u0308sterreich heute"])
def test_an_outlet_is_forgotten_by_its_name_in_any_case(desk, name):
    desk.add(BUDGET, FERRY)
    assert [one.given_id for one in desk.forget(outlet=name).articles] == ["ferry"]


@pytest.mark.parametrize("name", ["Osterreich Heute", "Österreich", "Heute Österreich", ""])
def test_another_name_forgets_nothing(desk, name):
    desk.add(BUDGET, FERRY)
    assert desk.forget(outlet=name).articles == ()
