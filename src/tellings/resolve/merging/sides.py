"""Joins what acts for a nation, a club or a body to it: a delegation, the state, a team by its nickname, a description that only one fits."""

from collections.abc import Mapping
from functools import cache

from tellings.data import rows
from tellings.resolve.merging.groups import Groups
from tellings.resolve.merging.standing import acts_as_state, is_people, units_of_delegations
from tellings.resolve.merging.standins import Described
from tellings.text.names import fold


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


def join_described(groups: Groups, texts: Mapping[str, str]) -> None:
    """Join the Chilean airline to the one airline of Chile that the story names; a description that two fit is neither."""
    people = {groups.find(i) for i, unit in enumerate(groups.units) if unit.kind == "person"}
    for i, j in Described(groups.units, texts, groups.find).pairs():
        if not {groups.find(i), groups.find(j)} & people:
            groups.join(i, j, "class", 0.7)


@cache
def _teams() -> dict[str, str]:
    """The nation of each national team by the team's id."""
    return {f"club:{row['name']}": row["team"].partition("/")[0] for row in rows("clubs") if row["team"]}


@cache
def _nicks() -> dict[str, tuple[str, ...]]:
    """The nicknames, folded, of each club by its id."""
    return {f"club:{row['name']}": tuple(fold(nick) for nick in row["nick"].split("|")) for row in rows("clubs") if row["nick"]}
