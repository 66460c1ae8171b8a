"""What persons have judged, as Links, and a story's observed records as they stand with them. Observed rows themselves are never changed.

A Link by a person has `judge="person"` and one of the rules below. Links are in the order in which they were made: where two cannot both hold, the
later one does. `b` is the id of a record or, where there is none, words: "name:Ann Smith", "kind:person", "country:USA", "none".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from tellings.model.inputs import Inputs
from tellings.model.observed import EventMention, Mention, Quotation, Statement
from tellings.model.resolved import Constraint, Link

# Two mentions are (not) of one entity; of "different" the second is taken out of the entity of the first.
ENTITY: Final = "entity"
# The entity of a mention has this name, kind or country; "country:none" says that it speaks for none.
ENTITY_NAME: Final = "entity-name"
ENTITY_KIND: Final = "entity-kind"
ENTITY_COUNTRY: Final = "entity-country"
# Two statements do (not) make one claim; of "different" the second is taken out of the claim that the first makes. A third claim that both support beside others keeps them.
CLAIM: Final = "claim"
# Two statements can both hold ("same").
NO_CONFLICT: Final = "no-conflict"
# A statement is none and supports nothing ("different", b is "none").
NOT_STATEMENT: Final = "not-statement"
# A statement does not tell when or where the story's main event was ("different", b is "none").
MAIN_EVENT: Final = "main-event"
# Two quotations do (not) give one utterance.
UTTERANCE: Final = "utterance"
# A quotation's words are those of a mention's entity, of a name, or nobody's who is named ("none").
SOURCE: Final = "source"
# A quotation is none: its words are its outlet's own ("different", b is "none").
NOT_QUOTATION: Final = "not-quotation"
# Two articles are (not) in one story; an article is in the story of the id `b`. These are for the stream of stories: see `constraints`.
STORY: Final = "story"
PIN: Final = "pin"
# What a story was told from others by when something was pinned to it.
FOUNDER: Final = "story-founder"

RULES: Final = (
    ENTITY,
    ENTITY_NAME,
    ENTITY_KIND,
    ENTITY_COUNTRY,
    CLAIM,
    NO_CONFLICT,
    NOT_STATEMENT,
    MAIN_EVENT,
    UTTERANCE,
    SOURCE,
    NOT_QUOTATION,
)
NONE: Final = "none"
NAME: Final = "name:"
KIND: Final = "kind:"
COUNTRY: Final = "country:"
# What a person is shown as the reason where somebody has judged.
BY_PERSON: Final = "by a person"
# How far from a quotation its source's own words may stand, in code points.
_BESIDE: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Judged pairs of ids, the latest first: all of them hold together. Of a pair in `apart` the second is the one taken out."""

    same: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.same or self.apart)


def pairs_of(links: Iterable[Link], rule: str) -> Pairs:
    """Return the pairs that persons judged under the rule, the latest first, without those that a later one outdoes, by itself or through others."""
    heads: dict[str, str] = {}
    never: dict[str, set[str]] = {}
    same: list[tuple[str, str]] = []
    apart: list[tuple[str, str]] = []
    for link in _latest_first(links, rule):
        a, b = _head(heads, link.a), _head(heads, link.b)
        if link.judgement == "same" and a != b and b not in never.get(a, ()):
            same.append((link.a, link.b))
            heads[b] = a
            for other in never.pop(b, set()):
                never[other] = never[other] - {b} | {a}
                never.setdefault(a, set()).add(other)
        elif link.judgement == "different" and a != b:
            apart.append((link.a, link.b))
            never.setdefault(a, set()).add(b)
            never.setdefault(b, set()).add(a)
    return Pairs(same=tuple(same), apart=tuple(apart))


def agreed(links: Iterable[Link], rule: str) -> frozenset[frozenset[str]]:
    """Return the pairs of which a person's last word under the rule is "same", each for itself."""
    found: dict[frozenset[str], bool] = {}
    for link in _latest_first(links, rule):
        found.setdefault(frozenset((link.a, link.b)), link.judgement == "same")
    return frozenset(pair for pair, is_same in found.items() if is_same)


def values(links: Iterable[Link], rule: str) -> dict[str, Link]:
    """Return a person's last word under the rule on each record, the latest first, by the record's id."""
    found: dict[str, Link] = {}
    for link in _latest_first(links, rule):
        found.setdefault(link.a, link)
    return found


def _latest_first(links: Iterable[Link], rule: str) -> list[Link]:
    return [link for link in links if link.judge == "person" and link.rule == rule][::-1]


def _head(heads: Mapping[str, str], one: str) -> str:
    """What stands for the set that an id is in."""
    while (head := heads.get(one, one)) != one:
        one = head
    return one


