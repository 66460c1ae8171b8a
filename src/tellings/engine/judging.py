"""Puts what persons decide in force in an archive, and takes it back: the log, the stream of stories, and what is to be resolved anew, in one transaction."""

from collections.abc import Iterable, Sequence
from contextlib import suppress

from sqlalchemy import Connection

from tellings.engine.placing import Placing
from tellings.errors import ConfigError, InputError
from tellings.model.judged import constraints
from tellings.store import articles, judgements, stories
from tellings.store.judgements import Decision, Judgement


class Deciding:
    """Judgements on one archive within one transaction. `placing` is its stream of stories where the caller has it; else it is restored where it is needed.

    With `anew` they were in force in another archive: one that cannot be any more, since articles that it rested on were forgotten, is logged and binds nobody.
    """

    def __init__(self, connection: Connection, placing: Placing | None = None, *, anew: bool = False) -> None:
        self._anew = anew
        self._connection = connection
        self._placing = placing if placing is not None else Placing()

    def decide(self, decision: Decision) -> Judgement:
        """Put a decision in force and return it as it is logged; raises InputError, and changes nothing that is kept, where one in force says otherwise."""
        on_stories = bool(constraints(0, decision.links))
        if on_stories:
            self._placing.catch_up(self._connection)
        made = self._the(judgements.put(self._connection, decision))
        if on_stories:
            self._constrain(made)
            self._finish(made)
        self._stale(made.articles)
        return made

    def take_back(self, judgement: Judgement, *, at: str, who: str) -> Judgement:
        """Take back a judgement that is in force and return the row that says so: an undo's taking back puts in force again what it took."""
        meant = self.origin(judgement)
        if judgement.undone is not None:
            raise InputError(
                f"#{judgement.seq} was taken back by #{judgement.undone} already; tellings undo {judgement.undone} puts it in force again"
            )
        was = self._in_force(meant)
        on_stories = bool(constraints(meant.seq, meant.links))
        if on_stories:
            self._placing.catch_up(self._connection)
        words = f"takes back #{judgement.seq}: {meant.words}" if was else f"puts #{meant.seq} in force again: {meant.words}"
        made = self._the(judgements.undo(self._connection, judgement, at=at, who=who, words=words))
        if on_stories:
            if was:
                for constraint in constraints(meant.seq, meant.links):
                    with suppress(ConfigError):  # it could not be any more, and binds nobody: see `placing`
                        self._placing.release(constraint.id)
            else:
                self._constrain(meant)
            self._finish(meant)
        self._stale(meant.articles)
        return made

    def again(self, judgement: Judgement) -> None:
        """Do in this archive what was done in another that had the same arrivals and judgements before it."""
        if judgement.of is None:
            self.decide(Decision(**{name: getattr(judgement, name) for name in Decision.__dataclass_fields__}))
        else:
            self.take_back(self._the(judgement.of), at=judgement.at, who=judgement.who)

    def origin(self, judgement: Judgement) -> Judgement:
        """Return what is decided on in the end: of an undo, what it takes back or puts in force again."""
        while judgement.of is not None:
            judgement = self._the(judgement.of)
        return judgement

    def _in_force(self, judgement: Judgement) -> bool:
        return self._the(judgement.seq).undone is None

    def _finish(self, judgement: Judgement) -> None:
        self._placing.explain(end for link in judgement.links for end in (link.a, link.b))
        self._placing.finish()

    def _constrain(self, judgement: Judgement) -> None:
        for constraint in constraints(judgement.seq, judgement.links):
            try:
                self._placing.constrain(constraint)
            except ConfigError as error:
                if self._anew:
                    continue
                against = self._against(judgement)
                if against is None:
                    raise
                raise InputError(
                    f"#{against.seq} ({against.who}: {against.words}) says otherwise; tellings undo {against.seq} takes it back"
                ) from error

    def _against(self, judgement: Judgement) -> Judgement | None:
        """The latest judgement on stories in force that has an article with this one in common."""
        about = {one for link in judgement.links for one in (link.a, link.b)}
        found = [
            one for one in judgements.on_stories(self._connection)
            if one.seq != judgement.seq and not about.isdisjoint(end for link in one.links for end in (link.a, link.b))
        ]  # fmt: skip
        return found[-1] if found else None

    def _the(self, number: int) -> Judgement:
        found = judgements.one(self._connection, number)
        if found is None:
            raise InputError(f"the log has no #{number}; tellings log lists it")
        return found

    def _stale(self, names: Sequence[str] | Iterable[str]) -> None:
        """Mark the stories of the articles: they are to be resolved anew."""
        numbers = [one.number for one in articles.by_id(self._connection, sorted(set(names))).values()]
        stories.refresh(self._connection, set(stories.story_of(self._connection, numbers).values()))
