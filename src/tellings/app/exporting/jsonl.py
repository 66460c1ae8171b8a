"""All records as JSON Lines: an object a line, its `type` first, its fields those of the tables."""

from datetime import datetime

import msgspec

from tellings.app.exporting import moments, tables
from tellings.app.exporting.base import ArticleVersion, HeldPage, Told
from tellings.app.exporting.columns import BY_NAME
from tellings.app.exporting.files import Folder


class JsonLinesWriter:
    """Writes records.jsonl."""

    def __init__(self, folder: Folder, *, with_text: bool = False) -> None:
        self._with_text = with_text
        self._file = folder.file("records.jsonl")

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
        found = {name: moments.stamp(value) if isinstance(value, datetime) else value for name, value in row.items()}
        ordered = {column.name: found[column.name] for column in BY_NAME[table].columns}
        self._file.write(msgspec.json.encode({"type": BY_NAME[table].type, **ordered}) + b"\n")
        self._file.records += 1
