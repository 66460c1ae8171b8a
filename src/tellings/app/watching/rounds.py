"""One round of watching: the lists that are due, the new addresses that they name, and addresses that are asked again for later versions."""

import hashlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Final

from tellings.app.watching.lists import Found, Lists
from tellings.app.watching.means import Came, Means, Tally
from tellings.app.watching.times import later, retry
from tellings.compare.revisions import changes_between
from tellings.engine.archiving import BATCH
from tellings.ingest import addresses, contents
from tellings.ingest.received import Address, Listed, Received
from tellings.ingest.sources import of_received
from tellings.model.articles import Article, Page, Rejected
from tellings.store import articles, feeds
from tellings.store.feeds import Again, Answered, Visit, digest

# How often an address is tried that gives no answer.
_TRIES: Final = 6
# What may go better another time.
_PASSING: Final = frozenset({"unreachable", "fault"})


@dataclass(slots=True, kw_only=True)
class Round:
    """One round. `batches` gives pages; `written` is to be called once for each batch that is there for good, in order, and `finish` at the end."""

    means: Means
    tally: Tally = field(default_factory=Tally)
    _lists: Lists | None = None
    _visits: deque[list[Visit]] = field(default_factory=deque)

    def batches(self) -> Iterator[list[Page | Rejected]]:
        """Yield what the lists and the new addresses give, as it comes, until all is there or a stop is asked for."""
        batch: list[Page | Rejected] = []
        visits: list[Visit] = []
        for items, seen in self._found():
            batch += items
            while len(batch) > BATCH:
                self._visits.append([])
                yield batch[:BATCH]
                batch = batch[BATCH:]
            visits += seen
            if len(batch) == BATCH or (not batch and len(visits) >= BATCH):
                self._visits.append(visits)
                if batch:
                    yield batch
                else:
                    self.written()
                batch, visits = [], []
        self._visits.append(visits)
        if batch:
            yield batch
        else:
            self.written()

    def written(self) -> None:
        """Note the visits of the batch that was written: from now on their addresses are known."""
        visits = self._visits.popleft()
        if visits:
            with self.means.archive.writing() as connection:
                feeds.put_visits(connection, visits)

    def finish(self) -> None:
        """Note which lists have nothing left to be fetched, unless the round was stopped before its end."""
        if self._lists is not None and not self.means.stop():
            self._lists.finish()

    def _found(self) -> Iterator[Found]:
        self._lists = Lists(means=self.means, tally=self.tally)
        yield from self._lists.pages()
        if self.means.stop():
            return
        with self.means.archive.reading() as connection:
            again = feeds.due(connection, self.means.now())
        taken = {digest(key) for key in self._lists.wanted}
        new = [address.listed for address in self._lists.wanted.values()]
        asked: list[tuple[Listed, Visit | None]] = [(listed, None) for listed in new]
        for one in again:
            if one.again is not None and one.key not in taken:
                self.means.kept.know(one.again.answer)
                asked.append((_listed(one.again), one))
        came = self.means.fetched([listed for listed, _ in asked])
        for (listed, visit), item in zip(asked, came, strict=False):  # fewer come where a stop is asked for
            if isinstance(item, Received):
                self.tally.fetched += 1
            if visit is None or visit.page is None:
                yield self._new(listed, visit, item)
            else:
                yield self._known(listed, visit, item)

    def _new(self, listed: Listed, before: Visit | None, item: Came) -> Found:
        """An address of which nothing is kept yet; `before` where it gave no answer then."""
        now = self.means.now()
        key = digest(addresses.key(listed.url))
        tries = before.tries if before is not None else 0
        seen = Visit(key=key, first=now, checked=now, tries=tries + 1)
        if isinstance(item, Rejected):
            if item.reason in _PASSING and tries + 1 < _TRIES:
                self.tally.later += 1
                next_try = later(now, retry(tries, self.means.fetcher.wait_asked(listed.url)))
                return [], [replace(seen, due=next_try, again=Again(listed=_said(listed)))]
            return [item], [seen]
        answer = self.means.kept.taken(item, None)
        items = list(self._items(listed, item))
        pages = [one for one in items if isinstance(one, Page)]
        if len(pages) != 1 or len(items) != 1:
            return items, [replace(seen, page=pages[0].id if pages else None), *_elsewhere(seen, listed, item)]
        due = self.means.schedule.again(now, now)
        again = Again(listed=_said(listed), sha256=_digest(item), answer=_slim(answer, pages[0])) if due is not None else None
        return items, [replace(seen, page=pages[0].id, tries=0, due=due, again=again), *_elsewhere(seen, listed, item)]

    def _known(self, listed: Listed, visit: Visit, item: Came) -> Found:
        """An address of which a page is kept: what changed is a new version."""
        now, before = self.means.now(), visit.again
        seen = replace(visit, first=min(visit.first, now), checked=now, tries=0)
        due = self.means.schedule.again(seen.first, now)
        over = replace(seen, due=None, again=None)
        if isinstance(item, Rejected):
            if item.reason not in _PASSING:
                self.tally.gone += 1
                return [], [over]
            self.tally.later += 1
            wait = retry(visit.tries, self.means.fetcher.wait_asked(listed.url))
            again = visit.tries + 1 < _TRIES and due is not None
            return [], [replace(seen, tries=visit.tries + 1, due=later(now, wait)) if again else over]
        answer = self.means.kept.taken(item, before.answer if before else None)
        sha256 = _digest(item)
        if before is not None and sha256 == before.sha256:
            self.tally.same += 1
            return [], [replace(seen, due=due) if due is not None else over]
        items = list(self._items(listed, item))
        page = items[0] if len(items) == 1 and isinstance(items[0], Page) else None
        if page is None:
            self.tally.gone += 1
            return [], [over]
        if self._reads_the_same(page, visit):
            self.tally.same += 1
            again_later = Again(listed=_said(listed), sha256=sha256, answer=before.answer if before else None)
            return [], [replace(seen, due=due, again=again_later) if due is not None else over]
        soon = self.means.schedule.again(now, now) if due is not None else None
        told = Again(listed=_said(listed), sha256=sha256, answer=_slim(answer, page)) if soon is not None else None
        return items, [replace(seen, page=page.id, due=soon, again=told)]

    def _items(self, listed: Listed, item: Received) -> Iterator[Page | Rejected]:
        source = replace(of_received(item), given=listed)
        kind = contents.kind_of(source)
        if kind in contents.LISTS:
            yield Rejected(
                input=item.name,
                reason="not-an-article",
                detail=f"{listed.listed_in} names it as a page, and it is a {contents.LISTS[kind]}",
            )
            return
        for one in contents.read(source, kind, self.means.settings):
            if not isinstance(one, Address):
                yield one

    def _reads_the_same(self, page: Page, visit: Visit) -> bool:
        """True where only what stands around the article has changed: no page comes twice with the same bytes."""
        if visit.page is None:
            return False
        with self.means.archive.reading() as connection:
            held = articles.by_id(connection, [visit.page])
            found = articles.articles(connection, [one.number for one in held.values()])
        made = next(iter(self.means.engine.engine.read([page])), None)
        return isinstance(made, Article) and any(not any(changes_between(article, made)) for article in found.values())


def _listed(again: Again) -> Listed:
    told = dict(again.listed)
    return Listed(url=told.pop("url", None) or "", listed_in=told.pop("listed_in", None) or "", **told)


def _said(listed: Listed) -> dict[str, str | None]:
    return {one.name: getattr(listed, one.name) for one in fields(Listed)}


def _digest(item: Received) -> str:
    return hashlib.sha256(item.raw).hexdigest()


def _slim(answer: Answered | None, page: Page) -> Answered | None:
    """Return the answer without its bytes, which the archive keeps with the page."""
    if answer is None or answer.sha256 != page.sha256:
        return None
    return Answered(
        url=answer.url, sha256=answer.sha256, etag=answer.etag, last_modified=answer.last_modified, content_type=answer.content_type
    )  # fmt: skip


def _elsewhere(seen: Visit, listed: Listed, item: Received) -> list[Visit]:
    """The address that a redirect led to is known as well."""
    key = digest(addresses.key(item.url or listed.url))
    return [replace(seen, key=key)] if key != seen.key else []
