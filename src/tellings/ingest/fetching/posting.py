"""Sends a little JSON to an address that the user names: guarded as fetching is, with a time limit and retries, never redirected."""

import time
from collections.abc import Mapping
from types import TracebackType
from typing import Final, Self

import httpcore
import httpx
import stamina

from tellings.ingest.fetching.addresses import cleaned
from tellings.ingest.fetching.agent import user_agent
from tellings.ingest.fetching.exchange import trusted, why_not
from tellings.ingest.fetching.failures import Cause, Failure
from tellings.ingest.fetching.guard import Guard
from tellings.ingest.fetching.limits import LIMITS, Limits
from tellings.ingest.fetching.network import ALLOWANCE, Allowance, GuardedBackend, Network
from tellings.settings import Settings

_PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
# What a server answers is of no use but for its status.
_ANSWER: Final = 100_000


class Poster:
    """Posts to addresses under the settings; a context manager, which closes its connections."""

    def __init__(self, settings: Settings, *, network: Network | None = None, limits: Limits = LIMITS) -> None:
        self._settings = settings
        self._limits = limits
        self._guard = Guard(allow_private=settings.allow_private)
        self._network = network or Network()
        self._pool = httpcore.ConnectionPool(
            ssl_context=self._network.trust or trusted(),
            http1=True,
            http2=False,
            network_backend=GuardedBackend(self._guard, self._network),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._pool.close()

    def post(self, address: str, body: bytes, headers: Mapping[str, str]) -> Cause | None:
        """Send the body to the address; return why it did not arrive, None where the server says that it has it (2xx)."""
        until = time.monotonic() + self._settings.fetch_timeout

        def again(error: Exception) -> bool | float:
            if not isinstance(error, Failure) or not error.cause.passing or time.monotonic() >= until:
                return False
            return True if error.cause.wait is None else error.cause.wait

        first = self._limits.retry_first
        try:
            url = cleaned(address, self._guard)
            for attempt in stamina.retry_context(
                on=again, attempts=self._settings.fetch_retries + 1, timeout=None, wait_initial=first, wait_max=self._limits.retry_most, wait_jitter=first
            ):  # fmt: skip
                with attempt:
                    self._once(url, body, headers, max(0.1, until - time.monotonic()))
        except Failure as failure:
            return failure.cause
        return None

    def _once(self, url: httpx.URL, body: bytes, headers: Mapping[str, str], seconds: float) -> None:
        times = {
            "connect": min(seconds, self._limits.connect),
            "read": min(seconds, self._limits.silence),
            "write": min(seconds, self._limits.silence),
        }
        told = {
            "Host": url.netloc.decode("ascii"),
            "User-Agent": user_agent(self._settings.user_agent),
            "Content-Type": "application/json",
            **headers,
        }
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        sent = [(name.encode("ascii"), value.encode("latin-1")) for name, value in (told | {"Content-Length": str(len(body))}).items()]
        token = ALLOWANCE.set(Allowance(seconds, _ANSWER))
        try:
            with self._pool.stream("POST", target, headers=sent, content=body, extensions={"timeout": times}) as response:
                status = response.status
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError) as error:
            raise why_not(error) from error
        finally:
            ALLOWANCE.reset(token)
        if 200 <= status < 300:
            return
        if 300 <= status < 400:
            raise Failure("refused", f"status {status}: a redirect, which is not followed")
        raise Failure(
            "unreachable" if status in _PASSING else "refused", f"status {status}: the server did not take it", passing=status in _PASSING
        )
