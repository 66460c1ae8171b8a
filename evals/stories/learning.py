"""Learns when two sets of articles are one story; `python evals/stories/learning.py DATA` scores each set by what others teach."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from measure import Labelled, bcubed, read
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from tellings.app.contexts import make_context
from tellings.cluster.bursts import parted, united
from tellings.cluster.holding import UNIT
from tellings.cluster.likeness import FEATURES, measured
from tellings.cluster.linkage import VERY, clusters
from tellings.cluster.rows import Rows
from tellings.cluster.stories import whole_copies
from tellings.data.story_weights import StoryWeights, features
from tellings.data.story_weights import read as weights_of
from tellings.model.inputs import Inputs
from tellings.model.observed import Features
from tellings.model.resolved import CopyGroup
from tellings.settings import Settings

# Pairs less alike than this are not looked at.
_FAINT = 0.04
# How much each likeness counts. Searches over single sets each ended elsewhere near it, within the noise of the figures (README).
WEIGHTS = {"terms": 0.7, "names": 0.15, "figures": 0.03, "times": 0.03, "opening": 0.09}
# What time parts, by the measure of `tellings.cluster.bursts`. The labelled sets but for the project's own count developments to a story, so that it is
# not learnt from them but set where they lose little (README).
PARTING = {"least": 1.5, "most": 5.0, "likeness": 0.31}
# Tried in its place, 0 parts nothing.
_BOUNDS = (0.0, 0.25, 0.28, 0.31, 0.34)
# The strength of the regression's prior (scikit-learn's C).
_PRIOR = 0.1
# A set counts by the root of its decisions, so that the largest does not teach alone. Beside each a thinned one is learnt from, with so many
# articles of each story, and counts this much.
_THIN = 0.35
_LEFT = (1, 1, 1, 2, 3, 4)
Square = NDArray[np.float64]


class Sample(NamedTuple):
    """A labelled set, copies of one text as one item: the likenesses of each pair, the label, the day and the stamp of each item, and for each article its item."""

    likeness: NDArray[np.float32]
    labels: list[str]
    days: NDArray[np.int64]
    stamps: NDArray[np.int64]
    items: list[int]
    articles: list[str]

    def scores(self) -> Square:
        """The weighted likeness of each pair. Shape (items, items)."""
        made = np.tensordot(np.array([WEIGHTS[name] for name in FEATURES]), self.likeness, axes=1)
        np.fill_diagonal(made, 0.0)
        return np.maximum(0.0, np.asarray(made, dtype=np.float64))


def sample(labelled: Labelled) -> Sample:
    """Return the set with the likenesses of its articles measured together."""
    articles, records, labels = labelled
    inputs = Inputs.of(*records)
    found = {one.article: one for one in inputs.all(Features)}
    copies = whole_copies(inputs.all(CopyGroup))
    place = {article.id: k for k, article in enumerate(articles)}
    first = [min([k, *(place[name] for name in copies.get(article.id, ()) if name in place)]) for k, article in enumerate(articles)]
    first = [first[k] for k in first]
    kept = sorted(set(first))
    rows = Rows()
    for article in articles:
        rows.append(found[article.id])
    chosen = np.array(kept)
    likeness = np.zeros((len(FEATURES), len(kept), len(kept)), dtype=np.float32)
    for k, row in enumerate(kept):
        likeness[:, k] = measured(rows, row, chosen).T
    number = {k: n for n, k in enumerate(kept)}
    days, stamps = rows.published[chosen].astype(np.int64), rows.stamps[chosen]
    return Sample(likeness, [labels[k] for k in kept], days, stamps, [number[k] for k in first], list(labels))


def part(whole: Sample, chosen: Callable[[str], bool]) -> Sample:
    """Return the part of a set whose labels are chosen."""
    kept = [k for k, label in enumerate(whole.labels) if chosen(label)]
    number = {k: n for n, k in enumerate(kept)}
    articles = [(number[k], label) for k, label in zip(whole.items, whole.articles, strict=True) if k in number]
    likeness, labels = whole.likeness[:, kept][:, :, kept], [whole.labels[k] for k in kept]
    return Sample(likeness, labels, whole.days[kept], whole.stamps[kept], [k for k, _ in articles], [label for _, label in articles])


def thinned(whole: Sample, seed: int) -> Sample:
    """Return the set with a few articles of each story only, of many but one: what most of a desk's pile is like."""
    chance = np.random.default_rng(seed)
    left = dict(zip(sorted(set(whole.labels)), chance.choice(_LEFT, len(set(whole.labels))).tolist(), strict=True))
    kept = []
    for k in chance.permutation(len(whole.labels)).tolist():
        if left[whole.labels[k]]:
            left[whole.labels[k]] -= 1
            kept.append(k)
    labels = [whole.labels[k] for k in kept]
    return Sample(whole.likeness[:, kept][:, :, kept], labels, whole.days[kept], whole.stamps[kept], list(range(len(kept))), labels)


