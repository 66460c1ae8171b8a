"""`tellings split`, `merge`, `pin` and `unpin`: stories are as a person says, whatever comes, and as the evidence has it once that is taken back."""

import json

import pytest
from tests.app.happenings import FERRY_AND_VOTE as PAGES
from typer.testing import CliRunner

from tellings import cli
from tellings.app import archives, forgetting, judging, rerunning
from tellings.errors import InputError
from tellings.settings import Settings
from tellings.store import judgements
from tellings.store.opening import open_archive

SETTINGS = Settings(processes=1, embedder="lexical", quick="lexical", pairs="none")


def _write(folder, texts):
    path = folder / "pages.jsonl"
    path.write_text("".join(
        f"{json.dumps({'id': name, 'outlet': f'Outlet {name}', 'published': '2026-03-10T09:00:00Z', 'text': text})}\n"
        for name, text in texts.items()
    ))  # fmt: skip
    return path


def _add(where, folder, texts):
    archives.add(where, [_write(folder, texts)], settings=SETTINGS, now=lambda: "2026-03-11T08:00:00Z")


@pytest.fixture
def where(tmp_path):
    name = str(tmp_path / "desk.db")
    _add(name, tmp_path, PAGES)
    return name


def _stories(where):
    """The given ids of each story's articles."""
    with archives.listing((), where, SETTINGS) as (found, _):
        return sorted("".join(sorted(one.given_id for one in row.articles)) for row in found(None, 1))


def _story(where, article):
    with archives.listing((), where, SETTINGS) as (found, _):
        return next(row.story.id for row in found(None, 1) if any(one.given_id == article for one in row.articles))


def _desk(where, who="Ann Dale"):
    return judging.Desk(archive=where, who=who, now=lambda: "2026-03-12T08:00:00Z")


def test_the_evidence_has_two_stories(where):
    assert _stories(where) == ["f1f2f3", "v1v2"]


def test_what_is_split_stays_apart_and_comes_back_when_it_is_undone(where, tmp_path):
    made = judging.split(_desk(where), _story(where, "f1"), ["f3"])
    assert made.words.startswith("Outlet f3 (")
    assert _stories(where) == ["f1f2", "f3", "v1v2"]
    _add(where, tmp_path, {"f4": PAGES["f2"] + " Boats searched for the missing until dark."})
    assert "f1f2f4" in _stories(where)
    judging.undo(_desk(where), None)
    assert _stories(where) == ["f1f2f3f4", "v1v2"]
    judging.undo(_desk(where), 2)
    assert "f3" in _stories(where)


def test_several_that_are_split_are_one_story(where):
    judging.split(_desk(where), _story(where, "f1"), ["Outlet f3", "f2"])
    assert _stories(where) == ["f1", "f2f3", "v1v2"]


def test_merged_stories_are_one_and_both_ids_lead_there(where, tmp_path):
    ferry, vote = _story(where, "f1"), _story(where, "v1")
    judging.merge(_desk(where), vote[:8], ferry)
    assert _stories(where) == ["f1f2f3v1v2"]
    with open_archive(where) as archive, archive.reading() as connection:
        assert archives.meant_story(connection, vote).id == archives.meant_story(connection, ferry).id
    _add(where, tmp_path, {"v3": PAGES["v2"] + " Stein said he would not ask for a recount."})
    assert _stories(where) == ["f1f2f3v1v2v3"]
    judging.undo(_desk(where), None)
    assert _stories(where) == ["f1f2f3", "v1v2v3"]


def test_a_pinned_article_stays_until_it_is_unpinned(where):
    vote = _story(where, "v1")
    assert judging.pin(_desk(where), "f3", vote).action == "pin"
    assert _stories(where) == ["f1f2", "f3v1v2"]
    # another pin takes the place of the first
    judging.pin(_desk(where), "f3", _story(where, "f1"))
    assert _stories(where) == ["f1f2f3", "v1v2"]
    assert [one.action for one in judging.log(where)] == ["pin", "undo", "pin"]
    assert judging.unpin(_desk(where), "f3").of == 3
    assert _stories(where) == ["f1f2f3", "v1v2"]
    with pytest.raises(InputError, match="is not pinned"):
        judging.unpin(_desk(where), "f3")


