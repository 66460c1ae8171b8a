"""All records as JSON Lines: an object a line, its `type` first, its fields those of the tables."""

from datetime import datetime

import msgspec

from tellings.app.exporting import moments, tables
from tellings.app.exporting.columns import BY_NAME
from tellings.app.exporting.files import Folder
from tellings.app.exporting.rowing import RowWriter


class JsonLinesWriter(RowWriter):
    """Writes records.jsonl."""

    def __init__(self, folder: Folder, *, with_text: bool = False) -> None:
        super().__init__(self._row, with_text=with_text)
        self._file = folder.file("records.jsonl")

    def _row(self, table: str, row: tables.Row) -> None:
        found = {name: moments.stamp(value) if isinstance(value, datetime) else value for name, value in row.items()}
        ordered = {column.name: found[column.name] for column in BY_NAME[table].columns}
        self._file.write(msgspec.json.encode({"type": BY_NAME[table].type, **ordered}) + b"\n")
        self._file.records += 1
