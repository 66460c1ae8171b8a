"""Learns `src/tellings/data/stories.json` from labelled stories: train_stories.py DATA (laid out like the development data).

The file says how much each likeness of two articles counts, and holds a logistic regression over six numbers that tells whether two sets of
articles are one story. It is learnt from ECB+ and the sets of Giveme5W1H; no text and no vocabulary of theirs is in it. The same data give the same file.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "evals" / "stories"))

import learning  # noqa: E402  # beside the evaluation

OUT = ROOT / "src" / "tellings" / "data" / "stories.json"


def main() -> None:
    """Write the weights."""
    found = {name: one for name, one in learning.samples_of(Path(sys.argv[1])).items() if name != "cases"}
    OUT.write_text(json.dumps(learning.fit(list(found.values())), indent=1) + "\n", encoding="utf-8")
    print(f"{OUT.name}: {', '.join(f'{name} ({len(one.articles)})' for name, one in found.items())}")


if __name__ == "__main__":
    main()
