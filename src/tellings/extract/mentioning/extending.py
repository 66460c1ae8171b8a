"""Makes found names whole: given names, initials, particles and hyphened parts that the recogniser left off, and the kind that they tell."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from tellings.data import rows, toml
from tellings.data.gazetteer import Known, plain, words
from tellings.extract.drafts import Reading, capital
from tellings.model.observed import EntityKind

_PARTICLES: Final = frozenset(["al", "el", "bin", "ibn", "bint", "von", "van", "de", "der", "den", "da", "di", "dos", "du", "la", "le", "ten", "ter", "abu", "ap", "ag", "ould", "wa", "y", "e", "do", "das", "zu", "del", "della"])  # fmt: skip
_NO_PART: Final = frozenset(["led", "based", "born", "run", "backed", "era", "style", "like", "wide", "elect", "old", "in", "on", "up", "off", "out", "the", "to", "by"])  # fmt: skip
# Groups of the tables that a word before makes another body ("Kataib Hizballah") and that a given name makes a person ("Jean-Marie Le Pen").
_BODIES: Final = frozenset(["armed", "company", "party"])
_REACH: Final = 4
# Words that make a people with a nation's name after them, and no firm.
_PEOPLES: Final = frozenset(["native", "latin", "african", "asian", "north", "south", "central", "east", "west", "pan", "new", "young", "hispanic", "arab", "black", "white", "jewish", "muslim", "former", "ex"])  # fmt: skip


@dataclass(slots=True)
class Core:
    """A name as found: tokens, kind, and the bearers that the tables list for it."""

    a: int
    b: int
    kind: EntityKind
    known: tuple[Known, ...] = ()
    found: str = "ner"


@cache
def title_words() -> frozenset[str]:
    """Return the words that stand before a name and are no part of it."""
    return words("offices", "heads") | words("offices", "modifiers") | words("offices", "before") | words("offices", "address")


@cache
def given_names() -> frozenset[str]:
    """Return the given names of the tables in small letters, without accents."""
    return frozenset(plain(name) for row in toml("given_names")["given"] for name in row["names"].split())


@cache
def _common() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("common_words"))


def uncommon(word: str) -> bool:
    """True for a word that is no common English word, so that its capital at the head of a sentence tells something."""
    return word.lower() not in _common()


@cache
def short_clubs() -> frozenset[str]:
    """Return the one-word short names of clubs ("United")."""
    return frozenset(form for row in rows("clubs") for form in row["short"].split("|") if form and " " not in form)


def grow(reading: Reading, cores: list[Core]) -> None:
    """Widen the names in place over the parts of a name beside them; no two overlap afterwards."""
    cores[:] = _joined(reading, cores)
    taken = {i for core in cores for i in range(core.a, core.b)}
    for core in cores:
        before, after = _left(reading, core, taken), _right(reading, core, taken)
        if (before, after) == (core.a, core.b):
            _person(reading, core)
            continue
        taken.update(range(before, after))
        if core.known:
            core.kind = "person" if core.known[0].kind == "person" else core.kind if core.known[0].group in _BODIES else "organisation"
        core.a, core.b, core.known, core.found = before, after, (), "grown"
        _person(reading, core)


def _joined(reading: Reading, cores: list[Core]) -> list[Core]:
    """One core of two unknown ones that only particles part, where the first hangs on the second: "P.W." and "Merwe" around "van der"."""
    parse = reading.parse
    out: list[Core] = []
    for core in cores:
        last = out[-1] if out else None
        if last is not None and not last.known and _joins(reading, core) and reading.sent_of[last.a] == reading.sent_of[core.a]:
            between = range(last.b, core.a)
            hangs = last.b - 1 < parse.heads[last.b - 1] < core.b and parse.deps[last.b - 1] in ("compound", "nmod")
            firm = bool(core.known) and reading.lower[last.a] in _PEOPLES
            if len(between) < _REACH and hangs and not firm and all(reading.lower[i] in _PARTICLES for i in between):
                last.kind = "person" if between else "organisation" if core.known else core.kind if core.kind == last.kind else "other"
                last.b, last.found = core.b, "grown"
                continue
        out.append(core)
    return out


def _joins(reading: Reading, core: Core) -> bool:
    """True for an unknown name, and for a nation's name that stands as a noun at the end of another: Anglo American."""
    if not core.known:
        return True
    return core.known[0].group == "demonym" and reading.parse.tags[core.b - 1] == "NNP" and reading.parse.pos[core.b - 1] == "PROPN"


