"""Resolves the mentions of a story to persons, organisations and places: first the mentions that one article itself links, then across
articles by the tables' ids, equal names, misspellings, acronyms, and short forms that only one full name fits. No link is better than a wrong one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from tellings.backends.base import Context
from tellings.data.gazetteer import gazetteer
from tellings.data.own_names import OwnName
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.judged import ENTITY, Pairs, pairs_of
from tellings.model.observed import EntityKind, Mention
from tellings.model.resolved import Entity, Link, Story
from tellings.model.spans import content_id
from tellings.resolve.correcting import as_named, links_of, loose, parts
from tellings.resolve.merging.clashes import warns
from tellings.resolve.merging.describing import Setting
from tellings.resolve.merging.merger import Merger
from tellings.resolve.merging.standing import are_people
from tellings.resolve.merging.standins import nameless_place
from tellings.resolve.merging.units import Unit
from tellings.text.names import fold

ORIGIN: Final = "entities@4"
_LEGAL: Final = re.compile(r",? (?:Inc|Corp|Ltd|Plc|PLC|AG|SA|SE|LLC|GmbH|Co)\.?$")


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield the story's entities, most mentions first, then the Links that merged them across articles."""
    story = inputs.one(Story)
    warned = frozenset(article.id for article in inputs.all(Article) if warns(article.text))
    links = links_of(inputs)
    judged = pairs_of(links, ENTITY)
    units, pronouns = _units(inputs.all(Mention), warned, judged)
    merger = Merger(units, _setting(inputs.all(Article)), judged)
    merger.merge()
    own = gazetteer(context.names).own if context.names.rows else {}
    groups = [group for group in merger.groups() if not nameless_place(group)]
    made = as_named((_entity(story.id, group, own) for group in _with_pronouns(groups, pronouns, judged)), links)
    yield from sorted(made, key=lambda entity: (-len(entity.mentions), entity.id))
    for a, b, rule, score in sorted(merger.links):
        yield Link(a=a, b=b, judgement="same", judge="rule", rule=rule, score=round(score, 4), origin=ORIGIN)


def _setting(articles: tuple[Article, ...]) -> Setting:
    days = {a.id: a.published[:10] for a in articles if a.published and a.published[:4].isdigit()}
    return Setting(texts={a.id: a.text for a in articles}, days=days)


def _units(mentions: tuple[Mention, ...], warned: frozenset[str], judged: Pairs) -> tuple[list[Unit], list[list[Mention]]]:
    """The mentions that each article links by antecedents, as one unit each; whom a person has taken out of another's unit comes last.

    Pronouns without antecedent are no unit; they are given for themselves.
    """
    by_id = {mention.id: mention for mention in mentions}
    held: dict[str, list[Mention]] = {}
    for mention in mentions:
        held.setdefault(_chain(mention, by_id)[-1], []).append(mention)
    units, pronouns = [], []
    for root_id, members in held.items():
        for root, part in parts(by_id[root_id], members, lambda mention: _chain(mention, by_id), judged):
            ordered = sorted(part, key=lambda m: (m.sel.article, m.sel.start, m.sel.end, m.id))
            if root.form == "pronoun":
                pronouns.append(ordered)
            else:
                units.append(Unit.of(root, ordered, warned=root.sel.article in warned))
    out = {b for _, b in judged.apart}
    return sorted(units, key=lambda unit: (not out.isdisjoint(m.id for m in unit.mentions), unit.root.id)), pronouns


def _chain(mention: Mention, by_id: Mapping[str, Mention]) -> list[str]:
    """The mention and whom it stands for, one after another."""
    chain = [mention.id]
    for _ in range(8):
        antecedent = by_id[chain[-1]].antecedent
        if antecedent is None or antecedent not in by_id:
            break
        chain.append(antecedent)
    return chain


