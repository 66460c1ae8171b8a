"""The records inside a record, whatever its type, so that every selector and every origin can be looked at; the rows of a table, a few at a time."""

import importlib
import pkgutil
import typing
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import Column, Connection, Table, select

from tellings import model

# Rows read at a time.
_AT_ONCE: Final = 200


@cache
def kinds() -> dict[str, type]:
    """Return every record type of the model by its name."""
    modules = [importlib.import_module(f"{model.__name__}.{one.name}") for one in pkgutil.iter_modules(model.__path__)]
    return {
        name: kind
        for module in modules
        for name, kind in sorted(vars(module).items())
        if isinstance(kind, type) and is_dataclass(kind) and kind.__module__ == module.__name__
    }


def within(record: object) -> Iterator[object]:
    """Yield the record and every record inside it, in order."""
    yield record
    for name in _holding(record.__class__):  # type: ignore[arg-type]  # a class can be hashed
        yield from _inside(getattr(record, name))


def _inside(value: object) -> Iterator[object]:
    if isinstance(value, tuple | list):
        for one in value:
            yield from _inside(one)
    elif is_dataclass(value):
        yield from within(value)


@cache
def _holding(kind: type) -> tuple[str, ...]:
    """The fields that may hold records: long columns of words and numbers are not walked."""
    if not is_dataclass(kind):
        return ()
    hints = typing.get_type_hints(kind)
    return tuple(one.name for one in fields(kind) if _may_hold(hints[one.name]))


def _may_hold(hint: object) -> bool:
    return is_dataclass(hint) or hint is typing.Any or any(_may_hold(part) for part in typing.get_args(hint))


def by_key(connection: Connection, table: Table, key: Column[Any]) -> Iterator[Any]:
    """Yield the rows in the order of the key, a column of words, a few at a time."""
    after: str = ""
    while rows := connection.execute(select(table).where(key > after).order_by(key).limit(_AT_ONCE)).all():
        yield from rows
        after = getattr(rows[-1], key.name)
