"""One request and its answer, with every cap on it; what goes wrong becomes a Failure with its reason."""

import ssl
import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import httpcore
import httpx

from tellings.ingest.fetching import decoding
from tellings.ingest.fetching.failures import Failure
from tellings.ingest.fetching.guard import Guard
from tellings.ingest.fetching.limits import Limits
from tellings.ingest.fetching.network import ALLOWANCE, Allowance, GuardedBackend, Network
from tellings.ingest.received import MOST_HEAD
from tellings.model.articles import AnswerHead

# Statuses whose body is the page.
PAGE: Final = frozenset({200, 203})
# Headers hold bytes; as Latin-1 every byte is a character, and goes back as it came.
AS_BYTES: Final = "latin-1"
_NOT_READ: Final = ("image/", "audio/", "video/", "font/")
# Room for headers and for the framing of chunks, beside the body.
_BESIDE: Final = 1_000_000
_SMALL: Final = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said: `raw` is the decoded body of a page, b"" for every other status."""

    status: int
    headers: httpx.Headers
    raw: bytes = field(repr=False, default=b"")
    head: AnswerHead | None = None


class Budget:
    """The seconds that the exchanges for one address may still take together."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds


class Exchange:
    """Asks guarded servers over connections that are kept and shared; safe to use from several threads."""

    def __init__(self, guard: Guard, network: Network, limits: Limits) -> None:
        self._limits = limits
        self._pool = httpcore.ConnectionPool(
            ssl_context=network.trust or trusted(),
            max_keepalive_connections=limits.hosts_at_once,
            keepalive_expiry=limits.silence,
            http1=True,
            http2=False,
            network_backend=GuardedBackend(guard, network),
        )

    def close(self) -> None:
        """Close all connections; the next exchange opens new ones."""
        self._pool.close()

    def get(self, url: httpx.URL, headers: Mapping[str, str], budget: Budget, *, cap: int, cut: bool = False) -> Answer:
        """Return the answer to a GET. What it took is taken off the budget.

        Raises Failure where there is no whole answer: no connection, no HTTP, too slow, too large, damaged.
        """
        began = time.monotonic()
        allowance = Allowance(budget.left, 2 * cap + _BESIDE)
        token = ALLOWANCE.set(allowance)
        try:
            try:
                return self._get(url, headers, cap, cut=cut)
            except (httpcore.NetworkError, httpcore.RemoteProtocolError):
                if not allowance.stale:
                    raise
            # RFC 9112, 9.3.1: a connection that was closed while it lay idle is no failure of the request.
            return self._get(url, headers, cap, cut=cut)
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, ssl.SSLError) as error:
            raise why_not(error) from error
        finally:
            ALLOWANCE.reset(token)
            budget.left -= time.monotonic() - began

    def _get(self, url: httpx.URL, headers: Mapping[str, str], cap: int, *, cut: bool) -> Answer:
        times = {"connect": self._limits.connect, "read": self._limits.silence, "write": self._limits.silence}
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        sent = [(b"Host", url.netloc), *((name.encode("ascii"), value.encode(AS_BYTES)) for name, value in headers.items())]
        with self._pool.stream("GET", target, headers=sent, extensions={"timeout": times}) as response:
            received = httpx.Headers(response.headers, encoding=AS_BYTES)
            length = received.get("content-length", "")
            if response.status not in PAGE:
                if length.isdecimal() and int(length) <= _SMALL:
                    # Read to its end, the connection serves the next request too. What goes wrong here is not asked about.
                    with suppress(httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, Failure):
                        deque(response.iter_stream(), maxlen=0)
                return Answer(status=response.status, headers=received)
            kind = received.get("content-type", "").strip().lower()
            if kind.startswith(_NOT_READ):
                raise Failure("unsupported-type", f"the server says it is {kind.partition(';')[0][:60]}, which is not read")
            if length.isdecimal() and int(length) > cap and not cut:
                raise decoding.too_large(cap)
            raw = decoding.decoded(response.iter_stream(), received.get("content-encoding", ""), cap, cut=cut)
        return Answer(status=response.status, headers=received, raw=raw, head=_head(response))


def _head(response: httpcore.Response) -> AnswerHead | None:
    """What stood before the body, as received; None where it is of a size that no honest server sends."""
    if sum(len(name) + len(value) for name, value in response.headers) > MOST_HEAD:
        return None
    version, reason = (response.extensions.get(name, b"") for name in ("http_version", "reason_phrase"))
    return AnswerHead(
        version=version.decode("ascii", "replace") or "HTTP/1.1", status=response.status, reason=reason.decode(AS_BYTES),
        fields=tuple((name.decode(AS_BYTES), value.decode(AS_BYTES)) for name, value in response.headers),
    )  # fmt: skip


@cache
def trusted() -> ssl.SSLContext:
    """Return whom TLS trusts where nothing else is said: the certificates of certifi."""
    return httpx.create_ssl_context(trust_env=False)


def why_not(error: Exception) -> Failure:
    """Return the failure that an error of HTTP or the network is."""
    why = " ".join(str(error).split())
    if isinstance(error, httpcore.ConnectTimeout):
        return Failure("unreachable", "timeout: no connection in time", passing=True)
    if isinstance(error, httpcore.TimeoutException):
        return Failure("unreachable", "timeout: the server fell silent")
    if isinstance(error, httpcore.ConnectError):
        return Failure("unreachable", f"connection: {_plain(error)}", passing=True)
    if isinstance(error, httpcore.RemoteProtocolError) and "without sending a response" in why:
        return Failure("unreachable", "connection: closed before an answer", passing=True)
    if isinstance(error, httpcore.RemoteProtocolError) and "closed connection" in why:
        return Failure("unreachable", "connection: the answer broke off before its end")
    if isinstance(error, httpcore.ProtocolError):
        return Failure("unreachable", f"the answer is not HTTP: {why[:120]}")
    return Failure("unreachable", f"connection: {_plain(error)}", passing=True)


def _plain(error: Exception) -> str:
    cause = error.__cause__ or error.__context__
    return (cause.strerror if isinstance(cause, OSError) and cause.strerror else str(error)).lower() or "lost"
