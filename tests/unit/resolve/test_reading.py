"""Which pairs are read: the best of each statement, as far as the bound on work goes; and what the decision is given of what was read."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.backends.base import JUDGED, WAYS
from tellings.resolve.aligning import reading


def views(articles: list[int], texts: list[str] | None = None):
    texts = texts or [f"passage {k}" for k in range(len(articles))]
    made = tuple(SimpleNamespace(article=a, text=t) for a, t in zip(articles, texts, strict=True))
    return SimpleNamespace(views=made, whole=tuple(f"{text} on Monday" for text in texts))


class Reader:
    """Takes passages for the more alike the longer the one that comes first."""

    name = "counts"

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []
        self.least: float | None = None

    def judge(self, pairs, *, least=0.0):
        self.seen += pairs
        self.least = least
        rows = np.zeros((len(pairs), len(WAYS), len(JUDGED)))
        rows[..., 0] = np.array([[min(1.0, max(0, len(a) - 4) / 20)] for a, _ in pairs])
        rows[..., 2] = 1 - rows[..., 0]
        return rows


def work(story, pairs, read) -> int:
    """Characters of the passages of the pairs."""
    return sum(len(story.views[k].text) for place in read for k in pairs[place])


def test_unlikely_pairs_are_not_read():
    found = reading.chosen(views([0, 0, 1]), [(0, 2), (1, 2)], np.array([0.9, 0.001]))
    assert found.tolist() == [0]


def test_of_too_many_likely_pairs_each_statements_best_is_read():
    """Where all resemble one statement a little, and each one other of them more, those others are read first."""
    count = 1000
    story = views(list(range(count)), ["word " * 40] * count)
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


@pytest.mark.parametrize("count", [40, 400, 4000])
def test_what_is_read_of_a_story_grows_no_faster_than_its_text(count):
    """Each statement has five likely partners: of a few all are read, of many a share that does not grow."""
    story = views([k % 7 for k in range(count)], ["a passage of some forty-five characters, " + str(k) for k in range(count)])
    pairs = [(k, k + step) for k in range(count) for step in (1, 2, 3, 4, 5) if k + step < count]
    read = reading.chosen(story, pairs, np.full(len(pairs), 0.5))
    assert work(story, pairs, read) <= max(reading._CHARACTERS, reading._SHARE * sum(len(view.text) for view in story.views))
    assert (len(read) == len(pairs)) == (count == 40)


def test_a_long_passage_counts_for_no_more_than_the_reader_takes():
    short, long = (views([0, 1] * 100, [letter * size for letter in "ab" for _ in range(100)]) for size in (280, 5000))
    pairs = [(k, k + 1) for k in range(199)]
    glance = np.full(len(pairs), 0.5)
    least = reading._CHARACTERS // (2 * 280)
    assert least <= len(reading.chosen(short, pairs, glance)) <= len(reading.chosen(long, pairs, glance))


def test_equal_passages_are_read_once_whatever_their_order():
    reader = Reader()
    story = views([0, 1, 2, 3], ["The port closed", "It shut", "It shut", "The port closed"])
    told = reading.judged(story, [(0, 1), (0, 2), (1, 3)], reader)
    assert reader.seen == [("It shut", "The port closed")]
    assert reader.least == reading._OPEN
    assert told.shape == (3, len(WAYS), len(JUDGED))
    assert (told[1:] == told[0]).all()


def test_a_pair_is_told_how_it_stands_among_its_rivals():
    told = np.zeros((2, len(WAYS), len(JUDGED)))
    told[:, :, 0] = [[0.9, 0.1], [0.4, 0.2]]
    rows = reading.columns(views([0, 1, 1]), [(0, 1), (0, 2)], told)
    named = [dict(zip(reading.NAMES, row, strict=True)) for row in rows]
    assert named[0]["joined_rank"] == 0
    assert named[1]["joined_rank"] == 1
    assert named[0]["joined_margin"] == pytest.approx(0.5)
    assert named[1]["joined_margin"] == pytest.approx(-0.5)
    assert [row["strict_same"] for row in named] == [0.1, 0.2]


def test_a_pair_is_told_which_third_statements_tell_the_same_as_both():
    """Two wordings of one thing, each read with a third, support each other; a pair whose neighbours lie apart is not supported."""
    told = np.zeros((4, len(WAYS), len(JUDGED)))
    told[:, :, 0] = [[0.2, 0.2], [0.9, 0.7], [0.6, 0.6], [0.8, 0.8]]
    pairs = [(0, 1), (0, 2), (1, 2), (2, 3)]
    rows = reading.columns(views([0, 1, 2, 3]), pairs, told)
    named = [dict(zip(reading.NAMES, row, strict=True)) for row in rows]
    assert [row["supported"] for row in named] == [0.6, 0.2, 0.2, 0.0]
    assert [row["supporters"] for row in named] == [1, 0, 0, 0]


def test_a_pair_is_told_in_which_part_it_would_differ():
    told = np.zeros((1, len(WAYS), len(JUDGED)))
    told[0, :, JUDGED.index("place")] = [0.5, 0.9]
    named = dict(zip(reading.NAMES, reading.columns(views([0, 1]), [(0, 1)], told)[0], strict=True))
    assert named["place"] == pytest.approx(0.7)
    assert named["number"] == named["time"] == 0
