"""What stands above and below the text of a plain page: the site's name, menus, the way to the article, lists of links."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from tellings.clean.furniture import cues
from tellings.clean.furniture.inside import tells
from tellings.clean.furniture.reading import ENDS, Line, Reading
from tellings.clean.furniture.signatures import is_section
from tellings.clean.furniture.tongues import is_word
from tellings.clean.head.credits import like_outlet
from tellings.clean.head.sites import front_words
from tellings.data.outlets import by_name, find, is_address
from tellings.model.articles import FurnitureReason

SEPARATED: Final = re.compile(r"\s(?:\||>|»|›|/|·|•|→)\s|\s{2,}|\t")
# What follows a cue for related articles in a line that heads a list of them ("Related Posts", "More from Business").
LABEL_WORDS: Final = 3
_MENU_WORDS: Final = 4
# A last sentence that lost its point has so many words at least.
_TOLD_WORDS: Final = 9


def site_name(top: Sequence[Line], reading: Reading) -> None:
    """Mark the few words that stand right above the link to the front page: the site's name."""
    for line, below in pairwise(top):
        name = line.text.strip(" •·*|#")
        known = line.is_date or line.credits or (line.cue is not None and line.cue.words)
        if (
            not known
            and len(name.split()) <= _MENU_WORDS
            and _is_front(below.text)
            and not any(c.isdigit() for c in name)
            and not is_word(name)
        ):
            line.done = True
            reading.outlet = name
            reading.mark(line.start, line.end, "outlet", "a name above the link to the front page")
            return
        if not known and not line.done and _in_menu(line):
            return


def above(lines: Iterable[Line], reading: Reading) -> None:
    """Mark what is short or stands before the headline; take the site's name from it."""
    top = list(lines)
    named = any(like_outlet(line.text.strip(" •·*|#")) for line in top)
    title_at = next((i for i, line in enumerate(top) if any(m.start == line.start and m.reason == "headline" for m in reading.marks)), None)
    for at, line in enumerate(top):
        if line.done:
            continue
        line.done = True
        name = line.text.strip().strip("•·*|# ")
        if (
            (by_name(name) and name.replace(" ", "").isalnum() and not _is_section(name))
            or is_address(name)
            or (
                title_at is not None
                and at < title_at
                and not is_section(name)
                and (like_outlet(name) or _is_site(name, top, at, named=named))
            )
        ):
            reading.outlet = reading.outlet or name
            reading.mark(line.start, line.end, "outlet", "a name alone above the article")
        elif title_at is not None and at > title_at and _is_highlight(top, at):
            line.done = False
        elif is_navigation(line.text) or is_crumb(line.text) or line.words <= _MENU_WORDS or (title_at is not None and at < title_at):
            reading.mark(line.start, line.end, cues.reason_of(line.text) or "navigation", "short words above the article")
        else:
            line.done = False


def below(lines: Sequence[Line], reading: Reading) -> None:
    """Mark what stands below the last sentence."""
    listing = False
    for at, line in enumerate(lines):
        if line.done:
            listing = line.cue is not None and line.cue.reason == "related" and (len(line.cue.rest.split()) <= LABEL_WORDS or listing)
            continue
        if at == 0 and line.words >= _TOLD_WORDS and tells(line.text):
            continue
        line.done = True
        if find(line.text.strip(" •·*|")):
            reading.mark(line.start, line.end, "outlet", "a name alone below the article")
        elif listing and len(line.text.split()) > 1:
            reading.mark(line.start, line.end, "related", "listed under a label for related articles")
        elif (reason := cues.reason_of(line.text)) is not None:
            listing = reason == "related"
            reading.mark(line.start, line.end, reason, "no sentence, below the article")
        else:
            reading.mark(line.start, line.end, by_length(line), "no sentence, below the article")


def by_length(line: Line) -> FurnitureReason:
    """Return what a line is of which nothing is known but that it is furniture."""
    return "navigation" if len(line.text.split()) <= _MENU_WORDS or is_navigation(line.text) else "other"


def is_navigation(text: str) -> bool:
    """True for a row of short names with bars, points or blanks between them."""
    parts = [part for part in SEPARATED.split(text.strip()) if part.strip()]
    return len(parts) >= 2 and all(len(part.split()) <= 3 for part in parts) and ENDS.search(text) is None


def is_crumb(text: str) -> bool:
    """True for the way to the article through the site ("Home / World / …")."""
    parts = [part for part in SEPARATED.split(text.strip()) if part.strip()]
    cue = cues.match(parts[0]) if len(parts) > 1 else None
    return cue is not None and cue.reason == "navigation" and not cue.rest


def _is_highlight(top: Sequence[Line], at: int) -> bool:
    """True for a short line among the points that some papers set below a headline: beside a longer one, and no row of names."""
    text = top[at].text.strip("•·*-–— \t")
    if len(text.split()) < 3 or not any(word[0].islower() for word in text.split()[1:]):
        return False
    beside = (*top[max(0, at - 1) : at], *top[at + 1 : at + 2])
    return any(not line.done and line.words > _MENU_WORDS for line in beside)


def _is_section(name: str) -> bool:
    """True for a shouted word of the language, and for the name of a section: an outlet may be called so."""
    return (name.isupper() and len(name) > _MENU_WORDS and " " not in name and is_word(name)) or is_section(name)


def _is_site(name: str, top: Sequence[Line], at: int, *, named: bool) -> bool:
    """True for a long word alone, unless it stands in a menu or another line names the site."""
    beside = (*top[max(0, at - 1) : at], *top[at + 1 : at + 2])
    own = top[at]
    return name.isalpha() and len(name) > 6 and not (named and name.istitle()) and not any(_in_menu(x) and _alike(x, own) for x in beside)


def _is_front(text: str) -> bool:
    first = next((part.strip() for part in SEPARATED.split(text.strip(" •·*|#»>")) if part.strip()), "")
    return first.casefold() in front_words()


def _in_menu(line: Line) -> bool:
    """True for a line that may be one of a menu's: a word or two, and no date; a link past the menu has more."""
    return len(line.text.split()) <= 2 and not line.is_date and (line.cue is None or line.cue.reason == "navigation")


def _alike(line: Line, other: Line) -> bool:
    """True where both begin alike, as the entries of one menu do: with a capital or without, with a bullet or without."""
    a, b = line.text.strip()[:1], other.text.strip()[:1]
    return (a.isalpha(), a.islower()) == (b.isalpha(), b.islower())
