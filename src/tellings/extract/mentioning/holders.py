"""Finds who holds an office that stands without a name, by the tables' days of office and the day of the report."""

import re
from functools import cache
from typing import Final

from tellings.data import toml
from tellings.data.gazetteer import Gazetteer, Term
from tellings.extract.drafts import Draft, Reading

# Words that say that an office is about to change hands, or just has: true where the one who comes is meant.
TURNS: Final = {"incoming": True, "elect": True, "designate": True, "outgoing": False, "departing": False}
_NUMBER: Final = re.compile(r"(\d{1,3})(?:st|nd|rd|th)$")


def held(reading: Reading, draft: Draft, near: list[Draft], tables: Gazetteer) -> None:
    """Give the office its one holder on the day of the report, where the words or the places near it tell the country; else leave it."""
    if draft.office is None:
        return
    words = reading.lower[draft.a : draft.b]
    ordinal = next((word for word in words if numbered(word)), None)
    if ordinal is not None:
        name = _numbered().get((draft.office, draft.country or "USA", ordinal))
        if name is not None:
            draft.known, draft.name, draft.country = f"person:{name}", name, "USA"
        return
    if reading.day is None:
        return
    turn = next((TURNS[word] for word in words if word in TURNS), None)
    turn = False if turn is None and _leaves(reading, draft) else turn
    bodies = draft.office in chiefs().values() or draft.office == "EU Foreign Policy Chief"
    country = None if bodies else "VAT" if draft.office == "Pope" else draft.country or _seat(reading, draft, near)
    if bodies:
        country = "GBR" if draft.office.startswith("Bank of E") else "USA" if draft.office.startswith("Fed") else None
    elif country is None:
        return
    terms = _leader(tables, country, reading.day) if draft.office == "Leader" else _terms(tables, draft.office, country, reading.day, turn)
    if len({term.person for term in terms}) == 1:
        draft.known, draft.name, draft.country = terms[0].person, terms[0].name, terms[0].country


_REMOVED: Final = frozenset(["remove", "dismiss", "sack", "fire", "oust", "depose", "impeach", "replace", "topple", "assassinate", "unseat", "overthrow", "suspend"])  # fmt: skip
_LEFT: Final = frozenset(["resign", "quit", "die", "step", "abdicate"])


def _leaves(reading: Reading, draft: Draft) -> bool:
    """True where the sentence has the holder go: "China removed its foreign minister" is said of the one before."""
    parse, top = reading.parse, draft.name_a
    verb = parse.lemmas[parse.heads[top]]
    if parse.deps[top] in ("dobj", "nsubjpass"):
        return verb in _REMOVED
    if verb == "lose":
        return any(reading.lower[k] in ("job", "post", "seat", "office", "power") for k in reading.children[parse.heads[top]])
    return parse.deps[top] == "nsubj" and verb in _LEFT


@cache
def chiefs() -> dict[str, str]:
    """Return the offices of those who are chief of a body, by the body's name."""
    found: dict[str, str] = toml("offices")["chiefs"]
    return found


def _leader(tables: Gazetteer, country: str | None, day: str) -> list[Term]:
    """The one whom "the Polish leader" means: the head of government or the president, as the country is ruled."""
    order: list[str] = toml("offices")["leader"]["offices"]
    if country not in toml("offices")["leader"]["premiers"]:
        order = ["President", *(office for office in order if office != "President")]
    return next((found for office in order if (found := tables.holders(country, office, day))), [])


def numbered(word: str) -> bool:
    """True for an ordinal in figures, "44th"."""
    return _NUMBER.match(word) is not None


def _terms(tables: Gazetteer, office: str, country: str | None, day: str, turn: bool | None) -> list[Term]:
    if turn is None:
        return tables.holders(country, office, day)
    found = tables.changing(country, office, day, comes=turn)
    if not turn:
        # who has just gone, where the office has changed hands in these days
        gone = [term for term in found if term.end is not None and term.end <= day]
        found = gone or found
    return found or ([] if turn else tables.holders(country, office, day))


@cache
def _numbered() -> dict[tuple[str, str, str], str]:
    """Names by office, country and ordinal: ("President", "USA", "44th")."""
    found = {}
    for row in toml("offices")["numbered"]:
        for entry in row["names"]:
            name, number = entry.split("=")
            end = "th" if number[-2:] in ("11", "12", "13") else {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th")
            found[row["office"], row["country"], number + end] = name
    return found


def _seat(reading: Reading, draft: Draft, drafts: list[Draft]) -> str | None:
    """The country of an office without one: that of the place where the sentence has it act or whose own it names, else the report's only one."""
    sentence = reading.sent_of[draft.a]
    near = [d for d in drafts if d.kind == "place" and d.country is not None and reading.sent_of[d.a] == sentence]
    there = [
        d.country
        for d in near
        if d.form == "name" and d.a and reading.lower[d.a - 1] in ("in", "at", "to", "from") and d.group != "country"
    ]
    there = there or [d.country for d in near if d.form == "name" and d.a and reading.lower[d.a - 1] == "in"]
    there = there or [d.country for d in near if d.b < len(reading.lower) and reading.lower[d.b] in ("'s", "’s")]
    if len(set(there)) == 1:
        return there[0]
    if there:
        return None
    everywhere = {d.country for d in drafts if d.kind == "place" and d.country is not None}
    return next(iter(everywhere)) if len(everywhere) == 1 else None
