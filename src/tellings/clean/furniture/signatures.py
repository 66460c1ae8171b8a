"""Writers and houses that sign a page of plain text without a word that says so: a name alone by the date, an agency beside a city or a desk."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from tellings.clean.furniture.cues import reason_of
from tellings.clean.furniture.reading import Line, Reading, plain
from tellings.clean.furniture.tongues import is_word
from tellings.clean.head.bylines import is_person, is_role, people_of
from tellings.clean.head.credits import Credit, like_outlet
from tellings.clean.head.datelines import cities, houses_in
from tellings.clean.head.dates import is_date_line
from tellings.data import rows, toml
from tellings.data.outlets import find

_PARTS: Final = re.compile(r"\s*(?:[,/|•·;:()\[\]]|\s[-–—]\s|\s{2,}|—|–)\s*")
_INITIALS: Final = re.compile(r"[a-z]{2,4}(?:-[a-z]{2,4})*\.?|[A-Z]{2,3}")
_NAMED: Final = re.compile(r"[\w .&’'-]*\w{2}")
_STRIPPED: Final = " .*_\"'“”-–—"
_LONGEST: Final = 90
_MOST_WORDS: Final = 10
_NAME_WORDS: Final = (2, 4)
# How far from a date a name stands that it goes with.
_NEAR: Final = 4
# A standfirst that ends in a point is taken for the first paragraph; the writer stands below it.
_INSIDE: Final = 7


def signatures(lines: Sequence[Line], reading: Reading, first: int, last: int) -> None:
    """Mark the lines between headline and text, and below the text, that are the names of writers or houses and nothing else."""
    titles = {mark.start for mark in reading.marks if mark.reason == "headline"}
    title = max((at for at in range(min(first + 1, len(lines))) if lines[at].start in titles), default=None)
    if title is not None:
        _head(lines, reading, range(title + 1, min(first + _INSIDE, last + 1)), first)
    for line in lines[last + 1 :]:
        if _is_open(line) and (houses := house_line(line.text, persons=True)):
            _mark_house(line, houses, reading)


def may_sign(lines: Sequence[Line], at: int) -> bool:
    """True for two words by a date that can be a person's name, in whatever script."""
    return len(lines[at].text.split()) == _NAME_WORDS[0] and bool(_by_date(lines, at)) and bool(_people(lines[at].text))


def is_section(name: str) -> bool:
    """True for the name of a newspaper's section: its topic, or a country's or region's name with "news" behind it."""
    words = name.casefold().split()
    return (
        name.casefold() in _sections()
        or _is_place(name)
        or (
            words[-1:] == ["news"]
            and (" ".join(words[:-1]) in _sections() or " ".join(words[:-1]) in _countries() or _is_place(" ".join(words[:-1])))
        )
    )


def _head(lines: Sequence[Line], reading: Reading, where: range, first: int) -> None:
    named: list[tuple[int, list[str]]] = []
    for at in where:
        line = lines[at]
        if not _is_open(line):
            continue
        beside = _by_date(lines, at)
        if (at < first or beside) and (houses := house_line(line.text)):
            _mark_house(line, houses, reading)
        elif (at < first or beside) and (people := _people(line.text)):
            named.append((at, people))
    near = sorted((distance, at) for at, _ in named if (distance := _by_date(lines, at)))
    dated = near[0][1] if near else None
    for at, people in named:
        line = lines[at]
        houses = houses_in(line.text)
        if not (at == dated or (len(named) == 1 and (_reads_as_name(people) or houses))):
            continue
        line.done = True
        reading.byline = reading.byline or ", ".join(people)
        reading.mark(line.start, line.end, "byline", "a name alone between headline and text")
        if houses:
            reading.credits.append(Credit(houses, line.start, line.end, "agency", line.text[:24]))


def _is_open(line: Line) -> bool:
    return plain(line) and not line.credits and not line.sentence and len(line.text) <= _LONGEST and len(line.text.split()) <= _MOST_WORDS


