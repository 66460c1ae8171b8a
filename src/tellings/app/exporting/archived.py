"""What can be exported of an archive, from one state of it, read in parts."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Final, TypeVar

import msgspec
from sqlalchemy import Connection

from tellings.app.archives import all_stories, meant_story, resolve_first
from tellings.app.briefs import Progress, manifest
from tellings.app.contexts import with_names
from tellings.app.exporting.base import ArticleVersion, HeldPage, Selection
from tellings.engine.archiving import story_brief
from tellings.model.articles import Article, Rejected
from tellings.model.briefs import Manifest, StoryBrief
from tellings.model.resolved import Development
from tellings.settings import Settings
from tellings.store import articles, log, stories
from tellings.store.opening import open_archive

# Articles and ids that are read at one time.
_PART: Final = 100


class ArchiveHoldings:
    """One state of an archive. Stories are as they were resolved last."""

    not_seen: Sequence[Rejected] = ()

    def __init__(self, connection: Connection, made_by: Manifest) -> None:
        self._connection = connection
        self.manifest = made_by

    @property
    def read(self) -> bool:
        """True where the archive has a page."""
        return bool(articles.page_ids(self._connection, most=1))

    def articles(self, only: Collection[str] | None = None, /) -> Iterator[ArticleVersion]:
        """Yield the articles in the order of arrival, older versions among them."""
        for part in _parts(self._numbers(only)):
            kept = articles.kept(self._connection, part)
            first = articles.kept(self._connection, sorted({one.lineage for one in kept.values()}))
            found = articles.articles(self._connection, part)
            for number in part:
                if number in found:
                    one = kept[number]
                    origin = first[one.lineage].id if one.lineage in first else one.id
                    yield ArticleVersion(
                        article=found[number], number=one.version, first=origin, current=one.current, added=one.added
                    )  # fmt: skip

    def _numbers(self, only: Collection[str] | None) -> Iterable[int]:
        if only is None:
            return list(articles.numbers(self._connection))
        lineages = {one.lineage for one in articles.by_id(self._connection, sorted(only)).values()}
        return sorted(one.number for lineage in lineages for one in articles.versions(self._connection, lineage))

    def members(self, keys: Sequence[str], /) -> Mapping[str, Article]:
        """Return the articles of the ids by id."""
        numbers = [one.number for one in articles.by_id(self._connection, keys).values()]
        return {article.id: article for article in articles.articles(self._connection, numbers).values()}

    def pages(self, only: Collection[str] | None = None, /) -> Iterator[HeldPage]:
        """Yield the pages in the order of arrival, those among them that became no article: versions of one article come in theirs."""
        for part in _parts(key for key in log.pages(self._connection) if only is None or key in only):
            added = log.page_times(self._connection, part)
            for key in part:
                page = articles.page(self._connection, key)
                if page is not None:
                    yield HeldPage(page=page, added=added.get(key))

    def briefs(self, selection: Selection, /) -> Iterator[StoryBrief]:
        """Yield the stories, those with the latest articles first; raises InputError where one that is named is not there."""
        for name in _names(self._connection, selection):
            brief = story_brief(self._connection, name)
            # one that another process has just changed, and not resolved yet, may speak of what is gone
            if brief is not None and set(articles.by_id(self._connection, brief.story.articles)) == set(brief.story.articles):
                yield brief

    def developments(self, story: str, /) -> Sequence[Development]:
        """Return the earlier stories that the story is a development of."""
        found = stories.developments(self._connection, story)
        return [Development(story=later, earlier=earlier, score=score, why=why) for later, earlier, score, why in found if later == story]


One = TypeVar("One", int, str)


def _parts(keys: Iterable[One]) -> Iterator[list[One]]:
    coming = iter(keys)
    while part := list(islice(coming, _PART)):
        yield part


def _names(connection: Connection, selection: Selection) -> Iterator[str]:
    """The stories that are named, else those that may have an article of these days."""
    if selection.stories:
        yield from dict.fromkeys(meant_story(connection, name).id for name in selection.stories)
        return
    for story in all_stories(connection, most=None):
        first, last = (story.first or "")[:10], (story.last or "")[:10]
        late = selection.since is not None and last < selection.since
        early = selection.until is not None and first > selection.until
        if not late and not early:
            yield story.id


@contextmanager
def of_archive(where: str, selection: Selection, settings: Settings, progress: Progress | None = None) -> Iterator[ArchiveHoldings]:
    """Give the holdings of the archive, its stories resolved anew where they have changed and are wanted.

    Raises StoreError where the archive cannot be read, or changed stories not be written; InputError where a story that is named is not there.
    """
    settings = with_names(settings)
    resolve_first(where, lambda connection: _names(connection, selection), settings, progress=progress)
    with open_archive(where) as archive, archive.reading() as connection:
        yield ArchiveHoldings(connection, _made_by(connection) or manifest((), settings))


def _made_by(connection: Connection) -> Manifest | None:
    """What the last run says of itself that wrote records; None where none does."""
    for run in reversed(log.runs(connection)):
        with suppress(msgspec.ValidationError):
            return msgspec.convert(run.manifest, Manifest)
    return None
