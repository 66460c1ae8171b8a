"""The commands: thin over `app`. Exit codes are the contract: 0 something was read, 1 a fault of ours, 2 wrong usage, 3 nothing read.

A module for each topic; importing it registers its commands.
"""

import sys

from tellings.cli import archive as archive
from tellings.cli import articles as articles
from tellings.cli import checking as checking
from tellings.cli import exporting as exporting
from tellings.cli import following as following
from tellings.cli import judging as judging
from tellings.cli import searching as searching
from tellings.cli import watching as watching
from tellings.cli.application import app as app
from tellings.errors import EXIT_CODES, TellingsError


def main() -> None:
    """Run the command line; every error on purpose is one line on standard error and an exit code of the contract."""
    try:
        app()
    except TellingsError as error:
        from tellings.app.output import say_line

        say_line(f"tellings: {error}")
        sys.exit(EXIT_CODES[error.slug])
