"""What every run holds, whatever the number of processes and whatever one page does."""

import dataclasses
import hashlib
import multiprocessing
import os
import signal
import threading
import time

import pytest

from tellings.app.contexts import make_context
from tellings.engine import local
from tellings.engine.local import LocalEngine
from tellings.engine.workers import Workers
from tellings.errors import RetryLater
from tellings.model.articles import Article, Page, Rejected
from tellings.model.briefs import StoryBrief
from tellings.model.resolved import Story
from tellings.pipeline import STAGES
from tellings.settings import Settings
from tellings.store.memory import MemoryStore

SETTINGS = Settings(embedder="lexical", strict=True)
PLACES = ("Lirrin", "Tarnow", "Melk", "Osk")


def page(name: str, text: str) -> Page:
    raw = text.encode()
    digest = hashlib.sha256(raw + name.encode()).hexdigest()
    return Page(id=digest[:16], input=name, medium="text", raw=raw, sha256=digest)


def pages(count: int) -> list[Page]:
    return [
        page(
            f"p{k}.txt",
            f"Ferry strands near {PLACES[k % 4]}\n\nA ferry ran aground off {PLACES[k % 4]} on Sunday and {k + 3} people were rescued, the "
            f"coastguard said.\n\n“We reached them before the tide,” said Captain Ida Brandt of boat {k}.",
        )
        for k in range(count)
    ]


def run(found: list[Page], settings: Settings) -> MemoryStore:
    store = MemoryStore()
    LocalEngine(make_context=make_context, settings=settings).run(found, store)
    return store


def contents(store: MemoryStore) -> list[str]:
    kinds = {kind for stage in STAGES for kind in stage.produces}
    return [
        repr((kind.__name__, key, store.get(kind, key)))
        for kind in sorted(kinds, key=lambda k: k.__name__)
        for key in sorted(store.keys(kind))
    ]


def test_processes_and_order_change_nothing():
    made = pages(14)
    alone = contents(run(made, dataclasses.replace(SETTINGS, processes=1)))
    assert len(alone) > 14
    assert contents(run(made[::-1], dataclasses.replace(SETTINGS, processes=2))) == alone


def test_every_article_is_in_one_story_and_every_story_is_briefed():
    store = run(pages(6), SETTINGS)
    articles = [a for key in store.keys(Article) for a in store.get(Article, key)]
    briefs = [b for key in store.keys(Story) for b in store.get(StoryBrief, key)]
    assert sorted(a.id for a in articles) == sorted(name for b in briefs for name in b.story.articles)


class _Trips:
    """A stage's function that fails on pages that hold a word."""

    def __init__(self, stage, word):
        self._run, self._word = stage.run, word
        self.__module__ = stage.run.__module__

    def __call__(self, inputs, context):
        if any(self._word in article.text for article in inputs.all(Article)):
            raise ZeroDivisionError("of\nno use")
        return self._run(inputs, context)


def _trip(monkeypatch, stages, name, word):
    tripping = tuple(dataclasses.replace(s, run=_Trips(s, word)) if s.name == name else s for s in stages)
    monkeypatch.setattr(local, "_ARTICLE" if stages is local._ARTICLE else "_STORY", tripping)


def test_a_fault_in_one_page_leaves_that_page_out(monkeypatch):
    _trip(monkeypatch, local._ARTICLE, "parse", "Melk")
    store = run(pages(4), dataclasses.replace(SETTINGS, strict=False))
    (fault,) = [r for key in store.keys(Rejected) for r in store.get(Rejected, key)]
    assert (fault.input, fault.reason) == ("p2.txt", "fault")
    assert fault.detail.endswith("ZeroDivisionError: of no use")
    assert len([a for key in store.keys(Article) for a in store.get(Article, key)]) == 3


def test_a_fault_in_one_story_leaves_that_story_out(monkeypatch):
    _trip(monkeypatch, local._STORY, "claims", "budget")
    odd = page("odd.txt", "Parliament in Osk passed its budget after a long night of argument over rents and the price of bread.")
    store = run([*pages(2), odd], dataclasses.replace(SETTINGS, strict=False))
    assert [r.input for key in store.keys(Rejected) for r in store.get(Rejected, key)] == ["odd.txt"]
    assert [b for key in store.keys(Story) for b in store.get(StoryBrief, key)]


def test_strict_raises(monkeypatch):
    _trip(monkeypatch, local._ARTICLE, "parse", "Melk")
    with pytest.raises(ZeroDivisionError):
        run(pages(4), SETTINGS)


def _length(_job: object, item: str) -> tuple[object, ...]:
    return (len(item),)


def _dies(_job: object, item: str) -> tuple[object, ...]:
    if item == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    return (item,)


def _sleeps(_job: object, item: str) -> tuple[object, ...]:
    time.sleep(60)
    return (item,)


@pytest.mark.parametrize("processes", [1, 2])
def test_workers_give_results_in_the_order_of_the_items(processes):
    items = ["x" * (k * 977 % 50_000) for k in range(60)]
    with Workers(None, len(items), processes) as workers:
        assert [(item, made) for item, made in workers.map(_length, items, len)] == [(item, (len(item),)) for item in items]


def test_a_killed_worker_gives_one_clear_error():
    with pytest.raises(RetryLater, match="--processes 1"), Workers(None, 99, 2) as workers:
        list(workers.map(_dies, ["a", "die", "b"], len))


def test_an_interrupted_run_ends_its_workers_at_once():
    main = threading.main_thread().ident
    # a run started in the background inherits SIGINT as ignored
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        threading.Timer(2.0, signal.pthread_kill, (main, signal.SIGINT)).start()
        with pytest.raises(KeyboardInterrupt), Workers(None, 99, 2) as workers:
            list(workers.map(_sleeps, ["a", "b"], len))
    finally:
        signal.signal(signal.SIGINT, before)
    assert multiprocessing.active_children() == []
