"""Gives each article that arrives its place in an archive: which earlier ones it copies, and which story it is in.

The two streams (`cluster.copying`, `cluster.streaming`) are pure; here they get what they ask for from the archive, and what they give is written.
Another process that changes stories meanwhile is noticed by the archive's counter of changes: the stream of stories is then restored.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Final

import numpy as np
from sqlalchemy import Connection

from tellings.cluster.changes import Arrival, Changes, Place, Scores, State
from tellings.cluster.constraints import Bounds
from tellings.cluster.copying import CopyStream
from tellings.cluster.features import features_of
from tellings.cluster.prints import Places
from tellings.cluster.shingles import Numbers
from tellings.cluster.streaming import StoryStream
from tellings.errors import ConfigError
from tellings.model.articles import Article
from tellings.model.judged import constraints
from tellings.model.observed import Features
from tellings.model.resolved import Constraint, CopyPair, Development
from tellings.model.spans import content_id
from tellings.store import articles, judgements, log, prints, stories
from tellings.store.articles import Kept, parts
from tellings.store.opening import Archive

# A stream is restored outside the turn to write so often, and then within it: else those who write much could keep a writer from ever coming to its turn.
_TURNS: Final = 3


class Placing:
    """The streams of one archive, as far as this process knows them. One writer at a time: each batch begins with `catch_up` and ends with `finish`."""

    def __init__(self) -> None:
        self._shelf = _Shelf()
        self._copies = CopyStream(self._shelf, self._shelf)
        self._stories: StoryStream | None = None
        self._changes = -1
        self._touched: set[str] = set()
        self._untold: dict[str, int] = {}

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Know nothing any more where the block is left by an error: what was being written is not kept, and the streams are ahead of what is."""
        try:
            yield
        except BaseException:
            self._stories = None
            raise

    @contextmanager
    def turn(self, archive: Archive) -> Iterator[Connection]:
        """Give a turn to write to the archive, with the streams at what it has.

        What another process changed is restored before the turn, for which others wait; where one has written again by then, the turn is given up, but for
        the last time.
        """
        for left in reversed(range(_TURNS)):
            with archive.reading() as connection:
                self.catch_up(connection)
            with self.undone(), archive.writing() as connection:
                if not left or log.changes(connection) == self._changes:
                    self.catch_up(connection)
                    yield connection
                    return

    def catch_up(self, connection: Connection) -> None:
        """Use this connection from now on, and restore the stream of stories where another process has changed them since."""
        self._shelf.connection = connection
        self._touched.clear()
        self._untold.clear()
        now = log.changes(connection)
        if self._stories is None or now != self._changes:
            self._changes = now
            self._copies = CopyStream(self._shelf, self._shelf)  # it keeps bodies by number, and a number may be another's by now
            self._stories = StoryStream.restore(_state(connection), shelf=self._shelf)

    def place(self, kept: Kept, article: Article, records: Sequence[object], older: Kept | None) -> Features:
        """Find what the article copies and let it join a story or open one; return what it was compared by. `older` is the version whose place it takes."""
        connection = self._shelf.connection
        if older is not None:
            # what an outlet prints under several articles is its furniture; versions of one article are no several articles
            prints.drop(connection, older.number)
            self._copies.forget(older.number)
        pairs = self._copies.add(article, kept.number)
        self._put_pairs(pairs)
        settled = self._copies.settle()
        self._put_pairs(settled)
        self._recount(settled)
        whole = {one for pair in pairs if pair.kind == "whole" for one in (pair.a, pair.b)} - {article.id}
        features = next((one for one in records if isinstance(one, Features)), None)
        if features is None:
            features = features_of(article)
            articles.put_records(connection, kept.number, [features])
        if older is not None:
            whole.add(older.id)
            self.touch([older.number])
        self.write(self._stream.add(features, copies=sorted(whole), number=kept.number))
        return features

    def settle(self) -> Changes:
        """Judge what the batch brought as a whole, and write what that changes: before `finish`."""
        return self.write(self._stream.settle())

    def constrain(self, constraint: Constraint) -> Changes:
        """Let a person's judgement of stories hold, and write what it changes."""
        return self.write(self._stream.constrain(constraint))

    def release(self, name: str) -> Changes:
        """Take a judgement back, and write what that changes."""
        return self.write(self._stream.release(name))

    def explain(self, names: Iterable[str]) -> None:
        """Say anew of articles why they are in their stories, since a person's judgement on them was made or taken back."""
        connection = self._shelf.connection
        for name, one in sorted(articles.by_id(connection, sorted(set(names))).items()):
            reason = self._stream.why(name)
            stories.put_reason(connection, one.number, reason.score, reason.why)

    def lessened(self, names: Sequence[str]) -> None:
        """Say anew why articles are in these stories, and what these go on from: others of their articles are gone, and with them the words."""
        connection = self._shelf.connection
        self.write(self._stream.link_again(names))
        self.explain(
            one.id for name in names for one in articles.kept(connection, stories.article_numbers(connection, name, current=False)).values()
        )

    def touch(self, numbers: Iterable[int]) -> None:
        """Let the stories of these articles be resolved anew: what one of them says has changed."""
        self._touched.update(stories.story_of(self._shelf.connection, sorted(set(numbers))).values())

    def write(self, changes: Changes) -> Changes:
        """Write what the stream of stories says has changed, and return it."""
        connection = self._shelf.connection
        names = {one.article for told in (changes.places, changes.scores, changes.moved) for one in told}
        numbers = articles.numbers_of(connection, sorted(names))
        stories.put_members(
            connection, [stories.Member(article=one.number, story="", day=one.day, keys=one.keys) for one in changes.arrivals]
        )
        for place in changes.places:
            stories.place(connection, numbers[place.article], story=place.story, text=place.text, founded=place.founded)
        for scores in changes.scores:
            stories.put_scores(connection, numbers[scores.article], scores.others, scores.values)
        for moved in changes.moved:
            if moved.why:
                stories.put_reason(connection, numbers[moved.article], moved.score, moved.why)
            else:
                self._untold[moved.article] = numbers[moved.article]
            self._touched.update(name for name in (moved.story, moved.before) if name is not None)
        for gone, into in changes.merged:
            stories.merged(connection, gone, into)
        for name in changes.restored:
            stories.restored(connection, name)
        stories.put_developments(connection, [(one.story, one.earlier, one.score, one.why) for one in changes.linked], changes.unlinked)
        return changes

    def finish(self) -> None:
        """Count the stories anew that were touched, and count the change.

        Why an article is in its story is said anew of those that moved and of the one that opened each story: others have come.
        """
        connection = self._shelf.connection
        for name in sorted(self._touched):
            opened = next(iter(stories.members(connection, name)), None)
            if opened is not None:
                self._untold[articles.kept(connection, [opened.article])[opened.article].id] = opened.article
        for article, number in sorted(self._untold.items(), key=lambda item: item[1]):
            reason = self._stream.why(article)
            stories.put_reason(connection, number, reason.score, reason.why)
        self._untold.clear()
        stories.refresh(self._shelf.connection, self._touched)
        self._changes = log.count_change(self._shelf.connection)

    @property
    def _stream(self) -> StoryStream:
        if self._stories is None:
            raise RuntimeError("catch_up comes first")
        return self._stories

    def _put_pairs(self, pairs: Sequence[CopyPair]) -> None:
        if pairs:
            connection = self._shelf.connection
            names = sorted({name for pair in pairs for name in (pair.a, pair.b)})
            prints.put_pairs(connection, pairs, articles.numbers_of(connection, names))

    def _recount(self, settled: Sequence[CopyPair]) -> None:
        """Touch the stories that hold both ends of a pair that is another now: how many tell a thing independently rests on it."""
        names = sorted({name for pair in settled for name in (pair.a, pair.b)})
        numbers = articles.numbers_of(self._shelf.connection, names)
        placed = stories.story_of(self._shelf.connection, sorted(numbers.values()))
        for pair in settled:
            one, other = placed.get(numbers[pair.a]), placed.get(numbers[pair.b])
            if one is not None and one == other:
                self._touched.add(one)


