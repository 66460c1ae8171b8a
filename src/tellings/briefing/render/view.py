"""A brief as people see it: the first lines of each section, grouped, with numbered evidence. The three forms for people show this."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, get_args

from tellings.briefing.composing.claims import BACKGROUND
from tellings.briefing.composing.outlets import COPIES, LEFT_OUT
from tellings.briefing.names import in_order, names_of
from tellings.briefing.render.numbering import Numbering
from tellings.model.articles import Article, Rejected
from tellings.model.briefs import Brief, BriefPiece, BriefSentence, Section, StoryBrief
from tellings.model.spans import Selector
from tellings.text.counting import counted

SECTIONS: Final[tuple[Section, ...]] = ("what", "corroborated", "conflicting", "single", "sides", "said", "timeline", "coverage")
assert set(SECTIONS) == set(get_args(Section))
_TITLES: Final[dict[Section, str]] = {
    "what": "What happened",
    "corroborated": "Corroborated",
    "conflicting": "In conflict",
    "single": "Told by one outlet",
    "said": "Who said what",
    "sides": "What each side says",
    "timeline": "Timeline",
    "coverage": "Outlets",
}
VARIED: Final = "Under a line stands how others give the words"
LEFT_OUT_WORDS: Final = "what they leave out"
PUT_IN_WORDS: Final = "what they put in"
_SAID: Final = "Lines in quotation marks are the speaker’s words; the others are an outlet’s report of them."
# Lines that people are shown, of a section and of a group within it; JSON lists all.
_MOST: Final[dict[Section, int]] = {
    "what": 4, "corroborated": 12, "conflicting": 10, "single": 12, "said": 21, "sides": 16, "timeline": 15, "coverage": 40,
}  # fmt: skip
_MOST_OF_GROUP: Final[dict[Section, int]] = {"said": 3, "sides": 4}
_MOST_UNDER: Final = {BACKGROUND: 4, LEFT_OUT: 5, COPIES: 6}
_MARKS: Final = 6
# Controls move a terminal's cursor, and directional overrides turn a line round: neither comes from a page into a line of ours.
_UNSAFE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_OWN_MARKS: Final = '“”"«»„‘'
_SPACES: Final = re.compile(r"[\t\n\u2028\u2029]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One value of several, who gives it, and its marks."""

    value: str
    who: str
    marks: tuple[int, ...]
    pieces: tuple[BriefPiece, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: `id` is unique in the brief; `marks` number its passages, `more` says how many are not marked."""

    id: str
    words: str
    note: str
    marks: tuple[int, ...]
    more: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Lines under one heading, and the heading `over` it; either is "" where there is none."""

    over: str
    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A section as shown; `hidden` lines are in JSON only; `varied` says that rows give words with what was cut and added."""

    key: Section
    title: str
    intro: str
    varied: bool
    groups: tuple[Group, ...]
    hidden: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageView:
    """A numbered passage, where it stands, and the lines that cite it."""

    number: int
    sel: Selector
    telling: str
    quote: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """A story as shown."""

    number: int
    headline: str
    about: str
    sections: tuple[SectionView, ...]
    passages: tuple[PassageView, ...]
    articles: tuple[tuple[str, Article], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefView:
    """A brief as shown."""

    title: str
    about: str
    stories: tuple[StoryView, ...]
    not_seen: tuple[Rejected, ...]


def plain(text: str) -> str:
    """Return the text on one line, characters that could act on a terminal or turn a line round replaced."""
    return _UNSAFE.sub("\ufffd", _SPACES.sub(" ", text.replace("\r", " ")))


def view(brief: Brief) -> BriefView:
    """Return what people are shown of the brief."""
    articles = {article.id: article for article in brief.articles}
    stories = tuple(_Story(story, number, articles).view() for number, story in enumerate(brief.stories, 1))
    not_seen = tuple(Rejected(input=plain(r.input), reason=plain(r.reason), detail=plain(r.detail)) for r in brief.not_seen)
    title = stories[0].headline if len(stories) == 1 else counted(len(stories), "story", "stories") if stories else "Nothing to brief"
    return BriefView(title=title, about=_about(brief), stories=stories, not_seen=not_seen)


def _about(brief: Brief) -> str:
    parts = [counted(len(brief.articles), "article") + " read"]
    if len(brief.stories) > 1:
        parts.append(counted(len(brief.stories), "story", "stories"))
    if brief.not_seen:
        parts.append(f"{counted(len(brief.not_seen), 'input')} not seen")
    return ", ".join(parts)


class _Story:
    def __init__(self, story: StoryBrief, number: int, articles: dict[str, Article]) -> None:
        self.story = story
        self.number = number
        held = set(story.story.articles)
        self.articles = in_order(a for a in articles.values() if a.id in held)
        self.names = {key: plain(name) for key, name in names_of(self.articles).items()}
        self.earlier = tuple(articles[r.earlier] for r in story.revisions if r.withdrawals)
        newest = {r.earlier: r.newer for r in story.revisions}
        for revision in story.revisions:
            last = revision.newer
            while last in newest:
                last = newest[last]
            self.names[revision.earlier] = f"{self.names.get(last, last)} (version {revision.version})"
        self.numbering = Numbering()
        self.cited: dict[int, list[str]] = {}
        self.count = 0

    def view(self) -> StoryView:
        sections = tuple(s for s in (self._section(key) for key in SECTIONS) if s.groups)
        passages = tuple(
            PassageView(
                number=number, sel=sel, telling=self.names.get(sel.article, sel.article), quote=_in_marks(plain(sel.exact)),
                lines=tuple(self.cited[number]),
            )
            for number, sel in self.numbering.passages
        )  # fmt: skip
        return StoryView(
            number=self.number,
            headline=plain(self.story.headline).strip() or "(no headline)",
            about=self._about(),
            sections=sections,
            passages=passages,
            articles=tuple((self.names[a.id], a) for a in (*self.articles, *self.earlier)),
        )

    def _about(self) -> str:
        if len(self.articles) == 1:
            return "One article: nothing to compare it with, so nothing here is corroborated."
        units = self.story.tellings(self.articles)
        return f"{counted(len(self.articles), 'article')}, {counted(units, 'independent telling')}."

    def _section(self, key: Section) -> SectionView:
        found = [s for s in self.story.sentences if s.section == key]
        shown = _first(found, key)
        groups: dict[tuple[str, str], list[Line]] = {}
        for sentence in shown:
            groups.setdefault((plain(sentence.over), plain(sentence.group)), []).append(self._line(sentence))
        title = _TITLES[key]
        if key == "single" and len(self.articles) == 1:
            title = "What else it tells" if any(s.section == "what" for s in self.story.sentences) else "What it tells"
        return SectionView(
            key=key,
            title=title,
            intro=_SAID if key == "said" else "",
            varied=any(row.pieces for sentence in shown for row in sentence.rows),
            groups=tuple(Group(over=over, heading=heading, lines=tuple(lines)) for (over, heading), lines in groups.items()),
            hidden=len(found) - len(shown),
        )

    def _line(self, sentence: BriefSentence) -> Line:
        self.count += 1
        line = f"s{self.number}-l{self.count}"
        # the passage that is shown has the first number
        lead = self._marks(sentence.evidence[:1], line) if any(r.pieces for r in sentence.rows) else ()
        rows = tuple(
            Row(
                value=plain(r.value), who=plain(r.who), marks=self._marks(r.evidence[:_MARKS], line),
                pieces=tuple(BriefPiece(kind=p.kind, text=plain(p.text)) for p in r.pieces),
            )
            for r in sentence.rows
        )  # fmt: skip
        in_rows = {n for row in rows for n in row.marks} - set(lead)
        cited = {sel for r in sentence.rows for sel in r.evidence}
        rest = tuple(sel for sel in sentence.evidence if sel not in cited) if lead or not rows else ()
        marks = self._marks(rest[:_MARKS], line)
        words = plain(sentence.words or sentence.text)
        return Line(
            id=line, words=words, note=plain(sentence.note), marks=tuple(n for n in marks if n not in in_rows),
            more=max(0, len(rest) - _MARKS), rows=rows,
        )  # fmt: skip

    def _marks(self, passages: Iterable[Selector], line: str) -> tuple[int, ...]:
        numbers = tuple(dict.fromkeys(self.numbering.number(sel) for sel in passages))
        for number in numbers:
            lines = self.cited.setdefault(number, [])
            if line not in lines:
                lines.append(line)
        return numbers


def _first(found: list[BriefSentence], key: Section) -> list[BriefSentence]:
    """The lines to show: so many of each group, so many in all; background never crowds out the rest."""
    if key == "timeline":
        return _best(found, _MOST[key])
    of_group = _MOST_OF_GROUP.get(key, _MOST[key])
    counts: dict[tuple[str, str], int] = {}
    shown = []
    for sentence in found:
        most = _MOST_UNDER.get(sentence.group, of_group)
        group = (sentence.over, sentence.group)
        counts[group] = counts.get(group, 0) + 1
        if counts[group] <= most:
            shown.append(sentence)
    if len(shown) <= _MOST[key]:
        return shown
    background = [s for s in shown if s.group == BACKGROUND]
    front = [s for s in shown if s.group != BACKGROUND]
    return front[: _MOST[key]] + background


def _best(found: list[BriefSentence], most: int) -> list[BriefSentence]:
    """Of a line of time, what most passages tell; in order of time still."""
    order = sorted(range(len(found)), key=lambda at: (-len(found[at].evidence), at))
    return [found[at] for at in sorted(order[:most])]


def _in_marks(passage: str) -> str:
    """The passage in quotation marks, unless it begins or ends with marks of its own."""
    return passage if passage[0] in _OWN_MARKS or passage[-1] in _OWN_MARKS else f"“{passage}”"
