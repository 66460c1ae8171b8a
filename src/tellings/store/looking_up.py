"""What a story's resolved records are looked up by: rows of claims, quotations and the entities of articles, which only repeat the records."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from tellings.model.briefs import StoryBrief
from tellings.model.observed import Quotation
from tellings.store.articles import parts
from tellings.store.tables import ARTICLE_ENTITIES, CLAIMS, CORROBORATED, ENTITY_WORDS, QUOTES, kept_as
from tellings.text.names import fold

# Rows of which an article has one, whatever story it is in.
_BY_ARTICLE: Final = (ARTICLE_ENTITIES, CORROBORATED)


def put_lookups(connection: Connection, story: str, brief: StoryBrief, numbers: Mapping[str, int]) -> None:
    """Make the rows by which the story is looked up anew; `numbers` are those of its articles by id. Articles that have none get no rows."""
    made = rows_of(story, brief, numbers)
    for table, held in made.items():
        connection.execute(delete(table).where(table.c.story == story))
        if table in _BY_ARTICLE:
            # an article may have come from a story that is still to be resolved anew, and has its rows
            for some in parts(sorted(numbers.values())):
                connection.execute(delete(table).where(table.c.article.in_(some)))
        if held:
            connection.execute(table.insert(), held)
    _put_names(connection, {(row["name"], row["key"]) for row in made[ARTICLE_ENTITIES]})


def rows_of(story: str, brief: StoryBrief, numbers: Mapping[str, int]) -> dict[Table, list[dict[str, Any]]]:
    """Return the rows by which a story is looked up, by table."""
    return {
        CLAIMS: _claims(story, brief),
        QUOTES: _quotes(story, brief, numbers),
        ARTICLE_ENTITIES: _entities(story, brief, numbers),
        CORROBORATED: _corroborated(story, brief, numbers),
    }


def differing(connection: Connection, story: str, brief: StoryBrief, numbers: Mapping[str, int]) -> list[str]:
    """Return the names of the tables in which the story has other rows than its brief gives."""
    found = []
    for table, held in rows_of(story, brief, numbers).items():
        told = [dict(row) for row in connection.execute(select(table).where(table.c.story == story)).mappings()]
        plain = [{name: kept_as(table.c[name], value) for name, value in row.items()} for row in held]
        if sorted(told, key=_order) != sorted(plain, key=_order):
            found.append(table.name)
    return found


def _order(row: Mapping[str, Any]) -> str:
    return repr(sorted(row.items()))


def tidy(connection: Connection) -> None:
    """Take away the names of entities that no article has any more."""
    held = select(ARTICLE_ENTITIES.c.name).where(ARTICLE_ENTITIES.c.name == ENTITY_WORDS.c.name)
    connection.execute(delete(ENTITY_WORDS).where(~held.exists()))


def _claims(story: str, brief: StoryBrief) -> list[dict[str, Any]]:
    compared = {one.claim: one for one in brief.comparisons}
    conflicts = {one.claim: one for one in brief.conflicts}
    return [
        {
            "story": story, "id": claim.id, "text": claim.text, "status": compared[claim.id].status, "independent": compared[claim.id].independent,
            "rests_on": compared[claim.id].rests_on, "slot": conflicts[claim.id].slot if claim.id in conflicts else None,
            "relation": conflicts[claim.id].relation if claim.id in conflicts else None,
        }
        for claim in brief.claims
        if claim.id in compared
    ]  # fmt: skip


def _quotes(story: str, brief: StoryBrief, numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    entities = {mention: entity for entity in brief.entities for mention in entity.mentions}
    sides = {name: account.side for account in brief.sides for name in account.quotations}
    return [
        {
            "story": story, "id": one.id, "article": numbers[one.content.article], "source": _source(one, entities), "text": one.content.exact,
            "entity": entities[one.source_mention].id if one.source_mention in entities else None, "side": sides.get(one.id),
        }
        for one in brief.quotations
        if one.content.article in numbers
    ]  # fmt: skip


def _source(quotation: Quotation, entities: Mapping[str, Any]) -> str | None:
    """Who is quoted, folded: by the name that the story's articles have for him or her together."""
    entity = entities.get(quotation.source_mention or "")
    name = entity.name if entity is not None else quotation.source
    return fold(name) if name is not None else None


def _entities(story: str, brief: StoryBrief, numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    mentions = {one.id: one for one in brief.mentions}
    found: list[dict[str, Any]] = []
    for entity in brief.entities:
        held = Counter(mentions[name].sel.article for name in entity.mentions if name in mentions)
        found += [
            {
                "article": numbers[article], "entity": entity.id, "story": story, "name": fold(entity.name), "kind": entity.kind,
                "country": entity.country, "key": entity.key or entity.known, "mentions": count,
            }
            for article, count in sorted(held.items())
            if article in numbers
        ]  # fmt: skip
    return found


def _corroborated(story: str, brief: StoryBrief, numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    statements = {one.id: one.sel.article for one in brief.statements}
    corroborated = {one.claim for one in brief.comparisons if one.status == "corroborated"}
    told: dict[int, set[str]] = defaultdict(set)
    for claim in brief.claims:
        if claim.id in corroborated:
            for name in claim.statements:
                if statements.get(name) in numbers:
                    told[numbers[statements[name]]].add(claim.id)
    return [{"article": number, "story": story, "claims": len(held), "told": True} for number, held in sorted(told.items())]


def _put_names(connection: Connection, named: Iterable[tuple[str, str | None]]) -> None:
    """Let names be found by their words and by the words of their keys."""
    words = {(word, name) for name, key in named for word in (*name.split(), *fold(key or "").split())}
    if words:
        insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        connection.execute(insert(ENTITY_WORDS).on_conflict_do_nothing(), [{"word": word, "name": name} for word, name in sorted(words)])
