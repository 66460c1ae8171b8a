"""Gives the bodies of a state one name each, however a report says whose they are: "Seoul's government", "the cabinet in Madrid", "Mr Putin's office"."""

from typing import Final

from tellings.data.gazetteer import Gazetteer, words
from tellings.extract.drafts import Draft, Reading

# Words that mean one body: a nation's rulers are its government, its army its military where no other is named.
_SAME: Final = {
    "cabinet": "government",
    "leadership": "government",
    "rulers": "government",
    "regime": "government",
    "junta": "government",
    "authorities": "government",
    "generals": "government",
    "forces": "military",
    "troops": "military",
    "legislature": "parliament",
}
_PLAIN: Final = frozenset(["the", "'s", "’s", "of", "armed", "ruling", "national", "in", "federal", "own"])
# Offices whose holder's own office is the presidency or the premiership.
_HEADS: Final = {
    "president": "presidency",
    "presidential": "presidency",
    "prime minister": "prime minister's office",
    "premier": "prime minister's office",
}


def name_body(reading: Reading, draft: Draft, owner: Draft | None, tables: Gazetteer) -> None:
    """Set the id and name of a description that is a body of the state of its owner; leave any other."""
    if owner is None:
        return
    head = reading.lower[draft.name_a]
    if head in _OWNING and owner.kind == "organisation":
        _owner_of_firm(reading, draft, owner, tables)
    if head in ("office", "palace", "administration"):
        _presidency(reading, draft, owner, tables)
    if (
        head == "bank"
        and reading.lower[draft.name_a - 1 : draft.name_a] == ["central"]
        and owner.country is not None
        and owner.a > draft.name_a
    ):
        _set(draft, owner.country, "central bank", tables)
    elif head in words("kinds", "bodies", "nouns"):
        _body(reading, draft, owner, tables)
    elif draft.kind == "organisation" and owner.kind == "place" and owner.country is not None:
        _by_name(reading, draft, owner, tables)


def _owner_of_firm(reading: Reading, draft: Draft, firm: Draft, tables: Gazetteer) -> None:
    """Know "Google's owner" and "the parent company of Audi" by the table of firms; whom no table has is a body all the same."""
    low, head = reading.lower, draft.name_a
    said = {low[k] for k in range(draft.a, head + 1) if not firm.a <= k < firm.b} - {"the", "'s", "’s", "of"}
    if not (said <= _OWNING or (said == {"parent", "company"})) or firm.root.known is None:
        return
    found = tables.owners.get(firm.root.known)
    if found is not None:
        draft.kind, draft.known, draft.name, draft.country = "organisation", found.id, found.name, found.country


_OWNING: Final = frozenset(["owner", "parent", "company"])


def seat_of(reading: Reading, i: int, taken: dict[int, Draft], tables: Gazetteer, *, after: int) -> Draft | None:
    """Return the capital that "the cabinet in Madrid" names after its head, or "the ministry of health in Madrid" after what it is of (where token
    `after` stands); None for another noun or place.
    """
    low = reading.lower
    central = low[i] == "bank" and i > 0 and low[i - 1] == "central"
    seated = central or low[i] in words("kinds", "bodies", "seated") or (low[i] == "ministry" and after > i + 1)
    if not seated or low[after : after + 1] != ["in"] or after + 1 not in taken:
        return None
    seat = taken[after + 1]
    return seat if seat.country is not None and seat.known == _capital(seat.country, tables) else None


def _capital(country: str, tables: Gazetteer) -> str:
    return f"place:{country}:{tables.capital.get(country, '')}"


def _body(reading: Reading, draft: Draft, owner: Draft, tables: Gazetteer) -> None:
    """Give "Seoul's government", "the South Korean government" and "the government of South Korea" one name."""
    head, low = draft.name_a, reading.lower
    rest = [low[k] for k in range(draft.a, draft.b) if not owner.a <= k < owner.b and low[k] not in _PLAIN and k != head]
    if rest == ["military"] and _SAME.get(low[head]) == "government":
        rest = []
    if rest in (["air"], ["police"], ["security"]):
        what = f"{rest[0]} {low[head]}"
    else:
        what = _SAME.get(low[head], low[head])
        if rest:
            return
    country = _state_of(owner, tables)
    if country is not None:
        _set(draft, country, what, tables, shown=low[head])


def _state_of(owner: Draft, tables: Gazetteer) -> str | None:
    """The country of an owner that is a country, its capital, its people or its government."""
    country = owner.country
    if country is None or owner.kind == "person":
        return None
    known = owner.known or ""
    if owner.name in words("kinds", "bodies", "rulers"):
        return country
    return country if known.startswith("country:") or known in (_capital(country, tables), f"body:{country}:government") else None


def _set(draft: Draft, country: str, what: str, tables: Gazetteer, *, shown: str | None = None) -> None:
    named = next((k for k in tables.lookup(f"{tables.adjective[country]} {what}") if k.kind == "organisation"), None)
    draft.kind, draft.country = "organisation", country
    draft.known = named.id if named is not None else f"body:{country}:{what}"
    draft.name = named.name if named is not None else f"{tables.adjective[country]} {shown or what}"


def _presidency(reading: Reading, draft: Draft, owner: Draft, tables: Gazetteer) -> None:
    """Know "the Philippine president's office" and "Mr Putin's office" by the name of its palace."""
    if owner.kind == "person":
        office, country = (owner.office or "").lower(), owner.country
        if not office and owner.known is not None:
            terms = [t for t in tables.terms.get(owner.known, ()) if reading.day is None or t.start is None or t.start <= reading.day]
            current = [t for t in terms if t.end is None] or terms[-1:]
            office, country = (current[-1].office.lower(), current[-1].country) if current else ("", None)
        said = {reading.lower[k] for k in range(owner.b, draft.b)} - {"'s", "’s", "office"}
        if country is not None and office in _HEADS and not said:
            _set(draft, country, _HEADS[office], tables)
        return
    said = {reading.lower[k] for k in range(draft.a, draft.b) if not owner.a <= k < owner.b} - {"the", "'s", "’s", "of", "office", "palace"}
    if not (owner.known or "").startswith("country:") or owner.country is None:
        return
    if said in ({"president"}, {"presidential"}):
        _set(draft, owner.country, "presidency", tables)
    elif said in ({"prime", "minister"}, {"premier"}):
        _set(draft, owner.country, "prime minister's office", tables)


def _by_name(reading: Reading, draft: Draft, owner: Draft, tables: Gazetteer) -> None:
    """Know "Germany's Left party" and "Turkey's central bank" by what the tables call that country's."""
    rest = reading.words(owner.b, draft.name_a + 1).removeprefix("'s ").removeprefix("’s ").strip() if owner.b <= draft.name_a else ""
    if not rest or draft.b != draft.name_a + 1:
        return
    country = owner.country
    adjective = tables.adjective.get(country or "", "")
    for form in (rest, f"the {rest}", f"{adjective} {rest}"):
        named = next((k for k in tables.lookup(form) if k.kind == "organisation" and k.country == country), None)
        if named is not None:
            draft.known, draft.name = named.id, named.name
            return
