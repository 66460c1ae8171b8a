"""Figures as quantities: what each counts or measures, so that only figures of one thing are set side by side."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

from tellings.compare.differing import counting
from tellings.compare.differing.clauses import Clause
from tellings.data import toml
from tellings.model.observed import Figure
from tellings.text import tolls
from tellings.text.anchor import select
from tellings.text.figures import compatible
from tellings.text.forms import form, forms

# Words before and after a figure in which what befell those it counts is looked for.
_OLDEST: Final = 110
_BEFORE: Final = 3
# Fewest letters of a noun that is counted: "3 : 33 a. m." counts no "m.".
_LETTERS: Final = 3
_AFTER: Final = 4
# Nouns for people that do not mean all of them.
_KINDS_OF: Final = ("civilian", "passenger", "resident", "patient")
# Units that are only used of round numbers, and by how much what they round may differ.
_ROUND: Final = ("decade", "centur")
_ROUNDED: Final = 1.2
_BASE: Final = re.compile(
    r"(?:\d|%|\b(?:all|most|none|half|some|many|several|few|each|any|either|both|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"dozens|hundreds|thousands|majority|quarter|thirds?|per cent|percent|share|part|rest)) of (?:\w+ ){0,2}?"
    r"(?:the|its|their|his|her|our|those|these|a total of|\w+ ?[’'] ?s?) (?:first |last |next )?$",
    re.IGNORECASE,
)
_FORMERLY: Final = re.compile(
    r"\b(?:up|down|revised|lowered|raised|reduced|increased) from (?:about |around |some |the |an? |earlier |initial )*$", re.IGNORECASE
)
# After "all but N" those who are left are counted.
_FOUND: Final = re.compile(
    r"\b(?:found|rescued|recovered|located|accounted for|released|freed|evacuated|identified|restored|reconnected|reopened|repaired|back)\b"
)
_ABBREVIATED: Final = {"h": "hour", "hr": "hour", "s": "second"}
_SHARE_OF: Final = re.compile(
    r"\s+of (?:(?:the|its|their|his|her|our|all|those|these|about|some|first|last|more|than|over|nearly|\d[\d,.]*) )*([a-z]{3,})",
    re.IGNORECASE,
)
# "stood at 34 last night": the word after the figure is of the time.
_TIMED: Final = re.compile(r"\s+(?:last|next) (?:night|week|weekend|month|year|\w+day)\b")
_NUMBERED: Final = re.compile(
    r"\b(?:no|nos|number|room|section|article|chapter|flight|route|highway|channel|class|size|age|aged)\.? ?$", re.IGNORECASE
)
_STOP: Final = re.compile(r"[,;:()—–]|\band\b|\bwhile\b|\bbut\b")
_NUMBER: Final = re.compile(
    r"\b(?:at|to|is|was|stands at|reached|hit|passed) (\d{1,3}(?:,\d{3})+|\d+)\b(?! ?(?:a\.?m|p\.?m|o.clock|per cent|%))"
)
_NAME: Final = re.compile(r"([A-Z][\w’'-]+)(?:, (?:who (?:is|was) |aged? |the |an? )?| (?:aged |who is |is |was )| \()$")
_NAMED: Final = re.compile(r"[\s-]*(?:years?)?[\s-]*old[\s-]+(?:[a-z]+ )?(?:[A-Z][\w’'-]+ )*([A-Z][\w’'-]+)")
_OLD: Final = re.compile(r"[\s-]*(?:years?)?[\s-]*old[\s-]+([a-z]{3,})(?: ([a-z]{3,}))?")
_PART: Final = re.compile(
    r"^\s*(?:out )?of (?:the|its|their|his|her|our|those|these|them|about|some|roughly|around|nearly|almost|an estimated|\d)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One figure of one clause. Two quantities can be compared where `key` is equal."""

    clause: Clause
    figure: Figure
    key: tuple[str, ...]

    @property
    def value(self) -> tuple[float, float, str]:
        """What is told, without the words."""
        return self.figure.low, self.figure.high, self.figure.bound

    def agrees(self, other: "Quantity") -> bool:
        """True where both values can hold."""
        one, two = self.figure, other.figure
        if any(word in f.sel.exact.lower() for f in (one, two) for word in _ROUND) and self.apart_by(other) <= _ROUNDED:
            return True
        return compatible((one.low, one.high, one.bound), (two.low, two.high, two.bound), one.unit)

    def apart_by(self, other: "Quantity") -> float:
        """How many times the one is the other, 1 or more."""
        small, large = sorted((abs(self.figure.low), abs(other.figure.low)))
        return large / small if small else math.inf


