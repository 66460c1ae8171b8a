"""Links a second name that an article itself gives a person: "Lena Hartwig, née Vogel", "Raúl Pino, known as El Tuerto"."""

import re
from itertools import pairwise
from typing import Final

from tellings.extract.drafts import Draft, Reading

_SECOND: Final = re.compile(
    r"^,? ?\(?(?:who is |who was |also |better |often |formerly |once |then |now |widely )*"
    r"(?:née|nee|né|born|formerly|alias|aka|a\.k\.a\.|known as|known to \w+ as|called|nicknamed|"
    r"whose (?:real |full |birth |given |given )?name (?:is|was)|real name:?|nom de guerre|stage name|going by the name(?: of)?|who goes by)"
    r"(?: simply| only| just)?(?: (?:the|as))? ?[\"'“‘]?$",
    re.IGNORECASE,
)
_BORN: Final = re.compile(r"\b(?:née|nee|né)\b", re.IGNORECASE)
# Words between the two names, at most.
_BETWEEN: Final = 48


def second_names(reading: Reading, drafts: list[Draft]) -> None:
    """Set the antecedent of a second name to the first; a maiden name alone gets the given name before it."""
    text, parse = reading.text, reading.parse
    named = [draft for draft in drafts if draft.form == "name" and draft.kind != "place"]
    for draft, after in pairwise(named):
        if (
            draft.kind not in ("person", "other")
            or (draft.known is not None and draft.kind == "other")
            or (after.known is not None and after.known != draft.known)
        ):
            continue
        start, end = parse.ends[draft.b - 1], parse.starts[after.a]
        between = text[start:end]
        if not 0 < len(between) <= _BETWEEN or _SECOND.match(between) is None:
            continue
        after.kind = draft.kind = "person"
        if _BORN.search(between) and " " not in after.name and " " in draft.name:
            after.name = f"{draft.name.split()[0]} {after.name}"
        after.antecedent = draft.root
    _named(reading, drafts)


_NAMED: Final = re.compile(
    r"^(?: [a-z]+){0,3},? (?:who (?:is|was|has been) )?(?:later |since |first |formally |publicly |also )?"
    r"(?:identified|named|known|called|born|née|nee|né)(?: by [\w ]{1,24}| in [\w ]{1,24}| locally| only| simply)?(?: (?:only |simply )?as)? [\"'“‘]?$"
)
_BIRTH: Final = re.compile(r"\b(?:born|née|nee|né) [\"'“‘]?$")


def _named(reading: Reading, drafts: list[Draft]) -> None:
    """Link a description to the name that the words right after it give: "the skipper, identified as Rodel Dizon", "the singer, born Ivana Peric"."""
    text, parse = reading.text, reading.parse
    for draft, after in pairwise([d for d in drafts if d.kind != "place"]):
        if draft.form != "description" or draft.kind != "person" or draft.plural or after.form != "name" or after.known is not None:
            continue
        between = text[parse.ends[draft.b - 1] : parse.starts[after.a]]
        if len(between) > _BETWEEN or " " not in after.name or _NAMED.match(between) is None:
            continue
        after.kind = "person"
        draft.antecedent = after.root
        if _BIRTH.search(between):
            after.traits["born:1"] = None
