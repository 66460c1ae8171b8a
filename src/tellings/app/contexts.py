"""Builds the backends that settings name. Importable by name, so that worker processes build their own.

A backend is loaded when it is first asked: the process that only hands work out and puts briefs together loads none.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tellings.backends import naming
from tellings.backends.base import Context, CrossEncoder, Embedder, Parser
from tellings.data.own_names import NO_NAMES, OwnNames, read_own_names
from tellings.errors import ConfigError
from tellings.model.articles import Article
from tellings.model.observed import Parse
from tellings.settings import Settings


def make_context(settings: Settings) -> Context:
    """Return the context of a run; raises ConfigError where a backend is unknown or not installed, or the names are not what they were."""
    return Context(
        settings=settings,
        parser=_LateParser(settings.parser),
        embedder=_LateEmbedder(settings.embedder),
        quick=_LateEmbedder(settings.quick),
        pairs=_LatePairs(settings.pairs) if settings.pairs != "none" else None,
        names=_own_names(settings),
    )


def with_names(settings: Settings) -> Settings:
    """Return the settings with the digest of the names they name; raises ConfigError where the file says what cannot be."""
    return replace(settings, names_sha256=read_own_names(settings.names).sha256) if settings.names is not None else settings


def _own_names(settings: Settings) -> OwnNames:
    if settings.names is None:
        return NO_NAMES
    found = read_own_names(settings.names)
    if settings.names_sha256 not in (None, found.sha256):
        raise ConfigError(f"{settings.names} was changed while it was in use")
    return found


class _LateParser:
    """A spaCy pipeline that is there, loaded at its first parse."""

    def __init__(self, pipeline: str) -> None:
        self._pipeline = pipeline
        self._name = naming.pipeline_name(pipeline)

    @property
    def name(self) -> str:
        return self._name

    def parse(self, article: Article) -> Parse:
        return self._loaded.parse(article)

    @cached_property
    def _loaded(self) -> Parser:
        from tellings.backends.spacy_parser import SpacyParser  # loading spaCy takes seconds: only where a parse is wanted

        return SpacyParser(self._pipeline)


class _LateEmbedder:
    """An embedder loaded at its first sentence."""

    def __init__(self, name: str) -> None:
        known = _EMBEDDERS.get(name)
        if known is None:
            raise ConfigError(f"no embedder is named {name!r}; there are {', '.join(_EMBEDDERS)}")
        name_of, self._make = known
        self._name = name_of()

    @property
    def name(self) -> str:
        return self._name

    def embed(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        return self._loaded.embed(sentences)

    @cached_property
    def _loaded(self) -> Embedder:
        return self._make()


class _LatePairs:
    """A cross-encoder loaded at its first pair."""

    def __init__(self, name: str) -> None:
        if name not in _PAIRS:
            raise ConfigError(f"no cross-encoder is named {name!r}; there are {', '.join(_PAIRS)} and none")
        name_of, self._make = _PAIRS[name]
        self._name = name_of()

    @property
    def name(self) -> str:
        return self._name

    def judge(self, pairs: Sequence[tuple[str, str]], *, least: float = 0.0) -> NDArray[np.float64]:
        return self._loaded.judge(pairs, least=least)

    @cached_property
    def _loaded(self) -> CrossEncoder:
        return self._make()


def _minilm_pairs() -> CrossEncoder:
    from tellings.backends.pairs import MiniLmPairs

    return MiniLmPairs()


def _minilm() -> Embedder:
    from tellings.backends.minilm import MiniLmEmbedder

    return MiniLmEmbedder()


def _static() -> Embedder:
    from tellings.backends.static import StaticEmbedder

    return StaticEmbedder()


def _lexical() -> Embedder:
    from tellings.backends.lexical import LexicalEmbedder

    return LexicalEmbedder()


def _lexical_name() -> str:
    return _lexical().name


# What each is called with its version, and what loads it.
_EMBEDDERS: dict[str, tuple[Callable[[], str], Callable[[], Embedder]]] = {
    "minilm": (naming.minilm_name, _minilm),
    "static": (naming.static_name, _static),
    "lexical": (_lexical_name, _lexical),
}
_PAIRS: dict[str, tuple[Callable[[], str], Callable[[], CrossEncoder]]] = {
    "minilm": (naming.pairs_name, _minilm_pairs),
}
