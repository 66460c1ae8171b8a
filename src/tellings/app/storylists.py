"""Writes lists of stories: a table, JSON as the contract has it, or CSV."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tellings.app.archives import StoryRow
from tellings.briefing.render import rows as render
from tellings.briefing.render.view import plain
from tellings.model.articles import Rejected

# As much of an id as tells a story apart among a million.
_ID: Final = 10
_COLUMNS: Final = (
    "story",
    "headline",
    "independent",
    "first",
    "last",
    "article",
    "given_id",
    "outlet",
    "published",
    "article_headline",
    "why",
)


def as_json(found: Iterable[StoryRow], unread: Iterable[Rejected] = ()) -> str:
    """Return the stories as JSON: `{"stories": [{"id", "headline", "articles": [{"id", "given_id", …}], …}], "not_seen": […]}`."""
    return render.as_json({"stories": [_out(row) for row in found], "not_seen": render.unseen(unread)})


def _out(row: StoryRow) -> dict[str, Any]:
    story = row.story
    told = [
        {
            "id": one.id,
            "given_id": one.given_id,
            "outlet": one.outlet,
            "headline": one.headline,
            "published": one.published,
            "why": row.why[one.id],
        }
        for one in row.articles
    ]
    return {
        "id": story.id, "headline": story.headline, "independent": story.tellings, "first": story.first, "last": story.last,
        "outlets": list(story.outlets), "develops": list(row.earlier), "articles": told,
    }  # fmt: skip


def as_csv(found: Iterable[StoryRow]) -> str:
    """Return a row for each article of each story."""
    return render.as_csv(_COLUMNS, (line for row in found for line in _lines(row)))


def _lines(row: StoryRow) -> Iterable[Sequence[object]]:
    story = row.story
    for one in row.articles:
        yield (
            story.id, story.headline, story.tellings, story.first, story.last,
            one.id, one.given_id, one.outlet, one.published, one.headline, row.why[one.id],
        )  # fmt: skip


def as_table(found: Iterable[StoryRow], out: TextIO | None) -> str:
    """Return one line a story: independent tellings, articles, span, headline, outlets and id."""
    rows = list(found)

    def draw(console: Console) -> None:
        table = Table(box=SIMPLE_HEAD)
        for name, parts in (("tellings", 1), ("articles", 1), ("from", 1), ("to", 1), ("story", 6), ("outlets", 3), ("id", 2)):
            table.add_column(name, ratio=parts, overflow="fold")
        for row in rows:
            story = row.story
            told = Text(plain(story.headline) or "(no headline)")
            if row.earlier:
                told.append(f"\ndevelops {', '.join(one[:_ID] for one in row.earlier)}", "dim")
            days = ((story.first or "")[:10], (story.last or "")[:10])
            table.add_row(str(story.tellings), str(story.articles), *days, told, plain(", ".join(story.outlets)), story.id[:_ID])
        console.print(table if rows else "no stories")

    return render.printed(draw, out)


def as_reasons(row: StoryRow, out: TextIO | None) -> str:
    """Return for each article of a story why it is there."""

    def draw(console: Console) -> None:
        for later, earlier, why in row.links:
            told = f"goes on from story {earlier[:_ID]}" if later == row.story.id else f"story {later[:_ID]} goes on from this one"
            console.print(Text(f"{told}: {plain(why)}"))
        for one in row.articles:
            console.print(Text(f"{one.id[:_ID]}  {plain(one.outlet or one.input)}: {plain(one.headline or '')}", "bold"))
            console.print(Text(f"    {plain(row.why[one.id]) or 'it opened the story'}"))

    return render.printed(draw, out)
