"""What the engine asks of a store."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

Record = TypeVar("Record")


class Store(Protocol):
    """Keeps records by type and partition key (a page's, an article's or a story's id; "" for the window)."""

    def put(self, key: str, records: Iterable[object]) -> None:
        """Keep the records under the key, after those already there."""
        ...

    def get(self, kind: type[Record], key: str) -> tuple[Record, ...]:
        """Return the records of the type under the key in the order they were put; empty where there are none."""
        ...

    def keys(self, kind: type) -> tuple[str, ...]:
        """Return the sorted keys under which records of the type are kept."""
        ...
