"""Composes the brief of one story."""

from collections.abc import Iterable

from tellings.backends.base import Context
from tellings.model.briefs import Comparison, Coverage, SideAccount, StoryBrief
from tellings.model.inputs import Inputs
from tellings.model.observed import EventMention, Mention, Quotation, Statement
from tellings.model.resolved import Claim, Conflict, CopyGroup, Entity, Event, Story, Utterance


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield the story's brief."""
    yield StoryBrief(
        story=inputs.one(Story), headline="", sentences=(), copy_groups=inputs.all(CopyGroup), claims=inputs.all(Claim),
        comparisons=inputs.all(Comparison), conflicts=inputs.all(Conflict), statements=inputs.all(Statement),
        quotations=inputs.all(Quotation), utterances=inputs.all(Utterance), entities=inputs.all(Entity), mentions=inputs.all(Mention),
        events=inputs.all(Event), event_mentions=inputs.all(EventMention), sides=inputs.all(SideAccount), coverage=inputs.all(Coverage),
    )  # fmt: skip