@lru_cache(maxsize=8192)
def quantities(clause: Clause) -> tuple[Quantity, ...]:
    """Return the figures of a clause of which it can be said what they count; a part of a number given beside it is none."""
    figures = clause.statement.figures or tuple(_spare(clause))
    found = [Quantity(clause=clause, figure=f, key=key) for f in figures if (key := _key(clause, f)) is not None]
    parts = {q.key[2] for q in found if q.key[0] == "count"}
    # "seven soldiers and four civilians were killed": neither is all the dead
    return tuple(
        replace(q, key=("count", q.figure.of, q.key[1], q.key[2]))
        if q.key[0] == "people" and q.key[1] in parts and q.figure.of in _KINDS_OF
        else q
        for q in found
    )


def _spare(clause: Clause) -> Iterator[Figure]:
    """Figures of a clause on a count ("put the number of injured at 15") in which the parse has found none."""
    sel = clause.statement.sel
    heads = {clause.statement.subject_lemma, clause.statement.object_lemma}
    if heads.isdisjoint(toml("differing")["counting"]["nouns"]):
        return
    text = clause.article.text[sel.start : sel.end]
    # "climbed to five in the evening": what a count has risen to is no hour
    rising = tolls.rises(clause.statement.predicate)
    for match in (*_NUMBER.finditer(text), *_numbers_spelled().finditer(text)):
        start, end = sel.start + match.start(1), sel.start + match.end(1)
        if rising or not any(t.sel.start <= start < t.sel.end for t in clause.times):
            value = float(toml("figures")["words"].get(match[1], 0) or match[1].replace(",", ""))
            yield Figure(sel=select(sel.article, clause.article.text, start, end), low=value, high=value)


def _key(clause: Clause, figure: Figure) -> tuple[str, ...] | None:
    before, after = _window(clause, figure)
    if clause.article.text[max(0, figure.sel.start - 1) : figure.sel.start] in ("-", "–") or re.search(
        r"-(?:of|and)-$", clause.article.text[max(0, figure.sel.start - 5) : figure.sel.start]
    ):
        return None  # "father-of-three"
    if re.search(r"\d[.,] ?$", clause.article.text[max(0, figure.sel.start - 3) : figure.sel.start]):
        return None  # the end of "2, 000"
    if re.match(r", ?\d{3}\b", clause.article.text[figure.sel.end : figure.sel.end + 6]):
        return None  # and its beginning
    if not _counts_something(clause, figure) or _is_base(clause, figure) or is_former(clause, figure):
        return None
    if re.match(r"[-–]\d", clause.article.text[figure.sel.end : figure.sel.end + 2]) or re.search(r"\d[-–]\d", figure.sel.exact):
        return None  # a score
    rest = () if _TIMED.match(clause.article.text[figure.sel.end : figure.sel.end + 20]) else after[len(forms(figure.sel.exact)) :][:2]
    if not set(rest).isdisjoint(_set("rest")) or not set(before[-1:]).isdisjoint(_set("rest")):
        return None
    if re.search(r"\bof (?:which|whom|them|those) $", clause.article.text[max(0, figure.sel.start - 12) : figure.sel.start]):
        return None
    if before[-1:] in (("with",), ("alongside",)) and "other" in rest:
        return None
    if re.search(r"\b[Aa]ll but $", clause.article.text[max(0, figure.sel.start - 9) : figure.sel.start]):
        return ("bare",)
    if figure.unit != "%" and _PART.match(clause.article.text[figure.sel.end : figure.sel.end + 30]):
        # who of all was killed is all the dead: "killing five of the eight people on board"
        s, every = clause.statement, clause.fate and figure.of in ("", *toml("tolls")["people"]["nouns"])
        return ("people", clause.fate, "") if every and not s.predicate.startswith("be ") else None
    table = toml("differing")["figures"]
    if not set(before[-2:]).isdisjoint(_set("apart")) or (figure.of in table["others"] and _has_same_before(clause, figure)):
        return None
    if figure.unit is not None:
        if figure.unit in ("s", "%"):
            return ("unit", figure.unit, _measure(clause, figure))
        return ("unit", figure.unit, *_per(clause, figure))
    fate = _fate(clause, figure, before, after)
    grade = next((name for name, words in _grades() if not words.isdisjoint((*before, *after))), "")
    people = figure.of in toml("tolls")["people"]["nouns"] or figure.of == "other" or figure.of in table["people"]
    if not figure.of and (told := _of_count(clause, figure, fate, grade)) is not None:
        return told
    if fate and (people or figure.of == ""):
        return ("people", fate, grade)
    if not figure.of:
        s = clause.statement
        if (
            s.predicate.startswith("be ")
            and s.subject_lemma
            and figure.low == figure.high
            and figure.low < _OLDEST
            and s.object_lemma.isdigit()
        ):
            return ("unit", "age")
        return ("unit", "age") if _is_aside(clause, figure) else ("bare",)
    kinds = _kinds().get(figure.of)
    return ("count", kinds or ("people" if people else form(figure.of)), fate, grade)


