"""The files of an export: each is there whole or not at all, all of them together, with their digests."""

import hashlib
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from tellings.app import output
from tellings.errors import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A file that was written: its name within the folder, how many records it holds, its size and digest."""

    file: str
    records: int
    bytes: int
    sha256: str


class OutFile:
    """A file that is being written, from its first byte to its last; counts, and knows the digest of what was written."""

    def __init__(self, name: str, out: IO[bytes]) -> None:
        self.name = name
        self.records = 0
        self.closed = False
        self._out = out
        self._size = 0
        self._digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        """Write the bytes; raises ConfigError where there is no room for them."""
        taken = bytes(data)
        try:
            self._out.write(taken)
        except OSError as error:
            raise ConfigError(f"cannot write {self.name}: {error.strerror or error}") from error
        self._digest.update(taken)
        self._size += len(taken)
        return len(taken)

    def tell(self) -> int:
        """Return how many bytes were written."""
        return self._size

    def flush(self) -> None:
        """Nothing: the folder sees to it."""

    def close(self) -> None:
        """Nothing: the folder closes its files together."""

    def readable(self) -> bool:
        """False."""
        return False

    def writable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """False."""
        return False

    def written(self) -> Written:
        """Return what was written."""
        return Written(file=self.name, records=self.records, bytes=self._size, sha256=self._digest.hexdigest())


class Folder:
    """The folder that an export goes to; a context manager. Leaving it puts every file in its place, a fault none of them."""

    def __init__(self, path: Path) -> None:
        """Begin; raises ConfigError where there can be no such folder."""
        self.path = path
        self._files: list[OutFile] = []
        self._open = ExitStack()
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigError(f"cannot write to {path}: {error.strerror or error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._open.__exit__(kind, error, trace)

    def file(self, name: str) -> OutFile:
        """Return a new file of that name; raises ConfigError where it cannot be written."""
        made = OutFile(name, self._open.enter_context(output.replacing(self.path / name)))
        self._files.append(made)
        return made

    def written(self) -> list[Written]:
        """Return what was written, by name."""
        return sorted((file.written() for file in self._files), key=lambda one: one.file)
