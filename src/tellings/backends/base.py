"""What stages may ask of heavy libraries, and the context that carries it to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a stage gets besides its inputs.

    `embedder` is the better one, for a few sentences an article; `quick` is for all of them; `names` is the user's own list.
    """

    settings: Settings
    parser: Parser
    embedder: Embedder
    quick: Embedder
    names: OwnNames = NO_NAMES
