"""What is found on articles without labels: `python evals/stories/unlabelled.py FILE [--from 6000] [--n 1500]`, FILE as `load/articles-12k.jsonl.gz`.

Two articles six weeks apart seldom tell one happening, though they are of one desk, land and kind. So for each likeness it prints how many pairs have
it within five days, and how many would by chance: as many as have it at a distance of 40 to 50 days, for the same number of pairs. Beside it how many articles
are alone, and how long the stories last.
"""

import argparse
import gzip
import json
import tempfile
from itertools import islice
from pathlib import Path

import numpy as np
from measure import read

from tellings.app.contexts import make_context
from tellings.cluster.likeness import likeness
from tellings.cluster.rows import Rows
from tellings.cluster.stories import pile, whole_copies
from tellings.model.inputs import Inputs
from tellings.model.observed import Features
from tellings.model.resolved import CopyGroup
from tellings.settings import Settings

_NEAR, _FAR = 5, (40, 50)
_BOUNDS = (0.10, 0.125, 0.15, 0.18, 0.22, 0.25, 0.28, 0.31)


def main() -> None:
    """Print both."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("file", type=Path)
    options.add_argument("--from", dest="start", type=int, default=6_000)
    options.add_argument("--n", type=int, default=1_500)
    args = options.parse_args()
    with gzip.open(args.file, "rt", encoding="utf-8") as lines, tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as kept:
        for line in islice(lines, args.start, args.start + args.n):
            kept.write(json.dumps({**json.loads(line), "story": ""}) + "\n")
        kept.flush()
        articles, records, _ = read(Path(kept.name), make_context(Settings()))
    inputs = Inputs.of(*records)
    features = {one.article: one for one in inputs.all(Features)}
    rows = Rows()
    for article in articles:
        rows.append(features[article.id])
    days = rows.published[: len(articles)].astype(np.int64)
    stories = pile([features[article.id] for article in articles], whole_copies(inputs.all(CopyGroup))).stories().values()
    day = {article.id: int(ordinal) for article, ordinal in zip(articles, days, strict=True)}
    several = [sorted(day[name] for name in members if day[name]) or [0] for members in stories if len(members) > 1]
    spans = np.array([members[-1] - members[0] for members in several])
    print(
        f"{len(articles)} articles, {sum(len(members) == 1 for members in stories)} alone; {len(several)} stories of several, the largest {max(map(len, stories))};"
    )
    print(
        f"days they span: median {np.median(spans):.0f}, nine in ten {np.quantile(spans, 0.9):.0f}; {int((spans > 14).sum())} span more than 14"
    )
    chance(rows, days)


def chance(rows: Rows, days: np.ndarray) -> None:
    """Print how many pairs are as alike as each bound within days, and how many would be by chance, per 1,000 articles."""
    everyone = np.arange(len(days))
    counts, near, far = np.zeros((2, len(_BOUNDS))), 0, 0
    for row in range(1, len(days)):
        before = everyone[:row]
        apart, alike = np.abs(days[before] - days[row]), likeness(rows, row, before)
        close, distant = apart <= _NEAR, (apart >= _FAR[0]) & (apart <= _FAR[1])
        near, far = near + int(close.sum()), far + int(distant.sum())
        for side, chosen in enumerate((close, distant)):
            counts[side] += [(alike[chosen] >= bound).sum() for bound in _BOUNDS]
    for bound, close, distant in zip(_BOUNDS, *(counts * 1_000 / len(days)), strict=True):
        expected = distant * near / far
        print(f"| {bound:.3f} | {close:.0f} | {expected:.1f} | {expected / max(close, 1e-9):.2f} |")


if __name__ == "__main__":
    main()
