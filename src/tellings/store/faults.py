"""What may be wrong in an archive, and how it is mended."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Connection

Tell = Callable[[str, int, int], None]
Mend = Callable[[Connection], object]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where, and what, in words. `mend` makes it right where it can be made again from what is there."""

    where: str
    message: str
    mend: Mend | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return f"{self.where}: {' '.join(self.message.split())}"
