"""Model files of the package as onnxruntime sessions and tokenizers: one thread, the same bits on every processor."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from onnxruntime import InferenceSession, SessionOptions
from tokenizers import Tokenizer

from tellings.backends.naming import MODELS, manifest, missing
from tellings.errors import ConfigError

MINILM: Final = MODELS / "minilm-l6-v2"
_CPU: Final = Path("/proc/cpuinfo")
_VNNI: Final = {"avx512_vnni", "avx_vnni"}


def checked(folder: Path, names: Iterable[str]) -> dict[str, bytes]:
    """Return the bytes of a model's files; raises ConfigError where one is missing, or is not what the manifest names by SHA-256."""
    digests = manifest(folder)["files"]
    try:
        data = {name: (folder / name).read_bytes() for name in names}
    except OSError as error:
        raise missing(folder, error) from error
    for name, found in data.items():
        if hashlib.sha256(found).hexdigest() != digests[name]:
            raise ConfigError(f"{name} of the model {folder.name} is not the file that was built: its SHA-256 differs from the manifest's")
    return data


def tokenizer() -> Tokenizer:
    """Return the word pieces that all models of the package share; it neither pads nor cuts."""
    words = Tokenizer.from_buffer(checked(MINILM, ["tokenizer.json"])["tokenizer.json"])
    words.no_padding()
    words.no_truncation()
    return words


def session(model: bytes | Path) -> Any:
    """Return a session of one thread; a model given as a file may keep its numbers in files beside it."""
    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    if not _has_vnni():
        # such processors saturate 16-bit sums; asked so, they take exact steps at twice the time: the same bits as with VNNI
        options.add_session_config_entry("session.x64quantprecision", "1")
    return InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _has_vnni() -> bool:
    """True where the processor says that it sums products of bytes in 32 bits; False where nothing is known of it."""
    try:
        flags = _CPU.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return bool(_VNNI & set(flags.split()))
