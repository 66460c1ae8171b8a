"""How lines are worded: passages tidied by dropping only, and the fixed frames around them.

Nothing here writes content: words of a line come from passages, save the frames, the names of tellings, speakers and days, and a name
in square brackets where a passage begins with a pronoun.
"""

import re
from calendar import month_name
from collections.abc import Iterable, Sequence
from typing import Final

from tellings.data.outlets import state_of

ELLIPSIS: Final = "…"
_SPACE: Final = re.compile(r"\s+")
_LEADING_WORD: Final = re.compile(
    r"(?:and|but|or|yet|so|then|also|while|whereas|that|when|although|though|because|And|But|Or|Yet)\s+(?=\S)"
    r"|as\s+(?!many|much|few|little|well|long|soon|far)(?=\S)|since\s+(?![\d\W]|last|then)(?=\S)"
)
_LEADING_MARK: Final = re.compile(r"^(?:[\s,;:.–—\-•·*]+|[”’)\]](?=\s|\w))+")
_TRAILING_MARK: Final = re.compile(r"[\s,;:‚–—\-]+$")
# A full stop that ends an abbreviation stays.
_ABBREVIATED: Final = re.compile(r"(?:\b[A-Za-z]\.|\b(?:Inc|Ltd|Co|Corp|Jr|Sr|St|No|etc|approx)\.|\.\.\.)$")
_SENTENCE_INSIDE: Final = re.compile(r"[.!?][”\"’)]?\s+[\"“(]?[A-Z]")
_ASIDE: Final = re.compile(r"\s*\([^()]*\)|\s+[–—]\s[^–—]*\s[–—](?=\s)")
_CLAUSE_END: Final = re.compile(r"[,;:](?=\s)|\s[–—]\s|\s(?=(?:and|but|which|who|while|after|before|as|when|where|because|although)\s)")
_TAIL_WORD: Final = re.compile(
    r"\s+(?:a|an|the|of|and|or|but|to|in|on|at|by|for|with|from|as|that|which|who|its|his|her|their|said|was|is|were|are|had|has|have)$"
)
_PAIRS: Final = (("“", "”"), ("«", "»"), ("„", "“"), ("(", ")"), ("[", "]"))
_TERM: Final = re.compile(r"\w+")
# A comma before the closing mark belonged to the sentence that went on; some pages print U+201A for it.
_QUOTED_COMMA: Final = re.compile(r"[,;‚]([”\"’])$")
# A straight mark before white space opens nothing.
_STRAY_MARK: Final = re.compile(r'^["“]\s+')
# Where a sentence ends and another begins; "Mr. Smith" and "U.S. Army" are none.
_SENTENCE_STOP: Final = re.compile(
    r"(?<!\b[A-Z])(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!\bSt)(?<!\bGen)(?<!\bSen)(?<!\bRep)[.!?…][”\"’)]*(?=\s+[\"“‘(]?[A-Z0-9])"
)
_LOWER_BRAND: Final = re.compile(r"[a-z][A-Z]")


def tidy(text: str) -> str:
    """Return the passage on one line, sentence case, without leading connectives, dangling marks or a final full stop."""
    line = _SPACE.sub(" ", text).strip()
    line = _balanced(_STRAY_MARK.sub("", line))
    line = _LEADING_MARK.sub("", line)
    line = _LEADING_WORD.sub("", line, count=1) if _LEADING_WORD.match(line) else line
    line = _QUOTED_COMMA.sub(r"\1", _TRAILING_MARK.sub("", line))
    return capital(without_stop(line))


def capital(line: str) -> str:
    """Return the line with its first letter in upper case; a name such as "iPhone" keeps its own."""
    at = 1 if line[:1] in "“\"‘'«(" else 0
    if _LOWER_BRAND.match(line, at):
        return line
    return line[:at] + line[at : at + 1].upper() + line[at + 1 :]


def without_stop(line: str) -> str:
    """Return a line of one sentence without its final full stop; several sentences keep theirs."""
    if not line.endswith(".") or _ABBREVIATED.search(line) or _SENTENCE_INSIDE.search(line):
        return line
    return line[:-1].rstrip()


