"""A clash that was read surely enough gives a difference; an unsure one gives none (those of figures: test_conflicts.py)."""

import pytest

from tellings.compare.differing import readings
from tellings.model.resolved import Claim


def claim(slot: str, chance: float) -> Claim:
    return Claim(id="c", story="s", text="", statements=("x", "y", "z"), clashes=((0, 2, slot, "contradiction", chance),))  # type: ignore[arg-type]


def test_a_clash_is_found_in_either_order_and_of_its_two_statements_alone():
    found = readings.clashes_of(claim("polarity", 0.9))
    assert found["x", "z"] == found["z", "x"] == ("polarity", "contradiction", 0.9)
    assert set(found) == {("x", "z"), ("z", "x")}


class Told:
    """A clause that only has its id and its words."""

    def __init__(self, ident: str, modality: str = "happened") -> None:
        self.statement = type("S", (), {"id": ident, "modality": modality, "sel": type("Sel", (), {"exact": f"words of  {ident}"})})
        self.localities = self.lands = frozenset()
        self.is_habit = False


@pytest.mark.parametrize(("slot", "chance", "found"), [("polarity", 0.9, 1), ("manner", 0.86, 1), ("polarity", 0.6, 0), ("number", 0.5, 0)])
def test_only_a_sure_reading_makes_a_difference(slot, chance, found, monkeypatch):
    monkeypatch.setattr(readings.acts, "apart", lambda *_: False)
    monkeypatch.setattr(readings.moments, "apart_in_time", lambda *_: False)
    made = list(readings.differences(Told("x"), Told("z"), readings.clashes_of(claim(slot, chance)), None))  # type: ignore[arg-type]
    assert len(made) == found
    assert [d.a.words for d in made] == ["words of x"] * found


@pytest.mark.parametrize("modality", ["possible", "hypothetical"])
def test_what_is_feared_or_supposed_is_not_at_odds_with_what_is_told(modality, monkeypatch):
    monkeypatch.setattr(readings.acts, "apart", lambda *_: False)
    monkeypatch.setattr(readings.moments, "apart_in_time", lambda *_: False)
    clashes = readings.clashes_of(claim("polarity", 0.95))
    assert list(readings.differences(Told("x"), Told("z"), clashes, None))  # type: ignore[arg-type]
    assert not list(readings.differences(Told("x", modality), Told("z"), clashes, None))  # type: ignore[arg-type]
    assert not list(readings.differences(Told("x"), Told("z", modality), clashes, None))  # type: ignore[arg-type]
