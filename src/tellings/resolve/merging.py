"""Merges the units of several articles into groups. Each merge is recorded with the rule and the score that made it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from tellings.data.gazetteer import words
from tellings.model.observed import EntityKind, Mention
from tellings.text.names import Likeness, all_initials, fold, given_and_family, initials, organisation_core, same_organisation, same_person

# Buckets larger than this are of a common word and tell nothing; comparing inside them would be quadratic.
_BUCKET: Final = 60
_AGE: Final = re.compile(r", (?:aged )?(\d{1,3})(?=[,.;]| who\b| from\b| of\b)")
_PLAIN: Final = frozenset(
    ["the", "a", "an", "this", "that", "these", "those", "some", "several", "many", "other", "local", "two", "three", "more", "s", "other"]
)


@dataclass(slots=True, kw_only=True)
class Unit:
    """What one article means by one entity: the mention that the others stand for, and all of them."""

    root: Mention
    mentions: list[Mention]
    kind: EntityKind
    known: str | None
    country: str | None
    office: str | None
    names: tuple[str, ...]

    @classmethod
    def of(cls, root: Mention, mentions: list[Mention]) -> "Unit":
        """Return the unit of a root and its mentions, with the first known id, country and office any of them gives."""
        named = [m for m in mentions if m.form not in ("pronoun", "description", "office")]
        own = next((m.kind for m in named if m.kind != "other"), root.kind)
        return cls(
            root=root,
            mentions=mentions,
            kind=own,
            known=next((m.known for m in mentions if m.known is not None), None),
            country=root.country or next((m.country for m in mentions if m.country is not None), None),
            office=root.office or next((m.office for m in mentions if m.office is not None and m.form != "pronoun"), None),
            names=tuple(dict.fromkeys(m.name for m in named)),
        )

    @property
    def age(self) -> int | None:
        """The age that stands behind a name ("Maria Santos, 34,"), None where there is none."""
        for mention in self.mentions:
            found = _AGE.match(mention.sel.suffix) if mention.form == "name" else None
            if found is not None:
                return int(found.group(1))
        return None

    @property
    def full(self) -> str:
        """The longest name, or the root's words where there is no name."""
        return max(self.names, key=lambda name: (len(fold(name).split()), len(name), name)) if self.names else self.root.name


class Merger:
    """Groups of units, joined step by step from the surest rule to the least sure."""

    def __init__(self, units: list[Unit]) -> None:
        self.units = units
        self.links: list[tuple[str, str, str, float]] = []
        self._parent = list(range(len(units)))
        self._members: dict[int, list[int]] = {i: [i] for i in range(len(units))}

    def merge(self) -> None:
        """Join what is the same."""
        self._by_key(lambda u: u.known, "known", 1.0)
        self._places()
        self._organisations()
        self._persons()
        self._others()
        self._offices()
        self._descriptions()

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
        return not _callings_differ(one.office, two.office)

    def _facts(self, i: int) -> tuple[str | None, str | None]:
        unit = self.units[i]
        root = self.units[self._find(i)]
        return unit.known or root.known, unit.country or root.country

    def _of(self, *kinds: EntityKind) -> list[int]:
        return [i for i, unit in enumerate(self.units) if unit.names and unit.kind in kinds]

    def _places(self) -> None:
        chosen = self._of("place")
        self._by_key(lambda u: (fold(u.full), u.country), "name-equal", 1.0, chosen)

    def _organisations(self) -> None:
        chosen = self._of("organisation", "other")
        self._by_key(lambda u: organisation_core(u.full), "name-equal", 1.0, chosen)
        buckets: dict[str, list[int]] = {}
        for i in chosen:
            unit = self.units[i]
            keys = {organisation_core(unit.full).split()[0]} if organisation_core(unit.full) else set()
            keys |= {organisation_core(unit.full).split()[-1]} if keys else set()
            keys |= {word for word in organisation_core(unit.full).split() if word.capitalize() in words("kinds", "ends", "words")}
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
        buckets: dict[str, list[int]] = {}
        for i in full:
            given, family = given_and_family(self.units[i].full)
            for key in {family[:4], given[0] if given else family, family[-4:]}:
                buckets.setdefault(key, []).append(i)
        self._compare(buckets, same_person)
        self._surnames(chosen, full)

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
                    elif self._may(i, j):
                        pairs[i, j] = likeness
        beside: dict[int, list[int]] = {}
        for i, j in pairs:
            beside.setdefault(i, []).append(j)
            beside.setdefault(j, []).append(i)
        for (i, j), likeness in sorted(pairs.items(), key=lambda item: (-item[1].score, item[0])):
            if likeness.rule in ("name-short", "acronym"):
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
        alone = [i for i in chosen if i not in set(full)]
        for i in alone:
            name = fold(self.units[i].full)
            found = {self._find(j): j for j in sorted(by_family.get(name, ())) if given_and_family(self.units[j].full)[1] == name}
            found = found or {self._find(j): j for j in sorted(by_family.get(name, ()))}
            fitting = [j for j in found.values() if self._may(i, j)]
            if len(fitting) == 1:
                self._join(i, fitting[0], "surname", 0.9)
        self._by_key(lambda u: fold(u.full), "name-equal", 0.9, [i for i in alone if self._single(i, by_family)])

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

    def _offices(self) -> None:
        """An office without a name is the one person of the story who holds it, where countries agree."""
        holders: dict[str, list[int]] = {}
        for i in self._of("person"):
            if self.units[i].office:
                holders.setdefault(_last_office(self.units[i].office or ""), []).append(i)
        for i, unit in enumerate(self.units):
            if unit.names or unit.office is None or unit.root.form != "office":
                continue
            fitting = {self._find(j): j for j in holders.get(_last_office(unit.office), ()) if self._may(i, j)}
            if len(fitting) == 1:
                self._join(i, next(iter(fitting.values())), "office", 0.8)

    def _single(self, i: int, by_family: dict[str, set[int]]) -> bool:
        return len({self._find(j) for j in by_family.get(fold(self.units[i].full), ())}) <= 1

    def _descriptions(self) -> None:
        chosen = [i for i, unit in enumerate(self.units) if not unit.names]
        self._by_key(_description_key, "description", 0.7, chosen)


def _last_office(office: str) -> str:
    """The office without country and body before it: "New Zealand Prime Minister" is compared as "prime minister"."""
    low = office.lower().replace("-", " ").split()
    return (
        " ".join(low[-2:])
        if len(low) > 1 and low[-2] in ("prime", "foreign", "home", "vice", "defence", "defense", "finance", "interior", "chief", "affairs")
        else low[-1]
    )


def _callings_differ(a: str | None, b: str | None) -> bool:
    if a is None or b is None:
        return False
    one, two = set(fold(a).split()), set(fold(b).split())
    private, public = words("kinds", "private", "nouns"), words("kinds", "public", "nouns")
    return bool((one & private and two & public and not one & public) or (two & private and one & public and not two & public))


def _description_key(unit: Unit) -> tuple[str, str, str | None] | None:
    """What has to agree for two descriptions: the words but determiners, and the country; "a man" here is no "a man" there."""
    opening = fold(unit.root.name).split()
    rest = [word for word in opening if word not in _PLAIN]
    if not rest:
        return None
    single = unit.root.kind == "person" and opening[0] in ("a", "an", "another", "one") and len(rest) < 2
    if single:
        return None
    return unit.root.kind, " ".join(rest), unit.country
