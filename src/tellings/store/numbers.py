"""Many numbers in one question, as one value: it is put together and read once, however many they are."""

from collections.abc import Sequence

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Connection, bindparam, func, select


def these(connection: Connection, column: ColumnElement[int], numbers: Sequence[int]) -> ColumnElement[bool]:
    """Return the condition that the column is one of the numbers, however many: they are given as one value."""
    if connection.dialect.name == "postgresql":
        return column.in_(select(func.unnest(bindparam(None, list(numbers), type_=ARRAY(BigInteger)))))
    return column.in_(select(func.json_each(f"[{','.join(map(str, numbers))}]").table_valued("value").c.value))
