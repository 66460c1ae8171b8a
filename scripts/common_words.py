"""Writes `data/common_words.csv`: English words by how common they are, from the order of the word pieces of BERT (Apache-2.0).

    python scripts/common_words.py

The vocabulary of BERT lists pieces by their frequency in books and Wikipedia; whole words of letters begin at entry 1996.
"""

import json
from pathlib import Path
from typing import Final

FIRST: Final = 1996
MOST: Final = 12_000
ROOT: Final = Path(__file__).parent.parent / "src/tellings"


def main() -> None:
    """Write the table, most common first."""
    vocabulary = json.loads((ROOT / "backends/models/minilm-l6-v2/tokenizer.json").read_bytes())["model"]["vocab"]
    words = [
        word for word, place in sorted(vocabulary.items(), key=lambda item: item[1]) if place >= FIRST and word.isalpha() and word.isascii()
    ]
    lines = [
        "# English words, the most common first: the rank is what counts (the finding of stories weighs rare words more).",
        "# Made by scripts/common_words.py from the vocabulary of BERT, Apache-2.0. Example: `police` stands near rank 530, `ferry` near 4,400.",
        "word",
        *words[:MOST],
    ]
    (ROOT / "data/common_words.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
