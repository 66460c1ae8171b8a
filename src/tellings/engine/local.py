"""Runs the stages on this machine: page stages page by page, then site, article by article, window, then story by story, over worker processes.

What a run gives does not depend on the number of processes: each partition is worked on alone, and the store keeps what comes of it
under its key. A fault in one page or story leaves that one out and is reported; the rest goes on.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import chain, islice
from typing import Final, cast

from tellings.backends.base import Context
from tellings.cluster.grouping import groups
from tellings.engine.workers import Workers
from tellings.errors import ConfigError
from tellings.model.articles import Article, Page, Rejected
from tellings.model.inputs import Inputs
from tellings.model.judged import as_judged, concerning
from tellings.model.observed import Parse
from tellings.model.resolved import CopyGroup, CopyPair, Link, Story
from tellings.pipeline import SINGLE, STAGES, Stage, check_pipeline
from tellings.settings import Settings
from tellings.store.base import Store

MakeContext = Callable[[Settings], Context]
Progress = Callable[[str, int, int], None]
_PAGE: Final = tuple(stage for stage in STAGES if stage.scope == "page")
_SITE: Final = tuple(stage for stage in STAGES if stage.scope == "site")
_ARTICLE: Final = tuple(stage for stage in STAGES if stage.scope == "article")
_WINDOW: Final = tuple(stage for stage in STAGES if stage.scope == "window")
_STORY: Final = tuple(stage for stage in STAGES if stage.scope == "story")
# Reading fewer pages than this takes less than starting a second process.
_STREAM: Final = 48
# Articles of one site that stand this close to one another are looked at together; more would be held in memory.
_BATCH: Final = 256
# Working records that no wider stage asks for stay in the worker that made them.
_ASKED: Final = frozenset(kind for stage in (*_WINDOW, *_STORY) for kind in stage.requires) | {Article, Rejected}


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysed:
    """What became of one input: `records` is what the article says (itself among it), and a rejection where it was not analysed."""

    given: Page | Article | Rejected
    made: Article | Rejected
    records: tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalEngine:
    """Runs all stages over pages in a store. `make_context` must be importable by name: workers call it once each."""

    make_context: MakeContext
    settings: Settings

    def run(self, pages: Sequence[Page], store: Store, progress: Progress | None = None) -> None:
        """Put into the store what every stage makes of the pages: under the page's, article's or story's id, "" for the window."""
        check_pipeline()
        tell = progress or (lambda _what, _done, _of: None)
        with Workers(_Job(self.make_context, self.settings), len(pages), self.settings.processes) as workers:
            ordered = sorted(pages, key=lambda page: page.id)
            articles: list[Article] = []
            for done, (page, (made,)) in enumerate(workers.map(_read_page, ordered, _size_of), 1):
                if isinstance(made, Article):
                    articles.append(made)
                else:
                    store.put(page.id, [made])
                tell("pages", done, len(ordered))
            articles = self._by_site(articles)
            count = len(articles)
            for done, (article, records) in enumerate(workers.map(_run_article, _drained(articles), lambda article: len(article.text)), 1):
                store.put(article.id, records)
                tell("articles", done, count)
            self._window(store)
            # under "" they wait for other window stages; the largest first, so that no process waits for the last
            keys = sorted((key for key in store.keys(Story) if key), key=lambda key: (-len(store.get(Story, key)[0].articles), key))
            for done, (inputs, made) in enumerate(workers.map(_run_story, self._stories(store, keys), _size), 1):
                store.put(inputs.one(Story).id, made)
                tell("stories", done, len(keys))

    def read(self, found: Iterable[Page | Rejected]) -> Iterator[Article | Rejected]:
        """Yield what becomes of each page and rejection, in their order, by the stages of pages and sites.

        Pages are taken as results are asked for; sites are looked at in batches of 256 inputs. A page whose bytes and address came before is a duplicate. What is held at one time does not grow with the number of pages.
        """
        coming = _without_duplicates(found)
        first = list(islice(coming, _STREAM))
        few = len(first) < _STREAM
        with Workers(_Job(self.make_context, self.settings), 1 if few else len(first), self.settings.processes) as workers:
            made = (cast("Article | Rejected", one) for _, (one,) in workers.map(_read_page, chain(first, coming), _size_of))
            while batch := list(islice(made, _BATCH)):
                again = iter(self._by_site([one for one in batch if isinstance(one, Article)]))
                yield from (next(again) if isinstance(one, Article) else one for one in batch)

    def analyse(self, batches: Iterable[Sequence[Page | Article | Rejected]]) -> Iterator[list["Analysed"]]:
        """Yield for each batch what becomes of its inputs, in their order: articles with what each says, or rejections.

        Pages of a batch are looked at by site together; nothing else passes from one to another. An article is taken as it is. Batches are taken as
        results are asked for.
        """
        check_pipeline()
        coming = iter(batches)
        first = next(coming, ())
        with Workers(_Job(self.make_context, self.settings), len(first), self.settings.processes) as workers:
            for batch in chain((first,) if first else (), coming):
                read = [cast("Article | Rejected", one) for _, (one,) in workers.map(_read_page, batch, _size_of)]
                new = [not isinstance(given, Article) and isinstance(made, Article) for given, made in zip(batch, read, strict=True)]
                sited = iter(self._by_site([one for one, is_new in zip(read, new, strict=True) if is_new and isinstance(one, Article)]))
                read = [next(sited) if is_new else one for one, is_new in zip(read, new, strict=True)]
                articles = [one for one in read if isinstance(one, Article)]
                said = workers.map(_run_article, articles, lambda article: len(article.text))
                yield [
                    Analysed(given=given, made=made, records=())
                    if isinstance(made, Rejected)
                    else Analysed(given=given, made=(pair := next(said))[0], records=tuple(r for r in pair[1] if type(r) is not _Analysed))
                    for given, made in zip(batch, read, strict=True)
                ]

    def resolve(self, stories: Iterable[Inputs], count: int = 1) -> Iterator[tuple[Inputs, tuple[object, ...]]]:
        """Yield the inputs of each story, in their order, with what the stages of stories make of them; `count` says about how many come: of one no second process is started.

        Stories are taken as results are asked for.
        """
        with Workers(_Job(self.make_context, self.settings), count, self.settings.processes) as workers:
            yield from workers.map(_run_kept_story, stories, _size)

    def _by_site(self, articles: list[Article]) -> list[Article]:
        """Return the articles, in their order, after the stages that look at many of one site."""
        context = _context(self.make_context, self.settings)
        for stage in _SITE:
            try:
                made = tuple(stage.run(Inputs({Article: articles}), context))
            except Exception:
                if self.settings.strict:
                    raise
                continue  # the articles are as good as they were, and no input is lost
            _check_made(stage, made)
            articles = [one for one in made if isinstance(one, Article)]
        return articles

    def _window(self, store: Store) -> None:
        context = _context(self.make_context, self.settings)
        analysed = store.keys(_Analysed)
        for stage in _WINDOW:
            found = {kind: _under(store, kind, (*analysed, "")) for kind in stage.requires}
            made = tuple(stage.run(Inputs(found), context))
            _check_made(stage, made)
            for record in made:
                store.put(record.id if isinstance(record, Story) else "", [record])
                if isinstance(record, Story):
                    store.put("", [record])

    def _stories(self, store: Store, keys: Iterable[str]) -> Iterator[Inputs]:
        asked = {kind for stage in _STORY for kind in stage.requires}
        groups, judged = store.get(CopyGroup, ""), store.get(Link, "")
        for key in keys:
            story = store.get(Story, key)[0]
            members = frozenset(story.articles)
            records: dict[type, list[object]] = {kind: _under(store, kind, sorted(members)) for kind in asked}
            records[Story] = [story]
            records[CopyGroup] = [group for group in groups if len(members.intersection(group.articles)) > 1]
            records[Link] = []
            inputs = Inputs(records)
            yield inputs.replaced({Link: concerning(judged, inputs)})


