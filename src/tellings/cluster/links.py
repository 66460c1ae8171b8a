"""The developments among the stories of a stream: looked for when a story is new and each time it has doubled, and kept right as stories merge."""

from collections.abc import Iterable, Sequence
from typing import Final

from tellings.cluster.holding import Holding
from tellings.cluster.ledger import Ledger
from tellings.cluster.log import Log
from tellings.cluster.neighbourhood import Story
from tellings.cluster.threads import ARTICLES, Telling, development
from tellings.model.resolved import Development

# Stories that one is compared with at a time.
_LOOKED: Final = 3
# Nothing goes on from what was last heard of so many days ago.
_LONGEST: Final = 120


class Links:
    """At most one link for each story, to the story that it goes on from."""

    def __init__(self, ledger: Ledger, holding: Holding) -> None:
        self._ledger = ledger
        self._holding = holding
        self._links: dict[str, Development] = {}
        self._to: dict[str, set[str]] = {}

    def all(self) -> tuple[Development, ...]:
        """Return the links, by story."""
        return tuple(self._links[name] for name in sorted(self._links))

    def put_back(self, links: Iterable[Development]) -> None:
        """Have these links as they were before a restart."""
        for link in links:
            self._put(link)

    def look(self, number: int, near: Sequence[Story], log: Log) -> None:
        """Look whether the story of a new article goes on from one of the stories near, or one of them from it."""
        story = self._ledger.story(number)
        if story is None or len(story.items) & (len(story.items) - 1):
            return
        ours = self._telling(story)
        for other in [one for one in near if one is not story][:_LOOKED] if ours else ():
            theirs = self._telling(other)
            if ours is None or theirs is None or ours.first == theirs.first:
                continue
            later, earlier = (ours, theirs) if ours.first > theirs.first else (theirs, ours)
            if later.first - earlier.last <= _LONGEST:
                self._judge(later, earlier, log)

    def again(self, names: Iterable[str], log: Log) -> None:
        """Look anew at every link that leads from or to one of these stories: it is found again, with what it rests on now, or goes."""
        meant = set(names)
        for link in [one for one in self.all() if one.story in meant or one.earlier in meant]:
            ends = [self._ledger.stories.get(name) for name in (link.story, link.earlier)]
            later, earlier = (self._telling(one) if one is not None else None for one in ends)
            self._drop(link.story)
            if later is not None and earlier is not None and later.first > earlier.first and later.first - earlier.last <= _LONGEST:
                self._judge(later, earlier, log)
            if link.story not in self._links:
                log.unlinked.add(link.story)

    def follow(self, log: Log) -> None:
        """Let links lead from and to the stories that took the place of merged or emptied ones."""
        for name in sorted(log.gone()):
            if name in self._ledger.stories:
                continue
            link = self._drop(name)
            if link is not None:
                log.unlinked.add(name)
                log.linked.pop(name, None)
            into = self._ledger.resolve(name)
            for later in sorted(self._to.get(name, ())):
                old = self._drop(later)
                if old is None:
                    continue
                if into is None or into == later:
                    log.unlinked.add(later)
                    log.linked.pop(later, None)
                else:
                    self._link(Development(story=later, earlier=into, score=old.score, why=old.why, origin=old.origin), log)

    def _judge(self, later: Telling, earlier: Telling, log: Log) -> None:
        for one in (later, earlier):
            self._holding.fetch(one.rows, self._ledger.names)
        placed = [
            Telling(id=one.id, rows=[self._holding.row(n) for n in one.rows], first=one.first, last=one.last) for one in (later, earlier)
        ]
        found = development(self._holding.rows, placed[0], placed[1])
        before = self._links.get(later.id)
        if found is not None and (before is None or before.earlier == earlier.id or found.score > before.score):
            if before is None or (found.earlier, found.score, found.why) != (before.earlier, before.score, before.why):
                self._link(found, log)
        elif found is None and before is not None and before.earlier == earlier.id:
            self._drop(later.id)
            log.unlinked.add(later.id)
            log.linked.pop(later.id, None)

    def _telling(self, story: Story) -> Telling | None:
        days = self._ledger.days(story)
        if not days:
            return None
        sample = story.sample()
        some = sample if len(sample) <= ARTICLES else [*sample[: ARTICLES // 2], *sample[-ARTICLES // 2 :]]
        return Telling(id=story.id, rows=some, first=days[0], last=days[-1])

    def _link(self, link: Development, log: Log) -> None:
        self._drop(link.story)
        self._put(link)
        log.linked[link.story] = link
        log.unlinked.discard(link.story)

    def _put(self, link: Development) -> None:
        self._links[link.story] = link
        self._to.setdefault(link.earlier, set()).add(link.story)

    def _drop(self, story: str) -> Development | None:
        link = self._links.pop(story, None)
        if link is not None:
            self._to[link.earlier].discard(story)
            if not self._to[link.earlier]:
                del self._to[link.earlier]
        return link