def denied(links: Iterable[Link], rule: str) -> frozenset[str]:
    """Return the records of which a person's last word under the rule is "different"."""
    return frozenset(key for key, link in values(links, rule).items() if link.judgement == "different")


def constraints(number: int, links: Iterable[Link]) -> tuple[Constraint, ...]:
    """Return what the judgement of the number decides on stories: articles that are apart from others, are in one story, or are in a story by its id.

    Of the Links that part articles each second one is apart from every first one.
    """
    told = [link for link in links if link.judge == "person"]
    parted = [link for link in told if link.rule == STORY and link.judgement == "different"]
    joined = [link for link in told if link.rule == STORY and link.judgement == "same"]
    found = []
    if parted:
        others = tuple(dict.fromkeys(link.a for link in parted))
        found.append(
            Constraint(id=f"{number} apart", kind="apart", articles=tuple(dict.fromkeys(link.b for link in parted)), others=others)
        )
    if joined:
        every = tuple(dict.fromkeys(one for link in joined for one in (link.a, link.b)))
        found.append(Constraint(id=f"{number} together", kind="together", articles=every))
    for story in dict.fromkeys(link.b for link in told if link.rule == PIN):
        pinned = tuple(link.a for link in told if link.rule == PIN and link.b == story)
        founder = next((link.a for link in told if link.rule == FOUNDER and link.b == story), None)
        found.append(Constraint(id=f"{number} pin {story}", kind="pin", articles=pinned, story=story, founder=founder))
    return tuple(found)


def concerning(links: Iterable[Link], inputs: Inputs) -> tuple[Link, ...]:
    """Return, in their order, the Links by persons whose records the inputs hold."""
    every = [link for link in links if link.judge == "person"]
    if not every:
        return ()
    ids = {m.id for m in inputs.all(Mention)} | {s.id for s in inputs.all(Statement)} | {q.id for q in inputs.all(Quotation)}
    return tuple(link for link in every if link.a in ids and (link.b in ids or is_words(link.b)))


def is_words(b: str) -> bool:
    """Return whether the second part of a Link is words, and not the id of a record."""
    return b == NONE or b.startswith((NAME, KIND, COUNTRY))


def as_judged(inputs: Inputs) -> Inputs:
    """Return the inputs of a story with its quotations, statements and event mentions as persons judged them; the inputs themselves where nobody did.

    Quotations that are none and statements that are none are left out; what was said in the former is its outlet's own. A corrected source has its
    statements with it.
    """
    links = inputs.all(Link)
    sources = values(links, SOURCE)
    dropped = denied(links, NOT_QUOTATION)
    none = denied(links, NOT_STATEMENT)
    if not (sources or dropped or none):
        return inputs
    mentions = {mention.id: mention for mention in inputs.all(Mention)}
    quotations = {q.id: _said_by(q, sources, mentions) for q in inputs.all(Quotation) if q.id not in dropped}
    statements = [_told(s, sources, quotations) for s in inputs.all(Statement) if s.id not in none]
    events = [replace(e, quotation=None) if e.quotation in dropped else e for e in inputs.all(EventMention)]
    changed = {Quotation: tuple(quotations.values()), Statement: statements, EventMention: events}
    return inputs.replaced({kind: records for kind, records in changed.items() if inputs.all(kind)})


def _said_by(quotation: Quotation, sources: Mapping[str, Link], mentions: Mapping[str, Mention]) -> Quotation:
    link = sources.get(quotation.id)
    if link is None:
        return quotation
    mention = mentions.get(link.b)
    name = mention.name if mention is not None else link.b.removeprefix(NAME) if link.b.startswith(NAME) else None
    beside = mention is not None and _stands_beside(mention, quotation)
    return replace(
        quotation,
        source=name,
        source_mention=mention.id if mention is not None else None,
        source_sel=mention.sel if mention is not None and beside else None,
        # who says it does not pass it on as well
        relays=tuple(
            relay for relay in quotation.relays if name is None or (relay.mention != link.b and relay.name.casefold() != name.casefold())
        ),
        rule=BY_PERSON,
    )


def _stands_beside(mention: Mention, quotation: Quotation) -> bool:
    sel, content = mention.sel, quotation.content
    return sel.article == content.article and max(content.start - sel.end, sel.start - content.end) <= _BESIDE


def _told(statement: Statement, sources: Mapping[str, Link], quotations: Mapping[str, Quotation]) -> Statement:
    """The statement, attributed to whom its quotation is; one that stood in what is no quotation is its outlet's own."""
    if statement.quotation is None:
        return statement
    if statement.quotation not in quotations:
        return replace(statement, quotation=None, attributed_to=None)
    if statement.quotation not in sources:
        return statement
    return replace(statement, attributed_to=quotations[statement.quotation].source_mention)
