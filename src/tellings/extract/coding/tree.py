"""A parse as a tree: children, governors, subjects and objects of a clause."""

from collections.abc import Iterator
from typing import Final

from tellings.model.observed import Parse

_SUBJECT: Final = frozenset({"nsubj", "csubj"})
_PASSIVE: Final = frozenset({"nsubjpass", "csubjpass"})
# What belongs to a noun phrase without opening a clause of its own.
_PHRASE: Final = frozenset(
    {
        "det",
        "amod",
        "compound",
        "poss",
        "case",
        "nummod",
        "nmod",
        "quantmod",
        "predet",
        "advmod",
        "npadvmod",
        "punct",
        "cc",
        "conj",
        "appos",
    }
)
_MAX_CLIMB: Final = 8


class Tree:
    """The dependency tree of a whole article; token indices are the parse's own."""

    __slots__ = ("children", "deps", "heads", "lemmas", "parse", "pos", "tags", "words")

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.lemmas, self.deps, self.heads = parse.lemmas, parse.deps, parse.heads
        self.pos, self.tags, self.words = parse.pos, parse.tags, parse.words
        self.children: list[list[int]] = [[] for _ in parse.words]
        for i, head in enumerate(parse.heads):
            if head != i:
                self.children[head].append(i)

    def kids(self, i: int, *deps: str) -> list[int]:
        """Return the children of `i` that hang on it by one of `deps`, in text order."""
        return [k for k in self.children[i] if self.deps[k] in deps]

    def is_verb(self, i: int) -> bool:
        """True for a full verb, and for an auxiliary that stands as one."""
        return self.pos[i] == "VERB" or (self.pos[i] == "AUX" and self.deps[i] not in ("aux", "auxpass"))

    def conjuncts(self, i: int) -> list[int]:
        """Return `i` and what is coordinated with it, in text order."""
        found, at = [i], 0
        while at < len(found) and len(found) < 24:
            found.extend(self.kids(found[at], "conj"))
            at += 1
        return sorted(found)

    def passive(self, verb: int) -> bool:
        """True where the verb is passive: "was arrested", or a bare participle after a noun ("the man arrested")."""
        if any(self.deps[k] in ("nsubjpass", "auxpass") for k in self.children[verb]):
            return True
        return self.tags[verb] == "VBN" and self.deps[verb] in ("acl", "amod") and not self.kids(verb, "dobj")

    def subjects(self, verb: int) -> list[int]:
        """Return the heads of the verb's logical subject: its own, its agent's, or that of the clause that controls it."""
        if self.passive(verb):
            agents = [k for by in self.kids(verb, "agent") for k in self.kids(by, "pobj")]
            by_phrases = [k for p in self.kids(verb, "prep") if self.lemmas[p] == "by" for k in self.kids(p, "pobj")]
            return agents or by_phrases
        return self._surface_subject(verb, 0)

    def _surface_subject(self, verb: int, depth: int) -> list[int]:
        own = [k for k in self.children[verb] if self.deps[k] in _SUBJECT]
        if own:
            return [self._antecedent(self._after(k, verb), verb) for k in own]
        if depth >= _MAX_CLIMB:
            return []
        head, dep = self.heads[verb], self.deps[verb]
        if dep == "conj" and self.is_verb(head):
            if self.passive(head):
                return [k for k in self.children[head] if self.deps[k] in _PASSIVE]
            return self._surface_subject(head, depth + 1)
        if dep == "xcomp":
            return self._controller(head, depth)
        if dep == "advcl" or (dep == "pcomp" and self.is_verb(self.heads[head])):
            governor = head if dep == "advcl" else self.heads[head]
            if dep == "pcomp" and self.lemmas[head] in ("of", "for", "from") and (patients := self.objects(governor)):
                return patients
            return self._surface_subject(governor, depth + 1) or [k for k in self.children[governor] if self.deps[k] in _PASSIVE]
        if dep in ("acl", "relcl") and not self.is_verb(head):
            return [head]
        return []

    def _after(self, subject: int, verb: int) -> int:
        """Mend "After X, Y spoke …": a main clause has no mark, so the parser took X for the subject and Y for its apposition."""
        if self.heads[verb] == verb and any(self.deps[k] == "mark" and k < subject for k in self.children[verb]):
            beside = [k for k in self.kids(subject, "appos") if k < verb]
            return beside[-1] if beside else subject
        return subject

    def _controller(self, head: int, depth: int) -> list[int]:
        """Who does the infinitive: the object of "urge X to", else the subject of "plan to"."""
        patients = self.kids(head, "dobj")
        if patients:
            return patients
        raised = [k for k in self.children[head] if self.deps[k] in _PASSIVE]
        return raised or self._surface_subject(head, depth + 1)

    def _antecedent(self, subject: int, verb: int) -> int:
        if self.tags[subject] in ("WDT", "WP") and self.deps[verb] == "relcl":
            return self.heads[verb]
        return subject

    def objects(self, verb: int) -> list[int]:
        """Return the heads of the verb's logical object: direct, dative, of a passive, or the noun a passive participle modifies."""
        found = [self._antecedent(k, verb) for k in self.children[verb] if self.deps[k] in _PASSIVE]
        found += self.kids(verb, "dobj", "dative", "oprd")
        if not found:
            # "allowed Iraq to use the port": the parser may put the object under the infinitive
            found = [s for c in self.kids(verb, "ccomp") if self.tags[c] == "VB" for s in self.kids(c, "nsubj") if s > verb]
        if self.deps[verb] in ("acl", "amod") and self.passive(verb):
            found.append(self.heads[verb])
        if not found and self.deps[verb] == "conj" and self.is_verb(self.heads[verb]) and self.tags[verb] in ("VBN", "VBD"):
            head = self.heads[verb]
            if self.tags[verb] == "VBN" and self.passive(head):
                found = [k for k in self.children[head] if self.deps[k] in _PASSIVE]
        if not found:
            # "arrested and charged Meyer": the last verb of a coordination holds the object for all
            found = [o for k in self.kids(verb, "conj") if k - verb <= 3 for o in self.kids(k, "dobj")]
        return found

    def preps(self, i: int) -> Iterator[tuple[str, int]]:
        """Yield (preposition, head of its object) for what hangs on `i`, through chained prepositions ("out of") and the object's own."""
        for prep in self.children[i]:
            if self.deps[prep] not in ("prep", "agent", "dative", "prt", "advmod"):
                continue
            word = self.lemmas[prep]
            for kid in self.children[prep]:
                if self.deps[kid] in ("pobj", "pcomp"):
                    yield word, kid
                elif self.deps[kid] == "prep":
                    for inner in self.kids(kid, "pobj", "pcomp"):
                        yield word, inner
                        yield self.lemmas[kid], inner

    def phrase(self, head: int) -> tuple[int, int]:
        """Return the half-open token range of the noun phrase at `head`, without clauses and prepositional tails."""
        low = high = head
        stack = [head]
        while stack:
            for kid in self.children[stack.pop()]:
                if self.deps[kid] in _PHRASE and not (self.deps[kid] == "punct" and self.words[kid] not in "-'’"):
                    low, high = min(low, kid), max(high, kid)
                    stack.append(kid)
        return low, high + 1

    def head_words(self, head: int) -> Iterator[str]:
        """Yield the lemma of a noun and of what modifies it directly, through "of" ("thousands of troops") and coordination."""
        for i in self.conjuncts(head):
            yield self.lemmas[i]
            for kid in self.children[i]:
                if self.deps[kid] in ("compound", "amod", "nmod", "acomp"):
                    yield self.lemmas[kid]
                elif self.deps[kid] == "prep" and self.lemmas[kid] == "of":
                    for inner in self.kids(kid, "pobj"):
                        yield self.lemmas[inner]
                        yield from (self.lemmas[c] for c in self.kids(inner, "compound", "amod"))
