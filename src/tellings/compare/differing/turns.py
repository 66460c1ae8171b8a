"""Whether it happened or not: one clause says what the other denies, by a negation, by an opposite, or by giving none of what the other counts."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

from tellings.compare.differing import acts, moments, occasions, order
from tellings.compare.differing.acts import ALIKE, CLOSE, Acts
from tellings.compare.differing.clauses import Clause
from tellings.compare.differing.found import Difference, Value
from tellings.data import toml
from tellings.model.resolved import Relation, Slot
from tellings.text.forms import find_phrase, form, forms, phrases

_REAL: Final = frozenset({"happened", "ongoing", "denied", "planned"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A row of opposites. `over`: the one follows on the other; `plans`: what is planned is of the second kind."""

    a: tuple[tuple[str, ...], ...]
    b: tuple[tuple[str, ...], ...]
    over: bool
    plans: bool
    name: str
    slot: Slot


def differences(a: Clause, b: Clause, by: Acts) -> Iterator[Difference]:
    """Yield the clauses as values where they say opposite things of one act or thing."""
    if acts.elsewhere(a, b) or acts.apart(a, b) or a.is_habit or b.is_habit or moments.apart_in_time(a, b):
        return
    if a.is_tried or b.is_tried:
        return
    apart = occasions.days_apart(a, b)
    if not apart and (_turned(a, b, by) or _may_yet(a, b, by) or _may_yet(b, a, by)):
        relation = order.of_states(a, b, follows="planned" in (a.statement.modality, b.statement.modality))
        yield _made(a, b, relation, "polarity of one act")
        return
    ours, theirs = sides(a), sides(b)
    for pair, one, other in zip(opposites(), ours, theirs, strict=True):
        if one * other < 0 and (pair.over or not apart) and not _say_alike(pair, a, b) and _one_matter(pair, a, b, by):
            relation = order.of_states(a, b, follows=pair.over)
            yield replace(_made(a, b, relation, f"opposites {pair.name}"), slot=pair.slot)
            return


def _turned(a: Clause, b: Clause, by: Acts) -> bool:
    """True where one clause is the other with a "not", or says that nobody suffered what the other says some did."""
    s, t = a.statement, b.statement
    if s.modality not in _REAL or t.modality not in _REAL or a.holds == b.holds or a.says_no == b.says_no:
        return False
    if any(_has_lasted(clause) for clause in (a, b) if not clause.holds):
        return False
    likeness = by.likeness(a, b)
    if a.fate and a.fate == b.fate:
        return likeness >= ALIKE
    if acts.subjects_differ(a, b) or not acts.one_thing(a, b):
        return False
    if acts.tenses_differ(a, b):
        return False
    if _is_light(a) and _is_light(b):
        return likeness >= CLOSE and form(s.object_lemma.lower()) == form(t.object_lemma.lower()) != ""
    return (_one_assertion(a, b) and likeness >= CLOSE) or (s.predicate == t.predicate and likeness >= ALIKE)


def _one_assertion(a: Clause, b: Clause) -> bool:
    """True where the verbs are of one deed. What somebody or something is ("the winner was a nurse") is no deed that its subject names."""
    if not any(c.statement.predicate.startswith("be ") for c in (a, b)):
        return acts.one_deed(a, b)
    return acts.one_deed(a, b) and (acts.verb(a) == acts.verb(b) or not acts.asserted_deeds(a).isdisjoint(acts.asserted_deeds(b)))


def _may_yet(a: Clause, b: Clause, by: Acts) -> bool:
    """True where the one says that it cannot happen ("in no danger of breaking") and the other that it may or did."""
    if not a.is_undone or b.is_undone or not b.holds or acts.subjects_differ(a, b):
        return False
    named = form(acts.verb(b)) in a.forms and form(acts.verb(b)) != form(acts.verb(a))
    return named and not _is_light(b) and by.likeness(a, b) >= CLOSE


def _has_lasted(clause: Clause) -> bool:
    """True where the clause says for how long or since when it has not been so: before, it was."""
    return any(f.unit == "s" for f in clause.statement.figures) or find_phrase(clause.forms, ("since",)) is not None


def _is_light(clause: Clause) -> bool:
    return clause.statement.predicate in toml("differing")["light"]["verbs"]


def _say_alike(pair: Pair, a: Clause, b: Clause) -> bool:
    """True where both clauses have words of one side: a parse may take another word of either for what it asserts."""
    return (
        any(find_phrase(a.forms, phrase) is not None and find_phrase(b.forms, phrase) is not None for phrase in (*pair.a, *pair.b))
        and a.holds == b.holds
    )


