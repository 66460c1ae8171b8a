"""Why an address gave no bytes: the one exception inside fetching, which becomes a Rejected at its edge."""

from dataclasses import dataclass
from typing import Final

from tellings.ingest.records import encodable
from tellings.model.articles import Rejected

_LONGEST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A reason's slug and one line for a person; `passing` where another try may go better, `wait` the seconds the server asks for."""

    reason: str
    detail: str
    passing: bool = False
    wait: float | None = None


class Failure(Exception):
    """An address cannot be fetched, for `cause`."""

    def __init__(self, reason: str, detail: str, *, passing: bool = False, wait: float | None = None) -> None:
        super().__init__(detail)
        self.cause = Cause(reason=reason, detail=line(detail), passing=passing, wait=wait)


def line(text: str) -> str:
    """Return the text as one line that can be shown: what a server sends may hold anything, a terminal's commands too."""
    shown = "".join(c if c.isprintable() else "\ufffd" for c in " ".join(text.split()))
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"


def rejected(address: str, cause: Cause) -> Rejected:
    """Return the rejection of the address for the cause."""
    return Rejected(input=encodable(address), reason=cause.reason, detail=cause.detail)
