"""How far a relay holds: what a speaker says next came the same way, until another occasion is told of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from tellings import data
from tellings.extract.quoting.cues import posted
from tellings.extract.quoting.drafts import Draft
from tellings.extract.quoting.relays.press import is_document
from tellings.extract.quoting.trees import Tree
from tellings.model.observed import Quotation, Relay

# So many sentences after a speaker's last words a relay still holds for the next ones: where nobody else spoke since, and where others did or may
# have; and so many before.
_ON: Final = 5
_ON_PAST_OTHERS: Final = 1
_BACK: Final = 2
_HEARD: Final = frozenset({"tell", "inform", "assure", "remind", "ask"})
_SAME: Final = frozenset({"the", "that", "this", "same", "his", "her", "their"})
_TIMES: Final = frozenset({"DATE", "TIME"})
_PLACES: Final = frozenset({"GPE", "FAC"})
_MEMBERS: Final = frozenset({"one", "another", "some", "others"})
_MANY: Final = frozenset({"NNS", "NNPS"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """Relays that hold for a speaker: the sentence of the last words, the day named with them, whether they were written."""

    relays: tuple[Relay, ...]
    sent: int
    number: int
    written: bool


@cache
def _table(name: str) -> dict[str, Any]:
    found: dict[str, Any] = data.toml("speech")[name]
    return found


def carried(tree: Tree, drafts: Sequence[Draft], quotations: Sequence[Quotation]) -> list[Quotation]:
    """Return the quotations, those of one speaker and one occasion with the relay that one of them names; `drafts` are theirs, in order."""
    made = list(quotations)
    for k, relays in _forward(tree, drafts, made):
        made[k] = replace(made[k], relays=relays)
    for k, relays in _backward(tree, drafts, made):
        made[k] = replace(made[k], relays=relays)
    return made


def _forward(tree: Tree, drafts: Sequence[Draft], made: Sequence[Quotation]) -> Iterator[tuple[int, tuple[Relay, ...]]]:
    held: dict[str, _Held] = {}
    for k, (draft, q) in enumerate(zip(drafts, made, strict=True)):
        if q.source is None:
            continue
        first, last = _sents(tree, draft)
        if q.relays:
            if draft.passes:
                held[q.source] = _Held(relays=q.relays, sent=last, number=k, written=_is_written(tree, draft))
        elif (before := held.get(q.source)) is not None:
            if _is_document(tree, draft) or (
                first - before.sent <= _reach(tree, draft, k - before.number) and not is_elsewhere(tree, draft, written=before.written)
            ):
                held[q.source] = replace(before, sent=last, number=k)
                yield k, before.relays
            else:
                del held[q.source]
        elif k and _is_of_them(tree, draft, drafts[k - 1]) and made[k - 1].relays and not is_elsewhere(tree, draft, written=False):
            yield k, made[k - 1].relays


def _is_of_them(tree: Tree, draft: Draft, before: Draft) -> bool:
    """True for "one said" right after what several told an outlet."""
    if draft.source is None or before.source is None or not before.passes:
        return False
    one = tree.parse.words[draft.source].lower() in _MEMBERS and tree.parse.tags[before.source] in _MANY
    return one and _sents(tree, draft)[0] - _sents(tree, before)[1] <= 1


def _sents(tree: Tree, draft: Draft) -> tuple[int, int]:
    """The sentences in which a draft's content begins and ends."""
    return tree.sent_of[max(0, tree.over(draft.start))], tree.sent_of[max(0, tree.over(draft.end - 1))]


def _reach(tree: Tree, draft: Draft, steps: int) -> int:
    """How many sentences on the relay holds; of several people others may speak next."""
    many = draft.source is not None and tree.parse.tags[draft.source] in _MANY
    return _ON_PAST_OTHERS if many or steps > 1 else _ON


def _backward(tree: Tree, drafts: Sequence[Draft], made: Sequence[Quotation]) -> Iterator[tuple[int, tuple[Relay, ...]]]:
    """What a speaker says right before the words whose relay is named, nobody else speaking between."""
    for k in range(len(made) - 2, -1, -1):
        q, then = made[k], made[k + 1]
        if q.relays or q.source is None or q.source != then.source or not then.relays or not drafts[k + 1].passes:
            continue
        gap = _sents(tree, drafts[k + 1])[0] - _sents(tree, drafts[k])[1]
        # "A woman says the road is shut. The Daily Post reports that Ada Mensah said …": the first sentence sums the report up
        summed = drafts[k + 1].reported and gap == 1
        near = gap <= (_BACK if then.kind == "direct" or _is_document(tree, drafts[k]) else 0) or summed
        if near and not is_elsewhere(tree, drafts[k], written=False):
            yield k, then.relays


def _is_document(tree: Tree, draft: Draft) -> bool:
    """True where a document speaks: who had it first holds for all that it says."""
    return draft.source is not None and is_document(tree, draft.source)


def is_elsewhere(tree: Tree, draft: Draft, *, written: bool) -> bool:
    """True where a draft names an occasion of its own: a statement, a rally, a post, a hearer, a day."""
    if draft.verb is None:
        return False
    parse = tree.parse
    if not written and (_is_written(tree, draft) or posted(parse.words[draft.verb]) is not None):
        return True
    if parse.lemmas[draft.verb] in _HEARD and any(
        parse.pos[k] != "PRON" for k in tree.kids(draft.verb, "dobj", "dative") if k > draft.verb
    ):
        return True
    for k in tree.kids(draft.verb, "prep", "advmod", "npadvmod", "dative"):
        if parse.words[k].lower() in _table("elsewhere")["adverbs"] or parse.ner[k] in _TIMES:
            return True
        if any(_is_occasion(tree, noun) for noun in tree.kids(k, "pobj")):
            return True
    return False


def _is_occasion(tree: Tree, noun: int) -> bool:
    parse = tree.parse
    if any(parse.words[k].lower() in _SAME for k in tree.kids(noun, "det", "amod")):
        return False
    low = parse.lemmas[noun].lower()
    return parse.ner[noun] in _TIMES | _PLACES or low in _table("elsewhere")["nouns"] or low in _table("documents")


def _is_written(tree: Tree, draft: Draft) -> bool:
    return draft.verb is not None and tree.parse.lemmas[draft.verb] in _table("elsewhere")["writing"]
