"""A store in memory, for a brief that leaves nothing behind."""

from collections.abc import Iterable
from typing import TypeVar

Record = TypeVar("Record")


class MemoryStore:
    """Keeps records in dictionaries; gone with the process."""

    def __init__(self) -> None:
        self._records: dict[type, dict[str, list[object]]] = {}

    def put(self, key: str, records: Iterable[object]) -> None:
        """Keep the records under the key, after those already there."""
        for record in records:
            self._records.setdefault(type(record), {}).setdefault(key, []).append(record)

    def get(self, kind: type[Record], key: str) -> tuple[Record, ...]:
        """Return the records of the type under the key in the order they were put; empty where there are none."""
        return tuple(self._records.get(kind, {}).get(key, ()))  # type: ignore[arg-type]  # put keys records by their own type

    def keys(self, kind: type) -> tuple[str, ...]:
        """Return the sorted keys under which records of the type are kept."""
        return tuple(sorted(self._records.get(kind, {})))

    def kinds(self) -> tuple[type, ...]:
        """Return the types of which there are records, by name."""
        return tuple(sorted(self._records, key=lambda kind: kind.__name__))
