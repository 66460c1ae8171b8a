"""A person's judgements on an archive: put in force, listed, taken back. Each says who decided what and when, and none is ever lost."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from getpass import getuser
from typing import Any, Final, TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlalchemy import Connection

from tellings.app import archives
from tellings.app.correcting import Correction
from tellings.app.naming import Told
from tellings.briefing.render import rows as render
from tellings.briefing.render.view import plain
from tellings.errors import ConfigError, InputError
from tellings.settings import Settings
from tellings.store import articles, judgements, stories
from tellings.store.judgements import Judgement
from tellings.store.opening import open_archive

_COLUMNS: Final = ("number", "at", "who", "action", "words", "articles", "undoes", "undone_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who decides, on which archive; `now` gives the time, ISO 8601 in UTC."""

    archive: str
    who: str
    now: archives.Now = archives.utc_now


def at_desk(archive: str, by: str | None) -> Desk:
    """Return the desk of the person of that name, else of who is logged in; raises ConfigError where nobody is named."""
    name = " ".join((by if by is not None else _login()).split())
    if not name:
        raise ConfigError("say who decides: --by NAME")
    return Desk(archive=archive, who=name)


def _login() -> str:
    try:
        return getuser()
    except (OSError, KeyError):
        return ""


def correct(desk: Desk, story: str, action: str, say: Callable[[Told], Correction], settings: Settings | None = None) -> Judgement:
    """Put in force what `say` makes of the story's brief, and return it as it is logged. The stories it is about are resolved anew when they are next read.

    Raises InputError where the story, or what is meant in it, is not there; StoreError where the archive cannot be written.
    """
    told = Told(archives.brief(desk.archive, story, settings=settings, now=desk.now))
    said = say(told)
    about = told.articles_of(one for link in said.links for one in (link.a, link.b))
    with open_archive(desk.archive, "write") as archive, archive.writing() as connection:
        decision = judgements.Decision(
            at=desk.now(), who=desk.who, action=f"correct {action}", articles=tuple(about), words=said.words, links=said.links
        )
        number = judgements.put(connection, decision)
        _stale(connection, about)
        return _the(connection, number)


def undo(desk: Desk, number: int | None) -> Judgement:
    """Take the judgement of the number back, else the latest that is in force, and return the row that says so. To undo an undo puts back what it took.

    Raises InputError where there is none, or it was taken back already.
    """
    with open_archive(desk.archive, "write") as archive, archive.writing() as connection:
        meant = judgements.latest_in_force(connection) if number is None else judgements.one(connection, number)
        if meant is None:
            raise InputError("nothing is left to undo" if number is None else f"the log has no #{number}; tellings log lists it")
        if meant.undone is not None:
            raise InputError(f"#{meant.seq} was taken back by #{meant.undone} already; tellings undo {meant.undone} puts it in force again")
        touched = _origin(connection, meant)
        words = f"takes back #{meant.seq}: {meant.words}" if meant.of is None else f"puts #{touched.seq} in force again: {touched.words}"
        made = judgements.undo(connection, meant, at=desk.now(), who=desk.who, words=words)
        _stale(connection, touched.articles)
        return _the(connection, made)


def _origin(connection: Connection, judgement: Judgement) -> Judgement:
    """What is decided on in the end: of an undo of an undo, the judgement that the first one took back."""
    while judgement.of is not None:
        judgement = _the(connection, judgement.of)
    return judgement


def _the(connection: Connection, number: int) -> Judgement:
    found = judgements.one(connection, number)
    if found is None:
        raise LookupError(f"judgement {number}")
    return found


def _stale(connection: Connection, names: Iterable[str]) -> None:
    """Mark the stories of the articles: they are to be resolved anew."""
    numbers = [one.number for one in articles.by_id(connection, sorted(set(names))).values()]
    stories.refresh(connection, set(stories.story_of(connection, numbers).values()))


def log(archive: str, story: str | None = None) -> list[Judgement]:
    """Return who did what, the latest first; of one story, where it is given, only what is about articles that are in it."""
    with open_archive(archive) as opened, opened.reading() as connection:
        found = judgements.every(connection)
        if story is not None:
            meant = archives.meant_story(connection, story)
            numbers = stories.article_numbers(connection, meant.id, current=False)
            held = {one.id for one in articles.kept(connection, numbers).values()}
            found = [one for one in found if not held.isdisjoint(_origin(connection, one).articles)]
    return found[::-1]


def as_json(found: Iterable[Judgement]) -> str:
    """Return the log as JSON."""
    return render.as_json({"judgements": [_out(one) for one in found]})


def _out(one: Judgement) -> dict[str, Any]:
    values = (one.seq, one.at, one.who, one.action, one.words, list(one.articles), one.of, one.undone)
    links = [{"a": link.a, "b": link.b, "judgement": link.judgement, "rule": link.rule} for link in one.links]
    return {**dict(zip(_COLUMNS, values, strict=True)), "links": links}


def as_csv(found: Iterable[Judgement]) -> str:
    """Return the log as CSV, a row each."""
    rows = ((one.seq, one.at, one.who, one.action, one.words, " ".join(one.articles), one.of, one.undone) for one in found)
    return render.as_csv(_COLUMNS, rows)


def as_table(found: Iterable[Judgement], out: TextIO | None) -> str:
    """Return the log as a table for a person; what was taken back says by what."""
    rows = list(found)

    def draw(console: Console) -> None:
        table = Table(box=SIMPLE_HEAD)
        for name, parts in (("#", 1), ("when", 3), ("who", 2), ("did", 2), ("what", 9)):
            table.add_column(name, ratio=parts, overflow="fold")
        for one in rows:
            words = one.words if one.undone is None else f"{one.words} (taken back by #{one.undone})"
            table.add_row(str(one.seq), *(Text(plain(part)) for part in (_day(one.at), one.who, one.action, words)))
        console.print(table if rows else "nobody has decided anything")

    return render.printed(draw, out)


def _day(at: str) -> str:
    return at.replace("T", " ").removesuffix("Z")


def line(one: Judgement) -> str:
    """Return a judgement in one line for a person."""
    return plain(f"#{one.seq} {one.who}: {one.words}")
