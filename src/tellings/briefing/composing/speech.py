"""Who said what, through whom; and what each side says that others do not."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from tellings.briefing.composing import wording
from tellings.briefing.composing.material import Material, Passages, Told
from tellings.briefing.composing.places import country_name, is_country
from tellings.briefing.composing.ranking import overlap
from tellings.briefing.composing.variants import Variants
from tellings.briefing.names import called, is_unnamed
from tellings.model.briefs import BriefSentence, Section
from tellings.model.observed import Quotation, Statement, TimeExpression
from tellings.model.resolved import Claim, Entity
from tellings.model.spans import Selector
from tellings.text.anchor import select

UNNAMED: Final = "Speaker not named"
OTHERS: Final = "Others"
_LINE: Final = 320
# How far the source's name may stand from the words for one passage to show both.
_STRETCH: Final = 160
# Marks around the words belong to the passage; "" is in neither.
_OPENING: Final = tuple('“"«‘„')
_CLOSING: Final = tuple('”"»’“')
_SENTENCE_END: Final = re.compile(r"[.!?][”\"’)]*\s+[\"“‘(]*[A-Z]|\n\s*\n")
_REPORTED: Final = re.compile(r" (?:report(?:ed|s)|said|says|writes|wrote|quoted|added|adds)\b")
_SAME: Final = 0.85
_NEAR: Final = 40
_SCRAP: Final = 25
_CUE_BETWEEN: Final = 90
# A statement of which the words and who says them make up this share tells that they were said.
_SAYING: Final = 0.7
# "Italian counterpart" tells of another's office.
_SAY_NOTHING: Final = "counterpart"


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance with the quotations that give it; `best` is the one to show."""

    id: str
    best: Quotation
    quotations: tuple[Quotation, ...]
    goes_on: tuple[Quotation, ...] = ()


