"""Furniture between the paragraphs: titles that stand alone, slides of a gallery, lists of links, tables of identifiers."""

import re
from collections.abc import Sequence
from typing import Final

from tellings.clean.furniture.reading import WORD, Line, Reading, plain
from tellings.data.outlets import find
from tellings.model.articles import FurnitureReason

ID: Final = re.compile(
    r"\b(?=[0-9a-fA-F]{16})(?=[\w-]{0,80}\d)(?=[\w-]{0,80}[a-zA-Z])[0-9a-fA-F]{16,}\b|\b(?=\w*\d)(?=\w*[a-zA-Z])\w{20,}\b|\b\d{9,}\b|\b[a-zA-Z]-\d{6,}\b"
)
_LINK_LIST: Final = 2
_ROW_WORDS: Final = 16
_TITLE_WORDS: Final = 18
_TITLE_LENGTH: Final = 140
_SHOUTED: Final = 4
# A run of titles longer than this is a list, which may be the article's own.
_TITLES: Final = 2
_PARAGRAPH_WORDS: Final = 15
# Texts whose paragraphs mostly end in the middle of a sentence are broken into lines by their width.
_WHOLE_PARAGRAPHS: Final = 0.7
_SLIDES: Final = 3
_SLIDE_WORDS: Final = 4
_LISTED: Final = re.compile(r"^\s*(?:[•·*▪►●○⦁–—-]|\(?\d{1,2}[.):]|\d{4}\s[-–—:]|[a-z]\))\s")
_GOES_ON: Final = re.compile(r"[:：,;–—(-]$")
_SCORE: Final = re.compile(r"\d\s?[-–:]\s?\d|\b\d+\s*$")
_SINGLE: Final = re.compile(r"^['‘][^.!?]{3,60}['’]$")
_QUOTED: Final = re.compile(r"^[“\"][^“”\".!?,]{3,60}[”\"]$")
_SENTENCE_INSIDE: Final = re.compile(r"\w{3,}[.!?][\"”’']*\s")
# A sentence that lost its point: it begins with a small word and tells of the past, which titles seldom do.
_TOLD: Final = re.compile(
    r"^(?:the|a|an|in|on|at|but|and|as|for|after|when|his|her|their|this|that|these|those) .*\b(?:\w{2,}ed|came|made|took|went|got|gave|began|left|found|saw|met|held|fell|rose)\b",
    re.IGNORECASE,
)
_TOLD_FROM: Final = 9
# Words of telling, which titles and subheads do without.
_TELLS: Final = re.compile(
    r"\b(?:said|says|told|was|were|had|has|have|been|would|will|could|which|who|is|are|he|she|they|it)\b", re.IGNORECASE
)
_TELLS_FROM: Final = 7
_SAYS: Final = re.compile(
    r"^(?:he|she|they|it|i|we|there) |\b(?:said|told)\b|^(?:the|a|an|his|her|their) [\w ]+? (?:is|are|was|were|has|have|had|will)\b",
    re.IGNORECASE,
)
_MARKED: Final = re.compile(r"#{1,6}\s+\S")


def asides(lines: Sequence[Line], reading: Reading, *, subheads: bool) -> None:
    """Mark short lines that stand alone among paragraphs and are no sentences: titles of videos, names under pictures, what may be a subhead.

    With `subheads`, lines that Markdown marks as such are the article's own.
    """
    if not _in_paragraphs(lines):
        return
    titles = [_is_title(line) and not (subheads and _MARKED.match(line.text)) for line in lines]
    open_from = _open_from(lines)
    titled = {mark.start for mark in reading.marks if mark.reason == "headline"}
    before: Line | None = None
    at = 0
    while at < len(lines):
        run = at
        while run < len(lines) and titles[run]:
            run += 1
        if run == at:
            before = before if lines[at].done else lines[at]
            at += 1
            continue
        after = lines[open_from[run]] if open_from[run] < len(lines) else None
        standfirst = subheads and before is None and at > 0 and lines[at - 1].start in titled
        alone = (
            not standfirst
            and run - at <= _TITLES
            and (before is None or _ends_paragraph(before))
            and (after is None or _begins_paragraph(after))
        )
        last = lines[run - 1]
        for line in lines[at:run]:
            if (alone and (before is not None or after is not None)) or _MARKED.match(line.text):
                line.done = True
                reading.mark(line.start, line.end, _title_reason(line), "no sentence, alone among paragraphs")
        before = before if last.done else last
        at = run


