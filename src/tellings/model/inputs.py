"""What a stage is handed: the records of one partition, by type."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

Record = TypeVar("Record")


class Inputs:
    """The records of one partition (a page, an article, a story, all articles), by type, each type in a fixed order.

    Records of articles are ordered by article id, then by the order their stage gave them.
    """

    __slots__ = ("_records",)

    def __init__(self, records: Mapping[type, Iterable[object]]) -> None:
        self._records: dict[type, tuple[object, ...]] = {kind: tuple(found) for kind, found in records.items()}

    @classmethod
    def of(cls, *records: object) -> "Inputs":
        """Return the inputs that hold the given records, each type in the order given."""
        by_type: dict[type, list[object]] = {}
        for record in records:
            by_type.setdefault(type(record), []).append(record)
        return cls(by_type)

    def all(self, kind: type[Record]) -> tuple[Record, ...]:
        """Return every record of the type; empty where there is none."""
        return self._records.get(kind, ())  # type: ignore[return-value]  # the constructor keys records by their own type

    def one(self, kind: type[Record]) -> Record:
        """Return the only record of the type; raises LookupError where there is not exactly one."""
        found = self.all(kind)
        if len(found) != 1:
            raise LookupError(f"{len(found)} records of {kind.__name__}, not one")
        return found[0]

    def replaced(self, records: Mapping[type, Iterable[object]]) -> "Inputs":
        """Return inputs that hold the given records in place of all others of their types; a type that is new comes last."""
        return Inputs(self._records | {kind: tuple(found) for kind, found in records.items()})

    def records(self) -> tuple[object, ...]:
        """Return all records, by type in the order the types were given."""
        return tuple(record for found in self._records.values() for record in found)