class Speech:
    """Turns a story's quotations into lines."""

    def __init__(self, material: Material, told: Told) -> None:
        self.material = material
        self.told = told
        self.side_of = {q: side.side for side in material.sides for q in side.quotations}
        self.utterances = self._utterances()
        self.variants = Variants(material)
        self.shown: list[Selector] = []
        self._held = (0, Passages(()))

    def spoken(self, claims: Iterable[Claim]) -> set[str]:
        """Return the ids of claims that are told as somebody's words: of one telling, or of one utterance that several quote."""
        said_of = {q.id: said for said in self.utterances for q in said.quotations}
        found: set[str] = set()
        for claim in claims:
            said = [said_of.get(s.quotation or "") for s in self.material.support(claim)]
            articles = {s.sel.article for s in self.material.support(claim)}
            one = len({s.id for s in said if s is not None}) == 1 and all(s is not None and s.best.kind == "direct" for s in said)
            alone = len(articles) == 1
            if said and ((None not in said and (alone or one)) or (alone and all(map(self._is_saying, self.material.support(claim))))):
                found.add(claim.id)
        return found

    def _is_saying(self, statement: Statement) -> bool:
        """Whether the statement is little more than that somebody said the words in it: "…, the minister said on Tuesday"."""
        sel = statement.sel
        starts, quotations = self._by_place.get(sel.article, ([], []))
        for quotation in quotations[bisect_left(starts, sel.start) : bisect_left(starts, sel.end)]:
            passage = self._passage(quotation)
            if sel.contains(quotation.content) and passage.end - passage.start >= _SAYING * (sel.end - sel.start):
                return True
        return False

    @cached_property
    def _by_place(self) -> dict[str, tuple[list[int], list[Quotation]]]:
        """The quotations of each article in order, with where they start."""
        found: dict[str, list[Quotation]] = defaultdict(list)
        for quotation in sorted(self.material.quotations.values(), key=lambda q: (q.content.article, q.content.start, q.id)):
            found[quotation.content.article].append(quotation)
        return {article: ([q.content.start for q in several], several) for article, several in found.items()}

    def passages(self) -> Passages:
        """Return the passages in which words are given together with who said them."""
        return Passages(self._passage(q) for said in self.utterances for q in said.quotations)

    def dated(self) -> list[tuple[Quotation, Selector, TimeExpression]]:
        """Return what was said on a day that the frame around the words names: the quotation, its passage, the day."""
        days: dict[str, list[TimeExpression]] = defaultdict(list)
        for time in sorted(self.material.times.values(), key=lambda t: (t.sel.article, t.sel.start)):
            if time.type in ("DATE", "TIME") and not time.value.endswith("_REF"):
                days[time.sel.article].append(time)
        found = []
        for said in self.utterances:
            passage, content = self._passage(said.best), said.best.content
            at = bisect_left(days[passage.article], passage.start, key=lambda t: t.sel.start)
            for time in days[passage.article][at:]:
                if time.sel.start >= passage.end:
                    break
                if not time.sel.overlaps(content):
                    found.append((said.best, passage, time))
                    break
        return found

    def said(self) -> list[BriefSentence]:
        """Return who said what: sides with most statements first, then those of no side; within them the speakers most quoted first."""
        groups: dict[tuple[str, str], list[Said]] = defaultdict(list)
        for said in self.utterances:
            if not self.is_told(said):
                groups[self._side(said) or "", self.speaker(said.best)].append(said)
        of_side: dict[str, int] = defaultdict(int)
        for (side, _), members in groups.items():
            of_side[side] += len(members)

        def rank(item: tuple[tuple[str, str], list[Said]]) -> tuple[object, ...]:
            (side, speaker), members = item
            itself = bool(side) and not self.under(members[0].best, country_name(side))
            told = sum(map(self._tellings, members))
            return (speaker == UNNAMED, not side, -of_side[side], side, not itself, -told, -len(members), speaker)

        found = [(side, said) for (side, _), members in sorted(groups.items(), key=rank) for said in self._order(members)]
        headed = self._headed(found)
        wider = Passages((*self.shown, *(self._passage(said.best) for _, said in found)))
        lines = []
        for side, said in found:
            if not wider.hold(self._passage(said.best)):
                over = (country_name(side) if side in headed else OTHERS) if headed else ""
                lines.append(self.line(said, "said", (over, self.under(said.best, over))))
        return _distinct([line for line in lines if self.told.is_new(line.words)])

    def _headed(self, found: Iterable[tuple[str, Said]]) -> frozenset[str]:
        """The sides that get a heading: countries, and organisations for which they themselves or several speak; none where there is but one."""
        speakers: dict[str, set[str]] = defaultdict(set)
        for side, said in found:
            if side:
                speakers[side].add(called(said.best.source, self.entity(said.best), self.material.mentions) or "")
        headed = frozenset(side for side, names in speakers.items() if is_country(side) or len(names) > 1 or side in names)
        return headed if len(headed) > 1 else frozenset()

    def under(self, quotation: Quotation, over: str) -> str:
        """Return the speaker under a side's heading, which has said the country; "" where the side itself speaks."""
        name = called(quotation.source, self.entity(quotation), self.material.mentions)
        return "" if over and name is not None and wording.capital(name) == wording.capital(over) else self.speaker(quotation, without=over)

    def speaker(self, quotation: Quotation, *, without: str = "") -> str:
        """Return the speaker as a heading: name, office, country; `without` is a country that need not be said."""
        entity = self.entity(quotation)
        name = called(quotation.source, entity, self.material.mentions)
        if name is None:
            return UNNAMED
        if entity is None:
            return wording.capital(name)
        country = country_name(entity.country) if entity.country else ""
        says = (
            entity.office is not None
            and not is_unnamed(entity, self.material.mentions)
            and not entity.office.lower().endswith(_SAY_NOTHING)
        )
        about = [
            part for part in (entity.office if says else None, country) if part and part != without and part.lower() not in name.lower()
        ]
        return f"{wording.capital(name)} ({', '.join(about)})" if about else wording.capital(name)

    def entity(self, quotation: Quotation) -> Entity | None:
        """Return the entity that speaks, where it is known."""
        return self.material.entity_of.get(quotation.source_mention or "")

    def _utterances(self) -> tuple[Said, ...]:
        """The utterances with their quotations; a quotation that no utterance holds stands for itself."""
        quotations = self.material.quotations
        found: list[Said] = []
        held: set[str] = set()
        for utterance in self.material.utterances:
            members = tuple(quotations[q] for q in utterance.quotations if q in quotations)
            if members:
                best = quotations.get(utterance.longest, members[0])
                found.append(Said(utterance.id, best, members))
                held.update(utterance.quotations)
        found.extend(Said(q.id, q, (q,)) for q in quotations.values() if q.id not in held)
        return self._joined(sorted(found, key=lambda s: (*self.place(s.best), s.id)))

    def _joined(self, ordered: list[Said]) -> tuple[Said, ...]:
        """Put together what one article has as one speech with the cue in its midst: "…," he said, "…"."""
        found: list[Said] = []
        for said in ordered:
            last = found[-1] if found else None
            if last is not None and self._goes_on(last, said):
                found[-1] = replace(last, quotations=(*last.quotations, *said.quotations), goes_on=(*last.goes_on, said.best))
            else:
                found.append(said)
        return tuple(found)

    def _goes_on(self, first: Said, then: Said) -> bool:
        before, after = (first.goes_on or (first.best,))[-1], then.best
        if before.kind != "direct" or after.kind != "direct" or before.content.article != after.content.article:
            return False
        gap = self.material.article[after.content.article].text[before.content.end : after.content.start]
        near = len(gap) <= _CUE_BETWEEN and "\n" not in gap and self.speaker(before) == self.speaker(after)
        return near and {q.content.article for q in first.quotations} == {q.content.article for q in then.quotations}

    def place(self, quotation: Quotation) -> tuple[int, int]:
        """Return where the quotation stands in the story's order."""
        return (self.material.rank.get(quotation.content.article, 0), quotation.content.start)

    def is_told(self, said: Said) -> bool:
        """Whether a line has given it: as somebody's words, or, if it is only reported, as a claim that says whose word it is."""
        return all(q.id in self.told.quotations or (q.kind == "indirect" and self.told.covers(q.content)) for q in said.quotations)

    def is_given(self, said: Said) -> bool:
        """Return whether a line has given all of its quotations as somebody's words."""
        return all(q.id in self.told.quotations for q in said.quotations)

    def is_shown(self, said: Said) -> bool:
        """Return whether a line has shown a passage that holds it with its frame."""
        if self._held[0] != len(self.shown):
            self._held = len(self.shown), Passages(self.shown)
        return self._held[1].hold(self._passage(said.best), itself=True)

    def _tellings(self, said: Said) -> int:
        return self.material.independent_of(q.content for q in said.quotations)

    def _order(self, found: list[Said]) -> list[Said]:
        """Words that several tellings carry first, then direct speech, then long before short; else as printed."""
        return sorted(found, key=lambda s: (-self._tellings(s), is_scrap(s.best), s.best.kind != "direct", *self.place(s.best)))

    def _side(self, said: Said) -> str | None:
        return next((self.side_of[q.id] for q in said.quotations if q.id in self.side_of), None)

    def line(self, said: Said, section: Section, headings: tuple[str, str], *frame: str) -> BriefSentence:
        """Return the line of an utterance: its words, what `frame` says, through whom, who tells it, and how others give it."""
        quotation = said.best
        words = wording.to_sentence(self._words(said), _LINE)
        note = wording.joined((*frame, self._through(quotation), self._document(quotation), self._who(said)))
        self.told.quotations.update(q.id for q in said.quotations)
        self.shown.extend(self._passage(q) for q in said.quotations)
        rows = self.variants.rows(quotation, said.quotations)
        given = "".join(f"; {row.who}: {row.value}" for row in rows)
        return BriefSentence(
            text=f"{self.speaker(quotation)}: {wording.line_of(words, note)}{given}", section=section, about=said.best.id,
            evidence=tuple(dict.fromkeys((*self._evidence(said), *(sel for row in rows for sel in row.evidence)))),
            words=words, note=note, over=headings[0], group=headings[1], rows=rows,
        )  # fmt: skip

    def _through(self, quotation: Quotation) -> str:
        names = []
        for relay in quotation.relays:
            entity = self.material.entity_of.get(relay.mention or "")
            names.append(called(relay.name, entity, self.material.mentions) or relay.name)
        return f"via {', via '.join(names)}" if names else ""

    def _document(self, quotation: Quotation) -> str:
        return f"in a {quotation.document}" if quotation.document else ""

    def _who(self, said: Said) -> str:
        names = self.material.tellings(q.content.article for q in said.quotations)
        if len(self.material.articles) == 1:
            return ""
        count = self._tellings(said)
        if count == 1:
            return f"in {wording.listed(names)}"
        first: dict[str, str] = {}
        for article in sorted({q.content.article for q in said.quotations}, key=lambda a: self.material.rank.get(a, 0)):
            first.setdefault(self.material.unit_of.get(article, article), self.material.names.get(article, article))
        also = [name for name in names if name not in first.values()]
        printed = f"; also printed by {wording.listed(also)}" if also else ""
        return f"{count} independent tellings: {wording.listed(first.values())}{printed}"

    def _evidence(self, said: Said) -> tuple[Selector, ...]:
        rest = [q for q in said.quotations if q.id != said.best.id]
        return tuple(dict.fromkeys((self._passage(said.best), *self.material.evidence(map(self._passage, rest)))))

    def _words(self, said: Said) -> str:
        """Direct speech in quotation marks, what the cue cut in two joined again; else the outlet's own report of it."""
        if said.best.kind == "direct" and not said.best.content.exact[:1].islower():
            return " … ".join(wording.quoted(q.content.exact) for q in (said.best, *said.goes_on))
        passage = self._passage(said.best)
        return wording.tidy(self.material.bracketed(passage.article, passage.start, passage.exact))

    def _passage(self, quotation: Quotation) -> Selector:
        """The words together with who is said to have said them, where the two stand near each other."""
        content, source = quotation.content, quotation.source_sel
        text = self.material.article[content.article].text
        start, end = content.start, content.end
        if source is not None and source.start >= content.end and quotation.cue_sel is None:
            source = None  # "…, the ministry" without its verb would read as part of what was said
        for sel in (source, quotation.cue_sel):
            if sel is not None and _is_near(text, content, sel):
                start, end = min(start, sel.start), max(end, sel.end)
        for relay in quotation.relays:
            if relay.sel is not None and _is_near(text, content, relay.sel):
                start, end = min(start, relay.sel.start), max(end, _relay_end(text, end, relay.sel))
        opens = text[max(0, start - 1) : start] in _OPENING
        closes = text[end : end + 1] in _CLOSING and (opens or wording.is_open(text[start:end]))
        return select(content.article, text, start - (opens and (closes or not wording.is_open(text[start - 1 : end]))), end + closes)


