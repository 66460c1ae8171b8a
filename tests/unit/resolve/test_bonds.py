import json
from pathlib import Path

import tellings
from tellings.settings import Settings


def conflicts(tmp_path: Path, *told: tuple[str, str]) -> list[tuple[str, str, tuple[str, ...]]]:
    lines = [{"id": f"a{k}", "outlet": f"Outlet {k}", "published": published, "text": text} for k, (published, text) in enumerate(told)]
    path = tmp_path / "story.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    (story,) = tellings.brief([path], settings=Settings(one_story=True, processes=1, embedder="lexical")).stories
    return [(c.slot, c.relation, tuple(v.value for v in c.values)) for c in story.conflicts]


EARLY = ("2026-03-02T08:00:00Z", "A ferry sank off Lagos on Monday. At least four people were killed, officials said.")
LATE = ("2026-03-03T09:00:00Z", "Divers found more bodies off Lagos. The ferry accident killed nine people, the port authority said.")


def test_a_toll_that_grew_between_publications_is_an_update(tmp_path: Path) -> None:
    ((slot, relation, values),) = conflicts(tmp_path, EARLY, LATE)
    assert (slot, relation) == ("number", "update")
    assert [v.lower() for v in values] == ["at least four people", "nine people"]


def test_a_toll_that_fell_is_a_contradiction(tmp_path: Path) -> None:
    ((slot, relation, _),) = conflicts(tmp_path, (EARLY[0], LATE[1]), (LATE[0], EARLY[1].replace("At least four", "Four")))
    assert (slot, relation) == ("number", "contradiction")


def test_tolls_of_two_events_are_not_set_against_each_other(tmp_path: Path) -> None:
    other = ("2026-03-03T09:00:00Z", "A mine collapsed near Potosi on Sunday. The collapse killed nine people, rescuers said.")
    assert conflicts(tmp_path, EARLY, other) == []


def test_the_same_toll_in_two_articles_is_no_conflict(tmp_path: Path) -> None:
    assert conflicts(tmp_path, EARLY, (LATE[0], LATE[1].replace("nine", "at least four"))) == []


def test_a_toll_that_says_what_it_has_grown_from_updates_that(tmp_path: Path) -> None:
    early = ("2026-03-02T08:00:00Z", "A coach overturned near Arusha on Monday. Three tourists were killed, police said.")
    late = ("2026-03-02T08:00:00Z", "The death toll from the coach accident near Arusha rose from three to five, the hospital said.")
    ((slot, relation, values),) = conflicts(tmp_path, early, late)
    assert (slot, relation) == ("number", "update")
    assert {v.lower().split(" (")[0] for v in values} == {"three", "five"}
