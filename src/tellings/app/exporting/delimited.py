"""Tables as CSV: a file a table, lists as JSON, cells that no spreadsheet works out."""

import csv
from collections.abc import Iterable
from datetime import datetime
from io import StringIO

import msgspec

from tellings.app.exporting import moments, tables
from tellings.app.exporting.base import ArticleVersion, HeldPage, Told
from tellings.app.exporting.columns import BY_NAME, TABLES
from tellings.app.exporting.files import Folder, OutFile
from tellings.briefing.render.rows import cell


class CsvWriter:
    """Writes TABLE.csv for each table."""

    def __init__(self, folder: Folder, *, with_text: bool = False) -> None:
        self._with_text = with_text
        self._files: dict[str, OutFile] = {table.name: folder.file(f"{table.name}.csv") for table in TABLES}
        for table in TABLES:
            self._line(table.name, [column.name for column in table.columns])

    def story(self, told: Told) -> None:
        """Take a story."""
        for table, row in tables.story_rows(told):
            self._row(table, row)

    def article(self, version: ArticleVersion) -> None:
        """Take one version of an article."""
        self._row("articles", tables.article_row(version, with_text=self._with_text))

    def page(self, held: HeldPage) -> None:
        """Take a page."""
        self._row("pages", tables.page_row(held))

    def close(self) -> None:
        """Nothing is left."""

    def _row(self, table: str, row: tables.Row) -> None:
        self._line(table, [_plain(row[column.name]) for column in BY_NAME[table].columns])
        self._files[table].records += 1

    def _line(self, table: str, cells: Iterable[object]) -> None:
        out = StringIO()
        csv.writer(out, lineterminator="\n").writerow(cells)
        self._files[table].write(out.getvalue().encode("utf-8", "replace"))


def _plain(value: object) -> object:
    match value:
        case bool():
            return "true" if value else "false"
        case list():
            return msgspec.json.encode(value).decode()
        case datetime():
            return moments.stamp(value)
        case _:
            return cell(value)
