"""Finds the clauses of a sentence that can assert something, and the passage each is read from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from tellings.data import rows, toml
from tellings.extract.stating import hedges
from tellings.extract.stating.hedges import Hedge
from tellings.extract.stating.roles import SUBJECTS, VERBS, object_of, predicate_of, subject_of
from tellings.extract.stating.trees import Tree

_CLAUSES: Final = frozenset({"ROOT", "ccomp", "advcl", "relcl", "acl", "conj", "parataxis", "pcomp", "csubj", "dep", "appos"})
# What hangs on a clause and is a passage of its own: left out at the clause's ends.
_APART: Final = frozenset({"relcl", "advcl", "parataxis", "conj", "ccomp", "acl", "cc", "punct", "mark", "preconj"})
_ARGUMENTS: Final = frozenset({"prep", "poss", "agent", "nummod", "amod", "compound", "relcl", "acl", "npadvmod"})
# "after losing control" tells that control was lost; "in stabilising the region" tells nothing that happened.
_TELLING_PREPS: Final = frozenset({"after", "before", "by", "without", "since", "following", "despite", "upon"})
# What a verb of saying says, as the parser hangs it, and the prepositions of a matter.
_CONTENTS: Final = ("dobj", "attr", "acomp", "ccomp", "xcomp", "oprd", "advcl", "nsubjpass", "dative", "conj")
_MATTER: Final = frozenset({"of", "on", "about", "against", "for", "to", "with", "over", "regarding", "concerning"})
_DATELINE: Final = 6  # tokens of a dateline that may stand before the sentence
_LONG_NAME: Final = 12
_DEFINING: Final = 30  # tokens; a longer one is a passage of its own only
_CLIMB: Final = 4
_NEAR_STATE: Final = 4  # tokens that may stand between a count and a state
_SHORT: Final = 15  # a passage under this many characters is widened to its subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One asserting passage: tokens `start` to `end` (half open) around the word that asserts, `head`.

    `subject` and `object` are head tokens, None where there is none; `rule` is the kind of clause. `apart` are the stretches of tokens
    within the passage that other clauses tell (half open); `hedge` is what the words that govern the clause make of it.
    """

    head: int
    start: int
    end: int
    predicate: str
    subject: int | None
    object: int | None
    rule: str
    apart: tuple[tuple[int, int], ...] = ()
    hedge: Hedge | None = None

    def tells(self, token: int) -> bool:
        """Return whether the token is in the passage and no other clause's."""
        if not self.apart:
            return self.start <= token < self.end
        return self.start <= token < self.end and not any(start <= token < end for start, end in self.apart)


def clauses(tree: Tree, begin: int, end: int) -> Iterator[Clause]:
    """Yield the clauses of the sentence at tokens `begin` to `end`, by their head's place."""
    heads = [token for token in range(begin, end) if _is_clause(tree, token)]
    inside = frozenset(heads)
    if not inside:
        yield from _verbless(tree, begin, end)
    hedged = {token: hedge for token in heads if (hedge := hedges.hedge_of(tree, token)) is not None}
    above = {_clause_of(tree, hedge.governor, inside) for hedge in hedged.values() if hedge.wide}
    kept = {token for token in above if token is not None and not _acts(tree, token)}
    for token in range(begin, end):
        if token in inside:
            if token not in kept and not _only_says(tree, token, inside):
                found = _verbal(tree, token, inside)
                yield _hedged(tree, found, hedged[token], inside) if token in hedged else _conditional(tree, found, inside)
        elif tree.parse.pos[token] in ("NOUN", "PROPN"):
            named = _nominal(tree, token, inside) or _apposition(tree, token)
            if named is not None:
                yield named


def _clause_of(tree: Tree, token: int, inside: frozenset[int]) -> int | None:
    for _ in range(_CLIMB):
        if token in inside or tree.parse.heads[token] == token:
            return token
        token = tree.parse.heads[token]
    return None


