"""Looks for what is wrong in an archive: bytes that are not what they were, evidence that is not where it is said to be, counts and lookups that are
not what they count, a log that leaves something out.

Each section is looked at in a transaction of its own, so that a file that is damaged in one place is looked at everywhere else, and while
others write. What can be made again from what is there has a `mend`.
"""

import hashlib
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, func, select

from tellings.errors import StoreError
from tellings.model.articles import Article, Page
from tellings.model.resolved import CopyPair, Link
from tellings.model.spans import Selector
from tellings.store import articles, checking_feeds, checking_follows, checking_places, log, wiping
from tellings.store.articles import Kept, parts
from tellings.store.faults import Fault, Tell
from tellings.store.opening import Archive
from tellings.store.packing import legible, unpack, unsqueeze
from tellings.store.tables import ARRIVALS, ARTICLES, BLOBS, COPY_PAIRS, JUDGEMENTS, PAGES, RECORDS, RESOLVED, kept_as
from tellings.store.walking import by_key, kinds, within

# Rows looked at at a time.
_AT_ONCE: Final = 200
# Faults of one kind in one record are said so often.
_SAID: Final = 5
_OUTCOMES: Final = frozenset({"added", "version", "known", "rejected", "forgotten"})


@dataclass(slots=True)
class Check:
    """One look at an archive. `known` are the origins that records may have."""

    archive: Archive
    known: Container[str]
    tell: Tell
    _texts: dict[str, str | None] = field(default_factory=dict)

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong."""
        sections: Sequence[Callable[[Connection], Iterator[Fault]]] = (
            self._file, self._wiped, self._pages, self._articles, checking_places.versions, checking_places.members,
            checking_places.stories_counted, self._resolved, self._copies, self._judgements, checking_places.rests, self._log,
            checking_feeds.watched, checking_feeds.visited, checking_follows.followed, self._alerts,
        )  # fmt: skip
        for section in sections:
            try:
                with self.archive.reading() as connection:
                    yield from section(connection)
            except StoreError as error:
                yield Fault("archive", str(error))

    def _file(self, connection: Connection) -> Iterator[Fault]:
        if self.archive.dialect != "sqlite":
            return
        for (said,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if said != "ok":
                yield Fault("file", str(said))
        for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield Fault(f"{table} {row}", f"names a row of {parent} that is not there")

    def _wiped(self, connection: Connection) -> Iterator[Fault]:
        if wiping.due(connection):
            yield Fault(
                "archive", "what was forgotten is still in the file; any command that writes (tellings check --repair) takes it out"
            )

    def _pages(self, connection: Connection) -> Iterator[Fault]:
        total = connection.execute(select(func.count()).select_from(BLOBS)).scalar_one()
        for done, row in enumerate(by_key(connection, BLOBS, BLOBS.c.sha256), 1):
            self.tell("pages", done, total)
            try:
                raw = unsqueeze(row.data)
            except StoreError as error:
                yield Fault(f"bytes {row.sha256}", str(error))
                continue
            if hashlib.sha256(raw).hexdigest() != row.sha256 or len(raw) != row.size:
                yield Fault(f"bytes {row.sha256}", f"are other bytes: their SHA-256 is {hashlib.sha256(raw).hexdigest()}")
        for row in by_key(connection, PAGES, PAGES.c.id):
            try:
                (page,) = unpack(Page, row.record)
            except (StoreError, ValueError) as error:
                yield Fault(f"page {row.id}", str(error))
                continue
            if (page.id, page.sha256, legible(page.input)) != (row.id, row.sha256, row.input):
                yield Fault(f"page {row.id}", f"is listed with other data than it holds: {row.input!r}")
        for name in checking_places.missing(connection, PAGES.c.sha256, BLOBS.c.sha256):
            yield Fault(f"bytes {name}", "are not there, and a page is made of them")
        for name in checking_places.missing(connection, BLOBS.c.sha256, PAGES.c.sha256):
            yield Fault(f"bytes {name}", "belong to no page", checking_places.without(BLOBS.c.sha256, name))

    def _articles(self, connection: Connection) -> Iterator[Fault]:
        numbers = list(articles.numbers(connection))
        done = 0
        for part in parts(numbers):
            listed = articles.kept(connection, part)
            pages = articles.known_pages(connection, sorted({one.page for one in listed.values()}))
            for number in part:
                done += 1
                self.tell("articles", done, len(numbers))
                name = f"article {listed[number].id}"
                if listed[number].page not in pages:
                    yield Fault(name, f"its page {listed[number].page} is not there")
                yield from self._article(connection, listed[number], name)

    def _article(self, connection: Connection, listed: Kept, name: str) -> Iterator[Fault]:
        rows = connection.execute(select(RECORDS).where(RECORDS.c.article == listed.number).order_by(RECORDS.c.kind)).all()
        if not any(row.kind == Article.__name__ for row in rows):
            yield Fault(name, "has no text")
            return
        # its own text first: what is said of it stands there
        for row in sorted(rows, key=lambda row: (row.kind != Article.__name__, row.kind)):
            made, fault = _unpacked(row, name)
            if fault is not None:
                yield fault
            if row.kind == Article.__name__ and made:
                article: Any = made[0]
                self._texts = {article.id: article.text}
                yield from _listed_rightly(listed, article, name)
            for record in made:
                yield from self.evidence(connection, record, name)

    def evidence(self, connection: Connection, record: object, name: str) -> Iterator[Fault]:
        """Yield what is wrong with the selectors and origins inside a record, under the name."""
        said = 0
        for one in within(record):
            message = None
            if isinstance(one, Selector):
                text = self._text(connection, one.article)
                if text is None:
                    message = f"evidence of {type(record).__name__} is in article {one.article}, which is not there"
                elif text[one.start : one.end] != one.exact or not one.exact:
                    message = f"evidence of {type(record).__name__} is not found again: {one.exact[:60]!r} at {one.start}-{one.end} of {one.article}"
            else:
                origin = getattr(one, "origin", None)
                if origin is not None and origin not in self.known:
                    message = f"{type(one).__name__} was made by {origin!r}, which no release knows" if origin else (
                        f"{type(one).__name__} does not say what made it"
                    )  # fmt: skip
            if message is not None and said < _SAID:
                said += 1
                yield Fault(name, message)

    def _text(self, connection: Connection, article: str) -> str | None:
        if article not in self._texts:
            if len(self._texts) > _AT_ONCE:
                self._texts.clear()
            found = articles.by_id(connection, [article])
            made = articles.articles(connection, [one.number for one in found.values()])
            self._texts[article] = next((one.text for one in made.values()), None)
        return self._texts[article]

    def _resolved(self, connection: Connection) -> Iterator[Fault]:
        names = connection.execute(select(RESOLVED.c.story, RESOLVED.c.kind).order_by(RESOLVED.c.story, RESOLVED.c.kind)).all()
        for done, (story, kind) in enumerate(names, 1):
            self.tell("stories", done, len(names))
            row = connection.execute(select(RESOLVED).where(RESOLVED.c.story == story, RESOLVED.c.kind == kind)).one()
            name = f"story {story}"
            made, fault = _unpacked(row, name)
            found = [fault] if fault is not None else []
            found += [one for record in made for one in self.evidence(connection, record, name)]
            for one in found:
                yield Fault(one.where, one.message, checking_places.resolve_again(story))

    def _copies(self, connection: Connection) -> Iterator[Fault]:
        for row in connection.execute(select(COPY_PAIRS).order_by(COPY_PAIRS.c.a, COPY_PAIRS.c.b)):
            name = f"copies {row.a} and {row.b}"
            try:
                (pair,) = unpack(CopyPair, row.data)
            except (StoreError, ValueError) as error:
                yield Fault(name, str(error))
                continue
            ids = {one.id for one in articles.kept(connection, [row.a, row.b]).values()}
            if ids != {pair.a, pair.b} or pair.kind != row.kind:
                yield Fault(name, f"are listed otherwise than they are: {pair.kind} of {pair.a} and {pair.b}")
            yield from self.evidence(connection, pair, name)

    def _judgements(self, connection: Connection) -> Iterator[Fault]:
        last = log.last_arrival(connection)
        held = set(connection.execute(select(JUDGEMENTS.c.seq)).scalars())
        for row in connection.execute(select(JUDGEMENTS).order_by(JUDGEMENTS.c.seq)):
            name = f"judgement {row.seq}"
            try:
                links = unpack(Link, row.links)
            except (StoreError, ValueError) as error:
                yield Fault(name, str(error))
                continue
            for link in links:
                yield from self.evidence(connection, link, name)
            if row.undone is not None and row.undone not in held:
                yield Fault(name, f"is taken back by {row.undone}, which is not there")
            if row.after > last:
                yield Fault(name, f"came after line {row.after} of the log, which has {last}")

    def _alerts(self, connection: Connection) -> Iterator[Fault]:
        return checking_follows.noted(connection, self.evidence)

    def _log(self, connection: Connection) -> Iterator[Fault]:
        runs = {run.id for run in log.runs(connection)}
        last = batch = 0
        for seq, one in log.arrivals(connection):
            for number in range(last + 1, seq):
                yield Fault(f"log {number}", "is missing")
            if one.run not in runs:
                yield Fault(f"log {seq}", f"was written by run {one.run}, which is not there")
            if one.outcome not in _OUTCOMES:
                yield Fault(f"log {seq}", f"has no sense: {one.outcome!r}")
            if one.batch < batch:
                yield Fault(f"log {seq}", f"is of batch {one.batch}, after batch {batch}")
            last, batch = seq, max(batch, one.batch)
        arrived = select(ARRIVALS.c.article).where(ARRIVALS.c.outcome.in_(("added", "version")))
        for name in connection.execute(select(ARTICLES.c.id).where(ARTICLES.c.id.not_in(arrived)).order_by(ARTICLES.c.number)).scalars():
            yield Fault(f"article {name}", "is not in the log")
        for what, column, held in (("article", ARRIVALS.c.article, ARTICLES.c.id), ("page", ARRIVALS.c.page, PAGES.c.id)):
            for name in checking_places.missing(connection, column, held):
                yield Fault(f"{what} {name}", "is in the log and not in the archive")


def _unpacked(row: Any, name: str) -> tuple[list[object], Fault | None]:
    """The records of a row, and what is wrong with them."""
    kind = kinds().get(row.kind)
    if kind is None:
        return [], Fault(name, f"holds records of {row.kind!r}, which no release knows")
    try:
        made: list[object] = unpack(kind, row.data)
    except (StoreError, ValueError) as error:
        return [], Fault(name, str(error))
    if len(made) != row.count:
        return made, Fault(name, f"holds {len(made)} records of {row.kind} and counts {row.count}")
    return made, None


def _listed_rightly(listed: Kept, article: Article, name: str) -> Iterator[Fault]:
    """What an article is listed with and does not hold, and spans outside its text."""
    for column in ("id", "page", "input", "given_id", "outlet", "headline", "url", "published", "language"):
        told, held = getattr(listed, column), getattr(article, column)
        if told != kept_as(ARTICLES.c[column], held):
            yield Fault(name, f"is listed with the {column} {told!r} and has {held!r}")
    spans = [(one.start, one.end) for one in article.body] + [(one.start, one.end) for one in article.furniture]
    for start, end in spans:
        if not 0 <= start < end <= len(article.text):
            yield Fault(name, f"has a part {start}-{end} outside its text of {len(article.text)} letters")
