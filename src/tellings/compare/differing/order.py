"""Which of two differing values a later telling puts in place of the other: an update, else they contradict one another."""

from functools import cache
from typing import Final

from tellings.compare.differing.clauses import Clause
from tellings.data import toml
from tellings.model.resolved import Relation
from tellings.text.forms import find_phrase, forms, phrases

# Letters of "2026-03-01".
_DAY: Final = 10
# Hours within which two publications are of one time: news of one evening.
_TOGETHER: Final = 4


def later(a: Clause, b: Clause) -> Clause | None:
    """Return the clause of the later publication, None where that is not known or they are of one time; a day without an hour is all of it."""
    one, other = a.published, b.published
    if one is None or other is None:
        return None
    if one[:_DAY] == other[:_DAY]:
        hours = [int(p[11:13]) if p[11:13].isdigit() else 0 for p in (one, other)]
        if _dateless(one) or _dateless(other) or abs(hours[0] - hours[1]) < _TOGETHER:
            return None
    return a if one > other else b


def _dateless(published: str) -> bool:
    return len(published) <= _DAY or published[_DAY + 1 : _DAY + 6] in ("00:00", "")


def by_words(a: Clause, b: Clause, *, counts: bool = False) -> Relation | None:
    """Return "update" where a clause says itself that its value is new, or was what held before; else None. Figures (`counts`) also rise."""
    return "update" if any(says_new(clause, counts=counts) or says_old(clause) for clause in (a, b)) else None


def says_new(clause: Clause, *, counts: bool = False) -> bool:
    """True where the clause, by its own words, gives what has changed."""
    words = forms(clause.sentence)
    return any(find_phrase(words, phrase) is not None for phrase in _changed(counts))


def says_old(clause: Clause) -> bool:
    """True where the clause says itself that its value no longer stands ("had earlier been put at six")."""
    words = f" {clause.sentence.lower()} "
    return any(f" {cue} " in words for cue in toml("tolls")["former"]["cues"])


def of_states(a: Clause, b: Clause, *, follows: bool) -> Relation:
    """Return how two states of one thing stand: by their words, else an update where one `follows` on the other and was told on a later day."""
    if by_words(a, b) is not None:
        return "update"
    if not follows:
        return "contradiction"
    return "update" if later_day(a, b) else "contradiction"


def later_day(a: Clause, b: Clause) -> bool:
    """True where the two were published on different days."""
    one, other = a.published, b.published
    return one is not None and other is not None and one[:_DAY] != other[:_DAY]


@cache
def _changed(counts: bool) -> tuple[tuple[str, ...], ...]:
    table = toml("differing")["changed"]
    return phrases((*table["words"], *table["phrases"], *(table["counts"] if counts else ())))
