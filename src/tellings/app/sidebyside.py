"""Two inputs compared as one story."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from os import PathLike, fspath
from pathlib import Path
from typing import Final

from tellings.app import output
from tellings.app.briefs import Progress, analyse_pages, check_settings
from tellings.app.contexts import with_names
from tellings.briefing import sidebyside as build
from tellings.briefing.render import sidebyside as render
from tellings.briefing.sidebyside import SideBySide
from tellings.errors import ConfigError, InputError
from tellings.ingest.addresses import is_address
from tellings.ingest.discover import pages_of
from tellings.model.articles import Page, Rejected
from tellings.model.briefs import Brief
from tellings.settings import Settings

_ENOUGH: Final = 2


def side_by_side(
    a: str | PathLike[str], b: str | PathLike[str], *, settings: Settings | None = None, progress: Progress | None = None
) -> SideBySide:
    """Return the article at `a` and that at `b` side by side, as one story whatever they are about.

    An input is a file, a folder or an address that holds one article, or `FILE#LINE` for one of several in a file. Raises ConfigError for
    an input that holds several, for one page given twice and for a setting that cannot be; InputError where not both could be analysed.
    """
    asked = replace(settings or Settings(), one_story=True)
    check_settings(asked)
    asked = with_names(asked)
    found = [_only(fspath(one), asked) for one in (a, b)]
    pages = [item for item in chain(*found) if isinstance(item, Page)]
    if len(pages) == _ENOUGH and pages[0].id == pages[1].id:
        raise ConfigError(f"{pages[0].input} and {pages[1].input} are one page, byte for byte; compare takes two articles")
    made, _ = analyse_pages(chain(*found), asked, progress)
    if len(pages) < _ENOUGH or len(made.stories) != 1 or len(made.stories[0].story.articles) < _ENOUGH:
        raise InputError(f"compare takes two articles, and not both can be compared: {_why_not(made)}")
    by_page = {article.page: article for article in made.articles}
    first, second = (by_page[page.id] for page in pages)
    return build.side_by_side(made, first, second)


def write(made: SideBySide, form: str, path: Path | None) -> None:
    """Write the two in one of the forms to the file, or to standard output; raises ConfigError where the file cannot be written."""
    text = render.render(made, form, terminal_out=sys.stdout if path is None else None)
    with output.writing(path) as say:
        say(text)


def _only(asked: str, settings: Settings) -> list[Page | Rejected]:
    """The one page that the input holds, and what of it was not read; raises ConfigError where it holds several pages."""
    found: list[Page | Rejected] = []
    page: Page | None = None
    for item in _found(asked, settings):
        if page is not None and isinstance(item, Page):
            raise ConfigError(f"{asked} holds several articles; compare takes one on each side: name one of them, such as {page.input}")
        page = item if isinstance(item, Page) else page
        found.append(item)
    return found or [Rejected(input=asked, reason="missing", detail="the file holds nothing there")]


def _why_not(made: Brief) -> str:
    return "; ".join(f"{item.input}: {item.reason}: {item.detail}" for item in made.not_seen) or "one of them was not analysed"


def _found(asked: str, settings: Settings) -> Iterator[Page | Rejected]:
    """What the input holds; of `FILE#LINE`, where no file has that very name, what the file holds there."""
    file, mark, line = asked.rpartition("#")
    if is_address(asked) or not mark or not line or Path(asked).exists() or not Path(file).is_file():
        # two links tell that a feed holds several
        return pages_of([asked], replace(settings, max_links=_ENOUGH))
    return (item for item in pages_of([file], settings) if item.input == asked)
