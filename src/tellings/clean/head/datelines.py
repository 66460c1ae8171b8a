"""Datelines and bylines: where a text was filed, and who signs it."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from tellings.clean.head.credits import agency_pattern, like_outlet, proper
from tellings.clean.head.dates import is_date_line
from tellings.data import toml
from tellings.data.outlets import find


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline: place and date as printed, the agency in it, and the stretch it takes with its dash or colon."""

    text: str
    agency: str | None
    start: int
    end: int


_UPPER: Final = "".join(chr(code) for code in range(0x41, 0x530) if chr(code).isupper())
_DAY: Final = r"(?:,? (?:\w{3,9}\.?,? \d{1,2}(?:st|nd|rd|th)?|\d{1,2}(?:st|nd|rd|th|\.)? ?(?:de )?\w{3,9}\.?)(?:,? \d{4})?)?\.?"
_MARK: Final = r"(?:\s?(?:[:：]|\.\s?[-–—]{1,2}|[-–—]{1,2}))"


@cache
def _dateline() -> re.Pattern[str]:
    place = rf"(?:[{_UPPER}][\w’'.\-]*|de|del|da|do|la|el|al|of|the|and|es|St\.|Ste\.)"
    places = rf"{place}(?: {place}){{0,3}}"
    # the press of Indonesia sets its own address behind the place
    site = r"[A-Z]\w+\.(?:com|net|org|id|co\.id|tv|example)\b"
    region = rf"(?:(?:, | \[|/)(?!\w{{3,9}}\.? \d|{site})(?:{places})\]?)?(?:, (?!\w{{3,9}}\.? \d|{site}){places}(?=\s?[-–—(]))?"
    agency = rf"(?:,?\s?(?:[\[(/]|\()\s?(?:{agency_pattern()}|[A-Z][\w.&-]*(?:[ /-][A-Z][\w.&-]*){{0,2}})(?:/(?:{agency_pattern()}))*\s?[\])/]\.?)?"
    return re.compile(rf"(?P<where>(?P<place>{places}){region}{_DAY})(?:, {site})?(?P<agency>{agency})(?P<mark>{_MARK}?)\s*(?=\S)")


@cache
def _styles() -> tuple[re.Pattern[str], ...]:
    """House styles in which the agency stands before the place, within its brackets, or bare after the date."""
    names = agency_pattern()
    place = rf"(?:[{_UPPER}][\w’'.\-]*)(?: (?:[{_UPPER}][\w’'.\-]*|de|del|da|do|la|el|al|of)){{0,3}}"
    where = rf"(?P<where>(?P<place>{place})(?:, {place})?{_DAY})"
    return (
        re.compile(rf"\((?P<agency>{names})\)\s?[-–—]{{1,2}}\s?{where}{_MARK}\s*(?=\S)"),
        re.compile(rf"[(\[]{where},?\s(?P<agency>{names})[)\]]\.?{_MARK}?\s*(?=\S)"),
        re.compile(rf"{where}\s?[-–—]{{1,2}}\s?(?P<agency>{names})\.\s*(?=\S)"),
        re.compile(rf"{where}[,.]?\s(?P<agency>{names})\s?(?:[-–—]{{1,2}}|[:：])\s*(?=\S)"),
    )


@cache
def _spaceless() -> tuple[re.Pattern[str], ...]:
    """Datelines of the press of China, Japan and Korea: agency, place and day before "telegraphs"; place and agency in brackets."""
    names = agency_pattern()
    han = "\u3400-\u9fff"
    return (
        re.compile(
            rf"[（(【]?(?P<agency>{names}|本报|本報)(?:记者|記者)?(?P<where>(?P<place>[{han}]{{2,8}}?)\s?\d{{1,2}}月\d{{1,2}}日)(?:[电電讯訊])[）)】]?\s*(?:[（(]记者[^）)]{{1,20}}[）)])?\s*"
        ),
        re.compile(rf"【(?P<where>(?P<place>[{han}\u30a0-\u30ff]{{2,10}}?))\s?(?P<agency>{names})】\s*"),
        re.compile(rf"【(?P<where>(?P<place>[{han}\u30a0-\u30ff]{{2,10}}?))(?P<agency>)[＝=・][^】]{{1,20}}】\s*"),
        re.compile(
            rf"[(\[](?P<where>(?P<place>[\uac00-\ud7af]{{2,8}}))\s?=\s?(?P<agency>{names}|[\uac00-\ud7af]{{2,6}})[)\]]\s*(?:[\uac00-\ud7af]{{2,4}} (?:기자|특파원)\s?=\s?)?"
        ),
    )


