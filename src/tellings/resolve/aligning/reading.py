"""Which pairs are read by the cross-encoder, and what it says of them: the most likely of each statement, as far as the work goes that a story may cost.

What can be said of a pair at a glance (vectors, words, names, figures) proposes; two passages read together tell a plan from its execution and a
synonym from a neighbour. Reading takes time by the length of the passages, so what is read is bounded in characters, and not in pairs.
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
# Pairs read for each statement, on average, where the bound on characters leaves so many.
_MOST: Final = 5.0
# Characters of passages that are read of one story; the curve of quality over it stands in evals/accounts/README.md.
_CHARACTERS = 96_000
# So many for each character of the story's statements, where that is more: what one more article costs does not grow with the story.
_SHARE: Final = 0.6
# A passage counts for no more characters than this: the reader takes no more of it.
_PASSAGE: Final = 280
# A pair that is surely different, read plainly, is not read strictly: strictly less is joined.
_OPEN: Final = 0.05

# In which part two passages would differ: told of those that tell one matter as well.
_PARTS: Final = ("number", "time", "place", "actor", "polarity", "manner")
NAMES: Final = (
    "same", "conflict", "joined", "joined_rank", "joined_margin", "strict_same", "strict_conflict", "strict_joined", "supported", "supporters", *_PARTS,
)  # fmt: skip
_SAME, _CONFLICT = JUDGED.index("same"), JUDGED.index("conflict")
_PARTS_AT: Final = [JUDGED.index(part) for part in _PARTS]
# From this chance on a third statement tells the same as another.
_TELLS: Final = 0.5

Pair = tuple[int, int]
Numbers = NDArray[np.float64]


def chosen(views: Views, pairs: Sequence[Pair], glance: Numbers) -> NDArray[np.intp]:
    """Return the places of the pairs to be read, rising: those that are likely enough at a glance; where these are too many or too long, each
    statement's best before any statement's second.
    """
    long = np.array([len(view.text) for view in views.views], dtype=np.int64)
    cost = np.minimum(long, _PASSAGE)
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
    order = [place for _, place in likely[: int(_MOST * len(views.views))]]
    spent = np.cumsum([cost[a] + cost[b] for a, b in (pairs[place] for place in order)])
    return np.array(sorted(order[: int(np.searchsorted(spent, max(_CHARACTERS, _SHARE * long.sum()), side="right"))]), dtype=np.intp)


def judged(views: Views, pairs: Sequence[Pair], reader: CrossEncoder) -> Numbers:
    """Return what the cross-encoder says of each pair, columns as `backends.base.WAYS` and `JUDGED`. Equal passages are read once."""
    own = [view.text for view in views.views]
    texts = [(own[a], own[b]) if own[a] <= own[b] else (own[b], own[a]) for a, b in pairs]
    different = sorted(set(texts))
    at = {text: place for place, text in enumerate(different)}
    return reader.judge(different, least=_OPEN)[[at[text] for text in texts]]


def columns(views: Views, pairs: Sequence[Pair], told: Numbers) -> Numbers:
    """Return what the decision is given of that, columns as NAMES: the chances, how the pair stands among each statement's rivals, and how many third statements
    tell the same as both.
    """
    if not pairs:
        return np.zeros((0, len(NAMES)))
    plain, strict = told[:, 0], told[:, 1]
    joined = plain[:, _SAME] + plain[:, _CONFLICT]
    left, right = np.array(pairs, dtype=np.int64).T
    rank, margin = ranks(views, left, right, joined.astype(np.float32))
    found = (
        plain[:, _SAME], plain[:, _CONFLICT], joined, rank, margin,
        strict[:, _SAME], strict[:, _CONFLICT], strict[:, _SAME] + strict[:, _CONFLICT],
        *_supported(pairs, (joined + strict[:, _SAME] + strict[:, _CONFLICT]) / 2),
    )  # fmt: skip
    return np.concatenate([np.stack(found, axis=1), told[:, :, _PARTS_AT].mean(axis=1)], axis=1).round(6)


def _supported(pairs: Sequence[Pair], joined: Numbers) -> tuple[Numbers, Numbers]:
    """For each pair the best third statement, by the lower of its chances to tell the same as either; and how many do. Pairs that were not read have no chance."""
    beside: dict[int, dict[int, float]] = {}
    for (a, b), chance in zip(pairs, joined.tolist(), strict=True):
        beside.setdefault(a, {})[b] = chance
        beside.setdefault(b, {})[a] = chance
    best, count = np.zeros(len(pairs)), np.zeros(len(pairs))
    for k, (a, b) in enumerate(pairs):
        few, many = sorted((beside[a], beside[b]), key=len)
        both = [min(chance, many[third]) for third, chance in few.items() if third in many]
        best[k], count[k] = max(both, default=0.0), sum(chance > _TELLS for chance in both)
    return best, count
