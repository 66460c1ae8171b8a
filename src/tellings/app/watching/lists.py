"""The lists of one round: those that are due are asked, those that changed are read, and the addresses that nobody has asked yet are chosen."""

import hashlib
from collections.abc import Generator, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from tellings.app.watching.means import Means, Tally, Trouble
from tellings.app.watching.times import later, left_alone_until, seconds_between, sober
from tellings.ingest import addresses, contents
from tellings.ingest.addresses import is_address
from tellings.ingest.listing.pace import pace
from tellings.ingest.received import Address, Received
from tellings.ingest.shortlist import Shortlist
from tellings.ingest.sources import Source, of_file, of_received
from tellings.model.articles import Page, Rejected
from tellings.store import articles, feeds, returning
from tellings.store.feeds import Feed, Visit, digest

# An index of sitemaps, its sitemaps, their pages: lists nested deeper are a maze.
_DEEPEST: Final = 3
# Addresses that are looked up together.
_AT_ONCE: Final = 500
_DAMAGED: Final = frozenset({"broken-record", "broken-archive"})
_NO_LIST: Final = "no feed, sitemap, OPML file or list of addresses came"

# Pages with what is then known of addresses.
Found = tuple[list[Page | Rejected], list[Visit]]


@dataclass(slots=True, kw_only=True)
class _Contents:
    """What one list named."""

    pages: list[Page] = field(default_factory=list)
    named: dict[str, Address] = field(default_factory=dict)
    lists: list[str] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Lists:
    """The lists of one round. When `pages` has come to its end, `wanted` holds the new addresses by key."""

    means: Means
    tally: Tally
    wanted: dict[str, Address] = field(default_factory=dict)
    _feeds: dict[str, Feed] = field(default_factory=dict)
    _read: list[str] = field(default_factory=list)

    def pages(self) -> Iterator[Found]:
        """Yield the articles that lists hold themselves, with the visits that they stand for. Notes when each list was asked."""
        means = self.means
        with means.archive.reading() as connection:
            self._feeds = feeds.feeds(connection, means.roots)
        now = means.now()
        for root in means.roots:
            if is_address(root):
                self._feeds.setdefault(root, Feed(url=root, parent=root))
        for root in means.roots:
            if not is_address(root):
                named = yield from self._of_file(root)
                self._children(root, named)
        level = [feed for feed in self._feeds.values() if self._is_due(feed, now)]
        if means.schedule.once:
            self._left_alone({feed.url for feed in level}, now)
        for _ in range(_DEEPEST):
            asked, level = level, []
            for feed in asked:
                means.kept.know(feed.answer)
            came = means.fetched([feed.url for feed in asked])
            for feed, item in zip(asked, came, strict=False):  # fewer come where a stop is asked for
                # another list may have been read meanwhile that names it no more
                if feed.url in self._feeds:
                    level += yield from self._came(feed, item)

    def _is_due(self, feed: Feed, now: str) -> bool:
        if feed.open and self.means.first and not feed.failures:
            return True  # what it named was not all fetched when the last run came to its end
        return self.means.schedule.is_due(feed.checked, feed.due, feed.held, now)

    def _left_alone(self, asked: AbstractSet[str], now: str) -> None:
        """Say of each list that was to be asked now why it is not."""
        for feed in self._feeds.values():
            if feed.url not in asked and feed.held is not None:
                self.tally.feeds += 1
                detail = f"at {feed.checked} its server asked to be left alone until {feed.held}"
                self._trouble(feed.url, "not-asked", detail, seconds_between(now, feed.held))

    def finish(self) -> None:
        """Note which lists have nothing left to be fetched."""
        with self.means.archive.writing() as connection:
            feeds.put_feeds(connection, [replace(self._feeds[url], open=False) for url in self._read if url in self._feeds])

    def _of_file(self, root: str) -> Generator[Found, None, list[str]]:
        path = Path(root)
        try:
            source = of_file(path, root, path.stat().st_size)
            held = self._contents(source, root)
        except OSError as error:
            self._trouble(root, "unreadable", contents.why(error))
            return []
        if isinstance(held, Rejected):
            self._trouble(root, held.reason, held.detail)
            return []
        self._choose(root, held)
        yield self._own(root, held)
        return held.lists

    def _came(self, feed: Feed, item: Received | Rejected) -> Generator[Found, None, list[Feed]]:
        """Read what came of a list and return the lists that it names and that are to be asked."""
        means, now = self.means, self.means.now()
        self.tally.feeds += 1
        if isinstance(item, Rejected):
            self._failed(feed, item, now)
            return []
        answer = means.kept.taken(item, feed.answer)
        seen = replace(feed, checked=now, failures=0, problem=None, held=None, due=later(now, means.schedule.gap(feed.pace)))
        sha256 = hashlib.sha256(item.raw).hexdigest()
        if sha256 == feed.sha256 and not feed.open:
            self.tally.unchanged += 1
            self._note(replace(seen, answer=answer))
            return []
        source = of_received(item)
        held = self._contents(source, feed.url)
        if isinstance(held, Rejected):
            self._failed(feed, held, now)
            return []
        asks, whole = pace(source, means.settings) if contents.kind_of(source) == "feed" else (None, True)
        # of a list that broke off the rest is wanted: it must come again although the server thinks that we have it
        whole = whole and not any(one.reason in _DAMAGED for one in held.rejected)
        due = later(now, means.schedule.gap(asks))
        self._note(replace(seen, pace=asks, due=due, open=True, sha256=sha256 if whole else None, answer=answer if whole else None))
        over = self._choose(feed.url, held)
        if not over:
            self._read.append(feed.url)
        yield self._own(feed.url, held)
        return self._children(feed.url, held.lists)

    def _contents(self, source: Source, name: str) -> _Contents | Rejected:
        kind = contents.kind_of(source)
        if kind not in contents.LISTS:
            return Rejected(input=name, reason="unsupported-type", detail=_NO_LIST)
        held, now = _Contents(), self.means.now()
        for item in contents.read(source, kind, self.means.settings):
            if isinstance(item, Page):
                held.pages.append(replace(item, given_published=sober(item.given_published, now)))
            elif isinstance(item, Rejected):
                held.rejected.append(item)
            elif item.leads_to == "list":
                held.lists.append(item.listed.url)
            else:
                listed = replace(item.listed, published=sober(item.listed.published, now))
                # a date that cannot be stands for any: the others still say which are the newest
                dated = None if item.dated is None else sober(item.dated, now) or now
                held.named.setdefault(addresses.key(listed.url), replace(item, listed=listed, dated=dated))
        if held.rejected and not (held.pages or held.named or held.lists):
            return held.rejected[0]
        return held

    def _choose(self, name: str, held: _Contents) -> int:
        """Want the addresses that nobody has asked yet, as many as one list may lead to, and return how many are left."""
        most = self.means.settings.max_links
        short = Shortlist(most, self.wanted.keys())
        with self.means.archive.reading() as connection:
            named = list(held.named.items())
            for part in (named[at : at + _AT_ONCE] for at in range(0, len(named), _AT_ONCE)):
                known = feeds.known(connection, {key: address.listed.url for key, address in part})
                for key, address in part:
                    if key not in known:
                        short.add(address)
        chosen = short.chosen(most)
        self.wanted |= {
            addresses.key(address.listed.url): replace(address, listed=replace(address.listed, listed_in=name)) for address in chosen
        }
        return short.total - len(chosen)

    def _own(self, name: str, held: _Contents) -> Found:
        """Return the articles that the list holds itself and the archive has not, save where their own pages are kept."""
        with self.means.archive.reading() as connection:
            known = articles.known_pages(connection, [page.id for page in held.pages])
            known -= {page.id for page in held.pages if page.id in known and returning.again(connection, page) is not None}
            told = feeds.told_by(connection, [page.url for page in held.pages if page.url])
            keys = {page.url: digest(addresses.key(page.url)) for page in held.pages if page.url}
            forgotten = feeds.forgotten(connection, list(keys.values()))
        now = self.means.now()
        new = [
            page
            for page in held.pages
            if page.id not in known
            and keys.get(page.url or "") not in forgotten
            and (page.url not in told or str(told[page.url]).startswith(f"{name}#"))
        ]
        visits = [Visit(key=keys[page.url], first=now, checked=now, page=page.id) for page in new if page.url]
        return list(new), visits

    def _children(self, parent: str, named: list[str]) -> list[Feed]:
        """Note which lists the list names now, and return those that are to be asked and are not asked already."""
        with self.means.archive.writing() as connection:
            for url in feeds.drop_feeds(connection, parent, frozenset(named)):
                self._feeds.pop(url, None)
        new = [url for url in dict.fromkeys(named) if url not in self._feeds]
        for url in new[: self.means.settings.max_links]:
            self._feeds[url] = Feed(url=url, parent=parent)
        return [self._feeds[url] for url in new[: self.means.settings.max_links]]

    def _failed(self, feed: Feed, why: Rejected, now: str) -> None:
        failures = feed.failures + 1
        asked = self.means.fetcher.wait_asked(feed.url)
        gap = self.means.schedule.gap(feed.pace, failures, asked)
        problem = f"{why.reason}: {why.detail}"
        self._note(replace(feed, checked=now, due=later(now, gap), failures=failures, problem=problem, held=left_alone_until(now, asked)))
        self._trouble(feed.url, why.reason, why.detail, gap)

    def _trouble(self, feed: str, reason: str, detail: str, again: int | None = None) -> None:
        gap = self.means.schedule.gap(None) if again is None else again
        self.tally.troubles.append(Trouble(feed=feed, reason=reason, detail=detail, again=gap))

    def _note(self, feed: Feed) -> None:
        self._feeds[feed.url] = feed
        with self.means.archive.writing() as connection:
            feeds.put_feeds(connection, [feed])
