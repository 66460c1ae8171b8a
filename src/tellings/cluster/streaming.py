"""A stream of articles falls into stories: each that comes joins one or opens one at once, and stories merge and split as evidence comes.

    stream = StoryStream(shelf=shelf)                    # or StoryStream.restore(state, shelf=shelf)
    changes = stream.add(features, copies=("a1b2...",))  # write changes.arrivals, .places, .scores; the rest is for people
    changes = stream.settle()                            # at the end of a batch, in its transaction: what came together, judged as a whole
    changes = stream.constrain(Constraint(...))          # a person's judgement; stream.release(id) takes it back
    stream.why(article)                                  # score, reasons and the nearest article, as of now

It keeps no clock and reads no store. Whoever calls it writes the features of each article, and the records of each `Changes`, in one transaction,
and gives them back by the Protocol `Shelf` (articles from before the window) and as `State` (after a restart): what follows is then the same as if
there had been no restart. Articles may come in any order; what an addition costs does not grow with what is held.

What happens to one: an index over telling words finds some sixty articles to compare it with; the stories of the most alike are looked at
whole (of large ones a part that stands for all). Where one story fits and no other is near, the article joins; where none is near, it opens
a story; else, and each time a story has grown by a quarter, the stories near by are clustered anew (`linkage`, over the scores kept).

How rare a word is, which articles are near, and which of several copies stands for their text depends on what came before. So a batch is settled
once it is there: its articles, and those of the stories they came into, are compared anew, each text by the article that was first to have it by its date, and
all that hangs together is clustered as a whole. What came in one batch is then in the same stories whatever its order, but in an archive so large that
a batch changes hardly anything: there earlier articles are not compared anew, and in a very large one nothing is settled (`_STILL`, `_FEW`).

A story's id is `content_id("story", A)` of its founding article A. Where stories become one, the id whose founding article came first lives on;
what parts from a story gets the id of its own first article.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

import numpy as np

from tellings.cluster.changes import Arrival, Changes, Shelf, State
from tellings.cluster.constraints import Bounds, articles_of
from tellings.cluster.holding import UNIT, Holding
from tellings.cluster.index import Index
from tellings.cluster.ledger import Ledger
from tellings.cluster.links import Links
from tellings.cluster.log import Log, Reason, same_text
from tellings.cluster.neighbourhood import SMALL, alike
from tellings.cluster.placing import Placing
from tellings.errors import ConfigError
from tellings.model.observed import Features
from tellings.model.resolved import Constraint, Development

# Articles that the newest is compared with, by the index.
_CANDIDATES: Final = 64
# Scores below this are not kept, unless of articles whose story was looked at.
_KEPT: Final = 300
# A story is looked at where one of its articles is this alike, the most alike first.
_LOOK: Final = 800
_LOOKED: Final = 4
# A story may go on from another of which an article is this alike to the newest.
_LINKED: Final = _KEPT
# The stories that articles came into are compared anew where these are at least one in so many of those that tell how rare a word is.
_STILL: Final = 100
# Fewer than one in so many change nothing that would be worth the time: they stay as they were placed when they came.
_FEW: Final = 500
# Of the articles of one judgement so many are compared anew with what has come since.
_JUDGED: Final = 40


class StoryStream:
    """Articles and the stories they are in, as of the last addition."""

    def __init__(self, *, shelf: Shelf | None = None, window: int = 120_000, places: int = 1 << 21) -> None:
        """Begin with no article. `window` articles are held in memory, all where there is no shelf; `places` is the size of the index."""
        self._window = window
        self._holding = Holding(window, shelf)
        self._index = Index(places)
        self._ledger = Ledger()
        self._bounds = Bounds()
        self._links = Links(self._ledger, self._holding)
        self._placing = Placing(self._ledger, self._holding, self._bounds)
        self._came: set[int] = set()

    @classmethod
    def restore(cls, state: State, *, shelf: Shelf, window: int = 120_000, places: int = 1 << 21) -> "StoryStream":
        """Return the stream that gave this state: what is added to it has the results that it would have had there."""
        made = cls(shelf=shelf, window=window, places=places)
        placed = {one.article: one for one in state.places}
        arrivals = sorted((one for one in state.arrivals if one.article in placed), key=lambda one: one.number)
        for one in arrivals:
            made._ledger.enter(one.article, one.number, one.day)
        for one in arrivals:
            made._ledger.put_back(one.number, placed[one.article])
        found_by = [one for one in arrivals if one.keys]
        made._index.put_all(
            np.array([one.number for one in found_by], dtype=np.int64),
            [np.frombuffer(one.keys, dtype="<u8") for one in found_by],
            np.array([one.day for one in found_by], dtype=np.int64),
        )
        made._ledger.merged.update(state.merged)
        held = arrivals[-window:]
        for one, (features, scores) in zip(held, shelf.get([one.article for one in held]), strict=True):
            made._holding.put(one.number, features, scores)
        made._links.put_back(state.developments)
        for constraint in state.constraints:
            made._bounds.put(constraint, made._founder(constraint))
        return made

    def __len__(self) -> int:
        return len(self._ledger.numbers)

    def add(self, features: Features, copies: Collection[str] = (), number: int | None = None) -> Changes:
        """Let an article join a story or open one. `copies` are articles that carry the whole of its text; `number`, where given, is above all before.

        An article that is there already changes nothing.
        """
        name, ledger = features.article, self._ledger
        if name in ledger.numbers:
            return Changes()
        number = len(ledger.names) if number is None else number
        self._holding.put(number, features)
        day = self._holding.published(number)
        ledger.enter(name, number, day)
        self._came.add(number)
        log = Log()
        texts = sorted({ledger.item(ledger.numbers[copy]) for copy in copies if copy in ledger.numbers})
        if texts and name not in self._bounds:
            log.arrivals.append(Arrival(article=name, number=number, day=day))
            log.moves(number, None)
            ledger.join_text(number, texts[0])
            if texts[1:]:
                self._placing.same_text(texts, log)
        else:
            scores = self._meet(number, log)
            self._placing.place(number, scores, log)
            self._links.look(number, self._placing.best(scores, _LINKED), log)
        return self._told(log)

    def constrain(self, constraint: Constraint) -> Changes:
        """Put a person's judgement in force, in the place of one of the same id; raises ConfigError where it contradicts another, and changes nothing."""
        self._bounds.put(constraint, self._founder(constraint))
        return self._judged(constraint)

    def release(self, name: str) -> Changes:
        """Take a judgement back: its articles go where the evidence puts them."""
        constraint = self._bounds.get(name)
        self._bounds.drop(name)
        return self._judged(constraint)

    def link_again(self, names: Iterable[str]) -> Changes:
        """Look anew at what the stories go on from and what goes on from them, of what was found before: articles have been taken out of them."""
        log = Log()
        self._links.again(names, log)
        return self._told(log)

    def settle(self) -> Changes:
        """Compare what came since the last time, and the stories that it came into, by how rare words are now; cluster them with what is near as a whole.

        What came together is then in the same stories whatever its order. Time grows with what came. Nothing waits to be settled after it: a restart needs no more.
        Where so much is held that what came hardly changes how rare a word is, what was there before is not compared anew; in a very large archive nothing is.
        """
        log = Log()
        items = self._unsettled()
        near: dict[int, dict[int, int]] = {}
        found: dict[int, dict[int, int]] = {item: {} for item in items}
        for item in items:
            near[item] = self._compare_again(item, found)
        for item in sorted(found):
            if found[item]:
                self._placing.keep(item, found[item])
                log.scored.add(item)
        self._placing.settle(items, near, log)
        self._came.clear()
        return self._told(log)

    def _unsettled(self) -> list[int]:
        """Items that came since the last time, unless these are few with all of those whose stories they are in where these are small; in hand."""
        if len(self._came) * _FEW < self._holding.counted:
            return []
        items = {self._ledger.item(number) for number in self._came if self._ledger.names[number]}
        if len(self._came) * _STILL >= self._holding.counted:
            stories = {story.id: story for item in items if (story := self._ledger.story(item)) is not None}
            items.update(*(story.items for story in stories.values() if len(story.items) <= SMALL))
        found = sorted(items)
        self._holding.fetch(found, self._ledger.names)
        return found

    def _compare_again(self, item: int, found: dict[int, dict[int, int]]) -> dict[int, int]:
        """Return how alike an item is now to those near it and those it was compared with, and note it in `found` under the later one of each two."""
        known = self._holding.scores(item)[0].tolist()
        if (shown := self._ledger.shown(item)) != item:
            self._holding.fetch([shown], self._ledger.names)
            known += self._index.near(*self._holding.telling(shown), self._holding.published(shown), _CANDIDATES).tolist()
        others = self._ledger.grouped(known).keys() - {item}
        fresh = found[item]
        scores = {other: fresh[other] for other in others if other in fresh}
        scores |= {other: found[other][item] for other in others if other in found and item in found[other]}
        scores |= self._compared_by_text(item, sorted(others - scores.keys()))
        looked = self._placing.best(scores, _LOOK)[:_LOOKED]
        samples = {other for story in looked for other in story.sample()}
        scores |= self._compared_by_text(item, sorted(samples - scores.keys() - {item}))
        kept = {other: value for other, value in scores.items() if value >= _KEPT or other in samples or other in known}
        for other, value in kept.items():
            found.setdefault(max(item, other), {})[min(item, other)] = value
        return scores

    def _compared_by_text(self, item: int, others: Sequence[int]) -> dict[int, int]:
        """How alike items are, each by the article that shows its text whatever came first."""
        shown = [self._ledger.shown(other) for other in (item, *others)]
        self._holding.fetch(shown, self._ledger.names)
        return dict(zip(others, self._holding.compare(shown[0], shown[1:]).tolist(), strict=True)) if others else {}

    def story_of(self, article: str) -> str:
        """Return the id of the story that an article is in; raises KeyError where it is not there."""
        story = self._ledger.story(self._ledger.numbers[article])
        if story is None:
            raise KeyError(article)
        return story.id

    def stories(self) -> dict[str, tuple[str, ...]]:
        """Return the articles of every story, sorted, by its id."""
        return {name: tuple(sorted(self._ledger.articles(story))) for name, story in sorted(self._ledger.stories.items())}

    def scores(self) -> dict[tuple[str, str], float]:
        """Return the scores of the pairs of articles in memory that were compared, 0 to 1; the ids of each pair in order."""
        found = {}
        for number, name in enumerate(self._ledger.names):
            if name and self._holding.has(number):
                for other, value in zip(*(part.tolist() for part in self._holding.scores(number)), strict=True):
                    a, b = sorted((name, self._ledger.names[other]))
                    found[a, b] = value / UNIT
        return found

    def developments(self) -> tuple[Development, ...]:
        """Return the links of stories to the ones they go on from, by story."""
        return self._links.all()

    def leads_to(self, story: str) -> str | None:
        """Return the id of the story that this id means now, None where there is none."""
        return self._ledger.resolve(story)

    def why(self, article: str) -> Reason:
        """Return how alike an article is to the rest of its story, by what, and which of them is most alike."""
        number = self._ledger.numbers[article]
        item = self._ledger.item(number)
        found = same_text(self._ledger.names[item]) if item != number else self._placing.reason(item)
        self._holding.tidy()
        return found

    def _meet(self, number: int, log: Log) -> dict[int, int]:
        """Compare the newest article with those near it, and keep the scores."""
        hashes, weights = self._holding.telling(number)
        day = self._holding.published(number)
        near = self._index.near(hashes, weights, day, _CANDIDATES).tolist()
        self._index.put(number, hashes, day)
        log.arrivals.append(Arrival(article=self._ledger.names[number], number=number, day=day, keys=hashes.astype("<u8").tobytes()))
        return self._score(number, near, log)

    def _score(self, number: int, near: Sequence[int], log: Log) -> dict[int, int]:
        """Compare an article with others, and with the stories of those most alike."""
        items = self._ledger.grouped(near).keys() - {number}
        found = self._compared(number, sorted(items))
        looked = self._placing.best(found, _LOOK)[:_LOOKED]
        samples = {item for story in looked for item in story.sample()}
        found |= self._compared(number, sorted(samples - found.keys() - {number}))
        story = self._ledger.story
        scores = {item: value for item, value in found.items() if value >= _KEPT or story(item) in looked}
        known = alike(self._holding, number, scores) if number < len(self._ledger.names) - 1 else {}
        self._placing.keep(number, {item: value for item, value in scores.items() if item not in known})
        log.scored.add(number)
        return scores | known

    def _score_again(self, number: int, log: Log) -> dict[int, int]:
        self._holding.fetch([number], self._ledger.names)
        hashes, weights = self._holding.telling(number)
        near = self._index.near(hashes, weights, self._holding.published(number), _CANDIDATES)
        return self._score(number, near.tolist(), log)

    def _part(self, number: int, log: Log) -> None:
        """Let an article that was one with others of the same text stand for itself, in the same story for now."""
        story = self._ledger.story(number)
        self._ledger.part_text(number)
        self._ledger.move([number], story)
        log.placed.add(number)

    def _compared(self, number: int, items: Sequence[int]) -> dict[int, int]:
        if not items:
            return {}
        self._holding.fetch(items, self._ledger.names)
        return dict(zip(items, self._holding.compare(number, items).tolist(), strict=True))

    def _judged(self, constraint: Constraint) -> Changes:
        """Put the articles of a judgement, and what stood with them, where they now belong."""
        log = Log()
        numbers = [self._ledger.numbers[name] for name in articles_of(constraint) if name in self._ledger.numbers]
        for number in numbers:
            if self._ledger.item(number) != number:
                self._part(number, log)
        near: dict[int, int] = {}
        for number in numbers[:_JUDGED]:
            for item, value in self._score_again(number, log).items():
                near[item] = max(value, near.get(item, 0))
        self._placing.judged(numbers, near, log)
        return self._told(log, every=True)

    def _founder(self, constraint: Constraint) -> str | None:
        """The article by which the story of a pin is told; raises ConfigError where there is no such story."""
        if constraint.kind != "pin":
            return None
        if constraint.founder in self._ledger.numbers:
            return constraint.founder
        founder = self._ledger.founder_named(constraint.story or "")
        if founder is None:
            raise ConfigError(f"no story {constraint.story}")
        return founder

    def _told(self, log: Log, *, every: bool = False) -> Changes:
        self._links.follow(log)
        changes = log.changes(self._ledger, self._holding, self._placing.reason, every=every)
        self._holding.tidy()
        return changes
