"""The persons whom a byline names: without the words before them, roles, desks, houses, places, addresses and times."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from tellings.clean.head.datelines import BEFORE_NAME, cities
from tellings.clean.head.dates import date_words
from tellings.data import rows, toml
from tellings.data.outlets import find, is_address

_ADDRESS: Final = re.compile(
    r"\S+@\S+\.\S+|(?:https?://|www\.)\S+|(?<![\w.])@\w+|\b(?:\w+\.)+(?:com|org|net|de|at|ch|fr|es|it|co\.uk)\b(?:/\S*)?"
)
_BRACKETS: Final = re.compile(r"\s*[(\[（【][^()\[\]（）【】]{0,80}[)\]）】]")
_STRONG: Final = re.compile(r"\s*[|•·●■►▸»→←\n\t]\s*|\s+[-–—]+\s+|\s*[–—]\s*(?=[A-ZÀ-Þ])|\s{3,}")
_JOIN: Final = re.compile(
    r"\s*(?:,|、|،|，|&|\+|;|/|／)\s*|\s+(?:and|und|et|och|og|ja|och|y|e|i|ve|dan|și|și|en|és|и|та|і|και|и|و|או|और|at|with|mit|avec|con|con|med|met|com|z|s|με|с|compiled by)\s+|\s+و(?=[\u0621-\u064a]{2,}\s)",
    re.IGNORECASE,
)
# A stretch that begins or ends with these goes on with the one beside it.
_JOINERS: Final = r"(?:,|&|\+|;|/|and|und|et|y|e|en|och|og|i|ve|dan|și|i|и|та|και|y)"
_JOINED: Final = re.compile(rf"^\s*{_JOINERS}(?:\s|$)", re.IGNORECASE)
_JOINS: Final = re.compile(rf"(?:^|\s){_JOINERS}\s*$|[,&;]\s*$", re.IGNORECASE)
_ROLE_WORDS: Final = re.compile(r"[\s,(:–-]+")
_NUMBER: Final = re.compile(r"(?<![^\W_])\d")
_SPACELESS: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CASED: Final = re.compile(r"[A-Za-zÀ-ɏΑ-ωА-я]")
_SMALL: Final = frozenset(
    ["de", "da", "do", "dos", "das", "di", "del", "della", "la", "le", "el", "al", "van", "von", "der", "den", "ten", "ter", "zu", "zur", "bin", "ibn", "af", "av",
     "y", "e", "du", "des", "bint", "ben", "abu", "ap", "lo", "van’t", "'t", "jr", "jr.", "sr.", "ii", "iii", "zum", "und", "and", "dr.", "dr", "prof.", "prof", "mag."]
)  # fmt: skip
_MOST_WORDS: Final = 5
# Who made the pictures stands after who wrote.
_PICTURED: Final = re.compile(r"^\s*(?:photos?|fotos?|pictures?|images?|imágenes|imagens|bild(?:er)?|video|kuvat?|фото)\b", re.IGNORECASE)
# Of the press of Taiwan: "記者林小雨／台北報導".
_REPORTED: Final = re.compile(r"記者\s?([\u3400-\u9fff]{2,4})\s?[／/]\s?[\u3400-\u9fff]{2,6}(?:報導|報道|電)")
_MOST_DESK_WORDS: Final = 7
_EDGES: Final = " .,:;-–—|/*•·\"“”'’‘<>«»\u200e\u200f"
_HOUSES_APART: Final = re.compile(r"\s*[,/&|]\s*|\s+(?:and|und|et|y|e|en|mit|with|con|avec|com|og|och|i|и|та|ve)\s+")
_AGENCY: Final = re.compile(r"^(?:Agencia|Agência|Agence|Agenzia|Agentur|Agencja|Agenţia|Agenția)\s+|\s+(?:News Agency|Agency)$")
_LONGEST: Final = 60
_LONGEST_LINE: Final = 300
# Cues that are also part of names ("De Bruyne", "Na Hye-jin"): believed in print only.
_NAMELIKE: Final = frozenset(
    [
        "de",
        "da",
        "di",
        "na",
        "ni",
        "o",
        "η",
        "ο",
        "von",
        "per",
        "from",
        "opinion",
        "says",
        "av",
        "af",
        "от",
        "του",
        "της",
        "από",
        "text",
        "foto",
        "por",
    ]
)
_AFTER_ANY: Final = re.compile(r"\s+(?:for|in|from|at) (?:the )?\S.*$", re.IGNORECASE)
# What follows one of these in a part is a place or a house ("Mira Tolland in Kyiv", "Mira Tolland for the Ledger").
_AFTER: Final = re.compile(
    r"\s+(?:in|aus|at|for|für|à|en|em|a|i|for the|of|from|pour|para|per|w|в|у|bei|w|voor|from the|to|says?|writes?|reports?|@)\s+\S.*$"
)


def people_of(text: str, *, printed: bool = True, handles: bool = False, houses: Iterable[str] = ()) -> list[str]:
    """Return the persons that a byline names, in order, each once; none where it names a desk, an agency or a house of `houses`.

    `printed` text may begin with words ("By", "Von") that are no part of a name. With `handles`, a single word in small letters, as of an
    account, is a name too.
    """
    if len(text) > _LONGEST_LINE:
        return []
    text = " ".join(text.split())
    reported = _REPORTED.search(text)
    if reported is not None:
        return [reported.group(1)]
    own = {_fold(house) for house in houses}
    found: list[str] = []
    joined = False
    for segment in _STRONG.split(_BRACKETS.sub("", _ADDRESS.sub(" | ", text))):
        if found and not joined and not _JOINED.match(segment):
            break
        joined = _JOINS.search(segment) is not None
        for part in _parts(segment, printed=printed):
            if is_person(part, handles=handles) and _fold(part) not in own and part not in found:
                found.append(part)
    return found


def desk_of(text: str, houses: Iterable[str] = ()) -> str | None:
    """Return the desk, the agency or the house that a byline names ("By Quay Staff" gives "Quay Staff"), as printed; None where it names none.

    A house is an outlet or agency that is known, or one of `houses`.
    """
    own = {_fold(house) for house in houses}
    for segment in _STRONG.split(text) if len(text) <= _LONGEST_LINE else ():
        bare = _untimed(_uncued(segment.strip(_EDGES), printed=True)).strip(_EDGES)
        if not 2 <= len(bare) <= _LONGEST or len(bare.split()) > _MOST_DESK_WORDS or not any(c.isalpha() for c in bare):
            continue
        words = {word.strip(".,:()").casefold() for word in re.split(r"[\s/&]+", bare)}
        if bare.islower() and find(bare) is None and _fold(bare) not in own:
            continue
        if not words.isdisjoint(_desk_words()) or _fold(bare) in own or _are_houses(bare, own):
            return bare
    return None


def _are_houses(text: str, own: Iterable[str]) -> bool:
    parts = [part for part in _HOUSES_APART.split(_BRACKETS.sub("", text)) if part]
    return bool(parts) and all(find(part) is not None or _fold(part) in own or find(_AGENCY.sub("", part)) is not None for part in parts)


def is_cue(text: str) -> bool:
    """True for words that stand before a writer's name, alone ("Von:")."""
    return 1 < len(text) <= _LONGEST and not _uncued(text, printed=True).strip(" :.")


