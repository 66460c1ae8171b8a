"""Words that are looked for: the query language, and where a text has them, read past case, accents and endings.

What an index of words holds and what is highlighted are the same forms, so that what was found can always be shown.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tellings.errors import ConfigError
from tellings.text.names import fold
from tellings.text.stems import form

Phrase = tuple[str, ...]
# Raised whenever a text gives other forms: an index made of the old ones must be made anew.
VERSION: Final = "forms@1"
_MARKS: Final = "\u0300-\u036f"
# One word: initials with their points ("U.S."), or letters and digits with the marks and apostrophes inside them.
_WORD: Final = re.compile(rf"\b[^\W\d_](?:\.[^\W\d_])+\b\.?|[^\W_][\w{_MARKS}]*(?:['’][^\W_][\w{_MARKS}]*)*")
_ASKED: Final = re.compile(r'(?P<sign>-?)(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_TYPED: Final = str.maketrans("“”„«»", '"""""')
# No word of a language is longer; what is, is found by its beginning.
_LONGEST: Final = 64
_MOST: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is looked for: of each of `groups` at least one phrase, of `without` none. A phrase is the forms of words that stand side by side.

    `said` is the words to look for by meaning, None where phrases, choices or words to leave out ask for exactly what they say.
    """

    groups: tuple[tuple[Phrase, ...], ...]
    without: tuple[Phrase, ...] = ()
    said: str | None = None

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """Every phrase that is looked for, each once, in the order asked."""
        return tuple(dict.fromkeys(phrase for group in self.groups for phrase in group))


def parse(words: str) -> Query:
    """Return the query: all of the words, "words side by side", A OR B, -left -"out".

    Raises ConfigError, one line that says what to write, where quotation marks do not pair, OR has nothing on one side, or nothing is left to look for.
    """
    text = words.translate(_TYPED)
    if text.count('"') % 2:
        raise ConfigError('the words have a quotation mark without its other half; write "two words" or leave it out')
    groups: list[list[Phrase]] = []
    without: list[Phrase] = []
    is_exact = joins = False
    for match in _ASKED.finditer(text):
        if match["word"] == "OR":
            if joins or not groups:
                raise ConfigError("OR wants words on both sides, like: ferry OR ship")
            joins = is_exact = True
            continue
        phrase = _phrase(match["phrase"] if match["phrase"] is not None else match["word"])
        if not phrase:
            continue
        is_exact = is_exact or match["phrase"] is not None or bool(match["sign"])
        if match["sign"]:
            if joins:
                raise ConfigError("OR wants words on both sides; words to leave out stand by themselves, like: ferry -ship")
            without.append(phrase)
        elif joins:
            groups[-1].append(phrase)
        else:
            groups.append([phrase])
        joins = False
    if joins:
        raise ConfigError("OR wants words on both sides, like: ferry OR ship")
    if not groups:
        what = "at least one to find beside those to leave out" if without else "at least one with a letter or digit"
        raise ConfigError(f"the words want {what}")
    if len(groups) + len(without) + sum(map(len, groups)) > 2 * _MOST:
        raise ConfigError(f"that is more than {_MOST} words; name fewer")
    return Query(groups=tuple(map(tuple, groups)), without=tuple(without), said=None if is_exact else words.strip())


def _phrase(text: str) -> Phrase:
    return tuple(one for _, _, forms in tokens(text) for one in forms)


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int, Phrase]]:
    """Yield the words of `text[start:end]` with their offsets in the text and their forms: mostly one, none for signs that no alphabet spells."""
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        yield match.start(), match.end(), _forms(match.group())


def forms(text: str, start: int = 0, end: int | None = None) -> list[str]:
    """Return the forms of the words of `text[start:end]` in their order."""
    return [one for word in _WORD.findall(text, start, len(text) if end is None else end) for one in _forms(word)]


@lru_cache(maxsize=131_072)
def _forms(word: str) -> Phrase:
    return tuple(form(part)[:_LONGEST] for part in fold(word).split())


def places(text: str, query: Query, start: int = 0, end: int | None = None) -> list[tuple[int, int, Phrase]]:
    """Return where `text[start:end]` has phrases of the query: offsets of the whole phrase, and the phrase; sorted."""
    flat = [(begin, stop, one) for begin, stop, held in tokens(text, start, end) for one in held]
    begins: dict[str, list[Phrase]] = {}
    for phrase in query.phrases:
        begins.setdefault(phrase[0], []).append(phrase)
    return [
        (begin, flat[at + len(phrase) - 1][1], phrase)
        for at, (begin, _, one) in enumerate(flat)
        for phrase in begins.get(one, ())
        if len(phrase) == 1 or tuple(held for _, _, held in flat[at : at + len(phrase)]) == phrase
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operators:
    """How an index writes a query: what stands between what must all be there, between choices, and before what must not be there."""

    both: str
    either: str
    but: str


def expression(query: Query, written: Operators, wanted: Callable[[Phrase], str], unwanted: Callable[[Phrase], str] | None = None) -> str:
    """Return the query as an index writes it; `wanted` and `unwanted` (the same where None) write a phrase."""
    asked = written.both.join(f"({written.either.join(map(wanted, group))})" for group in query.groups)
    if not query.without:
        return asked
    return f"({asked}){written.but}({written.either.join(map(unwanted or wanted, query.without))})"
