"""Which outlets tell the story: dates, datelines, credits, reprints; and what most tell and one leaves out."""

from typing import Final

from tellings.briefing.composing import wording
from tellings.briefing.composing.material import Material
from tellings.errors import AnchorLost
from tellings.model.articles import Article, FurnitureReason
from tellings.model.briefs import BriefSentence
from tellings.model.resolved import Claim
from tellings.model.spans import Selector
from tellings.text.anchor import select

COPIES: Final = "Copies"
LEFT_OUT: Final = "Told by most, left out by some"
_SHORT: Final = 110
_LEDE: Final = 200
_SHOWN: Final[tuple[FurnitureReason, ...]] = ("headline", "byline", "dateline", "date", "credit")


class Outlets:
    """Turns articles, copy groups and coverage into lines."""

    def __init__(self, material: Material, texts: dict[str, str]) -> None:
        self.material = material
        self.texts = texts
        self.claims = {claim.id: claim for claim in material.claims}

    def lines(self) -> list[BriefSentence]:
        """Return a line for each article, for each copy group, and for each thing that most tell and one leaves out."""
        copies = [line for group in self.material.copy_groups if (line := self._copies(group.id)) is not None]
        return [*(line for a in self.material.articles if (line := self._article(a)) is not None), *copies, *self._omissions()]

    def _article(self, article: Article) -> BriefSentence | None:
        evidence = self._marks(article)
        if not evidence:
            return None
        name = self.material.names[article.id]
        note = wording.joined(
            (
                f"“{article.headline}”" if article.headline else "",
                wording.long_date(article.published) if article.published else "no date",
                f"filed from {article.dateline}" if article.dateline else "",
                wording.byline(article.byline),
                _reprint(article, name),
                f"credit: {article.credit}" if article.credit and article.credit != article.written_by else "",
                self._told(article),
            )
        )
        return BriefSentence(
            text=wording.line_of(name, note), section="coverage", evidence=evidence, about=article.id, words=name, note=note
        )

    def _told(self, article: Article) -> str:
        covered = self.material.coverage.get(article.id)
        if covered is None or not covered.claims or len(self.material.articles) == 1:
            return ""
        alone = sum(1 for c in covered.claims if c in self.claims and self._is_alone(self.claims[c]))
        only = f", {alone} of them alone" if alone else ""
        return f"tells {wording.counted(len(covered.claims), 'claim')}{only}"

    def _is_alone(self, claim: Claim) -> bool:
        return len({s.sel.article for s in self.material.support(claim)}) == 1

    def _marks(self, article: Article) -> tuple[Selector, ...]:
        """Where the page says what the line says: one passage for each kind of furniture, else the head of the body."""
        found: list[Selector] = []
        for reason in _SHOWN:
            span = next((f for f in article.furniture if f.reason == reason and article.text[f.start : f.end].strip()), None)
            if span is not None:
                found.append(select(article.id, article.text, span.start, span.end))
        if not found and article.body:
            try:
                found.append(self._head(select(article.id, article.text, article.body[0].start, article.body[0].end)))
            except AnchorLost:
                return ()
        return tuple(sorted(found, key=lambda s: s.start))

    def _copies(self, group_id: str) -> BriefSentence | None:
        group = next(g for g in self.material.copy_groups if g.id == group_id)
        names = self.material.tellings(group.articles)
        if not group.passages or not names:
            return None
        words = wording.listed(names, most=12)
        kind = "carry one text" if group.kind == "whole" else "share a passage"
        origin = f"written by {group.written_by}" if group.written_by else ""
        counts = "counted once" if group.kind == "whole" else "counted once where a claim rests on it"
        note = wording.joined((kind, origin, counts))
        return BriefSentence(
            text=wording.line_of(words, note), section="coverage", evidence=self.material.evidence(map(self._head, group.passages)), about=group.id,
            words=words, note=note, group=COPIES,
        )  # fmt: skip

    def _head(self, passage: Selector) -> Selector:
        """The first sentence or so of a shared passage: enough to show which text it is."""
        if passage.end - passage.start <= _LEDE:
            return passage
        text = self.material.article[passage.article].text
        near = text[passage.start : passage.start + _LEDE]
        end = next((near.rindex(mark) + 1 for mark in (". ", "\n", " ") if mark in near), _LEDE)
        return select(passage.article, text, passage.start, passage.start + end)

    def _omissions(self) -> list[BriefSentence]:
        left: dict[str, list[str]] = {}
        for article in self.material.articles:
            covered = self.material.coverage.get(article.id)
            for claim in covered.omits if covered is not None else ():
                if claim in self.claims:
                    left.setdefault(claim, []).append(article.id)
        lines = []
        for claim, articles in left.items():
            support = self.material.support(self.claims[claim])
            words = wording.shorten(self.texts.get(claim, self.claims[claim].text), _SHORT)
            note = f"not in {wording.listed(self.material.tellings(articles))}"
            told = self.material.independent(s.sel.article for s in support)
            lines.append((-told, claim, BriefSentence(
                text=wording.line_of(words, note), section="coverage", evidence=self.material.evidence(s.sel for s in support),
                about=claim, words=words, note=note, group=LEFT_OUT,
            )))  # fmt: skip
        return [line for *_, line in sorted(lines, key=lambda found: found[:2])]


def _reprint(article: Article, name: str) -> str:
    """Say whose text it is, or where it was reprinted, whichever the line's name does not say."""
    if article.written_by is None or article.written_by == article.outlet:
        return ""
    if name == article.written_by:
        return f"as reprinted by {article.outlet or article.input.rsplit('/', 1)[-1]}"
    return f"text of {article.written_by}"