def is_role(part: str) -> bool:
    """True for words that say what a writer is, or name a desk ("Senior Reporter", "Bulawayo Bureau")."""
    return not _unroled(part) or _is_nobody(part) or any(word.strip(".,:").casefold() in _nobody_words() for word in part.split())


def has_cue(text: str) -> bool:
    """True where the text begins with words that stand before a writer's name."""
    bare = text.lstrip(_EDGES)
    return _uncued(bare, printed=True) != bare


def _parts(segment: str, *, printed: bool) -> Iterator[str]:
    if _is_nobody(segment):
        return
    segment = _untimed(_uncued(segment.strip(), printed=printed))
    segment = _unplaced(BEFORE_NAME.sub("", segment) if " " in segment else segment)
    joined = [piece for piece in _JOIN.split(segment) if piece and piece.strip()]
    if len(joined) == 2 and " and " not in segment and re.search(r"\s(?:y|e|i)\s", segment) and min(len(p.split()) for p in joined) < 2:
        joined = [segment]
    for at, piece in enumerate(joined):
        if at and _PICTURED.match(piece):
            return
        if _is_nobody(piece) or (at and piece.strip(_EDGES).casefold() in cities()):
            continue
        bare = _uncued(piece.strip(" .,:;-–—|/\u200e\u200f"), printed=printed)
        part = _unroled(bare)
        if at and part != bare and "," in segment:
            # "Mira Tolland, Local Democracy Reporter": what goes with a role after a name is a title
            continue
        cut = (_AFTER if printed else _AFTER_ANY).sub("", _AFTER_ANY.sub("", part))
        part = cut if cut.strip() else part
        part = part.strip(" .,:;-–—|/*\"“”'’‘<>«»\u200e\u200f")
        if part:
            yield _initials(part)


def _unplaced(segment: str) -> str:
    """Return the text without the city before a colon ("Cairo: Mira Tolland")."""
    place, colon, rest = segment.partition(":")
    return rest.strip() if colon and rest.strip() and place.strip().casefold() in cities() else segment


def _is_nobody(text: str) -> bool:
    return text.strip(" .,:;-–—|").casefold() in _nobody()


def _initials(part: str) -> str:
    # a point that ends an initial or "Jr." belongs to the name
    return f"{part}." if re.search(r"\s(?:Jr|Sr)$", part) else part


