"""Merges the units of several articles into groups. Each merge is recorded with the rule and the score that made it."""

from collections.abc import Callable, Iterable
from typing import Final

from tellings.data.gazetteer import gazetteer, words
from tellings.model.observed import EntityKind
from tellings.resolve.merging.clashes import trades_agree, trades_differ, walks_differ
from tellings.resolve.merging.describing import Cast, Setting, attachments
from tellings.resolve.merging.keys import callings_differ, description_key, last_office
from tellings.resolve.merging.standing import acts_as_state, classes_of, is_people, stands_in, units_of_delegations
from tellings.resolve.merging.units import Unit
from tellings.text.names import (
    Likeness,
    all_initials,
    fold,
    given_and_family,
    initials,
    organisation_core,
    same_organisation,
    same_person,
    same_place,
    skeleton,
)

# Buckets larger than this are of a common word and tell nothing; comparing inside them would be quadratic.
_BUCKET: Final = 60
_FIRM: Final = frozenset(
    ["the company", "the firm", "the group", "the bank", "the carmaker", "the airline", "the conglomerate", "its owner"]
)
_SHORT_NAME: Final = 4
# Likenesses that two bearers of neighbouring names have as well: not where the reports give them two trades.
_LOOSE: Final = ("name-spelling", "name-longer", "name-order")
_BEFORE_PLACE: Final = (" in ", " at ", " near ", " to ", " from ", " of ", " the ", "the ", " on ", " off ", " over ")


