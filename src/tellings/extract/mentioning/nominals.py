"""Makes descriptions of a person of words that are no nouns of a calling: an age ("the 44-year-old"), a demonym ("the Kenyan"), "the accused"."""

from typing import Final

from tellings.data.gazetteer import words
from tellings.extract.drafts import Draft, Reading
from tellings.extract.mentioning.holders import chiefs
from tellings.text.traits import standing_of

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
    for draft in drafts:
        _style(reading, draft)
    bodies = {i: draft for draft in drafts if draft.kind == "organisation" and draft.name in chiefs() for i in range(draft.a, draft.b)}
    for draft in (*drafts, *made):
        if draft.form == "description" and draft.kind == "person" and not draft.plural:
            _hyphenated(reading, draft)
            _chief(reading, draft, bodies)
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
    elif low[i] == "emeritus" and i and low[i - 1] in words("offices", "heads"):
        a, group = i - 1, low[i - 1]
    if not group:
        return None
    while a > 0 and parse.heads[a - 1] == i and parse.deps[a - 1] in ("amod", "advmod", "nmod") and parse.words[a - 1].isalpha():
        a -= 1
    if a == 0 or low[a - 1] not in _DETERMINERS or (group != "old" and low[a - 1] in ("a", "an")):
        return None
    name = reading.words(a - 1, i + 1)
    head = i - 1 if low[i] == "emeritus" else i
    return Draft(a=a - 1, b=i + 1, kind="person", form="description", name=name[:1].lower() + name[1:], name_a=head, group=group)


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


_STYLES: Final = {"majesty": ("King", "Queen"), "holiness": ("Pope", "Pope"), "highness": ("Prince", "Princess"), "beatitude": ("Patriarch", "Patriarch"), "eminence": ("Cardinal", "Cardinal")}  # fmt: skip


def _style(reading: Reading, draft: Draft) -> None:
    """Make an office of "His Majesty" and "Her Royal Highness"."""
    low = reading.lower
    a = draft.a - 1
    if draft.name_a != draft.b - 1 or low[draft.b - 1] not in _STYLES or draft.known is not None:
        return
    a = a - 1 if a > 0 and low[a] in ("royal", "imperial", "serene") else a
    if a < 0 or low[a] not in ("his", "her"):
        return
    draft.a, draft.name_a, draft.kind, draft.form = a, draft.b - 1, "person", "office"
    draft.office = draft.name = _STYLES[low[draft.b - 1]][low[a] == "her"]
    draft.gender = "f" if low[a] == "her" else "m"


def _hyphenated(reading: Reading, draft: Draft) -> None:
    """Take the whole of "the sacked vice-president", which the parser cuts at the hyphen."""
    low, a = reading.lower, draft.a
    if a != draft.name_a or a < 2 or low[a - 1] != "-" or low[a - 2] not in ("vice", "ex", "deputy", "under", "co"):
        return
    a -= 2
    while a > 0 and (
        reading.parse.tags[a - 1] in ("JJ", "VBN", "NNP", "POS", "DT", "PRP$") and reading.sent_of[a - 1] == reading.sent_of[draft.a]
    ):
        a -= 1
    draft.a = a
    name = reading.words(a, draft.b)
    draft.name = name if reading.parse.pos[a] == "PROPN" else name[:1].lower() + name[1:]


def _chief(reading: Reading, draft: Draft, bodies: dict[int, Draft]) -> None:
    """Make an office of "the director-general of the WHO" and "Fifa's president", where the table has the body's chief."""
    low = reading.lower
    if low[draft.a] in ("a", "an") or standing_of(low[draft.a : draft.name_a]):
        return
    head = low[draft.name_a] if low[draft.name_a - 1 : draft.name_a] != ["-"] else low[draft.name_a - 2]
    if head not in _CHIEFS and low[draft.name_a] not in _CHIEFS:
        return
    after = range(draft.name_a + 2, draft.name_a + 5) if low[draft.name_a + 1 : draft.name_a + 2] in (["of"], ["at"]) else range(0)
    body = next((bodies[k] for k in (*range(draft.a, draft.name_a), *after) if k in bodies), None)
    if body is None and low[draft.a] == "its":
        start = reading.parse.sents[reading.sent_of[draft.a]][0]
        body = next((bodies[k] for k in range(draft.a - 1, start - 1, -1) if k in bodies), None)
    if body is None:
        return
    inner = [low[k] for k in range(draft.a, draft.name_a) if not body.a <= k < body.b and low[k] in words("callings", "standing", "under")]
    if not inner:
        draft.form, draft.office, draft.name = "office", chiefs()[body.name], chiefs()[body.name]
        draft.b = max(draft.b, body.b) if body.a > draft.name_a else draft.b


_CHIEFS: Final = frozenset(["chief", "head", "boss", "president", "chair", "chairman", "chairwoman", "governor", "director", "general", "secretary", "commissioner", "leader", "administrator", "prosecutor"])  # fmt: skip
