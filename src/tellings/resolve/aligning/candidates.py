"""Which pairs of statements are worth comparing: near by vector, or sharing rare words, names or figures. Never all pairs."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tellings.data import toml
from tellings.resolve.aligning.views import Matrix, Views

# Nearest statements taken for each, in each other article and in its own, but never more than _ALL in all.
_NEAR: Final = 5
_ALL: Final = 60
_FLOOR: Final = 0.35
_BLOCK: Final = 512
# From this cosine on a pair is looked at without a word in common, where there are many pairs.
_WORDLESS: Final = 0.55
_MANY: Final = 6000
# Of so few statements all pairs are candidates: what a sentence of each of two articles tells is worth the look.
_FEW: Final = 30
# A term, name or figure of more statements than this brings no candidates by itself.
_COMMON: Final = 24


def pairs(views: Views) -> list[tuple[int, int]]:
    """Return the candidate pairs (a < b), sorted; no pair is of one sentence."""
    count = len(views.views)
    found = _near(views) | _shared(views) if count > _FEW else set(combinations(range(count), 2))
    sentence = [view.sentence for view in views.views]
    return sorted(pair for pair in found if sentence[pair[0]] != sentence[pair[1]])


def worth_comparing(views: Views, pairs: Sequence[tuple[int, int]], own: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return for each pair whether its parts are worth comparing one by one: it has a term in common that is no number, or its cosine `own` is high.

    A decision seldom takes another pair, and most pairs are of neither kind. Where there are few pairs, all are.
    """
    if len(pairs) <= _MANY:
        return np.ones(len(pairs), dtype=np.bool_)
    numbers = toml("figures")["words"]
    terms = [frozenset(t for t in view.terms if t not in numbers and not t[:1].isdigit()) for view in views.views]
    common = np.fromiter((not terms[a].isdisjoint(terms[b]) for a, b in pairs), dtype=np.bool_, count=len(pairs))
    return np.asarray(common | (own >= _WORDLESS))


def _near(views: Views) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    articles = np.array([view.article for view in views.views])
    for matrix in (views.own, views.around):
        found |= _nearest(matrix, articles)
    return found


def _nearest(matrix: Matrix, articles: NDArray[np.int64]) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for begin in range(0, len(matrix), _BLOCK):
        block = matrix[begin : begin + _BLOCK] @ matrix.T
        top = min(_ALL, block.shape[1])
        nearest = np.argsort(-block, axis=1, kind="stable")[:, :top]
        for row, columns in enumerate(nearest):
            taken: Counter[int] = Counter()
            for column in columns:
                a, b = begin + row, int(column)
                if block[row, column] < _FLOOR:
                    break
                if a == b or taken[int(articles[b])] >= _NEAR:
                    continue
                taken[int(articles[b])] += 1
                found.add((min(a, b), max(a, b)))
    return found


def _shared(views: Views) -> set[tuple[int, int]]:
    holders: dict[object, list[int]] = {}
    for k, view in enumerate(views.views):
        keys: list[object] = [("term", term) for term in sorted(view.terms)]
        keys += [("name", entity) for entity in sorted(view.entities)]
        keys += [("number", low, unit or of) for low, _, _, of, unit in view.numbers]
        keys += [("said", view.utterance)] if view.utterance else []
        for key in keys:
            holders.setdefault(key, []).append(k)
    shared: Counter[tuple[int, int]] = Counter()
    for held in holders.values():
        if len(held) <= _COMMON:
            shared.update((a, b) for place, a in enumerate(held) for b in held[place + 1 :])
    return {pair for pair, count in shared.items() if count >= 2}
