"""Indirect quotations: what stands in the clause or phrase that a cue governs."""

from collections.abc import Iterator
from typing import Final

from tellings.extract.quoting.cues import VERBS, Cue, contiguous
from tellings.extract.quoting.drafts import Draft
from tellings.extract.quoting.sources import Speaker, is_passive, speaker
from tellings.extract.quoting.trees import Tree

_EDGE: Final = frozenset({",", ".", ";", ":", "!", "?", "—", "–", "-", "--", "…", "...", "'", '"', "“", "”", "‘", "’"})
_OPENING: Final = frozenset({"“", '"', "‘"})
_CLAUSE: Final = ("ccomp", "advcl", "parataxis", "relcl", "acl", "xcomp", "dep", "conj")
_OBJECT_MORE: Final = frozenset({"of", "for", "as", "over"})


class Clauses:
    """Finds what each cue of one parse governs."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.parse = tree.parse

    def of(self, cue: Cue) -> Iterator[Draft]:
        """Yield the drafts that a cue governs; none where it governs no content."""
        who = speaker(self.tree, cue.verb)
        for rule, first, last in self._content(cue):
            for a, b in self._pieces(cue, who, first, last):
                span = self._trimmed(a, b)
                if span is not None:
                    yield Draft(
                        start=span[0], end=span[1], rule=rule, cue=contiguous(self.tree, cue), verb=cue.verb, source=who.head,
                        relays=list(who.relays),
                    )  # fmt: skip

    def _content(self, cue: Cue) -> Iterator[tuple[str, int, int]]:
        """Yield (rule, first, last) of the contents, the surest frame first, one frame only."""
        found = None
        if "that" in cue.frames:
            found = self._that(cue)
        if found is None and "to" in cue.frames:
            found = self._infinitive(cue)
        if found is None and "objto" in cue.frames:
            found = self._told_to(cue)
        if found is None and cue.frames & {"name", "as", "of"} and not is_passive(self.tree, cue.verb):
            found = self._object_called(cue)
        if found is None and "prep" in cue.frames and cue.last > cue.verb:
            found = self._after_preposition(cue)
        if found is None and "np" in cue.frames and not is_passive(self.tree, cue.verb):
            found = self._object(cue)
        if found is None and "that" in cue.frames:
            found = self._fronted(cue)
        if found is not None:
            yield found

    def _that(self, cue: Cue) -> tuple[str, int, int] | None:
        tree, parse = self.tree, self.parse
        clear = [k for k in range(cue.verb + 1, cue.last + 1) if parse.heads[k] == cue.verb]
        for head in (cue.verb, *clear):
            for k in tree.kids(head, *_CLAUSE):
                if cue.first <= k <= cue.last or (parse.pos[k] not in VERBS and tree.first(k, "cop", "nsubj", "mark") is None):
                    continue
                if self._is_clause(cue, k):
                    return "clause", *self._clause_span(cue, k)
        return None

    def _is_clause(self, cue: Cue, k: int) -> bool:
        tree, parse = self.tree, self.parse
        dep = parse.deps[k]
        marks = {parse.words[m].lower() for m in tree.kids(k, "mark")}
        if dep == "ccomp":
            return "to" not in {parse.words[m].lower() for m in tree.kids(k, "aux")} or tree.first(k, "nsubj") is not None
        if "that" in marks:
            return k > cue.verb
        if dep == "conj":
            return False
        if dep in {"advcl", "parataxis", "relcl", "dep"} and not marks:
            return tree.first(k, "nsubj", "nsubjpass") is not None and tree.left[k] == cue.last + 1
        return False

    def _clause_span(self, cue: Cue, k: int) -> tuple[int, int]:
        first, last = self.tree.left[k], self.tree.right[k]
        if first > cue.verb:
            first = max(first, cue.last + 1)
        while first < k and (
            (self.parse.words[first].lower() == "that" and self.parse.deps[first] == "mark") or self.parse.words[first] in {",", ":"}
        ):
            first += 1
        return first, last

    def _infinitive(self, cue: Cue) -> tuple[str, int, int] | None:
        for k in self.tree.kids(cue.verb, "xcomp", "ccomp"):
            if k > cue.verb and any(self.parse.words[t].lower() == "to" for t in self.tree.kids(k, "aux")):
                return "infinitive", self.tree.left[k], self.tree.right[k]
        return None

    def _told_to(self, cue: Cue) -> tuple[str, int, int] | None:
        heads = (cue.verb, cue.last)
        for k in (k for head in dict.fromkeys(heads) for k in self.tree.kids(head, "xcomp", "ccomp", "pcomp", "advcl")):
            to = next((t for t in self.tree.kids(k, "aux") if self.parse.words[t].lower() == "to"), None)
            if to is None or to < cue.last:
                continue
            first = cue.last + 1 if "hearer" not in cue.frames and not is_passive(self.tree, cue.verb) else to
            return "request", first, self.tree.right[k]
        return None

    def _object_called(self, cue: Cue) -> tuple[str, int, int] | None:
        tree, parse = self.tree, self.parse
        extra = {w for frame, w in (("as", "as"), ("of", "of")) if frame in cue.frames}
        named = [k for k in tree.kids(cue.verb, "oprd", "xcomp", "ccomp", "attr") if "name" in cue.frames and k > cue.verb]
        after = [k for k in tree.kids(cue.verb, "prep") if parse.words[k].lower() in extra and k > cue.verb]
        obj = tree.first(cue.verb, "dobj")
        if obj is not None and obj > cue.verb:
            after += [k for k in tree.kids(obj, "prep") if parse.words[k].lower() in extra]
        if not (named or after):
            return None
        return "called", cue.last + 1, max(tree.right[k] for k in (*named, *after))

    def _after_preposition(self, cue: Cue) -> tuple[str, int, int] | None:
        found = self.tree.first(cue.last, "pobj", "pcomp")
        if found is None:
            return None
        return "phrase", self.tree.left[found], self.tree.right[found]

    def _object(self, cue: Cue) -> tuple[str, int, int] | None:
        tree, parse = self.tree, self.parse
        obj = tree.first(cue.verb, "dobj")
        if obj is None or obj < cue.verb or parse.pos[obj] == "PRON":
            return None
        last = tree.right[obj]
        for k in tree.kids(cue.verb, "prep"):
            if tree.left[k] == last + 1 and parse.words[k].lower() in _OBJECT_MORE:
                last = tree.right[k]
        return "object", tree.left[obj], last

    def _fronted(self, cue: Cue) -> tuple[str, int, int] | None:
        """The rest of the sentence before ", X said", where the parser did not see a complement."""
        parse = self.parse
        who = speaker(self.tree, cue.verb).head
        if who is None:
            return None
        opens = min(self.tree.left[who], cue.verb)
        first = parse.sents[self.tree.sent_of[cue.verb]][0]
        if opens - first < 4 or parse.words[opens - 1] != "," or parse.heads[who] != cue.verb:
            return None
        if not any(parse.pos[k] in VERBS for k in range(first, opens)):
            return None
        return "fronted", first, opens - 1

    def _pieces(self, cue: Cue, who: Speaker, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Cut the cue and its source out of the content where they stand inside it."""
        if not first <= cue.verb <= last:
            yield first, last
            return
        a, b = cue.first, cue.last
        if who.head is not None and first <= who.head <= last:
            a, b = min(a, self.tree.left[who.head]), max(b, self.tree.right[who.head])
        if a - first > 0:
            yield first, a - 1
        if last - b > 1:
            yield b + 1, last

    def _trimmed(self, first: int, last: int) -> tuple[int, int] | None:
        """Places in the text of the tokens, without punctuation at the edges save marks that belong inside."""
        parse = self.parse
        while first <= last and parse.words[first] in _EDGE - _OPENING:
            first += 1
        while last >= first and parse.words[last] in _EDGE - {"”", '"', "’"}:
            last -= 1
        if first > last:
            return None
        return parse.starts[first], parse.ends[last]
