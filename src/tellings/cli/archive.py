"""Commands over an archive: add pages to it, list its stories, brief one."""

import sys
from typing import Annotated, Literal

import typer

from tellings.cli.application import app
from tellings.cli.options import ANALYSIS, INPUTS, READING, Output, Paths, Quiet, settings_of, taking  # fmt: skip
from tellings.errors import EXIT_CODES
from tellings.text.counting import counted

Into = Annotated[
    str,
    typer.Option(
        "--archive", metavar="FILE|URL", help="The archive: a SQLite file, or a PostgreSQL database as postgresql://user@host/name."
    ),
]
StoryName = Annotated[str, typer.Argument(metavar="STORY", help="A story's id, or the beginning of one.")]


@app.command()
@taking(*READING)
def add(
    context: typer.Context,
    paths: Paths,
    archive: Into = "tellings.db",
    quiet: Quiet = False,
) -> None:
    """Add pages to an archive: each is kept as received, read, and joins a story or opens one. Adding the same again changes nothing."""
    from tellings.app import archives
    from tellings.app import output as out

    with out.progress(quiet) as progress:
        made = archives.add(archive, paths, settings=settings_of(context), progress=progress)
    if not quiet:
        for item in made.rejected:
            out.say_unseen(item)
        for line in (made.line(), *made.alerts.lines()):
            out.say_line(f"tellings: {line}")
    raise typer.Exit(0 if made.read else EXIT_CODES["input"])


@app.command()
@taking(*READING)
def stories(
    context: typer.Context,
    paths: Annotated[list[str] | None, typer.Argument(metavar="[PATH|URL...]", help=f"{INPUTS} None: the stories of the archive.")] = None,
    archive: Into = "tellings.db",
    min_tellings: Annotated[
        int, typer.Option("--min-tellings", metavar="N", min=1, help="Only stories of at least so many independent tellings.")
    ] = 1,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="So many lines of the table; JSON and CSV list all.")] = 50,
    format: Annotated[Literal["table", "json", "csv"], typer.Option("--format", help="How to print the stories.")] = "table",
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """List stories, the latest first: of the archive, or of pages (which are then kept nowhere)."""
    from tellings.app import archives, storylists
    from tellings.app import output as out

    most = limit if format == "table" else None
    with out.progress(quiet) as progress, archives.listing(paths or (), archive, settings_of(context), progress) as (found, unread):
        rows = found(most, min_tellings)
        match format:
            case "json":
                text = storylists.as_json(rows, unread)
            case "csv":
                text = storylists.as_csv(rows)
            case _:
                text = storylists.as_table(rows, sys.stdout if output is None else None)
    if not quiet:
        for item in unread:
            out.say_unseen(item)
    with out.writing(output) as say:
        say(text)


@app.command()
@taking(*ANALYSIS)
def story(
    context: typer.Context,
    name: StoryName,
    archive: Into = "tellings.db",
    why: Annotated[bool, typer.Option("--why", help="Print for each article why it is in the story, instead of the brief.")] = False,
    format: Annotated[
        Literal["terminal", "markdown", "html", "json"], typer.Option("--format", help="How to print the brief.")
    ] = "terminal",
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """Print the brief of one story of the archive, or why its articles are in it."""
    from tellings.app import archives, storylists
    from tellings.app import output as out

    if why:
        with out.writing(output) as say:
            say(storylists.as_reasons(archives.story_row(archive, name), sys.stdout if output is None else None))
        return
    made = archives.brief(archive, name, settings=settings_of(context))
    if not quiet:
        out.report_unseen(made)
    out.write(made, format, output)


@app.command()
def history(
    name: Annotated[
        str, typer.Argument(metavar="ARTICLE", help="An article's id, the beginning of one, the input's own id, or its address.")
    ],
    archive: Into = "tellings.db",
    format: Annotated[Literal["terminal", "json"], typer.Option("--format", help="How to print the versions.")] = "terminal",
    output: Output = None,
) -> None:
    """Print the versions of an article and what changed from each to the next."""
    from tellings.app import histories
    from tellings.app import output as out

    steps = histories.history(archive, name)
    text = histories.as_json(steps) if format == "json" else histories.as_text(steps, sys.stdout if output is None else None)
    with out.writing(output) as say:
        say(text)


@app.command()
def forget(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ARTICLE...]",
            help="Articles by id, the beginning of one, the input's own id, or address; every version goes. Pages that gave no article by id, address or input.",
        ),
    ] = None,
    archive: Into = "tellings.db",
    outlet: Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="All articles of this outlet.")] = None,
    older_than: Annotated[
        str | None,
        typer.Option(
            "--older-than", metavar="DAY|DAYSd", help="All articles published (else added) before this day, or so many days ago: 90d."
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be forgotten.")] = False,
    quiet: Quiet = False,
) -> None:
    """Forget articles: their pages, what they say and all that rested on it are gone from the file. This cannot be undone."""
    from tellings.app import forgetting
    from tellings.app import output as out

    asked = forgetting.Asked(articles=names or (), outlet=outlet, older_than=older_than)
    made = forgetting.forget(archive, asked, really=not dry_run)
    if dry_run:
        for one in made.articles:
            out.say_line(f"{one.id}  {one.outlet or one.input}: {one.headline or ''}", sys.stdout)
        for page in made.pages:
            out.say_line(f"{page.id}  {page.url or page.input}: gave no article", sys.stdout)
    if not quiet:
        did = "would be forgotten" if dry_run else f"forgotten; {counted(made.stories, 'story', 'stories')} changed"
        pages = f" and {counted(len(made.pages), 'page')} without one" if made.pages else ""
        out.say_line(f"tellings: {counted(len(made.articles), 'article')} (versions counted){pages} {did}")
    for problem in made.problems:
        out.say_line(f"tellings: {problem}")
    raise typer.Exit(EXIT_CODES["store"] if made.problems else 0)


@app.command()
@taking(*ANALYSIS)
def rerun(
    context: typer.Context,
    into: Annotated[
        str, typer.Argument(metavar="NEW", help="The archive to make: a file that is not there yet, or an empty PostgreSQL database.")
    ],
    archive: Into = "tellings.db",
    quiet: Quiet = False,
) -> None:
    """Make an archive again from its stored pages, in the logged order of arrival, and say whether it came out the same."""
    from tellings.app import output as out
    from tellings.app import rerunning

    with out.progress(quiet) as progress:
        made = rerunning.rerun(archive, into, settings=settings_of(context), progress=progress)
    told = f"{counted(made.inputs, 'input')} again: {counted(made.articles, 'article')} in {counted(made.stories, 'story', 'stories')}"
    if not made.differ:
        typer.echo(f"tellings: {told}, the same bytes")
        return
    parts = [f"{', '.join(made.changed)} were others when it was made"] if made.changed else []
    parts += (
        [f"{counted(made.forgotten, 'input')} that took part then {'was' if made.forgotten == 1 else 'were'} forgotten"]
        if made.forgotten
        else []
    )
    why = f" ({'; '.join(parts)})" if parts else ""
    typer.echo(f"tellings: {told}; not the same: {', '.join(made.differ)}{why}")
    raise typer.Exit(0 if parts else 1)