def test_a_story_is_called_by_what_most_of_it_tells_whatever_is_pinned_to_it(where, tmp_path):
    """Before it is resolved anew as well as after: a stranger that was published first does not name it."""
    path = tmp_path / "headed.jsonl"
    told = [
        ("t1", "Tram line to Ostby opens after two years", "2026-03-04", "The tram line to Ostby opened on Wednesday after two years of work, mayor Jan Vik said."),
        ("t2", "Ostby tram line opens", "2026-03-04", "Mayor Jan Vik opened the tram line to Ostby on Wednesday after two years of work on it."),
        ("t3", "Mayor opens tram line to Ostby", "2026-03-05", "The tram line to Ostby, two years in the making, was opened by mayor Jan Vik on Wednesday."),
        ("s1", "Quarry owner fined over dust", "2026-03-01", "A quarry owner near Halm was fined 900 crowns over dust that settled on gardens."),
    ]  # fmt: skip
    path.write_text("".join(
        f"{json.dumps({'id': name, 'outlet': f'Outlet {name}', 'headline': headline, 'published': f'{day}T09:00:00Z', 'text': text})}\n"
        for name, headline, day, text in told
    ))  # fmt: skip
    archives.add(where, [path], settings=SETTINGS, now=lambda: "2026-03-11T08:00:00Z")
    tram = _story(where, "t1")
    judging.pin(_desk(where), "s1", tram)
    for _ in range(2):
        row = archives.story_row(where, tram)
        assert {one.given_id for one in row.articles} == {"t1", "t2", "t3", "s1"}
        assert "Ostby" in row.story.headline
        archives.brief(where, tram, settings=SETTINGS)


def test_a_decision_against_one_in_force_names_that_and_changes_nothing(where):
    ferry = _story(where, "f1")
    judging.split(_desk(where), ferry, ["f3"])
    before = _stories(where)
    with pytest.raises(InputError, match=r"#1 \(Ann Dale: .* says otherwise; tellings undo 1 takes it back"):
        judging.merge(_desk(where, "Bo Finch"), _story(where, "f1"), _story(where, "f3"))
    assert _stories(where) == before
    assert len(judging.log(where)) == 1


def test_why_says_that_a_person_decided_as_long_as_that_holds(where):
    assert not any("person" in why for why in _why(where).values())
    judging.split(_desk(where), _story(where, "f1"), ["f3"])
    assert "person" in _why(where)["f2"]
    assert not any("person" in _why(where)[name] for name in ("v1", "v2"))
    judging.undo(_desk(where), None)
    assert not any("person" in why for why in _why(where).values())
    judging.merge(_desk(where), _story(where, "f1"), _story(where, "v1"))
    assert "person" in _why(where)["v1"]
    judging.undo(_desk(where), None)
    assert not any("person" in why for why in _why(where).values())


def _why(where):
    with archives.listing((), where, SETTINGS) as (found, _):
        return {one.given_id: row.why[one.id] for row in found(None, 1) for one in row.articles}


def test_rerun_decides_anew_when_it_was_decided(where, tmp_path):
    judging.split(_desk(where), _story(where, "f1"), ["f3"])
    _add(where, tmp_path, {"f4": PAGES["f2"] + " Boats searched for the missing until dark."})
    judging.pin(_desk(where), "v2", _story(where, "f3"))
    judging.undo(_desk(where), 1)
    judging.correct(_desk(where), _story(where, "v1"), "entity", _named, SETTINGS)
    made = rerunning.rerun(where, str(tmp_path / "again.db"), settings=SETTINGS)
    assert made.differ == ()
    assert _stories(str(tmp_path / "again.db")) == _stories(where)
    assert judging.log(str(tmp_path / "again.db")) == judging.log(where)


def _named(told):
    from tellings.app import correcting

    return correcting.of_entity(told, told.story.entities[0].name, correcting.OfEntity(name="Whoever"))


def test_what_is_forgotten_is_in_no_judgement(where, tmp_path):
    judging.split(_desk(where), _story(where, "f1"), ["f3"])
    judging.pin(_desk(where), "f2", _story(where, "v1"))
    judging.undo(_desk(where), 2)
    judging.undo(_desk(where), 3)
    judging.correct(_desk(where), _story(where, "v1"), "entity", _named, SETTINGS)
    forgetting.forget(where, forgetting.Asked(articles=("v1", "v2", "f3")), settings=SETTINGS)
    assert _stories(where) == ["f1f2"] or _stories(where) == ["f1", "f2"]
    with open_archive(where) as archive, archive.reading() as connection:
        told = judgements.every(connection)
    assert {one.words for one in told} == {"forgotten"}
    assert {link.rule for one in told for link in one.links} <= {"story", "pin"}
    assert not any("Whoever" in link.b for one in told for link in one.links)
    _add(where, tmp_path, {"f4": PAGES["f3"] + " The bell was found."})
    assert sum(map(len, _stories(where))) == len("f1f2f4")


