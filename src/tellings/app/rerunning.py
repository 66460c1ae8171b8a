"""Makes an archive again from its own pages, in the logged order of arrival, and says whether it came out the same."""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from sqlalchemy import Connection, select

from tellings.app import archives
from tellings.app.briefs import manifest
from tellings.app.contexts import with_names
from tellings.engine.archiving import arrive
from tellings.engine.judging import Deciding
from tellings.engine.placing import Placing
from tellings.errors import ConfigError, StoreError
from tellings.model.articles import Page, Rejected
from tellings.settings import Settings
from tellings.store import articles, digests, follows, judgements, log, migrations, returning, stories
from tellings.store.forgetting import FORGOTTEN
from tellings.store.judgements import Judgement
from tellings.store.opening import Archive, open_archive
from tellings.store.tables import FEEDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Rerun:
    """How the archive that was made anew compares: tables whose rows differ, and settings and stages that were others at the time.

    `forgotten` are the inputs that took part at the time and are gone: stories that they founded or held together come out otherwise.
    """

    inputs: int
    articles: int
    stories: int
    differ: tuple[str, ...]
    changed: tuple[str, ...]
    forgotten: int = 0


def rerun(where: str, into: str, *, settings: Settings | None = None, progress: archives.Progress | None = None) -> Rerun:
    """Make the archive `where` again as `into`, from its stored pages and judgements in the order in which they came, and compare the two.

    The same version of Tellings with the same settings gives the same rows. Raises ConfigError where `into` is a file that is there or a database that holds
    an archive with something in it (`where` itself, too), StoreError where an archive cannot be read or written.
    """
    settings = with_names(settings or Settings())
    if "://" not in into and Path(into).exists():
        raise ConfigError(f"{into} is there already; rerun makes a new archive")
    with open_archive(where, "write") as source:
        archives.resolve_stale(archives.engine_of(source, settings))
        with _made(into) as target:
            count = _again(source, target, settings, progress)
            archives.resolve_stale(archives.engine_of(target, settings), progress)
            return _compared(source, target, settings, count)


@contextmanager
def _made(into: str) -> Iterator[Archive]:
    """Give a new archive that is at `into` when the block is left without an error; else nothing of it is, and nothing is in the way of the next try."""
    if "://" in into:
        with open_archive(into, "create") as target:
            _hold_empty(target)
            try:
                yield target
            except BaseException:
                with suppress(StoreError), target.writing() as connection:
                    migrations.withdraw(connection)
                raise
        return
    meant = Path(into)
    coming = meant.with_name(f".{meant.name}.{os.getpid()}")
    try:
        with open_archive(str(coming), "create") as target:
            yield target
        # not replaced: another may have been made meanwhile
        os.link(coming, meant)
    except OSError as error:
        raise StoreError(f"{into} cannot be made: {error.strerror or error}") from error
    finally:
        for end in ("", "-wal", "-shm", "-journal", ".vectors"):
            with suppress(OSError):
                Path(f"{coming}{end}").unlink(missing_ok=True)


def _hold_empty(target: Archive) -> None:
    """A database is there before the archive in it is: what counts is that nothing has come to it."""
    with target.reading() as connection:
        held = (log.last_arrival(connection), log.runs(connection), judgements.last(connection), articles.count(connection))
        if any(held) or follows.follows(connection) or connection.execute(select(FEEDS.c.url).limit(1)).first():
            raise ConfigError(f"{target.name} holds an archive already; rerun makes a new archive")


def _again(source: Archive, target: Archive, settings: Settings, progress: archives.Progress | None) -> int:
    engine = archives.engine_of(target, settings)
    placing = Placing()
    done = 0
    with source.reading() as reading:
        total = log.last_arrival(reading)
        judged = deque(judgements.every(reading))
        with target.writing() as connection:
            for run in log.runs(reading):
                log.put_run(connection, run)
        for logged in _batches(reading):
            given = [_page(reading, one) for one in logged]
            found = iter(next(engine.engine.analyse([[one for one in given if one is not None]]), []))
            with target.writing() as connection:
                placing.catch_up(connection)
                for one, page in zip(logged, given, strict=True):
                    if page is None:
                        log.put_arrival(connection, one)
                        if one.outcome == FORGOTTEN and one.detail is not None:
                            articles.retire(connection, [int(one.detail)])
                        continue
                    noted = replace(one, outcome="known", article=None, reason=None, detail=None)
                    arrive(connection, placing, next(found), noted)
                placing.settle()
                placing.finish()
            _judged_again(target, placing, judged)
            done += len(logged)
            if progress is not None:
                progress("inputs", done, total)
    return done


def _judged_again(target: Archive, placing: Placing, judged: deque[Judgement]) -> None:
    """Decide anew what persons decided when no more than this had arrived."""
    while judged:
        with target.writing() as connection:
            if judged[0].after > log.last_arrival(connection):
                return
            Deciding(connection, placing, anew=True).again(judged.popleft())


def _batches(connection: Connection) -> Iterator[list[log.Arrival]]:
    for _, found in groupby((one for _, one in log.arrivals(connection)), key=lambda one: one.batch):
        yield list(found)


def _page(connection: Connection, one: log.Arrival) -> Page | Rejected | None:
    """The page that came, where it was new; None for what was known, and for what had no page: both are only noted again.

    So is a page that a fault kept away and that was read when it came again: its article has its place by then.
    """
    if one.page is None or one.outcome not in ("added", "version", "rejected"):
        return None
    page = articles.page(connection, one.page)
    if page is None or (one.outcome == "rejected" and one.reason == "fault" and returning.lineage(connection, page) is not None):
        return None
    return replace(page, input=one.input)


def _compared(source: Archive, target: Archive, settings: Settings, count: int) -> Rerun:
    with source.reading() as before, target.reading() as after:
        was, now = digests.digests(before), digests.digests(after)
        manifests = [run.manifest for run in log.runs(before)]
        forgotten = sum(1 for _ in log.arrivals(before, outcomes=(FORGOTTEN,)))
        held, found = articles.count(after), stories.count(after)
    here = manifest((), settings)
    told = {"settings": dict(here.settings), "stages": list(here.stages), "tellings": here.tellings}
    changed = sorted({key for made in manifests for key, value in told.items() if _plain(made.get(key)) != _plain(value)})
    differ = tuple(name for name, digest in was.items() if digest != now[name])
    return Rerun(inputs=count, articles=held, stories=found, differ=differ, changed=tuple(changed), forgotten=forgotten)


def _plain(value: object) -> object:
    """Settings come as pairs or as an object."""
    if (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and all(isinstance(one, Sequence) and len(one) == 2 for one in value)
        and value
    ):
        return {str(key): str(held) for key, held in value}
    return value
