"""Finds the one entity of a story that a definite description fits: "the Chilean airline", "the Caucasus republic", "the team from Pretoria".

A description that fits two stays alone. What a report itself names is meant before what others name.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tellings.data.classes import called, classes, countries, regions
from tellings.data.gazetteer import gazetteer
from tellings.model.observed import EntityKind
from tellings.resolve.merging.facts import Facts, wider
from tellings.text.names import fold

if TYPE_CHECKING:
    from tellings.resolve.merging.units import Unit

_WORDS: Final = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*")
_ENDS: Final = re.compile(r"\b(of|in|from|at|with|for|to|that|which|who|backed|led|based|known|on|under|whose|called|named|where)\b")
_DETERMINERS: Final = frozenset(["the", "this", "that"])
_FORMER: Final = frozenset(["former", "ex", "once"])
# "the bank in Rosario": which one it is, is said behind it.
_LOCATED: Final = re.compile(r"^ (?:in|on|at|near|outside|opposite|next|beside|behind|across) (?:the )?[A-Z]")
# Words between determiner and noun that are no description of what is told apart: another, the other side's.
_OTHERS: Final = frozenset(["other", "another", "second", "rival", "neighbouring", "neighboring", "same", "new", "first", "third", "own", "different", "nearby", "next", "opposing", "unnamed"])  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a description asks for: classes, and as far as it says them the country, the part of the world, the city, whose colony it was."""

    kinds: frozenset[EntityKind]
    classes: frozenset[str]
    country: str | None = None
    region: str | None = None
    were: str | None = None
    city: str | None = None
    bare: bool = False

    @property
    def told(self) -> bool:
        """True where more is said than the class."""
        return any((self.country, self.region, self.were, self.city))


def wanted(unit: "Unit") -> Wanted | None:
    """Return what a unit without a name asks for; None where it is indefinite, bears a name, or says what no table can judge."""
    exact = unit.root.sel.exact
    if unit.names or unit.known is not None or unit.root.form != "description" or (unit.kind == "person" and not _armed(exact)):
        return None
    cut = _ENDS.search(exact, 4)
    left, right = (exact[: cut.start()], exact[cut.start() :]) if cut is not None else (exact, "")
    said = _WORDS.findall(left)
    low = [word.lower() for word in said]
    size, keys = called(low)
    if not size or len(said) < size:
        return None
    inner, lead = said[:-size], low[:1]
    owned = re.match(r"^(?:the )?([^'’]+)['’]s\b", left, re.IGNORECASE)
    if owned is not None and not owned.group(1)[:1].isupper():
        # "the airport's operator": whose it is decides, and no table has it
        return None
    if lead[0] not in _DETERMINERS and owned is None:
        return None
    if low[-1].endswith("s") and not low[-1].endswith("ss") and "armed" not in keys and " ".join(low[-size:]) not in _PLURALS:
        return None
    if set(low[:-size]) & _OTHERS or (" ".join(low[-size:]) in _GENERAL and not _plain(inner)):
        return None
    told = _modifiers(" ".join(inner), unit.country)
    if told is None:
        return None
    country, region, were, city = told
    if right:
        place = _after(right)
        if place is None:
            return None
        country, city = place[0] or country, place[1] or city
    kinds = frozenset(classes()[key].kind for key in keys)
    bare = len(inner) == 1 and not right
    if bare and _LOCATED.match(unit.root.sel.suffix):
        return None
    return Wanted(kinds=kinds, classes=keys, country=country, region=region, were=were, city=city, bare=bare)


# Nouns of any body, and the words that may stand before them without making a class of their own, as in "the grid operator".
_GENERAL: Final = frozenset(["company", "firm", "group", "business", "operator", "maker", "manufacturer", "producer", "supplier", "contractor", "developer", "giant", "major", "titan", "chain", "body", "agency", "authority", "organisation", "organization", "union", "fund", "service", "network", "platform", "app", "brand", "label", "school", "institute", "movement", "league", "association", "federation", "plant", "centre", "center", "side", "team", "club", "station", "mission"])  # fmt: skip
_SIZES: Final = frozenset(["big", "large", "small", "embattled", "troubled", "ailing", "beleaguered", "state-owned", "state", "private", "public", "listed", "family-owned", "foreign", "global", "international", "multinational", "national", "famous", "well-known", "leading", "bankrupt", "insolvent", "stricken", "world's", "biggest", "largest", "country's", "home", "visiting", "losing", "winning"])  # fmt: skip


