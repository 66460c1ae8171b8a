"""Records as rows of tables, one after the other, for writers of any form that has tables."""

from collections.abc import Callable

from tellings.app.exporting import tables
from tellings.app.exporting.base import ArticleVersion, HeldPage, Told
from tellings.app.exporting.tables import Row


class RowWriter:
    """Hands what it takes on as rows, each with the name of its table."""

    def __init__(self, put: Callable[[str, Row], None], *, with_text: bool) -> None:
        self._put = put
        self._with_text = with_text

    def story(self, told: Told) -> None:
        """Take a story."""
        for table, row in tables.story_rows(told):
            self._put(table, row)

    def article(self, version: ArticleVersion) -> None:
        """Take one version of an article."""
        self._put("articles", tables.article_row(version, with_text=self._with_text))

    def page(self, held: HeldPage) -> None:
        """Take a page."""
        self._put("pages", tables.page_row(held))

    def close(self) -> None:
        """Nothing is left."""