def _open_from(lines: Sequence[Line]) -> list[int]:
    """Return for each place the next line of which nothing is known; the number of lines where there is none."""
    found = [len(lines)] * (len(lines) + 1)
    for at in range(len(lines) - 1, -1, -1):
        found[at] = found[at + 1] if lines[at].done else at
    return found


def _begins_paragraph(line: Line) -> bool:
    return line.sentence or line.words > _TITLE_WORDS


def _in_paragraphs(lines: Sequence[Line]) -> bool:
    paragraphs = [line for line in lines if not line.done and line.words >= _PARAGRAPH_WORDS]
    return len(paragraphs) >= 2 and sum(line.sentence for line in paragraphs) >= _WHOLE_PARAGRAPHS * len(paragraphs)


def _ends_paragraph(line: Line) -> bool:
    return line.sentence or (line.words > _TITLE_WORDS and not _GOES_ON.search(line.text))


def _is_title(line: Line) -> bool:
    text = line.text.strip()
    if line.done or not plain(line) or not 0 < line.words <= _TITLE_WORDS or len(text) > _TITLE_LENGTH:
        return False
    if line.sentence:
        return line.words <= _TELLS_FROM and _QUOTED.match(text) is not None
    if _GOES_ON.search(text) or _LISTED.match(text) or _SCORE.search(text) or text[0].islower():
        return False
    if _MARKED.match(text) or _SINGLE.match(text) or (line.words >= _SHOUTED and text.isupper()):
        return True
    if _SENTENCE_INSIDE.search(text):
        return False
    return not tells(text)


def tells(text: str) -> bool:
    """True for words that read as a sentence of telling, and not as a title."""
    words = len(WORD.findall(text))
    if words >= _TOLD_FROM and _TOLD.search(text):
        return True
    return (_SAYS if words < _TELLS_FROM else _TELLS).search(text) is not None


def _title_reason(line: Line) -> FurnitureReason:
    """Subheads are short; what is longer points elsewhere. A house alone is the credit of a picture."""
    if find(line.text.strip()) is not None:
        return "caption"
    return "headline" if line.words < _TELLS_FROM and not line.text.rstrip().endswith("Read more") else "related"


def slides(lines: Sequence[Line], reading: Reading) -> None:
    """Mark runs of paragraphs that begin with the same name of a gallery, each followed by a title of its own."""
    at = 0
    while at < len(lines):
        shared = _words(lines[at])
        run = at + 1
        while run < len(lines) and not lines[run].done and len(both := _shared(shared, _words(lines[run]))) >= _SLIDE_WORDS:
            shared = both
            run += 1
        if run - at >= _SLIDES and all(_titled(line, len(shared)) for line in lines[at:run]):
            for line in lines[at:run]:
                line.done = True
                reading.mark(line.start, line.end, "caption", f"one of {run - at} slides of “{' '.join(shared)[:40]}”")
        at = run


def _words(line: Line) -> list[str]:
    return line.text.split(maxsplit=13)[:12] if not line.done else []


def _shared(a: Sequence[str], b: Sequence[str]) -> list[str]:
    n = 0
    while n < min(len(a), len(b)) and a[n] == b[n]:
        n += 1
    return list(a[:n])


def _titled(line: Line, shared: int) -> bool:
    following = line.text.split(maxsplit=shared + 1)[shared : shared + 1]
    return not following or not following[0][:1].islower()


def link_list(lines: Sequence[Line], at: int, reading: Reading) -> None:
    """Mark the titles that follow a label which stands alone ("Related articles")."""
    for line in lines[at:]:
        foreign = line.cue is not None and not line.cue.words
        if line.done or line.sentence or not (plain(line) or foreign) or not 1 < len(line.text.split()) <= 25:
            return
        line.done = True
        reading.mark(line.start, line.end, "related", "listed under a label for related articles")


def tables(lines: Sequence[Line], reading: Reading) -> None:
    """Mark runs of lines that hold identifiers, and the heading above such a run."""
    at = 0
    while at < len(lines):
        run = at
        while run < len(lines) and lines[run].words <= _ROW_WORDS and not lines[run].sentence and ID.search(lines[run].text):
            run += 1
        if run - at >= _LINK_LIST:
            above = lines[at - 1] if at else None
            if above is not None and not above.done and not above.sentence and above.words <= 10 and lines[at].start - above.end <= 2:
                above.done = True
                reading.mark(above.start, above.end, "advert", "heads a table of identifiers")
            for line in lines[at:run]:
                if not line.done:
                    line.done = True
                    reading.mark(line.start, line.end, "advert", "row of identifiers")
        at = max(run, at + 1)
