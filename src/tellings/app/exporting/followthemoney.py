"""Articles, who and what they name, and events as entities of followthemoney (https://followthemoney.tech), a JSON object a line.

A person, organisation or place is one entity a story: resolving them over stories is what nomenklatura and its kin are for. Those that
nobody names ("three fishermen") and things are left out, for its model has no place for them. `proof` leads to the articles, `publisher`
names their outlets.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final, Literal

import msgspec

from tellings import data
from tellings.app.exporting import moments
from tellings.app.exporting.base import ArticleVersion, HeldPage, Told
from tellings.app.exporting.files import Folder
from tellings.app.exporting.naming import web_address
from tellings.briefing.names import is_unnamed
from tellings.briefing.render.articles import body_of
from tellings.data.gazetteer import gazetteer
from tellings.model.articles import Article
from tellings.model.observed import Mention
from tellings.model.resolved import Entity, Event
from tellings.text.counting import counted
from tellings.text.names import fold

Schema = Literal["Article", "Person", "Organization", "PublicBody", "Territory", "Address", "Mention", "Event"]
_PARTIES: Final = ("Person", "Organization", "PublicBody")
# Forms of a mention that are names of their entity, and not only words for it.
_NAMES: Final = ("name", "acronym")


class EntityWriter:
    """Writes entities.ftm.json."""

    def __init__(self, folder: Folder, *, with_text: bool = False) -> None:
        self._with_text = with_text
        self._file = folder.file("entities.ftm.json")

    def story(self, told: Told) -> None:
        """Take a story."""
        for made in _Story(told).entities():
            self._write(made)

    def article(self, version: ArticleVersion) -> None:
        """Take one version of an article."""
        article = version.article
        made = _entity(
            "Article", article.id,
            title=[article.headline], fileName=[article.input], author=_writers(article), publisher=[article.outlet],
            sourceUrl=[web_address(article)], publishedAt=[_date(article.published)], modifiedAt=[_date(article.modified)],
            language=[_languages().get(article.language[:2])], bodyText=[body_of(article) if self._with_text else None],
            processingAgent=[article.origin],
        )  # fmt: skip
        self._write(made)

    def page(self, held: HeldPage) -> None:
        """A page is its article's."""

    def close(self) -> None:
        """Nothing is left."""

    def _write(self, made: Mapping[str, object]) -> None:
        self._file.write(msgspec.json.encode(made) + b"\n")
        self._file.records += 1


