"""Indirect quotations: what stands in the clause or phrase that a cue governs."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

import numpy as np

from tellings.extract.quoting.contents.ends import NAMES, breaks, chosen, features, goes_after, inside, with_mark
from tellings.extract.quoting.contents.learnt import learnt
from tellings.extract.quoting.cues import VERBS, Cue, contiguous, cue_at
from tellings.extract.quoting.drafts import Draft
from tellings.extract.quoting.speakers.sources import Speaker, is_passive, speaker
from tellings.extract.quoting.trees import Tree

_EDGE: Final = frozenset({",", ".", ";", ":", "!", "?", "—", "–", "-", "--", "…", "...", "'", '"', "“", "”", "‘", "’"})
_OPENING: Final = frozenset({"“", '"', "‘"})
_BREAKS: Final = frozenset({",", "—", "–", "--"})
_WHILE: Final = frozenset(
    {"when", "while", "as", "if", "after", "before", "since", "because", "although", "though", "until", "once", "despite"}
)
_ON: Final = frozenset({"on", "last", "this", "early", "late"})
# What stands before ", it said," in so few tokens, and without a verb, is no content by itself.
_SMALL: Final = 4
# Nouns of hearers looked into, of one cue.
_HEARERS: Final = 3
# A content of more tokens than this is never bare.
_BARE: Final = 6
# More tokens than this do not stand before "X said".
_FRONTED: Final = 150
# How far down the right edge of a content its tail is looked for.
_EDGE_DEPTH: Final = 24
_NOUN_RULES: Final = frozenset({"object", "phrase"})
# What parts one sentence from the next inside what a parser took for one.
_PARTS: Final = frozenset({":", ";"})
_CLOSING: Final = frozenset({"”", '"', "’", "'", "''"})
_CLAUSE: Final = ("ccomp", "advcl", "parataxis", "relcl", "acl", "xcomp", "dep", "conj")
_CITES: Final = frozenset({"cite", "quote"})
_OBJECT_MORE: Final = frozenset(
    {"of", "for", "as", "over", "to", "from", "against", "about", "with", "toward", "towards", "into", "between", "by"}
)


# rule, first and last token, the token that heads the content
Content = tuple[str, int, int, int]


class Clauses:
    """Finds what each cue of one parse governs."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.parse = tree.parse

    def of(self, cues: Iterable[Cue]) -> list[Draft]:
        """Return the drafts that the cues govern; none for a cue that governs no content."""
        found = [(cue, content) for cue in cues for content in self.contents(cue)]
        made = []
        for (cue, (rule, first, _, head)), end in zip(found, self._ends(found), strict=True):
            who = speaker(self.tree, cue.verb)
            for a, b in self._pieces(cue, who, first, end):
                span = self._trimmed(a, b)
                if span is not None and not self._is_bare(a, b) and not (rule in _NOUN_RULES and self._points_back(a, b)):
                    made.append(Draft(
                        start=span[0], end=span[1], rule=rule, cue=contiguous(self.tree, cue), verb=cue.verb, head=head, source=who.head,
                        relays=list(who.relays),
                    ))  # fmt: skip
        return made

    def _ends(self, found: Sequence[tuple[Cue, Content]]) -> list[int]:
        """The last token of each content: by rule, and of those that follow their cue by what was learnt where it is surer of another."""
        ends: list[int] = []
        rows: list[list[float]] = []
        asked: list[tuple[int, list[int]]] = []
        for number, (cue, (rule, first, last, head)) in enumerate(found):
            ends.append(last if rule == "fronted" else self.without_tail(head, last))
            points = self.points(cue, rule, first, head, last)
            if len(points) > 1:
                rows += features(self.tree, cue, rule, (first, head, ends[-1]), points)
                asked.append((number, points))
        scores = iter(learnt("ends", NAMES).scores(np.array(rows, dtype=float)).tolist())
        for number, points in asked:
            by_rule = inside(self.tree, found[number][1][3], ends[number])
            ends[number] = with_mark(self.tree, found[number][1][1], chosen(points, list(islice(scores, len(points))), by_rule))
        return ends

    def points(self, cue: Cue, rule: str, first: int, head: int, last: int) -> list[int]:
        """Return the breaks at which a content may end; none after a tail that a rule cuts off, none at all for one before its cue."""
        if not goes_after(cue, rule, first, head, last):
            return []
        cut = self.without_tail(head, last)
        found = breaks(self.tree, first, head, cut)
        return [t for t in found if t <= cut] if inside(self.tree, head, cut) < inside(self.tree, head, last) else found

    def contents(self, cue: Cue) -> Iterator[Content]:
        """Yield (rule, first, last, head) of the contents, the surest frame first, one frame only."""
        found = None
        if "that" in cue.frames:
            found = self._that(cue)
        if found is None and ("to" in cue.frames or self._is_said_of(cue)):
            found = self._infinitive(cue)
        if found is None and "that" in cue.frames:
            found = self._doing(cue)
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
        if found is not None and self._is_asked(cue):
            return
        if found is not None:
            yield found

    def _is_asked(self, cue: Cue) -> bool:
        """True for a participle that opens its sentence and names no speaker: "Asked why, he …"."""
        first = self.parse.sents[self.tree.sent_of[cue.verb]][0]
        return (
            self.parse.tags[cue.verb] == "VBN"
            and cue.verb - first <= 2
            and self.tree.first(cue.verb, "auxpass", "nsubjpass", "aux") is None
        )

    def _that(self, cue: Cue) -> Content | None:
        tree, parse = self.tree, self.parse
        if parse.sents[tree.sent_of[cue.verb]][0] == cue.verb > 0 and parse.words[cue.verb - 1] in _CLOSING:
            return None  # “…,” said the mayor, whose …
        clear = [k for k in range(cue.verb + 1, cue.last + 1) if parse.heads[k] == cue.verb]
        for head in (cue.verb, *clear, *self._heard(cue)):
            for k in sorted(tree.kids(head, *_CLAUSE), key=lambda k: (k < cue.verb, k)):
                if cue.first <= k <= cue.last or (parse.pos[k] not in VERBS and tree.first(k, "cop", "nsubj", "mark") is None):
                    continue
                if self._is_clause(cue, k) and not self._is_apart(cue, k):
                    return "clause", *self._clause_span(cue, k), k
        return None

    def _heard(self, cue: Cue) -> list[int]:
        """The nouns of who hears, on which parsers hang what is told: "told a reporter from the Post that …"; or of what it stands in."""
        papers = [k for prep in self.tree.kids(cue.verb, "prep") for k in self.tree.kids(prep, "pobj") if k > cue.verb]
        papers += [k for paper in papers for k in self.tree.kids(paper, "acl")]
        if "hearer" not in cue.frames:
            return papers
        heard = list(self.tree.kids(cue.verb, "dobj", "dative", "nsubjpass"))
        for noun in heard[:_HEARERS]:
            heard += [k for prep in self.tree.kids(noun, "prep") for k in self.tree.kids(prep, "pobj") if k > cue.verb]
        heard += [k for prep in self.tree.kids(cue.verb, "prep", "npadvmod") for k in (prep, *self.tree.kids(prep, "pobj")) if k > cue.verb]
        return heard

    def _is_apart(self, cue: Cue, k: int) -> bool:
        """True for a sentence before the cue's own: "There was no quorum: 47 said …", "Few knew, but the mayor says …"."""
        tree, parse = self.tree, self.parse
        if k > cue.verb:
            return False
        between = range(tree.right[k] + 1, cue.first) if tree.right[k] < cue.first else range(0)
        return any(parse.words[t] in _PARTS or parse.deps[t] == "cc" for t in between if parse.heads[t] == cue.verb)

    def _is_clause(self, cue: Cue, k: int) -> bool:
        tree, parse = self.tree, self.parse
        dep = parse.deps[k]
        if parse.heads[k] != cue.verb and parse.deps[parse.heads[k]] in {"dobj", "dative", "nsubjpass", "pobj", "npadvmod", "acl"}:
            subject = tree.first(k, "nsubj", "nsubjpass")
            return k > cue.verb and subject is not None and subject > tree.left[k] and parse.words[tree.left[k]].lower() == "that"
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
        while first < k and (self._joins(cue, first) or self.parse.words[first] in {",", ":"}):
            first += 1
        return self._past_day(cue, first, k), last

    def _past_day(self, cue: Cue, first: int, k: int) -> int:
        """Where a content begins after the day on which it was said: "said on Friday he had met her", "said Monday it would"."""
        tree, parse = self.tree, self.parse
        if first != cue.last + 1:
            return first
        day = first + 1 if parse.words[first].lower() in _ON else first
        if parse.ner[day] != "DATE" or parse.tags[day] != "NNP":
            return first
        subject = tree.first(k, "nsubj", "nsubjpass", "expl")
        after = day + 1
        while after < k and parse.ner[after] in {"DATE", "TIME"}:
            after += 1
        return after if subject is not None and tree.left[subject] == after else first

    def _joins(self, cue: Cue, that: int) -> bool:
        """True for a "that" that only joins a content to its cue; after a hearer it is no pointing word, whatever the parser made of it."""
        parse = self.parse
        if parse.words[that].lower() != "that":
            return False
        if parse.deps[that] == "mark":
            return True
        subject = self.tree.first(parse.heads[that], "nsubj", "nsubjpass", "expl")
        if parse.deps[that] not in {"det", "nsubj", "nsubjpass"} and subject is not None and that < subject < parse.heads[that]:
            return True
        pointed = parse.heads[that]
        heard = "hearer" in cue.frames and that > cue.last + 1
        return (
            parse.pos[that + 1] in {"NOUN", "PROPN"} and (parse.tags[pointed] == "NNS" or heard) and parse.deps[that] in {"det", "dative"}
        )

    def _infinitive(self, cue: Cue) -> Content | None:
        for k in self.tree.kids(cue.verb, "xcomp", "ccomp"):
            if k > cue.verb and any(self.parse.words[t].lower() == "to" for t in self.tree.kids(k, "aux")):
                return "infinitive", self.tree.left[k], self.tree.right[k], k
        return None

    def _is_said_of(self, cue: Cue) -> bool:
        """True for "is alleged to have", "were said to be": nobody is named, and what is told follows."""
        return "that" in cue.frames and "hearer" not in cue.frames and self.tree.first(cue.verb, "auxpass") is not None

    def _doing(self, cue: Cue) -> Content | None:
        """What is told with a gerund: "denied taking the money", "admitted to breaking the seal", "proposed moving the camp"."""
        if "hearer" in cue.frames or is_passive(self.tree, cue.verb):
            return None
        told = [k for k in self.tree.kids(cue.verb, "xcomp") if self.parse.heads[k] < k]
        told += [k for to in self.tree.kids(cue.verb, "prep") if self.parse.words[to].lower() == "to" for k in self.tree.kids(to, "pcomp")]
        for k in told:
            if k > cue.last and self.parse.tags[k] == "VBG" and self.tree.first(k, "nsubj", "aux") is None:
                above = self.parse.heads[k]
                return "infinitive", above if above != cue.verb else self.tree.left[k], self.tree.right[k], k
        return None

    def _told_to(self, cue: Cue) -> Content | None:
        heads = (cue.verb, cue.last)
        for k in (k for head in dict.fromkeys(heads) for k in self.tree.kids(head, "xcomp", "ccomp", "pcomp", "advcl")):
            to = next((t for t in self.tree.kids(k, "aux") if self.parse.words[t].lower() == "to"), None)
            if to is None or to < cue.last:
                continue
            if is_passive(self.tree, cue.verb) and speaker(self.tree, cue.verb).head is None:
                continue
            first = cue.last + 1 if "hearer" not in cue.frames and not is_passive(self.tree, cue.verb) else to
            return "request", first, self.tree.right[k], k
        return None

    def _object_called(self, cue: Cue) -> Content | None:
        tree, parse = self.tree, self.parse
        extra = {w for frame, w in (("as", "as"), ("of", "of")) if frame in cue.frames}
        named = [k for k in tree.kids(cue.verb, "oprd", "xcomp", "ccomp", "attr") if "name" in cue.frames and k > cue.verb]
        after = [k for k in tree.kids(cue.verb, "prep") if parse.words[k].lower() in extra and k > cue.verb]
        obj = tree.first(cue.verb, "dobj")
        if obj is not None and obj > cue.verb:
            after += [k for k in tree.kids(obj, "prep") if parse.words[k].lower() in extra]
        if not (named or after) or (parse.tags[cue.verb] == "VBN" and parse.deps[cue.verb] == "acl"):
            return None
        return "called", cue.last + 1, max(tree.right[k] for k in (*named, *after)), (*named, *after)[0]

    def _after_preposition(self, cue: Cue) -> Content | None:
        found = self.tree.first(cue.last, "pobj", "pcomp")
        called = self.tree.first(cue.verb, "dobj")
        if found is None or (called is not None and cue.verb < called < cue.last and cue.lemma.startswith("call_")):
            return None  # "called a strike for Saturday"
        return "phrase", self.tree.left[found], self.tree.right[found], found

    def _object(self, cue: Cue) -> Content | None:
        tree, parse = self.tree, self.parse
        obj = tree.first(cue.verb, "dobj")
        if obj is None or obj < cue.verb or parse.pos[obj] == "PRON" or tree.first(cue.verb, "neg") is not None:
            return None
        if parse.lemmas[cue.verb] in _CITES and (parse.pos[obj] == "PROPN" or self._as_saying(cue.verb)):
            return None
        last = tree.right[obj]
        for k in tree.kids(cue.verb, "prep", "xcomp", "advcl", "acl", "relcl", "dative"):
            joined = parse.words[k].lower() in _OBJECT_MORE if parse.deps[k] in {"prep", "dative"} else parse.tags[k] == "VB"
            if tree.left[k] == last + 1 and joined:
                last = tree.right[k]
        return "object", tree.left[obj], last, obj

    def _as_saying(self, verb: int) -> bool:
        """True for "quoted the minister as saying": who is quoted is no content."""
        return any(self.parse.words[k].lower() == "as" for k in self.tree.kids(verb, "prep"))

    def _fronted(self, cue: Cue) -> Content | None:
        """The sentence around ", X said", where the parser did not see a complement: what stands before it, and after a second comma."""
        tree, parse = self.tree, self.parse
        who = speaker(tree, cue.verb).head
        if who is None or parse.heads[who] != cue.verb:
            return None
        opens = min(self.tree.left[who], cue.verb)
        closes = max(cue.last, who if who > cue.verb else cue.last)
        first, end = parse.sents[self.tree.sent_of[cue.verb]]
        before_mark = opens - 2 if parse.words[opens - 1] in _CLOSING else opens - 1
        goes_on = closes + 2 < end and parse.words[closes + 1] in _BREAKS
        if not (1 if goes_on else 3) <= opens - first <= _FRONTED or parse.words[before_mark] not in _BREAKS:
            return None
        before = range(first, opens)
        if not goes_on and parse.words[first].lower() in _WHILE and sum(parse.words[k] == "," for k in before) == 1:
            return None  # "When it began again, the count showed"
        if any(tree.left[k] == first and parse.tags[k] in {"VBN", "VBG"} for k in tree.kids(cue.verb, "advcl")):
            return None  # "Asked about the vote, the minister said no"
        if not any(parse.pos[k] in VERBS for k in before) and not (goes_on and any(parse.pos[k] in VERBS for k in range(closes + 1, end))):
            return None
        last = end - 1 if goes_on else opens - 1
        head = next((k for k in range(first, opens) if parse.pos[k] in VERBS and not first <= parse.heads[k] < opens), first)
        return "fronted", first, last, head

    def _is_bare(self, first: int, last: int) -> bool:
        """True for a pronoun or pointing word alone, which gives no content."""
        if last - first > _BARE:
            return False
        kept = [k for k in range(first, last + 1) if self.parse.words[k] not in _EDGE]
        return len(kept) == 0 or (len(kept) == 1 and self.parse.pos[kept[0]] in {"PRON", "DET", "SCONJ", "ADV", "ADP", "PART"})

    def _points_back(self, first: int, last: int) -> bool:
        """True for "the error", "this aspect": what was said of it stands elsewhere."""
        while first < last and self.parse.words[first] in _EDGE:
            first += 1
        return last - first == 1 and self.parse.pos[first] in {"DET", "PRON"} and self.parse.pos[last] == "NOUN"

    def without_tail(self, head: int, last: int) -> int:
        """Return the last token of a content without what the speaker does besides: "…, adding that", "…, the agency reported"."""
        tree, parse = self.tree, self.parse
        for k in self._right_edge(head, last):
            comma = parse.words[tree.left[k] - 1] == ","
            if comma and parse.deps[k] == "advcl" and parse.tags[k] == "VBG" and cue_at(tree, k) is not None:
                return self.without_tail(head, tree.left[k] - 2)
            if comma and parse.deps[k] in {"ccomp", "parataxis", "conj", "advcl"} and tree.right[k] - tree.left[k] < 6:
                told = cue_at(tree, k)
                if told is not None and "that" in told.frames and tree.first(k, "nsubj") is not None and tree.right[k] <= k + 1:
                    return self.without_tail(head, tree.left[k] - 2)
            if comma and parse.words[k].lower() == "according":
                return self.without_tail(head, tree.left[k] - 2)
            if parse.deps[k] == "conj" and parse.heads[k] == head and self._goes_back(head, k):
                cut = tree.left[k] - 1
                return cut - 1 if parse.deps[cut] == "cc" else cut
        return last

    def _right_edge(self, head: int, last: int) -> Iterator[int]:
        """Yield the tokens below `head` whose span ends where the content ends, outermost first."""
        at: int | None = head
        for _ in range(_EDGE_DEPTH):
            if at is None:
                return
            below = self.tree.children[at]
            at = below[-1] if below and below[-1] > at and self.tree.right[below[-1]] == last else None
            if at is not None:
                yield at

    def _goes_back(self, head: int, k: int) -> bool:
        """True where a coordinated verb belongs to the cue and not to its content: "said there were none and called it a lie"."""
        parse, cue = self.parse, self.parse.heads[head]
        told = cue_at(self.tree, k)
        if told is None or self.tree.first(k, "nsubj", "nsubjpass", "aux", "auxpass") is not None or cue == head:
            return False
        finite = parse.tags[k] in {"VBD", "VBZ"} and parse.tags[k] == parse.tags[cue]
        return finite and parse.tags[head] != parse.tags[k] and bool(told.frames & {"name", "as", "np", "objto", "that"})

    def _pieces(self, cue: Cue, who: Speaker, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Cut the cue and its source out of the content where they stand inside it."""
        if not first <= cue.verb <= last:
            yield first, last
            return
        a, b = cue.first, cue.last
        if who.head is not None and first <= who.head <= last:
            a, b = min(a, self.tree.left[who.head]), max(b, self.tree.right[who.head])
        # of "A successor, it said, would be chosen" what comes after the cue is the content
        small = a - first <= _SMALL and last - b > 2 * (a - first) and not any(self.parse.pos[k] in VERBS for k in range(first, a))
        if a - first > 0 and not small:
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
