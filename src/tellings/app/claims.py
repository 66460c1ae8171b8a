"""The claim table of pages: what a brief says of who tells what, alone, as rows."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Final

from rapidfuzz import fuzz, process

from tellings.app import output
from tellings.app.briefs import Progress, brief
from tellings.briefing import claims as table
from tellings.briefing.asking import check_words
from tellings.briefing.claims import ClaimRow, TellingOut, Wanted
from tellings.briefing.render import claims as render
from tellings.model.briefs import Brief
from tellings.settings import Settings

_NEAREST: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """The rows that were asked for, the articles that the table speaks of, and the brief they are of."""

    rows: tuple[ClaimRow, ...]
    tellings: tuple[TellingOut, ...]
    brief: Brief


def claims(
    paths: Iterable[str | PathLike[str]],
    *,
    wanted: Wanted | None = None,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> Claims:
    """Return the claims of the pages at `paths`, all or those that are `wanted`, each with the passages of every telling.

    Raises ConfigError for a setting that cannot be, and for a name or words without a letter or digit.
    """
    asked = wanted or Wanted()
    for option, words in (("--outlet", asked.outlet), ("--not-in", asked.not_in), ("--about", asked.about)):
        check_words(option, words)
    made = brief(paths, settings=settings, progress=progress)
    return Claims(rows=tuple(table.claims(made, asked)), tellings=tuple(table.tellings(made)), brief=made)


def write(made: Claims, form: str, path: Path | None) -> None:
    """Write the rows in one of the forms to the file, or to standard output; raises ConfigError where the file cannot be written."""
    match form:
        case "json":
            text = render.as_json(made.rows, made.tellings, made.brief.not_seen)
        case "csv":
            text = render.as_csv(made.rows, made.tellings)
        case "passages":
            text = render.passages_as_csv(made.rows, made.tellings)
        case _:
            text = render.as_table(made.rows, sys.stdout if path is None else None)
    with output.writing(path) as say:
        say(text)


def unknown(made: Claims, name: str | None) -> tuple[str, ...]:
    """Return up to three tellings whose names are most like a name that none bears; none where one bears it."""
    if name is None or any(table.is_called(telling, name) for telling in made.tellings):
        return ()
    names = sorted({telling.told_by for telling in made.tellings})
    return tuple(found for found, _, _ in process.extract(name, names, scorer=fuzz.WRatio, limit=_NEAREST))
