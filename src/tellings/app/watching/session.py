"""Watches lists: round after round, until it is told to stop. What a round has written is there for good, whatever ends the run."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import msgspec

from tellings.app import alerting
from tellings.app.archives import Now, Summary, engine_of
from tellings.app.briefs import check_settings, manifest
from tellings.app.contexts import with_names
from tellings.app.watching.kept import ArchiveKept
from tellings.app.watching.means import Means, Tally
from tellings.app.watching.rounds import Round
from tellings.app.watching.times import Schedule, later, seconds_between
from tellings.engine.archiving import ArchiveEngine
from tellings.errors import InputError
from tellings.ingest.addresses import is_address
from tellings.ingest.fetching import Fetcher
from tellings.settings import Settings
from tellings.store import articles, feeds, log, stories, vectors
from tellings.store.opening import Archive, open_archive
from tellings.text.counting import counted

# A robots.txt is good for so long (RFC 9309, 2.4, allows a day).
_ROBOTS_SECONDS: Final = 12 * 3_600
# The clock may be set while nothing is due: it is looked at this often.
_LONGEST_WAIT: Final = 3_600
# A clock that stands this far behind what the archive has noted was set back.
_BEHIND: Final = 60


@dataclass(slots=True, kw_only=True)
class Report:
    """What one round did: `number` counts from 1, `resolved` the stories that were resolved anew, `note` is a line where something is odd."""

    number: int
    at: str
    tally: Tally = field(default_factory=Tally)
    summary: Summary = field(default_factory=Summary)
    resolved: int = 0
    note: str | None = None

    def lines(self) -> Iterator[str]:
        """Yield the lines for a person: one for the round, and one for each list that gave nothing."""
        if self.note is not None:
            yield self.note
        yield from (f"{one.feed}: {one.reason}: {one.detail}; asked again in {_length(one.again)}" for one in self.tally.troubles)
        tally = self.tally
        aside = [f"{tally.unchanged:,} unchanged"] if tally.unchanged else []
        aside += [f"{len(tally.troubles):,} not read"] if tally.troubles else []
        parts = [counted(tally.feeds, "feed") + (f" ({', '.join(aside)})" if aside else ""), f"{counted(tally.fetched, 'page')} fetched"]
        parts += [
            f"{count:,} {what}"
            for count, what in ((tally.same, "the same as before"), (tally.gone, "gone"), (tally.later, "tried again later"))
            if count
        ]
        yield f"{self.at}: {', '.join(parts)}; {self.summary.line()}"
        yield from self.summary.alerts.lines()

    def as_json(self) -> bytes:
        """Return the round as one line of JSON."""
        tally, outcomes = self.tally, self.summary.outcomes
        return msgspec.json.encode({
            "round": self.number, "at": self.at, "feeds": tally.feeds, "unchanged": tally.unchanged, "fetched": tally.fetched, "same": tally.same,
            "gone": tally.gone, "later": tally.later, "added": outcomes["added"], "versions": outcomes["version"], "known": outcomes["known"],
            "rejected": outcomes["rejected"], "reasons": dict(sorted(self.summary.reasons.items())), "resolved": self.resolved, "articles": self.summary.articles,
            "stories": self.summary.stories, "note": self.note,
            "alerts": [alerting.payload(one, follow) for one in self.summary.alerts.new if (follow := self.summary.alerts.follows.get(one.follow))],
            "problems": self.summary.alerts.problems,
            "troubles": [{"feed": one.feed, "reason": one.reason, "detail": one.detail, "again_seconds": one.again} for one in tally.troubles],
        })  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooks:
    """What a watch asks of the world. `wait(seconds)` returns when so much time has passed or a stop is asked for; `tell` is called after each round."""

    now: Now
    wait: Callable[[float], object]
    stop: Callable[[], bool]
    tell: Callable[[Report], None]


def watch(where: str, lists: Iterable[str], schedule: Schedule, *, settings: Settings, hooks: Hooks) -> bool:
    """Ask the lists again and again, and add what they name to the archive, which is made where there is none; return True where a list was read.

    Comes to its end after one round where `schedule.once` says so, else when `hooks.stop()` is true: what is fetched by then is added. Raises
    InputError for a file that is not there, ConfigError and StoreError as `archives.add` does.
    """
    roots = tuple(dict.fromkeys(lists))
    for root in roots:
        if not is_address(root) and not Path(root).is_file():
            raise InputError(
                f"{root}: there is no such file; watch takes files and addresses of feeds, sitemaps, OPML and lists of addresses"
            )
    check_settings(settings)
    settings = with_names(settings)
    with open_archive(where, "create") as archive:
        return _Session(
            engine=engine_of(archive, settings, hooks.now), settings=settings, schedule=schedule, roots=roots, hooks=hooks
        ).run()


@dataclass(slots=True, kw_only=True)
class _Session:
    engine: ArchiveEngine
    settings: Settings
    schedule: Schedule
    roots: tuple[str, ...]
    hooks: Hooks
    number: int = 0
    read: bool = False

    @property
    def _archive(self) -> Archive:
        return self.engine.archive

    def run(self) -> bool:
        """Go round until a stop is asked for, or once."""
        with self._noted() as run:
            while not self.hooks.stop():
                began = self.hooks.now()
                kept = ArchiveKept(self._archive)
                with Fetcher(self.settings, kept=kept) as fetcher:
                    while not self.hooks.stop() and 0 <= seconds_between(began, self.hooks.now()) < _ROBOTS_SECONDS:
                        fetcher.begin_round()
                        self._round(run, fetcher, kept)
                        kept.forget()
                        if self.schedule.once:
                            return self.read
                        self._wait()
        return self.read

    def _round(self, run: int, fetcher: Fetcher, kept: ArchiveKept) -> None:
        self.number += 1
        report = Report(number=self.number, at=self.hooks.now())
        report.note = self._clock(report.at)
        means = Means(
            engine=self.engine, settings=self.settings, schedule=self.schedule, roots=self.roots, fetcher=fetcher, kept=kept, now=self.hooks.now,
            stop=self.hooks.stop, first=self.number == 1,
        )  # fmt: skip
        before = alerting.last(self._archive)
        one = Round(means=means, tally=report.tally)
        for arrivals in self.engine.add(one.batches(), run):
            one.written()
            report.summary.take(arrivals)
        one.finish()
        self.read = self.read or report.tally.feeds > len(report.tally.troubles) or any(not is_address(root) for root in self.roots)
        report.resolved = self._resolve()
        report.summary.alerts = alerting.attend(self._archive, settings=self.settings, after=before, now=self.hooks.now)
        with self._archive.reading() as connection:
            report.summary.articles, report.summary.stories = articles.count(connection), stories.count(connection)
            vectors.catch_up(connection)
        self.hooks.tell(report)

    def _resolve(self) -> int:
        """Resolve what has changed, as far as there is no hurry: what is left is resolved when it is read."""
        if self.hooks.stop():
            return 0
        with self._archive.reading() as connection:
            names = stories.stale(connection)
        done = 0
        for _ in self.engine.resolve(names):
            done += 1
            if self.hooks.stop():
                break
        return done

    def _wait(self) -> None:
        """Return when something is due, or a stop is asked for."""
        from_files = any(not is_address(root) for root in self.roots)
        files = later(self.hooks.now(), self.schedule.gap(None)) if from_files else None
        while not self.hooks.stop():
            now = self.hooks.now()
            with self._archive.reading() as connection:
                held = feeds.feeds(connection, self.roots).values()
                pages = feeds.next_due(connection)
                is_due = bool(feeds.due(connection, now, most=1))
            if is_due or any(self.schedule.is_due(feed.checked, feed.due, feed.held, now) for feed in held):
                return
            soonest = min((one for one in (files, pages, *(feed.due for feed in held)) if one is not None), default=now)
            if soonest <= now:
                return
            self.hooks.wait(min(_LONGEST_WAIT, max(1, seconds_between(now, soonest))))

    def _clock(self, now: str) -> str | None:
        with self._archive.reading() as connection:
            last = feeds.last_checked(connection)
        if last and seconds_between(now, last) > _BEHIND:
            return (
                f"the clock stands at {now}, before the last round ({last}): was it set back? What comes is noted under the time it shows"
            )
        return None

    @contextmanager
    def _noted(self) -> Iterator[int]:
        """Note the run from its begin to its end, which is "done" after one round and "stopped" otherwise."""
        told: Mapping[str, Any] = msgspec.to_builtins(manifest((), self.settings))
        with self._archive.writing() as connection:
            run = log.begin_run(connection, "watch", self.hooks.now(), told)
        finished = False
        try:
            yield run
            finished = self.schedule.once and not self.hooks.stop()
        finally:
            with self._archive.writing() as connection:
                log.end_run(connection, run, self.hooks.now(), "done" if finished else "stopped")


def _length(seconds: int) -> str:
    """The two largest units of the length of time that it has: 1h 50m, 1m 20s, 2d."""
    parts = []
    for unit, name in ((86_400, "d"), (3_600, "h"), (60, "m"), (1, "s")):
        count, seconds = divmod(seconds, unit)
        parts.append((count, name))
    first = next((at for at, (count, _) in enumerate(parts) if count), len(parts) - 1)
    return " ".join(f"{count}{name}" for count, name in parts[first : first + 2] if count or first == len(parts) - 1)
