"""Figures as quantities: what each counts or measures, so that only figures of one thing are set side by side."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from tellings.compare.differing.clauses import Clause
from tellings.data import toml
from tellings.model.observed import Figure
from tellings.text.anchor import select
from tellings.text.figures import compatible
from tellings.text.forms import form, forms

# Words before and after a figure in which what befell those it counts is looked for.
_OLDEST: Final = 110
_BEFORE: Final = 3
_AFTER: Final = 4
_STOP: Final = re.compile(r"[,;:()—–]|\band\b|\bwhile\b|\bbut\b")
_NUMBER: Final = re.compile(
    r"\b(?:at|to|is|was|stands at|reached|hit|passed) (\d{1,3}(?:,\d{3})+|\d+)\b(?! ?(?:a\.?m|p\.?m|o.clock|per cent|%))"
)
_NAME: Final = re.compile(r"([A-Z][\w’'-]+)(?:, (?:who (?:is|was) |aged? )?| (?:aged |who is |is |was )| \()$")
_NAMED: Final = re.compile(r"[\s-]*(?:years?)?[\s-]*old[\s-]+(?:[a-z]+ )?(?:[A-Z][\w’'-]+ )*([A-Z][\w’'-]+)")
_OLD: Final = re.compile(r"[\s-]*(?:years?)?[\s-]*old[\s-]+(?:[a-z]+ )?([a-z]{3,})")
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
        return compatible((one.low, one.high, one.bound), (two.low, two.high, two.bound), one.unit)


def quantities(clause: Clause) -> tuple[Quantity, ...]:
    """Return the figures of a clause of which it can be said what they count; a part of a number given beside it is none."""
    figures = clause.statement.figures or tuple(_spare(clause))
    return tuple(Quantity(clause=clause, figure=f, key=key) for f in figures if (key := _key(clause, f)) is not None)


def _spare(clause: Clause) -> Iterator[Figure]:
    """Figures of a clause on a count ("put the number of injured at 15") in which the parse has found none."""
    sel = clause.statement.sel
    heads = {clause.statement.subject_lemma, clause.statement.object_lemma}
    if heads.isdisjoint(toml("differing")["counting"]["nouns"]):
        return
    text = clause.article.text[sel.start : sel.end]
    for match in _NUMBER.finditer(text):
        start, end = sel.start + match.start(1), sel.start + match.end(1)
        if not any(t.sel.start <= start < t.sel.end for t in clause.times):
            value = float(match[1].replace(",", ""))
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
    if re.match(r"[-–]\d", clause.article.text[figure.sel.end : figure.sel.end + 2]) or re.search(r"\d[-–]\d", figure.sel.exact):
        return None  # a score
    rest = after[len(forms(figure.sel.exact)) :][:2]
    if not set(rest).isdisjoint(_set("rest")) or not set(before[-1:]).isdisjoint(_set("rest")):
        return None
    if _PART.match(clause.article.text[figure.sel.end : figure.sel.end + 30]):
        return None
    table = toml("differing")["figures"]
    if not set(before[-2:]).isdisjoint(_set("apart")) or (figure.of in table["others"] and _has_same_before(clause, figure)):
        return None
    if figure.unit is not None:
        if figure.unit in ("s", "%"):
            return ("unit", figure.unit, _measure(clause, figure))
        return ("unit", figure.unit, *_per(clause, figure))
    fate = _fate(clause, figure, before, after)
    grade = next((name for name, words in _grades() if not words.isdisjoint((*before, *after))), "")
    people = figure.of in toml("tolls")["people"]["nouns"] or figure.of == "other"
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
        return ("bare",)
    kinds = _kinds().get(figure.of)
    return ("count", kinds or ("people" if people else form(figure.of)), fate, grade)


def bearer(quantity: Quantity) -> tuple[str, str]:
    """Return whose age it is, as words beside it say: the last word of a name and the form of a noun, "" where there is none."""
    text, sel = quantity.clause.article.text, quantity.figure.sel
    name = _NAME.search(text[max(0, sel.start - 60) : sel.start])
    name = name or _NAMED.match(text[sel.end : sel.end + 60])
    noun = _OLD.match(text[sel.end : sel.end + 40])
    found = form(noun[1]) if noun is not None and noun[1] in toml("differing")["bearers"]["nouns"] else ""
    return (name[1].lower() if name is not None else ""), found


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
    match = re.match(r"\W*(?:a|an|per|each|every)\s+(\w+)", after)
    return (match[1],) if match is not None else ()


def _measure(clause: Clause, figure: Figure) -> str:
    """Of durations and percentages, what kind they are of: "for 12 days" is no "12 days ago"."""
    if figure.unit != "s":
        return ""
    if "-" in clause.article.text[figure.sel.start : figure.sel.end + 1]:
        return "of a noun"  # "a 12-year wait" is no "for 12 years"
    after = clause.article.text[figure.sel.end : figure.sel.end + 12].lower().split()[:1]
    return "ago" if after and after[0].strip(",.") in ("ago", "later", "earlier", "before", "after") else ""


def _has_same_before(clause: Clause, figure: Figure) -> bool:
    """True where another figure of people stands before it in the sentence: "four were hurt badly, 20 others slightly"."""
    head = clause.article.text[clause.statement.sentence.start : figure.sel.start]
    words = forms(head)
    return any(_near().get(word, "") == clause.fate for word in words) and bool(clause.fate)


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(form(word) for word in toml("differing")["figures"][name])


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
