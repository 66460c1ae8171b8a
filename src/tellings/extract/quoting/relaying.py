"""Relays: who passed a source's words on to the page, outwards, before names are resolved."""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from tellings import data
from tellings.extract.quoting.according import named_after
from tellings.extract.quoting.drafts import Draft
from tellings.extract.quoting.press import IN_NAMES, NEAR, heard_after, is_document, is_media, noun_phrase, only_hears
from tellings.extract.quoting.sources import NOUNS
from tellings.extract.quoting.trees import Tree

_TELLS: Final = frozenset({"tell", "inform", "write", "speak", "talk", "say", "confirm", "reveal", "disclose", "announce", "add", "insist"})
_HEARD: Final = frozenset({"tell", "inform"})
_CITES: Final = frozenset({"cite", "quote"})
# Where words were said or printed, which names an outlet only by its name: "said on Radio Lagoon", "wrote in the Daily Post".
_AIRED: Final = frozenset({"on", "in", "for"})
_AT: Final = frozenset({"to", "with"})
# So many sentences later it may be said to whom somebody spoke.
_AFTER: Final = 2
_CLOSING: Final = frozenset({"”", '"', "’", "''"})
_MARKS: Final = _CLOSING | {","}
# A content of which what a third said is this share is that third's.
_MOST: Final = 0.5
# How far after its noun the participle stands that says who had a document.
_TOLD_OF: Final = 14


@cache
def _table(name: str) -> dict[str, Any]:
    found: dict[str, Any] = data.toml("speech")[name]
    return found


def add_relays(tree: Tree, drafts: list[Draft]) -> list[Draft]:
    """Give each draft the relays that its own sentence names; return the drafts without those that only name a relay."""
    cited: set[int] = set()
    for draft in drafts:
        if draft.verb is None:
            continue
        if not draft.relays:
            heard = list(dict.fromkeys(_of_verb(tree, draft.verb, draft.unsure)))
            heard = [r for r in heard if not any(_one_name(tree, r, later) for later in heard)]
            draft.relays = [r for r in heard if draft.source is None or not noun_phrase(tree, draft.source)[0] <= r <= tree.right[draft.source]]
            cited.add(_swap_cited(tree, draft))
        draft.relays += [r for r in _of_tail(tree, draft) if r != draft.source and r not in draft.relays]
        draft.relays += [r for r in _of_documents(tree, draft) if r != draft.source and r not in draft.relays]
    kept = [draft for draft in drafts if draft.verb not in cited]
    _told_after(tree, kept)
    return _nested(tree, kept)


def _one_name(tree: Tree, a: int, b: int) -> bool:
    """True where both tokens belong to one name and the second ends it: "the newsletter Strait & Barrel"."""
    parse = tree.parse
    return a < b < a + NEAR and all(parse.pos[k] in {"PROPN", "PUNCT"} or parse.words[k] in {"&", "-"} for k in range(a, b + 1))


def _told_after(tree: Tree, drafts: list[Draft]) -> None:
    """Give the last speaker the relay that a sentence without a quotation names: "He was speaking to the Daily Post"."""
    parse = tree.parse
    ordered = sorted((d for d in drafts if d.source is not None), key=lambda d: d.start)
    starts = [d.start for d in ordered]
    for verb in range(len(parse)):
        if parse.lemmas[verb] not in {"speak", "talk"} or parse.heads[verb] != verb:
            continue
        who = tree.first(verb, "nsubj")
        at = bisect_left(starts, parse.starts[verb]) - 1
        if (
            who is None
            or at < 0
            or parse.pos[who] not in NOUNS
            or not 0 < tree.sent_of[verb] - tree.sent_of[tree.over(ordered[at].start)] <= _AFTER
        ):
            continue
        draft = ordered[at]
        if not draft.relays and draft.source is not None and (parse.pos[who] == "PRON" or parse.words[who] == parse.words[draft.source]):
            draft.relays = [r for r in dict.fromkeys(_of_verb(tree, verb, draft.unsure)) if r != draft.source]


def _of_verb(tree: Tree, verb: int, unsure: set[int]) -> Iterator[int]:
    """The media that heard: told the BBC; said in an interview with the BBC; wrote in the Daily Post."""
    parse = tree.parse
    if parse.lemmas[verb] in _TELLS:
        for k in tree.kids(verb, "dobj", "dative", "iobj", "nsubjpass"):
            yield from _if_media(tree, k)
            yield from _reporter_of(tree, k)
            if only_hears(parse.lemmas[k]):
                yield from _reporter_of(tree, verb)
        if parse.lemmas[verb] in _HEARD:
            yield from heard_after(tree, verb, unsure)
        for p in tree.kids(verb, "prep", "dative"):
            low = parse.words[p].lower()
            for k in tree.kids(p, "pobj") if low in _AT | _AIRED else ():
                if low in _AT or parse.pos[k] == "PROPN":
                    yield from _if_media(tree, k)
    for p in tree.kids(verb, "prep"):
        for k in tree.kids(p, "pobj"):
            if parse.lemmas[k] in _table("occasions")["nouns"]:
                yield from _of_occasion(tree, k, unsure)
    for k in tree.kids(verb, "prep", "advcl"):
        if parse.words[k].lower() == "according" and (head := named_after(tree, k)) is not None:
            yield from _if_media(tree, head)
    for k in tree.kids(verb, "advcl"):
        if parse.lemmas[k] in {"speak", "talk"} and parse.tags[k] == "VBG":
            yield from _of_verb(tree, k, unsure)


