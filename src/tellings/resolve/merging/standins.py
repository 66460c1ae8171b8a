"""Joins descriptions without a name to the one entity of the story that they fit."""

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from tellings.data.classes import called
from tellings.model.observed import EntityKind, Mention
from tellings.resolve.merging.facts import Facts, facts_of
from tellings.resolve.merging.fitting import Wanted, fits, wanted
from tellings.resolve.merging.units import Unit

# How far back a noun alone may look in its own report, in characters.
_NEAR: Final = 500
# Of more candidates than this some two fit; looking through them all would cost the square of a long page.
_MANY: Final = 80


@dataclass(slots=True)
class Described:
    """The descriptions of a story and the entities they may stand for, by the group that each unit is in now."""

    units: list[Unit]
    texts: Mapping[str, str]
    find: Callable[[int], int]
    _groups: dict[int, list[int]] = field(default_factory=dict)
    _facts: dict[int, Facts] = field(default_factory=dict)
    _by_class: dict[str, list[int]] = field(default_factory=dict)
    _starts: dict[tuple[int, str], list[int]] = field(default_factory=dict)
    _countries: dict[str, set[str]] = field(default_factory=dict)

    def pairs(self) -> list[tuple[int, int]]:
        """Return each description that one entity fits, with a unit of that entity; a description that two fit is in none."""
        asked = [(i, want) for i, unit in enumerate(self.units) if self.find(i) == i and (want := wanted(unit)) is not None]
        if not asked:
            return []
        self._index()
        bearers = set(self._facts)
        found = [(i, self._one(i, want)) for i, want in asked if i not in bearers]
        return [(i, root) for i, root in found if root is not None]

    def _index(self) -> None:
        for i in range(len(self.units)):
            self._groups.setdefault(self.find(i), []).append(i)
        inside = _within_descriptions(self.units)
        for unit in self.units:
            if unit.kind == "place" and unit.names and unit.country is not None:
                self._countries.setdefault(unit.root.sel.article, set()).add(unit.country)
        for root, members in self._groups.items():
            held = [self.units[i] for i in members]
            if not any(unit.names for unit in held):
                continue
            self._facts[root] = facts_of(held, self.texts)
            for key in sorted(self._facts[root].classes) or [f"untold {self._kind(root)}"]:
                self._by_class.setdefault(key, []).append(root)
            for unit in held:
                here = self._starts.setdefault((root, unit.root.sel.article), [])
                here.extend(m.sel.start for m in unit.mentions if m.id not in inside)
        for starts in self._starts.values():
            starts.sort()

    def _one(self, i: int, want: Wanted) -> int | None:
        unit = self.units[i]
        here = unit.root.sel.article
        if want.bare and "country" in want.classes:
            return self._country(here)
        untold = [root for kind in sorted(want.kinds) for root in self._by_class.get(f"untold {kind}", ())]
        roots = sorted({root for key in sorted(want.classes) for root in self._by_class.get(key, ())})
        if len(roots) > _MANY or len(untold) > _MANY:
            return None
        sure: dict[bool, list[int]] = {True: [], False: []}
        maybe: dict[bool, list[int]] = {True: [], False: []}
        for root in (*roots, *untold):
            fit = fits(want, self._facts[root], self._kind(root))
            if fit is not False:
                (sure if fit else maybe)[(root, here) in self._starts].append(root)
        if sure[True]:
            return self._named_here(unit, want, sure[True], untold)
        if maybe[True] and not (want.told and sure[False]):
            return None
        if want.bare:
            # what only a name suggests is too little for a noun alone
            sure[False] = [root for root in sure[False] if self._facts[root].told & want.classes]
        choice = sure[False] or (maybe[False] if want.told else [])
        return choice[0] if len(choice) == 1 else None

    def _named_here(self, unit: Unit, want: Wanted, sure: list[int], untold: list[int]) -> int | None:
        """The one that fits of those the report itself names before the description; whom it names only later is not yet meant."""
        before = [root for root in sure if self._last_before(root, unit) >= 0]
        if len(before) != 1:
            return None
        at = self._last_before(before[0], unit)
        if want.bare and unit.root.sel.start - at > _NEAR:
            return None
        told = bool(self._facts[before[0]].told & want.classes) and not (want.bare and unit.kind == "place")
        nearer = not told and any(self._last_before(root, unit) > at for root in untold)
        return None if nearer else before[0]

    def _country(self, here: str) -> int | None:
        """The one country that a report is about, by the places it names, where some report names the country itself."""
        codes = self._countries.get(here, set())
        if len(codes) != 1:
            return None
        known = f"country:{next(iter(codes))}"
        return next((root for root in self._by_class.get("country", ()) if self._facts[root].id == known), None)

    def _kind(self, root: int) -> EntityKind:
        return next((self.units[k].kind for k in self._groups[root] if self.units[k].names), "other")

    def _last_before(self, root: int, unit: Unit) -> int:
        """Where the report of a description last named the entity before it; -1 where it had not."""
        starts = self._starts.get((root, unit.root.sel.article), [])
        at = bisect_left(starts, unit.root.sel.start)
        return starts[at - 1] if at else -1


def _within_descriptions(units: list[Unit]) -> set[str]:
    """The ids of mentions that stand within a description: "a Palermo hospital" is not about Palermo."""
    by_article: dict[str, list[Mention]] = {}
    for unit in units:
        for mention in unit.mentions:
            by_article.setdefault(mention.sel.article, []).append(mention)
    found: set[str] = set()
    for mentions in by_article.values():
        reach = -1
        for mention in sorted(mentions, key=lambda m: (m.sel.start, -m.sel.end, m.id)):
            if mention.sel.end <= reach:
                found.add(mention.id)
            elif mention.form == "description":
                reach = max(reach, mention.sel.end)
    return found


def nameless_place(units: list[Unit]) -> bool:
    """True for a place or thing that one report describes and no report names: "the village" is nobody's entity."""
    if any(unit.names or unit.known is not None or unit.root.form != "description" for unit in units):
        return False
    things = called(units[0].root.name.lower().split())[1] & {"ship", "craft", "storm"}
    one = len({unit.root.sel.article for unit in units}) == 1
    return one and (units[0].kind == "place" or (units[0].kind == "other" and bool(things)))
