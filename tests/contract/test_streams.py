"""Writers in turn each go on from what the archive has, and none holds the turn while it makes itself ready."""

import json
import random

import pytest

from tellings.app import archives, judging
from tellings.engine.placing import StoryStream
from tellings.errors import StoreError
from tellings.ingest.discover import pages_of
from tellings.settings import Settings
from tellings.store import digests, log, stories
from tellings.store.opening import open_archive

SETTINGS = Settings(processes=1, embedder="lexical", quick="lexical", pairs="none")
NOW = "2026-03-11T08:00:00Z"
TEXTS = [
    "The barge Merganser ran aground at Oskvik lock on Monday with five sailors on board. Lock keeper Ragna Holt closed the lock at Oskvik.",
    "Five sailors were on board the barge Merganser when it ran aground at Oskvik lock on Monday, lock keeper Ragna Holt said. The lock is closed.",
    "A crane reached the barge Merganser, aground at Oskvik lock since Monday, said lock keeper Ragna Holt.",
    "Voters in Tveit chose Maj Lind as mayor on Sunday. Lind beat Jon Berg by 300 votes in the second ballot.",
    "Maj Lind is mayor of Tveit: she beat Jon Berg by 300 votes in the second ballot on Sunday, the returning officer said.",
    "Lava covered two farms on the northern coast, the weather office said. Nobody was hurt when the volcano erupted.",
]


def pages(folder, number: int):
    path = folder / f"{number}.jsonl"
    path.write_text(json.dumps({"id": f"x{number}", "outlet": f"Outlet {number}", "published": "2026-03-10", "text": TEXTS[number]}) + "\n")
    return list(pages_of([str(path)], SETTINGS))


def engine_of(archive):
    return archives.engine_of(archive, SETTINGS, lambda: NOW)


def held(place) -> list[int]:
    with open_archive(place) as archive, archive.reading() as connection:
        return sorted(one.articles for one in stories.listed(connection, most=9))


@pytest.fixture
def meanwhile(place, monkeypatch):
    """How often a stream was restored, and how often another process counts a change while one is: StoreError where it cannot have its turn."""
    monkeypatch.setattr("tellings.store.opening._TURN_SECONDS", 1)
    told = {"restored": 0, "changes": 0, "in turn": 0}
    restore = StoryStream.restore

    def restored(*given, **named):
        told["restored"] += 1
        try:
            with open_archive(place, "write") as other, other.writing() as connection:
                if told["changes"]:
                    told["changes"] -= 1
                    log.count_change(connection)
        except StoreError:
            told["in turn"] += 1
        return restore(*given, **named)

    monkeypatch.setattr(StoryStream, "restore", restored)
    return told


def test_others_have_their_turn_while_a_stream_is_restored(place, tmp_path, meanwhile):
    with open_archive(place, "create") as archive:
        list(engine_of(archive).add([pages(tmp_path, 0)], 1))
        list(engine_of(archive).add([pages(tmp_path, 1)], 1))
    assert meanwhile == {"restored": 2, "changes": 0, "in turn": 0}
    with open_archive(place) as archive, archive.reading() as connection:
        (story,) = [one.id for one in stories.listed(connection, most=9)]
    judging.split(judging.Desk(archive=place, who="Ann", now=lambda: NOW), story, ["x1"])
    assert meanwhile == {"restored": 3, "changes": 0, "in turn": 0}
    assert held(place) == [1, 1]


@pytest.mark.parametrize(("changes", "restored", "in_turn"), [(1, 2, 0), (2, 3, 0), (3, 4, 1)])
def test_who_is_overtaken_is_ready_again_before_its_turn_and_comes_to_it(place, tmp_path, meanwhile, changes, restored, in_turn):
    with open_archive(place, "create") as archive:
        meanwhile["changes"] = changes
        list(engine_of(archive).add([pages(tmp_path, 0)], 1))
    assert meanwhile == {"restored": restored, "changes": 0, "in turn": in_turn}
    assert held(place) == [1]


def test_writers_in_turn_make_what_one_writer_makes(place, tmp_path):
    chance = random.Random(4)
    order = [chance.sample(range(len(TEXTS)), len(TEXTS)) for _ in range(2)]
    turns = [[chance.randrange(2) for _ in TEXTS] for _ in range(2)]
    for which, (numbers, writers) in enumerate(zip(order, turns, strict=True)):
        made = []
        for where, several in ((place if not which else str(tmp_path / "several.db"), True), (str(tmp_path / f"one{which}.db"), False)):
            with open_archive(where, "create") as archive, open_archive(where, "write") as other:
                engines = [engine_of(archive), engine_of(other)]
                for number, writer in zip(numbers, writers, strict=True):
                    list(engines[writer if several else 0].add([pages(tmp_path, number)], 1))
                with archive.reading() as connection:
                    made.append(digests.digests(connection))
        assert made[0] == made[1]
