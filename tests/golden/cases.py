"""Golden cases: pages in; every intermediate record and the brief out, as sorted JSON and Markdown."""

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

from tellings.app.briefs import analyse
from tellings.app.contexts import make_context
from tellings.briefing import render
from tellings.engine.local import run_stages
from tellings.ingest.discover import pages_of
from tellings.model.articles import Markup, Page
from tellings.model.briefs import StoryBrief
from tellings.model.observed import Features, Parse, Vectors
from tellings.pipeline import STAGES
from tellings.settings import Settings

HERE = Path(__file__).parent
# Working records: floats whose last bits are the processor's own, and columns that no person reviews. StoryBrief repeats the others.
LEFT_OUT = (Parse, Vectors, Features, StoryBrief, Page, Markup)


def names() -> list[str]:
    return sorted(path.parent.name for path in HERE.glob("*/pages"))


def produce(case: str) -> dict[str, str]:
    """What the stages make of a case now: file name -> text."""
    options = HERE / case / "settings.json"
    settings = Settings(processes=1, **(json.loads(options.read_text()) if options.exists() else {}))
    with _inside(HERE / case):
        brief, store = analyse(["pages"], settings)
        pages = [page for page in pages_of(["pages"], settings) if isinstance(page, Page)]
        context = make_context(settings)
        read = tuple(stage for stage in STAGES if stage.scope == "page")
        records = [record for page in pages for record in run_stages(read, [page], context)]
    kinds = {type(record) for record in records}
    records += [r for kind in store.kinds() if kind not in kinds for key in store.keys(kind) for r in store.get(kind, key)]
    kept: dict[str, list[object]] = {}
    for record in records:
        if is_dataclass(record) and not isinstance(record, LEFT_OUT) and not type(record).__name__.startswith("_"):
            kept.setdefault(type(record).__name__, []).append(plain(record))
    return {
        "records.json": json.dumps(kept, indent=1, sort_keys=True, ensure_ascii=False) + "\n",
        "brief.json": render.render(brief, "json"),
        "brief.md": render.render(brief, "markdown"),
    }


def plain(value: object) -> object:
    """A record as JSON values; selectors as "article:start-end exact", so that a diff is read by people."""
    if is_dataclass(value) and not isinstance(value, type):
        if type(value).__name__ == "Selector":
            return f"{value.article}:{value.start}-{value.end} {value.exact}"
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, float):
        return round(value, 3)
    return value


@contextlib.contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
