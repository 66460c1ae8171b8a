"""Which words of a sentence hold for a clause that they stand outside of: a leading "On Tuesday," a closing "in Lendal"."""

from typing import Final

from tellings.extract.stating.clauses import Clause
from tellings.extract.stating.hedges import words
from tellings.extract.stating.trees import Tree

_ROW: Final = 6
_ADJUNCTS: Final = ("prep", "npadvmod", "advmod")
_WHERE: Final = frozenset({"in", "at", "near", "outside", "inside", "across", "off"})


def leading(tree: Tree, clause: Clause) -> tuple[tuple[int, int], ...]:
    """Return the stretches (half open) before the first verb of the clause's row that say when or where: "On Tuesday", "In Lyon"."""
    first = _first(tree, clause.head)
    if first == clause.head:
        return ()
    subject = tree.child(first, "nsubj", "nsubjpass", "expl")
    spans = ((tree.left[c], tree.right[c] + 1) for c in tree.kids(first, *_ADJUNCTS) if c < first)
    own = tree.child(clause.head, "nsubj", "nsubjpass", "expl") is not None
    # what stands between subject and verb ("Modi on Tuesday met …") holds for a joined verb of the same subject only
    return tuple(span for span in spans if not own or subject is None or span[0] < tree.left[subject])


def closing(tree: Tree, clause: Clause) -> tuple[tuple[int, int], ...]:
    """Return the stretches of the last verb of the clause's row that say where it was: "threw stones and burned tyres in Lendal"."""
    parse, last = tree.parse, clause.head
    for _ in range(_ROW):
        after = next((c for c in tree.kids(last, "conj") if parse.pos[c] in ("VERB", "AUX")), None)
        if after is None:
            break
        last = after
    if last == clause.head or parse.tags[last] != parse.tags[clause.head]:
        return ()
    return tuple((tree.left[c], tree.right[c] + 1) for c in tree.kids(last, "prep") if c > last and tree.lemma(c) in _WHERE)


def _first(tree: Tree, head: int) -> int:
    """The first verb of a row: joined by "and", or only by a comma, which the parser hangs as something said."""
    parse = tree.parse
    for _ in range(_ROW):
        if parse.deps[head] != "conj" or parse.pos[parse.heads[head]] not in ("VERB", "AUX"):
            break
        head = parse.heads[head]
    if tree.lemma(head) in words("saying"):
        return head
    for child in tree.kids(head, "ccomp"):
        bare = tree.child(child, "mark") is None and tree.child(child, "nsubj", "nsubjpass") is not None
        if child < head and bare and tree.right[child] < tree.left[tree.child(head, "nsubj", "nsubjpass") or head]:
            return child
    return head