def _by_date(lines: Sequence[Line], at: int) -> int:
    """Return how many lines off the next date stands; 0 where none is near."""
    for off in range(1, _NEAR + 1):
        for other in (at - off, at + off):
            if 0 <= other < len(lines) and (lines[other].is_date or ((cue := lines[other].cue) is not None and cue.reason == "date")):
                return off
    return 0


def _people(text: str) -> list[str]:
    """Return the persons of a line that names persons, and beside them at most roles, houses and places; none for another."""
    people = people_of(text) if ":" not in text and reason_of(text) in {None, "byline"} else []
    if not people or not all(_NAME_WORDS[0] <= len(name.split()) <= _NAME_WORDS[1] and _is_name(name) for name in people):
        return []
    rest = text
    for name in people:
        rest = rest.replace(name, "|", 1)
    beside = list(_parts(rest.replace(" and ", "|").replace(" & ", "|")))
    return (
        people
        if all(is_role(part) or find(part) is not None or _is_place(part) or like_outlet(part) or houses_in(part) for part in beside)
        else []
    )


def _is_name(name: str) -> bool:
    """True where a word is none of English, or the first is a name that statesmen have had."""
    words = name.casefold().split()
    if _is_place(name) or find(name) is not None or name.casefold() in _sections() or any(word in _sections() for word in words):
        return False
    return words[0] in _given() or any(not is_word(word) and len(word) > 1 for word in words)


def _reads_as_name(people: Sequence[str]) -> bool:
    return all(any(not is_word(word) for word in name.casefold().split()) or name.casefold().split()[0] in _given() for name in people)


def house_line(text: str, *, persons: bool = False) -> tuple[str, ...]:
    """Return the agencies of a line that names one or more, and beside them at most places, days, desks and initials; `persons` too if asked."""
    parts = list(_parts(text))
    houses = [known.name for part in parts if _NAMED.fullmatch(part) and (known := find(part)) is not None and known.kind == "agency"]
    if not houses or len(parts) > _MOST_WORDS // 2:
        return ()
    others = [part for part in parts if find(part) is None]
    fits = all(
        _is_place(part)
        or is_role(part)
        or is_date_line(part)
        or _INITIALS.fullmatch(part)
        or part.casefold() in _desks()
        or (persons and is_person(part))
        for part in others
    )
    return tuple(dict.fromkeys(houses)) if fits else ()


def _mark_house(line: Line, houses: tuple[str, ...], reading: Reading) -> None:
    line.done = True
    reading.mark(line.start, line.end, "credit", "names a house and nothing else")
    reading.credits.append(Credit(houses, line.start, line.end, "agency", line.text[:24]))


def _parts(text: str) -> Iterator[str]:
    yield from (part.strip(_STRIPPED) for part in _PARTS.split(text) if part.strip(_STRIPPED))


def _is_place(name: str) -> bool:
    return name.casefold() in cities() or name.casefold() in _regions()


@cache
def _given() -> frozenset[str]:
    return frozenset(words[0] for row in rows("leaders") if len(words := row["name"].casefold().split()) > 1)


@cache
def _regions() -> frozenset[str]:
    return frozenset(row["name"].casefold() for table in ("countries", "places") for row in rows(table))


@cache
def _countries() -> frozenset[str]:
    listed = {form.casefold() for row in rows("countries") for cell in (row["demonyms"], row["names"]) for form in cell.split("|") if form}
    return frozenset(listed | {word.casefold() for word in ("All", "Top", "General", "More", "Latest", "Local", "Breaking")})


@cache
def _desks() -> frozenset[str]:
    table = toml("credits")
    return frozenset(word.casefold() for word in (*table["desk"], *table["generic"], "red", "red."))


@cache
def _sections() -> frozenset[str]:
    return frozenset(toml("furniture")["sections"]["words"])
