"""A sentence embedder without a model: hashed words and word pairs, weighted by how telling they look."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

_DIMENSIONS: Final = 1024
_WORD: Final = re.compile(r"\w+", re.UNICODE)


class LexicalEmbedder:
    """Feature hashing (Weinberger et al. 2009) of words and neighbouring pairs; short words weigh less than long ones."""

    @property
    def name(self) -> str:
        """Name and version."""
        return "lexical@1"

    def embed(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row for each sentence; a sentence without words gives a row of zeros."""
        out = np.zeros((len(sentences), _DIMENSIONS), dtype=np.float32)
        for row, sentence in enumerate(sentences):
            words = _WORD.findall(sentence.casefold())
            for feature in (*words, *(f"{a} {b}" for a, b in pairwise(words))):
                digest = crc32(feature.encode("utf-8", "surrogatepass"))
                out[row, digest % _DIMENSIONS] += (1.0 if digest >> 31 else -1.0) * min(len(feature), 8) / 8
        norms = np.linalg.norm(out, axis=1, keepdims=True)
        np.divide(out, norms, out=out, where=norms > 0)
        return out
