"""Settles which bearer of a name an article means: Georgia the state or the country, "NSA" the agency or the adviser, Birmingham in Alabama."""

from typing import Final

from tellings.data.gazetteer import Gazetteer, words
from tellings.extract.drafts import Draft, Reading

# How many words around a name are looked at first, before the whole article.
_AROUND: Final = 40


def settle(reading: Reading, drafts: list[Draft], tables: Gazetteer) -> list[Draft]:
    """Return the drafts with one bearer each; a weak form that nothing speaks for loses its bearer."""
    strong = {draft.known for draft in drafts if draft.known is not None and not draft.weak}
    for place, draft in enumerate(drafts):
        if draft.rivals and draft.known is not None:
            _choose(reading, draft, tables)
        if draft.weak and draft.known not in strong:
            _weaken(reading, draft)
        if draft.kind == "place" and place + 1 < len(drafts):
            _placed_in(reading, draft, drafts[place + 1])
        if draft.group == "capital" and draft.country is not None:
            _acting(reading, draft, tables)
        if draft.kind == "organisation" and draft.country is None and draft.known is None and place + 1 < len(drafts):
            _seated_in(reading, draft, drafts[place + 1])
    return drafts


def _choose(reading: Reading, draft: Draft, tables: Gazetteer) -> None:
    """Count the words that speak for each bearer near the name; the first bearer stands where none is spoken for."""
    for rival in draft.rivals:
        near = tables.near.get(rival)
        if near is None:
            continue
        window = " ".join(reading.parse.words[max(0, draft.a - _AROUND) : draft.b + _AROUND])
        if any(f" {word} " in f" {window} " for word in near):
            bearer = next(k for k in tables.lookup(reading.words(draft.a, draft.b)) if k.id == rival)
            draft.known, draft.name, draft.country, draft.group = bearer.id, bearer.name, bearer.country, bearer.group
            return


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
    if after.kind != "place" or after.form == "demonym" or between not in (",", ", in", ", a town in", ", a city in"):
        return
    wider = after.group in ("country", "state", "region") and draft.group not in ("country", "region", "state")
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
    if set(draft.name.lower().split()) <= common | {"of", "the", "foreign", "affairs", "defence", "justice", "health"} and reading.words(
        draft.b, after.a
    ) in ("in", "of", "of the"):
        draft.country = after.country


def _acting(reading: Reading, draft: Draft, tables: Gazetteer) -> None:
    """For one: "Seoul protested": a capital that speaks or decides is its government (Brussels: the European Commission), with its own name kept."""
    parse = reading.parse
    head = reading.head_of(draft.a, draft.b)
    if parse.deps[head] == "conj" and parse.heads[head] != head:
        # "Moscow and Beijing said"
        head = parse.heads[head]
    if parse.deps[head] != "nsubj":
        return
    verb = parse.heads[head]
    lemma = parse.lemmas[verb]
    decided = any(parse.deps[k] == "dobj" and parse.lemmas[k] in words("kinds", "acts", "objects") for k in reading.children[verb])
    if lemma not in words("kinds", "speech", "verbs") and lemma not in words("kinds", "acts", "verbs") and not decided:
        return
    commission = next((k for k in tables.lookup("European Commission") if draft.name == "Brussels"), None)
    draft.kind, draft.group = "organisation", "government"
    if commission is not None:
        draft.known, draft.country = commission.id, None
    else:
        draft.known = f"body:{draft.country}:government"