def _reporter_of(tree: Tree, k: int) -> Iterator[int]:
    """The paper whose reporter heard: "a reporter from the Daily Post", "the Daily Post's Ada Mensah"."""
    for p in tree.kids(k, "prep"):
        if tree.parse.words[p].lower() in {"from", "for", "of", "with", "at"}:
            for noun in tree.kids(p, "pobj"):
                yield from _if_media(tree, noun)
    for noun in tree.kids(k, "poss"):
        yield from _if_media(tree, noun)


def _if_media(tree: Tree, k: int) -> Iterator[int]:
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
                    yield from _if_media(tree, k)
                elif parse.lemmas[noun] == "interview" and parse.words[p].lower() in _AT and parse.pos[k] == "PROPN":
                    unsure.add(k)
                    yield k
    for k in tree.kids(noun, "compound", "poss", "nmod"):
        if parse.pos[k] == "PROPN":
            yield from _if_media(tree, k)


def _of_tail(tree: Tree, draft: Draft) -> Iterator[int]:
    """Cut off ", the Daily Post reported" where it ends an indirect content, and yield the outlet."""
    parse, last = tree.parse, tree.over(draft.end - 1)
    if draft.kind == "direct" or draft.rule not in {"clause", "fronted"} or parse.pos[last] not in {"VERB", "AUX"}:
        return
    at = last
    while at - 1 > last - NEAR and parse.pos[at - 1] in IN_NAMES:
        at -= 1
    before = at - 1
    if at == last or parse.lemmas[last] not in _TELLS | {"report"} or not is_media(tree, at, last - 1):
        return
    while before > 0 and parse.words[before] in _MARKS:
        before -= 1
    if before < at - 1 and parse.starts[before] > draft.start:
        closes = next((k for k in range(at - 1, before, -1) if parse.words[k] in _CLOSING), before)
        draft.end = parse.ends[closes]
        yield last - 1


def _of_documents(tree: Tree, draft: Draft) -> Iterator[int]:
    """Who saw, published or shared the document that speaks or that the words stand in: "a letter seen by the Daily Post"."""
    parse = tree.parse
    assert draft.verb is not None
    nouns = [draft.source] if draft.source is not None else []
    nouns += [k for p in tree.kids(draft.verb, "prep") if parse.words[p].lower() in {"in", "on"} for k in tree.kids(p, "pobj")]
    for k in tree.kids(draft.verb, "prep", "advcl"):
        if parse.words[k].lower() == "according" and (head := named_after(tree, k)) is not None:
            nouns.append(head)
    for noun in nouns:
        if parse.lemmas[noun].lower() in _table("documents") or parse.lemmas[noun].lower() in _table("passed")["nouns"]:
            yield from passed_on(tree, noun)


def passed_on(tree: Tree, noun: int) -> Iterator[int]:
    """Yield who passed on a document, by the participles and relative clauses on its noun."""
    parse = tree.parse
    end = parse.sents[tree.sent_of[noun]][1]
    for k in range(noun + 1, min(end, noun + _TOLD_OF)):
        if parse.lemmas[k] not in _table("passed")["verbs"] or parse.pos[k] != "VERB":
            continue
        if parse.tags[k] in {"VBN", "VBD"} and (by := _after_by(tree, k, end)) is not None:
            yield from _if_passes(tree, by)
        elif parse.deps[k] in {"relcl", "acl"} and (who := tree.first(k, "nsubj")) is not None and k > who > noun:
            yield from _if_passes(tree, who)
        return


def _after_by(tree: Tree, verb: int, end: int) -> int | None:
    """The noun of "by" (or of "to", where something is leaked) near after a participle."""
    parse = tree.parse
    words = {"by", "to"} if parse.lemmas[verb] in _table("passed")["to"] else {"by"}
    by = next((k for k in range(verb + 1, min(end, verb + NEAR // 2)) if parse.words[k].lower() in words), None)
    return last_of_names(tree, by + 1, end) if by is not None else None


def last_of_names(tree: Tree, at: int, end: int) -> int | None:
    """Return the last noun of the noun phrase that begins at token `at`."""
    parse, last = tree.parse, None
    for k in range(at, min(end, at + NEAR)):
        if parse.pos[k] in {"NOUN", "PROPN"}:
            last = k
        elif parse.pos[k] not in IN_NAMES and parse.words[k] not in {"&", "-"}:
            break
    return last


def _if_passes(tree: Tree, k: int) -> Iterator[int]:
    if tree.parse.pos[k] == "PROPN":
        yield k
    else:
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
                draft.source, draft.cue = cited, (k, k)
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
            inner.unsure |= outer.unsure
            inner.relays += [r for r in (outer.source, *outer.relays) if r is not None and r != inner.source and r not in inner.relays]
            inner.passes = outer.source is None or is_document(tree, outer.source) or is_media(tree, *noun_phrase(tree, outer.source))
            if inner.end >= outer.end - 1 or inner.end - inner.start >= _MOST * (outer.end - outer.start):
                dropped.add(id(outer))
        stack.append(inner)
    return [d for d in drafts if id(d) not in dropped]


def _inside(tree: Tree, inner: Draft, outer: Draft) -> bool:
    """True where what the outer source says is that the inner source said something: the inner verb heads the outer content."""
    if inner.verb is None or outer.kind == "direct" or outer.source is None or tree.parse.lemmas[inner.verb] in _table("showing")["verbs"]:
        return False
    if outer.rule == "according":
        return outer.start <= tree.parse.starts[inner.verb] < outer.end
    return inner.verb == outer.head
