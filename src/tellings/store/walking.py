"""The records inside a record, whatever its type: so that every selector and every origin can be looked at."""

import importlib
import pkgutil
import typing
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache

from tellings import model


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
