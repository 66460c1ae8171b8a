"""Sentence vectors as weighted means of word-piece vectors distilled from MiniLM-L6-v2: a thousand times quicker, blind to word order.

Follows model2vec (Tulkens & van Dongen 2024). `scripts/distil_static.py` builds the table.
"""

import hashlib
import io
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from tellings.backends.naming import MODELS, manifest, static_name
from tellings.errors import ConfigError

_TOKENS: Final = 256


class StaticEmbedder:
    """The weighted mean of a sentence's word-piece vectors, at length 1; a sentence of unknown pieces alone gives a row of zeros."""

    def __init__(self) -> None:
        """Load the table; raises ConfigError where it is not the file that its manifest names by SHA-256."""
        self._table, self._words = _load()

    @property
    def name(self) -> str:
        """The table and the first digits of its file's SHA-256."""
        return static_name()

    def embed(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row for each sentence."""
        out = np.zeros((len(sentences), self._table.shape[1]), dtype=np.float32)
        for row, sentence in enumerate(sentences):
            # lone surrogates, which a text may carry, cannot pass into the tokenizer
            clean = sentence.encode("utf-8", "replace").decode("utf-8")
            ids = self._words.encode(clean, add_special_tokens=False).ids
            # rows are summed in double precision, so that their order leaves no trace in single
            total = self._table[ids].sum(axis=0, dtype=np.float64)
            length = float(np.sqrt((total * total).sum()))
            if length > 0:
                out[row] = total / length
        return out


@lru_cache(maxsize=1)
def _load() -> tuple[NDArray[np.float32], Tokenizer]:
    folder = MODELS / "static-minilm"
    digests = manifest(folder)["files"]
    try:
        data = (folder / "static.npz").read_bytes()
        words = Tokenizer.from_file(str(MODELS / "minilm-l6-v2" / "tokenizer.json"))
    except OSError as error:
        raise ConfigError(f"the static sentence table is not in the package ({error.filename}); `make model` builds it") from error
    if hashlib.sha256(data).hexdigest() != digests["static.npz"]:
        raise ConfigError("the static sentence table is not the file that was built: its SHA-256 differs from the manifest's")
    with np.load(io.BytesIO(data), allow_pickle=False) as held:
        table = held["table"].astype(np.float32) * held["scale"][:, None]
    words.no_padding()
    words.enable_truncation(_TOKENS)
    return table, words
