"""Connections that go to checked addresses only, and that end when their time or their bytes are used up.

A name is resolved once for a connection, every answer is checked, and the connection is made to one of these very answers by number: a
second look-up that could say something else does not take place. TLS still asks for, and verifies, the name.
"""

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final

import httpcore

from tellings.ingest.fetching.failures import Failure
from tellings.ingest.fetching.guard import Guard, objection_to_host

Resolver = Callable[[str, int], Iterable[str]]
# A name with more answers than this is served by any of the first.
_TRIED: Final = 4
_PASSING_DNS: Final = frozenset({socket.EAI_AGAIN})


def system_resolver(host: str, port: int) -> list[str]:
    """Return the addresses of the name as the machine's resolver gives them. Raises OSError."""
    found = socket.getaddrinfo(host.encode("ascii"), port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """What lies under fetching: the resolver, the plain connections and whom TLS trusts (None: the certificates of certifi)."""

    resolve: Resolver = system_resolver
    plain: httpcore.NetworkBackend = field(default_factory=httpcore.SyncBackend)
    trust: ssl.SSLContext | None = None


class Allowance:
    """The time and the bytes that one exchange may still use."""

    def __init__(self, seconds: float, received: int) -> None:
        self._total = seconds
        self._until = time.monotonic() + seconds
        self._received = received
        # True while nothing was heard but over a connection that was open before: it may have been closed at the other end meanwhile.
        self.stale = True

    def left(self, wanted: float | None) -> float:
        """Return the seconds to wait at most, `wanted` or less. Raises Failure where the time is over."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise self.over()
        return left if wanted is None else min(left, wanted)

    def over(self) -> Failure:
        """Return the failure of an exchange whose time is over."""
        return Failure("unreachable", "timeout: the time for this address is used up")

    def is_over(self) -> bool:
        """Return True where no time is left, give or take the clock's own step."""
        return self._until - time.monotonic() < 0.005

    def take(self, count: int) -> None:
        """Count bytes as received. Raises Failure where there are more than allowed, the headers' and the framing's included."""
        self._received -= count
        self.stale = self.stale and not count
        if self._received < 0:
            raise Failure("too-large", "the server goes on sending beyond every limit")


# A connection is used by one exchange at a time, on the thread of that exchange.
ALLOWANCE: Final[ContextVar[Allowance]] = ContextVar("ALLOWANCE")


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to what the guard lets pass, and to nothing else."""

    def __init__(self, guard: Guard, network: Network) -> None:
        self._guard = guard
        self._network = network

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Return a connection to an address of the host that was checked. Raises Failure, or what httpcore raises."""
        allowance = ALLOWANCE.get()
        allowance.stale = False
        last: Exception = Failure("unreachable", f"DNS: {host} has no address")
        for address in self._checked(host, port, allowance.left(timeout))[:_TRIED]:
            try:
                stream = self._network.plain.connect_tcp(address, port, allowance.left(timeout), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
            else:
                return GuardedStream(stream)
        raise last

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        """Raise Failure: a page never comes from a socket of this machine."""
        raise Failure("refused", "a socket of this machine is not fetched from")

    def _checked(self, host: str, port: int, seconds: float) -> list[str]:
        objection = objection_to_host(host)
        if objection is not None:
            raise Failure("refused", f"the host {host!r} is {objection}")
        objection = self._guard.objection_to_port(port)
        if objection is not None:
            raise Failure("refused", objection)
        addresses = [host] if _is_number(host) else _resolved(self._network.resolve, host, port, seconds)
        for address in addresses:
            # One bad answer among good ones is no accident: nobody serves news from both.
            objection = self._guard.objection(address)
            if objection is not None:
                raise Failure("refused", f"{address} is {objection}" if address == host else f"{host} is {address}, {objection}")
        return addresses


class GuardedStream(httpcore.NetworkStream):
    """A connection whose every wait ends with the allowance of the exchange."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what came, b"" at the end. Raises Failure where time or bytes are used up, or what httpcore raises."""
        allowance = ALLOWANCE.get()
        try:
            data = self._inner.read(max_bytes, allowance.left(timeout))
        except httpcore.ReadTimeout as error:
            if allowance.is_over():
                raise allowance.over() from error
            raise
        allowance.take(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of the buffer. Raises Failure where time is used up, or what httpcore raises."""
        self._inner.write(buffer, ALLOWANCE.get().left(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None) -> "GuardedStream":
        """Return the connection under TLS, the server's name verified. Raises Failure where TLS fails, or what httpcore raises."""
        try:
            return GuardedStream(self._inner.start_tls(ssl_context, server_hostname, ALLOWANCE.get().left(timeout)))
        except httpcore.ConnectError as error:
            self._inner.close()
            if isinstance(error.__cause__ or error.__context__, ssl.SSLError):
                raise Failure("unreachable", f"TLS: {_why_tls(error)}") from error
            raise
        except BaseException:
            self._inner.close()
            raise

    def get_extra_info(self, info: str) -> Any:
        """Return what httpcore wants to know of the socket."""
        return self._inner.get_extra_info(info)


def _is_number(host: str) -> bool:
    return ":" in host or host.rpartition(".")[2].isdigit()


def _why_tls(error: Exception) -> str:
    cause = error.__cause__ or error.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"the certificate is not valid ({cause.verify_message})"
    return str(getattr(cause, "reason", None) or error).replace("_", " ").lower()


def _resolved(resolve: Resolver, host: str, port: int, seconds: float) -> list[str]:
    """Return the answers for the name. The system's look-up cannot be given a time, so a thread is left behind where it takes too long."""
    answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            answers.put(list(resolve(host, port)))
        except Exception as error:
            answers.put(error)

    threading.Thread(target=look_up, name="tellings-dns", daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty as error:
        raise Failure("unreachable", f"DNS: no answer for {host} in time", passing=True) from error
    if isinstance(answer, socket.gaierror):
        raise Failure("unreachable", f"DNS: {host}: {answer.strerror or answer}", passing=answer.errno in _PASSING_DNS) from answer
    if isinstance(answer, Exception):
        raise Failure("unreachable", f"DNS: {host}: {answer}") from answer
    return answer
