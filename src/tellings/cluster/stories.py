"""Finds stories: articles about one happening and what follows from it, by their words, names and openings.

Likeness of two articles is the cosine of their weighted words and of their openings' sentence vectors. Stories are joined by mean
likeness (average link) as long as they are alike enough, and not much less alike than the articles inside each are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tellings.backends.base import Context
from tellings.cluster import terms
from tellings.cluster.linkage import clusters
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.observed import Vectors
from tellings.model.resolved import CopyGroup, Story
from tellings.model.spans import content_id

_ORIGIN: Final = "stories@1"
# Set on the development sets together; `evals/stories/README.md` shows what each of them alone would have chosen.
LEAST: Final = 0.16
RELATIVE: Final = 0.55
_OPENING: Final = 0.2
# The cosine of the openings of two pieces of news that have nothing to do with one another.
_UNLIKE: Final = 0.2
# Words that more articles than this have do not make two of them candidates.
_CROWD: Final = 300
_CANDIDATE: Final = 0.03
_WHY_WORDS: Final = 6


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield the stories, sorted by their articles; each article is in exactly one."""
    articles = sorted(inputs.all(Article), key=lambda a: a.id)
    if not articles:
        return
    weights = terms.vectors([terms.words(article) for article in articles])
    if context.settings.one_story:
        yield _story(articles, weights, asked=True)
        return
    pairs = likeness(weights, _openings(articles, inputs.all(Vectors)))
    for members in members_of(articles, pairs, inputs.all(CopyGroup), least=LEAST, relative=RELATIVE):
        yield _story([articles[k] for k in members], [weights[k] for k in members], asked=False)


def likeness(weights: Sequence[terms.Vector], openings: NDArray[np.float32]) -> dict[tuple[int, int], float]:
    """Return the likeness, 0 to 1, of each pair of articles that share telling words."""
    found: dict[tuple[int, int], float] = {}
    for i, j in _candidates(weights):
        opening = max(0.0, (float(openings[i] @ openings[j]) - _UNLIKE) / (1 - _UNLIKE))
        found[i, j] = (1 - _OPENING) * terms.cosine(weights[i], weights[j]) + _OPENING * opening
    return found


def members_of(
    articles: Sequence[Article], pairs: Mapping[tuple[int, int], float], copies: Iterable[CopyGroup], *, least: float, relative: float
) -> list[list[int]]:
    """Return the stories as places in `articles`, each sorted. Copies of one text are one item: twenty reprints make no story tighter."""
    place = {article.id: k for k, article in enumerate(articles)}
    first = list(range(len(articles)))
    for group in copies:
        held = sorted(place[name] for name in group.articles if name in place)
        for k in held if group.kind == "whole" else ():
            first[k] = held[0]
    texts = sorted(set(first))
    text_of = {k: number for number, k in enumerate(texts)}
    joined: dict[tuple[int, int], float] = {}
    for (i, j), alike in pairs.items():
        a, b = sorted((text_of[first[i]], text_of[first[j]]))
        if a != b:
            joined[a, b] = max(alike, joined.get((a, b), 0.0))
    carriers: dict[int, list[int]] = defaultdict(list)
    for k, kept in enumerate(first):
        carriers[text_of[kept]].append(k)
    found = clusters(len(texts), joined, least=least, relative=relative)
    return sorted(sorted(k for text in members for k in carriers[text]) for members in found)


def _candidates(weights: Sequence[terms.Vector]) -> Iterable[tuple[int, int]]:
    """Pairs whose cosine over words that are not in a crowd of articles is worth a look."""
    holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for k, vector in enumerate(weights):
        for word, weight in vector.items():
            holders[word].append((k, weight))
    index = {
        word: (np.array([k for k, _ in held]), np.array([weight for _, weight in held]))
        for word, held in holders.items()
        if 1 < len(held) <= _CROWD
    }
    for i, vector in enumerate(weights):
        mine = [(index[word], weight) for word, weight in vector.items() if word in index]
        if not mine:
            continue
        others = np.concatenate([owners[owners > i] for (owners, _), _ in mine])
        shares = np.concatenate([held[owners > i] * weight for (owners, held), weight in mine])
        unique, where = np.unique(others, return_inverse=True)
        sums = np.bincount(where, weights=shares, minlength=len(unique))
        yield from ((i, int(j)) for j in unique[sums >= _CANDIDATE])


def _openings(articles: Sequence[Article], vectors: Iterable[Vectors]) -> NDArray[np.float32]:
    """The sentence vector of each article's headline and lede; zeros where there is none."""
    rows = {v.article: v.rows[v.keys.index("lede")] for v in vectors if "lede" in v.keys}
    out = np.zeros((len(articles), max((len(row) for row in rows.values()), default=1)), dtype=np.float32)
    for k, article in enumerate(articles):
        if article.id in rows:
            out[k] = rows[article.id]
    return out


def _story(articles: Sequence[Article], weights: Sequence[terms.Vector], *, asked: bool) -> Story:
    earliest = min(articles, key=lambda a: (a.published is None, a.published or "", a.id))
    return Story(
        id=content_id("story", earliest.id),
        articles=tuple(article.id for article in articles),
        why=tuple(zip((article.id for article in articles), _why(weights, asked=asked), strict=True)),
        origin=_ORIGIN,
    )


def _why(weights: Sequence[terms.Vector], *, asked: bool) -> Iterable[str]:
    """For each article the words it shares with the rest of its story, the most telling first."""
    total: Counter[str] = Counter()
    for vector in weights:
        total.update(vector)
    for vector in weights:
        shared = {word: round(weight * (total[word] - weight), 6) for word, weight in vector.items() if total[word] - weight > 1e-9}
        best = sorted(shared, key=lambda word: (-shared[word], word))[:_WHY_WORDS]
        others = len(weights) - 1
        if not others:
            yield "alone: no other article is about this"
        elif asked:
            yield f"taken as one story; shares with the others: {', '.join(best) or 'no telling word'}"
        else:
            yield f"likeness {sum(shared.values()) / others:.2f} with the others, by: {', '.join(best)}"
