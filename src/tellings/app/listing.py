"""Writes a reading: the articles as text or JSON as they come, or a report of what was not read; a line that counts on standard error."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeElapsedColumn
from rich.text import Text

from tellings.app.output import Write, say_unseen
from tellings.app.readings import Reading
from tellings.briefing.render import articles as render
from tellings.model.articles import Article
from tellings.text.counting import counted

# More lines than these say less than their count does.
_LINES: Final = 20
_RULE: Final = "─" * 72


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """How a reading is written: `form` is "text" or "json"; `report` gives only what was not read; `marked` shows the furniture."""

    form: str = "text"
    marked: bool = False
    report: bool = False

    def write(self, reading: Reading, say: Write, *, quiet: bool = False) -> None:
        """Read all inputs and write them; with `quiet` nothing goes to standard error."""
        with _ticking(reading, quiet) as tick:
            if self.form == "json":
                self._json(reading, say, tick)
            else:
                self._text(reading, say, tick)
        if not quiet and not self.report:
            for item in islice(reading.not_seen(), _LINES):
                say_unseen(item)
            print(f"tellings: {summary(reading)}{'; --report lists all' if reading.listed > _LINES else ''}", file=sys.stderr)

    def _text(self, reading: Reading, say: Write, tick: "_Tick") -> None:
        first = True
        for _, made in reading.results():
            tick()
            if isinstance(made, Article) and not self.report:
                say(("" if first else f"\n{_RULE}\n\n") + render.as_text(made, marked=self.marked))
                first = False
        if self.report:
            say(_report(reading))

    def _json(self, reading: Reading, say: Write, tick: "_Tick") -> None:
        say("{")
        first = True
        if not self.report:
            say('"articles": [')
        for _, made in reading.results():
            tick()
            if isinstance(made, Article) and not self.report:
                say(("\n" if first else ",\n") + render.as_json(made))
                first = False
        if self.report:
            counts = ", ".join(f'"{reason}": {count}' for reason, count in sorted(reading.reasons.items()))
            say(f'"read": {reading.articles}, "not_read": {reading.not_read}, "reasons": {{{counts}}},\n"not_seen": [')
        else:
            say('],\n"not_seen": [')
        for place, item in enumerate(reading.not_seen()):
            say((",\n" if place else "\n") + render.unseen_as_json(item))
        say("]}\n")


def summary(reading: Reading) -> str:
    """Return one line: how many articles, how many inputs were not read, and why."""
    why = ", ".join(f"{count:,} {reason}" for reason, count in sorted(reading.reasons.items(), key=lambda row: (-row[1], row[0])))
    return f"{reading.articles:,} read, {reading.not_read:,} not read" + (f" ({why})" if why else "")


def _report(reading: Reading) -> str:
    lines = [summary(reading)]
    lines += [f"  {render.shown(item.input)}: {item.reason}: {render.shown(item.detail)}" for item in reading.not_seen()]
    return "\n".join(lines) + "\n"


class _Tick:
    """Called once for each input."""

    def __init__(self, reading: Reading, bar: Progress | None) -> None:
        self._reading = reading
        self._bar = bar
        self._task = bar.add_task("reading", total=None, not_read=0) if bar is not None else None

    def __call__(self) -> None:
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, advance=1, not_read=self._reading.not_read)


class _Rate(ProgressColumn):
    """Inputs so far, how many a second, and how many were not read."""

    def render(self, task: Task) -> Text:
        rate = task.finished_speed or task.speed or 0.0
        return Text(f"{counted(int(task.completed), 'input')}, {rate:,.1f}/s, {task.fields['not_read']:,} not read")


@contextmanager
def _ticking(reading: Reading, quiet: bool) -> Iterator[_Tick]:
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield _Tick(reading, None)
        return
    with Progress(TextColumn("{task.description}"), BarColumn(), _Rate(), TimeElapsedColumn(), console=console, transient=True) as bar:
        yield _Tick(reading, bar)
