"""The words in which a claim is told: its best passage, whole where one stands whole, marked as an excerpt where none does."""

from collections.abc import Sequence
from typing import Final

from tellings.briefing.composing import wording
from tellings.briefing.composing.material import Material
from tellings.briefing.composing.standing import OPEN, RESOLVED, is_whole, left_out, stands, start_of
from tellings.model.observed import Statement
from tellings.model.resolved import Claim
from tellings.model.spans import Selector
from tellings.text.anchor import select

_LINE: Final = 260
# Where the parts of a sentence that one telling alone has make up this share of it, the sentence is shown whole; and a whole clause stands
# for an excerpt that has this share of its terms.
_NEARLY_ALL: Final = 0.5


class Phrasing:
    """Finds the words for claims and for parts of sentences."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self._stands: dict[str, int] = {}

    def words(self, claim: Claim) -> str:
        """Return the claim in a passage's words: its own where they stand alone, else those of the passage that stands best.

        The passage is tidied, a pronoun at its head replaced by the name in brackets.
        """
        text = claim.text.strip()
        worded = self.worded_by(claim)
        if worded is None:
            return wording.shorten(wording.tidy(text), _LINE)
        return self._phrase(worded, text if worded is self._own(claim) else worded.sel.exact)

    def worded_by(self, claim: Claim) -> Statement | None:
        """Return the statement in whose words the claim is told; None where its text is none of them and none stands better."""
        text = claim.text.strip()
        own = self._own(claim)
        if own is not None and self.stands(own) <= RESOLVED:
            return own
        others = [s for s in self.material.support(claim) if own is None or own.rule != "nominal" or _says_no_more(s, own)]
        best = min(others, key=lambda s: (max(self.stands(s), RESOLVED), abs(len(s.sel.exact) - len(text)), s.id), default=None)
        if best is not None and (own is None or self.stands(best) < self.stands(own)):
            return best
        return own

    def standing(self, claim: Claim) -> int:
        """Return how well the claim's words stand alone: as the best of its passages does, one that is no part of a named happening."""
        own = self._own(claim)
        others = [s for s in self.material.support(claim) if own is None or own.rule != "nominal" or _says_no_more(s, own)]
        return min((self.stands(s) for s in ((own, *others) if own is not None else others)), default=OPEN)

    def stands(self, statement: Statement) -> int:
        """Return how well the passage stands alone, from NAMED to OPEN."""
        if statement.id not in self._stands:
            self._stands[statement.id] = stands(self.material, statement)
        return self._stands[statement.id]

    def _own(self, claim: Claim) -> Statement | None:
        """The statement whose words the claim's text is."""
        head = claim.text.strip()[:20].lower()  # a claim's text may have its first letter raised
        return next((s for s in self.material.support(claim) if s.sel.exact.lower().startswith(head)), None)

    def of(self, statement: Statement) -> str:
        """Return the statement's own words, tidied."""
        return self._phrase(statement, statement.sel.exact)

    def part(self, statements: Sequence[Statement], *, alone: bool) -> tuple[str, Selector]:
        """Return words and passage for statements of one sentence: the whole of it where they are `alone` in it, else their part."""
        first = min(statements, key=lambda s: (s.sel.start, -s.sel.end))
        article = self.material.article[first.sel.article]
        start, end = first.sel.start, max(s.sel.end for s in statements)
        sentence = first.sentence
        enough = end - start >= _NEARLY_ALL * (sentence.end - sentence.start) or not is_whole(first)
        if enough and alone:
            sel = select(article.id, article.text, min(start, sentence.start), max(end, sentence.end))
            return wording.shorten(wording.tidy(self.material.bracketed(sel.article, sel.start, sel.exact)), _LINE), sel
        sel = select(article.id, article.text, start, end)
        return self._phrase(first, sel.exact), sel

    def _phrase(self, statement: Statement, text: str) -> str:
        sel = statement.sel
        if not is_whole(statement):
            return wording.shorten(self._excerpt(statement, text), _LINE)
        at = start_of(text)
        bracketed = self.material.bracketed(sel.article, sel.start + at, text[at:])
        return wording.shorten(wording.tidy(text if bracketed == text[at:] else bracketed), _LINE)

    def _excerpt(self, statement: Statement, text: str) -> str:
        """An excerpt begins with an ellipsis, or with its subject in brackets where the sentence names it earlier."""
        line = wording.tidy(text)
        if statement.sel.start == statement.sentence.start:
            return line
        lowered = line if statement.sel.exact[:1].isupper() else line[:1].lower() + line[1:]
        name = left_out(self.material, statement)
        if name is not None:
            return f"[{name}] {lowered}"
        return f"{wording.ELLIPSIS} {lowered}"


def _says_no_more(statement: Statement, own: Statement) -> bool:
    """True where most of what the statement says is in the words of `own`, a happening named by a noun: it can stand for it."""
    terms = set(statement.terms)
    return len(terms & set(own.terms)) >= _NEARLY_ALL * len(terms)
