"""Learns `src/tellings/data/plover_weights.npz` from sentences with marked actors: train_plover.py DATA/events/plv_train.jsonl [more].

The invented sentences of `plover_examples.tsv` are always taken along. The file holds numbers over vectors, pattern votes and hashed
features, and the SHA-256 of each set it was fitted on, so that evaluations cross-validate those.
"""

import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "evals" / "events"))

import plover  # noqa: E402  # beside the evaluation, which cross-validates the same fit

from tellings.extract.coding.learnt import rows  # noqa: E402

OUT = ROOT / "src" / "tellings" / "data" / "plover_weights.npz"


def main() -> None:
    """Write the weights."""
    paths = [Path(given) for given in sys.argv[1:]]
    pairs, roots = plover.examples()
    for path in paths:
        more, gold, _ = plover.read(path)
        pairs, roots = [*pairs, *more], [*roots, *gold]
    layer = plover.fit(rows(pairs, plover.context().embedder), roots)
    np.savez_compressed(
        OUT, matrix=layer.matrix.astype(np.float16), bias=layer.bias.astype(np.float16),
        trained_on=np.array([plover.digest(path) for path in paths]), embedder=np.array(plover.context().embedder.name),
    )  # fmt: skip
    print(f"{OUT.name}: {len(pairs)} sentences, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
