"""Merges event mentions of a story to real-world events: same kind, compatible participants, time and status."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from tellings.backends.base import Context
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.observed import EventMention, EventStatus, Mention, TimeExpression
from tellings.model.resolved import CopyGroup, Entity, Event, Link, Story
from tellings.model.spans import content_id

ORIGIN: Final = "events@1"
# Which status an event gets where mentions differ: what is told as done was done.
_STATUS: Final[tuple[EventStatus, ...]] = ("happened", "ongoing", "planned", "threatened", "demanded", "possible", "denied")
_REAL: Final = frozenset({"happened", "ongoing"})
_ENOUGH: Final = 0.5
_PLACES: Final = 4
# Kinds of which a story seldom tells two: without names on either side, the kind and the trigger decide.
_SINGLE_KINDS: Final = frozenset({"accident", "disaster", "fire", "explosion", "verdict", "trial", "outbreak", "election"})
# So many events are compared with one mention, the latest first; a page of a thousand raids stays linear.
_CANDIDATES: Final = 32


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield the story's Events, those with most telling units first, and for every mention a Link to the first mention of its event."""
    story = inputs.one(Story)
    known = _Known(inputs)
    merged = _merge([_Seen.of(m, known) for m in inputs.all(EventMention)])
    events = sorted((_event(story, group, known) for group in merged), key=lambda e: (-e.independent, -len(e.mentions), e.id))
    yield from events
    for group in merged:
        yield from group.links


class _Known:
    """What the records around an event mention say: its entities, its time's value, its article's unit."""

    def __init__(self, inputs: Inputs) -> None:
        self.entity = {m: e.id for e in inputs.all(Entity) for m in e.mentions}
        self.country = {e.id: e.country for e in inputs.all(Entity)}
        self.kind = {e.id: e.kind for e in inputs.all(Entity)}
        self.times = {t.id: t for t in inputs.all(TimeExpression)}
        self.mentions = {m.id: m for m in inputs.all(Mention)}
        self.order = {a.id: n for n, a in enumerate(sorted(inputs.all(Article), key=lambda a: (a.published or "", a.input, a.id)))}
        whole = {a: f"copy {g.id}" for g in inputs.all(CopyGroup) if g.kind == "whole" for a in g.articles}
        self.unit = {a.id: whole.get(a.id) or a.owner or a.written_by or a.outlet or a.id for a in inputs.all(Article)}

    def entities(self, mentions: Iterable[str]) -> tuple[str, ...]:
        found = (self.entity.get(m) or self._alone(m) for m in mentions)
        return tuple(dict.fromkeys(e for e in found if e))

    def _alone(self, mention: str) -> str | None:
        """A pronoun or short form stands for its antecedent's entity."""
        record = self.mentions.get(mention)
        return self.entity.get(record.antecedent) if record is not None and record.antecedent is not None else None

    def countries(self, entities: Iterable[str]) -> frozenset[str]:
        return frozenset(c for e in entities if (c := self.country.get(e)))


@dataclass(slots=True)
class _Seen:
    """An event mention with its entities and time looked up."""

    mention: EventMention
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    sides: frozenset[str]
    time: TimeExpression | None
    place: str | None
    trigger: str
    order: tuple[int, int, str]

    @classmethod
    def of(cls, mention: EventMention, known: _Known) -> "_Seen":
        actors, recipients = known.entities(mention.actors), known.entities(mention.recipients)
        place = known.entities((mention.place,)) if mention.place else ()
        return cls(
            mention=mention, actors=actors, recipients=recipients, sides=known.countries((*actors, *recipients)),
            time=known.times.get(mention.time) if mention.time else None, place=place[0] if place else None,
            trigger=mention.rule.partition(" ")[0].partition(":")[2],
            order=(known.order.get(mention.sel.article, 0), mention.sel.start, mention.id),
        )  # fmt: skip

    @property
    def people(self) -> frozenset[str]:
        return frozenset((*self.actors, *self.recipients))

    @property
    def day(self) -> str | None:
        return self.time.value if self.time is not None else None


