"""What arrives while another process is at work, or after a fault, or copies what turns out to be house text: as if it had come at a quiet time."""

import json
from itertools import pairwise

import pytest

from tellings.app import archives, checking, forgetting, rerunning
from tellings.engine import local
from tellings.engine.archiving import ArchiveEngine
from tellings.errors import StoreError
from tellings.settings import Settings
from tellings.store import articles, log, prints, stories
from tellings.store.opening import open_archive

LEXICAL = Settings(embedder="lexical", processes=1)
NOW = "2026-03-12T08:00:00Z"
GROUNDED = (
    "OSKVIK — The coal barge Merganser ran aground at Oskvik lock on Tuesday, the canal board said. "
    "Five sailors were taken ashore by the lock keeper Ragna Holt."
)
# A passage that one outlet prints under whatever it publishes.
HOUSE = (
    "What you read here was written by people who live near you and is paid for by those who read it; if you have seen a thing that others ought to "
    "know about, then write to us or call us by day or by night, and we will look at it and tell you what came of it as soon as we can, for that is what we "
    "are here for and have been for as long as any of us can say."
)


def given(folder, name: str, *rows: dict[str, str]) -> str:
    path = folder / f"{name}.jsonl"
    path.write_text("".join(json.dumps({"id": name, "published": "2026-03-03T10:00:00Z"} | row) + "\n" for row in rows))
    return str(path)


def add(place: str, *paths: str) -> archives.Summary:
    return archives.add(place, paths, settings=LEXICAL, now=lambda: NOW)


def read(place: str, asked):
    with open_archive(place) as archive, archive.reading() as connection:
        return asked(connection)


def test_a_page_that_is_forgotten_while_it_comes_again_is_added(place, tmp_path, monkeypatch):
    path = given(tmp_path, "a", {"text": GROUNDED})
    add(place, path)
    unread = ArchiveEngine._unread

    def meanwhile(self, batches, waiting):
        for batch in unread(self, batches, waiting):
            forgotten = forgetting.forget(place, forgetting.Asked(older_than="2026-12-01"), settings=LEXICAL, now=lambda: NOW)
            assert len(forgotten.articles) == 1
            yield batch

    with monkeypatch.context() as patched:
        patched.setattr(ArchiveEngine, "_unread", meanwhile)
        assert add(place, path).outcomes == {"added": 1}
    (text,) = read(place, lambda c: articles.articles(c, list(articles.numbers(c)))).values()
    assert "Merganser" in text.text
    assert read(place, lambda c: articles.page(c, text.page)).raw
    assert checking.check(place).faults == ()
    assert add(place, path).outcomes == {"known": 1}


def test_bytes_of_another_digest_are_refused(archive):
    from tests.contract.test_store import page_with

    page = page_with("The ferry left.")
    with pytest.raises(StoreError, match="digest"), archive.writing() as connection:
        articles.put_page(connection, type(page)(**{name: getattr(page, name) for name in page.__dataclass_fields__} | {"raw": b""}))
    with archive.reading() as connection:
        assert articles.known_pages(connection, [page.id]) == frozenset()


class _Once:
    """Runs stages, but for one call, which fails as it does where memory is short for a while."""

    def __init__(self, at: int) -> None:
        self.left, self.run = at, local.run_stages

    def __call__(self, stages, records, context):
        self.left -= 1
        if self.left == 0:
            raise MemoryError
        return self.run(stages, records, context)


@pytest.mark.parametrize("at", [1, 2], ids=["page", "article"])
def test_a_fault_that_passes_is_not_for_ever(place, tmp_path, monkeypatch, at):
    path = given(tmp_path, "a", {"text": GROUNDED})
    with monkeypatch.context() as patched:
        patched.setattr(local, "run_stages", _Once(at))
        first = add(place, path)
    assert [one.reason for one in first.rejected] == ["fault"]
    again = add(place, path)
    assert again.outcomes == ({"added": 1} if at == 1 else {"known": 1})
    assert again.rejected == []
    assert again.resolved == 1
    (one,) = read(place, lambda c: articles.kept(c, list(articles.numbers(c)))).values()
    assert one.analysed
    (story,) = read(place, lambda c: stories.listed(c, most=9))
    brief = archives.brief(place, story.id, settings=LEXICAL, now=lambda: NOW)
    assert brief.stories[0].claims
    assert add(place, path).outcomes == {"known": 1}
    assert checking.check(place).faults == ()


def test_a_fault_that_stays_is_said_each_time(place, tmp_path, monkeypatch):
    path = given(tmp_path, "a", {"text": GROUNDED})
    run = local.run_stages

    def failing(stages, records, context):
        if stages is local._ARTICLE:
            raise ZeroDivisionError
        return run(stages, records, context)

    monkeypatch.setattr(local, "run_stages", failing)
    told = [add(place, path) for _ in range(3)]
    assert [[one.reason for one in summary.rejected] for summary in told] == [["fault"]] * 3
    assert [dict(summary.outcomes) for summary in told] == [{"added": 1}, {"known": 1}, {"known": 1}]


