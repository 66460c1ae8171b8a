"""Archives: adds pages to one, lists its stories, and briefs them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from os import PathLike
from typing import Any, Final

import msgspec
from sqlalchemy import Connection

from tellings.app import alerting
from tellings.app.briefs import check_settings, manifest
from tellings.app.contexts import make_context, with_names
from tellings.briefing.check import check_brief
from tellings.engine.archiving import BATCH, ArchiveEngine, story_brief
from tellings.engine.local import LocalEngine
from tellings.errors import InputError, StoreError
from tellings.ingest.discover import pages_of
from tellings.model.articles import Page, Rejected
from tellings.model.briefs import Brief
from tellings.settings import Settings
from tellings.store import articles, log, stories, vectors
from tellings.store.opening import Archive, in_memory, open_archive
from tellings.text.counting import counted, some_of

Progress = Callable[[str, int, int], None]
Now = Callable[[], str]
# Ambiguous beginnings of an id are answered with no more than so many.
_MEANT: Final = 5
# Stories read at a time.
_PAGE: Final = 500


def utc_now() -> str:
    """Return the time, ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(slots=True, kw_only=True)
class Summary:
    """What came of adding: inputs by outcome, rejections by reason, what there is now, and what is new of what is followed."""

    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    rejected: list[Rejected] = field(default_factory=list)
    resolved: int = 0
    articles: int = 0
    stories: int = 0
    alerts: alerting.Attended = field(default_factory=alerting.Attended)

    @property
    def read(self) -> int:
        """How many inputs are articles of the archive now, be they new, another version or known before."""
        return self.outcomes["added"] + self.outcomes["version"] + self.outcomes["known"]

    def take(self, arrivals: Iterable[log.Arrival]) -> None:
        """Count what became of a batch."""
        for one in arrivals:
            self.outcomes[one.outcome] += 1
            if one.reason is not None:
                self.reasons[one.reason] += one.outcome == "rejected"
                self.rejected.append(Rejected(input=one.input, reason=one.reason, detail=one.detail or ""))

    def line(self) -> str:
        """One line for a person."""
        why = ", ".join(f"{count:,} {reason}" for reason, count in sorted(self.reasons.items(), key=lambda row: (-row[1], row[0])))
        parts = [f"{self.outcomes['added']:,} added"]
        parts += [counted(self.outcomes["version"], "new version")] if self.outcomes["version"] else []
        parts += [f"{self.outcomes['known']:,} known before"] if self.outcomes["known"] else []
        parts += [f"{self.outcomes['rejected']:,} not read" + (f" ({why})" if why else "")] if self.outcomes["rejected"] else []
        return f"{', '.join(parts)}; the archive holds {counted(self.articles, 'article')} in {counted(self.stories, 'story', 'stories')}"


def add(
    where: str,
    paths: Iterable[str | PathLike[str]],
    *,
    settings: Settings | None = None,
    now: Now = utc_now,
    progress: Progress | None = None,
) -> Summary:
    """Add the pages at `paths` to the archive, which is made where there is none, and resolve the stories that changed.

    Adding the same again changes nothing but the log. Every batch of 96 inputs is there for good when it is written; what was not is
    added by the next call. `progress(what, done, of)` is called as work goes on. Raises ConfigError for a setting that cannot be,
    StoreError where the archive cannot be written.
    """
    settings = settings or Settings()
    check_settings(settings)
    settings = with_names(settings)
    with open_archive(where, "create") as archive:
        before = alerting.last(archive)
        summary = add_pages(archive, pages_of([str(path) for path in paths], settings), settings=settings, now=now, progress=progress)
        summary.alerts = alerting.attend(archive, settings=settings, after=before, now=now)
        return summary


def add_pages(
    archive: Archive,
    found: Iterable[Page | Rejected],
    *,
    settings: Settings,
    now: Now = utc_now,
    progress: Progress | None = None,
    resolve: bool = True,
) -> Summary:
    """Add pages that have been read to an open archive; as `add`, with settings that have been checked and hold the user's names.

    With `resolve` false the stories that changed stay stale: they are resolved when something reads them.
    """
    tell = progress or (lambda _what, _done, _of: None)
    engine = engine_of(archive, settings, now)
    summary = Summary()
    with _run(archive, "add", settings, now) as run:
        done = 0
        for arrivals in engine.add(_batches(found), run):
            summary.take(arrivals)
            done += len(arrivals)
            tell("inputs", done, 0)
        summary.resolved = resolve_stale(engine, progress) if resolve else 0
    with archive.reading() as connection:
        summary.articles, summary.stories = articles.count(connection), stories.count(connection)
        vectors.catch_up(connection)
    return summary