def _acts(tree: Tree, token: int) -> bool:
    """True where the verb has an action of its own beside what it governs: "denied having met the spy"."""
    below = tree.child(token, "xcomp")
    return below is not None and tree.parse.pos[below] in VERBS


def _hedged(tree: Tree, clause: Clause, hedge: Hedge, inside: frozenset[int]) -> Clause:
    """Return the clause with the words that govern it, where it says something else without them."""
    if not hedge.wide:
        return replace(clause, hedge=hedge)
    above = _clause_of(tree, hedge.governor, inside)
    own = list(_own(tree, above, inside)) if above is not None else []
    start, end = _trim(tree, min([*own, clause.start]), max([*own, clause.end - 1]) + 1)
    apart = tuple(
        span for span in _apart(tree, hedge.governor if above is None else above, own, inside) if not span[0] <= clause.head < span[1]
    )
    return replace(clause, start=start, end=end, apart=(*clause.apart, *apart), hedge=hedge, rule="content")


def _conditional(tree: Tree, clause: Clause, inside: frozenset[int]) -> Clause:
    """Return what holds only on a condition with its condition: "If the dam breaks, homes will be flooded"."""
    parse = tree.parse
    open_ = parse.tags[clause.head] in ("VBZ", "VBP") or any(parse.tags[aux] == "MD" for aux in tree.kids(clause.head, "aux"))
    if not open_ or tree.lemma(clause.head) in _saying():
        return clause
    for under in tree.kids(clause.head, "advcl", "ccomp"):
        mark = tree.child(under, "mark")
        if mark is not None and tree.lemma(mark) in ("if", "unless") and under in inside:
            start, end = _trim(tree, min(clause.start, tree.left[under]), max(clause.end, tree.right[under] + 1))
            start = min(start, tree.left[under])
            apart = (*clause.apart, (tree.left[under], tree.right[under] + 1))
            return replace(clause, start=start, end=end, apart=apart, hedge=Hedge(modality="possible", governor=clause.head, wide=True))
    return clause


def _verbless(tree: Tree, begin: int, end: int) -> Iterator[Clause]:
    """What a headline tells without a verb: "Three dead in hotel fire"."""
    parse = tree.parse
    states = toml("stating")["state"]["words"]
    for token in range(begin, end):
        if parse.words[token].lower() not in states or token == begin:
            continue
        before = [t for t in range(max(begin, token - _NEAR_STATE), token) if parse.pos[t] == "NUM"]
        if before:
            start, last = _trim(tree, begin, end)
            subject = parse.heads[before[0]] if parse.heads[before[0]] < token else before[0]
            yield Clause(
                head=token, start=start, end=last, predicate="be " + tree.lemma(token), subject=subject, object=None, rule="main"
            )  # fmt: skip
            return


def elliptical(tree: Tree, begin: int, end: int, found: Iterable[Clause]) -> Clause | None:
    """Return what "After the French president, she met the king" says of the first: the same as of the second, before it."""
    parse = tree.parse
    first = next((t for t in range(begin, min(begin + _DATELINE, end)) if tree.lemma(t) in ("after", "following")), None)
    if first is None or any(parse.pos[t] not in ("PROPN", "PUNCT") for t in range(begin, first)):
        return None
    comma = next((t for t in range(first + 1, min(first + _LONG_NAME, end)) if parse.words[t] == ","), None)
    if comma is None or comma - first < 2 or parse.pos[comma - 1] != "PROPN":
        return None
    if any(parse.pos[t] in VERBS or parse.pos[t] in ("ADP", "NUM") or tree.lemma(t) in _nominals() for t in range(first + 1, comma)):
        return None  # "after a call with the chancellor" names another happening
    main = next((c for c in found if c.start <= comma < c.head and parse.pos[c.head] in VERBS), None)
    subject = next((t for t in range(comma + 1, main.head) if parse.deps[t] in ("nsubj", "nsubjpass")), None) if main is not None else None
    subject = subject or next((t for t in range(comma + 1, main.head) if parse.pos[t] == "PROPN"), None) if main is not None else None
    if main is None or subject is None:
        return None
    last = max(main.head, main.object or 0)
    return Clause(head=main.head, start=first, end=last + 1, predicate=main.predicate, subject=subject, object=comma - 1, rule="elliptical")


