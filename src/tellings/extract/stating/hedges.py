"""What the words above a clause make of it: "I don't think …", "it is unclear whether …", "no evidence that …", "denied that …".

Such a clause is not asserted as it stands, so its passage keeps the words that govern it.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

from tellings.data import toml
from tellings.extract.stating.trees import Tree
from tellings.model.observed import Modality

_DEEP: Final = 4
_CONTENT: Final = frozenset({"ccomp", "acl", "xcomp", "advcl", "csubj", "csubjpass", "relcl"})
_NOBODY: Final = frozenset({"nobody", "none", "nothing", "neither"})
_WHO: Final = frozenset({"WDT", "WP", "WP$", "WRB"})
# Tokens that may stand between the word that governs and what it governs.
_GAP: Final = 15
_HOLDERS: Final = frozenset({"it", "i", "we", "he", "she", "they", "police", "officials"})
_ASKING: Final = frozenset({"whether", "if"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedge:
    """What is made of a clause, by the word at token `governor`; `wide` where the passage must keep that word's clause."""

    modality: Modality
    governor: int
    wide: bool


def hedge_of(tree: Tree, head: int) -> Hedge | None:
    """Return what the words that govern the clause make of it, None where they leave it as it stands."""
    at = head
    for _ in range(_DEEP):
        dep, governor = tree.parse.deps[at], tree.parse.heads[at]
        if governor == at:
            return None
        if dep == "conj":
            at = governor
            continue
        if dep == "pcomp":
            governor = tree.parse.heads[governor]
        elif dep not in _CONTENT:
            return None
        found = _made_by(tree, governor, at)
        if found is not None:
            return found if _is_near(tree, governor, at) else None
        if dep != "xcomp" and not _shows(tree, governor):
            return None
        at = governor
    return None


def _is_near(tree: Tree, governor: int, content: int) -> bool:
    """True where the two stand close and in one sentence: a parse that joins what stands far apart, or across a full stop, is not to be trusted."""
    first, last = min(tree.right[content], governor), max(tree.left[content], governor)
    return last - first <= _GAP and "." not in tree.parse.words[first:last]


def _shows(tree: Tree, verb: int) -> bool:
    """True of the infinitive in "no evidence to suggest that …": what it shows hangs on the noun."""
    return tree.parse.deps[verb] in ("acl", "relcl") and tree.parse.tags[verb] == "VB" and tree.lemma(verb) in words("showing")


def is_sourced_loosely(tree: Tree, head: int) -> bool:
    """True of "According to an unconfirmed report, …", for the clause and those joined to it."""
    at = head
    for _ in range(_DEEP):
        for prep in tree.kids(at, "prep"):
            if tree.lemma(prep) == "accord" and any(
                tree.lemma(t) in words("unverified") for t in range(tree.left[prep], tree.right[prep] + 1)
            ):
                return True
        if tree.parse.deps[at] != "conj":
            return False
        at = tree.parse.heads[at]
    return False


def is_denied(tree: Tree, verb: int) -> bool:
    """True where the verb has a "not", or "no" with its subject or object."""
    turning = words("negation")
    near = (verb, *tree.kids(verb, "nsubj", "nsubjpass", "dobj", "attr"))
    if any(tree.parse.words[c].lower() in _NOBODY for c in near[1:]):
        return True
    return any(tree.parse.words[c].lower() in turning for at in near for c in tree.kids(at, "neg", "det", "advmod"))


def _made_by(tree: Tree, governor: int, content: int) -> Hedge | None:
    asks = tree.child(content, "mark")
    asking = asks is not None and tree.lemma(asks) in _ASKING
    if tree.parse.pos[governor] in ("NOUN", "PROPN") or tree.parse.words[governor].lower() == "nothing":
        return _by_noun(tree, governor, content)
    if tree.parse.pos[governor] == "ADJ":
        return _by_adjective(tree, governor, governor, content, asking=asking)
    said = tree.child(governor, "acomp", "attr", "oprd", "advmod")
    if tree.parse.deps[content] != "relcl" and said is not None and tree.parse.pos[said] in ("ADJ", "ADV"):
        found = _by_adjective(tree, governor, said, content, asking=asking)
        if found is not None:
            return found
    if tree.parse.deps[content] not in ("advcl", "relcl", "acl"):
        return _by_verb(tree, governor, content, asking=asking)
    return None


def _by_verb(tree: Tree, verb: int, content: int, *, asking: bool) -> Hedge | None:
    lemma, denied = tree.lemma(verb), is_denied(tree, verb)
    passive = tree.child(verb, "auxpass") is not None
    kind: Modality | None = None
    if lemma in words("denying"):
        kind = None if denied else "denied"
    elif tree.parse.deps[content] == "pcomp":
        return None
    elif lemma in words("believing") and denied:
        kind = "denied"
    elif (
        (asking and lemma in words("saying") | words("doubting") | words("verifying"))
        or (lemma in words("doubting") and not denied)
        or (lemma in words("verifying") and denied)
        or (lemma in words("stating") and denied)
        or (lemma in words("supposed") and passive)
    ):
        kind = "possible"
    return Hedge(modality=kind, governor=verb, wide=True) if kind is not None else None


def _by_adjective(tree: Tree, verb: int, word: int, content: int, *, asking: bool) -> Hedge | None:
    lemma, denied = tree.lemma(word), is_denied(tree, verb) or is_denied(tree, word)
    if (lemma in words("untrue") and not denied) or (lemma == "true" and denied):
        return Hedge(modality="denied", governor=verb, wide=True)
    subject = tree.child(verb, "expl", "nsubj")
    it = subject is None or tree.parse.words[subject].lower() in _HOLDERS or tree.parse.deps[content] != "advcl"
    if it and (lemma in words("unsure") or (lemma in words("sure") and (denied or asking))):
        return Hedge(modality="possible", governor=verb, wide=True)
    return None


def _by_noun(tree: Tree, noun: int, content: int) -> Hedge | None:
    parse = tree.parse
    subject = tree.child(content, "nsubj", "nsubjpass", "expl", "csubj")
    if not _shows(tree, content) and (subject is None or any(parse.tags[t] in _WHO for t in range(tree.left[content], content))):
        return None
    lemma = tree.lemma(noun)
    verb = parse.heads[noun]
    above = tree.lemma(verb) if parse.deps[noun] in ("dobj", "nsubj", "nsubjpass") and verb != noun else ""
    denied = verb != noun and is_denied(tree, verb)
    if above in words("denying") and not denied:
        return Hedge(modality="denied", governor=verb, wide=True)
    if (lemma in words("proof") or lemma == "nothing") and (denied or any(parse.words[c].lower() == "no" for c in tree.kids(noun, "det"))):
        return Hedge(modality="possible", governor=verb, wide=True)
    if lemma in words("hearsay"):
        quality = tree.child(verb, "acomp")
        if quality is not None and tree.lemma(quality) in words("untrue") and not denied:
            return Hedge(modality="denied", governor=verb, wide=True)
        unsure = (above in words("verifying") and denied) or tree.child(verb, "expl") is not None
        return Hedge(modality="possible", governor=verb if unsure else noun, wide=unsure)
    return None


@cache
def words(table: str) -> frozenset[str]:
    """Return a list of data/stating.toml."""
    listed = toml("stating")[table]
    return frozenset(listed.get("lemmas") or listed["words"])
