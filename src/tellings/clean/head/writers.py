"""Who wrote an article, as the elements by its headline or named for its writer say it."""

import re
from collections.abc import Sequence
from typing import Any, Final

from tellings.clean.head.alone import is_given
from tellings.clean.head.bylines import desk_of, has_cue, is_cue, people_of
from tellings.clean.head.dates import is_date_line
from tellings.clean.head.sites import Houses
from tellings.clean.head.survey import kinds_of, names_of, text_of

_LONGEST_DATE: Final = 120
_SEGMENT: Final = re.compile(r"\s*[|•·●—–]\s*|\s+-\s+|\s*[;]\s*|\s{2,}")
_SENTENCE: Final = re.compile(r"[.!?。]['\"”’»)]?$")
_PROFILE: Final = re.compile(
    r"/(?:author|authors|autor|autoren|autores|auteur|auteurs|autore|autori|writers?|reporters?|journalists?|people|person|staff|contributors?|profile?|by|redaktion|team|mitarbeiter|user|users|forfatter|skribent|avtor|yazar|penulis)/",
    re.IGNORECASE,
)
# Whom a picture or a film is by.
_PICTURED: Final = re.compile(
    r"^\W*(?:photos?|fotos?|pictures?|images?|imágenes|imagens|bild(?:er)?|video|kuvat?|grafik|фото|foto:)\b", re.IGNORECASE
)
_PICTURE: Final = re.compile(r"photo|image|caption|picture|foto|bild|figure|video|img", re.IGNORECASE)
_PICTURES: Final = re.compile(r"(?:wikimedia|flickr|unsplash|pixabay|pexels|creativecommons|shutterstock|gettyimages)\.(?:org|com)")
_BESIDE_LINK: Final = 60
_MOST_BYLINE_WORDS: Final = 16
_MOST_NAME_WORDS: Final = 4
_MOST_PEOPLE: Final = 8


def writers_of(element: Any, text: str, kinds: frozenset[str], houses: Houses) -> tuple[list[str], str]:
    """Return the persons whom the element names as writers, and how it says that they are; none where it does not."""
    named = "byline" in kinds and "not-byline" not in kinds
    segments = _SEGMENT.split(text)
    if is_licensed(element):
        return [], ""
    where = "element named for the writer" if named else "byline by the headline"
    cued = (
        len(text.split()) <= _MOST_BYLINE_WORDS
        and any(has_cue(segment) for segment in segments)
        and not _SENTENCE.search(text.removesuffix("."))
    )
    if named or cued:
        listed = persons_in(element, text, houses, named=named)
        if not named:
            listed = [name for name in listed if len(name.split()) > 1 or not name.isascii()]
        if not listed and is_cue(text):
            listed = _beside(element, houses)
    elif element.tag == "a" and _PROFILE.search(element.get("href") or "") and stands_alone(element, text):
        listed = [name for name in people_of(text, houses=houses.no_persons) if 1 < len(name.split()) <= _MOST_NAME_WORDS]
    elif any(_PROFILE.search(link.get("href") or "") for link in element.iter("a") if link is not element):
        listed = []  # the link is looked at by itself
    else:
        listed = _with_date(segments, houses)
    return (listed if len(listed) <= _MOST_PEOPLE else []), where


def is_licensed(element: Any) -> bool:
    """True where the element links to an archive of free pictures: it names who made one."""
    return any(_PICTURES.search(link.get("href") or "") for link in element.iter("a"))


def is_profile(element: Any) -> bool:
    """True for a link to the page of a writer, or of a member of the staff."""
    return element.tag == "a" and _PROFILE.search(element.get("href") or "") is not None


def stands_alone(element: Any, text: str) -> bool:
    """True for a link that is all of its line or nearly; links to profiles within sentences are of whom the text is about."""
    parent = element.getparent()
    return parent is None or len(text_of(parent)) <= len(text) + _BESIDE_LINK


def desk_in(element: Any, text: str, kinds: frozenset[str], houses: Houses) -> str | None:
    """Return the desk, agency or house whom the element names as writer; None where it does not."""
    named = "byline" in kinds and "not-byline" not in kinds
    cued = (
        len(text.split()) <= _MOST_BYLINE_WORDS and any(has_cue(segment) for segment in _SEGMENT.split(text)) and not _SENTENCE.search(text)
    )
    linked = element.tag == "a" and _PROFILE.search(element.get("href") or "") is not None
    if not (named or cued or linked) or _PICTURED.search(text) or _PICTURE.search(names_of(element)):
        return None
    return desk_of(listed_text(element), houses.names)


def _beside(element: Any, houses: Houses) -> list[str]:
    """Return the persons after a label that stands in an element of its own ("<b>Von:</b> Mira Tolland")."""
    after = (element.tail or "").strip()
    if not after:
        following_one = element.getnext()
        after = (text_of(following_one) or following_one.tail or "").strip() if following_one is not None else ""
    return people_of(after[:_LONGEST_DATE], houses=houses.no_persons)


def _with_date(segments: Sequence[str], houses: Houses) -> list[str]:
    """Return the person beside a date and nothing else ("3.5.2024 - Mira Tolland")."""
    if not 2 <= len(segments) <= 3 or not any(is_date_line(segment) for segment in segments):
        parts = segments[0].rsplit(",", 1) if len(segments) == 1 else []
        if len(parts) < 2 or not is_date_line(parts[1].strip()):
            return _before_date(segments[0], houses) if len(segments) == 1 else []
        segments = parts
    others = [segment for segment in segments if not is_date_line(segment)]
    if len(others) == 1 and any(char.isdigit() for char in others[0]):
        return _before_date(others[0], houses)
    if len(others) != 1 or not 1 < len(others[0].split()) <= _MOST_NAME_WORDS:
        return []
    return people_of(others[0], houses=houses.no_persons)


def _before_date(text: str, houses: Houses) -> list[str]:
    """Return the person whose name a date follows without a mark between ("Mira Tolland 3 May 2024, 17:00")."""
    digit = next((at for at, char in enumerate(text) if char.isdigit()), 0)
    words = text[:digit].split()
    account = len(words) == 1 and not words[0].isupper() and any(char.isupper() for char in words[0][2:])  # "MiraTolland"
    named = 1 < len(words) <= _MOST_NAME_WORDS and is_given(words[0])
    if not (named or account) or not is_date_line(text[digit:]):
        return []
    return people_of(" ".join(words), houses=houses.no_persons)


def persons_in(element: Any, text: str, houses: Houses, *, named: bool) -> list[str]:
    """Return the persons whom the element names: those of its inner elements for writers, where there are any."""
    listed: list[str] = []
    for inner in element.iter("a", "span", "strong", "b", "address", "div", "li"):
        if inner is element or len(inner) > 2:
            continue
        if _is_writer(inner):
            listed += [
                name for name in people_of(listed_text(inner), printed=True, handles=True, houses=houses.no_persons) if name not in listed
            ]
    if not listed:
        listed = people_of(listed_text(element), printed=True, handles=named, houses=houses.no_persons)
        if (
            len(listed) == 1
            and len(listed[0].split()) == 1
            and (whole := people_of(text, houses=houses.no_persons))
            and len(whole[0].split()) == 2
        ):
            listed = whole
    return listed


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
