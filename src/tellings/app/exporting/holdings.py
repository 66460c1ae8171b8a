"""What can be exported without an archive: the pages that were read, and what a brief of them found."""

from collections.abc import Iterable, Iterator, Sequence

from tellings.app.briefs import Progress, analyse_pages, check_settings
from tellings.app.contexts import with_names
from tellings.app.exporting.base import ArticleVersion
from tellings.ingest.discover import pages_of
from tellings.model.articles import Article, Page, Rejected
from tellings.model.briefs import Brief, Manifest, StoryBrief
from tellings.settings import Settings
from tellings.version import __version__


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

    def articles(self) -> Iterator[ArticleVersion]:
        """Yield the articles, each in its one version."""
        for article in self.brief.articles:
            yield ArticleVersion(article=article)

    def article(self, key: str) -> Article:
        """Return the article of that id; raises KeyError where there is none."""
        return self._articles[key]

    def pages(self) -> Iterator[Page]:
        """Yield the pages by input."""
        yield from self._pages

    def briefs(self) -> Iterator[StoryBrief]:
        """Yield the stories as the brief has them."""
        yield from self.brief.stories


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

    def articles(self) -> Iterator[ArticleVersion]:
        """Yield nothing."""
        return iter(())

    def article(self, key: str) -> Article:
        """Raise KeyError."""
        raise KeyError(key)

    def pages(self) -> Iterator[Page]:
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
                yield item

    def briefs(self) -> Iterator[StoryBrief]:
        """Yield nothing."""
        return iter(())


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
