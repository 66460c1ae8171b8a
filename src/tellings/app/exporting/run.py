"""One pass over what is held, into as many forms as are asked for: stories, then articles, then pages; one record at a time."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from tellings.app.briefs import Progress
from tellings.app.exporting.annotations import AnnotationWriter
from tellings.app.exporting.base import Holdings, Selection, Told, Writer
from tellings.app.exporting.delimited import CsvWriter
from tellings.app.exporting.files import Folder, Written
from tellings.app.exporting.followthemoney import EntityWriter
from tellings.app.exporting.jsonl import JsonLinesWriter
from tellings.app.exporting.jsonld import JsonLdWriter
from tellings.app.exporting.warc import WarcWriter
from tellings.briefing.asking import check_words
from tellings.errors import ConfigError
from tellings.text.times import is_iso_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What to write: in which forms, with the text of articles or without, pages as received or not; `now` dates those of no known date."""

    forms: tuple[str, ...] = ()
    warc: bool = False
    with_text: bool = False
    now: str = ""
    selection: Selection = field(default_factory=Selection)


def _parquet(folder: Folder, wish: Wish) -> Writer:
    from tellings.app.exporting.parquet import ParquetWriter  # noqa: PLC0415  # Arrow takes a while to load: only where it is asked for

    return ParquetWriter(folder, with_text=wish.with_text)


def _warc(folder: Folder, wish: Wish) -> Writer:
    return WarcWriter(folder, now=wish.now)


_FORMS: Final[dict[str, Callable[[Folder, Wish], Writer]]] = {
    "parquet": _parquet,
    "csv": lambda folder, wish: CsvWriter(folder, with_text=wish.with_text),
    "jsonl": lambda folder, wish: JsonLinesWriter(folder, with_text=wish.with_text),
    "followthemoney": lambda folder, wish: EntityWriter(folder, with_text=wish.with_text),
    "jsonld": lambda folder, wish: JsonLdWriter(folder, with_text=wish.with_text),
    "annotations": lambda folder, _wish: AnnotationWriter(folder),
}
FORMS: Final = tuple(_FORMS)


def check(wish: Wish) -> None:
    """Return only where the wish can be met; else ConfigError."""
    if not wish.forms and not wish.warc:
        raise ConfigError(f"nothing to write: name a --format ({', '.join(FORMS)}), or --warc")
    for form in wish.forms:
        if form not in _FORMS:
            raise ConfigError(f"no format is named {form!r}; there are {', '.join(FORMS)}")
    selection = wish.selection
    check_words("--outlet", selection.outlet)
    for option, day in (("--since", selection.since), ("--until", selection.until)):
        if day is not None and not is_iso_date(day):
            raise ConfigError(f"{option} takes a day like 2021-08-25, not {day!r}")
    if selection.since is not None and selection.until is not None and selection.since > selection.until:
        raise ConfigError(f"--since {selection.since} is after --until {selection.until}")


def export(holdings: Holdings, wish: Wish, path: Path, progress: Progress | None = None) -> list[Written]:
    """Write what is wished for to the folder and return the files; `manifest.json` beside them says of what run they are, and their digests.

    Files of these names that stood there before are replaced, all at the end or none. Raises ConfigError where the wish or the folder
    cannot be, or a story that is named is not there.
    """
    check(wish)
    with Folder(path) as folder, ExitStack() as closing:
        writers: list[Writer] = []
        for make in (*(_FORMS[form] for form in dict.fromkeys(wish.forms)), *([_warc] if wish.warc else ())):
            writers.append(make(folder, wish))
            closing.callback(writers[-1].close)
        _pass(holdings, wish, writers, progress or (lambda _what, _done, _of: None))
        closing.close()
        made = folder.written()
        _manifest(folder, holdings, wish, made)
    return made


def _pass(holdings: Holdings, wish: Wish, writers: Sequence[Writer], tell: Progress) -> None:
    selection, members, pages = wish.selection, set[str](), set[str]()
    # pages alone ask for stories and articles only where these say which pages
    if wish.forms or selection.stories:
        for done, told in enumerate(_stories(holdings, selection), 1):
            members.update(told.wanted if selection.stories else ())
            for writer in writers:
                writer.story(told)
            tell("stories", done, 0)
    if wish.forms or not selection.everything:
        for done, version in enumerate(holdings.articles(members if selection.stories else None), 1):
            if selection.wants(version.article):
                pages.update(() if selection.everything else (version.article.page,))
                for writer in writers:
                    writer.article(version)
            tell("articles", done, 0)
    for done, held in enumerate(holdings.pages(None if selection.everything else pages), 1):
        for writer in writers:
            writer.page(held)
        tell("pages", done, 0)


def _stories(holdings: Holdings, selection: Selection) -> Iterator[Told]:
    """The stories of which an article is wanted."""
    for brief in holdings.briefs(selection):
        articles = holdings.members(brief.story.articles)
        wanted = frozenset(key for key, article in articles.items() if selection.wants(article))
        if wanted:
            yield Told(brief, articles.values(), wanted, holdings.manifest, holdings.developments(brief.story.id))


def _manifest(folder: Folder, holdings: Holdings, wish: Wish, made: Sequence[Written]) -> None:
    manifest, selection = holdings.manifest, wish.selection
    told = {
        "schema": "tellings.export/1",
        "tellings": manifest.tellings,
        "settings": dict(manifest.settings),
        "backends": dict(manifest.backends),
        "stages": manifest.stages,
        "inputs": [{"input": name, "sha256": digest} for name, digest in manifest.inputs],
        "selection": {"stories": selection.stories, "outlet": selection.outlet, "since": selection.since, "until": selection.until},
        "with_text": wish.with_text,
        "files": [{"file": one.file, "records": one.records, "bytes": one.bytes, "sha256": one.sha256} for one in made],
    }
    folder.file("manifest.json").write(msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n")
