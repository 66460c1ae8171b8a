"""Commands over pages: brief them, list quotations and claims, compare two, read, measure."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer

from tellings.cli.application import app
from tellings.cli.archive import Into
from tellings.cli.options import FETCHING, INPUTS, ONE, READING, About, OneStory, Output, Paths, Quiet, settings_of, taking
from tellings.errors import EXIT_CODES, ConfigError

Pages = Annotated[list[str] | None, typer.Argument(metavar="[PATH|URL...]", help=f"{INPUTS} None: what the archive holds.")]
OfStory = Annotated[
    str | None, typer.Option("--story", metavar="STORY", help="Of an archive: only this story, by its id or the beginning of one.")
]
Since = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="Of an archive: only stories with an article of this day or later.")
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="Of an archive: only stories with an article of this day or earlier.")
]


class Status(StrEnum):
    """How well a claim is sourced; typer takes no list of a Literal."""

    corroborated = "corroborated"
    repeated = "repeated"
    single = "single"
    conflicting = "conflicting"


@app.command()
@taking(*READING)
def brief(
    context: typer.Context,
    paths: Annotated[list[str] | None, typer.Argument(metavar="[PATH|URL...]", help=INPUTS)] = None,
    format: Annotated[
        Literal["terminal", "markdown", "html", "json"], typer.Option("--format", help="How to print the brief.")
    ] = "terminal",
    archive: Annotated[
        str | None, typer.Option("--archive", metavar="FILE|URL", help="Brief a story of this archive, instead of pages.")
    ] = None,
    story: Annotated[
        str | None, typer.Option("--story", metavar="STORY", help="Which story of the archive: its id, or the beginning of one.")
    ] = None,
    one_story: OneStory = False,
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """Print one brief of the pages: what is corroborated, told by one, in conflict; who said it, through whom; which events."""
    from tellings.app import archives, briefs
    from tellings.app import output as out

    if (archive is None) == (not paths) or (archive is None) != (story is None):
        raise ConfigError("brief takes pages, or --archive with --story")
    with out.progress(quiet) as progress:
        if archive is not None and story is not None:
            made = archives.brief(archive, story, settings=settings_of(context))
        else:
            made = briefs.brief(paths or (), settings=settings_of(context), progress=progress)
    if not quiet:
        out.report_unseen(made)
    out.write(made, format, output)
    raise typer.Exit(0 if made.articles else EXIT_CODES["input"])


@app.command()
@taking("published", *FETCHING, "processes", "parser", "names")
def quotes(
    context: typer.Context,
    paths: Pages = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", help="Only what this speaker said: a name, an office, or a key of --names.")
    ] = None,
    about: About = None,
    archive: Into = "tellings.db",
    story: OfStory = None,
    since: Since = None,
    until: Until = None,
    format: Annotated[Literal["table", "json", "csv"], typer.Option("--format", help="How to print the quotations.")] = "table",
    one_story: OneStory = False,
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """Print who said what, through whom, and who tells it; all of it, or what one speaker said, or about some words; of pages, or of an archive."""
    from tellings.app import archived
    from tellings.app import output as out
    from tellings.app import quotes as said

    settings = settings_of(context)
    of = archived.Of(story=story, since=since, until=until)
    if not paths:
        with out.writing(output) as say:
            to = archived.To(form=format, say=say, out=sys.stdout if output is None else None)
            archived.write_quotes(archive, of, (by, about), to, settings)
        return
    archived.check_pages(of)
    with out.progress(quiet) as progress:
        made = said.quotes(paths, by=by, about=about, settings=settings, progress=progress)
    if not quiet:
        out.report_unseen(made.brief)
        if by is not None and not made.rows and (near := said.nearest(made, by)):
            out.say_line(f"tellings: nobody called {by!r} is quoted with that; there are {', '.join(near)}")
    said.write(made, format, output)
    raise typer.Exit(0 if made.brief.articles else EXIT_CODES["input"])


@app.command()
@taking(*READING)
def claims(
    context: typer.Context,
    paths: Pages = None,
    status: Annotated[list[Status] | None, typer.Option("--status", help="Only claims of this status; may be given again.")] = None,
    min_independent: Annotated[
        int, typer.Option("--min-independent", metavar="N", min=1, help="Only what at least so many independent tellings say.")
    ] = 1,
    outlet: Annotated[
        str | None, typer.Option("--outlet", metavar="NAME", help="Only what this outlet tells; part of its name will do.")
    ] = None,
    not_in: Annotated[str | None, typer.Option("--not-in", metavar="NAME", help="Only what this outlet does not tell.")] = None,
    about: About = None,
    archive: Into = "tellings.db",
    story: OfStory = None,
    since: Since = None,
    until: Until = None,
    format: Annotated[Literal["table", "json", "csv"], typer.Option("--format", help="How to print the claims.")] = "table",
    rows: Annotated[
        Literal["claim", "passage"], typer.Option("--rows", help="A row of CSV: a claim with a column an outlet, or one passage of it.")
    ] = "claim",
    one_story: OneStory = False,
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """Print the claims as a table: how each is sourced, where tellings differ, and the passages of each outlet that tells it; of pages, or of an archive."""
    from tellings.app import archived
    from tellings.app import claims as told
    from tellings.app import output as out
    from tellings.briefing.claims import Wanted

    wanted = Wanted(
        status=tuple(one.value for one in status or ()), min_independent=min_independent, outlet=outlet, not_in=not_in, about=about
    )
    settings, form = settings_of(context), "passages" if rows == "passage" and format == "csv" else format
    of = archived.Of(story=story, since=since, until=until)
    if not paths:
        with out.writing(output) as say:
            to = archived.To(form=form, say=say, out=sys.stdout if output is None else None)
            archived.write_claims(archive, of, wanted, to, settings)
        return
    archived.check_pages(of)
    with out.progress(quiet) as progress:
        made = told.claims(paths, wanted=wanted, settings=settings, progress=progress)
    if not quiet:
        out.report_unseen(made.brief)
        for name in (outlet, not_in):
            if near := told.unknown(made, name):
                out.say_line(f"tellings: no telling is called {name!r}; there are {', '.join(near)}")
    told.write(made, form, output)
    raise typer.Exit(0 if made.brief.articles else EXIT_CODES["input"])


@app.command()
@taking("published", "parser", "embedder", "names", "keep_folder", "allow_private")
def compare(
    context: typer.Context,
    a: Annotated[str, typer.Argument(metavar="A", help=ONE)],
    b: Annotated[str, typer.Argument(metavar="B", help="The other article.")],
    format: Annotated[Literal["terminal", "html", "json"], typer.Option("--format", help="How to print the two.")] = "terminal",
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """Print two articles side by side: what both tell, where they differ and in what, and what only one of them tells."""
    from tellings.app import output as out
    from tellings.app import sidebyside as two

    with out.progress(quiet) as progress:
        made = two.side_by_side(a, b, settings=settings_of(context), progress=progress)
    if not quiet:
        out.report_unseen(made.brief)
    two.write(made, format, output)


@app.command()
@taking("published", *FETCHING, "processes")
def read(
    context: typer.Context,
    paths: Paths,
    format: Annotated[Literal["text", "json"], typer.Option("--format", help="How to print the articles.")] = "text",
    marked: Annotated[bool, typer.Option("--marked", help="Print all of the text, furniture marked with its reason.")] = False,
    report: Annotated[bool, typer.Option("--report", help="Print what was not read, and why, instead of the articles.")] = False,
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """Print the articles of the inputs: head, text, and with --marked the furniture around it; every other input ends with a reason."""
    from tellings.app import listing, readings
    from tellings.app import output as out

    with readings.Reading(paths, settings_of(context)) as reading, out.writing(output) as say:
        listing.Listing(form=format, marked=marked, report=report).write(reading, say, quiet=quiet)
    raise typer.Exit(0 if reading.articles else EXIT_CODES["input"])


@app.command("eval")
def evaluate(
    task: Annotated[str | None, typer.Argument(metavar="[TASK]", help="One task; all where none is named.")] = None,
    data: Annotated[Path | None, typer.Option("--data", metavar="DIR", help="A folder laid out like the development data.")] = None,
    format: Annotated[Literal["table", "json"], typer.Option("--format", help="How to print the figures.")] = "table",
) -> None:
    """Measure the tasks on their cases; leave with 1 where a figure is under its floor."""
    from tellings.app import evaluation

    rows = []
    for row in evaluation.evaluate(task, data):
        rows.append(row)
        typer.echo(f"tellings: measured {row.task} {row.set}", err=True)
    if format == "json":
        typer.echo(evaluation.as_json(rows), nl=False)
    else:
        evaluation.print_table(rows)
    raise typer.Exit(1 if any(row.below for row in rows) else 0)


@app.command()
def stages() -> None:
    """Print the stages in the order they run, and what each does."""
    from tellings.app import output as out

    out.print_stages()