@lru_cache(maxsize=8192)
def sides(clause: Clause) -> tuple[int, ...]:
    """Return for each row of the table which side the clause asserts."""
    given = _given(clause)
    return tuple(_side(pair, given.get((row, 0), 0), given.get((row, 1), 0), clause) for row, pair in enumerate(opposites()))


def _side(pair: Pair, first: int, second: int, clause: Clause) -> int:
    """1 where the clause asserts the first of the pair, of which it gives so many words in a row, -1 the second, 0 neither; a negation turns it round."""
    if first == second:
        return -1 if first == 0 and pair.plans and clause.statement.modality == "planned" and clause.holds else 0
    found = 1 if first > second else -1
    return found if clause.holds or not clause.says_no else -found


def _given(clause: Clause) -> dict[tuple[int, int], int]:
    """How many words the longest phrase has that the clause gives, for each row and side: whole phrases anywhere, single words as what it asserts."""
    s = clause.statement
    object_lemma = s.object_lemma if s.predicate.startswith("be") else ""
    asserted = {form(word) for word in (*s.predicate.removeprefix("be ").split(" "), object_lemma)}
    by_first = _by_first()
    found: dict[tuple[int, int], int] = {}
    for word in sorted(asserted.union(clause.forms)):
        for phrase, place in by_first.get(word, ()):
            if word in asserted if len(phrase) == 1 else find_phrase(clause.forms, phrase) is not None:
                found[place] = max(found.get(place, 0), len(phrase))
    return found


@cache
def _by_first() -> dict[str, tuple[tuple[tuple[str, ...], tuple[int, int]], ...]]:
    """The phrases of the table by their first word, each with its row and side."""
    found: dict[str, list[tuple[tuple[str, ...], tuple[int, int]]]] = {}
    for row, pair in enumerate(opposites()):
        for side, listed in enumerate((pair.a, pair.b)):
            for phrase in listed:
                found.setdefault(phrase[0], []).append((phrase, (row, side)))
    return {word: tuple(several) for word, several in found.items()}


def _one_matter(pair: Pair, a: Clause, b: Clause, by: Acts) -> bool:
    """True where the clauses say it of one thing, and in meaning not far apart. The winner's win is the loser's loss."""
    own = {word for phrase in (*pair.a, *pair.b) for word in phrase}
    common = (a.content & b.content) - own
    if not common or acts.subjects_differ(a, b) or _turned_round(a, b):
        return False
    if not pair.over and acts.tenses_differ(a, b):
        return False
    if not _one_object(a, b) or not _one_bearer(a, b):
        return False
    likeness = by.likeness(a, b)
    if pair.over and not order.later_day(a, b) and order.by_words(a, b) is None and not acts.one_subject(a, b):
        return likeness >= CLOSE and acts.one_thing(a, b)
    return likeness >= ALIKE and acts.one_thing(a, b)


def _one_object(a: Clause, b: Clause) -> bool:
    """False where both are done to something, and to two things."""
    one, other = a.statement.object_lemma.lower(), b.statement.object_lemma.lower()
    if not (one and other) or a.statement.predicate.startswith("be ") or b.statement.predicate.startswith("be "):
        return True
    return form(one) in b.content or form(other) in a.content or acts.kin(one, other)


def _one_bearer(a: Clause, b: Clause) -> bool:
    """False where the subject of the one is something of the other's subject ("the results of the driver's test" and "the driver")."""
    return not any(_is_of(c, d) for c, d in ((a, b), (b, a)))


def _is_of(clause: Clause, other: Clause) -> bool:
    head, whole = form(clause.statement.subject_lemma.lower()), form(other.statement.subject_lemma.lower())
    words = forms(clause.statement.subject)
    return bool(head and whole) and head != whole and head in words and whole in words


def _turned_round(a: Clause, b: Clause) -> bool:
    """True where who does it in the one clause is named in the other, and somebody else does it there."""
    s, t = a.statement, b.statement
    one, other = form(s.subject_lemma.lower()), form(t.subject_lemma.lower())
    return bool(one and other) and one != other and (one in b.content or other in a.content) and {one, other} <= (a.content & b.content)


def _made(a: Clause, b: Clause, relation: Relation, rule: str) -> Difference:
    values = [Value(clause=c, key=(k,), words=" ".join(c.statement.sel.exact.split())) for k, c in enumerate((a, b))]
    return Difference(slot="polarity", relation=relation, a=values[0], b=values[1], rule=rule)


@cache
def opposites() -> tuple[Pair, ...]:
    """Return the table's rows."""
    return tuple(
        Pair(
            a=phrases(tuple(row["a"])),
            b=phrases(tuple(row["b"])),
            over=bool(row.get("over")),
            plans=bool(row.get("plans")),
            name=f"{row['a'][0]}/{row['b'][0]}",
            slot=row.get("slot", "polarity"),
        )
        for row in toml("opposites")["pair"]
    )
