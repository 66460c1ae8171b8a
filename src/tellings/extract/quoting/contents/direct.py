"""Direct quotations: which passages in quotation marks are speech, and which cue beside them says whose."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tellings.extract.quoting.contents.marks import Quoted
from tellings.extract.quoting.cues import VERBS, Cue, contiguous, cue_at, frames
from tellings.extract.quoting.drafts import Draft
from tellings.extract.quoting.speakers.sources import NOUNS, is_passive, speaker
from tellings.extract.quoting.trees import Tree

# How far a cue may stand from the marks, in tokens.
_LEFT_REACH: Final = 45
_RIGHT_REACH: Final = 30
_SENTENCE_END: Final = frozenset({".", "!", "?", "…", "..."})
_MARKS: Final = frozenset({"“", "”", '"', "‘", "’", "'", "«", "»", "``", "''", "„"})
_POINTING: Final = frozenset({"which", "that"})
_ENDS_SENTENCE: Final = (".", "!", "?", "…")
_GOES_ON: Final = (",", "?", "!", "—", "–", "-", "…", "...")
# A passage of fewer words that no cue claims is a title, a nickname or a word held at arm's length.
_CLIMB: Final = 4
# The subject of a verb that opens its sentence stands so near after it.
_NEAR: Final = 8
_SPEECH_WORDS: Final = 5


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a passage: the cue's first and last token, its governing token, the source's head token, heads of relays."""

    cue: tuple[int, int]
    verb: int
    source: int | None
    relays: tuple[int, ...] = ()


