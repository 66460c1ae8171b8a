"""What no score can join: pairs that a typed comparison tells apart, whatever their words have in common."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tellings.resolve.aligning.features import NAMES

_AT: Final = {name: column for column, name in enumerate(NAMES)}
# Below this share of common terms two speakers' sentences, and below this nearness any two clauses, need a part in common.
_FEW_TERMS: Final = 0.5
_HARDLY_ANY: Final = 0.25
_FAR: Final = 0.5


def vetoed(rows: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return for each row of features whether the pair is told apart: people died in one and were hurt in the other; two named speakers
    say things without a part in common; or the clauses share neither a part, nor words, nor meaning.
    """
    part = _any(rows, ("predicate", "subject", "object", "predicate_in", "numbers_same", "said_same"))
    fates = rows[:, _AT["fate"]] < 0
    speakers = (rows[:, _AT["source_differ"]] > 0) & ~part & (rows[:, _AT["terms_contained"]] < _FEW_TERMS)
    nothing = ~part & (rows[:, _AT["terms_contained"]] < _HARDLY_ANY) & (rows[:, _AT["own"]] < _FAR)
    return np.asarray(fates | speakers | nothing)


def _any(rows: NDArray[np.float64], names: Sequence[str]) -> NDArray[np.bool_]:
    return np.asarray(np.any(rows[:, [_AT[name] for name in names]] > 0, axis=1))
