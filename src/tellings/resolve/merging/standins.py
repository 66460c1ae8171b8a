"""Joins descriptions without a name to the one entity of the story that they fit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tellings.model.observed import EntityKind
from tellings.resolve.merging.facts import Facts, facts_of
from tellings.resolve.merging.fitting import Wanted, fits, wanted
from tellings.resolve.merging.units import Unit


@dataclass(slots=True)
class Described:
    """The descriptions of a story and the entities they may stand for, by the group that each unit is in now."""

    units: list[Unit]
    texts: Mapping[str, str]
    find: Callable[[int], int]
    _groups: dict[int, list[int]] = field(default_factory=dict)
    _facts: dict[int, Facts] = field(default_factory=dict)

    def pairs(self) -> list[tuple[int, int]]:
        """Return each description that one entity fits, with a unit of that entity; a description that two fit is in none."""
        asked = [(i, want) for i, unit in enumerate(self.units) if self.find(i) == i and (want := wanted(unit)) is not None]
        if not asked:
            return []
        for i in range(len(self.units)):
            self._groups.setdefault(self.find(i), []).append(i)
        named = [root for root, members in self._groups.items() if any(self.units[i].names for i in members)]
        bearers = set(named)
        found = [(i, self._one(i, want, named)) for i, want in asked if i not in bearers]
        return [(i, root) for i, root in found if root is not None]

    def _one(self, i: int, want: Wanted, named: list[int]) -> int | None:
        unit = self.units[i]
        here = unit.root.sel.article
        if want.bare and "country" in want.classes:
            return self._country(here, named)
        sure: dict[bool, list[int]] = {True: [], False: []}
        maybe: dict[bool, list[int]] = {True: [], False: []}
        untold: list[int] = []
        for root in named:
            fit = fits(want, self._of(root), self._kind(root))
            own = any(self.units[k].root.sel.article == here and self.units[k].names for k in self._groups[root])
            if own and not self._of(root).classes and self._kind(root) in want.kinds:
                untold.append(root)
            if fit is not False:
                (sure if fit else maybe)[own].append(root)
        if sure[True]:
            told = [root for root in sure[True] if self._of(root).told & want.classes]
            last = max((*sure[True], *(() if told else untold)), key=lambda root: self._last_before(root, unit))
            return last if len(sure[True]) == 1 and last in sure[True] and self._last_before(last, unit) >= 0 else None
        if maybe[True] and not (want.told and sure[False]):
            return None
        if want.bare:
            # what only a name suggests is too little for a noun alone
            sure[False] = [root for root in sure[False] if self._of(root).told & want.classes]
        choice = sure[False] or (maybe[False] if want.told else [])
        return choice[0] if len(choice) == 1 else None

    def _country(self, here: str, named: list[int]) -> int | None:
        """The one country that a report is about, by the places it names, where some report names the country itself."""
        codes = {u.country for u in self.units if u.root.sel.article == here and u.kind == "place" and u.names and u.country is not None}
        if len(codes) != 1:
            return None
        known = f"country:{next(iter(codes))}"
        return next((root for root in named if any(self.units[k].known == known for k in self._groups[root])), None)

    def _of(self, root: int) -> Facts:
        if root not in self._facts:
            self._facts[root] = facts_of([self.units[k] for k in self._groups[root]], self.texts)
        return self._facts[root]

    def _kind(self, root: int) -> EntityKind:
        return next((self.units[k].kind for k in self._groups[root] if self.units[k].names), "other")

    def _last_before(self, root: int, unit: Unit) -> int:
        """Where the report of a description last named the entity before it; -1 where it had not."""
        start, here = unit.root.sel.start, unit.root.sel.article
        return max(
            (m.sel.start for k in self._groups[root] for m in self.units[k].mentions if m.sel.article == here and m.sel.start < start),
            default=-1,
        )
