"""Compares names: folding, short and full forms, acronyms, misspellings. A comparison that is not sure says None, never "same"."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal

from anyascii import anyascii
from rapidfuzz.distance import DamerauLevenshtein

from tellings.data import rows, toml
from tellings.data.gazetteer import words
from tellings.text.romanisation import keys_of, one_name

_WORD: Final = re.compile(r"[^\W_]+")
_INITIALS: Final = re.compile(r"\b([A-Z])\.(?=[A-Z]\b)")
_SMALL: Final = frozenset(["the", "of", "for", "and", "in", "on", "at", "a", "an", "de", "la", "le", "du", "des"])
_PARTICLES: Final = frozenset(
    ["al", "el", "bin", "ibn", "von", "van", "de", "der", "den", "da", "di", "dos", "du", "la", "le", "abu", "ben"]
)
_DEGREES: Final = frozenset(["jr", "sr", "ii", "iii", "iv", "senior", "junior"])
# Short words of a name must agree letter by letter; longer ones may differ by one letter, long ones by two.
_ONE_SLIP: Final = 5
_TWO_SLIPS: Final = 9
# A body of one word has to be this long before a slip in it is taken for one.
_LONG_WORD: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What two names say of their bearers: the same (with a rule and a score), or different."""

    judgement: Literal["same", "different"]
    rule: str
    score: float


@lru_cache(maxsize=65_536)
def fold(name: str) -> str:
    """Return the name in lower-case ASCII words, without marks, possessives and full stops."""
    plain = name.replace("’s", "").replace("'s", "").replace("’", "").replace("'", "").replace(".", "")
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(_WORD.findall(anyascii(plain).casefold()))


def initials(name: str) -> str:
    """Return the first letters of the words of a name in capitals, small words left out."""
    return "".join(word[0] for word in fold(name).split() if word not in _SMALL).upper()


def all_initials(name: str) -> str:
    """Return the first letters of all words of a name but a leading article: Ministry of Defence is MOD."""
    return "".join(word[0] for word in fold(name).removeprefix("the ").split()).upper()


def organisation_core(name: str) -> str:
    """Return an organisation's name folded, without a leading article and legal form: what has to agree."""
    parts = [word for word in fold(name).split() if word not in ("the", "inc", "ltd", "plc", "corp", "llc", "co", "gmbh", "ag", "sa")]
    return " ".join(parts) or fold(name)


@lru_cache(maxsize=65_536)
def given_and_family(name: str) -> tuple[tuple[str, ...], str]:
    """Return the given names and the family name of a person's name, folded; particles go with the family name's comparison."""
    parts = [part for part in fold(_INITIALS.sub(r"\1. ", name)).split() if part not in _DEGREES]
    if not parts:
        return (), ""
    core = [part for part in parts if part not in _PARTICLES] or parts
    return tuple(core[:-1]), core[-1]


@lru_cache(maxsize=65_536)
def same_person(a: str, b: str) -> Likeness | None:
    """Compare two names of persons. None where they could be one or two: a surname alone says nothing here."""
    likeness = _by_spelling(a, b)
    if likeness is not None and (likeness.judgement == "same" or likeness.rule == "name-degree"):
        return likeness
    return _by_system(fold(a), fold(b)) or likeness


def romanised_keys(name: str) -> tuple[str, ...]:
    """Return the keys under which a full name meets its other romanisations: two that `same_person` finds by a system share one."""
    return keys_of(fold(name))


def _by_system(a: str, b: str) -> Likeness | None:
    """The same where one system of romanisation leads from one folded name to the other, and the parts are no two known given names."""
    if not set(keys_of(a)) & set(keys_of(b)):
        return None
    parts_a, parts_b = a.split(), b.split()
    if len(parts_a) == len(parts_b) and any(
        x != y and {x, y} <= _given_names() and not short_of(x, y) for x, y in zip(parts_a, parts_b, strict=True)
    ):
        return None
    stands_for = frozenset((x, y) for x in parts_a for y in parts_b if x != y and short_of(x, y))
    return Likeness(judgement="same", rule="name-romanised", score=0.85) if one_name(a, b, stands_for) else None


