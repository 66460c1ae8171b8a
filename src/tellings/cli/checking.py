"""Commands that look after an archive: check it, and copy it while it is in use."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from tellings.cli.application import app
from tellings.cli.archive import Into
from tellings.cli.options import Quiet
from tellings.text.counting import counted


@app.command()
def check(
    archive: Into = "tellings.db",
    repair: Annotated[
        bool,
        typer.Option("--repair", help="Make again what can be made from what is there: counts, marks, what is looked up and searched by."),
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Look at everything in an archive and print what is wrong, a line each: bytes, evidence, origins, versions, counts, the log, what is watched and followed."""
    from tellings.app import checking
    from tellings.app import output as out

    with out.progress(quiet) as progress:
        made = checking.check(archive, repair=repair, progress=progress)
    for fault in made.faults:
        out.say_line(str(fault), sys.stdout)
    if not quiet:
        out.say_line(f"tellings: {made.line()}")
    raise typer.Exit(1 if made.faults else 0)


@app.command()
def backup(
    to: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="Where the copy goes: a SQLite file. One that is there is replaced when the copy is whole."),
    ],
    archive: Into = "tellings.db",
    quiet: Quiet = False,
) -> None:
    """Copy an archive as it is now to a SQLite file, while others read and write; of PostgreSQL too."""
    from tellings.app import checking
    from tellings.app import output as out

    with out.progress(quiet) as progress:
        size = checking.back_up(archive, to, progress=progress)
    if not quiet:
        typer.echo(f"tellings: {to} holds the archive, {counted(size, 'byte')}", err=True)
