"""Through whose hands a document came: who saw, published, leaked, shared or read out what speaks or what the words stand in."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from tellings import data
from tellings.extract.quoting.contents.according import named_after
from tellings.extract.quoting.cues import posted
from tellings.extract.quoting.drafts import Draft
from tellings.extract.quoting.relays.hearing import if_media
from tellings.extract.quoting.relays.press import IN_NAMES, NEAR, is_document
from tellings.extract.quoting.trees import Tree

# How far after its noun the participle stands that says who had a document; and past a clause that says what the document is.
_TOLD_OF: Final = 14
_PAST_CLAUSE: Final = 36
_OWN: Final = frozenset({"issue", "distribute"})
_BY: Final = frozenset({"by"})
_BY_TO: Final = frozenset({"by", "to"})
_WITHIN: Final = frozenset({"in", "on"})
_CLIMB: Final = 4


@cache
def _table(name: str) -> dict[str, Any]:
    found: dict[str, Any] = data.toml("speech")[name]
    return found


def of_documents(tree: Tree, draft: Draft) -> Iterator[int]:
    """Yield who passed on the document that speaks or that the words stand in: "a letter seen by the Daily Post"."""
    for noun in dict.fromkeys(_documents(tree, draft)):
        if is_document(tree, noun):
            yield from passed_on(tree, noun)


def _documents(tree: Tree, draft: Draft) -> Iterator[int]:
    parse = tree.parse
    assert draft.verb is not None
    if draft.source is not None:
        yield draft.source
    for p in tree.kids(draft.verb, "prep"):
        if parse.words[p].lower() in _WITHIN:
            yield from tree.kids(p, "pobj")
    for k in tree.kids(draft.verb, "prep", "advcl"):
        if parse.words[k].lower() == "according" and (head := named_after(tree, k)) is not None:
            yield head
    # "a post in which a colonel says", "a letter where she wrote"
    at = draft.verb
    for _ in range(_CLIMB):
        if parse.deps[at] == "relcl":
            yield parse.heads[at]
        if parse.heads[at] == at:
            return
        at = parse.heads[at]


def passed_on(tree: Tree, noun: int) -> Iterator[int]:
    """Yield who passed on a document, by the participles and relative clauses on its noun."""
    parse = tree.parse
    end = parse.sents[tree.sent_of[noun]][1]
    reach = _PAST_CLAUSE if tree.first(noun, "relcl") is not None else _TOLD_OF
    for k in range(noun + 1, min(end, noun + reach)):
        lemma = posted(parse.words[k]) or parse.lemmas[k]
        issued = lemma in _table("passed")["issued"]
        if parse.pos[k] != "VERB" or not (issued or lemma in _table("passed")["verbs"]):
            continue
        if lemma not in _table("passed")["had"] and noun < parse.heads[k] < k and parse.words[k - 1] != "," and parse.deps[k] == "acl":
            continue  # "statements on a bill passed by"
        if k >= noun + _TOLD_OF and tree.first(k, "auxpass") is None:
            continue
        if issued and (spoke := _after(tree, k, end, frozenset({"through", "via"}))) is not None:
            yield spoke
        elif lemma in _OWN:
            return  # who issues it wrote it
        elif parse.tags[k] in {"VBN", "VBD"} and (by := _after_by(tree, k, end)) is not None:
            yield from _if_passes(tree, by)
        elif parse.deps[k] in {"relcl", "acl"} and (who := tree.first(k, "nsubj")) is not None and k > who > noun:
            yield from _if_passes(tree, who)
        return
    yield from _of_governor(tree, noun)


def _of_governor(tree: Tree, noun: int) -> Iterator[int]:
    """Who published a letter, quoted from a note; by whom a post was shared."""
    parse = tree.parse
    verb = parse.heads[noun]
    if parse.deps[noun] == "pobj" and parse.words[verb].lower() == "from":
        verb = parse.heads[verb]
    if parse.pos[verb] != "VERB" or parse.lemmas[verb] not in _table("passed")["verbs"]:
        return
    gets = parse.lemmas[verb] in _table("passed")["gets"]
    if parse.deps[noun] == "nsubjpass":
        for by in tree.kids(verb, "agent", "prep"):
            if parse.words[by].lower() == "by":
                for k in tree.kids(by, "pobj"):
                    yield from _if_passes(tree, named_beside(tree, k))
    elif gets and parse.deps[noun] in {"dobj", "pobj"} and (who := tree.first(verb, "nsubj")) is not None and who < noun:
        yield from if_media(tree, who)


def named_beside(tree: Tree, k: int) -> int:
    """Return the name in apposition to a noun: "the journalist Ada Mensah"."""
    if tree.parse.pos[k] == "PROPN":
        return k
    return next((a for a in tree.kids(k, "appos") if tree.parse.pos[a] == "PROPN"), k)


def _after_by(tree: Tree, verb: int, end: int) -> int | None:
    """The noun of "by" (or of "to", where something is leaked) near after a participle."""
    parse = tree.parse
    return _after(tree, verb, end, _BY_TO if parse.lemmas[verb] in _table("passed")["to"] else _BY)


def _after(tree: Tree, verb: int, end: int, words: frozenset[str]) -> int | None:
    """The last noun behind one of the words near after a verb."""
    parse = tree.parse
    by = next((k for k in range(verb + 1, min(end, verb + NEAR // 2)) if parse.words[k].lower() in words), None)
    return last_of_names(tree, by + 1, end) if by is not None else None


def last_of_names(tree: Tree, at: int, end: int) -> int | None:
    """Return the last noun of the noun phrase that begins at token `at`."""
    parse, last = tree.parse, None
    for k in range(at, min(end, at + NEAR)):
        if parse.pos[k] in {"NOUN", "PROPN"}:
            last = k
        elif parse.pos[k] not in IN_NAMES and parse.words[k] not in {"&", "-"} and parse.tags[k] != "PRP$":
            break
    return last


def _if_passes(tree: Tree, k: int) -> Iterator[int]:
    k = named_beside(tree, k)
    if tree.parse.pos[k] == "PROPN":
        yield k
    else:
        yield from if_media(tree, k)
