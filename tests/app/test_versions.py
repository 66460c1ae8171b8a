"""A page that comes again and has changed is a new version: both are kept, what changed is shown, and what it no longer says is told in the brief."""

import json
from itertools import pairwise

import pytest
from typer.testing import CliRunner

from tellings import cli
from tellings.app import archives, checking, histories, rerunning
from tellings.engine import archiving
from tellings.errors import InputError
from tellings.settings import Settings

FIRST = (
    "A grain barge sank at Lerum lock on Tuesday, the canal board said. Six sailors were rescued by the lock keeper. "
    "The barge carried 400 tonnes of barley. The canal stays shut until Friday."
)
SECOND = FIRST.replace("Six", "Nine").replace(" The canal stays shut until Friday.", "")
THIRD = SECOND.replace("The barge carried 400 tonnes of barley.", "A diver found the wheel of the barge on Thursday.")
OTHER = "A grain barge sank at Lerum lock on Tuesday. Six sailors were rescued by the lock keeper. Divers will look at the wreck."


@pytest.fixture
def archive(tmp_path):
    where = str(tmp_path / "desk.db")
    ticks = iter(range(10, 60))
    for name, text in (("x1", FIRST), ("x2", OTHER), ("x1", SECOND), ("x1", THIRD)):
        row = {
            "id": name,
            "outlet": f"Outlet {name}",
            "url": f"https://o.example/{name}",
            "published": "2026-03-03T10:00:00Z",
            "text": text,
        }
        (tmp_path / "page.jsonl").write_text(json.dumps(row) + "\n")
        archives.add(where, [tmp_path / "page.jsonl"], settings=Settings(processes=1), now=lambda: f"2026-03-04T08:{next(ticks)}:00Z")
    return where


def test_every_version_is_kept_and_one_is_current(archive):
    steps = histories.history(archive, "x1")
    assert [(s.version.version, s.version.current) for s in steps] == [(1, False), (2, False), (3, True)]
    assert [(c.kind, c.was and c.was.exact, c.now and c.now.exact) for c in steps[1].changes] == [
        ("altered", "Six sailors were rescued by the lock keeper.", "Nine sailors were rescued by the lock keeper."),
        ("cut", "The canal stays shut until Friday.", None),
    ]
    assert [c.kind for c in steps[2].changes] in (["altered"], ["added", "cut"])


def test_an_earlier_version_counts_in_no_story(archive):
    with archives.listing((), archive, Settings()) as (found, _):
        stories = list(found(None, 1))
    assert sorted(one.given_id for story in stories for one in story.articles) == ["x1", "x2"]


def test_what_was_withdrawn_is_told_with_both_versions(archive):
    steps = histories.history(archive, "x1")
    with archives.listing((), archive, Settings()) as (found, _):
        name = next(row.story.id for row in found(None, 1) if any(one.given_id == "x1" for one in row.articles))
    made = archives.brief(archive, name, settings=Settings(processes=1))
    (story,) = made.stories
    assert [(r.earlier, r.newer) for r in story.revisions] == [(a.version.id, b.version.id) for a, b in pairwise(steps)]
    withdrawn = [w.was.exact for revision in story.revisions for w in revision.withdrawals]
    assert withdrawn == [
        "Six sailors were rescued by the lock keeper",
        "The canal stays shut until Friday",
        "The barge carried 400 tonnes of barley",
    ]
    lines = [s for s in story.sentences if s.group == "Withdrawn or changed since"]
    assert len(lines) == 3
    assert {sel.article for line in lines for sel in line.evidence} == {step.version.id for step in steps[:2]}
    texts = {article.id: article.text for article in made.articles}
    assert all(texts[sel.article][sel.start : sel.end] == sel.exact for line in lines for sel in line.evidence)
    assert not any("Six sailors" in claim.text for claim in story.claims if len(story.story.articles) == 1)


def test_the_same_page_again_is_no_version(archive, tmp_path):
    again = archives.add(archive, [tmp_path / "page.jsonl"], settings=Settings(processes=1))
    assert dict(again.outcomes) == {"known": 1}
    assert len(histories.history(archive, "x1")) == 3


