"""Quotations of pages: what a brief says of who said what, alone, as rows."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Final

from rapidfuzz import fuzz, process

from tellings.app import output
from tellings.app.briefs import Progress, brief
from tellings.briefing import quotes as found
from tellings.briefing.asking import check_words
from tellings.briefing.quotes import QuoteOut
from tellings.briefing.render import quotes as render
from tellings.model.briefs import Brief
from tellings.settings import Settings

_NEAREST: Final = 3
_ALIKE: Final = 70


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotes:
    """The rows that were asked for, and the brief they are of."""

    rows: tuple[QuoteOut, ...]
    brief: Brief


def quotes(
    paths: Iterable[str | PathLike[str]],
    *,
    by: str | None = None,
    about: str | None = None,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> Quotes:
    """Return the quotations of the pages at `paths`: all, or those `by` a speaker and `about` some words (see `briefing.quotes`).

    Raises ConfigError for a setting that cannot be, and for a name or words without a letter or digit.
    """
    for option, words in (("--by", by), ("--about", about)):
        check_words(option, words)
    made = brief(paths, settings=settings, progress=progress)
    return Quotes(rows=tuple(found.quotes(made, by=by, about=about)), brief=made)


def write(made: Quotes, form: str, path: Path | None) -> None:
    """Write the rows in one of the forms to the file, or to standard output; raises ConfigError where the file cannot be written."""
    match form:
        case "json":
            text = render.as_json(made.rows, made.brief.not_seen)
        case "csv":
            text = render.as_csv(made.rows)
        case _:
            text = render.as_table(made.rows, sys.stdout if path is None else None)
    with output.writing(path) as say:
        say(text)


def nearest(made: Quotes, by: str) -> tuple[str, ...]:
    """Return up to three speakers of the pages whose names are most like a name that nobody bears."""
    return tuple(
        name for name, _, _ in process.extract(by, found.speakers(made.brief), scorer=fuzz.WRatio, limit=_NEAREST, score_cutoff=_ALIKE)
    )
