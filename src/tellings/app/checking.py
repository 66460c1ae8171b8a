"""Checks an archive, and mends what can be made again from what is there; copies one while it is in use."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from tellings import data
from tellings.compare import alerting as changed
from tellings.engine import alerting as matched
from tellings.engine.archiving import story_brief
from tellings.errors import StoreError, TellingsError
from tellings.pipeline import STAGES
from tellings.store import articles, backup, checking_places, looking_up, stories
from tellings.store.checking import Check
from tellings.store.faults import Fault, Tell
from tellings.store.opening import Archive, open_archive
from tellings.store.tables import STORIES
from tellings.text.counting import counted


def known_origins() -> frozenset[str]:
    """Return every origin that records may have: stages and alerts at the versions they have had, stages of earlier releases that are gone, and persons."""
    gone = data.toml("origins")["gone"]
    now = {f"{stage.name}@{version}" for stage in STAGES for version in range(1, stage.version + 1)}
    for origin in (changed.ORIGIN, matched.ORIGIN):
        name, _, version = origin.partition("@")
        now |= {f"{name}@{earlier}" for earlier in range(1, int(version) + 1)}
    return frozenset(now | {"person"} | {f"{one['stage']}@{version}" for one in gone for version in range(1, int(one["versions"]) + 1)})


def _nothing(_what: str, _done: int, _of: int) -> None:
    return


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check found: how much it looked at, what is wrong, and how much of that was made again."""

    articles: int
    stories: int
    faults: tuple[Fault, ...]
    mended: int = 0

    def line(self) -> str:
        """One line for a person."""
        looked = f"{counted(self.articles, 'article')} in {counted(self.stories, 'story', 'stories')} checked"
        if not self.faults and not self.mended:
            return f"{looked}: nothing is wrong"
        done = f"{counted(self.mended, 'fault')} mended; " if self.mended else ""
        left = sum(1 for one in self.faults if one.mend is not None)
        hint = f"; tellings check --repair mends {left:,} of them" if left else ""
        return f"{looked}: {done}{counted(len(self.faults), 'fault')}{' left' if self.mended else ''}{hint}"


def check(where: str, *, repair: bool = False, progress: Tell | None = None) -> Checked:
    """Look at everything in the archive and return what is wrong. With `repair` what can be made again is, and what is returned is what is left.

    Raises StoreError where there is no archive or it cannot be opened.
    """
    tell = progress or _nothing
    with open_archive(where, "write" if repair else "read") as archive:
        faults = tuple(_faults(archive, tell))
        mends = list(dict.fromkeys(one.mend for one in faults if one.mend is not None))
        if repair and mends:
            with archive.writing() as connection:
                for mend in mends:
                    mend(connection)
            left = tuple(_faults(archive, tell))
            return _checked(archive, left, mended=len(faults) - len(left))
        return _checked(archive, faults)


def _checked(archive: Archive, found: tuple[Fault, ...], mended: int = 0) -> Checked:
    try:
        with archive.reading() as connection:
            counts = articles.count(connection), stories.count(connection)
    except StoreError:  # it is among the faults
        counts = 0, 0
    return Checked(articles=counts[0], stories=counts[1], faults=found, mended=mended)


def _faults(archive: Archive, tell: Tell) -> Iterator[Fault]:
    yield from Check(archive, known_origins(), tell).faults()
    try:
        yield from _lookups(archive)
    except StoreError as error:
        yield Fault("archive", str(error))


def _lookups(archive: Archive) -> Iterator[Fault]:
    """Yield the stories that are looked up by other rows than their briefs give."""
    with archive.reading() as connection:
        resolved = select(STORIES.c.id).where(STORIES.c.into.is_(None), ~STORIES.c.stale).order_by(STORIES.c.id)
        for name in connection.execute(resolved).scalars().all():
            again = checking_places.resolve_again(name)
            try:
                brief = story_brief(connection, name)
            except (TellingsError, ValueError, KeyError):  # said already, with what it is made of
                continue
            if brief is None:
                yield Fault(f"story {name}", "has not been resolved and is not marked so", again)
                continue
            numbers = {one.id: one.number for one in articles.by_id(connection, brief.story.articles).values()}
            for table in looking_up.differing(connection, name, brief, numbers):
                yield Fault(f"story {name}", f"is looked up in {table} by other rows than its brief gives", again)


def back_up(where: str, to: Path, *, progress: Tell | None = None) -> int:
    """Copy the archive as it is now to a SQLite file, which is there whole or not at all; return its size in bytes. Others may go on writing.

    Raises StoreError where the archive cannot be read or the file not be written.
    """
    with open_archive(where) as archive:
        return backup.backup(archive, to, progress or _nothing)
