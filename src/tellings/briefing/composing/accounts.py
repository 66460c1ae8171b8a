"""What each side says: the accounts that participants give of one meeting beside each other, then other readouts and what only one side says."""

from collections.abc import Iterable, Mapping
from typing import Final

from tellings.briefing.composing import wording
from tellings.briefing.composing.material import Material, Told
from tellings.briefing.composing.places import country_name, is_country
from tellings.briefing.composing.speech import Said, Speech, is_scrap
from tellings.model.briefs import BriefSentence, Meeting, SideAccount
from tellings.model.observed import Statement

OTHER: Final = "Other statements"
_THEIRS: Final = "only this side says so"
_MOST_SIDES: Final = 5
_MOST_OF_SIDE: Final = 4
_MOST_ONLY: Final = 2
_ONLY: Final = 80
# What others say too is nearly all of the words where it is this share of them.
_NEARLY_ALL: Final = 0.7


class Accounts:
    """Turns sides and meetings into lines."""

    def __init__(self, material: Material, told: Told, speech: Speech) -> None:
        self.material = material
        self.told = told
        self.speech = speech
        self.said_of: Mapping[str, Said] = {q.id: said for said in speech.utterances for q in said.quotations}

    def lines(self) -> list[BriefSentence]:
        """Return, where several sides speak, their accounts of meetings; then each side's readouts and what only its sources say."""
        speaking = [side for side in self.material.sides if side.quotations]
        # A body within one country is a side where it gives its own account; else it is one speaker among others.
        sides = [side for side in speaking if is_country(side.side) or side.readouts]
        if len(sides) < 2:
            return []
        found = [line for meeting in self.material.meetings if len(meeting.accounts) > 1 for line in self._meeting(meeting)]
        over = OTHER if found else ""
        order = sorted(sides, key=lambda s: (-len(s.readouts), -len(s.quotations), s.side))[:_MOST_SIDES]
        return found + [line for side in order for line in self._side(side, over)]

    def _meeting(self, meeting: Meeting) -> list[BriefSentence]:
        """The accounts of a meeting, side by side; none where fewer than two are left to tell."""
        order = sorted(meeting.accounts, key=lambda a: (min(self.speech.place(s.best) for s in self._told_by(a.quotations)), a.side))
        left = {a.side: [s for s in self._told_by(a.quotations) if self._is_new(s)] for a in order}
        if sum(map(bool, left.values())) < 2:
            return []
        names = [country_name(account.side) for account in order]
        day = f" of {wording.long_date(meeting.day)}" if meeting.day else ""
        over = f"{', '.join(names[:-1])} and {names[-1]} on their {meeting.kind}{day}"
        found = []
        for account, name in zip(order, names, strict=True):
            for said in left[account.side][:_MOST_OF_SIDE]:
                if not self._is_new(said):
                    continue  # a line of this account has shown it
                only = self._only(said, account)
                found.append(self.speech.line(said, "sides", (over, name), self.speech.under(said.best, name), only))
            self.told.claims.update(account.claims_only_here)
        return found

    def _is_new(self, said: Said) -> bool:
        return not self.speech.is_told(said) and not self.speech.is_shown(said)

    def _told_by(self, quotations: Iterable[str]) -> list[Said]:
        """The utterances, each once, as their articles stand in the story."""
        found = {self.said_of[q].id: self.said_of[q] for q in quotations if q in self.said_of}
        return sorted(found.values(), key=lambda s: (*self.speech.place(s.best), s.id))

    def _only(self, said: Said, account: SideAccount) -> str:
        """Say what of the words nobody else has: all of them, or which."""
        own = {q.id for q in said.quotations}
        alone = set(account.claims_only_here)
        found = ((c.id in alone, [s for s in self.material.support(c) if s.quotation in own]) for c in self.material.claims)
        claims = [(only, statements) for only, statements in found if statements]
        only = [statements[0] for is_only, statements in claims if is_only]
        # words under a claim that is theirs alone are theirs, though they may stand near what others tell
        theirs = {s.id for is_only, statements in claims if is_only for s in statements}
        others = ([s for s in statements if s.id not in theirs] for is_only, statements in claims if not is_only)
        shared = [statements[0] for statements in others if statements]
        length = said.best.content.end - said.best.content.start
        if not only or any(s.sel.article == said.best.content.article and s.sel.end - s.sel.start >= _NEARLY_ALL * length for s in shared):
            return ""
        if not shared:
            return _THEIRS
        if len(shared) <= len(only):
            return f"{_THEIRS}, but for {self._named(shared)}"
        return f"only this side says {self._named(only)}"

    def _named(self, statements: Iterable[Statement]) -> str:
        """The words of the first statements of the article, each once."""
        ordered = sorted(statements, key=lambda s: (s.sel.article, s.sel.start, s.id))
        parts = dict.fromkeys(f"“{wording.shorten(wording.tidy(s.sel.exact), _ONLY)}”" for s in ordered)
        return ", ".join(list(parts)[:_MOST_ONLY])

    def _side(self, side: SideAccount, over: str) -> list[BriefSentence]:
        """A side's readouts, then words behind claims that only it makes; what goes beyond a few is told under its speakers."""
        name = country_name(side.side)
        lines: list[BriefSentence] = []
        for said in self._told_by(side.readouts):
            # what a side itself has put out stands here although a claim has told it: its reader looks for it under the side
            if len(lines) < _MOST_OF_SIDE and not self.speech.is_given(said) and not self.speech.is_shown(said):
                only = self._only(said, side)
                lines.append(self.speech.line(said, "sides", (over, name), self.speech.under(said.best, name), only))
        ours = set(side.claims_only_here)
        for claim in (c for c in self.material.claims if c.id in ours and c.id not in self.told.claims):
            for said in self._told_by(s.quotation for s in self.material.support(claim) if s.quotation):
                if len(lines) < _MOST_OF_SIDE and self._is_new(said) and not is_scrap(said.best):
                    lines.append(self.speech.line(said, "sides", (over, name), self.speech.under(said.best, name), _THEIRS))
                    self.told.claims.add(claim.id)
        return lines