def _left(reading: Reading, core: Core, taken: set[int]) -> int:
    parse, low = reading.parse, reading.lower
    group = core.known[0].group if core.known else ""
    a, start = core.a, parse.sents[reading.sent_of[core.a]][0]
    if group not in {"", "surname", *_BODIES} and not (group == "person" and core.b - core.a > 1):
        if group != "demonym" or parse.tags[core.b - 1] != "NNP" or parse.pos[core.b - 1] != "PROPN" or a == 0:
            return a
        single = a > start and parse.tags[a - 1] == "NNP" and parse.deps[a - 1] == "compound" and _part(reading, a - 1, taken)
        return a - 1 if single and not reading.tight(a - 1) else a
    if group in _BODIES:
        single = a > start and core.b - a == 1 and _part(reading, a - 1, taken) and parse.deps[a - 1] == "compound"
        return a - 1 if single else a
    if group == "" and core.kind == "organisation" and parse.words[core.b - 1].isupper():
        return a
    while a > start and core.a - a < _REACH:
        if _part(reading, a - 1, taken):
            a -= 1
        elif low[a - 1] in _PARTICLES and core.kind != "place":
            k = a - 1
            while k > start and low[k - 1] in _PARTICLES:
                k -= 1
            if k == start or not _part(reading, k - 1, taken):
                break
            a = k - 1
        elif (
            a - 2 >= start and parse.words[a - 1] == "-" and reading.tight(a - 1) and reading.tight(a - 2) and _part(reading, a - 2, taken)
        ):
            a -= 2
        else:
            break
    return a


def _part(reading: Reading, i: int, taken: set[int]) -> bool:
    """True for a word that can be part of a name and is in none yet."""
    parse, word = reading.parse, reading.parse.words[i]
    if i in taken or not capital(word) or not word[0].isalpha() or parse.pos[i] != "PROPN" or parse.tags[i] not in ("NNP", "NNPS"):
        return False
    if reading.lower[i] in title_words() or reading.lower[i].rstrip(".") in title_words() or word in words("offices", "acronyms"):
        return False
    return not (parse.ner[i] in ("DATE", "TIME") or (reading.first_of_sentence(i) and parse.deps[i] not in ("compound", "nmod", "amod")))


def _right(reading: Reading, core: Core, taken: set[int]) -> int:
    parse = reading.parse
    b, end = core.b, parse.sents[reading.sent_of[core.a]][1]
    if core.known and core.known[0].group != "surname":
        return b
    while b < end and b - core.b < _REACH:
        hyphen = parse.words[b] == "-" and reading.tight(b - 1) and reading.tight(b) and b + 1 < end and b + 1 not in taken
        if hyphen and (_part(reading, b + 1, taken) or _syllable(reading, core, b + 1)):
            b += 2
        elif _part(reading, b, taken) and (parse.deps[b - 1] in ("compound", "nmod") or core.kind == "person") and not core.known:
            b += 1
        else:
            break
    return b


def _syllable(reading: Reading, core: Core, i: int) -> bool:
    """True for "ping" of Hsi Chin-ping: a short word in small letters after the second part of a person's name."""
    word = reading.parse.words[i]
    return core.kind == "person" and core.b - core.a > 1 and word.islower() and word.isalpha() and len(word) < 6 and word not in _NO_PART


def _body(reading: Reading, core: Core) -> None:
    """Take a person's name that ends as bodies' do ("Varnholm Shipping", "the Gazette"), and begins with no given name, for a body's."""
    last = reading.parse.words[core.b - 1]
    if core.known or core.kind not in ("person", "place") or last not in words("kinds", "ends", "words"):
        return
    single = core.b - core.a == 1
    if (single and core.a and reading.lower[core.a - 1] == "the") or (
        not single and plain(reading.lower[core.a]) not in given_names() and core.kind == "person"
    ):
        core.kind = "organisation"


def _person(reading: Reading, core: Core) -> None:
    """Take a name that begins with a given name, or stands before an age, for a person's, whatever the recogniser thought."""
    parse, low = reading.parse, reading.lower
    _body(reading, core)
    if core.known or core.kind == "person":
        return
    last = parse.words[core.b - 1]
    if last in words("kinds", "ends", "words") or last.isupper() or (core.a and low[core.a - 1] == "the"):
        return
    size = core.b - core.a
    named = size > 2 and core.kind == "other" and parse.deps[core.b - 1] in ("nsubj", "nsubjpass", "appos")
    if named or (size > 1 and low[core.a] in words("offices", "address") and core.kind != "place"):
        core.kind = "person"
        return
    aged = core.b + 2 < len(parse) and parse.words[core.b] == "," and low[core.b + 1].isdigit() and parse.words[core.b + 2] in (",", ".")
    aged = aged and len(low[core.b + 1]) < 4 and int(low[core.b + 1]) < 120 and not (core.a and low[core.a - 1] in ("in", "at", "on"))
    given = plain(low[core.a]) in given_names()
    plain_words = all(parse.words[i][0].isalpha() for i in range(core.a, core.b) if parse.words[i] != "-")
    speaks = parse.deps[core.b - 1] == "nsubj" and parse.lemmas[parse.heads[core.b - 1]] in words("kinds", "speech", "verbs")
    placed = core.a > 0 and low[core.a - 1] in ("in", "at", "near", "to", "from")
    if aged or (given and plain_words and not placed and (2 <= size <= 4 or (size == 1 and (speaks or core.kind != "place")))):
        core.kind = "person"
