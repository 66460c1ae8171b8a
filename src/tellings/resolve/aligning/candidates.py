"""Which pairs of statements are worth comparing: near by vector, or sharing rare words, names or figures. Never all pairs."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tellings.data import toml
from tellings.resolve.aligning.views import Matrix, Views

Pairs = NDArray[np.int64]
# Pairs as single numbers: the one times the number of statements, and the other.
Codes = NDArray[np.int64]

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


def pairs(views: Views) -> Pairs:
    """Return the candidate pairs (a < b), sorted, one a row; no pair is of one sentence. Shape (pairs, 2)."""
    count = len(views.views)
    if count > _FEW:
        codes = np.union1d(_near(views), _shared(views))
        left, right = codes // count, codes % count
    else:
        left, right = (places.astype(np.int64) for places in np.triu_indices(count, 1))
    sentence = np.array([view.sentence for view in views.views], dtype=np.int64)
    apart = sentence[left] != sentence[right]
    return np.stack([left[apart], right[apart]], axis=1)


def worth_comparing(views: Views, pairs: Pairs, own: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return for each pair whether its parts are worth comparing one by one: it has a term in common that is no number, or its cosine `own` is high.

    A decision seldom takes another pair, and most pairs are of neither kind. Where there are few pairs, all are.
    """
    if len(pairs) <= _MANY:
        return np.ones(len(pairs), dtype=np.bool_)
    numbers = toml("figures")["words"]
    terms = [frozenset(t for t in view.terms if t not in numbers and not t[:1].isdigit()) for view in views.views]
    common = np.fromiter((not terms[a].isdisjoint(terms[b]) for a, b in pairs.tolist()), dtype=np.bool_, count=len(pairs))
    return np.asarray(common | (own >= _WORDLESS))


def _near(views: Views) -> Codes:
    articles = np.array([view.article for view in views.views], dtype=np.int64)
    return np.union1d(_nearest(views.own, articles), _nearest(views.around, articles))


def _nearest(matrix: Matrix, articles: NDArray[np.int64]) -> Codes:
    """The pairs of each row with its _ALL nearest, itself among them, of equal ones the first; of these the _NEAR nearest of each article."""
    count = len(matrix)
    found: list[Codes] = []
    for begin in range(0, count, _BLOCK):
        block = matrix[begin : begin + _BLOCK] @ matrix.T
        top = min(_ALL, count)
        least = np.maximum(np.partition(block, count - top, axis=1)[:, count - top], np.float32(_FLOOR))
        row, column = np.nonzero(block >= least[:, None])
        order = np.lexsort((column, -block[row, column], row))
        order = order[_rank(row[order]) < top]
        one, other = begin + row[order], column[order]
        one, other = one[one != other], other[one != other]
        # the sort is stable: within one article the nearest stays first
        order = np.lexsort((articles[other], one))
        one, other = one[order], other[order]
        taken = _rank(one * (int(articles.max()) + 1) + articles[other]) < _NEAR
        one, other = one[taken], other[taken]
        found.append(np.minimum(one, other) * count + np.maximum(one, other))
    return np.unique(np.concatenate(found))


def _rank(key: NDArray[np.int64]) -> NDArray[np.int64]:
    """The place of each element among those of its key; equal keys stand together."""
    places = np.arange(len(key))
    begins = np.concatenate([[True], key[1:] != key[:-1]])[: len(key)]
    return places - np.maximum.accumulate(np.where(begins, places, 0))


def _shared(views: Views) -> Codes:
    holders: dict[object, list[int]] = {}
    for k, view in enumerate(views.views):
        keys: list[object] = [("term", term) for term in sorted(view.terms)]
        keys += [("name", entity) for entity in sorted(view.entities)]
        keys += [("number", low, unit or of) for low, _, _, of, unit in view.numbers]
        keys += [("said", view.utterance)] if view.utterance else []
        for key in keys:
            holders.setdefault(key, []).append(k)
    count = len(views.views)
    found = [np.zeros(0, dtype=np.int64)]
    for held in holders.values():
        if 1 < len(held) <= _COMMON:
            one, other = _TWO[len(held)]
            places = np.array(held, dtype=np.int64)
            found.append(places[one] * count + places[other])
    codes, times = np.unique(np.concatenate(found), return_counts=True)
    return np.asarray(codes[times >= 2])


_TWO: Final = tuple(np.triu_indices(size, 1) for size in range(_COMMON + 1))
