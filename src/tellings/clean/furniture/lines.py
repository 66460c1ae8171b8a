"""Reads a page's text line by line: which lines are furniture and why, and what they say of the article.

Works on plain text, Markdown and records, whose blocks are their lines, and on what an extractor chose of a page.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from tellings.clean.furniture import cues
from tellings.clean.furniture.appeals import appeals
from tellings.clean.furniture.around import LABEL_WORDS, SEPARATED, above, below, by_length, is_crumb, is_navigation, site_name
from tellings.clean.furniture.inside import ID, asides, link_list, slides, tables
from tellings.clean.furniture.notes import author_notes
from tellings.clean.furniture.pasted import consent, discussion, page_heads
from tellings.clean.furniture.pictures import pictured
from tellings.clean.furniture.reading import ENDS, WORD, Line, Mark, Reading, is_whole, plain
from tellings.clean.furniture.signatures import house_line, may_sign, signatures
from tellings.clean.furniture.tongues import home, joining
from tellings.clean.head.bylines import is_person
from tellings.clean.head.credits import Credit, credits_of, like_outlet, split_suffix
from tellings.clean.head.datelines import byline_of, dateline_of, houses_in, is_editor
from tellings.clean.head.dates import is_date_line, is_stamp, iso_of
from tellings.data.outlets import by_name, is_address
from tellings.model.articles import Block, FurnitureReason

__all__ = ["Mark", "Reading", "mark_running", "read_lines", "same_words"]

_BULLET: Final = re.compile(r"^\s*[•·*▪►●○-]\s+")
_MARKDOWN_HEAD: Final = re.compile(r"^#{1,2}\s+(.*?)\s*#*$")
# What messages begin with to be seen.
_SIGNS: Final = "❗❕‼⁉⚡🔥🚨🔴🟥⭕🆕📢📣📌🗞📰▶️🎥📷📸👉➡⬇🌍🌎🌏🌐🇺🇳✅⚠🛑 \ufe0f\u200d"
_HEADLINE_WORDS: Final = (3, 30)
# A line of so many words that stands twice above the text is the headline, whatever else it is like.
_SURE_WORDS: Final = 4
# How far below the first sentence, which may be a standfirst, a byline still stands.
_BYLINE_BELOW: Final = 10
_RUNNING_WORDS: Final = 8
_FOREIGN_WORDS: Final = 60
_HEAD: Final = 160
_INITIALS: Final = re.compile(r"[a-z]{2,4}(?:\s?/{1,2}\s?[A-Za-z]{2,4})*\s*")
_DURATION: Final = re.compile(r"[^\W\d_]['’”\"]?\d{1,2}:\d\d$")
# A headline is told by its words, of which a second printing may lack a few.
_SAME: Final = 0.85


def read_lines(text: str, blocks: Sequence[Block], *, headline: str | None = None, zones: bool = True, apart: bool = False) -> Reading:
    """Return what the lines of `blocks` say.

    `headline` is the one that is known, if any. With `zones`, what stands above the first paragraph and below the last is furniture even
    where no words of its own say so; without, only lines that say so themselves are. With `apart`, so are short lines that stand alone
    among paragraphs and are no sentences.
    """
    lines = [_line(text, block, blocks[at + 1] if at + 1 < len(blocks) else None) for at, block in enumerate(blocks)]
    if apart:
        _foreign(lines)
    reading = Reading()
    if zones:
        consent(lines)
        page_heads(lines, reading)
    first, last = _zone(lines)
    if zones and (opened := discussion(lines, reading, first + 1)) < len(lines):
        first, last = _zone(lines[:opened])
    if zones:
        site_name(lines[:first], reading)
    if zones or headline:
        _headline(lines, reading, headline, first, markdown=zones)
    _dateline(text, lines, reading, first)
    for at, line in enumerate(lines):
        if not line.done:
            _mark_line(lines, at, reading, inside=first <= at <= last, page=zones, early=at < max(len(lines) / 2, first + _BYLINE_BELOW))
    tables(lines, reading)
    if zones and first <= last:
        signatures(lines, reading, first, last)
        above(lines[:first], reading)
        below(lines[last + 1 :], reading)
    if apart:
        author_notes(lines, reading)
        slides(lines, reading)
        asides(lines, reading, subheads=zones)
    return reading


def _line(text: str, block: Block, following: Block | None) -> Line:
    line = text[block.start : block.end]
    short = block.end - block.start <= 400
    cue = cues.match(line) if short else None
    after = text[following.start : following.end] if following is not None and following.end - following.start < 300 else None
    words = len(WORD.findall(line)) if short else 60
    is_date = short and (is_date_line(line) or (line[0].isdigit() and is_stamp(line.strip())))
    byline = byline_of(line) if short and cue is None else None
    if cue is None and short and not is_date and byline is None:
        cue = cues.form_of(line)
    found = tuple(credits_of(line if short else line[-300:], block.start if short else block.end - 300, after))
    return Line(
        start=block.start, end=block.end, text=line, words=words, cue=cue, is_date=is_date, byline=byline, credits=found,
        sentence=_ends(line, block, found) and words >= 2,
    )  # fmt: skip


def _ends(line: str, block: Block, found: Sequence[Credit]) -> bool:
    """True for a line that ends as a sentence does, a sign-off behind it aside."""
    signed = found[-1] if found and found[-1].kind == "agency" and found[-1].end >= block.end - 1 else None
    told = line[: max(0, signed.start - block.start)].rstrip() if signed is not None else line
    return ENDS.search(told[-6:]) is not None


def _foreign(lines: Sequence[Line]) -> None:
    """Give a cue to lines in another language than the running text."""
    own = home(line.text for line in lines if line.sentence and line.words >= _RUNNING_WORDS)
    if own is None:
        return
    for at, line in enumerate(lines):
        if (
            line.words <= _FOREIGN_WORDS
            and plain(line)
            and not line.credits
            and own.foreign(line.text)
            and not house_line(line.text, persons=True)
            and not may_sign(lines, at)
        ):
            line.cue = cues.Cue(cues.reason_of(line.text) or by_length(line), "", line.text)


def _zone(lines: Sequence[Line]) -> tuple[int, int]:
    """Return the first and last line that read as running text; (0, -1) where none does."""
    running = [at for at, line in enumerate(lines) if line.sentence and plain(line) and not ID.search(line.text[:_HEAD])]
    if not running:
        return 0, -1
    first = next((at for at in running if lines[at].words >= 6), running[0])
    for at in range(first):
        paragraph = lines[at].words >= (_RUNNING_WORDS if lines[at].sentence else 2 * _RUNNING_WORDS)
        if plain(lines[at]) and paragraph and dateline_of(lines[at].text, 0) is not None and not lines[at].text.isupper():
            first = at
            break
    return first, running[-1]


def same_words(a: str, b: str) -> bool:
    """True where two printings of a headline have the same words, a few apart."""
    x, (y, wanted) = WORD.findall(a.casefold()), _words(b)
    if not x or not y:
        return False
    if x == y:
        return True
    if min(len(x), len(y)) < 4 or len(x) < _SAME * len(wanted):
        return False
    having = set(x)
    return len(having & wanted) >= _SAME * max(len(having), len(wanted))


@lru_cache(maxsize=64)
def _words(headline: str) -> tuple[list[str], frozenset[str]]:
    """Return the words of a headline in order, and each once: a page's is held against its every line."""
    words = WORD.findall(headline.casefold())
    return words, frozenset(words)


