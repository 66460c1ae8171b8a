"""Learns `src/tellings/data/alignment.json` from stories with gold claims: train_alignment.py DATA/accounts [more folders of the kind].

Beside them it learns from pairs of sentences of the scenes that the cross-encoder has not learnt from (scripts/scenes), each a story of two articles.
The file holds boosted trees as numbers over named features; no text of the stories is in it.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "evals" / "accounts"))

import learning  # noqa: E402  # beside the evaluation, which leaves one story out

OUT = ROOT / "src" / "tellings" / "data" / "alignment.json"


def main() -> None:
    """Write the weights."""
    ctx = learning.context()
    folders = sorted(gold.parent for given in sys.argv[1:] for gold in Path(given).glob("*/gold.json"))
    samples = [learning.sample(folder, ctx) for folder in folders]
    short = learning.short_stories(ROOT / "scripts" / "scenes", ctx)
    model = learning.fit([*samples, *short])
    assert ctx.pairs is not None
    model |= {"embedder": ctx.quick.name, "pairs": ctx.pairs.name}
    OUT.write_text(json.dumps(model, separators=(",", ":")) + "\n", encoding="utf-8")
    pairs = sum(len(s.pairs) for s in [*samples, *short])
    print(f"{OUT.name}: {len(samples)} stories and {len(short)} of two sentences, {pairs} pairs")


if __name__ == "__main__":
    main()