@cache
def _bare_agency() -> re.Pattern[str]:
    names = agency_pattern()
    return re.compile(rf"(?:\((?P<agency>{names})\)\s?(?:[-–—]{{1,2}}|[:：])\s*(?=\S)|(?P<alone>{names})\s[-–—]{{1,2}}\s(?=[A-Z“\"]))")


@cache
def _japanese() -> re.Pattern[str]:
    return re.compile(rf"[\[［【(]?(?P<where>(?P<place>[A-Z]\w+)(?: \d{{1,2}} \w+)?) (?P<agency>{agency_pattern()})[\]］】)]\s*(?=\S)")


# A city in small letters, or of a script without capitals, and the point or danda after it.
_NATIVE: Final = re.compile(
    r"(?P<where>(?P<place>[^\W\d_][^\s\d।.:：،,–—-]{1,24}(?: [^\s\d।.:：،,–—-]{2,20})?))\s?(?:।|[:：]|\.(?=\s)|[-–—]{1,2}|،)\s*(?=\S)"
)


# What follows a city and a point as the press of East Africa sets them ("Zanzibar. Women who grow seaweed …").
_FIRST_SENTENCE: Final = re.compile(rf"(?<=\. )[{_UPPER}][\w’'-]* (?:\w+ )*?[a-z]{{3,}} ")


def _styled(line: str, at: int) -> Dateline | None:
    """Return a dateline in the style of a house or of a script without capitals."""
    for pattern in (*_styles(), *_spaceless()):
        found = pattern.match(line)
        if found is None or found.end() >= len(line):
            continue
        agency = found.group("agency")
        if agency and find(agency) is None:
            agency = ""
        if pattern in _styles() and not (agency and _may_be_place(found.group("place"))):
            continue
        end = found.end() - (len(found.group()) - len(found.group().rstrip()))
        return Dateline(found.group("where").strip(" ,."), proper(agency) if agency else None, at, at + end)
    return None


def _may_be_place(place: str) -> bool:
    return place.upper() not in _not_places() and (place.isupper() or place.casefold() in cities() or len(place.split()) <= 2)


def _native(line: str, at: int) -> Dateline | None:
    """Return a dateline that is a known city and a point, as the press of scripts without capitals and in Cyrillic capitals sets it."""
    found = _NATIVE.match(line)
    if found is None or found.end() >= len(line):
        return None
    place = found.group("place")
    if place.casefold() not in cities():
        return None
    pointed = found.group().rstrip()[-1] in ".،" and place[:1].islower() != place[:1].isupper()
    if not place.isupper() and (place.isascii() or pointed) and _FIRST_SENTENCE.match(line, found.end()) is None:
        return None
    end = found.end() - (len(found.group()) - len(found.group().rstrip()))
    return Dateline(found.group("where").strip(), None, at, at + end)