def _uncued(text: str, *, printed: bool) -> str:
    for _ in range(3):
        folded = text.casefold()
        for cue in _cues().get(folded[:1], ()):
            if not folded.startswith(cue) or (cue in _NAMELIKE and not printed):
                continue
            rest = text[len(cue) :]
            if rest[:1].isalnum() and cue[-1].isalnum() and not _SPACELESS.match(cue):
                continue
            rest = rest.lstrip(" :：/・.-–\u00a0,|｜")
            if not rest and not printed:
                continue
            joined = _JOINED.match(rest)
            if joined and has_cue(rest[joined.end() :]):
                rest = rest[joined.end() :]  # "Text and photos: Mira Tolland"
            text = rest
            break
        else:
            return text
    return text


def _untimed(text: str) -> str:
    """Return the text up to its first digit, without the words of a date before that."""
    hit = _NUMBER.search(text)
    if hit is None:
        return text
    words = text[: hit.start()].split()
    known = date_words()
    while words and (words[-1].casefold().strip(".,:()") in known or not words[-1].strip(".,:()-–")):
        words.pop()
    return " ".join(words)


def _unroled(part: str) -> str:
    folded = part.casefold()
    if folded in _roles():
        return ""
    words = _ROLE_WORDS.split(folded)
    if words[0] not in _role_edges() and words[-1] not in _role_edges() and not _SPACELESS.search(part):
        return part
    for role in _roles_by_length():
        if folded.endswith(role) and len(folded) > len(role):
            before = part[: -len(role)]
            if _SPACELESS.search(role) or before[-1:].isspace() or before[-1:] in ",-–(":
                return _unroled(before.strip(" ,-–("))
        spaceless = _SPACELESS.match(role) is not None
        if folded.startswith(role) and len(folded) > len(role) + 1 and part[len(role)] in " :・" and (len(role) > 4 or spaceless):
            return _unroled(part[len(role) :].strip(" :,・"))
    return part


def is_person(part: str, *, handles: bool = False) -> bool:
    """True for what can be the name of one person."""
    words = part.split()
    folded = part.casefold()
    if _JOINED.match(f"{part} ") and len(words) == 1:
        return False
    if not 1 <= len(words) <= _MOST_WORDS or not 2 <= len(part) <= _LONGEST or folded in _nobody() or "…" in part:
        return False
    named = {word.strip(".,:").casefold() for word in words}
    if not named.isdisjoint(_nobody_words()) or not named.isdisjoint(_desk_words()) or any(c in "@?!{}<>=…©%#" for c in part):
        return False
    if any(c.isdigit() for c in part) and not (handles and len(words) == 1):
        return False
    if is_address(part) or find(part) is not None or folded in cities() or folded in _countries():
        return False
    if _SPACELESS.search(part):
        return len(part) <= 20 and (len(part) >= 2)
    big = [word for word in words if word[:1].isupper() or not _CASED.match(word[:1])]
    small = [
        word
        for word in words
        if word[:1].islower() and word.casefold() not in _SMALL and not word.casefold().startswith(("d'", "d’", "al-", "el-"))
    ]
    if len(words) == 1:
        return bool(big) or handles
    return bool(big) and not small


def _fold(name: str) -> str:
    return re.sub(r"^the|[\W_]+|(?:com|org|net|co|uk|de)$", "", name.casefold())


@cache
def _cues() -> dict[str, tuple[str, ...]]:
    listed = {cue.casefold() for row in toml("heads")["cues"] for cue in row["words"]}
    listed |= {cue.casefold() for row in toml("credits")["byline"] for cue in row["words"] if cue.casefold() not in _nobody()}
    found: dict[str, list[str]] = {}
    for cue in sorted(listed, key=lambda cue: (-len(cue), cue)):
        found.setdefault(cue[0], []).append(cue)
    return {first: tuple(cues) for first, cues in found.items()}


@cache
def _roles() -> frozenset[str]:
    return frozenset(role.casefold() for row in toml("heads")["roles"] for role in row["words"])


@cache
def _role_edges() -> frozenset[str]:
    """The first and last words of roles: most parts of a byline have none of them at their ends."""
    return frozenset(word for role in _roles() for word in (_ROLE_WORDS.split(role)[0], _ROLE_WORDS.split(role)[-1]))


@cache
def _roles_by_length() -> tuple[str, ...]:
    return tuple(sorted(_roles() - {"in", "for", "by"}, key=lambda role: (-len(role), role)))


@cache
def _nobody() -> frozenset[str]:
    return frozenset(word.casefold() for word in (*toml("heads")["nobody"], *toml("credits")["desk"], *toml("credits")["generic"]))


@cache
def _nobody_words() -> frozenset[str]:
    return frozenset(toml("heads")["nobody_words"])


@cache
def _desk_words() -> frozenset[str]:
    return frozenset(toml("heads")["desk_words"])


@cache
def _countries() -> frozenset[str]:
    return frozenset(row["name"].casefold() for row in rows("countries"))
