"""Makes naming phrases of names: the office, title and country that stand before a person, and offices and institutions without a name."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from tellings.data import toml
from tellings.data.gazetteer import Gazetteer, plain, words
from tellings.extract.drafts import Draft, Reading, capital
from tellings.text.names import same_person

_BACK: Final = 9
_OF_PLACES: Final = frozenset(["mayor", "governor", "premier", "king", "queen", "bishop", "archbishop", "emir", "duke", "duchess", "sultan", "prefect", "president", "chancellor"])  # fmt: skip
_JOINS: Final = frozenset(["of", "for", "and", "&", "the", "-", "'s", "’s"])
_INSTITUTIONS: Final = frozenset(["embassy", "consulate", "ministry", "high commission"])
_NO_TITLE: Final = frozenset(["man", "woman", "boy", "girl", "child", "person", "baby", "crew", "guest", "model", "designer", "producer", "opposition", "one", "source", "victim", "member", "youth", "local", "user", "owner", "publisher", "maker", "rival", "giant"])  # fmt: skip
_DEGREE: Final = frozenset(["jr", "jr.", "sr", "sr.", "iii", "ii", "iv", "senior", "junior"])


@cache
def _canonical() -> dict[str, str]:
    table: dict[str, list[str]] = toml("offices")["same"]
    return {form: name for name, forms in table.items() for form in forms}


@cache
def _acronyms() -> dict[str, str]:
    found: dict[str, str] = toml("offices")["acronyms"]
    return found


@cache
def _address() -> dict[str, str]:
    found: dict[str, str] = toml("offices")["address"]
    return found


def office_name(phrase: str) -> str:
    """Return the office as it is shown: the table's name for it, else the words with capitals."""
    low = " ".join(phrase.lower().replace(" - ", "-").split())
    if low in _canonical():
        return _canonical()[low]
    for form, name in _canonical().items():
        if low.endswith(" " + form):
            return f"{_titled(low[: -len(form) - 1])} {name}"
    return _titled(phrase)


def _titled(phrase: str) -> str:
    return " ".join(w if w in ("of", "for", "the", "and", "to") or not w.islower() else w[:1].upper() + w[1:] for w in phrase.split())


def is_sole(office: str | None) -> bool:
    """True for an office that one person holds at a time, so that "the president" can stand for him or her."""
    return office is not None and office.lower() in words("offices", "sole", "offices")


@dataclass(slots=True)
class _Window:
    """What stands before a name: where the phrase begins, its office words, and the country they tell."""

    a: int
    office: str | None = None
    country: str | None = None
    gender: str = ""


def with_offices(reading: Reading, drafts: list[Draft], tables: Gazetteer) -> list[Draft]:
    """Return the drafts with titles, offices and countries before persons drawn in; names inside such phrases are gone."""
    inside = {i: draft for draft in drafts for i in range(draft.a, draft.b)}
    gone: set[int] = set()
    for draft in drafts:
        if draft.kind in ("place", "organisation") and draft.known is not None:
            continue
        if draft.form not in ("name", "acronym"):
            continue
        whole = draft.a
        _strip_titles(reading, draft)
        for i in range(whole, draft.a):
            inside.pop(i, None)
        if _ruled(reading, draft):
            continue
        window = _before(reading, draft, inside)
        if window is None:
            _gender_of_name(draft)
            continue
        for i in range(window.a, draft.a):
            if i in inside:
                gone.add(id(inside[i]))
        draft.kind, draft.form, draft.a = "person", "name", window.a
        draft.office, draft.gender = window.office or draft.office, window.gender
        draft.country = window.country or draft.country
        draft.group = draft.group or "person"
        _gender_of_name(draft)
    kept = [draft for draft in drafts if id(draft) not in gone]
    for draft in kept:
        _known_by_spelling(draft, tables)
        _known_by_office(reading, draft, tables)
        _age_and_degree(reading, draft)
    return kept


def _ruled(reading: Reading, draft: Draft) -> bool:
    """True for what an office is of, "the mayor of Ciudad Lira": a place, whatever the recogniser thought."""
    if draft.a < 2 or reading.lower[draft.a - 1] != "of" or reading.lower[draft.a - 2] not in _OF_PLACES:
        return False
    if draft.known is None and draft.name.split()[-1] not in words("kinds", "ends", "words"):
        draft.kind = "place"
    return draft.kind == "place"


