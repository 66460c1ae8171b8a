"""How a person's judgements shape what a story's mentions, statements and quotations mean: before every rule, and over it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, get_args

from tellings.model.inputs import Inputs
from tellings.model.judged import COUNTRY, ENTITY_COUNTRY, ENTITY_KIND, ENTITY_NAME, KIND, NAME, Pairs, values
from tellings.model.observed import EntityKind, Mention
from tellings.model.resolved import Entity, Link

Pair = tuple[int, int]
_KINDS: Final[tuple[EntityKind, ...]] = get_args(EntityKind)


def parts(
    root: Mention, members: Sequence[Mention], chain_of: Callable[[Mention], Sequence[str]], judged: Pairs
) -> list[tuple[Mention, list[Mention]]]:
    """Return the mentions that one article links, as one part; where a person has told some of them apart, each of these for itself.

    Who stands for a mention that is taken out goes with it. Each part comes with the mention that stands for it.
    """
    own = {mention.id: mention for mention in members}
    out = {b: a for a, b in judged.apart if a in own and b in own}
    if not out:
        return [(root, list(members))]
    head: dict[str, str] = {}
    stay = set(out.values()) - out.keys()
    for mention in members:
        # the root stands for all: where it is taken out, the others stay
        told = (m for m in chain_of(mention) if m in stay or (m in out and (m != root.id or m == mention.id)))
        nearest = next(told, "")
        head[mention.id] = "" if nearest in stay else nearest
    made = []
    for key in sorted(set(head.values())):
        part = [mention for mention in members if head[mention.id] == key]
        first = own[key] if key else root if not head[root.id] else min(part, key=_as_root)
        made.append((first, part))
    return made


def _as_root(mention: Mention) -> tuple[object, ...]:
    order = ("name", "acronym", "demonym", "office", "description", "pronoun")
    return (order.index(mention.form), mention.sel.start, mention.sel.end, mention.id)


def as_named(entities: Iterable[Entity], links: Sequence[Link]) -> list[Entity]:
    """Return the entities with the name, kind and country that a person has given one of their mentions; the last word counts."""
    told = {rule: values(links, rule) for rule in (ENTITY_NAME, ENTITY_KIND, ENTITY_COUNTRY)}
    made = list(entities)
    if not any(told.values()):
        return made
    return [_as_told(entity, {rule: _of(entity, found) for rule, found in told.items()}) for entity in made]


def _of(entity: Entity, found: Mapping[str, Link]) -> str | None:
    held = set(entity.mentions)
    return next((link.b for mention, link in found.items() if mention in held), None)


def _as_told(entity: Entity, told: Mapping[str, str | None]) -> Entity:
    name, kind, country = told[ENTITY_NAME], told[ENTITY_KIND], told[ENTITY_COUNTRY]
    said = {"name": name, "kind": kind, "country": country}
    judged = tuple(what for what, value in said.items() if value is not None)
    if not judged:
        return entity
    wanted = next((one for one in _KINDS if kind == f"{KIND}{one}"), entity.kind)
    code = (country or "").removeprefix(COUNTRY)
    return replace(
        entity,
        name=name.removeprefix(NAME) if name is not None else entity.name,
        kind=wanted,
        country=entity.country if country is None else None if code == "none" else code,
        judged=judged,
    )


class Apart:
    """Which of a row of things, known by their places, a person has told apart; and which a person has made one."""

    def __init__(self, same: Sequence[Pair] = (), apart: Sequence[Pair] = ()) -> None:
        self.same = tuple(same)
        self.apart = tuple(apart)
        self._bound = _bound(self.same)
        self.beside: dict[int, set[int]] = {}
        for a, b in apart:
            self.beside.setdefault(a, set()).add(b)
            self.beside.setdefault(b, set()).add(a)

    def __bool__(self) -> bool:
        return bool(self.same or self.apart)

    @classmethod
    def of(cls, judged: Pairs, place: Mapping[str, int], repeats: Callable[[int], Iterable[int]] = lambda k: (k,)) -> "Apart":
        """Return the judged pairs by places. What is taken out is taken out with its `repeats`, save those that a person has put back."""
        same = [(place[a], place[b]) for a, b in judged.same if a in place and b in place]
        same = [(a, b) for a, b in same if a != b]
        bound = _bound(same)
        apart: dict[Pair, None] = {}
        for a, b in ((place[a], place[b]) for a, b in judged.apart if a in place and b in place):
            again = set(repeats(b))
            out = [b] if a in again else [b, *sorted(k for k in again if k != b and k not in bound.get(a, ()))]
            apart.update(dict.fromkeys((a, k) for k in out if k != a))
        return cls(same, tuple(apart))

    def from_any(self, one: int, others: Iterable[int]) -> bool:
        """Return whether a person has told one of the things apart from any of the others."""
        told = self.beside.get(one)
        return told is not None and not told.isdisjoint(others)

    def all_one_with(self, one: int) -> list[int]:
        """Return the thing and all that a person has made one with it, rising."""
        return sorted(self._bound.get(one, (one,)))

    def together(self, found: Sequence[Sequence[int]]) -> list[list[int]]:
        """Return the groups with those made one that a person has joined; whoever was told apart from another of its group is taken out of it,
        with those whom a person has joined to it. Sorted as they were: each group, and all by their first.
        """
        if not self:
            return [list(group) for group in found]
        head = {k: n for n, group in enumerate(found) for k in group}
        held = {n: list(group) for n, group in enumerate(found)}
        for a, b in self.same:
            one, other = sorted((head[a], head[b]))
            if one != other:
                held[one] += held.pop(other)
                head.update(dict.fromkeys(held[one], one))
        number = len(found)
        for a, b in self.apart:
            if head[a] == head[b]:
                out = [k for k in held[head[b]] if k == b or k in self._bound.get(b, ())]
                held[head[b]] = [k for k in held[head[b]] if k not in out]
                held[number] = out
                head.update(dict.fromkeys(out, number))
                number += 1
        return sorted(sorted(group) for group in held.values() if group)


def _bound(same: Sequence[Pair]) -> dict[int, set[int]]:
    """For each thing all that it is one with through a person's word."""
    found: dict[int, set[int]] = {}
    for a, b in same:
        every = found.get(a, {a}) | found.get(b, {b})
        found.update(dict.fromkeys(every, every))
    return found


def links_of(inputs: Inputs) -> tuple[Link, ...]:
    """Return the Links by persons among a stage's inputs."""
    return tuple(link for link in inputs.all(Link) if link.judge == "person")


def loose(judged: Pairs, mentions: Collection[str]) -> list[tuple[str, str]]:
    """Return the pairs that a person has joined of which one, given first, stands in `mentions` and the other does not."""
    found = [(a, b) if a in mentions else (b, a) for a, b in judged.same if (a in mentions) != (b in mentions)]
    return list(dict.fromkeys(found))
