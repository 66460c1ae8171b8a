"""Vectors in cells: the nearest ones are found, files grow, and the same vectors give the same bytes."""

import numpy as np
import pytest

from tellings.store import cells

WIDTH = 16


def clustered(count, seed=1):
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(20, WIDTH))
    made = centres[rng.integers(0, 20, count)] + 0.3 * rng.normal(size=(count, WIDTH))
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype("<f2")


def batches(vectors, first=1, size=300):
    return lambda: (
        (np.arange(first + at, first + min(at + size, len(vectors)), dtype=np.int64), vectors[at : at + size])
        for at in range(0, len(vectors), size)
    )


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a.vectors"


def nearest(vectors, vector, most):
    return set((np.argsort(-(vectors.astype(np.float32) @ vector), kind="stable")[:most] + 1).tolist())


def test_nearly_all_of_the_nearest_are_found(path):
    vectors = clustered(4_000)
    cells.write(path, batches(vectors), len(vectors), WIDTH)
    held = cells.opened(path)
    assert len(held.centres) == 63
    shares = [len(nearest(vectors, one, 10) & set(held.nearest(one, 10))) / 10 for one in vectors[::200].astype(np.float32)]
    assert sum(shares) / len(shares) > 0.95


def test_a_file_grows_and_knows_its_last(path):
    vectors = clustered(2_000)
    cells.write(path, batches(vectors[:1_500]), 1_500, WIDTH)
    cells.grow(path, cells.opened(path), batches(vectors[1_500:], first=1_501))
    held = cells.opened(path)
    assert sorted(held.numbers.tolist()) == list(range(1, 2_001))
    assert held.through == 2_000
    assert held.last().tobytes() == vectors[-1].tobytes()
    order = held.numbers - 1
    assert (held.vectors == vectors[order]).all()


def test_the_same_vectors_give_the_same_bytes(path):
    vectors = clustered(1_000)
    made = []
    for _ in range(2):
        cells.write(path, batches(vectors), len(vectors), WIDTH)
        made.append(path.read_bytes())
    assert made[0] == made[1]


@pytest.mark.parametrize("count", [1, 2])
def test_few_vectors_do(path, count):
    vectors = clustered(3)[:count]
    cells.write(path, lambda: iter([(np.arange(1, count + 1), vectors)]), count, WIDTH)
    assert sorted(cells.opened(path).nearest(clustered(1)[0].astype(np.float32), 5)) == list(range(1, count + 1))
