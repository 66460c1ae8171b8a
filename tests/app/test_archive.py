"""`tellings add`, `stories` and `story`: pages are kept, adding again changes nothing, and what is wrong is said in one line."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tellings import cli
from tellings.app import archives, briefs, checking
from tellings.engine import archiving
from tellings.errors import ConfigError, InputError
from tellings.settings import Settings
from tellings.store import articles, log
from tellings.store.opening import open_archive
from tellings.text.counting import counted

EXAMPLES = Path(__file__).parents[2] / "examples"
NOW = "2026-03-12T08:00:00Z"


def _run(*words: str):
    return CliRunner().invoke(cli.app, list(words))


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    where = str(tmp_path_factory.mktemp("archive") / "desk.db")
    made = archives.add(where, [EXAMPLES], settings=Settings(processes=1), now=lambda: NOW)
    assert made.outcomes["added"] == len(list(EXAMPLES.iterdir()))
    return where


def test_adding_again_changes_nothing_but_the_log(archive):
    with open_archive(archive) as opened, opened.reading() as connection:
        before = list(articles.numbers(connection))
    again = archives.add(archive, [EXAMPLES], settings=Settings(processes=1), now=lambda: NOW)
    assert again.outcomes == {"known": len(before)}
    assert again.resolved == 0
    with open_archive(archive) as opened, opened.reading() as connection:
        assert list(articles.numbers(connection)) == before
        assert {run.state for run in log.runs(connection)} == {"done"}
        assert len(list(log.arrivals(connection))) >= 2 * len(before)


def test_pages_are_kept_as_received(archive):
    with open_archive(archive) as opened, opened.reading() as connection:
        kept = {articles.page(connection, one.page).raw for one in articles.kept(connection, list(articles.numbers(connection))).values()}
    assert kept == {path.read_bytes() for path in EXAMPLES.iterdir()}


def test_stories_are_listed_as_the_contract_has_it(archive):
    made = json.loads(_run("stories", "--archive", archive, "--format", "json").output)
    assert sorted(article["given_id"] or article["id"] for story in made["stories"] for article in story["articles"]) == sorted(
        article.id for article in briefs.brief([EXAMPLES], settings=Settings(processes=1)).articles
    )
    table = _run("stories", "--archive", archive)
    assert table.exit_code == 0
    assert made["stories"][0]["id"][:10] in table.output


def test_a_story_has_one_headline_and_one_count_wherever_it_is_shown(tmp_path):
    """Whoever writes for whom: a writer named in two outlets, outlets of one owner, a text printed twice, an article without outlet."""
    where, path = str(tmp_path / "desk.db"), tmp_path / "told.jsonl"
    rain = "Heavy rain flooded the market hall of Tolna on Friday and nine stalls were lost, said market warden Ida Krull. {}"
    strike = "Bakers in Ansel went on strike on Thursday over night pay, union leader Per Holt said. {}"
    told = [
        ("Tolna Post", "It is what it is: the week in the town", rain.format("The hall will be shut for a week.")),
        (
            "Vale Courier",
            "What is in the week: it is all of the town",
            rain.format("Pumps ran until noon, and traders carried out what was dry."),
        ),
        (
            "Hill Mail",
            "Rain floods Tolna market hall",
            "By Nora Lind, Tolna Post\n\n" + rain.format("Traders want to know who pays for the damage to their goods."),
        ),
        (None, "Market hall of Tolna is under water", rain.format("A wall of the cellar gave way in the night.")),
        ("Ansel Echo", "Bakers in Ansel strike over night pay", strike.format("Shops sold out of bread by nine.")),
        ("Ansel Times", "Bread runs out as bakers strike", strike.format("Shops sold out of bread by nine.")),
        ("Echo Online", "Bakers strike in Ansel", strike.format("A second day is planned for Monday, he said.")),
    ]
    lines = [
        {
            "id": f"a{at}",
            "headline": headline,
            "published": f"2026-03-0{at + 1}T09:00:00Z",
            "text": text,
            **({"outlet": outlet} if outlet else {}),
        }
        for at, (outlet, headline, text) in enumerate(told)
    ]
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    archives.add(where, [path], settings=Settings(processes=1, embedder="lexical", quick="lexical", pairs="none"), now=lambda: NOW)
    listed = json.loads(_run("stories", "--archive", where, "--format", "json").stdout)["stories"]
    assert len(listed) > 1
    for one in listed:
        (made,) = (brief := archives.brief(where, one["id"])).stories
        assert (one["headline"], one["independent"]) == (made.headline, made.tellings(brief.articles))
        shown = _run("story", one["id"], "--archive", where).output
        assert one["headline"] in " ".join(shown.split())
        assert len(one["articles"]) == 1 or f"{counted(one['independent'], 'independent telling')}." in shown
    for words in ("Tolna", "Ansel"):
        for found in json.loads(_run("search", words, "--archive", where, "--format", "json").stdout)["stories"]:
            assert (found["headline"], found["independent"]) in [(one["headline"], one["independent"]) for one in listed]
    assert checking.check(where).faults == ()


def test_stories_of_pages_leave_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(EXAMPLES, tmp_path / "pages")
    found = _run("stories", "pages", "--format", "csv", "--quiet")
    assert len(found.output.splitlines()) == 1 + len(list(EXAMPLES.iterdir()))
    assert [path.name for path in tmp_path.iterdir()] == ["pages"]


def test_a_story_is_briefed_by_the_beginning_of_its_id(archive):
    (first, *_) = json.loads(_run("stories", "--archive", archive, "--format", "json").output)["stories"]
    made = json.loads(_run("story", first["id"][:8], "--archive", archive, "--format", "json").output)
    assert [story["id"] for story in made["stories"]] == [first["id"]]
    assert {article["id"] for article in made["articles"]} == {article["id"] for article in first["articles"]}
    assert len(made["manifest"]["inputs"]) == len(first["articles"])


def test_brief_takes_a_story_of_an_archive_or_pages(archive):
    (first, *_) = json.loads(_run("stories", "--archive", archive, "--format", "json").output)["stories"]
    asked = _run("brief", "--archive", archive, "--story", first["id"], "--format", "json")
    assert asked.output == _run("story", first["id"], "--archive", archive, "--format", "json").output
    for words in (["brief"], ["brief", "--archive", archive], ["brief", str(EXAMPLES), "--archive", archive, "--story", first["id"]]):
        with pytest.raises(ConfigError, match="with --story"):
            CliRunner().invoke(cli.app, words, catch_exceptions=False)


def test_a_brief_kept_is_the_brief_made(archive):
    """What is taken out of a kept brief, because its articles have it, comes back."""
    (first, *_) = json.loads(_run("stories", "--archive", archive, "--format", "json").output)["stories"]
    with open_archive(archive, "write") as opened, opened.reading() as connection:
        engine = archives.engine_of(opened, Settings(processes=1), lambda: NOW)
        inputs = archiving.story_inputs(connection, first["id"])
        ((_, made),) = engine.engine.resolve([inputs])
        assert archiving.story_brief(connection, first["id"]) == made[-1]


@pytest.mark.parametrize(("words", "said"), [
    (("story", "ffffffff"), "has no story"), (("stories", "--archive", "none.db"), "there is no archive"),
    (("add", "nothing.txt", "--archive", "desk.db"), ""), (("stories", "nothing.txt"), "there is no such file"),
])  # fmt: skip
def test_what_cannot_be_is_said(words, said, archive, monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    given = [*words, *(["--archive", archive] if words[0] == "story" else [])]
    monkeypatch.setattr("sys.argv", ["tellings", *given])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code != 0
    assert said in capsys.readouterr().err


def test_an_id_that_means_several_is_not_guessed(archive):
    with open_archive(archive) as opened, opened.reading() as connection, pytest.raises(InputError, match="no story"):
        archives.meant_story(connection, "")
