"""The words by which articles are told apart, and how telling each is."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Final

from tellings import data
from tellings.model.articles import Article
from tellings.text.stems import stem

_WORD: Final = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_POSSESSIVE: Final = re.compile(r"['’]s$")
# News puts what happened first: words after this many say less of the story and more of its background.
_WORDS: Final = 400
# A name says more of a story than another word of the same rarity.
_NAME: Final = 2.0
# The prior counts as much as this many articles: in a pile of five, a word in all five is the story, not a common word.
_PRIOR: Final = 1_000
# A text of news has a word of rank r in it about 30/r times (Zipf's law over some 300 words).
_ZIPF: Final = 30.0
UNLISTED: Final = 0.0005
_COMMON: Final = 0.5

Vector = dict[str, float]


def words(article: Article) -> Counter[str]:
    """Return the stems of headline and opening, names counted double; the commonest words of English are left out."""
    return _counted((article.headline or "", *(article.text[span.start : span.end] for span in article.body)))


def words_of(text: str) -> Counter[str]:
    """Return the stems of a text in the same way."""
    return _counted((text,))


def _counted(texts: Iterable[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    left = _WORDS
    for text in texts:
        for match in _WORD.finditer(text):
            if not left:
                return found
            left -= 1
            word = _POSSESSIVE.sub("", match.group())
            low = word.casefold()
            if len(low) > 1 and not is_common(low):
                found[stem(low)] += _NAME if word[0].isupper() else 1.0  # type: ignore[assignment]  # weights, not counts
    return found


@lru_cache(maxsize=65_536)
def is_common(word: str) -> bool:
    """True of the commonest words of English, by a word in lower case: half of all texts of news have it."""
    return share(stem(word)) >= _COMMON


def vectors(found: Sequence[Counter[str]]) -> list[Vector]:
    """Return unit vectors: 1 + log of the count, times how rare the word is in English and in these articles together."""
    holding = Counter(word for counter in found for word in counter)
    total = math.log(_PRIOR + len(found))
    rarity = {word: max(0.0, total - math.log(_PRIOR * share(word) + many)) for word, many in holding.items()}
    return [_unit((word, (1 + math.log(count)) * rarity[word]) for word, count in sorted(counter.items())) for counter in found]


def cosine(a: Vector, b: Vector) -> float:
    """Return the sum over shared words of the products of their weights."""
    if len(b) < len(a):
        a, b = b, a
    return sum(weight * b[word] for word, weight in a.items() if word in b)


def _unit(weights: Iterable[tuple[str, float]]) -> Vector:
    kept = {word: weight for word, weight in weights if weight > 0}
    length = math.sqrt(sum(weight * weight for weight in kept.values()))
    return {word: weight / length for word, weight in kept.items()}


@cache
def _ranks() -> dict[str, int]:
    ranks: dict[str, int] = {}
    for rank, row in enumerate(data.rows("common_words"), 1):
        ranks.setdefault(stem(row["word"]), rank)
    return ranks


@cache
def share(word: str) -> float:
    """Return the share of English news texts that have the word, guessed from its rank."""
    rank = _ranks().get(word)
    return UNLISTED if rank is None else 1 - math.exp(-_ZIPF / rank)
