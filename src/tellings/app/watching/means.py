"""What a round of watching works with, and what it counts."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from queue import Empty, Full, Queue
from typing import Final

from tellings.app.watching.kept import ArchiveKept
from tellings.app.watching.times import Schedule
from tellings.engine.archiving import ArchiveEngine
from tellings.ingest.fetching import Fetcher
from tellings.ingest.received import Listed, Received
from tellings.model.articles import Rejected
from tellings.settings import Settings
from tellings.store.opening import Archive

# How soon a stop is noticed while a server is waited for, and how many answers wait to be taken.
_GLANCE: Final = 0.1
_HELD: Final = 8

Came = Received | Rejected


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A list that gave nothing: the reason, a line for a person, and the seconds until it is asked again."""

    feed: str
    reason: str
    detail: str
    again: int


@dataclass(slots=True, kw_only=True)
class Tally:
    """What came of the asking. `same` counts pages that were asked again and have not changed, `gone` those that are no more, `later` those
    that gave no answer and are tried again.
    """

    feeds: int = 0
    unchanged: int = 0
    fetched: int = 0
    same: int = 0
    gone: int = 0
    later: int = 0
    troubles: list[Trouble] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a round works with. `roots` are the addresses and files that the user names; `now` gives the time, `stop` whether to come to an end;
    `first` is true in the first round of a run.
    """

    engine: ArchiveEngine
    settings: Settings
    schedule: Schedule
    roots: tuple[str, ...]
    fetcher: Fetcher
    kept: ArchiveKept
    now: Callable[[], str]
    stop: Callable[[], bool]
    first: bool = False

    @property
    def archive(self) -> Archive:
        """The archive that is added to."""
        return self.engine.archive

    def fetched(self, wanted: Sequence[str | Listed]) -> Iterator[Came]:
        """Yield what comes of the addresses, in their order; ends early where a stop is asked for."""
        if not wanted:
            return
        came: Queue[Came | BaseException | None] = Queue(_HELD)
        left = threading.Event()

        def put(item: Came | BaseException | None) -> bool:
            while not left.is_set():
                try:
                    came.put(item, timeout=_GLANCE)
                except Full:
                    continue
                return True
            return False

        def ask() -> None:
            try:
                # a server that takes its time must not hold up the signal that asks us to stop
                for item in self.fetcher.fetch(wanted):
                    if not put(item):
                        return
                put(None)
            except BaseException as error:  # it is raised where the answers are taken
                put(error)

        thread = threading.Thread(target=ask, name="tellings-watch", daemon=True)
        thread.start()
        try:
            while not self.stop():
                try:
                    item = came.get(timeout=_GLANCE)
                except Empty:
                    continue
                if item is None:
                    return
                if isinstance(item, BaseException):
                    raise item
                yield item
        finally:
            left.set()
            thread.join(None if not self.stop() else _GLANCE)
