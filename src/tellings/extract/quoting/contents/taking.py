"""What is to be seen of a draft, by which `learnt` decides whether a quotation is made of it."""

from typing import Final

from tellings.extract.quoting.cues import VERBS, cue_at
from tellings.extract.quoting.drafts import Draft
from tellings.extract.quoting.speakers.sources import is_passive
from tellings.extract.quoting.trees import Tree

# Rules whose drafts are weighed: what stands in marks beside its cue is taken.
WEIGHED: Final = ("clause", "fronted", "according", "infinitive", "request", "object", "phrase", "called", "noun")
# Less than this, and no quotation is made: of a sentence that is told, and of less than a sentence.
_LEAST_TOLD: Final = 0.25
_LEAST: Final = 0.5
_TOLD: Final = frozenset({"clause", "fronted", "according"})
# Of a longer content or sentence so many tokens are looked at.
_LONGEST: Final = 250
_FRAMES: Final = ("that", "quote", "np", "prep", "objto", "to", "hearer", "name", "as", "of")
_TAGS: Final = ("VBD", "VBZ", "VBP", "VB", "VBG", "VBN")
_DEPS: Final = ("ROOT", "conj", "ccomp", "xcomp", "advcl", "relcl", "acl", "pcomp")
_NOUNS: Final = ("PROPN", "PRON", "NOUN")
_HEADS: Final = ("VERB", "AUX", "NOUN", "PROPN", "PRON")
_NAMES: Final = {"person": frozenset({"PERSON"}), "organisation": frozenset({"ORG"}), "place": frozenset({"GPE", "NORP"})}
_MARKS: Final = frozenset({"“", '"', "``", "''", "”", "«", "»"})
_ASKS: Final = frozenset({"if", "whether", "what", "who", "why", "how", "where", "when", "which"})
_OWN: Final = frozenset({"i", "we", "you"})
_THINGS: Final = frozenset({"it", "this", "that", "which", "these"})
_PEOPLE: Final = frozenset({"he", "she", "they", "who"})
_SPANNED: Final = ("VBD", "VBZ", "VBP", "MD")
NAMES: Final = (
    *(f"rule {rule}" for rule in WEIGHED), *(f"frame {frame}" for frame in _FRAMES), *(f"tag {tag}" for tag in _TAGS),
    *(f"dep {dep}" for dep in _DEPS), "not", "modal", "to", "passive", "nobody", *(f"source {kind}" for kind in _NOUNS),
    *(f"source {kind}" for kind in _NAMES), "source own", "source thing", "source people", "source many", "source before", "capitals",
    "sentence words", "cue place", "words", "few words", "before cue", "gap", "asks", "marks", *(f"head {kind}" for kind in _HEADS),
    "head named", "head gerund", "head plural", "determined", "possessed", "finite", "subject", "said inside", "nested", "in marks",
    "closes sentence", "article place",
)  # fmt: skip


def is_taken(draft: Draft, score: float) -> bool:
    """True where a score is enough for a quotation."""
    return score >= (_LEAST_TOLD if draft.rule in _TOLD else _LEAST)


def features(tree: Tree, draft: Draft, *, nested: bool, in_marks: bool) -> list[float]:
    """Return what is to be seen of a draft, by NAMES; `nested` where it lies in another's content, `in_marks` where its cue stands in marks."""
    parse = tree.parse
    verb = draft.verb if draft.verb is not None else tree.at(draft.start)
    first, last = tree.at(draft.start), tree.over(draft.end - 1)
    head = draft.head if draft.head is not None else first
    cue = cue_at(tree, verb)
    frames = cue.frames if cue is not None else frozenset()
    sent = parse.sents[tree.sent_of[verb]]
    words = [w for w in parse.words[sent[0] : min(sent[1], sent[0] + _LONGEST)] if w[0].isalpha()]
    span = range(first, min(last + 1, first + _LONGEST))
    gap = verb - last if last < verb else first - verb
    subject = tree.first(head, "nsubj", "nsubjpass")
    return [
        *(float(draft.rule == rule) for rule in WEIGHED), *(float(frame in frames) for frame in _FRAMES),
        *(float(parse.tags[verb] == tag) for tag in _TAGS), *(float(parse.deps[verb] == dep) for dep in _DEPS),
        float(tree.first(verb, "neg") is not None), float(any(parse.tags[k] == "MD" for k in tree.kids(verb, "aux"))),
        float(any(parse.tags[k] == "TO" for k in tree.kids(verb, "aux"))), float(is_passive(tree, verb)), *_source(tree, draft, verb),
        sum(w[0].isupper() for w in words) / max(1, len(words)), float(sent[1] - sent[0]), float(verb - sent[0]), float(len(span)),
        float(len(span) <= 2), float(last < verb), float(gap), float(parse.words[first].lower() in _ASKS),
        float(any(parse.words[k] in _MARKS for k in range(max(0, first - 1), span.stop))),
        *(float(parse.pos[head] == kind) for kind in _HEADS), float(parse.ner[head] != ""), float(parse.tags[head] == "VBG"),
        float(parse.tags[head] in {"NNS", "NNPS"}), float(tree.first(head, "det") is not None), float(tree.first(head, "poss") is not None),
        float(any(parse.tags[k] in _SPANNED for k in span)), float(subject is not None),
        float(any(parse.pos[k] in VERBS and k != verb and cue_at(tree, k) is not None for k in span)), float(nested), float(in_marks),
        float(last >= sent[1] - 2), verb / len(parse),
    ]  # fmt: skip


def _source(tree: Tree, draft: Draft, verb: int) -> list[float]:
    parse, who = tree.parse, draft.source
    if who is None:
        return [1.0] + [0.0] * (len(_NOUNS) + len(_NAMES) + 5)
    word = parse.words[who].lower()
    return [
        0.0, *(float(parse.pos[who] == kind) for kind in _NOUNS), *(float(parse.ner[who] in kinds) for kinds in _NAMES.values()),
        float(word in _OWN), float(word in _THINGS), float(word in _PEOPLE), float(parse.tags[who] in {"NNS", "NNPS"}), float(who < verb),
    ]  # fmt: skip