def _headline(lines: Sequence[Line], reading: Reading, known: str | None, first: int, *, markdown: bool) -> None:
    head = lines[: first or min(1, len(lines))] if first or not lines else []
    chosen: str | None = known
    if chosen is None:
        candidate = _choose(head, markdown=markdown)
        if candidate is None:
            return
        chosen = _bare(candidate.text)
    split = split_suffix(chosen)
    bare = chosen
    if split is not None and (_names_site(chosen, split[1]) or _stands_without(lines, *split) or _credited(lines, split[1])):
        bare, reading.suffix = split
    reading.headline = bare
    for line in lines:
        text = _bare(line.text)
        if line.words > _HEADLINE_WORDS[1] + 8 or line.done or len(text) > 2 * len(chosen) + _HEAD:
            continue
        parts = split_suffix(text)
        if same_words(text, bare) or (parts is not None and same_words(parts[0], bare)) or same_words(text, chosen):
            if _is_credit_tail(lines, line):
                continue
            line.done = True
            reading.mark(line.start, line.end, "headline", "the headline's words")
            if parts is not None and reading.suffix is None and same_words(parts[0], bare) and not same_words(text, bare):
                reading.suffix = parts[1]


def _names_site(headline: str, tail: str) -> bool:
    """True where the end of a headline is a site's name: a known one, behind a bar, or in a newspaper's words."""
    return bool(by_name(tail)) or is_address(tail) or like_outlet(tail) or f"| {tail}" in " ".join(headline.split())