def engine_of(archive: Archive, settings: Settings, now: Now = utc_now) -> ArchiveEngine:
    """Return the engine that adds to the archive and resolves its stories."""
    return ArchiveEngine(archive=archive, engine=LocalEngine(make_context=make_context, settings=settings), now=now)


def resolve_stale(engine: ArchiveEngine, progress: Progress | None = None) -> int:
    """Resolve every story of the archive that has changed since it was resolved last; return how many."""
    with engine.archive.reading() as connection:
        names = stories.stale(connection)
    done = 0
    for done, _ in enumerate(engine.resolve(names), 1):
        if progress is not None:
            progress("stories", done, len(names))
    return done


def resolve_first(
    where: str,
    wanted: Callable[[Connection], Iterable[str]] | None,
    settings: Settings,
    *,
    now: Now = utc_now,
    progress: Progress | None = None,
) -> None:
    """Resolve those of the stories that are wanted (None: of all) that have changed since they were; where none has, nothing is written.

    Raises what `wanted` does, even where nothing has changed, and StoreError where stories must be resolved in an archive that may only be read.
    """
    with open_archive(where) as archive, archive.reading() as connection:
        changed = stories.stale(connection)
        names = set(wanted(connection)) if wanted is not None else set(changed)
    waiting = [name for name in changed if name in names]
    if not waiting:
        return
    try:
        with open_archive(where, "write") as archive:
            for done, _ in enumerate(engine_of(archive, settings, now).resolve(waiting), 1):
                if progress is not None:
                    progress("stories", done, len(waiting))
    except StoreError as error:
        raise StoreError(f"{_many(waiting)} changed since last resolved, and what is resolved is written: {error}") from error


def _many(waiting: list[str]) -> str:
    return f"story {waiting[0]} has" if len(waiting) == 1 else counted(len(waiting), "story has", "stories have")


@contextmanager
def _run(archive: Archive, command: str, settings: Settings, now: Now) -> Iterator[int]:
    """Note a run from its begin to its end."""
    told: Mapping[str, Any] = msgspec.to_builtins(manifest((), settings))
    with archive.writing() as connection:
        run = log.begin_run(connection, command, now(), told)
    try:
        yield run
    except BaseException:
        with archive.writing() as connection:
            log.end_run(connection, run, now(), "stopped")
        raise
    with archive.writing() as connection:
        log.end_run(connection, run, now(), "done")


def _batches(found: Iterable[Page | Rejected]) -> Iterator[list[Page | Rejected]]:
    coming = iter(found)
    while batch := list(islice(coming, BATCH)):
        yield batch


def brief(where: str, story: str, *, settings: Settings | None = None, now: Now = utc_now) -> Brief:
    """Return the brief of one story of the archive, resolved anew where it has changed. `story` is its id or the beginning of one.

    Raises InputError where no story, or more than one, is meant; StoreError where the archive cannot be read.
    """
    settings = with_names(settings or Settings())
    resolve_first(where, lambda connection: [meant_story(connection, story).id], settings, now=now)
    with open_archive(where) as archive, archive.reading() as connection:
        meant = meant_story(connection, story)
        whole = stored_brief(connection, meant.id, settings)
    if whole is None:
        raise StoreError(f"story {meant.id} could not be resolved; tellings check says what is wrong")
    check_brief(whole)
    return whole


def stored_brief(connection: Connection, story: str, settings: Settings) -> Brief | None:
    """Return the brief of a story as it was resolved last; None where it has not been."""
    made = story_brief(connection, story)
    if made is None:
        return None
    names = [*made.story.articles, *(revision.earlier for revision in made.revisions)]
    numbers = [one.number for one in articles.by_id(connection, names).values()]
    found = articles.articles(connection, numbers)
    digests = articles.digests(connection, [article.page for article in found.values()])
    told = sorted(found.values(), key=lambda a: (a.published or "", a.input, a.id))
    return Brief(
        manifest=manifest(((a.input, digests[a.page]) for a in told), settings), articles=tuple(told), stories=(made,), not_seen=()
    )


