"""ECB+ event mentions, given: which of one story denote one event. B-cubed F1 over all mentions, no link across stories of the data."""

from collections import Counter
from pathlib import Path


def measured(path: Path, data: Path) -> list[dict[str, float]]:
    return []


def bcubed(told: dict[int, object], gold: dict[int, object]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of a partition against another; both map the same items to labels."""
    both = Counter((told[k], gold[k]) for k in gold)
    mine, theirs = Counter(told.values()), Counter(gold.values())
    precision = sum(n * n / mine[a] for (a, _), n in both.items()) / len(gold)
    recall = sum(n * n / theirs[b] for (_, b), n in both.items()) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)