def dateline_of(line: str, at: int) -> Dateline | None:
    """Return the dateline at the head of a paragraph that begins at `at`.

    Capitals or an agency in brackets make one of any place; a place in small letters must be a city of the table, or have a date beside it.
    """
    styled = _styled(line, at) or _native(line, at)
    if styled is not None:
        return styled
    bare = _bare_agency().match(line)
    if bare:
        return Dateline("", proper(bare.group("agency") or bare.group("alone")), at, at + len(bare.group().rstrip()))
    found = _dateline().match(line) or _japanese().match(line)
    if found is None:
        return None
    place, agency = found.group("place"), (found.group("agency") or "").strip(" ,()[]/.")
    mark = found.groupdict().get("mark", "]") or ""
    known_agency = bool(agency) and find(agency) is not None
    if agency and not known_agency and not _like_agency(agency):
        return None
    if not _is_place(place, found.group("where"), mark.strip(), agency):
        return None
    end = found.end() - (len(found.group()) - len(found.group().rstrip()))
    where = re.sub(r"(?<=\d)\.$", "", found.group("where").strip(" ,"))
    return Dateline(where, proper(agency) if agency else None, at, at + end)


def _like_agency(agency: str) -> bool:
    return agency.isupper() or len(agency.split()) <= 2


def _is_place(place: str, where: str, mark: str, agency: str) -> bool:
    if place.upper() in _not_places() or place.split(maxsplit=1)[0].upper() in _not_places():
        return False
    known = place.casefold() in cities()
    dated = bool(re.search(r"\d", where))
    capitals = place.isupper() and len(place) > 2
    if not mark and not (agency and (capitals or known or (dated and find(agency) is not None))):
        return False
    if agency:
        return capitals or known or dated or find(agency) is not None
    dash = mark[:1] in "-–—."
    if capitals:
        return known or len(place.split()) <= 3
    return known and (dash or dated or mark[:1] in ":：")


@cache
def cities() -> frozenset[str]:
    """Return the cities from which stories are filed, in small letters."""
    table = toml("credits")["dateline"]
    return frozenset(city.casefold() for city in (*table["cities"], *table["native"]))


@cache
def _not_places() -> frozenset[str]:
    return frozenset(toml("credits")["dateline"]["not_places"])


@cache
def _bylines() -> dict[str, tuple[str, ...]]:
    """The words of bylines under their first letter, longer ones first."""
    found: dict[str, list[str]] = {}
    phrases = {phrase.casefold() for row in toml("credits")["byline"] for phrase in row["words"]}
    for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)):
        found.setdefault(phrase[0], []).append(phrase)
    return {first: tuple(listed) for first, listed in found.items()}


def byline_of(line: str) -> str | None:
    """Return what a byline names ("" where it is a desk or the agency), None where the line is no byline."""
    bare = line.strip().strip("•·*|–—- \u200e\u200f").strip()
    phrases = _bylines().get(bare[:1].casefold()[:1])
    if phrases is None:
        return None
    words = bare.split()
    if not 1 < len(words) <= 14 and not (len(words) == 1 and ("：" in bare or ":" in bare)):
        return None
    folded = bare.casefold()
    for phrase in phrases:
        if folded.startswith(phrase):
            rest = bare[len(phrase) :]
            if rest[:1].isalnum() and phrase[-1:].isalnum():
                continue
            name = _undated(rest.lstrip(" :：/・.\u00a0").strip())
            if name and _is_name(name):
                return _byline_names(name)
    return None


def is_editor(byline: str) -> bool:
    """True for a line that names who edited the text, and not who wrote it."""
    return byline.strip(" •·*|–—-").casefold().startswith(_editors())


@cache
def _editors() -> tuple[str, ...]:
    return tuple(word.casefold() for word in toml("credits")["editors"]["words"])


def _undated(name: str) -> str:
    """Return the name without a date that stands behind a mark ("BERNAMA - November 3, 2026 @ 1:20pm")."""
    parts = re.split(r"\s+(?:[|•·–—-])\s+", name)
    return parts[0] if len(parts) == 2 and is_date_line(parts[1].replace("@", " ")) else name


def _is_name(name: str) -> bool:
    if name.endswith((".", "!", "?", ":")) and not re.search(r"\b(?:Jr|Sr|[A-Z])\.$", name):
        return False
    words = [word for word in re.split(r"[\s,/&|]+", name) if word and word not in _BESIDE_NAMES]
    if not words or len(words) > 10 or is_date_line(name) or any(c.isdigit() for c in name):
        return False
    big = sum(not word[:1].islower() for word in words)
    return big >= 0.6 * len(words) and not (words[-1][:1].islower() and not _PARTICLE.match(words[-1]))