def shorten(line: str, limit: int) -> str:
    """Return the line, or its first clauses and an ellipsis where it is longer than `limit`; only dropping, never rewording."""
    if len(line) <= limit:
        return line
    dropped = _ASIDE.sub("", line)
    if len(dropped) <= limit:
        return dropped
    head = dropped[: limit - 1]
    ends = [end.start() for end in _CLAUSE_END.finditer(head) if end.start() >= limit * 0.55]
    head = head[: ends[-1]] if ends else head.rsplit(" ", 1)[0]
    head = _TRAILING_MARK.sub("", head)
    while (shorter := _TAIL_WORD.sub("", head)) != head:
        head = _TRAILING_MARK.sub("", shorter)
    close = next((after for before, after in _PAIRS[:2] if head.count(before) > head.count(after)), "")
    close = close or ('"' if head.count('"') % 2 else "")
    return head + ELLIPSIS + close


def to_sentence(line: str, limit: int) -> str:
    """Return the line, or its first sentences and an ellipsis where it is longer than `limit`: never less than one whole sentence."""
    if len(line) <= limit:
        return line
    ends = [end.end() for end in _SENTENCE_STOP.finditer(line)]
    end = max((at for at in ends if at <= limit), default=min(ends, default=len(line)))
    if end >= len(line) - 1:
        return line
    head = f"{line[:end].rstrip(f' {ELLIPSIS}')} {ELLIPSIS}"
    close = next((after for before, after in _PAIRS[:2] if head.count(before) > head.count(after)), "")
    return head + (close or ('"' if head.count('"') % 2 else ""))


def _balanced(line: str) -> str:
    """Drop marks that have no partner in the line."""
    for before, after in _PAIRS:
        if line.count(before) == line.count(after) or (before == "„" or (after == "“" and "„" not in line)):
            continue
        line = _drop_unpaired(line, before, after)
    if line.count('"') % 2:
        at = len(line) - 1 if line.endswith('"') else line.index('"')
        line = line[:at] + line[at + 1 :]
    return line.strip()


def _drop_unpaired(line: str, before: str, after: str) -> str:
    open_at: list[int] = []
    drop: set[int] = set()
    for at, char in enumerate(line):
        if char == before:
            open_at.append(at)
        elif char == after:
            if open_at:
                open_at.pop()
            else:
                drop.add(at)
    drop.update(open_at)
    return "".join(char for at, char in enumerate(line) if at not in drop)


def is_open(text: str) -> bool:
    """Return whether a quotation mark opens in the text and does not close."""
    return any(text.count(before) > text.count(after) for before, after in _PAIRS[:2]) or text.count('"') % 2 == 1


def quoted(text: str) -> str:
    """Return the words in curly quotation marks, the marks they came in dropped."""
    line = _SPACE.sub(" ", text).strip()
    for before, after in (("“", "”"), ('"', '"'), ("‘", "’"), ("'", "'"), ("«", "»")):
        if len(line) > 2 and line.startswith(before) and line.endswith(after) and after not in line[1:-1]:
            line = line[1:-1].strip()
    return f"“{_balanced(line).rstrip(',;‚')}”"


def listed(names: Iterable[str], most: int = 6) -> str:
    """Return names with commas; beyond `most` the rest is counted."""
    found = list(names)
    if len(found) <= most + 1:
        return ", ".join(found)
    return f"{', '.join(found[:most])} and {len(found) - most} more"


def tellers(names: Iterable[str], most: int = 6) -> str:
    """Return names of tellings as `listed` does, those that a government runs marked."""
    return listed((f"{name} (state-run)" if state_of(name) else name for name in names), most)


def line_of(words: str, note: str) -> str:
    """Return words and note as one line."""
    return f"{words} — {note}" if note else words


def joined(parts: Sequence[str]) -> str:
    """Return the parts of a note that say something, parted by semicolons."""
    return "; ".join(part for part in parts if part)


def long_date(value: str) -> str:
    """Return an ISO date or time as "24 August 2021", with the clock where it is given; anything else as it is."""
    day, _, clock = value.partition("T")
    try:
        year, month, number = (int(part) for part in day.split("-"))
        label = f"{number} {month_name[month]} {year}"
    except (ValueError, IndexError):
        return value
    return f"{label}, {clock[:5]}" if clock[:5].strip("0:") else label


def terms(line: str) -> list[str]:
    """Return the words of a line that carry content: lower case, short function words left out."""
    return [word.lower() for word in _TERM.findall(line) if len(word) > 3 or word[0].isdigit() or word[0].isupper()]


def byline(value: str | None) -> str:
    """Return who wrote it, with "by" before the name unless the page has put it there."""
    return "" if not value else value if value.lower().startswith("by ") else f"by {value}"
