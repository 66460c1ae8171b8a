"""Where a brief goes: standard output or a file; progress and notes go to standard error."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from tellings.briefing import render
from tellings.errors import ConfigError
from tellings.model.briefs import Brief
from tellings.pipeline import STAGES

Tell = Callable[[str, int, int], None]
# A bar for less than this many pages would be gone before it is read.
_LONG = 10


@contextmanager
def progress(quiet: bool) -> Iterator[Tell | None]:
    """Give a function that draws a progress bar on standard error, or None where it is no terminal or is to be quiet."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, done: int, of: int) -> None:
            if of < _LONG:
                return
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=of)
            bar.update(tasks[what], completed=done)

        yield tell


def report_unseen(brief: Brief) -> None:
    """Print one line on standard error for each input that was not read or not analysed."""
    for item in brief.not_seen:
        print(f"tellings: not seen: {item.input}: {item.reason}: {item.detail}", file=sys.stderr)


def write(brief: Brief, form: str, path: Path | None) -> None:
    """Write the brief in the form to the file, or to standard output. Raises ConfigError where the file cannot be written."""
    text = render.render(brief, form, terminal_out=sys.stdout if path is None else None)
    if path is None:
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a text stream in every interpreter we run on
        sys.stdout.write(text)
        return
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"cannot write {path}: {error.strerror}") from error


def print_stages() -> None:
    """Print the stages in the order they run: origin, scope, what they need and make, and what they do."""
    for stage in STAGES:
        needs = ", ".join(kind.__name__ for kind in stage.requires)
        makes = ", ".join(kind.__name__ for kind in stage.produces)
        print(f"{stage.origin}  [{stage.scope}]  {needs} -> {makes}\n    {stage.about}")
