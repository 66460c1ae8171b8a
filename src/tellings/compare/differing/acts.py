"""Whether two clauses of one claim tell of one act, so that a difference between them is a difference in what is told.

A claim may hold a wrong member: two accidents, two visits, a toll of last month. So each part's comparison asks here first. `likeness` is the
one number all of them ask for; a learnt probability that two statements speak of one thing, once there is one, takes its place here.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final

from tellings.backends.base import Embedder
from tellings.compare.differing.clauses import Clause
from tellings.data import toml
from tellings.text.forms import find_phrase, form, forms, phrases

# Likeness from which clauses are taken for one act: where little but the part in question is said, where other words are used, at all.
VERY_CLOSE: Final = 0.75
CLOSE: Final = 0.65
ALIKE: Final = 0.5
SOME: Final = 0.35
FAINT: Final = 0.2
_PLACES: Final = 4
# Verbs that leave it to a noun what is done.
_LIGHT: Final = frozenset(
    {
        "be", "occur", "happen", "take", "come", "make", "have", "give", "receive", "get", "take place", "put off", "postpone", "be due", "be set",
        "set", "due", "move", "follow", "stage",
    }
)  # fmt: skip
_COUNTING: Final = frozenset(
    {"number", "people", "person", "other", "others", "man", "woman", "hour", "day", "week", "year", "month", "minute"}
)
_SUBJECTS: Final = frozenset(
    {"it", "they", "he", "she", "this", "that", "who", "which", "there", "we", "i", "you", "these", "those", "one", ""}
)


class Acts:
    """Compares clauses of one story; each text is embedded once."""

    def __init__(self, embedder: Embedder) -> None:
        self._vector = lru_cache(maxsize=4096)(lambda text: embedder.embed([text])[0])

    def likeness(self, a: Clause, b: Clause) -> float:
        """Return how alike the clauses are, figures, times and places aside (0..1): in meaning, or in the share of words in common."""
        if not a.bare or not b.bare:
            return 0.0
        found = max(float(self._vector(a.bare) @ self._vector(b.bare)), shared(a, b))
        if a.places and b.places and a.placeless and b.placeless:
            found = max(found, float(self._vector(a.placeless) @ self._vector(b.placeless)))
        return round(found, _PLACES)

    def around(self, a: Clause, b: Clause) -> float:
        """Return how alike the sentences are in which the clauses stand."""
        return round(float(self._vector(a.sentence) @ self._vector(b.sentence)), _PLACES)


def shared(a: Clause, b: Clause) -> float:
    """Return the share of the content words of both that stand in both."""
    both = a.content | b.content
    return len(a.content & b.content) / len(both) if both else 0.0


def one_verb(a: Clause, b: Clause) -> bool:
    """True where both tell one kind of doing or suffering: by one verb or verbs of one deed, one fate of people, or a noun that names it."""
    if a.fate and a.fate == b.fate:
        return True
    one, other = form(verb(a)), form(verb(b))
    return one == other or one in _heads(b) or other in _heads(a) or not deeds_of(a).isdisjoint(deeds_of(b))


def one_deed(a: Clause, b: Clause) -> bool:
    """True where the verbs are of one deed; a noun tells it only as object of a verb that says nothing ("received no warning")."""
    one, other = form(verb(a)), form(verb(b))
    if one == other or not deeds_of(a).isdisjoint(deeds_of(b)):
        return True
    return any(verb(c) in _LIGHT and form(verb(d)) in _heads(c) for c, d in ((a, b), (b, a)))


def verb(clause: Clause) -> str:
    """Return the lemma of what the clause asserts, without "be"."""
    return clause.statement.predicate.removeprefix("be ").lower()


@lru_cache(maxsize=8192)
def deeds_of(clause: Clause) -> frozenset[int]:
    """Return the numbers of the deeds that the clause's verb, or where that is none its subject, names."""
    return asserted_deeds(clause) | (_deeds_named_by(clause.statement.subject_lemma) if _leaves_it_to_nouns(clause) else frozenset())


def asserted_deeds(clause: Clause) -> frozenset[int]:
    """Return the numbers of the deeds that the clause's verb, or where that is none its object, names; those that only its subject names are left out."""
    named = _deeds().get(form(verb(clause).split(" ")[0])) if " " not in verb(clause) else None
    found = _deeds().get(" ".join(forms(verb(clause))), frozenset()) or named or frozenset()
    return found | (_deeds_named_by(clause.statement.object_lemma) if _leaves_it_to_nouns(clause) else frozenset())


def _leaves_it_to_nouns(clause: Clause) -> bool:
    return verb(clause) in _LIGHT or clause.statement.predicate.startswith("be ")


def _deeds_named_by(noun: str) -> frozenset[int]:
    return _deeds().get(form(noun.lower()), frozenset())


