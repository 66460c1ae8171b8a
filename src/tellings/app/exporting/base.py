"""What an export reads and what writes it: holdings in streams, a choice of articles, and writers that take one record at a time."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from tellings.briefing.asking import bears
from tellings.briefing.names import in_order, names_of
from tellings.briefing.render.json import contract
from tellings.briefing.schema import StoryOut
from tellings.model.articles import Article, Page
from tellings.model.briefs import Brief, Manifest, StoryBrief
from tellings.model.resolved import Development


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleVersion:
    """An article as it stood in one of its versions, counted from 1. `first` is the id of the first one, `added` when an archive received it."""

    article: Article
    number: int = 1
    first: str
    current: bool = True
    added: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPage:
    """A page as received. `added` is when an archive received it."""

    page: Page
    added: str | None = None


class Holdings(Protocol):
    """What can be exported. Each stream begins anew when it is asked for, and holds one record at a time, or a few.

    A holding may leave out what the selection cannot want; whoever asks looks at each again.
    """

    @property
    def manifest(self) -> Manifest:
        """What makes the run repeatable that these records came of."""

    def articles(self, only: Collection[str] | None = None, /) -> Iterator[ArticleVersion]:
        """Yield every version of every article, or of those of which one version's id is among `only`."""

    def members(self, keys: Sequence[str], /) -> Mapping[str, Article]:
        """Return the articles of the ids by id."""

    def pages(self, only: Collection[str] | None = None, /) -> Iterator[HeldPage]:
        """Yield the pages as received, each once: all, or those of the ids."""

    def briefs(self, selection: "Selection", /) -> Iterator[StoryBrief]:
        """Yield what is known of each story, one after the other; raises an error of ours where the selection names one that is not there."""

    def developments(self, story: str, /) -> Sequence[Development]:
        """Return the earlier stories that the story is a development of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which articles are wanted: those of these stories, of an outlet that bears this name, of these days (both included).

    A day is the page's own. An article without a date is not wanted where days are named.
    """

    stories: tuple[str, ...] = ()
    outlet: str | None = None
    since: str | None = None
    until: str | None = None

    @property
    def everything(self) -> bool:
        """True where nothing is left out."""
        return not self.stories and self.outlet is None and self.since is None and self.until is None

    def wants(self, article: Article) -> bool:
        """Return whether the article is wanted, whatever its story."""
        if self.outlet is not None and not bears(self.outlet, (article.outlet, article.written_by, article.given_id)):
            return False
        if self.since is None and self.until is None:
            return True
        day = (article.published or "")[:10]
        return bool(day) and (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


class Told:
    """A story, its articles in the order in which briefs list them, and the ids of those that are wanted."""

    def __init__(
        self,
        brief: StoryBrief,
        articles: Iterable[Article],
        wanted: frozenset[str],
        manifest: Manifest,
        earlier: Sequence[Development] = (),
    ) -> None:
        self.brief = brief
        self.articles = in_order(articles)
        self.wanted = wanted
        self.manifest = manifest
        self.earlier = earlier

    @cached_property
    def out(self) -> StoryOut:
        """The story as the contract of the brief has it."""
        return contract(Brief(manifest=self.manifest, articles=self.articles, stories=(self.brief,), not_seen=())).stories[0]

    @cached_property
    def by_id(self) -> dict[str, Article]:
        """The story's articles by id."""
        return {article.id: article for article in self.articles}

    @cached_property
    def names(self) -> dict[str, str]:
        """What a brief calls each of the articles."""
        return names_of(self.articles)


class Writer(Protocol):
    """Takes the stories first, then the versions of articles, then pages; what it writes is whole after `close`."""

    def story(self, told: Told) -> None:
        """Take a story."""

    def article(self, version: ArticleVersion) -> None:
        """Take one version of an article that is wanted."""

    def page(self, held: HeldPage) -> None:
        """Take a page that a wanted article was read from."""

    def close(self) -> None:
        """Write what is left."""
