"""Relays: who passed a source's words on to the page, outwards, before names are resolved."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from tellings import data
from tellings.extract.quoting.according import named_after
from tellings.extract.quoting.drafts import Draft
from tellings.extract.quoting.sources import NOUNS
from tellings.extract.quoting.trees import Tree

_TELLS: Final = frozenset({"tell", "inform", "write", "speak", "talk", "say", "confirm", "reveal", "disclose", "announce", "add"})
_HEARD: Final = frozenset({"tell", "inform"})
_CITES: Final = frozenset({"cite", "quote"})
# How far the hearer's noun phrase may reach after the verb, in tokens.
_NEAR: Final = 8
_CALL_SIGN: Final = re.compile(r"[KW][A-Z]{2,3}(?:-TV)?")
_WORDS: Final = re.compile(r"[\w-]+")


@cache
def _table(name: str) -> dict[str, Any]:
    found: dict[str, Any] = data.toml("speech")[name]
    return found


@cache
def _media() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    media = _table("media")
    return frozenset(media["words"]), frozenset(media["name_words"]), frozenset(media["not_media"])


def is_media(tree: Tree, first: int, last: int) -> bool:
    """True where the words name or describe somebody who passes news on to the public; those who only hear ("reporters") do not."""
    parse = tree.parse
    words, names, no = _media()
    if any(parse.words[k].lower() in no for k in range(first, last + 1)) or parse.words[first].lower() in {"this", "our"}:
        return False
    if any(parse.lemmas[k] in words for k in range(first, last + 1)):
        return True
    return any(
        (parse.words[k].lower() in names and parse.words[k][:1].isupper()) or _CALL_SIGN.fullmatch(parse.words[k])
        for k in range(first, last + 1)
    )


def is_media_word(lemma: str) -> bool:
    """True for a common noun for those who pass news on: newspaper, broadcaster, agency."""
    return lemma in _media()[0]


def add_relays(tree: Tree, drafts: list[Draft]) -> list[Draft]:
    """Give each draft the relays that its own sentence names; return the drafts without those that only name a relay."""
    cited: set[int] = set()
    for draft in drafts:
        if draft.verb is not None and not draft.relays:
            draft.relays = list(dict.fromkeys(r for r in _of_verb(tree, draft.verb) if r != draft.source))
            cited.add(_swap_cited(tree, draft))
    return _nested(tree, [draft for draft in drafts if draft.verb not in cited])


def _np(tree: Tree, head: int) -> tuple[int, int]:
    left = head
    while left - 1 >= tree.left[head] and tree.parse.pos[left - 1] in {"PROPN", "NOUN", "ADJ", "DET", "NUM", "PART"}:
        left -= 1
    right = head
    while right + 1 <= tree.right[head] and tree.parse.pos[right + 1] in {"PROPN", "NOUN"}:
        right += 1
    return left, right


def _of_verb(tree: Tree, verb: int) -> Iterator[int]:
    """The media that heard: told the BBC; said in an interview with the BBC; wrote in the Daily Post."""
    parse = tree.parse
    if parse.lemmas[verb] in _TELLS:
        for k in tree.kids(verb, "dobj", "dative", "iobj", "nsubjpass"):
            yield from _if_media(tree, k)
            yield from _reporter_of(tree, k)
            if parse.lemmas[k] in _media()[2]:
                yield from _reporter_of(tree, verb)
        if parse.lemmas[verb] in _HEARD:
            yield from _heard_after(tree, verb)
        for p in tree.kids(verb, "prep", "dative"):
            if parse.words[p].lower() in {"to", "with"} and parse.deps[p] in {"prep", "dative"}:
                for k in tree.kids(p, "pobj"):
                    yield from _if_media(tree, k)
    for p in tree.kids(verb, "prep"):
        for k in tree.kids(p, "pobj"):
            if parse.lemmas[k] in _table("occasions")["nouns"]:
                yield from _of_occasion(tree, k)
    for k in tree.kids(verb, "prep", "advcl"):
        if parse.words[k].lower() == "according" and (head := named_after(tree, k)) is not None:
            yield from _if_media(tree, head)
    for k in tree.kids(verb, "advcl"):
        if parse.lemmas[k] in {"speak", "talk"} and parse.tags[k] == "VBG":
            yield from _of_verb(tree, k)


def _reporter_of(tree: Tree, k: int) -> Iterator[int]:
    """The paper whose reporter heard: "a reporter from the Daily Post", "the Daily Post's Ada Mensah"."""
    for p in tree.kids(k, "prep"):
        if tree.parse.words[p].lower() in {"from", "for", "of", "with", "at"}:
            for noun in tree.kids(p, "pobj"):
                yield from _if_media(tree, noun)
    for noun in tree.kids(k, "poss"):
        yield from _if_media(tree, noun)


def _heard_after(tree: Tree, verb: int) -> Iterator[int]:
    """The noun phrase right after a verb of telling, whatever the parser made of it."""
    parse, last = tree.parse, verb
    end = parse.sents[tree.sent_of[verb]][1]
    while last + 1 < min(end, verb + _NEAR) and parse.pos[last + 1] in {"DET", "ADJ", "NOUN", "PROPN", "PART", "NUM"}:
        last += 1
    if last > verb and parse.pos[last] in {"NOUN", "PROPN"} and is_media(tree, verb + 1, last):
        yield last


def _if_media(tree: Tree, k: int) -> Iterator[int]:
    if tree.parse.pos[k] in NOUNS and is_media(tree, *_np(tree, k)):
        yield k


def _of_occasion(tree: Tree, noun: int) -> Iterator[int]:
    parse = tree.parse
    for p in tree.kids(noun, "prep", "acl"):
        if parse.words[p].lower() in _table("occasions")["prepositions"]:
            for k in tree.kids(p, "pobj"):
                yield from _if_media(tree, k)
    for k in tree.kids(noun, "compound", "poss", "nmod"):
        if parse.pos[k] == "PROPN":
            yield from _if_media(tree, k)


def _swap_cited(tree: Tree, draft: Draft) -> int:
    """Tass said, citing the ministry: the ministry speaks and Tass passes on. Return the token of citing, -1 where there is none."""
    if draft.source is None or draft.verb is None:
        return -1
    parse = tree.parse
    around = [*tree.kids(draft.verb, "advcl", "acl", "prep"), *tree.kids(draft.source, "acl", "advcl", "relcl")]
    for k in around:
        if parse.lemmas[k] in _CITES and parse.tags[k] == "VBG":
            cited = tree.first(k, "dobj", "pobj")
            if cited is not None and parse.pos[cited] in NOUNS and cited != draft.source:
                draft.relays = [draft.source, *draft.relays]
                draft.source = cited
                return k
    return -1


def _nested(tree: Tree, drafts: list[Draft]) -> list[Draft]:
    """What stands inside another's indirect content was passed on by that other's source."""
    ordered = sorted(drafts, key=lambda d: (d.start, -d.end))
    dropped: set[int] = set()
    stack: list[Draft] = []
    for inner in ordered:
        while stack and stack[-1].end <= inner.start:
            stack.pop()
        outer = stack[-1] if stack else None
        if outer is not None and inner.end <= outer.end and _inside(tree, inner, outer):
            inner.relays += [r for r in (outer.source, *outer.relays) if r is not None and r != inner.source and r not in inner.relays]
            if outer.rule == "according" and inner.end - inner.start >= 0.5 * (outer.end - outer.start):
                dropped.add(id(outer))
        stack.append(inner)
    return [d for d in drafts if id(d) not in dropped]


def _inside(tree: Tree, inner: Draft, outer: Draft) -> bool:
    """True where what the outer source says is that the inner source said something: the inner verb heads the outer content."""
    if inner.verb is None or outer.kind == "direct" or outer.source is None:
        return False
    if outer.rule == "according":
        return outer.start <= tree.parse.starts[inner.verb] < outer.end
    return inner.verb == outer.head
