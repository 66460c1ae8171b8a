"""Puts articles into stories by the scores in hand, and clusters anew what a new article or a judgement changes."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final

import numpy as np

from tellings.cluster.bursts import are_apart
from tellings.cluster.constraints import Bounds
from tellings.cluster.holding import UNIT, Holding
from tellings.cluster.judging import parts
from tellings.cluster.ledger import Ledger
from tellings.cluster.linkage import LEAST
from tellings.cluster.log import Log, Reason
from tellings.cluster.neighbourhood import FREE, Neighbourhood, Story, alike, components, tightness
from tellings.data.story_weights import story_weights

# Stories clustered anew together.
_AGAIN: Final = 4
# Up to this size a story is clustered anew each time it grows, later whenever it has grown by a quarter.
_ALWAYS: Final = 8
# A story is settled as a whole where one in so many of its items came since, or it is small.
_GROWN: Final = 4
_PLACES: Final = 4


class Placing:
    """Moves items between the stories of a ledger."""

    def __init__(self, ledger: Ledger, holding: Holding, bounds: Bounds) -> None:
        self._ledger = ledger
        self._holding = holding
        self._bounds = bounds

    def best(self, scores: Mapping[int, int], least: int) -> list[Story]:
        """Return the stories that have an item with at least this score, the highest first, of equals the one founded first."""
        best: dict[Story, int] = {}
        story_of = self._ledger.story
        for item, value in scores.items():
            if value >= least and (story := story_of(item)) is not None and value > best.get(story, -1):
                best[story] = value
        return sorted(best, key=lambda story: (-best[story], story.founder))

    def place(self, number: int, scores: Mapping[int, int], log: Log) -> None:
        """Put a new article into a story or open one, and cluster anew where it may bring stories together or apart."""
        bound = self._ledger.names[number] in self._bounds
        near = self.best(scores, alone_least())[:_AGAIN]
        fitting = [story for story in near if self._margin(number, story, scores) > 0]
        if bound:
            self._again([*near, *self._stories_with([number])], [number], self._free([number], scores), log)
        elif len(fitting) == 1 and not _due(len(fitting[0].items) + 1):
            self._shift([number], fitting[0], log)
        elif near:
            self._again(near, [number], self._free([], scores), log)
        else:
            self._found([number], None, log)

    def keep(self, number: int, scores: Mapping[int, int]) -> None:
        """Add scores of an article, in whatever story it is."""
        self._holding.keep(number, scores)
        story = self._ledger.story(number)
        if story is not None:
            story.tight = None

    def same_text(self, items: Sequence[int], log: Log) -> None:
        """Keep that items, of which none came with the other's text, are alike all the same: another article carries the text of each."""
        self._holding.fetch(items, self._ledger.names)
        self.keep(items[-1], dict.fromkeys(items[:-1], UNIT))
        log.scored.add(items[-1])
        self._again(self._stories_with(items), [], items, log)

    def judged(self, items: Sequence[int], near: Mapping[int, int], log: Log) -> None:
        """Cluster anew the stories of items that somebody judged, or whose judgement was taken back, and those that have what is near them."""
        free = self._free(items, {})
        self._again([*self._stories_with(free), *self.best(near, alone_least())[:_AGAIN]], [], free, log)

    def settle(self, items: Sequence[int], near: Mapping[int, Mapping[int, int]], log: Log) -> None:
        """Cluster the stories of items anew with those near, by the scores of each item: what hangs together as a whole.

        Of a large story of which most was there before only the items may leave it.
        """
        came = set(items)
        found = {story.id: story for item in items if (story := self._ledger.story(item)) is not None}
        for item in items:
            found |= {story.id: story for story in self.best(near[item], alone_least())[:_AGAIN]}
        grown = {name for name, story in found.items() if _GROWN * len(came.intersection(story.items)) >= len(story.items)}
        hood = Neighbourhood.of(sorted(found.values(), key=lambda story: story.founder), [], items, grown)
        self._holding.fetch(hood.items, self._ledger.names)
        for together in components(hood.items, self._holding, self._bonds(hood)):
            part = hood.part(together, self._ledger.story)
            if len(together) > 1:
                self._cluster(part, log)

    def _bonds(self, hood: Neighbourhood) -> list[list[int]]:
        """Items of the neighbourhood that are in one story whatever their scores: now, or by judgement."""
        ledger, members = self._ledger, set(hood.items)
        bonds = [[item for item in story.items if item in members] for story in hood.stories]
        for group in self._bounds.groups():
            items = [ledger.item(ledger.numbers[name]) for name in sorted(group) if name in ledger.numbers]
            stands = [hood.stand_in(item, ledger.story(item), members) for item in items]
            bonds.append([item for item in stands if item is not None])
        return [bond for bond in bonds if bond]

    def reason(self, item: int) -> Reason:
        """Return how alike an item is to the rest of its story, and by what it is like the one most alike."""
        story = self._ledger.story(item)
        others = [] if story is None else [other for other in story.sample() if other != item]
        if not others:
            return Reason(score=0.0, why="alone: no other article is about this")
        self._holding.fetch([item, *others], self._ledger.names)
        scores = alike(self._holding, item, others)
        mean = round(sum(scores.values()) / (UNIT * len(others)), _PLACES)
        nearest = min(others, key=lambda other: (-scores.get(other, 0), other))
        features = ", ".join(
            f"{name} {value:.2f}" + (f" ({', '.join(shared)})" if shared else "")
            for name, value, shared in self._holding.why(item, nearest)
            if round(value, 2)
        )
        judged = "here by a person's judgement; " if self._ledger.names[item] in self._bounds else ""
        by = f"by {features}" if features else "by no telling word"
        return Reason(score=mean, why=f"{judged}likeness {mean:.2f} with the others; {by}", nearest=self._ledger.names[nearest])

    def _margin(self, number: int, story: Story, scores: Mapping[int, int]) -> float:
        """By how much a new article belongs to a story, above 0, or not."""
        sample = story.sample()
        mean = sum([scores[item] for item in sample if item in scores]) / (UNIT * len(sample))
        if mean < LEAST:
            return -math.inf
        if are_apart(np.array([self._holding.published(number)]), np.array(self._ledger.days(story)), mean):
            return -math.inf
        if story.tight is None:
            self._holding.fetch(sample, self._ledger.names)
        return story_weights().joining.margin(mean, tightness(self._holding, story), 1, len(story.items))

    def _free(self, items: Iterable[int], scores: Mapping[int, int]) -> list[int]:
        """Items that may leave a large story: these, with those that go where they go, and the ones most like what came."""
        ledger = self._ledger
        names = dict.fromkeys(mate for item in items for mate in sorted(self._bounds.together(ledger.names[item])))
        judged = [ledger.numbers[name] for name in names if name in ledger.numbers]
        near = sorted(scores, key=lambda item: (-scores[item], item))
        return judged + [item for item in near if ledger.names[item] not in self._bounds][:FREE]

    def _stories_with(self, items: Iterable[int]) -> list[Story]:
        """The stories of the items and of all that somebody bound them to."""
        found = {}
        for item in items:
            for name in self._bounds.together(self._ledger.names[item]):
                story = self._ledger.story(self._ledger.numbers[name]) if name in self._ledger.numbers else None
                if story is not None:
                    found[story.id] = story
        return sorted(found.values(), key=lambda story: story.founder)

    def _again(self, stories: Iterable[Story], more: Sequence[int], free: Sequence[int], log: Log) -> None:
        """Cluster the stories anew, with items that are in none."""
        ordered = sorted({story.id: story for story in stories}.values(), key=lambda story: story.founder)
        hood = Neighbourhood.of(ordered, more, free)
        if hood.items:
            self._cluster(hood, log)

    def _cluster(self, hood: Neighbourhood, log: Log) -> None:
        self._holding.fetch(hood.items, self._ledger.names)
        self._apply(hood, parts(hood, self._holding, self._ledger, self._bounds), log)

    def _apply(self, hood: Neighbourhood, parts: Sequence[Sequence[int]], log: Log) -> None:
        """Give each part to the story whose founding article is in it, the first founded of several; what has none is a new story."""
        home = {item: k for k, part in enumerate(parts) for item in part}
        owner: dict[int, Story] = {}
        for story in sorted(hood.stories, key=lambda story: (not self._bounds.is_anchor(self._ledger.names[story.founder]), story.founder)):
            owner.setdefault(home[story.founder], story)
        leaving = [story for story in hood.stories if owner[home[story.founder]] is not story]
        gone = [(story, owner[home[story.founder]]) for story in leaving]
        gone = [(story, into) for story, into in gone if not self._stays(story, hood, home, owner, log)]
        for k, part in enumerate(parts):
            if k not in owner:
                owner[k] = self._found([], self._parted(part), log, by=min(part))
        for story, into in gone:
            sampled = home.keys()
            self._shift([item for item in story.items if item not in sampled], into, log)
        for item, k in home.items():
            if self._ledger.story(item) is not owner[k]:
                self._shift([item], owner[k], log)
        for story, into in gone:
            self._ledger.close(story, into)
            log.closes(story, into)

    def _parted(self, items: Iterable[int]) -> Story | None:
        """The story that most of the items are in so far."""
        before = Counter(story.id for item in items if (story := self._ledger.story(item)) is not None)
        return self._ledger.stories[min(before, key=lambda name: (-before[name], name))] if before else None

    def _stays(self, story: Story, hood: Neighbourhood, home: Mapping[int, int], owner: dict[int, Story], log: Log) -> bool:
        """Let a story whose founding article went to another go on with most of the rest, where that is no other's; return whether it does."""
        left = Counter(home[item] for item in story.items if item in home and home[item] not in owner)
        if story.id in hood.cores or not left:
            return False
        part, count = min(left.items(), key=lambda found: (-found[1], found[0]))
        if 2 * count < len(story.items):
            return False
        owner[part] = story
        log.placed.add(story.founder)
        story.founder = min(item for item in story.items if home[item] == part)
        log.placed.add(story.founder)
        return True

    def _found(self, items: Sequence[int], parted: Story | None, log: Log, by: int | None = None) -> Story:
        """Open a story by an article, and put items there."""
        founder = min(items) if by is None else by
        restored = self._ledger.leads(founder)
        story = self._ledger.open(founder)
        log.opens(story, parted, restored=restored)
        self._shift(items, story, log)
        return story

    def _shift(self, items: Iterable[int], story: Story, log: Log) -> None:
        for item in items:
            before = self._ledger.story(item)
            for number in self._ledger.carriers(item):
                log.moves(number, before)
            self._ledger.move([item], story)


@cache
def alone_least() -> int:
    """Return the least score, in ten-thousandths, by which two articles alone make a story."""
    joining = story_weights().joining
    return next(value for value in range(round(LEAST * UNIT), UNIT + 1) if joining.margin(value / UNIT, 0.0, 1, 1) > 0 or value == UNIT)


def _due(size: int) -> bool:
    """Return whether a story is clustered anew when it comes to this size."""
    if size <= _ALWAYS:
        return size > 2
    step = 1 << (size.bit_length() - 3)
    return size % step == 0
