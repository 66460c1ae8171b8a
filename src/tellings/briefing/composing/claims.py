"""What happened, what is corroborated, in conflict, and told by one outlet."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final

from tellings.briefing.composing import wording
from tellings.briefing.composing.background import Background
from tellings.briefing.composing.material import SURE, Material, Passages, Told
from tellings.briefing.composing.phrasing import Phrasing
from tellings.briefing.composing.ranking import Ranking, overlap
from tellings.briefing.composing.repeats import Repeats, by_article, content, in_common
from tellings.briefing.composing.standing import PART, RESOLVED, is_trivial
from tellings.briefing.names import called
from tellings.model.briefs import BriefRow, BriefSentence, Comparison, Section
from tellings.model.observed import Statement
from tellings.model.resolved import Claim, ClaimValue, Conflict
from tellings.model.spans import Selector, Span

BACKGROUND: Final = "Background"
_MAIN: Final = 4
_MAIN_ALONE: Final = 3
_CONFLICT_HEAD: Final = 140
# Two main claims that share this much of their words say one thing.
_SAME: Final = 0.6
# A main line is a sentence, no scrap and no paragraph.
_FEWEST_WORDS: Final = 6
_MOST_WORDS: Final = 38
_WORD: Final = re.compile(r"\w+")
_KINDS: Final = {"contradiction": "Contradictions", "update": "Updates", "precision": "Finer and coarser"}
_MODALITY: Final = {"planned": "planned", "possible": "possible", "demanded": "demanded", "threatened": "threatened", "denied": "denied"}
# Part of a sentence with fewer words of content says nothing alone.
_FEWEST_OF_PART: Final = 3


class Claims:
    """Turns a story's claims into lines."""

    def __init__(self, material: Material, told: Told) -> None:
        self.material = material
        self.told = told
        self.ranking = Ranking(material)
        self.background = Background(material)
        self.phrasing = Phrasing(material)
        self.repeats = Repeats()
        self._words: dict[str, str] = {}
        self.ordered = tuple(sorted(material.claims, key=self.ranking.key))

    def main(self, spoken: set[str]) -> list[BriefSentence]:
        """Return the lines that say what happened: the best sourced claims, each telling something of its own; none of `spoken`."""
        most = _MAIN if len(self.material.articles) > 1 else _MAIN_ALONE
        chosen: list[Claim] = []
        weights = {c.id: self.ranking.key(c)[0] - self._announced(c) - self._opened(c) for c in self.ordered}
        for claim in sorted(self.ordered, key=lambda c: (weights[c.id], c.id)):
            if len(chosen) == most:
                break
            if claim.id not in spoken and self._can_lead(claim) and not any(self._alike(claim, other) for other in chosen):
                chosen.append(claim)
        agreed = [c for c in chosen if self.compared(c).independent > 1]
        # Where several tellings agree on what one of them opens with, what only one says does not stand at the head.
        if any(self.ranking.in_ledes(c) for c in agreed):
            chosen = agreed
        chosen.sort(key=self.ranking.sourced)
        # A value that tellings differ on is true to some of them only: it is not the event where another main claim can be.
        heads = {c.id: (self._differs(c), -self._opened(c) - self._announced(c), weights[c.id], c.id) for c in chosen}
        event = min(chosen, key=lambda c: heads[c.id], default=None)
        chosen.sort(key=lambda c: c is not event)  # what most ledes tell is the story's event
        self.told.claims.update(claim.id for claim in chosen)
        return self._new(self._line(claim, "what") for claim in chosen)

    def corroborated(self, spoken: set[str]) -> list[BriefSentence]:
        """Return what two or more independent tellings say, finer and coarser values beside the claim; not one utterance's own words."""
        found = [c for c in self._left() if self.compared(c).status == "corroborated" and c.id not in spoken]
        self.told.claims.update(claim.id for claim in found)
        shown = [c for c in found if self._is_plain(c)]
        shown.sort(key=lambda c: (self.background.holds(c), self.phrasing.standing(c) == PART, self.ranking.sourced(c)))
        return self._new(self._line(c, "corroborated", BACKGROUND if self.background.holds(c) else "") for c in shown)

    def conflicting(self) -> list[BriefSentence]:
        """Return claims on which tellings differ, their values side by side, contradictions before updates."""
        found = [(c, self.material.conflicts[c.id]) for c in self.ordered if self._differs(c)]
        found.sort(key=lambda pair: (pair[1].relation != "contradiction", self.ranking.key(pair[0])))
        self.told.claims.update(claim.id for claim, _ in found)
        lines = [self._conflict(claim, conflict) for claim, conflict in found]
        for line in lines:
            self.repeats.is_new(line)
        return lines

    def single(self, spoken: set[str], speech: Passages) -> list[BriefSentence]:
        """Return what one telling alone says, sentence by sentence, in the order of what matters.

        Claims in `spoken` and passages inside `speech` are left out: they are shown as somebody's words.
        """
        left = [c for c in self._left() if c.id not in spoken and self.compared(c).status in ("single", "repeated")]
        told = [c for c in self.material.claims if c.id in self.told.claims]
        cited = [s for c in told for s in self.material.support(c)]
        wider = Passages(s.sel for s in cited)
        left = [c for c in left if not self._within(c, wider) and not self._within(c, speech, itself=True)]
        matched = self._matched(told)
        left = [c for c in left if not all(s.id in matched for s in self.material.support(c))]
        repeated = [c for c in left if len({s.sel.article for s in self.material.support(c)}) > 1]
        several = {c.id for c in repeated}
        by_sentence: dict[tuple[str, Span], list[Claim]] = {}
        for claim in left:
            if claim.id not in several:
                first = self.material.support(claim)[0]
                by_sentence.setdefault((first.sel.article, first.sentence), []).append(claim)
        shared = {(s.sel.article, s.sentence) for s in cited}
        lines = [(c, self._line(c, "single")) for c in repeated]
        lines += [(self._widest(claims), self._sentence(claims, alone=key not in shared)) for key, claims in by_sentence.items()]
        lines.sort(key=lambda found: (self.background.holds(found[0]), _is_excerpt(found[1]), self.ranking.key(found[0])))
        self.told.claims.update(claim.id for claim in left)
        shown = [(c, line) for c, line in lines if len(self.material.articles) == 1 or self._is_plain(c)]
        return self._new(replace(line, group=BACKGROUND) if self.background.holds(claim) else line for claim, line in shown)

    def _new(self, lines: Iterable[BriefSentence]) -> list[BriefSentence]:
        """Those of the lines that say what no line has said."""
        return [line for line in lines if self.repeats.is_new(line) and self.told.is_new(line.words)]

    def _is_plain(self, claim: Claim) -> bool:
        """Whether a reader understands the claim from its words alone, and is told something."""
        if all(map(is_trivial, self.material.support(claim))):
            return False
        worded = self.phrasing.worded_by(claim)
        if worded is not None and worded.rule == "nominal" and not worded.figures and not worded.times:
            return False  # that there was a happening which is only named
        standing = self.phrasing.standing(claim)
        return standing < PART or (standing == PART and len(content(self.words(claim))) >= _FEWEST_OF_PART)

    def _widest(self, claims: Sequence[Claim]) -> Claim:
        """Of the claims of one sentence the one that says most of it: whether it is news or background is the line's."""
        return min(claims, key=lambda c: (min(s.sel.start - s.sel.end for s in self.material.support(c)), self.ranking.key(c)))

    def _matched(self, told: Iterable[Claim]) -> set[str]:
        """Return the statements that stand under claims already told, each beside one of another article that surely says the same."""
        found: set[str] = set()
        for claim in told:
            support = [self.material.statements.get(s) for s in claim.statements]
            for a, b, _, score in claim.why:
                one, other = support[a], support[b]
                if score >= SURE and one is not None and other is not None and one.sel.article != other.sel.article:
                    found |= {one.id, other.id}
        return found

    def _sentence(self, claims: Sequence[Claim], *, alone: bool) -> BriefSentence:
        """One line for all that one telling alone says in one sentence."""
        sentence = self.material.support(claims[0])[0].sentence
        statements = [s for claim in claims for s in self.material.support(claim) if s.sentence == sentence]
        words, sel = self.phrasing.part(statements, alone=alone)
        note = self._note(claims[0], "single", statements)
        self.told.cite([sel])
        return BriefSentence(
            text=wording.line_of(words, note), section="single", evidence=(sel,), about=claims[0].id, words=words, note=note
        )

    def compared(self, claim: Claim) -> Comparison:
        """Return how the claim is sourced; a claim nobody compared stands as told by its articles' units."""
        found = self.material.comparisons.get(claim.id)
        if found is not None:
            return found
        articles = [s.sel.article for s in self.material.support(claim)]
        count = self.material.independent(articles)
        status = "corroborated" if count > 1 else "single"
        return Comparison(claim=claim.id, status=status, independent=count, units=tuple(self.material.tellings(articles)))  # type: ignore[arg-type]

    def words(self, claim: Claim) -> str:
        """Return the claim in its passage's words, as lines show it."""
        if claim.id not in self._words:
            self._words[claim.id] = self.phrasing.words(claim)
        return self._words[claim.id]

    def _left(self) -> list[Claim]:
        return [c for c in self.ordered if c.id not in self.told.claims]

    def _line(self, claim: Claim, section: Section, group: str = "") -> BriefSentence:
        words, note = self.words(claim), self._note(claim, section)
        found = self.material.support(claim)
        if self._rests(self.compared(claim), found):
            self.told.cite(s.sel for s in found)
        self.told.cite(s.sel for s in found if s.quotation is None)
        return BriefSentence(
            text=wording.line_of(words, note), section=section, evidence=self._evidence(claim), about=claim.id,
            words=words, note=note, group=group,
        )  # fmt: skip

    def _note(self, claim: Claim, section: Section, statements: Iterable[Statement] = ()) -> str:
        """What the frame says: the count and who, whose word all rests on, who printed it besides, how sure it was put."""
        compared = self.compared(claim)
        found = tuple(statements) or self.material.support(claim)
        conflict = self.material.conflicts.get(claim.id)
        return wording.joined(
            (
                _modality(found),
                self._count(compared, found),
                self._rests(compared, found),
                self._differ_note(conflict, section),
            )
        )

    def _count(self, compared: Comparison, found: Sequence[Statement]) -> str:
        tellings = self.material.tellings(s.sel.article for s in found)
        if len(self.material.articles) == 1:
            return ""
        if compared.status == "single" or len(tellings) == 1:
            return f"told only by {wording.tellers(tellings or compared.units)}"
        if compared.independent == 1:
            return f"one telling, printed by {wording.tellers(tellings)}"
        also = self._also(compared, found)
        printed = f"; also printed by {wording.tellers(also)}" if also else ""
        return f"{compared.independent} independent tellings: {wording.tellers(compared.units)}{printed}"

    def _also(self, compared: Comparison, found: Sequence[Statement]) -> list[str]:
        """The articles that stand behind the claim under another's name: reprints, and copies of a passage."""
        units = set(compared.units)
        articles = (self.material.article[a] for a in {s.sel.article for s in found} if a in self.material.article)
        return self.material.tellings(a.id for a in articles if units.isdisjoint((a.outlet, a.owner, self.material.names[a.id])))

    def _rests(self, compared: Comparison, found: tuple[Statement, ...]) -> str:
        if not compared.rests_on:
            return self._attributed(found)
        return (
            f"all rest on {compared.rests_on}"
            if len(self.material.tellings(s.sel.article for s in found)) > 1
            else f"citing {compared.rests_on}"
        )

    def _attributed(self, found: Iterable[Statement]) -> str:
        """Name the sources to whom the passages attribute the claim, where none of them says it in the outlet's own voice."""
        names: dict[str, None] = {}
        for statement in found:
            entity = self.material.entity_of.get(statement.attributed_to or "")
            quotation = self.material.quotations.get(statement.quotation or "")
            name = called(quotation.source if quotation is not None else None, entity, self.material.mentions)
            if name is None:
                return ""
            names[name] = None
        return f"according to {wording.listed(names, most=3)}" if names else ""

    def _differ_note(self, conflict: Conflict | None, section: Section) -> str:
        if conflict is None:
            return ""
        if conflict.relation == "precision":
            return f"finer and coarser: {self._values(conflict)}"
        return f"tellings differ on the {conflict.slot}, see below" if section == "what" else ""

    def _values(self, conflict: Conflict) -> str:
        return "; ".join(f"“{row.value}” ({row.who})" for row in map(self._row, conflict.values))

    def _row(self, value: ClaimValue) -> BriefRow:
        found = [self.material.statements[s] for s in value.statements if s in self.material.statements]
        who = wording.listed(self.material.tellings(s.sel.article for s in found))
        according = self._attributed(found) or (f"according to {wording.listed(value.sources, most=3)}" if value.sources else "")
        return BriefRow(
            value=" ".join(value.value.split()),
            who=f"{who}, {according}" if according else who,
            evidence=self.material.evidence(s.sel for s in found),
        )

    def _conflict(self, claim: Claim, conflict: Conflict) -> BriefSentence:
        words = wording.shorten(self.words(claim), _CONFLICT_HEAD)
        note = f"{conflict.relation} on the {conflict.slot}"
        rows = tuple(self._row(value) for value in conflict.values)
        return BriefSentence(
            text=f"{wording.line_of(words, note)}: {self._values(conflict)}", section="conflicting", about=claim.id,
            evidence=tuple(dict.fromkeys((*(s for row in rows for s in row.evidence), *self._evidence(claim)))),
            words=words, note=note, group=_KINDS[conflict.relation], rows=rows,
        )  # fmt: skip

    def _evidence(self, claim: Claim) -> tuple[Selector, ...]:
        return self.material.cited(claim, self.phrasing.worded_by(claim))

    def _differs(self, claim: Claim) -> bool:
        conflict = self.material.conflicts.get(claim.id)
        return conflict is not None and conflict.relation != "precision"

    def _can_lead(self, claim: Claim) -> bool:
        """A main claim is a whole, plain thing that happened, not an old one and not one source's words alone."""
        words = self.words(claim)
        found = self.material.support(claim)
        if (
            not _FEWEST_WORDS <= len(_WORD.findall(words)) <= _MOST_WORDS
            or "?" in words
            or words[0] in '“"‘…'
            or not found
            or self.phrasing.standing(claim) > RESOLVED
            or all(map(is_trivial, found))
        ):
            return False
        if self.background.holds(claim) or all(s.modality in ("hypothetical", "possible") for s in found):
            return False
        return not all(s.quotation for s in found) or self.compared(claim).independent > 1

    def _announced(self, claim: Claim) -> float:
        """How much of the headlines the claim's passages hold: the mean over headlines and passages, 0..1."""
        passages = [set(wording.terms(s.sel.exact)) for s in self.material.support(claim)]
        held = sum(self._of_headlines.get(word, 0.0) for words in passages for word in sorted(words))
        return round(held / (len(passages) or 1), 6)

    @cached_property
    def _of_headlines(self) -> dict[str, float]:
        """For each word the share of the story's headlines that it makes up, so that no claim is held against every headline."""
        headlines = [set(wording.terms(a.headline)) for a in self.material.articles if a.headline]
        found: dict[str, float] = {}
        for terms in headlines:
            for term in terms:
                found[term] = found.get(term, 0.0) + 1 / (len(terms) * len(headlines))
        return found

    def _opened(self, claim: Claim) -> float:
        """The share of the story's independent tellings that open with the claim."""
        return round(self.ranking.in_ledes(claim) / (self._tellings or 1), 6)

    @cached_property
    def _tellings(self) -> int:
        """How many independent tellings the story has."""
        return self.material.independent(a.id for a in self.material.articles)

    def _alike(self, claim: Claim, other: Claim) -> bool:
        """Whether two claims say much the same, or have words in common and rest for the most part on the same passages."""
        common = overlap(*(content(self.words(c)) for c in (claim, other)))
        if common >= _SAME or not common:
            return common > 0
        a, b = ([s.sel for s in self.material.support(c)] for c in (claim, other))
        return bool(a) and in_common(a, by_article(b)) >= _SAME * len(a)

    def _within(self, claim: Claim, wider: Passages, *, itself: bool = False) -> bool:
        """Whether all that the claim rests on lies inside passages told otherwise."""
        own = self.material.support(claim)
        return bool(own) and all(wider.hold(s.sel, itself=itself) for s in own)


def _modality(found: Iterable[Statement]) -> str:
    kinds = {s.modality for s in found}
    return _MODALITY.get(next(iter(kinds)), "") if len(kinds) == 1 else ""


def _is_excerpt(line: BriefSentence) -> bool:
    """Part of a sentence without its subject: true, but it reads worse than any whole one."""
    return line.words.startswith(wording.ELLIPSIS)
