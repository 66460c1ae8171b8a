"""The claim table for people, as JSON and as CSV: a row a claim with a column a telling, or a row a passage."""

from collections.abc import Iterator, Sequence
from typing import Final, TextIO

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from tellings.briefing.claims import CellOut, ClaimRow, ClaimValueOut, PassageOut, TellingOut
from tellings.briefing.render import rows as paper
from tellings.briefing.render.view import plain
from tellings.model.articles import Rejected

SCHEMA: Final = "tellings.claims/1"
COLUMNS: Final = ("id", "story", "text", "status", "independent", "units", "rests_on", "slot", "relation", "values", "omitted_by", "why")
ARCHIVED_COLUMNS: Final = (*COLUMNS, "told_by")
PASSAGE_COLUMNS: Final = (
    "claim", "story", "text", "status", "independent", "rests_on", "slot", "relation", "value", "told_by", "article", "input", "given_id", "outlet",
    "origin", "published", "url", "passage", "start", "end", "exact", "modality", "chain", "why",
)  # fmt: skip
_QUOTE: Final = 220


def as_json(rows: Sequence[ClaimRow], tellings: Sequence[TellingOut], not_seen: Sequence[Rejected]) -> str:
    """Return all rows, the articles they speak of and what was not seen as JSON of schema `tellings.claims/1`."""
    return paper.as_json({"schema": SCHEMA, "articles": tellings, "claims": rows, "not_seen": paper.unseen(not_seen)})


def as_csv(rows: Sequence[ClaimRow], tellings: Sequence[TellingOut]) -> str:
    """Return a line for each claim under COLUMNS and one more for each telling, whose cell lists its passages: number, article, offsets, words."""
    stories = {row.story for row in rows}
    names = list(dict.fromkeys(telling.told_by for telling in tellings if telling.story in stories))
    return paper.as_csv([*COLUMNS, *(f"told_by: {name}" for name in names)], (_line(row, names) for row in rows))


def archived_as_csv(rows: Sequence[ClaimRow]) -> str:
    """Return a line for each claim of a story under ARCHIVED_COLUMNS: all tellings in one cell, since an archive has too many for a column each."""

    def line(row: ClaimRow) -> list[object]:
        names = [cell.told_by for cell in row.told]
        cells = _line(row, names)
        told = (f"{name}: {cell}" for name, cell in zip(names, cells[len(COLUMNS) :], strict=True))
        return [*cells[: len(COLUMNS)], "\n".join(told)]

    return paper.as_csv(ARCHIVED_COLUMNS, map(line, rows))


def passages_as_csv(rows: Sequence[ClaimRow], tellings: Sequence[TellingOut]) -> str:
    """Return a line for each passage of each claim under PASSAGE_COLUMNS, with the article it stands in."""
    known = {telling.id: telling for telling in tellings}
    return paper.as_csv(PASSAGE_COLUMNS, (line for row in rows for line in _passage_lines(row, known)))


def as_table(rows: Sequence[ClaimRow], out: TextIO | None) -> str:
    """Return a table for people: a claim and how it is sourced, beside it who tells it where; as wide as the terminal `out` where it is one."""
    return paper.printed(lambda console: _draw(console, rows), out) if rows else "No claim.\n"


def _line(row: ClaimRow, names: Sequence[str]) -> list[object]:
    cells = {
        cell.told_by: "\n".join(_cell(places, row.support[places[0]]) for places in _passages(row, cell))
        for cell in row.told
    }  # fmt: skip
    plainly = {
        "units": " | ".join(row.units),
        "values": " | ".join(f"{value.value}: {'; '.join(_whose(value))}" for value in row.values),
        "omitted_by": " | ".join(row.omitted_by),
        "why": " | ".join(f"[{w.a + 1}]=[{w.b + 1}] {w.rule} {w.score:.2f}" for w in row.why),
    }
    return [*(plainly[name] if name in plainly else getattr(row, name) for name in COLUMNS), *(cells.get(name) for name in names)]


def _passages(row: ClaimRow, cell: CellOut) -> list[list[int]]:
    """The passages of a cell by their places; what asserts two things in the same words is one passage."""
    found: dict[tuple[int, int], list[int]] = {}
    for place in cell.passages:
        found.setdefault((row.support[place].start, row.support[place].end), []).append(place)
    return list(found.values())


def _numbers(places: Sequence[int]) -> str:
    return "".join(f"[{place + 1}]" for place in places)


def _cell(places: Sequence[int], passage: PassageOut) -> str:
    return f"{_numbers(places)} {passage.article} {passage.start}-{passage.end} {passage.exact}"


