"""Tells whether what a clause says happened, is planned, possible, denied or supposed, and whether it is negated."""

from functools import cache
from typing import Final

from tellings.data import toml
from tellings.extract.stating.clauses import Clause
from tellings.extract.stating.hedges import is_sourced_loosely
from tellings.extract.stating.trees import Tree
from tellings.model.observed import Modality

_ROW: Final = 4


def modality_of(tree: Tree, clause: Clause) -> tuple[Modality, bool]:
    """Return the clause's modality and whether it is negated. A nominal assertion happened unless its sentence says otherwise."""
    if clause.rule in ("nominal", "apposition"):
        return ("planned" if _governed_by_plan(tree, clause.head) else "happened"), _negated(tree, clause.head)
    parse, head = tree.parse, clause.head
    negated = _negated(tree, head)
    if clause.hedge is not None:
        return clause.hedge.modality, negated
    if _is_inverted(tree, head):
        return "hypothetical", negated
    if any(tree.lemma(mark) in _words("supposing") for mark in tree.kids(head, "mark", "advmod")):
        return "hypothetical", negated
    if parse.tags[head] in ("VBZ", "VBP") and any(tree.lemma(mark) in _words("awaiting") for mark in tree.kids(head, "mark", "advmod")):
        return "hypothetical", negated
    below = tree.child(head, "xcomp")
    if below is not None and tree.lemma(head) in _words("denying", "lemmas") and parse.pos[below] in ("VERB", "AUX"):
        return ("happened" if negated else "denied"), False
    made = _governed(tree, head)
    if made == "denied":
        return "happened", not negated
    said = _by_modal(tree, head)
    if said is None and clause.rule == "joined":
        said, negated = _shared(tree, head, negated=negated)
    if said == "hypothetical" or (said or made) is None:
        doubted = any(tree.lemma(word) in _words("doubt") for word in tree.kids(head, "advmod")) or is_sourced_loosely(tree, head)
        present = any(parse.words[aux].lower() in ("is", "are", "am", "'s", "'re") for aux in tree.kids(head, "aux"))
        said = said or ("possible" if doubted else "ongoing" if parse.tags[head] == "VBG" and present else "happened")
    return said or made or "happened", negated


def _by_modal(tree: Tree, head: int) -> Modality | None:
    """What an auxiliary makes of the verb: "will", "could have", and the "to" of a headline."""
    parse = tree.parse
    for aux in tree.kids(head, "aux"):
        word = parse.words[aux].lower()
        kind: Modality | None = toml("stating")["modal"].get(word)
        if kind is not None:
            perfect = any(tree.lemma(other) == "have" for other in tree.kids(head, "aux") if other != aux)
            if not perfect:
                return kind
            return "hypothetical" if word in ("would", "should", "ought") else "possible"
        if parse.tags[aux] == "TO" and parse.deps[head] == "ROOT":
            return "planned"
    return None


def _shared(tree: Tree, head: int, *, negated: bool) -> tuple[Modality | None, bool]:
    """What a joined verb has from the first of its row: "will cut jobs and close two plants", "was not seen or heard"."""
    parse, at = tree.parse, head
    for _ in range(_ROW):
        if parse.deps[at] != "conj" or any(True for _ in tree.kids(at, "aux", "nsubj", "nsubjpass")):
            return None, negated
        at = parse.heads[at]
        if parse.tags[at] == parse.tags[head]:
            either = any(parse.words[c].lower() in ("or", "nor") for c in tree.kids(at, "cc"))
            said = _by_modal(tree, at) if parse.tags[head] == "VB" or either else None
            own = any(True for _ in tree.kids(head, "dobj", "neg"))
            if said is not None or parse.deps[at] != "conj":
                return said, negated or (either and not own and _negated(tree, at))
    return None, negated


def _is_inverted(tree: Tree, head: int) -> bool:
    """True of "had doctors read the chart", a condition without "if"."""
    parse, at = tree.parse, tree.left[head] - 1
    above = parse.heads[head]
    return parse.deps[head] == "ccomp" and parse.words[above].lower() == "had" and above == at and parse.deps[above] == "ccomp"


def _governed(tree: Tree, head: int) -> Modality | None:
    """What "plans to", "refused to", "is expected to" make of the clause whose governing word is its head."""
    below = tree.child(head, "xcomp")
    if (
        tree.lemma(head) in _words("supposed", "lemmas")
        and tree.child(head, "auxpass") is not None
        and tree.child(head, "oprd") is not None
    ):
        return "possible"  # "are feared dead"
    if below is None or tree.parse.pos[below] not in ("VERB", "AUX"):
        return None
    governing = toml("stating")["governing"]
    said = tree.child(head, "acomp", "oprd")
    kind: Modality | None = governing.get(tree.lemma(head)) or (governing.get(tree.lemma(said)) if said is not None else None)
    return kind


def _governed_by_plan(tree: Tree, noun: int) -> bool:
    at = noun
    for _ in range(4):
        head = tree.parse.heads[at]
        if head == at:
            return False
        if tree.parse.pos[head] == "VERB":
            return toml("stating")["governing"].get(tree.lemma(head)) in ("planned", "threatened", "demanded")
        at = head
    return False


def _negated(tree: Tree, head: int) -> bool:
    words = _words("negation")
    near = [head, *tree.kids(head, "xcomp", "dobj", "nsubj", "nsubjpass", "attr", "acomp", "prep")]
    count = 0
    for at in near:
        for child in tree.kids(at, "neg", "det", "advmod", "cc"):
            if tree.parse.words[child].lower() in words:
                count += 1
                break
    if tree.parse.words[head].lower() in words or any(
        tree.parse.words[c].lower() in ("nobody", "none", "nothing") for c in tree.kids(head, "nsubj", "nsubjpass", "dobj")
    ):
        count += 1
    return count % 2 == 1


@cache
def _words(table: str, key: str = "words") -> frozenset[str]:
    return frozenset(toml("stating")[table][key])
