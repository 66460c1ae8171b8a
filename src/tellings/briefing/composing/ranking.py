"""Which claims matter: independent tellings, and the place in the articles."""

from collections.abc import Collection
from math import log2
from typing import Final

from tellings.briefing.composing.material import Material
from tellings.model.resolved import Claim

# Code points of body after which a passage weighs half of one in the lede: about two paragraphs.
_HALF_PLACE: Final = 400
# What stands within so many code points of the body is the lede or the sentence after it.
_LEDE: Final = 250


class Ranking:
    """The order of a story's claims. All keys end in the claim's id, so that no order hangs on chance."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self._keys: dict[str, tuple[float, str]] = {}
        self._in_ledes: dict[str, int] = {}

    def key(self, claim: Claim) -> tuple[float, str]:
        """Return the key by which claims are sorted, those that matter most first."""
        if claim.id not in self._keys:
            self._keys[claim.id] = (-round(self.weight(claim), 6), claim.id)
        return self._keys[claim.id]

    def sourced(self, claim: Claim) -> tuple[int, float, str]:
        """Return the key of a list in which the most independent tellings come first and then what matters most."""
        compared = self.material.comparisons.get(claim.id)
        return (-(compared.independent if compared is not None else 1), *self.key(claim))

    def in_ledes(self, claim: Claim) -> int:
        """Return how many independent tellings have the claim in their lede or the sentence after it."""
        if claim.id not in self._in_ledes:
            support = self.material.support(claim)
            self._in_ledes[claim.id] = self.material.independent(s.sel.article for s in support if self.material.place(s.sel) < _LEDE)
        return self._in_ledes[claim.id]

    def weight(self, claim: Claim) -> float:
        """Return how much a claim matters: each doubling of independent tellings counts as much as standing in the lede."""
        compared = self.material.comparisons.get(claim.id)
        tellings = compared.independent if compared is not None else 1
        return log2(1 + tellings) + self.placed(claim) + 0.5 * self.substance(claim)

    def placed(self, claim: Claim) -> float:
        """Return 1 for a claim of the lede, falling by half every few paragraphs; the mean over the claim's tellings."""
        first: dict[str, int] = {}
        for statement in self.material.support(claim):
            place = self.material.place(statement.sel)
            first[statement.sel.article] = min(place, first.get(statement.sel.article, place))
        if not first:
            return 0.0
        return sum(_HALF_PLACE / (_HALF_PLACE + place) for place in first.values()) / len(first)

    def substance(self, claim: Claim) -> float:
        """Return 0..1 for how much a reader can check: names, figures, times, and a thing that happened."""
        found = self.material.support(claim)
        if not found:
            return 0.0
        marks = (
            any(s.actors for s in found), any(s.figures for s in found), any(s.times or s.places for s in found),
            any(s.modality in ("happened", "ongoing", "denied") for s in found),
        )  # fmt: skip
        return sum(marks) / len(marks)


def overlap(a: Collection[str], b: Collection[str]) -> float:
    """Return the share of the shorter's words that the other has too."""
    first, second = set(a), set(b)
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0
