"""Whether an event happened, goes on, is planned, possible, demanded, threatened or denied: from the words around its trigger."""

from functools import cache
from typing import Final

from tellings.data import toml
from tellings.extract.coding.tree import Tree
from tellings.model.observed import EventStatus

_ORDER: Final[tuple[EventStatus, ...]] = ("denied", "threatened", "demanded", "planned", "possible")
_MAX_CLIMB: Final = 6
# What "has begun" goes on.
_BEGINNING: Final = frozenset({"begin", "start", "resume", "launch"})
# A finite clause under these stands on its own tense: "said that the army had left".
_OWN_TENSE: Final = frozenset({"ccomp", "parataxis", "advcl", "relcl"})
_IF: Final = frozenset({"if", "unless", "whether", "lest"})


@cache
def _words(section: str) -> dict[str, EventStatus]:
    data = toml("event_status")[section]
    found: dict[str, EventStatus] = {}
    for status in _ORDER:
        for word in data.get(status, ()):
            found.setdefault(word, status)
    return found


def status_of(tree: Tree, trigger: int, carrier: int | None = None) -> EventStatus:
    """Return the status of the event whose trigger is at `trigger`; `carrier` is the verb that an event noun gets its subject from."""
    if not tree.is_verb(trigger) and (own := _of_noun(tree, trigger)):
        return own
    at = trigger
    for _ in range(_MAX_CLIMB):
        if (tree.is_verb(at) or tree.deps[at] in ("acomp", "ROOT")) and (found := _of_verb(tree, at)):
            return found
        head, dep = tree.heads[at], tree.deps[at]
        if head == at:
            break
        above = _governing(tree, at, trigger)
        if above is not None:
            return above
        if _stands_alone(tree, at) or not (tree.is_verb(at) or _carried(tree, at, head, dep)):
            break
        at = head
    return _of_tense(tree, trigger, carrier)


def _carried(tree: Tree, at: int, head: int, dep: str) -> bool:
    """True where the noun (or the preposition over it) happens by the verb above: "held talks", "took part in talks", "talks will begin"."""
    carrier = toml("event_status")["carrier"]
    if dep in ("nsubj", "nsubjpass"):
        return tree.lemmas[head] in carrier["happening"] or (dep == "nsubjpass" and tree.lemmas[head] in carrier["verbs"])
    if dep in ("dobj", "prep"):
        return tree.lemmas[head] in carrier["verbs"] or not tree.is_verb(head)
    return dep in ("pobj", "conj", "compound", "attr", "appos")


def _of_verb(tree: Tree, verb: int) -> EventStatus | None:
    """What the verb's own auxiliaries, negation and marks say; for a conjunct without any, those of the first conjunct."""
    modal = _words("modal")
    found: EventStatus | None = None
    own = False
    for kid in tree.children[verb]:
        dep, word = tree.deps[kid], tree.words[kid].lower()
        if dep == "neg" or (dep in ("advmod", "preconj", "cc") and word in ("never", "neither", "hardly")):
            return "denied"
        if dep == "aux":
            own = own or tree.lemmas[kid] != "to"
            found = found or modal.get(word) or _semi_modal(tree, verb, kid)
        if dep == "mark" and word in _IF:
            return "possible"
    if found == "possible" and _is_promise(tree, verb):
        return "planned"
    first = tree.heads[verb]
    if found is None and not own and tree.deps[verb] == "conj" and tree.is_verb(first) and tree.tags[verb] == "VB":
        return _of_verb(tree, first)
    return found


def _is_promise(tree: Tree, verb: int) -> bool:
    """True for "said it would": future in the past, without the force of "would have to"."""
    if tree.deps[verb] != "ccomp" or any(tree.deps[k] == "aux" and tree.lemmas[k] == "have" for k in tree.children[verb]):
        return False
    would = any(tree.words[k].lower() in ("would", "'d") for k in tree.kids(verb, "aux"))
    return would and tree.lemmas[verb] not in ("have", "like", "be") and tree.tags[tree.heads[verb]] in ("VBD", "VBN")


def _semi_modal(tree: Tree, verb: int, aux: int) -> EventStatus | None:
    """Planned, for "is to visit"."""
    if tree.lemmas[aux] == "to" and any(tree.lemmas[k] == "be" and tree.deps[k] == "aux" for k in tree.children[verb]):
        return "planned"
    return None