def _drained(articles: list[Article]) -> Iterator[Article]:
    """Yield the articles and let go of each: what comes back from a worker is a copy."""
    articles.reverse()
    while articles:
        yield articles.pop()


def _without_duplicates(found: Iterable[Page | Rejected]) -> Iterator[Page | Rejected]:
    seen: set[int] = set()
    for item in found:
        if isinstance(item, Page):
            key = int.from_bytes(sha256(item.id.encode()).digest()[:8], "big")  # eight bytes, whatever ids look like
            if key in seen:
                yield Rejected(input=item.input, reason="duplicate", detail="the same page as one before it")
                continue
            seen.add(key)
        yield item


def _under(store: Store, kind: type[object], keys: Iterable[str]) -> list[object]:
    return [record for key in keys for record in store.get(kind, key)]


@dataclass(frozen=True, slots=True)
class _Analysed:
    """Marks an article that has a parse, where the parse itself is not kept."""


@dataclass(frozen=True, slots=True)
class _Job:
    """What a worker process needs to know once."""

    make_context: MakeContext
    settings: Settings


@cache
def _context(make_context: MakeContext, settings: Settings) -> Context:
    return make_context(settings)


def _size(inputs: Inputs) -> int:
    """The size of a story's text in characters, which its work grows with."""
    return sum(len(article.text) for article in inputs.all(Article))