def _of_count(clause: Clause, figure: Figure, fate: str, grade: str) -> tuple[str, ...] | None:
    """The key of a bare figure that is a toll, or the number of what the clause names: as if the noun stood beside it."""
    if counting.is_toll(clause, figure):
        return ("people", "dead", grade)
    noun = counting.noun_counted(clause)
    if not noun or not counting.is_given(clause, figure):
        return None
    if noun in _near() or (fate and noun in _people()):
        return ("people", _near().get(noun, fate), grade)
    return ("count", _kinds_by_form().get(noun) or ("people" if noun in _people() else noun), fate, grade)


def _counts_something(clause: Clause, figure: Figure) -> bool:
    """False of a part of a clock time that was torn apart ("3 : 33 a. m."), of a number that names ("No. 9"), and before a name or a mark."""
    text, sel = clause.article.text, figure.sel
    head, tail = text[max(0, sel.start - 24) : sel.start], text[sel.end : sel.end + 24]
    if re.search(r"\d ?: ?$|\s\. ?$", head) or re.match(r" ?: ?\d| ?[ap] ?\. ?m\b", tail):
        return False
    if _NUMBERED.search(head) is not None and not figure.unit:
        return False
    if re.search(r"\ball but $", head, re.IGNORECASE) and _FOUND.search(clause.text) is None:
        return False
    if re.match(r"\W*times (?:as|more|less|higher|lower|\w+er)\b", tail):
        return False
    return not figure.of or figure.unit is not None or sum(c.isalpha() for c in figure.of) >= _LETTERS


def _is_base(clause: Clause, figure: Figure) -> bool:
    """True of what a part is taken of: "almost all of the 2.5 million", "10 of the team's 16 games"."""
    start = figure.sel.start
    return _BASE.search(" ".join(clause.article.text[max(0, start - 60) : start].split()) + " ") is not None


def is_former(clause: Clause, figure: Figure) -> bool:
    """Return whether the figure is what was before: "four, down from nine"."""
    start = figure.sel.start
    return _FORMERLY.search(clause.article.text[max(0, start - 40) : start]) is not None


def _is_aside(clause: Clause, figure: Figure) -> bool:
    """True of a bare number after a name: "Tomas Brill, 20, was found"."""
    text, sel = clause.article.text, figure.sel
    head, tail = text[max(0, sel.start - 30) : sel.start], text[sel.end : sel.end + 6]
    return (
        figure.low < _OLDEST and re.search(r"[A-Z][\w’'-]+, $", head) is not None and re.match(r",| (?:was|is|of|and)\b", tail) is not None
    )


def bearer(quantity: Quantity) -> tuple[str, str]:
    """Return whose age it is, as words beside it say: the last word of a name and the form of a noun, "" where there is none."""
    text, sel = quantity.clause.article.text, quantity.figure.sel
    name = _NAME.search(text[max(0, sel.start - 60) : sel.start])
    name = name or _NAMED.match(text[sel.end : sel.end + 60])
    noun = _OLD.match(text[sel.end : sel.end + 40])
    words = [word for word in noun.groups() if word in toml("differing")["bearers"]["nouns"]] if noun is not None else []
    return (name[1].lower() if name is not None else ""), form(words[0]) if words else ""


