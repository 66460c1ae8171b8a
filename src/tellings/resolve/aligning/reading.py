"""Which pairs are read by the cross-encoder, and what it says of them: the most likely of each statement, fewer the more articles tell the story.

What can be said of a pair at a glance (vectors, words, names, figures) proposes; two passages read together tell a plan from its execution and a
synonym from a neighbour. Reading costs milliseconds a pair, so its number grows with the statements and not with their pairs.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tellings.backends.base import JUDGED, CrossEncoder
from tellings.resolve.aligning.features import ranks
from tellings.resolve.aligning.views import Views

# A pair less likely than this at a glance is not read.
_FLOOR: Final = 0.03
# Pairs read for each statement, on average: most where few articles tell, fewest where many do.
_MOST: Final = 5.0
_LEAST: Final = 0.3
_FEW: Final = 5

NAMES: Final = (
    "same", "conflict", "joined", "joined_rank", "joined_margin", "told_most", "told_least", "told_rank", "told_margin", "conflict_told",
    "strict_same", "strict_conflict", "strict_joined",
)  # fmt: skip
READINGS: Final = 4
_SAME, _CONFLICT = JUDGED.index("same"), JUDGED.index("conflict")

Pair = tuple[int, int]
Numbers = NDArray[np.float64]


def chosen(views: Views, pairs: Sequence[Pair], glance: Numbers) -> NDArray[np.intp]:
    """Return the places of the pairs to be read, rising: those that are likely enough at a glance; where these are too many, each statement's best
    before any statement's second.
    """
    articles = len({view.article for view in views.views})
    each = max(_LEAST, _MOST * min(1.0, _FEW / max(1, articles)))
    seen = [0] * len(views.views)
    likely: list[tuple[int, int]] = []
    for place in np.lexsort((np.arange(len(pairs)), -glance)):
        if glance[place] < _FLOOR:
            break
        a, b = pairs[place]
        likely.append((min(seen[a], seen[b]), int(place)))
        seen[a] += 1
        seen[b] += 1
    # equal ranks stay in the order of their chances
    likely.sort(key=lambda rank_and_place: rank_and_place[0])
    return np.array(sorted(place for _, place in likely[: int(each * len(views.views))]), dtype=np.intp)


def judged(views: Views, pairs: Sequence[Pair], reader: CrossEncoder) -> Numbers:
    """Return what the cross-encoder says of each pair: of the two statements, of the first and the other's whole sentence, and of the other and the
    first's, which may assert it in passing; and of the two statements, read strictly. Shape (pairs, READINGS, columns as `backends.base.JUDGED`). Equal
    passages are read once.
    """
    own = [view.text for view in views.views]
    texts = [
        _ordered(*both)
        for a, b in pairs
        for both in ((own[a], own[b]), (own[a], views.whole[b]), (own[b], views.whole[a]))
    ]  # fmt: skip
    plain = _read_once(texts, reader, strictly=False).reshape(len(pairs), READINGS - 1, len(JUDGED))
    strict = _read_once(texts[:: READINGS - 1], reader, strictly=True)
    return np.concatenate([plain, strict[:, None]], axis=1)


def _read_once(texts: Sequence[tuple[str, str]], reader: CrossEncoder, *, strictly: bool) -> Numbers:
    different = sorted(set(texts))
    at = {text: place for place, text in enumerate(different)}
    return reader.judge(different, strictly=strictly)[[at[text] for text in texts]]


def _ordered(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a <= b else (b, a)


def columns(views: Views, pairs: Sequence[Pair], told: Numbers) -> Numbers:
    """Return what the decision is given of that, columns as NAMES: the chances, and how the pair stands among each statement's rivals."""
    if not pairs:
        return np.zeros((0, len(NAMES)))
    every = told[:, :, _SAME] + told[:, :, _CONFLICT]
    joined, strict = every[:, :-1], told[:, -1]
    either = joined[:, 1:].max(axis=1)
    left, right = np.array(pairs, dtype=np.int64).T
    rank, margin = ranks(views, left, right, joined[:, 0].astype(np.float32))
    told_rank, told_margin = ranks(views, left, right, joined.mean(axis=1).astype(np.float32))
    found = (
        told[:, 0, _SAME], told[:, 0, _CONFLICT], joined[:, 0], rank, margin, either, joined[:, 1:].min(axis=1), told_rank, told_margin,
        told[:, 1:-1, _CONFLICT].max(axis=1), strict[:, _SAME], strict[:, _CONFLICT], every[:, -1],
    )  # fmt: skip
    return np.stack(found, axis=1).round(6)
