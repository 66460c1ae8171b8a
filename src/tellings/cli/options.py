"""The options that commands share, each declared once."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from tellings.settings import Settings

# A parameter that has the name of a setting is that setting: `settings_of` takes it from the context.
INPUTS = "Files (HTML, text, Markdown, JSONL, WARC; feeds, sitemaps, OPML, lists of addresses; all also gzipped), folders of them, or URLs."
ONE = "A file, address or folder that holds one article, or FILE#LINE: one of several in a file."
Paths = Annotated[list[str], typer.Argument(metavar="PATH|URL...", help=INPUTS)]
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


# The options that are settings, by the setting's name, in the order in which help lists them.
_SETTINGS: Final[Mapping[str, Any]] = {
    "published": Published, "processes": Processes, "parser": Parser, "embedder": Embedder, "names": Names, "follow": Follow, "max_links": MaxLinks,
    "keep_folder": Keep, "allow_private": Private,
}  # fmt: skip
# What it takes to analyse articles, to fetch what is named, and to read any input.
ANALYSIS: Final = ("processes", "parser", "embedder", "names")
FETCHING: Final = ("follow", "max_links", "keep_folder", "allow_private")
READING: Final = ("published", *ANALYSIS, *FETCHING)


def taking(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of these settings, before its last parameter, each with the setting's own default; `settings_of` has what was given."""
    defaults = {field.name: field.default for field in fields(Settings)}

    def given_to(command: Callable[..., None]) -> Callable[..., None]:
        own = list(inspect.signature(command, eval_str=True).parameters.values())
        added = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=defaults[name], annotation=annotation)
            for name, annotation in _SETTINGS.items()
            if name in names
        ]
        every = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in (*own[:-1], *added, own[-1])]

        @wraps(command)
        def run(**given: Any) -> None:
            command(**{one.name: given[one.name] for one in own})

        run.__signature__ = inspect.Signature(every, return_annotation=None)  # type: ignore[attr-defined]  # what typer looks at
        run.__annotations__ = {one.name: one.annotation for one in every}
        return run

    return given_to


def settings_of(context: typer.Context) -> Settings:
    """Return the settings that the command line gives."""
    known = {field.name for field in fields(Settings)}
    given: dict[str, Any] = {
        name: str(value) if isinstance(value, Path) else value for name, value in context.params.items() if name in known
    }
    return Settings(**given)
