"""Attaches what a story says of somebody without a name to the one person it names whom the words fit: by trade, part, age, nation, kin, office.

Runs after the named entities are merged across the story, so that what any article tells of a person counts: "the driver" of one report is
the woman whom another says drove. Two who fit are none, and an equal description in the same sentence as the name is somebody else.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from tellings.data import rows
from tellings.data.gazetteer import Term, gazetteer, in_office, near_change
from tellings.model.observed import Mention
from tellings.resolve.merging.units import Unit
from tellings.text.names import fold
from tellings.text.traits import People, Traits, inverse_kin, kin_forms, traits_of

_DEFINITE: Final = frozenset(["the", "this", "that", "his", "her", "its", "their"])
_STOP: Final = re.compile(r"[.!?…][\"'”’)]*\s|\n")
# Where a story names more persons, "his widow" is sought only by whose widow she is.
_FEW: Final = 3
# Of one person only that the story names: what that counts for.
_ONLY: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What of the story's articles attaching needs: their texts, and the day of publication where it is known."""

    texts: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Cast:
    """The persons of a story as merged so far: units by group, and which of them have names."""

    units: list[Unit]
    find: Callable[[int], int]
    setting: Setting
    groups: dict[int, list[int]] = field(default_factory=dict)
    unit_of: dict[str, int] = field(default_factory=dict)
    _traits: dict[int, Traits] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for i, unit in enumerate(self.units):
            self.groups.setdefault(self.find(i), []).append(i)
            for mention in unit.mentions:
                self.unit_of[mention.id] = i

    def named(self) -> list[int]:
        """Return the groups of persons with a name."""
        return [key for key, held in self.groups.items() if any(self.units[i].names and self.units[i].kind == "person" for i in held)]

    def held(self) -> list[int]:
        """Return the groups that are an office alone: "Uganda's finance minister"."""
        return [
            key for key, held in self.groups.items() if all(not self.units[i].names and self.units[i].root.form == "office" for i in held)
        ]

    def alone(self) -> list[int]:
        """Return the units that describe one person and stand by themselves."""
        return [i for i, u in enumerate(self.units) if not u.names and u.root.form == "description" and u.kind == "person" and len(self.groups[self.find(i)]) == 1]  # fmt: skip

    def owner(self, i: int) -> int | None:
        """Return the group whose kin, deputy or counterpart a unit is said to be."""
        for mention in self.units[i].mentions:
            if mention.owner is not None and mention.owner in self.unit_of:
                return self.find(self.unit_of[mention.owner])
        return None

    def traits(self, key: int) -> Traits:
        """Return what is told of a group."""
        found = self._traits.get(key)
        if found is None:
            found = self._traits[key] = self._told(key)
        return found

    def _told(self, key: int) -> Traits:
        held = [self.units[i] for i in self.groups[key]]
        said = [trait for unit in held for mention in unit.mentions for trait in mention.traits]
        said += [f"age:{unit.age}" for unit in held if unit.age is not None]
        said += [f"trade:{office}" for unit in held if unit.known for office in self._held_offices(unit)]
        said += [f"nation:{unit.country}" for unit in held if unit.root.form == "office" and unit.country is not None]
        sex = next((unit.gender for unit in held if unit.gender), "")
        return traits_of(said, sex, [trade for unit in held for trade in unit.trades])

    def _held_offices(self, unit: Unit) -> list[str]:
        """The offices of a person of the tables on the day of the report."""
        day = self.setting.days.get(unit.root.sel.article)
        return [] if day is None else [term.office.lower() for term in gazetteer().terms.get(unit.known or "", ()) if in_office(term, day)]

    def together(self, i: int, key: int) -> bool:
        """True where a description stands in one sentence with the person, as somebody else."""
        root = self.units[i].root
        text = self.setting.texts.get(root.sel.article)
        if text is None:
            return False
        for j in self.groups[key]:
            if self.units[j].root.sel.article == root.sel.article and any(_one_sentence(text, root, m) for m in self.units[j].mentions if m.form != "pronoun"):  # fmt: skip
                return True
        return False


def attachments(cast: Cast) -> Iterator[tuple[int, int, str, float]]:
    """Yield a unit, the unit it is one with, the rule with its reasons, and the score, for each description that fits one named person."""
    taken: set[int] = set()
    for i, key, rule, score in (*_by_office(cast), *_by_kin(cast), *_by_traits(cast)):
        if i not in taken:
            taken.add(i)
            yield i, key, rule, score


def _one_sentence(text: str, one: Mention, two: Mention) -> bool:
    first, last = sorted(((one.sel.start, one.sel.end), (two.sel.start, two.sel.end)))
    return last[0] - first[1] < 400 and _STOP.search(text[first[1] : last[0]] if first[1] < last[0] else "") is None


def _by_traits(cast: Cast) -> Iterator[tuple[int, int, str, float]]:
    named = cast.named()
    offices = [key for key in cast.held() if key not in named]
    people = People({key: cast.traits(key) for key in (*named, *offices)})
    more = _ONLY if len(named) == 1 else 0.0
    for i in cast.alone():
        unit = cast.units[i]
        mine = cast.traits(cast.find(i))
        if mine.standing & {"many", "other"} or mine.kin:
            continue
        definite = _opening(unit) in _DEFINITE or "'s " in unit.root.name or "’s " in unit.root.name
        besides = [key for key in (cast.owner(i),) if key is not None]
        choice = people.choice(mine, besides, more)
        if choice is not None and (definite or "age" in choice[1].reasons) and not cast.together(i, choice[0]):
            yield i, choice[0], "fits-" + "-".join(choice[1].reasons), min(0.9, 0.5 + choice[1].score / 10)


