"""Reads two passages together and says whether they tell the same: a cross-encoder, int8, on onnxruntime.

Learnt from MiniLM-L6-v2 by `scripts/train_pairs.py` on invented scenes; `scripts/convert_pairs.py` writes the model files.
"""

import io
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from tellings.backends.base import JUDGED
from tellings.backends.naming import PAIRS, manifest, pairs_name
from tellings.backends.sessions import checked, session, tokenizer

# The whole model; the other files of its manifest hold layers that were learnt on, from near misses, and stand for its own where it reads strictly.
MODEL: Final = "pairs.onnx"
# Word pieces of one passage; the model was trained on at most so many.
_TOKENS: Final = 60
# A stop at the end of a passage says nothing of what it asserts; clauses have none and sentences have one.
_ENDS: Final = " .!?;:,…—–-"
_FIRST, _END = 101, 102  # [CLS], [SEP]
_GROUPS: Final = (slice(0, 3), slice(3, 9), slice(9, 12))


class MiniLmPairs:
    """Each pair is read alone, in the order of the passages' words: what is said of it depends on the two passages alone, to the last bit."""

    def __init__(self) -> None:
        """Load the model; raises ConfigError where its files are not those that the manifest names by SHA-256."""
        self._plain, self._strict, self._words = _load()
        self._ids: dict[str, list[int]] = {}

    @property
    def name(self) -> str:
        """The model and the first digits of its file's SHA-256."""
        return pairs_name()

    def judge(self, pairs: Sequence[tuple[str, str]], *, strictly: bool = False) -> NDArray[np.float64]:
        """Return one row for each pair, columns as `backends.base.JUDGED`; rounded to 4 places."""
        if not pairs:
            return np.zeros((0, len(JUDGED)))
        logits = np.concatenate([self._read(min(pair), max(pair), strictly) for pair in pairs]).astype(np.float64)
        self._ids.clear()
        for group in _GROUPS:
            part = np.exp(logits[:, group] - logits[:, group].max(axis=1, keepdims=True))
            logits[:, group] = part / part.sum(axis=1, keepdims=True)
        return np.asarray(logits.round(4))

    def _read(self, a: str, b: str, strictly: bool) -> NDArray[np.float32]:
        one, other = self._pieces(a), self._pieces(b)
        ids = [_FIRST, *one, _END, *other, _END]
        types = [0] * (len(one) + 2) + [1] * (len(other) + 1)
        fed = {"ids": np.array([ids], dtype=np.int64), "types": np.array([types], dtype=np.int64)}
        found: NDArray[np.float32] = (self._strict if strictly else self._plain).run(["logits"], fed)[0]
        return found

    def _pieces(self, passage: str) -> list[int]:
        if passage not in self._ids:
            # lone surrogates, which a text may carry, cannot pass into the tokenizer
            clean = passage.encode("utf-8", "replace").decode("utf-8")
            self._ids[passage] = self._words.encode(clean.rstrip(_ENDS), add_special_tokens=False).ids[:_TOKENS]
        return self._ids[passage]


@lru_cache(maxsize=1)
def _load() -> tuple[Any, Any, Tokenizer]:
    files = checked(PAIRS, manifest(PAIRS)["files"])
    constants: dict[str, NDArray[Any]] = {}
    for name in sorted(files.keys() - {MODEL}):
        with np.load(io.BytesIO(files[name]), allow_pickle=False) as layer:
            constants |= dict(layer)
    return session(files[MODEL]), session(files[MODEL], constants), tokenizer()
