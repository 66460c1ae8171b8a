"""Quotations as a table, as JSON and as CSV."""

from collections.abc import Sequence
from typing import Final, TextIO

from rich.console import Console
from rich.text import Text

from tellings.briefing.composing.places import country_name
from tellings.briefing.composing.wording import long_date
from tellings.briefing.quotes import QuoteOut
from tellings.briefing.render import rows as paper
from tellings.briefing.render.articles import shown
from tellings.model.articles import Rejected

FORMS: Final = ("table", "json", "csv")
SCHEMA: Final = "tellings.quotes/1"
COLUMNS: Final = (
    "id", "story", "told_by", "input", "given_id", "outlet", "origin", "published", "url", "source", "source_office", "source_country", "source_key",
    "side", "chain", "kind", "cue", "content", "start", "end", "document", "variant_of", "rule",
)  # fmt: skip
_CONTENT: Final = 400
_QUOTED: Final = ("“", '"', "«", "‘", "„")


def as_json(rows: Sequence[QuoteOut], not_seen: Sequence[Rejected]) -> str:
    """Return all rows and what was not seen as JSON of schema `tellings.quotes/1`."""
    return paper.as_json({"schema": SCHEMA, "quotations": rows, "not_seen": paper.unseen(not_seen)})


def as_csv(rows: Sequence[QuoteOut]) -> str:
    """Return a line for each row under COLUMNS; the names of a chain are parted by a bar."""

    def line(row: QuoteOut) -> list[object]:
        cells = {"chain": " | ".join(row.chain), "content": row.content.exact, "start": row.content.start, "end": row.content.end}
        return [cells[name] if name in cells else getattr(row, name) for name in COLUMNS]

    return paper.as_csv(COLUMNS, map(line, rows))


def as_table(rows: Sequence[QuoteOut], out: TextIO | None) -> str:
    """Return a table for people: an utterance a row, its longest form, all who tell it; as wide as the terminal `out` where it is one."""
    return paper.printed(lambda console: _draw(console, rows), out) if rows else "No quotation.\n"


def _draw(console: Console, rows: Sequence[QuoteOut]) -> None:
    for table, told in paper.tables(rows, {"Who": 3, "Words": 8, "Told by": 3}):
        for group in _utterances(told):
            table.add_row(_who(group[0]), Text(_words(group[0])), Text("\n".join(dict.fromkeys(_where(row, group[0]) for row in group))))
            table.add_section()
        console.print(table)


def _utterances(rows: Sequence[QuoteOut]) -> list[list[QuoteOut]]:
    """The rows by what was said, the longest form that is among them first."""
    groups: dict[str, list[QuoteOut]] = {}
    for row in rows:
        groups.setdefault(row.variant_of or row.id, []).append(row)
    return [
        sorted(group, key=lambda row: (row.variant_of is not None, -len(row.content.exact)))
        for group in groups.values()
    ]  # fmt: skip


def _who(row: QuoteOut) -> Text:
    """The source, its office and side, and who passed the words on."""
    lines = [Text(shown(row.source or "(not named)"), style="bold")]
    side = country_name(row.side) if row.side is not None else None
    about = ", ".join(part for part in (row.source_office, side if side != row.source else None) if part)
    if about:
        lines.append(Text(shown(about), style="dim"))
    relays = row.chain[1:] if row.source is not None else row.chain
    lines += [Text(shown(f"via {name}"), style="dim") for name in relays]
    if row.document:
        lines.append(Text(shown(f"in a {row.document}"), style="dim"))
    return Text("\n").join(lines)


def _words(row: QuoteOut) -> str:
    words = " ".join(shown(row.content.exact).split())
    if len(words) > _CONTENT:
        words = words[:_CONTENT].rsplit(" ", 1)[0] + " …"
    return f"“{words}”" if row.kind == "direct" and not words.startswith(_QUOTED) else words


def _where(row: QuoteOut, first: QuoteOut) -> str:
    """Who tells it and when; and through whom, where that is not how the telling that is shown has it."""
    day = long_date(row.published) if row.published else ""
    hands = [f"via {name}" for name in row.chain[1:] if name not in first.chain]
    return "\n  ".join(shown(part) for part in (row.told_by, day, *hands) if part)
