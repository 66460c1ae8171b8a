"""What is learnt of stories, as `stories.json` keeps it (written by scripts/train_stories.py): how much each likeness counts, when two sets of articles are one
story, and when time parts them.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import log, sqrt
from typing import Final, NamedTuple

# Likeness inside a set below this is taken as this much: the ratio of two small numbers tells nothing.
LEAST_INSIDE: Final = 0.05
MOST_RATIO: Final = 2.0


class Joining(NamedTuple):
    """A logistic regression on two sets of articles: see `features` for what its weights stand for."""

    bias: float
    weights: tuple[float, ...]

    def margin(self, mean: float, inside: float, one: int, other: int) -> float:
        """Return by how much two sets of these sizes belong together (above 0) or not, as a logit.

        `mean` is the mean likeness between them, `inside` the mean likeness inside the tighter of the two, 0 where both are single articles.
        """
        return self.bias + sum(w * x for w, x in zip(self.weights, features(mean, inside, one, other), strict=True))


class Parting(NamedTuple):
    """How alike two bursts of articles must be to be one story: from `least` days between them for each that they last on more and more, from `most` on `likeness`."""

    least: float
    most: float
    likeness: float


class StoryWeights(NamedTuple):
    """How much each likeness of two articles counts, by its name (they sum to 1), the decision on two sets, and what time keeps apart."""

    likeness: Mapping[str, float]
    joining: Joining
    parting: Parting


def features(mean: float, inside: float, one: int, other: int) -> tuple[float, ...]:
    """Return what is weighed: likeness as its root; for two articles also by itself, else how it compares with the likeness inside; sizes."""
    root, alone = sqrt(max(0.0, mean)), one == other == 1
    ratio = 0.0 if alone else min(MOST_RATIO, mean / max(LEAST_INSIDE, inside))
    return root, ratio, root if alone else 0.0, float(alone), log(min(one, other)), log(max(one, other))


@cache
def story_weights() -> StoryWeights:
    """Return the weights that come with the project, read once."""
    return read((files(__package__) / "stories.json").read_text(encoding="utf-8"))


def read(text: str) -> StoryWeights:
    """Return the weights of a file's text."""
    given = json.loads(text)
    joining = Joining(bias=given["joining"]["bias"], weights=tuple(given["joining"]["weights"]))
    return StoryWeights(likeness=given["likeness"], joining=joining, parting=Parting(**given["parting"]))
