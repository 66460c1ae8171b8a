"""Which items of a neighbourhood belong together, by the evidence first, then by what persons decided: their word holds, and is no evidence.

An article that was pinned to a story does not draw others there, so it takes no part; stories that somebody brought together are found each for itself and united.
"""

from collections.abc import Collection, Iterable, Sequence

from tellings.cluster.constraints import Bounds
from tellings.cluster.holding import Holding
from tellings.cluster.ledger import Ledger
from tellings.cluster.neighbourhood import Neighbourhood

Parts = list[list[int]]


def parts(hood: Neighbourhood, holding: Holding, ledger: Ledger, bounds: Bounds) -> Parts:
    """Return the items of a neighbourhood in the sets that are to be one story each, sorted."""
    if not bounds:
        return hood.parts(holding, ledger.day)
    members = set(hood.items)

    def stands(name: str) -> int | None:
        number = ledger.numbers.get(name)
        return None if number is None else hood.stand_in(ledger.item(number), ledger.story(number), members)

    groups = [_distinct(map(stands, sorted(group))) for group in bounds.groups()]
    aside = {
        item for name in sorted(bounds.pinned()) if (item := stands(name)) is not None and item in members and ledger.names[item] == name
    }
    aside -= {item for core in hood.cores.values() for item in core}
    apart = [
        (a, b)
        for name, others in sorted(bounds.apart().items())
        if (a := stands(name)) is not None
        for b in _distinct(map(stands, sorted(others)))
        if a < b
    ]
    found = hood.parts(holding, ledger.day, aside, apart) + [[item] for item in sorted(aside)]
    return sorted(map(sorted, _united(found, [group for group in groups if len(group) > 1], aside, apart)))


def _distinct(items: Iterable[int | None]) -> list[int]:
    return list(dict.fromkeys(item for item in items if item is not None))


def _united(found: Parts, groups: Sequence[Sequence[int]], aside: Collection[int], apart: Collection[tuple[int, int]]) -> Parts:
    """Bring the parts together that have items of one group; of a part that must not come, the group's items alone."""
    sets = {k: set(part) for k, part in enumerate(found)}
    home = {item: k for k, part in sets.items() for item in part}
    foes: dict[int, set[int]] = {}
    for a, b in apart:
        foes.setdefault(a, set()).add(b)
        foes.setdefault(b, set()).add(a)
    for group in groups:
        into = home[min(group, key=lambda item: (item in aside, item))]
        for item in group:
            k = home[item]
            if k == into:
                continue
            clash = any(foes.get(one, set()) & sets[into] for one in sets[k])
            coming = {one for one in group if home[one] == k} if clash else set(sets[k])
            sets[k] -= coming
            sets[into] |= coming
            home |= dict.fromkeys(coming, into)
    return [sorted(part) for part in sets.values() if part]
