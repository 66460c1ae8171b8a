"""A real server on 127.0.0.1 that answers byte for byte as a test tells it, and a network on which public names lead to it alone."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import httpcore

from tellings.ingest.fetching import Fetcher, Kept
from tellings.ingest.fetching.limits import Limits
from tellings.ingest.fetching.network import Network
from tellings.settings import Settings

# A number of the public internet; nothing is ever sent there.
PUBLIC = "93.184.216.34"
OTHER = "93.184.216.35"
CERTIFICATE = Path(__file__).with_name("news.example.pem")
# No test waits long between tries. Times are those of a user: a test that needs a short one says so.
QUICK = Limits(retry_first=0.01, retry_most=0.05, retry_after=1.0)


@dataclass
class Request:
    path: str
    headers: dict[str, str]
    began: float


Behaviour = bytes | Callable[[socket.socket], None] | Callable[[socket.socket, Request], None]


def answer(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """Return the bytes of a plain answer; `content_type` becomes `Content-Type`."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    given.setdefault("content-length", str(len(body)))
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in given.items())]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def html(words: str = "The bridge was closed on Monday.") -> bytes:
    return answer(f"<p>{words}</p>".encode(), content_type="text/html; charset=utf-8")


def moved(to: str, status: str = "302 Found", **headers: str) -> bytes:
    return answer(b"", status, location=to, **headers)


NO_ROBOTS = answer(b"", "404 Not Found")


@dataclass
class Server:
    """Serves `pages` by path; a list is served one by one, its last for ever."""

    pages: dict[str, Behaviour | list[Behaviour]]
    tls: bool = False
    requests: list[Request] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.pages.setdefault("/robots.txt", NO_ROBOTS)
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._sockets: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]
        self._context = None
        if self.tls:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(CERTIFICATE)
            self._context.sni_callback = lambda _socket, name, _context: self.names.append(name)
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            for one in self._sockets:
                one.close()

    def paths(self) -> list[str]:
        return [request.path for request in self.requests if request.path != "/robots.txt"]

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                one, _ = self._listener.accept()
            except OSError:
                return
            one.settimeout(5)
            with self._lock:
                self._sockets.append(one)
            threading.Thread(target=self._serve, args=(one,), daemon=True).start()

    def _serve(self, one: socket.socket) -> None:
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            if self._context is not None:
                one = stack.enter_context(self._context.wrap_socket(one, server_side=True))
            stack.enter_context(one)
            while self._request(one):
                pass

    def _request(self, one: socket.socket) -> bool:
        """Answer one request; True where the connection stays open for another."""
        head = b""
        while b"\r\n\r\n" not in head:
            data = one.recv(4096)
            if not data:
                return False
            head += data
        first, *lines = head.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        request = Request(first.split(" ")[1], headers, time.monotonic())
        with self._lock:
            self.requests.append(request)
            told = self.pages.get(request.path, answer(b"", "404 Not Found"))
            if isinstance(told, list):
                told = told.pop(0) if len(told) > 1 else told[0]
        if isinstance(told, bytes):
            one.sendall(told)
        elif told.__code__.co_argcount == 2:
            told(one, request)
        else:
            told(one)
        return isinstance(told, bytes)


class Rerouted(httpcore.SyncBackend):
    """Connections to chosen numbers lead to servers of the test; to all others, none is made."""

    def __init__(self, routes: dict[str, int]) -> None:
        self.routes = routes
        self.dialled: list[tuple[str, int]] = []

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        self.dialled.append((host, port))
        if host not in self.routes:
            raise httpcore.ConnectError("no route in this test")
        return super().connect_tcp("127.0.0.1", self.routes[host], timeout, local_address, socket_options)


class Names:
    """A resolver that knows the names it is given; a list of lists is answered one by one, the last for ever."""

    def __init__(self, **names: list[str] | list[list[str]]) -> None:
        self.names = {name.replace("_", "."): found for name, found in names.items()}
        self.asked: list[str] = []

    def __call__(self, host: str, _port: int) -> list[str]:
        self.asked.append(host)
        found = self.names.get(host)
        if found is None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if isinstance(found[0], list):
            return found.pop(0) if len(found) > 1 else found[0]
        return found


def settings(**given) -> Settings:
    """Settings for a server that is to be reached at its number; a fault of ours fails the test."""
    return Settings(**{"fetch_delay": 0.0, "fetch_timeout": 20.0, "fetch_retries": 0, "allow_private": True, "strict": True} | given)


def fetched(server: Server, *paths: str, limits: Limits = QUICK, kept: Kept | None = None, **given) -> list:
    """Fetch paths of the server by its number."""
    with Fetcher(settings(**given), limits=limits, kept=kept) as fetcher:
        return list(fetcher.fetch(f"http://127.0.0.1:{server.port}{path}" for path in paths))


def public(addresses: Iterable[str], names: Names, plain: Rerouted, *, trust: ssl.SSLContext | None = None, **given) -> list:
    """Fetch addresses as on the public internet, private addresses shut."""
    network = Network(resolve=names, plain=plain, trust=trust)
    with Fetcher(settings(**{"allow_private": False} | given), network=network, limits=QUICK) as fetcher:
        return list(fetcher.fetch(addresses))


def drip(start: bytes, piece: bytes = b"a", every: float = 0.05) -> Callable[[socket.socket], None]:
    """Send the start, then a piece again and again until the other side has enough."""

    def behave(one: socket.socket) -> None:
        one.sendall(start)
        while True:
            time.sleep(every)
            one.sendall(piece)

    return behave


def endless(start: bytes, piece: bytes) -> Callable[[socket.socket], None]:
    return drip(start, piece, 0.0)
