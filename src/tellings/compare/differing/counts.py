"""Figures of two clauses of one claim: do they count one thing, and can both hold?"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from tellings.compare.differing import acts, counting, occasions, order
from tellings.compare.differing.acts import ALIKE, CLOSE, FAINT, SOME, VERY_CLOSE, Acts
from tellings.compare.differing.clauses import Clause
from tellings.compare.differing.found import Difference, Value
from tellings.compare.differing.given import gives, tells_both
from tellings.compare.differing.quantities import Quantity, bearer, kinds, quantities, whole
from tellings.data import toml
from tellings.model.resolved import Relation
from tellings.text import tolls
from tellings.text.forms import form

# By how much a later toll must exceed an earlier one that was left open ("at least 90") to take its place.
_GROWN: Final = 1.1
# The fate that the next hours decide.
_OPEN_FATE: Final = "missing"
# Times by which counts of people of one fate, and other counts and measures, differ where they are of one thing.
_FATES: Final = 5.0
_COUNTS: Final = 3.0
# Counts from which, and times by which, two figures of one kind of thing are near one another.
_LARGE: Final = 40
_NEAR: Final = 1.35
# The words right after a figure, up to a mark or the fourth: "14 (injured young) people".
_NEXT_WORDS: Final = re.compile(r"(?:[\s-]+[\w'’]+){1,4}")
_WORD: Final = re.compile(r"[\w'’]+")
# From more counts of people than this on an article is taken to tell of several events.
_MANY: Final = 4


def differences(a: Clause, b: Clause, by: Acts) -> Iterator[Difference]:
    """Yield how figures of one thing differ between the clauses: those that clash, else those of which one is finer."""
    if _is_past(a) != _is_past(b):
        return
    turned = a.statement.negated != b.statement.negated
    ours, theirs = (_by_key(_of_all(_told(one, other), other)) for one, other in ((a, b), (b, a)))
    for key in sorted(set(ours) & set(theirs)):
        if turned and key[0] != "unit":
            continue
        found = _compared(key, ours[key], theirs[key], by)
        if found is not None:
            yield found
    if not turned and not set(ours) & set(theirs):
        yield from _lone(a, b, by)


def _told(clause: Clause, other: Clause) -> list[Quantity]:
    """What the clause counts, without what belongs to an event of earlier days that it tells beside its own."""
    return [q for q in quantities(clause) if not occasions.is_earlier(clause, q.figure.sel.start, other)]


def _of_all(told: Sequence[Quantity], other: Clause) -> list[Quantity]:
    """The quantities, those of one kind of people ("three tourists") as of all where the other clause says that the count has grown from them."""
    grown = _outgrown(other)
    return [
        replace(q, key=("people", q.key[2], "")) if q.key[0] == "count" and q.key[2] == other.fate and q.figure.low in grown else q
        for q in told
    ]


def _outgrown(clause: Clause) -> tuple[float, ...]:
    s = clause.statement
    return tolls.outgrown(s.predicate, s.subject, s.sel.exact)


def _is_past(clause: Clause) -> bool:
    """True where the clause counts what was in an earlier year ("between March of last year and this March")."""
    years = {time.value[:4] for time in clause.dated if time.value[:4].isdigit() and time.type == "DATE"}
    return clause.published is not None and any(year < clause.published[:4] for year in years)


def _lone(a: Clause, b: Clause, by: Acts) -> Iterator[Difference]:
    """Yield the difference where each clause gives one figure, and one of them does not say of what ("counted 8,000 at the march")."""
    one, other = _told(a, b), _told(b, a)
    if len(one) == len(other) == 1 and (_far_apart(("count",), one[0], other[0], by) or _is_tally((), one[0], other[0], by)):
        return
    if len(one) != 1 or len(other) != 1 or ("bare",) not in (one[0].key, other[0].key) or {one[0].key[0], other[0].key[0]} & {"unit"}:
        return
    if (
        one[0].value == other[0].value
        or acts.elsewhere(a, b)
        or acts.apart(a, b, counts=True)
        or by.likeness(a, b) < (ALIKE if acts.one_verb(a, b) else CLOSE)
    ):
        return
    if tells_both(one[0], other[0]):
        return
    if one[0].agrees(other[0]):
        yield _made(other[0].key, one[0], other[0], "precision")
    elif acts.one_verb(a, b) or acts.one_thing(a, b):
        yield _made(other[0].key, one[0], other[0], _relation(other[0].key, one[0], other[0]))


def read(a: Clause, b: Clause, by: Acts, relation: Relation, *, surely: bool = True) -> Iterator[Difference]:
    """Yield the two figures of clauses that were read as at odds in a number, with the `relation` read: where it is plain which two are meant, and
    nothing but the likeness of the words speaks against their being of one thing. What was not read `surely` has to be told alike, of figures of one key.
    """
    if _is_past(a) != _is_past(b) or not (surely or by.likeness(a, b) >= SOME):
        return
    every = [(one, other) for one in _held(a, b) for other in _held(b, a) if one.key == other.key or (surely and _can_be_one(one, other))]
    if any(one.value == other.value or _is_single(one, other) for one, other in every):
        return
    one_key = [pair for pair in every if pair[0].key == pair[1].key]
    found = [pair for pair in one_key or every if not pair[0].agrees(pair[1]) or _grown(*pair)]
    if len(found) != 1:
        return
    one, other = found[0]
    if one.apart_by(other) > _FATES and not _of_two_sources(a, b):
        return
    if gives(a, other) or gives(b, one) or tells_both(one, other) or _is_tally((), one, other, by) or _measures_differ(one, other):
        return
    told = _relation(one.key, one, other)
    followed = relation == "update" and order.later(a, b) is not None
    yield replace(_made(one.key, one, other, "update" if followed else told), rule="figures read together")


def _held(clause: Clause, other: Clause) -> list[Quantity]:
    """What the clause counts, or where it counts nothing itself a clause inside it ("struck when 30 men were at work")."""
    inner = (replace(q, clause=clause) for within in clause.inner for q in _told(within, other))
    return _told(clause, other) or list(inner)


def _can_be_one(one: Quantity, other: Quantity) -> bool:
    """True where the figures are of one unit, one fate of people or one kind of thing, or one of them does not say of what it is."""
    if one.key == other.key:
        return True
    if "unit" in (one.key[0], other.key[0]):
        return False
    fates = {_fate(one), _fate(other)} - {""}
    if len(fates) > 1:
        return False
    if ("bare",) in (one.key, other.key) or "people" in (one.key[0], other.key[0]):
        return True
    nouns = {one.key[1], other.key[1]}
    return len(nouns) == 1 or "people" in nouns


def _by_key(found: Sequence[Quantity]) -> Mapping[tuple[str, ...], list[Quantity]]:
    by_key: dict[tuple[str, ...], list[Quantity]] = {}
    for one in found:
        if one.key != ("bare",):
            by_key.setdefault(one.key, []).append(one)
    return by_key


def _compared(key: tuple[str, ...], ours: Sequence[Quantity], theirs: Sequence[Quantity], by: Acts) -> Difference | None:
    every = [(one, other) for one in ours for other in theirs]
    if any(one.value == other.value for one, other in every) or any(_is_single(*pair) for pair in every):
        return None
    one, other = every[0]
    a, b = one.clause, other.clause
    if gives(a, other) or gives(b, one) or tells_both(one, other):
        return None
    agreeing = [pair for pair in every if pair[0].agrees(pair[1]) and not _grown(*pair)]
    if agreeing:
        return _made(key, *agreeing[0], "precision") if _one_count(key, a, b, by) else None
    if len(ours) > 1 and len(theirs) > 1 and not (_in_itself(ours) and _in_itself(theirs)):
        return None  # several figures of one kind in both: which answers to which is not known
    if key[:2] == ("unit", "age") and not _one_bearer(one, other, by):
        return None
    if _far_apart(key, one, other, by) or _is_tally(key, one, other, by) or (key[0] == "unit" and _measures_differ(one, other)):
        return None
    if not _one_count(key, a, b, by) and not _nearly_one(key, one, other, by) and not _one_measure(key, one, other, by):
        return None
    return _made(key, one, other, _relation(key, one, other))


def _one_bearer(one: Quantity, other: Quantity, by: Acts) -> bool:
    """True where both ages can be of one person: one name, or no name and nouns of one kind of person, or none in all the two say else."""
    (name, noun), (named, called) = bearer(one), bearer(other)
    likeness = by.likeness(one.clause, other.clause)
    if name and named:
        return name == named
    if name or named:
        one_act = acts.one_verb(one.clause, other.clause) and acts.one_thing(one.clause, other.clause)
        return (acts.one_subject(one.clause, other.clause) and likeness >= CLOSE) or (
            one_act and bool(noun or called) and likeness >= ALIKE
        )
    if noun and called:
        return (noun == called or acts.kin(noun, called)) and (likeness >= ALIKE or acts.one_verb(one.clause, other.clause))
    return likeness >= SOME and not acts.subjects_differ(one.clause, other.clause)


def _nearly_one(key: tuple[str, ...], one: Quantity, other: Quantity, by: Acts) -> bool:
    """True where two large counts of one kind are so near to one another that they are hardly of two things."""
    small, large = sorted((one.figure.low, other.figure.low))
    a, b = one.clause, other.clause
    near = key[0] == "count" and _LARGE <= small <= large <= small * _NEAR
    return near and by.likeness(a, b) >= FAINT and not acts.elsewhere(a, b) and not acts.apart(a, b, counts=True)


def _one_measure(key: tuple[str, ...], one: Quantity, other: Quantity, by: Acts) -> bool:
    """True where both clauses say of what the figure is the measure, and say one thing ("a sentence of ten months"; turnout, participation)."""
    a, b = one.clause, other.clause
    if key[0] != "unit" or acts.elsewhere(a, b) or acts.apart(a, b):
        return False
    ours, theirs = counting.move_of(a, one.figure), counting.move_of(b, other.figure)
    noun = counting.measure_of(a, one.figure)
    named = bool(noun) and noun == counting.measure_of(b, other.figure)
    if one.figure.unit == "%" and ours is not None and ours == theirs and acts.one_thing(a, b) and by.likeness(a, b) >= ALIKE:
        return True
    return (named or acts.one_measure(a, b)) and by.likeness(a, b) >= SOME


def _measures_differ(one: Quantity, other: Quantity) -> bool:
    """True where the figures are said to measure two things (a depth and a length, shares of two things, a rise and a fall), or are of bodies named apart."""
    ours, theirs = (counting.dimensions(counting.measure_of(q.clause, q.figure)) for q in (one, other))
    moves = {counting.move_of(q.clause, q.figure) for q in (one, other)} - {None} if one.figure.unit == "%" else set()
    shares = {whole(q.clause, q.figure) for q in (one, other)} - {""} if one.figure.unit == "%" else set()
    return (
        (bool(ours) and bool(theirs) and ours.isdisjoint(theirs))
        or len(shares) > 1
        or len(moves) > 1
        or acts.bodies_differ(one.clause, other.clause)
    )


def _far_apart(key: tuple[str, ...], one: Quantity, other: Quantity, by: Acts) -> bool:
    """True where the one is so many times the other that they are hardly of one thing, unless all else that is said is one, or the clauses say that it
    has changed; and where one of several is told of ("one officer" beside "six officers").
    """
    a, b = one.clause, other.clause
    if any(" all but " in f" {c.text.lower()}" for c in (a, b)):
        return False
    # who is dead or hurt is not a matter of who counts, and "so far" may be said of another event
    told_apart = key[0] == "people" and bool(a.fate or b.fate) and by.around(a, b) < ALIKE
    if not told_apart and (order.by_words(a, b, counts=True) is not None or _of_two_sources(a, b)):
        return False
    likeness, times = by.likeness(a, b), one.apart_by(other)
    if key[0] == "count" and min(one.figure.high, other.figure.high) == 1:
        return not (acts.one_verb(a, b) and likeness >= CLOSE)
    if key[0] == "people":
        # all that two such clauses say may be that people died: where the counts lie far apart, their sentences are asked
        return times > _FATES and (likeness < CLOSE or told_apart)
    return times > _COUNTS and likeness < VERY_CLOSE


def _of_two_sources(a: Clause, b: Clause) -> bool:
    """True where each count is said to be somebody's: a march's organisers and the police may count very differently."""
    return all(
        c.source is not None or c.statement.predicate in toml("differing")["giving"]["lemmas"] or c.statement.quotation for c in (a, b)
    )


def _is_tally(key: tuple[str, ...], one: Quantity, other: Quantity, by: Acts) -> bool:
    """True of counts that begin anew with each game or season, unless one doer's are told nearly in the same words."""
    table = toml("differing")["tally"]
    a, b = one.clause, other.clause
    if not {one.figure.of, other.figure.of} & set(table["nouns"]) and not any(
        unit in q.figure.sel.exact for q in (one, other) for unit in table["measures"]
    ):
        return False
    doers = {e.id for e in a.doers} & {e.id for e in b.doers}
    return by.likeness(a, b) < VERY_CLOSE or not (doers or acts.one_subject(a, b))


