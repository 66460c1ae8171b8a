"""What an article's words without a name can stand for: a class of body, a nation's delegation, a country that acts."""

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Final

from tellings.data.gazetteer import gazetteer, words
from tellings.model.observed import Mention
from tellings.text.names import fold

if TYPE_CHECKING:
    from tellings.resolve.merging.units import Unit

# What follows a country's name where it acts, and what stands before where it is a mere place.
_ACTS: Final = re.compile(
    r"^\s(?:(?:has|have|had)\s(?:(?:now|also|already|since|never|not|again|once|[a-z]+ly)\s)?)?"
    r"(?:will|would|may|must|might|could|said|says|told|sent|sold|cut|took|taken|gave|given|put|made|won|began|begun|withdrew|withdrawn|froze|frozen|shut|sought"
    r"|held|bought|broke|broken|wants|denies|insists|rejects|demands|refuses|accuses|warns|agrees|promises|urges|condemns|vows|threatens|intends"
    r"|(?!lived|existed|seemed|happened|needed|suffered|experienced|celebrated)[a-z]+ed)\b(?! (?:be|been)\b)"
)
_PLACED: Final = re.compile(r"\b(?:in|of|from|to|across|near|through|at|into|inside|outside)\s$", re.IGNORECASE)


def acts_as_state(mentions: Iterable[Mention]) -> bool:
    """True where a country's name is once the subject of a verb of doing."""
    return any(m.form == "name" and _ACTS.match(m.sel.suffix) is not None and _PLACED.search(m.sel.prefix) is None for m in mentions)


def is_people(unit: "Unit") -> bool:
    """True for "the Kenyans" alone."""
    return all(m.form == "demonym" and m.sel.exact.endswith(("s", "ese", "ish", "ch")) for m in unit.mentions) and all(
        m.sel.prefix.lower().endswith("the ") or m.sel.exact.lower().startswith("the ") for m in unit.mentions
    )


def are_people(unit: "Unit") -> bool:
    """True for a plural demonym that does not act as its state: "the Canadians won the final"."""
    return is_people(unit) and not any(_acts_as_side(m) for m in unit.mentions)


def _acts_as_side(mention: Mention) -> bool:
    """By the words after it: "the Danes vetoed", "the Danes have agreed", "the Danes want"."""
    after = [word for word in re.findall(r"[a-z]+", mention.sel.suffix.lower())[:3] if word not in _HELPING]
    return bool(after) and after[0] in _side_verbs()


_HELPING: Final = frozenset(["have", "has", "had", "will", "would", "also", "then", "now", "later", "again", "are", "were", "been", "to", "not", "may", "could", "should", "must", "never", "still", "already"])  # fmt: skip


@cache
def _side_verbs() -> frozenset[str]:
    """The forms of the verbs of sides, as English makes them by rule, and the irregular ones."""
    forms = {"sent", "withdrew", "shut", "cut", "held", "sought", "said", "forbade", "broke", "struck"}
    for verb in words("callings", "peoples", "acts"):
        stem, doubled = verb.removesuffix("e"), verb + verb[-1]
        forms |= {verb, verb + "s", stem + "ed", stem + "ing", doubled + "ed", doubled + "ing", verb.removesuffix("y") + "ied"}
    return frozenset(forms)


def units_of_delegations(units: Iterable["Unit"]) -> list["Unit"]:
    """Return the units that are a country's delegation, contingent or negotiators, one for each country."""
    found: dict[str, Unit] = {}
    for unit in units:
        if unit.country is None or unit.names or unit.root.form != "description":
            continue
        said = {word.removesuffix("s") for word in fold(unit.root.name).split()}
        if said & words("kinds", "delegations", "nouns"):
            found.setdefault(unit.country, unit)
    return [found[country] for country in sorted(found)]


@cache
def country_words(country: str | None) -> frozenset[str]:
    """The words by which a country is named before a noun: its name and adjective."""
    tables = gazetteer()
    if country is None or country not in tables.country_name:
        return frozenset()
    names = [tables.country_name[country], tables.adjective[country], *_SHORT.get(country, ())]
    return frozenset(word for name in names for word in fold(name).split()) - {"of", "the", "and"}


_SHORT: Final = {"USA": ("us", "u s", "american"), "GBR": ("uk", "britain", "british"), "ARE": ("uae",)}