def test_a_decision_whose_story_was_forgotten_binds_nobody_and_can_be_taken_back(where, tmp_path):
    judging.pin(_desk(where), "f3", _story(where, "v1"))
    judging.split(_desk(where), _story(where, "f1"), ["f2"])
    forgetting.forget(where, forgetting.Asked(articles=("v1", "v2")), settings=SETTINGS)
    _add(where, tmp_path, {"f4": PAGES["f3"] + " The bell was found."})
    assert "".join(sorted("".join(_stories(where)))) == "1234ffff"
    assert judging.undo(_desk(where), 1).of == 1
    assert judging.undo(_desk(where), None).of == 2
    assert _stories(where) == ["f1f2f3f4"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("split", "{f1}", "v1"), "has no article 'v1'"),
        (("split", "{f1}", "f1", "f2", "f3"), "nothing is left to split them from"),
        (("merge", "{f1}", "{f2}"), "are one story"),
        (("merge", "{f1}", "ffff"), "no story 'ffff'"),
        (("pin", "nobody", "{f1}"), "the archive has no article 'nobody'"),
        (("pin", "{f1}", "{v1}"), r"is a story \(.*\), not an article; tellings story [0-9a-f]+ --why lists its articles"),
        (("split", "{f1}", "{v1}"), "is a story .*, not an article"),
        (("unpin", "f1"), "is not pinned"),
    ],
)
def test_what_cannot_be_is_said(where, words, said):
    given = [word.format(f1=_story(where, "f1"), f2=_story(where, "f2"), v1=_story(where, "v1")) for word in words]
    with pytest.raises(InputError, match=said):
        CliRunner().invoke(cli.app, [*given, "--archive", where, "--by", "Ann"], catch_exceptions=False)
    assert judging.log(where) == []


def test_a_value_that_cannot_be_is_said_in_words_of_the_command(where):
    ran = CliRunner().invoke(cli.app, ["correct", "entity", "abcd", "Holm", "--kind", "company", "--archive", where])
    assert ran.exit_code == 2
    assert "Invalid value for '--kind': 'company' is not one of 'person'" in " ".join(ran.output.split())


def test_the_commands_say_what_was_done(where):
    ferry, vote = _story(where, "f1"), _story(where, "v1")
    for words in (("split", ferry, "f3"), ("undo",), ("merge", ferry, vote), ("undo", "3"), ("pin", "f3", vote), ("unpin", "f3")):
        made = CliRunner().invoke(cli.app, [*words, "--archive", where, "--by", "Ann Dale"], catch_exceptions=False)
        assert made.exit_code == 0
        assert made.output.startswith("tellings: #")
    assert _stories(where) == ["f1f2f3", "v1v2"]
    shown = CliRunner().invoke(cli.app, ["log", "--archive", where, "--format", "csv"]).output.splitlines()
    assert [line.split(",")[3] for line in shown[1:]] == ["undo", "pin", "undo", "merge", "undo", "split"]


def test_what_was_corrected_holds_for_the_next_version_of_its_article(where, tmp_path):
    from tellings.app import correcting

    texts = {"f1": PAGES["f1"], "f2": PAGES["f2"]}
    name = str(tmp_path / "versions.db")
    _add(name, tmp_path, texts)
    said = correcting.OfEntity(out=("Outlet f2",))
    judging.correct(_desk(name), _story(name, "f1"), "entity", lambda told: correcting.of_entity(told, "Ilse Brandt", said), SETTINGS)
    assert _bearers(name) == [1, 1]
    _add(name, tmp_path, texts | {"f2": f"Updated at nine. {PAGES['f2']} The mayor wept."})
    assert _bearers(name) == [1, 1]
    judging.undo(_desk(name), None)
    assert _bearers(name) == [2]


def _bearers(where):
    (story,) = archives.brief(where, _story(where, "f1"), settings=SETTINGS).stories
    return [len(one.mentions) for one in story.entities if one.name.endswith("Brandt")]
