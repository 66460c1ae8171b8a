"""JSON documents that are one long list, written item by item."""

from typing import Final

import msgspec

from tellings.app.exporting.files import OutFile

_OPEN: Final = b"\n"
_NEXT: Final = b",\n"


class ItemList:
    """Writes `head`, the items each on a line with commas between, and `tail`: together one JSON document."""

    def __init__(self, file: OutFile, head: bytes, tail: bytes) -> None:
        self._file = file
        self._tail = tail
        file.write(head)

    def add(self, item: object) -> None:
        """Write an item."""
        self._file.write(_NEXT if self._file.records else _OPEN)
        self._file.write(msgspec.json.encode(item))
        self._file.records += 1

    def close(self) -> None:
        """Write the end of the document."""
        self._file.write(b"\n" + self._tail + b"\n")
