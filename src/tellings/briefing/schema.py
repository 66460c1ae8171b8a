"""The contract `tellings.brief/1` as types. `json_schema()` is generated from them; others build on it: names here stay, keys are added freely."""

from typing import Any, Final, Literal

import msgspec

from tellings.model.articles import BylineKind, FurnitureReason
from tellings.model.briefs import Section
from tellings.model.observed import EventStatus, Modality, QuotationKind
from tellings.model.resolved import ClaimStatus, Relation, Slot

SCHEMA: Final = "tellings.brief/1"


class Out(msgspec.Struct, kw_only=True):
    """Base of all parts of the contract."""


class InputOut(Out):
    """One input as read."""

    input: str
    sha256: str


class ManifestOut(Out):
    """What makes the run repeatable."""

    tellings: str
    inputs: list[InputOut]
    settings: dict[str, str]
    backends: dict[str, str]
    stages: list[str]


class FurnitureOut(Out):
    """A span of furniture."""

    start: int
    end: int
    reason: FurnitureReason
    why: str


class ArticleOut(Out):
    """An article as read. `owner` is who owns its writer or outlet, `state_run` whether a government runs either, as `outlets.toml` has it."""

    id: str
    given_id: str | None
    input: str
    outlet: str | None
    origin: str | None
    headline: str | None
    byline: str | None
    byline_kind: BylineKind | None
    dateline: str | None
    credit: str | None
    published: str | None
    modified: str | None
    url: str | None
    owner: str | None
    state_run: bool
    language: str
    section: str | None
    canonical: str | None
    paywalled: bool
    text: str
    body: list[tuple[int, int]]
    furniture: list[FurnitureOut]
    found: dict[str, str]


class SpanOut(Out):
    """A passage of one article: `text[start:end] == exact`, in code points."""

    article: str
    start: int
    end: int
    exact: str


class SentenceOut(Out):
    """A line of the brief. `group` is the heading it stands under within its section: a speaker, a day, "Background"."""

    text: str
    section: Section
    evidence: list[SpanOut]
    about: str | None
    group: str | None


class CarrierOut(Out):
    """How an article of a copy group carries its text: `share` of its own words, whom it names for it, and whose of the group it carries."""

    article: str
    share: float
    credit: str | None
    carries: str | None


class CopyGroupOut(Out):
    """Articles that carry one text or share a passage; `earliest` came out before all others, null where the dates do not say."""

    id: str
    articles: list[str]
    kind: Literal["whole", "partial"]
    origin: str | None
    earliest: str | None
    carriers: list[CarrierOut]
    evidence: list[SpanOut]


class SupportOut(SpanOut):
    """A passage that supports a claim."""

    modality: Modality
    attributed_to: str | None


class ValueOut(Out):
    """One value of a claim that tellings differ on. `sources` names whose value it is; empty where an outlet gives it in its own voice."""

    value: str
    support: list[SupportOut]
    sources: list[str]


class WhyOut(Out):
    """Why two passages (indices into `support`) are one claim."""

    a: int
    b: int
    rule: str
    score: float


class ClaimOut(Out):
    """A claim and how well it is sourced."""

    id: str
    text: str
    status: ClaimStatus
    independent: int
    units: list[str]
    rests_on: str | None
    support: list[SupportOut]
    slot: Slot | None
    relation: Relation | None
    values: list[ValueOut]
    why: list[WhyOut]


class DifferenceOut(Out):
    """How a variant differs from the longest quotation of its utterance in one place.

    `start`, `end`, `exact` are the variant's words in its article, null where it cuts; `of_start`, `of_end`, `of_exact` the words of the
    longest in its article, null where the variant adds.
    """

    kind: Literal["cut", "added", "altered"]
    start: int | None
    end: int | None
    exact: str | None
    of_start: int | None
    of_end: int | None
    of_exact: str | None


class QuotationOut(Out):
    """Who said what, through whom. `variant_of` is the longest quotation of the utterance, `differences` how this one departs from it."""

    id: str
    article: str
    content: SpanOut
    source: str | None
    source_entity: str | None
    source_span: SpanOut | None
    cue: str | None
    cue_span: SpanOut | None
    kind: QuotationKind
    chain: list[str]
    side: str | None
    document: str | None
    variant_of: str | None
    differences: list[DifferenceOut]
    rule: str


class EntityOut(Out):
    """A person, organisation or place. `key` is its id in the user's own list of names."""

    id: str
    name: str
    kind: Literal["person", "organisation", "place", "other"]
    office: str | None
    country: str | None
    key: str | None
    mentions: list[SpanOut]


class TimeOut(Out):
    """When: the words and the value."""

    text: str
    value: str | None


class EventSpanOut(SpanOut):
    """A passage that denotes an event, and the rule that coded it."""

    rule: str


class EventOut(Out):
    """A coded event."""

    id: str
    plover: str
    mode: str | None
    context: list[str]
    cameo: str
    actor: list[str]
    recipient: list[str]
    reciprocal: bool
    time: TimeOut | None
    place: str | None
    status: EventStatus
    independent: int
    mentions: list[EventSpanOut]


class SideOut(Out):
    """What one side says."""

    side: str
    quotations: list[str]
    readouts: list[str]
    claims_only_here: list[str]


class MeetingOut(Out):
    """A meeting, call or talks of which participants give accounts; an account's `claims_only_here` are what nobody else says."""

    id: str
    events: list[str]
    kind: Literal["call", "meeting", "talks"]
    day: str | None
    accounts: list[SideOut]


class CoverageOut(Out):
    """What one article tells, and what most others tell and it does not."""

    article: str
    claims: list[str]
    omits: list[str]


class ChangeOut(Out):
    """A passage that one version of an article has otherwise than the next."""

    kind: Literal["cut", "added", "altered"]
    was: SpanOut | None
    now: SpanOut | None


class WithdrawalOut(Out):
    """What the older version asserted and the newer no longer does; `still` are the articles that say it yet."""

    was: SpanOut
    now: SpanOut | None
    still: list[str]


class RevisionOut(Out):
    """What changed from one version of an article to the next."""

    id: str
    earlier: str
    newer: str
    version: int
    kept: str
    replaced: str
    changes: list[ChangeOut]
    withdrawals: list[WithdrawalOut]


class StoryOut(Out):
    """The brief of one story."""

    id: str
    headline: str
    articles: list[str]
    sentences: list[SentenceOut]
    copy_groups: list[CopyGroupOut]
    claims: list[ClaimOut]
    quotations: list[QuotationOut]
    entities: list[EntityOut]
    events: list[EventOut]
    sides: list[SideOut]
    meetings: list[MeetingOut]
    coverage: list[CoverageOut]
    revisions: list[RevisionOut]


class UnseenOut(Out):
    """An input that was not read or not analysed."""

    input: str
    reason: str
    detail: str


class BriefOut(Out):
    """The whole of a brief."""

    schema: Literal["tellings.brief/1"]
    manifest: ManifestOut
    articles: list[ArticleOut]
    stories: list[StoryOut]
    not_seen: list[UnseenOut]


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a brief."""
    made = msgspec.json.schema(BriefOut)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": SCHEMA, **made}


def decode(data: bytes) -> BriefOut:
    """Return the brief in JSON bytes, checked against the contract; raises msgspec.ValidationError where they do not keep it."""
    return msgspec.json.decode(data, type=BriefOut)
