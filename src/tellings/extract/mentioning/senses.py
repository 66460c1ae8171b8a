"""Settles which bearer of a name an article means: Georgia the state or the country, "NSA" the agency or the adviser, Birmingham in Alabama."""

from typing import Final

from tellings.data.gazetteer import Gazetteer, Known
from tellings.extract.drafts import Draft, Reading
from tellings.extract.mentioning.owning import common_bodies, defined, halves, namesake_things
from tellings.extract.mentioning.sides import as_people, as_side, nationality, typed
from tellings.extract.mentioning.sport import as_club, as_team

# How many words around a name are looked at first, before the whole article.
_AROUND: Final = 40
# How many words beside it count twice.
_CLOSE: Final = 5


def settle(reading: Reading, drafts: list[Draft], tables: Gazetteer) -> list[Draft]:
    """Return the drafts with one bearer each; a weak form that nothing speaks for loses its bearer."""
    defined(reading, drafts)
    namesake_things(reading, drafts)
    strong = {draft.known for draft in drafts if draft.known is not None and not draft.weak}
    for place, draft in enumerate(drafts):
        follower = drafts[place + 1] if place + 1 < len(drafts) else None
        if draft.rivals and draft.known is not None:
            _choose(reading, draft, tables)
        if draft.weak and draft.known not in strong:
            _weaken(reading, draft)
        if draft.kind == "place" and draft.form == "name" and follower is not None:
            _placed_in(reading, draft, follower)
        if draft.kind == "place" and draft.form == "name":
            typed(reading, draft)
        played = (draft.form == "name" and as_club(reading, draft, tables)) or as_team(reading, draft, drafts, place)
        if not played:
            as_side(reading, draft, tables)
            as_people(reading, draft)
        if draft.kind == "organisation" and draft.country is None and draft.known is None and follower is not None:
            _seated_in(reading, draft, follower)
    common_bodies(reading, drafts)
    halves(reading, drafts, tables)
    nationality(reading, drafts)
    return drafts


def _choose(reading: Reading, draft: Draft, tables: Gazetteer) -> None:
    """Count the words that speak for each bearer near the name; the first bearer stands where no other has more."""
    parse = reading.parse
    window = f" {' '.join(parse.words[max(0, draft.a - _AROUND) : draft.a])} | {' '.join(parse.words[draft.b : draft.b + _AROUND])} "
    bearers = tables.lookup(reading.words(draft.a, draft.b))
    close = f" {' '.join(parse.words[max(0, draft.a - _CLOSE) : draft.a])} | {' '.join(parse.words[draft.b : draft.b + _CLOSE])} "
    speaking = [_speaking(bearer, tables) for bearer in bearers]
    counts = [sum((f" {word} " in window) + (f" {word} " in close) for word in said) for said in speaking]
    if not counts or max(counts) == 0 or counts[0] == max(counts):
        return
    bearer = bearers[counts.index(max(counts))]
    draft.known, draft.name, draft.country, draft.group = bearer.id, bearer.name, bearer.country, bearer.group


def _speaking(bearer: Known, tables: Gazetteer) -> set[str]:
    """The words that speak for a bearer: those of its row, and its country's name and adjective."""
    country = bearer.country
    own = (tables.country_name[country], tables.adjective[country]) if country in tables.country_name and bearer.group != "country" else ()
    return {*tables.near.get(bearer.id, ()), *own}


def _weaken(reading: Reading, draft: Draft) -> None:
    parse = reading.parse
    before = reading.lower[draft.a - 1] if draft.a else ""
    if draft.form == "acronym" and before == "the" and draft.group in ("agency", "igo", "bank", "ministry"):
        return
    if draft.group in ("newsagency", "outlet") and (before in ("to", "the") or parse.deps[draft.b - 1] in ("nsubj", "pobj", "appos")):
        return
    draft.known, draft.country, draft.group = None, None, ""
    draft.name = reading.words(draft.a, draft.b)


def _placed_in(reading: Reading, draft: Draft, after: Draft) -> None:
    """For one: "Birmingham, Alabama": the place named next says where this one is, and that it is not the namesake of the tables."""
    between = reading.words(draft.b, after.a)
    if (
        after.kind != "place"
        or after.form == "demonym"
        or between not in (",", ", in", "in", "in the", ", a town in", ", a city in", ", in the")
    ):
        return
    if between.startswith("in") and after.group != "country":
        return
    wider = after.group in ("country", "state", "region") and draft.group not in ("country", "region")
    if wider and after.country is not None and draft.country != after.country:
        draft.country = after.country
        draft.known = f"place:{after.country}:{draft.name}"
        draft.group = draft.group or "city"


def _seated_in(reading: Reading, draft: Draft, after: Draft) -> None:
    """For one: "the National Assembly in Nairobi": what many countries have is the one of the place named with it."""
    common = {
        "national",
        "assembly",
        "parliament",
        "senate",
        "supreme",
        "court",
        "high",
        "ministry",
        "congress",
        "council",
        "house",
        "constitutional",
        "central",
        "bank",
        "chamber",
        "deputies",
    }
    if (
        draft.form == "acronym"
        or set(draft.name.lower().split()) <= common | {"of", "the", "foreign", "affairs", "defence", "justice", "health"}
    ) and reading.words(draft.b, after.a) in (
        "in",
        "of",
        "of the",
    ):
        draft.country = after.country
