"""Tables as CSV: a file a table, lists as JSON, cells that no spreadsheet works out."""

import csv
from datetime import datetime

import msgspec

from tellings.app.exporting import moments, tables
from tellings.app.exporting.columns import TABLES, Table
from tellings.app.exporting.files import Folder, OutFile
from tellings.app.exporting.rowing import RowWriter
from tellings.briefing.render.rows import cell


class CsvWriter(RowWriter):
    """Writes TABLE.csv for each table."""

    def __init__(self, folder: Folder, *, with_text: bool = False) -> None:
        super().__init__(lambda table, row: self._tables[table].add(row), with_text=with_text)
        self._tables = {table.name: _Table(table, folder.file(f"{table.name}.csv")) for table in TABLES}


class _Table:
    """One table's file."""

    def __init__(self, table: Table, file: OutFile) -> None:
        self._file = file
        self._names = [column.name for column in table.columns]
        self._writer = csv.writer(self, lineterminator="\n")
        self._writer.writerow(self._names)

    def write(self, line: str) -> int:
        """Take a line of the CSV writer's."""
        return self._file.write(line.encode("utf-8", "replace"))

    def add(self, row: tables.Row) -> None:
        self._writer.writerow([_plain(row[name]) for name in self._names])
        self._file.records += 1


def _plain(value: object) -> object:
    # text and nothing first: most cells are one of them
    if value is None or isinstance(value, str):
        return cell(value)
    match value:
        case bool():
            return "true" if value else "false"
        case list():
            return msgspec.json.encode(value).decode()
        case datetime():
            return moments.stamp(value)
        case _:
            return value