def _governing(tree: Tree, at: int, trigger: int) -> EventStatus | None:
    """What the word above says of the clause or noun at `at`."""
    head, dep = tree.heads[at], tree.deps[at]
    lemma = tree.lemmas[head]
    governors = _words("governor")
    if dep in ("xcomp", "acl", "pcomp", "pobj", "dobj", "nsubjpass", "oprd", "attr", "appos", "prep", "compound"):
        if dep == "compound" and at != trigger:
            return None
        if dep in ("dobj", "nsubjpass") and lemma in _CARRIERS_OF_PLANS:
            return None
        found = governors.get(lemma)
        if found and _binds(tree, at, head, lemma):
            return "denied" if found != "denied" and _refused(tree, head) else found
        return None
    if dep == "ccomp":
        found = governors.get(lemma)
        weak = lemma in ("announce", "decide", "tell", "claim", "expect", "warn", "agree", "promise", "insist", "set", "go")
        return found if found and not weak else None
    if dep == "advcl" and not _finite(tree, at):
        return "planned" if any(tree.lemmas[k] == "to" and tree.deps[k] == "aux" for k in tree.children[at]) else None
    return None


# "announced sanctions", "ordered an attack", "made a decision": the noun's event is done by the verb, not only meant.
_CARRIERS_OF_PLANS: Final = frozenset(
    {"announce", "order", "set", "go", "tell", "help", "force", "stop", "allow", "permit", "accuse", "claim", "press"}
)


def _binds(tree: Tree, at: int, head: int, lemma: str) -> bool:
    """True where the governor looks forward to what hangs on it; "ruled out", "set to" need their particle."""
    if lemma == "rule":
        return any(tree.lemmas[k] == "out" for k in tree.children[head])
    if lemma in ("go", "set", "help", "about"):
        return tree.deps[at] == "xcomp" and (lemma != "go" or tree.tags[head] == "VBG")
    if lemma in ("call", "push", "press"):
        return tree.deps[at] in ("prep", "xcomp") and tree.lemmas[at] not in ("after", "in", "with", "during")
    if tree.deps[at] == "prep":
        return tree.lemmas[at] in ("of", "for", "to", "against", "on", "from", "in")
    if lemma in ("force", "tell") and tree.deps[at] == "xcomp":
        return lemma == "tell"
    return True


def _refused(tree: Tree, governor: int) -> bool:
    """True where the governor is itself negated: "did not plan to", "would not take a decision to"."""
    verb = (
        tree.heads[governor] if not tree.is_verb(governor) and tree.deps[governor] in ("dobj", "acomp", "attr", "nsubjpass") else governor
    )
    return any(tree.deps[k] == "neg" for place in {governor, verb} for k in tree.children[place])


def _finite(tree: Tree, verb: int) -> bool:
    return tree.tags[verb] in ("VBD", "VBZ", "VBP") or any(
        tree.tags[k] in ("VBD", "VBZ", "VBP", "MD") for k in tree.kids(verb, "aux", "auxpass")
    )


def _stands_alone(tree: Tree, at: int) -> bool:
    """True where what is above says nothing of `at`: a finite clause, or a noun that only sets the scene."""
    dep = tree.deps[at]
    if dep in _OWN_TENSE:
        return dep != "ccomp" or _finite(tree, at)
    if dep == "conj" and tree.is_verb(at):
        return _finite(tree, at)
    return dep == "prep" and tree.lemmas[at] in ("after", "since", "following", "during", "amid", "despite", "over", "because", "as")


def _of_noun(tree: Tree, noun: int) -> EventStatus | None:
    modifiers = _words("modifier")
    for kid in tree.children[noun]:
        if tree.deps[kid] in ("amod", "det", "compound", "neg") and (found := modifiers.get(tree.words[kid].lower())):
            return found
    return None


def _of_tense(tree: Tree, trigger: int, carrier: int | None) -> EventStatus:
    """Return ongoing for "is holding talks" and for what "has begun", possible for an infinitive that nothing makes real; else it happened."""
    verb = carrier if carrier is not None else trigger
    if not tree.is_verb(verb):
        return "happened"
    if tree.tags[verb] == "VB" and any(tree.lemmas[k] == "to" for k in tree.kids(verb, "aux")):
        return "happened" if tree.lemmas[tree.heads[verb]] in toml("event_status")["implicative"]["verbs"] else "possible"
    tags = {tree.tags[k] for k in tree.kids(verb, "aux", "auxpass")}
    if tags & {"VBZ", "VBP"} and (tree.tags[verb] == "VBG" or (tree.tags[verb] == "VBN" and tree.lemmas[verb] in _BEGINNING)):
        return "ongoing"
    return "happened"
