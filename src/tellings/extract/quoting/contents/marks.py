"""Quotation marks of all styles, paired: where each quoted passage begins and ends."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tellings.model.spans import Span

_MARK: Final = re.compile("``|''|[“”„‟«»‹›‘’‚\"'＂「」]")
_OPENS: Final = {"“": "”", "„": "“", "‟": "”", "«": "»", "‹": "›", "「": "」", "``": "''"}
_CLOSES: Final = {"”": '“„‟"', "“": "„", "»": "«", "›": "‹", "」": "「", "''": "``", '"': '"'}
_BEFORE_OPEN: Final = set(" \t\n\r\u00a0\u2009([{—–-/…“‘\"'")
_AFTER_CLOSE: Final = set(" \t\n\r\u00a0\u2009)]}.,;:!?—–-/…”’\"'")
_SENTENCE_END: Final = set(".!?…,:")
# A single mark may be an apostrophe: a passage in single marks must be closed within so many code points.
_SINGLE_REACH: Final = 900
# A mark that never closes ends with its paragraph; in a longer paragraph (a page whose line ends were lost) with its sentence.
_OPEN_REACH: Final = 1500
_CONTRACTED: Final = re.compile(r"(?:s|re|ll|d|ve|m|t|em|til|cause)(?![\w’'])")
_STOP: Final = re.compile(r"[.!?]['’”\"]?\s")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Quoted:
    """A passage in quotation marks: `start`..`end` between the marks, `opens`..`closes` with them; `depth` 0 is outermost.

    `closed` is false where the closing mark is missing; `continued` is true where the passage before it was left open and this one
    goes on with it (a new paragraph, a new opening mark).
    """

    start: int
    end: int
    opens: int
    closes: int
    depth: int = 0
    closed: bool = True
    continued: bool = False


@dataclass(slots=True)
class _Open:
    mark: str
    at: int
    continued: bool
    width: int = 1


def quoted(text: str, paragraphs: Iterable[Span]) -> tuple[Quoted, ...]:
    """Return the passages in quotation marks, by place; passages in passages have a greater depth."""
    found: list[Quoted] = []
    left_open = False
    for para in paragraphs:
        reader = _Reader(text, para, left_open=left_open)
        found.extend(reader.read())
        left_open = reader.left_open
    return tuple(sorted(found))


class _Reader:
    def __init__(self, text: str, para: Span, *, left_open: bool) -> None:
        self.text, self.para = text, para
        self.stack: list[_Open] = []
        self.found: list[Quoted] = []
        self.continues = left_open
        self.left_open = False

    def read(self) -> list[Quoted]:
        for match in _MARK.finditer(self.text, self.para.start, self.para.end):
            mark, at = match.group(), match.start()
            if mark in "'‘’‚":
                self._single(mark, at)
            elif mark in '"＂' or (mark == "''" and not self._tops("``")):
                # pages mix styles: “… "
                curly = mark == '"' and not self._tops('"') and self._tops("“„") and self._could_close(at, 1)
                self._close(at, 1) if curly else self._straight('"', at, len(mark))
            elif mark in _CLOSES and self._tops(_CLOSES[mark]):
                self._close(at, len(mark))
            elif mark in _OPENS or (mark in "”»" and self._could_open(at, 1) and not self._could_close(at, 1)):
                self._open(mark, at, len(mark))
        self._finish()
        return self.found

    def _could_open(self, at: int, width: int) -> bool:
        before = self.text[at - 1] if at > self.para.start else " "
        after = self.text[at + width] if at + width < self.para.end else " "
        return before in _BEFORE_OPEN and not after.isspace()

    def _could_close(self, at: int, width: int) -> bool:
        before = self.text[at - 1] if at > self.para.start else " "
        after = self.text[at + width] if at + width < self.para.end else " "
        return not before.isspace() and (after in _AFTER_CLOSE)

    def _tops(self, marks: str) -> bool:
        return any(o.mark in marks for o in self.stack[-2:])

    def _straight(self, mark: str, at: int, width: int) -> None:
        opened = self._tops(mark)
        opens, closes = self._could_open(at, width), self._could_close(at, width)
        if opened and (closes or not opens or not self._ended_before(at)):
            self._close(at, width, mark)
        elif opened:
            self._abandon(at, mark)
            self._open(mark, at, width, continued=True)
        elif opens or not closes or self._begins_late(at, width):
            self._open(mark, at, width)

    def _begins_late(self, at: int, width: int) -> bool:
        """True where a mark set like a closing one opens: the space stands after it, and the next mark of its kind closes."""
        if not self.text[at + width : at + width + 2].strip(" ")[:1].isupper():
            return False
        ahead = self.text.find('"', at + width, min(self.para.end, at + _SINGLE_REACH))
        return ahead > 0 and self._could_close(ahead, 1) and not self._could_open(ahead, 1)

    def _ended_before(self, at: int) -> bool:
        """True where an opening mark of the same kind can only mean that the passage before it was left open."""
        before = self.text[max(self.para.start, at - 40) : at].rstrip()
        return not before or before[-1] in _SENTENCE_END

    def _single(self, mark: str, at: int) -> None:
        before = self.text[at - 1] if at > self.para.start else " "
        after = self.text[at + 1] if at + 1 < self.para.end else " "
        opened = bool(self.stack) and self.stack[-1].mark == "'"
        if opened and mark in "'’" and not after.isalnum() and not before.isspace():
            plural = before == "s" and after == " " and self.text[at + 2 : at + 3].islower()
            if not plural or not self._closes_later(at):
                self._close(at, 1)
        elif opened and at - self.stack[-1].at > _SINGLE_REACH:
            self.stack.pop()
        elif not opened and mark in "'‘‚" and before in _BEFORE_OPEN and self._begins_word(at, after):
            self.stack.append(_Open("'", at, continued=False))

    def _begins_word(self, at: int, after: str) -> bool:
        """True where a word follows a single mark, not a year's or a contraction's rest that was set apart: "we 're"."""
        return (after.isalnum() or after in "[(…") and not after.isdigit() and not _CONTRACTED.match(self.text, at + 1)

    def _closes_later(self, at: int) -> bool:
        """True where another mark within reach could close the passage, so that this one is a plural's apostrophe."""
        ahead = self.text[at + 1 : min(self.para.end, at + 200)]
        found = re.search(r"[.,!?\w][’'](?!\w)", ahead)
        opening = re.search(r"[‘“]|\s['\"]\w", ahead)
        return found is not None and (opening is None or found.start() < opening.start())

    def _open(self, mark: str, at: int, width: int = 1, *, continued: bool = False) -> None:
        outer = [o for o in self.stack if o.mark != "'"]
        if outer and outer[-1].mark == mark and mark in "“«" and self._ended_before(at):
            self._abandon(at, mark)
            continued = True
        first = at == self.para.start
        self.stack.append(_Open(mark, at, continued=continued or (first and self.continues), width=width))

    def _close(self, at: int, width: int, mark: str | None = None) -> None:
        while len(self.stack) > 1 and self.stack[-1].mark == "'" and mark is not None:
            self.stack.pop()
        while self.stack and mark is not None and self.stack[-1].mark != mark:
            self.stack.pop()
        if mark is None and len(self.stack) > 1 and self.stack[-1].mark == "'" and (width > 1 or self.text[at] not in "'’"):
            self.stack.pop()
        if self.stack:
            self._keep(self.stack.pop(), at, at + width, closed=True)

    def _abandon(self, at: int, mark: str) -> None:
        """Ends the passage left open where the next one opens."""
        while self.stack:
            left = self.stack.pop()
            if left.mark == mark:
                self._keep(left, *self._cut(left.at, at), closed=False)
                return

    def _cut(self, opens: int, end: int) -> tuple[int, int]:
        if end - opens > _OPEN_REACH:
            stop = _STOP.search(self.text, opens + 1, end)
            end = stop.start() + 1 if stop else end
        while end > opens + 1 and self.text[end - 1].isspace():
            end -= 1
        return end, end

    def _finish(self) -> None:
        while self.stack:
            left = self.stack.pop()
            if left.mark != "'" and not self.stack:
                self._keep(left, *self._cut(left.at, self.para.end), closed=False)
                self.left_open = True

    def _keep(self, left: _Open, end: int, closes: int, *, closed: bool) -> None:
        start = left.at + left.width
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start < end:
            self.found.append(
                Quoted(start=start, end=end, opens=left.at, closes=closes, depth=len(self.stack), closed=closed, continued=left.continued)
            )
