"""Undoes the Transfer-Encoding and Content-Encoding of an HTTP payload, up to a cap: no packed bytes become more than that."""

import io
import re
import zlib
from typing import Final

from tellings.ingest.sniff import is_binary

_CHUNK: Final = re.compile(rb"[ \t]*([0-9a-fA-F]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")
_CODINGS: Final = ("gzip", "deflate", "br", "zstd")
_MOST_CODINGS: Final = 3


class TooLargeError(Exception):
    """The bytes unpack to more than the cap."""


class DamagedError(Exception):
    """The bytes are not what their encoding says, from some point on."""


def unchunked(raw: bytes) -> bytes:
    """Return the bytes of a chunked body; bytes that do not begin with a chunk's size come back as they are: their crawler undid it."""
    parts: list[bytes] = []
    at = 0
    while (size := _CHUNK.match(raw, at)) is not None:
        length = int(size.group(1), 16)
        if length == 0:
            return b"".join(parts)
        parts.append(raw[size.end() : size.end() + length])
        at = size.end() + length
        at += 2 if raw.startswith(b"\r\n", at) else raw.startswith(b"\n", at)
    if at < len(raw) and parts:
        raise DamagedError("a chunk has no size")
    return b"".join(parts) or raw


def unpacked(raw: bytes, encodings: str, cap: int) -> bytes:
    """Return the bytes without the encodings of a Content-Encoding header, the last undone first.

    Bytes that are not so packed at all come back as they are, for many crawlers unpack and leave the header. Raises DamagedError where
    they are so packed and break off, TooLargeError above `cap` bytes.
    """
    names = [name.strip().lower().removeprefix("x-") for name in encodings.split(",")]
    for name in reversed([name for name in names if name in _CODINGS][:_MOST_CODINGS]):
        raw = _undone(raw, name, cap)
    if len(raw) > cap:
        raise TooLargeError
    return raw


def _undone(raw: bytes, name: str, cap: int) -> bytes:
    if name == "gzip":
        return _inflated(raw, (zlib.MAX_WBITS | 16,), cap) if raw.startswith(b"\x1f\x8b") else raw
    if name == "deflate":
        # the standard means zlib; old servers send the bare stream
        return _inflated(raw, (zlib.MAX_WBITS, -zlib.MAX_WBITS), cap)
    return _by_reader(raw, name, cap)


def _inflated(raw: bytes, ways: tuple[int, ...], cap: int) -> bytes:
    for way in ways:
        parts: list[bytes] = []
        size = 0
        rest = raw
        try:
            while rest:
                stream = zlib.decompressobj(way)
                parts.append(stream.decompress(rest, cap + 1 - size))
                size += len(parts[-1])
                if size > cap:
                    raise TooLargeError
                if not stream.eof:
                    raise DamagedError("it breaks off")
                rest = stream.unused_data if stream.unused_data.startswith(b"\x1f\x8b") else b""
            return b"".join(parts)
        except zlib.error as error:
            if parts:
                raise DamagedError(str(error)) from error
    return raw


def _by_reader(raw: bytes, name: str, cap: int) -> bytes:
    from fastwarc.stream_io import BrotliReader, ZstdReader  # noqa: PLC0415  # rare: few archives keep these encodings

    stream = BrotliReader(io.BytesIO(raw)) if name == "br" else ZstdReader(io.BytesIO(raw))
    parts: list[bytes] = []
    size = 0
    try:
        while size <= cap and (part := stream.read(min(1 << 20, cap + 1 - size))):
            parts.append(part)
            size += len(part)
    except (OSError, ValueError, EOFError) as error:
        if parts or is_binary(raw):
            raise DamagedError(str(error)) from error
        return raw
    if size > cap:
        raise TooLargeError
    return b"".join(parts) or raw
