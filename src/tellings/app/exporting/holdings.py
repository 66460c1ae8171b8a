"""What can be exported without an archive: the pages that were read, and what a brief of them found."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from tellings.app.briefs import Progress, analyse_pages, check_settings
from tellings.app.contexts import with_names
from tellings.app.exporting.base import ArticleVersion, HeldPage, Selection
from tellings.errors import InputError
from tellings.ingest.discover import pages_of
from tellings.model.articles import Article, Page, Rejected
from tellings.model.briefs import Brief, Manifest, StoryBrief
from tellings.model.resolved import Development
from tellings.settings import Settings
from tellings.version import __version__

# Ids that are named when one is not there; as few characters of one may stand for it.
_NAMED: Final = 5
_BEGINNING: Final = 4


class BriefHoldings:
    """A brief and the pages that it was made from."""

    def __init__(self, brief: Brief, pages: Sequence[Page]) -> None:
        self.brief = brief
        self._pages = pages
        self._articles = {article.id: article for article in brief.articles}

    @property
    def read(self) -> bool:
        """True where there is an article."""
        return bool(self._articles)

    @property
    def not_seen(self) -> Sequence[Rejected]:
        """What was not read or not analysed."""
        return self.brief.not_seen

    @property
    def manifest(self) -> Manifest:
        """What makes the run repeatable."""
        return self.brief.manifest

    def articles(self, only: Collection[str] | None = None, /) -> Iterator[ArticleVersion]:
        """Yield the articles, each in its one version."""
        for article in self.brief.articles:
            if only is None or article.id in only:
                yield ArticleVersion(article=article, first=article.id)

    def members(self, keys: Sequence[str], /) -> Mapping[str, Article]:
        """Return the articles of the ids by id."""
        return {key: self._articles[key] for key in keys}

    def pages(self, only: Collection[str] | None = None, /) -> Iterator[HeldPage]:
        """Yield the pages by input."""
        for page in self._pages:
            if only is None or page.id in only:
                yield HeldPage(page=page)

    def briefs(self, selection: Selection, /) -> Iterator[StoryBrief]:
        """Yield the stories as the brief has them; raises InputError where one that is named is not there, or more than one may be meant."""
        wanted = {self._meant(name) for name in selection.stories}
        for story in self.brief.stories:
            if not wanted or story.story.id in wanted:
                yield story

    def developments(self, _story: str, /) -> Sequence[Development]:
        """A brief tells of none."""
        return ()

    def _meant(self, name: str) -> str:
        there = [story.story.id for story in self.brief.stories]
        found = [name] if name in there else [key for key in there if len(name) >= _BEGINNING and key.startswith(name)]
        if len(found) == 1:
            return found[0]
        more = ", …" if len(there) > _NAMED else ""
        if found:
            raise InputError(f"{name!r} may mean {len(found)} stories: {', '.join(found[:_NAMED])}")
        raise InputError(f"no story has the id {name!r}; " + (f"there are {', '.join(there[:_NAMED])}{more}" if there else "there is none"))


class PageHoldings:
    """Pages alone, which nobody has read: `not_seen` lists what was no page, and `read` is true where something was, as far as they have been asked for."""

    def __init__(self, paths: Sequence[str], settings: Settings) -> None:
        """Begin; raises ConfigError for a setting that cannot be."""
        check_settings(settings)
        self._paths = paths
        self._settings = settings
        self.not_seen: list[Rejected] = []
        self.read = False

    @property
    def manifest(self) -> Manifest:
        """The version and the settings: nothing was analysed."""
        return Manifest(tellings=__version__, inputs=(), settings=self._settings.digest(), backends=(), stages=())

    def articles(self, _only: Collection[str] | None = None, /) -> Iterator[ArticleVersion]:
        """Yield nothing."""
        return iter(())

    def members(self, _keys: Sequence[str], /) -> Mapping[str, Article]:
        """Return nothing."""
        return {}

    def pages(self, _only: Collection[str] | None = None, /) -> Iterator[HeldPage]:
        """Yield the pages as they are read, each once."""
        self.not_seen = []
        seen: set[str] = set()
        for item in pages_of(self._paths, self._settings):
            if isinstance(item, Rejected):
                self.not_seen.append(item)
            elif item.id in seen:
                self.not_seen.append(Rejected(input=item.input, reason="duplicate", detail="the same page as one before it"))
            else:
                seen.add(item.id)
                self.read = True
                yield HeldPage(page=item)

    def briefs(self, _selection: Selection, /) -> Iterator[StoryBrief]:
        """Yield nothing."""
        return iter(())

    def developments(self, _story: str, /) -> Sequence[Development]:
        """Return nothing."""
        return ()


def of_paths(paths: Iterable[str], settings: Settings, progress: Progress | None = None) -> BriefHoldings:
    """Return what a brief of the inputs finds; raises ConfigError for a setting that cannot be."""
    check_settings(settings)
    settings = with_names(settings)
    found: list[Page | Rejected] = []
    for number, item in enumerate(pages_of(list(paths), settings), 1):
        found.append(item)
        if progress is not None:
            progress("inputs", number, 0)
    made, _ = analyse_pages(found, settings, progress)
    pages: dict[str, Page] = {}
    for item in sorted(found, key=lambda item: item.input):
        if isinstance(item, Page):
            pages.setdefault(item.id, item)
    return BriefHoldings(made, list(pages.values()))