class Direct:
    """Gives each outermost quoted passage of a text its cue and source, where it has one."""

    def __init__(self, tree: Tree, text: str, passages: Sequence[Quoted]) -> None:
        self.tree, self.parse, self.text = tree, tree.parse, text
        self.outer = [q for q in passages if q.depth == 0]
        self.bounds = [(tree.at(q.start), tree.over(q.end - 1)) for q in self.outer]
        self.inside = [-1] * len(tree.parse)
        for number, q in enumerate(self.outer):
            for k in range(tree.at(q.opens), min(tree.at(q.closes), len(tree.parse))):
                self.inside[k] = number

    def drafts(self) -> Iterator[tuple[int, Draft]]:
        """Yield (number of the passage, draft) of those that are speech with a cue beside them."""
        for number, q in enumerate(self.outer):
            first, last = self.bounds[number]
            if first > last:
                continue
            cue = self._right(number)
            cue = self._left(number) if cue is None else self._governing(number) or self._both(number, cue) or cue
            if cue is not None:
                yield (
                    number,
                    Draft(
                        start=q.start, end=q.end, rule="marks", cue=cue.cue, verb=cue.verb, source=cue.source, relays=list(cue.relays),
                        kind="direct",
                    ),
                )  # fmt: skip

    def _both(self, number: int, right: Beside) -> Beside | None:
        """The cue before a passage that "according to" follows: of “she wrote: “…,” according to the Daily Post” the Post passes on."""
        if right.source is None or self.parse.words[right.verb].lower() != "according":
            return None
        left = self._left(number)
        return replace(left, relays=(*left.relays, right.source)) if left is not None and left.source is not None else None

    def words(self, number: int) -> int:
        """Return how many words a passage has."""
        first, last = self.bounds[number]
        return sum(self.parse.pos[k] != "PUNCT" for k in range(first, last + 1))

    def is_sentence(self, number: int) -> bool:
        """True where a passage is a sentence or more by itself: it begins like one, ends like one, and follows one."""
        q, (first, last) = self.outer[number], self.bounds[number]
        if first > last or self.words(number) < 3:
            return False
        begins = self.text[q.start].isupper() or self.text[q.start] in "[(…."
        before = self.text[max(0, q.opens - 3) : q.opens].rstrip()
        follows = not before or before[-1] in '.!?:…”"’)' or "\n" in self.text[max(0, q.opens - 3) : q.opens]
        ends = self.text[q.end - 1] in ".!?…,—–" or self.text[q.closes : q.closes + 1] in (".", "!", "?") or not q.closed
        verb = any(self.parse.pos[k] in VERBS for k in range(first, last + 1))
        return begins and follows and ends and (verb or self.words(number) >= _SPEECH_WORDS)

    def _governing(self, number: int) -> Beside | None:
        """The cue before words that go on with its clause: "Ada said the “world has changed”, Bo called it “over”"."""
        parse, (first, last) = self.parse, self.bounds[number]
        if not self.text[self.outer[number].start].islower():
            return None
        at = next((k for k in range(first, last + 1) if not first <= parse.heads[k] <= last), first)
        for _ in range(_CLIMB):
            if parse.heads[at] == at:
                return None
            at = parse.heads[at]
            cue = cue_at(self.tree, at) if self.inside[at] < 0 else None
            if cue is not None and "that" in cue.frames:
                return self._said_before(cue) if at < first else None
        return None

    def _outside(self, k: int) -> bool:
        return self.inside[k] < 0

    def _right(self, number: int) -> Beside | None:
        """The cue after the passage: “…,” said X; “…,” X said; “…,” according to X."""
        q, parse = self.outer[number], self.parse
        at = self.tree.at(q.closes)
        ending = self.text[q.start : q.end].rstrip()[-1:]
        while at < len(parse) and (parse.words[at] in _MARKS or parse.words[at] in {",", "—", "–", "-"}):
            at += 1
        if at >= len(parse) or self.inside[at] >= 0 or parse.words[at] in _SENTENCE_END:
            return None
        if "\n" in self.text[q.closes : parse.starts[at]]:
            return None
        comma = ending in _GOES_ON or self.text[q.closes : q.closes + 1] in (",", "—", "–") or not q.closed
        if ending == "." and parse.words[at][:1].isupper() and parse.lemmas[at] not in frames():
            return None
        end = self._stop(at, _RIGHT_REACH)
        found = self._according(at, end)
        return found or self._verb_right(number, at, end, comma=comma)

    def _stop(self, at: int, reach: int) -> int:
        """The first token from `at` on that ends the sentence or begins another passage."""
        parse = self.parse
        for k in range(at, min(at + reach, len(parse))):
            if self.inside[k] >= 0 or parse.words[k] in _SENTENCE_END or parse.words[k] in {";", ":"}:
                return k
        return min(at + reach, len(parse))

    def _according(self, at: int, end: int) -> Beside | None:
        parse = self.parse
        if at + 2 < end and parse.words[at].lower() == "according" and parse.words[at + 1].lower() == "to":
            return Beside((at, at + 1), at, self._noun_after(at + 2, end))
        return None

    def _noun_after(self, at: int, end: int) -> int | None:
        """The head of the noun phrase that begins at token `at`."""
        parse, last = self.parse, None
        for k in range(at, end):
            if parse.pos[k] in NOUNS and (parse.heads[k] < at or parse.heads[k] >= end or parse.pos[parse.heads[k]] not in NOUNS | {"ADP"}):
                return k
            if parse.pos[k] in NOUNS:
                last = k
            elif last is not None:
                break
        return last

    def _verb_right(self, number: int, at: int, end: int, *, comma: bool) -> Beside | None:
        parse = self.parse
        cues = [c for k in range(at, end) if parse.pos[k] in VERBS and (c := cue_at(self.tree, k)) and c.frames & {"quote", "that"}]
        cues = [c for c in cues if self._is_main(c.verb, at) and not self._opens_next(c)]
        if cues and self._is_named(number, cues[0]):
            return None
        if not comma:
            cues = [c for c in cues if c.verb - at <= 6 and self._complements(at, c)]
        if cues:
            return self._with_speaker(cues[0], at, end)
        if not comma:
            return None
        # an unknown verb may cue where nothing but its subject stands between it and the marks
        for k in range(at, min(at + 6, end)):
            if (
                parse.tags[k] in {"VBD", "VBZ", "VBP"}
                and parse.deps[k] not in {"aux", "auxpass", "relcl"}
                and parse.lemmas[k] not in {"be", "have", "do"}
            ):
                who = speaker(self.tree, k).head
                if who is not None and at <= who < end and parse.pos[who] in {"PROPN", "PRON"}:
                    return Beside((k, k), k, who)
                return None
        return None

    def _is_main(self, verb: int, at: int) -> bool:
        return self.parse.deps[verb] not in {"relcl", "acl"} or (verb - at <= 1 and self.parse.words[at].lower() not in _POINTING)

    def _opens_next(self, cue: Cue) -> bool:
        """True for a cue with a colon and other marks behind it: “weak,” a memo says: “…”."""
        at = cue.last + 1
        return at + 1 < len(self.parse) and self.parse.words[at] == ":" and (self.parse.words[at + 1] in _MARKS or self.inside[at + 1] >= 0)

    def _is_named(self, number: int, cue: Cue) -> bool:
        """True where a few words in marks, with capitals, are a name and the cue has a content of its own: On “Late Edition,” he denied it."""
        first, last = self.bounds[number]
        words = [self.parse.words[k] for k in range(first, last + 1) if self.parse.pos[k] != "PUNCT"]
        if len(words) > _SPEECH_WORDS or not all(w[0].isupper() for w in words if len(w) > 3):
            return False
        own = self.tree.first(cue.verb, "dobj", "xcomp")
        return own is not None and own > cue.verb

    def _complements(self, at: int, cue: Cue) -> bool:
        """True where only a subject (or nothing) stands between the marks and the cue, and no object after it."""
        between = range(at, cue.verb)
        return all(self.parse.pos[k] not in VERBS | {"ADP", "SCONJ", "CCONJ"} or self.parse.deps[k] == "aux" for k in between) and (
            self.tree.first(cue.verb, "dobj", "ccomp", "xcomp") is None or self.tree.first(cue.verb, "ccomp") is not None
        )

    def _with_speaker(self, cue: Cue, at: int, end: int) -> Beside:
        who = speaker(self.tree, cue.verb)
        head, relays = who.head, who.relays
        if head is None or not at <= head < end:
            subject = self._noun_before(at, cue.verb)
            if subject is None and "hearer" not in cue.frames:
                subject = self._noun_after(cue.last + 1, end) if cue.verb - at <= 2 else None
            if subject is not None:
                head, relays = subject, ()
        return Beside(contiguous(self.tree, cue), cue.verb, head, relays)

    def _noun_before(self, at: int, verb: int) -> int | None:
        nouns = [k for k in range(at, verb) if self.parse.pos[k] in NOUNS]
        return next((k for k in nouns if self.parse.heads[k] == verb), nouns[-1] if nouns and len(nouns) == verb - at else None)

    def _left(self, number: int) -> Beside | None:
        """The cue before the passage: X said, “…”; X tweeted: “…”; X, as saying “…”; X said. “…” has none."""
        q, parse = self.outer[number], self.parse
        at = self.tree.over(q.opens - 1)
        while at >= 0 and (parse.words[at] in _MARKS and self.inside[at] < 0):
            at -= 1
        if at < 0 or self.inside[at] >= 0:
            return None
        joint = parse.words[at]
        if joint in _SENTENCE_END or (joint != ":" and "\n" in self.text[parse.ends[at] : q.opens]):
            return None
        begin = self._sentence_before(at)
        cues = [c for k in range(at, begin - 1, -1) if self._outside(k) and (c := cue_at(self.tree, k))]
        if joint in {",", ":"} or parse.words[at][-1:] in ",:":
            cues = [c for c in cues if c.frames & {"quote", "that"} or joint == ":"]
            if cues:
                return self._said_before(cues[0])
            return self._according_before(begin, at) or (self._label(begin, at) if joint == ":" else None)
        near = [c for c in cues if c.frames & {"quote", "that"} and at - c.last <= 1 and parse.words[at] != "that"]
        if near and (self.is_begun(number) or self.words(number) >= _SPEECH_WORDS + 3):
            return self._said_before(near[0])
        return None

    def is_begun(self, number: int) -> bool:
        """True where a passage begins with a capital letter and has a verb."""
        first, last = self.bounds[number]
        return self.text[self.outer[number].start].isupper() and any(self.parse.pos[k] in VERBS for k in range(first, last + 1))

    def _sentence_before(self, at: int) -> int:
        parse = self.parse
        for k in range(at - 1, max(at - _LEFT_REACH, -1), -1):
            if self.inside[k] >= 0 or parse.words[k] in _SENTENCE_END or "\n" in self.text[parse.ends[k] : parse.starts[k + 1]]:
                return k + 1
        return max(at - _LEFT_REACH, 0)

    def _said_before(self, cue: Cue) -> Beside:
        who = speaker(self.tree, cue.verb)
        head = who.head if who.head is not None or is_passive(self.tree, cue.verb) else self._just_before(cue.verb)
        opens = cue.verb == self.parse.sents[self.tree.sent_of[cue.verb]][0] and self.parse.tags[cue.verb] in {"VBD", "VBZ"}
        if (head is None and opens) or (head is not None and self.inside[head] >= 0):
            # the parser's subject is no noun, or one of the quoted words: "Wrote another, “If you …”"
            end = next((k for k in range(cue.last + 1, len(self.parse)) if self.inside[k] >= 0), len(self.parse))
            head = self._noun_after(cue.last + 1, min(end, cue.last + _NEAR))
        return Beside(contiguous(self.tree, cue), cue.verb, head, who.relays)

    def _just_before(self, verb: int) -> int | None:
        """The noun right before a verb whose subject the parser did not see."""
        parse, at = self.parse, verb - 1
        while at > 0 and parse.tags[at] in {"RB", "MD", "VBZ", "VBP", "VBD"}:
            at -= 1
        return at if at >= 0 and parse.tags[at] in {"NN", "NNS", "NNP", "NNPS", "PRP"} and self._outside(at) else None

    def _according_before(self, begin: int, at: int) -> Beside | None:
        for k in range(begin, at - 1):
            if self.parse.words[k].lower() == "according" and self.parse.words[k + 1].lower() == "to":
                return Beside((k, k + 1), k, self._noun_after(k + 2, at))
        return None

    def _label(self, begin: int, at: int) -> Beside | None:
        """A colon after a name or a sentence without a cue: the colon is the cue, the subject or the name the source."""
        parse = self.parse
        for k in range(begin, at):
            if parse.deps[k] in {"nsubj", "nsubjpass", "ROOT", "poss"} and parse.pos[k] in NOUNS:
                return Beside((at, at), at, k)
        return None