def _is_single(one: Quantity, other: Quantity) -> bool:
    """True where one clause speaks of one out of the several that the other counts."""
    low, high = sorted((one.figure, other.figure), key=lambda f: f.high)
    return low.high == 1 and high.bound == "range"


def _in_itself(told: Sequence[Quantity]) -> bool:
    """True where the figures of one clause give one value in other units ("four metres (13 feet)")."""
    return all(one.agrees(told[0]) for one in told)


def _one_count(key: tuple[str, ...], a: Clause, b: Clause, by: Acts) -> bool:
    """True where the clauses are enough alike for a figure with this key to be of one thing in both."""
    if acts.elsewhere(a, b) or acts.apart(a, b, counts=True):
        return False
    likeness = by.likeness(a, b)
    if key[0] == "people" and (_outgrown(a) or _outgrown(b)):
        return True
    if key[0] == "people" and (_is_toll(a) or _is_toll(b)):
        return likeness >= FAINT or by.around(a, b) >= ALIKE
    if key[0] == "people":
        return likeness >= (SOME if _several(key, a) or _several(key, b) else FAINT) or by.around(a, b) >= ALIKE
    if key[:2] == ("unit", "age"):
        return likeness >= SOME
    if acts.subjects_differ(a, b) and key[0] == "unit":
        return likeness >= CLOSE and acts.one_verb(a, b) and key[1] == "s"
    one_deed, one_thing = acts.one_verb(a, b), acts.one_thing(a, b)
    if key[0] == "count":
        known = key[1] in kinds()
        if counting.noun_counted(a) or counting.noun_counted(b):
            return likeness >= SOME or by.around(a, b) >= ALIKE
        return (
            (likeness >= ALIKE and known and (one_deed or one_thing or likeness >= CLOSE))
            or (likeness >= CLOSE and one_deed)
            or (likeness >= ALIKE and key[2] != "")
            or (likeness >= VERY_CLOSE)
            or (known and likeness >= SOME and (one_deed or one_thing))
        )
    if key[:2] == ("unit", "s") and key[2:] != ("",):
        return likeness >= CLOSE and one_thing and one_deed
    lasting = key[:2] == ("unit", "s") and _lasts(a) and _lasts(b)
    return likeness >= ALIKE and one_thing and (one_deed or lasting or likeness >= CLOSE)


