"""Two articles side by side, for a terminal and as JSON; the page is `sidebyside_html`."""

from collections.abc import Sequence
from itertools import count
from typing import Final, TextIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tellings.briefing.composing.wording import joined
from tellings.briefing.render import rows as paper
from tellings.briefing.render import sidebyside_html
from tellings.briefing.render.sidewording import Half, half, heading, matched, notes, pieces, spoken, summary, values
from tellings.briefing.render.view import plain
from tellings.briefing.sidebyside import LineOut, SideBySide

FORMS: Final = ("terminal", "html", "json")
SCHEMA: Final = "tellings.compare/1"
_MOST: Final = 3
_QUOTE: Final = 400
_DIFFERS: Final = "bold yellow"


def render(made: SideBySide, form: str, *, terminal_out: TextIO | None = None) -> str:
    """Return the two side by side in one of FORMS; `terminal_out` tells the terminal form its width and whether it may use colour."""
    match form:
        case "json":
            return as_json(made)
        case "html":
            return sidebyside_html.render(made)
        case _:
            return paper.printed(lambda console: _draw(console, made), terminal_out)


def as_json(made: SideBySide) -> str:
    """Return all lines, both articles and what was not seen as JSON of schema `tellings.compare/1`."""
    return paper.as_json(
        {
            "schema": SCHEMA, "a": made.a, "b": made.b, "copies": made.copies, "owner": made.owner, "differ": made.differ, "both": made.both,
            "only_a": made.only_a, "only_b": made.only_b, "not_seen": paper.unseen(made.brief.not_seen),
        }
    )  # fmt: skip


def _draw(console: Console, made: SideBySide) -> None:
    _row(console, "", *(_head(side) for side in (heading(made.a), heading(made.b))))
    console.print()
    for sentence in summary(made):
        console.print(Text(sentence, style="dim"))
    number = count(1)
    for title, lines in (("Where they differ", made.differ), ("What both tell", made.both)):
        _title(console, title, lines)
        for line in lines:
            _together(console, next(number), line)
    for name, lines in ((made.a.told_by, made.only_a), (made.b.told_by, made.only_b)):
        _title(console, f"Only in {plain(name)}", lines)
        for line in lines:
            _alone(console, next(number), line)


def _title(console: Console, title: str, lines: Sequence[LineOut]) -> None:
    if lines:
        console.print()
        console.print(Text(title.upper(), style="bold blue"))


def _head(parts: tuple[str, str, str]) -> RenderableType:
    name, headline, facts = parts
    return Group(Text(name, style="bold"), Text(headline), Text(facts, style="dim"))


def _together(console: Console, number: int, line: LineOut) -> None:
    """A line that rests on both: what it says where the two differ, and the passages side by side."""
    said = joined((notes(line), matched(line)))
    if line.relation is not None:
        console.print(Padding(Text.assemble((spoken(line), "bold"), (f" — {said}", "dim")), (0, 0, 0, 6)))
    _row(console, f"[{number}]", _half(line, "a"), _half(line, "b"))
    if said and line.relation is None:
        console.print(Padding(Text(said, style="dim"), (0, 0, 0, 6)))


def _half(line: LineOut, side: Half) -> RenderableType:
    parts: list[RenderableType] = [
        Text.assemble((f"“{value}”", _DIFFERS), f", {word}" if word else "")
        for value, word in values(line, side)
    ]  # fmt: skip
    found = half(line, side)
    for passage in found[:_MOST]:
        quote = Text.assemble(*((plain(piece), _DIFFERS if differs else "") for piece, differs in pieces(line, passage)))
        if len(quote) > _QUOTE:
            quote = quote[: quote.plain.rfind(" ", 0, _QUOTE)] + Text(" …")
        parts.append(Text.assemble((f"{passage.start}–{passage.end} ", "cyan"), quote))
    if len(found) > _MOST:
        parts.append(Text(f"and {len(found) - _MOST} more", style="dim"))
    return Group(*parts)


def _alone(console: Console, number: int, line: LineOut) -> None:
    said, (passage, *_) = notes(line), line.a or line.b
    where = f" {passage.start}–{passage.end}"
    _row(console, f"[{number}]", Text.assemble(spoken(line), (f" — {said}" if said else "", "dim"), (where, "cyan")))


def _row(console: Console, number: str, *cells: RenderableType) -> None:
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(width=5, justify="right", no_wrap=True)
    for _ in cells:
        grid.add_column(ratio=1, overflow="fold")
    grid.add_row(Text(number, style="cyan"), *cells)
    console.print(grid)
