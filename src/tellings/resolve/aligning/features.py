"""What is compared of two statements, as numbers by name: the input of the learnt decision."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from tellings.model.observed import Bound
from tellings.resolve.aligning.views import View, Views
from tellings.text.figures import compatible
from tellings.text.tolls import counted, fate

NAMES: Final = (
    "own", "around", "cross", "own_rank", "around_rank", "own_margin", "terms_jaccard", "terms_contained", "terms_shared",
    "rarest_shared", "predicate", "subject", "object", "predicate_in", "names_jaccard", "names_contained", "names_shared", "actors",
    "numbers_same", "numbers_differ", "times_same", "times_differ", "polarity", "modality", "source_same", "source_differ", "said_same", "both_quoted", "letters",
    "fate", "length_ratio", "shorter", "same_article", "nominal", "apart",
)  # fmt: skip

# What is worked out pair by pair, in the order that `_typed` gives it.
_TYPED: Final = [NAMES.index(name) for name in (
    "terms_jaccard", "terms_contained", "terms_shared", "rarest_shared", "predicate", "predicate_in", "names_jaccard", "names_contained",
    "names_shared", "actors", "numbers_same", "numbers_differ", "times_same", "times_differ", "letters", "fate",
)]  # fmt: skip
# Of passages of no more letters than this some stand in every other.
_SHORT: Final = 12

Nearness = NDArray[np.float64]
_OF_VECTORS: Final = 6
_LAST_RANK: Final = 9
# Two tugs and two engineers have nothing in common; 212 of one thing and 212 of another may be one thing by two names.
_BY_CHANCE: Final = 12
# Pairs whose vectors are laid side by side at once: memory stays flat in a large story.
_AT_ONCE: Final = 4096


def features(views: Views, pairs: Sequence[tuple[int, int]], near: Nearness | None = None) -> NDArray[np.float64]:
    """Return one row for each pair, columns as NAMES. `near` gives the pairs' own rows of `nearness` where they are known already."""
    if not len(pairs):
        return np.zeros((0, len(NAMES)))
    one_by_one = [_Side(view, views.weights) for view in views.views]
    rows = np.empty((len(pairs), len(NAMES)))
    rows[:, :_OF_VECTORS] = nearness(views, pairs) if near is None else near
    for first in range(0, len(pairs), _AT_ONCE):  # a list of all of a large story's rows takes four times the memory
        some = slice(first, first + _AT_ONCE)
        rows[some, _TYPED] = [_typed(views.weights, one_by_one[a], one_by_one[b]) for a, b in pairs[some]]
    left, right = np.asarray(pairs, dtype=np.int64).T
    equal = _equal(views, left, right)
    # the same predicate counts whole, a word of it in common half
    rows[equal.pop("predicate"), NAMES.index("predicate")] = 1.0
    for name, values in equal.items():
        rows[:, NAMES.index(name)] = values
    return rows.round(6)


