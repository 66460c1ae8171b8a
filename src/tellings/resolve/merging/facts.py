"""What is known of an entity: its classes, its country, the city it is of; from the tables, from its name, and from what the reports say beside it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from tellings.data import rows
from tellings.data.classes import by_group, by_words, called, classes, countries
from tellings.data.gazetteer import gazetteer
from tellings.model.observed import Mention
from tellings.text.names import fold

if TYPE_CHECKING:
    from tellings.resolve.merging.units import Unit

_BEFORE: Final = 48
_AFTER: Final = 90
_WORDS: Final = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*")
# What opens a description behind a name: "Kestrel Air, the low-cost carrier", "Lira is a port".
_APPOSED: Final = re.compile(
    r"^(?:,| \(| is| was|, which is|, who are) (?:a|an|the|one of the|its|Africa's|Europe's|Asia's) ([^,.;:()“”\"]{3,70})"
)
_STOPS: Final = frozenset(["of", "in", "that", "which", "who", "whose", "on", "at", "near", "with", "for", "by", "and", "based", "from", "to", "led", "where", "said", "says", "told", "reported", "announced", "has", "had", "is", "was", "will", "would"])  # fmt: skip
_REPORTS: Final = frozenset(["said", "says", "told", "reported", "announced", "has", "had", "is", "was", "will", "would"])
# Countries whose parts are states; those of the others are provinces, whatever the table of places calls them.
_OF_STATES: Final = frozenset(["USA", "IND", "AUS", "DEU", "MEX", "BRA", "NGA", "MYS", "AUT", "VEN", "MMR", "SSD", "ETH", "SDN"])
_ISLANDS: Final = ("kingdom", "emirate", "sultanate", "principality", "island state", "island", "territory")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The classes of an entity (with the wider ones; `told` without those that only its name suggests; `listed` where a table has it, `id` a country's), its country, the cities it is of."""

    classes: frozenset[str]
    country: str | None
    cities: frozenset[str]
    told: frozenset[str] = frozenset()
    listed: bool = False
    id: str | None = None


def facts_of(units: list["Unit"], texts: Mapping[str, str]) -> Facts:
    """Return what tables, names and texts say of the entity that the units are."""
    found: set[str] = set()
    named: set[str] = set()
    country: str | None = None
    cities: set[str] = set()
    for unit in units:
        known = known_facts(unit.known)
        country = country or unit.country or known.country
        found |= known.classes
        cities |= known.cities
        for name in unit.names:
            named |= by_words(fold(name).split())
        for mention in unit.mentions:
            if mention.form in ("name", "acronym") and not known.classes:
                told, of = _beside(mention, texts.get(mention.sel.article, ""))
                told = frozenset(key for key in told if unit.kind in (classes()[key].kind, "person", "other"))
                found |= told
                country = country or (of if told else None)
            elif mention.form == "description" and not known.classes:
                found |= called(mention.name.lower().split())[1]
    return Facts(
        classes=wider(found | named),
        country=country,
        cities=frozenset(cities),
        told=wider(found),
        listed=any(unit.known is not None for unit in units),
    )


def wider(keys: Iterable[str]) -> frozenset[str]:
    """Return the classes with those they lie in."""
    found = set(keys)
    return frozenset(found | {over for key in found if (over := classes()[key].over) is not None})


@cache
def known_facts(known: str | None) -> Facts:
    """Return what the tables say of an id."""
    if known is None:
        return Facts(classes=frozenset(), country=None, cities=frozenset())
    told = _told().get(known, Facts(classes=frozenset(), country=None, cities=frozenset()))
    found = set(told.classes) | by_group(gazetteer().groups.get(known, ""))
    prefix, _, rest = known.partition(":")
    country = told.country
    if prefix == "country":
        found |= {"country", *(key for key in _ISLANDS if rest in countries("are", key))}
        country = rest
    elif prefix == "place":
        if gazetteer().groups.get(known) == "state":
            found.add("state" if rest.partition(":")[0] in _OF_STATES else "province")
        sort = re.search(r"\((province|river|city|island|mountain)\)$", rest)
        # a name with its sort is of no other, whatever the plain name is
        found = {sort.group(1)} if sort is not None else found
        country = rest.partition(":")[0] or None
    return Facts(classes=wider(found), country=country, cities=told.cities)


@cache
def _told() -> dict[str, Facts]:
    """The classes and cities of the tables of firms, bodies and clubs, by the id of what bears the name."""
    found: dict[str, Facts] = {}
    for table in ("firms", "clubs"):
        for row in rows(table):
            held = frozenset(key for key in row.get("classes", "").split("|") if key) | ({"club"} if table == "clubs" else frozenset())
            cities = frozenset(fold(city) for city in row.get("city", "").split("|") if city)
            for known in gazetteer().lookup(row["name"].split(" (")[0]):
                if known.kind == "organisation" and (known.country in (None, row["country"]) or not row["country"]):
                    found[known.id] = Facts(classes=held, country=row["country"] or None, cities=cities)
    for row in rows("clubs"):
        for ground in row["stadium"].split("|"):
            found[f"place:{row['country']}:{ground}"] = Facts(
                classes=frozenset(["stadium"]),
                country=row["country"] or None,
                cities=frozenset(fold(city) for city in row["city"].split("|") if city),
            )
    return found


def _beside(mention: Mention, text: str) -> tuple[frozenset[str], str | None]:
    """The classes and the country that stand right before or behind a name."""
    before = _WORDS.findall(re.split(r"[,.;:()“”\"\n]", text[max(0, mention.sel.start - _BEFORE) : mention.sel.start])[-1])
    own = _WORDS.findall(mention.sel.exact.removesuffix(mention.name)) if mention.sel.exact.endswith(mention.name) else []
    said = [word.lower() for word in (*before, *own)]
    size, keys = called(said)
    if size and keys and said[-1] not in ("the", "of") and not said[-1].endswith("s"):
        return frozenset(keys), _country([*before, *own][-size - 2 : -size or None])
    after = _APPOSED.match(text[mention.sel.end : mention.sel.end + _AFTER])
    if after is None:
        return frozenset(), None
    phrase: list[str] = []
    for word in _WORDS.findall(after.group(1)):
        if word.lower() in _STOPS:
            if word.lower() in _REPORTS:
                # ", the energy company said": whose sentence it is, and no apposition
                return frozenset(), None
            break
        phrase.append(word)
    size, keys = called([word.lower() for word in phrase])
    return (frozenset(keys), _country(phrase[:-size])) if size else (frozenset(), None)


def _country(said: list[str]) -> str | None:
    """The country whose adjective is among the words."""
    for word in said:
        for known in gazetteer().lookup(word):
            if known.group in ("demonym", "country"):
                return known.country
    return None
