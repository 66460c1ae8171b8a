"""The table of telling words: what is put in together stands as if it had come one after the other, and near is what shares most; it takes memory as it is used."""

import subprocess
import sys

import numpy as np
import pytest

from tellings.cluster.index import Index, sequence

NEWS = 738_000
_FEW = """
import resource
import numpy as np
from tellings.cluster.index import Index

def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

random = np.random.default_rng(7)
Index(1 << 10).put(0, random.integers(0, 1 << 63, 28, dtype=np.uint64), 9)
before = most()
index = Index()
for number in range(6):
    index.put(number, random.integers(0, 1 << 63, 28, dtype=np.uint64), 700_000)
print(most() - before)
"""


def invented(count: int, seed: int) -> tuple[np.ndarray, list[np.ndarray], np.ndarray]:
    """Articles by number with hashes of words by Zipf's law, some without any word or date."""
    pick = np.random.default_rng(seed)
    terms = [(pick.zipf(1.3, size=pick.integers(0, 29)) % 5_000).astype(np.uint64) for _ in range(count)]
    return np.arange(count) * 2 + 3, terms, np.where(pick.random(count) < 0.1, 0, NEWS + pick.integers(0, 90, count))


@pytest.mark.parametrize("seed", range(3))
def test_put_in_together_or_one_after_the_other_is_the_same(seed):
    """Places are few, so that words of one article fall on one place and later articles push out earlier ones."""
    numbers, terms, days = invented(6_000, seed)
    one, other = Index(1 << 10), Index(1 << 10)
    for index in (one, other):
        for number, words, day in zip(numbers[:50], terms[:50], days[:50], strict=True):
            index.put(int(number), words, int(day))
    for number, words, day in zip(numbers[50:], terms[50:], days[50:], strict=True):
        one.put(int(number), words, int(day))
    other.put_all(numbers[50:], terms[50:], days[50:])
    one.put(20_000, terms[3], NEWS)
    other.put(20_000, terms[3], NEWS)
    met = 0
    for words, day in zip(terms[::20], days[::20], strict=True):
        weights = np.linspace(1, 0.1, len(words)).astype(np.float32)
        found = one.near(words, weights, int(day), 64)
        assert found.tolist() == other.near(words, weights, int(day), 64).tolist()
        met += len(found)
    assert met > 1_000


def test_near_are_those_that_share_the_weightiest_words_the_latest_of_equals_first():
    index = Index(1 << 10)
    index.put(1, sequence([11, 12, 13]), NEWS)
    index.put(2, sequence([11, 92, 93]), NEWS)
    index.put(3, sequence([81, 92, 13]), NEWS)
    index.put(70_000, sequence([11, 72, 73]), NEWS)
    weights = np.array([0.9, 0.4, 0.1], dtype=np.float32)
    found = index.near(sequence([11, 12, 13]), weights, NEWS, 64)
    assert found.tolist() == [1, 70_000, 2, 3]
    assert index.near(sequence([11, 12, 13]), weights, NEWS, 2).tolist() == [1, 70_000]
    assert index.near(sequence([5]), weights[:1], NEWS, 64).tolist() == []


def test_a_look_up_leaves_nothing_for_the_next():
    index = Index(1 << 10)
    index.put(1, sequence([11]), 0)
    index.put(2, sequence([12]), 0)
    weights = np.ones(2, dtype=np.float32)
    first = index.near(sequence([11, 12]), weights, 0, 64).tolist()
    assert first == index.near(sequence([11, 12]), weights, 0, 64).tolist() == [2, 1]
    assert index.near(sequence([11]), weights[:1], 0, 64).tolist() == [1]


def test_a_handful_of_articles_takes_a_few_megabytes():
    told = subprocess.run([sys.executable, "-c", _FEW], capture_output=True, text=True, check=True)
    assert float(told.stdout) < 30