def meant_story(connection: Connection, name: str) -> stories.Listed:
    """Return the story that an id, or the beginning of one, means. Raises InputError where there is none or more than one."""
    found = stories.like(connection, name.strip().lower())
    if not found:
        raise InputError(f"the archive has no story {name!r}; tellings stories lists them")
    if len(found) > 1:
        raise InputError(f"{name!r} may mean {len(found)} stories: {', '.join(some_of([one.id for one in found], _MEANT))}")
    return found[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRow:
    """A story in a list, with its articles: id, the input's own id, outlet, and why it is there.

    `earlier` are the ids of stories that it goes on from, `links` all that it goes on from or that go on from it, each with the reason.
    """

    story: stories.Listed
    articles: tuple[articles.Kept, ...]
    why: Mapping[str, str]
    earlier: tuple[str, ...]
    links: tuple[tuple[str, str, str], ...] = ()


def rows(connection: Connection, found: Iterable[stories.Listed]) -> Iterator[StoryRow]:
    """Yield the stories with their articles, each in the order of arrival."""
    for story in found:
        members = {one.article: one for one in stories.members(connection, story.id)}
        kept = [one for _, one in sorted(articles.kept(connection, sorted(members)).items()) if one.current]
        links = stories.developments(connection, story.id)
        yield StoryRow(
            story=story,
            articles=tuple(kept),
            why={one.id: members[one.number].why for one in kept},
            earlier=tuple(earlier for later, earlier, _, _ in links if later == story.id),
            links=tuple((later, earlier, why) for later, earlier, _, why in links),
        )


def all_stories(connection: Connection, *, most: int | None, min_tellings: int = 1) -> Iterator[stories.Listed]:
    """Yield the stories, those with the latest articles first, `most` of them or all."""
    after: tuple[int, str] | None = None
    left = most if most is not None else -1
    while left:
        part = stories.listed(connection, most=_PAGE if left < 0 else min(left, _PAGE), after=after, min_tellings=min_tellings)
        yield from part
        if len(part) < _PAGE:
            return
        left = left - len(part) if left > 0 else left
        after = (part[-1].last_day, part[-1].id)


Found = Callable[[int | None, int], Iterator[StoryRow]]


@contextmanager
def listing(
    paths: Iterable[str], where: str, settings: Settings, progress: Progress | None = None
) -> Iterator[tuple[Found, list[Rejected]]]:
    """Give what lists the stories of the pages at the paths, or those of the archive where there are no paths, and what was not read.

    What lists them takes how many (None: all) and of how many independent tellings at the least. Raises InputError where no page could be read.
    """
    asked = list(paths)
    if asked:
        with of_paths(asked, settings, progress) as (archive, summary), archive.reading() as connection:
            if not summary.read:
                raise InputError(
                    "; ".join(f"{one.input}: {one.reason}: {one.detail}" for one in summary.rejected[:_MEANT]) or "nothing to read"
                )
            yield (lambda most, least: rows(connection, all_stories(connection, most=most, min_tellings=least))), summary.rejected
        return
    with open_archive(where) as archive, archive.reading() as connection:
        yield (lambda most, least: rows(connection, all_stories(connection, most=most, min_tellings=least))), []


def story_row(where: str, name: str) -> StoryRow:
    """Return one story of the archive with its articles and why they are in it; raises as `brief` does."""
    with open_archive(where) as archive, archive.reading() as connection:
        return next(rows(connection, [meant_story(connection, name)]))


@contextmanager
def of_paths(paths: Iterable[str], settings: Settings, progress: Progress | None = None) -> Iterator[tuple[Archive, Summary]]:
    """Give a private archive of the pages at the paths, gone afterwards; its stories are found and not resolved."""
    check_settings(settings)
    settings = with_names(settings)
    with in_memory() as archive:
        summary = add_pages(archive, _told(pages_of(paths, settings), progress), settings=settings, resolve=False)
        yield archive, summary


def _told(found: Iterable[Page | Rejected], progress: Progress | None) -> Iterator[Page | Rejected]:
    for number, item in enumerate(found, 1):
        if progress is not None:
            progress("inputs", number, 0)
        yield item
