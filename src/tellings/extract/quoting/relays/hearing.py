"""Who heard: the outlets that a verb of telling or the occasion beside it names."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from tellings import data
from tellings.extract.quoting.contents.according import named_after
from tellings.extract.quoting.relays.press import heard_after, is_media, noun_phrase, only_hears
from tellings.extract.quoting.speakers.sources import NOUNS
from tellings.extract.quoting.trees import Tree

TELLS: Final = frozenset({"tell", "inform", "write", "speak", "talk", "say", "confirm", "reveal", "disclose", "announce", "add", "insist"})
_HEARD: Final = frozenset({"tell", "inform"})
# Where words were said or printed, which names an outlet only by its name: "said on Radio Lagoon", "wrote in the Daily Post".
_AIRED: Final = frozenset({"on", "in", "for"})
_AT: Final = frozenset({"to", "with"})


@cache
def _table(name: str) -> dict[str, Any]:
    found: dict[str, Any] = data.toml("speech")[name]
    return found


def of_verb(tree: Tree, verb: int, unsure: set[int]) -> Iterator[int]:
    """The media that heard: told the BBC; said in an interview with the BBC; wrote in the Daily Post."""
    parse = tree.parse
    if parse.lemmas[verb] in TELLS:
        for k in tree.kids(verb, "dobj", "dative", "iobj", "nsubjpass"):
            yield from if_media(tree, k)
            yield from _reporter_of(tree, k)
            if only_hears(parse.lemmas[k]):
                yield from _reporter_of(tree, verb)
        if parse.lemmas[verb] in _HEARD:
            yield from heard_after(tree, verb, unsure)
        for p in tree.kids(verb, "prep", "dative"):
            low = parse.words[p].lower()
            for k in tree.kids(p, "pobj") if low in _AT | _AIRED else ():
                if low in _AT or parse.pos[k] == "PROPN":
                    yield from if_media(tree, k)
        yield from _through(tree, verb)
    for p in tree.kids(verb, "prep"):
        for k in tree.kids(p, "pobj"):
            if parse.lemmas[k] in _table("occasions")["nouns"]:
                yield from _of_occasion(tree, k, unsure)
    for k in tree.kids(verb, "prep", "advcl"):
        head = named_after(tree, k) if parse.words[k].lower() == "according" else None
        if head is not None and parse.lemmas[head].lower() not in _table("passed")["carriers"]:
            yield head
    for k in tree.kids(verb, "advcl"):
        if parse.lemmas[k] in {"speak", "talk"} and parse.tags[k] == "VBG":
            yield from of_verb(tree, k, unsure)
    who = tree.first(verb, "nsubj", "nsubjpass")
    for k in tree.kids(who, "acl") if who is not None else ():
        if parse.lemmas[k] in {"speak", "talk"} and parse.tags[k] == "VBG":
            yield from of_verb(tree, k, unsure)


def _through(tree: Tree, verb: int) -> Iterator[int]:
    """Who put the words into another language: "said through an interpreter"."""
    for p in tree.kids(verb, "prep"):
        if tree.parse.words[p].lower() in {"through", "via"}:
            for k in tree.kids(p, "pobj"):
                if tree.parse.lemmas[k] in _table("media")["interpreters"]:
                    yield k


def _reporter_of(tree: Tree, k: int) -> Iterator[int]:
    """The paper whose reporter heard: "a reporter from the Daily Post", "the Daily Post's Ada Mensah"."""
    for p in tree.kids(k, "prep"):
        if tree.parse.words[p].lower() in {"from", "for", "of", "with", "at"}:
            for noun in tree.kids(p, "pobj"):
                yield from if_media(tree, noun)
    for noun in tree.kids(k, "poss"):
        yield from if_media(tree, noun)


def if_media(tree: Tree, k: int) -> Iterator[int]:
    """The token where its noun phrase names the press; a body's own site ("the ministry's website") is the body."""
    owner = tree.first(k, "poss")
    owned = tree.parse.lemmas[k].lower() in _table("media")["owned"] and owner is not None
    if tree.parse.pos[k] not in NOUNS or owned:
        return
    if owner is not None and tree.parse.words[k][:1].isupper() and is_media(tree, *noun_phrase(tree, owner)):
        yield owner  # "NBC's Meet the Press", "the Daily Post's Ada Mensah"
    elif is_media(tree, *noun_phrase(tree, k)):
        yield k


def _of_occasion(tree: Tree, noun: int, unsure: set[int]) -> Iterator[int]:
    parse = tree.parse
    for p in tree.kids(noun, "prep", "acl"):
        if parse.words[p].lower() in _table("occasions")["prepositions"]:
            for k in tree.kids(p, "pobj"):
                if is_media(tree, *noun_phrase(tree, k)):
                    yield from if_media(tree, k)
                elif parse.lemmas[noun] == "interview" and parse.words[p].lower() in _AT and parse.pos[k] == "PROPN":
                    unsure.add(k)
                    yield k
    for k in tree.kids(noun, "compound", "poss", "nmod"):
        if parse.pos[k] == "PROPN":
            yield from if_media(tree, k)
