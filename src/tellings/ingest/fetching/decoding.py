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
# A gzip body has one member, one written in blocks some hundreds; members without content are a way to waste time.
_MEMBERS: Final = 4_096
_MEMBER: Final = b"\x1f\x8b"


class Decoder(Protocol):
    """Takes off one encoding."""

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """Yield what the data decodes to, in pieces of at most about 64 KiB. Raises ValueError where it is damaged."""
        ...

    def finished(self) -> bool:
        """Return True where the encoded stream came to its own end, or never began."""
        ...


def decoded(body: Iterable[bytes], encodings: str, cap: int, *, cut: bool = False) -> bytes:
    """Return the body without its encodings.

    Raises Failure `too-large` as soon as it is above `cap` bytes, before or after decoding (with `cut`, the whole lines up to the cap are
    returned instead), and `unreadable` where it is damaged, cut short or in an encoding that was not asked for.
    """
    decoders = _decoders(encodings)
    pieces = _counted(body, cap)
    for decoder in decoders:
        pieces = _counted(_off(decoder, pieces), cap)
    out = bytearray()
    try:
        for piece in pieces:
            out += piece
    except _OverCap:
        if not cut:
            raise too_large(cap) from None
        return bytes(out[: out.rfind(b"\n") + 1])
    except (ValueError, zlib.error) as error:
        raise Failure("unreadable", f"the body's encoding is damaged: {error}") from error
    if not all(decoder.finished() for decoder in decoders):
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


class _OverCap(Exception):
    """There is more than the cap, before, between or after the encodings."""


def _counted(pieces: Iterable[bytes], cap: int) -> Iterator[bytes]:
    """Pass on up to `cap` bytes. Raises _OverCap where there are more."""
    for piece in pieces:
        if len(piece) > cap:
            yield piece[:cap]
            raise _OverCap
        cap -= len(piece)
        yield piece


def _off(decoder: Decoder, pieces: Iterable[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        yield from decoder.pieces(piece)


class _Gzip:
    """Takes members that follow one another; whatever else stands after the last is padding, which browsers pass over too."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._held = b""
        self._members = 0

    def pieces(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._inner.eof or not self._members:
                data, self._held = self._held + data, b""
                if len(data) < len(_MEMBER):
                    self._held = data
                    return
                if self._members and not data.startswith(_MEMBER):
                    return
                self._members += 1
                if self._members > _MEMBERS:
                    raise ValueError(f"more than {_MEMBERS:,} members")
                self._inner = zlib.decompressobj(zlib.MAX_WBITS | 16)
            yield from _inflated(self._inner, data)
            data = self._inner.unused_data

    def finished(self) -> bool:
        return self._inner.eof or not (self._members or self._held)


class _Deflate:
    """Takes zlib's format (what the standard means by deflate) and the bare one (what some servers send)."""

    def __init__(self) -> None:
        self._inner: zlib._Decompress | None = None
        self._held = b""

    def pieces(self, data: bytes) -> Iterator[bytes]:
        if self._inner is None:
            data, self._held = self._held + data, b""
            if len(data) < 2:
                self._held = data
                return
            wrapped = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
            self._inner = zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
        yield from _inflated(self._inner, data)

    def finished(self) -> bool:
        return self._inner.eof if self._inner else not self._held


class _Brotli:
    def __init__(self) -> None:
        self._inner = brotli.Decompressor()
        self._began = False

    def pieces(self, data: bytes) -> Iterator[bytes]:
        self._began = self._began or bool(data)
        try:
            piece = self._inner.process(data, output_buffer_limit=_PIECE)
            yield piece
            while not self._inner.is_finished() and (len(piece) >= _PIECE or not self._inner.can_accept_more_data()):
                piece = self._inner.process(b"", output_buffer_limit=_PIECE)
                yield piece
        except brotli.error as error:
            raise ValueError(str(error)) from error

    def finished(self) -> bool:
        return bool(self._inner.is_finished()) or not self._began


def _inflated(inner: "zlib._Decompress", data: bytes) -> Iterator[bytes]:
    while not inner.eof:
        piece = inner.decompress(data, _PIECE)
        yield piece
        data = inner.unconsumed_tail
        # A piece that is full may leave output behind although all input was taken in.
        if not data and len(piece) < _PIECE:
            return


_KINDS: Final[dict[str, Callable[[], Decoder]]] = {"gzip": _Gzip, "x-gzip": _Gzip, "deflate": _Deflate}
if _BROTLI:
    _KINDS["br"] = _Brotli
