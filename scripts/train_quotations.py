"""Learns `src/tellings/data/quotations.json` from annotated attributions: train_quotations.py DATA/quotations/polnear-train.tar.gz.

The scorer that reads the archive lies beside the data (DATA/../score). The file holds boosted trees as numbers over named features of parses; no
text and no vocabulary of the articles is in it. What is taken is learnt on contents whose ends are set by the trees in the file: where
the features of `ends` change, run it twice.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "evals" / "quotations"))

import learning  # noqa: E402  # beside the evaluation
import measure  # noqa: E402

OUT = ROOT / "src" / "tellings" / "data" / "quotations.json"


def main() -> None:
    """Write the weights."""
    archive = Path(sys.argv[1]).resolve()
    scorer = measure._module(archive.parent.parent.parent / "score" / "score_polnear.py")  # noqa: SLF001  # as the measure loads it
    found = list(learning.texts(archive, scorer))
    model = learning.learn(found)
    OUT.write_text(json.dumps(model, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{OUT.name}: {len(found)} texts, " + ", ".join(f"{name} {len(part['trees'])} trees" for name, part in model.items()))


if __name__ == "__main__":
    main()
