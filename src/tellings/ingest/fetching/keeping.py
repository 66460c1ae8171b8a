"""What was fetched before, kept so that a server needs only say that it has not changed (RFC 9110, 13: conditional requests)."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Protocol

import msgspec

from tellings.errors import ConfigError


class KeptAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A page as it was received, under the address that gave it, with what the server calls this version of it."""

    url: str
    raw: bytes
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None


class Kept(Protocol):
    """Where answers are kept. Used from several threads at once, for different addresses."""

    def get(self, url: str) -> KeptAnswer | None:
        """Return what was kept last for the address, None where there is nothing that can be read."""
        ...

    def put(self, answer: KeptAnswer) -> None:
        """Keep the answer in place of what was kept for its address."""
        ...


class FolderKept:
    """Answers as files of a folder, named by the digest of their address; a file is whole or not there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigError(f"keep_folder: {folder}: {error.strerror or error}") from error
        self._decoder = msgspec.msgpack.Decoder(KeptAnswer)
        self._encoder = msgspec.msgpack.Encoder()

    def get(self, url: str) -> KeptAnswer | None:
        """Return what was kept last for the address, None where there is nothing that can be read."""
        try:
            kept = self._decoder.decode(self._path(url).read_bytes())
        except (OSError, msgspec.MsgspecError):
            return None
        return kept if kept.url == url else None

    def put(self, answer: KeptAnswer) -> None:
        """Keep the answer; a reader at the same moment finds the old one or the new one. Raises OSError where it cannot be written."""
        path = self._path(answer.url)
        path.parent.mkdir(exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(self._encoder.encode(answer))
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def _path(self, url: str) -> Path:
        digest = hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()
        return self._folder / digest[:2] / f"{digest}.msgpack"
