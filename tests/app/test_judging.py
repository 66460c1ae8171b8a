"""`tellings correct`, `log` and `undo`: what a person decides changes the brief of an archive's story, stays as it grows, and is taken back without a trace."""

import json
import shutil

import pytest
from tests.app.test_corrections import TEXTS
from typer.testing import CliRunner

from tellings import cli
from tellings.app import archives, judging
from tellings.briefing.render import json as brief_json
from tellings.errors import ConfigError, InputError
from tellings.settings import Settings
from tellings.store import stories
from tellings.store.opening import open_archive

NOW = "2026-03-12T08:00:00Z"
LATER = "2026-03-13T09:30:00Z"
SETTINGS = Settings(processes=1, published="2026-03-11")


def _write(folder, texts):
    folder.mkdir(exist_ok=True)
    rows = [{"id": name, "outlet": name, "published": "2026-03-11", "text": text} for name, text in texts.items()]
    path = folder / "pages.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("filled")
    where = str(folder / "desk.db")
    made = archives.add(where, [_write(folder, TEXTS)], settings=SETTINGS, now=lambda: NOW)
    assert made.outcomes["added"] == len(TEXTS)
    with open_archive(where, "write") as archive, archive.writing() as connection:
        _one_story(connection)
    archives.brief(where, _story(where), settings=SETTINGS)
    return where


def _one_story(connection):
    """Put all articles into one story: where they stand is not what is tried here."""
    (first, *others) = sorted(stories.listed(connection, most=9), key=lambda one: one.id)
    for other in others:
        numbers = stories.article_numbers(connection, other.id)
        stories.put_members(connection, [stories.Member(article=n, story=first.id, score=1.0, why="") for n in numbers])
    stories.refresh(connection, [one.id for one in (first, *others)])


def _story(where):
    with open_archive(where) as archive, archive.reading() as connection:
        (one,) = stories.listed(connection, most=9)
    return one.id


@pytest.fixture
def where(filled, tmp_path):
    shutil.copy(filled, tmp_path / "desk.db")
    return str(tmp_path / "desk.db")


def _run(*words):
    return CliRunner().invoke(cli.app, list(words), catch_exceptions=False)


def _correct(where, *words, by="Ann Dale"):
    kind, *rest = words
    return _run("correct", kind, _story(where)[:8], *rest, "--archive", where, "--by", by)


def _bytes(where):
    return brief_json.render(archives.brief(where, _story(where), settings=SETTINGS))


def _brief(where):
    (story,) = json.loads(_bytes(where))["stories"]
    return story


def _lines(where, section):
    return [line["text"] for line in _brief(where)["sentences"] if line["section"] == section]


CASES = [
    (("entity", "Varga", "--not", "Gazette"), "“Varga” in Gazette is not Tomas Varga"),
    (("entity", "tomas varga", "--not", f"Courier:{TEXTS['Courier'].index('He left')}", "--same", "Brandt"), "“He” in Courier is not Tomas Varga; but Ilse Brandt"),
    (("entity", "the divers", "--same", "the ministry"), "the divers and the ministry are one"),
    (("entity", "the divers", "--name", "Navy divers", "--kind", "organisation"), "the divers is called Navy divers; the divers is an organisation"),
    (("entity", "Tomas Varga", "--country", "Hungary"), "Tomas Varga speaks for Hungary"),
    (("entity", "Port Brandon", "--country", "none", "--kind", "place", "--name", "Brandon"), "Port Brandon is in no country"),
    (("claim", "raised before winter", "--not", "Herald"), "the passage of The Herald does not support “The wreck would be raised before winter”"),
    (("claim", "14 people were killed", "--no-conflict"), "“14 people” and “17 people” are no conflict"),
    (("claim", "Brandt spoke", "--drop"), "“Brandt spoke in Port Brandon” is no claim"),
    (("claim", "Brandt spoke", "--same", "knew of the leak"), "“Brandt spoke in Port Brandon” and “Tomas Varga denied that the ministry knew of the leak” are one claim"),
    (("source", "the crew had been warned", "Ilse Brandt"), "Ilse Brandt said “the crew had been warned” in Courier and Gazette"),
    (("source", "the ministry knew", "Anneke Roos"), "Anneke Roos said “the ministry knew of the leak” in The Herald"),
    (("source", "the ministry knew", "none"), "nobody is named for “the ministry knew of the leak” in The Herald"),
    (("quotation", "the crew had been warned", "--drop"), "“the crew had been warned” in Courier and Gazette is no quotation"),
    (("quotation", "the wreck would be", "--different", "We will raise"), "are two utterances"),
    (("quotation", "the wreck would be", "--same", "the ministry knew"), "are one utterance"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "said"), CASES)
def test_a_correction_is_logged_changes_the_brief_and_leaves_no_trace_when_undone(where, words, said):
    before = _bytes(where)
    made = _correct(where, *words)
    assert made.exit_code == 0, made.output
    assert "#1 Ann Dale: " in made.output
    assert said in made.output
    changed = _bytes(where)
    assert changed != before
    # resolving again, whoever asks, changes nothing
    with open_archive(where, "write") as archive, archive.writing() as connection:
        stories.refresh(connection, [_story(where)])
    assert _bytes(where) == changed
    assert _run("undo", "--archive", where, "--by", "Bo Finch").exit_code == 0
    assert _bytes(where) == before
    assert _run("undo", "2", "--archive", where, "--by", "Ann Dale").exit_code == 0
    assert _bytes(where) == changed


