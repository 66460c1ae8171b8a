"""Reads two passages together and says whether they tell the same: a cross-encoder, int8, on onnxruntime.

Learnt from MiniLM-L6-v2 by `scripts/train_pairs.py` on invented scenes; `scripts/convert_pairs.py` writes the model files. The lower half of its layers is one for both
ways of reading, and is run once.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from tellings.backends.base import JUDGED, WAYS
from tellings.backends.naming import PAIRS, manifest, pairs_name
from tellings.backends.sessions import checked, session, tokenizer

# The halves of the model, whose numbers stand in a file beside them; and the upper half whose layers were learnt on from near misses.
LOWER: Final = "lower.onnx"
UPPER: Final = "upper.onnx"
STRICT: Final = "strict.onnx"
# Word pieces of one passage; the model was trained on at most so many.
_TOKENS: Final = 60
# A stop at the end of a passage says nothing of what it asserts; clauses have none and sentences have one.
_ENDS: Final = " .!?;:,…—–-"
_FIRST, _END = 101, 102  # [CLS], [SEP]
_GROUPS: Final = (slice(0, 3), slice(3, 9), slice(9, 12))
_SAME, _CONFLICT, _DIFFERENT = (JUDGED.index(name) for name in ("same", "conflict", "different"))


class MiniLmPairs:
    """Each pair is read alone, in the order of the passages' words: what is said of it depends on the two passages alone, to the last bit."""

    def __init__(self) -> None:
        """Load the model; raises ConfigError where its files are not those that the manifest names by SHA-256."""
        self._lower, self._plain, self._strict, self._words = _load()
        self._ids: dict[str, list[int]] = {}

    @property
    def name(self) -> str:
        """The model and the first digits of its file's SHA-256."""
        return pairs_name()

    def judge(self, pairs: Sequence[tuple[str, str]], *, least: float = 0.0) -> NDArray[np.float64]:
        """Return one table for each pair: a row for each of `backends.base.WAYS`, columns as JUDGED; rounded to 4 places."""
        if not pairs:
            return np.zeros((0, len(WAYS), len(JUDGED)))
        found = np.stack([self._read(min(pair), max(pair), least) for pair in pairs])
        self._ids.clear()
        return found

    def _read(self, a: str, b: str, least: float) -> NDArray[np.float64]:
        one, other = self._pieces(a), self._pieces(b)
        ids = np.array([[_FIRST, *one, _END, *other, _END]], dtype=np.int64)
        types = np.array([[0] * (len(one) + 2) + [1] * (len(other) + 1)], dtype=np.int64)
        shared = {"hidden": self._lower.run(["hidden"], {"ids": ids, "types": types})[0], "types": types}
        plain = _chances(self._plain.run(["logits"], shared)[0][0])
        if plain[_SAME] + plain[_CONFLICT] >= least:
            return np.stack([plain, _chances(self._strict.run(["logits"], shared)[0][0])])
        return np.stack([plain, np.eye(len(JUDGED))[_DIFFERENT]])

    def _pieces(self, passage: str) -> list[int]:
        if passage not in self._ids:
            # lone surrogates, which a text may carry, cannot pass into the tokenizer
            clean = passage.encode("utf-8", "replace").decode("utf-8")
            self._ids[passage] = self._words.encode(clean.rstrip(_ENDS), add_special_tokens=False).ids[:_TOKENS]
        return self._ids[passage]


def _chances(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    found = logits.astype(np.float64)
    for group in _GROUPS:
        part = np.exp(found[group] - found[group].max())
        found[group] = part / part.sum()
    return np.asarray(found.round(4))


@lru_cache(maxsize=1)
def _load() -> tuple[Any, Any, Any, Tokenizer]:
    checked(PAIRS, manifest(PAIRS)["files"])
    # from files and not from bytes: what they are made of stands in another file of the folder
    return session(PAIRS / LOWER), session(PAIRS / UPPER), session(PAIRS / STRICT), tokenizer()
