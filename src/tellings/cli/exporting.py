"""The command that writes what was found in the forms of others."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tellings.cli.application import app
from tellings.cli.options import INPUTS, READING, OneStory, Quiet, settings_of, taking
from tellings.errors import EXIT_CODES, ConfigError
from tellings.settings import Settings

if TYPE_CHECKING:
    from tellings.app.briefs import Progress
    from tellings.app.exporting.run import Wish

Form = Annotated[
    list[str] | None,
    typer.Option(
        "--format", metavar="NAME", help="parquet, csv, jsonl, followthemoney, jsonld (NewsArticle) or annotations; may be given again."
    ),
]


@app.command()
@taking(*READING)
def export(
    context: typer.Context,
    folder: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="Folder to write to; it is made where there is none.")],
    paths: Annotated[list[str] | None, typer.Argument(metavar="[PATH|URL...]", help=f"{INPUTS} None: the archive.")] = None,
    archive: Annotated[
        str | None,
        typer.Option("--archive", metavar="FILE|URL", help="The archive to export where no page is named; tellings.db where none is."),
    ] = None,
    form: Form = None,
    warc: Annotated[bool, typer.Option("--warc", help="Write the pages as received too, with their digests: pages.warc.gz.")] = False,
    with_text: Annotated[bool, typer.Option("--with-text", help="Write the text of articles too, not passages alone.")] = False,
    story: Annotated[list[str] | None, typer.Option("--story", metavar="ID", help="Only this story; may be given again.")] = None,
    outlet: Annotated[
        str | None, typer.Option("--outlet", metavar="NAME", help="Only articles of this outlet; part of its name will do.")
    ] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DAY", help="Only articles of this day and later.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DAY", help="Only articles of this day and earlier.")] = None,
    one_story: OneStory = False,
    quiet: Quiet = False,
) -> None:
    """Write stories, claims with their passages, quotations, entities, events, articles and pages to files for other programs."""
    from tellings.app import output as out
    from tellings.app.exporting import run
    from tellings.app.exporting.base import Selection

    wish = run.Wish(
        forms=tuple(form or ()),
        warc=warc,
        with_text=with_text,
        now=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        selection=Selection(stories=tuple(story or ()), outlet=outlet, since=since, until=until),
    )
    run.check(wish)
    if paths and archive is not None:
        raise ConfigError("name pages to export or an --archive, not both")
    with out.progress(quiet) as progress, _held(paths or (), archive or "tellings.db", wish, settings_of(context), progress) as held:
        made = run.export(held, wish, folder, progress)
        read = held.read
    if not quiet:
        for item in held.not_seen:
            out.say_unseen(item)
        for one in made:
            typer.echo(f"{one.file}: {one.records:,}")
    raise typer.Exit(0 if read else EXIT_CODES["input"])


@contextmanager
def _held(paths: Sequence[str], archive: str, wish: "Wish", settings: Settings, progress: "Progress | None") -> Iterator[Any]:
    """Give what the wish asks for: of the archive where there are no paths; of paths the pages alone, where nothing else is asked for."""
    from tellings.app.exporting import archived, holdings

    if not paths:
        with archived.of_archive(archive, wish.selection, settings, progress) as held:
            yield held
    elif not wish.forms and wish.selection.everything:
        yield holdings.PageHoldings(paths, settings)
    else:
        yield holdings.of_paths(paths, settings, progress)
