"""What a page prints around its headline: dates, writers, section, and the words of a paywall; never from running text."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from tellings.clean.head.ago import day_ago
from tellings.clean.head.alone import names_alone, signed
from tellings.clean.head.bylines import has_cue, people_of
from tellings.clean.head.datelines import cities
from tellings.clean.head.dates import PLAIN, Customs, is_date_line, iso_of, updated_words
from tellings.clean.head.headings import Heading, agreement
from tellings.clean.head.sites import Houses, front_words
from tellings.clean.head.survey import Survey, following, kinds_of, names_of, preceding, text_of
from tellings.clean.head.writers import desk_in, is_licensed, writers_of
from tellings.data import toml
from tellings.data.outlets import find
from tellings.model.articles import Block

_AFTER: Final = 160
_BEFORE: Final = 60
LONGEST: Final = 160
LONGEST_DATE: Final = 120
_RUNNING: Final = 240
_SENTENCE_LENGTH: Final = 50
_MOST_RUNNING: Final = 3
CONTAINERS: Final = frozenset(
    ("article", "section", "main", "body", "ul", "ol", "table", "tbody", "html", "figure", "video", "iframe", "form")
)
SEGMENT: Final = re.compile(r"\s*[|•·●—–]\s*|\s+-\s+|\s*[;]\s*|\s{2,}")
_PUBLISHED_NAME: Final = re.compile(r"publish|posted|created|entry-date|post-date", re.IGNORECASE)
_LEADING_DATE: Final = re.compile(r"^\W{0,2}\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{4}\b")
_MOST_AFTER_DATE: Final = 8
_SMALL_TAGS: Final = frozenset(("small", "span", "em", "i", "font", "h4", "h5", "h6", "strong", "b", "div", "p"))
_SENTENCE: Final = re.compile(r"[.!?。]['\"”’»)]?$")
_MOST_SECTION_WORDS: Final = 5
_NO_NAMES: Final = frozenset(("h1", "h2", "h3", "li", "td", "th", "dt", "label"))
_NO_WRITER: Final = frozenset(("section", "crumbs", "headline", "site", "kicker", "not-byline"))
_MOST_SIGNED_WORDS: Final = 9
_LONGEST_PLACE: Final = 50
_PICTURE: Final = re.compile(r"photo|image|caption|picture|foto|bild|figure|video|img", re.IGNORECASE)
_ELIDED: Final = re.compile(r"^(?:l|d|dell)[’'](?=[A-ZÀ-Þ])")
_PARTS: Final = re.compile(r"\s*[,/|•·]\s*|\s+[-–—]\s+|\s+(?:avec|mit|with|con|com|med|met|i|and|und|et|y|e|z|via)\s+")
_MOST_BYLINE_WORDS: Final = 16
_MOST_NAME_WORDS: Final = 4
_NEAR: Final = 4
_LONGEST_WALL: Final = 400
_MOST_LINKED: Final = 0.8


@dataclass(slots=True)
class Printed:
    """What is printed: times with where they stand, persons, section; `close` where the time stands between headline and text, or above."""

    published: tuple[str, str] | None = None
    modified: tuple[str, str] | None = None
    people: tuple[list[str], str] | None = None
    desk: tuple[str, str] | None = None
    alone: list[str] | None = None
    section: tuple[str, str] | None = None
    close: bool = False
    ago: tuple[str, str] | None = None
    dateline: str | None = None
    credit: tuple[str, str] | None = None

    def date(self, text: str, where: str, *, customs: Customs, short: bool, updated: bool = False) -> None:
        """Take the times of a stretch that holds a date, where none was found before."""
        first, second = times_in(text, customs=customs, short=short)
        if updated and second is None:
            first, second = None, first
        if first and self.published is None:
            self.published = (first, where)
        if second and self.modified is None:
            self.modified = (second, where)


def around(page: Survey, heading: Heading | None, houses: Houses, *, customs: Customs) -> Printed:
    """Return what stands around the headline; nothing where no element shows it."""
    found = Printed()
    if heading is None or heading.element is None:
        return found
    for element, text, running in _pieces(page, heading.element):
        kinds = kinds_of(names_of(element))
        if found.published is None:
            found.close = running == 0
        take_date(element, text, kinds, found, customs)
        if found.ago is None and customs.fetched is not None and running == 0:
            _ago(text, found, customs.fetched)
        if found.alone is None and running == 0:
            _alone(element, text, kinds, found, houses)
        if found.people is None or (kinds and len(found.people[0]) == 1):
            take_people(element, text, kinds, found, houses)
        _signature(element, text, kinds, found, houses)
    far = None if found.close else found.published
    found.published = None if far else found.published
    _before(page, heading, houses, found, customs)
    # what stands above the headline comes before what stands below the text
    found.published = found.published or far
    return found


def _pieces(page: Survey, headline: Any) -> Iterator[tuple[Any, str, int]]:
    """Yield the short elements that follow the headline, up to the third long paragraph, with how many paragraphs stand before."""
    running = sentences = 0
    for element in following(headline, _AFTER):
        tag = element.tag
        if tag in CONTAINERS or len(element) > 14:
            continue
        text = text_of(element, _RUNNING)
        if len(text) > LONGEST:
            if tag == "p" or (len(text) > _RUNNING and len(element) < 3):
                running += 1
                if running >= _MOST_RUNNING:
                    return
            continue
        if text and not page.is_outside(element):
            sentences += tag == "p" and len(text) > _SENTENCE_LENGTH and _SENTENCE.search(text) is not None
            yield element, text, running + sentences
        elif tag == "time" and element.get("datetime") and not page.is_outside(element):
            yield element, "", running + sentences


def take_date(element: Any, text: str, kinds: frozenset[str], found: Printed, customs: Customs) -> None:
    """Take the times that the element says, where none was found before."""
    if found.published is not None and found.modified is not None:
        return
    if element.tag == "time" or element.get("datetime"):
        value = iso_of(element.get("datetime") or "") or iso_of(text, customs=customs, short=True)
        # the words beside a time element say what it is the time of
        label = _label(element)
        updated = "updated" in kinds and not _PUBLISHED_NAME.search(names_of(element))
        if value and (updated or _says_updated(text) or _says_updated(label)):
            found.modified = found.modified or (value, "time element")
        elif value:
            found.published = found.published or (value, "time element")
        return
    if len(text) > LONGEST_DATE or not any(c.isdigit() for c in text):
        return
    if any(child.tag == "time" for child in element.iter("time")):
        return
    named = "date" in kinds or "updated" in kinds
    if named and not (_SENTENCE.search(text) and len(text.split()) > 12):
        found.date(text, "element named for a date", customs=customs, short=True, updated="updated" in kinds and "date" not in kinds)
    elif any(is_date_line(segment) for segment in (text, *SEGMENT.split(text))):
        found.date(text, "date by the headline", customs=customs, short=False)
    elif any(has_cue(segment) for segment in SEGMENT.split(text)) and len(text.split()) <= _MOST_BYLINE_WORDS:
        found.date(text, "date in the byline", customs=customs, short=True)
    elif _LEADING_DATE.match(text) and len(text.split()) <= _MOST_AFTER_DATE and element.tag in _SMALL_TAGS:
        found.date(text, "date by the headline", customs=customs, short=False)


def _alone(element: Any, text: str, kinds: frozenset[str], found: Printed, houses: Houses) -> None:
    """Take the names that are all of a short line between headline and text; those of a picture, a section or a heading are not."""
    if (
        len(element) > 1
        or element.tag in _NO_NAMES
        or not kinds.isdisjoint(_NO_WRITER)
        or _PICTURE.search(names_of(element))
        or is_licensed(element)
    ):
        return
    if any(
        above.tag in {"figure", "figcaption"} or _PICTURE.search(names_of(above))
        for above in itertools.islice(element.iterancestors(), _NEAR)
    ):
        return
    found.alone = names_alone(text, houses.no_persons) or None


def _ago(text: str, found: Printed, fetched: str) -> None:
    """Take the day that is so long before the page was fetched as a short piece by the headline says."""
    for segment in SEGMENT.split(text) if len(text) <= LONGEST_DATE else ():
        day = day_ago(segment, fetched)
        if day is not None:
            found.ago = (day, f"“{segment.strip()}” before it was fetched")
            return


def _label(element: Any) -> str:
    before = element.getprevious()
    parent = element.getparent()
    said = (
        (before.tail or (before.text if len(before) == 0 else "") or "")
        if before is not None
        else (parent.text if parent is not None else "")
    )
    return (said or "")[-60:]


def take_people(element: Any, text: str, kinds: frozenset[str], found: Printed, houses: Houses) -> None:
    """Take the persons whom the element names as writers, or the desk; more persons come before fewer of the same."""
    listed, where = writers_of(element, text, kinds, houses)
    if not listed and found.desk is None and (desk := desk_in(element, text, kinds, houses)) is not None:
        found.desk = (desk, where)
    if listed and (found.people is None or set(found.people[0]) < set(listed)):
        found.people = (listed, where)


def _signature(element: Any, text: str, kinds: frozenset[str], found: Printed, houses: Houses) -> None:
    """Take from a short line by the headline a place alone, an agency, and the writer beside an agency or the house."""
    if len(text.split()) > _MOST_SIGNED_WORDS or _SENTENCE.search(text) or _PICTURE.search(names_of(element)):
        return
    parts = [part.strip(" .:") for part in _PARTS.split(text) if part.strip(" .:")]
    if found.dateline is None and parts and len(text) <= _LONGEST_PLACE and all(part.casefold() in cities() for part in parts):
        found.dateline = text
    agencies = [known.name for part in parts if (known := find(_ELIDED.sub("", part))) is not None and known.kind == "agency"]
    named = "byline" in kinds or "source" in kinds or "date" in kinds
    if agencies and found.credit is None and (named or len(parts) > 1):
        found.credit = (agencies[0], text[:40])
    if found.people is None and len(parts) == 2 and (find(parts[1]) is not None or houses.own(parts[1])):
        listed = people_of(parts[0], houses=houses.no_persons)
        if len(listed) == 1 and 1 < len(listed[0].split()) <= _MOST_NAME_WORDS:
            found.people = (listed, "name beside a house by the headline")


def _before(page: Survey, heading: Heading, houses: Houses, found: Printed, customs: Customs) -> None:
    """Take date, writer and section from what stands above the headline."""
    above: list[tuple[str, str]] = []
    for seen, element in enumerate(preceding(heading.element, _BEFORE)):
        if element.tag in CONTAINERS or len(element) > 6 or page.is_outside(element):
            continue
        text = text_of(element, LONGEST_DATE)
        if not text or len(text) > LONGEST_DATE:
            continue
        kinds = kinds_of(names_of(element))
        if seen <= 30 and "site" not in kinds:
            if found.published is None and not is_today(element):
                found.close = True
                take_date(element, text, kinds, found, customs)
            if found.people is None and ("byline" in kinds or any(signed(segment) for segment in SEGMENT.split(text))):
                take_people(element, text, kinds, found, houses)
        if "section" in kinds and len(text.split()) <= _MOST_SECTION_WORDS and not any(c.isdigit() for c in text) and not houses.own(text):
            above.append((text.strip(" :|/›»>"), "element named for the section"))
    if above and found.section is None:
        found.section = above[0]


def is_today(element: Any) -> bool:
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


def times_in(text: str, *, customs: Customs = PLAIN, short: bool = False) -> tuple[str | None, str | None]:
    """Return the first time of publication and of change that a short text gives ("Published 3 May 2024, updated 4 May 2024")."""
    published: str | None = None
    modified: str | None = None
    said = False
    for piece in _updated().split(text):
        if _updated().fullmatch(piece):
            said = True
            continue
        if said and (hit := _published().search(piece)):
            value, rest = iso_of(piece[: hit.start()], customs=customs, short=short), piece[hit.start() :]
            modified = modified or value
            published = published or iso_of(rest, customs=customs, short=short)
            continue
        value = iso_of(piece, customs=customs, short=short)
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
    whole = text.casefold()
    rows = [(pattern, said) for pattern, hints in _walls() if (said := tuple(hint for hint in hints if hint in whole))]
    for block in blocks if rows else ():
        if block.end - block.start > _LONGEST_WALL or block.link_share > _MOST_LINKED:
            continue
        folded = text[block.start : block.end].casefold()
        for pattern, hints in rows:
            if any(hint in folded for hint in hints) and pattern.search(folded):
                return True
    return False


@cache
def _walls() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    return tuple((re.compile(row["pattern"]), tuple(row["hints"])) for row in toml("heads")["wall"])
