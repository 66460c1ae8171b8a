"""Searches an archive by words and meaning."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from tellings.app.archives import meant_story, resolve_first
from tellings.app.contexts import make_context, with_names
from tellings.briefing.asking import check_words
from tellings.data import rows
from tellings.errors import ConfigError, InputError
from tellings.settings import Settings
from tellings.store import ranking, vectors
from tellings.store.opening import open_archive
from tellings.store.ranking import Results
from tellings.store.search import Filters
from tellings.text import queries
from tellings.text.names import fold
from tellings.text.queries import Query
from tellings.text.times import is_iso_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is looked for: words in the language of `text.queries`, and filters as a person writes them.

    Days are ISO dates, both included; a country is its name or ISO alpha-3 code; a story its id or the beginning of one; an entity a name, in part too,
    or its key in the user's own list. With `words_only` what has none of the words is not looked for by its meaning.
    """

    words: str
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    entity: str | None = None
    country: str | None = None
    story: str | None = None
    corroborated: bool = False
    words_only: bool = False


def search(where: str, asked: Asked, *, most: int | None = 20, after: str | None = None, settings: Settings | None = None) -> Results:
    """Return the stories of the archive whose articles have the words or are near to them in meaning, the best first.

    `most` stories after the one that `after` names, with three articles each; all of all where `most` is None. Raises ConfigError for words or filters
    that cannot be, InputError where no story or more than one is meant, StoreError where the archive cannot be read.
    """
    query = queries.parse(asked.words)
    for option, words in (("--outlet", asked.outlet), ("--entity", asked.entity)):
        check_words(option, words)
    since, until = day_of("--since", asked.since), day_of("--until", asked.until)
    country = country_of(asked.country)
    settings = settings or Settings()
    vector = None if asked.words_only else _vector(query, settings)
    if asked.entity is not None or country is not None or asked.corroborated:
        # filters by what stories say read what was resolved
        name = asked.story
        resolve_first(where, None if name is None else lambda connection: [meant_story(connection, name).id], with_names(settings))
    with open_archive(where) as archive, archive.reading() as connection:
        story = meant_story(connection, asked.story).id if asked.story is not None else None
        filters = Filters(
            outlet=asked.outlet,
            since=since,
            until=until,
            entity=asked.entity,
            country=country,
            story=story,
            corroborated=asked.corroborated,
        )
        return ranking.page(connection, query, filters, vector, most=most, after=after)


def _vector(query: Query, settings: Settings) -> vectors.Vector | None:
    if query.said is None:
        return None
    found: vectors.Vector = make_context(settings).embedder.embed([query.said])[0].astype(np.float32)
    return found


def day_of(option: str, day: str | None) -> int | None:
    """Return the ordinal of an ISO date; raise ConfigError for what is none."""
    if day is None:
        return None
    if not is_iso_date(day):
        raise ConfigError(f"{option} takes a date like 2021-08-25, not {day!r}")
    return date.fromisoformat(day).toordinal()


def country_of(name: str | None) -> str | None:
    """Return the ISO alpha-3 code of a country by its code, a name or an adjective; raise InputError where none is called so."""
    if name is None:
        return None
    asked = fold(name)
    for row in rows("countries"):
        names = (row["code"], row["name"], *row["names"].split("|"), *row["demonyms"].split("|"))
        if asked and asked in {fold(one) for one in names if one}:
            return str(row["code"])
    raise InputError(f"--country: no country is called {name!r}; its English name or three-letter code will do (Kenya, KEN)")
