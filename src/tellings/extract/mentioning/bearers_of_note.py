"""Tells which of several known bearers a name means: by "elder" and "younger", and by a year in the sentence in which one held office."""

import re
from functools import cache
from typing import Final

from tellings.data import rows
from tellings.data.gazetteer import Gazetteer, in_office, plain
from tellings.extract.drafts import Draft, Reading
from tellings.text.names import fold, same_person

_AGES: Final = {"elder": "elder", "older": "elder", "senior": "elder", "younger": "younger", "junior": "younger"}
_HIGHEST: Final = frozenset(["President", "Prime Minister", "Chancellor", "King", "Queen", "Leader", "Taoiseach"])
_YEAR: Final = re.compile(r"(?:19|20)\d\d$")


def know_namesakes(reading: Reading, drafts: list[Draft], tables: Gazetteer) -> None:
    """Know "the elder Bush" and "George Bush, who led the coalition in 1991"."""
    for draft in drafts:
        if draft.kind != "person" or draft.form != "name":
            continue
        said = next((_AGES[word] for word in reading.lower[max(0, draft.a - 1) : draft.name_a] if word in _AGES), None)
        if said is not None and " " not in draft.name:
            _by_age(draft, said, tables)
        elif draft.known is None:
            _by_year(reading, draft, tables)


def _by_age(draft: Draft, said: str, tables: Gazetteer) -> None:
    names = _generations().get((fold(draft.name), said), ())
    known = [name for name in names if any(term.office in _HIGHEST for term in tables.terms.get(f"person:{name}", ()))] or list(names)
    draft.known = None
    if len(known) == 1:
        draft.name = known[0]
        draft.known = f"person:{known[0]}" if f"person:{known[0]}" in tables.terms else None


@cache
def _generations() -> dict[tuple[str, str], tuple[str, ...]]:
    """Parents and children who share a surname, by it and by which of the two they are."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows("kin"):
        child, parent = fold(row["name"]).split(), fold(row["of"]).split()
        if row["kin"] not in ("son", "daughter") or child[-1] not in (parent[-1], "jr"):
            continue
        for name, which in ((row["of"], "elder"), (row["name"], "younger")):
            held = found.setdefault((parent[-1], which), [])
            if name not in held:
                held.append(name)
    return {key: tuple(held) for key, held in found.items()}


def _by_year(reading: Reading, draft: Draft, tables: Gazetteer) -> None:
    bearers = tables.surnames.get(plain(draft.name).casefold().split()[-1], []) if draft.name else []
    if len(bearers) < 2:
        return
    if " " in draft.name:
        bearers = [key for key in bearers if (found := same_person(draft.name, key.removeprefix("person:"))) is not None and found.judgement == "same"]  # fmt: skip
    start, end = reading.parse.sents[reading.sent_of[draft.a]]
    years = [word for word in reading.parse.words[start:end] if _YEAR.match(word)]
    if len(bearers) < 2 or len(years) != 1:
        return
    held = {key for key in bearers if any(in_office(term, years[0]) for term in tables.terms.get(key, ()))}
    if len(held) == 1:
        key = held.pop()
        draft.known, draft.country = key, tables.terms[key][0].country
