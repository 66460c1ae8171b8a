"""Joins what acts for a nation, a club or a body to it: a delegation, the state, a team by its nickname, a description that only one fits."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from tellings.data import rows
from tellings.data.gazetteer import gazetteer
from tellings.resolve.merging.facts import facts_of
from tellings.resolve.merging.groups import Groups
from tellings.resolve.merging.standing import acts_as_state, is_people, units_of_delegations
from tellings.resolve.merging.standins import Described
from tellings.resolve.merging.units import Unit
from tellings.text.names import fold

_SHORT: Final = 4


def join_sides(groups: Groups) -> None:
    """Join the Kenyans to Kenya's contingent, and a country that acts to its government, where the story has both."""
    units = groups.units
    for unit in units_of_delegations(units):
        at = units.index(unit)
        for i, other in enumerate(units):
            if other.country == unit.country and is_people(other) and other.root.sel.article != unit.root.sel.article:
                groups.join(at, i, "delegation", 0.7)
    seats = {unit.known: i for i, unit in enumerate(units) if (unit.known or "").endswith(":government")}
    for i, unit in enumerate(units):
        seat = seats.get(f"body:{unit.country}:government")
        if (
            seat is not None
            and unit.known == f"country:{unit.country}"
            and (acts_as_state(unit.mentions) or is_people(unit))
            and _sole(groups, i)
        ):
            groups.join(seat, i, "state", 0.8)

    _peoples(groups)


def _peoples(groups: Groups) -> None:
    """Join "the Americans" to the one body of the state that other reports name, where none of them names the state itself."""
    units = groups.units
    for i, unit in enumerate(units):
        if not is_people(unit) or unit.country is None:
            continue
        same = [k for k, other in enumerate(units) if other.country == unit.country and groups.find(k) != groups.find(i)]
        if any(units[k].known == unit.known or (units[k].kind == "place" and units[k].known is None) for k in same):
            continue
        found = {groups.find(k) for k in same if _of_state(units[k]) and units[k].root.sel.article != unit.root.sel.article}
        own = any(units[k].kind == "organisation" and units[k].root.sel.article == unit.root.sel.article for k in same)
        if len(found) == 1 and not own:
            groups.join(i, next(iter(found)), "side", 0.7)


def _of_state(unit: Unit) -> bool:
    known = unit.known or ""
    return known.startswith("body:") or gazetteer().groups.get(known) in ("forces", "ministry", "state")


def _sole(groups: Groups, i: int) -> bool:
    """True where a people is not told from its country by the story: no other unit of the group is the country as a place."""
    unit = groups.units[i]
    return not is_people(unit) or all(is_people(groups.units[k]) or groups.units[k].known != unit.known for k in range(len(groups.units)))


def join_sport(groups: Groups) -> None:
    """Join a nation that plays to its team's own name, and a nickname to the one club of the story that bears it."""
    by_team: dict[str, set[int]] = {}
    by_nick: dict[str, set[int]] = {}
    for i, unit in enumerate(groups.units):
        by_team.setdefault(_teams().get(unit.known or "", ""), set()).add(groups.find(i))
        for nick in _nicks().get(unit.known or "", ()):
            by_nick.setdefault(nick, set()).add(groups.find(i))
    for i, unit in enumerate(groups.units):
        if unit.known is not None and unit.known.startswith("team:"):
            found = by_team.get(unit.known.removeprefix("team:"), set())
        elif unit.known is None and unit.names and unit.office is None and unit.root.form == "name":
            found = by_nick.get(fold(unit.full), set()) - {groups.find(i)}
        else:
            continue
        if len(found) == 1:
            groups.join(i, next(iter(found)), "team", 0.8)


def join_firms(groups: Groups, texts: Mapping[str, str]) -> None:
    """Join "Kestrel" to the one firm of the story whose longer name opens with that word, where no person or place bears it."""
    opens: dict[str, set[int]] = {}
    borne: set[str] = set()
    for i, unit in enumerate(groups.units):
        said = fold(unit.full).split()
        if unit.names and len(said) > 1 and unit.kind == "organisation":
            opens.setdefault(said[0], set()).add(groups.find(i))
        elif unit.names and len(said) > 1:
            borne.update(said)
    firms: set[int] = set()
    asked: dict[int, int] = {}
    for i, unit in enumerate(groups.units):
        word = fold(unit.full)
        bare = unit.names and unit.known is None and unit.root.form == "name" and unit.office is None and unit.age is None
        if not bare or word in borne or len(opens.get(word, ())) != 1 or len(word) < _SHORT or gazetteer().lookup(unit.full):
            continue
        firm = next(iter(opens[word]))
        if firm == groups.find(i):
            continue
        held = groups.held(firm)
        # a group that has grown is still a firm: what is told of it only adds
        if firm not in firms and asked.get(firm) != len(held):
            asked[firm] = len(held)
            if "firm" in facts_of([groups.units[k] for k in held], texts).classes:
                firms.add(firm)
        if firm in firms and held:
            groups.join(i, firm, "first-word", 0.8)


def join_described(groups: Groups, texts: Mapping[str, str]) -> None:
    """Join the Chilean airline to the one airline of Chile that the story names; a description that two fit is neither."""
    # the recogniser's word alone makes no person of a firm
    people = {groups.find(i) for i, u in enumerate(groups.units) if u.kind == "person" and u.names and (u.trades or u.gender or u.known)}
    bodies = {groups.find(i) for i, u in enumerate(groups.units) if u.kind != "person" and u.names}
    for i, j in Described(groups.units, texts, groups.find).pairs():
        if groups.find(j) not in people - bodies:
            groups.join(i, j, "class", 0.7)


@cache
def _teams() -> dict[str, str]:
    """The nation of each national team by the team's id."""
    return {f"club:{row['name']}": row["team"].partition("/")[0] for row in rows("clubs") if row["team"]}


@cache
def _nicks() -> dict[str, tuple[str, ...]]:
    """The nicknames, folded, of each club by its id."""
    return {f"club:{row['name']}": tuple(fold(nick) for nick in row["nick"].split("|")) for row in rows("clubs") if row["nick"]}