def _strip_titles(reading: Reading, draft: Draft) -> None:
    """A recogniser's span may hold the title: it is phrase, and no part of the name."""
    if draft.known is not None or draft.kind != "person":
        return
    a = draft.a
    if draft.b - a > 2 and reading.first_of_sentence(a) and reading.lower[a] in words("kinds", "person", "nouns"):
        a += 1
    while a < draft.b - 1 and not _initials(reading, a) and (reading.lower[a] in words("offices", "heads") or reading.lower[a] in _address() or reading.parse.words[a] in _acronyms() or reading.lower[a] in words("offices", "before")):  # fmt: skip
        a += 1
    draft.a = draft.name_a = a
    draft.name = reading.words(a, draft.b)


def _before(reading: Reading, draft: Draft, inside: dict[int, Draft]) -> _Window | None:
    parse, low = reading.parse, reading.lower
    start = max(parse.sents[reading.sent_of[draft.a]][0], draft.a - _BACK)
    i = draft.a
    while i > start and _belongs(reading, i - 1, draft, inside):
        i -= 1
    while i < draft.a and (
        low[i] in _JOINS
        or low[i] in words("offices", "before")
        or (low[i] in words("offices", "modifiers") and i + 1 == draft.a and not _is_head(reading, i))
    ):
        i += 1
    if i >= draft.a:
        return None
    last = draft.a - 1
    if not _closes(reading, i, last, draft.kind):
        return None
    return _read_window(reading, _from_capital(reading, i, draft.a, inside), draft.a, inside)


def _from_capital(reading: Reading, a: int, b: int, inside: dict[int, Draft]) -> int:
    """Past a common noun that stands before an office in capitals: "my friend President Putin"."""
    for i in range(a, b - 1):
        plain = i not in inside and reading.lower[i] in words("offices", "heads") and not capital(reading.parse.words[i])
        if plain and capital(reading.parse.words[i + 1]) and i + 1 not in inside and _is_head(reading, b - 1):
            return i + 1
    return a


def _belongs(reading: Reading, i: int, draft: Draft, inside: dict[int, Draft]) -> bool:
    low, parse = reading.lower, reading.parse
    if i in inside:
        other = inside[i]
        return other is not draft and (other.kind != "person" or (other.known is None and other.b - other.a == 1 and low[other.b - 1 + 1 : other.b + 1] != ["'s"] and _is_head(reading, other.b)))  # fmt: skip
    if low[i] in ("'s", "’s"):
        return False
    if _initials(reading, i):
        return False
    if low[i] in ("the", "and", "&"):
        return low[i - 1] in ("of", "for") if low[i] == "the" and i else False
    if low[i] in ("of", "for"):
        return i > 0 and (_is_head(reading, i - 1) or _of_office(reading, i)) and not _relation(reading, i, draft)
    if parse.words[i] == "-":
        return reading.tight(i) and i > 0 and reading.tight(i - 1)
    return _is_head(reading, i) or low[i] in words("offices", "modifiers") or low[i] in words("offices", "before")


def _initials(reading: Reading, i: int) -> bool:
    """True for an initial before another ("M. K. Stalin"), which is no form of address."""
    after = reading.parse.words[i + 1] if i + 1 < len(reading.parse) else ""
    return len(reading.lower[i]) == 2 and reading.lower[i].endswith(".") and len(after) == 2 and after.endswith(".")


def _relation(reading: Reading, i: int, draft: Draft) -> bool:
    """True for "of" or "for" between two persons: "wife of President Macron", "a lawyer for Anna Berg"."""
    low, tags = reading.lower, reading.parse.tags
    k = i + 1
    while k < draft.a and (low[k] in ("the", "a", "an") or low[k] in words("offices", "before") or tags[k] == "JJ"):
        k += 1
    if k == draft.a:
        return True
    named = low[k] in words("kinds", "person", "nouns") and low[k] not in ("justice", "state")
    return named or low[k] in _address() or reading.parse.words[k] in _acronyms()


def _of_office(reading: Reading, i: int) -> bool:
    return reading.lower[i - 1] in ("chief", "secretary", "minister")


def _is_head(reading: Reading, i: int) -> bool:
    if i >= len(reading.parse):
        return False
    word, low = reading.parse.words[i], reading.lower[i]
    if low in words("offices", "heads") or low in _address() or word in _acronyms():
        return True
    # a trade that is no title: "the baker Franz Huber", "French climber Luc Morel"
    plain = word.islower() or (reading.first_of_sentence(i) and not word.isupper())
    return plain and reading.parse.tags[i] in ("NN", "NNP") and low in words("kinds", "person", "nouns") and low not in _NO_TITLE


