"""How alike two articles are in what tells stories apart: weighted words, names, figures, dates, and what their openings mean. Time parts sets, not pairs (`bursts`)."""

import re
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tellings.cluster.rows import Floats, Rows, openings
from tellings.data.story_weights import story_weights

# The features that the weights stand for, in the order of the columns of `measured`.
FEATURES: Final = ("terms", "names", "figures", "times", "opening")
_NAMED: Final = {"terms": "words"}
# The cosine of the openings of two pieces of news that have nothing to do with one another.
_UNLIKE: Final = 0.2
_PLACES: Final = 6
_WHY_WORDS: Final = 6
# What adds less than this is named without its words.
_SHOWN: Final = 0.005
_ID: Final = re.compile(r"[0-9a-f]{16}")
_DAY: Final = re.compile(r"XXXX-(0[1-9]|1[0-2])-(\d\d)")
# Not those of `calendar`, which follow the locale.
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
Reason = tuple[str, float, tuple[str, ...]]


def likeness(rows: Rows, one: int, others: NDArray[np.int64]) -> Floats:
    """Return for each of the other rows how alike it is to row `one`, 0 to 1; rounded. It is the same both ways round. Shape (len(others),)."""
    return weighed(measured(rows, one, others))


def weighed(found: Floats) -> Floats:
    """Return how alike rows are whose cosines were `measured`."""
    alike = found @ _weights()
    return np.asarray(np.round(np.maximum(0.0, alike), _PLACES), dtype=np.float64)


def measured(rows: Rows, one: int, others: NDArray[np.int64]) -> Floats:
    """Return for each of the other rows its cosines with row `one`, 0 to 1, columns as FEATURES. Shape (len(others), 5).

    What one of the two has nothing of (names, where it was not parsed) tells nothing: their words stand in for it.
    """
    cosines = rows.cosines(one, others)
    words = cosines[0]
    made = np.empty((len(others), len(FEATURES)))
    made[:, 0] = words
    for kind, name in enumerate(FEATURES[1:-1], 1):
        column = rows.columns[name]
        made[:, kind] = np.where(column.any(others), cosines[kind], words) if column.has(one) else words
    meant, known = openings(rows, one, others)
    made[:, -1] = np.where(known, np.maximum(0.0, (meant - _UNLIKE) / (1 - _UNLIKE)), words)
    return made


def why(rows: Rows, a: int, b: int, found: Floats | None = None) -> tuple[Reason, ...]:
    """Return what made two rows alike as (feature, how much it added, the words it rests on), the weightiest first.

    `found` are their cosines, where they were `measured` before.
    """
    other = np.array([b])
    added = (measured(rows, a, other)[0] if found is None else found) * _weights()
    reasons = []
    for name, value in zip(FEATURES, added.tolist(), strict=True):
        shared = rows.columns[name].shared(a, b, len(rows))[:_WHY_WORDS] if name in rows.columns and value >= _SHOWN else []
        told = tuple(shown for word, _ in shared if (shown := _shown(word)))
        reasons.append((_NAMED.get(name, name), round(value, _PLACES), told))
    return tuple(sorted(reasons, key=lambda reason: (-reason[1], reason[0])))


def _shown(key: str) -> str:
    """A key as a reader knows it: of a name without its role, and without the kind of a table's id; a day of no year by its month; "" for an id without a name."""
    shown = key.rsplit(":", 1)[-1]
    if _ID.fullmatch(shown):
        return ""
    day = _DAY.fullmatch(shown)
    return f"{int(day[2])} {_MONTHS[int(day[1]) - 1]}" if day else shown


@cache
def _weights() -> Floats:
    weights = story_weights().likeness
    return np.array([weights[name] for name in FEATURES])
