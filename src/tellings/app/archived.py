"""Claims and quotations of an archive, story by story, the latest first: the rows of `claims` and `quotes`, written as they are read."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from tempfile import TemporaryFile
from typing import Final, TextIO, TypeVar

import msgspec
from sqlalchemy import Connection, Select, and_, func, or_, select

from tellings.app.archives import meant_story, resolve_first, stored_brief
from tellings.app.contexts import with_names
from tellings.app.output import Write
from tellings.app.searching import day_of
from tellings.briefing import claims as claim_table
from tellings.briefing import quotes as quotations
from tellings.briefing.asking import check_words
from tellings.briefing.claims import ClaimRow, TellingOut, Wanted
from tellings.briefing.quotes import QuoteOut
from tellings.briefing.render import claims as claim_render
from tellings.briefing.render import quotes as quote_render
from tellings.briefing.render.view import plain
from tellings.errors import ConfigError
from tellings.model.briefs import Brief
from tellings.settings import Settings
from tellings.store.opening import open_archive
from tellings.store.tables import CLAIMS, STORIES

# Stories whose ids are read at a time.
_PAGE: Final = 500
_ID: Final = 10
RowT = TypeVar("RowT", ClaimRow, QuoteOut)
# The rows of one story, and its articles.
Part = tuple[tuple[RowT, ...], tuple[TellingOut, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Of:
    """Which stories: the one of an id (or the beginning of one), or those with an article of the days, both included."""

    story: str | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class To:
    """How rows are written: the form, what takes the text piece by piece, and the terminal that a table is as wide as, where it goes to one."""

    form: str
    say: Write
    out: TextIO | None = None


def check_pages(of: Of) -> None:
    """Return only where nothing is asked that pages have not; else ConfigError."""
    if of != Of():
        raise ConfigError("--story, --since and --until choose among the stories of an archive: they go without PATH")


@contextmanager
def briefs(where: str, of: Of, settings: Settings, wanted: Wanted | None = None) -> Iterator[Iterator[Brief]]:
    """Give the briefs of the archive's stories one by one, the latest first, resolved anew where they changed; with `wanted` those that may have such claims.

    Raises ConfigError for a day that cannot be, InputError where no story or more than one is meant, StoreError where the archive cannot be read.
    """
    days = (day_of("--since", of.since), day_of("--until", of.until))
    settings = with_names(settings)
    resolve_first(
        where, lambda connection: _wanted(connection, of, days), settings
    )  # which claims a story has is known when it is resolved
    with open_archive(where) as archive, archive.reading() as connection:
        found = (stored_brief(connection, name, settings) for name in _wanted(connection, of, days, wanted))
        yield (brief for brief in found if brief is not None)


def _wanted(connection: Connection, of: Of, days: tuple[int | None, int | None], wanted: Wanted | None = None) -> Iterable[str]:
    return [meant_story(connection, of.story).id] if of.story is not None else _names(connection, days, wanted)


def _names(connection: Connection, days: tuple[int | None, int | None], wanted: Wanted | None) -> Iterator[str]:
    """The ids of the stories, the latest first. A story's first day is in its row as a time, its last as a day too."""
    asked: Select[str, int] = select(STORIES.c.id, STORIES.c.last_day).where(STORIES.c.into.is_(None))
    since, until = days
    if since is not None:
        asked = asked.where(STORIES.c.last_day >= since)
    if until is not None:
        asked = asked.where(or_(STORIES.c.first.is_(None), func.substr(STORIES.c.first, 1, 10) <= _iso(until)))
    if wanted is not None and (wanted.status or wanted.min_independent > 1):
        told = and_(CLAIMS.c.story == STORIES.c.id, CLAIMS.c.independent >= wanted.min_independent)
        asked = asked.where(select(CLAIMS.c.id).where(told, CLAIMS.c.status.in_(wanted.status) if wanted.status else told).exists())
    after: tuple[int, str] | None = None
    while True:
        part = asked
        if after is not None:
            part = part.where(or_(STORIES.c.last_day < after[0], and_(STORIES.c.last_day == after[0], STORIES.c.id < after[1])))
        rows = connection.execute(part.order_by(STORIES.c.last_day.desc(), STORIES.c.id.desc()).limit(_PAGE)).all()
        yield from (name for name, _ in rows)
        if len(rows) < _PAGE:
            return
        after = (rows[-1][1], rows[-1][0])