def _is_clause(tree: Tree, token: int) -> bool:
    parse = tree.parse
    if parse.pos[token] not in VERBS or parse.deps[token] not in _CLAUSES:
        return False
    dep, head = parse.deps[token], parse.heads[token]
    if dep == "ROOT" and parse.tags[token] == "VB" and tree.child(token, "nsubj", "nsubjpass") is not None:
        return True  # "Minister to face inquiry"
    # "to save the child" is a purpose, not an assertion
    if parse.tags[token] == "VB" and dep != "ccomp" and any(parse.tags[aux] == "TO" for aux in tree.kids(token, "aux")):
        return False
    if dep == "conj" and parse.pos[head] in VERBS and parse.tags[token] == "VB" and parse.deps[head] == "xcomp":
        return False
    if dep == "pcomp" and tree.lemma(head) not in _TELLING_PREPS:
        return tree.lemma(head) == "with" and tree.child(token, "nsubj", "nsubjpass") is not None
    if (
        parse.words[token].lower() == "had"
        and tree.child(token, *SUBJECTS) is None
        and dep == "ccomp"
        and tree.child(token, "ccomp") is not None
    ):
        return False  # "had doctors read the chart": the condition stands under it
    return tree.right[token] > token or tree.left[token] < token or dep in ("conj", "relcl")


def _only_says(tree: Tree, token: int, inside: frozenset[int]) -> bool:
    """True for "Police said …", where the clause that is said stands for itself, and for "police said in a statement", which says nothing."""
    parse = tree.parse
    if tree.lemma(token) not in _saying():
        return False
    said = any(child in inside for child in tree.kids(token, "ccomp", "parataxis"))
    said_nothing = (
        tree.lemma(token) in _empty()
        and parse.tags[token] != "VBN"
        and tree.child(token, *_CONTENTS) is None
        and not _speaks_of(tree, token)
    )
    return said or said_nothing or (parse.deps[token] == "parataxis") or _quotes_beside(tree, token)


def _speaks_of(tree: Tree, token: int) -> bool:
    """True where the verb has a matter without an object: "warned of floods", "commented on the vote"."""
    return any(tree.lemma(prep) in _MATTER for prep in tree.kids(token, "prep"))


def _quotes_beside(tree: Tree, token: int) -> bool:
    after = tree.parse.words[token + 1 : token + 4]
    return any(word in (":", "“", '"', "‘") for word in after[:2])


def _verbal(tree: Tree, token: int, inside: frozenset[int]) -> Clause:
    parse, subject = tree.parse, subject_of(tree, token)
    own = list(_own(tree, token, inside))
    start, end = min(own), max(own) + 1
    if parse.deps[token] in ("relcl", "acl") and parse.heads[token] < token:
        start = _phrase_start(tree, parse.heads[token], token)
    elif subject is not None and subject < start and parse.ends[end - 1] - parse.starts[start] < _SHORT:
        start = _phrase_start(tree, subject, start)
    if parse.ends[end - 1] - parse.starts[start] < _SHORT:
        start, end = min(start, tree.left[token]), max(end, tree.right[token] + 1)
    start, end = _trim(tree, start, _before_speaker(tree, max(start, token), end))
    name = {"ROOT": "main", "conj": "joined", "relcl": "relative", "acl": "participle", "ccomp": "content"}
    return Clause(
        head=token, start=start, end=end, predicate=predicate_of(tree, token), subject=subject, object=object_of(tree, token),
        rule=name.get(parse.deps[token], "subordinate"), apart=tuple(_apart(tree, token, own, inside)),
    )  # fmt: skip


