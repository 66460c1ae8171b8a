"""Clusters a few stories anew that lie side by side: all articles of small ones; of a large one a core that stands for it, and those next to what changed."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tellings.cluster.bursts import parted, united
from tellings.cluster.dense import MOST, dense_clusters
from tellings.cluster.holding import UNIT, Holding, Values
from tellings.cluster.linkage import LEAST, VERY, clusters

Places = NDArray[np.int64]
# A story of more articles than this is not clustered anew as a whole.
SMALL: Final = 40
# Of a large one so many from its whole length, and the latest, stand for all.
_SPREAD: Final = 12
_LATEST: Final = 20
# Of a large one so many of those next to what changed may leave it at a time.
FREE: Final = 24


@dataclass(slots=True, eq=False)
class Story:
    """A story as the stream holds it: its items (articles, copies of one text as one) by number, ascending, and the one by which it is told.

    `tight` is how alike its items are, None where that is not known since they or their scores have changed.
    """

    id: str
    founder: int
    items: list[int] = field(default_factory=list)
    tight: float | None = None

    def sample(self) -> list[int]:
        """Return the items that stand for all: of a small story all of them."""
        count = len(self.items)
        if count <= SMALL:
            return list(self.items)
        spread = [self.items[(count - _LATEST) * k // _SPREAD] for k in range(_SPREAD)]
        return sorted({self.founder, *spread, *self.items[-_LATEST:]})


@dataclass(slots=True)
class Neighbourhood:
    """Stories to be clustered anew, with the items that take part. `cores` are those of large stories, each a set that stays one; the items of
    a large story that take no part go where its core goes.
    """

    stories: list[Story]
    items: list[int]
    cores: dict[str, list[int]]

    @classmethod
    def of(cls, stories: Sequence[Story], more: Collection[int], free: Collection[int], whole: Collection[str] = ()) -> "Neighbourhood":
        """Return that of the stories and the items `more`, which are in none. Of a large story only the items `free` may leave it, but of those in `whole`, by id."""
        cores: dict[str, list[int]] = {}
        items = set(more)
        for story in stories:
            if len(story.items) <= SMALL or story.id in whole:
                items.update(story.items)
                continue
            members = set(story.items)
            leaving = {i for i in free if i in members and i != story.founder}
            cores[story.id] = [i for i in story.sample() if i not in leaving]
            items.update(cores[story.id], leaving)
        return cls(stories=list(stories), items=sorted(items), cores=cores)

    def part(self, items: Sequence[int], story_of: Callable[[int], Story | None]) -> "Neighbourhood":
        """Return the part of it that has these items, sorted, and the stories that they are in, whole."""
        names = {story.id for item in items if (story := story_of(item)) is not None}
        stories = [story for story in self.stories if story.id in names]
        return Neighbourhood(stories=stories, items=list(items), cores={name: core for name, core in self.cores.items() if name in names})

    def stand_in(self, item: int, story: Story | None, members: Collection[int]) -> int | None:
        """Return the item (of `members`, all that take part) that takes part for an item of this story; None where its story is not looked at."""
        if item in members:
            return item
        return None if story is None or story.id not in self.cores else self.cores[story.id][0]

    def parts(
        self, holding: Holding, day_of: Callable[[int], int], aside: Collection[int] = (), apart: Sequence[tuple[int, int]] = ()
    ) -> list[list[int]]:
        """Return the items, but for those left aside, in the sets that belong together by the scores in hand and their days; `apart` are pairs that do not."""
        items = [item for item in self.items if item not in aside]
        at = {item: k for k, item in enumerate(items)}
        cores = [[at[i] for i in core if i in at] for core in self.cores.values()]
        sets = [core for core in cores if core]
        never = [(at[a], at[b]) for a, b in apart if a in at and b in at]
        if not items:
            return []
        compared = _between(holding, items)
        if len(items) <= MOST:
            found = dense_clusters(len(items), compared, UNIT, together=sets, apart=never)
        else:
            found = clusters(len(items), pairs(holding, items), together=sets, apart=never)
        # what stands for a large story is not taken apart: the rest of it is not looked at
        whole = {place for core in sets for place in core}
        kept = [part for part in found if not whole.isdisjoint(part)]
        free = [part for part in found if whole.isdisjoint(part)]
        days = np.fromiter(map(day_of, items), dtype=np.int64, count=len(items))
        apart_in_time = parted(free, days, compared, UNIT, stamps=holding.stamps(items))
        return [[items[k] for k in part] for part in united(kept + apart_in_time, days, compared, UNIT, never)]


def pairs(holding: Holding, items: Sequence[int]) -> dict[tuple[int, int], float]:
    """Return the scores in hand between the items (ascending numbers), by their places."""
    first, second, values = _between(holding, items)
    found: dict[tuple[int, int], float] = {}
    for i, j, value in zip(first.tolist(), second.tolist(), values.tolist(), strict=True):
        found[(i, j) if i < j else (j, i)] = value / UNIT
    return found


def alike(holding: Holding, item: int, others: Collection[int]) -> dict[int, int]:
    """Return the scores in hand between an item and others, in ten-thousandths."""
    compared, values = holding.scores(item)
    wanted = set(others)
    found = {other: value for other, value in zip(compared.tolist(), values.tolist(), strict=True) if other in wanted}
    for other in others:
        compared, values = holding.scores(other)
        # nearly all were compared with earlier ones only
        if len(compared) and compared[-1] >= item:
            place = int(np.searchsorted(compared, item))
            if compared[place] == item:
                found[other] = int(values[place])
    return found


def components(items: Sequence[int], holding: Holding, bonds: Iterable[Sequence[int]]) -> list[list[int]]:
    """Return the items (ascending numbers) in the sets that scores high enough to make a story hang together by, or bonds, each sorted."""
    if not items:
        return []
    first, second, values = _between(holding, items)
    high = values >= round(LEAST * UNIT)
    at = {item: k for k, item in enumerate(items)}
    bound = np.array([(at[bond[0]], at[item]) for bond in bonds for item in bond[1:]], dtype=np.int64).reshape(-1, 2)
    ends = np.concatenate([first[high], bound[:, 0]]), np.concatenate([second[high], bound[:, 1]])
    # each takes the least place that it is tied to, and that one's, until nothing changes
    least = np.arange(len(items))
    while True:
        lower = least.copy()
        np.minimum.at(lower, ends[0], least[ends[1]])
        np.minimum.at(lower, ends[1], least[ends[0]])
        lower = lower[lower]
        if np.array_equal(lower, least):
            break
        least = lower
    sets: dict[int, list[int]] = defaultdict(list)
    for item, place in zip(items, least.tolist(), strict=True):
        sets[place].append(item)
    return list(sets.values())


def tightness(holding: Holding, story: Story) -> float:
    """Return how alike the items of a story are, by those that stand for it: the mean of pairs, of a large one of those that were compared.

    Where `tight` of the story is None, the items that stand for it are in hand.
    """
    if len(story.items) < 2:
        return 0.0
    if story.tight is None:
        story.tight = _tightness(holding, story)
    return story.tight


def _tightness(holding: Holding, story: Story) -> float:
    sample = story.sample()
    _, _, values = _between(holding, sample)
    count = len(sample) * (len(sample) - 1) // 2 if len(story.items) <= SMALL else len(values)
    return min(VERY, int(values.sum(dtype=np.int64)) / UNIT / max(1, count))


def _between(holding: Holding, items: Sequence[int]) -> tuple[Places, Places, Values]:
    """Places of both items and the score of each pair that was compared."""
    held = [holding.scores(item) for item in items]
    others = np.concatenate([found for found, _ in held])
    values = np.concatenate([found for _, found in held])
    owners = np.repeat(np.arange(len(items)), [len(found) for found, _ in held])
    numbers = np.array(items, dtype=np.int64)
    at = np.minimum(np.searchsorted(numbers, others), len(numbers) - 1)
    met = numbers[at] == others
    return owners[met], at[met], values[met]
