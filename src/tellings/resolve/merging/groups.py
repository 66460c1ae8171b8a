"""Units that fall into groups: what may be joined, and what was joined by which rule."""

from collections.abc import Callable, Iterable
from typing import Final

from tellings.model.judged import Pairs
from tellings.model.observed import EntityKind
from tellings.resolve.merging.clashes import trades_agree, trades_differ, walk, walks_differ
from tellings.resolve.merging.keys import callings_differ
from tellings.resolve.merging.units import Unit
from tellings.text.names import Likeness, same_person

# Buckets larger than this are of a common word and tell nothing; comparing inside them would be quadratic.
_BUCKET: Final = 60
# Likenesses that two bearers of neighbouring names have as well: not where the reports give them two trades.
_LOOSE: Final = ("name-spelling", "name-longer", "name-order", "name-romanised")


class Groups:
    """Groups of units, each unit in one; every join is kept with its rule and score."""

    def __init__(self, units: list[Unit], judged: Pairs | None = None) -> None:
        self.units = units
        self.links: list[tuple[str, str, str, float]] = []
        self._parent = list(range(len(units)))
        self._members: dict[int, list[int]] = {i: [i] for i in range(len(units))}
        # by the unit that stands for a group: units that a person has said are somebody else
        self._never: dict[int, set[int]] = {}
        if judged:
            self._judge(judged)

    def _judge(self, judged: Pairs) -> None:
        """Keep apart what a person has told apart, and join what a person has joined: before every rule and over it."""
        unit_of = {mention.id: i for i, unit in enumerate(self.units) for mention in unit.mentions}
        for pairs, is_one in ((judged.apart, False), (judged.same, True)):
            for a, b in pairs:
                i, j = unit_of.get(a), unit_of.get(b)
                if i is None or j is None or i == j:
                    continue
                if is_one:
                    self._unite(i, j)
                else:
                    self._never.setdefault(i, set()).add(j)
                    self._never.setdefault(j, set()).add(i)

    def parted(self, i: int, j: int) -> bool:
        """Return whether a person has told the groups of two units apart."""
        if not self._never:
            return False
        other = self.find(j)
        return any(self.find(k) == other for k in self._never.get(self.find(i), ()))

    def groups(self) -> list[list[Unit]]:
        """Return the groups, each in the order of its units."""
        found: dict[int, list[Unit]] = {}
        for i, unit in enumerate(self.units):
            found.setdefault(self.find(i), []).append(unit)
        return list(found.values())

    def find(self, i: int) -> int:
        """Return the unit that stands for the group of a unit."""
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def held(self, root: int) -> list[int]:
        """Return the units of the group that a unit stands for, in their order; none where another stands for it by now."""
        return sorted(self._members.get(root, ()))

    def join(self, i: int, j: int, rule: str, score: float) -> None:
        """Make one group of the groups of two units, and keep the link; not where a person has told them apart."""
        if not self._unite(i, j):
            return
        one, two = sorted((self.units[i].root.id, self.units[j].root.id))
        self.links.append((one, two, rule, score))

    def _unite(self, i: int, j: int) -> bool:
        a, b = sorted((self.find(i), self.find(j)))
        if a == b or self.parted(a, b):
            return False
        self._parent[b] = a
        self._members[a] += self._members.pop(b)
        if b in self._never:
            self._never.setdefault(a, set()).update(self._never.pop(b))
        return True

    def by_key(self, key: Callable[[Unit], object], rule: str, score: float, chosen: Iterable[int] | None = None) -> None:
        """Join the units (or the chosen ones) that have one key and may be one; None is no key."""
        first: dict[object, list[int]] = {}
        for i in range(len(self.units)) if chosen is None else chosen:
            value = key(self.units[i])
            if value is None:
                continue
            held = first.setdefault(value, [])
            at = next((j for j in held if not self.parted(j, i)), None)
            if at is None:
                held.append(i)
            elif self.may(at, i):
                self.join(at, i, rule, score)

    def may(self, i: int, j: int) -> bool:
        """False where the tables' ids, the countries, ages or callings say that two groups are two."""
        if self.parted(i, j):
            return False
        a, b = self._facts(i), self._facts(j)
        if any(x and y and x != y for x, y in zip(a, b, strict=True)):
            return False
        one, two = self.units[i], self.units[j]
        if any((x.known or "").startswith("thing:") and y.kind == "person" for x, y in ((one, two), (two, one))):
            # the ship is not whom it is named after
            return False
        if one.age and two.age and abs(one.age - two.age) > 1:
            return False
        if callings_differ(one.office, two.office):
            return False
        return one.kind != "person" or two.kind != "person" or self._one_person(one, two)

    def _one_person(self, one: Unit, two: Unit) -> bool:
        """False where sex or walk of life differ, or where a report tells namesakes apart and nothing says which is meant."""
        same = one.known is not None and one.known == two.known
        if same:
            return True
        if one.gender and two.gender and one.gender != two.gender:
            return False
        if walks_differ(one.trades, two.trades) or _child_and_adult(one, two) or _child_and_adult(two, one):
            return False
        return not (one.told_apart or two.told_apart) or trades_agree(one.trades, two.trades)

    def _facts(self, i: int) -> tuple[str | None, str | None]:
        unit = self.units[i]
        root = self.units[self.find(i)]
        return unit.known or root.known, unit.country or root.country

    def of(self, *kinds: EntityKind) -> list[int]:
        """Return the units with a name that are of the kinds."""
        return [i for i, unit in enumerate(self.units) if unit.names and unit.kind in kinds]

    def compare(self, buckets: dict[str, list[int]], compare: Callable[[str, str], Likeness | None], *, strict: bool = False) -> None:
        """Join pairs of a bucket that are the same, surest first; a short form that fits two groups joins neither."""
        pairs: dict[tuple[int, int], Likeness] = {}
        against: dict[int, set[int]] = {}
        for key in sorted(buckets):
            members = sorted(set(buckets[key]))
            if len(members) > _BUCKET:
                continue
            for at, i in enumerate(members):
                for j in members[at + 1 :]:
                    if (i, j) in pairs or self.find(i) == self.find(j):
                        continue
                    likeness = compare(self.units[i].full, self.units[j].full)
                    if likeness is None:
                        continue
                    if likeness.judgement == "different":
                        against.setdefault(i, set()).add(j)
                        against.setdefault(j, set()).add(i)
                    elif (
                        self.may(i, j)
                        and (compare is not same_person or "person" in (self.units[i].kind, self.units[j].kind))
                        and not (likeness.rule in _LOOSE and trades_differ(self.units[i].trades, self.units[j].trades))
                    ):
                        pairs[i, j] = likeness
        beside: dict[int, list[int]] = {}
        for i, j in pairs:
            beside.setdefault(i, []).append(j)
            beside.setdefault(j, []).append(i)
        for (i, j), likeness in sorted(pairs.items(), key=lambda item: (-item[1].score, item[0])):
            if strict and likeness.rule in ("name-short", "acronym") and self._fits_more(i, j, pairs, beside):
                continue
            if likeness.rule == "name-romanised" and self._side_by_side(i, j):
                continue
            if likeness.rule in ("name-short", "name-longer", "name-romanised", "acronym"):
                rivals = {self.find(k) for k in (*beside[i], *beside[j])} - {self.find(i), self.find(j)}
                if any(self._apart(rival, i, against) or self._apart(rival, j, against) for rival in sorted(rivals)):
                    continue
            if not self._apart(i, j, against) and self.may(i, j):
                self.join(i, j, likeness.rule, likeness.score)

    def _fits_more(self, i: int, j: int, pairs: dict[tuple[int, int], Likeness], beside: dict[int, list[int]]) -> bool:
        """True where the shorter of two names is short for the name of a third group as well."""
        short, full = sorted((i, j), key=lambda k: len(self.units[k].full))
        others = {
            self.find(k)
            for k in beside[short]
            if pairs[min(k, short), max(k, short)].rule in ("name-short", "acronym")
            and len(self.units[k].full) > len(self.units[short].full)
        }
        return bool(others - {self.find(full), self.find(short)})

    def _side_by_side(self, i: int, j: int) -> bool:
        """True where one report has both names, each for itself: it would not write one person in two ways."""
        one, two = ({self.units[k].root.sel.article for k in self._members[self.find(at)]} for at in (i, j))
        return bool(one & two)

    def _apart(self, i: int, j: int, against: dict[int, set[int]]) -> bool:
        """True where some unit of one group was found to be another than some unit of the other."""
        mine, theirs = self.find(i), self.find(j)
        return any(self.find(b) == theirs for a in self._members[mine] for b in against.get(a, ()))


def _child_and_adult(one: Unit, two: Unit) -> bool:
    """True for somebody too young for the trade that a report gives a bearer of the same name."""
    return (
        one.age is not None
        and one.age < _GROWN
        and bool({name for trade in two.trades for name in walk(trade)} - {"player", "stage", "school"})
    )


# From what age on somebody has a trade.
_GROWN: Final = 16