def _closes(reading: Reading, a: int, last: int, kind: str) -> bool:
    """The words before the name end an office: "Foreign Secretary", "Secretary of State", "Mr", "PM"."""
    word, low = reading.parse.words[last], reading.lower[last]
    if kind not in ("person", "other") and not (word in _acronyms() or low in _address() or capital(word)):
        return False
    if low in _address() or word in _acronyms():
        return True
    if low in words("offices", "heads") or _is_head(reading, last):
        # "the driver Hamilton" is one phrase; "told president Obama" is as well; a plural is a list: "ministers Baerbock and Lavrov"
        return kind in ("person", "other") or capital(word)
    return any(reading.lower[i] in ("of", "for") and _is_head(reading, i - 1) for i in range(a + 1, last + 1))


def _read_window(reading: Reading, a: int, b: int, inside: dict[int, Draft]) -> _Window:
    window = _Window(a=a)
    office: list[str] = []
    i = a
    while i < b:
        low, word = reading.lower[i], reading.parse.words[i]
        other = inside.get(i)
        if other is not None:
            if other.kind == "place":
                window.country = window.country or other.country
                if office or other.known is None or not (other.known or "").startswith("country:"):
                    office.append(reading.words(other.a, other.b))
            else:
                window.country = window.country or other.country
                office.append(reading.words(other.a, other.b))
            i = other.b
            continue
        if low in _address() and (i + 1 == b or low not in words("offices", "heads")):
            window.gender = window.gender or _address()[low]
        elif word in _acronyms():
            office.append(_acronyms()[word])
        elif low not in words("offices", "before"):
            office.append(word)
        i += 1
    phrase = " ".join(office).removesuffix(" of").removesuffix(" for").strip()
    window.office = office_name(phrase) if phrase else None
    if any(
        w in ("spokeswoman", "chairwoman", "congresswoman", "actress", "queen", "princess", "duchess", "mother", "wife", "sister")
        for w in phrase.lower().split()
    ):
        window.gender = "f"
    return window


def _gender_of_name(draft: Draft) -> None:
    if draft.kind != "person" or draft.gender:
        return
    first = draft.name.split()[0].lower() if draft.name else ""
    if " " in draft.name or draft.known:
        full = (draft.known or "").removeprefix("person:").split()
        given = {first, full[0].lower()} if full else {first}
        male, female = given & words("offices", "given", "m"), given & words("offices", "given", "f")
        draft.gender = "m" if male and not female else "f" if female and not male else ""


def _known_by_spelling(draft: Draft, tables: Gazetteer) -> None:
    """Know a full name that is a slip away from a table's: "Vladmir Putin"."""
    if draft.kind != "person" or draft.known is not None or " " not in draft.name:
        return
    said = plain(draft.name).casefold().split()
    for key in dict.fromkeys((*tables.surnames.get(said[-1], ()), *tables.surnames.get(said[0], ()))):
        likeness = same_person(draft.name, key.removeprefix("person:"))
        term = tables.terms.get(key, [None])[0]
        country = term.country if term is not None else None
        agrees = draft.office is None or any(t.office.lower() == draft.office.lower() for t in tables.terms.get(key, []))
        if (
            likeness is not None
            and likeness.rule in ("name-spelling", "name-order", "name-equal")
            and agrees
            and draft.country in (None, country)
        ):
            draft.known, draft.country = key, country
            return


def _known_by_office(reading: Reading, draft: Draft, tables: Gazetteer) -> None:
    """President Bush of 2003 is one of two; the office and the year of publication tell which."""
    if draft.kind != "person" or draft.known is not None or draft.office is None or " " in draft.name:
        return
    bearers = tables.surnames.get(plain(draft.name).casefold(), [])
    fitting = {
        term.person: term
        for key in bearers
        for term in tables.terms.get(key, [])
        if term.office.lower() == draft.office.lower() and (draft.country is None or draft.country == term.country)
    }
    if len(fitting) > 1 and reading.day is not None:
        fitting = {key: term for key, term in fitting.items() if term in tables.holders(term.country, term.office, reading.day)}
    if len(fitting) == 1:
        term = next(iter(fitting.values()))
        draft.known, draft.country, draft.group = term.person, term.country, "surname"


def _age_and_degree(reading: Reading, draft: Draft) -> None:
    """For one: "Ferdinand Marcos Jr." is one name."""
    if (
        draft.kind == "person"
        and draft.form == "name"
        and draft.known is None
        and draft.b < len(reading.parse)
        and reading.lower[draft.b] in _DEGREE
    ):
        draft.b += 1
        draft.name = reading.words(draft.name_a, draft.b)