def _before_speaker(tree: Tree, head: int, end: int) -> int:
    """Where a passage ends that runs into the frame of words in quotation marks: "… agreed on a truce with the premier tweeting: “…"."""
    word = tree.parse.words[end - 1].lower()
    stem = word.removesuffix("ing")
    if stem == word or not _quotes_beside(tree, end - 1) or _saying().isdisjoint((tree.lemma(end - 1), stem, stem + "e")):
        return end
    return next((t for t in range(end - 2, max(head, end - _LONG_NAME), -1) if tree.lemma(t) == "with"), end)


def _own(tree: Tree, token: int, inside: frozenset[int]) -> Iterator[int]:
    """The clause's tokens without those of clauses that hang on it."""
    stack = [token]
    while stack:
        at = stack.pop()
        yield at
        for child in tree.children[at]:
            dep = tree.parse.deps[child]
            if _stands_apart(tree, child, inside) and not (at != token and _defines(tree, child)):
                continue
            if at == token and (dep in ("cc", "punct", "preconj") or _subordinates(tree, child) or _is_inverting(tree, child)):
                continue
            stack.append(child)


def _is_inverting(tree: Tree, token: int) -> bool:
    """True for the "had" of "had doctors read the chart": the condition stands under it."""
    bare = tree.parse.words[token].lower() == "had" and tree.child(token, *SUBJECTS) is None
    return bare and tree.parse.deps[token] == "ccomp" and tree.child(token, "ccomp") is not None


def _stands_apart(tree: Tree, token: int, inside: frozenset[int]) -> bool:
    """True for a clause that is a passage of its own, and for the "with" of one: "…, with 12 people still missing"."""
    if tree.parse.deps[token] == "prep":
        if tree.lemma(token) != "with":
            return False
        noun = tree.child(token, "pobj")
        pending = noun is not None and token > 0 and tree.parse.words[token - 1] == "," and tree.child(noun, "acl") in inside
        return pending or tree.child(token, "pcomp") in inside
    return token in inside and tree.parse.deps[token] in _APART


