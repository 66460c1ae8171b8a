"""English words of one lemma brought to one form, and phrases of a table found in running text by it."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*|[^\w\s]")
_ENDINGS: Final = (("ies", "y"), ("ied", "y"), ("ings", ""), ("ing", ""), ("ed", ""), ("es", "e"), ("s", ""))
_LEFT: Final = 3
_IRREGULAR: Final = {"agreed": "agree", "freed": "free", "fled": "flee", "children": "child"}
# "called the strike off": words that may stand between a verb and its particle.
_PARTICLES: Final = frozenset({"off", "down", "out", "up", "back", "away", "on", "in", "over"})
_GAP: Final = 3


@cache
def form(word: str) -> str:
    """Return one form for the regular forms of a lower-case word: "close", "closes", "closed" and "closing" give the same, no real word."""
    word = word.replace("’", "'").removesuffix("'s")
    word = _IRREGULAR.get(word, word)
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEFT and not word.endswith(("ss", "eed")):
            word = word[: -len(ending)] + instead
            break
    if len(word) > _LEFT and word[-1] == "e":
        word = word[:-1]
    return word[:-1] if len(word) > _LEFT and word[-1] == word[-2] and word[-1].isalpha() else word


def forms(text: str) -> tuple[str, ...]:
    """Return the forms of the words and marks of a text, in order; hyphens part words."""
    return tuple(form(match[0]) for match in _WORD.finditer(text.lower()))


def find_phrase(words: Sequence[str], phrase: Sequence[str]) -> int | None:
    """Return where the phrase (both as `forms`) begins in the words, None where it does not stand there; a particle may stand apart."""
    if phrase[0] not in words:
        return None
    for at in range(len(words)):
        if words[at] == phrase[0] and _follows(words, phrase, at):
            return at
    return None


def _follows(words: Sequence[str], phrase: Sequence[str], at: int) -> bool:
    if tuple(words[at : at + len(phrase)]) == tuple(phrase):
        return True
    return len(phrase) == 2 and phrase[1] in _PARTICLES and phrase[1] in words[at + 1 : at + 2 + _GAP]


@cache
def phrases(listed: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return the phrases of a table's row (a tuple) as `forms`, longest first."""
    return tuple(sorted((forms(phrase) for phrase in listed), key=lambda p: (-len(p), p)))
