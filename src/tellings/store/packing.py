"""Records to bytes and back: MessagePack of the records' fields, packed with zstd. Equal records give equal bytes.

Lone surrogates, which no UTF-8 can hold, become U+FFFD, one for one, so that offsets stay.
"""

import hashlib
import re
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeVar, cast

import msgspec
import zstandard

from tellings.errors import StoreError

Record = TypeVar("Record")
# Above this level packing takes longer than it saves.
_LEVEL: Final = 6
# No record of one article is larger unpacked: what says that it is was not written by us.
_LARGEST: Final = 1 << 30
# PostgreSQL takes some 2,700 bytes into a row of an index, and there are rows of two texts.
_INDEXED: Final = 1_200
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_ILLEGIBLE: Final = re.compile("[\x00\ud800-\udfff]")


def legible(text: str) -> str:
    """Return the text with U+FFFD for each NUL and lone surrogate, which a database's text cannot hold; its length stays."""
    return _ILLEGIBLE.sub("\ufffd", text)


def short(text: str) -> str:
    """Return the text where it is no longer than an index takes (1,200 bytes of UTF-8), else its beginning and a digest of all of it: other texts stay others."""
    raw = text.encode(errors="replace")
    if len(raw) <= _INDEXED:
        return text
    return f"{raw[: _INDEXED - 20].decode(errors='ignore')}…{hashlib.sha256(raw).hexdigest()[:16]}"


def pack(records: Sequence[object]) -> bytes:
    """Return the records, all of one type, as bytes."""
    try:
        return squeeze(msgspec.msgpack.encode(records))
    except UnicodeEncodeError:
        return squeeze(msgspec.msgpack.encode(_whole(records)))


def _whole(value: Any) -> Any:
    """Return the value with U+FFFD for each lone surrogate in its texts."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list | tuple):
        return [_whole(one) for one in value]
    if isinstance(value, Mapping):
        return {_whole(key): _whole(one) for key, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: _whole(getattr(value, one.name)) for one in fields(value) if one.init})
    return value


def unpack(kind: type[Record], data: bytes) -> list[Record]:
    """Return the records of the type that `pack` made the bytes of; StoreError where they are damaged."""
    raw = unsqueeze(data)
    try:
        return cast("list[Record]", _decoder(kind).decode(raw))
    except msgspec.MsgspecError as error:
        raise StoreError(f"records of {kind.__name__} in the archive are damaged: {error}") from error


def squeeze(raw: bytes) -> bytes:
    """Return the bytes packed; the same bytes always give the same."""
    return zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).compress(raw)


class _Threads(threading.local):
    """What each thread unpacks with: making it anew takes longer than unpacking a record does."""

    def __init__(self) -> None:
        self.unpacker = zstandard.ZstdDecompressor()


_threads: Final = _Threads()


def unsqueeze(data: bytes) -> bytes:
    """Return the bytes that `squeeze` packed; StoreError where they are damaged."""
    try:
        return _threads.unpacker.decompress(data, max_output_size=_LARGEST)
    except zstandard.ZstdError as error:
        raise StoreError(f"the archive is damaged: {error}") from error


def kinds(records: Iterable[object]) -> dict[type, list[object]]:
    """Return the records by type, types by name, each in the order given."""
    found: dict[type, list[object]] = {}
    for record in records:
        found.setdefault(type(record), []).append(record)
    return dict(sorted(found.items(), key=lambda item: item[0].__name__))


_DECODERS: dict[type, "msgspec.msgpack.Decoder[Any]"] = {}


def _decoder(kind: type) -> "msgspec.msgpack.Decoder[Any]":
    found = _DECODERS.get(kind)
    if found is None:
        found = _DECODERS[kind] = msgspec.msgpack.Decoder(list[kind])  # type: ignore[valid-type]  # a type known at run time only
    return found
