"""Credit lines, sign-offs of agencies, bylines and datelines: who wrote a text, and where it was filed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from tellings.clean.dates import is_date_line
from tellings.data import toml
from tellings.data.outlets import by_host, by_name, find, is_address, outlets

CreditKind = Literal["source", "original", "inputs", "agency", "copyright", "plural"]
_EDGES: Final = " \t\r\n\u00a0•·*●■▪►▶▸»>|([{_–—-−=~/"
_NAME_END: Final = re.compile(
    r"\s*(?:[.;。](?:\s|$)|\n|, (?:on|and|under|which|with|where|by) | under (?:a|the) | on \w+ \d| with permission|[)\]]|$)"
)
_URL: Final = re.compile(r"(?:https?://|www\.)\S+")
_SUFFIX: Final = re.compile(r"^(.{8,}?)\s+[-–—|:»·•]{1,2}\s+([^–—|»•]{2,60})$")
_JOIN: Final = re.compile(r"\s*(?:,|;|/|&|\+|、|،| and | und | et | y | e | en | och | og | i | și | ve | и | و | dan | with )\s*")
_LONGEST_NAME: Final = 8
_LONGEST_LINE: Final = 40


@dataclass(frozen=True, slots=True)
class Credit:
    """One credit: whom the copy is owed to, as the tables name them, where the words stand, and how they say it."""

    names: tuple[str, ...]
    start: int
    end: int
    kind: CreditKind
    words: str


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline: place and date as printed, the agency in it, and the stretch it takes with its dash or colon."""

    text: str
    agency: str | None
    start: int
    end: int


def proper(name: str) -> str:
    """Return the name to show: an agency's or outlet's own where the tables know it, else as printed."""
    known = find(name)
    if known is None:
        return name
    return known.name if known.kind == "agency" or is_address(name) else _printed(name, known.name)


def _printed(name: str, known: str) -> str:
    # "The Kafue Observer" and "Times of India" are both right: what was printed stays, unless it is a short form.
    same = name.casefold().removeprefix("the ") == known.casefold().removeprefix("the ")
    return name if same else known


def names_in(text: str) -> tuple[str, ...]:
    """Return the organisations that the end of a credit line names, in order; empty where it reads like a sentence."""
    text = text.strip().strip(" .:：;,()[]|\"“”'’")
    if not text:
        return ()
    address = _URL.search(text)
    if address:
        known = by_host(address.group())
        before = text[: address.start()].strip(" ,;:-–—(")
        return (proper(before),) if before and len(before.split()) <= _LONGEST_NAME else ((known.name,) if known else ())
    if by_name(text) is not None:
        return (proper(text),)
    parts = [part.strip(" .()") for part in _JOIN.split(text) if part.strip(" .()")]
    if len(parts) > 1 and (any(by_name(part) for part in parts) or all(len(part.split()) <= 4 for part in parts)):
        named = [proper(part) for part in parts if part.casefold() not in _generic() and len(part.split()) <= _LONGEST_NAME]
        if any(by_name(part) for part in parts):
            return tuple(dict.fromkeys(named))
    split = split_suffix(text)
    if split is not None:
        return (proper(split[1]),)
    if text.casefold() in _generic() or len(text.split()) > _LONGEST_NAME:
        return ()
    return (proper(text),)


def split_suffix(headline: str) -> tuple[str, str] | None:
    """Return the headline and the site's name after its last dash or bar, if what follows can be a name."""
    found = _SUFFIX.match(" ".join(headline.split()))
    if found is None:
        return None
    head, tail = found.group(1).strip(), found.group(2).strip()
    if by_name(tail) or is_address(tail):
        return head, tail
    words = tail.split()
    named = len(words) <= 5 and all(word[:1].isupper() or word.casefold() in _SMALL for word in words) and words[0][:1].isupper()
    return (head, tail) if named else None


def like_outlet(name: str) -> bool:
    """True for a few names in capitals of which one is a newspaper's or station's word ("The Coastal Ledger")."""
    words = name.split()
    named = 1 < len(words) <= 5 and len(name) < 40 and all(word[:1].isupper() or word.casefold() in _SMALL for word in words)
    return named and (words[0].casefold() in _ARTICLES or any(word.casefold() in _outlet_words() for word in words))


_ARTICLES: Final = frozenset(["the", "el", "il", "le", "der", "die", "de", "o", "a", "la", "al"])


