"""Tells whose a name is that many bear, by what the report itself says: what it defines, of which country it is, which half of a country."""

from typing import Final

from tellings.data.gazetteer import Gazetteer, words
from tellings.extract.drafts import Draft, Reading
from tellings.text.names import all_initials, initials, same_organisation

_MARKS: Final = ("'s", "’s")
_LETTERS: Final = range(2, 8)


def defined(reading: Reading, drafts: list[Draft]) -> None:
    """Take from an acronym what the tables know of it where the report has another name before it, or beside it, of these initials."""
    spelt: dict[str, Draft] = {}
    for draft in drafts:
        if draft.form == "name" and draft.kind in ("organisation", "other") and " " in draft.name:
            for letters in (initials(reading.words(draft.a, draft.b)), all_initials(reading.words(draft.a, draft.b))):
                spelt.setdefault(letters, draft)
    meant: dict[str, Draft] = {}
    for draft in drafts:
        word = reading.words(draft.a, draft.b)
        full = spelt.get(word.replace(".", ""))
        if full is None or full is draft or full.known == draft.known or len(word) not in _LETTERS or not word.isupper():
            continue
        if full.known is None and _alike(full.name, draft.name):
            # a slip of the pen in the full name
            full.known, full.country, full.group = draft.known, draft.country, draft.group
            continue
        turned = draft.b == full.a - 1 and reading.parse.words[draft.b] in ("(", ",")
        if full.b <= draft.a or turned:
            meant[word] = full
    for draft in drafts:
        full = meant.get(reading.words(draft.a, draft.b))
        if full is not None:
            draft.known, draft.name, draft.kind, draft.form = full.known, reading.words(draft.a, draft.b), "organisation", "acronym"
            draft.country, draft.group, draft.weak, draft.rivals = full.country, full.group, False, ()


def _alike(one: str, other: str) -> bool:
    likeness = same_organisation(one, other)
    return likeness is not None and likeness.judgement == "same" and likeness.rule != "acronym"


def common_bodies(reading: Reading, drafts: list[Draft]) -> None:
    """Give "Kenya's Supreme Court" and, in a report of one country, "the Supreme Court" the country: two countries' courts are two."""
    places = [draft for draft in drafts if draft.kind == "place" and draft.country is not None]
    countries = {draft.country for draft in places}
    by_end = {draft.b: draft for draft in places}
    for draft in drafts:
        name = reading.words(draft.a, draft.b)
        if draft.kind != "organisation" or draft.form != "name" or name not in words("kinds", "common", "names"):
            continue
        at = draft.a - 1 if draft.a and reading.lower[draft.a - 1] in _MARKS else draft.a
        owner = by_end.get(at)
        near = {place.country for place in places if reading.sent_of[place.a] == reading.sent_of[draft.a]}
        near = near if len(near) == 1 else countries
        country = owner.country if owner is not None else next(iter(near)) if len(near) == 1 else None
        if country is None or draft.country == country:
            continue
        if draft.country is not None and owner is None:
            # the tables' bearer stands unless the name itself is said to be another country's
            continue
        draft.known, draft.name, draft.country = None, name, country


def halves(reading: Reading, drafts: list[Draft], tables: Gazetteer) -> None:
    """Take "the North" for North Korea where the report is of Korea, and "the South" for the South."""
    codes = {draft.country for draft in drafts}
    if not codes & {"PRK", "KOR"}:
        return
    for draft in drafts:
        name = reading.words(draft.a, draft.b)
        side = {"North": "PRK", "South": "KOR"}.get(name)
        if (
            side is None
            or draft.known is not None
            or draft.a == 0
            or reading.lower[draft.a - 1] != "the"
            or reading.lower[draft.b : draft.b + 1] == ["of"]
        ):
            continue
        draft.kind, draft.known, draft.country, draft.group = "place", f"country:{side}", side, "country"
        draft.name = tables.country_name[side]


def namesake_things(reading: Reading, drafts: list[Draft]) -> None:
    """Take "the Queen Elizabeth" for what is named after a person, and for no person: nobody is spoken of with an article."""
    parse = reading.parse
    for draft in drafts:
        if draft.kind != "person" or draft.form != "name" or draft.a == 0 or reading.lower[draft.a - 1] != "the":
            continue
        last = draft.b - 1
        whole = draft.b - draft.a > 1 and parse.tags[last] == "NNP" and parse.deps[last] not in ("compound", "amod", "nmod", "poss")
        if whole and not (draft.b < len(parse) and parse.words[draft.b] in _MARKS) and parse.words[draft.a] not in _TITLED:
            draft.name = reading.words(draft.a, draft.b)
            draft.kind, draft.known, draft.country, draft.group, draft.rivals = "other", f"thing:{draft.name}", None, "ship", ()


_TITLED: Final = frozenset(
    [
        "Dalai",
        "Aga",
        "Panchen",
        "Pope",
        "Emir",
        "Sultan",
        "Imam",
        "Ayatollah",
        "Rev",
        "Rev.",
        "Reverend",
        "Rt",
        "Hon",
        "Hon.",
        "Duke",
        "Duchess",
        "Prince",
        "Princess",
        "Earl",
        "Countess",
        "Baroness",
        "Marquess",
        "Archbishop",
        "Bishop",
        "Patriarch",
        "President",
        "Prime",
        "King",
        "Queen",
    ]
) - frozenset(["Queen", "King", "Prince", "Princess", "Duke"])
