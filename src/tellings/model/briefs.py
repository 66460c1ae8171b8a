"""What is compared and shown: corroboration, coverage, sides, and the brief."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from tellings.model.articles import Article, Rejected
from tellings.model.observed import EventMention, Mention, Quotation, Statement
from tellings.model.resolved import Claim, ClaimStatus, Conflict, CopyGroup, Entity, Event, Story, Utterance
from tellings.model.spans import Selector
from tellings.model.versions import Revision

Section = Literal["what", "corroborated", "single", "conflicting", "said", "sides", "timeline", "coverage"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How well one claim is sourced. `units` names each independent unit behind it (an outlet, an owner, or a copy group's origin)."""

    claim: str
    status: ClaimStatus
    independent: int
    units: tuple[str, ...]
    rests_on: str | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideAccount:
    """What one side says: its quotations, which of them are readouts, and the claims that only its sources make."""

    story: str
    side: str
    quotations: tuple[str, ...]
    readouts: tuple[str, ...]
    claims_only_here: tuple[str, ...]
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting, call or talks of which participants give accounts: the events it is told by, what it is called, its day where one is told.

    `accounts` are the sides' readouts of it; their `claims_only_here` are what nobody else says.
    """

    id: str
    story: str
    events: tuple[str, ...]
    kind: Literal["call", "meeting", "talks"]
    day: str | None
    accounts: tuple[SideAccount, ...]
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What one article reports of a story, and what most other units report and it does not (claim ids)."""

    story: str
    article: str
    claims: tuple[str, ...]
    omits: tuple[str, ...]
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefPiece:
    """Words of a passage as a variant stands to what is shown: the same, cut (the shown passage's words) or added (its own)."""

    kind: Literal["same", "cut", "added"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefRow:
    """One of the values that a line sets side by side: the value, the tellings that give it, and where they do.

    Of words that are shown above, `pieces` tell how these tellings give them.
    """

    value: str
    who: str
    evidence: tuple[Selector, ...]
    pieces: tuple[BriefPiece, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefSentence:
    """One line of a brief and the passages it rests on; `about` is the id of the record it tells of.

    `text` is the whole line. `words` is the part of it that is a passage's own words ("" where all of it is), `note` the frame around
    them ("2 independent tellings: A, B"), `group` the heading it stands under within its section and `over` the heading over that one,
    `rows` values side by side.
    """

    text: str
    section: Section
    evidence: tuple[Selector, ...]
    about: str | None = None
    words: str = ""
    note: str = ""
    group: str = ""
    over: str = ""
    rows: tuple[BriefRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryBrief:
    """All that a brief says of one story."""

    story: Story
    headline: str
    sentences: tuple[BriefSentence, ...]
    copy_groups: tuple[CopyGroup, ...]
    claims: tuple[Claim, ...]
    comparisons: tuple[Comparison, ...]
    conflicts: tuple[Conflict, ...]
    statements: tuple[Statement, ...]
    quotations: tuple[Quotation, ...]
    utterances: tuple[Utterance, ...]
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    events: tuple[Event, ...]
    event_mentions: tuple[EventMention, ...]
    sides: tuple[SideAccount, ...]
    meetings: tuple[Meeting, ...]
    coverage: tuple[Coverage, ...]
    revisions: tuple[Revision, ...] = ()

    def tellings(self, articles: Iterable[Article]) -> int:
        """Return how many independent tellings these articles of the story make: a whole copy group is one, so are outlets of one owner."""
        units = {a.id: a.owner or a.name for a in articles}
        for group in self.copy_groups:
            if group.kind == "whole":
                units.update(dict.fromkeys((a for a in group.articles if a in units), group.id))
        return len(set(units.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What makes a run repeatable: the version, the inputs with their SHA-256, the settings, the backends and the stages."""

    tellings: str
    inputs: tuple[tuple[str, str], ...]
    settings: tuple[tuple[str, str], ...]
    backends: tuple[tuple[str, str], ...]
    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """The digest of what was read: articles, stories with their sentences and evidence, and what was not seen."""

    manifest: Manifest
    articles: tuple[Article, ...]
    stories: tuple[StoryBrief, ...]
    not_seen: tuple[Rejected, ...]
