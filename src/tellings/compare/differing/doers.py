"""Who did it, where only one can have: two persons or bodies named for one election, one winning goal, one bomb."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from tellings.compare.differing import acts, order
from tellings.compare.differing.acts import SOME, Acts
from tellings.compare.differing.clauses import Clause
from tellings.compare.differing.found import Difference, Value
from tellings.data import toml
from tellings.model.resolved import Entity, Relation
from tellings.text.forms import find_phrase, form, forms, phrases

_KINDS = ("person", "organisation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """A row of the table: words that tell the deed, and what it is done to."""

    name: str
    words: tuple[tuple[str, ...], ...]
    of: tuple[tuple[str, ...], ...]


def differences(a: Clause, b: Clause, by: Acts) -> Iterator[Difference]:
    """Yield the two names that the clauses give for one deed that only one can do."""
    told = told_by(a) & told_by(b)
    for number, deed in enumerate(deeds()):
        if number not in told or not _same_object(deed, a, b):
            continue
        one, other = _only(a, b), _only(b, a)
        if one is None or other is None or _one_name(one, other):
            continue
        if acts.elsewhere(a, b) or acts.apart(a, b) or by.likeness(a, b) < SOME:
            continue
        yield Difference(
            slot="actor", relation=order.by_words(a, b) or _replaced(a, b), rule=f"who: {deed.name}",
            a=Value(clause=a, key=(one.id,), words=one.name), b=Value(clause=b, key=(other.id,), words=other.name),
        )  # fmt: skip
        return


@lru_cache(maxsize=8192)
def told_by(clause: Clause) -> frozenset[int]:
    """Return the numbers of the table's rows that the clause tells."""
    if not clause.holds:
        return frozenset()
    s = clause.statement
    said = (*s.predicate.removeprefix("be ").split(" "), s.subject_lemma, s.object_lemma)
    # "it was Brill who got the winner": all is in the clause after
    asserted = {form(word.lower()) for word in said if word} | (
        set(clause.forms) if s.subject_lemma == "it" and s.predicate.startswith("be ") else set()
    )
    return frozenset(
        number
        for number, deed in enumerate(deeds())
        if any(phrase[0] in asserted if len(phrase) == 1 else find_phrase(clause.forms, phrase) is not None for phrase in deed.words)
    )


def _same_object(deed: Deed, a: Clause, b: Clause) -> bool:
    """True where one word of what the deed is done to stands in both, else where the clauses share a content word besides the deed's."""
    if deed.of:
        return any(all(find_phrase(c.forms, phrase) is not None for c in (a, b)) for phrase in deed.of) or _alike_objects(deed, a, b)
    own = {word for phrase in deed.words for word in phrase}
    return bool((a.content & b.content) - own)


def _alike_objects(deed: Deed, a: Clause, b: Clause) -> bool:
    """True of "the winning goal" and "the winner", which the row itself gives as one."""
    return (
        deed.words[0] != deed.of[0]
        and all(any(find_phrase(c.forms, phrase) is not None for phrase in deed.of) for c in (a, b))
        and bool(set(deed.of) & set(deed.words))
    )


def _only(clause: Clause, other: Clause) -> Entity | None:
    """The one named person or body of the clause that the other's sentence does not name, None where there are several."""
    theirs = {e.id for e in (*other.named, *other.around)}
    # a name that no list knows is often taken for a place
    every = (*(e for e in clause.named if e.kind in _KINDS), *(e for e in clause.places if e.known is None))
    own = {e.id: e for e in every if _is_name(e) and e.name.split()[-1] in clause.text}
    found = [e for e in own.values() if e.id not in theirs]
    return found[0] if len(found) == 1 else None


def _is_name(entity: Entity) -> bool:
    words = entity.name.split()
    return all(word[:1].isupper() or word in ("of", "the", "de", "van", "al", "for", "and") for word in words) and words[0][:1].isupper()


def _one_name(one: Entity, other: Entity) -> bool:
    ours, theirs = set(forms(one.name)), set(forms(other.name))
    return bool(ours & theirs)


def _replaced(a: Clause, b: Clause) -> Relation:
    planned = "planned" in (a.statement.modality, b.statement.modality)
    return "update" if planned and order.later_day(a, b) else "contradiction"


@cache
def deeds() -> tuple[Deed, ...]:
    """Return the table's rows."""
    return tuple(
        Deed(name=row["words"][0], words=phrases(tuple(row["words"])), of=phrases(tuple(row.get("of", ()))))
        for row in toml("unique")["deed"]
    )
