"""Worker processes that take items in chunks of like size and give results in the order of the items."""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing.process import BaseProcess
from typing import Any, Final, Generic, Self, TypeVar

from tellings.errors import RetryLater

Job = TypeVar("Job")
Item = TypeVar("Item")
Work = Callable[[Job, Item], tuple[object, ...]]
# Below this many pages a second process costs more (its start, its models) than it brings.
_WORTH_PROCESSES: Final = 12
# A chunk ends with this many characters or items: large enough to make passing it on cheap, small enough to share the end of the work.
_CHUNK_SIZE: Final = 40_000
_CHUNK_ITEMS: Final = 16
# Chunks waiting for each process: what is not yet needed is not built, and what is done does not pile up.
_AHEAD: Final = 3

_job: Any = None


class Workers(Generic[Job]):
    """Worker processes for one run, or this process alone where there is little to do. Leaving it on an error ends them at once."""

    def __init__(self, job: Job, pages: int, processes: int) -> None:
        """Start `processes` workers, or as many as suit the number of pages where it is 0."""
        wanted = processes or (len(os.sched_getaffinity(0)) if pages >= _WORTH_PROCESSES else 1)
        self._job = job
        self._count = wanted
        self._pool: ProcessPoolExecutor | None = None
        self._before: tuple[BaseProcess, ...] = ()
        if wanted > 1 and pages > 1:
            self._before = tuple(multiprocessing.active_children())
            # spawn: a forked child would inherit the locks of the libraries' threads
            self._pool = ProcessPoolExecutor(wanted, multiprocessing.get_context("spawn"), _begin, (job,))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._pool is None:
            return
        if kind is not None:
            for process in multiprocessing.active_children():
                if process not in self._before:
                    process.terminate()
        self._pool.shutdown(cancel_futures=True)

    def map(self, work: Work[Job, Item], items: Iterable[Item], size: Callable[[Item], int]) -> Iterator[tuple[Item, tuple[object, ...]]]:
        """Yield each item with what `work(job, item)` gives, in order. Raises RetryLater where a worker was ended from outside."""
        if self._pool is None:
            for item in items:
                yield item, work(self._job, item)
            return
        chunks = _chunks(items, size)
        waiting: deque[tuple[list[Item], Future[list[tuple[object, ...]]]]] = deque()
        try:
            while True:
                for chunk in islice(chunks, self._count * _AHEAD - len(waiting)):
                    waiting.append((chunk, self._pool.submit(_run, work, chunk)))
                if not waiting:
                    return
                chunk, future = waiting.popleft()
                yield from zip(chunk, future.result(), strict=True)
        except BrokenProcessPool as error:
            raise RetryLater("a worker process was ended from outside, most likely for want of memory; try with --processes 1") from error


def _chunks(items: Iterable[Item], size: Callable[[Item], int]) -> Iterator[list[Item]]:
    chunk: list[Item] = []
    total = 0
    for item in items:
        chunk.append(item)
        total += size(item)
        if total >= _CHUNK_SIZE or len(chunk) == _CHUNK_ITEMS:
            yield chunk
            chunk, total = [], 0
    if chunk:
        yield chunk


def _begin(job: object) -> None:
    """A worker's first step: keep the job, and leave Ctrl-C to the process that started it."""
    global _job  # noqa: PLW0603  # a worker process serves one run
    _job = job
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _run(work: Work[Any, Item], chunk: list[Item]) -> list[tuple[object, ...]]:
    return [work(_job, item) for item in chunk]
