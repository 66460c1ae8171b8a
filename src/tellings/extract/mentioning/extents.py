"""Tells how far a noun phrase reaches around its head, and whose the phrase says that it is."""

from typing import Final

from tellings.extract.drafts import Draft, Reading

_LEFT: Final = frozenset(["det", "amod", "compound", "nummod", "poss", "nmod", "case", "punct", "quantmod", "advmod", "predet", "npadvmod"])
_OF: Final = frozenset(["of", "for", "from", "at", "with", "in"])


def noun_of(reading: Reading, i: int) -> str:
    """Return the lemma of a noun, of plurals that the parser leaves as they are too."""
    lemma, low = reading.parse.lemmas[i], reading.lower[i]
    if lemma == low and low.endswith("men"):
        return low[:-2] + "an"
    if low == "media":
        return "media"
    if lemma == low and low.endswith("people"):
        return "person" if low == "people" else low[:-6] + "person"
    return lemma.lower()


def opening(reading: Reading, i: int) -> int:
    """Return the first token of the noun phrase that ends at its head `i`."""
    parse = reading.parse
    a, start = i, parse.sents[reading.sent_of[i]][0]
    while a > start:
        k = a - 1
        if reading.lower[k] in ("'s", "’s", "'", "’") and a <= parse.heads[parse.heads[k]] <= i:
            # "the boy's uncle": the mark hangs on the owner, the owner on what is owned
            a = k
            continue
        head = parse.heads[k]
        linked = a <= head <= i or (k < head <= i)
        if not linked or parse.deps[k] not in _LEFT or parse.words[k] in (",", "“", "”", '"', "(", ")", ":", ";", "—", "–", "…", "‘"):
            break
        a = k
    while a < i and (
        reading.lower[a] in ("'s", "’s", "-", "but", "and", "even", "as", "also", "when", "then", "only") or parse.pos[a] == "ADV"
    ):
        a += 1
    return a


def closing(reading: Reading, i: int, taken: dict[int, Draft]) -> int:
    """Return the end of the phrase: one "of", "for" … with what follows it, where that is short."""
    parse, low = reading.parse, reading.lower
    if i + 2 >= len(parse) or low[i + 1] not in _OF or parse.heads[i + 1] != i:
        return i + 1
    objects = [k for k in reading.children[i + 1] if parse.deps[k] == "pobj" and k > i]
    if not objects or objects[0] - i > 9:
        return i + 1
    top = objects[0]
    if low[i + 1] in ("in", "with", "at") and top not in taken:
        return i + 1
    if any(parse.words[k] in (",", ";", '"', "“", "”", "(", ":") or parse.pos[k] == "VERB" for k in range(i + 1, top)):
        return i + 1
    return max(top + 1, taken[top].b if top in taken else 0)


def owner_of(reading: Reading, a: int, i: int, taken: dict[int, Draft]) -> Draft | None:
    """Return the country, city or body that the phrase names before its head, or right after by "of"."""
    for k in range(a, i):
        if k in taken:
            return taken[k]
    if i + 1 < len(reading.parse) and reading.lower[i + 1] == "of":
        for k in range(i + 2, min(i + 4, len(reading.parse))):
            if k in taken:
                return taken[k]
    return None


def country_in(a: int, b: int, taken: dict[int, Draft]) -> str | None:
    """Return the country of the first draft among the tokens that has one."""
    return next((taken[k].country for k in range(a, b) if k in taken and taken[k].country), None)
