"""A person's judgements on an archive: put in force, listed, taken back. Each says who decided what and when, and none is ever lost."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
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
from tellings.engine.judging import Deciding
from tellings.engine.placing import Placing
from tellings.errors import ConfigError, InputError
from tellings.model.judged import FOUNDER, PIN, STORY
from tellings.model.resolved import Judgement as Said
from tellings.model.resolved import Link
from tellings.settings import Settings
from tellings.store import articles, judgements, stories
from tellings.store.articles import Kept
from tellings.store.judgements import Decision, Judgement
from tellings.store.opening import open_archive
from tellings.text.counting import some_of
from tellings.text.names import fold

# As much of an id as tells an article apart; so many are named.
_ID: Final = 8
_NAMED: Final = 5
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
        return Deciding(connection).decide(_decision(desk, f"correct {action}", about, said))


def _decision(desk: Desk, action: str, about: Iterable[str], said: Correction) -> Decision:
    return Decision(at=desk.now(), who=plain(desk.who), action=action, articles=tuple(about), words=plain(said.words), links=said.links)


@contextmanager
def _turn(desk: Desk) -> Iterator[tuple[Connection, Deciding]]:
    """Give a turn to write to the archive, with its stream of stories, which was restored before others had to wait."""
    placing = Placing()
    with open_archive(desk.archive, "write") as archive, placing.turn(archive) as connection:
        yield connection, Deciding(connection, placing)


def undo(desk: Desk, number: int | None) -> Judgement:
    """Take the judgement of the number back, else the latest that is in force, and return the row that says so. To undo an undo puts back what it took.

    Raises InputError where there is none, or it was taken back already.
    """
    with open_archive(desk.archive, "write") as archive, archive.writing() as connection:
        meant = judgements.latest_in_force(connection) if number is None else judgements.one(connection, number)
        if meant is None:
            raise InputError("nothing is left to undo" if number is None else f"the log has no #{number}; tellings log lists it")
        return Deciding(connection).take_back(meant, at=desk.now(), who=desk.who)


def split(desk: Desk, story: str, names: Sequence[str]) -> Judgement:
    """Take articles out of a story: whatever comes, they are in no story with the others, and several of them are in one.

    Raises InputError where the story or an article of it is not there, all of them are named, or a judgement in force says otherwise.
    """
    with _turn(desk) as (connection, deciding):
        meant = archives.meant_story(connection, story)
        held = _members(connection, meant.id)
        out = list(dict.fromkeys(_in_story(connection, held, name, meant).id for name in names))
        rest = [one.id for one in held if one.id not in out]
        if not rest:
            raise InputError(f"these are all articles of story {meant.id}: nothing is left to split them from")
        links = [_link("different", STORY, one, other) for one in rest for other in out]
        links += [_link("same", STORY, out[0], other) for other in out[1:]]
        by_id = {one.id: one for one in held}
        words = f"{_listed([by_id[one] for one in out])} {'is' if len(out) == 1 else 'are'} not of story {meant.id} ({meant.headline})"
        return deciding.decide(_decision(desk, "split", (one.id for one in held), Correction(words=words, links=tuple(links))))


def merge(desk: Desk, story: str, other: str) -> Judgement:
    """Make two stories one, whatever comes; raises InputError where one is not there, they are one, or a judgement in force says otherwise."""
    with _turn(desk) as (connection, deciding):
        one, two = archives.meant_story(connection, story), archives.meant_story(connection, other)
        if one.id == two.id:
            raise InputError(f"{story!r} and {other!r} are one story: {one.id}")
        first, second = _members(connection, one.id), _members(connection, two.id)
        links = (_link("same", STORY, first[0].id, second[0].id),)
        words = f"stories {one.id} ({one.headline}) and {two.id} ({two.headline}) are one"
        about = [kept.id for kept in (*first, *second)]
        return deciding.decide(_decision(desk, "merge", about, Correction(words=words, links=links)))


def pin(desk: Desk, article: str, story: str) -> Judgement:
    """Put an article into a story for good; what pinned it before is taken back. Raises InputError where one is not there."""
    with _turn(desk) as (connection, deciding):
        meant, one = archives.meant_story(connection, story), _article(connection, article)
        for before in _pins(connection, one):
            deciding.take_back(before, at=desk.now(), who=desk.who)
        words = f"{_called(one)} is of story {meant.id} ({meant.headline})"
        about = (one.id, *(kept.id for kept in _members(connection, meant.id)))
        links = [_link("same", PIN, one.id, meant.id)]
        # the id may be told by another article one day: what was meant is the story of this one
        told_by = [member.article for member in stories.members(connection, meant.id) if member.founded]
        links += [_link("same", FOUNDER, kept.id, meant.id) for kept in articles.kept(connection, told_by).values()]
        return deciding.decide(_decision(desk, "pin", about, Correction(words=words, links=tuple(links))))


def unpin(desk: Desk, article: str) -> Judgement:
    """Take back what pins an article, and return the row that says so; raises InputError where nothing does."""
    with _turn(desk) as (connection, deciding):
        one = _article(connection, article)
        found = _pins(connection, one)
        if not found:
            raise InputError(f"{_called(one)} is not pinned")
        return deciding.take_back(found[-1], at=desk.now(), who=desk.who)


def _pins(connection: Connection, one: Kept) -> list[Judgement]:
    return [told for told in judgements.on_stories(connection) if any(link.rule == PIN and link.a == one.id for link in told.links)]


def _members(connection: Connection, story: str) -> list[Kept]:
    found = articles.kept(connection, stories.article_numbers(connection, story))
    return [found[number] for number in sorted(found)]


def _article(connection: Connection, name: str) -> Kept:
    """The current article of the archive that is meant; InputError where none or several are."""
    found = [one for one in articles.like(connection, name) if one.current]
    if not found:
        _no_story(connection, name)
    return _only(found, f"the archive has no article {name!r}; tellings stories --format json lists them", name)


def _in_story(connection: Connection, held: Sequence[Kept], name: str, story: stories.Listed) -> Kept:
    numbers = {one.number for one in articles.like(connection, name)}
    found = [one for one in held if one.number in numbers] or [one for one in held if fold(one.outlet or "") == fold(name)]
    if not found:
        _no_story(connection, name)
    return _only(found, f"story {story.id} has no article {name!r}; tellings story {story.id} --why lists them", name)


def _no_story(connection: Connection, name: str) -> None:
    """Raise InputError where what should name an article is the id of a story."""
    meant = stories.like(connection, name.strip().lower())
    if meant:
        raise InputError(
            f"{name!r} is a story ({meant[0].headline or 'no headline'}), not an article; tellings story {meant[0].id[:_ID]} --why lists its articles"
        )


def _only(found: Sequence[Kept], none: str, name: str) -> Kept:
    if not found:
        raise InputError(none)
    if len(found) > 1:
        raise InputError(f"{name!r} may mean {len(found)} articles: {', '.join(some_of([_called(one) for one in found], _NAMED))}")
    return found[0]


def _called(one: Kept) -> str:
    return f"{one.outlet or one.input} ({one.id[:_ID]})"


def _listed(found: Iterable[Kept]) -> str:
    return " and ".join(_called(one) for one in found)


def _link(judgement: Said, rule: str, a: str, b: str) -> Link:
    return Link(a=a, b=b, judgement=judgement, judge="person", rule=rule, score=1.0, origin="person")


def log(archive: str, story: str | None = None) -> list[Judgement]:
    """Return who did what, the latest first; of one story, where it is given, only what is about articles that are in it."""
    with open_archive(archive) as opened, opened.reading() as connection:
        found = judgements.every(connection)
        if story is not None:
            meant = archives.meant_story(connection, story)
            numbers = stories.article_numbers(connection, meant.id, current=False)
            held = {one.id for one in articles.kept(connection, numbers).values()}
            found = [one for one in found if not held.isdisjoint(Deciding(connection).origin(one).articles)]
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
