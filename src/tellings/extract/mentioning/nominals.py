"""Makes descriptions of a person of words that are no nouns of a calling: an age ("the 44-year-old"), a demonym ("the Kenyan"), "the accused"."""

from typing import Final

from tellings.extract.drafts import Draft, Reading

_DETERMINERS: Final = frozenset(["the", "a", "an", "this", "that"])
_PLACES: Final = frozenset(["nsubj", "nsubjpass", "dobj", "pobj", "attr", "appos", "conj", "dative", "poss", "ROOT"])
_PARTICIPLES: Final = {"accused": "accused", "deceased": "deceased", "condemned": "convict"}
# Endings of demonyms that are adjectives or stand for a whole people: "the Chinese", "the Dutch", "the Swiss".
_PEOPLES: Final = ("ese", "ish", "ch", "iss", "oi")


def with_nominals(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Return the drafts with such descriptions among them in order of place; a demonym that is one person is no country any more."""
    taken = {i for draft in drafts for i in range(draft.a, draft.b)}
    named = {draft.a: draft for draft in drafts if draft.form == "name"}
    made = [draft for i in range(len(reading.parse)) if i not in taken and (draft := _nominal(reading, i)) is not None]
    for draft in drafts:
        if draft.form == "demonym" and draft.kind == "place" and draft.country is not None and draft.b == draft.a + 1:
            bearer = named.get(draft.b)
            if bearer is not None and bearer.kind == "other" and bearer.known is None and _of_one(reading, draft.a):
                bearer.kind, bearer.form = "person", "name"
            _national(reading, draft, taken)
    return sorted([*drafts, *made], key=lambda draft: (draft.a, -draft.b))


def _nominal(reading: Reading, i: int) -> Draft | None:
    parse, low = reading.parse, reading.lower
    if parse.deps[i] not in _PLACES:
        return None
    a, group = i, ""
    if low[i] == "old" and i >= 4 and low[i - 2] in ("year", "years") and low[i - 1] == low[i - 3] == "-":
        a, group = i - 4, "old"
    elif low[i] in _PARTICIPLES and parse.pos[i] != "PROPN":
        group = _PARTICIPLES[low[i]]
    if not group:
        return None
    while a > 0 and parse.heads[a - 1] == i and parse.deps[a - 1] in ("amod", "advmod", "nmod") and parse.words[a - 1].isalpha():
        a -= 1
    if a == 0 or low[a - 1] not in _DETERMINERS or (group != "old" and low[a - 1] in ("a", "an")):
        return None
    name = reading.words(a - 1, i + 1)
    return Draft(a=a - 1, b=i + 1, kind="person", form="description", name=name[:1].lower() + name[1:], name_a=i, group=group)


def _of_one(reading: Reading, i: int) -> bool:
    """True for a demonym that can be one person: a Kenyan, a Frenchman, a Briton."""
    low, parse = reading.lower[i], reading.parse
    return not low.endswith(_PEOPLES) and parse.tags[i] not in ("NNPS", "NNS") and not low.endswith("s")


def _national(reading: Reading, draft: Draft, taken: set[int]) -> None:
    parse, i = reading.parse, draft.a
    if parse.deps[i] not in _PLACES or not _of_one(reading, i):
        return
    if i + 1 < len(parse) and (parse.words[i + 1] == "-" or (parse.heads[i] == i + 1 and parse.pos[i + 1] in ("NOUN", "PROPN"))):
        return
    a = i
    while a > 0 and a - 1 not in taken and parse.heads[a - 1] == i and parse.deps[a - 1] == "amod" and parse.words[a - 1].isalpha():
        a -= 1
    if a == 0 or reading.lower[a - 1] not in _DETERMINERS:
        return
    name = reading.words(a - 1, i + 1)
    low = reading.lower[i]
    draft.a, draft.name_a = a - 1, i
    draft.kind, draft.form, draft.group, draft.known = "person", "description", "national", None
    draft.name = name[:1].lower() + name[1:]
    draft.gender = "f" if low.endswith("woman") else "m" if low.endswith("man") and low[-4] in "hn" and not low.endswith("german") else ""
