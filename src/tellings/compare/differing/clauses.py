"""A statement as the comparison of its parts sees it: its words without figures and times, what it names, whose telling it is."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from tellings.compare.units import Units
from tellings.data import toml
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.observed import Figure, Mention, Statement, TimeExpression
from tellings.model.resolved import Entity
from tellings.text.forms import find_phrase, form, forms, phrases
from tellings.text.tolls import fate

# Letters up to which the clause around a noun is taken for what the noun tells.
_WIDER: Final = 140
_COMING: Final = re.compile(r"\b(?:will|would|shall|is to|are to|due|set to|set for|expected|scheduled|plans?|planned) ", re.IGNORECASE)
_HABIT: Final = re.compile(
    r"\b(?:each|every) time\b|\b(?:traditionally|usually|often|always|never|generally|typically|regularly|rarely|sometimes)\b",
    re.IGNORECASE,
)
# "not on the north bank but on the south": what is denied is said of another part.
_CONTRAST: Final = re.compile(r"\b(?:not|no longer) [^.;]{1,60}\bbut\b|\bnot (?:only|just|least|far)\b|\bno (?:less|fewer|more) than\b")


class Clause:
    """One statement with what its ids stand for."""

    def __init__(self, statement: Statement, article: Article, unit: str, places: Sequence[Entity], named: Sequence[Entity]) -> None:
        self.statement = statement
        self.article = article
        self.unit = unit
        self.places = tuple(places)
        self.named = tuple(named)
        self.times: tuple[TimeExpression, ...] = ()
        self.around: tuple[Entity, ...] = ()
        self.given = statement.id
        self.doers: tuple[Entity, ...] = ()
        self.told: frozenset[tuple[str, float]] = frozenset()

    @property
    def published(self) -> str | None:
        """When the article was published, as it says."""
        return self.article.published

    @cached_property
    def text(self) -> str:
        """The passage, its subject before it where that stands elsewhere."""
        s = self.statement
        words = " ".join(s.sel.exact.split())
        return words if not s.subject or s.subject in s.sel.exact else f"{' '.join(s.subject.split())} {words}"

    @cached_property
    def sentence(self) -> str:
        """The sentence that the passage stands in."""
        span = self.statement.sentence
        return self.article.text[span.start : span.end]

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The words of `text`, each brought to one form."""
        return forms(self.text)

    @cached_property
    def common(self) -> tuple[str, ...]:
        """The words of `forms` that are no parts of names: written small, or the first of all."""
        words = self.text.split()
        return forms(" ".join(word for k, word in enumerate(words) if k == 0 or not word.lstrip("\"'“‘(")[:1].isupper()))

    @cached_property
    def is_habit(self) -> bool:
        """True where the clause tells what is so again and again, and not one act."""
        return _HABIT.search(self.text) is not None

    @cached_property
    def content(self) -> frozenset[str]:
        """Forms of the content words of passage and subject; no numbers."""
        s = self.statement
        heads = (s.predicate, s.subject_lemma, s.object_lemma)
        words = (form(part.lower()) for term in (*s.terms, *heads) for part in term.split())
        return frozenset(word for word in words if word[:1].isalpha()) - _empty()

    @cached_property
    def bare(self) -> str:
        """`text` without its figures and times, to be compared in meaning."""
        text = self.text
        for words in (*(f.sel.exact for f in self.statement.figures), *(t.sel.exact for t in self.times)):
            text = text.replace(" ".join(words.split()), " ", 1)
        return " ".join(text.split())

    @cached_property
    def placeless(self) -> str:
        """`bare` without the places it gives."""
        text = self.bare
        for place in self.places:
            text = re.sub(rf"\b(?:in|at|near|outside|off|to|from) (?:the )?{re.escape(place.name)}\b", " ", text)
        return " ".join(text.split())

    @cached_property
    def is_to_come(self) -> bool:
        """True where the clause speaks of what is planned or expected."""
        return self.statement.modality == "planned" or _COMING.search(self.text) is not None or self._is_undone

    @cached_property
    def _is_undone(self) -> bool:
        return any(find_phrase(self.forms, phrase) is not None for phrase in _undone())

    @cached_property
    def fate(self) -> str:
        """What befell people by the clause, "" where it is no such thing."""
        return fate(self.statement.predicate, self.statement.subject)

    @cached_property
    def localities(self) -> frozenset[str]:
        """Places smaller than a country that the sentence names, by entity."""
        named = (e for e in self.around if e.kind == "place" and e.name[:1].isupper())
        return frozenset(e.id for e in named if not (e.known or "").startswith(("country", "region")))

    @cached_property
    def lands(self) -> frozenset[str]:
        """Countries and regions in which the clause sets what it tells."""
        named = (p for p in self.places if (p.known or "").startswith(("country", "region")))
        return frozenset(p.id for p in named if re.search(rf"\b(?:in|across|to|from) (?:the )?{re.escape(p.name)}\b", self.text))

    @cached_property
    def holds(self) -> bool:
        """False where the clause says that it is not so."""
        s = self.statement
        positive = s.negated == (s.modality == "denied")
        if _CONTRAST.search(self.text) and s.modality != "denied":
            return True
        return positive != (self._is_undone and s.modality != "denied" and not s.negated)

    @cached_property
    def says_no(self) -> bool:
        """True where the words themselves turn the clause round: a parse may hang one "not" on either of two verbs."""
        words = toml("tolls")["turned"]["words"]
        found = any(word in words for word in re.findall(r"[a-z]+(?:n['’]t)?", self.text.lower()))
        return found or self.statement.modality == "denied" or self._is_undone


