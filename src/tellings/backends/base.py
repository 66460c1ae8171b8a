"""What stages may ask of heavy libraries, and the context that carries it to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from tellings.data.own_names import NO_NAMES, OwnNames
from tellings.model.articles import Article
from tellings.model.observed import Parse
from tellings.settings import Settings


class Parser(Protocol):
    """Tokenises, tags and parses the body of an article. The same article gives the same parse whatever was parsed before it."""

    @property
    def name(self) -> str:
        """Name and version, as the manifest shows it."""
        ...

    def parse(self, article: Article) -> Parse:
        """Return the parse of the article's body; an article with an empty body gives a parse without tokens."""
        ...


class Embedder(Protocol):
    """Turns sentences into unit vectors. A sentence's vector depends on that sentence alone, never on what stands beside it."""

    @property
    def name(self) -> str:
        """Name and version, as the manifest shows it."""
        ...

    def embed(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Return a matrix with one unit row (float32) for each sentence; shape (len(sentences), dimensions)."""
        ...


# What a cross-encoder says of two passages: three chances that sum to 1; in which part they would differ, and how, likewise.
JUDGED: Final = (
    "same", "conflict", "different",
    "number", "time", "place", "actor", "polarity", "manner",
    "contradiction", "update", "precision",
)  # fmt: skip
# Two ways of reading: strictly, as learnt on near misses, tells two acts of one person apart sooner, and joins less that is told in passing.
WAYS: Final = ("plainly", "strictly")


class CrossEncoder(Protocol):
    """Reads two passages together. What it says of a pair depends on those two passages alone, and not on their order."""

    @property
    def name(self) -> str:
        """Name and version, as the manifest shows it."""
        ...

    def judge(self, pairs: Sequence[tuple[str, str]], *, least: float = 0.0) -> NDArray[np.float64]:
        """Return chances for each pair and way of reading; rounded. Shape (len(pairs), WAYS, JUDGED).

        A pair whose chances of telling one matter, read plainly, sum to less than `least` is not read strictly: it counts as different then.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a stage gets besides its inputs.

    `embedder` is the better one, for a few sentences an article; `quick` is for all of them; `pairs` reads two
    passages together, where those leave open whether they tell the same (None: nothing does); `names` is the user's own list.
    """

    settings: Settings
    parser: Parser
    embedder: Embedder
    quick: Embedder
    pairs: CrossEncoder | None = None
    names: OwnNames = NO_NAMES
