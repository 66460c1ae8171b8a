"""Relays: who passed a source's words on to the page, outwards, before names are resolved."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from tellings import data
from tellings.extract.quoting.drafts import Draft
from tellings.extract.quoting.relays.afterwards import from_documents, told_elsewhere
from tellings.extract.quoting.relays.hearing import TELLS, of_verb
from tellings.extract.quoting.relays.passing import named_beside, of_documents
from tellings.extract.quoting.relays.press import IN_NAMES, NEAR, is_document, is_media, is_media_word, noun_phrase
from tellings.extract.quoting.speakers.sources import NOUNS
from tellings.extract.quoting.trees import Tree

# How far after a relay stands whom it cites: "Reuters, citing the Daily Post, said".
_BESIDE: Final = 4
# How far before the marks the verb stands that says whose words they are.
_BEFORE_MARKS: Final = 24
_CITES: Final = frozenset({"cite", "quote"})
_NAMED: Final = frozenset({"NOUN", "PROPN", "NUM"})
_OTHERS: Final = frozenset({"he", "she", "it", "they", "one", "another", "others"})
_RELATIVES: Final = frozenset({"which", "who", "that"})
_CLOSING: Final = frozenset({"”", '"', "’", "''"})
_MARKS: Final = _CLOSING | {","}
# A content of which what a third said is this share is that third's.
_MOST: Final = 0.5


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
        _antecedents(tree, draft)
        if not draft.relays:
            heard = list(dict.fromkeys(of_verb(tree, draft.verb, draft.unsure)))
            heard = [r for r in heard if not any(_one_name(tree, r, later) for later in heard)]
            draft.relays = [
                r for r in heard if draft.source is None or not noun_phrase(tree, draft.source)[0] <= r <= tree.right[draft.source]
            ]
            cited.add(_swap_cited(tree, draft))
        draft.relays += [r for r in (*_of_frame(tree, draft), *_of_tail(tree, draft)) if r != draft.source and r not in draft.relays]
        draft.relays += [r for r in of_documents(tree, draft) if r != draft.source and r not in draft.relays]
    kept = [draft for draft in drafts if draft.verb not in cited]
    told_elsewhere(tree, kept)
    from_documents(tree, kept)
    return _nested(tree, kept)


def _one_name(tree: Tree, a: int, b: int) -> bool:
    """True where both tokens belong to one name and the second ends it: "the newsletter Strait & Barrel"."""
    parse = tree.parse
    between = range(a + 1, b + 1) if is_media_word(parse.lemmas[a]) else range(a, b + 1)
    return a < b < a + NEAR and all(
        parse.pos[k] in {"PROPN", "PUNCT"} or parse.words[k][:1].isupper() or parse.words[k] in {"&", "-"} for k in between
    )


def _of_frame(tree: Tree, draft: Draft) -> Iterator[int]:
    """The outlet that reports what stands in marks and who said it: "“…,” the mayor said, the Daily Post reported"."""
    parse, verb = tree.parse, draft.verb
    if draft.kind != "direct" or verb is None:
        return
    told = next((k for k in (parse.heads[verb], *tree.kids(verb, "ccomp", "parataxis", "conj")) if k > verb), None)
    if told is not None and parse.lemmas[told] in TELLS | {"report"} and told < verb + NEAR:
        who = tree.first(told, "nsubj")
        if who is not None and verb < who < told and is_media(tree, *noun_phrase(tree, who)):
            yield who


def _of_tail(tree: Tree, draft: Draft) -> Iterator[int]:
    """Cut off ", the Daily Post reported" where it ends an indirect content, and yield the outlet."""
    parse, last = tree.parse, tree.over(draft.end - 1)
    if draft.kind == "direct" or draft.rule not in {"clause", "fronted"} or parse.pos[last] not in {"VERB", "AUX"}:
        return
    at = last
    while at - 1 > last - NEAR and parse.pos[at - 1] in IN_NAMES:
        at -= 1
    before = at - 1
    if at == last or parse.lemmas[last] not in TELLS | {"report"} or not is_media(tree, at, last - 1):
        return
    while before > 0 and parse.words[before] in _MARKS:
        before -= 1
    if before < at - 1 and parse.starts[before] > draft.start:
        closes = next((k for k in range(at - 1, before, -1) if parse.words[k] in _CLOSING), before)
        draft.end = parse.ends[closes]
        yield last - 1


def _swap_cited(tree: Tree, draft: Draft) -> int:
    """Tass said, citing the ministry: the ministry speaks and Tass passes on. Return the token of citing, -1 where there is none."""
    if draft.source is None or draft.verb is None:
        return -1
    parse = tree.parse
    press = is_media(tree, *noun_phrase(tree, draft.source))
    around = [*tree.kids(draft.verb, "advcl", "acl", "prep"), *tree.kids(draft.source, "acl", "advcl", "relcl", "prep")]
    around += range(draft.source + 1, min(draft.verb, draft.source + NEAR)) if press else []
    for k in around:
        if parse.lemmas[k] in _CITES and parse.tags[k] == "VBG":
            cited = tree.first(k, "dobj", "pobj")
            own = cited is not None and any(parse.tags[w] == "PRP$" for w in tree.kids(cited, "poss"))
            if cited is not None and parse.pos[cited] in NOUNS and cited != draft.source and not own and (press or _may_tell(tree, draft)):
                draft.relays = [draft.source, *draft.relays]
                draft.source, draft.cue = cited, (k, k)
                return k
    return -1


def _may_tell(tree: Tree, draft: Draft) -> bool:
    """True for what one who is not of the press may have from another: a reported clause by a plain verb of saying."""
    assert draft.verb is not None
    return draft.kind != "direct" and draft.rule in {"clause", "fronted"} and tree.parse.lemmas[draft.verb] in TELLS | {"report"}


def _quoted_before_marks(tree: Tree, draft: Draft) -> None:
    """Let the one speak who is quoted right before the marks: "the memo lists names and quotes a captain: “…”"."""
    parse = tree.parse
    if draft.kind != "direct" or draft.verb is None or draft.source is None:
        return
    for k in range(draft.verb, min(tree.at(draft.start), draft.verb + _BEFORE_MARKS)):
        said = tree.first(k, "dobj") if parse.lemmas[k] in _CITES and parse.pos[k] == "VERB" else None
        if said is not None and k < said < tree.at(draft.start) and parse.pos[said] in {"NOUN", "PROPN"} and not is_document(tree, said):
            draft.source, draft.cue, draft.relays = said, (k, k), [draft.source, *draft.relays]
            return


def _antecedents(tree: Tree, draft: Draft) -> None:
    """Put for "which" as a relay what it stands for, and after it who cited that: "it cited the Daily Post, which quoted a pilot"."""
    parse = tree.parse
    if draft.source is not None and draft.verb is not None:
        for quotes in tree.kids(draft.source, "relcl"):
            said = tree.first(quotes, "dobj")
            if parse.lemmas[quotes] in _CITES and quotes < draft.verb and said is not None:
                draft.source, draft.relays = said, [draft.source, *draft.relays]
                break
    _quoted_before_marks(tree, draft)
    draft.relays = [named_beside(tree, r) for r in draft.relays]
    for place, r in enumerate(list(draft.relays)):
        for k in range(r + 1, min(r + _BESIDE, len(parse))):
            if (
                parse.lemmas[k] in _CITES
                and parse.tags[k] == "VBG"
                and (cited := tree.first(k, "dobj", "pobj")) not in {None, draft.source}
            ):
                draft.relays.insert(place, cited)
        if parse.words[r].lower() in _RELATIVES and parse.deps[verb := parse.heads[r]] == "relcl":
            noun = parse.heads[verb]
            draft.relays[place] = noun
            by = parse.heads[noun]
            if parse.lemmas[by] in _CITES and parse.deps[noun] == "dobj" and (who := tree.first(by, "nsubj")) is not None:
                draft.relays.append(who)


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
            if _reported_last(tree, inner, outer):
                inner.source, outer.source = outer.source, inner.source
                inner.cue, inner.verb, outer.verb = outer.cue, outer.verb, inner.verb
                inner.relays, outer.relays = outer.relays, inner.relays
            inner.unsure |= outer.unsure
            told = [r for r in (outer.source, *outer.relays) if r is not None and r not in {inner.source, *inner.relays}]
            inner.relays += [r for r in told if tree.parse.pos[r] in _NAMED or tree.parse.words[r].lower() in _OTHERS]
            inner.reported = outer.verb is not None and tree.parse.tags[outer.verb] == "VBZ" and tree.parse.lemmas[outer.verb] == "report"
            inner.passes = outer.source is None or is_document(tree, outer.source) or is_media(tree, *noun_phrase(tree, outer.source))
            if inner.end >= outer.end - 1 or inner.end - inner.start >= _MOST * (outer.end - outer.start):
                dropped.add(id(outer))
        stack.append(inner)
    spoken = {(d.start, d.end) for d in drafts if d.source is not None}
    return [d for d in drafts if id(d) not in dropped and (d.source is not None or (d.start, d.end) not in spoken)]


def _inside(tree: Tree, inner: Draft, outer: Draft) -> bool:
    """True where what the outer source says is that the inner source said something: the inner verb heads the outer content."""
    if inner.verb is None or outer.kind == "direct" or outer.source is None or tree.parse.lemmas[inner.verb] in _table("showing")["verbs"]:
        return False
    if outer.rule == "according":
        return outer.start <= tree.parse.starts[inner.verb] < outer.end
    if outer.rule == "fronted" and tree.parse.heads[inner.verb] == inner.verb:
        return outer.start <= tree.parse.starts[inner.verb] < inner.start
    return inner.verb == outer.head


def _reported_last(tree: Tree, inner: Draft, outer: Draft) -> bool:
    """True for "the mayor said the road was shut, the Daily Post reported", which parsers may take for what the mayor said of the Post."""
    starts = tree.parse.starts
    return inner.verb is not None and outer.verb is not None and starts[outer.verb] < inner.start and starts[inner.verb] >= inner.end
