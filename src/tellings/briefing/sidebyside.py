"""Two articles side by side: the lines of their brief by whose passages they rest on, and which passage of the one stands for which of the other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from tellings.briefing.claims import ClaimRow, ClaimValueOut, PassageOut, claims
from tellings.briefing.composing.material import Told
from tellings.briefing.names import names_of
from tellings.briefing.render.json import article_out, contract
from tellings.briefing.schema import ArticleOut, CopyGroupOut, DifferenceOut, Out, QuotationOut, SpanOut
from tellings.model.articles import Article
from tellings.model.briefs import Brief, BriefSentence, Section
from tellings.model.observed import Modality
from tellings.model.resolved import Relation, Slot
from tellings.model.spans import Selector

# The sections that tell what the articles say; the others list days and pages.
_TELLING: Final[tuple[Section, ...]] = ("what", "corroborated", "conflicting", "single", "sides", "said")
_SETTLED: Final = ("happened", "ongoing")
_ONE_UTTERANCE: Final = "one utterance"


class SideOut(ArticleOut):
    """One of the two articles; `told_by` is what to call it."""

    told_by: str


class PairOut(Out):
    """A passage of the first article and one of the second that say the same, by which rule, how surely (null for the words of one utterance)."""

    a: SpanOut
    b: SpanOut
    rule: str
    score: float | None


class TwoValuesOut(Out):
    """A value on which the two differ, or which one gives finer, with the passages of each that give it and on whose word."""

    value: str
    a: list[PassageOut]
    b: list[PassageOut]


class WordsOut(Out):
    """Where two quotations of one utterance part: the words that the first has and those that the second has there; null where it has none."""

    a: SpanOut | None
    b: SpanOut | None


class LineOut(Out):
    """One thing told, by one of the two or by both: in which words, and where in each.

    `about` is the id of the brief's claim or quotation, `speaker` who is quoted, `according_to` on whose word all passages have it,
    `words` where two quotations part.
    """

    about: str
    kind: Literal["claim", "quotation"]
    text: str
    speaker: str | None
    according_to: list[str]
    modality: Modality | None
    a: list[SpanOut]
    b: list[SpanOut]
    pairs: list[PairOut]
    slot: Slot | None
    relation: Relation | None
    values: list[TwoValuesOut]
    words: list[WordsOut]


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """What two articles tell: on what they differ, what both tell, what one alone does; each in the order of its article."""

    a: SideOut
    b: SideOut
    copies: tuple[CopyGroupOut, ...]
    owner: str | None
    differ: tuple[LineOut, ...]
    both: tuple[LineOut, ...]
    only_a: tuple[LineOut, ...]
    only_b: tuple[LineOut, ...]
    brief: Brief


def side_by_side(brief: Brief, first: Article, second: Article) -> SideBySide:
    """Return the two articles of a brief of one story side by side; every line is one of the brief's."""
    made = _Lines(brief, first.id, second.id)
    lines = _told_once([line for line in made.lines() if line.a or line.b], made.said)
    story = contract(brief).stories[0]
    names = names_of((first, second))
    agreed = [line for line in lines if not _differs(line)]
    return SideBySide(
        a=_side(first, names[first.id]),
        b=_side(second, names[second.id]),
        copies=tuple(story.copy_groups),
        owner=first.owner if first.owner is not None and first.owner == second.owner else None,
        differ=tuple(filter(_differs, lines)),
        both=tuple(sorted((line for line in agreed if line.a and line.b), key=lambda line: _place(line.a))),
        only_a=tuple(sorted((line for line in agreed if not line.b), key=lambda line: _place(line.a))),
        only_b=tuple(sorted((line for line in agreed if not line.a), key=lambda line: _place(line.b))),
        brief=brief,
    )


def _side(article: Article, name: str) -> SideOut:
    made = article_out(article)
    return SideOut(**{field: getattr(made, field) for field in made.__struct_fields__}, told_by=name)


def _differs(line: LineOut) -> bool:
    return line.relation is not None and line.relation != "precision"


def _place(passages: Sequence[SpanOut]) -> tuple[int, int]:
    return (passages[0].start, passages[0].end)


