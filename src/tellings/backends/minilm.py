"""Sentence vectors of MiniLM-L6-v2, int8, on onnxruntime. `scripts/convert_minilm.py` builds the model files."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from tellings.backends.naming import manifest, minilm_name
from tellings.backends.sessions import MINILM, checked, session, tokenizer

_DIMENSIONS: Final = 384
# Word pieces; the model was trained on texts of at most this length, and its positions are cut to it.
_TOKENS: Final = 128


class MiniLmEmbedder:
    """The mean of a sentence's token vectors, at length 1.

    Each sentence is run alone and without padding: its vector then depends on that sentence alone, to the last bit. What stands beyond
    128 word pieces is left out.
    """

    def __init__(self) -> None:
        """Load the model; raises ConfigError where its files are not those that the manifest names by SHA-256."""
        self._session, self._words = _load()

    @property
    def name(self) -> str:
        """The model and the first digits of its file's SHA-256."""
        return minilm_name()

    def embed(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row of 384 for each sentence; equal sentences are computed once."""
        out = np.zeros((len(sentences), _DIMENSIONS), dtype=np.float32)
        first: dict[str, int] = {}
        for row, sentence in enumerate(sentences):
            seen = first.setdefault(sentence, row)
            out[row] = out[seen] if seen != row else self._vector(sentence)
        return out

    def _vector(self, sentence: str) -> NDArray[np.float32]:
        # lone surrogates, which a text may carry, cannot pass into the tokenizer
        clean = sentence.encode("utf-8", "replace").decode("utf-8")
        ids = np.array([self._words.encode(clean).ids], dtype=np.int64)
        found: NDArray[np.float32] = self._session.run(["vector"], {"ids": ids})[0][0]
        return found


@lru_cache(maxsize=1)
def _load() -> tuple[Any, Tokenizer]:
    data = checked(MINILM, manifest(MINILM)["files"])
    words = tokenizer()
    words.enable_truncation(_TOKENS)
    return session(data["model.onnx"]), words