def _by_spelling(a: str, b: str) -> Likeness | None:
    """Compare two names of persons by their letters and the table of short names."""
    if fold(a) == fold(b):
        return Likeness(judgement="same", rule="name-equal", score=1.0) if " " in fold(a) else None
    (given_a, family_a), (given_b, family_b) = given_and_family(a), given_and_family(b)
    if _degree(a) != _degree(b) and _degree(a) and _degree(b):
        return Likeness(judgement="different", rule="name-degree", score=1.0)
    if not given_a or not given_b:
        return None if family_a == family_b else Likeness(judgement="different", rule="family-name", score=1.0)
    family = _word_likeness(family_a, family_b)
    if family < 1 and {family_a, family_b} <= _given_names():
        # Salah and Saleh are two names
        return Likeness(judgement="different", rule="family-name", score=1.0)
    if family == 0 and _ARABIC & set((fold(a) + " " + fold(b)).split()) and _short_vowels(family_a) == _short_vowels(family_b):
        family = 0.85
    if family == 0 and _one_surname_more((*given_a, family_a), (*given_b, family_b)):
        return Likeness(judgement="same", rule="name-longer", score=0.85)
    if family == 0:
        if _turned(fold(a).split(), fold(b).split()) and not set(fold(a).split()) <= _given_names():
            return Likeness(judgement="same", rule="name-order", score=0.9)
        return Likeness(judgement="different", rule="family-name", score=1.0)
    given = _given_likeness(given_a, given_b)
    if given == 0:
        return Likeness(judgement="different", rule="given-name", score=1.0)
    if given < 1 and family < 1 and skeleton(family_a) != skeleton(family_b) and _short_vowels(family_a) != _short_vowels(family_b):
        return None
    slip = family < 1 or given not in (0.95, 1)
    rule = "name-equal" if given == family == 1 else "name-spelling" if slip else "name-short"
    return Likeness(judgement="same", rule=rule, score=round(given * family, 4))


# Words of Arabic names, which are written in Latin letters with one short vowel or another: Otaiba and Utaiba.
_ARABIC: Final = frozenset(["al", "el", "bin", "ibn", "bint", "abu", "abd", "ul", "ud"])


def _short_vowels(word: str) -> str:
    return _spelling(word).replace("o", "u").replace("e", "i")


def _turned(a: list[str], b: list[str]) -> bool:
    """True where one name has the family name first and the other last; two surnames in the other order are another person's."""
    return len(a) == len(b) > 1 and (a[1:] + a[:1] == b or b[1:] + b[:1] == a)


