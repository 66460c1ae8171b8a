"""The words of a quotation as they are compared: folded, runs of three, stems with weights, numbers."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from math import log
from typing import Final

from tellings import data

_WORD: Final = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+")
RUN: Final = 3
# Words up to this rank ("time", "first") say little of what is said; from the second on they say as much as any.
_PLAIN: Final = 100
_TELLING: Final = 2000
_ENDINGS: Final = ("ings", "ing", "edly", "ied", "ies", "ed", "es", "ly", "s", "e", "y")
_SHORTEST: Final = 3
# "won't" is folded to "wont".
_NOT: Final = re.compile(r"(?:not|no|never|nobody|none|nothing|neither|nor|without|cannot|n?t|\w+nt)$")
_NT: Final = frozenset(
    [
        "wont",
        "dont",
        "cant",
        "isnt",
        "arent",
        "wasnt",
        "werent",
        "didnt",
        "doesnt",
        "hasnt",
        "havent",
        "hadnt",
        "couldnt",
        "wouldnt",
        "shouldnt",
    ]
)
_SENTENCE: Final = re.compile(r"(?<=[.!?…;])[\"”’)]*\s+")
_FUTURE: Final = frozenset({"will", "would", "shall", "wont", "wouldnt", "ill", "youll", "theyll", "hell", "itll"})
_SHIFTED: Final = {
    word: alike
    for alike, several in (
        ("have", "has had ve"), ("be", "am is are was were"), ("will", "would shall"), ("can", "could"), ("may", "might"),
        ("they", "i we he she it you them me us him their my our his her its your"), ("theirs", "mine ours hers yours"),
        ("do", "does did"), ("that", "this those these"), ("then", "now"),
    )
    for word in several.split()
}  # fmt: skip
_CLAUSE: Final = re.compile(r"(?<=[.!?…;,:])[\"”’)]*\s+|\s[–—]\s|\s(?=(?:and|but)\s)")
# A sentence, or a clause, of fewer words is read with the one before.
_FEWEST: Final = 3
_FEWEST_OF_CLAUSE: Final = 5


@lru_cache(maxsize=8192)
def normalised(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared: no case, marks or accents; "per cent" is one word."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    plain = plain.replace("'", "").replace("’", "").replace("per cent", "percent").replace("%", " percent")
    return tuple(_WORD.findall(plain))


def shifted(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words with those made alike that change when speech is reported: "we will" and "they would", "have" and "had"."""
    return tuple(_SHIFTED.get(word, word) for word in _counted(words))


def runs(words: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    """Return the runs of three words, shifted; of fewer words the one run that they are."""
    words = shifted(words)
    size = min(RUN, max(1, len(words)))
    return frozenset(words[k : k + size] for k in range(len(words) - size + 1))


def stems(words: tuple[str, ...]) -> Mapping[str, float]:
    """Return the stems of the words that carry content, with how much each says (0..1), numbers as digits."""
    found: dict[str, float] = {}
    for word in _counted(words):
        weight = _weight(word)
        if weight > 0:
            key = _number(word) or _stem(word)
            found[key] = max(weight, found.get(key, 0.0))
    return found


def numbers(words: tuple[str, ...]) -> frozenset[str]:
    """Return the numbers in digits or words; "one" is left out: it mostly counts nothing."""
    return frozenset(n for word in _counted(words) if word != "one" and (n := _number(word)) is not None)


def is_future(words: tuple[str, ...]) -> bool:
    """Return whether a verb speaks of what is to come, or did when it was said."""
    return not _FUTURE.isdisjoint(words)


def _counted(words: tuple[str, ...]) -> list[str]:
    """The words with numbers of several words as one: "four hundred" is 400, "1.2 million" 1200000."""
    found: list[str] = []
    scales, small = data.toml("figures")["scales"], data.toml("figures")["words"]
    for word in words:
        last = found[-1] if found else ""
        if last and last[0].isdigit() and len(word) > _SHORTEST and word in scales:
            found[-1] = f"{float(last.replace(',', '')) * scales[word]:.10g}"
        elif last.isdigit() and word in small and int(last) > small[word] > 0 and int(last) % 10 == 0:
            found[-1] = str(int(last) + small[word])
        else:
            found.append(str(small[word]) if word in small and word != "one" else word)
    return found


def negations(words: tuple[str, ...]) -> int:
    """Return how often the words deny."""
    return sum(1 for word in words if word in _NT or (_NOT.match(word) and (word == "nt" or not word.endswith("nt"))))


def sentences(text: str) -> tuple[str, ...]:
    """Return the text cut at the ends of its sentences, scraps joined to what stands before."""
    return _cut(_SENTENCE, text, _FEWEST)


def clauses(text: str) -> tuple[str, ...]:
    """Return the text cut where another clause may begin."""
    return _cut(_CLAUSE, text, _FEWEST_OF_CLAUSE)


def _cut(at: re.Pattern[str], text: str, fewest: int) -> tuple[str, ...]:
    found: list[str] = []
    for piece in at.split(" ".join(text.split())):
        if found and len(piece.split()) < fewest:
            found[-1] = f"{found[-1]} {piece}"
        elif piece:
            found.append(piece)
    return tuple(found)


def rank(word: str) -> int:
    """Return the place of a word among the commonest, a large number where it is not one of them."""
    return _ranks().get(word, 1_000_000)


@cache
def _ranks() -> dict[str, int]:
    return {row["word"]: place for place, row in enumerate(data.rows("common_words"), 1)}


@lru_cache(maxsize=65_536)
def _weight(word: str) -> float:
    place = rank(word)
    if word in _NT or (_number(word) is None and len(word) < _SHORTEST):
        return 0.0
    if _number(word) is not None:
        return 0.0 if word == "one" else 1.0
    return min(1.0, max(0.0, log(place / _PLAIN) / log(_TELLING / _PLAIN)))


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    """What is left without an ending: crude, but the same for both sides."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            word = word.removesuffix(ending)
            break
    return word[:-1] if len(word) > _SHORTEST + 1 and word[-1] == word[-2] else word


@lru_cache(maxsize=65_536)
def _number(word: str) -> str | None:
    if word[0].isdigit():
        return word.replace(",", "")
    table = data.toml("figures")
    value = table["words"].get(word)
    if value is None:
        value = table["scales"].get(word) if len(word) > _SHORTEST else None
    return None if value is None else str(value)