@cache
def _outlet_words() -> frozenset[str]:
    return frozenset(toml("credits")["outlet"]["words"])


_SMALL: Final = frozenset(
    [
        "of",
        "the",
        "and",
        "for",
        "in",
        "de",
        "la",
        "le",
        "el",
        "di",
        "del",
        "der",
        "die",
        "das",
        "da",
        "do",
        "dos",
        "du",
        "des",
        "y",
        "e",
        "et",
        "und",
        "&",
        "+",
    ]
)


@cache
def _generic() -> frozenset[str]:
    return frozenset(toml("credits")["generic"])


@cache
def _phrases(table: str) -> tuple[tuple[str, str], ...]:
    words = toml("credits")[table]
    flat = words if table == "plural" else [phrase for row in words for phrase in row["words"]]
    return tuple(sorted({(" ".join(p.casefold().split()), p) for p in flat}, key=lambda p: (-len(p[0]), p)))


@cache
def _originals() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row["pattern"], re.IGNORECASE) for row in toml("credits")["original"])


@cache
def _agencies() -> str:
    names = {form for outlet in outlets() if outlet.kind == "agency" for form in (outlet.name, *outlet.aliases) if len(form) > 1}
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))


@cache
def _signoffs() -> tuple[re.Pattern[str], ...]:
    names = rf"(?:[\w.]{{1,6}}/[\w.]{{1,6}} )?\(?(?:{_agencies()})(?:\s?(?:,|/|-|–| and | with |;)\s?(?:{_agencies()}|[Aa]gencies))*\)?"
    return (
        re.compile(rf"\(\s?({names})\s?\)\.?\s*$"),
        re.compile(rf"(?:^|\s)(?:[-–—]{{1,2}}|/)\s?({names})/?\.?\s*$"),
        re.compile(rf"^\W{{0,3}}({names})\W{{0,2}}$"),
        re.compile(rf"^\W{{0,3}}(?:[Bb]y|BY) ((?:[Tt]he )?(?:{_agencies()}))(?: [Ss]taff(?: [Ww]riters?)?)?\W{{0,2}}$"),
        re.compile(rf"^(?:[a-zäöü]{{1,4}}/)+[a-zäöü]{{1,4}} \(({_agencies()}(?:, (?:{_agencies()}))*)\)$"),
    )


def source_line(line: str) -> tuple[CreditKind, str, str] | None:
    """Return kind, the words and what follows them, where the line names a source ("Fonte: ...") or inputs ("With inputs from ...")."""
    bare = line.strip().lstrip(_EDGES)
    if len(bare.split()) > _LONGEST_LINE:
        return None
    folded = " ".join(bare.casefold().split())
    for phrase, shown in _phrases("plural"):
        if folded.startswith(phrase) and folded[len(phrase) :].lstrip()[:1] in (":", "："):
            return "plural", shown, bare[len(phrase) :].lstrip(" :：\u00a0")
    for phrase, shown in _phrases("source"):
        rest = folded[len(phrase) :].lstrip()
        if folded.startswith(phrase) and rest[:1] in (":", "：", ""):
            return "source", shown, bare[len(phrase) :].lstrip(" :：\u00a0")
    for phrase, shown in _phrases("inputs"):
        rest = folded[len(phrase) :]
        if folded.startswith(phrase) and not rest[:1].isalnum() and len(folded.split()) <= 25:
            return "inputs", shown, bare[len(phrase) :].strip(" :：\u00a0()")
    return None


def credits_of(line: str, at: int, following: str | None) -> Iterator[Credit]:
    """Yield the credits of one line that begins at `at`; `following` is the next line, which says the name where the line does not."""
    stripped = line.strip()
    end = at + len(line)
    source = source_line(line)
    if source is not None:
        kind, words, rest = source
        named = rest or (following or "" if kind in {"source", "plural"} and stripped.endswith((":", "：")) else "")
        names = names_in(named)
        if kind == "inputs" and not any(by_name(name) for name in names) and not stripped.startswith("(") and " " not in words:
            return
        if names or kind == "inputs" or (rest and rest.casefold() in _generic()):
            yield Credit(names, at, end, kind, words)
        return
    yield from _original(line, at)
    for pattern in _signoffs():
        found = pattern.search(line)
        if found:
            names = tuple(
                dict.fromkeys(
                    proper(part.strip(" ()")) for part in re.split(r"[,;/]|\band\b|\bwith\b", found.group(1)) if find(part.strip(" ()"))
                )
            )
            start = found.start() + (len(found.group()) - len(found.group().lstrip()))
            yield Credit(names, at + start, at + found.end(), "agency", found.group().strip())
            return
    closing = _closing_inputs(line)
    if closing is not None:
        yield Credit(names_in(closing[2]), at + closing[0], at + closing[1], "inputs", line[closing[0] : closing[0] + 24])


