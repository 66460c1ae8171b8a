"""What lies behind a story, told apart from what happened: old times, habits, who somebody is, how the news stands to other news."""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache, cached_property
from typing import Final

from tellings import data
from tellings.briefing.composing.material import Material
from tellings.model.observed import Statement
from tellings.model.resolved import Claim

# What happened this long before the first article came out is background to it.
_OLD_DAYS: Final = 21
# A telling that says it within so many code points of its body says it as news, whatever the wording.
_EARLY: Final = 250
# Past this share of the body an article tells what a reader could do without.
_LATE: Final = 0.5
# A wording that only hints counts as one sign, standing late or in the pluperfect as half a sign; this many signs make background.
_ENOUGH: Final = 1.5
_YEAR: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
# Before a bare verb these say that it is no simple present.
_NO_PRESENT: Final = re.compile(
    r"\b(?:to|will|would|can|could|may|might|must|shall|should|did|does|do|not|n['’]t|let|make|made|help|helped)\s+(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
_PLUPERFECT: Final = re.compile(
    r"\bhad\s+(?:\w+ly\s+|also\s+|already\s+|previously\s+)?(?:been\b|\w+(?:ed|en|wn|ne|ught|pt|lt|ft|nt)\b)", re.IGNORECASE
)
# "is a port", not "is dead", "is under arrest"
_WHAT: Final = re.compile(r"\b(?:is|are)\s+(?:also\s+)?(?:an?|the|one\s+of|home|among|its|their|his|her)\s", re.IGNORECASE)
_OF_BE: Final = ("is", "are")


class Background:
    """Tells which claims of a story are background to it."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self._known: dict[str, bool] = {}

    def holds(self, claim: Claim) -> bool:
        """Return whether the claim is background: all its times are old, or as many tellings as not word it as background."""
        if claim.id not in self._known:
            self._known[claim.id] = self._is_old(claim) or self._is_worded_so(claim)
        return self._known[claim.id]

    @cached_property
    def day(self) -> date | None:
        """The day on which the first dated article came out; where none is dated, the latest day that any of them names."""
        days = [date.fromisoformat(a.published[:10]) for a in self.material.articles if a.published and _YEAR.match(a.published)]
        named = (_latest_day(t.value) for t in self.material.times.values() if t.type in ("DATE", "TIME"))
        return min(days) if days else max((day for day in named if day is not None), default=None)

    def _is_old(self, claim: Claim) -> bool:
        """Whether every time the claim's passages give lies weeks before the story's first article."""
        values = [t.value for s in self.material.support(claim) for t in self.material.own_days(s)]
        return bool(values) and all(map(self.is_old_day, values))

    def is_old_day(self, value: str) -> bool:
        """Return whether all that a TIMEX3 value can mean lies weeks before the story's first article; False where it names no date."""
        day = _latest_day(value)
        return day is not None and self.day is not None and (self.day - day).days > _OLD_DAYS

    def _is_worded_so(self, claim: Claim) -> bool:
        said: dict[str, list[Statement]] = {}
        for statement in self.material.support(claim):
            said.setdefault(statement.sel.article, []).append(statement)
        if not said:
            return False
        early = sum(any(self.material.place(s.sel) < _EARLY for s in found) for found in said.values())
        if 2 * early >= len(said):
            return all(s.rule == "apposition" for found in said.values() for s in found)
        behind = sum(any(map(self._signs, found)) for found in said.values())
        return 2 * behind >= len(said)

    def _signs(self, statement: Statement) -> bool:
        """Whether the passage is worded as background, by one plain sign or by several that hint at it."""
        words = self.material.own_words(statement)
        if statement.rule == "apposition" or any(p.search(words) for p in _patterns()):
            return True
        times = (self.material.times[t] for t in statement.times if t in self.material.times)
        if statement.quotation is not None or statement.modality not in ("happened", "ongoing"):
            return False
        kinds = {t.type for t in times}
        if "SET" in kinds and _is_present(words, statement.predicate):
            return True
        dated = bool(self.material.own_days(statement))
        lasting = not dated and statement.predicate in _lasting() and _lasts(statement, words)
        before = not dated and _PLUPERFECT.search(words) is not None
        return lasting + 0.5 * before + 0.5 * self._is_late(statement) >= _ENOUGH

    def _is_late(self, statement: Statement) -> bool:
        return self.material.place(statement.sel) > _LATE * self._length.get(statement.sel.article, 0)

    @cached_property
    def _length(self) -> dict[str, int]:
        return {a.id: a.body[-1].end - a.body[0].start if a.body else 0 for a in self.material.articles}


def _lasts(statement: Statement, words: str) -> bool:
    """Whether a verb of what holds stands in the simple present; of "be" only where a noun tells what something is."""
    if statement.predicate == "be" and not (statement.object_lemma and _WHAT.search(words)):
        return False
    return _is_present(words, statement.predicate)


def _is_present(words: str, verb: str) -> bool:
    """Return whether the verb stands in the words in the simple present."""
    return any(not _NO_PRESENT.search(words[: found.start()]) for found in _present_of(verb).finditer(words))


@cache
def _present_of(verb: str) -> re.Pattern[str]:
    forms: Iterable[str] = _OF_BE if verb == "be" else ("has", "have") if verb == "have" else _regular(verb)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})\b(?!\s+(?:been|\w+(?:ing|ed))\b)", re.IGNORECASE)


def _regular(verb: str) -> tuple[str, ...]:
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return (verb, verb[:-1] + "ies")
    return (verb, verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else "s"))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    table = data.toml("background")
    return tuple(re.compile(row["pattern"], re.IGNORECASE) for kind in ("habit", "standing", "identity", "context") for row in table[kind])


@cache
def _lasting() -> frozenset[str]:
    return frozenset(data.toml("background")["lasting"]["verbs"])


def _latest_day(value: str) -> date | None:
    """Return the last day that a TIMEX3 value can mean; None for weekdays without a date and the like."""
    found = _YEAR.match(value)
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        return date(year or 1, month or 12, day or 28)
    except ValueError:
        return None
