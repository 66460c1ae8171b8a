"""Knows a person's name by its given name where the recogniser takes it for a body or a place: "Novak Djokovic", "Ana Lima"."""

from functools import cache
from typing import Final

from tellings.data import rows, toml
from tellings.data.gazetteer import words
from tellings.extract.drafts import Reading, capital
from tellings.extract.mentioning.extending import Core
from tellings.text.names import fold

# A name of more words is a body's oftener than a person's.
_LONGEST: Final = 3
# Beyond this rank the common words are names as often as not.
_COMMON: Final = 5000
# Given names that are first of all places, or open the names of places and bodies.
_PLACES: Final = frozenset(["victoria", "georgia", "sydney", "florence", "charlotte", "virginia", "carolina", "austin", "jackson", "santiago", "jordan", "paris", "chelsea", "lourdes", "alexandria", "israel", "kent", "dakota", "san", "st", "india", "china", "america", "asia", "christian", "grace", "trinity", "regina", "lincoln", "madison", "houston", "dallas", "troy", "eden", "diego", "francisco", "marina", "sierra", "mercy", "hope", "faith", "rose", "may", "june", "april", "august", "orient", "salem", "bethany", "camden", "chester", "wells", "royal", "major", "guy", "ray", "max", "art", "will", "bill", "mark", "grant", "frank", "rich", "jack", "dick", "nick", "sue", "pat", "penny", "angel", "sandy", "stone", "dean", "duke", "earl", "prince", "king", "queen", "baron"])  # fmt: skip


def persons_by_given_name(reading: Reading, cores: list[Core]) -> None:
    """Make persons of the unknown names that open with a given name, and of a place's name that a given name stands before."""
    covered = {i for core in cores for i in range(core.a, core.b)}
    parse = reading.parse
    for core in cores:
        if not core.known:
            _without_trade(reading, core)
            _with_given(reading, core, covered)
        if not core.known and core.kind in ("organisation", "place", "other") and 2 <= core.b - core.a <= _LONGEST:
            if _given(reading, core.a) and _family(reading, core.b - 1) and parse.ner[core.a] != "FAC":
                core.kind = "person"
        elif core.known and core.kind == "place" and core.b - core.a == 1 and core.a and core.a - 1 not in covered:
            before = core.a - 1
            if _given(reading, before) and parse.deps[before] == "compound" and parse.heads[before] == core.a and reading.sent_of[before] == reading.sent_of[core.a]:  # fmt: skip
                core.a, core.kind, core.known = before, "person", ()


def _without_trade(reading: Reading, core: Core) -> None:
    """Take the trade that opens a sentence off the name: "Nurse Beatriz Sol"."""
    if core.b - core.a > 2 and reading.first_of_sentence(core.a) and reading.lower[core.a] in words("kinds", "person", "nouns") and _given(reading, core.a + 1):  # fmt: skip
        core.a += 1
        core.kind = "person"


def _with_given(reading: Reading, core: Core, covered: set[int]) -> None:
    """Take in a given name right before: "Yekaterina" of Yekaterina Sergeyevna Malysheva."""
    before = core.a - 1
    if (
        before < 0
        or before in covered
        or core.kind == "organisation"
        or not _given(reading, before)
        or not capital(reading.parse.words[core.a])
    ):
        return
    if (
        reading.sent_of[before] == reading.sent_of[core.a]
        and reading.parse.deps[before] == "compound"
        and core.a <= reading.parse.heads[before] < core.b
    ):
        core.a, core.kind = before, "person"


def _given(reading: Reading, i: int) -> bool:
    word = reading.parse.words[i]
    return capital(word) and not word.isupper() and fold(word) in given_names() and fold(word) not in _PLACES


def _family(reading: Reading, i: int) -> bool:
    word = reading.parse.words[i]
    return (
        capital(word)
        and not (word.isupper() and len(word) > 1)
        and word not in words("kinds", "ends", "words")
        and fold(word) not in _commonest()
    )


@cache
def _commonest() -> frozenset[str]:
    """The common words among which family names are rare."""
    return frozenset(row["word"] for row in rows("common_words")[:_COMMON])


@cache
def given_names() -> frozenset[str]:
    """Return the given names of all tables, folded."""
    held = {fold(name) for row in toml("given_names")["given"] for name in row["names"].split()}
    held |= {fold(name) for row in rows("short_names") for name in row["names"].split()}
    return frozenset(held | {fold(name) for sex in ("m", "f") for name in words("offices", "given", sex)})
