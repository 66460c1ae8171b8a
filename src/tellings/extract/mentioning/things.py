"""Finds the names of ships and craft, which are words of anything: "the tanker Eagle Loke", "the ferry Estonia", "HMS Argyll"."""

from functools import cache
from typing import Final

from tellings.data import toml
from tellings.extract.drafts import Reading, capital
from tellings.extract.mentioning.extending import Core

_PREFIXES: Final = frozenset(["HMS", "USS", "USNS", "USCGC", "MV", "M/V", "MS", "MT", "SS", "RMS", "INS", "HMCS", "HMAS", "HMNZS", "RFA", "BRP", "KRI", "ROKS", "FS", "ITS", "SAS", "RV", "SY"])  # fmt: skip
_DETERMINERS: Final = frozenset(["the", "a", "an", "this", "that", "its", "their", "his", "her"])
_NO_NAME: Final = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"])  # fmt: skip
_LONGEST: Final = 4
_BACK: Final = 5


def with_things(reading: Reading, cores: list[Core]) -> list[Core]:
    """Return the cores in order of place with the names of ships among them; what stands inside such a name is gone."""
    found = [core for i in range(len(reading.parse) - 1) if (core := _named(reading, i)) is not None]
    if not found:
        return cores
    taken = {k for core in found for k in range(core.a, core.b)}
    kept = [core for core in cores if not taken & set(range(core.a, core.b))]
    return sorted((*kept, *found), key=lambda core: (core.a, core.b))


def _named(reading: Reading, i: int) -> Core | None:
    """The name right after a noun of ships that a determiner opens, or after a ship's prefix."""
    parse, low = reading.parse, reading.lower
    prefix = parse.words[i] in _PREFIXES and parse.words[i].isupper()
    if not prefix and not (low[i] in _nouns() and any(low[k] in _DETERMINERS for k in range(max(0, i - _BACK), i))):
        return None
    stop = min(i + 1 + _LONGEST, parse.sents[reading.sent_of[i]][1])
    b = i + 1
    while (
        b < stop
        and (capital(parse.words[b]) or parse.words[b].isdigit())
        and low[b] not in _NO_NAME
        and parse.words[b - 1] not in ("'s", "’s")
    ):
        b += 1
    if b == i + 1:
        return None
    after = parse.words[b] if b < len(parse) else ""
    # "the ship Coast Guard officers boarded" has no name
    if b < len(parse) and parse.pos[b] == "NOUN" and parse.deps[b - 1] == "compound" and after not in ("'s", "’s"):
        return None
    return Core(a=i + 1, b=b, kind="other", found="thing")


@cache
def _nouns() -> frozenset[str]:
    """The single nouns of ships and craft."""
    rows = {row["key"]: row["nouns"] for row in toml("classes")["class"]}
    return frozenset(noun.split()[-1] for noun in rows["ship"]) - {"carrier", "boat"}
