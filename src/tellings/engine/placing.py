"""Gives each article that arrives its place in a story of the archive."""

from collections.abc import Sequence

from sqlalchemy import Connection

from tellings.model.articles import Article
from tellings.model.spans import content_id
from tellings.store import log, stories
from tellings.store.articles import Kept
from tellings.store.opening import Archive


class Placing:
    """The stream of stories of one archive, as far as this process knows it."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._changes = -1
        self._touched: set[str] = set()

    def catch_up(self, _connection: Connection) -> None:
        """Restore the stream where another process has changed stories since."""
        self._touched.clear()

    def place(self, connection: Connection, kept: Kept, article: Article, _records: Sequence[object]) -> None:
        """Let the article join a story or open one."""
        story = content_id("story", article.id)
        stories.put_members(connection, [stories.Member(article=kept.number, story=story, score=1.0, why="")])
        self._touched.add(story)

    def finish(self, connection: Connection) -> None:
        """Count the stories anew that were touched."""
        stories.refresh(connection, self._touched)
        self._changes = log.count_change(connection)
