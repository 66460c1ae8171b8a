"""Distils a static table from the sentence model: one vector for each word piece, so that a sentence's vector is a weighted mean.

Follows model2vec (Tulkens & van Dongen 2024): every word piece of the vocabulary is run through the sentence model alone, the vectors are
reduced by PCA, and pieces are weighted by their rank in the vocabulary, which falls with frequency (Zipf). Rows are stored as int8 with one
scale for each. Writes `static.npz` and its SHA-256 beside the sentence model; takes some minutes. Deterministic.
"""

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from tellings.backends.minilm import MiniLmEmbedder

FOLDER = Path(__file__).parents[1] / "src/tellings/backends/models/minilm-l6-v2"


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dimensions", type=int, default=160)
    parser.add_argument("--out", type=Path, default=FOLDER.parent / "static-minilm")
    given = parser.parse_args()
    words = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    pieces = [words.id_to_token(i) or "" for i in range(words.get_vocab_size())]
    rows = MiniLmEmbedder().embed([piece.removeprefix("##") for piece in pieces]).astype(np.float64)
    rows -= rows.mean(axis=0)
    values, axes = np.linalg.eigh(np.cov(rows, rowvar=False))
    kept = axes[:, np.argsort(values)[::-1][: given.dimensions]]
    kept *= np.sign(kept[np.abs(kept).argmax(axis=0), np.arange(kept.shape[1])])
    rows = rows @ kept * np.log(1 + np.arange(1, len(rows) + 1))[:, None]
    scale = np.abs(rows).max(axis=1, keepdims=True)
    scale[scale == 0] = 1
    table = np.round(rows / scale * 127).astype(np.int8)
    special = [i for i, piece in enumerate(pieces) if piece.startswith("[") and piece.endswith("]")]
    scale[special] = 0
    given.out.mkdir(parents=True, exist_ok=True)
    np.savez(given.out / "static.npz", table=table, scale=(scale[:, 0] / 127).astype(np.float32))
    digest = hashlib.sha256((given.out / "static.npz").read_bytes()).hexdigest()
    manifest = {"name": "static-minilm-l6-v2", "dimensions": given.dimensions, "files": {"static.npz": digest}}
    (given.out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    print(json.dumps(manifest))


if __name__ == "__main__":
    main()
