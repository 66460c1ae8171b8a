"""What a page prints around its headline: dates, writers, section, and the words of a paywall; never from running text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from tellings.clean.bylines import has_cue, people_of
from tellings.clean.dates import is_date_line, iso_of, updated_words
from tellings.clean.headings import Heading, agreement
from tellings.clean.sites import Houses, front_words
from tellings.clean.survey import Survey, following, kinds_of, names_of, preceding, text_of
from tellings.data import toml
from tellings.model.articles import Block

_AFTER: Final = 160
_BEFORE: Final = 60
_LONGEST: Final = 160
_LONGEST_DATE: Final = 120
_RUNNING: Final = 240
_MOST_RUNNING: Final = 3
_CONTAINERS: Final = frozenset(
    ("article", "section", "main", "body", "ul", "ol", "table", "tbody", "html", "figure", "video", "iframe", "form")
)
_SEGMENT: Final = re.compile(r"\s*[|•·●—–]\s*|\s+-\s+|\s*[;]\s*|\s{2,}")
_PROFILE: Final = re.compile(
    r"/(?:author|authors|autor|autoren|autores|auteur|auteurs|autore|autori|writers?|reporters?|journalists?|people|person|staff|contributors?|profile?|by|redaktion|team|mitarbeiter|user|users|forfatter|skribent|avtor|yazar|penulis)/",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"[.!?。]['\"”’»)]?$")
_MOST_SECTION_WORDS: Final = 5
_DATED_ELSEWHERE: Final = 60
_MOST_INNER: Final = 8
_LONGEST_WALL: Final = 400
_MOST_LINKED: Final = 0.8


@dataclass(slots=True)
class Printed:
    """What is printed: times with where they stand, persons, section."""

    published: tuple[str, str] | None = None
    modified: tuple[str, str] | None = None
    people: tuple[list[str], str] | None = None
    section: tuple[str, str] | None = None
    pieces: list[tuple[Any, str]] = field(default_factory=list)

    def date(self, text: str, where: str, *, month_first: bool, short: bool, updated: bool = False) -> None:
        """Take the times of a stretch that holds a date, where none was found before."""
        first, second = times_in(text, month_first=month_first, short=short)
        if updated and second is None:
            first, second = None, first
        if first and self.published is None:
            self.published = (first, where)
        if second and self.modified is None:
            self.modified = (second, where)


def around(page: Survey, heading: Heading | None, houses: Houses, *, month_first: bool) -> Printed:
    """Return what stands around the headline; nothing where no element shows it."""
    found = Printed()
    if heading is None or heading.element is None:
        return found
    for element, text in _pieces(page, heading.element):
        found.pieces.append((element, text))
        kinds = kinds_of(names_of(element))
        _date(element, text, kinds, found, month_first)
        if found.people is None or (kinds and len(found.people[0]) == 1):
            _people(element, text, kinds, found, houses)
    _before(page, heading, houses, found, month_first)
    return found


def _pieces(page: Survey, headline: Any) -> Iterator[tuple[Any, str]]:
    """Yield the short elements that follow the headline, up to the third long paragraph."""
    running = 0
    for element in following(headline, _AFTER):
        tag = element.tag
        if tag in _CONTAINERS or len(element) > 14:
            continue
        text = text_of(element)
        if len(text) > _LONGEST:
            if tag == "p" or (len(text) > _RUNNING and len(element) < 3):
                running += 1
                if running >= _MOST_RUNNING:
                    return
            continue
        if text and not page.is_outside(element):
            yield element, text
        elif tag == "time" and element.get("datetime") and not page.is_outside(element):
            yield element, ""


def _date(element: Any, text: str, kinds: frozenset[str], found: Printed, month_first: bool) -> None:
    if found.published is not None and found.modified is not None:
        return
    if element.tag == "time" or element.get("datetime"):
        value = iso_of(element.get("datetime") or "") or iso_of(text, month_first=month_first, short=True)
        # the words beside a time element say what it is the time of
        label = _label(element)
        if value and ("updated" in kinds or _says_updated(text) or _says_updated(label)):
            found.modified = found.modified or (value, "time element")
        elif value:
            found.published = found.published or (value, "time element")
        return
    if len(text) > _LONGEST_DATE or not any(c.isdigit() for c in text):
        return
    if any(child.tag == "time" for child in element.iter("time")):
        return
    named = "date" in kinds or "updated" in kinds
    if named and not (_SENTENCE.search(text) and len(text.split()) > 12):
        found.date(
            text, "element named for a date", month_first=month_first, short=True, updated="updated" in kinds and "date" not in kinds
        )
    elif any(is_date_line(segment) for segment in (text, *_SEGMENT.split(text))):
        found.date(text, "date by the headline", month_first=month_first, short=False)
    elif has_cue(text) and len(text.split()) <= 16:
        found.date(text, "date in the byline", month_first=month_first, short=False)


def _label(element: Any) -> str:
    before = element.getprevious()
    parent = element.getparent()
    said = (
        (before.tail or (before.text if len(before) == 0 else "") or "")
        if before is not None
        else (parent.text if parent is not None else "")
    )
    return (said or "")[-60:]


def _people(element: Any, text: str, kinds: frozenset[str], found: Printed, houses: Houses) -> None:
    named = "byline" in kinds and "not-byline" not in kinds
    if not named and not (has_cue(text) and len(text.split()) <= 16 and not _SENTENCE.search(text.removesuffix("."))):
        return
    listed = _persons(element, text, houses, named=named)
    if not listed or len(listed) > 8:
        return
    if found.people is None or (set(found.people[0]) < set(listed)):
        found.people = (listed, "element named for the writer" if named else "byline by the headline")


def _persons(element: Any, text: str, houses: Houses, *, named: bool) -> list[str]:
    """Return the persons whom the element names: those of its inner elements for writers, where there are any."""
    listed: list[str] = []
    for inner in element.iter("a", "span", "strong", "b", "address", "div", "li"):
        if inner is element or len(inner) > 2:
            continue
        if _is_writer(inner):
            listed += [
                name for name in people_of(listed_text(inner), printed=True, handles=True, houses=houses.names) if name not in listed
            ]
    if not listed:
        listed = people_of(listed_text(element), printed=True, handles=named, houses=houses.names)
        if (
            len(listed) == 1
            and len(listed[0].split()) == 1
            and (whole := people_of(text, houses=houses.names))
            and len(whole[0].split()) == 2
        ):
            listed = whole
    return [name for name in listed if not houses.own(name)]


def _is_writer(element: Any) -> bool:
    kinds = kinds_of(names_of(element))
    if "not-byline" in kinds:
        return False
    return "byline" in kinds or "writer" in kinds or (element.tag == "a" and _PROFILE.search(element.get("href") or "") is not None)


def listed_text(element: Any) -> str:
    """Return the text of an element with bars between what its inner elements hold."""
    if len(element) == 0:
        return " ".join((element.text or "").split())
    parts: list[str] = []
    _list(element, parts, 0)
    return " ".join("".join(parts).split())


def _list(element: Any, parts: list[str], depth: int) -> None:
    parts.append(element.text or "")
    for child in element:
        if (
            isinstance(child.tag, str)
            and child.tag not in {"script", "style", "svg", "noscript", "button", "template", "time"}
            and depth < 12
        ):
            own = child.tag not in {"b", "i", "em", "strong", "font", "u"}
            parts.append(" | " if own else "")
            if "not-byline" not in kinds_of(names_of(child)) or "byline" in kinds_of(names_of(child)):
                _list(child, parts, depth + 1)
            parts.append(" | " if own else "")
        parts.append(child.tail or "")


def _before(page: Survey, heading: Heading, houses: Houses, found: Printed, month_first: bool) -> None:
    """Take date, writer and section from what stands above the headline."""
    above: list[tuple[str, str]] = []
    for seen, element in enumerate(preceding(heading.element, _BEFORE)):
        if element.tag in _CONTAINERS or len(element) > 6 or page.is_outside(element):
            continue
        text = text_of(element)
        if not text or len(text) > _LONGEST_DATE:
            continue
        kinds = kinds_of(names_of(element))
        if seen <= 30 and "site" not in kinds:
            if found.published is None and not _is_today(element):
                _date(element, text, kinds, found, month_first)
            if found.people is None and "byline" in kinds:
                _people(element, text, kinds, found, houses)
        if "section" in kinds and len(text.split()) <= _MOST_SECTION_WORDS and not any(c.isdigit() for c in text) and not houses.own(text):
            above.append((text.strip(" :|/›»>"), "element named for the section"))
    if above and found.section is None:
        found.section = above[0]


def _is_today(element: Any) -> bool:
    """True for the date that a page shows at its head on every day."""
    node = element
    for _ in range(6):
        if node is None:
            return False
        if (
            node.tag in {"header", "nav"}
            and node.getparent() is not None
            and node.getparent().tag in {"body", "div"}
            and "headline" not in names_of(node)
        ):
            return "entry" not in names_of(node) and "article" not in names_of(node) and "post" not in names_of(node)
        if re.search(r"today|current|site-?header|topbar|masthead|weather|wetter", names_of(node).lower()):
            return True
        node = node.getparent()
    return False


def times_in(text: str, *, month_first: bool = False, short: bool = False) -> tuple[str | None, str | None]:
    """Return the first time of publication and of change that a short text gives ("Published 3 May 2024, updated 4 May 2024")."""
    published: str | None = None
    modified: str | None = None
    said = False
    for piece in _updated().split(text):
        if _updated().fullmatch(piece):
            said = True
            continue
        if said and (hit := _published().search(piece)):
            value, rest = iso_of(piece[: hit.start()], month_first=month_first, short=short), piece[hit.start() :]
            modified = modified or value
            published = published or iso_of(rest, month_first=month_first, short=short)
            continue
        value = iso_of(piece, month_first=month_first, short=short)
        if said:
            modified = modified or value
        else:
            published = published or value
    return published, modified


def _says_updated(text: str) -> bool:
    return bool(text) and _updated().search(text) is not None


@cache
def _updated() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(updated_words(), key=lambda word: (-len(word), word)))
    return re.compile(rf"((?<![^\W\d_])(?:{words})(?![^\W\d_]))", re.IGNORECASE)


@cache
def _published() -> re.Pattern[str]:
    own = {word.casefold() for word in updated_words()}
    words = [
        word for word in toml("credits")["date"]["words"] if word.casefold() not in own and len(word) > 3 and not _updated().search(word)
    ]
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))), re.IGNORECASE)


def elsewhere(page: Survey, found: Printed, houses: Houses, *, month_first: bool) -> None:
    """Add to `found` what elements named for a date or a writer say anywhere on the page but in comments, lists and its foot."""
    if found.published is None:
        _timed(page, found, month_first)
    if found.published is None:
        _named_dates(page, found, month_first)
    if found.people is None:
        _writers(page, found, houses)


def _timed(page: Survey, found: Printed, month_first: bool) -> None:
    for element in page.times:
        if found.published is None and not page.is_outside(element):
            _date(element, text_of(element), kinds_of(names_of(element)), found, month_first)


def _writers(page: Survey, found: Printed, houses: Houses) -> None:
    for element in page.of("byline")[:_DATED_ELSEWHERE]:
        kinds = kinds_of(names_of(element))
        if found.people is not None or "not-byline" in kinds or len(element) > _MOST_INNER or page.is_outside(element):
            continue
        text = text_of(element)
        if 2 <= len(text) <= _LONGEST_DATE:
            _people(element, text, kinds, found, houses)


def _named_dates(page: Survey, found: Printed, month_first: bool) -> None:
    for element in page.of("date")[: _DATED_ELSEWHERE * 3]:
        if len(element) > 12 or element.tag in _CONTAINERS:
            continue
        value = element.get("content") or element.get("datetime") or (element.get("title") if element.tag == "abbr" else None)
        text = value or text_of(element)
        if 6 <= len(text) <= 90 and any(c.isdigit() for c in text) and not page.is_outside(element) and not _is_today(element):
            kinds = kinds_of(names_of(element))
            short = re.search(r"date|datum|fecha|time|publi|posted|stamp", names_of(element).lower()) is not None
            if short or any(is_date_line(segment) for segment in (text, *_SEGMENT.split(text))):
                found.date(text, "element named for a date", month_first=month_first, short=short, updated="updated" in kinds)
        if found.published is not None:
            return


def crumb(page: Survey, headline: str, houses: Houses) -> str | None:
    """Return the last step of the page's breadcrumbs that is a section: not the headline, the site or its front page."""
    for element in page.of("crumbs")[:4]:
        steps = [text_of(link) for link in element.iter("a")] or [text_of(item) for item in element.iter("li", "span")]
        kept = [step.strip(" ›»>/|") for step in steps if 1 < len(step) <= 60]
        chosen = last_section(kept, headline, houses)
        if chosen:
            return chosen
    return None


def last_section(steps: Sequence[str], headline: str, houses: Houses) -> str | None:
    """Return the last of a breadcrumb's steps that is not the headline, the site or its front page."""
    for step in reversed(steps):
        if step.casefold() in front_words() or houses.own(step) or agreement(step, headline) >= 2 or len(step.split()) > 6:
            continue
        return step
    return None


def is_walled(text: str, blocks: Sequence[Block]) -> bool:
    """True where a short block of the page says that the rest is for those who pay."""
    for block in blocks:
        if block.end - block.start > _LONGEST_WALL or block.link_share > _MOST_LINKED:
            continue
        folded = text[block.start : block.end].casefold()
        for pattern, hints in _walls():
            if any(hint in folded for hint in hints) and pattern.search(folded):
                return True
    return False


@cache
def _walls() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    return tuple((re.compile(row["pattern"]), tuple(row["hints"])) for row in toml("heads")["wall"])
