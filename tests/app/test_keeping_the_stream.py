"""Rounds of one process go on from what they know, as long as nobody else changed it, and no error leaves it ahead of what is kept."""

import json

import pytest

from tellings.app import archives, judging
from tellings.engine.placing import Placing, StoryStream
from tellings.ingest.discover import pages_of
from tellings.settings import Settings
from tellings.store import log, search, stories
from tellings.store.opening import open_archive

SETTINGS = Settings(processes=1, embedder="lexical", quick="lexical", pairs="none")
TEXTS = [
    "The ferry Halden sank off Port Brandon on Monday, killing 14 people. Harbour master Ilse Brandt closed the port of Port Brandon.",
    "Fourteen people died when the ferry Halden sank off Port Brandon on Monday, harbour master Ilse Brandt said. The port is closed.",
    "Divers reached the ferry Halden, which sank off Port Brandon on Monday with 14 dead, said harbour master Ilse Brandt.",
    "Voters in Lunden chose Petra Holm as mayor on Sunday. Holm beat Karl Stein by 300 votes in the town's second ballot.",
]


@pytest.fixture
def restored(monkeypatch):
    """How often a stream was restored."""
    times = []
    whole = StoryStream.restore
    monkeypatch.setattr(StoryStream, "restore", lambda *given, **named: times.append(1) or whole(*given, **named))
    return times


@pytest.fixture
def desk(tmp_path):
    with open_archive(str(tmp_path / "desk.db"), "create") as archive:
        engine = archives.engine_of(archive, SETTINGS, lambda: "2026-03-11T08:00:00Z")
        with archive.writing() as connection:
            run = log.begin_run(connection, "watch", "2026-03-11T08:00:00Z", {})

        def a_round(number: int) -> None:
            path = tmp_path / f"{number}.jsonl"
            path.write_text(
                json.dumps({"id": f"x{number}", "outlet": f"Outlet {number}", "published": "2026-03-10", "text": TEXTS[number]}) + "\n"
            )
            list(engine.add([list(pages_of([str(path)], SETTINGS))], run))

        yield str(tmp_path / "desk.db"), a_round


def held(where) -> list[int]:
    with open_archive(where) as archive, archive.reading() as connection:
        return sorted(one.articles for one in stories.listed(connection, most=9))


def test_rounds_restore_once(desk, restored):
    where, a_round = desk
    for number in range(4):
        a_round(number)
    assert held(where) == [1, 3]
    assert len(restored) == 1


def test_what_another_decided_meanwhile_is_seen(desk, restored):
    where, a_round = desk
    a_round(0)
    a_round(1)
    with open_archive(where) as archive, archive.reading() as connection:
        (story,) = [one.id for one in stories.listed(connection, most=9)]
    judging.split(judging.Desk(archive=where, who="Ann", now=lambda: "2026-03-12T08:00:00Z"), story, ["x1"])
    a_round(2)
    a_round(3)
    assert held(where) == [1, 1, 2]
    assert len(restored) == 3  # once by who decided


def test_what_an_error_left_half_done_is_not_gone_on_from(desk, restored, monkeypatch):
    where, a_round = desk
    a_round(0)
    for broken, name in ((search, "index"), (Placing, "finish")):
        with monkeypatch.context() as patched:
            patched.setattr(broken, name, lambda *_: (_ for _ in ()).throw(RuntimeError))
            with pytest.raises(RuntimeError):
                a_round(1)
    assert held(where) == [1]
    for number in range(1, 4):
        a_round(number)
    assert held(where) == [1, 3]
    assert len(restored) == 3
