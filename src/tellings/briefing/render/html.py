"""The brief as one HTML file: no scripts, no requests; every line linked to the passages it rests on, and they to it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from tellings.briefing.composing.wording import byline, long_date
from tellings.briefing.render.highlight import Passage, Piece, paragraphs, pieces
from tellings.briefing.render.view import LEFT_OUT_WORDS, PUT_IN_WORDS, VARIED, PassageView, StoryView, plain, view
from tellings.model.articles import Article
from tellings.model.briefs import Brief

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_DEEPEST: Final = 3
_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """One article as shown beside the brief."""

    id: str
    name: str
    headline: str
    facts: tuple[str, ...]
    link: str
    language: str
    paragraphs: tuple[Markup, ...]


def render(brief: Brief) -> str:
    """Return the brief as a self-contained HTML document; text of articles and names is escaped everywhere."""
    shown = view(brief)
    sources = {story.number: _articles(story) for story in shown.stories}
    return (
        environment()
        .get_template("brief.html.j2")
        .render(brief=shown, sources=sources, version=brief.manifest.tellings, varied=(VARIED, LEFT_OUT_WORDS, PUT_IN_WORDS))
    )


@cache
def environment() -> Environment:
    """Return the templates; what they are given is escaped everywhere."""
    return Environment(
        loader=PackageLoader("tellings.briefing.render", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _articles(story: StoryView) -> tuple[ArticleView, ...]:
    cited: dict[str, list[PassageView]] = {}
    for passage in story.passages:
        cited.setdefault(passage.sel.article, []).append(passage)
    return tuple(_article(story.number, name, article, cited.get(article.id, [])) for name, article in story.articles)


def _article(story: int, name: str, article: Article, cited: Sequence[PassageView]) -> ArticleView:
    facts = (
        long_date(article.published) if article.published else "no date",
        f"filed from {article.dateline}" if article.dateline else "",
        byline(article.byline),
        f"credit: {article.credit}" if article.credit else "",
        f"printed by {article.outlet}" if article.written_by and article.outlet and article.outlet != article.written_by else "",
        article.input,
        article.url if article.url and not is_web(article.url) else "",
    )
    spans = [Passage(number=p.number, start=p.sel.start, end=p.sel.end) for p in cited]
    lines = {p.number: p.lines for p in cited}
    found = paragraphs(pieces(article.text, spans, article.furniture))
    return ArticleView(
        id=article.id,
        name=name,
        headline=plain(article.headline or ""),
        facts=tuple(plain(fact) for fact in facts if fact),
        link=plain(article.url) if article.url and is_web(article.url) else "",
        language=article.language,
        paragraphs=tuple(paragraph(para, lambda piece: _piece(piece, lines, story)) for para in found),
    )


def is_web(url: str) -> bool:
    """Return whether an address may become a link: a page may name any scheme as its own."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def paragraph(para: Sequence[Piece], mark: Callable[[Piece], Markup]) -> Markup:
    """Return one line of an article, each piece as `mark` gives it: body as it is, furniture dimmed and labelled with its reason."""
    made: list[Markup] = []
    before = ""
    for piece in para:
        inner = mark(piece)
        if piece.reason:
            label = Markup('<span class="reason">{}</span> ').format(piece.reason) if piece.reason != before else Markup()
            inner = Markup('<span class="furniture">{}{}</span>').format(label, inner)
        before = piece.reason
        made.append(inner)
    return Markup('<p dir="auto"{}>{}</p>').format(Markup(' class="off"') if is_off(para) else "", Markup().join(made))


def is_off(para: Sequence[Piece]) -> bool:
    """Return whether all of a line is furniture."""
    return all(piece.reason for piece in para if piece.text.strip())


def _piece(piece: Piece, lines: dict[int, tuple[str, ...]], story: int) -> Markup:
    made = escape(allowed(piece.text))
    for number in reversed(piece.within):
        at = Markup(' id="s{}-p{}"').format(story, number) if number in piece.begins else ""
        depth = min(len(piece.within), _DEEPEST)
        made = Markup('<mark class="d{}"{}>{}</mark>').format(depth, at, made)
    for number in piece.ends:
        made += _back(number, lines[number])
    return made


def _back(number: int, lines: tuple[str, ...]) -> Markup:
    """The way back: the passage's number links to the first line that cites it, letters to the others."""
    links = [Markup('<a href="#{}" aria-label="passage {}, back to the brief">{}</a>').format(lines[0], number, number)]
    for at, line in enumerate(lines[1:]):
        letter = _LETTERS[(at + 1) % len(_LETTERS)]
        links.append(Markup('<a href="#{}" aria-label="passage {}, cited again">{}</a>').format(line, number, letter))
    return Markup('<sup class="back">[{}]</sup>').format(Markup(" ").join(links))


def allowed(text: str) -> str:
    """Return the text with U+FFFD for characters that HTML does not allow: a parser would drop or change them."""
    return _FORBIDDEN.sub("\ufffd", text)