_PARTICLE: Final = re.compile(r"(?:al|el|as|ad|ar|ul|ash|an)-[A-Z]|[dl][’'][A-Z]")
# Small words between names and houses, and before a name ("notre correspondante").
_BESIDE_NAMES: Final = frozenset(
    ["and", "und", "et", "y", "e", "en", "och", "og", "i", "și", "ve", "dan", "with", "com", "con", "avec", "mit", "met", "med", "de", "du", "von", "van",
     "für", "for", "in", "our", "notre", "nos", "nuestro", "nuestra", "correspondent", "correspondante", "correspondant", "corresponsal", "unserem",
     "unserer", "korrespondenten", "korrespondentin", "onze", "correspondente", "enviado", "envoyé", "envoyée", "spécial", "spéciale", "especial", "al", "el",
     "ja", "for", "at", "of", "the", "a", "da", "do", "dos", "das", "di", "della", "del", "la"]
)  # fmt: skip
BEFORE_NAME: Final = re.compile(
    r"^(?:notre|nos|nuestr[oa]|nosso|nossa|unser(?:em|er|en)?|onze|our)\s+(?:envoyée?\s+spéciale?|envoyés\s+spéciaux|\w*[ck]orr?esp\w*)\s*(?=[A-ZÀ-Þ])(?![A-Z]\w+$)",
    re.IGNORECASE,
)
_EDITED: Final = re.compile(r"[\s,;|(-]+(?:[Aa]nd )?[Ee]dit(?:ed|ing) by\b")
_WITH: Final = re.compile(r"[,\s(]+(?:with|com|con|avec|mit|met|med|and|et|und|y|e|/)\s+(?P<house>[^,]+?)\)?$", re.IGNORECASE)


def _byline_names(name: str) -> str:
    name = re.split(r"\s*(?:[|•·]|\s[-–—]\s|, (?:[A-Z]?[a-z]+ )?(?:[Ss]taff|[Cc]orrespondent|[Rr]eporter|[Ee]ditor)\b)", name)[0].strip(
        " ,"
    )
    name = _EDITED.split(name)[0].strip(" ,;|-–—")
    if " " in name and name.split()[0].casefold() != "our":
        name = BEFORE_NAME.sub("", name)
    joined = _WITH.search(name)
    if joined and find(joined.group("house")):
        name = name[: joined.start()]
    parts = [part for part in re.split(r"\s*(?:,|/)\s*", name) if part]
    people = [
        part for at, part in enumerate(parts)
        if part.casefold() not in _desks() and not _is_paper(part) and find(part) is None and not (at and part.casefold() in cities())
    ]  # fmt: skip
    return ", ".join(people)


def _is_paper(name: str) -> bool:
    """True for an article, and a newspaper's word among those after it ("Le Courrier des Îles")."""
    return len(name.split()) > 2 and name.split(maxsplit=1)[0].casefold() in _ARTICLES and like_outlet(name)


_ARTICLES: Final = frozenset(["the", "le", "la", "el", "il"])


def houses_in(byline: str) -> tuple[str, ...]:
    """Return the agencies and outlets that stand in a byline ("By Reuters", "Da Redação, com Reuters")."""
    words = re.split(r"[\s,/()|]+", byline)
    found: list[str] = []
    for size in (3, 2, 1):
        for at in range(len(words) - size + 1):
            known = find(" ".join(words[at : at + size]).strip(" .:"))
            if known is not None and known.kind != "agency" and like_outlet(" ".join(words[at : at + size + 1])) and size + at < len(words):
                # "The Irrawaddy" is no part of "The Irrawaddy Ledger"
                continue
            if known is not None and (known.kind == "agency" or size > 1) and (size > 1 or words[at][:1].isupper()):
                found.append(known.name)
    return tuple(dict.fromkeys(found))


@cache
def _desks() -> frozenset[str]:
    return frozenset(toml("credits")["desk"])
