"""What tables of all kinds share: cells that no spreadsheet works out, paper as wide as the terminal, one way to write JSON."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import StringIO
from typing import Final, Protocol, TextIO, TypeVar

import msgspec
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tellings.briefing.render.view import plain
from tellings.briefing.schema import UnseenOut
from tellings.model.articles import Rejected

_PIPED_WIDTH: Final = 110
_WIDEST: Final = 140
_NARROWEST: Final = 40
# A cell that begins with one of these is worked out as a formula by spreadsheets, in full width too.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Told(Protocol):
    """A row that belongs to a story."""

    @property
    def story(self) -> str:
        """The story's id."""

    @property
    def headline(self) -> str:
        """The story's headline."""


RowT = TypeVar("RowT", bound=Told)


def as_json(made: object) -> str:
    """Return the object as JSON with two spaces and one trailing line end."""
    return msgspec.json.format(msgspec.json.encode(made), indent=2).decode() + "\n"


def unseen(not_seen: Iterable[Rejected]) -> list[UnseenOut]:
    """Return what was not seen in the types of the contract."""
    return [UnseenOut(input=item.input, reason=item.reason, detail=item.detail) for item in not_seen]


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return the rows under their columns; a cell that a spreadsheet would work out is led by "'"."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue()


def tables(rows: Sequence[RowT], columns: Mapping[str, int]) -> Iterator[tuple[Table, list[RowT]]]:
    """Yield for each story an empty table of these columns, each so many parts wide, and the story's rows; of several stories each has its headline."""
    stories = list(dict.fromkeys(row.story for row in rows))
    for story in stories:
        told = [row for row in rows if row.story == story]
        title = Text(plain(told[0].headline), style="bold") if len(stories) > 1 else None
        table = Table(box=SIMPLE_HEAD, title=title, title_justify="left")
        for name, parts in columns.items():
            table.add_column(name, ratio=parts, overflow="fold")
        yield table, told


def printed(draw: Callable[[Console], None], out: TextIO | None) -> str:
    """Return what `draw` prints on a console as wide as the terminal `out`, and coloured, where it is one; else plain."""
    live = out is not None and out.isatty()
    width = min(Console(file=out).width, _WIDEST) if live else _PIPED_WIDTH
    buffer = StringIO()
    draw(
        Console(
            file=buffer, width=max(width, _NARROWEST), force_terminal=live, no_color=None if live else True, highlight=False, emoji=False,
        )
    )  # fmt: skip
    return "\n".join(line.rstrip() for line in buffer.getvalue().splitlines()).strip("\n") + "\n"


def cell(value: object) -> object:
    """Return the value as a cell of CSV: one that a spreadsheet would work out is led by "'", None is empty."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value
