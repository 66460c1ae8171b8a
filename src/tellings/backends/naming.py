"""Names of backends with their versions, read without loading the backend: a manifest needs the name in a process that parses nothing."""

import hashlib
import json
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from tellings.errors import ConfigError

MODELS: Final = Path(str(files("tellings.backends"))) / "models"
PAIRS: Final = MODELS / "pairs"
_DIGITS: Final = 12


@cache
def pipeline_name(pipeline: str) -> str:
    """Return a spaCy pipeline (installed package or folder) and spaCy with their versions; raises ConfigError where it is not there."""
    meta = _pipeline_folder(pipeline) / "meta.json"
    try:
        found: dict[str, Any] = json.loads(meta.read_bytes())
    except (OSError, ValueError) as error:
        raise ConfigError(f"the spaCy pipeline {pipeline!r} is not installed") from error
    return f"{pipeline}@{found.get('version', '?')}, spacy@{version('spacy')}"


def _pipeline_folder(pipeline: str) -> Path:
    if Path(pipeline).is_dir():
        return Path(pipeline)
    try:
        spec = find_spec(pipeline)
    except (ImportError, ValueError):
        spec = None
    if spec is None or spec.origin is None:
        raise ConfigError(f"the spaCy pipeline {pipeline!r} is not installed")
    return Path(spec.origin).parent


def minilm_name() -> str:
    """Return the sentence model and the first digits of its file's SHA-256."""
    found = manifest(MODELS / "minilm-l6-v2")
    return f"{found['name']}-int8@{found['files']['model.onnx'][:_DIGITS]}"


def static_name() -> str:
    """Return the table of static vectors and the first digits of its file's SHA-256."""
    found = manifest(MODELS / "static-minilm")
    return f"{found['name']}@{found['files']['static.npz'][:_DIGITS]}"


def pairs_name() -> str:
    """Return the cross-encoder and the first digits of a SHA-256 over those of its files."""
    found = manifest(PAIRS)
    every = " ".join(digest for _, digest in sorted(found["files"].items()))
    return f"{found['name']}-int8@{hashlib.sha256(every.encode()).hexdigest()[:_DIGITS]}"


def manifest(folder: Path) -> dict[str, Any]:
    """Return a model folder's manifest; raises ConfigError where it is not in the package."""
    try:
        found: dict[str, Any] = json.loads((folder / "manifest.json").read_bytes())
    except OSError as error:
        raise missing(folder, error) from error
    return found


def missing(folder: Path, error: OSError) -> ConfigError:
    """Return the error of a model folder without a file, with what builds it."""
    how = "`make model WEIGHTS=FILE` builds it from what scripts/train_pairs.py learns" if folder == PAIRS else "`make model` builds it"
    return ConfigError(f"the model {folder.name} is not in the package ({error.strerror}: {error.filename}); {how}")
