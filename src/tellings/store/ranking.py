"""What a search gives: the articles found, ranked, by story, page by page, with their passages.

Three ranks are joined, each by its place (reciprocal rank fusion): how much the text tells of the words (as BM25 weighs them, a headline's word as much as
four), how near the opening's meaning is, and half as much how late it was published. The text of the likeliest is weighed: those with the words in the
headline, the latest, and the nearest; the others come after them by day.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from tellings.model.articles import Article
from tellings.store import articles, search, stories
from tellings.store.articles import Kept
from tellings.store.numbers import these
from tellings.store.search import Filters, Found
from tellings.store.stories import Listed
from tellings.store.tables import ARTICLES, MEMBERS
from tellings.store.vectors import Vector, likeness
from tellings.text.passages import Passage, passages
from tellings.text.queries import Query

# What has none of the words is shown where its opening is at least so near.
_NEAR: Final = 0.3
_IN_HEADLINE: Final = 60
_LATEST: Final = 60
_NEAREST: Final = 40
_FUSION: Final = 60
_LATE: Final = 0.5
_HEADLINE: Final = 4
_SATURATION: Final = 1.2
_LENGTH: Final = 3_000
_PASSAGES: Final = 2
_EACH: Final = 3
_PLACES: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that was found: `words` where it has the words, `near` the cosine of its opening where that was asked."""

    kept: Kept
    score: float
    words: bool
    near: float | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryHits:
    """The articles found of one story, the best first, `articles` of them in all; `key` is the story's id, an article's where it is in no story."""

    key: str
    story: Listed | None
    articles: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A page of what was found. `words` articles have the words (`more`: there are others), `near` more are near in meaning; `after` leads to the next page."""

    stories: tuple[StoryHits, ...]
    words: int
    near: int
    more: bool
    of: int
    after: str | None


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    day: int
    headline: str
    story: str | None
    id: str


def page(
    connection: Connection, query: Query, filters: Filters, vector: Vector | None = None, *, most: int | None = 20, after: str | None = None
) -> Results:
    """Return the stories of the articles found, the best first: `most` of them after the one that `after` names; no more than three articles of each
    are shown, where `most` is None all of all.
    """
    found = search.find(connection, query, filters, vector)
    near, words = dict(found.near), frozenset(found.words)
    rows = _rows(connection, [*found.words, *(number for number, score in found.near.items() if number not in words and score >= _NEAR)])
    likely = _likely(rows, found, near)
    if vector is not None:
        near |= likeness(connection, vector, [number for number in likely if number not in near])
    texts = articles.articles(connection, likely)
    scores = _fused(rows, _weights(query, rows, texts), near, words)
    groups = _groups(rows, scores)
    keys = list(groups)
    start = keys.index(after) + 1 if after in groups else 0
    shown = keys[start:] if most is None else keys[start : start + most]
    return Results(
        stories=_shown(connection, query, {key: groups[key] for key in shown}, (scores, near, words, texts), None if most is None else _EACH),
        words=len(words), near=len(rows) - len(words), more=found.more, of=len(keys),
        after=shown[-1] if shown and start + len(shown) < len(keys) else None,
    )  # fmt: skip


def _rows(connection: Connection, numbers: Sequence[int]) -> dict[int, _Row]:
    asked = (
        select(ARTICLES.c.number, ARTICLES.c.day, ARTICLES.c.headline, MEMBERS.c.story, ARTICLES.c.id)
        .join(MEMBERS, MEMBERS.c.article == ARTICLES.c.number, isouter=True)
        .where(these(connection, ARTICLES.c.number, numbers))
    )
    return {row[0]: _Row(row[0], row[1] or 0, row[2] or "", row[3], row[4]) for row in connection.execute(asked).all()}


def _likely(rows: Mapping[int, _Row], found: Found, near: Mapping[int, float]) -> list[int]:
    """Those whose texts are weighed."""
    nearest = sorted((number for number in near if number in rows), key=lambda number: (-near[number], -number))
    headlines = [number for number in found.words if number in found.headlines][:_IN_HEADLINE]
    return sorted({number for number in (*headlines, *found.words[:_LATEST], *nearest[:_NEAREST]) if number in rows})


def _weights(query: Query, rows: Mapping[int, _Row], texts: Mapping[int, Article]) -> dict[int, float]:
    """How much each text tells of the words."""
    begins = {phrase: phrase[0].removesuffix("y") for phrase in query.phrases}
    counts: dict[int, list[float]] = {}
    for number, article in texts.items():
        body, head = article.text.casefold(), rows[number].headline.casefold()
        counts[number] = [body.count(begin) + _HEADLINE * head.count(begin) for begin in begins.values()]
    rare = [
        math.log(1 + (len(counts) + 0.5) / (sum(held[at] > 0 for held in counts.values()) + 0.5))
        for at in range(len(begins))
    ]  # fmt: skip
    return {
        number: sum(
            weight * count / (count + _SATURATION * (0.25 + 0.75 * len(texts[number].text) / _LENGTH))
            for weight, count in zip(rare, held, strict=True)
            if count
        )
        for number, held in counts.items()
    }


def _fused(rows: Mapping[int, _Row], weights: Mapping[int, float], near: Mapping[int, float], words: frozenset[int]) -> dict[int, float]:
    """The scores of all, by their places in the ranks."""
    told = _places({number: weights.get(number, -1.0) for number in rows if number in words})
    meant = _places({number: score for number, score in near.items() if number in rows})
    late = _places({number: row.day for number, row in rows.items()})
    scores: dict[int, float] = {}
    for share, rank in ((1.0, told), (1.0, meant), (_LATE, late)):
        for number, place in rank.items():
            scores[number] = scores.get(number, 0.0) + share / (_FUSION + place)
    return {number: round(score, _PLACES) for number, score in scores.items()}


def _places(values: Mapping[int, float]) -> dict[int, int]:
    """The place of each by its value, from 1; equal values have one place."""
    place = {value: at for at, value in enumerate(sorted(set(values.values()), reverse=True), 1)}
    return {number: place[value] for number, value in values.items()}


def _groups(rows: Mapping[int, _Row], scores: Mapping[int, float]) -> dict[str, list[int]]:
    """The articles by story, the best of each first, the story with the best first."""
    groups: dict[str, list[int]] = {}
    for number in sorted(rows, key=lambda number: (-scores[number], -rows[number].day, -number)):
        groups.setdefault(rows[number].story or rows[number].id, []).append(number)
    return groups


def _shown(
    connection: Connection,
    query: Query,
    groups: Mapping[str, Sequence[int]],
    ranked: tuple[Mapping[int, float], Mapping[int, float], frozenset[int], Mapping[int, Article]],
    each: int | None,
) -> tuple[StoryHits, ...]:
    scores, near, words, texts = ranked
    numbers = [number for held in groups.values() for number in held[:each]]
    known = {**texts, **articles.articles(connection, [number for number in numbers if number not in texts])}
    kept = articles.kept(connection, numbers)
    listed = stories.several(connection, list(groups))

    firsts = {held[0] for held in groups.values()}

    def hit(number: int) -> Hit:
        most = _PASSAGES if number in firsts else 1
        held = passages(known[number], query if number in words else None, most) if number in known else ()
        return Hit(kept=kept[number], score=scores[number], words=number in words, near=near.get(number), passages=held)

    return tuple(
        StoryHits(key=key, story=listed.get(key), articles=len(held), hits=tuple(map(hit, held[:each]))) for key, held in groups.items()
    )
