"""The cross-encoder: what it says of two passages depends on those alone, and tells the same from another and from its contrary."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.backends import pairs, sessions
from tellings.backends.base import JUDGED, WAYS
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


class Counted:
    """A session that counts its runs."""

    def __init__(self, inner) -> None:
        self.inner, self.runs = inner, 0

    def run(self, *given):
        self.runs += 1
        return self.inner.run(*given)


@pytest.fixture(scope="module")
def reader() -> MiniLmPairs:
    return MiniLmPairs()


def chances(reader: MiniLmPairs, pair: tuple[str, str]) -> dict[str, float]:
    return dict(zip(JUDGED, reader.judge([pair])[0, 0].tolist(), strict=True))


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


def test_the_lower_half_is_run_once_a_pair_and_what_is_surely_different_is_not_read_strictly(monkeypatch):
    reader = MiniLmPairs()
    runs = {name: Counted(getattr(reader, name)) for name in ("_lower", "_plain", "_strict")}
    for name, counted in runs.items():
        monkeypatch.setattr(reader, name, counted)
    every = [*SAME, *APART]
    both, some = reader.judge(every), reader.judge(every, least=0.5)
    assert [counted.runs for counted in runs.values()] == [2 * len(every), 2 * len(every), len(every) + len(SAME)]
    assert np.array_equal(some[: len(SAME)], both[: len(SAME)])
    assert np.array_equal(some[:, 0], both[:, 0])
    assert (some[len(SAME) :, 1] == [name == "different" for name in JUDGED]).all()


def test_both_halves_give_what_the_whole_gives():
    """The two graphs are those of the whole model cut in two, to the last bit."""
    whole, lower, upper = (sessions.session(PAIRS / name) for name in ("pairs.onnx", pairs.LOWER, pairs.UPPER))
    for count in (5, 24, 61):
        types = np.array([[0] * (count // 2) + [1] * (count - count // 2)])
        ids = np.array([[101, *range(2001, 2000 + count)]])
        hidden = lower.run(["hidden"], {"ids": ids, "types": types})[0]
        assert np.array_equal(
            upper.run(["logits"], {"hidden": hidden, "types": types})[0], whole.run(["logits"], {"ids": ids, "types": types})[0]
        )


def test_strictly_less_is_joined_than_plainly(reader):
    """One act on two objects: near misses are what the strict way was learnt from."""
    near = [
        ("The council approved the new stadium", "The council approved the new library"),
        ("The minister visited the flooded town of Arlen", "The minister visited the flooded village of Sorrow Hill"),
        ("Police closed the coastal road", "Police closed the mountain pass"),
        ("The union called off the strike", "The union called off the talks"),
    ]
    said = reader.judge(near)
    assert said[:, 1, 0].mean() < said[:, 0, 0].mean()


def test_no_pair_gives_no_row(reader):
    assert reader.judge([]).shape == (0, len(WAYS), len(JUDGED))


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=400), st.text(max_size=400))
def test_any_two_texts_give_chances(a, b):
    rows = MiniLmPairs().judge([(a, b)])[0]
    for group in (slice(0, 3), slice(3, 9), slice(9, 12)):
        assert rows[:, group].sum(axis=1) == pytest.approx([1, 1], abs=1e-3)
        assert ((rows[:, group] >= 0) & (rows[:, group] <= 1)).all()


@pytest.mark.parametrize("odd", ["\ud800 broken", "word " * 3000, "\x00", "漢字 и кириллица"])
def test_odd_passages_are_read(reader, odd):
    assert np.isfinite(reader.judge([(odd, "The port was closed")])).all()


def test_the_same_bits_with_the_steps_of_processors_without_vnni(tmp_path, monkeypatch):
    quick = MiniLmPairs().judge(SAME)  # both ways: given to onnxruntime beside the model, layers were not those that such processors ran
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