def _plain(inner: list[str]) -> bool:
    return all(word[:1].isupper() or word.lower() in _SIZES or word.lower() in _DETERMINERS for word in inner)


_PLURALS: Final = frozenset(["champions", "islands", "straits", "peacekeepers"])


def _armed(exact: str) -> bool:
    """True for fighters, who are a body though the noun is of persons: "the rebels backed by Rwanda"."""
    said = [word.lower() for word in _WORDS.findall(_ENDS.split(exact, maxsplit=1)[0])]
    return bool(said) and said[0] == "the" and said[-1].endswith("s") and "armed" in called(said)[1]


def _modifiers(inner: str, country: str | None) -> tuple[str | None, str | None, str | None, str | None] | None:
    """Country, region, former owner and city among the words before the noun; None where a capital word is none of these."""
    region = next((key for key in regions() if re.search(rf"\b{re.escape(key)}\b", inner)), None)
    rest = inner.replace(region, " ") if region is not None else inner
    former = bool(_FORMER & set(inner.lower().split()))
    were = city = None
    for word in _WORDS.findall(rest):
        bare = re.sub(r"['’]s$", "", word)
        if not bare[:1].isupper() or bare.lower() in ("the", "this", "that"):
            continue
        bearers = gazetteer().lookup(bare)
        if former and bare in _OWNERS:
            were, country = bare, None
        elif any(known.group in ("city", "capital") for known in bearers):
            city = fold(bare)
        elif country is None or not any(known.country == country for known in bearers):
            words = fold(bare)
            if country is None or words not in fold(gazetteer().country_name.get(country, "")) + fold(
                gazetteer().adjective.get(country, "")
            ):
                return None
    if region is not None and country is not None and country in countries("within", region):
        region = None
    return country, region, were, city


_OWNERS: Final = frozenset(["British", "French", "Portuguese", "Spanish", "Dutch", "Belgian", "Italian", "German", "American", "Danish", "Soviet", "Yugoslav"])  # fmt: skip


def _after(right: str) -> tuple[str | None, str | None] | None:
    """Country and city of "in The Hague", "from Pretoria"; nothing of "that …", "backed by …"; None of "of the miners"."""
    said = _WORDS.findall(right)
    if said[0] not in ("in", "from", "at", "of", "on"):
        return None, None
    rest = " ".join(word for word in said[1:] if word.lower() != "the")
    for name in (rest, f"The {rest}", f"the {rest}"):
        for known in gazetteer().lookup(name):
            if known.kind == "place":
                return (known.country, None) if known.group == "country" else (None, fold(known.name))
    return None if said[0] == "of" or rest[:1].isupper() else (None, None)


def fits(want: Wanted, facts: Facts, kind: EntityKind) -> bool | None:
    """True where the class is known to fit and nothing contradicts; None where nothing contradicts but the class is not known."""
    if facts.country is not None:
        if want.country is not None and facts.country != want.country:
            return False
        if want.region is not None and facts.country not in countries("within", want.region):
            return False
        if want.were is not None and facts.country not in countries("were", want.were):
            return False
    elif want.were is not None or (facts.listed and "organisation" in want.kinds and (want.country is not None or want.region is not None)):
        # what a table has without a country is of many
        return False
    if want.city is not None and facts.cities and want.city not in facts.cities:
        return False
    if facts.classes & want.classes:
        return not (want.region is not None and facts.country is None)
    if facts.classes & wider(key for key in classes() if classes()[key].kind in want.kinds):
        return False
    return None if kind in want.kinds and want.told else False


def known_country(want: Wanted, units: list["Unit"]) -> str | None:
    """Return the one country that a report's places are of, where the description asks for a country."""
    if "country" not in wider(want.classes) and not want.classes & {
        "country",
        "kingdom",
        "emirate",
        "sultanate",
        "principality",
        "island state",
    }:
        return None
    found = {unit.country for unit in units if unit.country is not None and unit.kind == "place" and unit.names}
    return next(iter(found)) if len(found) == 1 else None