def test_an_archive_made_again_has_an_article_where_it_came_after_a_fault(tmp_path, monkeypatch):
    where = str(tmp_path / "a.db")
    a, b = (
        given(tmp_path, "a", {"text": GROUNDED}),
        given(tmp_path, "b", {"text": GROUNDED.replace("Five", "Six").replace("coal", "grain")}),
    )
    with monkeypatch.context() as patched:
        patched.setattr(local, "run_stages", _Once(1))
        add(where, a)
    add(where, b)
    add(where, a)
    assert [one.given_id for one in read(where, lambda c: articles.kept(c, [1, 2])).values()] == ["b", "a"]
    assert rerunning.rerun(where, str(tmp_path / "again.db"), settings=LEXICAL).differ == ()


TOLD = (
    (
        f"{GROUNDED} The barge had left the quarry at Tveit before dawn with nine hundred tonnes of coal for the power station. Ragna Holt told reporters "
        "that the lower gate was bent and would not close. A crane comes from Halden on Thursday."
    ),
    (
        "Five sailors were brought to safety by Ragna Holt, who keeps the lock at Oskvik, when the coal barge Merganser struck the lower gate of "
        "the lock on Tuesday. Coal for the power station lies in the basin, according to the canal board. Forty boats wait above the lock, and "
        "some skippers fear that they will spend the week there, since a crane has to come by water."
    ),
)
OTHERS = (
    (
        "Parliament passes the harbour budget",
        (
            "Parliament passed the harbour budget on Monday after a debate of eleven hours, the speaker Maj Lind said. The budget raises the duty on "
            "diesel and lowers that on grain. It comes into force in May. The opposition leader Jon Berg called it a gift to the banks and announced "
            "a motion of no confidence. The finance minister Eva Holm answered that the deficit would fall below three percent, and that pensions "
            "stayed as they were. Trade unions called for a strike of teachers and nurses. Economists of the central bank expect that inflation "
            "rises by half a point because of the duty."
        ),
    ),
    (
        "Chess master Petter Ro wins in Halden",
        (
            "The chess master Petter Ro won the tournament at Halden on Tuesday without a single loss, the federation said. He will defend his title "
            "in autumn against the young player Asha Rao. The grandmaster needed twenty moves with the black pieces to beat Lars Olsen in the last "
            "round. The prize of fifty thousand goes to a school for young players, his manager Nino Dvali said. Second place went to Grace Chen, "
            "who drew nine of her eleven games. The next tournament of the series begins in Porto in July with sixteen grandmasters."
        ),
    ),
    (
        "Volcano covers two farms in ash",
        (
            "A volcano erupted on the northern coast on Wednesday and covered two farms in ash, the weather office said. Nobody was hurt, and the "
            "airport stayed open through the afternoon. Lava ran down the western slope into the sea, and a column of steam stood four kilometres "
            "above the glacier. Geologists had measured thousands of small earthquakes under the mountain since January. Two hundred tourists were "
            "brought from a camping site by buses, the civil protection service reported. The last eruption was in 1918, when a flood of melted ice "
            "destroyed three mills."
        ),
    ),
)


def test_a_copy_that_is_taken_back_is_none_in_the_story_any_more(place, tmp_path):
    """What two outlets share counts once; when it turns out to be what one of them prints everywhere, they count as two."""
    add(
        place,
        given(tmp_path, "a", {"outlet": "Oskvik Herald", "headline": "Coal barge Merganser aground at Oskvik lock", "text": f"{TOLD[0]}\n\n{HOUSE}"}),
        given(tmp_path, "b", {"outlet": "Canal Post", "headline": "Barge Merganser runs aground at Oskvik lock", "text": f"{TOLD[1]}\n\n{HOUSE}"}),
    )  # fmt: skip
    (story,) = read(place, lambda c: stories.listed(c, most=9))
    names = [one.id for one in read(place, lambda c: articles.kept(c, [1, 2])).values()]
    assert [pair.kind for pair in read(place, lambda c: prints.pairs_among(c, [1, 2]))] == ["partial"]
    before = archives.brief(place, story.id, settings=LEXICAL, now=lambda: NOW)
    for number, (headline, text) in enumerate(OTHERS):
        add(
            place,
            given(tmp_path, f"h{number}", {
                "outlet": "Oskvik Herald", "headline": headline, "text": f"{text}\n\n{HOUSE}", "published": f"2026-0{number + 5}-10T10:00:00Z",
            }),
        )  # fmt: skip
    assert read(place, lambda c: prints.pairs_among(c, [1, 2])) == []
    after = archives.brief(place, story.id, settings=LEXICAL, now=lambda: NOW)
    assert sorted(after.stories[0].story.articles) == sorted(names)
    assert [len(brief.stories[0].copy_groups) for brief in (before, after)] == [1, 0]


def test_batches_are_numbered_one_after_another(place, tmp_path):
    for name in ("a", "b"):
        add(place, given(tmp_path, name, {"text": GROUNDED}))
    numbers = read(place, lambda c: [one.batch for _, one in log.arrivals(c)])
    assert all(after == before + 1 for before, after in pairwise(numbers))
