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
# "It was noon before the alarm was raised."
_CLEFT: Final = re.compile(r"\bit (?:was|is)\b[^,.;]{1,40}\b(?:when|before|that)\b", re.IGNORECASE)
# A "not" this many words before what is asserted turns it, a "no" anywhere in the clause.
_NEAR_VERB: Final = 4
_WITH_VERB: Final = re.compile(r"not$|.*n['’]t$|never$|cannot$")
# Words before "to …" in which it is looked for that something is only tried.
_TRIED: Final = 3
_COMING: Final = re.compile(r"\b(?:will|would|shall|is to|are to|due|set to|set for|expected|scheduled|plans?|planned) ", re.IGNORECASE)
_SINCE: Final = re.compile(r"\bsince (?:the |early |late |at least )*$", re.IGNORECASE)
_SINCE_SPAN: Final = 24
_HABIT: Final = re.compile(
    r"\b(?:each|every) time\b|\b(?:traditionally|usually|often|always|never|generally|typically|regularly|rarely|sometimes)\b",
    re.IGNORECASE,
)
# "not on the north bank but on the south": what is denied is said of another part.
_CONTRAST: Final = re.compile(
    r"\b(?:not|no longer) [^.;]{1,60}\bbut\b|\bnot (?:only|just|least|far)\b|\bno (?:less|fewer|more) than\b|, not (?:an?|the|in|on|at|by|from|as)\b"
)


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
        self.named_places: frozenset[str] = frozenset()
        self.source: str | None = None
        self.inner: tuple[Clause, ...] = ()
        self.when: tuple[TimeExpression, ...] = ()

    @cached_property
    def _is_turned(self) -> bool:
        """False where all that turns round stands behind a joining word: "was vacant and not in use" is vacant."""
        words = re.split(r"\b(?:and|but|though|although|while)\b", self.text.lower())
        turned = toml("tolls")["turned"]["words"]
        asserted = form(self.statement.predicate.removeprefix("be ").split(" ")[0].lower())
        for part in words:
            if asserted in forms(part):
                told = _words(part)
                at = next((k for k, word in enumerate(told) if form(word) == asserted), len(told))
                return any(word in turned and (at - k <= _NEAR_VERB or not _WITH_VERB.match(word)) for k, word in enumerate(told))
        return True

    @cached_property
    def dated(self) -> tuple[TimeExpression, ...]:
        """The times that say when it was: a time after "since" goes on until now."""
        text = self.article.text
        return tuple(t for t in self.times if not _SINCE.search(text[max(0, t.sel.start - _SINCE_SPAN) : t.sel.start]))

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
        return self.statement.modality == "planned" or _COMING.search(self.text) is not None or self.is_undone

    @cached_property
    def is_undone(self) -> bool:
        """True where a phrase says that it is not so, or cannot be."""
        return any(find_phrase(self.forms, phrase) is not None for phrase in _undone())

    @cached_property
    def asks(self) -> bool:
        """True where the clause stands in a question."""
        return self.sentence.rstrip(" \"'”’)").endswith("?")

    @cached_property
    def is_tried(self) -> bool:
        """True where the clause tells what is tried or wished and not what was done."""
        start = self.statement.sel.start
        before = forms(self.article.text[self.statement.sentence.start : start])[-_TRIED:] if self.text[:3].lower() == "to " else ()
        head = (*before, *self._to_predicate)
        return any(find_phrase(head, phrase) is not None for phrase in _tried())

    @cached_property
    def _to_predicate(self) -> tuple[str, ...]:
        """The words up to what is asserted, all of them where that is not among them."""
        asserted = form(self.statement.predicate.removeprefix("be ").split(" ")[0].lower())
        words = self.forms
        return words[: words.index(asserted) + 1] if asserted in words else words

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
        negated = s.negated and (self._is_turned or not self.says_no)
        positive = negated == (s.modality == "denied")
        if _CONTRAST.search(self.text) and s.modality != "denied":
            return True
        return positive != (self.is_undone and s.modality != "denied" and not s.negated)

    @cached_property
    def says_no(self) -> bool:
        """True where the words themselves turn the clause round: a parse may hang one "not" on either of two verbs."""
        words = toml("tolls")["turned"]["words"]
        found = any(word in words for word in _words(self.text.lower()))
        return found or self.statement.modality == "denied" or self.is_undone


def _words(text: str) -> list[str]:
    """The words, "did n't" and "didn ’ t" as news pages have it too."""
    return re.findall(r"[a-z]+(?:['’]t)?", re.sub(r"\s*n\s*['’]\s*t\b", "n't", text))


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
def _tried() -> tuple[tuple[str, ...], ...]:
    return phrases(tuple(toml("differing")["tried"]["phrases"]))


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
    places: Mapping[str, frozenset[str]]

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
        entity_of = {m: e for e in inputs.all(Entity) for m in e.mentions}
        return cls(
            articles={a.id: a for a in inputs.all(Article)},
            units=units,
            entity_of=entity_of,
            times={t.id: t for t in inputs.all(TimeExpression)},
            mentions=by_article,
            sentences=sentences,
            figures={article: frozenset(told) for article, told in figures.items()},
            places={
                article: frozenset(e.id for m in told if (e := entity_of.get(m.id)) is not None and e.kind == "place")
                for article, told in by_article.items()
            },
        )

    def make(self, statement: Statement) -> Clause:
        """Return the clause of a statement with those that stand inside it; of a bare noun ("the blast at the mill") that of the clause it stands in, which
        says when and where.
        """
        made = self._made(statement)
        near = self.sentences.get((statement.sel.article, statement.sentence.start), ())
        made.inner = tuple(self._made(other) for other in near if other.figures and _is_inside(other, made.statement))
        return made

    def _made(self, statement: Statement) -> Clause:
        s = self._wider(statement)
        named = [self.entity_of[m] for m in (*s.actors, *s.objects) if m in self.entity_of]
        places = [self.entity_of[m] for m in s.places if m in self.entity_of]
        made = Clause(s, self.articles[s.sel.article], self.units.of(s.sel.article).key, places, named)
        near = self.sentences.get((s.sel.article, s.sentence.start), ())
        inner = frozenset(t for other in near if _is_inside(other, s) for t in other.times)
        made.times = tuple(self.times[t] for t in s.times if t in self.times and t not in inner)
        if not made.times and s.rule == "subordinate" and _CLEFT.search(made.sentence) is not None:
            made.times = tuple(self.times[t] for other in near if _is_cleft(other) for t in other.times if t in self.times)
        made.when = tuple(self.times[t] for t in sorted({t for other in near for t in other.times}) if t in self.times)
        every = self.mentions.get(s.sel.article, ())
        first, last = (bisect_left(every, at, key=lambda m: m.sel.start) for at in (s.sentence.start, s.sentence.end))
        made.given = statement.id
        source = self.entity_of.get(s.attributed_to or "")
        made.source = source.id if source is not None else None
        made.doers = tuple(self.entity_of[m] for m in s.actors if m in self.entity_of)
        made.told = self.figures.get(s.sel.article, frozenset())
        made.named_places = self.places.get(s.sel.article, frozenset())
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


def _is_inside(other: Statement, s: Statement) -> bool:
    """True where the other clause stands inside this one and asserts something else: its times are not this one's."""
    one, own = other.sel, s.sel
    return (
        other.rule != "nominal"
        and own.start <= one.start
        and one.end <= own.end
        and one.end - one.start < own.end - own.start
        and other.predicate != s.predicate
    )


def _is_cleft(statement: Statement) -> bool:
    return statement.subject_lemma == "it" and statement.predicate.split(" ", maxsplit=1)[0] == "be"
