"""Relays told of in a sentence without a quotation: "He was speaking to the Daily Post", "The remark, first reported by the Daily Post, …"."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final

from tellings import data
from tellings.extract.quoting.drafts import Draft
from tellings.extract.quoting.relays.hearing import if_media, of_verb
from tellings.extract.quoting.relays.passing import passed_on
from tellings.extract.quoting.relays.press import is_document, is_media, noun_phrase
from tellings.extract.quoting.speakers.sources import NOUNS
from tellings.extract.quoting.trees import Tree

# So many sentences later, or earlier, it may be said to whom somebody spoke.
_NEAR: Final = 2
_THE: Final = frozenset({"the", "that", "this"})
_THESE: Final = _THE | {"these", "those", "both"}
_IT: Final = frozenset({"it", "one", "some", "two", "another", "of", "them", "these", "those", "which"})
_SPEAKS: Final = frozenset({"speak", "talk"})


@cache
def _table(name: str) -> dict[str, Any]:
    found: dict[str, Any] = data.toml("speech")[name]
    return found


def told_elsewhere(tree: Tree, drafts: Sequence[Draft]) -> None:
    """Give the drafts beside a sentence that tells of their relay that relay, where they have none."""
    parse = tree.parse
    ordered = sorted((d for d in drafts if d.source is not None), key=lambda d: d.start)
    starts = [d.start for d in ordered]
    spoken = {d.verb for d in drafts}
    for k in range(len(parse)):
        if parse.pos[k] == "VERB" and k not in spoken:
            unsure: set[int] = set()
            who, heard = _meeting(tree, k, unsure)
            at = bisect_left(starts, parse.starts[k])
            if heard and who is not None:
                for draft in ordered[max(0, at - 1) : at + 1]:
                    if _is_ones(tree, draft, k, who):
                        draft.relays = [r for r in heard if r not in {draft.source, who}]
                        draft.unsure |= unsure
        elif parse.lemmas[k] in _table("told_of")["words"] and parse.pos[k] == "NOUN" and _is_taken_up(tree, k):
            at = bisect_left(starts, parse.starts[k])
            told = (r for r in passed_on(tree, k) if is_media(tree, *noun_phrase(tree, r)))
            relays = list(dict.fromkeys([*told, *_appears_in(tree, k)]))
            if relays and at and not ordered[at - 1].relays and _apart(tree, ordered[at - 1], k) <= _NEAR:
                ordered[at - 1].relays = [r for r in relays if r != ordered[at - 1].source]


def _is_taken_up(tree: Tree, noun: int) -> bool:
    """True for "the remark", "those comments", "her words", which were told of before."""
    words = {tree.parse.words[k].lower() for k in tree.kids(noun, "det")}
    return bool(words & _THESE) or any(tree.parse.tags[k] == "PRP$" for k in tree.kids(noun, "poss"))


def _meeting(tree: Tree, verb: int, unsure: set[int]) -> tuple[int | None, list[int]]:
    """Who speaks and who hears by a verb that gives no words: spoke to X, gave an interview to X, made the remark to X."""
    parse = tree.parse
    who = tree.first(verb, "nsubj")
    obj = tree.first(verb, "dobj")
    if who is None or parse.pos[who] not in NOUNS:
        return None, []
    if parse.lemmas[verb] in _SPEAKS and parse.heads[verb] == verb:
        return who, list(of_verb(tree, verb, unsure))
    if obj is None or parse.lemmas[verb] not in _table("told_of")["verbs"] or parse.lemmas[obj] not in _table("told_of")["words"]:
        return None, []
    found = []
    for p in (*tree.kids(verb, "prep", "dative"), *tree.kids(obj, "prep")):
        if parse.words[p].lower() in {"to", "with", "on", "in", "for", "during"}:
            for k in tree.kids(p, "pobj"):
                media = [*if_media(tree, k), *passed_on(tree, k)]
                if not media and parse.pos[k] == "PROPN" and parse.words[p].lower() in {"to", "with"}:
                    unsure.add(k)
                    media = [k]
                found += media
    return who, list(dict.fromkeys(found))


def _appears_in(tree: Tree, noun: int) -> Iterator[int]:
    """Where a remark stands: "The remark appears in the Daily Post", "The interview will air on Radio Lagoon"."""
    parse = tree.parse
    verb = parse.heads[noun]
    if parse.deps[noun] in {"nsubj", "nsubjpass"} and parse.lemmas[verb] in _table("told_of")["appears"]:
        for p in tree.kids(verb, "prep"):
            if parse.words[p].lower() in {"in", "on"}:
                for k in tree.kids(p, "pobj"):
                    yield from if_media(tree, k)


def _is_ones(tree: Tree, draft: Draft, verb: int, who: int) -> bool:
    """True where the draft near the verb is of the verb's subject and has no relay of its own."""
    parse = tree.parse
    assert draft.source is not None
    later = who if parse.starts[who] > draft.start else draft.source
    one = parse.pos[later] == "PRON" or parse.words[who] == parse.words[draft.source]
    return not draft.relays and one and 0 < _apart(tree, draft, verb) <= _NEAR


