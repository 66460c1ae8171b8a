"""How it was done, and by or to whom, where clauses give one each of ways that rule one another out: by knife or by gun, unanimously or narrowly."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from tellings.compare.differing import acts, order
from tellings.compare.differing.acts import ALIKE, CLOSE, Acts
from tellings.compare.differing.clauses import Clause
from tellings.compare.differing.found import Difference, Value
from tellings.data import toml
from tellings.model.resolved import Slot
from tellings.text.forms import find_phrase, form, forms, phrases

Phrases = tuple[tuple[str, ...], ...]
# Who did it, up to the next mark: the few words after "by".
_BY: Final = re.compile(r"\b(?:was|were|been|being|is|are)\b[^,;]*? by ((?:[\w’'-]+ ?){1,4})")
_BOUNDS: Final = frozenset({",", ";", ":", "who", "which", "that", "where", "when", "but"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """A row of the table. `agent`: only in the subject of a clause, or after "by"."""

    name: str
    slot: Slot
    ways: tuple[Phrases, ...]
    of: Phrases
    agent: bool


def differences(a: Clause, b: Clause, by: Acts) -> Iterator[Difference]:
    """Yield the first part in which the clauses give different ways of doing one thing."""
    for ways, one, other in zip(classes(), given(a), given(b), strict=True):
        if one is None or other is None or one[0] == other[0]:
            continue
        if _one_act(ways, a, b, by):
            values = [Value(clause=c, key=(way[0],), words=way[1]) for c, way in ((a, one), (b, other))]
            relation = order.by_words(a, b) or "contradiction"
            yield Difference(slot=ways.slot, relation=relation, a=values[0], b=values[1], rule=f"{ways.name} of one act")
            return


def _one_act(ways: Ways, a: Clause, b: Clause, by: Acts) -> bool:
    if acts.elsewhere(a, b) or acts.apart(a, b) or a.statement.negated != b.statement.negated:
        return False
    likeness = by.likeness(a, b)
    verb, thing = acts.one_verb(a, b), acts.one_thing(a, b)
    if ways.agent:
        return (verb and likeness >= ALIKE and a.statement.object_lemma == b.statement.object_lemma != "") or (
            thing and likeness >= CLOSE and _one_victim(a, b)
        )
    if acts.subjects_differ(a, b):
        return verb and likeness >= CLOSE
    return (verb and likeness >= ALIKE) or (thing and likeness >= CLOSE)


@lru_cache(maxsize=8192)
def given(clause: Clause) -> tuple[tuple[int, str] | None, ...]:
    """Return for each row of the table number and words of the one way that the clause gives, None where it gives none."""
    return tuple(_given(ways, clause) for ways in classes())


def _given(ways: Ways, clause: Clause) -> tuple[int, str] | None:
    """Number and words of the one way that the clause gives, None where it gives none or several or tells of no such act."""
    words = _agent(clause) if ways.agent else clause.common
    if ways.of and not _any(clause.forms, ways.of):
        return None
    found = [(number, way) for number, way in enumerate(ways.ways) if _any(words, way)]
    if len(found) > 1 and ways.slot == "place":
        return None
    if len(found) > 1:  # a caption before the clause may name others: what the verb itself takes counts
        own = tuple(form(word.lower()) for word in (clause.statement.object_lemma, clause.statement.subject_lemma))
        found = [(number, way) for number, way in found if any(phrase == (word,) for word in own for phrase in way)]
    if len(found) != 1:
        return None
    number, way = found[0]
    phrase = next(phrase for phrase in way if find_phrase(words, phrase) is not None)
    if ways.slot == "place" and not _in_reach(clause, phrase):
        return None
    return number, _shown(clause, phrase)


def _agent(clause: Clause) -> tuple[str, ...]:
    """The words that name who did it: those after "by" where something was done by somebody, else the subject."""
    after = _BY.search(clause.text)
    return forms(after[1]) if after is not None else forms(clause.statement.subject)


def _one_victim(a: Clause, b: Clause) -> bool:
    one, other = a.statement.object_lemma.lower(), b.statement.object_lemma.lower()
    return (bool(one) and form(one) in b.content) or (bool(other) and form(other) in a.content)


def _any(words: Sequence[str], listed: Phrases) -> bool:
    return any(find_phrase(words, phrase) is not None for phrase in listed)


def _shown(clause: Clause, phrase: Sequence[str]) -> str:
    """The clause's own words for the phrase."""
    own = [word.strip(".,;:\"'“”’()") for word in clause.text.split()]
    size = len(phrase)
    found = (" ".join(own[at : at + size]) for at in range(len(own)) if forms(" ".join(own[at : at + size])) == tuple(phrase))
    return next(found, None) or next((word for word in own if phrase[0] in forms(word)), " ".join(phrase))


def _in_reach(clause: Clause, phrase: Sequence[str]) -> bool:
    """False where the words stand after a comma or in a clause of their own behind what is asserted: they are of something else."""
    words = clause.forms
    asserted = form(clause.statement.predicate.removeprefix("be ").split(" ")[0].lower())
    at = find_phrase(words, tuple(phrase))
    if at is None or asserted not in words or words.index(asserted) > at:
        return asserted not in words or at is None
    return _BOUNDS.isdisjoint(words[words.index(asserted) : at])


@cache
def classes() -> tuple[Ways, ...]:
    """Return the table's rows."""
    return tuple(
        Ways(
            name=row["name"], slot=row["slot"], ways=tuple(phrases(tuple(way)) for way in row["ways"]), of=phrases(tuple(row.get("of", ()))),
            agent=bool(row.get("agent")),
        )
        for row in toml("manners")["class"]
    )  # fmt: skip
