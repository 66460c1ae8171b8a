"""What servers call the versions of what they sent, kept in an archive, so that they need only say that nothing has changed."""

import hashlib

from tellings.ingest.fetching import KeptAnswer
from tellings.ingest.received import Received
from tellings.store import feeds
from tellings.store.feeds import Answered
from tellings.store.opening import Archive


class ArchiveKept:
    """Answers that the archive keeps; those that come are there to be taken. Used from several threads at once, for different addresses."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._known: dict[str, Answered] = {}
        self._fresh: dict[str, KeptAnswer] = {}

    def know(self, answer: Answered | None) -> None:
        """Let the answer be asked about."""
        if answer is not None:
            self._known[answer.url] = answer

    def forget(self) -> None:
        """Forget all answers: a round has come to its end."""
        self._known.clear()
        self._fresh.clear()

    def get(self, url: str) -> KeptAnswer | None:
        """Return what was kept last for the address, None where there is nothing."""
        known = self._known.get(url)
        if known is None:
            return None
        raw = known.raw
        if not raw:
            with self._archive.reading() as connection:
                raw = feeds.bytes_of(connection, known.sha256)
        if not raw:
            return None
        return KeptAnswer(url=url, raw=raw, content_type=known.content_type, etag=known.etag, last_modified=known.last_modified)

    def put(self, answer: KeptAnswer) -> None:
        """Hold the answer until it is taken."""
        self._fresh[answer.url] = answer

    def taken(self, received: Received, before: Answered | None) -> Answered | None:
        """Return how the server names what was received, None where it does not; `before` is how it named what came before."""
        fresh = self._fresh.pop(received.url or received.name, None)
        digest = hashlib.sha256(received.raw).hexdigest()
        if fresh is None:
            return before if before is not None and before.sha256 == digest else None
        return Answered(
            url=fresh.url, sha256=digest, etag=fresh.etag, last_modified=fresh.last_modified, content_type=fresh.content_type, raw=fresh.raw
        )  # fmt: skip
