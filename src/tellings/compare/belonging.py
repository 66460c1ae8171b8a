"""Whose statement it is: the country or the organisation that a speaker speaks for, None for a private person, the press and the unknown."""

from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from tellings import data
from tellings.data.gazetteer import Hit, Known, gazetteer
from tellings.model.articles import Article
from tellings.model.observed import Mention
from tellings.model.resolved import Entity
from tellings.text.names import fold

_LANDS: Final = frozenset({"country", "demonym", "capital"})
_NAMED: Final = frozenset({"name", "acronym"})
# Body names of fewer words are found in any office: a body must be named in full.
_FEWEST: Final = 2
# How far before a name its office and country may stand.
_REACH: Final = 60


class Belonging:
    """Looks up the side of an entity of one story: an ISO 3166-1 alpha-3 code, or an organisation's name."""

    def __init__(self, entities: Iterable[Entity], mentions: Iterable[Mention], articles: Iterable[Article] = ()) -> None:
        self._text = {article.id: article.text for article in articles}
        self._mentions = {mention.id: mention for mention in mentions}
        self._entities = {entity.id: entity for entity in entities}
        self._bodies = {
            fold(entity.name): entity
            for entity in sorted(self._entities.values(), key=lambda e: e.id)
            if entity.kind == "organisation" and len(fold(entity.name).split()) >= _FEWEST and self._is_named(entity)
        }
        self._known: dict[str, str | None] = {}

    def side(self, entity: Entity | None) -> str | None:
        """Return the side that the entity speaks for."""
        if entity is None:
            return None
        if entity.id not in self._known:
            self._known[entity.id] = self._side(entity)
        return self._known[entity.id]

    def _side(self, entity: Entity) -> str | None:
        if (entity.key is not None and entity.country is not None) or "country" in entity.judged:
            return entity.country  # a user's own list, or a person, says for whom it speaks
        if entity.kind == "organisation":
            return self._of_body(entity)
        if entity.kind == "person":
            return self._of_person(entity)
        known = entity.known or ""
        return entity.country if known.startswith(("country:", "body:")) else None

    def _of_body(self, entity: Entity) -> str | None:
        if (entity.known or "").startswith("body:"):
            return entity.country
        group = self._group(entity)
        table = _table()["bodies"]
        if group in table["press"]:
            return None
        if group in table["state"]:
            return entity.country or entity.name
        words = fold(entity.name).split()
        if group is None and (not set(words).isdisjoint(table["words"]) or any(phrase in " ".join(words) for phrase in table["phrases"])):
            land = entity.country or _land(gazetteer().find(entity.name, 0, len(entity.name))) or self._before(entity)
            if land is not None:
                return land
        if words[-1:] == ["office"] and (holder := self._holder(words)) is not None:
            return self.side(holder)
        return entity.name if self._is_named(entity) else None

    def _of_person(self, entity: Entity) -> str | None:
        # one who is only described has the office in the description: "a foreign ministry spokesman in Berlin"
        office = entity.office or (None if self._is_named(entity) else entity.name)
        if office is None:
            return None
        if not set(fold(office).split()).isdisjoint(_table()["offices"]["own"]):
            return None
        hits = gazetteer().find(office, 0, len(office))
        for hit in hits:
            body = next((k for k in hit.known if k.kind == "organisation" and not k.weak), None)
            if body is not None and hit.known[0].kind == "organisation":
                return _of_known(body, _land(hits) or entity.country)
        spoken = fold(office)
        named = next((self.side(body) for name, body in self._bodies.items() if f" {name} " in f" {spoken} "), None)
        if named is not None:
            return named
        if not speaks_for_country(office):
            return None
        return entity.country or _land(hits) or self._before(entity)

    def _holder(self, words: list[str]) -> Entity | None:
        """The one person of the story whose office it is: "Ms Caldeira's office"."""
        persons = (e for e in self._entities.values() if e.kind == "person" and self._is_named(e))
        found = [e for e in persons if (name := fold(e.name).split()) and name[-1] in words]
        return found[0] if len(found) == 1 else None

    def _before(self, entity: Entity) -> str | None:
        """The country that stands right before the office or the name: "Tunisia's foreign minister, Selim Gharsani"."""
        office = {"s", *fold(entity.office or "").split()}
        for mention in (self._mentions[m] for m in entity.mentions if m in self._mentions):
            text = self._text.get(mention.sel.article)
            before = text[max(0, mention.sel.start - _REACH) : mention.sel.start] if text is not None else mention.sel.prefix
            for hit in gazetteer().find(before, 0, len(before)):
                if office.issuperset(fold(before[hit.end :]).split()) and (land := _land([hit])) is not None:
                    return land
        return None

    def _group(self, entity: Entity) -> str | None:
        """The kind of the table's row that the entity is."""
        names = dict.fromkeys((entity.name, *(self._mentions[m].name for m in entity.mentions if m in self._mentions)))
        found = [known for name in names for known in gazetteer().lookup(name) if known.kind == "organisation" and not known.weak]
        same = (k.group for k in found if k.id == entity.known or (entity.known is None and k.country == entity.country is not None))
        return next(same, None)

    def _is_named(self, entity: Entity) -> bool:
        forms = [self._mentions[m].form for m in entity.mentions if m in self._mentions]
        return not forms or not _NAMED.isdisjoint(forms)


def speaks_for_country(office: str) -> bool:
    """Return whether who holds the office speaks for a country: ministers and envoys do, mayors, party leaders and former ministers do not."""
    table = _table()["offices"]
    hits = gazetteer().find(office, 0, len(office))
    rest = "".join(char for at, char in enumerate(office) if not any(h.start <= at < h.end for h in hits if _land([h]) is not None))
    words = [word for word in fold(rest).split() if word not in table["small"]]
    heads = [word for word in words if word in table["heads"]]
    if not heads or any(phrase in " ".join(words) for phrase in table["not"]):
        return False
    if any(word not in table["heads"] and word not in table["others"] for word in words):
        return False
    return any(head not in table["weak"] or not set(words).isdisjoint(table[table["weak"][head]]) for head in heads)


def _of_known(body: Known, country: str | None) -> str | None:
    table = _table()["bodies"]
    if body.group in table["press"]:
        return None
    # "German special forces" are not those that the table has by that name
    return (country or body.country) if body.group in table["state"] else body.name


def _land(hits: Iterable[Hit]) -> str | None:
    """The first country that is named, by itself, its people or its capital."""
    return next((k.country for hit in hits for k in hit.known if k.group in _LANDS and k.country is not None), None)


@cache
def _table() -> dict[str, Any]:
    return data.toml("sides")
