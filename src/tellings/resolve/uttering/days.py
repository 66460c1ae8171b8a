"""The day on which something was said, as the frame around the words tells it."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from tellings.model.articles import Article
from tellings.model.observed import Quotation, TimeExpression

# How far from words, source and cue the frame may name the day.
_REACH: Final = 70
_END: Final = re.compile(r"[.!?][\"”’)]*\s|\n")
_DATELINE: Final = re.compile(r"\s*\)?\s*(?:[—–]|-{1,2}\s|:\s*[\"“])")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}|XXXX-WXX-\d")


class Days:
    """Looks up the day of a quotation in its article's time expressions."""

    def __init__(self, articles: Iterable[Article], times: Iterable[TimeExpression]) -> None:
        self._text = {article.id: article.text for article in articles}
        self._times: dict[str, list[TimeExpression]] = defaultdict(list)
        for time in sorted(times, key=lambda t: (t.sel.article, t.sel.start, t.id)):
            if time.type in ("DATE", "TIME") and _DAY.match(time.value):
                self._times[time.sel.article].append(time)

    def of(self, quotation: Quotation) -> str | None:
        """Return the day as TIMEX3 ("2026-03-03", "XXXX-WXX-2"); None where the frame names none."""
        content = quotation.content
        found = self._times.get(content.article, [])
        if not found:
            return None
        start, end = self._frame(quotation)
        at = bisect_left(found, start, key=lambda t: t.sel.start)
        near: list[tuple[int, int, str]] = []
        cue = quotation.cue_sel or quotation.source_sel or content
        while at < len(found) and found[at].sel.start < end:
            time = found[at]
            at += 1
            if not time.sel.overlaps(content) and (day := _DAY.match(time.value)) and not self._heads(time):
                near.append((min(abs(time.sel.start - cue.end), abs(cue.start - time.sel.end)), time.sel.start, day[0]))
        return min(near)[2] if near else None

    def _heads(self, time: TimeExpression) -> bool:
        """Whether the time stands in a dateline: "VIK, 4 March 2021 —" says when it was printed."""
        return _DATELINE.match(self._text[time.sel.article], time.sel.end) is not None

    def _frame(self, quotation: Quotation) -> tuple[int, int]:
        """From the start of the sentence that frames the words to its end, no farther than so many code points."""
        text = self._text.get(quotation.content.article, "")
        parts = [sel for sel in (quotation.content, quotation.source_sel, quotation.cue_sel) if sel is not None]
        start, end = min(sel.start for sel in parts), max(sel.end for sel in parts)
        opens = max(0, start - _REACH)
        ends = [stop.end() for stop in _END.finditer(text, opens, start)]
        opens = ends[-1] if ends else opens
        closes = _END.search(text, end, end + _REACH)
        return opens, closes.start() + 1 if closes is not None else end + _REACH


def clash(a: str | None, b: str | None) -> bool:
    """True where both days are told in one way and differ."""
    return a is not None and b is not None and a != b and (a[0] == "X") == (b[0] == "X")


def is_after(day: str | None, published: str | None) -> bool:
    """True where the day lies after that on which the other article came out."""
    return day is not None and published is not None and day[0] != "X" and day > published[:10]
