"""Which pairs are read: the best of each statement, fewer where many tell the story; and what the decision is given of what was read."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.backends.base import JUDGED
from tellings.resolve.aligning import reading


def views(articles: list[int], texts: list[str] | None = None):
    texts = texts or [f"passage {k}" for k in range(len(articles))]
    made = tuple(SimpleNamespace(article=a, text=t) for a, t in zip(articles, texts, strict=True))
    return SimpleNamespace(views=made, whole=tuple(f"{text} on Monday" for text in texts))


class Reader:
    name = "counts"

    def __init__(self) -> None:
        self.seen: dict[bool, list[tuple[str, str]]] = {False: [], True: []}

    def judge(self, pairs, *, strictly=False):
        self.seen[strictly] += pairs
        rows = np.zeros((len(pairs), len(JUDGED)))
        rows[:, 0] = [len(a) / 100 for a, _ in pairs]
        return rows


def test_unlikely_pairs_are_not_read():
    found = reading.chosen(views([0, 0, 1]), [(0, 2), (1, 2)], np.array([0.9, 0.001]))
    assert found.tolist() == [0]


def test_of_too_many_likely_pairs_each_statements_best_is_read():
    """Where all resemble one statement a little, and each one other of them more, those others are read first."""
    count = 100
    story = views(list(range(count)))
    alike = [(0, k) for k in range(1, count)]
    best = [(k, k + 1) for k in range(1, count - 1, 2)]
    glance = np.array([0.5] * len(alike) + [0.9] * len(best))
    read = reading.chosen(story, alike + best, glance)
    assert 0 < len(read) < len(best)
    assert set(read.tolist()) <= set(range(len(alike), len(alike + best)))


@given(st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)).filter(lambda p: p[0] < p[1]), unique=True, max_size=300), st.randoms())
def test_what_is_read_grows_with_statements_and_not_with_pairs(pairs, rng):
    glance = np.array([rng.random() for _ in pairs])
    read = reading.chosen(views([k % 3 for k in range(30)]), pairs, glance)
    assert len(read) <= 30 * 5
    assert read.tolist() == sorted(set(read.tolist()))


def test_equal_passages_are_read_once_whatever_their_order():
    reader = Reader()
    story = views([0, 1, 2, 3], ["The port closed", "It shut", "It shut", "The port closed"])
    told = reading.judged(story, [(0, 1), (0, 2), (1, 3)], reader)
    own, *whole = [
        ("It shut", "The port closed"), ("It shut", "The port closed on Monday"), ("It shut on Monday", "The port closed")
    ]  # fmt: skip
    assert reader.seen == {False: [own, *whole], True: [own]}
    assert told.shape == (3, reading.READINGS, len(JUDGED))
    assert (told[1:, 0] == told[0, 0]).all()


def test_a_pair_is_told_how_it_stands_among_its_rivals():
    told = np.zeros((2, reading.READINGS, len(JUDGED)))
    told[:, :, 0] = [[0.9] * 3 + [0.1], [0.4] * 3 + [0.2]]
    rows = reading.columns(views([0, 1, 1]), [(0, 1), (0, 2)], told)
    named = [dict(zip(reading.NAMES, row, strict=True)) for row in rows]
    assert named[0]["joined_rank"] == 0
    assert named[1]["joined_rank"] == 1
    assert named[0]["joined_margin"] == pytest.approx(0.5)
    assert named[1]["joined_margin"] == pytest.approx(-0.5)
    assert [row["strict_same"] for row in named] == [0.1, 0.2]
