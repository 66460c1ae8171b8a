"""In a story of many articles what is repeated word for word is judged once; candidates are the nearest, whatever way they are looked for."""

from collections import Counter

import numpy as np
import pytest

from tellings.model.observed import Statement
from tellings.model.spans import Selector
from tellings.resolve.aligning import candidates
from tellings.resolve.aligning.features import NAMES
from tellings.resolve.aligning.repeats import distinct
from tellings.resolve.aligning.views import View, Views
from tellings.resolve.claims import Scored, _why


def view(article: int, sentence: int, text: str, day: str = "2026-03-11") -> View:
    sel = Selector(article=f"a{article}", start=sentence, end=sentence + len(text), exact=text)
    statement = Statement(id=f"s{article}-{sentence}-{text}", sel=sel, sentence=sel, predicate="sink", modality="happened", rule="main")
    nothing: frozenset[str] = frozenset()
    return View(
        statement=statement, article=article, sentence=sentence, entities=nothing, actors=nothing, source=None, utterance=None,
        times=frozenset([day]), wheres=nothing, lands=nothing, terms=nothing, numbers=(), text=text,
    )  # fmt: skip


def story(*made: View) -> Views:
    rows = np.eye(len(made), dtype=np.float32)
    return Views(views=made, own=rows, around=rows, whole=tuple(f"{v.text}." for v in made), weights={})


def test_each_statement_stands_for_itself_where_few_articles_tell():
    found = distinct(story(*(view(k, k, "The barge sank") for k in range(24))))
    assert len(found.views.views) == 24
    assert found.of == tuple(range(24))


def test_repeats_of_a_large_story_are_one_and_another_day_is_not():
    found = distinct(story(*(view(k, k, "The barge sank", "2026-03-12" if k % 5 == 0 else "2026-03-11") for k in range(25))))
    assert [len(copies) for copies in found.copies] == [5, 20]
    assert found.of == tuple(0 if k % 5 == 0 else 1 for k in range(25))
    assert found.all_of([1, 0]) == [k for k in range(25) if k % 5] + list(range(0, 25, 5))
    assert found.views.own.tolist() == np.eye(25)[[0, 1]].tolist()


def test_two_clauses_of_one_sentence_are_never_one():
    made = [view(k, k, "They cheered") for k in range(25) for _ in range(2)]
    found = distinct(story(*made))
    assert found.copies == (tuple(range(0, 50, 2)), tuple(range(1, 50, 2)))


def test_a_copy_is_tied_to_the_first_of_its_words_and_another_wording_to_its_best():
    scored = Scored({(0, 1): 0.7}, {(0, 1): 0}, np.zeros((1, len(NAMES))), {}, {})
    assert list(_why([0, 0, 1, 0, 1], scored)) == [
        (0, 1, "word for word", 1.0), (0, 2, "taken together", 0.7), (0, 3, "word for word", 1.0), (2, 4, "word for word", 1.0),
    ]  # fmt: skip


@pytest.mark.parametrize("levels", [4, 1_000_000])
def test_nearest_are_those_of_a_full_sort_ties_by_place(levels):
    chance = np.random.default_rng(3)
    matrix = np.round(chance.random((300, 4)) * levels).astype(np.float32) / levels
    articles = np.sort(chance.integers(0, 12, 300))
    expected: set[tuple[int, int]] = set()
    near = matrix @ matrix.T
    for a in range(300):
        taken: Counter[int] = Counter()
        for b in np.argsort(-near[a], kind="stable")[:60].tolist():
            if a == b or near[a, b] < 0.35 or taken[articles[b]] >= 5:
                continue
            taken[articles[b]] += 1
            expected.add((min(a, b), max(a, b)))
    found = candidates._nearest(matrix, articles)
    assert [(code // 300, code % 300) for code in found.tolist()] == sorted(expected)