def _is_toll(clause: Clause) -> bool:
    """True where the clause gives a toll, which is of all: "the death toll stands at nine"."""
    return bool(tolls.counted(clause.statement.predicate, clause.statement.subject)) or any(
        counting.is_toll(clause, figure) for figure in clause.statement.figures
    )


def _several(key: tuple[str, ...], clause: Clause) -> bool:
    """True where the clause's article gives several counts of people, which may be of several events."""
    return sum(kind == "people" for kind, _ in clause.told) > _MANY


def _fate(quantity: Quantity) -> str:
    """What befell those counted, all ("six dead") or of one kind ("six miners dead"); "" of other figures."""
    key = quantity.key
    return key[1] if key[0] == "people" else key[2] if key[0] == "count" else ""


def _grown(one: Quantity, other: Quantity) -> bool:
    """True where both count people, or one kind of people, of one fate and the later telling has clearly more than the earlier knew: both can hold, and yet the
    earlier no longer stands.
    """
    if not (_fate(one) and _fate(other)) or one.figure.low == other.figure.low or "about" in (one.figure.bound, other.figure.bound):
        return False
    after = order.later(one.clause, other.clause)
    if after is None:
        return False
    late, early = (one, other) if after is one.clause else (other, one)
    return early.figure.bound != "range" and late.figure.low > max(early.figure.low * _GROWN, early.figure.low + 0.5)


