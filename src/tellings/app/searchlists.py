"""Writes what a search found: for people with the words marked, as JSON, or as CSV with a row a passage."""

from collections.abc import Iterator
from typing import Any, Final, TextIO

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from tellings.briefing.render import rows as render
from tellings.briefing.render.view import plain
from tellings.store.ranking import Hit, Results, StoryHits
from tellings.text.counting import counted
from tellings.text.passages import Passage

SCHEMA: Final = "tellings.search/1"
COLUMNS: Final = (
    "story", "story_headline", "independent", "article", "given_id", "outlet", "published", "headline", "url", "score", "near", "start", "end", "exact",
)  # fmt: skip
_ID: Final = 10
_MARKED: Final = "bold yellow"


def as_json(found: Results) -> str:
    """Return what was found as JSON of schema `tellings.search/1`; `places` are offsets into the article's text, as `start` and `end` are."""
    made = {
        "schema": SCHEMA, "articles": found.words, "more": found.more, "near": found.near, "stories_found": found.of, "after": found.after,
        "stories": [_story(one) for one in found.stories],
    }  # fmt: skip
    return render.as_json(made)


def _story(found: StoryHits) -> dict[str, Any]:
    story = found.story
    return {
        "id": story.id if story else None, "headline": story.headline if story else found.hits[0].kept.headline,
        "independent": story.tellings if story else 1, "first": story.first if story else None, "last": story.last if story else None,
        "found": found.articles, "hits": [_hit(one) for one in found.hits],
    }  # fmt: skip


def _hit(hit: Hit) -> dict[str, Any]:
    kept = hit.kept
    return {
        "article": kept.id, "given_id": kept.given_id, "outlet": kept.outlet, "headline": kept.headline, "published": kept.published, "url": kept.url,
        "has_words": hit.words, "score": hit.score, "near": hit.near, "passages": [_passage(one) for one in hit.passages],
    }  # fmt: skip


def _passage(one: Passage) -> dict[str, Any]:
    return {"start": one.sel.start, "end": one.sel.end, "exact": one.sel.exact, "places": [[span.start, span.end] for span in one.places]}


def as_csv(found: Results) -> str:
    """Return a row for each passage."""
    return render.as_csv(COLUMNS, (line for story in found.stories for line in _lines(story)))


def _lines(found: StoryHits) -> Iterator[list[object]]:
    story = found.story
    for hit in found.hits:
        kept = hit.kept
        for one in hit.passages:
            yield [
                story.id if story else None, story.headline if story else None, story.tellings if story else 1, kept.id, kept.given_id, kept.outlet,
                kept.published, kept.headline, kept.url, hit.score, hit.near, one.sel.start, one.sel.end, one.sel.exact,
            ]  # fmt: skip


def as_table(found: Results, out: TextIO | None) -> str:
    """Return it for people: story by story the articles and their passages, the words looked for marked; coloured where `out` is a terminal."""
    if not found.stories:
        return "Nothing found.\n"
    coloured = out is not None and out.isatty()

    def draw(console: Console) -> None:
        for story in found.stories:
            _draw(console, story, coloured=coloured)
        console.print(Text(tally(found), "dim"))

    return render.printed(draw, out)


def _draw(console: Console, found: StoryHits, *, coloured: bool) -> None:
    story, first = found.story, found.hits[0].kept
    console.print(Text(plain((story.headline if story else first.headline) or "(no headline)"), "bold"))
    if story:
        tellings = counted(story.tellings, "independent telling")
        console.print(Text(f"story {story.id[:_ID]}, {tellings}, {found.articles:,} of {counted(story.articles, 'article')} found", "dim"))
    for hit in found.hits:
        kept = hit.kept
        about = [part for part in ((kept.outlet or kept.given_id or kept.input), (kept.published or "")[:10]) if part]
        if kept.headline and story and kept.headline != story.headline:
            about.append(kept.headline)
        near = "" if hit.words else " (near in meaning)"
        console.print(Padding(Text(plain(", ".join(about)) + near, "cyan"), (0, 0, 0, 2)))
        for passage in hit.passages:
            console.print(Padding(_marked(passage, coloured=coloured), (0, 0, 0, 4)))
    console.print()


def _marked(passage: Passage, *, coloured: bool) -> Text:
    """The passage with what was looked for marked: in colour, or between asterisks."""
    made, at = Text(), passage.sel.start
    exact = passage.sel.exact

    def piece(start: int, end: int) -> str:
        return plain(exact[start - passage.sel.start : end - passage.sel.start])

    for span in passage.places:
        made.append(piece(at, span.start))
        made.append(piece(span.start, span.end) if coloured else f"*{piece(span.start, span.end)}*", _MARKED)
        at = span.end
    made.append(piece(at, passage.sel.end))
    return made


def tally(found: Results) -> str:
    """Return one line that counts what was found, and says how to see the rest."""
    least = "more than " if found.more else ""
    parts = [f"{least}{counted(found.words, 'article')} with the words"]
    if found.near:
        parts.append(f"{found.near:,} near in meaning")
    line = f"{' and '.join(parts)}, in {counted(found.of, 'story', 'stories')}"
    if found.after is not None:
        line += f"; the next with --after {found.after}"
    if found.more:
        line += "; the latest were looked at, --until DATE looks further back"
    return line
