"""Splits, merges, pins and their undoing in any order, among articles that come: what is in force holds, what was taken back leaves no trace.

The model knows of each judgement only what a person would say it means: which articles are of one story, which are not, and which story an article is of.
"""

import json
import random
import shutil
from dataclasses import dataclass, field

import pytest
from tests.app.happenings import FERRY_AND_VOTE

from tellings.app import archives, checking, judging, rerunning
from tellings.errors import InputError
from tellings.settings import Settings
from tellings.store import articles, stories
from tellings.store.opening import open_archive

SETTINGS = Settings(processes=1, embedder="lexical", quick="lexical", pairs="none")
PAGES = FERRY_AND_VOTE | {
    "b1": "A bakery in Norrvik burned down on Saturday night. Baker Omar Lind said an oven had caught fire; nobody was in the house.",
    "b2": "The Norrvik bakery of Omar Lind burned to the ground on Saturday. An oven caught fire, the baker said, and nobody was hurt.",
}
LATER = {
    "f4": PAGES["f2"] + " Boats searched for the missing until dark.",
    "v3": PAGES["v2"] + " Stein said he would not ask for a recount.",
    "b3": PAGES["b1"] + " The fire brigade of Norrvik worked until dawn on Sunday.",
}
Parts = list[str]


def _add(where, folder, names) -> None:
    path = folder / "pages.jsonl"
    texts = PAGES | LATER
    path.write_text("".join(
        f"{json.dumps({'id': name, 'outlet': f'Outlet {name}', 'published': '2026-03-10T09:00:00Z', 'text': texts[name]})}\n" for name in names
    ))  # fmt: skip
    archives.add(where, [path], settings=SETTINGS, now=lambda: "2026-03-11T08:00:00Z")


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("judged")
    _add(str(folder / "desk.db"), folder, PAGES)
    return folder / "desk.db"


def _parts(where) -> Parts:
    """The given ids of each story's articles, without what stands between them."""
    with open_archive(where) as archive, archive.reading() as connection:
        found = []
        for story in archives.all_stories(connection, most=None):
            held = articles.kept(connection, stories.article_numbers(connection, story.id))
            found.append(" ".join(sorted(one.given_id for one in held.values())))
        return sorted(found)


def _story(where, article) -> str:
    with open_archive(where) as archive, archive.reading() as connection:
        (kept,) = articles.like(connection, article)
        return stories.story_of(connection, [kept.number])[kept.number]


def _leads_to(where, story) -> str:
    with open_archive(where) as archive, archive.reading() as connection:
        return archives.meant_story(connection, story).id


@dataclass
class Said:
    """What a judgement means: `together` are of one story, none of `out` with any of `rest`; `pinned` is an article and the story that it is of."""

    seq: int
    together: tuple[str, ...] = ()
    out: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    pinned: tuple[str, str] | None = None
    in_force: bool = True
    undoes: "Said | None" = None

    def take_back(self) -> None:
        self.in_force = False
        if self.undoes is not None:
            self.undoes.put_back()

    def put_back(self) -> None:
        self.in_force = True
        if self.undoes is not None:
            self.undoes.take_back()


