"""Who said what, through whom; and what each side says that others do not."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final

from tellings.briefing.composing import wording
from tellings.briefing.composing.material import Material, Passages, Told
from tellings.briefing.composing.places import country_name, is_country
from tellings.briefing.composing.ranking import overlap
from tellings.briefing.names import called, is_unnamed
from tellings.model.briefs import BriefSentence, Section, SideAccount
from tellings.model.observed import Quotation, TimeExpression
from tellings.model.resolved import Claim, Entity
from tellings.model.spans import Selector
from tellings.text.anchor import select

UNNAMED: Final = "Speaker not named"
_LINE: Final = 320
# How far the source's name may stand from the words for one passage to show both.
_STRETCH: Final = 160
_WORD: Final = re.compile(r"\w+(?:['’]\w+)*|\S")
# Marks around the words belong to the passage; "" is in neither.
_OPENING: Final = tuple('“"«‘„')
_CLOSING: Final = tuple('”"»’“')
_SENTENCE_END: Final = re.compile(r"[.!?][”\"’)]*\s+[\"“‘(]*[A-Z]|\n\s*\n")
_MOST_SIDES: Final = 5
_MOST_OF_SIDE: Final = 4
# Longer quotations are not compared word by word.
_MOST_WORDS: Final = 400
_SAME: Final = 0.85
_NEAR: Final = 40
_MOST_NOTES: Final = 3
_SCRAP: Final = 25
_CUE_BETWEEN: Final = 90
_MOST_CHANGES: Final = 2
_CHANGE_WORDS: Final = 4


@dataclass(frozen=True, slots=True)
class _Said:
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
        self.shown: list[Selector] = []

    def spoken(self, claims: Iterable[Claim]) -> set[str]:
        """Return the ids of claims that are told as somebody's words: of one telling, or of one utterance that several quote."""
        said_of = {q.id: said for said in self.utterances for q in said.quotations}
        found: set[str] = set()
        for claim in claims:
            said = [said_of.get(s.quotation or "") for s in self.material.support(claim)]
            articles = {s.sel.article for s in self.material.support(claim)}
            one = len({s.id for s in said if s is not None}) == 1 and all(s is not None and s.best.kind == "direct" for s in said)
            if said and None not in said and (len(articles) == 1 or one):
                found.add(claim.id)
        return found

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
        """Return who said what, speakers of one side together, those most quoted first."""
        groups: dict[tuple[str, str], list[_Said]] = defaultdict(list)
        for said in self.utterances:
            if not self._is_told(said):
                groups[self._side(said) or "", self.speaker(said.best)].append(said)
        by_side: dict[str, int] = defaultdict(int)
        for (side, _), members in groups.items():
            by_side[side] += sum(map(self._tellings, members))

        def place(item: tuple[tuple[str, str], list[_Said]]) -> tuple[object, ...]:
            (side, speaker), members = item
            return (speaker == UNNAMED, not side, -by_side[side], side, -sum(map(self._tellings, members)), speaker)

        found: list[tuple[str, _Said]] = []
        for (_, speaker), members in sorted(groups.items(), key=place):
            found.extend((speaker, member) for member in self._order(members))
        wider = Passages((*self.shown, *(self._passage(said.best) for _, said in found)))
        lines = [self._line(said, "said", speaker) for speaker, said in found if not wider.hold(self._passage(said.best))]
        return _distinct([line for line in lines if self.told.is_new(line.words)])

    def sides(self) -> list[BriefSentence]:
        """Return, where several sides speak, each side's readouts and what only its sources say."""
        speaking = [side for side in self.material.sides if side.quotations]
        # A body within one country is a side where it gives its own account; else it is one speaker among others.
        sides = [side for side in speaking if is_country(side.side) or side.readouts]
        if len(sides) < 2:
            return []
        order = sorted(sides, key=lambda s: (-len(s.readouts), -len(s.quotations), s.side))[:_MOST_SIDES]
        return [line for side in order for line in self._side_lines(side)]

    def speaker(self, quotation: Quotation) -> str:
        """Return the speaker as a heading: name, office, country."""
        entity = self.entity(quotation)
        name = called(quotation.source, entity, self.material.mentions)
        if name is None:
            return UNNAMED
        if entity is None:
            return wording.capital(name)
        country = country_name(entity.country) if entity.country else ""
        office = None if is_unnamed(entity, self.material.mentions) else entity.office
        about = ", ".join(part for part in (office, country) if part and part.lower() not in name.lower())
        return f"{wording.capital(name)} ({about})" if about else wording.capital(name)

    def entity(self, quotation: Quotation) -> Entity | None:
        """Return the entity that speaks, where it is known."""
        return self.material.entity_of.get(quotation.source_mention or "")

    def _utterances(self) -> tuple[_Said, ...]:
        """The utterances with their quotations; a quotation that no utterance holds stands for itself."""
        quotations = self.material.quotations
        found: list[_Said] = []
        held: set[str] = set()
        for utterance in self.material.utterances:
            members = tuple(quotations[q] for q in utterance.quotations if q in quotations)
            if members:
                best = quotations.get(utterance.longest, members[0])
                found.append(_Said(utterance.id, best, members))
                held.update(utterance.quotations)
        found.extend(_Said(q.id, q, (q,)) for q in quotations.values() if q.id not in held)
        return self._joined(sorted(found, key=lambda s: (*self._place(s.best), s.id)))

    def _joined(self, ordered: list[_Said]) -> tuple[_Said, ...]:
        """Put together what one article has as one speech with the cue in its midst: "…," he said, "…"."""
        found: list[_Said] = []
        for said in ordered:
            last = found[-1] if found else None
            if last is not None and self._goes_on(last, said):
                found[-1] = replace(last, quotations=(*last.quotations, *said.quotations), goes_on=(*last.goes_on, said.best))
            else:
                found.append(said)
        return tuple(found)

    def _goes_on(self, first: _Said, then: _Said) -> bool:
        before, after = (first.goes_on or (first.best,))[-1], then.best
        if before.kind != "direct" or after.kind != "direct" or before.content.article != after.content.article:
            return False
        gap = self.material.article[after.content.article].text[before.content.end : after.content.start]
        near = len(gap) <= _CUE_BETWEEN and "\n" not in gap and self.speaker(before) == self.speaker(after)
        return near and {q.content.article for q in first.quotations} == {q.content.article for q in then.quotations}

    def _place(self, quotation: Quotation) -> tuple[int, int]:
        return (self.material.rank.get(quotation.content.article, 0), quotation.content.start)

    def _is_told(self, said: _Said) -> bool:
        """Whether a line has given it: as somebody's words, or, if it is only reported, as a claim that says whose word it is."""
        return all(q.id in self.told.quotations or (q.kind == "indirect" and self.told.covers(q.content)) for q in said.quotations)

    def _tellings(self, said: _Said) -> int:
        return self.material.independent(q.content.article for q in said.quotations)

    def _order(self, found: list[_Said]) -> list[_Said]:
        """Words that several tellings carry first, then direct speech, then long before short; else as printed."""
        return sorted(found, key=lambda s: (-self._tellings(s), _is_scrap(s.best), s.best.kind != "direct", *self._place(s.best)))

    def _side(self, said: _Said) -> str | None:
        return next((self.side_of[q.id] for q in said.quotations if q.id in self.side_of), None)

    def _line(self, said: _Said, section: Section, group: str, *frame: str) -> BriefSentence:
        quotation = said.best
        words = wording.shorten(self._words(said), _LINE)
        note = wording.joined((*frame, self._through(quotation), self._document(quotation), self._who(said), self._variants(said)))
        self.told.quotations.update(q.id for q in said.quotations)
        self.shown.extend(self._passage(q) for q in said.quotations)
        speaker = self.speaker(quotation)
        return BriefSentence(
            text=f"{speaker}: {wording.line_of(words, note)}", section=section, evidence=self._evidence(said), about=said.best.id,
            words=words, note=note, group=group,
        )  # fmt: skip

    def _through(self, quotation: Quotation) -> str:
        names = []
        for relay in quotation.relays:
            entity = self.material.entity_of.get(relay.mention or "")
            names.append(called(relay.name, entity, self.material.mentions) or relay.name)
        return f"via {', via '.join(names)}" if names else ""

    def _document(self, quotation: Quotation) -> str:
        return f"in a {quotation.document}" if quotation.document else ""

    def _who(self, said: _Said) -> str:
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

    def _variants(self, said: _Said) -> str:
        """Say how other tellings give the words: only a part, or with other words here and there."""
        parts: dict[str, list[Quotation]] = defaultdict(list)
        for quotation in sorted(said.quotations, key=self._place):
            parts[quotation.content.article].append(quotation)
        shown = self._united(parts.pop(said.best.content.article))
        notes: dict[str, list[str]] = {}
        for article, found in parts.items():
            if (how := _difference(shown, self._united(found))) is not None:
                notes.setdefault(how, []).append(self.material.names[article])
        return wording.joined(
            [f"{wording.listed(names)} {'has' if len(names) == 1 else 'have'} {how}" for how, names in notes.items()][:_MOST_NOTES]
        )

    def _united(self, quotations: Iterable[Quotation]) -> str:
        """The words of one article's quotations, sorted by place, each stretch once."""
        at, found = -1, list[str]()
        for quotation in quotations:
            content = quotation.content
            text = self.material.article[content.article].text
            if content.end > at:
                found.append(text[max(at, content.start) : content.end])
            at = max(at, content.end)
        return " ".join(found)

    def _evidence(self, said: _Said) -> tuple[Selector, ...]:
        rest = [q for q in said.quotations if q.id != said.best.id]
        return tuple(dict.fromkeys((self._passage(said.best), *self.material.evidence(map(self._passage, rest)))))

    def _words(self, said: _Said) -> str:
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
        for sel in (source, quotation.cue_sel, *(relay.sel for relay in quotation.relays)):
            if sel is not None and _is_near(text, content, sel):
                start, end = min(start, sel.start), max(end, sel.end)
        opens = text[max(0, start - 1) : start] in _OPENING
        closes = text[end : end + 1] in _CLOSING and (opens or wording.is_open(text[start:end]))
        return select(content.article, text, start - (opens and (closes or not wording.is_open(text[start - 1 : end]))), end + closes)

    def _side_lines(self, side: SideAccount) -> list[BriefSentence]:
        """A side's readouts, then words behind claims that only it makes; what goes beyond a few is told under its speakers."""
        name = country_name(side.side)
        held = {q.id: said for said in self.utterances for q in said.quotations}
        readouts = {held[q].id: held[q] for q in side.readouts if q in held}
        lines: list[BriefSentence] = []
        for said in sorted(readouts.values(), key=lambda s: self._place(s.best)):
            if len(lines) < _MOST_OF_SIDE and not self._is_told(said):
                lines.append(self._line(said, "sides", name, self.speaker(said.best)))
        ours = set(side.claims_only_here)
        for claim in (c for c in self.material.claims if c.id in ours and c.id not in self.told.claims):
            for said in {held[s.quotation].id: held[s.quotation] for s in self.material.support(claim) if s.quotation in held}.values():
                if len(lines) < _MOST_OF_SIDE and not self._is_told(said) and not _is_scrap(said.best):
                    lines.append(self._line(said, "sides", name, self.speaker(said.best), "only this side"))
                    self.told.claims.add(claim.id)
        return lines


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