class _Story:
    """One story's entities."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._mentions = {mention.id: mention for mention in told.brief.mentions}
        self._schemas = {entity.id: _schema(entity) for entity in told.brief.entities if not is_unnamed(entity, self._mentions)}
        self._known = {entity.id: entity for entity in told.brief.entities}

    def entities(self) -> Iterator[Mapping[str, object]]:
        for entity in self._told.brief.entities:
            schema = self._schemas.get(entity.id)
            found = [mention for key in entity.mentions if (mention := self._mentions[key]).sel.article in self._told.wanted]
            if schema is None or not found:
                continue
            yield self._thing(schema, entity, found)
            yield from self._mentioned(schema, entity, found)
        for event in self._told.brief.events:
            yield from self._event(event)

    def _thing(self, schema: Schema, entity: Entity, found: Iterable[Mention]) -> Mapping[str, object]:
        country = [_countries().get(entity.country or "")]
        if schema == "Address":
            return _entity(schema, entity.id, full=[entity.name], country=country, **self._provenance(found))
        if schema == "Territory":
            more: dict[str, Iterable[str | None]] = {"territoryCode": country, "level": ["country"]}
        else:
            others = [mention.name for mention in found if mention.form in _NAMES and mention.name != entity.name]
            more = {"alias": [name for name in others if " " in name], "weakAlias": [name for name in others if " " not in name]}
        if schema == "Person":
            more["position"] = [entity.office]
        return _entity(schema, entity.id, name=[entity.name], country=country, **more, **self._provenance(found))

    def _provenance(self, found: Iterable[Mention]) -> dict[str, Iterable[str | None]]:
        articles = [self._told.by_id[key] for key in dict.fromkeys(mention.sel.article for mention in found)]
        return {
            "proof": [_id("Article", article.id) for article in articles], "publisher": [article.outlet for article in articles],
            "sourceUrl": [web_address(article) for article in articles],
        }  # fmt: skip

    def _mentioned(self, schema: Schema, entity: Entity, found: Iterable[Mention]) -> Iterator[Mapping[str, object]]:
        """A Mention for each article, with the names it uses; only of parties, which alone a Mention can be resolved to."""
        names: dict[str, list[str]] = {}
        for mention in found:
            names.setdefault(mention.sel.article, [])
            if mention.form in _NAMES:
                names[mention.sel.article].append(" ".join(mention.sel.exact.split()))
        for article, said in names.items():
            if said and schema in _PARTIES:
                yield _entity(
                    "Mention", f"{article}-{entity.id}",
                    document=[_id("Article", article)], resolved=[_id(schema, entity.id)], name=said, detectedSchema=[schema],
                    contextCountry=[_countries().get(entity.country or "")],
                )  # fmt: skip

    def _event(self, event: Event) -> Iterator[Mapping[str, object]]:
        spans = {mention.id: mention for mention in self._told.brief.event_mentions}
        found = [spans[key] for key in event.mentions if spans[key].sel.article in self._told.wanted]
        if not found:
            return
        parties = [self._known[key] for key in (*event.actors, *event.recipients) if key in self._known]
        place = self._known.get(event.place or "")
        articles = [self._told.by_id[key] for key in dict.fromkeys(mention.sel.article for mention in found)]
        told = counted(event.independent, "independent telling")
        yield _entity(
            "Event", event.id,
            name=[" ".join(found[0].sel.exact.split())], date=[_date(event.time_value)], location=[place.name if place else None],
            addressEntity=[self._reference(place, "Address")] if place else [],
            involved=[self._reference(party, *_PARTIES) for party in parties],
            country=[_countries().get(party.country or "") for party in (*parties, *([place] if place else []))],
            keywords=[event.plover, event.mode, *event.contexts, f"CAMEO {event.cameo}" if event.cameo else None],
            notes=[f"{event.status}; {told}"], proof=[_id("Article", article.id) for article in articles],
            publisher=[article.outlet for article in articles], sourceUrl=[web_address(article) for article in articles],
        )  # fmt: skip

    def _reference(self, entity: Entity, *schemas: str) -> str | None:
        schema = self._schemas.get(entity.id)
        return _id(schema, entity.id) if schema is not None and schema in schemas and self._is_written(entity) else None

    def _is_written(self, entity: Entity) -> bool:
        return any(self._mentions[key].sel.article in self._told.wanted for key in entity.mentions)


def _entity(schema: Schema, key: str, **properties: Iterable[str | None]) -> Mapping[str, object]:
    found = {name: sorted({value for value in values if value}) for name, values in properties.items()}
    return {"id": _id(schema, key), "schema": schema, "properties": {name: values for name, values in sorted(found.items()) if values}}


def _id(schema: Schema, key: str) -> str:
    kind = {"Article": "article", "Mention": "mention", "Event": "event"}.get(schema, "entity")
    return f"tellings-{kind}-{key}"


def _schema(entity: Entity) -> Schema | None:
    match entity.kind:
        case "person":
            return "Person"
        case "organisation":
            return "PublicBody" if is_public(entity.name, entity.known) else "Organization"
        case "place":
            return "Territory" if entity.known is not None and gazetteer().groups.get(entity.known) == "country" else "Address"
        case _:
            return None


def is_public(name: str, known: str | None = None) -> bool:
    """Return whether an organisation is a public body: by its kind in the table of organisations, else by the nouns of its name."""
    table = data.toml("ftm")
    if known is not None and (kind := gazetteer().groups.get(known)) is not None:
        return kind in table["public_kinds"]
    words = set(fold(name).split())
    return not words.isdisjoint(table["public_nouns"]) and words.isdisjoint(table["not_public_words"])


def _date(value: str | None) -> str | None:
    """The date as followthemoney takes it: in UTC where its offset is known, else the day; None for a week and what is no date."""
    moment = moments.utc(value)
    return moments.stamp(moment).removesuffix("Z") if moment is not None else moments.day(value)


def _writers(article: Article) -> list[str]:
    byline = article.byline or ""
    return byline.split(", ") if article.byline_kind == "persons" else [byline]


@cache
def _countries() -> dict[str, str]:
    return dict(pair.split(":") for pair in data.toml("ftm")["countries"].split())


@cache
def _languages() -> dict[str, str]:
    return dict(pair.split(":") for pair in data.toml("ftm")["languages"].split())
