"""Fetches addresses and what feeds, sitemaps and lists lead to, level by level, never more than a list may lead to."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Final, cast

from tellings.ingest import addresses, contents
from tellings.ingest.received import Address, Listed, Received
from tellings.ingest.records import encodable
from tellings.ingest.shortlist import Shortlist
from tellings.ingest.sniff import Kind
from tellings.ingest.sources import Source, of_received
from tellings.model.articles import Page, Rejected
from tellings.settings import Settings

Fetch = Callable[[Iterable[str | Listed]], Iterator[Received | Rejected]]
# An index of sitemaps, its sitemaps, their pages: lists nested deeper are a maze.
_DEEPEST: Final = 3
# An index may name thousands of sitemaps of as many megabytes; the addresses that are wanted stand in a few.
_SITEMAPS_OF_AN_INDEX: Final = 20


@dataclass(slots=True, kw_only=True)
class _Root:
    """An input that is a list or leads to lists: what they named and what of it may still be fetched.

    `over` counts the addresses above the limits, `deep` those of lists nested too deep.
    """

    name: str
    pages_left: int
    lists_left: int
    pages: Shortlist
    lists: Shortlist
    over: int = 0
    deep: int = 0


@dataclass(slots=True, kw_only=True)
class Follower:
    """Reads sources and follows the addresses that they name; one a run, so that no page is fetched twice."""

    settings: Settings
    fetch: Fetch | None = None
    _seen: set[str] = field(default_factory=set)

    def of_file(self, source: Source) -> Iterator[Page | Rejected]:
        """Yield what the file holds; the addresses that it names are fetched where `settings.follow` says so, else counted in one line."""
        try:
            kind = contents.kind_of(source)
        except OSError as error:
            yield Rejected(input=source.name, reason="unreadable", detail=contents.why(error))
            return
        root = self._root(source.name)
        yield from self._read(source, kind, root)
        if self.settings.follow:
            yield from self._followed([root])
        elif root.pages.total or root.lists.total:
            count = root.pages.total + root.lists.total
            named = f"{count:,} addresses" if count > 1 else "one address"
            detail = f"not fetched: {named} of this {contents.LISTS[kind]}; --follow fetches them"
            yield Rejected(input=source.name, reason="not-followed", detail=detail)

    def fetched(self, wanted: Iterable[str]) -> Iterator[Page | Rejected]:
        """Yield what the addresses hold, and what the lists among them lead to. An address that was there before is a duplicate."""
        again: list[Rejected] = []
        roots: list[_Root] = []
        for source in self._sources(self._unseen(wanted, again)):
            if isinstance(source, Rejected):
                yield source
                continue
            root = self._root(source.name)
            yield from self._read(source, contents.kind_of(source), root)
            if root.pages.total or root.lists.total:
                roots.append(root)
        yield from again
        yield from self._followed(roots)

    def _unseen(self, wanted: Iterable[str], again: list[Rejected]) -> Iterator[str]:
        for address in wanted:
            if self._is_new(address):
                yield address
            else:
                again.append(Rejected(input=encodable(address), reason="duplicate", detail="the address was there before"))

    def _followed(self, roots: list[_Root]) -> Iterator[Page | Rejected]:
        for _ in range(_DEEPEST):
            wanted = [(root, address) for root in roots for address in self._chosen(root)]
            named = {addresses.key(address.listed.url): (root, address) for root, address in wanted}
            for source in self._sources([address.listed for _, address in wanted]) if wanted else ():
                if isinstance(source, Rejected):
                    yield source
                    continue
                root, address = named[addresses.key(source.name)]
                yield from self._read(replace(source, given=address.listed), contents.kind_of(source), root, address)
        for root in roots:
            root.deep = root.pages.total + root.lists.total
            yield from _left_out(root, self.settings.max_links)

    def _chosen(self, root: _Root) -> Iterator[Address]:
        """Yield what is fetched next of what the root's lists name, and empty its shortlists."""
        pages, lists = root.pages, root.lists
        chosen = pages.chosen(root.pages_left)
        root.over += pages.total - len(chosen)
        # another root may have named the same page meanwhile
        taken = [address for address in chosen if self._is_new(address.listed.url)]
        root.pages_left -= len(taken)
        chosen = lists.chosen(root.lists_left if root.pages_left else 0)
        root.over += lists.total - len(chosen)
        found = [address for address in chosen if self._is_new(address.listed.url)]
        root.lists_left -= len(found)
        root.pages, root.lists = self._shortlists(root.pages_left)
        yield from taken
        yield from found

    def _read(self, source: Source, kind: Kind, root: _Root, address: Address | None = None) -> Iterator[Page | Rejected]:
        """Yield the pages and rejections of the source; what it names goes to the root's shortlists."""
        if address is not None and address.leads_to == "list" and kind not in contents.LISTS:
            yield Rejected(input=source.name, reason="not-an-article", detail=f"{root.name} names it as a list of pages, and it is none")
            return
        found = False
        for item in contents.read(source, kind, self.settings):
            found = True
            if isinstance(item, Address):
                (root.lists if item.leads_to == "list" else root.pages).add(item)
                if item.leads_to == "list" and kind == "sitemap":
                    root.lists_left = min(root.lists_left, _SITEMAPS_OF_AN_INDEX)
                continue
            if isinstance(item, Page) and item.url and kind in contents.LISTS:
                self._seen.add(addresses.key(item.url))
            yield item
        if not found:
            yield Rejected(input=source.name, reason="empty", detail=f"the {contents.LISTS.get(kind, 'input')} names no pages")

    def _is_new(self, address: str) -> bool:
        key = addresses.key(address)
        if key in self._seen:
            return False
        self._seen.add(key)
        return True

    def _root(self, name: str) -> _Root:
        most = self.settings.max_links
        pages, lists = self._shortlists(most)
        return _Root(name=name, pages_left=most, lists_left=most, pages=pages, lists=lists)

    def _shortlists(self, most: int) -> tuple[Shortlist, Shortlist]:
        return Shortlist(most, self._seen), Shortlist(self.settings.max_links, self._seen)

    def _sources(self, wanted: Iterable[str | Listed]) -> Iterator[Source | Rejected]:
        """Yield what comes of the addresses as sources."""
        if self.fetch is None:
            # what goes to the network is loaded when an address is asked for
            made = import_module("tellings.ingest.fetching").Fetcher(self.settings).fetch
            self.fetch = cast("Fetch", made)
        for item in self.fetch(wanted):
            yield item if isinstance(item, Rejected) else of_received(item)


def _left_out(root: _Root, most: int) -> Iterator[Rejected]:
    if root.over:
        count = f"{root.over:,} more addresses" if root.over > 1 else "one more address"
        detail = f"not fetched: {count} it leads to, above the limit of {most:,} (max_links)"
        yield Rejected(input=root.name, reason="not-followed", detail=detail)
    if root.deep:
        detail = f"not fetched: {root.deep:,} of the addresses it leads to, in lists nested more than {_DEEPEST} deep"
        yield Rejected(input=root.name, reason="not-followed", detail=detail)
