"""Every error Tellings raises on purpose.

    TellingsError             slug "error"          base; never raised itself
    ├── ConfigError           slug "config"         wrong usage or settings
    ├── InputError            slug "input"          an input cannot be used; it is quarantined and reported, the rest goes on
    ├── RetryLater            slug "retry-later"    a passing failure outside: try again
    ├── AnchorLost            slug "anchor-lost"    evidence is not where its selector says: a fault of ours
    └── StoreError            slug "store"          the archive cannot be read or written

`EXIT_CODES` and `HTTP_STATUS` are the one table that maps slugs to the outside.
"""

from typing import ClassVar, Final


class TellingsError(Exception):
    """Base of all errors with a stable `slug`; `str(error)` is one line for a person."""

    slug: ClassVar[str] = "error"

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))


class ConfigError(TellingsError):
    """The call or a setting is wrong; nothing was done."""

    slug = "config"


class InputError(TellingsError):
    """An input cannot be used."""

    slug = "input"


class RetryLater(TellingsError):
    """A passing failure outside Tellings; the same call may work later."""

    slug = "retry-later"


class AnchorLost(TellingsError):
    """A selector's exact text is not at its offsets: no brief may be given out."""

    slug = "anchor-lost"


class StoreError(TellingsError):
    """The archive cannot be read or written."""

    slug = "store"


# Exit codes are the contract of the commands: 0 something was read, 1 a fault of ours, 2 wrong usage, 3 nothing could be read.
EXIT_CODES: Final[dict[str, int]] = {"error": 1, "config": 2, "input": 3, "retry-later": 1, "anchor-lost": 1, "store": 1}
HTTP_STATUS: Final[dict[str, int]] = {
    "error": 500,
    "config": 400,
    "input": 422,
    "retry-later": 503,
    "anchor-lost": 500,
    "store": 500,
}
