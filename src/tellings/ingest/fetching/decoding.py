"""Content encodings (RFC 9110, 8.4) taken off piece by piece, so that no body grows beyond its cap."""

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Protocol

from tellings.ingest.fetching.failures import Failure

try:
    import brotli  # type: ignore[import-untyped]

    _BROTLI = hasattr(brotli.Decompressor, "can_accept_more_data")  # without it (before 1.2) its output cannot be capped
except ImportError:
    _BROTLI = False

# What is asked for; a server that sends another encoding all the same is not read.
ACCEPTED: Final = "gzip, deflate, br" if _BROTLI else "gzip, deflate"
_PIECE: Final = 65_536
_LAYERS: Final = 2
_MEMBER: Final = b"\x1f\x8b"


class Decoder(Protocol):
    """Takes off one encoding."""

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """Yield what the data decodes to, in pieces of at most about 64 KiB. Raises ValueError where it is damaged."""
        ...

    def finished(self) -> bool:
        """Return True where the encoded stream came to its own end."""
        ...


def decoded(body: Iterable[bytes], encodings: str, cap: int, *, cut: bool = False) -> bytes:
    """Return the body without its encodings.

    Raises Failure `too-large` as soon as it is above `cap` bytes, before or after decoding (with `cut`, the whole lines up to the cap are
    returned instead), and `unreadable` where it is damaged, cut short or in an encoding that was not asked for.
    """
    decoders = _decoders(encodings)
    out = bytearray()
    taken = 0
    for chunk in body:
        taken += len(chunk)
        for piece in _through(decoders, chunk):
            out += piece
            if len(out) > cap:
                break
        if max(taken, len(out)) > cap:
            if cut:
                return bytes(out[: out.rfind(b"\n", 0, cap) + 1])
            raise too_large(cap)
    if taken and not all(decoder.finished() for decoder in decoders):
        raise Failure("unreadable", f"the body's {encodings} encoding ends before its end")
    return bytes(out)


def too_large(cap: int) -> Failure:
    """Return the failure of a body above the cap."""
    return Failure("too-large", f"above the limit of {cap:,} bytes")


def _decoders(encodings: str) -> list[Decoder]:
    names = [name.strip().lower() for name in encodings.split(",")]
    names = [name for name in names if name not in {"", "identity"}]
    unknown = [name for name in names if name not in _KINDS]
    if unknown or len(names) > _LAYERS:
        raise Failure("unreadable", f"the body is encoded as {encodings[:100]!r}, which was not asked for")
    return [_KINDS[name]() for name in reversed(names)]


def _through(decoders: list[Decoder], data: bytes) -> Iterator[bytes]:
    if not decoders:
        yield data
        return
    try:
        for piece in decoders[0].pieces(data):
            yield from _through(decoders[1:], piece)
    except (ValueError, zlib.error) as error:
        raise Failure("unreadable", f"the body's encoding is damaged: {error}") from error


class _Gzip:
    """Takes members that follow one another; whatever else stands after the last is padding, which browsers pass over too."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._after = b""

    def pieces(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._inner.eof:
                data, self._after = self._after + data, b""
                if len(data) < len(_MEMBER):
                    self._after = data
                    return
                if not data.startswith(_MEMBER):
                    return
                self._inner = zlib.decompressobj(zlib.MAX_WBITS | 16)
            yield self._inner.decompress(data, _PIECE)
            data = self._inner.unused_data or self._inner.unconsumed_tail

    def finished(self) -> bool:
        return self._inner.eof


class _Deflate:
    """Takes zlib's format (what the standard means by deflate) and the bare one (what some servers send)."""

    def __init__(self) -> None:
        self._inner: zlib._Decompress | None = None
        self._head = b""

    def pieces(self, data: bytes) -> Iterator[bytes]:
        if self._inner is None:
            self._head += data
            if len(self._head) < 2:
                return
            data, self._head = self._head, b""
            wrapped = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
            self._inner = zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
        while data and not self._inner.eof:
            yield self._inner.decompress(data, _PIECE)
            data = self._inner.unconsumed_tail

    def finished(self) -> bool:
        return self._inner is not None and self._inner.eof


class _Brotli:
    def __init__(self) -> None:
        self._inner = brotli.Decompressor()

    def pieces(self, data: bytes) -> Iterator[bytes]:
        try:
            yield self._inner.process(data, output_buffer_limit=_PIECE)
            while not self._inner.can_accept_more_data():
                yield self._inner.process(b"", output_buffer_limit=_PIECE)
        except brotli.error as error:
            raise ValueError(str(error)) from error

    def finished(self) -> bool:
        return bool(self._inner.is_finished())


_KINDS: Final[dict[str, Callable[[], Decoder]]] = {"gzip": _Gzip, "x-gzip": _Gzip, "deflate": _Deflate}
if _BROTLI:
    _KINDS["br"] = _Brotli
