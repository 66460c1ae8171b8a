"""The words in which a claim is told: its best passage, whole where one stands whole, marked as an excerpt where none does."""

import re
from collections.abc import Sequence
from typing import Final

from tellings.briefing.composing import wording
from tellings.briefing.composing.material import Material
from tellings.model.observed import Statement
from tellings.model.resolved import Claim
from tellings.model.spans import Selector
from tellings.text.anchor import select

# Rules of the statements stage whose passages read as sentences; those of the others lack a subject or a verb of their own.
_WHOLE: Final = ("main", "content", "subordinate", "elliptical")
_SUBJECT_LEFT_OUT: Final = ("joined",)
# "testing a missile": the parser may call it a clause, but no reader would.
_GERUND: Final = re.compile(r"[a-z]+ing\b(?! to be\b)")
_ACTING: Final = ("person", "organisation")
_LINE: Final = 260
# Where the parts of a sentence that one telling alone has make up this share of it, the sentence is shown whole; and a whole clause stands
# for an excerpt that has this share of its terms.
_NEARLY_ALL: Final = 0.5


class Phrasing:
    """Finds the words for claims and for parts of sentences."""

    def __init__(self, material: Material) -> None:
        self.material = material

    def words(self, claim: Claim) -> str:
        """Return the claim in a passage's words: tidied, a pronoun at its head replaced by the name in brackets."""
        text = claim.text.strip()
        support = self.material.support(claim)
        head = text[:20].lower()  # a claim's text may have its first letter raised
        own = next((s for s in support if s.sel.exact.lower().startswith(head)), None)
        whole = [s for s in support if _is_whole(s) and (own is None or own.rule != "nominal" or _says_no_more(s, own))]
        if own is None or (not _is_whole(own) and whole):
            best = min(whole, key=lambda s: (abs(len(s.sel.exact) - len(text)), s.id)) if whole else None
            return self._phrase(best, best.sel.exact) if best is not None else wording.shorten(wording.tidy(text), _LINE)
        return self._phrase(own, text)

    def of(self, statement: Statement) -> str:
        """Return the statement's own words, tidied."""
        return self._phrase(statement, statement.sel.exact)

    def part(self, statements: Sequence[Statement], *, alone: bool) -> tuple[str, Selector]:
        """Return words and passage for statements of one sentence: the whole of it where they are `alone` in it, else their part."""
        first = min(statements, key=lambda s: (s.sel.start, -s.sel.end))
        article = self.material.article[first.sel.article]
        start, end = first.sel.start, max(s.sel.end for s in statements)
        sentence = first.sentence
        enough = end - start >= _NEARLY_ALL * (sentence.end - sentence.start) or not _is_whole(first)
        if enough and alone:
            sel = select(article.id, article.text, min(start, sentence.start), max(end, sentence.end))
            return wording.shorten(wording.tidy(self.material.bracketed(sel.article, sel.start, sel.exact)), _LINE), sel
        sel = select(article.id, article.text, start, end)
        return self._phrase(first, sel.exact), sel

    def _phrase(self, statement: Statement, text: str) -> str:
        sel = statement.sel
        if not _is_whole(statement):
            return wording.shorten(self._excerpt(statement, text), _LINE)
        return wording.shorten(wording.tidy(self.material.bracketed(sel.article, sel.start, text)), _LINE)

    def _excerpt(self, statement: Statement, text: str) -> str:
        """An excerpt begins with an ellipsis, or with its subject in brackets where the sentence names it earlier."""
        line = wording.tidy(text)
        if statement.sel.start == statement.sentence.start:
            return line
        entity = next((self.material.entity_of[m] for m in statement.actors if m in self.material.entity_of), None)
        mention = self.material.mentions.get(statement.actors[0]) if statement.actors else None
        outside = mention is not None and not statement.sel.contains(mention.sel)
        lowered = line if statement.sel.exact[:1].isupper() else line[:1].lower() + line[1:]
        if statement.rule in _SUBJECT_LEFT_OUT and outside and entity is not None and entity.name[:1].isupper() and entity.kind in _ACTING:
            return f"[{entity.name}] {lowered}"
        return f"{wording.ELLIPSIS} {lowered}"


def _says_no_more(statement: Statement, own: Statement) -> bool:
    """True where most of what the statement says is in the words of `own`, a happening named by a noun: it can stand for it."""
    terms = set(statement.terms)
    return len(terms & set(own.terms)) >= _NEARLY_ALL * len(terms)


def _is_whole(statement: Statement) -> bool:
    if statement.rule and statement.rule not in _WHOLE:
        return False
    return statement.sel.start == statement.sentence.start or _GERUND.match(statement.sel.exact) is None
