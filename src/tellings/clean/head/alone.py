"""Names of writers that stand alone in a line, with no word or class name beside them: told by their given name."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from tellings.clean.head.bylines import has_cue, is_person, people_of
from tellings.data import toml

_LONGEST: Final = 60
_WORDS: Final = (2, 3, 4)
_LONGEST_LINE: Final = 140
_MOST_NAMED: Final = 2
_LABEL: Final = 24
_HYPHEN: Final = re.compile(r"[-‐‑]")
_COLON: Final = re.compile(r"^[^:：]{2,40}[:：]\s*")
_ROLE: Final = re.compile(r"\s*[,(].*$")
_PICTURED: Final = re.compile(r"^\W*(?:photo|foto|picture|image|imágen|imagen|bild|video|kuva|grafik|фото)", re.IGNORECASE)


def names_alone(text: str, houses: Iterable[str] = ()) -> list[str]:
    """Return the persons of a line that holds nothing but their names; none where a given name is not known."""
    first, blank, _ = text.partition(" ")
    if len(text) > _LONGEST or not blank or not is_given(first) or any(c.isdigit() for c in text) or text[-1:] in ".:!?…":
        return []
    named = people_of(text, printed=False, houses=houses)
    if not named or not all(len(name.split()) in _WORDS and is_given(name.split()[0]) for name in named):
        return []
    spoken = sum(len(name) for name in named)
    return named if spoken >= len(text) - _BETWEEN * len(named) else []


# What stands between names (" und ", ", ").
_BETWEEN: Final = 5


def is_given(word: str) -> bool:
    """True for a given name that is known, or two of them joined ("Anne-Marie")."""
    folded = word.casefold()
    return folded in _given() or _HYPHEN.split(folded)[0] in _given()


def is_told_of(name: str, text: str, headline: str) -> bool:
    """True where the text is about the bearer of the name: the headline has the last of it, or the text says it again and again."""
    last = name.rsplit(maxsplit=1)[-1]
    return last in headline or text.count(name) > _MOST_NAMED


def signed(line: str) -> list[str]:
    """Return the persons after words that can only stand before a writer ("Autorin: Mira Tolland, head of the desk.", "A report by ...")."""
    if len(line) > _LONGEST_LINE:
        return []
    label = _COLON.match(line)
    if _PICTURED.match(line) or not has_cue(line):
        return []
    if label is None:
        words = line.split()
        named = people_of(line)
        # one word ("Von", "Di") begins sentences and names as well
        if len(named) != 1 or line[-1:] in ".!?" or line.rstrip().split()[-len(named[0].split()) :] != named[0].split():
            return []
        return named if len(words) - len(named[0].split()) >= _WORDS[0] and len(named[0].split()) in _WORDS else []
    rest = line[label.end() :]
    named = people_of(_ROLE.sub("", rest) if rest[-1:] in ".!?)" else rest)
    return [name for name in named if len(name.split()) in _WORDS] if len(rest.split()) <= _MOST_AFTER else []


_MOST_AFTER: Final = 12


def is_label(line: str) -> bool:
    """True for the words before a writer's name on a line of their own ("Von:", "Autorin", "Interview")."""
    bare = line.strip()
    return len(bare) <= _LABEL and bare.strip(" :：").casefold() in _labels() and not _PICTURED.match(bare)


def may_be_writer(name: str) -> bool:
    """True for two to four words that can be a person's name."""
    return len(name.split()) in _WORDS and is_person(name)


@cache
def _given() -> frozenset[str]:
    return frozenset(name.casefold() for row in toml("given_names")["given"] for name in row["names"].split())


@cache
def _labels() -> frozenset[str]:
    return frozenset(toml("heads")["labels"])
