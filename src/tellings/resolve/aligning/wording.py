"""How a claim is worded: the words of one of its statements, shortened only by dropping."""

import re
from collections.abc import Sequence
from typing import Final

from tellings.model.observed import Statement

_PRONOUNS: Final = frozenset(
    {"he", "she", "it", "they", "we", "i", "you", "this", "that", "who", "which", "these", "those", "there", "him", "her", "them"}
)
_POINTING: Final = frozenset({"the", "his", "her", "their", "its", "this", "that", "these", "those", "both", "such"})
_RULES: Final = {
    "main": 0,
    "content": 0,
    "relative": 1,
    "joined": 2,
    "apposition": 1,
    "subordinate": 2,
    "participle": 2,
    "elliptical": 3,
    "nominal": 1,
}
_IDEAL: Final = range(30, 181)
# What can go without a change of meaning. "After" in "After the talks, the king left" cannot.
_LEADING: Final = re.compile(r"^(?:(?:that|and|but|then|also|however)\s+|[,;:–—-]+\s*)+", re.IGNORECASE)
# A clause that stands under another can go without the word that joins it, where that makes it no condition.
_JOINING: Final = re.compile(r"^(?:when|while|where|as|because|since)\s+", re.IGNORECASE)
_UNDER: Final = frozenset({"subordinate", "relative", "participle"})
_BARE: Final = frozenset({"be", "have", "do", "come", "go", "happen", "occur", "say"})


def text_of(statements: Sequence[Statement]) -> str:
    """Return the words of the statement that stands best alone: own subject, a full clause, neither short nor long; the earliest on a tie."""
    best = min(range(len(statements)), key=lambda k: (*_rank(statements[k]), k))
    words = " ".join(statements[best].sel.exact.split())
    words = _JOINING.sub("", words) if statements[best].rule in _UNDER else words
    shortened = _LEADING.sub("", words).strip(" ,;:–—-“”\"'")
    return (shortened or words)[:1].upper() + (shortened or words)[1:]


def worth_telling(statement: Statement) -> bool:
    """True where a statement of one article alone says something by itself: of somebody or something, with a content of its own."""
    if len(statement.sel.exact) < 20 or len(statement.terms) < 2:
        return False
    if statement.modality == "hypothetical" and statement.quotation is None:
        return False
    vague = statement.subject.lower() in _PRONOUNS and not statement.actors
    return not (vague and not statement.figures and not statement.objects and len(statement.terms) < 3)


def _is_title(statement: Statement) -> bool:
    """True where the words end their line without a full stop: a standfirst or subhead, which leaves out articles and whose."""
    after = statement.sel.suffix.lstrip(" \t")
    return statement.sel.exact[-1:].isalnum() and after[:1] in ("\n", "\r")


def _names_nobody(statement: Statement) -> bool:
    """True of a subject that points back to what the article named before: "the company", "his deputy"."""
    first, *rest = statement.subject.split() or [""]
    return first.lower() in _POINTING and not any(word[:1].isupper() or word[:1].isdigit() for word in rest)


def _rank(statement: Statement) -> tuple[int, ...]:
    exact = statement.sel.exact
    own_subject = bool(statement.subject) and statement.subject in exact and statement.subject.lower() not in _PRONOUNS
    return (
        0 if statement.rule != "elliptical" else 1,  # its words say what they say of another clause
        0 if own_subject else 1,
        1 if _is_title(statement) else 0,
        1 if _names_nobody(statement) and not statement.objects and not statement.places else 0,
        0 if statement.actors or statement.objects or statement.places else 1,  # "The talks lasted an hour" leaves open whose
        0 if len(exact) in _IDEAL else 1,
        0 if not statement.negated else 1,
        _RULES.get(statement.rule, 3),
        0 if statement.predicate.split()[0] not in _BARE else 1,
        abs(len(exact) - 90) // 30,
    )
