"""Whether a passage can be understood alone, and whether it says anything."""

import re
from functools import cache
from typing import Final

from tellings import data
from tellings.briefing.composing.material import Material
from tellings.model.observed import Statement

# How well a passage stands alone, best first: it names whom or what it tells of; names them by a description; begins with a pronoun whose
# name is known; is a part of a sentence that needs the rest; leaves open whom it tells of.
NAMED: Final = 0
DESCRIBED: Final = 1
RESOLVED: Final = 2
PART: Final = 3
OPEN: Final = 4
# Rules of the statements stage whose passages read as sentences; those of the others lack a subject or a verb of their own.
_WHOLE: Final = ("main", "content", "subordinate", "elliptical")
# "testing a missile": the parser may call it a clause, but no reader would.
_GERUND: Final = re.compile(r"(?:[a-z]+ly\s+)?[a-z]+ing\b(?! to be\b)")
_SUBORDINATE: Final = re.compile(
    r"(?:if|when|whenever|while|why|how|whether|which|who|whom|whose|where|even\s+(?:as|if|though|when)|(?:in|of|after|during|from|by|for|with)\s+(?:which|whom|whose)"
    r"|by\s+the\s+time|until|unless|once|had\s+(?:\w+\s+){1,4}?\w+(?:ed|en|ot|ut)\b|(?:last|this|next)\s+\w+\s+(?:when|as)|[A-Z][a-z]+day,?\s+(?:when|after|before))\b",
    re.IGNORECASE,
)
# "a local paper, the Echo": fewer words of content than this only name somebody.
_FEWEST_OF_APPOSITION: Final = 6
_SUBJECT_LEFT_OUT: Final = ("joined",)
_ACTING: Final = ("person", "organisation")
_FIRST: Final = re.compile(r"(?:i|we|you|me|us|my|our|your|mine|ours|yours)\b", re.IGNORECASE)
_THIRD: Final = re.compile(
    r"(?:(?:he|she|they|it|his|her|their|its|him|them)\b|(?:this|that|these|those|both|others|another|some|many|most|all|none|each|one|ones|neither|either"
    r"|the\s+(?:former|latter|other|others|same|two|three|four|pair))$)",
    re.IGNORECASE,
)
_DEFINITE: Final = re.compile(r"(?:the|this|that|these|those|his|her|their|its)\s", re.IGNORECASE)
_OWNED: Final = re.compile(r"(?:\w+\s+){1,4}of\s+(?:his|her|their|its|them|it)\b", re.IGNORECASE)
# "The ferry, which was built in 2001": who or what it is about, and nothing that it does
_NO_VERB: Final = re.compile(r"[^,]+,\s+(?:which|who|whose|whom|where)\b[^,]*", re.IGNORECASE)
_EXPLETIVE: Final = re.compile(r"(?:it|there|this|that)\b", re.IGNORECASE)
_LEAD: Final = re.compile(
    r"(?:[\s,;:.–—\-“\"]+|(?:and|but|or|yet|so|then|also|while|whereas|that|as|since|because|although|though|when)\s+)+", re.IGNORECASE
)
_WORD: Final = re.compile(r"\w+")


def is_whole(statement: Statement) -> bool:
    """Return whether the passage reads as a sentence."""
    if statement.rule and statement.rule not in _WHOLE and not _has_its_subject(statement):
        return False
    return statement.sel.start == statement.sentence.start or _GERUND.match(statement.sel.exact) is None


def _has_its_subject(statement: Statement) -> bool:
    """Whether a clause that is joined to another has a subject of its own, at its head."""
    own = statement.sel.exact[start_of(statement.sel.exact) :]
    return statement.rule in _SUBJECT_LEFT_OUT and bool(statement.subject) and own.startswith(statement.subject)


def start_of(text: str) -> int:
    """Return where the passage begins once the connectives and marks that lines drop are off."""
    found = _LEAD.match(text)
    return found.end() if found is not None and found.end() < len(text) else 0


def stands(material: Material, statement: Statement) -> int:
    """Return how well the passage stands alone, from NAMED to OPEN; a caption is understood with its picture only."""
    sel = statement.sel
    at = start_of(sel.exact)
    head = sel.exact[at:]
    subject = statement.subject.strip(" “\"'‘")
    if material.is_caption(statement):
        return OPEN
    if _FIRST.match(head) or _FIRST.fullmatch(subject):
        return OPEN
    if _THIRD.match(head) and (not subject or _THIRD.match(subject)):
        known = material.named(sel.article, sel.start + at, sel.end)
        return RESOLVED if known is not None and is_whole(statement) else OPEN
    if _THIRD.match(subject):
        return OPEN
    if _SUBORDINATE.match(head) and not ("," in head and sel.start == statement.sentence.start):
        return OPEN
    if subject and subject.lower() not in sel.exact.lower():
        return RESOLVED if left_out(material, statement) is not None else OPEN
    if not is_whole(statement) or _OWNED.match(head) or _NO_VERB.fullmatch(head):
        return PART
    return DESCRIBED if _DEFINITE.match(head) else NAMED


def left_out(material: Material, statement: Statement) -> str | None:
    """Return the name of the person or organisation that a clause leaves out because its sentence has named it before; else None."""
    if statement.rule not in _SUBJECT_LEFT_OUT or _GERUND.match(statement.sel.exact) or not statement.actors:
        return None
    mention, entity = material.mentions.get(statement.actors[0]), material.entity_of.get(statement.actors[0])
    if mention is None or entity is None or statement.sel.contains(mention.sel):
        return None
    return entity.name if entity.kind in _ACTING and entity.name[:1].isupper() else None


def is_trivial(statement: Statement) -> bool:
    """Return whether the passage tells nothing by itself: only that somebody spoke, what day it was, that something was there."""
    words = {word.lower() for word in _WORD.findall(statement.subject)}
    said = [term for term in statement.terms if term.lower() not in words and term.lower() != statement.predicate]
    left = [term for term in said if term.lower() not in _times() and len(term) > 1]
    if statement.rule == "apposition":
        return len(statement.terms) < _FEWEST_OF_APPOSITION
    if statement.figures or not statement.terms:
        return False
    if statement.predicate in _saying():
        return not left
    return statement.predicate == "be" and len(left) < 2 and _EXPLETIVE.fullmatch(statement.subject) is not None


@cache
def _times() -> frozenset[str]:
    table = data.toml("calendar")
    return frozenset(
        (*table["months"], *table["weekdays"], "today", "yesterday", "tomorrow", "day", "morning", "afternoon", "evening", "night", "time")
    )


@cache
def _saying() -> frozenset[str]:
    return frozenset(data.toml("stating")["empty"]["lemmas"])
