"""Commands over feeds: ask them again and again, and keep what they name."""

import os
import select
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from tellings.cli.application import app
from tellings.cli.archive import Into
from tellings.cli.options import ANALYSIS, Quiet, settings_of, taking
from tellings.errors import EXIT_CODES

if TYPE_CHECKING:
    from tellings.app.watching import Report

Lists = Annotated[list[str], typer.Argument(metavar="FEED...", help="Feeds, sitemaps, OPML files or lists of addresses: URLs, or files.")]


@app.command()
@taking("published", *ANALYSIS, "max_links", "allow_private")
def watch(
    context: typer.Context,
    lists: Lists,
    archive: Into = "tellings.db",
    every: Annotated[
        str | None,
        typer.Option(
            "--every", metavar="TIME", help="How often to ask each feed, as 15m or 2h. Without it: as the feed itself says, else 15m."
        ),
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Ask every feed once, now, and leave.")] = False,
    recheck: Annotated[
        str,
        typer.Option(
            "--recheck", metavar="TIME", help="For how long to ask a page again, at growing distance, for later versions; 0h: not."
        ),
    ] = "48h",
    format: Annotated[
        Literal["terminal", "json"], typer.Option("--format", help="A line a round on standard error, or JSON Lines on standard output.")
    ] = "terminal",
    quiet: Quiet = False,
) -> None:
    """Ask feeds again and again, fetch what they name for the first time, and add it to an archive. Ctrl-C or SIGTERM ends it in good order."""
    from tellings.app import archives, watching
    from tellings.app import output as out

    schedule = watching.Schedule(every=watching.seconds_of(every) if every else None, recheck=watching.seconds_of(recheck), once=once)

    def tell(report: "Report") -> None:
        if format == "json":
            sys.stdout.write(report.as_json().decode() + "\n")
            sys.stdout.flush()
        elif not quiet:
            for line in report.lines():
                out.say_line(f"tellings: {line}")

    with _until_told() as told:
        hooks = watching.Hooks(now=archives.utc_now, wait=told.wait, stop=told.is_set, tell=tell)
        read = watching.watch(archive, lists, schedule, settings=settings_of(context), hooks=hooks)
    raise typer.Exit(0 if read or told.is_set() else EXIT_CODES["input"])


class _Told:
    """What a signal sets. No lock is taken in a signal's handler, where whoever holds it might be waiting for us: a pipe wakes who waits."""

    def __init__(self) -> None:
        self._set = False
        self._out, self._in = os.pipe()

    def set(self) -> None:
        """Wake who waits, now and from now on."""
        self._set = True
        os.write(self._in, b".")

    def is_set(self) -> bool:
        """Return True where it is time to come to an end."""
        return self._set

    def wait(self, seconds: float) -> None:
        """Return when so many seconds have passed, or it is time to come to an end."""
        if not self._set:
            select.select([self._out], [], [], seconds)

    def close(self) -> None:
        """Close the pipe."""
        os.close(self._out)
        os.close(self._in)


@contextmanager
def _until_told() -> Iterator[_Told]:
    """Give what is set by SIGINT or SIGTERM; a second one ends the process at once."""
    told = _Told()

    def stop(_number: int, _frame: Any) -> None:
        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, signal.default_int_handler)
        told.set()

    ours = threading.current_thread() is threading.main_thread()  # signals come to no other
    before = {one: signal.signal(one, stop) for one in (signal.SIGINT, signal.SIGTERM)} if ours else {}
    try:
        yield told
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
        told.close()
