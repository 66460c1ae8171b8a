"""What a page prints of day and writer anywhere but by its headline: in elements named for them, where they agree."""

import itertools
import re
from typing import Any, Final

from tellings.clean.head.alone import names_alone
from tellings.clean.head.bylines import has_cue
from tellings.clean.head.dates import Customs, is_date_line
from tellings.clean.head.printed import CONTAINERS, LONGEST, LONGEST_DATE, SEGMENT, Printed, is_today, take_date, take_people, times_in
from tellings.clean.head.sites import Houses
from tellings.clean.head.survey import Survey, kinds_of, names_of, text_of
from tellings.clean.head.writers import is_licensed, is_profile, persons_in, stands_alone

# Found by a link alone: a signature in the text is surer.
LINKED: Final = "link to the writer's page"
_NEAR: Final = 4
_TITLE_WORDS: Final = 4
_DATED_ELSEWHERE: Final = 60
_MOST_INNER: Final = 8
_MOST_LINKS: Final = 400
_COMMENT: Final = re.compile(r"comment|review|reply|forum|testimonial", re.IGNORECASE)


def elsewhere(page: Survey, found: Printed, houses: Houses, *, customs: Customs) -> None:
    """Add to `found` what elements named for a date or a writer say anywhere on the page but in comments, lists and its foot."""
    if found.published is None:
        _timed(page, found, customs)
    if found.published is None:
        _named_dates(page, found, customs)
    if found.people is None:
        _writers(page, found, houses, customs)
    if found.published is None:
        _only_date(page, found, customs)
    if found.people is None and found.desk is None:
        _only_writer(page, found, houses)
    if found.people is None and found.desk is None:
        _boxed(page, found, houses)
    if found.people is None and found.desk is None:
        _linked(page, found, houses)


def _only_date(page: Survey, found: Printed, customs: Customs) -> None:
    """Take the one day that all dates beside the article give, where they agree."""
    given: dict[str, str] = {}
    for element in (*page.times, *page.of("date"))[:_DATED_ELSEWHERE]:
        text = element.get("datetime") or text_of(element)
        fits = 6 <= len(text) <= LONGEST_DATE and len(element) <= _MOST_INNER
        if fits and not page.is_outside(element, surely=True) and not _by_title(element):
            stamp = times_in(text, customs=customs, short=True)[0] if not is_today(element) else None
            if stamp:
                given.setdefault(stamp[:10], stamp)
    if len(given) == 1:
        found.published = (next(iter(given.values())), "the only date on the page")


def _by_title(element: Any) -> bool:
    """True where a link to another article stands by the element: its date is that one's."""
    node = element
    for _ in range(_NEAR):
        if node is None or node.tag in {"body", "main"}:
            return False
        if node.tag == "a" or any(len(text_of(link).split()) >= _TITLE_WORDS for link in node.iter("a")):
            return True
        node = node.getparent()
    return False


def _only_writer(page: Survey, found: Printed, houses: Houses) -> None:
    """Take the one writer that all elements named for one give, where they agree."""
    given: set[tuple[str, ...]] = set()
    for element in page.of("byline")[:_DATED_ELSEWHERE]:
        text = text_of(element)
        kinds = kinds_of(names_of(element))
        if (
            2 <= len(text) <= LONGEST_DATE
            and "not-byline" not in kinds
            and not is_licensed(element)
            and not page.is_outside(element, surely=not _in_link(element))
        ):
            listed = persons_in(element, text, houses, named=False)
            if listed:
                given.add(tuple(listed))
    if len(given) == 1:
        found.people = (list(given.pop()), "the only writer on the page")


def _boxed(page: Survey, found: Printed, houses: Houses) -> None:
    """Take the one person whom boxes about the author begin with, where they agree."""
    given: set[str] = set()
    for box in page.of("byline")[:_DATED_ELSEWHERE]:
        if "not-byline" in kinds_of(names_of(box)) and not page.is_outside(box, surely=not _in_link(box)) and not _of_comment(box):
            for inner in itertools.islice(box.iter("h2", "h3", "h4", "h5", "strong", "b", "a", "span", "div", "p"), _MOST_INNER):
                named = names_alone(text_of(inner)[:LONGEST], houses.no_persons)
                if named:
                    given.add(", ".join(named))
                    break
    if len(given) == 1:
        found.people = ([given.pop()], "box about the author")


def _linked(page: Survey, found: Printed, houses: Houses) -> None:
    """Take the one person to whose page a link of the site leads that stands by itself."""
    given: set[str] = set()
    for link in itertools.islice(page.root.iter("a"), _MOST_LINKS) if page.root is not None else ():
        if is_profile(link) and not page.is_outside(link):
            text = text_of(link)
            if stands_alone(link, text):
                given.update(names_alone(text, houses.no_persons))
    if len(given) == 1:
        found.people = ([given.pop()], LINKED)


def _of_comment(element: Any) -> bool:
    return any(_COMMENT.search(names_of(holder)) for holder in (element, *element.iterancestors()))


def _in_link(element: Any) -> bool:
    return any(above.tag == "a" for above in element.iterancestors())


def _timed(page: Survey, found: Printed, customs: Customs) -> None:
    for element in page.times:
        if found.published is None and not page.is_outside(element):
            take_date(element, text_of(element), kinds_of(names_of(element)), found, customs)


def _writers(page: Survey, found: Printed, houses: Houses, customs: Customs) -> None:
    for element in page.of("byline")[:_DATED_ELSEWHERE]:
        kinds = kinds_of(names_of(element))
        if found.people is not None or "not-byline" in kinds or len(element) > _MOST_INNER or page.is_outside(element):
            continue
        text = text_of(element)
        if 2 <= len(text) <= LONGEST_DATE:
            take_people(element, text, kinds, found, houses)
            if has_cue(text):
                found.date(text, "date in the byline", customs=customs, short=False)


def _named_dates(page: Survey, found: Printed, customs: Customs) -> None:
    for element in page.of("date")[: _DATED_ELSEWHERE * 3]:
        if len(element) > 12 or element.tag in CONTAINERS:
            continue
        value = element.get("content") or element.get("datetime") or (element.get("title") if element.tag == "abbr" else None)
        text = value or text_of(element)
        if 6 <= len(text) <= 90 and any(c.isdigit() for c in text) and not page.is_outside(element) and not is_today(element):
            kinds = kinds_of(names_of(element))
            short = re.search(r"date|datum|fecha|time|publi|posted|stamp", names_of(element).lower()) is not None
            if short or any(is_date_line(segment) for segment in (text, *SEGMENT.split(text))):
                found.date(text, "element named for a date", customs=customs, short=short, updated="updated" in kinds)
        if found.published is not None:
            return
