"""Finds what a person means in a story's brief: an entity by name, a claim or a quotation by words, each also by the beginning of its id; a place."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from tellings.briefing.names import names_of
from tellings.errors import InputError
from tellings.model.articles import Article
from tellings.model.briefs import Brief
from tellings.model.observed import Quotation
from tellings.model.resolved import Claim, Entity
from tellings.model.spans import ID_LENGTH, Selector
from tellings.text.counting import some_of
from tellings.text.names import fold
from tellings.text.quoting import quoted

# So much of an id tells it from others.
_LEAST: Final = 4
# So many of what may be meant are named.
_NAMED: Final = 5
_SHOWN: Final = 60

Record = TypeVar("Record", Entity, Claim, Quotation)


@dataclass(frozen=True, slots=True)
class Place:
    """An article, and where in it a passage begins, where that is said."""

    article: str
    start: int | None = None

    def holds(self, sel: Selector) -> bool:
        """Return whether the passage is the one that is meant, or one of those."""
        return sel.article == self.article and self.start in (None, sel.start)


class Told:
    """A story as its brief tells it."""

    def __init__(self, brief: Brief) -> None:
        (self.story,) = brief.stories
        self.articles = {article.id: article for article in brief.articles}
        self.called = names_of(brief.articles)
        self.mentions = {m.id: m for m in self.story.mentions}
        self.statements = {s.id: s for s in self.story.statements}

    def entity(self, name: str) -> Entity:
        """Return the entity of the id or the name, whichever way its articles name it; raises InputError where none or several are meant."""
        found = self.entities(name)
        return _the_one(found, name, "entity", self._say_entity, [e.name for e in self.story.entities])

    def entities(self, name: str) -> list[Entity]:
        """Return the entities that a name may mean: those of the id, else of this very name, else in which all its words stand."""
        every = self.story.entities
        by_id = _by_id(every, name)
        if by_id:
            return by_id
        asked = fold(name)
        exact = [e for e in every if fold(e.name) == asked] or [e for e in every if asked in {fold(form) for form in self._forms(e)}]
        if exact or not asked:
            return exact
        words = set(asked.split())
        return [e for e in every if any(words <= set(fold(form).split()) for form in (e.name, *self._forms(e)))]

    def _forms(self, entity: Entity) -> Iterable[str]:
        return (
            form for m in map(self.mentions.get, entity.mentions) if m is not None and m.form != "pronoun" for form in (m.name, m.sel.exact)
        )

    def _say_entity(self, entity: Entity) -> str:
        return f"{entity.name} ({entity.kind}, {entity.id[:8]})"

    def claim(self, name: str) -> Claim:
        """Return the claim of the id, or the one in whose text or passages the words stand; raises InputError where none or several are meant."""
        found = _by_id(self.story.claims, name) or _with_words(self.story.claims, name, lambda c: (c.text,))
        found = found or _with_words(self.story.claims, name, lambda c: (self.statements[s].sel.exact for s in c.statements))
        return _the_one(found, name, "claim", lambda c: f"{quoted(c.text, _SHOWN)} ({c.id[:8]})")

    def quotations(self, name: str) -> list[Quotation]:
        """Return the quotation of the id, or those in which the words stand, all of one utterance or word for word the same; InputError where not so."""
        by_id = _by_id(self.story.quotations, name)
        if by_id:
            return [_the_one(by_id, name, "quotation", self._say_quotation)]
        found = _with_words(self.story.quotations, name, lambda q: (q.content.exact,))
        utterance = {q: u.id for u in self.story.utterances for q in u.quotations}
        if len({utterance.get(q.id, fold(q.content.exact)) for q in found}) > 1:
            _the_one(found, name, "quotation", self._say_quotation)
        if not found:
            raise InputError(f"the story has no quotation {name!r}; tellings story --format json lists them")
        return found

    def quotation(self, name: str) -> Quotation:
        """Return the one quotation that is meant; raises InputError where none or several are."""
        return _the_one(self.quotations(name), name, "quotation", self._say_quotation)

    def _say_quotation(self, quotation: Quotation) -> str:
        return f"{quoted(quotation.content.exact, _SHOWN)} in {self.called[quotation.content.article]} ({quotation.id[:8]})"

    def place(self, name: str) -> Place:
        """Return the place that ARTICLE or ARTICLE:START means; an article goes by its id, the input's own id, or what a brief calls it."""
        try:
            return Place(self.article(name).id)
        except InputError:
            head, colon, start = name.rpartition(":")
            if not colon or not start.isdecimal():
                raise
            return Place(self.article(head).id, int(start))

    def article(self, name: str) -> Article:
        """Return the article of the story that is meant; raises InputError where none or several are."""
        every = list(self.articles.values())
        asked = fold(name)
        found = [a for a in every if name in (a.id, a.given_id, a.input, a.url)] or _by_id(every, name)
        found = found or [a for a in every if fold(self.called[a.id]) == asked] or [a for a in every if fold(a.outlet or "") == asked]
        return _the_one(found, name, "article", lambda a: f"{self.called[a.id]} ({a.id[:8]})", [self.called[a.id] for a in every])

    def articles_of(self, ids: Iterable[str]) -> list[str]:
        """Return the articles of mentions, statements and quotations, each once, in order of their ids."""
        held = set(ids)
        found = {m.sel.article for m in self.story.mentions if m.id in held} | {
            s.sel.article for s in self.story.statements if s.id in held
        }
        return sorted(found | {q.content.article for q in self.story.quotations if q.id in held})


Found = TypeVar("Found", Entity, Claim, Quotation, Article)


def _by_id(every: Sequence[Found], name: str) -> list[Found]:
    asked = name.strip().lower()
    is_id = _LEAST <= len(asked) <= ID_LENGTH and all(char in "0123456789abcdef" for char in asked)
    return [one for one in every if one.id.startswith(asked)] if is_id else []


def _with_words(every: Sequence[Found], words: str, texts: Callable[[Found], Iterable[str]]) -> list[Found]:
    asked = f" {fold(words)} "
    return [one for one in every if asked.strip() and any(asked in f" {fold(text)} " for text in texts(one))]


def _the_one(found: Sequence[Found], name: str, what: str, say: Callable[[Found], str], every: Sequence[str] = ()) -> Found:
    if not found:
        known = f": it has {', '.join(every[:_NAMED])}{' and others' if len(every) > _NAMED else ''}" if every else ""
        raise InputError(f"the story has no {what} {name!r}{known}")
    if len(found) > 1:
        raise InputError(f"{name!r} may mean {len(found)}: {'; '.join(some_of([say(one) for one in found], _NAMED))}")
    return found[0]