@dataclass
class Desk:
    where: str
    folder: object
    chance: random.Random
    said: list[Said] = field(default_factory=list)
    arrived: list[str] = field(default_factory=list)

    @property
    def desk(self) -> judging.Desk:
        return judging.Desk(archive=self.where, who="Ann Dale", now=lambda: "2026-03-12T08:00:00Z")

    def act(self) -> str:
        """Do something at random; what a judgement in force forbids changes nothing."""
        parts = [part.split() for part in _parts(self.where)]
        what = self.chance.choice(["split", "split", "merge", "pin", "undo", "undo", "redo", "come"])
        before = _parts(self.where)
        try:
            return f"{what} {getattr(self, what)(parts)}"
        except InputError as error:
            refused = str(error)
        assert "says otherwise" in refused
        assert _parts(self.where) == before
        return f"{what}: refused"

    def split(self, parts):
        large = [part for part in parts if len(part) > 1]
        if not large:
            return "nothing"
        part = self.chance.choice(large)
        out = tuple(self.chance.sample(part, self.chance.randint(1, len(part) - 1)))
        made = judging.split(self.desk, _story(self.where, part[0]), out)
        self.said.append(Said(made.seq, together=out, out=out, rest=tuple(one for one in part if one not in out)))
        return out

    def merge(self, parts):
        if len(parts) < 2:
            return "nothing"
        one, two = self.chance.sample(parts, 2)
        made = judging.merge(self.desk, _story(self.where, one[0]), _story(self.where, two[0]))
        assert " ".join(sorted(one + two)) in _parts(self.where)
        self.said.append(Said(made.seq, together=(self._first(one), self._first(two))))
        return one, two

    def _first(self, part) -> str:
        with open_archive(self.where) as archive, archive.reading() as connection:
            return min(part, key=lambda name: articles.like(connection, name)[0].number)

    def pin(self, parts):
        article, home = self.chance.choice(self.chance.choice(parts)), self.chance.choice(parts)
        story = _story(self.where, home[0])
        before = len(judging.log(self.where))
        made = judging.pin(self.desk, article, story)
        for number in range(before + 1, made.seq):  # another pin of the article was taken back first
            taken = next(one for one in judging.log(self.where) if one.seq == number)
            self._undone(next(one for one in self.said if one.seq == taken.of), taken.seq)
        self.said.append(Said(made.seq, pinned=(article, story)))
        return article, home

    def undo(self, _parts):
        return self._take_back([one for one in self.said if one.in_force and one.undoes is None])

    def redo(self, _parts):
        return self._take_back([one for one in self.said if one.in_force and one.undoes is not None and not one.undoes.in_force])

    def _take_back(self, found):
        if not found:
            return "nothing"
        one = self.chance.choice(found)
        made = judging.undo(self.desk, one.seq)
        self._undone(one, made.seq)
        return one.seq

    def _undone(self, one: Said, seq: int) -> None:
        one.take_back()
        self.said.append(Said(seq, undoes=one))

    def come(self, _parts):
        left = [name for name in LATER if name not in self.arrived]
        if not left:
            return "nothing"
        name = self.chance.choice(left)
        _add(self.where, self.folder, [name])
        self.arrived.append(name)
        return name

    def holds(self) -> list[str]:
        """Say of each judgement in force what does not hold."""
        home = {name: part for part in _parts(self.where) for name in part.split()}
        wrong = [] if sorted(home) == sorted([*PAGES, *self.arrived]) else [f"not all are there once: {home}"]
        for one in self.said:
            if not one.in_force:
                continue
            wrong += [f"#{one.seq}: {one.together} are parted" for _ in [0] if len({home[name] for name in one.together}) > 1]
            wrong += [f"#{one.seq}: {a} is with {b}" for a in one.out for b in one.rest if home[a] == home[b]]
            if one.pinned is not None and _story(self.where, one.pinned[0]) != _leads_to(self.where, one.pinned[1]):
                wrong.append(f"#{one.seq}: {one.pinned[0]} is not in the story that it was put into")
        return wrong


def test_the_evidence_has_three_stories(filled):
    assert _parts(str(filled)) == ["b1 b2", "f1 f2 f3", "v1 v2"]


@pytest.mark.parametrize("seed", [0, 3, 4, 7, 8])
def test_whatever_is_decided_holds_and_what_is_taken_back_leaves_no_trace(seed, filled, tmp_path):
    where, plain = str(tmp_path / "desk.db"), str(tmp_path / "plain.db")
    shutil.copy(filled, where)
    shutil.copy(filled, plain)
    desk = Desk(where, tmp_path, random.Random(seed))
    told = []
    for _ in range(10):
        told.append(desk.act())
        assert desk.holds() == [], told
    assert rerunning.rerun(where, str(tmp_path / "again.db"), settings=SETTINGS).differ == ()
    assert _parts(str(tmp_path / "again.db")) == _parts(where)
    for one in [one for one in desk.said if one.in_force and one.undoes is None]:
        judging.undo(desk.desk, one.seq)
    for name in desk.arrived:
        _add(plain, tmp_path, [name])
    assert _parts(where) == _parts(plain), told
    assert checking.check(where).faults == ()