def nearness(views: Views, pairs: Sequence[tuple[int, int]] | NDArray[np.int64]) -> Nearness:
    """Return for each pair the first columns of its features, those of vectors and of ranks among all the pairs given."""
    if not len(pairs):
        return np.zeros((0, _OF_VECTORS))
    left, right = np.asarray(pairs, dtype=np.int64).T
    own, around, cross = (np.empty(len(pairs), dtype=np.float32) for _ in range(3))
    for some in np.array_split(np.arange(len(pairs)), 1 + len(pairs) // _AT_ONCE):
        a, b = left[some], right[some]
        own[some] = np.einsum("ij,ij->i", views.own[a], views.own[b])
        around[some] = np.einsum("ij,ij->i", views.around[a], views.around[b])
        cross[some] = np.maximum(np.einsum("ij,ij->i", views.own[a], views.around[b]), np.einsum("ij,ij->i", views.around[a], views.own[b]))
    own_rank, own_margin = ranks(views, left, right, own)
    around_rank, _ = ranks(views, left, right, around)
    return np.stack([own, around, cross, own_rank, around_rank, own_margin], axis=1).astype(np.float64)


def ranks(
    views: Views, left: NDArray[np.int64], right: NDArray[np.int64], score: NDArray[np.float32]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the worse of the two ranks each holds among the other's candidates in that article, and the margin over the best rival."""
    article = np.array([view.article for view in views.views], dtype=np.int64)
    among = article.max() + 1
    # one list of rivals for each statement and article: both ends of each pair stand in one
    rivals = np.concatenate([left * among + article[right], right * among + article[left]])
    value = np.concatenate([score, score]).astype(np.float64)
    order = np.lexsort((-value, rivals))
    rivals, value = rivals[order], value[order]
    places = np.arange(len(order))
    begins = np.concatenate([[True], rivals[1:] != rivals[:-1]])
    begin = np.maximum.accumulate(np.where(begins, places, 0))
    run = np.maximum.accumulate(np.where(begins | np.concatenate([[True], value[1:] != value[:-1]]), places, 0))
    second = np.minimum(begin + 1, len(order) - 1)
    rival = np.where(value != value[begin], value[begin], np.where(rivals[second] == rivals, value[second], 0.0))
    rival = np.where((value == value[begin]) & (second == begin), 0.0, rival)
    rank, margin = np.empty(len(order)), np.empty(len(order))
    rank[order], margin[order] = run - begin, value - rival
    half = len(score)
    return np.minimum(np.maximum(rank[:half], rank[half:]), _LAST_RANK), np.minimum(margin[:half], margin[half:])


class _Side:
    """What is asked of a statement in each of its pairs, worked out once."""

    __slots__ = ("bare", "counts", "entities", "fate", "lower", "times", "view", "weight", "words")

    def __init__(self, view: View, weights: Mapping[str, float]) -> None:
        predicate = view.statement.predicate
        self.view = view
        self.weight = sum(weights[x] for x in sorted(view.terms))
        self.words = frozenset(predicate.split())
        self.bare = self.words - {"be"}
        self.entities = len(view.entities)
        self.times = bool(view.times)
        self.lower = view.text.lower()
        self.fate = fate(predicate, view.statement.subject)
        self.counts = bool(counted(predicate, view.statement.subject))


def _typed(weight: Mapping[str, float], one: _Side, other: _Side) -> tuple[float, ...]:
    """What takes a look at both: words, names, figures, times, letters; columns as _TYPED."""
    a, b = one.view, other.view
    both = [weight[x] for x in a.terms & b.terms]
    shared = sum(sorted(both)) if both else 0.0
    total = one.weight + other.weight - shared
    smaller = min(one.weight, other.weight)
    names = len(a.entities & b.entities) if one.entities and other.entities else 0
    all_names = one.entities + other.entities - names
    same, differ = _numbers(a, b) if a.numbers and b.numbers else (0, 0)
    times = len(a.times & b.times) if one.times and other.times else 0
    return (
        shared / total if total else 0.0,
        shared / smaller if smaller else 0.0,
        shared,
        max(both, default=0.0),
        0.0 if one.bare.isdisjoint(other.words) else 0.5,
        (not one.words.isdisjoint(b.terms)) + (not other.words.isdisjoint(a.terms)),
        names / all_names if all_names else -1.0,
        names / min(one.entities, other.entities) if one.entities and other.entities else -1.0,
        names,
        (-1.0 if a.actors.isdisjoint(b.actors) else 1.0) if a.actors and b.actors else 0.0,
        same,
        differ,
        times,
        one.times and other.times and not times,
        fuzz.partial_ratio(one.lower, other.lower) / 100 if len(a.text) > _SHORT and len(b.text) > _SHORT else 0.0,
        _fates(one, other) if one.fate or other.fate or one.counts or other.counts else 0.0,
    )


def _equal(views: Views, left: NDArray[np.int64], right: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """Columns that compare one thing of either statement: of all pairs at once."""
    said = [view.statement for view in views.views]
    number: dict[object, int] = {None: -1, "": -1}

    def of(values: Iterable[object]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Equal values as equal numbers, those that are missing as -1; of the one and of the other statement of each pair."""
        made = np.array([number.setdefault(value, len(number)) for value in values], dtype=np.int64)
        return made[left], made[right]

    def sizes(values: Iterable[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        made = np.array(list(values), dtype=np.int64)
        return made[left], made[right]

    (subject, subject2), (obj, obj2) = of(s.subject_lemma for s in said), of(s.object_lemma for s in said)
    (source, source2), (utterance, utterance2) = of(view.source for view in views.views), of(view.utterance for view in views.views)
    (article, article2), (sentence, sentence2) = sizes(view.article for view in views.views), sizes(view.sentence for view in views.views)
    long, terms = sizes(len(view.text) for view in views.views), sizes(len(view.terms) for view in views.views)
    one_article = article == article2
    return {
        "predicate": np.equal(*of(("predicate", s.predicate) for s in said)),
        "subject": (subject == subject2) & (subject >= 0),
        "object": (obj == obj2) & (obj >= 0),
        "polarity": np.equal(*sizes(s.negated for s in said)),
        "modality": np.equal(*of(s.modality for s in said)),
        "source_same": (source == source2) & (source >= 0),
        "source_differ": (source != source2) & (source >= 0) & (source2 >= 0),
        "said_same": (utterance == utterance2) & (utterance >= 0),
        "both_quoted": np.add(*sizes(s.quotation is not None for s in said)),
        "length_ratio": np.minimum(*long) / np.maximum(*long),
        "shorter": np.minimum(*terms),
        "same_article": one_article,
        "nominal": np.add(*sizes(s.rule == "nominal" for s in said)),
        "apart": np.where(one_article, np.abs(sentence - sentence2), -1),
    }


def _fates(one: _Side, other: _Side) -> float:
    """1 where both tell one fate of people (dead, hurt, …), -1 where they tell different ones or one gives a count and the other none."""
    if one.fate and other.fate:
        return 1.0 if one.fate == other.fate else -1.0
    return -1.0 if (one.counts and not other.fate) or (other.counts and not one.fate) else 0.0


def _numbers(a: View, b: View) -> tuple[int, int]:
    """How many figures agree, and how many of one kind of thing do not."""
    same = differ = 0
    for low, high, bound, of, unit in a.numbers:
        for low2, high2, bound2, of2, unit2 in b.numbers:
            if unit != unit2 or (unit is None and of != of2 and (low != low2 or low <= _BY_CHANCE)):
                continue
            if compatible((low, high, _bound(bound)), (low2, high2, _bound(bound2))):
                same += 1
            elif of == of2:
                differ += 1
    return same, differ


def _bound(value: str) -> Bound:
    return value  # type: ignore[return-value]  # views keep the record's own literal
