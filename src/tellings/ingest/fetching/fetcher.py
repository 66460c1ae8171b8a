"""Addresses to bytes, politely and safely."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from tellings.errors import ConfigError
from tellings.ingest.fetching.agent import user_agent
from tellings.ingest.fetching.failures import Cause, line, rejected
from tellings.ingest.fetching.keeping import FolderKept, Kept
from tellings.ingest.fetching.limits import LIMITS, Limits
from tellings.ingest.fetching.turns import Call, Turns, Way
from tellings.ingest.received import Listed, Received
from tellings.model.articles import Rejected
from tellings.settings import Settings

if TYPE_CHECKING:
    from tellings.ingest.fetching.following import Follower
    from tellings.ingest.fetching.network import Network

_A_DAY: Final = 86_400


class Fetcher:
    """Fetches addresses over http and https; one for a run, so that each host's robots.txt is asked for once and its delay kept.

    `kept` is where answers are kept; without it, a folder where `settings.keep_folder` names one. `network` is what lies under it, for
    tests. Raises ConfigError where a setting cannot be used. Nothing of HTTP is loaded before the first address.
    """

    def __init__(self, settings: Settings, *, kept: Kept | None = None, network: "Network | None" = None, limits: Limits = LIMITS) -> None:
        _check(settings)
        self._settings = settings
        self._limits = limits
        self._network = network
        self._kept = kept or (FolderKept(Path(settings.keep_folder)) if settings.keep_folder else None)
        self._follower: Follower | None = None
        self._turns = Turns(self._step, self.close, limits)

    def fetch(self, addresses: Iterable[str | Listed]) -> Iterator[Received | Rejected]:
        """Yield for each address, in the order asked, its bytes or the reason why there are none, with the address as `input`.

        Addresses are taken as they are needed, at most `limits.ahead` before the first result; several hosts are asked at once, each one
        request at a time. Calls may run inside one another; they share the queues of the hosts.
        """
        call = self._turns.opened()
        try:
            yield from self._results(call, iter(addresses))
        finally:
            self._turns.closed(call)

    def begin_round(self) -> None:
        """Ask hosts again that gave no answer before, and for each robots.txt that could not be had. Not while something is fetched."""
        if self._follower is not None:
            self._follower.begin_round()

    def wait_asked(self, address: str) -> float | None:
        """Return the seconds that a server asked to wait when it gave no answer for the address this round; None where it asked for none."""
        return None if self._follower is None else self._follower.wait_asked(address)

    def close(self) -> None:
        """Close all connections; a later fetch opens new ones."""
        if self._follower is not None:
            self._follower.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _results(self, call: Call, addresses: Iterator[str | Listed]) -> Iterator[Received | Rejected]:
        more = True
        while True:
            while more and call.asked - call.head < self._limits.ahead and not self._turns.ready(call):
                address = next(addresses, None)
                if address is None:
                    more = False
                else:
                    self._ask(call, address.url if isinstance(address, Listed) else address)
            if call.head == call.asked:
                return
            yield self._turns.take(call)

    def _ask(self, call: Call, address: str) -> None:
        way = Way(call, call.asked, address)
        call.asked += 1
        refusal = self._loaded().start(way)
        if refusal is None:
            self._turns.put(way)
        else:
            self._turns.give(way, refusal)

    def _step(self, way: Way) -> Received | Rejected | None:
        try:
            return self._loaded().step(way)
        except Exception as error:
            if self._settings.strict:
                raise
            return rejected(way.address, Cause(reason="fault", detail=line(f"{type(error).__name__}: {error}")))

    def _loaded(self) -> "Follower":
        if self._follower is None:
            from tellings.ingest.fetching.following import Follower  # noqa: PLC0415  # httpx only where something is fetched
            from tellings.ingest.fetching.network import Network  # noqa: PLC0415

            self._follower = Follower(self._settings, self._limits, self._network or Network(), self._kept)
        return self._follower


def _check(settings: Settings) -> None:
    user_agent(settings.user_agent)
    if not 0 < settings.fetch_timeout <= _A_DAY:
        raise ConfigError(f"fetch_timeout: {settings.fetch_timeout} is not above 0 and at most {_A_DAY} seconds")
    if not 0 <= settings.fetch_delay <= _A_DAY:
        raise ConfigError(f"fetch_delay: {settings.fetch_delay} is not between 0 and {_A_DAY} seconds")
    if settings.fetch_retries < 0:
        raise ConfigError(f"fetch_retries: {settings.fetch_retries} is below 0")
