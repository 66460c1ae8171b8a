"""Builds the backends that settings name. Importable by name, so that worker processes build their own."""

from tellings.backends.base import Context, Embedder, Parser
from tellings.errors import ConfigError
from tellings.settings import Settings


def make_context(settings: Settings) -> Context:
    """Return the context of a run; raises ConfigError where a backend is unknown or not installed."""
    return Context(
        settings=settings, parser=_parser(settings.parser), embedder=_embedder(settings.embedder), quick=_embedder(settings.quick)
    )


def _parser(name: str) -> Parser:
    from tellings.backends.spacy_parser import SpacyParser  # loading spaCy takes seconds: only where a parse is wanted

    return SpacyParser(name)


def _embedder(name: str) -> Embedder:
    if name == "lexical":
        from tellings.backends.lexical import LexicalEmbedder

        return LexicalEmbedder()
    if name == "minilm":
        from tellings.backends.minilm import MiniLmEmbedder

        return MiniLmEmbedder()
    if name == "static":
        from tellings.backends.static import StaticEmbedder

        return StaticEmbedder()
    raise ConfigError(f"no embedder is named {name!r}; there are minilm, static and lexical")
