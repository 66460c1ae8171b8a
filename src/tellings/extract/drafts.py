"""Mentions while they are being made: token ranges with what is known so far, and look-ups on the parse that all steps share."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from tellings.model.observed import EntityKind, MentionForm, Parse


@dataclass(slots=True, kw_only=True)
class Draft:
    """A mention in the making: tokens `a` to `b` (half-open), of which `name_a` to `b` are the name without office and country.

    `group` is the gazetteer's row kind or what the words say ("person", "police", "ministry"); `weak` drafts are kept only where
    something else in the article speaks for them; `gender` is "m", "f" or "". `traits` are what the words around tell of a person
    (text/traits.py), `owner` the draft whose kin, deputy or rival a description says that he or she is.
    """

    a: int
    b: int
    kind: EntityKind
    form: MentionForm
    name: str
    name_a: int
    office: str | None = None
    country: str | None = None
    known: str | None = None
    group: str = ""
    weak: bool = False
    gender: str = ""
    plural: bool = False
    antecedent: "Draft | None" = None
    rivals: tuple[str, ...] = ()
    traits: dict[str, None] = field(default_factory=dict)
    owner: "Draft | None" = None

    @property
    def root(self) -> "Draft":
        """The draft that this one stands for in the end, itself where it has no antecedent."""
        draft = self
        while draft.antecedent is not None:
            draft = draft.antecedent
        return draft


@dataclass(slots=True)
class Reading:
    """An article's text and parse with the indices that finding mentions needs."""

    text: str
    parse: Parse
    year: int | None
    dateline: str | None
    outlet: str | None = None
    day: str | None = None
    lower: list[str] = field(default_factory=list)
    sent_of: list[int] = field(default_factory=list)
    para_of: list[int] = field(default_factory=list)
    children: list[list[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        parse = self.parse
        self.lower = [word.lower() for word in parse.words]
        self.sent_of = _index(parse.sents, len(parse))
        self.para_of = _index(parse.paras, len(parse))
        self.children = [[] for _ in range(len(parse))]
        for i, head in enumerate(parse.heads):
            if head != i:
                self.children[head].append(i)

    def words(self, a: int, b: int) -> str:
        """Return the text of tokens `a` to `b`, white space as one blank."""
        if a >= b:
            return ""
        return " ".join(self.text[self.parse.starts[a] : self.parse.ends[b - 1]].split())

    def first_of_sentence(self, i: int) -> bool:
        """True where token `i` opens its sentence, quotation marks and brackets set aside."""
        start = self.parse.sents[self.sent_of[i]][0]
        return all(not self.parse.words[k][0].isalnum() for k in range(start, i))

    def token_at(self, offset: int) -> int:
        """Return the token that holds the offset, or the last one before it."""
        return bisect_right(self.parse.starts, offset) - 1

    def tight(self, i: int) -> bool:
        """True where no white space parts token `i` from the next."""
        return i + 1 < len(self.parse) and self.parse.ends[i] == self.parse.starts[i + 1]

    def head_of(self, a: int, b: int) -> int:
        """Return the token of the range whose head lies outside it; the last one where there are several."""
        heads = self.parse.heads
        tops = [i for i in range(a, b) if not a <= heads[i] < b or heads[i] == i]
        return tops[-1] if tops else b - 1


def _index(ranges: Iterable[tuple[int, int]], size: int) -> list[int]:
    found = [0] * size
    for place, (a, b) in enumerate(ranges):
        for i in range(a, b):
            found[i] = place
    return found


def capital(word: str) -> bool:
    """True for a word that opens with a capital letter."""
    return word[:1].isupper()
