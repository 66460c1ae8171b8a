"""Turns what a person says of a story's brief into Links between what its articles say, so that it holds however the story is resolved again."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from tellings.app.naming import Place, Told
from tellings.briefing.composing.places import country_name, is_country
from tellings.data.gazetteer import gazetteer
from tellings.errors import ConfigError, InputError
from tellings.model import judged
from tellings.model.observed import EntityKind, Mention, Quotation
from tellings.model.resolved import Claim, Entity, Judgement, Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a person says, in words, and as Links."""

    words: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfEntity:
    """What is said of an entity. `out` are places (ARTICLE or ARTICLE:START) where somebody else is meant, who is `same` where that is given as well."""

    same: str | None = None
    out: tuple[str, ...] = ()
    name: str | None = None
    kind: EntityKind | None = None
    country: str | None = None


def of_entity(told: Told, who: str, said: OfEntity) -> Correction:
    """Return the correction of an entity; raises InputError where something is not there, ConfigError where nothing is said."""
    entity = told.entity(who)
    links: list[Link] = []
    words: list[str] = []
    if said.out:
        moving = _moving(told, entity, [told.place(place) for place in said.out])
        rest = [m for m in entity.mentions if m not in moving]
        if not rest:
            raise InputError(f"{entity.name} is named nowhere else: to give another name, use --name; to make one of two, --same alone")
        roots = _roots(told, moving)
        links += _pairs("different", judged.ENTITY, product(_roots(told, rest), roots))
        words.append(f"{_where(told, moving)} is not {entity.name}")
        if said.same is not None:
            other = told.entity(said.same)
            links += _pairs("same", judged.ENTITY, ((_roots(told, other.mentions)[0], root) for root in roots))
            words.append(f"but {other.name}")
    elif said.same is not None:
        other = told.entity(said.same)
        if other.id == entity.id:
            raise InputError(f"{who!r} and {said.same!r} are one already: {entity.name}")
        links += _star(judged.ENTITY, (*_roots(told, entity.mentions), *_roots(told, other.mentions)))
        words.append(f"{entity.name} and {other.name} are one")
    first = _roots(told, entity.mentions)[0]
    for rule, value, word in _values(said, said.kind or entity.kind):
        links.append(_link("same", rule, first, value))
        words.append(f"{entity.name} {word}")
    if not links:
        raise ConfigError("say what is to be corrected: --same, --not, --name, --kind or --country")
    return Correction(words="; ".join(words), links=tuple(links))


def _values(said: OfEntity, kind: EntityKind) -> Iterator[tuple[str, str, str]]:
    if said.name is not None:
        name = " ".join(said.name.split())
        if not name:
            raise ConfigError("--name takes a name")
        yield judged.ENTITY_NAME, f"{judged.NAME}{name}", f"is called {name}"
    if said.kind is not None:
        yield judged.ENTITY_KIND, f"{judged.KIND}{said.kind}", _KIND[said.kind]
    if said.country is not None:
        code = _country(said.country)
        yield (
            judged.ENTITY_COUNTRY,
            f"{judged.COUNTRY}{code}",
            f"{_PLACED[kind == 'place']} {_NOWHERE if code == judged.NONE else country_name(code)}",
        )


_KIND: Final[dict[EntityKind, str]] = {
    "person": "is a person",
    "organisation": "is an organisation",
    "place": "is a place",
    "other": "is neither person, organisation nor place",
}
_PLACED: Final = ("speaks for", "is in")
_NOWHERE: Final = "no country"


def _country(name: str) -> str:
    """The ISO code of a country that is given by code or by name."""
    if name.strip().lower() == judged.NONE:
        return judged.NONE
    code = name.strip().upper()
    if is_country(code):
        return code
    found = {known.country for known in gazetteer().lookup(name.strip()) if known.group == "country" and known.country is not None}
    if len(found) != 1:
        raise ConfigError(f"--country takes a country's name or three-letter code, or none; not {name!r}")
    return found.pop()


def _moving(told: Told, entity: Entity, places: Sequence[Place]) -> list[str]:
    """The entity's mentions at the places, and those that stand for them."""
    held = [told.mentions[m] for m in entity.mentions]
    chosen = {m.id for m in held if any(place.holds(m.sel) for place in places)}
    for place in places:
        if not any(place.holds(m.sel) for m in held):
            at = "" if place.start is None else f" at {place.start}"
            raise InputError(f"{told.called[place.article]} has no mention of {entity.name}{at}")
    named = {m.id for m in held if m.antecedent is None}
    return [m.id for m in held if m.id in chosen or any(a in chosen and a not in named for a in _chain(told, m))]


