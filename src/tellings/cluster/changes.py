"""What the stream of stories gives to be kept, and the Protocol by which it gets what it kept back: see `tellings.cluster.streaming`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from tellings.model.observed import Features
from tellings.model.resolved import Constraint, Development


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An article that came: written once. `number` rises with each; `day` is the ordinal of its date, 0 where it has none; `keys` is what it is found by (`<u8`)."""

    article: str
    number: int
    day: int = 0
    keys: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an article stands: in the place of what was written for it before.

    `text` is the article whose text this one carries whole, where the two are one item and only that one is compared with others; `founded`
    is true of the article by which its story is told from others.
    """

    article: str
    story: str
    text: str | None = None
    founded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """How alike an article is to those it was compared with: `others` are their numbers, ascending (`<i4`), `values` ten-thousandths (`<u2`). In the place of
    what was written for it before.
    """

    article: str
    others: bytes = field(repr=False)
    values: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """An article that came into a story, from none or from another (`before`), how alike it is to the rest (0 to 1), by what, and which of them is most alike.

    Reasons are told of an article that is new and of those that a judgement moved; of others `why` is empty, and `StoryStream.why` tells when asked.
    """

    article: str
    story: str
    score: float = 0.0
    why: str = ""
    nearest: str | None = None
    before: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What one addition or judgement changed.

    `opened` are ids of stories that are new with a new article; `merged` are (gone, the one its id leads to now), `split` (from, the new
    one); `restored` are ids that led to another story and are stories again. `linked` are developments that now hold, one for each story at
    the most, `unlinked` the stories that go on from no other any more. `arrivals`, `places` and `scores` are the records to write.
    """

    moved: tuple[Moved, ...] = ()
    opened: tuple[str, ...] = ()
    merged: tuple[tuple[str, str], ...] = ()
    split: tuple[tuple[str, str], ...] = ()
    restored: tuple[str, ...] = ()
    linked: tuple[Development, ...] = ()
    unlinked: tuple[str, ...] = ()
    arrivals: tuple[Arrival, ...] = ()
    places: tuple[Place, ...] = ()
    scores: tuple[Scores, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """All that a stream was told to write, as it stands: arrivals by number, the place of each, ids that lead to other stories, judgements in force."""

    arrivals: Iterable[Arrival] = ()
    places: Iterable[Place] = ()
    merged: Mapping[str, str] = field(default_factory=dict)
    developments: Iterable[Development] = ()
    constraints: Sequence[Constraint] = ()


class Shelf(Protocol):
    """Where articles are that came before the window: whoever adds has written their features, and the `scores` of every Changes, there."""

    def get(self, articles: Sequence[str]) -> Iterable[tuple[Features, Scores | None]]:
        """Return what is kept of these articles, in their order; raises KeyError where one is not there."""
        ...