def _distinct(lines: list[BriefSentence]) -> list[BriefSentence]:
    """Leave out what the same speaker is said to have said in nearly the same words: of two lines the longer stays."""
    kept: dict[str, list[tuple[list[str], BriefSentence]]] = defaultdict(list)
    for line in sorted(lines, key=lambda line: -len(line.words)):
        terms = wording.terms(line.words)
        if not any(overlap(terms, other) >= _SAME for other, _ in kept[line.group][:_NEAR]):
            kept[line.group].append((terms, line))
    stay = {line.about for found in kept.values() for _, line in found}
    return [line for line in lines if line.about in stay]


def _is_near(text: str, content: Selector, sel: Selector) -> bool:
    """Whether what lies between the two is short and no sentence ends in it."""
    between = text[sel.end : content.start] if sel.end <= content.start else text[content.end : sel.start]
    return len(between) <= _STRETCH and _SENTENCE_END.search(between) is None


def _relay_end(text: str, end: int, relay: Selector) -> int:
    """Where a relay behind the words ends: with its verb where a comma parts it from them (", the Daily Post reported"), else not at all."""
    between = text[end : relay.start]
    if relay.start < end or "," not in between or "according" in between.lower():
        return relay.end
    verb = _REPORTED.match(text, relay.end)
    return verb.end() if verb is not None else end


def is_scrap(quotation: Quotation) -> bool:
    """A word or two: worth less than any sentence."""
    return len(quotation.content.exact) < _SCRAP
