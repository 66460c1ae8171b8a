"""Which outlets tell the story: dates, datelines, credits, reprints; and what most tell and one leaves out."""

from collections.abc import Sequence
from functools import cached_property
from typing import Final

from tellings.briefing.composing import wording
from tellings.briefing.composing.material import Material
from tellings.data.outlets import state_of
from tellings.errors import AnchorLost
from tellings.model.articles import Article, FurnitureReason
from tellings.model.briefs import BriefRow, BriefSentence
from tellings.model.resolved import Carrier, CopyGroup
from tellings.model.spans import Selector
from tellings.text.anchor import select
from tellings.text.counting import counted

COPIES: Final = "Copies"
LEFT_OUT: Final = "Told by most, left out by some"
_SHORT: Final = 110
_MOST_CARRIERS: Final = 12
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
        groups = sorted(self.material.copy_groups, key=lambda g: (g.kind != "whole", -len(g.articles), g.id))
        copies = [line for group in groups if (line := self._copies(group)) is not None]
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
                _run_by(article),
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
        alone = sum(1 for c in covered.claims if c in self._alone)
        only = f", {alone} of them alone" if alone else ""
        return f"tells {counted(len(covered.claims), 'claim')}{only}"

    @cached_property
    def _alone(self) -> set[str]:
        return {claim.id for claim in self.material.claims if len({s.sel.article for s in self.material.support(claim)}) == 1}

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

    def _copies(self, group: CopyGroup) -> BriefSentence | None:
        """Whose text it is and how often it counts; under it each article with how much of it is that text, and whom it names."""
        carriers = [c for c in group.carriers if c.article in self.material.article]
        carriers.sort(key=lambda c: self.material.rank[c.article])
        count = len(carriers)
        if not group.passages or not carriers:
            return None
        words = _text_of(group)
        one = group.kind == "whole"
        note = wording.joined(
            (
                f"{counted(count, 'article')} {'carry' if one else 'share'} {'it' if one else 'the passage'}",
                "counted once" if one else "counted once where a claim rests on it",
            )
        )
        alike = self._alike(group, carriers)
        carriers = [carrier for carrier in carriers if carrier.article in alike]
        rows = tuple(self._carrier(group, carrier, alike[carrier.article]) for carrier in carriers[:_MOST_CARRIERS])
        if len(carriers) > _MOST_CARRIERS:
            rows = (*rows, BriefRow(value="", who=f"and {len(carriers) - _MOST_CARRIERS} more", evidence=()))
        told = "; ".join(row.who for row in rows)
        return BriefSentence(
            text=f"{wording.line_of(words, note)}: {told}", section="coverage", evidence=self.material.evidence(map(self._head, group.passages)),
            about=group.id, words=words, note=note, group=COPIES, rows=rows,
        )  # fmt: skip

    def _alike(self, group: CopyGroup, carriers: Sequence[Carrier]) -> dict[str, int]:
        """The articles to show, and how many more carry the whole text of each: those are told under that text."""
        firsts: dict[str, str] = {}
        counts: dict[str, int] = {}
        for carrier in carriers:
            text = self._whole.get(carrier.article, carrier.article) if group.kind == "partial" else carrier.article
            first = firsts.setdefault(text, carrier.article)
            counts[first] = counts.get(first, -1) + 1
        return counts

    @cached_property
    def _whole(self) -> dict[str, str]:
        return {article: g.id for g in self.material.copy_groups if g.kind == "whole" for article in g.articles}

    def _carrier(self, group: CopyGroup, carrier: Carrier, alike: int) -> BriefRow:
        article = self.material.article[carrier.article]
        name = _with_outlet(self.material.names[article.id], article)
        source = self.material.names.get(carrier.carries or "")
        named = carrier.credit if carrier.credit not in (None, article.outlet) else None
        who = ", ".join(
            part
            for part in (
                f"{name} and {counted(alike, 'article')} of the same text" if alike else name,
                "the earliest" if carrier.article == group.earliest else "",
                _share(carrier.share),
                f"from {source}" if source else "",
                f"credits {named}" if named else "names no source" if source or group.written_by not in (None, article.outlet) else "",
            )
            if part
        )
        head = next((p for p in group.passages if p.article == article.id), None)
        return BriefRow(value="", who=who, evidence=(self._head(head),) if head is not None else ())

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
            note = f"not in {wording.tellers(self.material.tellings(articles))}"
            compared = self.material.comparisons.get(claim)
            told = compared.independent if compared is not None else self.material.independent(s.sel.article for s in support)
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


def _text_of(group: CopyGroup) -> str:
    if group.kind == "whole":
        return f"Text of {group.written_by}" if group.written_by else "One text"
    return f"A passage of {group.written_by}" if group.written_by else "One passage"


def _with_outlet(name: str, article: Article) -> str:
    """The telling's name, and where it stood where that name is its writer's."""
    return f"{name} in {article.outlet}" if article.outlet and article.written_by == name and article.outlet != name else name


def _share(share: float) -> str:
    percent = min(round(share * 100), 100)
    return "all of its text" if percent >= 97 else f"{max(percent, 1)} % of its text"


def _run_by(article: Article) -> str:
    """Say that a government runs who wrote the text, or the outlet it stands in."""
    state = state_of(article.written_by or "") or state_of(article.outlet or "")
    return f"state-run ({state})" if state else ""
