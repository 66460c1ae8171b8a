"""Commands that look things up in an archive."""

import sys
from typing import Annotated, Literal

import typer

from tellings.cli.application import app
from tellings.cli.archive import Into
from tellings.cli.options import Output, Quiet, settings_of, taking

Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="Only of this day or later.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Only of this day or earlier.")]
WORDS = 'All of these words, in any form; "words side by side", A OR B, -left -"out".'


@app.command()
@taking("embedder")
def search(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help=WORDS)],
    archive: Into = "tellings.db",
    outlet: Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="Only of this outlet; part of its name will do.")] = None,
    since: Since = None,
    until: Until = None,
    entity: Annotated[
        str | None,
        typer.Option("--entity", metavar="NAME", help="Only what names this person, body or place: a name, part of one, or your own key."),
    ] = None,
    country: Annotated[
        str | None, typer.Option("--country", metavar="NAME", help="Only what names a place, body or official of this country.")
    ] = None,
    story: Annotated[
        str | None, typer.Option("--story", metavar="STORY", help="Only of this story: its id, or the beginning of one.")
    ] = None,
    corroborated: Annotated[bool, typer.Option("--corroborated", help="Only articles that tell a corroborated claim.")] = False,
    words_only: Annotated[bool, typer.Option("--words-only", help="Only what has the words, not what is near to them in meaning.")] = False,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=1, help="So many stories; 20 in a table, all in JSON and CSV.")
    ] = None,
    after: Annotated[
        str | None, typer.Option("--after", metavar="ID", help="The stories after this one, as the last line of a page says.")
    ] = None,
    format: Annotated[Literal["table", "json", "csv"], typer.Option("--format", help="How to print what was found.")] = "table",
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """Search an archive by words and meaning; the best stories first, with the passages that have the words."""
    from tellings.app import output as out
    from tellings.app import searching, searchlists

    asked = searching.Asked(
        words=" ".join(words), outlet=outlet, since=since, until=until, entity=entity, country=country, story=story,
        corroborated=corroborated, words_only=words_only,
    )  # fmt: skip
    most = limit if limit is not None or format != "table" else 20
    found = searching.search(archive, asked, most=most, after=after, settings=settings_of(context))
    match format:
        case "json":
            text = searchlists.as_json(found)
        case "csv":
            text = searchlists.as_csv(found)
        case _:
            text = searchlists.as_table(found, sys.stdout if output is None else None)
    with out.writing(output) as say:
        say(text)
    if not quiet and format != "table":
        typer.echo(f"tellings: {searchlists.tally(found)}", err=True)