@cache
def _deeds() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, words in enumerate(toml("deeds")["deeds"]):
        for word in words:
            found.setdefault(" ".join(forms(word)), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def one_thing(a: Clause, b: Clause) -> bool:
    """True where subject or object of the one stands in the other, or the clauses name one person or organisation."""
    ours, theirs = _heads(a), _heads(b)
    if not ours.isdisjoint(theirs) or any(kin(x, y) for x in _nouns(a) for y in _nouns(b)):
        return True
    if not ours.isdisjoint(b.content) or not theirs.isdisjoint(a.content):
        return True
    return not {e.id for e in a.named}.isdisjoint(e.id for e in b.named)


def apart(a: Clause, b: Clause, *, counts: bool = False) -> bool:
    """True where the clauses set their things apart: the first and the second bomb, the women's and the men's race. Of figures (`counts`) "another" beside
    one sets only that one apart.
    """
    for words, subject in _apart():
        one, other = (frozenset(_before_verb(c) if subject else c.forms) & words for c in (a, b))
        if one and other and one.isdisjoint(other):
            return True
    return not counts and bool(_another(a)) != bool(_another(b))


def one_of_several(clause: Clause) -> bool:
    """Return whether the subject is the first, second or third of its kind."""
    return not frozenset(forms(clause.statement.subject)).isdisjoint(_ordinals())


@cache
def _ordinals() -> frozenset[str]:
    return frozenset(form(word) for word in toml("differing")["apart"][0]["row"])


def _another(clause: Clause) -> frozenset[str]:
    return frozenset(clause.forms) & frozenset(form(word) for word in toml("differing")["another"]["words"])


def _before_verb(clause: Clause) -> tuple[str, ...]:
    """The words up to the verb: the subject with all that goes with it."""
    asserted = form(verb(clause).split(" ")[0])
    return clause.forms[: clause.forms.index(asserted)] if asserted in clause.forms else forms(clause.statement.subject)


@cache
def _apart() -> tuple[tuple[frozenset[str], bool], ...]:
    return tuple((frozenset(form(word) for word in row["row"]), bool(row.get("subject"))) for row in toml("differing")["apart"])


def tenses_differ(a: Clause, b: Clause) -> bool:
    """True where the one is to come and the other was: the trip of last month is not that of the next."""
    return a.is_to_come != b.is_to_come


def subjects_differ(a: Clause, b: Clause) -> bool:
    """True where the subjects are two nouns of which neither stands anywhere in the other clause."""
    one, other = a.statement.subject_lemma.lower(), b.statement.subject_lemma.lower()
    ours, theirs = _named_doers(a), _named_doers(b)
    if {one, other} == {"he", "she"} or (ours and theirs and ours.isdisjoint(theirs)):
        return True
    if one in _SUBJECTS or other in _SUBJECTS or one == other or kin(one, other) or _alike(a, b):
        return False
    return form(one) not in b.content and form(other) not in a.content


def one_subject(a: Clause, b: Clause) -> bool:
    """True where the subjects are one noun, or name one person or body."""
    one, other = a.statement.subject_lemma.lower(), b.statement.subject_lemma.lower()
    return (bool(one) and one == other) or not {e.id for e in a.doers}.isdisjoint(e.id for e in b.doers)


def one_measure(a: Clause, b: Clause) -> bool:
    """True where the subjects name one measure, by one name or by two."""
    return _alike(a, b)


def bodies_differ(a: Clause, b: Clause) -> bool:
    """True where both clauses name organisations by a name of their own, and none is the same: the shares of two companies."""
    ours, theirs = _bodies(a), _bodies(b)
    return bool(ours) and bool(theirs) and ours.isdisjoint(theirs)


@lru_cache(maxsize=8192)
def _bodies(clause: Clause) -> frozenset[str]:
    named = (e for e in clause.around if e.kind == "organisation" and e.name[:1].isupper() and e.id != clause.source)
    return frozenset(e.id for e in named if e.name in clause.text)


def _named_doers(clause: Clause) -> frozenset[str]:
    """The persons that the subject names by a name of their own."""
    return frozenset(e.id for e in clause.doers if e.kind == "person" and e.name[:1].isupper() and e.name.split()[-1] in clause.text)


def _alike(a: Clause, b: Clause) -> bool:
    """True where the subjects are two names of one measure ("unemployment", "the jobless rate")."""
    ours, theirs = forms(a.statement.subject), forms(b.statement.subject)
    return any(
        all(any(find_phrase(words, p) is not None for p in row) for words in (ours, theirs)) for row in _measures() if ours and theirs
    )


@cache
def _measures() -> tuple[tuple[tuple[str, ...], ...], ...]:
    return tuple(phrases(tuple(row["words"])) for row in toml("differing")["measure"])


def kin(one: str, other: str) -> bool:
    """True where two nouns are used of the same things ("troops", "soldiers")."""
    return bool(_kinds(one) & _kinds(other))


def _kinds(noun: str) -> frozenset[str]:
    return frozenset(row["kind"] for row in toml("differing")["counted"] if noun in row["nouns"])


def elsewhere(a: Clause, b: Clause) -> bool:
    """True where the sentences name towns or sites, or the clauses countries, and none in common: two events of one kind."""
    if a.localities and b.localities:
        return a.localities.isdisjoint(b.localities)
    return bool(a.lands) and bool(b.lands) and a.lands.isdisjoint(b.lands)


def _heads(clause: Clause) -> frozenset[str]:
    return frozenset(form(noun) for noun in _nouns(clause))


def _nouns(clause: Clause) -> tuple[str, ...]:
    s = clause.statement
    nouns = (word.lower() for word in (s.subject_lemma, s.object_lemma) if word)
    return tuple(noun for noun in nouns if noun not in _SUBJECTS and noun.isalpha() and noun not in _COUNTING)


def pairs(clauses: Sequence[Clause]) -> list[tuple[Clause, Clause]]:
    """Return the pairs of clauses of different units."""
    return [(a, b) for k, a in enumerate(clauses) for b in clauses[k + 1 :] if a.unit != b.unit]
