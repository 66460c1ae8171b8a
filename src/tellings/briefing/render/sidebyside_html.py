"""Two articles side by side as one HTML file: no scripts, no requests; passages that say the same lead to one another."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count, groupby
from typing import Final, Literal

from markupsafe import Markup, escape

from tellings.briefing.render.highlight import Passage, Piece, paragraphs, pieces
from tellings.briefing.render.html import allowed, environment, is_off, is_web, paragraph
from tellings.briefing.render.sidewording import Half, half, heading, matched, notes, spoken, summary, values
from tellings.briefing.render.sidewording import pieces as marked
from tellings.briefing.render.view import plain
from tellings.briefing.sidebyside import LineOut, SideBySide, SideOut
from tellings.model.articles import Article

_DEEPEST: Final = 3
_SIGNS: Final = {"differ": "≠", "both": "=", "only": ""}
_OTHER: Final[dict[Half, Half]] = {"a": "b", "b": "a"}

Kind = Literal["differ", "both", "only"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """What one of the two has of a line: values, and passages with their offsets and the anchor in the text."""

    values: tuple[tuple[str, str], ...]
    passages: tuple[tuple[str, str, Markup], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """A line as shown."""

    number: int
    kind: Kind
    words: str
    note: str
    why: str
    cells: tuple[CellView, CellView]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView:
    """One of the two as shown: its head, and its text with the passages of the lines marked, in `runs` that are furniture (True) or not."""

    half: Half
    name: str
    headline: str
    facts: str
    link: str
    language: str
    runs: tuple[tuple[bool, tuple[Markup, ...]], ...]


def render(made: SideBySide) -> str:
    """Return the two as a self-contained HTML document; text of articles and names is escaped everywhere."""
    number = count(1)
    parts: tuple[tuple[Kind, tuple[LineOut, ...]], ...] = (
        ("differ", made.differ), ("both", made.both), ("only", made.only_a), ("only", made.only_b),
    )  # fmt: skip
    told = [[(next(number), kind, line) for line in lines] for kind, lines in parts]
    numbered = [item for lines in told for item in lines]
    articles = {article.id: article for article in made.brief.articles}
    texts = (_text("a", made.a, articles[made.a.id], numbered), _text("b", made.b, articles[made.b.id], numbered))
    differ, both, only_a, only_b = ([_line(*item) for item in lines] for lines in told)
    return (
        environment()
        .get_template("compare.html.j2")
        .render(
            texts=texts, summary=summary(made), differ=differ, both=both, only=(only_a, only_b), not_seen=made.brief.not_seen,
            version=made.brief.manifest.tellings,
        )
    )  # fmt: skip


def _line(number: int, kind: Kind, line: LineOut) -> LineView:
    cells = (_cell(number, line, "a"), _cell(number, line, "b"))
    return LineView(number=number, kind=kind, words=spoken(line), note=notes(line), why=plain(matched(line)), cells=cells)


def _cell(number: int, line: LineOut, side: Half) -> CellView:
    passages = []
    for at, passage in enumerate(half(line, side)):
        words = Markup().join(
            Markup("<b>{}</b>").format(plain(text)) if differs else escape(plain(text)) for text, differs in marked(line, passage)
        )
        passages.append((_anchor(side, number, at), f"{passage.start}–{passage.end}", words))
    return CellView(values=tuple(values(line, side)), passages=tuple(passages))


def _anchor(side: Half, number: int, at: int) -> str:
    return f"{side}{number}" if at == 0 else f"{side}{number}-{at + 1}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """A passage in a text: the line it is of, and which of that line's passages it is."""

    number: int
    at: int
    kind: Kind


def _text(side: Half, shown: SideOut, article: Article, numbered: Sequence[tuple[int, Kind, LineOut]]) -> TextView:
    marks: dict[int, _Mark] = {}
    spans: list[Passage] = []
    for number, kind, line in numbered:
        for at, passage in enumerate(half(line, side)):
            marks[len(spans)] = _Mark(number=number, at=at, kind=kind)
            spans.append(Passage(number=len(spans), start=passage.start, end=passage.end))
    name, headline, facts = heading(shown)
    return TextView(
        half=side,
        name=name,
        headline=headline,
        facts=facts,
        link=plain(article.url) if article.url and is_web(article.url) else "",
        language=article.language,
        runs=tuple(
            (off, tuple(paragraph(para, lambda piece: _piece(piece, marks, side)) for para in run))
            for off, run in groupby(paragraphs(pieces(article.text, spans, article.furniture)), key=is_off)
        ),
    )


def _piece(piece: Piece, marks: dict[int, _Mark], side: Half) -> Markup:
    made = escape(allowed(piece.text))
    for span in reversed(piece.within):
        mark = marks[span]
        at = Markup(' id="{}"').format(_anchor(side, mark.number, mark.at)) if span in piece.begins else ""
        made = Markup('<mark class="{} d{}"{}>{}</mark>').format(mark.kind, min(len(piece.within), _DEEPEST), at, made)
    for span in piece.ends:
        made += _ways(marks[span], side)
    return made


def _ways(mark: _Mark, side: Half) -> Markup:
    """From a passage to the line that tells of it, and to what the other article has there."""
    line = Markup('<a href="#l{}" aria-label="line {}">{}{}</a>').format(mark.number, mark.number, _SIGNS[mark.kind], mark.number)
    if mark.kind == "only":
        return Markup('<sup class="back">[{}]</sup>').format(line)
    there = _anchor(_OTHER[side], mark.number, 0)
    across = Markup('<a href="#{}" aria-label="line {} in the other article">{}</a>').format(
        there, mark.number, "→" if side == "a" else "←"
    )
    return Markup('<sup class="back">[{} {}]</sup>').format(line, across)
