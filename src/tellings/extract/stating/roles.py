"""Who does what in a clause: the head tokens of its subject and object, and the lemma of its predicate."""

from typing import Final

from tellings.extract.stating.trees import Tree

SUBJECTS: Final = ("nsubj", "nsubjpass", "csubj", "expl")
VERBS: Final = frozenset({"VERB", "AUX"})
# Some pipelines leave a full verb that is tagged as an auxiliary as it stands.
_AUXILIARIES: Final = {
    **dict.fromkeys(("am", "is", "are", "was", "were", "been", "being", "'s", "'re", "’s"), "be"),
    **dict.fromkeys(("has", "had", "having", "'ve"), "have"),
}


def subject_of(tree: Tree, token: int) -> int | None:
    """Return the head token of the subject, its own or that of the clause it is joined to or stands under."""
    parse = tree.parse
    for _ in range(6):  # a chain of joined verbs longer than this is a list
        own = tree.child(token, *SUBJECTS)
        if own is not None and not (parse.deps[token] == "relcl" and parse.tags[own] in ("WDT", "WP")):
            return own
        dep, head = parse.deps[token], parse.heads[token]
        if dep in ("relcl", "acl") or (dep == "conj" and parse.pos[head] not in VERBS):
            return head
        if head == token or dep not in ("conj", "xcomp", "advcl", "pcomp", "prep", "dep"):
            return None
        token = head
    return None


def predicate_of(tree: Tree, token: int) -> str:
    """Return the lemma that tells what happened: through "have to", "began to", with its particle."""
    main = token
    below = tree.child(main, "xcomp")
    if below is not None and tree.parse.pos[below] in VERBS:
        main = below
    lemma = _AUXILIARIES.get(tree.lemma(main), tree.lemma(main))
    if lemma == "be":
        said = tree.child(main, "attr", "acomp", "oprd")
        if said is not None:
            return "be " + tree.lemma(said)
    particle = tree.child(main, "prt")
    return lemma + (f" {tree.lemma(particle)}" if particle is not None else "")


def object_of(tree: Tree, token: int) -> int | None:
    """Return the head token of the object, the predicate noun or, without either, of the first prepositional phrase."""
    below = tree.child(token, "xcomp")
    for at in (token, below):
        if at is None:
            continue
        found = tree.child(at, "dobj", "attr", "oprd", "acomp")
        if found is not None:
            return found
    for at in (token, below):
        if at is None:
            continue
        for prep in tree.kids(at, "prep", "agent"):
            noun = tree.child(prep, "pobj")
            if noun is not None:
                return noun
    return None