def _window(clause: Clause, figure: Figure) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Forms of the words right before and after the figure, up to the next mark or joining word, in its clause."""
    s = clause.statement
    text = clause.article.text
    start = min(s.sel.start, figure.sel.start)
    before = _STOP.split(text[max(start, figure.sel.start - 60) : figure.sel.start])[-1]
    after = _STOP.split(text[figure.sel.end : min(max(s.sel.end, figure.sel.end), figure.sel.end + 60)])[0]
    return forms(before)[-_BEFORE:], (*forms(figure.sel.exact), *forms(after)[:_AFTER])


def _fate(clause: Clause, figure: Figure, before: tuple[str, ...], after: tuple[str, ...]) -> str:
    """What befell those counted: as the words at the figure say ("killing at least six"), else as the clause does."""
    for words in (after, tuple(reversed(before))):
        for word in words:
            if word in _near():
                return _near()[word]
    joined = " ".join(forms(clause.statement.sel.exact))
    for fate, phrases in _far():
        if any(phrase in joined for phrase in phrases):
            return fate
    if not {clause.statement.subject_lemma, clause.statement.object_lemma}.isdisjoint(toml("differing")["counting"]["nouns"]):
        return next((_near()[word] for word in clause.forms if word in _near()), "" if clause.fate == "" else clause.fate)
    return clause.fate


def _per(clause: Clause, figure: Figure) -> tuple[str, ...]:
    """What a sum is for each of: a month, a year, a share."""
    after = clause.article.text[figure.sel.end : figure.sel.end + 30].lower()
    match = re.match(r"\W*(?:a|an|per|each|every)\s+(\w+)", after) or re.match(r"\s?/\s?(h|hr|hour|s|day|month|year)\b", after)
    return (_ABBREVIATED.get(match[1], match[1]),) if match is not None else ()


def _measure(clause: Clause, figure: Figure) -> str:
    """Of durations what kind they are of: "for 12 days" is no "12 days ago"."""
    if figure.unit != "s":
        return ""
    if "-" in clause.article.text[figure.sel.start : figure.sel.end + 1]:
        return "of a noun"  # "a 12-year wait" is no "for 12 years"
    after = clause.article.text[figure.sel.end : figure.sel.end + 12].lower().split()[:1]
    return "ago" if after and after[0].strip(",.") in ("ago", "later", "earlier", "before", "after") else ""


def whole(clause: Clause, figure: Figure) -> str:
    """Return the form of the noun of which a share is told: "12 per cent of the first 300 replies"; "" where none is."""
    match = _SHARE_OF.match(clause.article.text[figure.sel.end : figure.sel.end + 60])
    return form(match[1].lower()) if match is not None else ""


def _has_same_before(clause: Clause, figure: Figure) -> bool:
    """True where another figure of people stands before it in the sentence: "four were hurt badly, 20 others slightly"."""
    head = clause.article.text[clause.statement.sentence.start : figure.sel.start]
    words = forms(head)
    return any(_near().get(word, "") == clause.fate for word in words) and bool(clause.fate)


@cache
def _numbers_spelled() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:at|to|reached|hit|passed) ({'|'.join(word for word in toml('figures')['words'] if word != 'zero')})\b(?! ?(?:a\.?m|p\.?m|o.clock))"
    )


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(form(word) for word in toml("differing")["figures"][name])


@cache
def _people() -> frozenset[str]:
    return frozenset(form(noun) for noun in (*toml("tolls")["people"]["nouns"], *toml("differing")["figures"]["people"]))


@cache
def _kinds_by_form() -> dict[str, str]:
    return {form(noun): kind for noun, kind in _kinds().items()}


@cache
def _near() -> dict[str, str]:
    return {form(word): row["fate"] for row in toml("differing")["near"] for word in row["words"]}


@cache
def _far() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((row["fate"], tuple(" ".join(forms(p)) for p in row["phrases"])) for row in toml("differing")["far"])


@cache
def _grades() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((row["grade"], frozenset(form(word) for word in row["words"])) for row in toml("differing")["grade"])


@cache
def kinds() -> frozenset[str]:
    """Return the kinds of things that the table knows."""
    return frozenset(row["kind"] for row in toml("differing")["counted"])


@cache
def _kinds() -> dict[str, str]:
    return {noun: row["kind"] for row in toml("differing")["counted"] for noun in row["nouns"]}