def _apart(tree: Tree, draft: Draft, token: int) -> int:
    """How many sentences lie from a draft's words to a token."""
    place = tree.sent_of[token]
    return min(abs(place - tree.sent_of[max(0, tree.over(at))]) for at in (draft.start, draft.end - 1))


def from_documents(tree: Tree, drafts: Sequence[Draft]) -> None:
    """Give what stands in a document through whose hands that came, where another sentence tells it: "The memo says", "In it she writes"."""
    parse = tree.parse
    had: dict[str, list[tuple[int, list[int]]]] = {}
    places, hands = [], []
    spoke = {d.source: d.relays for d in drafts if d.source is not None and d.relays}
    for k in range(len(parse)):
        if is_document(tree, k) and (relays := spoke.get(k) or list(dict.fromkeys(passed_on(tree, k)))):
            had.setdefault(parse.lemmas[k], []).append((k, relays))
            places.append(k)
            hands.append(relays)
    for draft in drafts if places else ():
        if draft.relays and is_document(tree, draft.relays[-1]):
            more = _nearest(tree, had.get(parse.lemmas[draft.relays[-1]], []), draft.relays[-1])
            draft.relays += [r for r in more if r not in draft.relays and r != draft.source]
        elif not draft.relays and draft.source is not None and draft.verb is not None:
            if is_document(tree, draft.source):
                found = _nearest(tree, had.get(parse.lemmas[draft.source], []), draft.source)
            else:
                at = bisect_left(places, draft.verb) - 1
                near = at >= 0 and tree.sent_of[draft.verb] - tree.sent_of[places[at]] <= _NEAR
                writes = parse.tags[draft.verb] == "VBZ" and parse.lemmas[draft.verb] == "write"
                found = hands[at] if near and (writes or _in_it(tree, draft.verb)) else []
            draft.relays = [r for r in found if r != draft.source]


def _nearest(tree: Tree, had: Sequence[tuple[int, list[int]]], noun: int) -> list[int]:
    """The hands of a document that the noun takes up with "the", or that is told of again in the sentence after."""
    at = bisect_left(had, noun, key=lambda pair: pair[0])
    if at < len(had) and had[at][0] == noun:
        return had[at][1]
    if any(tree.parse.words[k].lower() in _THE for k in tree.kids(noun, "det")):
        if at:
            return had[at - 1][1]
    elif at < len(had) and tree.sent_of[had[at][0]] - tree.sent_of[noun] == 1:
        again = had[at][0]
        return had[at][1] if any(tree.parse.words[k].lower() in _THE for k in tree.kids(again, "det")) else []
    return []


def _in_it(tree: Tree, verb: int) -> bool:
    """True for "in it", "in one of them" beside a verb."""
    for p in tree.kids(verb, "prep"):
        if tree.parse.words[p].lower() == "in":
            words = {tree.parse.words[k].lower() for k in range(p + 1, tree.right[p] + 1)}
            if words and words <= _IT:
                return True
    return False