def _apart(tree: Tree, token: int, own: Iterable[int], inside: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of other clauses that hang on the clause's `own` tokens."""
    for at in own:
        for child in tree.children[at]:
            if _stands_apart(tree, child, inside) and not (at != token and _defines(tree, child)):
                yield tree.left[child], tree.right[child] + 1


def _subordinates(tree: Tree, token: int) -> bool:
    """True for the "that" or "after" of a clause under another. Before a clause that hangs on nothing it is part of a phrase that the
    parser missed ("After the French president, the king met…"), and without it the words would say something else.
    """
    parse = tree.parse
    return parse.deps[token] == "mark" and parse.deps[parse.heads[token]] != "ROOT"


def _defines(tree: Tree, token: int) -> bool:
    """True for a relative clause without a comma before it ("efforts which would bring peace"): its noun means little without it."""
    parse = tree.parse
    before = tree.left[token] - 1
    return (
        parse.deps[token] == "relcl" and before >= 0 and parse.pos[before] != "PUNCT" and tree.right[token] - tree.left[token] <= _DEFINING
    )


def _phrase_start(tree: Tree, noun: int, before: int) -> int:
    """Where the noun phrase begins; a long one is cut to the noun with its closest words."""
    start = noun
    for child in tree.children[noun]:
        if child < noun and tree.parse.deps[child] in ("det", "amod", "compound", "nummod", "poss", "quantmod"):
            start = min(start, tree.left[child])
    return min(start, before)


def _trim(tree: Tree, start: int, end: int) -> tuple[int, int]:
    parse = tree.parse
    while end - start > 1 and parse.words[start] != "$":
        if parse.pos[start] not in ("PUNCT", "SPACE") and parse.deps[start] != "cc" and not _subordinates(tree, start):
            break
        start += 1
    while end - start > 1 and (parse.pos[end - 1] in ("PUNCT", "SPACE", "CCONJ")):
        end -= 1
    return start, end


def _nominal(tree: Tree, token: int, inside: frozenset[int]) -> Clause | None:
    parse = tree.parse
    verb = _nominals().get(tree.lemma(token))
    if verb is None or parse.deps[token] == "compound":
        return None
    head = parse.heads[token]
    if parse.deps[token] in ("dobj", "attr", "nsubjpass") and head in inside and tree.lemma(head) in _light():
        return None  # "held talks": the clause says it
    if _undone(tree, token):
        return None
    preps = [
        c
        for c in tree.kids(token, "prep", "agent")
        if tree.lemma(c) in ("of", "by", "on", "against", "between", "in", "at", "from", "into", "with", "to", "over")
    ]
    owner = tree.child(token, "poss")
    if not preps and owner is None:
        return None
    agent = next((tree.child(c, "pobj") for c in preps if tree.lemma(c) == "by"), None)
    patient = next((tree.child(c, "pobj") for c in preps if tree.lemma(c) != "by"), None)
    end = max((tree.right[c] for c in preps), default=token) + 1
    own = [c for c in tree.children[token] if parse.deps[c] in _ARGUMENTS | {"det"} and c < token]
    start = min((tree.left[c] for c in own), default=token)
    if parse.ends[end - 1] - parse.starts[start] < _SHORT:
        return None
    start, end = _trim(tree, start, end)
    return Clause(head=token, start=start, end=end, predicate=verb, subject=agent or owner, object=patient, rule="nominal")


def _undone(tree: Tree, noun: int) -> bool:
    """True where the verb that the noun stands with keeps the happening from being one: "cancelled the visit", "failed to reach a deal"."""
    parse, at, turned = tree.parse, noun, frozenset(toml("stating")["undoing"]["lemmas"])
    for _ in range(_CLIMB):
        dep, at = parse.deps[at], parse.heads[at]
        if parse.pos[at] in VERBS:
            break
        if dep not in ("prep", "pobj", "conj") or tree.lemma(at) in hedges.words("hearsay"):
            return parse.pos[at] == "NOUN" and tree.lemma(at) in hedges.words("hearsay")
    else:
        return False
    if tree.lemma(at) in turned and dep in ("dobj", "nsubjpass"):
        return True
    if dep in ("nsubj", "nsubjpass"):
        return False
    above = parse.heads[at] if parse.deps[at] == "xcomp" else at
    unreal = any(parse.tags[aux] in ("MD", "TO") for aux in tree.kids(at, "aux"))
    return dep in ("dobj", "attr") and (unreal or hedges.is_denied(tree, at) or hedges.is_denied(tree, above))


def _apposition(tree: Tree, token: int) -> Clause | None:
    """Return the clause of "Rana Okoye, a retired pilot": it says what somebody is."""
    parse = tree.parse
    if parse.deps[token] != "appos" or parse.pos[parse.heads[token]] != "PROPN" or parse.pos[token] != "NOUN":
        return None
    head = parse.heads[token]
    if head > token or tree.child(token, "prep", "amod", "compound", "relcl", "acl", "poss", "det") is None:
        return None
    start, end = _trim(tree, _phrase_start(tree, head, head), tree.right[token] + 1)
    return Clause(head=token, start=start, end=end, predicate="be " + tree.lemma(token), subject=head, object=token, rule="apposition")


@cache
def _empty() -> frozenset[str]:
    return frozenset(toml("stating")["empty"]["lemmas"])


@cache
def _saying() -> frozenset[str]:
    return frozenset(toml("stating")["saying"]["lemmas"])


@cache
def _light() -> frozenset[str]:
    return frozenset(toml("stating")["light"]["lemmas"])


@cache
def _nominals() -> dict[str, str]:
    return {row["noun"]: row["verb"] for row in rows("nominals")}
