"""Why an address gave no bytes: the one exception inside fetching, which becomes a Rejected at its edge."""

from dataclasses import dataclass

from tellings.model.articles import Rejected


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
        self.cause = Cause(reason=reason, detail=" ".join(detail.split()), passing=passing, wait=wait)


def rejected(address: str, cause: Cause) -> Rejected:
    """Return the rejection of the address for the cause."""
    return Rejected(input=address, reason=cause.reason, detail=cause.detail)