def _is_scrap(quotation: Quotation) -> bool:
    """A word or two: worth less than any sentence."""
    return len(quotation.content.exact) < _SCRAP


def _difference(best: str, other: str) -> str | None:
    """Say what `other` has instead of `best`; None where case, spaces and marks alone differ."""
    a, b = (_WORD.findall(text.replace("’", "'")) for text in (best, other))
    low_a, low_b = ([w.lower() for w in words if w[0].isalnum()] for words in (a, b))
    if low_a == low_b:
        return None
    if f" {' '.join(low_b)} " in f" {' '.join(low_a)} ":
        return "a part of it"
    plain_a, plain_b = ([w for w in words if w[0].isalnum()] for words in (a, b))
    if max(len(low_a), len(low_b)) > _MOST_WORDS:
        return "it in other words"
    matcher = SequenceMatcher(a=low_a, b=low_b, autojunk=False)
    steps = [op for op in matcher.get_opcodes() if op[0] != "equal"]
    if all(op[0] == "delete" for op in steps):
        return "a part of it"
    few = len(steps) <= _MOST_CHANGES and all(max(op[2] - op[1], op[4] - op[3]) <= _CHANGE_WORDS for op in steps)
    if not few or any(op[0] != "replace" for op in steps):
        return "it in other words"
    return ", ".join(f"“{' '.join(plain_b[op[3] : op[4]])}” for “{' '.join(plain_a[op[1] : op[2]])}”" for op in steps)
