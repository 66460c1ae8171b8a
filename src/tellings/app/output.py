"""Where a brief goes: standard output or a file; progress and notes go to standard error."""

import contextlib
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, TextIO

from anyascii import anyascii
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from tellings.briefing import render
from tellings.briefing.render.view import plain
from tellings.errors import ConfigError
from tellings.model.articles import Rejected
from tellings.model.briefs import Brief
from tellings.pipeline import STAGES

Tell = Callable[[str, int, int], None]
Write = Callable[[str], object]
# A bar for less than this many pages would be gone before it is read.
_LONG: Final = 10
# Seconds after which inputs of unknown number (fetched one by one) show how many there are.
_SLOW: Final = 1.0
# How many names to try for the file that is written before it takes the place of the old one.
_TRIES: Final = 100


@contextmanager
def progress(quiet: bool) -> Iterator[Tell | None]:
    """Give a function that draws a progress bar on standard error, or None where it is no terminal or is to be quiet."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=console, transient=True)
    tasks: dict[str, TaskID] = {}
    began = time.monotonic()

    def tell(what: str, done: int, of: int) -> None:
        if of < _LONG and (of or time.monotonic() - began < _SLOW):
            return
        if what not in tasks:
            bar.start()  # only now: short work leaves the terminal as it is
            tasks[what] = bar.add_task(what, total=of or None)
        bar.update(tasks[what], completed=done)

    try:
        yield tell
    finally:
        if tasks:
            bar.stop()


def report_unseen(brief: Brief) -> None:
    """Print one line on standard error for each input that was not read or not analysed."""
    for item in brief.not_seen:
        say_unseen(item)


def say_unseen(item: Rejected) -> None:
    """Print one line on standard error for an input that was not read or not analysed."""
    say_line(f"tellings: not seen: {item.input}: {item.reason}: {item.detail}")


def write(brief: Brief, form: str, path: Path | None) -> None:
    """Write the brief in the form to the file, or to standard output.

    A file is written whole or not at all: until its last byte is there, what stood under the name before stands. A reader of standard
    output that goes away early is no fault. Raises ConfigError where the file cannot be written.
    """
    text = render.render(brief, form, terminal_out=sys.stdout if path is None else None)
    with writing(path) as say:
        say(text)


def _printer(out: TextIO) -> Write:
    """Return what prints in UTF-8 with plain line ends, save on a terminal: there in what it can show."""
    if out.isatty():
        return lambda text: out.write(_fitted(text, out.encoding))
    if hasattr(out, "reconfigure"):
        out.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    return out.write


def _hush(out: TextIO) -> None:
    # the interpreter flushes once more as it ends: there must be something to flush to
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())


def _fitted(text: str, encoding: str | None) -> str:
    """Return the text in characters of the encoding; others are spelt in ASCII as far as they can be."""
    name = encoding or "utf-8"
    try:
        text.encode(name)
    except UnicodeEncodeError:
        return "".join(char if _fits(char, name) else anyascii(char) or "?" for char in text)
    return text


def _fits(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@contextmanager
def writing(path: Path | None) -> Iterator[Write]:
    """Give a function that writes to the file, or to standard output, piece by piece; a file is there whole or not at all.

    Raises ConfigError where the file cannot be written. A reader of standard output that goes away early ends the block, and is no fault.
    """
    if path is not None:
        with replacing(path) as out:
            yield lambda text: out.write(text.encode("utf-8", "replace"))
        return
    try:
        yield _printer(sys.stdout)
        sys.stdout.flush()
    except BrokenPipeError:
        _hush(sys.stdout)


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write bytes to, which takes the place of what stood under the name when the block ends, or none at a fault.

    Raises ConfigError where the file cannot be written.
    """
    try:
        target = path.resolve()
        if target.exists() and not stat.S_ISREG(target.stat().st_mode):
            with target.open("wb") as device:  # a device or a pipe is written to, not replaced
                yield device
            return
        beside = _beside(target)
        try:
            with beside.open("wb") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            if target.exists():
                beside.chmod(stat.S_IMODE(target.stat().st_mode))
            beside.replace(target)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ConfigError(f"cannot write {path}: {error.strerror or error}") from error


def _beside(target: Path) -> Path:
    """Make an empty file in the same folder, with the rights that new files get there."""
    for at in range(_TRIES):
        name = target.with_name(f".{target.name[:200]}.{os.getpid()}.{at}.part")
        with contextlib.suppress(FileExistsError):
            name.touch(mode=0o666, exist_ok=False)
            return name
    raise FileExistsError(17, "no free name beside it", str(target))


def say_line(line: str, out: TextIO | None = None) -> None:
    """Print one line on standard error, or to `out`: what pages and servers say in it cannot act on the terminal or begin a line of its own."""
    out = out or sys.stderr
    print(_fitted(plain(line), out.encoding), file=out)


def print_stages() -> None:
    """Print the stages in the order they run: origin, scope, what they need and make, and what they do."""
    for stage in STAGES:
        needs = ", ".join(kind.__name__ for kind in stage.requires)
        makes = ", ".join(kind.__name__ for kind in stage.produces)
        print(f"{stage.origin}  [{stage.scope}]  {needs} -> {makes}\n    {stage.about}")
