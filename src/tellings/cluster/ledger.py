"""Who stands where: articles by number, which of them carry one text, and the story of each."""

from array import array
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator

from tellings.cluster.changes import Place
from tellings.cluster.neighbourhood import Story
from tellings.model.spans import content_id


class Ledger:
    """Articles and stories of a stream. An item is an article that stands for itself and for those that carry its text."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.numbers: dict[str, int] = {}
        self.stories: dict[str, Story] = {}
        self.merged: dict[str, str] = {}
        self._story: list[Story | None] = []
        self._item: array[int] = array("i")
        self._copies: dict[int, list[int]] = {}
        self._days: array[int] = array("i")
        self._heirs: dict[str, int] = {}

    def enter(self, name: str, number: int, day: int) -> None:
        """Take an article in under a number higher than all before; `day` is the ordinal of its date, 0 where it has none."""
        missing = number - len(self.names)
        self.names += [*[""] * missing, name]
        self._story += [None] * (missing + 1)
        self._item.extend(range(len(self._item), number + 1))
        self._days.extend([0] * missing + [day])
        self.numbers[name] = number

    def put_back(self, number: int, place: Place) -> None:
        """Put an article that has been entered where it stood before a restart."""
        # of the carriers of a text that was forgotten the first stands for the others
        item = self._heirs.setdefault(place.text, self.numbers.get(place.text, number)) if place.text is not None else number
        if item != number:
            self.join_text(number, item)
            return
        story = self.stories.get(place.story) or self.stories.setdefault(place.story, Story(id=place.story, founder=number))
        self.move([number], story)
        if place.founded:
            story.founder = number

    def leave(self, number: int) -> None:
        """Take an article out for good; its number is not given again."""
        del self.numbers[self.names[number]]
        self.names[number] = ""

    def days(self, story: Story) -> list[int]:
        """Return the days on which a story's articles came out, of a large one those of its sample, ascending; those without a date are left out."""
        return sorted(day for item in story.sample() if (day := self.day(item)))

    def day(self, item: int) -> int:
        """Return the ordinal of the first day on which an article of an item came out, 0 where none says."""
        if item not in self._copies:
            return self._days[item]
        return min((day for number in self.carriers(item) if (day := self._days[number])), default=0)

    def shown(self, item: int) -> int:
        """Return the article by which an item is compared once all that came is settled: the first by date, then by id, whichever came first."""
        if item not in self._copies:
            return item
        return min(self.carriers(item), key=lambda number: (not self._days[number], self._days[number], self.names[number]))

    def item(self, number: int) -> int:
        """Return the item that an article belongs to: itself, or the one whose text it carries."""
        return self._item[number]

    def carriers(self, item: int) -> tuple[int, ...]:
        """Return the articles of an item, itself first."""
        return (item, *self._copies.get(item, ()))

    def join_text(self, number: int, item: int) -> None:
        """Make an article one with an item whose text it carries."""
        self._item[number] = item
        insort(self._copies.setdefault(item, []), number)

    def part_text(self, number: int) -> None:
        """Make an article that carried another's text an item of its own."""
        item = self._item[number]
        self._item[number] = number
        self._copies[item].remove(number)
        if not self._copies[item]:
            del self._copies[item]

    def story(self, number: int) -> Story | None:
        """Return the story that an article is in, None where it is in none yet."""
        return self._story[self._item[number]]

    def grouped(self, numbers: Iterable[int]) -> dict[int, Story]:
        """Return the items of these articles that are in a story, with it."""
        items, stories = self._item, self._story
        return {item: story for number in numbers if (story := stories[item := items[number]]) is not None}

    def leads(self, founder: int) -> bool:
        """Return whether the id that a story of this founder would have leads to another story."""
        return content_id("story", self.names[founder]) in self.merged

    def open(self, founder: int) -> Story:
        """Return a new story, without items so far, that is told by the article `founder`."""
        name = content_id("story", self.names[founder])
        again = 1
        while name in self.stories:
            again += 1
            name = content_id("story", self.names[founder], again)
        return self.named(name, founder)

    def named(self, name: str, founder: int) -> Story:
        """Return a new story of this id."""
        story = self.stories[name] = Story(id=name, founder=founder)
        self.merged.pop(name, None)
        return story

    def close(self, story: Story, into: Story | None) -> None:
        """End a story without items; its id leads to `into`."""
        del self.stories[story.id]
        if into is not None:
            self.merged[story.id] = into.id

    def move(self, items: Iterable[int], to: Story | None) -> None:
        """Put items into a story (None: into none), out of those they are in."""
        for item in items:
            before = self._story[item]
            if before is not None:
                del before.items[bisect_left(before.items, item)]
                before.tight = None
            self._story[item] = to
            if to is not None:
                insort(to.items, item)
                to.tight = None

    def resolve(self, name: str) -> str | None:
        """Return the id of the story that an id leads to, None where there is none."""
        while name in self.merged and name not in self.stories:
            name = self.merged[name]
        return name if name in self.stories else None

    def founder_named(self, name: str) -> str | None:
        """Return the article by which the story of an id is or was told, None where it is not there."""
        story = self.stories.get(name)
        if story is not None:
            return self.names[story.founder]
        return next((article for article in self.numbers if content_id("story", article) == name), None)

    def articles(self, story: Story) -> Iterator[str]:
        """Yield the ids of a story's articles, item by item."""
        return (self.names[number] for item in story.items for number in self.carriers(item))