def _whose(value: ClaimValueOut) -> list[str]:
    """Who gives the value: those who say it in their own voice, then those who have it on somebody's word."""
    voices: dict[str, dict[str, None]] = {}
    for passage in value.support:
        voices.setdefault(_on_whose_word(passage), {})[passage.told_by] = None
    return [
        f"{', '.join(names)}{f', {word}' if word else ''}"
        for word, names in sorted(voices.items(), key=lambda voice: voice[0] != "")
    ]  # fmt: skip


def _on_whose_word(passage: PassageOut) -> str:
    return f"according to {', via '.join(passage.chain)}" if passage.chain else ""


def _passage_lines(row: ClaimRow, known: dict[str, TellingOut]) -> Iterator[list[object]]:
    values: dict[tuple[str, int, int], list[str]] = {}
    for value in row.values:
        for passage in value.support:
            values.setdefault((passage.article, passage.start, passage.end), []).append(value.value)
    for place, passage in enumerate(row.support):
        telling = known[passage.article]
        cells = {
            "claim": row.id,
            "value": " | ".join(values.get((passage.article, passage.start, passage.end), ())),
            "passage": place + 1,
            "chain": " | ".join(passage.chain),
            "why": " | ".join(_matches(row, place)),
        }
        yield [_found(name, cells, (passage, telling, row)) for name in PASSAGE_COLUMNS]


def _found(name: str, cells: dict[str, object], records: Sequence[object]) -> object:
    return cells[name] if name in cells else next(getattr(record, name) for record in records if hasattr(record, name))


def _matches(row: ClaimRow, place: int, *, before: bool = False) -> list[str]:
    """With which other passages this one was found to say the same (only those `before` it), by which rule, how surely."""
    others = [(w.b if w.a == place else w.a, w) for w in row.why if place in (w.a, w.b)]
    return [f"[{other + 1}] {w.rule} {w.score:.2f}" for other, w in others if other < place or not before]


def _draw(console: Console, rows: Sequence[ClaimRow]) -> None:
    for table, told in paper.tables(rows, {"Claim": 5, "Told by, and where": 7}):
        for row in told:
            table.add_row(_claim(row), _told(row))
            table.add_section()
        console.print(table)


def _claim(row: ClaimRow) -> RenderableType:
    """The claim's words, how it is sourced, and the values on which tellings differ."""
    lines: list[RenderableType] = [Text(plain(row.text), style="bold"), Text(_standing(row), style="dim")]
    if row.rests_on and row.independent > 1:
        lines.append(Text(plain(f"all rest on {row.rests_on}"), style="dim"))
    lines += [_hanging("-", Text.assemble((plain(f"“{v.value}”"), "yellow"), f" {plain('; '.join(_whose(v)))}")) for v in row.values]
    if row.omitted_by:
        lines.append(Text(plain(f"left out by {', '.join(row.omitted_by)}"), style="dim"))
    return Group(*lines)


def _standing(row: ClaimRow) -> str:
    differ = f"; {row.relation} on the {row.slot}" if row.relation else ""
    match row.status:
        case "single":
            return f"told by one{differ}"
        case "repeated":
            return f"repeated: one telling, printed by {len(row.told)}{differ}"
        case status:
            return f"{status}: {row.independent} independent tellings{differ}"


def _told(row: ClaimRow) -> RenderableType:
    """Who tells it: each passage with its number, offsets, words and speaker, and with which one before it says the same."""
    lines: list[RenderableType] = []
    for cell in row.told:
        lines.append(Text(plain(cell.told_by), style="bold"))
        lines += [_hanging(_numbers(places), _passage(row, places)) for places in _passages(row, cell)]
    return Group(*lines)


def _passage(row: ClaimRow, places: Sequence[int]) -> Text:
    passage = row.support[places[0]]
    is_text = plain(passage.exact).strip(".").casefold() == plain(row.text).strip(".").casefold()
    words = "as worded here" if is_text else _quoted(passage.exact)
    word = _on_whose_word(passage)
    matches = "".join(f"\n= {plain(match)}" for place in places for match in _matches(row, place, before=True))
    return Text.assemble((f"{passage.start}–{passage.end} ", "cyan"), words, plain(f", {word}" if word else ""), (matches, "dim"))


def _hanging(bullet: str, text: Text) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(bullet, style="cyan"), text)
    return grid


def _quoted(exact: str) -> str:
    words = " ".join(plain(exact).split())
    return f"“{words[:_QUOTE].rsplit(' ', 1)[0]} …”" if len(words) > _QUOTE else f"“{words}”"