def _relation(key: tuple[str, ...], one: Quantity, other: Quantity) -> Relation:
    a, b = one.clause, other.clause
    if order.by_words(a, b, counts=True) is not None:
        return "update"
    small, large = sorted((one, other), key=lambda q: q.figure.low)
    grown = large.clause.statement
    if key[0] == "people" and tolls.rises(grown.predicate) and tolls.counted(grown.predicate, grown.subject):
        return "update"
    if _OPEN_FATE in key:
        return "update" if order.later(a, b) is not None else "contradiction"  # who is sought becomes fewer as they are found
    lasting = key[:2] == ("unit", "s") and _lasts(a) and _lasts(b)
    if " all but " in f" {small.clause.text.lower()}":
        return "update" if order.later(a, b) is not None else "contradiction"  # what is left
    if key[0] == "people" or (key[0] == "count" and _fate(one)) or lasting:
        return "update" if order.later(a, b) is large.clause and small.figure.low < large.figure.low else "contradiction"
    return "contradiction"


def _lasts(clause: Clause) -> bool:
    words = f" {clause.text.lower()} "
    return any(f" {cue} " in words for cue in toml("tolls")["lasting"]["cues"])


def _made(key: tuple[str, ...], one: Quantity, other: Quantity, relation: Relation) -> Difference:
    a, b = (Value(clause=q.clause, key=q.value, words=_words(q)) for q in (one, other))
    return Difference(slot="number", relation=relation, a=a, b=b, rule=f"figures of {' '.join(part for part in key if part)}")


def _words(quantity: Quantity) -> str:
    """The figure as it stands, with the noun that it counts where that follows soon, or in brackets where it does not."""
    figure = quantity.figure
    words = " ".join(figure.sel.exact.split())
    # where all people are counted, what some outlet calls them ("crew") is left out
    bare = quantity.key[0] == "people" and figure.of not in toml("tolls")["people"]["nouns"]
    if bare or figure.of in ("", "age") or figure.unit or figure.of in words:
        return words
    rest = quantity.clause.article.text[figure.sel.end : quantity.clause.statement.sentence.end]
    soon = _NEXT_WORDS.match(rest)
    plurals = toml("differing")["plurals"]
    noun = (
        next((w.end() for w in _WORD.finditer(soon[0]) if form(plurals.get(w[0].lower(), w[0].lower())) == form(figure.of)), None)
        if soon
        else None
    )
    return f"{words} ({figure.of})" if noun is None else " ".join(f"{words}{rest[:noun]}".split())
