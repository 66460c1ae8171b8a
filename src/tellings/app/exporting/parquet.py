"""Tables as Parquet: a file a table, real lists and moments, in row groups; the same records give the same bytes."""

from typing import Any, Final

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from tellings.app.exporting import tables
from tellings.app.exporting.columns import BY_NAME, TABLES, Kind, Table
from tellings.app.exporting.files import Folder, OutFile
from tellings.app.exporting.rowing import RowWriter

# Rows of a group, or fewer where they hold so many characters: that much is in memory for each table.
_ROWS: Final = 10_000
_CHARACTERS: Final = 16_000_000
_LEVEL: Final = 3
_TYPES: Final[dict[Kind, Any]] = {
    "text": pa.string(),
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "moment": pa.timestamp("us", tz="UTC"),
    "texts": pa.list_(pa.string()),
    "ints": pa.list_(pa.int64()),
}


class ParquetWriter(RowWriter):
    """Writes TABLE.parquet for each table."""

    def __init__(self, folder: Folder, *, with_text: bool = False) -> None:
        super().__init__(lambda table, row: self._tables[table].add(row), with_text=with_text)
        self._tables = {table.name: _Table(table, folder.file(f"{table.name}.parquet")) for table in TABLES}

    def close(self) -> None:
        """Write the last row groups and the footers."""
        for table in self._tables.values():
            table.close()


class _Table:
    """One table's file, with the rows that wait for their group."""

    def __init__(self, table: Table, file: OutFile) -> None:
        self._file = file
        self._schema = pa.schema([(column.name, _TYPES[column.kind]) for column in BY_NAME[table.name].columns])
        self._writer = pq.ParquetWriter(pa.PythonFile(file, mode="w"), self._schema, compression="zstd", compression_level=_LEVEL)
        self._rows: list[tables.Row] = []
        self._characters = 0

    def add(self, row: tables.Row) -> None:
        self._rows.append(row)
        self._characters += sum(len(value) for value in row.values() if isinstance(value, str))
        self._file.records += 1
        if len(self._rows) >= _ROWS or self._characters >= _CHARACTERS:
            self._flush()

    def close(self) -> None:
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
        self._rows = []
        self._characters = 0