def _chain(told: Told, mention: Mention) -> list[str]:
    chain: list[str] = []
    while mention.antecedent in told.mentions and mention.antecedent not in chain:
        mention = told.mentions[mention.antecedent]
        chain.append(mention.id)
    return chain


def _roots(told: Told, mentions: Iterable[str]) -> list[str]:
    """Those of the mentions that stand for themselves, by name first."""
    held = dict.fromkeys(mentions)
    roots = [told.mentions[m] for m in held if told.mentions[m].antecedent not in held]
    return [m.id for m in sorted(roots, key=lambda m: m.form in ("pronoun", "description"))]


def _where(told: Told, mentions: Sequence[str]) -> str:
    found: dict[str, str] = {}
    for mention in (told.mentions[m] for m in mentions):
        found.setdefault(mention.sel.article, mention.sel.exact)
    return " and ".join(sorted(f"“{words}” in {told.called[article]}" for article, words in found.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class OfClaim:
    """What is said of a claim. `out` are places (ARTICLE or ARTICLE:START) of passages that do not support it."""

    same: str | None = None
    out: tuple[str, ...] = ()
    no_conflict: bool = False
    drop: bool = False


def of_claim(told: Told, which: str, said: OfClaim) -> Correction:
    """Return the correction of a claim; raises InputError where something is not there, ConfigError where nothing is said."""
    claim = told.claim(which)
    links: list[Link] = []
    words: list[str] = []
    if said.out:
        out, made = _taken_out(told, claim, [told.place(place) for place in said.out])
        links += made
        who = " and ".join(sorted({told.called[told.statements[s].sel.article] for s in out}))
        words.append(f"the passage of {who} does not support “{claim.text}”")
    if said.same is not None:
        other = told.claim(said.same)
        if other.id == claim.id:
            raise InputError(f"{which!r} and {said.same!r} are one claim already")
        links += _star(judged.CLAIM, (*_own(told, claim), *_own(told, other)))
        words.append(f"“{claim.text}” and “{other.text}” are one claim")
    if said.no_conflict:
        conflict = next((c for c in told.story.conflicts if c.claim == claim.id and c.relation != "precision"), None)
        if conflict is None:
            raise InputError(f"the claim “{claim.text}” is in no conflict")
        values = [value.statements for value in conflict.values]
        links += _pairs(
            "same", judged.NO_CONFLICT, (pair for k, one in enumerate(values) for two in values[k + 1 :] for pair in product(one, two))
        )
        words.append(f"{' and '.join(sorted(f'“{value.value}”' for value in conflict.values))} are no conflict")
    if said.drop:
        own = _own(told, claim)
        links += [_link("different", judged.NOT_STATEMENT, s, judged.NONE) for s in own]
        words.append(f"“{claim.text}” is no claim")
    if not links:
        raise ConfigError("say what is to be corrected: --same, --not, --no-conflict or --drop")
    return Correction(words="; ".join(words), links=tuple(links))


def _taken_out(told: Told, claim: Claim, places: Sequence[Place]) -> tuple[list[str], list[Link]]:
    out = [s for s in claim.statements if any(place.holds(told.statements[s].sel) for place in places)]
    if not out:
        raise InputError(f"the claim “{claim.text}” has no passage there")
    rest = [s for s in claim.statements if s not in out]
    if not rest:
        raise InputError(f"the claim “{claim.text}” rests on nothing else: to drop it, use --drop")
    if any(rule.startswith("main event") for _, _, rule, _ in claim.why):
        return out, [_link("different", judged.MAIN_EVENT, s, judged.NONE) for s in out]
    # two that tell something else together are told apart here alone, where that is enough
    others = [set(c.statements) for c in told.story.claims if c.id != claim.id]
    pairs = list(product(rest, out))
    apart = [pair for pair in pairs if not any(set(pair) <= other for other in others)]
    return out, list(_pairs("different", judged.CLAIM, apart if {b for _, b in apart} == set(out) else pairs))


def _own(told: Told, claim: Claim) -> list[str]:
    """The statements that support this claim alone: what supports others as well is not what makes it. The first always does, but for a claim that is
    gathered from the passages of others.
    """
    if any(rule.startswith("main event") for _, _, rule, _ in claim.why):
        raise InputError(f"“{claim.text}” is gathered from passages of other claims: correct those, or take a passage out with --not")
    elsewhere = {s for c in told.story.claims if c.id != claim.id for s in c.statements}
    return [s for k, s in enumerate(claim.statements) if k == 0 or s not in elsewhere]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfQuotation:
    """What is said of a quotation: that it is one utterance with another, that it is not, or that it is none."""

    same: str | None = None
    different: str | None = None
    drop: bool = False


def of_quotation(told: Told, which: str, said: OfQuotation) -> Correction:
    """Return the correction of a quotation; raises InputError where something is not there, ConfigError where nothing is said."""
    found = told.quotations(which)
    shown = _shown(told, found)
    links: list[Link] = []
    words: list[str] = []
    groups = {q: list(u.quotations) for u in told.story.utterances for q in u.quotations}
    if said.same is not None:
        other = told.quotations(said.same)
        every = dict.fromkeys(q for one in (*found, *other) for q in groups.get(one.id, [one.id]))
        links += _star(judged.UTTERANCE, list(every))
        words.append(f"{shown} and {_shown(told, other)} are one utterance")
    if said.different is not None:
        out = {q.id for q in found}
        other = [q for q in told.quotations(said.different) if q.id not in out]
        rest = dict.fromkeys(q for one in other for q in groups.get(one.id, [one.id]) if q not in out)
        links += _pairs("different", judged.UTTERANCE, product(rest, sorted(out)))
        words.append(f"{shown} and {_shown(told, other)} are two utterances")
    if said.drop:
        links += [_link("different", judged.NOT_QUOTATION, q.id, judged.NONE) for q in found]
        words.append(f"{shown} is no quotation")
    if not links:
        raise ConfigError("say what is to be corrected: --same, --different or --drop")
    return Correction(words="; ".join(words), links=tuple(links))


def of_source(told: Told, which: str, who: str) -> Correction:
    """Return that `who` said a quotation: an entity of the story by name or id, anybody else by name, or "none" where nobody is named."""
    found = told.quotations(which)
    shown = _shown(told, found)
    name = " ".join(who.split())
    if name.lower() == judged.NONE:
        links = [_link("same", judged.SOURCE, q.id, judged.NONE) for q in found]
        return Correction(words=f"nobody is named for {shown}", links=tuple(links))
    if not name:
        raise ConfigError("say who said it: a name, or none")
    entity = told.entity(name) if told.entities(name) else None
    if entity is None:
        links = [_link("same", judged.SOURCE, q.id, f"{judged.NAME}{name}") for q in found]
        return Correction(words=f"{name} said {shown}", links=tuple(links))
    links = [_link("same", judged.SOURCE, q.id, _mention(told, entity, q)) for q in found]
    return Correction(words=f"{entity.name} said {shown}", links=tuple(links))


def _mention(told: Told, entity: Entity, quotation: Quotation) -> str:
    """The entity's mention by which the quotation's source is told: a name, in its article, as near as may be."""
    content = quotation.content
    forms = ("name", "acronym", "office", "demonym", "description", "pronoun")
    return min(
        (told.mentions[m] for m in entity.mentions),
        key=lambda m: (m.sel.article != content.article, forms.index(m.form), abs(m.sel.start - content.start), m.id),
    ).id


def _shown(told: Told, found: Sequence[Quotation]) -> str:
    where = " and ".join(sorted({told.called[q.content.article] for q in found}))
    return f"“{' '.join(found[0].content.exact.split())}” in {where}" if found else "nothing"


def _link(judgement: Judgement, rule: str, a: str, b: str) -> Link:
    return Link(a=a, b=b, judgement=judgement, judge="person", rule=rule, score=1.0, origin="person")


def _pairs(judgement: Judgement, rule: str, found: Iterable[tuple[str, str]]) -> Iterator[Link]:
    return (_link(judgement, rule, a, b) for a, b in found)


def _star(rule: str, every: Sequence[str]) -> Iterator[Link]:
    return _pairs("same", rule, ((every[0], other) for other in dict.fromkeys(every[1:]) if other != every[0]))