def _original(line: str, at: int) -> Iterator[Credit]:
    for pattern in _originals():
        found = pattern.search(line)
        if found:
            stop = _NAME_END.search(line, found.end())
            names = names_in(line[found.end() : stop.start() if stop else len(line)])
            if names and (len(names[0].split()) <= 5 or find(names[0])):
                begin = max(line.rfind(mark, 0, found.start()) + 2 for mark in (". ", "! ", "? ")) if found.start() else 0
                start = max(begin, 0) if begin > 1 else 0
                yield Credit(names, at + start, at + len(line), "original", found.group().strip())
                return


def _closing_inputs(line: str) -> tuple[int, int, str] | None:
    if not line.rstrip().endswith((")", ").")):
        return None
    begin = line.rfind("(")
    if begin < 0:
        return None
    inner = line[begin + 1 :].rstrip(" .)")
    source = source_line(inner)
    return (begin, len(line.rstrip()), source[2]) if source is not None and source[0] in {"inputs", "source"} else None


@cache
def _dateline() -> re.Pattern[str]:
    place = r"(?:[A-Z][\w’'.\-]*|de|del|da|do|la|el|al|of|the|and|es|St\.|Ste\.)"
    places = rf"{place}(?: {place}){{0,3}}"
    region = rf"(?:(?:, | \[|/)(?!\w{{3,9}}\.? \d)(?:{places})\]?)?"
    day = r"(?:,? (?:\w{3,9}\.?,? \d{1,2}|\d{1,2}\.? ?(?:de )?\w{3,9}\.?)(?:,? \d{4})?)?\.?"
    agency = rf"(?:\s?(?:[\[(/]|\()\s?(?:{_agencies()}|[A-Z][\w.&-]*(?:[ /-][A-Z][\w.&-]*){{0,2}})(?:/(?:{_agencies()}))*\s?[\])/]\.?)?"
    mark = r"(?:\s?(?:[:：]|\.\s?[-–—]{1,2}|[-–—]{1,2}))?"
    return re.compile(rf"(?P<where>(?P<place>{places}){region}{day})(?P<agency>{agency})(?P<mark>{mark})\s*(?=\S)")


@cache
def _bare_agency() -> re.Pattern[str]:
    return re.compile(rf"\((?P<agency>{_agencies()})\)\s?(?:[-–—]{{1,2}}|[:：])\s*(?=\S)")


@cache
def _japanese() -> re.Pattern[str]:
    return re.compile(rf"[\[［【(]?(?P<where>(?P<place>[A-Z]\w+)(?: \d{{1,2}} \w+)?) (?P<agency>{_agencies()})[\]］】)]\s*(?=\S)")


def dateline_of(line: str, at: int) -> Dateline | None:
    """Return the dateline at the head of a paragraph that begins at `at`.

    Capitals or an agency in brackets make one of any place; a place in small letters must be a city of the table, or have a date beside it.
    """
    bare = _bare_agency().match(line)
    if bare:
        return Dateline("", proper(bare.group("agency")), at, at + bare.end("agency") + len(line[bare.end("agency") : bare.end()].rstrip()))
    found = _dateline().match(line) or _japanese().match(line)
    if found is None:
        return None
    place, agency = found.group("place"), (found.group("agency") or "").strip(" ()[]/.")
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
    known = place.casefold() in _cities()
    dated = bool(re.search(r"\d", where))
    capitals = place.isupper() and len(place) > 2
    if not mark and not (agency and (capitals or known)):
        return False
    if agency:
        return capitals or known or dated or find(agency) is not None
    dash = mark[:1] in "-–—."
    if capitals:
        return known or len(place.split()) <= 3
    return known and (dash or dated or mark[:1] in ":：")


@cache
def _cities() -> frozenset[str]:
    return frozenset(city.casefold() for city in toml("credits")["dateline"]["cities"])


@cache
def _not_places() -> frozenset[str]:
    return frozenset(toml("credits")["dateline"]["not_places"])


