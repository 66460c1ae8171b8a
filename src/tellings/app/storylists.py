"""Writes lists of stories: a table, JSON as the contract has it, or CSV."""

import csv
import io
from collections.abc import Iterable
from typing import Any

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tellings.app.archives import StoryRow, Summary
from tellings.model.articles import Rejected

_ID = 10


def as_json(rows: Iterable[StoryRow], unread: Iterable[Rejected] = ()) -> str:
    """Return the stories as JSON: `{"stories": [{"id", "headline", "articles": [{"id", "given_id", …}], …}], "not_seen": […]}`."""
    made = {
        "stories": [_out(row) for row in rows],
        "not_seen": [{"input": one.input, "reason": one.reason, "detail": one.detail} for one in unread],
    }
    return msgspec.json.format(msgspec.json.encode(made), indent=2).decode() + "\n"


def _out(row: StoryRow) -> dict[str, Any]:
    story = row.story
    told = [
        {"id": one.id, "given_id": one.given_id, "outlet": one.outlet, "headline": one.headline, "published": one.published, "why": row.why[one.id]}
        for one in row.articles
    ]
    return {
        "id": story.id, "headline": story.headline, "independent": story.tellings, "first": story.first, "last": story.last,
        "outlets": list(story.outlets), "develops": list(row.earlier), "articles": told,
    }  # fmt: skip


def as_csv(rows: Iterable[StoryRow]) -> str:
    """Return a row for each article of each story."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["story", "headline", "independent", "first", "last", "article", "given_id", "outlet", "published", "article_headline"])
    for row in rows:
        story = row.story
        for one in row.articles:
            told = [story.id, story.headline, story.tellings, story.first, story.last]
            writer.writerow([_cell(value) for value in (*told, one.id, one.given_id, one.outlet, one.published, one.headline)])
    return out.getvalue()


def _cell(value: object) -> object:
    """A cell that begins like a formula is marked as text: spreadsheets run what they are given."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value


def as_table(rows: Iterable[StoryRow], console: Console) -> None:
    """Print one line a story: independent tellings, articles, span, outlets, headline and id."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, more in (("tellings", {"justify": "right"}), ("articles", {"justify": "right"}), ("span", {}), ("story", {"ratio": 3}), ("outlets", {"ratio": 2}), ("id", {})):
        table.add_column(name, **more)  # type: ignore[arg-type]  # a table of keyword arguments
    for row in rows:
        story = row.story
        headline = Text(story.headline or "(no headline)")
        if row.earlier:
            headline.append(f"\ndevelops {', '.join(one[:_ID] for one in row.earlier)}", "dim")
        table.add_row(str(story.tellings), str(story.articles), _span(story.first, story.last), headline, ", ".join(story.outlets), story.id[:_ID])
    console.print(table)


def _span(first: str | None, last: str | None) -> str:
    days = sorted({(day or "")[:10] for day in (first, last)} - {""})
    return " – ".join(days) or "no date"


def summary(made: Summary) -> str:
    """Return one line that counts what came of adding."""
    return made.line()
