"""Finds places and things that stand without their names: "the Russian capital", "England's second city", "the Mauritian island", "the ferry"."""

from typing import Final

from tellings.data.classes import called, capital_of, nouns_of, ranked
from tellings.data.gazetteer import Gazetteer, Known
from tellings.extract.drafts import Draft, Reading, capital
from tellings.extract.mentioning.extents import closing, opening, owner_of
from tellings.model.observed import EntityKind

_DEFINITE: Final = frozenset(["the", "this", "that", "its", "his", "her", "their", "our"])
_PLACED: Final = frozenset(["in", "to", "from", "near", "around", "outside", "across", "through", "over", "of", "at", "on", "into", "towards", "toward", "off", "beneath", "under", "inside", "within", "between", "beyond", "leave", "reach"])  # fmt: skip
_MARKS: Final = frozenset(["'s", "’s"])
# Nouns that are a place only where more is said: "the state", "the capital", "the ground", "the plant" mean much else.
_LOOSE: Final = frozenset(["capital", "state", "department", "ground", "plant", "pit", "mine", "crossing", "span", "channel", "hub", "strip", "summit", "mission", "launcher", "district", "region", "forest", "temple", "church", "storm", "arena", "chamber", "republic", "gulf", "stream", "reactor", "dam", "park", "territory", "rover", "capsule", "colony", "suburb", "resort"])  # fmt: skip
_CALLED: Final = frozenset(["call", "calls", "called", "named", "as"])
_REACH: Final = 7


def places(reading: Reading, drafts: list[Draft], tables: Gazetteer) -> list[Draft]:
    """Return the drafts and, in order of place, definite descriptions of places and things; those that the tables settle bear their id."""
    parse = reading.parse
    nouns = nouns_of("place") | nouns_of("other")
    heads = {draft.name_a if draft.form != "name" else k for draft in drafts for k in range(draft.a, draft.b)}
    taken = {i: draft for draft in drafts if draft.form in ("name", "acronym", "demonym") for i in range(draft.a, draft.b)}
    only = _only_country(drafts)
    made: list[Draft] = []
    gone: set[int] = set()
    for i in range(len(parse)):
        if parse.pos[i] not in ("NOUN", "PROPN") or reading.lower[i] not in nouns or i in heads or parse.tags[i] == "NNS":
            continue
        draft = _description(reading, i, taken)
        if draft is None:
            continue
        known = _known(reading, draft, taken, tables, only)
        if known is not None:
            draft.known, draft.name, draft.country, draft.group, draft.kind = known.id, known.name, known.country, known.group, known.kind
        elif not _told(reading, draft, taken):
            continue
        made.append(draft)
        gone.update(id(taken[k]) for k in range(draft.a, i) if k in taken and taken[k].form == "demonym")
    return sorted([draft for draft in drafts if id(draft) not in gone] + made, key=lambda draft: (draft.a, -draft.b))


def _only_country(drafts: list[Draft]) -> str | None:
    found = {draft.country for draft in drafts if draft.kind == "place" and draft.country is not None}
    return next(iter(found)) if len(found) == 1 else None


def _description(reading: Reading, i: int, taken: dict[int, Draft]) -> Draft | None:
    """The phrase around a noun, where it is definite and is no part of a name and of no longer phrase."""
    parse, low = reading.parse, reading.lower
    after = i + 1 < len(parse) and parse.heads[i] > i and parse.deps[i] in ("compound", "amod", "nmod")
    if after or i in taken or (i + 1 in taken and parse.heads[taken[i + 1].b - 1] <= taken[i + 1].b and _names(reading, i, taken)):
        return None
    a = opening(reading, i)
    if a in taken:
        a = min(a, taken[a].a)
    owner = owner_of(reading, a, i, taken)
    possessed = owner is not None and owner.b < i and low[owner.b] in _MARKS
    if not (low[a] in _DEFINITE or possessed or (low[a] in ("world", "continent") and low[a + 1] in _MARKS)):
        return None
    if possessed and owner is not None and owner.kind != "place":
        return None
    _, keys = called(low[a : i + 1])
    kind: EntityKind = "other" if keys & {"ship", "craft", "storm"} else "place"
    b = closing(reading, i, taken)
    name = reading.words(a, b)
    if a not in taken:
        name = name[:1].lower() + name[1:]
    country = owner.country if owner is not None and (owner.b <= i or low[i + 1] == "of") else None
    return Draft(a=a, b=b, kind=kind, form="description", name=name, name_a=i, country=country, group=parse.lemmas[i].lower())


