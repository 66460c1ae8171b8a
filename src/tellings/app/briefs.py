"""Briefs of pages: reads them, runs the engine on a private store, and checks every selector before a brief is given out."""

from collections.abc import Callable, Iterable, Iterator
from os import PathLike

from tellings.app.contexts import make_context, with_names
from tellings.briefing.check import check_brief
from tellings.engine.local import LocalEngine
from tellings.errors import ConfigError
from tellings.ingest.discover import pages_of
from tellings.model.articles import Article, Page, Rejected
from tellings.model.briefs import Brief, Manifest, StoryBrief
from tellings.model.resolved import Story
from tellings.pipeline import STAGES
from tellings.settings import Settings
from tellings.store.memory import MemoryStore
from tellings.text.times import is_iso_date
from tellings.version import __version__

Progress = Callable[[str, int, int], None]


def brief(
    paths: Iterable[str | PathLike[str]],
    *,
    one_story: bool = False,
    published: str | None = None,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> Brief:
    """Return the brief of the pages at `paths` (files, folders, archives, feeds, addresses), in any order.

    Every selector in it holds (`text[start:end] == exact`). What could not be read is under `not_seen`; where nothing could be read the
    brief has no articles. `progress(what, done, of)` is called as work goes on; `of` is 0 while it is not known. Raises ConfigError for a setting that cannot be.
    """
    made, _ = analyse(paths, settings or Settings(one_story=one_story, published=published), progress)
    return made


def analyse(paths: Iterable[str | PathLike[str]], settings: Settings, progress: Progress | None = None) -> tuple[Brief, MemoryStore]:
    """Return the brief of the pages at `paths` and the store with every record it was made from; raises as `brief` does."""
    check_settings(settings)
    settings = with_names(settings)
    return analyse_pages(_told(pages_of([str(path) for path in paths], settings), progress), settings, progress)


def analyse_pages(found: Iterable[Page | Rejected], settings: Settings, progress: Progress | None = None) -> tuple[Brief, MemoryStore]:
    """Return the brief of pages that have been read, and the store with every record it was made from.

    `settings` are checked ones that hold the names of the user's list (`check_settings`, `with_names`).
    """
    pages, unread = _split(found)
    store = MemoryStore()
    LocalEngine(make_context=make_context, settings=settings).run(pages, store, progress)
    made = _assemble(pages, unread, store, settings)
    check_brief(made)
    return made, store


def check_settings(settings: Settings) -> None:
    """Return only where every setting can be; else ConfigError."""
    if settings.published is not None and not is_iso_date(settings.published):
        raise ConfigError(f"--published takes a date like 2021-08-25, not {settings.published!r}")


def _told(found: Iterable[Page | Rejected], progress: Progress | None) -> Iterator[Page | Rejected]:
    for number, item in enumerate(found, 1):
        if progress is not None:
            progress("inputs", number, 0)
        yield item


def _split(found: Iterable[Page | Rejected]) -> tuple[list[Page], list[Rejected]]:
    pages: dict[str, Page] = {}
    unread: list[Rejected] = []
    for item in sorted(found, key=lambda item: item.input):
        if isinstance(item, Rejected):
            unread.append(item)
        elif item.id in pages:
            unread.append(Rejected(input=item.input, reason="duplicate", detail=f"the same page as {pages[item.id].input}"))
        else:
            pages[item.id] = item
    return list(pages.values()), unread


def _assemble(pages: list[Page], unread: list[Rejected], store: MemoryStore, settings: Settings) -> Brief:
    articles = [article for key in store.keys(Article) for article in store.get(Article, key)]
    rejected = [*unread, *(item for key in store.keys(Rejected) for item in store.get(Rejected, key))]
    stories = [story for key in store.keys(Story) for story in store.get(StoryBrief, key)]
    return Brief(
        manifest=manifest(((page.input, page.sha256) for page in pages), settings),
        articles=tuple(sorted(articles, key=lambda a: (a.published or "", a.input, a.id))),
        stories=tuple(sorted(stories, key=lambda s: (-len(s.story.articles), s.story.id))),
        not_seen=tuple(sorted(rejected)),
    )


def manifest(inputs: Iterable[tuple[str, str]], settings: Settings) -> Manifest:
    """Return what makes a run over the inputs (name, SHA-256) repeatable: versions, settings, backends and stages."""
    context = make_context(settings)
    return Manifest(
        tellings=__version__,
        inputs=tuple(sorted(inputs)),
        settings=settings.digest(),
        backends=(
            ("embedder", context.embedder.name),
            ("pairs", context.pairs.name if context.pairs is not None else "none"),
            ("parser", context.parser.name),
            ("quick", context.quick.name),
        ),
        stages=tuple(stage.origin for stage in STAGES),
    )