@dataclass(slots=True)
class _Group:
    """Mentions taken for one event so far."""

    seen: list[_Seen] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def add(self, seen: _Seen, rule: str, score: float) -> None:
        if self.seen:
            first = self.seen[0].mention.id
            self.links.append(
                Link(a=first, b=seen.mention.id, judgement="same", judge="rule", rule=rule, score=round(score, _PLACES), origin=ORIGIN)
            )
        self.seen.append(seen)


def _merge(seen: Sequence[_Seen]) -> list[_Group]:
    """Put each mention, fullest first, to the event it fits best, or open one."""
    blocks: dict[tuple[str, str], list[_Group]] = {}
    groups: list[_Group] = []
    for one in sorted(seen, key=lambda s: (-len(s.people), s.time is None, s.order)):
        block = blocks.setdefault(_block(one), [])
        best: tuple[float, int] | None = None
        why = ""
        for index in range(len(block) - 1, max(-1, len(block) - 1 - _CANDIDATES), -1):
            score, rule = _fit(one, block[index])
            if score >= _ENOUGH and (best is None or (score, -index) > best):
                best, why = (score, -index), rule
        if best is None and (only := _only_one_with(one, block)) is not None:
            best, why = (_ENOUGH, -only), "the only event of the kind with this participant"
        if best is not None:
            block[-best[1]].add(one, why, best[0])
        else:
            group = _Group()
            group.add(one, "", 1.0)
            block.append(group)
            groups.append(group)
    return groups


def _only_one_with(one: _Seen, block: list[_Group]) -> int | None:
    """The index of the one event that a mention with a single participant can belong to, None where there are several or none."""
    if len(one.people) != 1:
        return None
    found = [
        index
        for index in range(max(0, len(block) - _CANDIDATES), len(block))
        if any(one.people <= other.people for other in block[index].seen[:_CANDIDATES])
    ]
    if len(found) != 1:
        return None
    group = block[found[0]]
    one_sided = all(_mutual_or_same_role(one, other) for other in group.seen[:_CANDIDATES])
    return found[0] if one_sided and all(_may_be_one(one, other) for other in group.seen[:_CANDIDATES]) else None


def _mutual_or_same_role(one: _Seen, other: _Seen) -> bool:
    if one.mention.reciprocal or other.mention.reciprocal:
        return True
    return one.trigger == other.trigger and not (set(one.actors) & set(other.recipients) or set(one.recipients) & set(other.actors))


def _block(one: _Seen) -> tuple[str, str]:
    mention = one.mention
    return (mention.plover, "") if mention.plover else ("", mention.mode or "")


def _fit(one: _Seen, group: _Group) -> tuple[float, str]:
    """How well a mention fits an event, and by which rule: the best over its mentions, none where one forbids it."""
    best, rule = 0.0, ""
    for other in group.seen[:_CANDIDATES]:
        if not _may_be_one(one, other):
            return 0.0, ""
        score, why = _participants(one, other)
        if one.day and other.day and _days_agree(one.day, other.day):
            score, why = score + 0.15, f"{why}, same day"
        if one.trigger == other.trigger:
            score += 0.1
        if one.mention.sel.overlaps(other.mention.sel) and one.trigger == other.trigger:
            score += 0.3
        if score > best:
            best, rule = score, why
    return min(best, 1.0), rule


def _may_be_one(a: _Seen, b: _Seen) -> bool:
    if a.day and b.day and not _days_agree(a.day, b.day):
        return False
    if a.place and b.place and a.place != b.place and not (a.people & b.people):
        return False
    real_a, real_b = a.mention.status in _REAL, b.mention.status in _REAL
    if real_a != real_b:
        # a plan and its doing are one event only where the same day says so
        return bool(a.day and b.day) and "denied" not in (a.mention.status, b.mention.status) and bool(a.people & b.people)
    return ("denied" in (a.mention.status, b.mention.status)) == (a.mention.status == b.mention.status == "denied") or real_a