def _names(reading: Reading, i: int, taken: dict[int, Draft]) -> bool:
    """True where the name right after the noun is the noun's own: "the river Oder", "the ferry Estonia"."""
    draft = taken[i + 1]
    return draft.form == "name" and reading.parse.heads[i] in range(draft.a, draft.b)


def _told(reading: Reading, draft: Draft, taken: dict[int, Draft]) -> bool:
    """True where a description that no table settles says enough to be one thing: a loose noun needs a name or adjective beside it."""
    parse, low, i = reading.parse, reading.lower, draft.name_a
    if low[i + 1 : i + 2] == ["of"]:
        return False
    if any(capital(parse.words[k]) and k not in taken and k != draft.a for k in range(draft.a, i)):
        return False
    if low[i] == "capital":
        return draft.country is not None or (i > 0 and low[i - 1] in ("regional", "provincial", "state", "commercial"))
    return low[i] not in _LOOSE or draft.country is not None or i - draft.a > 1


def _known(reading: Reading, draft: Draft, taken: dict[int, Draft], tables: Gazetteer, only: str | None) -> Known | None:
    """The place that a table says a description is."""
    low, i = reading.lower, draft.name_a
    owner = owner_of(reading, draft.a, i, taken)
    owned = _owned(reading, draft, owner)
    if owner is None or owner.kind == "place":
        of = owner.name if owner is not None else "world" if "world" in low[draft.a : i] else None
        place = ranked(of, owned) if of is not None and owned else None
        if place is not None:
            return next((k for k in tables.lookup(place) if k.kind == "place"), None)
    if low[i] == "capital":
        return _capital(reading, draft, owner, tables, only)
    if low[i] == "colony" and "former" in low[draft.a : i] and draft.country is not None:
        return None
    return _by_other_name(reading, draft, taken, tables)


def _owned(reading: Reading, draft: Draft, owner: Draft | None) -> list[str]:
    """The words between the owner and the end of the noun: ["longest", "river"]."""
    low, i = reading.lower, draft.name_a
    a = owner.b if owner is not None and owner.b <= i else draft.a
    return _hyphened([word for word in low[a : i + 1] if word not in _MARKS and word not in _DEFINITE and word != "world"])


def _hyphened(said: list[str]) -> list[str]:
    text = " ".join(said).replace(" - ", "-")
    return text.split()


def _capital(reading: Reading, draft: Draft, owner: Draft | None, tables: Gazetteer, only: str | None) -> Known | None:
    low, i = reading.lower, draft.name_a
    between = set(low[draft.a : i]) - _DEFINITE - _MARKS - (set(low[owner.a : owner.b]) if owner is not None else set())
    if between & {
        "commercial",
        "financial",
        "cultural",
        "second",
        "regional",
        "provincial",
        "working",
        "former",
        "old",
        "human",
        "political",
    }:
        return None
    if owner is None:
        # "the capital" is money as well
        if only is None or draft.a == 0 or low[draft.a - 1] not in _PLACED or draft.b > i + 1:
            return None
        return _city(tables, only, tables.capital.get(only))
    if (owner.known or "").startswith("country:") and owner.country is not None:
        return _city(tables, owner.country, tables.capital.get(owner.country))
    state = (owner.known or "").rpartition(":")[2].removesuffix(" (province)") if owner.known else owner.name
    return _city(tables, owner.country, capital_of(owner.country, owner.name) or capital_of(owner.country, state))


def _city(tables: Gazetteer, country: str | None, name: str | None) -> Known | None:
    if name is None:
        return None
    named = next((k for k in tables.lookup(name) if k.kind == "place" and k.country == country and k.group != "state"), None)
    return named or Known(id=f"place:{country or ''}:{name}", name=name, kind="place", group="city", country=country)


def _by_other_name(reading: Reading, draft: Draft, taken: dict[int, Draft], tables: Gazetteer) -> Known | None:
    """The place that others call so: "the enclave Armenians call Artsakh", "the islands known in Argentina as the Malvinas"."""
    low = reading.lower
    stop = min(draft.name_a + _REACH, reading.parse.sents[reading.sent_of[draft.a]][1])
    for k in range(draft.name_a + 1, stop):
        if low[k] in (",", ";"):
            return None
        if low[k] not in _CALLED:
            continue
        at = k + 2 if low[k + 1 : k + 2] == ["the"] else k + 1
        if at in taken and taken[at].kind == "place" and taken[at].known is not None and taken[at].form == "name":
            other = taken[at]
            return next((known for known in tables.lookup(other.name) if known.id == other.known), None)
    return None
