"""Takes from an article what stories are found by: telling words, names by role, figures with what they count, the times it names, its opening's meaning."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Final

import numpy as np

from tellings.backends.base import Context
from tellings.cluster import terms
from tellings.data import toml
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.observed import Features, Mention, TimeExpression, Vectors
from tellings.text import figures
from tellings.text.names import fold, given_and_family, organisation_core
from tellings.text.stems import stem
from tellings.text.times import is_iso_date

_ORIGIN: Final = "features@1"
_TOKEN: Final = re.compile(r"[$£€¥]?\d[\d,.]*\d(?:bn|mn|tn|[mk%])?|[$£€¥]?\d(?:bn|mn|tn|[mk%])?|\w+(?:['’-]\w+)*|[^\w\s]")
# Words looked through for figures: as many as for terms.
_FIGURE_WORDS: Final = 400
# What a number counts, and what befell them, stand within so many words after it.
_AFTER: Final = 7
_BEFORE: Final = 4
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
# Of a time of day the day is kept.
_PART_OF_DAY: Final = re.compile(r"T.*")
_TOLD: Final = re.compile(r"XXXX-WXX-\d|XXXX-\d\d(?:-\d\d)?|\d{4}(?:-\d\d)?")
_NO_NAME: Final = frozenset({"pronoun", "description"})
# A full name that is met once more as a surname alone is one bearer: what both have in common weighs this much of the whole.
_SURNAME: Final = 0.5
_PLACES: Final = 3


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield the article's Features; those that rest on a parse are empty where it has none."""
    del context  # the same for every stage
    yield features_of(inputs.one(Article), inputs.all(Mention), inputs.all(TimeExpression), inputs.all(Vectors))


def features_of(
    article: Article, mentions: Sequence[Mention] = (), times: Sequence[TimeExpression] = (), vectors: Sequence[Vectors] = ()
) -> Features:
    """Return what the article is compared by."""
    days, told = _times(times)
    return Features(
        article=article.id,
        outlet=article.outlet,
        published=article.published,
        terms=_sorted(terms.words(article)),
        headline=_sorted(terms.words_of(article.headline or "")),
        names=_names(mentions),
        figures=_sorted(_figures(article)),
        days=days,
        times=told,
        vector=_vector(vectors),
        origin=_ORIGIN,
    )


def _sorted(found: Counter[str]) -> tuple[tuple[str, float], ...]:
    return tuple((key, float(weight)) for key, weight in sorted(found.items()))


def _names(mentions: Sequence[Mention]) -> tuple[tuple[str, str, float], ...]:
    """Names with how often they come; a surname alone is counted to the full name it stands for."""
    found: dict[tuple[str, str], float] = defaultdict(float)
    for mention in mentions:
        if mention.form in _NO_NAME or not mention.name:
            continue
        for key, weight in _keys(mention):
            found[key, mention.kind] += weight
    return tuple((key, role, round(weight, _PLACES)) for (key, role), weight in sorted(found.items()))


def _keys(mention: Mention) -> Iterable[tuple[str, float]]:
    if mention.kind == "person":
        given, family = given_and_family(mention.name)
        if family:
            yield family, 1.0 if not given else _SURNAME
            if given:
                yield f"{given[0]} {family}", 1.0
    elif mention.known is not None:
        yield mention.known, 1.0
    elif key := organisation_core(mention.name) if mention.kind == "organisation" else fold(mention.name):
        yield key, 1.0


def _figures(article: Article) -> Counter[str]:
    """Numbers with what they count, by its fate where the words tell it ("12 dead"), else by the next word's stem."""
    found: Counter[str] = Counter()
    words = _opening(article)
    lower = [word.casefold() for word in words]
    skip = 0
    for at, word in enumerate(lower):
        if at < skip or not (word[0].isdigit() or word in _spelled() or (len(word) > 1 and word[1].isdigit())):
            continue
        numbers = figures.find(words[at : at + _AFTER + 3], lower[at : at + _AFTER + 3])
        if not numbers or numbers[0].core:
            continue
        number = numbers[0]
        skip = at + number.end
        of = number.unit or _counted(lower[max(0, at - _BEFORE) : at], lower[skip : skip + _AFTER])
        if of and not number.vague:
            found[f"{number.low:.10g} {of}"] += 1
    return found


def _opening(article: Article) -> list[str]:
    words: list[str] = []
    for text in (article.headline or "", *(article.text[span.start : span.end] for span in article.body)):
        for match in _TOKEN.finditer(text):
            if len(words) >= _FIGURE_WORDS:
                return words
            words.append(match.group())
        words.append(".")
    return words


def _counted(before: Sequence[str], after: Sequence[str]) -> str:
    """What befell those who are counted, told after the number or, of people, before it ("killing 12 people"); else the next word's stem."""
    noun = ""
    for word in after:
        if word in ".;:":
            break
        if word in _fates():
            return _fates()[word]
        if not noun and word.isalpha() and not terms.is_common(word):
            noun = word
    if noun in _people():
        return next((_fates()[word] for word in reversed(before) if word in _fates()), "people")
    return stem(noun)


@cache
def _people() -> frozenset[str]:
    nouns = toml("tolls")["people"]["nouns"]
    return frozenset((*nouns, *(f"{noun}s" for noun in nouns)))


@cache
def _spelled() -> frozenset[str]:
    return frozenset(word for word, value in toml("figures")["words"].items() if value > 1)


@cache
def _fates() -> dict[str, str]:
    found: dict[str, str] = {}
    for verb, fate in toml("tolls")["fate"].items():
        for form in (verb, fate, f"{verb}s", f"{verb}d", f"{verb}ed", f"{verb}ing", f"{verb[:-1]}ing"):
            found.setdefault(form, fate)
    return found


def _times(times: Sequence[TimeExpression]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The ordinals of the days that are named in full, and the values of other dates."""
    days: set[int] = set()
    told: set[str] = set()
    for one in times:
        if one.type not in ("DATE", "TIME"):
            continue
        value = _PART_OF_DAY.sub("", one.value)
        if _DATE.fullmatch(value) and is_iso_date(value):
            days.add(date.fromisoformat(value).toordinal())
        elif _TOLD.fullmatch(value):
            told.add(value)
    return tuple(sorted(days)), tuple(sorted(told))


def _vector(vectors: Sequence[Vectors]) -> bytes:
    row = next((one.rows[one.keys.index("lede")] for one in vectors if "lede" in one.keys), ())
    return np.array(row, dtype="<f2").tobytes()
