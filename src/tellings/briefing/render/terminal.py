"""The brief for a terminal: wrapped to its width, in colour only where it is one."""

from io import StringIO
from typing import Final, TextIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from tellings.briefing.composing.variants import notation
from tellings.briefing.render.view import LEFT_OUT_WORDS, PUT_IN_WORDS, VARIED, BriefView, Line, Row, SectionView, StoryView, view
from tellings.model.briefs import Brief, BriefPiece

_PIPED_WIDTH: Final = 80
_WIDEST: Final = 110
_QUOTE: Final = 240
_STYLES: Final = {"same": "", "cut": "red strike", "added": "green underline"}


def render(brief: Brief, out: TextIO | None) -> str:
    """Return the brief as text: as wide as the terminal `out` and coloured where it is one; else plain, 80 columns wide."""
    live = out is not None and out.isatty()
    width = min(Console(file=out).width, _WIDEST) if live else _PIPED_WIDTH
    buffer = StringIO()
    console = Console(file=buffer, width=max(width, 24), force_terminal=live, no_color=None if live else True, highlight=False, emoji=False)
    _brief(console, view(brief))
    text = buffer.getvalue()
    return text if live else "\n".join(line.rstrip() for line in text.splitlines()).strip("\n") + "\n"


def _brief(console: Console, shown: BriefView) -> None:
    if not shown.stories:
        console.print(Text("Nothing to brief: no article was analysed.", style="bold"))
    for story in shown.stories:
        if len(shown.stories) > 1:
            console.print(Rule(Text(f"Story {story.number} of {len(shown.stories)}"), align="left", characters="="))
        _story(console, story)
    if shown.not_seen:
        _heading(console, "Not seen")
        for item in shown.not_seen:
            console.print(_item("•", Text.assemble(item.input, (f" — {item.reason}: {item.detail}", "dim"))))
        console.print()


def _story(console: Console, story: StoryView) -> None:
    console.print(Text(story.headline, style="bold"))
    console.print(Text(story.about, style="dim"))
    console.print()
    for section in story.sections:
        _section(console, section)
    _heading(console, "Passages")
    for passage in story.passages:
        quote = passage.quote if len(passage.quote) <= _QUOTE else passage.quote[:_QUOTE].rstrip() + " …"
        where = f"{passage.telling} {passage.sel.start}–{passage.sel.end} "
        console.print(_item(f"[{passage.number}]", Text.assemble((where, "cyan"), quote), wide=5))
    console.print()


def _section(console: Console, section: SectionView) -> None:
    _heading(console, section.title)
    if section.intro:
        console.print(Padding(Text(section.intro, style="dim"), (0, 0, 0, 2)))
    if section.varied:
        key = notation((BriefPiece(kind="cut", text=LEFT_OUT_WORDS), BriefPiece(kind="added", text=PUT_IN_WORDS)))
        console.print(Padding(Text(f"{VARIED}: {key}.", style="dim"), (0, 0, 0, 2)))
    over = ""
    for group in section.groups:
        if group.over != over:
            console.print(Padding(Text(group.over, style="bold underline"), (0, 0, 0, 2)))
        over = group.over
        if group.heading:
            console.print(Padding(Text(group.heading, style="bold"), (0, 0, 0, 4 if over else 2)))
        for line in group.lines:
            console.print(_item("•", _line(line)))
            for row in line.rows:
                console.print(Padding(_item("-", _row(row), wide=2), (0, 0, 0, 4)))
    if section.hidden:
        console.print(Padding(Text(f"and {section.hidden} more in --format json", style="dim"), (0, 0, 0, 4)))
    console.print()


def _heading(console: Console, title: str) -> None:
    console.print(Text(title.upper(), style="bold blue"))


def _line(line: Line) -> Text:
    more = f" +{line.more}" if line.more else ""
    return Text.assemble(line.words, (f" — {line.note}" if line.note else "", "dim"), *_marks(line.marks), (more, "cyan"))


def _row(row: Row) -> Text:
    if not row.value and not row.pieces:
        return Text.assemble(row.who, *_marks(row.marks))
    if not row.pieces:
        return Text.assemble((f"“{row.value}”", "yellow"), f" — {row.who}", *_marks(row.marks))
    shown = [(notation((piece,)), _STYLES[piece.kind]) for piece in row.pieces]
    return Text.assemble((f"{row.who}: ", "dim"), Text(" ").join(Text(text, style=style) for text, style in shown), *_marks(row.marks))


def _marks(marks: tuple[int, ...]) -> list[tuple[str, str]]:
    return [(f" [{number}]", "cyan") for number in marks]


def _item(bullet: str, text: Text, wide: int = 2) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=wide, justify="right", no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(bullet, style="cyan"), text)
    return grid