class Merger:
    """Groups of units, joined step by step from the surest rule to the least sure."""

    def __init__(self, units: list[Unit], setting: Setting | None = None) -> None:
        self.units = units
        self._setting = setting or Setting()
        self.links: list[tuple[str, str, str, float]] = []
        # articles in which "the company" stands for somebody: a single name there may be the firm, and not its founder
        self._firms = {
            m.sel.article
            for u in units
            for m in u.mentions
            if m.form == "description" and m.kind == "organisation" and fold(m.name) in _FIRM
        }
        self._parent = list(range(len(units)))
        self._members: dict[int, list[int]] = {i: [i] for i in range(len(units))}

    def merge(self) -> None:
        """Join what is the same."""
        sent = {country for unit in units_of_delegations(self.units) if (country := unit.country)}
        self._by_key(lambda u: None if u.country in sent and is_people(u) else u.known, "known", 1.0)
        self._places()
        self._organisations()
        self._persons()
        self._others()
        self._attached()
        self._offices()
        self._descriptions()
        self._attached()
        self._delegations()
        self._states()
        self._stand_ins()

    def groups(self) -> list[list[Unit]]:
        """Return the groups, each in the order of its units."""
        found: dict[int, list[Unit]] = {}
        for i, unit in enumerate(self.units):
            found.setdefault(self._find(i), []).append(unit)
        return list(found.values())

    def _find(self, i: int) -> int:
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def _join(self, i: int, j: int, rule: str, score: float) -> None:
        a, b = sorted((self._find(i), self._find(j)))
        if a == b:
            return
        self._parent[b] = a
        self._members[a] += self._members.pop(b)
        one, two = sorted((self.units[i].root.id, self.units[j].root.id))
        self.links.append((one, two, rule, score))

    def _by_key(self, key: Callable[[Unit], object], rule: str, score: float, chosen: Iterable[int] | None = None) -> None:
        first: dict[object, int] = {}
        for i in range(len(self.units)) if chosen is None else chosen:
            value = key(self.units[i])
            if value is None:
                continue
            if value in first:
                if self._may(first[value], i):
                    self._join(first[value], i, rule, score)
            else:
                first[value] = i

    def _may(self, i: int, j: int) -> bool:
        """False where the tables' ids, the countries, ages or callings say that two groups are two."""
        a, b = self._facts(i), self._facts(j)
        if any(x and y and x != y for x, y in zip(a, b, strict=True)):
            return False
        one, two = self.units[i], self.units[j]
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
        if walks_differ(one.trades, two.trades):
            return False
        return not (one.told_apart or two.told_apart) or trades_agree(one.trades, two.trades)

    def _facts(self, i: int) -> tuple[str | None, str | None]:
        unit = self.units[i]
        root = self.units[self._find(i)]
        return unit.known or root.known, unit.country or root.country

    def _of(self, *kinds: EntityKind) -> list[int]:
        return [i for i, unit in enumerate(self.units) if unit.names and unit.kind in kinds]

    def _places(self) -> None:
        chosen = self._of("place")
        self._by_key(lambda u: (fold(u.full), u.country), "name-equal", 1.0, chosen)
        buckets: dict[str, list[int]] = {}
        for i in chosen:
            if self.units[i].known is None:
                buckets.setdefault(fold(self.units[i].full)[:2], []).append(i)
        self._compare(buckets, same_place)

    def _organisations(self) -> None:
        chosen = self._of("organisation", "other")
        self._by_key(lambda u: organisation_core(u.full), "name-equal", 1.0, chosen)
        buckets: dict[str, list[int]] = {}
        for i in chosen:
            unit = self.units[i]
            keys = {organisation_core(unit.full).split()[0]} if organisation_core(unit.full) else set()
            keys |= {organisation_core(unit.full).split()[-1]} if keys else set()
            keys |= {word for word in organisation_core(unit.full).split() if word.capitalize() in words("kinds", "ends", "words")}
            core = organisation_core(unit.full)
            keys |= {f"{core[:3]} {core[-2:]}"} if core and " " not in core else set()
            for name in unit.names:
                letters = name.replace(".", "").replace("-", "")
                keys |= {letters.upper()} if letters[:1].isupper() and " " not in letters else {initials(name), all_initials(name)}
            for key in keys:
                buckets.setdefault(key, []).append(i)
        self._compare(buckets, same_organisation)

    def _persons(self) -> None:
        chosen = [i for i in self._of("person") if self.units[i].root.form != "description"]
        full = [i for i in chosen if len(fold(self.units[i].full).split()) > 1]
        self._by_key(lambda u: fold(u.full), "name-equal", 1.0, full)
        self._aliases(full)
        self._birth_names(full)
        buckets: dict[str, list[int]] = {}
        for i in full:
            given, family = given_and_family(self.units[i].full)
            for key in {family[:4], given[0] if given else family, family[-4:], " ".join(sorted((*given, family))), skeleton(family)}:
                buckets.setdefault(key, []).append(i)
        self._compare(buckets, same_person)
        self._surnames(chosen, full)

    def _aliases(self, full: list[int]) -> None:
        """A second name that one article gives a person ("Lena Hartwig, née Vogel") joins the person of that name in another."""
        first: dict[str, int] = {}
        for i in full:
            first.setdefault(fold(self.units[i].full), i)
        for i in full:
            for name in self.units[i].names:
                j = first.get(fold(name), i)
                if " " in name and j != i and self._may(i, j):
                    self._join(i, j, "alias", 0.95)

    def _birth_names(self, full: list[int]) -> None:
        """Who is named by the name of birth is the one of that given name with the same trade: "the singer, born Ivana Peric"."""
        born = [i for i in full if any("born:1" in mention.traits for mention in self.units[i].mentions)]
        for i in born:
            given = given_and_family(self.units[i].full)[0][:1]
            found = {self._find(j): j for j in full if j != i and given_and_family(self.units[j].full)[0][:1] == given}
            fitting = [j for j in found.values() if self._may(i, j) and trades_agree(self.units[i].trades, self.units[j].doings)]
            if len(fitting) == 1:
                self._join(i, fitting[0], "birth-name", 0.8)

    def _compare(self, buckets: dict[str, list[int]], compare: Callable[[str, str], Likeness | None]) -> None:
        """Join pairs of a bucket that are the same, surest first; a short form that fits two groups joins neither."""
        pairs: dict[tuple[int, int], Likeness] = {}
        against: dict[int, set[int]] = {}
        for key in sorted(buckets):
            members = sorted(set(buckets[key]))
            if len(members) > _BUCKET:
                continue
            for at, i in enumerate(members):
                for j in members[at + 1 :]:
                    if (i, j) in pairs or self._find(i) == self._find(j):
                        continue
                    likeness = compare(self.units[i].full, self.units[j].full)
                    if likeness is None:
                        continue
                    if likeness.judgement == "different":
                        against.setdefault(i, set()).add(j)
                        against.setdefault(j, set()).add(i)
                    elif self._may(i, j) and not (likeness.rule in _LOOSE and trades_differ(self.units[i].trades, self.units[j].trades)):
                        pairs[i, j] = likeness
        beside: dict[int, list[int]] = {}
        for i, j in pairs:
            beside.setdefault(i, []).append(j)
            beside.setdefault(j, []).append(i)
        for (i, j), likeness in sorted(pairs.items(), key=lambda item: (-item[1].score, item[0])):
            if likeness.rule in ("name-short", "name-longer", "acronym"):
                rivals = {self._find(k) for k in (*beside[i], *beside[j])} - {self._find(i), self._find(j)}
                if any(self._apart(rival, i, against) or self._apart(rival, j, against) for rival in sorted(rivals)):
                    continue
            if not self._apart(i, j, against) and self._may(i, j):
                self._join(i, j, likeness.rule, likeness.score)

    def _apart(self, i: int, j: int, against: dict[int, set[int]]) -> bool:
        """True where some unit of one group was found to be another than some unit of the other."""
        mine, theirs = self._find(i), self._find(j)
        return any(self._find(b) == theirs for a in self._members[mine] for b in against.get(a, ()))

    def _surnames(self, chosen: list[int], full: list[int]) -> None:
        """A surname alone joins the one group whose full name ends with it; where there are two, it stays alone."""
        by_family: dict[str, set[int]] = {}
        for i in full:
            for part in fold(self.units[i].full).split():
                by_family.setdefault(part, set()).add(i)
        for i, unit in enumerate(self.units):
            # whom an office stands for by the tables has a name as well: "the pope" and "Francis"
            if not unit.names and (unit.known or "").startswith("person:"):
                for part in fold((unit.known or "").removeprefix("person:")).split():
                    by_family.setdefault(part, set()).add(i)
        whole = set(full)
        alone = [i for i in chosen if i not in whole] + [i for i in self._of("organisation", "place", "other") if self._may_be_surname(i)]
        for i in alone:
            name = fold(self.units[i].full)
            found = {self._find(j): j for j in sorted(by_family.get(name, ())) if given_and_family(self.units[j].full)[1] == name}
            found = found or {self._find(j): j for j in sorted(by_family.get(name, ()))}
            fitting = [j for j in found.values() if self._may(i, j)]
            if len(fitting) == 1 and self._not_of_table(i, fitting[0], name):
                self._join(i, fitting[0], "surname", 0.9)
        self._by_key(lambda u: fold(u.full), "name-equal", 0.9, [i for i in alone if self._single(i, by_family)])

    def _may_be_surname(self, i: int) -> bool:
        """True for a single unknown word that nothing in its article makes a body or a place: "Guardiola", whatever the recogniser thought."""
        unit = self.units[i]
        name = unit.root.name
        if (
            unit.root.sel.article in self._firms
            or unit.known is not None
            or unit.root.form != "name"
            or " " in name
            or not name.isalpha()
            or name.isupper()
            or len(name) < _SHORT_NAME
        ):
            return False
        if any(mention.form in ("description", "acronym", "demonym") for mention in unit.mentions):
            return False
        return not any(mention.sel.prefix.lower().endswith(_BEFORE_PLACE) for mention in unit.mentions)

    def _not_of_table(self, i: int, j: int, name: str) -> bool:
        """False where "Mrs Clinton" would join a Clinton that the tables do not have, though they have two others."""
        known = self.units[j].known or self.units[self._find(j)].known
        if known is not None:
            return True
        return not self.units[i].gender or len(gazetteer().surnames.get(name, ())) < 2

    def _others(self) -> None:
        """A full name whose kind one article does not tell is that of the person or body of another."""
        named = [
            i
            for i in range(len(self.units))
            if self.units[i].names and " " in self.units[i].full and self.units[i].kind in ("person", "organisation", "other")
        ]
        first = {fold(self.units[i].full): i for i in reversed(named) if self.units[i].kind != "other"}
        for i in named:
            j = first.get(fold(self.units[i].full))
            if self.units[i].kind == "other" and j is not None and self._may(i, j):
                self._join(i, j, "name-equal", 0.95)
        self._same_words()

    def _same_words(self) -> None:
        """One unknown name that the recogniser takes for a place here and a person there is one, where no title or sort says otherwise."""
        bare = [
            i
            for i, u in enumerate(self.units)
            if u.names and u.known is None and u.office is None and not u.gender and u.root.form == "name"
        ]
        kinds: dict[str, set[int]] = {}
        for i in bare:
            if len(fold(self.units[i].full)) >= _SHORT_NAME and self.units[i].root.sel.article not in self._firms:
                kinds.setdefault(fold(self.units[i].full), set()).add(self._find(i))
        for held in kinds.values():
            first, *rest = sorted(held)
            for other in rest:
                if self.units[first].kind != self.units[other].kind and self._may(first, other):
                    self._join(first, other, "name-equal", 0.85)

    def _offices(self) -> None:
        """An office without a name is the one person of the story who holds it, where countries agree."""
        holders: dict[str, list[int]] = {}
        for i in self._of("person"):
            if self.units[i].office and not self.units[i].turned:
                holders.setdefault(last_office(self.units[i].office or ""), []).append(i)
        for i, unit in enumerate(self.units):
            if unit.names or unit.known is not None or unit.office is None or unit.root.form != "office":
                continue
            fitting = {self._find(j): j for j in holders.get(last_office(unit.office), ()) if self._may(i, j)}
            if len(fitting) == 1:
                self._join(i, next(iter(fitting.values())), "office", 0.8)

    def _single(self, i: int, by_family: dict[str, set[int]]) -> bool:
        return len({self._find(j) for j in by_family.get(fold(self.units[i].full), ())}) <= 1

    def _delegations(self) -> None:
        """The Kenyans are Kenya's contingent where the story has one."""
        for unit in units_of_delegations(self.units):
            at = self.units.index(unit)
            for i, other in enumerate(self.units):
                if other.country == unit.country and is_people(other) and other.root.sel.article != unit.root.sel.article:
                    self._join(at, i, "delegation", 0.7)

    def _states(self) -> None:
        """A country that acts is its government, where the story has both."""
        seats = {unit.known: i for i, unit in enumerate(self.units) if (unit.known or "").endswith(":government")}
        for i, unit in enumerate(self.units):
            seat = seats.get(f"body:{unit.country}:government")
            if seat is not None and unit.known == f"country:{unit.country}" and acts_as_state(unit.mentions) and not is_people(unit):
                self._join(seat, i, "state", 0.8)

    def _stand_ins(self) -> None:
        """The Chilean airline is the one airline of Chile that other articles of the story name; two that fit are none."""
        bodies: dict[str, list[int]] = {}
        for i in self._of("organisation"):
            for noun in classes_of(self.units[i].full):
                bodies.setdefault(noun, []).append(i)
        for i, unit in enumerate(self.units):
            stands = stands_in(unit) if not unit.names and unit.kind == "organisation" and self._find(i) == i else None
            here = unit.root.sel.article
            found = {self._find(j): j for j in bodies.get(stands or "", ()) if unit.country == self.units[j].country}
            if len(found) == 1 and all(self.units[j].root.sel.article != here for j in found.values()):
                self._join(i, next(iter(found.values())), "class", 0.7)

    def _attached(self) -> None:
        """What is said of somebody without a name joins the one person of the story whom it fits."""
        for i, key, rule, score in attachments(Cast(self.units, self._find, self._setting)):
            if self._may(i, key):
                self._join(i, key, rule, score)

    def _descriptions(self) -> None:
        chosen = [i for i, unit in enumerate(self.units) if not unit.names]
        self._by_key(description_key, "description", 0.7, chosen)
