"""The versions of one article in an archive, and what changed from each to the next."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TextIO

from rich.console import Console
from rich.text import Text
from sqlalchemy import Connection

from tellings.briefing.render import rows as render
from tellings.briefing.render.view import plain
from tellings.compare.revisions import changes_between
from tellings.errors import InputError
from tellings.model.versions import Change
from tellings.store import articles
from tellings.store.articles import Kept
from tellings.store.opening import open_archive


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A version of an article and what it changed of the one before; nothing for the first."""

    version: Kept
    changes: tuple[Change, ...]


def history(where: str, name: str) -> tuple[Step, ...]:
    """Return the versions of the article that an id (or the beginning of one), the input's own id or an address names, the first one first.

    Raises InputError where none or several are meant, StoreError where the archive cannot be read.
    """
    with open_archive(where) as archive, archive.reading() as connection:
        return tuple(_steps(connection, meant_article(connection, name).lineage))


def meant_article(connection: Connection, name: str) -> Kept:
    """Return the newest version of the one article that is meant. Raises InputError where none or several are."""
    found: dict[int, Kept] = {}
    for one in articles.like(connection, name.strip()):
        found.setdefault(one.lineage, one)
    if not found:
        raise InputError(f"the archive has no article {name!r}; tellings stories --format json lists them")
    if len(found) > 1:
        raise InputError(f"{name!r} may mean {len(found)} articles: {', '.join(one.id for one in list(found.values())[:5])}")
    return next(iter(found.values()))


def _steps(connection: Connection, lineage: int) -> Iterator[Step]:
    versions = articles.versions(connection, lineage)
    texts = articles.articles(connection, [one.number for one in versions])
    yield Step(version=versions[0], changes=())
    for before, after in pairwise(versions):
        yield Step(version=after, changes=tuple(changes_between(texts[before.number], texts[after.number])))


def as_json(steps: tuple[Step, ...]) -> str:
    """Return the versions as JSON, each with its changes."""
    return render.as_json({"versions": [
        {
            "article": step.version.id, "version": step.version.version, "current": step.version.current, "added": step.version.added,
            "page": step.version.page, "headline": step.version.headline, "published": step.version.published,
            "changes": [
                {"kind": c.kind} | {key: None if sel is None else {"article": sel.article, "start": sel.start, "end": sel.end, "exact": sel.exact} for key, sel in (("was", c.was), ("now", c.now))}
                for c in step.changes
            ],
        }
        for step in steps
    ]})  # fmt: skip


def as_text(steps: tuple[Step, ...], out: TextIO | None) -> str:
    """Return the versions for a person: what was cut begins with "-", what was added with "+"."""

    def draw(console: Console) -> None:
        for step in steps:
            one = step.version
            note = ", the current one" if one.current else ""
            console.print(
                Text(f"version {one.version}{note}: {one.id}, added {one.added}: {plain(one.headline or '(no headline)')}", "bold")
            )
            for change in step.changes:
                for sign, sel, style in (("-", change.was, "red"), ("+", change.now, "green")):
                    if sel is not None:
                        console.print(Text(f"  {sign} {plain(sel.exact)}", style))

    return render.printed(draw, out)