def test_history_is_printed(archive):
    shown = CliRunner().invoke(cli.app, ["history", "https://o.example/x1", "--archive", archive])
    assert "+ Nine sailors" in shown.output
    assert "version 3, the current one" in shown.output
    made = json.loads(CliRunner().invoke(cli.app, ["history", "x1", "--archive", archive, "--format", "json"]).output)
    assert [one["version"] for one in made["versions"]] == [1, 2, 3]


def test_an_article_that_is_not_there_is_said(archive):
    with pytest.raises(InputError, match="no article"):
        histories.history(archive, "zz")


def test_a_text_of_many_versions_is_not_taken_for_furniture(tmp_path):
    """What stands under four articles of one outlet is furniture; four versions of one article are one article."""
    where = str(tmp_path / "many.db")
    rows = [{"id": "x1", "text": f"{FIRST} Divers counted {number} crates on the river bed beside the wreck."} for number in range(11, 16)]
    rows.append({"id": "x3", "text": rows[-1]["text"]})
    for row in rows:
        (tmp_path / "page.jsonl").write_text(
            json.dumps(row | {"outlet": f"Outlet {row['id']}", "url": f"https://o.example/{row['id']}"}) + "\n"
        )
        archives.add(where, [tmp_path / "page.jsonl"], settings=Settings(processes=1))
    with archives.listing((), where, Settings()) as (found, _):
        (row,) = found(None, 1)
    (story,) = archives.brief(where, row.story.id, settings=Settings(processes=1)).stories
    assert [(group.kind, len(group.articles)) for group in story.copy_groups] == [("whole", 2)]


def one_row(tmp_path, text: str, name: str = "page.jsonl", more: str = "") -> list:
    row = {"id": "x1", "outlet": "Outlet x1", "url": "https://o.example/x1", "published": "2026-03-03T10:00:00Z", "text": text}
    (tmp_path / name).write_text(more + json.dumps(row) + "\n")
    return [tmp_path / name]


def added(where, tmp_path, *texts: str) -> list[dict[str, int]]:
    return [dict(archives.add(where, one_row(tmp_path, text), settings=Settings(processes=1), now=ticking()).outcomes) for text in texts]


def ticking(ticks=iter(range(10, 10_000))):  # noqa: B008  # one clock for all
    return lambda: f"2026-03-04T08:{next(ticks) % 60:02}:00Z"


@pytest.fixture
def returned(tmp_path):
    """An archive with a page that was changed and changed back."""
    where = str(tmp_path / "returned.db")
    assert added(where, tmp_path, FIRST, SECOND, FIRST) == [{"added": 1}, {"version": 1}, {"version": 1}]
    return where


def test_a_page_that_changes_back_is_a_version(returned, tmp_path):
    steps = histories.history(returned, "x1")
    assert [(s.version.version, s.version.current) for s in steps] == [(1, False), (2, False), (3, True)]
    assert len({s.version.id for s in steps}) == len({s.version.page for s in steps}) == 3
    assert [[c.kind for c in s.changes] for s in steps] == [[], ["altered", "cut"], ["altered", "added"]]
    assert added(returned, tmp_path, FIRST, FIRST) == [{"known": 1}, {"known": 1}]
    assert added(returned, tmp_path, SECOND, FIRST, SECOND) == [{"version": 1}, {"version": 1}, {"version": 1}]
    assert len(histories.history(returned, "x1")) == 6
    assert checking.check(returned).faults == ()


def test_what_is_said_again_is_not_withdrawn_and_what_was_said_meanwhile_is(returned):
    with archives.listing((), returned, Settings()) as (found, _):
        (row,) = found(None, 1)
    (story,) = archives.brief(returned, row.story.id, settings=Settings(processes=1)).stories
    assert [[w.was.exact for w in revision.withdrawals] for revision in story.revisions] == [
        [], ["Nine sailors were rescued by the lock keeper"]
    ]  # fmt: skip
    assert any("Six sailors" in claim.text for claim in story.claims)
    assert not any("Nine sailors" in claim.text for claim in story.claims)
    withdrawn = [one for one in story.sentences if one.group == "Withdrawn or changed since"]
    assert ["Nine" in one.text for one in withdrawn] == [True]