def _bare(text: str) -> str:
    found = _MARKDOWN_HEAD.match(text.strip())
    return (found.group(1) if found else text).strip().strip("*").lstrip(_SIGNS).strip()


def _stands_without(lines: Sequence[Line], head: str, tail: str) -> bool:
    """True where the headline stands once more without its end, or the end alone."""
    return any(" ".join(line.text.split()).casefold() in {head.casefold(), tail.casefold()} for line in lines)


def _credited(lines: Sequence[Line], tail: str) -> bool:
    return any(tail.casefold() == name.casefold() for line in lines for credit in line.credits for name in credit.names)


def _is_credit_tail(lines: Sequence[Line], line: Line) -> bool:
    """True where the line is what a credit line before it points at ("Fonte:" and below it the other site's headline)."""
    at = next(i for i, other in enumerate(lines) if other is line)
    before = lines[at - 1] if at else None
    return before is not None and bool(before.credits) and before.text.rstrip().endswith((":", "："))


def _choose(head: Sequence[Line], *, markdown: bool) -> Line | None:
    shown = [line for line in head if not is_navigation(line.text) and not pictured(line.text)]
    open_lines = [line for line in shown if plain(line)]
    if not any(line.words >= _HEADLINE_WORDS[0] for line in open_lines):
        open_lines = [line for line in shown if _may_be_english(line)] or open_lines
    if markdown:
        marked = [line for line in open_lines if _MARKDOWN_HEAD.match(line.text)]
        if marked:
            return marked[0]
    for line in open_lines:
        if line.words >= _SURE_WORDS and by_name(line.text.strip()) is None and sum(line.text == other.text for other in open_lines) > 1:
            return line
    names = [line for line in open_lines if like_outlet(line.text.strip()) or by_name(line.text.strip())]
    names += [line for line in open_lines if is_crumb(line.text) or _leads_to(line.text, head)]
    if len(names) < len(open_lines):
        open_lines = [line for line in open_lines if line not in names]
    titles = [line for line in open_lines if _HEADLINE_WORDS[0] <= line.words <= _HEADLINE_WORDS[1] and not _BULLET.match(line.text)]
    for line in titles:
        if sum(same_words(line.text, other.text) for other in titles) > 1:
            return line
    suffixed = [line for line in titles if (tail := split_suffix(line.text)) is not None and by_name(tail[1]) and not is_person(tail[0])]
    if suffixed:
        return suffixed[0]
    long = [line for line in titles if line.words >= 4]
    reading_on = [line for line in long if _reads_as_title(line.text)]
    if long:
        return (reading_on or long)[0]
    return max(titles, key=lambda line: (line.words, -line.start), default=None)


def _may_be_english(line: Line) -> bool:
    """True for a line of which nothing is known but that its words are none of the commonest of English ("Broome cancels camel curfew")."""
    return line.cue is not None and not line.cue.words and line.text.isascii() and line.words >= _HEADLINE_WORDS[0] and not line.sentence


def _reads_as_title(text: str) -> bool:
    """True where small words join the others, which a row of a menu's names lacks."""
    return (
        not text.isascii()
        or any(word in joining() for word in text.casefold().split())
        or any(word[0].islower() for word in text.split()[1:])
    )


def _leads_to(text: str, head: Sequence[Line]) -> bool:
    """True for a way through the site whose last step is another line ("Culture / Festivals / Ferry choir sings")."""
    parts = [part for part in SEPARATED.split(text.strip()) if part.strip()]
    return len(parts) > 2 and any(same_words(parts[-1], line.text) and line.text != text for line in head)


def _dateline(text: str, lines: Sequence[Line], reading: Reading, first: int) -> None:
    tried = 0
    for at in range(first, len(lines)):
        line = lines[at]
        if line.done or (not plain(line) and not line.sentence):
            continue
        found = dateline_of(text[line.start : min(line.end, line.start + 140)], line.start)
        if found is not None and found.end < line.end:
            others = sum(dateline_of(other.text[:140], 0) is not None for other in lines[at + 1 : at + 12]) if found.agency is None else 0
            if others < 2:
                reading.dateline = found
                reading.mark(found.start, found.end, "dateline", "place and mark at the head of the text")
                if found.agency:
                    reading.credits.append(Credit((found.agency,), found.start, found.end, "agency", text[found.start : found.end]))
            return
        tried += 1
        if tried >= 3:
            return


