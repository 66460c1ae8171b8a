"""A story's statements as the comparison sees them: names resolved, terms weighted, vectors beside them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from tellings.backends.base import Embedder
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.observed import Quotation, Statement, TimeExpression
from tellings.model.resolved import Entity, Utterance

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One statement with what its ids stand for. `entities` are entity ids; `actors` those of the subject; `times` values; `wheres` the
    ids of places smaller than a country, `lands` of countries and regions; `nth` how many statements of its article stand before it.
    """

    statement: Statement
    article: int
    sentence: int
    entities: frozenset[str]
    actors: frozenset[str]
    source: str | None
    utterance: str | None
    times: frozenset[str]
    wheres: frozenset[str]
    lands: frozenset[str]
    terms: frozenset[str]
    numbers: tuple[tuple[float, float, str, str, str | None], ...]
    text: str
    nth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """All views of a story, in the order of articles and text; `own` and `around` are unit rows of statement and sentence, `whole` the
    sentences' words.
    """

    views: tuple[View, ...]
    own: Matrix
    around: Matrix
    whole: tuple[str, ...]
    weights: Mapping[str, float]


def views_of(inputs: Inputs, embedder: Embedder) -> Views:
    """Return the story's statements, furnished for comparison. The embedder is asked once for each different text."""
    articles = {article.id: article for article in inputs.all(Article)}
    place = {article: k for k, article in enumerate(sorted(articles))}
    entity_of = {mention: entity.id for entity in inputs.all(Entity) for mention in entity.mentions}
    where_of = {mention: entity.id for entity in inputs.all(Entity) if _is_locality(entity) for mention in entity.mentions}
    land_of = {m: e.id for e in inputs.all(Entity) if e.kind == "place" and not _is_locality(e) for m in e.mentions}
    # "now" and "recently" in two passages say nothing of whether these speak of one time
    time_of = {time.id: time.value for time in inputs.all(TimeExpression) if not time.value.endswith("_REF")}
    utterance_of = {quotation: utterance.id for utterance in inputs.all(Utterance) for quotation in utterance.quotations}
    quotation_of = {quotation.id: quotation for quotation in inputs.all(Quotation)}
    statements = sorted(inputs.all(Statement), key=lambda s: (place[s.sel.article], s.sel.start, s.sel.end, s.id))
    sentences: dict[tuple[str, int], int] = {}
    made: list[View] = []
    before: Counter[str] = Counter()
    for s in statements:
        sentence = sentences.setdefault((s.sel.article, s.sentence.start), len(sentences))
        made.append(
            View(
                statement=s, article=place[s.sel.article], sentence=sentence,
                entities=frozenset(entity_of[m] for m in (*s.actors, *s.objects, *s.places) if m in entity_of),
                actors=frozenset(entity_of[m] for m in s.actors if m in entity_of),
                source=_source(s, quotation_of, entity_of),
                utterance=utterance_of.get(s.quotation) if s.quotation else None,
                times=frozenset(time_of[t] for t in s.times if t in time_of),
                wheres=frozenset(where_of[m] for m in s.places if m in where_of),
                lands=frozenset(land_of[m] for m in (*s.actors, *s.objects, *s.places) if m in land_of),
                terms=frozenset(s.terms),
                numbers=tuple((f.low, f.high, f.bound, f.of, f.unit) for f in s.figures),
                text=_text(s), nth=before[s.sel.article],
            )
        )  # fmt: skip
        before[s.sel.article] += 1
    around = [articles[s.sel.article].text[s.sentence.start : s.sentence.end] for s in statements]
    own, context = _rows(embedder, [view.text for view in made]), _rows(embedder, around)
    return Views(
        views=tuple(made), own=own, around=context, whole=tuple(" ".join(words.split()) for words in around), weights=_weights(made)
    )


def _is_locality(entity: Entity) -> bool:
    return entity.kind == "place" and not (entity.known or "").startswith(("country", "region"))


def _source(s: Statement, quotations: Mapping[str, Quotation], entity_of: Mapping[str, str]) -> str | None:
    if s.attributed_to is not None and s.attributed_to in entity_of:
        return entity_of[s.attributed_to]
    quotation = quotations.get(s.quotation) if s.quotation is not None else None
    return quotation.source if quotation is not None else None


def _text(s: Statement) -> str:
    """What the vector is made of: the passage, with its subject before it where that stands elsewhere."""
    words = " ".join(s.sel.exact.split())
    return words if not s.subject or s.subject in s.sel.exact else f"{' '.join(s.subject.split())} {words}"


def _rows(embedder: Embedder, texts: Sequence[str]) -> Matrix:
    different = sorted(set(texts))
    at = {text: k for k, text in enumerate(different)}
    rows = embedder.embed(different)
    return rows[[at[text] for text in texts]]


def _weights(views: Iterable[View]) -> dict[str, float]:
    """How telling each term is within the story: a word of every statement says little."""
    count: Counter[str] = Counter()
    number = 0
    for view in views:
        number += 1
        count.update(view.terms)
    return {term: round(log(1 + number / seen), 4) for term, seen in sorted(count.items())}
