"""What a bare figure counts where the clause names it elsewhere: "the number of incidents has risen to 23", "bringing the toll to six"."""

import re
from functools import cache, lru_cache
from typing import Final

from tellings.compare.differing.clauses import Clause
from tellings.data import toml
from tellings.model.observed import Figure
from tellings.text.forms import form, forms

# Words of "the number of known incidents" up to what goes with the noun: a joining word, a participle or the verb.
_COUNT_OF: Final = re.compile(
    r"\b(?:number|count|tally|total) of (?:the |all |those |its |their )?((?:[a-z’'-]+ ){0,3}?[a-z’'-]+)"
    r"(?=[,.;:()]|$| (?:who|that|which|now|then|already|has|have|had|is|was|are|were|will|would|could|may|"
    r"with|without|in|on|at|to|from|by|of|for|after|since|so|under|across|\w+ed|known|hit|put|stood|stands|rose|rises|fell|grew|stayed)\b)"
)
_TOLL: Final = re.compile(r"\btoll\b(?! (?:road|bridge|booth|gate|plaza|charge|fee|call))[^.;,]{0,60}$", re.IGNORECASE)
# Right before the number that a count is said to be.
_GIVEN: Final = re.compile(
    r"\b(?:at|to|is|was|are|were|be|reached|reaches|passed|passes|hit|exceeds|exceeded|topped|total(?:s|led|ed)?|above|beyond)(?: now| then)? $"
)
# "a suspended sentence of ten months", "an altitude of some 900 metres"
_MEASURED: Final = re.compile(r"\b([a-z]{3,}) (?:of|is|was|for) (?:a |an |the |only |just |up to |as much as )*$", re.IGNORECASE)
_REACH: Final = 60


@lru_cache(maxsize=8192)
def noun_counted(clause: Clause) -> str:
    """Return the noun whose number the clause gives ("incidents" of "the number of incidents"), "" where it gives none or more than one."""
    found = {form(match[1].split()[-1]) for match in _COUNT_OF.finditer(clause.text)}
    return found.pop() if len(found) == 1 else ""


def is_given(clause: Clause, figure: Figure) -> bool:
    """True where the figure stands where a count's number stands: after "to", "at", "is", or as the clause's only figure."""
    start = figure.sel.start
    return len(clause.statement.figures) <= 1 or _GIVEN.search(clause.article.text[max(0, start - _REACH) : start]) is not None


def is_toll(clause: Clause, figure: Figure) -> bool:
    """True of the number of a toll that is not a price: "bringing the toll to six"."""
    start = figure.sel.start
    before = clause.article.text[max(clause.statement.sentence.start, start - _REACH) : start]
    return figure.unit is None and _TOLL.search(before) is not None and _GIVEN.search(before) is not None


def measure_of(clause: Clause, figure: Figure) -> str:
    """Return the form of the noun that the figure is the measure of ("sentence" of "a sentence of ten months"), "" where none stands before it."""
    start = figure.sel.start
    match = _MEASURED.search(clause.article.text[max(clause.statement.sentence.start, start - _REACH) : start])
    noun = form(match[1].lower()) if match is not None else ""
    return "" if noun in _plain() else noun


@lru_cache(maxsize=8192)
def move_of(clause: Clause, figure: Figure) -> int | None:
    """Return the number of the way that a price or a share moves by the figure, None where no word says: the nearest before it, else the first behind it."""
    text, sel, span = clause.article.text, figure.sel, clause.statement.sel
    before = forms(text[min(span.start, sel.start) : sel.start])
    after = forms(text[sel.end : max(span.end, sel.end)])
    return next((_moves()[word] for word in (*reversed(before), *after) if word in _moves()), None)


@cache
def _moves() -> dict[str, int]:
    return {form(word): number for number, row in enumerate(toml("differing")["move"]) for word in row["words"]}


def dimensions(noun: str) -> frozenset[int]:
    """Return the numbers of the dimensions that a noun (its form) names, none where it names none: a depth is no length."""
    return _dimensions().get(noun, frozenset())


@cache
def _dimensions() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, row in enumerate(toml("differing")["dimension"]):
        for word in row["words"]:
            found.setdefault(form(word), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


@cache
def _plain() -> frozenset[str]:
    """Nouns that say only that something is measured, and words that are no nouns."""
    return frozenset(form(word) for word in toml("differing")["measured"]["words"])