def _days_agree(a: str, b: str) -> bool:
    """True where one value is the other or a coarser form of it."""
    a, b = a.partition("T")[0], b.partition("T")[0]
    return a.startswith(b) or b.startswith(a) or a in ("PRESENT_REF", "PAST_REF", "FUTURE_REF") or b.endswith("_REF")


def _participants(a: _Seen, b: _Seen) -> tuple[float, str]:
    """Score the agreement of who did it to whom; order does not matter where the event is mutual."""
    if a.mention.reciprocal or b.mention.reciprocal:
        return _mutual(a, b)
    score, rules = 0.0, []
    for mine, theirs, role in ((a.actors, b.actors, "actor"), (a.recipients, b.recipients, "recipient")):
        if mine and theirs:
            shared = set(mine) & set(theirs)
            if not shared:
                return 0.0, ""
            score += 0.4 if len(shared) == min(len(mine), len(theirs)) else 0.3
            rules.append(f"same {role}")
        elif not mine and not theirs:
            score += 0.1
    if not rules:
        return _nameless(a, b)
    if len(rules) == 1 and a.trigger != b.trigger and not (a.day and b.day):
        score -= 0.15
    return score, " and ".join(rules)


def _mutual(a: _Seen, b: _Seen) -> tuple[float, str]:
    mine, theirs = a.people, b.people
    if not mine or not theirs:
        return _nameless(a, b)
    shared = mine & theirs
    if shared in (mine, theirs):
        small = min(len(mine), len(theirs))
        return (0.8 if small > 1 else 0.45), "same participants" if small > 1 else "one participant shared, the other not named"
    if len(shared) > 1:
        return 0.6, "participants shared"
    if a.sides and a.sides == b.sides and len(a.sides) > 1 and a.mention.plover == "CONSULT":
        return 0.5, "participants of the same two sides"
    return 0.0, ""


def _nameless(a: _Seen, b: _Seen) -> tuple[float, str]:
    if a.people and b.people:
        return 0.0, ""
    mode = a.mention.mode or ""
    if not a.mention.plover and mode in _SINGLE_KINDS:
        return 0.55, f"one {mode} in the story"
    if a.trigger == b.trigger:
        return 0.4, "same trigger"
    return 0.25, "same kind"


def _event(story: Story, group: _Group, known: _Known) -> Event:
    seen = sorted(group.seen, key=lambda s: s.order)
    lead = min(seen, key=lambda s: (_STATUS.index(s.mention.status), -len(s.people), s.order))
    fullest = min(seen, key=lambda s: (s.mention.status != lead.mention.status, -len(s.people), s.order))
    time = _time(seen)
    codes = Counter(s.mention.cameo for s in seen)
    cameo = min(codes, key=lambda c: (-codes[c], -len(c.rstrip("0")), c))
    units = {known.unit.get(s.mention.sel.article, s.mention.sel.article) for s in seen}
    modes = [s.mention.mode for s in seen if s.mention.mode]
    return Event(
        id=content_id("event", seen[0].mention.id),
        story=story.id, mentions=tuple(s.mention.id for s in seen), plover=lead.mention.plover, cameo=cameo,
        status=lead.mention.status, mode=Counter(modes).most_common(1)[0][0] if modes else None,
        contexts=tuple(sorted({c for s in seen for c in s.mention.contexts})),
        actors=fullest.actors, recipients=fullest.recipients, reciprocal=any(s.mention.reciprocal for s in seen),
        time_text=time.sel.exact if time is not None else None, time_value=time.value if time is not None else None,
        place=next((s.place for s in seen if s.place), None), independent=len(units), origin=ORIGIN,
    )  # fmt: skip


def _time(seen: Sequence[_Seen]) -> TimeExpression | None:
    """The time most mentions give, the finest of those, the earliest told; an hour without a day only where there is nothing else."""
    times = [s.time for s in seen if s.time is not None]
    if not times:
        return None
    count = Counter(t.value for t in times)
    return min(times, key=lambda t: (t.value.endswith("_REF") or t.value.startswith("T"), -count[t.value], -len(t.value)))
