"""Adds pages to an archive, batch by batch, and resolves its stories: reads what the stages need from it, and writes what they make.

A batch is analysed outside any transaction, and then written in one, with the places of its articles in stories. What was written is there for good; a
process that is ended in between leaves nothing half done, and adding the same inputs again goes on where it stopped.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise
from typing import Any, Final

from sqlalchemy import Connection

from tellings.engine import alerting, carrying
from tellings.engine.local import Analysed, LocalEngine
from tellings.engine.placing import Placing
from tellings.model.articles import Article, Page, Rejected
from tellings.model.briefs import StoryBrief
from tellings.model.inputs import Inputs
from tellings.model.judged import concerning
from tellings.model.observed import EventMention, Features, Mention, Statement
from tellings.model.resolved import CopyPair, Link, Story
from tellings.model.versions import Earlier
from tellings.pipeline import STAGES
from tellings.store import articles, follows, judgements, log, looking_up, prints, returning, search, stories
from tellings.store.opening import Archive

# Pages that are analysed and written together: pages of one site help one another, and no more than this is done again after a crash.
BATCH: Final = 96
# Stories that are read from the archive at once.
_STORIES: Final = 64
_STORY_STAGES: Final = tuple(stage for stage in STAGES if stage.scope == "story")
# What stands for a page that needs no analysis, since the archive has it.
_LEFT_OUT: Final = "known"
_ORIGIN: Final = next(stage.origin for stage in STAGES if stage.name == "stories")
# What is kept once, with the article; a story's brief takes it from there.
_OBSERVED: Final[dict[str, type]] = {"statements": Statement, "mentions": Mention, "event_mentions": EventMention}


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveEngine:
    """Adds to one archive and resolves its stories. `now` gives the time, ISO 8601 in UTC."""

    archive: Archive
    engine: LocalEngine
    now: Callable[[], str]
    # the stream of stories is restored once, and then only where another process changed what is kept
    placing: Placing = field(default_factory=Placing, compare=False, repr=False)

    def add(self, batches: Iterable[Sequence[Page | Rejected]], run: int) -> Iterator[list[log.Arrival]]:
        """Yield what became of the inputs of each batch, once it is there for good."""
        given: deque[Sequence[Page | Rejected]] = deque()
        for batch in self.engine.analyse(self._unread(batches, given)):
            waiting = [replace(one, given=page) for one, page in zip(batch, given.popleft(), strict=True)]
            done: list[log.Arrival] = []
            while waiting:
                written, pages, later = self._arrived(waiting, run)
                done += written
                waiting = [*(one for found in self.engine.analyse([pages] if pages else []) for one in found), *later]
            yield done

    def _arrived(self, batch: Sequence[Analysed], run: int) -> tuple[list[log.Arrival], list[Page], list[Analysed]]:
        """Write what came of a batch, and return what became of it but for pages that are to be analysed, and what is to be looked at after them.

        These are pages that came back after another version, as the versions that they are anew (what came after one of them of the same article waits
        for it), and pages that were known when the batch was read and have been forgotten since.
        """
        done: list[log.Arrival] = []
        anew: list[Page] = []
        later: list[Analysed] = []
        held: set[int] = set()
        with self.placing.turn(self.archive) as connection:
            noted = log.Arrival(run=run, batch=log.next_batch(connection), at=self.now(), input="", outcome="known")
            for one in batch:
                lineage = returning.lineage(connection, one.given) if isinstance(one.given, Page) else None
                if lineage is not None and lineage in held:
                    later.append(one)
                elif lineage is not None and isinstance(one.given, Page) and (page := returning.again(connection, one.given)) is not None:
                    held.add(lineage)
                    anew.append(page)
                elif isinstance(one.given, Page) and _left_out(one) and not articles.known_pages(connection, [one.given.id]):
                    anew.append(one.given)
                else:
                    done.append(arrive(connection, self.placing, one, replace(noted, input=one.given.input)))
            self.placing.settle()
            self.placing.finish()
        return done, anew, later

    def _unread(
        self, batches: Iterable[Sequence[Page | Rejected]], given: deque[Sequence[Page | Rejected]]
    ) -> Iterator[Sequence[Page | Article | Rejected]]:
        """Yield what is to be analysed of each batch, which goes into `given`: of the pages that the archive has, those that a fault kept from being read."""
        for batch in batches:
            names = [one.id for one in batch if isinstance(one, Page)]
            with self.archive.reading() as connection:
                known = articles.known_pages(connection, names)
                faulty = returning.faulty(connection, sorted(known))
                texts = articles.articles(connection, [number for number in faulty.values() if number is not None])
            given.append(batch)
            yield [_asked(one, faulty, texts) if isinstance(one, Page) and one.id in known else one for one in batch]

    def resolve(self, names: Sequence[str]) -> Iterator[str]:
        """Resolve the stories anew and yield the id of each when it is there for good. Another process may have changed one meanwhile: it stays stale."""
        bases: dict[str, _Basis] = {}
        for inputs, made in self.engine.resolve(self._read(names, bases), len(names)):
            story = inputs.one(Story)
            with self.archive.writing() as connection:
                if _basis(connection, story.id) == bases.pop(story.id):
                    self._write(connection, inputs, made)
            yield story.id

    def _read(self, names: Sequence[str], bases: dict[str, "_Basis"]) -> Iterator[Inputs]:
        """Yield what is read of each story, some at a time, and note on what it rests."""
        waiting = iter(names)
        while part := list(islice(waiting, _STORIES)):
            with self.archive.reading() as connection:
                found = [inputs for name in part if (inputs := story_inputs(connection, name)) is not None]
                bases |= {(name := inputs.one(Story).id): _basis(connection, name) for inputs in found}
            yield from found

    def _write(self, connection: Connection, inputs: Inputs, made: Sequence[object]) -> None:
        """Write what was resolved of a story, with the rows by which it is looked up, and what is new of it for those who follow it."""
        story = inputs.one(Story)
        followed = follows.follows(connection)
        before = next(iter(stories.resolved(connection, StoryBrief, story.id)), None) if followed else None
        stories.put_resolved(connection, story.id, _slim(inputs, made))
        numbers = {one.id: one.number for one in articles.by_id(connection, story.articles).values()}
        for brief in (record for record in made if isinstance(record, StoryBrief)):
            stories.put_told(connection, story.id, brief, inputs.all(Article))
            looking_up.put_lookups(connection, story.id, brief, numbers)
            if followed:
                alerting.note_changes(connection, followed, before, brief, self.now())


def arrive(connection: Connection, placing: Placing, one: Analysed, noted: log.Arrival) -> log.Arrival:
    """Write what came of one input, and return it as it is noted in the log: known before, rejected, or an article that has its place in a story."""
    page = one.given
    if isinstance(page, Page):
        noted = replace(noted, page=page.id)
        if not articles.known_pages(connection, [page.id]):
            articles.put_page(connection, page)
        elif (known := _known(connection, placing, one, page, noted)) is not None:
            return _put(connection, known)
    if isinstance(one.made, Rejected):
        return _put(connection, replace(noted, outcome="rejected", reason=one.made.reason, detail=one.made.detail))
    article, number = one.made, articles.next_number(connection)
    unread = next((record for record in one.records if isinstance(record, Rejected)), None)
    kept = articles.put_article(connection, article, number=number, analysed=unread is None, now=noted.at)
    records = [article, *(record for record in one.records if not isinstance(record, Rejected | Article))]
    articles.put_records(connection, number, records)
    older = articles.versions(connection, kept.lineage)[-2] if kept.version > 1 else None
    features = placing.place(kept, article, records, older)
    search.index(connection, number, article, features.vector)
    return _put(connection, replace(
        noted, outcome="added" if kept.version == 1 else "version", article=article.id,
        reason=unread.reason if unread else None, detail=unread.detail if unread else None,
    ))  # fmt: skip


def _known(connection: Connection, placing: Placing, one: Analysed, page: Page, noted: log.Arrival) -> log.Arrival | None:
    """Return how a page is noted that the archive has; None where a fault kept it from being an article before, and it is to be seen what it is now.

    An article that a fault kept from being analysed keeps its place and gets what it says.
    """
    faulty = returning.faulty(connection, [page.id])
    if page.id not in faulty or _left_out(one):
        before = log.rejected_before(connection, page.id) if returning.lineage(connection, page) is None else None
        return noted if before is None else replace(noted, outcome="rejected", reason=before.reason, detail=before.detail)
    number = faulty[page.id]
    if number is None:
        return None
    text = articles.articles(connection, [number]).get(number)
    if not isinstance(one.made, Article) or (text is not None and text != one.made):
        return noted
    noted = replace(noted, article=one.made.id)
    unread = next((record for record in one.records if isinstance(record, Rejected)), None)
    if unread is not None:
        return replace(noted, reason=unread.reason, detail=unread.detail)
    said = [record for record in one.records if not isinstance(record, Article | Features)]
    articles.put_analysed(connection, number, [one.made, *said])
    placing.touch([number])
    return noted


def _asked(page: Page, faulty: Mapping[str, int | None], texts: Mapping[int, Article]) -> Page | Article | Rejected:
    """Return what is analysed of a page that the archive has: nothing, or what a fault kept from being read."""
    if page.id not in faulty:
        return Rejected(input=page.input, reason=_LEFT_OUT, detail="")
    number = faulty[page.id]
    return page if number is None else texts.get(number, page)


def _left_out(one: Analysed) -> bool:
    return isinstance(one.made, Rejected) and one.made.reason == _LEFT_OUT


def _put(connection: Connection, arrival: log.Arrival) -> log.Arrival:
    log.put_arrival(connection, arrival)
    return arrival


_Basis = tuple[frozenset[tuple[str, bool]], list[CopyPair], int]


def _basis(connection: Connection, story: str) -> _Basis:
    """What is resolved of a story rests on: its articles, which of them are analysed, the pairs of copies among them, and the last judgement."""
    numbers = stories.article_numbers(connection, story)
    kept = articles.kept(connection, numbers).values()
    return frozenset((one.id, one.analysed) for one in kept), prints.pairs_among(connection, numbers), judgements.last(connection)


def story_inputs(connection: Connection, name: str) -> Inputs | None:
    """Return what the stages of stories are handed for a story: its current articles and what they say; None where it has none."""
    numbers = stories.article_numbers(connection, name)
    found = articles.articles(connection, numbers)
    if not found:
        return None
    order = sorted(found, key=lambda number: found[number].id)
    records: dict[type, list[object]] = {Article: [found[number] for number in order]}
    for kind in sorted({kind for stage in _STORY_STAGES for kind in stage.requires}, key=lambda kind: kind.__name__):
        if kind not in records:
            said: Mapping[int, Sequence[object]] = articles.records(connection, kind, numbers)
            records[kind] = [record for number in order for record in said.get(number, ())]
    records[CopyPair] = list(prints.pairs_among(connection, numbers))
    records[Earlier] = list(_earlier(connection, numbers))
    why = {member.article: member.why for member in stories.members(connection, name)}
    told = tuple((found[number].id, why.get(number, "")) for number in order)
    records[Story] = [Story(id=name, articles=tuple(found[number].id for number in order), why=told, origin=_ORIGIN)]
    inputs = Inputs(records)
    return inputs.replaced({Link: concerning(carrying.links_on(connection, articles.kept(connection, order).values()), inputs)})


def _earlier(connection: Connection, numbers: Sequence[int]) -> Iterator[Earlier]:
    """Yield the versions that others have taken the place of, of each article in the order of the numbers, with what they asserted."""
    for one in articles.kept(connection, numbers).values():
        told = articles.versions(connection, one.lineage) if one.version > 1 else []
        older = [version.number for version in told if not version.current]
        texts, said = articles.articles(connection, older), articles.records(connection, Statement, older)
        for version, after in pairwise(told):
            yield Earlier(
                article=texts[version.number], newer=after.id, version=version.version, kept=version.added, replaced=after.added,
                statements=tuple(said.get(version.number, ())),
            )  # fmt: skip


def _slim(inputs: Inputs, made: Sequence[object]) -> list[object]:
    """Return the records to keep of a story: its brief, without what its articles keep, and the links that say why."""
    kept: list[object] = [record for record in made if isinstance(record, Link)]
    for record in made:
        if isinstance(record, StoryBrief):
            same = all(getattr(record, name) == inputs.all(kind) for name, kind in _OBSERVED.items())
            emptied: Any = dict.fromkeys(_OBSERVED, ())
            kept.append(replace(record, **emptied) if same else record)
    return kept


def story_brief(connection: Connection, name: str) -> StoryBrief | None:
    """Return the brief of a story as it was resolved last; None where it has not been."""
    found = stories.resolved(connection, StoryBrief, name)
    if not found:
        return None
    brief = found[0]
    if brief.statements or brief.mentions or brief.event_mentions:
        return brief
    by_id = articles.by_id(connection, brief.story.articles)
    order = [by_id[one].number for one in brief.story.articles if one in by_id]
    filled: dict[str, Any] = {}
    for part, kind in _OBSERVED.items():
        said: Mapping[int, Sequence[object]] = articles.records(connection, kind, order)
        filled[part] = tuple(record for number in order for record in said.get(number, ()))
    return replace(brief, **filled)
