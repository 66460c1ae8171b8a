"""The pattern table: which words, in which surroundings, are an event of which kind."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from tellings.data import rows, toml
from tellings.extract.coding.tree import Tree

Kind = Literal["verb", "adj", "noun"]
_CONDITIONS: Final = ("prt", "obj", "prep", "pobj", "comp", "subj", "mod", "bare", "must", "arg", "det", "agentless")
_COOPERATION: Final = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})


def is_cooperation(root: str) -> bool:
    """True for the PLOVER roots of cooperation, verbal or material; YIELD is what older books call CONCEDE and RETREAT."""
    return root in _COOPERATION or root == "YIELD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What a CAMEO code stands for in PLOVER."""

    root: str
    mode: str | None
    contexts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One row of `event_patterns.toml`: `lemma` is the trigger it is filed under, `weight` the number of its conditions."""

    rule: str
    kind: Kind
    cameo: str
    root: str
    mode: str | None
    contexts: tuple[str, ...]
    who: tuple[str, ...]
    actor: tuple[str, ...]
    swap: bool
    recip: bool
    named: bool
    bare: bool
    arg: bool
    det: bool
    agentless: bool
    prt: str
    obj: frozenset[str]
    prep: frozenset[str]
    pobj: frozenset[str]
    comp: frozenset[str]
    subj: frozenset[str]
    mod: frozenset[str]
    must: frozenset[str]
    weight: int
    example: str

    def fits(self, tree: Tree, i: int) -> bool:
        """True where every condition of the row holds for the trigger `i`."""
        if self.prt and not _particle(tree, i, self.prt):
            return False
        if (self.prep or self.pobj) and not self._prepositions(tree, i):
            return False
        if self.obj and not any(w in self.obj for o in tree.objects(i) for w in tree.head_words(o)):
            return False
        if self.bare and tree.kids(i, "dobj"):
            return False
        if self.agentless and (not tree.passive(i) or tree.subjects(i)):
            return False
        if self.arg and not (tree.kids(i, "dobj", "xcomp", "ccomp") or tree.passive(i)):
            return False
        if self.det and not tree.kids(i, "det", "poss"):
            return False
        if self.comp and not _complement(tree, i, self.comp):
            return False
        if self.mod and not any(tree.lemmas[k] in self.mod for k in tree.children[i] if tree.deps[k] in ("compound", "amod", "nmod")):
            return False
        if self.must and not any(tree.words[k].lower() in self.must for c in tree.kids(i, "ccomp") for k in (c, *tree.kids(c, "aux"))):
            return False
        return not self.subj or any(w in self.subj for s in _agents(tree, i) for w in tree.head_words(s))

    def _prepositions(self, tree: Tree, i: int) -> bool:
        spots = (i, *tree.objects(i)) if self.kind == "verb" else (i,)
        for word, inner in (found for spot in spots for found in tree.preps(spot)):
            if self.prep and word not in self.prep:
                continue
            if not self.pobj or any(w in self.pobj for w in tree.head_words(inner)):
                return True
        return False


def _agents(tree: Tree, i: int) -> list[int]:
    return tree.subjects(i)


def _particle(tree: Tree, i: int, particle: str) -> bool:
    return any(
        tree.lemmas[k] == particle and tree.deps[k] in ("prt", "advmod", "prep", "acomp", "oprd") for k in tree.children[i] if k - i < 8
    )


def _complement(tree: Tree, i: int, lemmas: frozenset[str]) -> bool:
    for kid in tree.children[i]:
        if tree.deps[kid] in ("xcomp", "ccomp", "acomp", "oprd", "advcl", "pcomp") and kid > i:
            if any(tree.lemmas[k] in lemmas for k in tree.conjuncts(kid)):
                return True
        elif tree.deps[kid] == "prep" and any(tree.lemmas[k] in lemmas for k in tree.kids(kid, "pcomp")):
            return True
    return False


@cache
def codes() -> dict[str, Code]:
    """Return the CAMEO codes with their PLOVER root, mode and contexts."""
    return {row["code"]: Code(root=row["root"], mode=row["mode"] or None, contexts=tuple(row["contexts"].split())) for row in rows("cameo")}


@cache
def table() -> dict[tuple[Kind, str], tuple[Pattern, ...]]:
    """Return the patterns by kind and lemma of the trigger, the one with most conditions first."""
    found: dict[tuple[Kind, str], list[Pattern]] = {}
    for kind, row, lemma in _rows():
        found.setdefault((kind, lemma), []).append(_pattern(kind, row, lemma))
    return {key: tuple(sorted(patterns, key=lambda p: -p.weight)) for key, patterns in found.items()}


def _rows() -> Iterator[tuple[Kind, dict[str, Any], str]]:
    data = toml("event_patterns")
    kinds: tuple[Kind, ...] = ("verb", "adj", "noun")
    for kind in kinds:
        for row in data[kind]:
            for lemma in row["on"]:
                yield kind, row, lemma


def _pattern(kind: Kind, row: dict[str, Any], lemma: str) -> Pattern:
    cameo = row.get("cameo", "")
    code = codes()[cameo] if cameo else Code(root="", mode=row["class"] or None, contexts=())
    conditions = [f"{name}={_shown(row[name])}" for name in _CONDITIONS if name in row]
    return Pattern(
        rule=" ".join([f"{kind}:{lemma}", cameo or row["class"] or "none", *conditions]),
        kind=kind, cameo=cameo, root=code.root, mode=code.mode, contexts=code.contexts,
        who=tuple(row.get("who", ())), actor=tuple(row.get("actor", ())),
        swap=row.get("swap", False), recip=row.get("recip", False), named=row.get("named", False), bare=row.get("bare", False), arg=row.get("arg", False), det=row.get("det", False), agentless=row.get("agentless", False),
        prt=row.get("prt", ""), obj=frozenset(row.get("obj", ())), prep=frozenset(row.get("prep", ())), pobj=frozenset(row.get("pobj", ())),
        comp=frozenset(row.get("comp", ())), subj=frozenset(row.get("subj", ())), mod=frozenset(row.get("mod", ())), must=frozenset(row.get("must", ())),
        weight=sum(name in row for name in _CONDITIONS if name not in ("arg", "det", "bare")), example=row["example"],
    )  # fmt: skip


def _shown(value: object) -> str:
    return f"{value[0]}…" if isinstance(value, list) and len(value) > 1 else str(value[0] if isinstance(value, list) else value)


def trigger_lemma(tree: Tree, i: int, kind: Kind) -> str:
    """Return the lemma to look the trigger up by: rule lemmatizers make "fin" of "fined"; the final e is put back where that is a trigger."""
    lemma = tree.lemmas[i]
    if kind == "verb" and (kind, lemma) not in table() and (kind, lemma + "e") in table():
        word = tree.words[i].lower()
        if word.startswith(lemma + "e") or word == lemma + "ing":
            return lemma + "e"
    return lemma


def matching(tree: Tree, i: int, kind: Kind) -> Iterator[Pattern]:
    """Yield the patterns that fit the trigger `i`, best first."""
    for pattern in table().get((kind, trigger_lemma(tree, i, kind)), ()):
        if pattern.fits(tree, i):
            yield pattern
