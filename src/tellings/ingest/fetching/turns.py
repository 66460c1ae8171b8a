"""One polite queue a host: addresses wait for their host's turn, hosts go side by side, results come in the order asked."""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Final

from tellings.ingest.fetching.limits import Limits
from tellings.ingest.received import Received
from tellings.model.articles import Rejected

Result = Received | Rejected
# A rejection takes some memory too.
_LEAST: Final = 1_000


class Call:
    """The addresses of one `fetch`, with the results that wait for those before them. Guarded by the lock of its `Turns`."""

    def __init__(self) -> None:
        self.results: dict[int, Result | BaseException] = {}
        self.head = 0
        self.asked = 0
        self.held = 0
        self.closed = False


class Way:
    """One address on its way: where it stands now (`url`, at `host`), and what it carries from hop to hop."""

    def __init__(self, call: Call, index: int, address: str) -> None:
        self.call = call
        self.index = index
        self.address = address
        self.host = ""
        self.at = ""
        self.pause = 0.0
        self.url: Any = None
        self.luggage: Any = None


class _Host:
    def __init__(self) -> None:
        self.ways: deque[Way] = deque()
        self.busy = False
        self.not_before = 0.0


class Turns:
    """Runs `step` on each way, one at a time for a host and `limits.hosts_at_once` at once, with `way.pause` seconds after each.

    `step` returns the result, or None where the way goes on at another host. Threads live only while there is something to do; `idle` is
    called when no call is left and no way is under way any more, never while a step runs.
    """

    def __init__(self, step: Callable[[Way], Result | None], idle: Callable[[], None], limits: Limits) -> None:
        self._step = step
        self._idle = idle
        self._limits = limits
        self._changed = threading.Condition()
        self._hosts: dict[str, _Host] = {}
        self._waiting: dict[str, _Host] = {}
        self._threads = 0
        self._busy = 0
        self._calls = 0

    def opened(self) -> Call:
        """Return a new call."""
        with self._changed:
            self._calls += 1
        return Call()

    def closed(self, call: Call) -> None:
        """Forget what the call still waits for."""
        with self._changed:
            call.closed = True
            call.results.clear()
            self._calls -= 1
            for name, host in list(self._waiting.items()):
                host.ways = deque(way for way in host.ways if way.call is not call)
                if not host.ways:
                    del self._waiting[name]
            self._rest()
            self._changed.notify_all()

    def put(self, way: Way) -> None:
        """Queue the way at its host."""
        with self._changed:
            self._queued(way.host).ways.append(way)
            self._staff()
            self._changed.notify_all()

    def give(self, way: Way, result: Result | BaseException) -> None:
        """Record the result of a way."""
        with self._changed:
            self._given(way, result)

    def ready(self, call: Call) -> bool:
        """Return True where the next result in order is there."""
        with self._changed:
            return call.head in call.results

    def take(self, call: Call) -> Result:
        """Return the next result in order, waiting for it. Raises what went wrong where that was a fault of ours."""
        with self._changed:
            while call.head not in call.results:
                self._changed.wait()
            result = call.results.pop(call.head)
            call.head += 1
            call.held -= _size(result)
            self._staff()
            self._changed.notify_all()
        if isinstance(result, BaseException):
            raise result
        return result

    def _queued(self, name: str) -> _Host:
        host = self._hosts.get(name)
        if host is None:
            if len(self._hosts) >= self._limits.hosts_known:
                self._forget()
            host = self._hosts[name] = _Host()
        self._waiting[name] = host
        return host

    def _forget(self) -> None:
        now = time.monotonic()
        for name in [n for n, host in self._hosts.items() if not (host.ways or host.busy or host.not_before > now)]:
            del self._hosts[name]

    def _given(self, way: Way, result: Result | BaseException) -> None:
        if not way.call.closed:
            way.call.results[way.index] = result
            way.call.held += _size(result)
        self._changed.notify_all()

    def _staff(self) -> None:
        if self._threads < self._limits.hosts_at_once and any(self._first(host) for host in self._waiting.values()):
            self._threads += 1
            try:
                threading.Thread(target=self._work, name="tellings-fetch", daemon=True).start()
            except RuntimeError:  # the machine gives no more threads: fewer will do, one has to
                self._threads -= 1
                if not self._threads:
                    raise

    def _work(self) -> None:
        while True:
            way = self._next()
            if way is None:
                return
            result: Result | BaseException | None
            try:
                result = self._step(way)
            except BaseException as error:
                result = error
            with self._changed:
                # `step` moved the way on where it leads elsewhere; the host it was at is known to `_next` alone.
                self._left(way)
                if result is not None:
                    self._given(way, result)
                elif not way.call.closed:
                    self._queued(way.host).ways.appendleft(way)
                self._rest()
                self._changed.notify_all()

    def _next(self) -> Way | None:
        with self._changed:
            while True:
                now = time.monotonic()
                soonest: float | None = None
                for name, host in self._waiting.items():
                    way = self._first(host)
                    if way is None:
                        continue
                    if host.not_before <= now:
                        host.ways.remove(way)
                        if not host.ways:
                            del self._waiting[name]
                        host.busy = True
                        self._busy += 1
                        way.at = name
                        self._staff()
                        return way
                    soonest = host.not_before if soonest is None else min(soonest, host.not_before)
                if soonest is None:
                    self._threads -= 1
                    return None
                self._changed.wait(soonest - now)

    def _rest(self) -> None:
        # With the lock held: a step that began meanwhile would lose its connection.
        if not self._calls and not self._busy:
            self._idle()

    def _first(self, host: _Host) -> Way | None:
        for way in () if host.busy else host.ways:
            if way.index == way.call.head or way.call.held < self._limits.held:
                return way
        return None

    def _left(self, way: Way) -> None:
        host = self._hosts[way.at]
        host.busy = False
        self._busy -= 1
        host.not_before = time.monotonic() + way.pause


def _size(result: Result | BaseException) -> int:
    return len(result.raw) if isinstance(result, Received) else _LEAST
