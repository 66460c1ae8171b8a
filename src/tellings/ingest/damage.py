"""Finds the next whole record of a damaged WARC."""

import re
import zlib
from collections.abc import Iterator
from io import BufferedIOBase
from typing import Final

_GZIP: Final = b"\x1f\x8b\x08"
_MEMBER: Final = re.compile(rb"(?=\x1f\x8b\x08)")
_RECORD: Final = re.compile(rb"\r?\n\r?\n(?=WARC/[01]\.)")
_HEADER_END: Final = re.compile(rb"\r?\n\r?\n")
_BLOCK: Final = 1 << 20
# Enough for the codes of a member and its first line.
_WINDOW: Final = 1024
_OVERLAP: Final = 16
_HEADER: Final = 32 << 10


def next_record(file: BufferedIOBase, reached: int, length: int) -> int | None:
    """Return the offset of the first record that begins behind the one at `reached`, of a block of `length` bytes; None where there is none.

    Of a gzip archive a record begins with a member that unpacks to a record's first line. Of a plain one it begins after a blank line
    behind the block's end: what stands in a page is never taken for a record.
    """
    file.seek(reached)
    head = file.read(_HEADER)
    if head.startswith(_GZIP):
        return _next_member(file, reached + 1)
    end = _HEADER_END.search(head)
    # the blank line that ends the block's header, or the one that ends the block
    return _next_plain(file, reached + (end.end() + length - 4 if end and length else 1))


def _next_member(file: BufferedIOBase, at: int) -> int | None:
    for found, window in _found(file, at, _MEMBER):
        try:
            if zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(window, 16).startswith(b"WARC/"):
                return found
        except zlib.error:
            continue
    return None


def _next_plain(file: BufferedIOBase, at: int) -> int | None:
    return next((found for found, _ in _found(file, max(0, at), _RECORD)), None)


def _found(file: BufferedIOBase, at: int, pattern: re.Pattern[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the offset behind each match from `at` on, with the bytes that follow it."""
    file.seek(at)
    held = b""
    while block := file.read(_BLOCK):
        held += block
        # what stands at the very end is looked at with the next block
        ready = len(held) - _WINDOW
        for match in pattern.finditer(held):
            if match.end() <= ready:
                yield at + match.end(), held[match.end() : match.end() + _WINDOW]
        kept = max(0, ready - _OVERLAP)
        at, held = at + kept, held[kept:]
    for match in pattern.finditer(held):
        yield at + match.end(), held[match.end() : match.end() + _WINDOW]
