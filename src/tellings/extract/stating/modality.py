"""Tells whether what a clause says happened, is planned, possible, denied or supposed, and whether it is negated."""

from functools import cache

from tellings.data import toml
from tellings.extract.stating.clauses import Clause
from tellings.extract.stating.trees import Tree
from tellings.model.observed import Modality


def modality_of(tree: Tree, clause: Clause) -> tuple[Modality, bool]:
    """Return the clause's modality and whether it is negated. A nominal assertion happened unless its sentence says otherwise."""
    if clause.rule in ("nominal", "apposition"):
        return ("planned" if _governed_by_plan(tree, clause.head) else "happened"), _negated(tree, clause.head)
    parse, head = tree.parse, clause.head
    negated = _negated(tree, head)
    if any(tree.lemma(mark) in _words("supposing") for mark in tree.kids(head, "mark", "advmod")):
        return "hypothetical", negated
    if parse.tags[head] in ("VBZ", "VBP") and any(tree.lemma(mark) in _words("awaiting") for mark in tree.kids(head, "mark", "advmod")):
        return "hypothetical", negated
    governor = tree.lemma(parse.heads[head]) if parse.deps[head] == "ccomp" else ""
    if governor in _words("denying", "lemmas"):
        return "denied", negated
    made = _governed(tree, head)
    if made == "denied":
        return "happened", not negated
    for aux in tree.kids(head, "aux"):
        word = parse.words[aux].lower()
        kind = toml("stating")["modal"].get(word)
        if kind is not None:
            perfect = any(tree.lemma(other) == "have" for other in tree.kids(head, "aux") if other != aux)
            return ("hypothetical" if perfect and word in ("would", "could", "might") else kind), negated
    if made is not None:
        return made, negated
    if any(tree.lemma(word) in _words("doubt") for word in tree.kids(head, "advmod")):
        return "possible", negated
    present = any(parse.words[aux].lower() in ("is", "are", "am", "'s", "'re") for aux in tree.kids(head, "aux"))
    return ("ongoing" if parse.tags[head] == "VBG" and present else "happened"), negated


def _governed(tree: Tree, head: int) -> Modality | None:
    """What "plans to", "refused to", "is expected to" make of the clause whose governing word is its head."""
    below = tree.child(head, "xcomp")
    if below is None or tree.parse.pos[below] not in ("VERB", "AUX"):
        return None
    governing = toml("stating")["governing"]
    said = tree.child(head, "acomp")
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
