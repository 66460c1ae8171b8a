"""The application that commands register with, and what stands before all of them."""

from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from tellings.version import __version__

# What the library of the options puts before the words of an error.
_PREFIX: Final = "Value error, "


class _Commands(TyperGroup):
    """The commands; what is wrong with a value is said without the words of the library that found it."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that is meant. Raises BadParameter as the command does."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = error.message.removeprefix(_PREFIX)
            raise


app = typer.Typer(cls=_Commands, add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tellings {__version__}")
        raise typer.Exit


@app.callback()
def tellings(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")] = False,
) -> None:
    """Read what many outlets wrote about one event; get one brief in which every line points to passages."""