def _mark_line(lines: Sequence[Line], at: int, reading: Reading, *, inside: bool, page: bool, early: bool) -> None:
    line = lines[at]
    if pictured(line.text, brackets=page) and not is_whole(line) and not (line.cue is not None and line.cue.words):
        line.done = True
        reading.mark(line.start, line.end, "caption", "says who took the picture")
        return
    if line.credits:
        _mark_credits(lines, at, reading)
        if is_whole(line):
            line.done = True
            return
    cue = line.cue
    if cue is not None and not (inside and _reads_on(line, cue)):
        line.done = True
        reading.mark(line.start, line.end, _reason(cue), _why(cue))
        if cue.reason == "date":
            reading.date = reading.date or iso_of(line.text)
        if cue.reason == "related" and len(cue.rest.split()) <= LABEL_WORDS:
            link_list(lines, at + 1, reading)
    elif line.words <= 20 and _DURATION.search(line.text):
        line.done = True
        reading.mark(line.start, line.end, "related", "a title with the length of its video")
    elif line.is_date and (not inside or line.words <= 12):
        line.done = True
        reading.date = reading.date or iso_of(line.text)
        reading.mark(line.start, line.end, "date", "a date and little else")
    elif line.byline is not None and line.words <= 12 and not line.sentence and (early or not inside):
        line.done = True
        reading.byline = reading.byline or (line.byline if line.byline and not is_editor(line.text) else None)
        reading.mark(line.start, line.end, "byline", "names the writer")
        named = houses_in(line.text)
        if named:
            reading.credits.append(Credit(named, line.start, line.end, "agency" if not line.byline else "inputs", line.text[:24]))


def _reason(cue: cues.Cue) -> FurnitureReason:
    """The cue's reason; where one is asked to log in or go somewhere, what for."""
    rest = cues.reason_of(cue.rest) if cue.reason == "navigation" and cue.rest else None
    return rest if rest in {"comment", "newsletter"} else cue.reason


def _why(cue: cues.Cue) -> str:
    if not cue.words:
        return "in another language than the text"
    return f"begins “{cue.words}”" if cue.rest else f"is “{cue.words}”"


def _reads_on(line: Line, cue: cues.Cue) -> bool:
    """True for a line in the body whose first words fit a cue but which goes on as a sentence of the article."""
    return cue.reason in {"navigation", "comment"} and line.sentence and line.words > 8


def _mark_credits(lines: Sequence[Line], at: int, reading: Reading) -> None:
    line = lines[at]
    for credit in line.credits:
        reading.credits.append(credit)
        start = line.start if _INITIALS.fullmatch(line.text[: max(0, credit.start - line.start)]) else credit.start
        reading.mark(start, credit.end, "credit", f"“{credit.words.strip()}”")
    if line.text.rstrip().endswith((":", "：")) and at + 1 < len(lines) and not lines[at + 1].done and is_whole(line):
        follower = lines[at + 1]
        follower.done = True
        reading.mark(follower.start, follower.end, "credit", f"what “{line.text.strip()}” points at")


def mark_running(text: str, reading: Reading) -> None:
    """Add the furniture that stands inside lines, where nothing of it is marked yet."""
    taken = sorted((mark.start, mark.end) for mark in reading.marks)
    starts = [start for start, _ in taken]
    for start, end, reason, words in _running(text):
        at = bisect_right(starts, start)
        if not (at and taken[at - 1][1] > start) and not (at < len(taken) and taken[at][0] < end):
            reading.mark(start, end, reason, f"“{words}”")


def _running(text: str) -> Iterator[tuple[int, int, FurnitureReason, str]]:
    """Yield what cues and appeals find within lines, sorted and apart; of two that meet, the earlier and longer one."""
    last = 0
    for start, end, reason, words in sorted((*cues.inline(text), *appeals(text)), key=lambda f: (f[0], -f[1], f[2], f[3])):
        if end > last:
            yield max(start, last), end, reason, words
            last = end
