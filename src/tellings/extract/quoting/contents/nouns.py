"""Nouns of speech that carry a content: "his claim that …", "a promise to …", "the accusation by the union that …"."""

from collections.abc import Iterator
from typing import Final

from tellings import data
from tellings.extract.quoting.cues import cue_at
from tellings.extract.quoting.drafts import Draft
from tellings.extract.quoting.speakers.sources import NOUNS, agent, speaker
from tellings.extract.quoting.trees import Tree

_EDGE: Final = frozenset({",", ".", ";", ":", "!", "?", "—", "–", "-", "--", "…", "..."})
# What somebody does with words of his own; with other verbs ("rejected the claim that") somebody else has said them.
_SHORTEST: Final = 3


def nouns(tree: Tree) -> Iterator[Draft]:
    """Yield what each noun of speech carries, with who is told to have said it; none where the noun is a speaker's own subject."""
    words = data.toml("speech")["nouns"]
    kinds = {"that": frozenset(words["that"]), "to": frozenset(words["to"])}
    own = frozenset(words["own"])
    parse = tree.parse
    for i in range(len(parse)):
        if parse.pos[i] != "NOUN" or parse.lemmas[i].lower() not in kinds["that"] | kinds["to"]:
            continue
        for k in tree.kids(i, "acl", "ccomp", "relcl"):
            first = tree.left[k]
            if k < i or first <= i:
                continue
            joined = parse.words[first].lower()
            if joined not in kinds or parse.lemmas[i].lower() not in kinds[joined] or not _carries(tree, k, first, joined):
                continue
            first += joined == "that"
            last = tree.right[k]
            while last > first and parse.words[last] in _EDGE:
                last -= 1
            if last - first + 1 >= _SHORTEST:
                yield Draft(
                    start=parse.starts[first], end=parse.ends[last], rule="noun", cue=(i, i), verb=i, head=k, source=_who(tree, i, own),
                )  # fmt: skip


def _carries(tree: Tree, k: int, first: int, joined: str) -> bool:
    """True where the clause is what was said: its "that" joins, and no part of it is the noun itself."""
    if joined == "to":
        return tree.parse.tags[k] == "VB"
    return tree.parse.deps[first] == "mark" or tree.first(k, "nsubj", "nsubjpass") not in {None, first}


def _who(tree: Tree, noun: int, own: frozenset[str]) -> int | None:
    """Whose words the noun gives: "his claim", "a claim by the union", "made the claim that"."""
    parse = tree.parse
    whose = tree.first(noun, "poss")
    if whose is not None:
        return whose
    for prep in tree.kids(noun, "prep"):
        if parse.words[prep].lower() in {"by", "from"}:
            found = tree.first(prep, "pobj")
            if found is not None and parse.pos[found] in NOUNS:
                return found
    verb = parse.heads[noun]
    if parse.deps[noun] == "dobj" and parse.lemmas[verb].lower() in own:
        return speaker(tree, verb).head
    if parse.deps[noun] == "nsubjpass" and parse.lemmas[verb].lower() in own:
        return agent(tree, verb)
    return None


def as_told(tree: Tree) -> Iterator[Draft]:
    """Yield the sentence of "as the agency reported, …": what stands besides the clause of the cue."""
    parse = tree.parse
    for i in range(len(parse)):
        if parse.words[i].lower() != "as" or parse.deps[i] not in {"mark", "prep", "advmod"}:
            continue
        verb = parse.heads[i]
        cue = cue_at(tree, verb) if verb > i else None
        if cue is None or "that" not in cue.frames or parse.heads[verb] == verb or tree.left[verb] != i:
            continue
        who = speaker(tree, verb).head
        if who is None or not i < who < verb or tree.first(verb, "ccomp", "xcomp", "dobj", "acomp") is not None:
            continue
        span = _besides(tree, i, tree.right[verb])
        if span is not None:
            yield Draft(
                start=parse.starts[span[0]], end=parse.ends[span[1]], rule="according", cue=(verb, cue.last), verb=verb, source=who,
            )  # fmt: skip


def _besides(tree: Tree, first: int, last: int) -> tuple[int, int] | None:
    """What stands after the clause's comma where it opens the sentence, else what stands before it."""
    parse = tree.parse
    begin, end = parse.sents[tree.sent_of[first]]
    a, b = begin, first - 1
    if first - begin <= 1:
        comma = last if parse.words[last] == "," else last + 1
        if comma >= end or parse.words[comma] != ",":
            return None
        a, b = comma + 1, end - 1
    elif parse.words[first - 1] != ",":
        return None
    while b > a and parse.pos[b] == "PUNCT":
        b -= 1
    while a < b and parse.pos[a] in {"PUNCT", "CCONJ"}:
        a += 1
    return (a, b) if b - a >= _SHORTEST else None
