import numpy as np

from tellings.resolve.aligning.features import NAMES
from tellings.resolve.aligning.vetoes import vetoed


def row(**values: float) -> np.ndarray:
    base = {"terms_contained": 0.6, "own": 0.7}
    return np.array([[{**base, **values}.get(name, 0.0) for name in NAMES]])


def test_dead_and_hurt_are_two_claims() -> None:
    assert vetoed(row(fate=-1))[0]
    assert not vetoed(row(fate=1))[0]


def test_two_speakers_need_a_part_in_common() -> None:
    assert vetoed(row(source_differ=1, terms_contained=0.3))[0]
    assert not vetoed(row(source_differ=1, terms_contained=0.3, predicate=1))[0]


def test_clauses_with_nothing_in_common_are_not_joined() -> None:
    assert vetoed(row(terms_contained=0.1, own=0.3))[0]
    assert not vetoed(row(terms_contained=0.1, own=0.8))[0]