def _opening(unit: Unit) -> str:
    return (fold(unit.root.name).split() or [""])[0]


def _by_kin(cast: Cast) -> Iterator[tuple[int, int, str, float]]:
    """Attach "Rebelo's wife" to whom a report calls his wife or him her husband; or by the table of the kin of the known."""
    edges: dict[tuple[int, str], set[int]] = {}
    loose: dict[str, set[int]] = {}
    named = set(cast.named())
    for i, unit in enumerate(cast.units):
        key = cast.find(i)
        kin = cast.traits(key).kin if key in named else ()
        owner = cast.owner(i) if kin else None
        for word in kin:
            loose.setdefault(word, set()).add(key)
            if owner is not None:
                edges.setdefault((owner, word), set()).add(key)
                back = inverse_kin(word, next(iter(cast.traits(owner).sexes), ""))
                if owner in named and back is not None and unit.kind == "person":
                    edges.setdefault((key, back), set()).add(owner)
        if owner is None and unit.root.form == "description":
            for back, of in _told_back(cast, i):
                if of in named:
                    loose.setdefault(back, set()).add(of)
    table = _table(cast, sorted(named))
    for i in cast.alone():
        mine = cast.traits(cast.find(i))
        owner = cast.owner(i)
        for word in mine.kin[:1]:
            found = {key for form in sorted(kin_forms(word)) for key in edges.get((owner, form), ())} if owner is not None else set()
            found = found or {key for form in sorted(kin_forms(word)) for key in table.get((owner, form), ())}
            if (
                not found
                and (owner is None or owner not in named)
                and len(named) <= _FEW
                and not cast.units[i].root.sel.exact[:1].isupper()
            ):
                found = {key for form in sorted(kin_forms(word)) for key in loose.get(form, ())}
            found -= {owner}
            if len(found) == 1:
                yield i, found.pop(), "kin", 0.8


def _told_back(cast: Cast, i: int) -> Iterator[tuple[str, int]]:
    """Of "her husband's phone": that she is a wife."""
    owner = cast.owner(i)
    if owner is None:
        return
    for mention in cast.units[i].mentions:
        said = mention.sel.exact.lower()
        sex = "f" if said.startswith("her ") else "m" if said.startswith("his ") else next(iter(cast.traits(owner).sexes), "")
        for trait in mention.traits:
            back = inverse_kin(trait.removeprefix("kin:"), sex) if sex and trait.startswith("kin:") else None
            if back is not None:
                yield back, owner


def _table(cast: Cast, named: list[int]) -> dict[tuple[int | None, str], set[int]]:
    """The kin that the table knows among the persons of the story."""
    by_name: dict[str, int] = {}
    for key in named:
        for i in cast.groups[key]:
            by_name.setdefault(fold((cast.units[i].known or "").removeprefix("person:") or cast.units[i].full), key)
    found: dict[tuple[int | None, str], set[int]] = {}
    for name, kin, of in kin_rows():
        one, two = by_name.get(name), by_name.get(of)
        if one is not None and two is not None:
            found.setdefault((two, kin), set()).add(one)
    return found


@cache
def kin_rows() -> tuple[tuple[str, str, str], ...]:
    """Return the table of kin both ways: who, what, of whom, folded."""
    made = []
    for row in rows("kin"):
        made.append((fold(row["name"]), row["kin"], fold(row["of"])))
        back = inverse_kin(row["kin"], row["sex"])
        if back is not None:
            made.append((fold(row["of"]), back, fold(row["name"])))
    return tuple(made)


def _by_office(cast: Cast) -> Iterator[tuple[int, int, str, float]]:
    """Attach "the ousted prime minister" to the person of the story who held the office before the day, "the foreign secretary" to who holds it."""
    known = [(key, unit.known) for key in cast.groups for unit in (cast.units[i] for i in cast.groups[key]) if (unit.known or "").startswith("person:")]  # fmt: skip
    for i, unit in enumerate(cast.units):
        day = cast.setting.days.get(unit.root.sel.article)
        office = _office(unit)
        day = _UNDATED if day is None and office in _FOR_LIFE else day
        if unit.names or unit.known or office is None or day is None or len(cast.groups[cast.find(i)]) > 1:
            continue
        standing = cast.traits(cast.find(i)).standing - {"other", "many", "aged"}
        found = sorted({key for key, person in known if any(_held(term, office, unit.country, standing, day) for term in gazetteer().terms.get(person or "", ()))})  # fmt: skip
        if len(found) == 1 and not cast.together(i, found[0]):
            yield i, found[0], "office-of-day", 0.85


# Offices held for life: in an undated report the one who holds it now.
_FOR_LIFE: Final = frozenset(["King", "Queen", "Pope", "Emperor", "Emir", "Sultan"])
_UNDATED: Final = "2999-01-01"


def _office(unit: Unit) -> str | None:
    return unit.root.office or next((trait.removeprefix("office:") for trait in unit.root.traits if trait.startswith("office:")), None)


_HIGHEST: Final = frozenset(["President", "Prime Minister", "Chancellor", "King", "Queen", "Leader", "Emir", "Sultan", "Supreme Leader", "Junta Leader"])  # fmt: skip


def _held(term: Term, office: str, country: str | None, standing: frozenset[str], day: str) -> bool:
    same = term.office in _HIGHEST if office == "Leader" else term.office.lower() == office.lower()
    if not same or (country and term.country and country != term.country):
        return False
    if "past" in standing:
        return term.end is not None and term.end[: len(day)] <= day[: len(term.end)]
    if "coming" in standing:
        return near_change(term, day, comes=True)
    if "going" in standing:
        return near_change(term, day, comes=False)
    return not standing and (in_office(term, day) or term.end == day)
