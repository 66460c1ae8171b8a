"""Commands by which a person decides: correct what a story says, list who decided what, take it back."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tellings.cli.application import app
from tellings.cli.archive import Into, StoryName
from tellings.cli.options import ANALYSIS, Output, Quiet, settings_of, taking

if TYPE_CHECKING:
    from tellings.app.correcting import Correction
    from tellings.app.naming import Told

By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides; else the name of who is logged in.")]
Places = Annotated[
    list[str] | None,
    typer.Option(
        "--not", metavar="ARTICLE[:START]",
        help="Not there: an article by id, given id or outlet, and where in it if not everywhere. May be given several times.",
    ),
]  # fmt: skip
ArticleName = Annotated[str, typer.Argument(metavar="ARTICLE", help="An article's id, the beginning of one, its given id, or its address.")]
QuotationName = Annotated[str, typer.Argument(metavar="QUOTATION", help="A quotation's id, the beginning of one, or some of its words.")]

correct = typer.Typer(no_args_is_help=True, help="Correct what a story says; it holds however the story grows, until it is undone.")
app.add_typer(correct, name="correct")


@correct.command("entity")
@taking(*ANALYSIS)
def correct_entity(
    context: typer.Context,
    story: StoryName,
    entity: Annotated[str, typer.Argument(metavar="ENTITY", help="A name, an entity's id, or the beginning of one.")],
    same: Annotated[
        str | None, typer.Option("--same", metavar="ENTITY", help="It is one with this; with --not: who is meant there.")
    ] = None,
    out: Places = None,
    name: Annotated[str | None, typer.Option("--name", help="What it is called.")] = None,
    kind: Annotated[Literal["person", "organisation", "place", "other"] | None, typer.Option("--kind", help="What it is.")] = None,
    country: Annotated[
        str | None, typer.Option("--country", help="The country it speaks for, by name or three-letter code, or none.")
    ] = None,
    archive: Into = "tellings.db",
    by: By = None,
    quiet: Quiet = False,
) -> None:
    """Say that two entities are one, that somebody else is meant in a place, or what one is called, is, and speaks for."""
    from tellings.app import correcting

    said = correcting.OfEntity(same=same, out=tuple(out or ()), name=name, kind=kind, country=country)
    _correct(context, "entity", lambda told: correcting.of_entity(told, entity, said))


@correct.command("claim")
@taking(*ANALYSIS)
def correct_claim(
    context: typer.Context,
    story: StoryName,
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="A claim's id, the beginning of one, or some of its words.")],
    same: Annotated[str | None, typer.Option("--same", metavar="CLAIM", help="It says the same as this one.")] = None,
    out: Places = None,
    no_conflict: Annotated[bool, typer.Option("--no-conflict", help="Its values can all hold.")] = False,
    drop: Annotated[bool, typer.Option("--drop", help="It is no claim: its passages say nothing that counts.")] = False,
    archive: Into = "tellings.db",
    by: By = None,
    quiet: Quiet = False,
) -> None:
    """Say that two claims are one, that a passage does not support one, that its tellings are in no conflict, or that it is none."""
    from tellings.app import correcting

    said = correcting.OfClaim(same=same, out=tuple(out or ()), no_conflict=no_conflict, drop=drop)
    _correct(context, "claim", lambda told: correcting.of_claim(told, claim, said))


@correct.command("quotation")
@taking(*ANALYSIS)
def correct_quotation(
    context: typer.Context,
    story: StoryName,
    quotation: QuotationName,
    same: Annotated[str | None, typer.Option("--same", metavar="QUOTATION", help="It gives the same words as this one.")] = None,
    different: Annotated[str | None, typer.Option("--different", metavar="QUOTATION", help="It gives other words than this one.")] = None,
    drop: Annotated[bool, typer.Option("--drop", help="It is none: the outlet says it in its own voice.")] = False,
    archive: Into = "tellings.db",
    by: By = None,
    quiet: Quiet = False,
) -> None:
    """Say that two quotations give one utterance or two, or that one is no quotation."""
    from tellings.app import correcting

    said = correcting.OfQuotation(same=same, different=different, drop=drop)
    _correct(context, "quotation", lambda told: correcting.of_quotation(told, quotation, said))


@correct.command("source")
@taking(*ANALYSIS)
def correct_source(
    context: typer.Context,
    story: StoryName,
    quotation: QuotationName,
    who: Annotated[str, typer.Argument(metavar="WHO", help="Who said it: an entity's name or id, any other name, or none.")],
    archive: Into = "tellings.db",
    by: By = None,
    quiet: Quiet = False,
) -> None:
    """Say who said a quotation."""
    from tellings.app import correcting

    _correct(context, "source", lambda told: correcting.of_source(told, quotation, who))


def _correct(context: typer.Context, action: str, say: "Callable[[Told], Correction]") -> None:
    from tellings.app import judging

    given = context.params
    desk = judging.at_desk(given["archive"], given["by"])
    made = judging.correct(desk, given["story"], action, say, settings_of(context))
    _tell(judging.line(made), quiet=given["quiet"])


def _tell(line: str, *, quiet: bool) -> None:
    if not quiet:
        typer.echo(f"tellings: {line}", err=True)


@app.command()
def split(
    story: StoryName,
    names: Annotated[list[str], typer.Argument(metavar="ARTICLE...", help="Articles of it, by id, given id or outlet.")],
    archive: Into = "tellings.db",
    by: By = None,
    quiet: Quiet = False,
) -> None:
    """Take articles out of a story: they are never again in one with the rest of it; several are one story."""
    from tellings.app import judging

    _tell(judging.line(judging.split(judging.at_desk(archive, by), story, names)), quiet=quiet)


@app.command()
def merge(
    story: StoryName,
    other: Annotated[str, typer.Argument(metavar="STORY", help="The other story.")],
    archive: Into = "tellings.db",
    by: By = None,
    quiet: Quiet = False,
) -> None:
    """Make two stories one for good."""
    from tellings.app import judging

    _tell(judging.line(judging.merge(judging.at_desk(archive, by), story, other)), quiet=quiet)


@app.command()
def pin(
    article: ArticleName,
    story: StoryName,
    archive: Into = "tellings.db",
    by: By = None,
    quiet: Quiet = False,
) -> None:
    """Put an article into a story for good; it draws no others there."""
    from tellings.app import judging

    _tell(judging.line(judging.pin(judging.at_desk(archive, by), article, story)), quiet=quiet)


@app.command()
def unpin(article: ArticleName, archive: Into = "tellings.db", by: By = None, quiet: Quiet = False) -> None:
    """Take back what pins an article: it goes where it belongs by what it tells."""
    from tellings.app import judging

    _tell(judging.line(judging.unpin(judging.at_desk(archive, by), article)), quiet=quiet)


@app.command()
def undo(
    number: Annotated[int | None, typer.Argument(metavar="[N]", help="The number in the log; none: the latest that is in force.")] = None,
    archive: Into = "tellings.db",
    by: By = None,
    quiet: Quiet = False,
) -> None:
    """Take back what a person decided. That is logged as well, and can be undone."""
    from tellings.app import judging

    _tell(judging.line(judging.undo(judging.at_desk(archive, by), number)), quiet=quiet)


@app.command()
def log(
    story: Annotated[str | None, typer.Option("--story", metavar="STORY", help="Only what is about this story's articles.")] = None,
    archive: Into = "tellings.db",
    format: Annotated[Literal["table", "json", "csv"], typer.Option("--format", help="How to print it.")] = "table",
    output: Output = None,
) -> None:
    """Print what persons decided, the latest first: who, when, what."""
    from tellings.app import judging
    from tellings.app import output as out

    found = judging.log(archive, story)
    match format:
        case "json":
            text = judging.as_json(found)
        case "csv":
            text = judging.as_csv(found)
        case _:
            text = judging.as_table(found, sys.stdout if output is None else None)
    with out.writing(output) as say:
        say(text)