def decisions(scores: Square, labels: Sequence[str]) -> Iterator[tuple[tuple[float, ...], bool]]:
    """Yield what is weighed on each two sets that come up, the most alike first, and whether they are one story; only those that are get joined."""
    size = np.ones(len(labels))
    within = np.zeros(len(labels))
    between = scores.copy()
    mean = np.where(scores >= _FAINT, scores, -1.0)
    while mean.max(initial=-1.0) > 0:
        i, j = sorted(divmod(int(mean.argmax()), len(labels)))
        inside = max(min(VERY, within[k] / (size[k] * (size[k] - 1) / 2)) if size[k] > 1 else 0.0 for k in (i, j))
        same = labels[i] == labels[j]
        yield features(float(mean[i, j]), float(inside), int(size[i]), int(size[j])), same
        if not same:
            mean[i, j] = mean[j, i] = -1.0
            continue
        within[i] += within[j] + between[i, j]
        between[i] += between[j]
        size[i] += size[j]
        size[j] = 0
        between[:, i] = between[i]
        between[i, i] = 0
        between[j] = between[:, j] = 0.0
        mean[j] = mean[:, j] = -1.0
        row = np.where(size > 0, between[i] / np.maximum(size * size[i], 1), -1.0)
        mean[i] = mean[:, i] = np.where(row >= _FAINT, row, -1.0)
        mean[i, i] = -1.0


def fit(whole: Sequence[Sample]) -> dict[str, Any]:
    """Return the file's content: the weights of likeness, and the decision on two sets as learnt from the samples and thinned ones."""
    rows, same, counts = [], [], []
    for one in whole:
        for given, weight in ((one, 1.0), (thinned(one, 0), _THIN)):
            found = list(decisions(given.scores(), given.labels))
            rows += [row for row, _ in found]
            same += [is_same for _, is_same in found]
            counts += [weight / len(found) ** 0.5] * len(found)
    weights = np.array(counts) / np.mean(counts)
    scale = StandardScaler().fit(np.array(rows), sample_weight=weights)
    model = LogisticRegression(C=_PRIOR, max_iter=5_000).fit(scale.transform(np.array(rows)), same, sample_weight=weights)
    slopes = model.coef_[0] / scale.scale_
    bias = round(float(model.intercept_[0] - (scale.mean_ * slopes).sum()), 5)
    return {"likeness": WEIGHTS, "joining": {"bias": bias, "weights": [round(float(x), 5) for x in slopes]}, "parting": PARTING}


def score(given: Sample, weights: StoryWeights) -> dict[str, float]:
    """Return B-cubed of the stories found in the set, by words and then by time, all pairs compared."""
    scores = np.rint(given.scores() * UNIT).astype(np.uint16)
    first, second = np.nonzero(np.triu(scores, 1) >= _FAINT * UNIT)
    columns = first.astype(np.int64), second.astype(np.int64), scores[first, second]
    pairs = {(i, j): value / UNIT for i, j, value in zip(*(side.tolist() for side in columns), strict=True)}
    sets = parted(clusters(len(scores), pairs, joining=weights.joining), given.days, columns, UNIT, weights.parting, given.stamps)
    story = {item: str(n) for n, members in enumerate(united(sets, given.days, columns, UNIT)) for item in members}
    return bcubed(given.articles, [story[k] for k in given.items])


def samples_of(data: Path) -> dict[str, Sample]:
    """Return the labelled sets by name, and the project's own cases."""
    context = make_context(Settings())
    paths = {path.name.split(".")[0]: path for path in sorted((data / "stories").glob("*.jsonl.gz"))}
    own = Path(__file__).parent / "cases.jsonl"
    return {name: sample(read(path, context)) for name, path in {**paths, **({"cases": own} if own.exists() else {})}.items()}


def crossed(found: dict[str, Sample]) -> Iterable[str]:
    """Yield a table: what each set teaches, scored on the others, ECB+ also by halves of its topics; then what is shipped, with other bounds of time."""
    pairs = found["ecbplus_subtopics"]
    dated = [one for name, one in found.items() if name.startswith("giveme5w1h")]
    even, odd = (part(pairs, lambda label, rest=rest: int("".join(filter(str.isdigit, label))) % 2 == rest) for rest in (0, 1))
    for name, taught, scored in (
        ("ECB+", [pairs], found),
        ("giveme5w1h", dated, found),
        ("ECB+, even topics", [even], {"ECB+, odd topics": odd}),
        ("ECB+, odd topics", [odd], {"ECB+, even topics": even}),
        ("ECB+ and giveme5w1h", [pairs, *dated], {**found, **{f"{name}, thinned": thinned(one, 9) for name, one in found.items()}}),
    ):
        made = weights_of(json.dumps(fit(taught)))
        yield f"| {name} | {_row(scored, made)} |"
    for bound in _BOUNDS:
        yield f"| the last, bursts joined from {bound} | {_row(found, made._replace(parting=made.parting._replace(likeness=bound)))} |"


def _row(scored: Mapping[str, Sample], made: StoryWeights) -> str:
    return ", ".join(f"{n} {score(one, made)['bcubed_f1']:.3f}" for n, one in scored.items())


if __name__ == "__main__":
    print("| learnt from | B-cubed F1 |", "| --- | --- |", sep="\n")
    for line in crossed(samples_of(Path(sys.argv[1]))):
        print(line, flush=True)