def figure_kind(figure: Figure) -> str:
    """Return what a figure is of, coarsely: a unit, people, a kind of thing, a noun."""
    if figure.unit is not None:
        return f"unit {figure.unit}"
    if figure.of in toml("tolls")["people"]["nouns"] or not figure.of:
        return "people"
    return _kinds().get(figure.of) or form(figure.of)


@cache
def _kinds() -> dict[str, str]:
    return {noun: row["kind"] for row in toml("differing")["counted"] for noun in row["nouns"]}


@cache
def _undone() -> tuple[tuple[str, ...], ...]:
    return phrases(tuple(toml("differing")["undone"]["phrases"]))


@cache
def _empty() -> frozenset[str]:
    return frozenset(form(word) for word in toml("differing")["empty"]["words"])


@dataclass(frozen=True, kw_only=True)
class Clauses:
    """Makes the clauses of one story's statements."""

    articles: Mapping[str, Article]
    units: Units
    entity_of: Mapping[str, Entity]
    times: Mapping[str, TimeExpression]
    mentions: Mapping[str, Sequence[Mention]]
    sentences: Mapping[tuple[str, int], Sequence[Statement]]
    figures: Mapping[str, frozenset[tuple[str, float]]]

    @classmethod
    def of(cls, inputs: Inputs, units: Units) -> "Clauses":
        """Return the clauses of a story's records."""
        by_article: dict[str, list[Mention]] = {}
        for mention in sorted(inputs.all(Mention), key=lambda m: (m.sel.article, m.sel.start, m.sel.end, m.id)):
            by_article.setdefault(mention.sel.article, []).append(mention)
        sentences: dict[tuple[str, int], list[Statement]] = {}
        figures: dict[str, set[tuple[str, float]]] = {}
        for statement in inputs.all(Statement):
            told = figures.setdefault(statement.sel.article, set())
            told.update((figure_kind(f), f.low) for f in statement.figures)
            sentences.setdefault((statement.sel.article, statement.sentence.start), []).append(statement)
        return cls(
            articles={a.id: a for a in inputs.all(Article)},
            units=units,
            entity_of={m: e for e in inputs.all(Entity) for m in e.mentions},
            times={t.id: t for t in inputs.all(TimeExpression)},
            mentions=by_article,
            sentences=sentences,
            figures={article: frozenset(told) for article, told in figures.items()},
        )

    def make(self, statement: Statement) -> Clause:
        """Return the clause of a statement; of a bare noun ("the blast at the mill") that of the clause it stands in, which says when and where."""
        s = self._wider(statement)
        named = [self.entity_of[m] for m in (*s.actors, *s.objects) if m in self.entity_of]
        places = [self.entity_of[m] for m in s.places if m in self.entity_of]
        made = Clause(s, self.articles[s.sel.article], self.units.of(s.sel.article).key, places, named)
        made.times = tuple(self.times[t] for t in s.times if t in self.times)
        every = self.mentions.get(s.sel.article, ())
        first, last = (bisect_left(every, at, key=lambda m: m.sel.start) for at in (s.sentence.start, s.sentence.end))
        made.given = statement.id
        made.doers = tuple(self.entity_of[m] for m in s.actors if m in self.entity_of)
        made.told = self.figures.get(s.sel.article, frozenset())
        made.around = tuple(self.entity_of[m.id] for m in every[first:last] if m.id in self.entity_of)
        return made

    def _wider(self, statement: Statement) -> Statement:
        if statement.rule != "nominal":
            return statement
        span = statement.sel
        near = self.sentences.get((span.article, statement.sentence.start), ())
        wider = [s for s in near if s.rule != "nominal" and s.sel.start <= span.start and span.end <= s.sel.end]
        brief = [s for s in wider if s.sel.end - s.sel.start <= _WIDER]
        return min(brief, key=lambda s: (s.sel.end - s.sel.start, s.id), default=statement)