def _run_article(job: _Job, article: Article) -> tuple[object, ...]:
    context = _context(job.make_context, job.settings)
    try:
        made = run_stages(_ARTICLE, [article], context)
    except ConfigError:
        raise
    except Exception as error:
        if job.settings.strict:
            raise
        return (_fault(article.input, error),)
    kept: list[object] = [record for record in made if type(record) in _ASKED]
    if any(isinstance(record, Parse) for record in made):
        kept.append(_Analysed())
    return tuple(kept)


def _size_of(item: Page | Article | Rejected) -> int:
    return len(item.raw) if isinstance(item, Page) else 0


def _read_page(job: _Job, item: Page | Article | Rejected) -> tuple[object, ...]:
    """Return one Article or one Rejected."""
    if not isinstance(item, Page):
        return (item,)
    try:
        made = run_stages(_PAGE, [item], _context(job.make_context, job.settings))
    except Exception as error:
        if job.settings.strict:
            raise
        return (_fault(item.input, error),)
    return (next(record for record in reversed(made) if isinstance(record, Article | Rejected)),)


def _run_story(job: _Job, inputs: Inputs) -> tuple[object, ...]:
    context = _context(job.make_context, job.settings)
    given = as_judged(inputs).records()
    try:
        made = run_stages(_STORY, given, context)
    except ConfigError:
        raise
    except Exception as error:
        if job.settings.strict:
            raise
        return tuple(_fault(article.input, error) for article in inputs.all(Article))
    return made[len(given) :]


def _run_kept_story(job: _Job, inputs: Inputs) -> tuple[object, ...]:
    """Resolve a story of an archive, which keeps copies as pairs."""
    return _run_story(job, inputs.replaced({CopyGroup: groups(inputs.all(CopyPair), inputs.all(Article))}))


def _fault(name: str, error: Exception) -> Rejected:
    where = ""
    trace = error.__traceback__
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "")
        if module.startswith("tellings.") and not module.startswith("tellings.engine"):
            where = f" in {module} line {trace.tb_lineno}"
        trace = trace.tb_next
    said = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return Rejected(input=name, reason="fault", detail=f"a fault of ours{where}: {said}")


def run_stages(stages: Sequence[Stage], given: Iterable[object], context: Context) -> tuple[object, ...]:
    """Return the given records and after them what the stages make of them, in the stages' order.

    A stage is skipped where a page or article lacks a record it must have one of: an earlier stage rejected it. Of a page or an article, a
    record of a type that there is one of takes the place of the one before.
    """
    records: dict[type, list[object]] = {}
    order: list[object] = []
    for record in given:
        records.setdefault(type(record), []).append(record)
        order.append(record)
    for stage in stages:
        if stage.scope in ("page", "site", "article") and any(kind in SINGLE and not records.get(kind) for kind in stage.requires):
            continue
        made = tuple(stage.run(Inputs({kind: records.get(kind, ()) for kind in stage.requires}), context))
        _check_made(stage, made)
        for record in made:
            before = records.setdefault(type(record), [])
            if type(record) in SINGLE and stage.scope in ("page", "site", "article"):
                order = [one for one in order if not any(one is old for old in before)]
                before.clear()
            before.append(record)
        order.extend(made)
    return tuple(order)


def _check_made(stage: Stage, made: Iterable[object]) -> None:
    for record in made:
        if type(record) not in stage.produces:
            raise TypeError(f"stage {stage.name!r} made a {type(record).__name__}, which it does not declare")
