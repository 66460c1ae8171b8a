"""Main text by 4-grams of words, as the Scrapinghub benchmark counts them, against pages that were labelled by reading.

The labels hold no text: each gram of four words is the first four bytes of its BLAKE2b digest (SOURCE.md says how they were made).
"""

import base64
import hashlib
import json
import re
import struct
from collections import Counter
from pathlib import Path

_TOKEN = re.compile(r"\w+")
GRAM = 4


def load(path: Path) -> dict[str, dict]:
    """Rows by file name, with the grams counted."""
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    return {row["file"]: row | {"counted": _counted(row["grams"])} for row in rows}


def _counted(packed: str) -> Counter:
    raw = base64.b64decode(packed)
    return Counter(struct.unpack(f"<{len(raw) // 4}I", raw))


def of_text(text: str) -> Counter:
    tokens = _TOKEN.findall(text)
    last = max(1, len(tokens) - GRAM + 1) if tokens else 0
    return Counter(_hash(" ".join(tokens[at : at + GRAM])) for at in range(last))


def _hash(gram: str) -> int:
    return struct.unpack("<I", hashlib.blake2b(gram.encode(), digest_size=4).digest())[0]


class Score:
    """Precision and recall of each page, their means, and F1 of the means: every page weighs the same."""

    def __init__(self) -> None:
        self.pages: list[tuple[float, float]] = []

    def add(self, want: Counter, text: str) -> tuple[float, float]:
        got = of_text(text)
        shared = sum((want & got).values())
        precision = shared / got.total() if got else float(not want)
        recall = shared / want.total() if want else 1.0
        self.pages.append((precision, recall))
        return precision, recall

    @property
    def precision(self) -> float:
        return sum(p for p, _ in self.pages) / max(1, len(self.pages))

    @property
    def recall(self) -> float:
        return sum(r for _, r in self.pages) / max(1, len(self.pages))

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)
