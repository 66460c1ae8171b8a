"""Merges the units of several articles into groups. Each merge is recorded with the rule and the score that made it."""

from typing import Final

from rapidfuzz.distance import DamerauLevenshtein

from tellings.data import toml
from tellings.data.gazetteer import gazetteer, words
from tellings.model.judged import Pairs
from tellings.resolve.merging.clashes import trades_agree
from tellings.resolve.merging.describing import Cast, Setting, attachments
from tellings.resolve.merging.groups import Groups
from tellings.resolve.merging.keys import description_key, last_office
from tellings.resolve.merging.sides import join_described, join_firms, join_sides, join_sport
from tellings.resolve.merging.standing import are_people, is_people, units_of_delegations
from tellings.resolve.merging.units import Unit
from tellings.text.names import (
    Likeness,
    all_initials,
    fold,
    given_and_family,
    initials,
    organisation_core,
    romanised_keys,
    same_organisation,
    same_person,
    same_place,
    skeleton,
    stands_in,
)

_FIRM: Final = frozenset(
    ["the company", "the firm", "the group", "the bank", "the carmaker", "the airline", "the conglomerate", "its owner"]
)
_SHORT_NAME: Final = 4
_LONGEST_NAME: Final = 3
_LONG_NAME: Final = 8
_MANY: Final = 200
_BEFORE_PLACE: Final = (" in ", " at ", " near ", " to ", " from ", " of ", " the ", "the ", " on ", " off ", " over ")


