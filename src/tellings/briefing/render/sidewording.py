"""How two articles side by side are put into words: the same on a terminal and on a page."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from tellings.briefing.composing.wording import byline, joined, long_date
from tellings.briefing.render.view import plain
from tellings.briefing.schema import SpanOut
from tellings.briefing.sidebyside import LineOut, SideBySide, SideOut
from tellings.text.counting import counted

NOTHING: Final = "They have nothing in common: nothing was found that both tell."
_COUNT_OF: Final = re.compile(r" \([^()]*\)$")

Half = Literal["a", "b"]


def heading(side: SideOut) -> tuple[str, str, str]:
    """Return the name, headline and facts of one of the two, each on one line."""
    facts = joined(
        (
            long_date(side.published) if side.published else "no date",
            f"filed from {side.dateline}" if side.dateline else "",
            byline(side.byline),
            f"text of {side.origin}" if side.origin and side.origin != side.told_by else "",
            side.input,
        )
    )
    return plain(side.told_by), plain(side.headline or "(no headline)"), plain(facts)


def summary(made: SideBySide) -> list[str]:
    """Return what the whole comes to, in sentences."""
    a, b = plain(made.a.told_by), plain(made.b.told_by)
    common = len(made.both) + len(made.differ)
    if common == 0:
        found = [NOTHING]
    elif made.differ:
        found = [f"Both tell {counted(common, 'thing')} and differ on {len(made.differ)} of them."]
    else:
        found = [f"Both tell {counted(common, 'thing')}; no difference was found."]
    found.append(f"{a} alone tells {_things(made.only_a)}, {b} alone {_things(made.only_b)}.")
    whole = [group for group in made.copies if group.kind == "whole"]
    for group in made.copies:
        whose = f", {plain(group.origin)}’s" if group.origin else ""
        found.append(
            f"They {'carry one text' if group.kind == 'whole' else 'share a passage'}{whose}: what rests on it counts as one telling."
        )
    if made.owner is not None and common and not whole:
        found.append(f"Both belong to {plain(made.owner)}: what both tell counts as one telling.")
    return found


def _things(lines: Sequence[LineOut]) -> str:
    return counted(len(lines), "thing") if lines else "nothing"


def notes(line: LineOut) -> str:
    """Return how sure a line is put, on whose word, and in what the two differ."""
    return plain(
        joined(
            (
                line.modality or "",
                f"{'via' if line.speaker else 'according to'} {', via '.join(line.according_to)}" if line.according_to else "",
                "one is finer than the other"
                if line.relation == "precision"
                else f"{line.relation} on the {line.slot}"
                if line.relation
                else "",
            )
        )
    )


def spoken(line: LineOut) -> str:
    """Return the line's words, led by their speaker where they are given as spoken."""
    is_speech = line.speaker is not None and line.text[:1] in '“"‘«„'
    return plain(f"{line.speaker}: {line.text}" if is_speech else line.text)


def half(line: LineOut, side: Half) -> list[SpanOut]:
    """Return the line's passages in one of the two articles."""
    return line.a if side == "a" else line.b


def values(line: LineOut, side: Half) -> list[tuple[str, str]]:
    """Return the values that one of the two gives, each with on whose word it does ("" in its own voice)."""
    found: dict[tuple[str, str], None] = {}
    for value in line.values:
        for passage in value.a if side == "a" else value.b:
            word = f"according to {', via '.join(passage.chain)}" if passage.chain else ""
            found[plain(value.value), plain(word)] = None
    return list(found)


def matched(line: LineOut) -> str:
    """Return by which rule the surest pair of passages was found to say the same; "" where there is none."""
    best = max(line.pairs, key=lambda pair: pair.score or 0, default=None)
    if best is None:
        return ""
    return f"matched by {best.rule}, {best.score:.2f}" if best.score is not None else f"matched as {best.rule}"


def pieces(line: LineOut, passage: SpanOut) -> Iterator[tuple[str, bool]]:
    """Yield the words of a passage in order, told apart by True those in which the two differ: a value, or words of a quotation."""
    at = passage.start
    for start, end in _marked(line, passage):
        if start > at:
            yield passage.exact[at - passage.start : start - passage.start], False
        yield passage.exact[max(start, at) - passage.start : end - passage.start], True
        at = end
    if at < passage.end:
        yield passage.exact[at - passage.start :], False


def _marked(line: LineOut, passage: SpanOut) -> list[tuple[int, int]]:
    """Where the two differ in the passage: stretches in order that do not overlap."""
    parted = [words.a if words.a is not None and words.a.article == passage.article else words.b for words in line.words]
    found = [(span.start, span.end) for span in parted if span is not None and span.article == passage.article]
    values = {_COUNT_OF.sub("", value.value) for value in line.values}
    if values:
        named = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(values, key=lambda v: (-len(v), v))))})(?!\w)", re.IGNORECASE)
        found += [(passage.start + match.start(), passage.start + match.end()) for match in named.finditer(passage.exact)]
    apart: list[tuple[int, int]] = []
    for start, end in sorted((max(start, passage.start), min(end, passage.end)) for start, end in found):
        begin = max(start, apart[-1][1] if apart else start)
        if begin < end:
            apart.append((begin, end))
    return apart
