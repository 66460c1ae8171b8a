"""Cue words: which tokens of a parse signal speech or writing, and in which frames."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from tellings import data
from tellings.extract.quoting.trees import Tree

VERBS: Final = frozenset({"VERB", "AUX"})
# How far a particle or preposition may stand from its verb, in tokens.
_REACH: Final = 4
_BEFORE: Final = frozenset({"aux", "auxpass", "neg", "advmod"})
_SMALL: Final = frozenset({"MD", "RB", "RBR", "RBS", "TO", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A cue in a text: its verb, the first and last token of its words, its frames, and its lemma with particles."""

    verb: int
    first: int
    last: int
    frames: frozenset[str]
    lemma: str


@cache
def frames() -> dict[str, frozenset[str]]:
    """Return the frames of each cue of the table."""
    return {row["cue"]: frozenset(row["frames"].split()) for row in data.rows("cues")}


@cache
def _particles() -> dict[str, tuple[tuple[str, ...], ...]]:
    made: dict[str, list[tuple[str, ...]]] = {}
    for cue in frames():
        lemma, *rest = cue.split("_")
        if rest:
            made.setdefault(lemma, []).append(tuple(rest))
    return {lemma: tuple(sorted(found, key=lambda words: (-len(words), words))) for lemma, found in made.items()}


def cue_at(tree: Tree, i: int) -> Cue | None:
    """Return the cue whose verb is token `i`, the longest that fits."""
    parse = tree.parse
    lemma = posted(parse.words[i]) or parse.lemmas[i]
    if (parse.pos[i] not in VERBS and not posted(parse.words[i])) or parse.deps[i] in {"aux", "auxpass"} or _is_nobodys(tree, i):
        return None
    for words in _particles().get(lemma, ()):
        last = _follow(tree, i, words)
        if last is not None:
            name = "_".join((lemma, *words))
            return Cue(verb=i, first=i, last=last, frames=frames()[name] | frames().get(lemma, frozenset()), lemma=name)
    found = frames().get(lemma)
    return Cue(verb=i, first=i, last=i, frames=found, lemma=lemma) if found else None


def _is_nobodys(tree: Tree, i: int) -> bool:
    """True for "it could not be ruled out that": nobody says so, and without "not" the rest says the opposite."""
    kids = {tree.parse.deps[k]: tree.parse.lemmas[k] for k in tree.children[i]}
    return "neg" in kids and "auxpass" in kids and "agent" not in kids and kids.get("nsubjpass", kids.get("expl")) == "it"


def posted(word: str) -> str | None:
    """Return the lemma of a verb of posting by its form, which parsers often take for a noun."""
    forms: dict[str, str] = data.toml("speech")["posting"]
    return forms.get(word.lower())


def _follow(tree: Tree, i: int, words: tuple[str, ...]) -> int | None:
    """The token of the last word where the words follow token `i` in order, close by; one word must hang on it."""
    parse, at = tree.parse, i
    sent_end = parse.sents[tree.sent_of[i]][1]
    for word in words:
        step = next((k for k in range(at + 1, min(at + _REACH, sent_end)) if parse.words[k].lower() == word), None)
        if step is None or (len(words) == 1 and parse.heads[step] != i):
            return None
        at = step
    return at


def contiguous(tree: Tree, cue: Cue) -> tuple[int, int]:
    """Return first and last token of the cue's words: its auxiliaries and adverbs before it too, and the verb that governs it; without a particle that stands apart."""
    parse, first = tree.parse, cue.first
    while first > 0 and parse.heads[first - 1] == cue.verb and parse.deps[first - 1] in _BEFORE and parse.tags[first - 1] in _SMALL:
        first -= 1
    first = _governed(tree, cue.verb, first)
    gap = any(parse.pos[k] in {"NOUN", "PROPN"} for k in range(cue.verb + 1, cue.last))
    return (first, cue.verb) if gap else (first, cue.last)


def _governed(tree: Tree, verb: int, first: int) -> int:
    """The first token with the verb on which "to say" hangs, where it stands right before it: "refused to say", "wants to tell"."""
    parse, above = tree.parse, tree.parse.heads[verb]
    if parse.deps[verb] != "xcomp" or parse.tags[first] != "TO" or above != first - 1 or parse.pos[above] not in VERBS:
        return first
    first = above
    while first > 0 and parse.heads[first - 1] == above and parse.deps[first - 1] in _BEFORE and parse.tags[first - 1] in _SMALL:
        first -= 1
    return first
