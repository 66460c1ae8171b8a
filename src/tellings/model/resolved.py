"""What many articles mean together: sets of observed ids, and Links with a judgement. Resolving again never touches observed rows."""

from dataclasses import dataclass
from typing import Literal

from tellings.model.observed import EntityKind, EventStatus
from tellings.model.spans import Selector, Span

Judgement = Literal["same", "different", "unsure"]
Judge = Literal["rule", "model", "person"]
ClaimStatus = Literal["corroborated", "repeated", "single", "conflicting"]
Slot = Literal["number", "time", "place", "actor", "polarity", "manner"]
Relation = Literal["contradiction", "update", "precision"]
ConstraintKind = Literal["pin", "apart", "together"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A judgement on two observed records: why they are (not) the same. `score` lies in 0..1 and is rounded to 4 places."""

    a: str
    b: str
    judgement: Judgement
    judge: Judge
    rule: str
    score: float
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A person, organisation or place behind mentions. `country` is ISO 3166-1 alpha-3: the side its officials speak for.

    `key` is the id that the user's own list of names gives it. `judged` names what of it a person has said: "name", "kind", "country".
    """

    id: str
    story: str
    name: str
    kind: EntityKind
    mentions: tuple[str, ...]
    office: str | None = None
    country: str | None = None
    known: str | None = None
    key: str | None = None
    judged: tuple[str, ...] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One thing said, behind the quotations that give it (whole, cut, split, altered). `longest` is the quotation id to show."""

    id: str
    story: str
    quotations: tuple[str, ...]
    longest: str
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimValue:
    """One value of a claim on which tellings differ, with the statements that give it. `sources` names whose value it is, by those
    statements: empty where any of them gives it in its outlet's own voice.
    """

    value: str
    statements: tuple[str, ...]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A proposition that statements share. `text` is the best statement's words, shortened only by dropping; the id is that of its
    earliest supporting statement. `why` explains each match by two indices into `statements`, a rule and a score; `clashes` are the pairs that,
    read together, seem not to hold both: two indices, the slot, the relation and the chance (0..1).
    """

    id: str
    story: str
    text: str
    statements: tuple[str, ...]
    why: tuple[tuple[int, int, str, float], ...] = ()
    clashes: tuple[tuple[int, int, Slot, Relation, float], ...] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """How the statements of one claim differ: in which slot, and whether they contradict, update or only refine one another."""

    claim: str
    slot: Slot
    relation: Relation
    values: tuple[ClaimValue, ...]
    rule: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A real-world event behind event mentions; actor, recipient and place are entity ids, `independent` counts units as for claims."""

    id: str
    story: str
    mentions: tuple[str, ...]
    plover: str
    cameo: str
    status: EventStatus
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    reciprocal: bool = False
    time_text: str | None = None
    time_value: str | None = None
    place: str | None = None
    independent: int = 1
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Articles about one happening and what follows from it. `why` gives for each article the features that put it there."""

    id: str
    articles: tuple[str, ...]
    why: tuple[tuple[str, str], ...] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyPair:
    """Two articles of which one carries the other's text (whole) or a passage of it (partial), by their ids, `a` the lesser.

    `passages` are what both have, as it stands in each; `a_share` and `b_share` how much of each one's words that is (0..1, rounded to 4 places).
    A later pair of the same two replaces an earlier one; `none` takes it back: what they share has turned out to be house text or a stock phrase.
    """

    a: str
    b: str
    kind: Literal["whole", "partial", "none"]
    a_share: float = 0.0
    b_share: float = 0.0
    passages: tuple[tuple[Span, Span], ...] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Development:
    """A story that goes on where an earlier one left off: its own happening, with the earlier one's persons, places or things in it.

    `score` (0 to 1) says how sure that is, `why` what the two share, in words.
    """

    story: str
    earlier: str
    score: float
    why: str
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """What a person decided about stories; no clustering undoes it. Articles that are not there yet are bound by it when they come.

    `pin`: the `articles` are in story `story`, which was told from others by the article `founder` when that was decided (None: by the one that tells it). `together`: the `articles` are in one story. `apart`: none of the `articles` is in a story
    with one of the `others`.
    """

    id: str
    kind: ConstraintKind
    articles: tuple[str, ...]
    others: tuple[str, ...] = ()
    story: str | None = None
    founder: str | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """How one article of a copy group carries the shared text: `share` of its own words (0..1, rounded to 2 places), whom it names for it, and
    the article of the group whose text it is. `carries` is None for that article itself, where the text is an agency's, and where it is unknown.
    """

    article: str
    share: float
    credit: str | None = None
    carries: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyGroup:
    """Articles that carry substantially one text (whole) or share one passage (partial), with the shared passages in each.

    `written_by` is whose text it is: an agency, or the outlet that others name. `earliest` is the article that came out before all others,
    None where the dates do not say. `carriers` are the articles by date, earliest first.
    """

    id: str
    articles: tuple[str, ...]
    kind: Literal["whole", "partial"]
    passages: tuple[Selector, ...]
    written_by: str | None = None
    earliest: str | None = None
    carriers: tuple[Carrier, ...] = ()
    origin: str = ""