def _one_surname_more(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """True where one name is the other without its last surname: José Luis Ortega (Meza)."""
    short, full = sorted((a, b), key=len)
    return len(short) > 1 and len(full) == len(short) + 1 and all(len(part) > 1 for part in short) and full[: len(short)] == short


def same_organisation(a: str, b: str) -> Likeness | None:
    """Compare two names of organisations: equal, acronym and full form, one misspelt word. None where unsure."""
    core_a, core_b = organisation_core(a), organisation_core(b)
    if core_a == core_b:
        return Likeness(judgement="same", rule="name-equal", score=1.0)
    short, full = sorted((a, b), key=len)
    letters = short.replace(".", "").replace("-", "")
    if letters[:1].isupper() and 2 < len(letters) <= 8 and " " not in letters and letters.upper() in (initials(full), all_initials(full)):
        return Likeness(judgement="same", rule="acronym", score=0.9)
    if core_b.startswith(core_a + " in ") or core_a.startswith(core_b + " in "):
        return Likeness(judgement="same", rule="name-short", score=0.8)
    if short_form(*sorted((core_a, core_b), key=len)):
        return Likeness(judgement="same", rule="name-short", score=0.85)
    if (
        " " not in core_a + core_b
        and min(len(core_a), len(core_b)) >= _LONG_WORD
        and core_a[-2:] == core_b[-2:]
        and _word_likeness(core_a, core_b)
    ):
        return Likeness(judgement="same", rule="name-spelling", score=round(_word_likeness(core_a, core_b), 4))
    words_a, words_b = core_a.split(), core_b.split()
    if len(words_a) == len(words_b) > 1:
        likeness = [_word_likeness(x, y) for x, y in zip(words_a, words_b, strict=True)]
        if min(likeness) > 0 and sum(x < 1 for x in likeness) == 1:
            return Likeness(judgement="same", rule="name-spelling", score=round(min(likeness), 4))
    return None


def same_place(a: str, b: str) -> Likeness | None:
    """Compare two names of places: the same word by word in two transliterations. A slip of the pen is no sign: Karaman is not Kahraman."""
    words_a, words_b = fold(a).split(), fold(b).split()
    if len(words_a) != len(words_b) or not words_a or min(map(len, words_a)) < _ONE_SLIP - 1:
        return None
    if all(x == y or _spelling(x) == _spelling(y) for x, y in zip(words_a, words_b, strict=True)):
        return Likeness(judgement="same", rule="name-spelling", score=0.9)
    return None


def short_form(short: str, full: str) -> bool:
    """True where the folded name `short` leaves off only general words of `full` ("elektra" of "elektra holdings"), or is its kind ("front")."""
    parts = full.split()
    if not parts or short == full:
        return False
    head = short.split()
    if parts[: len(head)] == head and all(
        w in words("kinds", "generic", "words") or w.capitalize() in words("kinds", "ends", "words") for w in parts[len(head) :]
    ):
        return head[-1] not in words("kinds", "generic", "words") and short.capitalize() not in words("kinds", "ends", "words")
    return len(head) == 1 and short.capitalize() in words("kinds", "ends", "words") and short in parts


def _degree(name: str) -> str:
    return next((part[0] + part[-1] if len(part) > 3 else part for part in fold(name).split() if part in _DEGREES), "")


def _given_likeness(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """1 for the same given names, .95 where one has fewer or initials, less for a slip, 0 for two."""
    if a == b or "".join(a) == "".join(b):
        return 1.0
    short, full = sorted((a, b), key=len)
    if len(short) == len(full) and len(short) > 1:
        each = [_given_word(x, y) for x, y in zip(short, full, strict=True)]
        return min(each)
    first = _given_word(short[0], full[0])
    if first == 0 and len(full) > 1 and len(short) == 1:
        # known by the second name: "Jose Mourinho", "Recep Tayyip Erdogan" as Tayyip
        first = 0.95 * max(_given_word(short[0], other) == 1 for other in full[1:])
    return min(first, 0.95)


def _given_word(a: str, b: str) -> float:
    if a == b:
        return 1.0
    if len(a) == 1 or len(b) == 1:
        return 0.95 if a[0] == b[0] else 0.0
    if short_of(a, b):
        return 0.95
    if abs(len(a) - len(b)) == 1 and max(a, b, key=len) == min(a, b, key=len) + "a":
        # Marin and Marina
        return 0.0
    given = words("offices", "given", "m") | words("offices", "given", "f")
    if a in given and b in given:
        return 0.0
    return _word_likeness(a, b)


def short_of(a: str, b: str) -> bool:
    """True where two folded given names stand for one another: Bill and William, by the table of short names."""
    forms = _short_forms()
    return bool(forms.get(a, frozenset()) & forms.get(b, frozenset()))


def stands_in(name: str) -> frozenset[int]:
    """Return the rows of the table of short names that a folded given name stands in: names of one row are short for one another."""
    return _short_forms().get(name, frozenset())


@cache
def _given_names() -> frozenset[str]:
    return frozenset(fold(name) for row in toml("given_names")["given"] for name in row["names"].split())


@cache
def _short_forms() -> dict[str, frozenset[int]]:
    """The rows of the table of short names that each name stands in."""
    found: dict[str, set[int]] = {}
    for at, row in enumerate(rows("short_names")):
        for name in row["names"].split():
            found.setdefault(fold(name), set()).add(at)
    return {name: frozenset(held) for name, held in found.items()}


def _word_likeness(a: str, b: str) -> float:
    """1 for equal words, a share for a likely slip of the pen, 0 for two words."""
    if a == b:
        return 1.0
    longest = max(len(a), len(b))
    slips = DamerauLevenshtein.distance(a, b, score_cutoff=2)
    if slips == 1 and min(len(a), len(b)) >= _ONE_SLIP and a[0] == b[0]:
        return round(1 - 1 / longest, 4)
    if slips == 2 and min(len(a), len(b)) >= _TWO_SLIPS and a[0] == b[0]:
        return round(1 - 2 / longest, 4)
    if _spelling(a) == _spelling(b) and min(len(a), len(b)) >= 4:
        return 0.9
    return 0.0


def skeleton(word: str) -> str:
    """Return the consonants of a folded word with its first letter: transliterations differ in vowels most."""
    return "~" + word[:1] + re.sub(r"[aeiouy]|(.)(?=\1)", "", _spelling(word)[1:])


_SOUNDS: Final = (("dzh", "j"), ("dj", "j"), ("zh", "j"), ("tsch", "ch"), ("tch", "ch"), ("sch", "sh"), ("tz", "ts"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("ck", "k"), ("q", "k"), ("c", "k"), ("y", "i"), ("j", "i"), ("w", "v"), ("z", "s"), ("ee", "i"), ("oo", "u"), ("ou", "u"), ("ie", "i"), ("ei", "i"), ("ai", "e"), ("ay", "e"), ("ae", "e"), ("ue", "u"), ("oe", "o"), ("x", "ks"))  # fmt: skip


@lru_cache(maxsize=65_536)
def _spelling(word: str) -> str:
    """A key under which the transliterations of one name fall together: Rabee and Rabie, Fayez and Faiz."""
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    return re.sub(r"(.)\1+", r"\1", word)