class _Lines:
    """Makes lines of the one story of a brief."""

    def __init__(self, brief: Brief, first: str, second: str) -> None:
        self._first, self._second = first, second
        self._sentences = brief.stories[0].sentences
        self._claims = {row.id: row for row in claims(brief)}
        self._quotations = {q.id: q for q in contract(brief).stories[0].quotations}
        # what was said, of lines that show it in its frame
        self.said: dict[str, list[SpanOut]] = {}
        self._utterances = {q: u.quotations for u in brief.stories[0].utterances for q in u.quotations}

    def lines(self) -> Iterator[LineOut]:
        """Yield a line for each claim and quotation that the brief tells, once."""
        seen: set[str] = set()
        for sentence in self._sentences:
            about = sentence.about
            if sentence.section not in _TELLING or about is None or about in seen:
                continue
            seen.add(about)
            if about in self._claims:
                yield self._claim(sentence, self._claims[about])
            elif about in self._quotations:
                yield self._quotation(sentence, self._quotations[about])

    def _claim(self, sentence: BriefSentence, row: ClaimRow) -> LineOut:
        a, b = self._halves(sentence)
        kinds = {passage.modality for passage in row.support}
        chains = {tuple(passage.chain) for passage in row.support}
        pairs = [self._pair(row.support[w.a], row.support[w.b], w.rule, w.score) for w in row.why]
        return LineOut(
            about=row.id, kind="claim", text=sentence.words or sentence.text, speaker=None,
            according_to=list(chains.pop()) if len(chains) == 1 else [],
            modality=kinds.pop() if len(kinds) == 1 and not kinds & set(_SETTLED) else None,
            a=a, b=b, pairs=[pair for pair in pairs if pair is not None], slot=row.slot, relation=row.relation,
            values=sorted((self._value(value) for value in row.values), key=lambda value: not value.a), words=[],
        )  # fmt: skip

    def _value(self, value: ClaimValueOut) -> TwoValuesOut:
        a, b = (_of(value.support, article) for article in (self._first, self._second))
        return TwoValuesOut(value=value.value, a=a, b=b)

    def _quotation(self, sentence: BriefSentence, best: QuotationOut) -> LineOut:
        a, b = map(_widest, self._halves(sentence))
        variants = [self._quotations[q] for q in self._utterances.get(best.id, (best.id,)) if q in self._quotations]
        self.said[best.id] = [quotation.content for quotation in variants]
        pairs = [self._pair(best.content, other.content, _ONE_UTTERANCE, None) for other in variants if other.id != best.id]
        return LineOut(
            about=best.id, kind="quotation", text=sentence.words or sentence.text, speaker=best.source, according_to=best.chain[1:] if best.source else best.chain,
            modality=None, a=a, b=b, pairs=[pair for pair in pairs if pair is not None], slot=None, relation=None, values=[],
            words=[self._words(step, other, best) for other in variants if other.article != best.article for step in other.differences],
        )  # fmt: skip

    def _halves(self, sentence: BriefSentence) -> tuple[list[SpanOut], list[SpanOut]]:
        """The line's passages in the first article and in the second, each in the order of its text."""
        spans = sorted({(e.article, e.start, e.end, e.exact) for e in sentence.evidence})
        made = [SpanOut(article=article, start=start, end=end, exact=exact) for article, start, end, exact in spans]
        return [s for s in made if s.article == self._first], [s for s in made if s.article == self._second]

    def _words(self, step: DifferenceOut, variant: QuotationOut, longest: QuotationOut) -> WordsOut:
        here = _where(variant.article, step.start, step.end, step.exact)
        there = _where(longest.article, step.of_start, step.of_end, step.of_exact)
        return WordsOut(a=there, b=here) if longest.article == self._first else WordsOut(a=here, b=there)

    def _pair(self, one: SpanOut, other: SpanOut, rule: str, score: float | None) -> PairOut | None:
        """The two passages as a pair across the articles; None where both stand in one."""
        if one.article == other.article:
            return None
        a, b = (one, other) if one.article == self._first else (other, one)
        return PairOut(a=_span(a), b=_span(b), rule=rule, score=score)


def _widest(passages: Sequence[SpanOut]) -> list[SpanOut]:
    """The passages that lie in no other: words stand in their frame, and alone."""
    found: list[SpanOut] = []
    for passage in sorted(passages, key=lambda p: (p.start, -p.end)):
        if not found or passage.end > found[-1].end:
            found.append(passage)
    return found


def _of(passages: Iterable[PassageOut], article: str) -> list[PassageOut]:
    return [passage for passage in passages if passage.article == article]


def _span(passage: SpanOut) -> SpanOut:
    return SpanOut(article=passage.article, start=passage.start, end=passage.end, exact=passage.exact)


def _where(article: str, start: int | None, end: int | None, exact: str | None) -> SpanOut | None:
    return None if start is None or end is None or exact is None else SpanOut(article=article, start=start, end=end, exact=exact)


def _told_once(lines: Sequence[LineOut], said: Mapping[str, Sequence[SpanOut]]) -> list[LineOut]:
    """The lines without those of which others that stay show most: what both tell comes before what one does, the longer before the shorter."""
    ordered = sorted(lines, key=lambda line: (not _differs(line), not (line.a and line.b), -_length(line), line.about))
    told = Told()
    kept: set[str] = set()
    for line in ordered:
        passages = [*line.a, *line.b]
        if _differs(line) or not all(told.covers(_sel(words)) for words in said.get(line.about, passages)):
            kept.add(line.about)
            told.cite(map(_sel, passages))
    return [line for line in lines if line.about in kept]


def _length(line: LineOut) -> int:
    return sum(passage.end - passage.start for passage in (*line.a, *line.b))


def _sel(span: SpanOut) -> Selector:
    return Selector(article=span.article, start=span.start, end=span.end, exact=span.exact)
