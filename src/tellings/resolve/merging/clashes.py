"""Says of two units that they cannot be one, by what their words tell: sex, walk of life, age, which of two, and namesakes that a report warns of."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from tellings.data import toml
from tellings.data.gazetteer import plain, words
from tellings.model.observed import Mention
from tellings.text.names import fold
from tellings.text.traits import says_nothing, sex_of, trade_fits

_AGE: Final = re.compile(r",? (?:aged )?\(?(\d{1,3})(?=[,.;)]| who\b| from\b| of\b)")
# Words before a name by which a report tells one bearer from another.
_ONE_OF: Final = re.compile(
    r"\b(?:younger|elder|older|other|senior|junior|second|namesake|late|another|also (?:called|named))\s+$|, one\s+$", re.IGNORECASE
)
_SENIOR: Final = re.compile(r" (?:senior|sr\.?)$", re.IGNORECASE)
_NAMESAKES: Final = re.compile(
    r"\b(?:same (?:sur|last |family |full )?name|of that name|(?:shares?|shared|bears?|bore|has|had) (?:his|her|their|the|a) (?:sur|last |family )?name\b(?! of)"
    r"|namesakes?|no relation|not related|unrelated|not to be confused|should not be confused|another (?:man|woman) (?:called|named)"
    r"|(?i:two|three|both|other|second) (?:\w+ ){1,2}(?:named|called) (?=[A-Z]))"
)


def warns(text: str) -> bool:
    """True for a report that says that two persons in it bear one name."""
    return _NAMESAKES.search(text) is not None


def age(mentions: list[Mention]) -> int | None:
    """The age that stands behind a name ("Maria Santos, 34,"), None where there is none."""
    for mention in mentions:
        found = _AGE.match(mention.sel.suffix) if mention.form == "name" else None
        if found is not None:
            return int(found.group(1))
    return None


def one_of(mentions: list[Mention]) -> bool:
    """True where a name is told from another bearer's: "the younger Petrov"."""
    return any(mention.form == "name" and (_SENIOR.search(mention.name) or _ONE_OF.search(mention.sel.prefix) or _ONE_OF.search(mention.sel.exact[: -len(mention.name)])) for mention in mentions)  # fmt: skip


def gender(mentions: list[Mention]) -> str:
    """What the forms of address and the given names say: "m", "f", or "" where they say nothing or both."""
    said: set[str] = set()
    for mention in mentions:
        if mention.form != "name" or mention.kind != "person":
            continue
        low = plain(mention.sel.exact).lower().split()
        said |= {_address()[word] for word in low[:-1] if _address().get(word)}
        first = fold(mention.name).split()[:1]
        if first and " " in mention.name:
            male, female = first[0] in words("offices", "given", "m"), first[0] in words("offices", "given", "f")
            said |= ({"m"} if male else set()) if male != female else ({"f"} if female and not male else set())
    return said.pop() if len(said) == 1 else ""


@cache
def _address() -> dict[str, str]:
    table: dict[str, str] = toml("offices")["address"]
    return table


def walks_differ(a: Iterable[str], b: Iterable[str]) -> bool:
    """True for trades that one person does not have within a story: a bishop and a colonel, a senator and a representative."""
    one = frozenset(name for trade in a for name in walk(trade))
    two = frozenset(name for trade in b for name in walk(trade))
    return bool(one and two) and not one & two


def trades_differ(a: Iterable[str], b: Iterable[str]) -> bool:
    """True where both have trades and no trade of the one can be said of the other: a baker and a lawyer, a coroner and somebody's sister."""
    one, two = [trade for trade in a if not _bare(trade)], [trade for trade in b if not _bare(trade)]
    return bool(one and two) and not any(trade_fits(x, y) or trade_fits(y, x) for x in one for y in two)


def _bare(trade: str) -> bool:
    return (says_nothing(trade) and not sex_of(trade)) or trade in words("callings", "anybody", "m") | words("callings", "anybody", "f")


@cache
def walk(office: str) -> frozenset[str]:
    """The walks of life that the words of an office are of."""
    said = fold(office).split()
    table: dict[str, list[str]] = toml("kinds")["walks"]
    return frozenset(name for name, held in table.items() if any(word in held for word in said))


def trades_agree(a: Iterable[str], b: Iterable[str]) -> bool:
    """True where a trade or office of the one can be said of the other, or shares a word or a walk of life with it."""
    one, two = tuple(a), tuple(b)
    if any(trade_fits(x, y) or trade_fits(y, x) for x in one for y in two if not says_nothing(x) and not says_nothing(y)):
        return True
    return any(walk(x) & walk(y) for x in one for y in two)
