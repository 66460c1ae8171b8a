"""What the words of a line say of it: the table `furniture.toml`, asked line by line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from tellings.data import toml
from tellings.data.outlets import outlets
from tellings.model.articles import FurnitureReason

_EDGES: Final = " \t\r\n\u00a0•·*●○■□▪►▶▸»«>‹›|#[](){}“”\"'’_–—-−=~→←↓↑✓+\u200e\u200f"
_TAIL: Final = ".:：;,!…?؟。"
_COUNT: Final = re.compile(r"\s*[(\[]?\d{1,6}[)\]]?$")
_AFTER_LABEL: Final = re.compile(r"\s*(?:[:：|»›>؛]|[–—-]\s|\s[–—-])")
_FORM: Final = 120
_LONGEST: Final = 18
_BUCKET: Final = 2
_SPACELESS: Final = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# Initials of who wrote and who edited, with strokes between them; the wire's mark for the end.
_SIGNED: Final = re.compile(
    r"\(?[A-Za-z]{2,4}(?:\s?/{1,2}\s?[A-Za-z]{2,4})+\s?/?\)?$|\(?(?:END|Ends|Enditem|FIN|Fim|FINE|ENDE)\.?\)?$|\([A-Z]{2,6}\)$"
)
_SENTENCE_ENDS: Final = frozenset('.!?"”’)]:;…_')


@dataclass(frozen=True, slots=True)
class Cue:
    """What a line is, and the words that say so."""

    reason: FurnitureReason
    words: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    words: str
    shown: str
    reason: FurnitureReason
    at: str
    lang: str
    longest: int


_NONE: Final[tuple[tuple[str, ...], tuple[_Row, ...]]] = ((), ())


def match(line: str) -> Cue | None:
    """Return what the line's words say it is, None where they say nothing; the longest words win."""
    bare = line.strip(_EDGES)
    folded = " ".join(bare.casefold().replace("i̇", "i").replace("’", "'").split())
    beginnings, rows = _rows().get(_key(folded), _NONE)
    if not folded.startswith(beginnings):
        return None
    words = folded.count(" ") + 1
    for row in rows:
        if folded.startswith(row.words) and _holds(row, folded, words):
            return Cue(row.reason, row.shown, bare[len(row.words) :].lstrip(" :：|»›>–—-"))
    return None


def _key(folded: str) -> str:
    """Return the first letters; a sign alone ("©"), after which a line may go on with anything."""
    return folded[:_BUCKET] if folded[:1].isalnum() else folded[:1]


def form_of(line: str) -> Cue | None:
    """Return what the form of a short line says it is, None where it says nothing."""
    bare = line.strip(_EDGES)
    if len(bare) > _FORM:
        return None
    if _any_form().fullmatch(bare) is None:
        return None
    return next((Cue(reason, bare) for form, reason in _forms() if form.fullmatch(bare)), None)


@cache
def _any_form() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{form.pattern})" for form, _ in _forms()))


@cache
def _forms() -> tuple[tuple[re.Pattern[str], FurnitureReason], ...]:
    return tuple((re.compile(row["pattern"]), row["reason"]) for row in toml("furniture")["form"])


def _holds(row: _Row, folded: str, words: int) -> bool:
    rest = folded[len(row.words) :]
    bare = _COUNT.sub("", rest).strip(_EDGES + _TAIL)
    if not bare:
        return True
    if row.at == "line":
        return False
    if row.at == "label":
        return _AFTER_LABEL.match(rest) is not None
    if words > row.longest:
        return False
    spaceless = _SPACELESS.search(row.words) is not None
    if rest[0].isalpha() and row.words[-1].isalnum() and not spaceless:
        return False
    single = " " not in row.words and row.words[-1].isalnum() and row.lang in {"en", "mul"} and not spaceless
    return not single or not rest.lstrip()[0].isalpha() or words <= 3


@cache
def _rows() -> dict[str, tuple[tuple[str, ...], tuple[_Row, ...]]]:
    """The rows under their first letters, with how their words begin lines; longer ones first."""
    buckets: dict[str, list[_Row]] = {}
    for cue in toml("furniture")["cue"]:
        for shown in cue["words"]:
            words = " ".join(shown.casefold().replace("i̇", "i").replace("’", "'").strip(_EDGES.replace("(", "").replace("©", "")).split())
            row = _Row(words, shown, cue["reason"], cue["at"], cue["lang"], cue.get("longest", _LONGEST))
            buckets.setdefault(_key(words), []).append(row)
    order = {"line": 0, "label": 1, "start": 2}
    ordered = {key: sorted(rows, key=lambda r: (-len(r.words), order[r.at], r.reason)) for key, rows in buckets.items()}
    return {key: (tuple({row.words: None for row in rows}), tuple(rows)) for key, rows in ordered.items()}


def reason_of(line: str) -> FurnitureReason | None:
    """Return what parts of words in many languages say of a line that is known to be furniture, None where they say nothing."""
    if _SIGNED.match(line.strip()):
        return "credit"
    folded = f" {' '.join(line.casefold().split())} "
    return next((reason for reason, stems in _stems() if any(stem in folded for stem in stems)), None)


@cache
def _stems() -> tuple[tuple[FurnitureReason, tuple[str, ...]], ...]:
    return tuple((row["reason"], tuple(row["words"])) for row in toml("furniture")["stem"])


def inline(text: str) -> Iterator[tuple[int, int, FurnitureReason, str]]:
    """Yield the stretches of running text that are furniture: start, end, reason and the beginning of their words; sorted and apart."""
    found: list[tuple[int, int, FurnitureReason, str]] = []
    for pattern, begins, reason, hints in _inline():
        hit = pattern.search(text) if not hints or any(hint in text for hint in hints) else None
        while hit is not None:
            start, end = hit.span()
            if begins and not _begins(text, start):
                # it may begin again further on in what it took
                hit = pattern.search(text, start + 1)
                continue
            while start < end and text[start].isspace():
                start += 1
            if start < end:
                found.append((start, end, reason, text[start : min(end, start + 24)]))
            hit = pattern.search(text, max(end, hit.start() + 1))
    at = 0
    for start, end, reason, words in sorted(found, key=lambda f: (f[0], -f[1], f[2])):
        if start >= at:
            yield start, end, reason, words
            at = end


def _begins(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start]
    return not before or before[-1] == "\n" or before.rstrip()[-1:] in _SENTENCE_ENDS or not before.strip()


@cache
def _inline() -> tuple[tuple[re.Pattern[str], bool, FurnitureReason, tuple[str, ...]], ...]:
    return tuple(
        (re.compile(_named(row["pattern"].removeprefix("¶"))), row["pattern"].startswith("¶"), row["reason"], tuple(row.get("hints", ())))
        for row in toml("furniture")["inline"]
    )


def _named(pattern: str) -> str:
    return pattern.replace("§", names_pattern()) if "§" in pattern else pattern


@cache
def names_pattern() -> str:
    """Return a regular expression for any name or alias of an agency, and any name of an outlet, the longest first."""
    names = {form for outlet in outlets() for form in ((outlet.name, *outlet.aliases) if outlet.kind == "agency" else (outlet.name,))}
    ordered = sorted((name for name in names if len(name) > 1), key=lambda name: (-len(name), name))
    return "(?:" + "|".join(re.escape(name) for name in ordered) + ")"
