"""How likely two articles are of one story, from what they share and what they do not."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tellings.cluster.rows import Floats, Rows, openings

_OPENING: Final = 0.2
# The cosine of the openings of two pieces of news that have nothing to do with one another.
_UNLIKE: Final = 0.2
_PLACES: Final = 6
_WHY_WORDS: Final = 6
Reason = tuple[str, float, tuple[str, ...]]


def likeness(rows: Rows, one: int, others: NDArray[np.int64]) -> Floats:
    """Return for each of the other rows how alike it is to row `one`, 0 to 1; rounded. It is the same both ways round. Shape (len(others),)."""
    cosines, _ = rows.columns["terms"].alike(one, others, len(rows))
    opening = np.maximum(0.0, (openings(rows, one, others) - _UNLIKE) / (1 - _UNLIKE))
    return np.round((1 - _OPENING) * cosines + _OPENING * opening, _PLACES)


def why(rows: Rows, a: int, b: int) -> tuple[Reason, ...]:
    """Return what decided on two rows as (feature, how much it added, the words it rests on), the weightiest first."""
    cosines, _ = rows.columns["terms"].alike(a, np.array([b]), len(rows))
    words = tuple(word for word, _ in rows.columns["terms"].shared(a, b, len(rows))[:_WHY_WORDS])
    opening = max(0.0, (float(openings(rows, a, np.array([b]))[0]) - _UNLIKE) / (1 - _UNLIKE))
    found = [("words", (1 - _OPENING) * float(cosines[0]), words), ("opening", _OPENING * opening, ())]
    return tuple(
        sorted(((name, round(value, _PLACES), shared) for name, value, shared in found), key=lambda reason: (-reason[1], reason[0]))
    )
