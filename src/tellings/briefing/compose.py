"""Composes the brief of one story: a headline, and lines in sections, each with the passages it rests on.

No line writes content of its own: its words are passages shortened by dropping, inside fixed frames. Nothing is told twice in full.
All lines are kept; renderers for people show the first of each section and say how many more there are.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from tellings.backends.base import Context
from tellings.briefing.composing import wording
from tellings.briefing.composing.accounts import Accounts
from tellings.briefing.composing.claims import Claims
from tellings.briefing.composing.material import Material, Told
from tellings.briefing.composing.outlets import Outlets
from tellings.briefing.composing.revised import lines as revised
from tellings.briefing.composing.speech import Speech
from tellings.briefing.composing.timeline import Timeline
from tellings.model.briefs import BriefSentence, Comparison, Coverage, Meeting, SideAccount, StoryBrief
from tellings.model.inputs import Inputs
from tellings.model.observed import EventMention, Mention, Quotation, Statement
from tellings.model.resolved import Claim, Conflict, CopyGroup, Entity, Event, Utterance
from tellings.model.versions import Earlier, Revision

_HEADLINE: Final = 160


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield the story's brief."""
    material = Material(inputs)
    revisions = inputs.all(Revision)
    sentences = (*_sentences(material), *revised(revisions, material.names, material.article, inputs.all(Earlier)))
    yield StoryBrief(
        story=material.story, headline=_headline(material, sentences), sentences=sentences, copy_groups=inputs.all(CopyGroup),
        claims=inputs.all(Claim), comparisons=inputs.all(Comparison), conflicts=inputs.all(Conflict), statements=inputs.all(Statement),
        quotations=inputs.all(Quotation), utterances=inputs.all(Utterance), entities=inputs.all(Entity), mentions=inputs.all(Mention),
        events=inputs.all(Event), event_mentions=inputs.all(EventMention), sides=inputs.all(SideAccount), meetings=inputs.all(Meeting), coverage=inputs.all(Coverage),
        revisions=revisions,
    )  # fmt: skip


def _sentences(material: Material) -> Iterable[BriefSentence]:
    """Yield the lines, section by section. Sides come before speakers: a readout stands under its side."""
    told = Told()
    claims, speech = Claims(material, told), Speech(material, told)
    texts = {claim.id: claims.words(claim) for claim in material.claims}
    spoken = speech.spoken(material.claims)
    yield from claims.main(spoken)
    conflicting = claims.conflicting()
    yield from claims.corroborated(spoken)
    yield from conflicting
    yield from claims.single(spoken, speech.passages())
    sides = Accounts(material, told, speech).lines()
    yield from speech.said()
    yield from sides
    yield from Timeline(material).lines(speech.dated())
    yield from Outlets(material, texts).lines()


def _headline(material: Material, sentences: Sequence[BriefSentence]) -> str:
    """Return the article headline that shares most words with the others and with the main lines; else the first main line."""
    main = [s.words for s in sentences if s.section == "what"]
    found = [(a.headline, a.id) for a in material.articles if a.headline and a.headline.strip()]
    if not found:
        return wording.shorten(main[0] if main else "", _HEADLINE)
    weights: Counter[str] = Counter()
    for text in (*(headline for headline, _ in found), *main):
        weights.update(set(wording.terms(text)))

    def shared(item: tuple[str, str]) -> tuple[float, int, str]:
        terms = set(wording.terms(item[0]))
        return (-round(sum(weights[t] - 1 for t in terms) / (len(terms) + 2), 6), len(item[0]), item[1])

    return " ".join(min(found, key=shared)[0].split())
