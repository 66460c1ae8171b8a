"""Takes down what one addition or judgement does to the stories, until it is told as Changes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tellings.cluster.changes import Arrival, Changes, Moved, Place
from tellings.cluster.holding import Holding
from tellings.cluster.ledger import Ledger
from tellings.cluster.neighbourhood import Story
from tellings.model.resolved import Development


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """How alike an article is to the rest of its story (0 to 1), by what, and which of them is most alike."""

    score: float
    why: str
    nearest: str | None = None


def same_text(name: str) -> Reason:
    """Return the reason of an article that carries another's text."""
    return Reason(score=1.0, why=f"the same text as {name}", nearest=name)


_UNTOLD: Final = Reason(score=0.0, why="")


class Log:
    """Notes by article number and story id; `changes` tells what is different in the end, not what was done on the way."""

    def __init__(self) -> None:
        self.arrivals: list[Arrival] = []
        self.scored: set[int] = set()
        self.placed: set[int] = set()
        self.linked: dict[str, Development] = {}
        self.unlinked: set[str] = set()
        self.closed: set[str] = set()
        self._before: dict[int, str | None] = {}
        self._opened: dict[str, str | None] = {}
        self._merged: dict[str, str] = {}
        self._restored: set[str] = set()

    def moves(self, number: int, story: Story | None) -> None:
        """Note that an article leaves the story it is in, if any, for another."""
        self._before.setdefault(number, None if story is None else story.id)
        self.placed.add(number)

    def opens(self, story: Story, parted: Story | None, *, restored: bool) -> None:
        """Note a new story, and the one that it parted from where it is not of a new article alone."""
        self._opened[story.id] = None if parted is None else parted.id
        if restored:
            self._restored.add(story.id)
        self.placed.add(story.founder)

    def closes(self, story: Story, into: Story) -> None:
        """Note that a story became part of another."""
        self._merged[story.id] = into.id

    def gone(self) -> set[str]:
        """Return the ids of stories that ended, some of which may be there again."""
        return set(self._merged) | self.closed

    def changes(self, ledger: Ledger, holding: Holding, reason: Callable[[int], Reason], *, every: bool) -> Changes:
        """Return what changed; `reason` gives score and words for an item, asked for all that moved where `every` says so, else for what is new."""
        moved = []
        for number in sorted(self._before):
            story = ledger.story(number)
            if story is None or story.id == self._before[number]:
                continue
            item = ledger.item(number)
            if item != number:
                found = same_text(ledger.names[item])
            elif every or self._before[number] is None:
                found = reason(item)
            else:
                found = _UNTOLD
            moved.append(
                Moved(
                    article=ledger.names[number],
                    story=story.id,
                    score=found.score,
                    why=found.why,
                    nearest=found.nearest,
                    before=self._before[number],
                )
            )
        return Changes(
            moved=tuple(moved),
            opened=tuple(sorted(name for name, parted in self._opened.items() if parted is None and name in ledger.stories)),
            merged=tuple(sorted((gone, into) for gone, into in self._merged.items() if gone not in ledger.stories)),
            split=tuple(sorted((old, name) for name, old in self._opened.items() if old is not None and name in ledger.stories)),
            restored=tuple(sorted(name for name in self._restored if name in ledger.stories)),
            linked=tuple(self.linked[name] for name in sorted(self.linked)),
            unlinked=tuple(sorted(self.unlinked)),
            arrivals=tuple(self.arrivals),
            places=tuple(place(ledger, number) for number in sorted(self.placed) if ledger.names[number]),
            scores=tuple(holding.record(number, ledger.names[number]) for number in sorted(self.scored) if ledger.names[number]),
        )


def place(ledger: Ledger, number: int) -> Place:
    """Return where an article stands, as it is to be written."""
    item, story = ledger.item(number), ledger.story(number)
    if story is None:
        raise KeyError(f"article {ledger.names[number]} is in no story")
    return Place(
        article=ledger.names[number],
        story=story.id,
        text=None if item == number else ledger.names[item],
        founded=story.founder == number,
    )
