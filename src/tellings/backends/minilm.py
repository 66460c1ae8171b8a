"""Sentence vectors of MiniLM-L6-v2, int8, on onnxruntime. `scripts/convert_minilm.py` builds the model files."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession, SessionOptions
from tokenizers import Tokenizer

from tellings.backends.naming import MODELS, manifest, minilm_name
from tellings.errors import ConfigError

_FILES: Final = MODELS / "minilm-l6-v2"
_CPU: Final = Path("/proc/cpuinfo")
_VNNI: Final = {"avx512_vnni", "avx_vnni"}
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
        self._session, self._words = _load(_FILES)

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
def _load(folder: Path) -> tuple[Any, Tokenizer]:
    digests = manifest(folder)["files"]
    try:
        data = {name: (folder / name).read_bytes() for name in digests}
    except OSError as error:
        raise ConfigError(
            f"the sentence model is not in the package ({error.strerror}: {error.filename}); `make model` builds it"
        ) from error
    for name, wanted in digests.items():
        if hashlib.sha256(data[name]).hexdigest() != wanted:
            raise ConfigError(f"the sentence model's {name} is not the file that was built: its SHA-256 differs from the manifest's")
    words = Tokenizer.from_buffer(data["tokenizer.json"])
    words.no_padding()
    words.enable_truncation(_TOKENS)
    return InferenceSession(data["model.onnx"], _options(), providers=["CPUExecutionProvider"]), words


def _options() -> Any:
    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    if not _has_vnni():
        # such processors saturate 16-bit sums; asked so, they take exact steps at twice the time: the same bits as with VNNI
        options.add_session_config_entry("session.x64quantprecision", "1")
    return options


def _has_vnni() -> bool:
    """True where the processor says that it sums products of bytes in 32 bits; False where nothing is known of it."""
    try:
        flags = _CPU.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return bool(_VNNI & set(flags.split()))
