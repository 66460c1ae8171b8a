"""Finds event mentions: who did what to whom, when and where, coded in PLOVER and CAMEO, with the rule that fired."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from tellings.backends.base import Context
from tellings.data import toml
from tellings.extract.coding.coder import Coded, code
from tellings.extract.coding.names import key_of
from tellings.extract.coding.tree import Tree
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.observed import EventMention, Mention, Parse, Quotation, TimeExpression
from tellings.model.spans import content_id
from tellings.text.anchor import select

ORIGIN: Final = "event-mentions@1"
# A post that leaves its subject out has its verb within so many code points.
_OPENING: Final = 12
_FIRST_PERSON: Final = frozenset({"i", "we"})


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield the EventMentions of the article in text order."""
    article, parse = inputs.one(Article), inputs.one(Parse)
    mentions, times = inputs.all(Mention), inputs.all(TimeExpression)
    coded = code(parse, mentions, times)
    if not coded:
        return
    quoted = _Quoted(inputs.all(Quotation))
    made = [_record(article, parse, event, (mentions, times, quoted)) for event in coded]
    yield from _with_days(Tree(parse), coded, made, {m.id: m for m in mentions})


def _record(
    article: Article, parse: Parse, event: Coded, known: tuple[Sequence[Mention], Sequence[TimeExpression], "_Quoted"]
) -> EventMention:
    mentions, times, quoted = known
    low, high = event.extent
    sel = select(article.id, article.text, parse.starts[low], parse.ends[high - 1])
    quotation = quoted.over(parse.starts[event.trigger])
    actors = tuple(mentions[m].id for m in event.roles.actors)
    if quotation is not None and quotation.source_mention is not None and not actors and _speaks(parse, event, quotation):
        actors = (quotation.source_mention,)
    pattern = event.pattern
    return EventMention(
        id=content_id("event mention", article.id, sel.start, sel.end, parse.starts[event.trigger], pattern.rule),
        sel=sel, plover=pattern.root, cameo=pattern.cameo, status=event.status, rule=pattern.rule,
        mode=pattern.mode, contexts=pattern.contexts, actors=actors,
        recipients=tuple(mentions[m].id for m in event.roles.recipients), reciprocal=event.roles.reciprocal,
        time=times[event.time].id if event.time is not None else None,
        place=mentions[event.place].id if event.place is not None else None,
        quotation=quotation.id if quotation is not None else None, origin=ORIGIN,
    )  # fmt: skip


def _speaks(parse: Parse, event: Coded, quotation: Quotation) -> bool:
    """True where the subject is "I" or "we", or left out at the head of a post ("Had a useful talk with …")."""
    if any(parse.words[s].lower() in _FIRST_PERSON for s in event.roles.subjects):
        return True
    verb = event.trigger if event.roles.carrier is None else event.roles.carrier
    if event.roles.subjects or quotation.kind == "indirect" or parse.starts[verb] - quotation.content.start > _OPENING:
        return False
    return parse.tags[verb] in ("VBD", "VBN", "VBP", "VB")


class _Quoted:
    """The quotation a code point lies in; quotations are looked through once, in order."""

    def __init__(self, quotations: Sequence[Quotation]) -> None:
        self._sorted = sorted(quotations, key=lambda q: (q.content.start, -q.content.end))
        self._at = 0

    def over(self, point: int) -> Quotation | None:
        """Return the innermost quotation over the point. Points must not go back by more than a sentence's quotations."""
        while self._at < len(self._sorted) and self._sorted[self._at].content.end <= point:
            self._at += 1
        found = None
        for quotation in self._sorted[max(0, self._at - 8) : self._at + 8]:
            if quotation.content.start <= point < quotation.content.end:
                found = quotation
        return found


def _with_days(tree: Tree, coded: list[Coded], made: list[EventMention], by_id: dict[str, Mention]) -> Iterable[EventMention]:
    """Give an event without a time the time of the one it is set beside: "on a day when …", "coincided with …"."""
    earlier: dict[tuple[str, tuple[str, ...]], str] = {}
    for index, mention in enumerate(tuple(made)):
        who = _who(mention, by_id)
        if mention.time is None:
            beside = _beside(tree, coded, index)
            if beside is not None:
                time = made[beside].time or earlier.get(_who(made[beside], by_id))
                if time is not None:
                    mention = made[index] = replace(mention, time=time)  # noqa: PLW2901
        if mention.time is not None and who[1]:
            earlier.setdefault(who, mention.time)
        yield mention


def _who(mention: EventMention, by_id: dict[str, Mention]) -> tuple[str, tuple[str, ...]]:
    keys = {key_of(by_id[m], by_id) for m in (*mention.actors, *mention.recipients) if m in by_id}
    return mention.plover or mention.mode or "", tuple(sorted(keys))


def _beside(tree: Tree, coded: list[Coded], index: int) -> int | None:
    """The event of the same sentence that shares its day with this one."""
    same_day = toml("event_status")["same_day"]
    event = coded[index]
    at = event.trigger if event.roles.carrier is None else event.roles.carrier
    head = tree.heads[at]
    set_beside = tree.deps[at] in ("relcl", "acl", "advcl") and tree.lemmas[head] in same_day["nouns"]
    if not set_beside:
        for _ in range(4):
            if tree.is_verb(at) or tree.heads[at] == at:
                break
            at = tree.heads[at]
        set_beside = tree.lemmas[at] in same_day["verbs"]
    if not set_beside:
        return None
    others = [k for k in range(max(0, index - 6), index) if coded[k].sentence == event.sentence]
    return others[0] if others else None
