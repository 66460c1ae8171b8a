"""Invented articles, and what an archive does with the changes of a stream."""

import random
from collections.abc import Collection, Iterable, Sequence

import numpy as np

from tellings.cluster.changes import Arrival, Changes, Place, Scores, State
from tellings.cluster.streaming import StoryStream
from tellings.model.observed import Features
from tellings.model.resolved import Constraint, Development


def features(
    name: str,
    words: str | Iterable[str],
    day: int | None = None,
    names: Collection[tuple[str, str, float]] = (),
    times: Collection[str] = (),
) -> Features:
    """Return the features of an article of these words; `day` counts from 1 March 2021."""
    listed = words.split() if isinstance(words, str) else list(words)
    published = None
    if day is not None:
        published = str(np.datetime64("2021-03-01") + np.timedelta64(day, "D"))
    terms = {word: float(1 + listed.count(word)) for word in listed}
    return Features(
        article=name,
        published=published,
        terms=tuple(sorted(terms.items())),
        names=tuple(sorted(names)),
        times=tuple(sorted(times)),
    )


def pile(count: int, seed: int, stories: int = 6) -> list[Features]:
    """Return articles of stories of which some are close to one another, in a random order."""
    pick = random.Random(seed)
    kinds = [[f"kind{k}word{w}" for w in range(12)] for k in range(3)]
    own = [[f"story{s}word{w}" for w in range(16)] for s in range(stories)]
    made = []
    for number in range(count):
        story = pick.randrange(stories)
        words = pick.sample(own[story], pick.randint(3, 12)) + pick.sample(kinds[story % 3], pick.randint(2, 9))
        words += [f"noise{pick.randrange(200)}" for _ in range(6)]
        day = None if pick.random() < 0.1 else story * 3 + pick.randrange(8)
        made.append(features(f"a{number:03}", words, day))
    return made


class Written:
    """Keeps what a stream says is to be written, and gives it back."""

    def __init__(self) -> None:
        self.features: dict[str, Features] = {}
        self.arrivals: dict[str, Arrival] = {}
        self.places: dict[str, Place] = {}
        self.scores: dict[str, Scores] = {}
        self.merged: dict[str, str] = {}
        self.developments: dict[str, Development] = {}
        self.asked = 0

    def write(self, changes: Changes, features: Features | None = None) -> Changes:
        """Write all of an addition's records."""
        if features is not None:
            self.features[features.article] = features
        self.arrivals |= {one.article: one for one in changes.arrivals}
        self.places |= {one.article: one for one in changes.places}
        self.scores |= {one.article: one for one in changes.scores}
        for name in (*changes.opened, *(new for _, new in changes.split)):
            self.merged.pop(name, None)
        self.merged |= dict(changes.merged)
        for name in changes.unlinked:
            self.developments.pop(name, None)
        self.developments |= {one.story: one for one in changes.linked}
        return changes

    def get(self, articles: Sequence[str]) -> list[tuple[Features, Scores | None]]:
        """Give back what a shelf does."""
        self.asked += len(articles)
        return [(self.features[name], self.scores.get(name)) for name in articles]

    def state(self, constraints: Sequence[Constraint] = ()) -> State:
        """Return what a stream is restored from."""
        return State(
            arrivals=self.arrivals.values(),
            places=self.places.values(),
            merged=self.merged,
            developments=self.developments.values(),
            constraints=constraints,
        )

    def restored(self, constraints: Sequence[Constraint] = (), window: int = 120_000) -> StoryStream:
        """Return the stream as it is after a restart."""
        return StoryStream.restore(self.state(constraints), shelf=self, window=window, places=1 << 14)