class Merger(Groups):
    """Groups of units, joined step by step from the surest rule to the least sure."""

    def __init__(self, units: list[Unit], setting: Setting | None = None, judged: Pairs | None = None) -> None:
        super().__init__(units, judged)
        self.setting = setting or Setting()
        # articles in which "the company" stands for somebody: a single name there may be the firm, and not its founder
        self._firms = {
            m.sel.article
            for u in units
            for m in u.mentions
            if m.form == "description" and m.kind == "organisation" and fold(m.name) in _FIRM
        }

    def merge(self) -> None:
        """Join what is the same."""
        sent = {country for unit in units_of_delegations(self.units) if (country := unit.country)}
        self.by_key(lambda u: None if are_people(u) or (u.country in sent and is_people(u)) else u.known, "known", 1.0)
        self.by_key(lambda u: u.country if are_people(u) and u.country not in sent else None, "people", 1.0)
        self._places()
        self._organisations()
        self._persons()
        self._others()
        self._attached()
        self._offices()
        self._descriptions()
        self._attached()
        join_sides(self)
        join_sport(self)
        join_firms(self, self.setting.texts)
        join_described(self, self.setting.texts)

    def _places(self) -> None:
        chosen = [i for i in self.of("place") if not are_people(self.units[i])]
        self.by_key(lambda u: (fold(u.full), u.country, _sort(u)), "name-equal", 1.0, chosen)
        buckets: dict[str, list[int]] = {}
        for i in chosen:
            if self.units[i].known is None:
                buckets.setdefault(fold(self.units[i].full)[:2], []).append(i)
        self.compare(buckets, same_place)
        self._slips(chosen)
        told = {fold(u.root.name): i for i, u in enumerate(self.units) if not u.names and (u.known or "").startswith("place:")}
        for i in chosen:
            # "the Bihar capital" is by the tables the Patna that another report names
            at = told.get(fold(self.units[i].full))
            if at is not None and self.units[i].known is None and self.may(at, i):
                self.join(at, i, "name-equal", 0.9)

    def _slips(self, chosen: list[int]) -> None:
        """A long unknown name that is one slip of the pen from the name of a known place of the story is that place."""
        known = {
            fold(self.units[i].full): i for i in chosen if self.units[i].known is not None and len(fold(self.units[i].full)) >= _LONG_NAME
        }
        for i, unit in enumerate(self.units):
            name = fold(unit.full)
            if (
                not known
                or unit.known is not None
                or not unit.names
                or len(name) < _LONG_NAME
                or unit.kind not in ("place", "other")
                or len(known) > _MANY
            ):
                continue
            found = {
                j for other, j in known.items() if other[0] == name[0] and DamerauLevenshtein.distance(other, name, score_cutoff=1) == 1
            }
            if len(found) == 1 and self.may(i, next(iter(found))):
                self.join(i, next(iter(found)), "name-spelling", 0.85)

    def _organisations(self) -> None:
        chosen = self.of("organisation", "other")
        self.by_key(lambda u: organisation_core(u.full), "name-equal", 1.0, chosen)
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
        self.compare(buckets, _one_body, strict=True)

    def _persons(self) -> None:
        chosen = [i for i in self.of("person") if self.units[i].root.form != "description"]
        full = [i for i in chosen if len(fold(self.units[i].full).split()) > 1]
        self.by_key(lambda u: fold(u.full), "name-equal", 1.0, full)
        self._aliases(full)
        self._birth_names(full)
        buckets: dict[str, list[int]] = {}
        for i in (*full, *(i for i in self.of("organisation", "other") if self._perhaps_person(i))):
            given, family = given_and_family(self.units[i].full)
            for key in {
                family[:4],
                given[0] if given else family,
                family[-4:],
                " ".join(sorted((*given, family))),
                skeleton(family),
                *romanised_keys(self.units[i].full),
            }:
                buckets.setdefault(key, []).append(i)
        self.compare(buckets, same_person)
        self._surnames(chosen, full)

    def _aliases(self, full: list[int]) -> None:
        """A second name that one article gives a person ("Lena Hartwig, née Vogel") joins the person of that name in another."""
        first: dict[str, int] = {}
        for i in full:
            first.setdefault(fold(self.units[i].full), i)
        for i in full:
            for name in self.units[i].names:
                j = first.get(fold(name), i)
                if " " in name and j != i and self.may(i, j):
                    self.join(i, j, "alias", 0.95)

    def _birth_names(self, full: list[int]) -> None:
        """Who is named by the name of birth is the one of that given name with the same trade: "the singer, born Ivana Peric"."""
        born = [i for i in full if any("born:1" in mention.traits for mention in self.units[i].mentions)]
        for i in born:
            given = given_and_family(self.units[i].full)[0][:1]
            found = {self.find(j): j for j in full if j != i and given_and_family(self.units[j].full)[0][:1] == given}
            fitting = [j for j in found.values() if self.may(i, j) and trades_agree(self.units[i].trades, self.units[j].doings)]
            if len(fitting) == 1:
                self.join(i, fitting[0], "birth-name", 0.8)

    def _surnames(self, chosen: list[int], full: list[int]) -> None:
        """A surname alone joins the one group whose full name ends with it; where there are two, it stays alone."""
        by_family: dict[str, set[int]] = {}
        for i in (*full, *(i for i in self.of("other") if self._perhaps_person(i))):
            for part in fold(self.units[i].full).split():
                by_family.setdefault(part, set()).add(i)
        for i, unit in enumerate(self.units):
            # whom an office stands for by the tables has a name as well: "the pope" and "Francis"
            if not unit.names and (unit.known or "").startswith("person:"):
                for part in fold((unit.known or "").removeprefix("person:")).split():
                    by_family.setdefault(part, set()).add(i)
        whole, by_short = set(full), self._by_short(full)
        alone = [i for i in chosen if i not in whole or not given_and_family(self.units[i].full)[0]] + [
            i for i in self.of("organisation", "place", "other") if self._may_be_surname(i)
        ]
        for i in alone:
            name = given_and_family(self.units[i].full)[1] if not given_and_family(self.units[i].full)[0] else fold(self.units[i].full)
            bearers = sorted(j for j in by_family.get(name, ()) if self.find(j) != self.find(i))
            found = {self.find(j): j for j in bearers if given_and_family(self.units[j].full)[1] == name}
            found = found or {self.find(j): j for j in bearers}
            fitting = [j for j in found.values() if self.may(i, j)]
            fitting = fitting or self._nicknamed(i, by_short)
            if len(fitting) == 1 and self._not_of_table(i, fitting[0], name):
                self.join(i, fitting[0], "surname", 0.9)
        self.by_key(lambda u: fold(u.full), "name-equal", 0.9, [i for i in alone if self._single(i, by_family)])

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

    def _nicknamed(self, i: int, by_short: dict[int, list[int]]) -> list[int]:
        """Whom a nickname alone ("Vinny") can mean: the one person of the story whose given name it is short for."""
        name = fold(self.units[i].full)
        if " " in name or self.units[i].kind != "person" or self.units[i].known is not None:
            return []
        bearers = sorted({j for row in stands_in(name) for j in by_short.get(row, ())})
        found = {self.find(j): j for j in bearers if given_and_family(self.units[j].full)[0][0] != name}
        return [j for j in found.values() if self.may(i, j)]

    def _by_short(self, full: list[int]) -> dict[int, list[int]]:
        """Full names by the rows of the table of short names that their given names stand in."""
        found: dict[int, list[int]] = {}
        for j in full:
            given = given_and_family(self.units[j].full)[0]
            for row in stands_in(given[0]) if given else ():
                found.setdefault(row, []).append(j)
        return found

    def _perhaps_person(self, i: int) -> bool:
        """True for two or three unknown words of which none is a body's, whatever the recogniser thought: they may be a person of another article."""
        unit = self.units[i]
        parts = unit.full.split()
        plain = unit.known is None and unit.root.form == "name" and 2 <= len(parts) <= _LONGEST_NAME
        return plain and all(part[:1].isupper() and not part.isupper() and part.replace("-", "").isalpha() and part not in words("kinds", "ends", "words") for part in parts)  # fmt: skip

    def _not_of_table(self, i: int, j: int, name: str) -> bool:
        """False where "Mrs Clinton" would join a Clinton that the tables do not have, though they have two others."""
        known = self.units[j].known or self.units[self.find(j)].known
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
            if self.units[i].kind == "other" and j is not None and self.may(i, j):
                self.join(i, j, "name-equal", 0.95)
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
                kinds.setdefault(fold(self.units[i].full), set()).add(self.find(i))
        for held in kinds.values():
            first, *rest = sorted(held)
            for other in rest:
                if self.units[first].kind != self.units[other].kind and self.may(first, other):
                    self.join(first, other, "name-equal", 0.85)

    def _offices(self) -> None:
        """An office without a name is the one person of the story who holds it, where countries agree."""
        holders: dict[str, list[int]] = {}
        for i in self.of("person"):
            if self.units[i].office and not self.units[i].turned:
                holders.setdefault(last_office(self.units[i].office or ""), []).append(i)
        borne = {unit.known for unit in self.units if unit.names}
        for i, unit in enumerate(self.units):
            if unit.names or unit.office is None or unit.root.form != "office":
                continue
            if unit.known is not None:
                self._of_the_story(i, borne)
                continue
            fitting = {self.find(j): j for j in holders.get(last_office(unit.office), ()) if self.may(i, j)}
            if "new" in fold(unit.root.sel.exact).split():
                fitting = self._newcomer(fitting)
            if len(fitting) == 1:
                self.join(i, next(iter(fitting.values())), "office", 0.8)

    def _of_the_story(self, i: int, borne: set[str | None]) -> None:
        """Whom the tables have for "the Italian leader" gives way to the one whom the story names in that office, and only there."""
        unit = self.units[i]
        if unit.known in borne or unit.country is None:
            return
        ranks: list[str] = toml("offices")["leader"]["offices"]
        offices = ranks if unit.office == "Leader" else [unit.office or ""]
        found = {self.find(j): j for j in self.of("person") if self.units[j].known is None and self.units[j].office in offices and self.units[j].country == unit.country and not self.units[j].turned}  # fmt: skip
        if len(found) == 1:
            named = next(iter(found.values()))
            unit.known, unit.office = None, self.units[named].office
            self.join(i, named, "office", 0.8)

    def _newcomer(self, holders: dict[int, int]) -> dict[int, int]:
        """Whom "the new mayor" can mean: none who is dead or had a successor, and the successor where the story names one."""
        after: dict[int, int] = {}
        gone: set[int] = set()
        unit_of = {mention.id: n for n, unit in enumerate(self.units) for mention in unit.mentions}
        for k, unit in enumerate(self.units):
            owner = next((unit_of[m.owner] for m in unit.mentions if m.owner in unit_of), None)
            place = None if owner is None else self.find(owner)
            if "successor" in unit.trades and unit.names and place in holders:
                after[self.find(k)] = k
                gone.add(place)
            if "deceased" in unit.doings:
                gone.add(self.find(k))
        return after or {key: j for key, j in holders.items() if key not in gone}

    def _single(self, i: int, by_family: dict[str, set[int]]) -> bool:
        return len({self.find(j) for j in by_family.get(fold(self.units[i].full), ())}) <= 1

    def _attached(self) -> None:
        """What is said of somebody without a name joins the one person of the story whom it fits."""
        for i, key, rule, score in attachments(Cast(self.units, self.find, self.setting)):
            if self.may(i, key):
                self.join(i, key, rule, score)

    def _descriptions(self) -> None:
        chosen = [i for i, unit in enumerate(self.units) if not unit.names]
        self.by_key(description_key, "description", 0.7, chosen)


def _one_body(a: str, b: str) -> Likeness | None:
    """Compare two bodies' names; a firm that a table has under its short name is not one that a trade's word is added to: Siemens Energy."""
    likeness = same_organisation(a, b)
    if likeness is None or likeness.rule != "name-short":
        return likeness
    short, full = sorted((organisation_core(a), organisation_core(b)), key=len)
    more = set(full.split()) - set(short.split())
    listed = any(known.group == "company" for name in (a, b) if organisation_core(name) == short for known in gazetteer().lookup(name))
    return None if listed and not more <= _LEGAL else likeness


_LEGAL: Final = frozenset(["group", "holdings", "holding", "corporation", "company", "international", "global", "worldwide", "inc", "sa", "ag", "technologies", "industries"])  # fmt: skip


def _sort(unit: Unit) -> str:
    """The sort that the words beside a place's name tell, where it is no city: the river of a name is not its town."""
    sort = (unit.known or "").rpartition("(")[2].removesuffix(")")
    return sort if sort in ("river", "mountain") else ""
