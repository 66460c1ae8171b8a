"""Words that a user asks for, and whether names or texts bear them: case, accents and endings are read past."""

from collections.abc import Iterable

from tellings.errors import ConfigError
from tellings.text.names import fold
from tellings.text.stems import form


def check_words(option: str, words: str | None) -> None:
    """Return only where the option is not given, or has a letter or digit; else ConfigError."""
    if words is not None and not fold(words):
        raise ConfigError(f"{option} takes at least one word, not {words!r}")


def forms(texts: Iterable[str]) -> set[str]:
    """Return what the words of the texts have in common with their plurals and other forms."""
    return {form(word) for text in texts for word in fold(text).split()}


def bears(asked: str, names: Iterable[str | None]) -> bool:
    """Return whether every word of `asked` stands in one of the names."""
    words = set(fold(asked).split())
    return bool(words) and any(words <= set(fold(name).split()) for name in names if name is not None)