@cache
def _bylines() -> tuple[tuple[str, str], ...]:
    rows = toml("credits")["byline"]
    found = {(phrase.casefold(), row["lang"]) for row in rows for phrase in row["words"]}
    return tuple(sorted(found, key=lambda p: (-len(p[0]), p)))


def byline_of(line: str) -> str | None:
    """Return what a byline names ("" where it is a desk or the agency), None where the line is no byline."""
    bare = line.strip().strip("•·*|–—- \u200e\u200f").strip()
    words = bare.split()
    if not 1 < len(words) <= 14 and not (len(words) == 1 and ("：" in bare or ":" in bare)):
        return None
    folded = bare.casefold()
    for phrase, _ in _bylines():
        if folded.startswith(phrase):
            rest = bare[len(phrase) :]
            if rest[:1].isalnum() and phrase[-1:].isalnum():
                continue
            name = rest.lstrip(" :：/・.\u00a0").strip()
            if name and _is_name(name):
                return _byline_names(name)
    return None


def _is_name(name: str) -> bool:
    if name.endswith((".", "!", "?", ":")) and not re.search(r"\b(?:Jr|Sr|[A-Z])\.$", name):
        return False
    words = [word for word in re.split(r"[\s,/&|]+", name) if word and word not in _BESIDE_NAMES]
    if not words or len(words) > 10 or is_date_line(name) or any(c.isdigit() for c in name):
        return False
    big = sum(not word[:1].islower() for word in words)
    return big >= 0.6 * len(words) and not words[-1][:1].islower()


# Small words between names and houses, and before a name ("notre correspondante").
_BESIDE_NAMES: Final = frozenset(
    ["and", "und", "et", "y", "e", "en", "och", "og", "i", "și", "ve", "dan", "with", "com", "con", "avec", "mit", "met", "med", "de", "du", "von", "van",
     "für", "for", "in", "our", "notre", "nos", "nuestro", "nuestra", "correspondent", "correspondante", "correspondant", "corresponsal", "unserem",
     "unserer", "korrespondenten", "korrespondentin", "onze", "correspondente", "enviado", "envoyé", "envoyée", "spécial", "spéciale", "especial", "al", "el",
     "ja", "for", "at", "of", "the", "a", "da", "do", "dos", "das", "di", "della", "del", "la"]
)  # fmt: skip
_BEFORE_NAME: Final = re.compile(
    r"^(?:notre|nos|nuestr[oa]|nosso|nossa|unser(?:em|er|en)?|onze|our)\s+(?:envoyée?\s+spéciale?|envoyés\s+spéciaux|\w*[ck]orr?esp\w*)\s*(?=[A-ZÀ-Þ])(?![A-Z]\w+$)",
    re.IGNORECASE,
)
_WITH: Final = re.compile(r"[,\s(]+(?:with|com|con|avec|mit|met|med|and|et|und|y|e|/)\s+(?P<house>[^,]+?)\)?$", re.IGNORECASE)


def _byline_names(name: str) -> str:
    name = re.split(r"\s*(?:[|•·]|\s[-–—]\s|, (?:[A-Z]?[a-z]+ )?(?:[Ss]taff|[Cc]orrespondent|[Rr]eporter|[Ee]ditor)\b)", name)[0].strip(
        " ,"
    )
    if " " in name and name.split()[0].casefold() != "our":
        name = _BEFORE_NAME.sub("", name)
    joined = _WITH.search(name)
    if joined and find(joined.group("house")):
        name = name[: joined.start()]
    parts = [part for part in re.split(r"\s*(?:,|/)\s*", name) if part]
    people = [
        part for at, part in enumerate(parts)
        if part.casefold() not in _desks() and find(part) is None and not (at and part.casefold() in _cities())
    ]  # fmt: skip
    return ", ".join(people)


def houses_in(byline: str) -> tuple[str, ...]:
    """Return the agencies and outlets that stand in a byline ("By Reuters", "Da Redação, com Reuters")."""
    words = re.split(r"[\s,/()|]+", byline)
    found: list[str] = []
    for size in (3, 2, 1):
        for at in range(len(words) - size + 1):
            known = find(" ".join(words[at : at + size]).strip(" .:"))
            if known is not None and (known.kind == "agency" or size > 1) and (size > 1 or words[at][:1].isupper()):
                found.append(known.name)
    return tuple(dict.fromkeys(found))


@cache
def _desks() -> frozenset[str]:
    return frozenset(toml("credits")["desk"])
