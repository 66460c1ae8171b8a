"""Commands over what a person follows: stories and searches, and what is new of them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tellings.cli.application import app
from tellings.cli.archive import Into, StoryName
from tellings.cli.options import ANALYSIS, Output, Quiet, settings_of, taking
from tellings.cli.searching import WORDS, Since, Until

if TYPE_CHECKING:
    from tellings.app.following import Targets
    from tellings.store.follows import Follow

following = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Follow a story or a search: what is new of it is listed by tellings alerts."
)
app.add_typer(following, name="follow")

Atom = Annotated[Path | None, typer.Option("--atom", metavar="FILE", help="Keep an Atom feed of what is new in this file.")]
Webhook = Annotated[str | None, typer.Option("--webhook", metavar="URL", help="Send what is new to this address, as JSON.")]
Secret = Annotated[
    Path | None, typer.Option("--secret-file", metavar="FILE", help="A file with the key that signs what the webhook is sent.")
]
Form = Annotated[Literal["terminal", "json"], typer.Option("--format", help="How to print it.")]


@following.command("story")
@taking(*ANALYSIS, "allow_private")
def follow_story(
    context: typer.Context,
    name: StoryName,
    archive: Into = "tellings.db",
    atom: Atom = None,
    webhook: Webhook = None,
    secret_file: Secret = None,
    quiet: Quiet = False,
) -> None:
    """Follow a story: further independent tellings, conflicts, and what articles no longer say."""
    from tellings.app import following as act

    made = act.follow_story(archive, name, _targets(atom, webhook, secret_file), settings=settings_of(context))
    _say(made, f"story {made.subject}", quiet=quiet)


@following.command("search")
@taking("allow_private")
def follow_search(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help=WORDS)],
    archive: Into = "tellings.db",
    outlet: Annotated[
        str | None, typer.Option("--outlet", metavar="NAME", help="Only articles of outlets of this name, in part too.")
    ] = None,
    entity: Annotated[
        str | None, typer.Option("--entity", metavar="NAME", help="Only articles that name this person, body or place.")
    ] = None,
    country: Annotated[
        str | None, typer.Option("--country", metavar="NAME", help="Only articles with this country's places, officials or bodies.")
    ] = None,
    story: Annotated[str | None, typer.Option("--story", metavar="STORY", help="Only articles of this story.")] = None,
    since: Since = None,
    until: Until = None,
    corroborated: Annotated[
        bool, typer.Option("--corroborated", help="Only articles that tell a claim with a second independent telling.")
    ] = False,
    atom: Atom = None,
    webhook: Webhook = None,
    secret_file: Secret = None,
    quiet: Quiet = False,
) -> None:
    """Follow a search: articles that come and have the words, and what is new of the stories that they are in."""
    from tellings.app import following as act
    from tellings.app.searching import country_of, day_of
    from tellings.store.search import Filters

    said = " ".join(words)
    filters = Filters(
        outlet=outlet, since=day_of("--since", since), until=day_of("--until", until), entity=entity, country=country_of(country), story=story,
        corroborated=corroborated,
    )  # fmt: skip
    told = (("outlet", outlet), ("entity", entity), ("country", country), ("story", story), ("since", since), ("until", until))
    shown = " ".join([f"“{said}”", *(f"{name} {value}" for name, value in told if value), *(["corroborated"] if corroborated else [])])
    wanted = act.Wanted(words=said, filters=filters, shown=shown)
    made = act.follow_search(archive, wanted, _targets(atom, webhook, secret_file), settings=settings_of(context))
    _say(made, f"search {shown}", quiet=quiet)


@app.command()
def follows(archive: Into = "tellings.db", format: Form = "terminal", output: Output = None) -> None:
    """List what is followed."""
    from tellings.app import following as act
    from tellings.app import output as out

    found = act.listed(archive)
    with out.writing(output) as say:
        say(act.as_json(found) if format == "json" else act.as_text(found))


@app.command()
def unfollow(
    number: Annotated[int, typer.Argument(metavar="N", help="Its number in the list of tellings follows.")], archive: Into = "tellings.db"
) -> None:
    """Follow something no more; its alerts go with it."""
    from tellings.app import following as act

    act.unfollow(archive, number)


@app.command()
@taking("allow_private")
def alerts(
    context: typer.Context,
    archive: Into = "tellings.db",
    every: Annotated[bool, typer.Option("--all", help="Those that were listed before too.")] = False,
    format: Form = "terminal",
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """List what is new of what is followed and was not listed yet; try again to deliver what could not be."""
    from tellings.app import alerting
    from tellings.app import output as out
    from tellings.app.archives import utc_now

    found = alerting.alerts(archive, every=every, settings=settings_of(context), now=utc_now)
    with out.writing(output) as say:
        say(alerting.as_json(found) if format == "json" else "".join(f"{line}\n" for line in found.shown()))
    if not quiet:
        for problem in found.problems:
            out.say_line(f"tellings: {problem}")


def _targets(atom: Path | None, webhook: str | None, secret: Path | None) -> "Targets":
    from tellings.app.following import Targets

    return Targets(atom=atom, webhook=webhook, secret=secret)


def _say(made: "Follow", what: str, *, quiet: bool) -> None:
    if not quiet:
        from tellings.app.output import say_line

        say_line(f"tellings: followed as number {made.id}: {what}")
