"""Statements that tell of different occasions."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

import tellings
from tellings.model.observed import Modality, Statement
from tellings.model.spans import Selector
from tellings.resolve.aligning.features import _numbers
from tellings.resolve.aligning.occasions import another_day, apart
from tellings.resolve.aligning.views import View, Views
from tellings.resolve.claims import _may_support
from tellings.settings import Settings


def view(*times: str, names: tuple[str, ...] = (), modality: Modality = "happened", numbers: tuple = ()) -> View:
    sel = Selector(article="a", start=0, end=4, exact="They")
    statement = Statement(
        id="s", sel=sel, sentence=sel, predicate="meet", modality=modality, negated=False, actors=(), objects=(), places=(), times=(),
        figures=(), terms=(), quotation=None, attributed_to=None, subject="", subject_lemma="", object_lemma="", rule="main", origin="test",
    )  # fmt: skip
    nothing: frozenset[str] = frozenset()
    return View(
        statement=statement, article=0, sentence=0, entities=frozenset(names), actors=nothing, source=None, utterance=None,
        times=frozenset(times), wheres=nothing, lands=nothing, terms=nothing, numbers=numbers, text="They met",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (("2026-05-04",), ("2026-05-05",), True),
        (("2026-05-04",), ("2026-05-04TMO",), False),
        (("2026-05-04", "2026-05-05"), ("2026-05-05",), False),
        (("2026-05-04",), ("2026-W19",), False),
        (("2026-05-04",), ("PT45M",), False),
        (("2026-05-04",), (), False),
    ],
)
def test_days_are_told_apart_and_nothing_coarser(one, other, differ):
    assert another_day(view(*one), view(*other)) is differ
    assert another_day(view(*other), view(*one)) is differ


@pytest.mark.parametrize(
    ("one", "other", "told_apart"),
    [
        (("premier", "king"), ("premier", "sultan"), True),
        (("premier", "king"), ("premier",), False),
        (("premier",), (), False),
    ],
)
def test_another_day_needs_somebody_else_on_both_sides(one, other, told_apart):
    views = Views(
        views=(view("2026-05-04", names=one), view("2026-05-05", names=other)),
        own=None,
        around=None,
        whole=(),
        weights={},  # type: ignore[arg-type]
    )
    assert apart(views, [(0, 1)]) == ({(0, 1)} if told_apart else set())
    views = Views(views=(view("2026-05-04", names=one), view("2026-05-04", names=other)), own=None, around=None, whole=(), weights={})  # type: ignore[arg-type]
    assert apart(views, [(0, 1)]) == set()


def test_a_call_of_the_day_before_does_not_support_todays(tmp_path: Path):
    told = [
        (
            "Prime Minister Jonas Varn spoke by telephone with King Oswin of Tarland on Tuesday about the border. "
            "Varn had also spoken to Sultan Idris of Mareb on Monday about the border and the water."
        ),
        "Prime Minister Jonas Varn spoke with King Oswin on Tuesday by telephone about the border.",
    ]
    path = tmp_path / "story.jsonl"
    path.write_text(
        "".join(
            json.dumps({"id": f"a{k}", "outlet": f"Outlet {k}", "published": "2026-05-06", "text": text}) + "\n"
            for k, text in enumerate(told)
        )
    )
    (story,) = tellings.brief([path], settings=Settings(one_story=True, processes=1)).stories
    passages = {s.id: s.sel.exact for s in story.statements}
    for claim in story.claims:
        days = {day for s in claim.statements for day in ("Monday", "Tuesday") if day in passages[s]}
        assert len(days) < 2, claim.text
    assert any(len(claim.statements) > 1 for claim in story.claims)


def test_what_is_only_supposed_supports_only_what_is_supposed():
    views = Views(views=(view(), view(modality="hypothetical"), view(modality="hypothetical")), own=None, around=None, whole=(), weights={})  # type: ignore[arg-type]
    assert not _may_support(views, [0], 1)
    assert _may_support(views, [1], 2)
    assert _may_support(views, [1], 0)


@pytest.mark.parametrize(
    ("words", "supports"),
    [("what happened on board the tanker", False), ("Who set the fire", False), ("whatever happened, they met", True)],
)
def test_what_is_only_asked_supports_nothing(words, supports):
    asked = view()
    asked = replace(asked, statement=replace(asked.statement, sel=replace(asked.statement.sel, exact=words)))
    assert _may_support(Views(views=(view(), asked), own=None, around=None, whole=(), weights={}), [0], 1) is supports  # type: ignore[arg-type]


@pytest.mark.parametrize(("count", "of", "same"), [(2.0, "engineer", 0), (212.0, "engineer", 1), (2.0, "tug", 1)])
def test_a_small_count_of_another_thing_is_no_match(count, of, same):
    one = view(numbers=((count, count, "exact", "tug", None),))
    assert _numbers(one, view(numbers=((count, count, "exact", of, None),))) == (same, 0)
