"""Of the addresses of a list that may be endless, those that are fetched: the first, or the newest where the list dates them all."""

import heapq
from collections.abc import Set as AbstractSet

from tellings.ingest import addresses
from tellings.ingest.received import Address
from tellings.text.times import moment


class Shortlist:
    """Keeps no more than twice `most` addresses of all that are added; two of one page count once, those in `seen` not at all.

    `total` is how many were added.
    """

    def __init__(self, most: int, seen: AbstractSet[str]) -> None:
        self.total = 0
        self._most = most
        self._seen = seen
        self._first: dict[str, Address] = {}
        self._newest: list[tuple[float, int, str, Address]] = []
        self._newest_keys: set[str] = set()
        self._all_dated = True

    def add(self, address: Address) -> None:
        """Take the address in where it is among the first or the newest."""
        key = addresses.key(address.listed.url)
        if key in self._first or key in self._newest_keys or key in self._seen:
            return
        self.total += 1
        if len(self._first) < self._most:
            self._first[key] = address
        if address.dated is None:
            self._all_dated = False
            self._newest.clear()
        if self._all_dated:
            self._keep_newest(key, address)

    def _keep_newest(self, key: str, address: Address) -> None:
        item = (moment(address.dated), -self.total, key, address)
        if len(self._newest) < self._most:
            heapq.heappush(self._newest, item)
        elif self._newest and item > self._newest[0]:
            self._newest_keys.discard(heapq.heapreplace(self._newest, item)[2])
        else:
            return
        self._newest_keys.add(key)

    def chosen(self, count: int) -> list[Address]:
        """Return `count` addresses (at most `most`) in the order they were added; the newest, newest first, where not all fit and all are dated."""
        if self.total > count and self._all_dated:
            return [item[3] for item in sorted(self._newest, reverse=True)[:count]]
        return list(self._first.values())[:count]
