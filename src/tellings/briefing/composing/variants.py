"""How other tellings give an utterance: rows under its line, each with the words that they cut, add or put otherwise."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from tellings.briefing.composing import wording
from tellings.briefing.composing.differences import Step, steps
from tellings.briefing.composing.material import Material
from tellings.model.briefs import BriefPiece, BriefRow
from tellings.model.observed import Quotation
from tellings.model.spans import Selector, Span

# Of words that are the same so many are shown beside a change, of long ones that are cut or added so many at both ends.
_BESIDE: Final = 4
_ENDS: Final = 8
# With less of a variant the same it is given plainly: words that an outlet reports change all over.
_IN_COMMON: Final = 0.4
_IN_COMMON_REPORTED: Final = 0.75
_MOST_ROWS: Final = 3
_LINE: Final = 260
_NOTATION: Final = {"same": "{}", "cut": "[-{}-]", "added": "{{+{}+}}"}


def notation(pieces: Iterable[BriefPiece]) -> str:
    """Return the pieces as plain text: [-what is cut-], {+what is added+}."""
    return " ".join(_NOTATION[piece.kind].format(piece.text) for piece in pieces)


class Variants:
    """Sets the quotations of an utterance beside the one that is shown."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self._longest = {q: u.longest for u in material.utterances for q in u.quotations}

    def rows(self, shown: Quotation, quotations: Iterable[Quotation]) -> tuple[BriefRow, ...]:
        """Return a row for each way in which other articles than that of `shown` give the words otherwise."""
        by_article: dict[str, list[Quotation]] = defaultdict(list)
        for quotation in quotations:
            by_article[quotation.content.article].append(quotation)
        ways: dict[tuple[BriefPiece, ...], list[Quotation]] = {}
        own = by_article.pop(shown.content.article, [])
        for article in sorted(by_article, key=lambda a: (self.material.rank.get(a, 0), a)):
            pieces = self._pieces(shown, own, by_article[article])
            if pieces:
                ways.setdefault(pieces, []).extend(by_article[article])
        return tuple(self._row(pieces, found) for pieces, found in list(ways.items())[:_MOST_ROWS])

    def _row(self, pieces: tuple[BriefPiece, ...], found: Sequence[Quotation]) -> BriefRow:
        names = self.material.tellings(q.content.article for q in found)
        plainly = all(piece.kind == "same" for piece in pieces)
        return BriefRow(
            value=notation(pieces),
            who=wording.listed(names) + (", in other words" if plainly else ""),
            evidence=self.material.evidence(q.content for q in found),
            pieces=pieces,
        )

    def _pieces(self, shown: Quotation, own: Sequence[Quotation], found: Sequence[Quotation]) -> tuple[BriefPiece, ...]:
        """The pieces of one article's words; none where they are the same."""
        if shown.kind == "direct" and all(q.kind == "indirect" for q in found):
            return self._plainly(found)
        by_longest: dict[str, list[Quotation]] = defaultdict(list)
        for quotation in found:
            by_longest[self._longest.get(quotation.id, shown.id)].append(quotation)
        wholes = {q.id: q for q in own} | {shown.id: shown}
        made: list[Step] = []
        for longest in sorted(by_longest, key=lambda q: wholes.get(q, shown).content.start):
            made += steps(by_longest[longest], wholes.get(longest, shown))
        if all(step.kind == "same" for step in made):
            return ()
        reported = shown.kind == "indirect" or any(q.kind == "indirect" for q in found)
        if self._same(made) < (_IN_COMMON_REPORTED if reported else _IN_COMMON):
            return self._plainly(found)
        return tuple(self._joined(shown, made, {q.id: q for q in found}))

    @staticmethod
    def _same(made: Sequence[Step]) -> float:
        """The share of the variant's words that are the same."""
        counts = dict.fromkeys(("same", "other"), 0)
        for step in made:
            if step.here is not None:
                counts["same" if step.kind == "same" else "other"] += step.here.end - step.here.start
        return counts["same"] / max(1, sum(counts.values()))

    def _plainly(self, found: Sequence[Quotation]) -> tuple[BriefPiece, ...]:
        """Words that have little in common with those shown are given as they are."""
        texts = [wording.shorten(wording.tidy(q.content.exact), _LINE) for q in sorted(found, key=lambda q: q.content.start)]
        return (BriefPiece(kind="same", text=f" {wording.ELLIPSIS} ".join(dict.fromkeys(texts))),)

    def _joined(self, shown: Quotation, made: Sequence[Step], found: dict[str, Quotation]) -> Iterable[BriefPiece]:
        for number, step in enumerate(made):
            here = self._text(found[step.quotation].content, step.here)
            there = self._text(shown.content, step.there)
            if step.kind == "same":
                before = made[number - 1] if number else step
                apart = f"{wording.ELLIPSIS} " if before.kind == "same" and before.quotation != step.quotation else ""
                yield BriefPiece(kind="same", text=apart + _clipped(here, first=number == 0, last=number == len(made) - 1))
            if step.kind in ("cut", "altered"):
                yield BriefPiece(kind="cut", text=_ends(there))
            if step.kind in ("added", "altered"):
                yield BriefPiece(kind="added", text=_ends(here))

    def _text(self, sel: Selector, span: Span | None) -> str:
        return " ".join(self.material.article[sel.article].text[span.start : span.end].split()) if span is not None else ""


def _clipped(text: str, *, first: bool, last: bool) -> str:
    """Words beside a change; the middle of long ones is left out, and what no change stands beside."""
    words = text.split(" ")
    if len(words) <= _BESIDE * (1 if first or last else 2) + 1:
        return text
    head = [] if first else words[:_BESIDE]
    tail = [] if last else words[-_BESIDE:]
    return " ".join((*head, wording.ELLIPSIS, *tail))


def _ends(text: str) -> str:
    words = text.split(" ")
    return text if len(words) <= 2 * _ENDS + 1 else " ".join((*words[:_ENDS], wording.ELLIPSIS, *words[-_ENDS:]))
