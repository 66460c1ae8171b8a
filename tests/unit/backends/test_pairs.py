"""The cross-encoder: what it says of two passages depends on those alone, and tells the same from another and from its contrary."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.backends import pairs, sessions
from tellings.backends.base import JUDGED
from tellings.backends.naming import PAIRS
from tellings.backends.pairs import MiniLmPairs
from tellings.errors import ConfigError

SAME = [
    ("The suspect was taken into custody on Tuesday", "Police arrested him on Tuesday"),
    ("A hundred and twenty tonnes of oil leaked into the bay", "the spill of 120 tonnes of crude"),
    ("Parliament approved the budget by a single vote", "The budget passed narrowly, by one vote"),
]
APART = [
    ("The bridge was closed to lorries", "The mayor thanked the volunteers who had cooked for the crews"),
    ("The president met the Colombian minister", "Rain is forecast for the weekend"),
]
CLASH = [("At least 14 people were killed in the blast", "The blast killed nine people, the hospital said", "number")]


@pytest.fixture(scope="module")
def reader() -> MiniLmPairs:
    return MiniLmPairs()


def chances(reader: MiniLmPairs, pair: tuple[str, str]) -> dict[str, float]:
    return dict(zip(JUDGED, reader.judge([pair])[0].tolist(), strict=True))


@pytest.mark.parametrize("pair", SAME)
def test_other_words_for_one_thing_are_the_same(reader, pair):
    assert chances(reader, pair)["same"] > 0.5


@pytest.mark.parametrize("pair", APART)
def test_two_matters_are_different(reader, pair):
    assert chances(reader, pair)["different"] > 0.5


@pytest.mark.parametrize(("a", "b", "slot"), CLASH)
def test_what_cannot_both_hold_is_a_conflict_in_its_slot(reader, a, b, slot):
    found = chances(reader, (a, b))
    assert found["conflict"] > 0.5
    assert max(JUDGED[3:9], key=lambda name: found[name]) == slot


def test_the_order_of_two_passages_and_what_stands_beside_them_change_nothing(reader):
    every = [*SAME, *APART]
    together = reader.judge(every)
    turned = np.vstack([reader.judge([(b, a)]) for a, b in every])
    assert np.array_equal(together, turned)


def test_a_stop_at_the_end_of_a_passage_changes_nothing(reader):
    plain = [(a.rstrip("."), b.rstrip(".")) for a, b in [*SAME, *APART, *((a, b) for a, b, _ in CLASH)]]
    stopped = [(a + ".", b + " .") for a, b in plain]
    assert np.array_equal(reader.judge(plain), reader.judge(stopped))


def test_layers_learnt_later_stand_for_those_of_the_model():
    model = sessions.checked(pairs.PAIRS, [pairs.MODEL])[pairs.MODEL]
    fed = {"ids": np.array([[101, 2057, 102, 2027, 102]]), "types": np.array([[0, 0, 0, 1, 1]])}
    bias = np.arange(len(JUDGED), dtype=np.float32)
    without, other = (sessions.session(model, {"head.bias": value}).run(["logits"], fed)[0] for value in (bias * 0, bias))
    assert np.allclose(other - without, bias, atol=1e-5)


def test_no_pair_gives_no_row(reader):
    assert reader.judge([]).shape == (0, len(JUDGED))


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=400), st.text(max_size=400))
def test_any_two_texts_give_chances(a, b):
    row = MiniLmPairs().judge([(a, b)])[0]
    for group in (slice(0, 3), slice(3, 9), slice(9, 12)):
        assert row[group].sum() == pytest.approx(1, abs=1e-3)
        assert ((row[group] >= 0) & (row[group] <= 1)).all()


@pytest.mark.parametrize("odd", ["\ud800 broken", "word " * 3000, "\x00", "漢字 и кириллица"])
def test_odd_passages_are_read(reader, odd):
    assert np.isfinite(reader.judge([(odd, "The port was closed")])).all()


def test_the_same_bits_with_the_steps_of_processors_without_vnni(tmp_path, monkeypatch):
    quick = MiniLmPairs().judge(SAME)
    monkeypatch.setattr(sessions, "_CPU", tmp_path / "missing")
    pairs._load.cache_clear()
    try:
        exact = MiniLmPairs().judge(SAME)
    finally:
        pairs._load.cache_clear()
    assert np.array_equal(quick, exact)


def test_a_missing_file_is_named_with_what_builds_it():
    with pytest.raises(ConfigError, match=r"absent\.onnx.*make model WEIGHTS=FILE.*train_pairs"):
        sessions.checked(PAIRS, ["absent.onnx"])