class _Shelf:
    """What the two streams ask of the archive, over the connection of the batch."""

    connection: Connection

    def holders(self, wanted: Numbers) -> tuple[Places, Places]:
        """Return two columns: the place of a print in `wanted`, and the number of an article that has it."""
        found = prints.holders(self.connection, wanted.tolist())
        which = np.searchsorted(wanted, np.array([one for one, _ in found], dtype=np.uint64))
        return which.astype(np.int64), np.array([number for _, number in found], dtype=np.int64)

    def add(self, number: int, added: Numbers) -> None:
        """Let the article have these prints."""
        prints.put(self.connection, number, added.tolist())

    def article(self, number: int) -> Article:
        """Return the article of the number."""
        return articles.articles(self.connection, [number])[number]

    def outlets(self, numbers: Sequence[int]) -> Sequence[str | None]:
        """Return the outlet of each of these articles."""
        return prints.outlets(self.connection, numbers)

    def partners(self, number: int) -> Iterable[int]:
        """Return the articles with which this one makes a partial copy."""
        return prints.partners(self.connection, number)

    def get(self, names: Sequence[str]) -> Iterable[tuple[Features, Scores | None]]:
        """Return the features of these articles and how alike they are to others, in their order; KeyError where one is not there."""
        for part in parts(names):
            numbers = articles.numbers_of(self.connection, part)
            held = articles.records(self.connection, Features, list(numbers.values()))
            scores = stories.scores(self.connection, list(numbers.values()))
            for name in part:
                number = numbers[name]
                kept = scores.get(number)
                yield held[number][0], None if kept is None else Scores(article=name, others=kept[0], values=kept[1])


def _state(connection: Connection) -> State:
    """All that the stream of stories was told to write."""
    placed = list(stories.placed(connection))
    return State(
        arrivals=[Arrival(article=name, number=one.article, day=one.day, keys=one.keys) for name, one in placed],
        places=[Place(article=name, story=one.story, text=one.text, founded=one.founded) for name, one in placed],
        merged=stories.all_merged(connection),
        developments=[Development(story=s, earlier=e, score=score, why=why) for s, e, score, why in stories.all_developments(connection)],
        constraints=_constraints(connection, placed),
    )


def _constraints(connection: Connection, placed: Sequence[tuple[str, stories.Member]]) -> list[Constraint]:
    """What persons decided on stories and nobody took back. What cannot be any more, since articles that it rested on were forgotten, binds nobody."""
    told = [one for judged in judgements.on_stories(connection) for one in constraints(judged.seq, judged.links)]
    wanted = {one.story for one in told if one.story is not None}
    opened = {story: name for name, _ in placed if (story := content_id("story", name)) in wanted} if wanted else {}
    founders = opened | {one.story: name for name, one in placed if one.founded and one.story in wanted}
    bounds = Bounds()
    there = {name for name, _ in placed if name in {one.founder for one in told}}
    for one in told:
        if one.story is None or one.story in founders or one.founder in there:
            with suppress(ConfigError):
                bounds.put(one, one.founder if one.founder in there else founders.get(one.story or ""))
    return list(bounds)