def _with_pronouns(groups: list[list[Unit]], pronouns: list[list[Mention]], judged: Pairs) -> list[list[Unit]]:
    """The groups, with the pronouns that a person has said stand for one of their mentions."""
    part_of = {mention.id: part for part in pronouns for mention in part} if judged.same else {}
    group_of = {mention.id: group for group in groups for unit in group for mention in unit.mentions} if part_of else {}
    for mention, other in loose(judged, part_of):
        group, part = group_of.get(other), part_of[mention]
        if group is not None and part[0].id not in group_of:
            unit = Unit.of(part[0], part)
            unit.office = unit.country = unit.known = None
            group.append(unit)
            group_of.update(dict.fromkeys((m.id for m in part), group))
    return groups


def _entity(story: str, units: list[Unit], own: Mapping[str, OwnName]) -> Entity:
    mentions = sorted((m for unit in units for m in unit.mentions), key=lambda m: (m.sel.article, m.sel.start, m.sel.end, m.id))
    named = [unit for unit in units if unit.names] or units
    kinds: Counter[EntityKind] = Counter(unit.kind for unit in named for _ in unit.mentions if unit.kind != "other")
    kind: EntityKind = min(kinds, key=lambda k: (-kinds[k], k)) if kinds else "other"
    people = all(are_people(unit) for unit in units)
    known = None if people else _country(units) or _commonest(unit.known for unit in units)
    listed = own.get(known) if known is not None else None
    return Entity(
        id=content_id("entity", story, min(m.id for m in mentions)),
        story=story,
        name=listed.name if listed is not None else units[0].root.sel.exact if people else _name(units, known),
        kind=kind,
        mentions=tuple(m.id for m in mentions),
        office=_commonest(unit.office for unit in units) if kind == "person" else None,
        country=_commonest(unit.country for unit in units),
        known=known,
        key=listed.id if listed is not None else None,
        origin=ORIGIN,
    )


def _country(units: list[Unit]) -> str | None:
    """The country where a country and its government are one side of the story: it is shown as the country."""
    known = {unit.known for unit in units if unit.known is not None}
    return next((key for key in sorted(known) if key.startswith("country:") and f"body:{key[8:]}:government" in known), None)


def _commonest(values: Iterable[str | None]) -> str | None:
    counts = Counter(value for value in values if value is not None)
    return min(counts, key=lambda value: (-counts[value], -len(value), value)) if counts else None


def _name(units: list[Unit], known: str | None) -> str:
    """The tables' name; else the commonest of the fullest forms, so that one page's slip does not name the entity."""
    if known is not None and known.startswith("person:"):
        return known.removeprefix("person:")
    named = [m for unit in units for m in unit.mentions if m.form not in ("pronoun", "description", "office")]
    if known is not None and known.startswith("body:"):
        bodies = Counter(m.name for unit in units for m in unit.mentions if m.known == known and m.form != "pronoun")
        return min(bodies, key=lambda name: (-bodies[name], -len(name), name))
    if known is not None and named:
        return next((m.name for m in named if m.known == known), named[0].name)
    if named:
        counts = Counter(m.name for m in named)
        for name in list(counts):
            # "Elektra Holdings AG" is shown as Elektra Holdings
            shorter = _LEGAL.sub("", name)
            if shorter != name:
                counts[shorter] += counts.pop(name)
        for name in [name for name in counts if " " in name and units[0].kind == "person"]:
            # the form whose surname stands alone elsewhere is the name: "Dent" speaks for Charlie Dent
            counts[name] += sum(n for short, n in counts.items() if " " not in short and short == name.split()[-1])
        full = max(_fullness(name) for name in counts)
        return min((name for name in counts if _fullness(name) == full), key=lambda name: (-counts[name], -len(name), name))
    offices = [m.name for unit in units for m in unit.mentions if m.form == "office"]
    shown = Counter(offices or [m.name for unit in units for m in unit.mentions if m.form == "description"])
    first = units[0].root.name
    return min(shown, key=lambda name: (-shown[name], -len(name), name)) if shown else first


def _fullness(name: str) -> int:
    """0 for one word or an acronym, 1 for more: of those the commonest is taken."""
    return int(" " in fold(name))
