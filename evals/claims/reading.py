"""What the cross-encoder alone says of the open pairs, plainly and strictly: `python evals/claims/reading.py [--stops]`.

Prints for each way of reading the share judged right and the table (rows: right, columns: found; same, conflict, different). With `--stops` passages keep
the full stop at their end.
"""

import sys

import numpy as np
from measure import HERE, SETS, cases

from tellings.backends import pairs
from tellings.backends.base import JUDGED, WAYS

LABELS = JUDGED[:3]


def table(rows: list[dict[str, str]], found: np.ndarray) -> np.ndarray:
    """Return how often each label was found for each that is right."""
    out = np.zeros((3, 3), dtype=np.int64)
    np.add.at(out, ([LABELS.index(row["judgement"]) for row in rows], found), 1)
    return out


def main() -> None:
    """Print both tables."""
    if "--stops" in sys.argv:
        pairs._ENDS = ""  # noqa: SLF001  # what is compared
    rows = [case for file in SETS.values() for case in cases(HERE / file)]
    said = pairs.MiniLmPairs().judge([(row["a"], row["b"]) for row in rows])[..., :3].argmax(axis=-1)
    for way, name in enumerate(WAYS):
        found = table(rows, said[:, way])
        print(name, f"{np.trace(found) / found.sum():.3f}", found.tolist())


if __name__ == "__main__":
    main()