def test_what_was_meant_came_out(where):
    for words in (CASES[0][0], CASES[4][0], CASES[6][0], CASES[7][0], CASES[8][0], CASES[10][0]):
        assert _correct(where, *words).exit_code == 0
    story = _brief(where)
    assert [e["name"] for e in story["entities"] if "Varga" in e["name"]] == ["Tomas Varga", "Varga"]
    assert {q["source"] for q in story["quotations"] if "warned" in q["content"]["exact"]} == {"Ilse Brandt"}
    assert [side["side"] for side in story["sides"]] == ["HUN"]
    assert {c["text"]: (c["status"], c["independent"]) for c in story["claims"] if "killed" in c["text"]} == {
        "14 people were killed": ("corroborated", 3)
    }
    wreck = [c for c in story["claims"] if "raise" in c["text"]]
    assert sorted(c["independent"] for c in wreck) == [1, 2]
    assert not any("Brandt spoke" in c["text"] for c in story["claims"])
    assert any("all rest on Ilse Brandt" in line for line in _lines(where, "corroborated"))
    assert _lines(where, "conflicting") == []


def test_a_correction_stays_when_the_story_grows(where, tmp_path):
    assert _correct(where, "entity", "Varga", "--not", "Gazette").exit_code == 0
    assert _correct(where, "claim", "14 people were killed", "--no-conflict").exit_code == 0
    page = _write(
        tmp_path / "more",
        {"Tribune": "The ferry Halden sank off Port Brandon on Monday, killing 14 people. Tomas Varga wept in Port Brandon.\n"},
    )
    archives.add(where, [page], settings=SETTINGS, now=lambda: LATER)
    with open_archive(where, "write") as archive, archive.writing() as connection:
        _one_story(connection)
    story = _brief(where)
    assert len(story["articles"]) == len(TEXTS) + 1
    by_name = {e["name"]: e for e in story["entities"]}
    assert len(by_name["Varga"]["mentions"]) == 1
    assert len({m["article"] for m in by_name["Tomas Varga"]["mentions"]}) == 3
    assert {c["status"] for c in story["claims"] if "people" in c["text"]} == {"corroborated"}


def test_the_log_says_who_did_what_and_what_was_taken_back(where):
    desk = judging.Desk(archive=where, who="Ann Dale", now=lambda: LATER)
    assert _correct(where, "entity", "the divers", "--name", "Navy divers").exit_code == 0
    made = judging.undo(desk, None)
    assert made.words == "takes back #1: the divers is called Navy divers"
    again = judging.undo(judging.Desk(archive=where, who="Bo Finch", now=lambda: LATER), made.seq)
    assert again.words == "puts #1 in force again: the divers is called Navy divers"
    rows = json.loads(_run("log", "--archive", where, "--format", "json").output)["judgements"]
    assert [(row["number"], row["who"], row["action"], row["undoes"], row["undone_by"]) for row in rows] == [
        (3, "Bo Finch", "undo", 2, None), (2, "Ann Dale", "undo", 1, 3), (1, "Ann Dale", "correct entity", None, None),
    ]  # fmt: skip
    assert rows[0]["at"] == LATER
    assert [link["b"] for link in rows[2]["links"]] == ["name:Navy divers"]
    table = _run("log", "--archive", where, "--story", _story(where)[:8]).output
    assert " ".join(table.split()).count("Navy divers") == 3
    assert "taken back by #3" in " ".join(table.split())
    assert _run("log", "--archive", where, "--format", "csv").output.count("\n") == 4
    # the latest in force is the first again; then nothing is left
    assert judging.undo(desk, None).of == 1
    with pytest.raises(InputError, match="nothing is left to undo"):
        judging.undo(desk, None)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("entity", "Nobody Known", "--name", "X"), "the story has no entity 'Nobody Known': it has"),
        (("entity", "Varga", "--not", "Nowhere"), "the story has no article 'Nowhere': it has Courier, Gazette, The Herald"),
        (("entity", "the ministry", "--not", "Courier"), "Courier has no mention of the ministry"),
        (("entity", "the ministry", "--not", "Herald"), "the ministry is named nowhere else"),
        (("entity", "Varga", "--same", "Tomas Varga"), "are one already"),
        (("entity", "Varga", "--country", "Atlantis"), "--country takes a country's name"),
        (("entity", "Varga"), "say what is to be corrected"),
        (("claim", "ferry Halden", "--no-conflict"), "is in no conflict"),
        (("claim", "Brandt spoke", "--not", "Courier"), "rests on nothing else"),
        (("quotation", "the", "--drop"), "may mean"),
        (("quotation", "no such words", "--drop"), "has no quotation"),
        (("source", "the crew had been warned", " "), "say who said it"),
    ],
)
def test_what_cannot_be_is_said_in_one_line_and_nothing_is_logged(where, words, said):
    with pytest.raises((InputError, ConfigError), match=said):
        _correct(where, *words)
    assert judging.log(where) == []


def test_undoing_what_is_not_there_or_was_undone(where):
    desk = judging.Desk(archive=where, who="Ann Dale", now=lambda: NOW)
    with pytest.raises(InputError, match="the log has no #7"):
        judging.undo(desk, 7)
    assert _correct(where, "entity", "the divers", "--name", "Navy divers").exit_code == 0
    judging.undo(desk, 1)
    with pytest.raises(InputError, match="#1 was taken back by #2 already; tellings undo 2 puts it in force again"):
        judging.undo(desk, 1)
    with pytest.raises(ConfigError, match="--by NAME"):
        judging.at_desk(where, "  ")
