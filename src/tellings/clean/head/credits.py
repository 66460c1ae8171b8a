"""Credit lines, sign-offs of agencies, bylines and datelines: who wrote a text, and where it was filed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from tellings.data import toml
from tellings.data.outlets import by_host, by_name, find, is_address, outlets

CreditKind = Literal["source", "original", "inputs", "agency", "copyright", "plural"]
_EDGES: Final = " \t\r\n\u00a0•·*●■▪►▶▸»>|([{_–—-−=~/"
_NAME_END: Final = re.compile(
    r"\s*(?:[.;。](?:\s|$)|\n|, (?:on|and|under|which|with|where|by) | and (?:is|was|has) | (?:was|is) (?:first|originally) | under (?:a|the) | on \w+ \d| with permission|[)\]]|$)"
)
_URL: Final = re.compile(r"(?:https?://|www\.)\S+")
_SUFFIX: Final = re.compile(r"^(.{8,}?)\s+[-–—|:»·•]{1,2}\s+([^–—|»•]{2,60})$")
_JOIN: Final = re.compile(r"\s*(?:,|;|/|&|\+|、|،| and | und | et | y | e | en | och | og | i | și | ve | и | و | dan | with )\s*")
# A date or another label ends the name of a source ("来源：埠头晚报 2025-10-20 责任编辑：…").
_DATED: Final = re.compile(r"\s+\d{4}[-./年]\d{1,2}[-./月].*$|\s+\d{1,2}[./]\d{1,2}[./]\d{4}.*$")
_LABELLED: Final = re.compile(r"\s+[^\s:：]{2,12}[:：].*$")
_ELIDED: Final = re.compile(r"^(?:l|d|dell|all|nell|sull)[’'](?=[A-ZÀ-Þ])")
_MARKS: Final = frozenset((":", "：", ";", "՝"))
_LONGEST_NAME: Final = 8
_LONGEST_LINE: Final = 300
_BUCKET: Final = 2
# A sign-off stands in the last characters of a line, or is a short line.
_TAIL: Final = 90


@dataclass(frozen=True, slots=True)
class Credit:
    """One credit: whom the copy is owed to, as the tables name them, where the words stand, and how they say it."""

    names: tuple[str, ...]
    start: int
    end: int
    kind: CreditKind
    words: str


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
    text = _LABELLED.sub("", _DATED.sub("", text)).strip().strip(" .:：;,()[]|\"“”'’")
    text = _ELIDED.sub("", text).removeprefix("the ")
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
        "dello",
        "della",
        "delle",
        "degli",
        "dei",
        "van",
        "von",
        "het",
        "den",
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
def _phrases() -> dict[str, tuple[tuple[CreditKind, str, str], ...]]:
    """The words of credit lines under their first letters: kind, folded, as listed; plural ones and longer ones first."""
    table = toml("credits")
    listed: list[tuple[CreditKind, str]] = [("plural", phrase) for phrase in table["plural"]]
    listed += [("source", phrase) for row in table["source"] for phrase in row["words"]]
    listed += [("inputs", phrase) for row in table["inputs"] for phrase in row["words"]]
    buckets: dict[str, list[tuple[CreditKind, str, str]]] = {}
    for kind, phrase in listed:
        folded = " ".join(phrase.casefold().split())
        buckets.setdefault(folded[:_BUCKET], []).append((kind, folded, phrase))
    order = {"plural": 0, "source": 1, "inputs": 2}
    return {key: tuple(sorted(set(rows), key=lambda r: (order[r[0]], -len(r[1]), r[2]))) for key, rows in buckets.items()}


@cache
def _originals() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    return tuple((re.compile(row["pattern"], re.IGNORECASE), tuple(row["hints"])) for row in toml("credits")["original"])


@cache
def _hinted() -> re.Pattern[str]:
    hints = {hint for _, hints in _originals() for hint in hints}
    return re.compile("|".join(re.escape(hint) for hint in sorted(hints, key=lambda hint: (-len(hint), hint))))


@cache
def agency_pattern() -> str:
    """Return the alternatives of a regular expression for the names and aliases of agencies, longest first."""
    names = {form for outlet in outlets() if outlet.kind == "agency" for form in (outlet.name, *outlet.aliases) if len(form) > 1}
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))


@cache
def _signoffs() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """The forms of a sign-off, and whether the form is the whole of its line."""
    names = rf"(?:[\w.]{{1,6}}/[\w.]{{1,6}} )?\(?(?:{agency_pattern()})(?:\s?(?:,|/|-|–| and | with |;)\s?(?:{agency_pattern()}|[Aa]gencies))*\)?"
    return (
        (re.compile(rf"\(\s?({names})\s?\)\.?\s*$"), False),
        (re.compile(rf"(?:^|\s)(?:[-–—]{{1,2}}|/)\s?({names})/?\.?\s*$"), False),
        (re.compile(rf"^\W{{0,3}}({names})\W{{0,2}}$"), True),
        (re.compile(rf"^\W{{0,3}}(?:[Bb]y|BY) ((?:[Tt]he )?(?:{agency_pattern()}))(?: [Ss]taff(?: [Ww]riters?)?)?\W{{0,2}}$"), True),
        (re.compile(rf"^(?:[a-zäöü]{{1,4}}/)+[a-zäöü]{{1,4}} \(({agency_pattern()}(?:, (?:{agency_pattern()}))*)\)$"), True),
    )


def source_line(line: str) -> tuple[CreditKind, str, str] | None:
    """Return kind, the words and what follows them, where the line names a source ("Fonte: ...") or inputs ("With inputs from ...")."""
    bare = line.strip().lstrip(_EDGES)
    if len(bare) > _LONGEST_LINE:
        return None
    folded = " ".join(bare.casefold().split())
    for kind, phrase, shown in _phrases().get(folded[:_BUCKET], ()):
        if not folded.startswith(phrase):
            continue
        rest = folded[len(phrase) :]
        mark = rest.lstrip()[:1]
        after = bare[len(phrase) :]
        if kind == "inputs":
            if not rest[:1].isalnum() and len(folded.split()) <= 25:
                return kind, shown, after.strip(" :：\u00a0()")
        elif mark in _MARKS or (kind == "source" and not mark):
            return kind, shown, after.lstrip(" :：;՝\u00a0")
        elif kind == "source" and _names_alone(after, mark):
            return kind, shown, after.strip(_DASHES)
    return None


def _names_alone(after: str, mark: str) -> bool:
    """True for a house behind a dash or bar, and for an agency without any mark ("Source – Reuters", "Fonte ANSA")."""
    name = after.strip(_DASHES)
    known = by_name(name) if after[:1] in _DASHES and len(name.split()) <= _LONGEST_NAME // 2 else None
    return known is not None and (mark in _DASHES or known.kind == "agency")


_DASHES: Final = " \u00a0-–—|=/»>"


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
    tail = max(0, len(line) - _TAIL)
    for pattern, whole in _signoffs():
        found = pattern.search(line, tail) if not whole else pattern.match(line) if not tail else None
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
    folded = line.casefold()
    if _hinted().search(folded) is None:
        return
    for pattern, hints in _originals():
        found = pattern.search(line) if any(hint in folded for hint in hints) else None
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
