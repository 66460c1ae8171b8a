"""What ONE article says. Immutable records; each has a selector, a content-derived id and the stage that made it (`origin`, "name@version").

`Parse` and `Vectors` are working records that several stages share; they are cached and never exported. `Features` are kept in an archive, so
that an article can be compared with later ones without being read again.
"""

from dataclasses import dataclass, field
from typing import Literal

from tellings.model.spans import Selector, Span

EntityKind = Literal["person", "organisation", "place", "other"]
MentionForm = Literal["name", "office", "acronym", "demonym", "pronoun", "description"]
QuotationKind = Literal["direct", "indirect", "mixed"]
Modality = Literal["happened", "ongoing", "planned", "possible", "demanded", "threatened", "denied", "hypothetical"]
EventStatus = Literal["happened", "ongoing", "planned", "possible", "demanded", "threatened", "denied"]
Bound = Literal["exact", "at_least", "more_than", "at_most", "less_than", "about", "range"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parse:
    """Tokens, sentences and paragraphs of an article's BODY, as columns of equal length; offsets are into the article's text.

    `heads` are token indices (a root is its own head); `deps`, `pos`, `tags`, `ner` are spaCy's label schemes for English (ClearNLP
    dependencies, Universal POS, Penn tags, OntoNotes types, "" outside a name), `ner_start` is true on the first token of a name.
    `sents` and `paras` are half-open ranges of token indices; no sentence crosses a paragraph.
    """

    article: str
    words: tuple[str, ...] = field(repr=False)
    starts: tuple[int, ...] = field(repr=False)
    ends: tuple[int, ...] = field(repr=False)
    lemmas: tuple[str, ...] = field(repr=False)
    pos: tuple[str, ...] = field(repr=False)
    tags: tuple[str, ...] = field(repr=False)
    deps: tuple[str, ...] = field(repr=False)
    heads: tuple[int, ...] = field(repr=False)
    ner: tuple[str, ...] = field(repr=False)
    ner_start: tuple[bool, ...] = field(repr=False)
    sents: tuple[tuple[int, int], ...] = field(repr=False)
    paras: tuple[tuple[int, int], ...] = field(repr=False)
    origin: str = ""

    def __len__(self) -> int:
        return len(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vectors:
    """Unit vectors, one for each key (an observed record's id, or "lede" for headline and lede of the article), as rows of floats."""

    article: str
    model: str
    keys: tuple[str, ...]
    rows: tuple[tuple[float, ...], ...] = field(repr=False)
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What an article is compared by when stories are found: no text, but words, names, figures and times with their weights, sorted by key.

    `terms` and `headline` are stems with counts (names counted double); `names` are (key, role, weight), where spellings of one bearer
    share a key and role is person, organisation, place or other; `figures` say "3 dead", "284000000000 USD"; `days` are ordinals
    (`date.toordinal`) of the days that the text names, `times` its other TIMEX3 dates ("XXXX-WXX-2", "2016-11"). `vector` is the
    opening's unit vector as little-endian float16, empty where there is none.
    """

    article: str
    outlet: str | None = None
    published: str | None = None
    terms: tuple[tuple[str, float], ...] = field(default=(), repr=False)
    headline: tuple[tuple[str, float], ...] = ()
    names: tuple[tuple[str, str, float], ...] = field(default=(), repr=False)
    figures: tuple[tuple[str, float], ...] = ()
    days: tuple[int, ...] = ()
    times: tuple[str, ...] = ()
    vector: bytes = field(default=b"", repr=False)
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words of one article that refer to an entity.

    `name` is the form to compare and show ("Vladmir Putin", office and article words taken off; for an office or acronym its full form
    where the data knows it); `office` and `country` (ISO alpha-3) are what the words themselves or the gazetteer say; `antecedent` is
    the id of the mention in the same article that it stands for (pronouns, "the Prime Minister", a surname alone), None where unknown;
    `known` is the gazetteer's id of the entity where a data file names it. `traits` are what the words around tell of a person, as
    "key:value" (age:34, trade:lorry driver, part:suspect, nation:KEN, kin:wife); `owner` is the id of the mention whose kin, deputy or
    counterpart the words say that he or she is ("his widow").
    """

    id: str
    sel: Selector
    kind: EntityKind
    form: MentionForm
    name: str
    office: str | None = None
    country: str | None = None
    known: str | None = None
    antecedent: str | None = None
    traits: tuple[str, ...] = ()
    owner: str | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """Words that denote a time, with a TimeML TIMEX3 value.

    Anchored on publication where there is a date: "2021-08-24"; else weekdays stay "XXXX-WXX-2" (ISO, Monday = 1). `order` places days of
    one unanchored article among themselves (days from publication day, 0 = that day, negative = before), None where not known.
    """

    id: str
    sel: Selector
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    order: int | None = None
    rule: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """Who passed words on: a name to show, and the words and the mention behind it where there are any."""

    name: str
    sel: Selector | None = None
    mention: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """An attribution of speech or writing: source, cue and content (PARC 3).

    `source` is the resolved name within the article, None where nobody is named; `source_mention` the mention it rests on; `relays` run
    from the speaker outwards, without the outlet. `document` is the kind of document that speaks ("readout", "statement", "post",
    "report"), if one does.
    """

    id: str
    content: Selector
    kind: QuotationKind
    source: str | None = None
    source_sel: Selector | None = None
    source_mention: str | None = None
    cue: str | None = None
    cue_sel: Selector | None = None
    relays: tuple[Relay, ...] = ()
    document: str | None = None
    rule: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that a statement gives: `low` and `high` are equal but for ranges and vague words ("dozens" is 24 to 99).

    `of` is the lemma of what is counted ("person", "minute"), `unit` a unit or ISO 4217 code where there is one.
    """

    sel: Selector
    low: float
    high: float
    bound: Bound = "exact"
    of: str = ""
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one article asserts in one place, in its own voice or a source's; clause level.

    `sel` is the asserting words, `sentence` the sentence they stand in. `predicate` is the lemma of the verb or noun that asserts, with
    `negated` for polarity; `actors` and `objects` are mention ids in order; `terms` the content lemmas in order of appearance; `quotation` is the id of the
    quotation the words lie in, `attributed_to` the mention id of its source. `subject` is the words of the clause's subject, which may
    stand outside `sel`; `subject_lemma` and `object_lemma` are the head words of subject and object, "" where there is none.
    """

    id: str
    sel: Selector
    sentence: Span
    predicate: str
    modality: Modality
    negated: bool = False
    actors: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    terms: tuple[str, ...] = ()
    quotation: str | None = None
    attributed_to: str | None = None
    subject: str = ""
    subject_lemma: str = ""
    object_lemma: str = ""
    rule: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMention:
    """Words that denote an event, coded. `actors`, `recipients` are mention ids; `time` a time expression's id; `place` a mention id.

    `plover` is a PLOVER root or "" where none fits; `cameo` the CAMEO code of the rule that fired (`rule` names it).
    """

    id: str
    sel: Selector
    plover: str
    cameo: str
    status: EventStatus
    rule: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    reciprocal: bool = False
    time: str | None = None
    place: str | None = None
    quotation: str | None = None
    origin: str = ""
