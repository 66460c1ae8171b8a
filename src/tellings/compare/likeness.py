"""Whether two statements speak of one thing closely enough that a difference between them is a difference in what is told."""

from tellings.model.observed import Statement
from tellings.text.tolls import fate

# Shares of common terms from which two clauses are taken to differ in one part only.
SOME = 0.25
CLOSE = 0.4
VERY_CLOSE = 0.55


def fate_of(statement: Statement) -> str:
    """Return what befell people by the statement ("dead", "hurt", …), "" where it is no such thing."""
    return fate(statement.predicate, statement.subject)


def overlap(a: Statement, b: Statement, without: frozenset[str] = frozenset()) -> float:
    """Return the share of the terms of both (0..1) that stand in both, numbers and the words in `without` aside."""
    one, other = _terms(a) - without, _terms(b) - without
    return len(one & other) / len(one | other) if one | other else 0.0


def one_action(a: Statement, b: Statement) -> bool:
    """True where both tell the same doing or suffering: one predicate, or one fate of people."""
    return a.predicate == b.predicate or (fate_of(a) != "" and fate_of(a) == fate_of(b))


def one_part(a: Statement, b: Statement) -> bool:
    """True where the subjects or the objects are the same word or name."""
    subject = bool(a.subject_lemma) and a.subject_lemma == b.subject_lemma
    thing = bool(a.object_lemma) and a.object_lemma == b.object_lemma
    return subject or thing


def _terms(statement: Statement) -> frozenset[str]:
    return frozenset(term for term in statement.terms if not term[:1].isdigit())
