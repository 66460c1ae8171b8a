"""The brief as Markdown (CommonMark): the same lines as on a terminal, evidence marks linked to a list of passages."""

import re
from collections.abc import Iterator
from typing import Final

from tellings.briefing.render.view import LEFT_OUT_WORDS, PUT_IN_WORDS, VARIED, BriefView, Line, Row, SectionView, StoryView, view
from tellings.model.briefs import Brief

# All that can begin or form markup anywhere in a line; marks of lists and headings matter at its start only, but are escaped everywhere.
_MARKUP: Final = re.compile(r"([\\`*_{}\[\]<>#|~$!&])")
_START: Final = re.compile(r"^(\s*)([-+=:]|\d+(?=[.)]))")
_AUTOLINK: Final = re.compile(r"(?i)\b(https?|ftp|mailto)(:)|\b(www)(\.)")
_PIECES: Final = {"same": "{}", "cut": "<del>\\[-{}-\\]</del>", "added": "<ins>{{+{}+}}</ins>"}
_NUMBERED: Final = re.compile(r"^(\s*\d+)([.)])")


def render(brief: Brief) -> str:
    """Return the brief as Markdown; no text of an article can act as markup in it."""
    return "\n".join(_brief(view(brief))).strip("\n") + "\n"


def escape(text: str) -> str:
    """Return the text so that Markdown shows it as it is, without links, emphasis, HTML or blocks."""
    shown = _MARKUP.sub(r"\\\1", text.replace("\n", " "))
    shown = _AUTOLINK.sub(lambda m: f"{m[1] or m[3]}\\{m[2] or m[4]}", shown)
    shown = _NUMBERED.sub(r"\1\\\2", shown)
    return _START.sub(lambda m: m[0] if m[2][0].isdigit() else f"{m[1]}\\{m[2]}", shown)


def _brief(shown: BriefView) -> Iterator[str]:
    if not shown.stories:
        yield "# Nothing to brief\n\nNo article was analysed.\n"
    for story in shown.stories:
        yield from _story(story)
    if shown.not_seen:
        yield "## Not seen\n"
        for item in shown.not_seen:
            yield f"- {escape(item.input)} — {escape(item.reason)}: {escape(item.detail)}"
        yield ""


def _story(story: StoryView) -> Iterator[str]:
    yield f"# {escape(story.headline)}\n"
    yield f"{escape(story.about)}\n"
    for section in story.sections:
        yield from _section(section, story.number)
    yield "## Passages\n"
    for passage in story.passages:
        where = f"**{escape(passage.telling)}** {passage.sel.start}–{passage.sel.end}"
        yield f'- <a id="s{story.number}-p{passage.number}"></a>\\[{passage.number}\\] {where} {escape(passage.quote)}'
    yield ""


def _section(section: SectionView, story: int) -> Iterator[str]:
    yield f"## {escape(section.title)}\n"
    if section.intro:
        yield f"*{escape(section.intro)}*\n"
    if section.varied:
        key = " ".join(_PIECES[kind].format(words) for kind, words in (("cut", LEFT_OUT_WORDS), ("added", PUT_IN_WORDS)))
        yield f"*{VARIED}:* {key}\n"
    over = ""
    for group in section.groups:
        if group.over != over:
            yield f"### {escape(group.over)}\n"
        over = group.over
        if group.heading:
            yield f"{'####' if over else '###'} {escape(group.heading)}\n"
        for line in group.lines:
            yield f"- {_line(line, story)}"
            for row in line.rows:
                yield f"  - {_row(row)}{_marks(row.marks, story)}"
        yield ""
    if section.hidden:
        yield f"*and {section.hidden} more in* `--format json`\n"


def _row(row: Row) -> str:
    if not row.value and not row.pieces:
        return escape(row.who)
    if not row.pieces:
        return f"“{escape(row.value)}” — {escape(row.who)}"
    return f"{escape(row.who)}: " + " ".join(_PIECES[piece.kind].format(escape(piece.text)) for piece in row.pieces)


def _line(line: Line, story: int) -> str:
    note = f" — *{escape(line.note)}*" if line.note else ""
    more = f" +{line.more}" if line.more else ""
    return f"{escape(line.words)}{note}{_marks(line.marks, story)}{more}"


def _marks(marks: tuple[int, ...], story: int) -> str:
    return "".join(f" [\\[{number}\\]](#s{story}-p{number})" for number in marks)