def write_claims(where: str, of: Of, wanted: Wanted, to: To, settings: Settings) -> int:
    """Write the claims that are wanted, story by story; return how many. Raises as `briefs`, and for words without a letter or digit."""
    for option, words in (("--outlet", wanted.outlet), ("--not-in", wanted.not_in), ("--about", wanted.about)):
        check_words(option, words)
    with briefs(where, of, settings, wanted) as found:
        told = ((tuple(claim_table.claims(brief, wanted)), tuple(claim_table.tellings(brief))) for brief in found)
        parts = ((rows, tellings) for rows, tellings in told if rows)
        match to.form:
            case "json":
                return _json(to.say, claim_render.SCHEMA, "claims", parts)
            case "passages":
                return _csv(to.say, parts, claim_render.passages_as_csv)
            case "csv":
                return _csv(to.say, parts, lambda rows, _: claim_render.archived_as_csv(rows))
            case _:
                return _tables(to.say, parts, lambda rows: claim_render.as_table(rows, to.out), "No claim.\n")


def write_quotes(where: str, of: Of, asked: tuple[str | None, str | None], to: To, settings: Settings) -> int:
    """Write the quotations `by` a speaker and `about` some words (`asked`), story by story; return how many. Raises as `write_claims`."""
    by, about = asked
    for option, words in (("--by", by), ("--about", about)):
        check_words(option, words)
    with briefs(where, of, settings) as found:
        told = (tuple(quotations.quotes(brief, by=by, about=about)) for brief in found)
        nobody: tuple[TellingOut, ...] = ()
        parts = ((rows, nobody) for rows in told if rows)
        match to.form:
            case "json":
                return _json(to.say, quote_render.SCHEMA, "quotations", parts)
            case "csv":
                return _csv(to.say, parts, lambda rows, _: quote_render.as_csv(rows))
            case _:
                return _tables(to.say, parts, lambda rows: quote_render.as_table(rows, to.out), "No quotation.\n")


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


def _json(say: Write, schema: str, name: str, parts: Iterable[Part[RowT]]) -> int:
    """One object as the command over pages writes it, its articles last: they wait in a file while the rows are written."""
    count = 0
    with TemporaryFile("w+", encoding="utf-8") as waiting:
        say(f'{{\n  "schema": "{schema}",\n  "{name}": [')
        for rows, tellings in parts:
            for row in rows:
                say(("," if count else "") + "\n    " + _encoded(row))
                count += 1
            for telling in tellings:
                waiting.write(_encoded(telling) + "\n")
        say("\n  ]" if count else "]")
        if waiting.tell():
            waiting.seek(0)
            say(',\n  "articles": [')
            for at, line in enumerate(waiting):
                say(("," if at else "") + "\n    " + line.rstrip("\n"))
            say("\n  ]")
        say(',\n  "not_seen": []\n}\n')
    return count


def _encoded(row: object) -> str:
    return msgspec.json.encode(row).decode()


def _csv(say: Write, parts: Iterable[Part[RowT]], made: Callable[[Sequence[RowT], Sequence[TellingOut]], str]) -> int:
    count = 0
    for rows, tellings in parts:
        text = made(rows, tellings)
        say(text if not count else text.partition("\n")[2])  # the names of the columns once
        count += len(rows)
    if not count:
        say(made((), ()))
    return count


def _tables(say: Write, parts: Iterable[Part[RowT]], made: Callable[[Sequence[RowT]], str], nothing: str) -> int:
    count = 0
    for rows, _ in parts:
        say(f"{plain(rows[0].headline)} (story {rows[0].story[:_ID]})\n\n{made(rows)}\n")
        count += len(rows)
    if not count:
        say(nothing)
    return count