def test_two_files_of_one_article_are_two_versions_however_often_they_are_added(tmp_path):
    where = str(tmp_path / "twice.db")
    files = [*one_row(tmp_path, FIRST, "a.jsonl"), *one_row(tmp_path, SECOND, "b.jsonl")]
    outcomes = [dict(archives.add(where, files, settings=Settings(processes=1)).outcomes) for _ in range(3)]
    assert outcomes == [{"added": 1, "version": 1}, {"known": 2}, {"known": 2}]
    assert len(histories.history(where, "x1")) == 2


def test_a_later_line_of_a_file_is_later(tmp_path):
    where, path = str(tmp_path / "log.db"), tmp_path / "log.jsonl"
    row = {"id": "x1", "outlet": "Outlet x1", "url": "https://o.example/x1", "published": "2026-03-03T10:00:00Z"}
    path.write_text("".join(json.dumps(row | {"text": text}) + "\n" for text in (FIRST, SECOND, FIRST)))
    outcomes = [dict(archives.add(where, [path], settings=Settings(processes=1)).outcomes) for _ in range(2)]
    assert outcomes == [{"added": 1, "version": 2}, {"known": 3}]
    assert [s.version.input.rpartition("#")[2] for s in histories.history(where, "x1")] == ["1", "2", "3"]


def warc(path, *captures):
    with path.open("wb") as out:
        for second, text in captures:
            body = (
                f"<html><head><title>Barge</title></head><body><article><h1>Barge sinks</h1><p>{text}</p></article></body></html>".encode()
            )
            block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
            head = {
                "WARC-Type": "response", "WARC-Target-URI": "https://o.example/x1", "WARC-Date": f"2026-03-03T10:00:{second:02}Z",
                "WARC-Record-ID": f"<urn:uuid:00000000-0000-0000-0000-0000000000{second:02}>", "Content-Type": "application/http; msgtype=response",
                "Content-Length": str(len(block)),
            }  # fmt: skip
            out.write(b"WARC/1.0\r\n" + "".join(f"{k}: {v}\r\n" for k, v in head.items()).encode() + b"\r\n" + block + b"\r\n\r\n")
    return path


def test_captures_of_one_archive_come_back_in_the_order_of_their_times(tmp_path):
    where, again = str(tmp_path / "w.db"), str(tmp_path / "again.db")
    captures = warc(tmp_path / "a.warc", (1, FIRST), (2, SECOND), (3, FIRST), (4, SECOND), (5, FIRST))
    assert archives.add(where, [captures], settings=Settings(processes=1)).outcomes == {"added": 1, "version": 4}
    assert archives.add(where, [captures], settings=Settings(processes=1)).outcomes == {"known": 5}
    older = warc(tmp_path / "b.warc", (1, FIRST), (2, SECOND))
    assert archives.add(where, [older], settings=Settings(processes=1)).outcomes == {"known": 2}
    steps = histories.history(where, "https://o.example/x1")
    assert ["Six" in json.dumps([c.now.exact for c in s.changes if c.now]) for s in steps] == [False, False, True, False, True]
    assert checking.check(where).faults == ()
    assert rerunning.rerun(where, again, settings=Settings(processes=1)).differ == ()


def test_a_return_that_was_cut_off_is_made_good_by_the_next_add(tmp_path, monkeypatch):
    where = str(tmp_path / "cut.db")
    added(where, tmp_path, FIRST, SECOND)
    with monkeypatch.context() as patched:
        patched.setattr(archiving.ArchiveEngine, "_arrived", cut_off(archiving.ArchiveEngine._arrived))
        with pytest.raises(KeyboardInterrupt):
            added(where, tmp_path, FIRST)
    assert len(histories.history(where, "x1")) == 2
    assert added(where, tmp_path, FIRST) == [{"version": 1}]


def cut_off(arrived):
    """Do what is to be done, and be ended when a page is to be looked at anew."""

    def ended(*given):
        made = arrived(*given)
        if made[1]:
            raise KeyboardInterrupt
        return made

    return ended
