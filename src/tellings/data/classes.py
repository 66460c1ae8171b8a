"""Classes of bodies, places and things by what the press calls them, read from the tables once."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from tellings.data import rows, toml
from tellings.model.observed import EntityKind

_LONGEST: Final = 4
_SAME_RANK: Final = {
    "biggest": "largest",
    "longest": "longest",
    "tallest": "highest",
    "second-biggest": "second-largest",
    "top": "second",
}
_SAME_NOUN: Final = {"nation": "country", "peak": "mountain", "summit": "mountain", "state": "country", "metropolis": "city"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """A class: its key, the kind of entity it is of, the key of the wider class it lies in."""

    key: str
    kind: EntityKind
    over: str | None


@cache
def classes() -> dict[str, Class]:
    """Return all classes by key."""
    return {row["key"]: Class(key=row["key"], kind=row["kind"], over=row.get("over")) for row in toml("classes")["class"]}


@cache
def _by(field: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in toml("classes")["class"]:
        for word in row.get(field, ()):
            found.setdefault(word, set()).add(row["key"])
    return {word: frozenset(keys) for word, keys in found.items()}


def called(words: list[str]) -> tuple[int, frozenset[str]]:
    """Return how many of the last words are the noun of a class ("low-cost carrier"), the longest that is, and the keys; 0 where none is."""
    nouns = _by("nouns")
    for size in range(min(_LONGEST, len(words)), 0, -1):
        for phrase in (" ".join(words[-size:]), " ".join(words[-size:]).removesuffix("s")):
            if phrase in nouns:
                return size, nouns[phrase]
    return 0, frozenset()


def nouns_of(kind: EntityKind) -> frozenset[str]:
    """Return the single nouns that a class of the kind is called by."""
    return frozenset(noun for noun, keys in _by("nouns").items() if " " not in noun and any(classes()[key].kind == kind for key in keys))


def by_words(words: list[str]) -> frozenset[str]:
    """Return the keys of the classes that the words of a name tell: "Kestrel Airways" is an airline."""
    ends = _by("ends")
    found = ends.get(words[-1], frozenset()) if words else frozenset()
    return found | (ends.get(words[0], frozenset()) & {"mountain", "lake", "school", "museum", "bank"} if words else frozenset())


def by_group(group: str) -> frozenset[str]:
    """Return the keys of the classes that a row kind of the tables of names stands for."""
    return _by("groups").get(group, frozenset())


@cache
def _region_codes() -> dict[str, dict[str, frozenset[str]]]:
    return {part: {key: frozenset(codes.split()) for key, codes in toml("regions")[part].items()} for part in ("within", "are", "were")}


def countries(part: str, key: str) -> frozenset[str]:
    """Return the countries of a part of regions.toml ("within", "are", "were") under a key, none where it has no such key."""
    return _region_codes()[part].get(key, frozenset())


@cache
def regions() -> tuple[str, ...]:
    """Return the words for parts of the world, longest first."""
    return tuple(sorted(_region_codes()["within"], key=lambda key: (-len(key), key)))


@cache
def _ranks() -> dict[tuple[str, str], str]:
    return {(row["of"], row["what"]): row["place"] for row in rows("superlatives")}


def ranked(of: str, words: list[str]) -> str | None:
    """Return the place that a rank names ("Africa", ["longest", "river"]), None where no table says."""
    said = [_SAME_RANK.get(word, word) for word in words[:-1]] + [_SAME_NOUN.get(words[-1], words[-1])]
    phrase = " ".join(said).replace("most populous city", "largest city").replace("second-largest city", "second city")
    phrase = phrase.replace("third-largest city", "third city")
    return _ranks().get((of, phrase))


@cache
def _seats() -> dict[tuple[str, str], str]:
    return {(row["country"], row["state"]): row["city"] for row in rows("capitals")}


def capital_of(country: str | None, state: str) -> str | None:
    """Return the capital of a state, province or region, None where no table has it."""
    return _seats().get((country or "", state))
