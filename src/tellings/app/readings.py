"""Reads pages to articles, one after the other, and keeps count of what was not read."""

import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from os import PathLike
from types import TracebackType
from typing import Final, Self

from tellings.app.briefs import check_settings
from tellings.app.contexts import make_context
from tellings.engine.local import LocalEngine
from tellings.extract.parses import unsupported
from tellings.ingest.discover import pages_of
from tellings.model.articles import Article, Rejected
from tellings.settings import Settings

# Rejections up to this many bytes stay in memory; more go to a temporary file.
_IN_MEMORY: Final = 2_000_000


class Reading:
    """One pass over inputs: iterate to get the articles, then ask for what was not read. A context manager.

    `articles` and `not_read` count as it goes; `reasons` counts the rejections by reason, `listed` all that `not_seen` gives. An article in a language that is not analysed is
    given and listed among the rejections as well, as a brief lists it. What is held in memory does not grow with the number of pages.
    """

    def __init__(self, paths: Iterable[str | PathLike[str]], settings: Settings | None = None) -> None:
        """Begin; raises ConfigError for a setting that cannot be."""
        self._settings = settings or Settings()
        check_settings(self._settings)
        self._paths = [str(path) for path in paths]
        self._rejected = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, mode="w+", encoding="utf-8")  # noqa: SIM115  # closed by __exit__
        self.articles = 0
        self.not_read = 0
        self.listed = 0
        self.reasons: Counter[str] = Counter()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._rejected.close()

    def __iter__(self) -> Iterator[Article]:
        """Yield the articles in the order of the inputs."""
        for _, made in self.results():
            if isinstance(made, Article):
                yield made

    def results(self) -> Iterator[tuple[int, Article | Rejected]]:
        """Yield every input's number, from 1, and what became of it, in the order of the inputs."""
        engine = LocalEngine(make_context=make_context, settings=self._settings)
        for number, made in enumerate(engine.read(pages_of(self._paths, self._settings)), 1):
            if isinstance(made, Article):
                self.articles += 1
                kept = unsupported(made)
                if kept is not None:
                    self._note(kept)
            else:
                self.not_read += 1
                self._note(made)
            yield number, made

    def _note(self, item: Rejected) -> None:
        self.reasons[item.reason] += 1
        self.listed += 1
        self._rejected.write(json.dumps([item.input, item.reason, item.detail]) + "\n")

    def not_seen(self) -> Iterator[Rejected]:
        """Yield what was not read or is not analysed, in the order of the inputs."""
        self._rejected.seek(0)
        for line in self._rejected:
            name, reason, detail = json.loads(line)
            yield Rejected(input=name, reason=reason, detail=detail)
