"""Decides how two bodies are copies of one another: whole, partial or not, and by which passages.

What counts is containment, not likeness: reprints are cut and topped. Where the longer text has put much of its own between the shared
passages it is partial: the desk has used the other's text and reported as well. Words between quotation marks are nobody's own, so that a shared
quotation or post makes no copy. The decision rests on the two articles and on which of their prints are house text, on nothing else.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tellings.cluster.crediting import Credits, one_writer
from tellings.cluster.shingles import REACH, RUN, Numbers, Run, Words, among, fingerprints, shared_runs, shingles_of, stretches, words_of
from tellings.model.articles import Article

# Of the shorter body, this share stands in the other: one text, cut, topped or lightly edited.
_WHOLE: Final = 0.8
# Where both name one agency as their writer, half is enough: each desk has edited the same wire.
_WHOLE_CREDITED: Final = 0.5
# Of the longer body, from its first shared word to its last, this share is shared: less is a report of its own built on the other's text ...
_DENSE: Final = 0.72
# ... and so is a body of which less than this is shared in all.
_LEAST_OF_LONGER: Final = 0.25
# A text shorter than this is whole only by its every word ("This page is being updated" is no wire story).
_FEW_OWN: Final = 20
# Own words in a row that are a lifted passage: a sentence. The longest stock phrase of attribution has one word less
# ("who spoke on condition of anonymity because they were not authorised to speak to the press").
_PASSAGE: Final = 16
# And so many of them unbroken: as many as the bodies are sure to have a print of.
_UNBROKEN: Final = 12
# Several shorter runs add up to one.
_SEVERAL: Final = 40
_SEVERAL_RUN: Final = 9
# Words changed, put in or left out inside a passage.
_GAP: Final = 4
# Fewer words than this share of a passage that are no names make it a list of names.
_WORDS_OF_ITS_OWN: Final = 0.45


Flags = NDArray[np.bool_]
CopyKind = Literal["whole", "partial", "none"]


class Match(NamedTuple):
    """Words `a` to `a_end` (exclusive) of one body that stand, but for small edits, at `b` to `b_end` of another, and the words of their longest unbroken run."""

    a: int
    a_end: int
    b: int
    b_end: int
    longest: int


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """An article's words and its prints."""

    words: Words
    prints: Numbers

    @classmethod
    def of(cls, article: Article) -> "Body":
        """Return the body of the article."""
        words = words_of(article)
        return cls(words=words, prints=fingerprints(words))


def compare(one: Body, other: Body, house: Callable[[Numbers], Numbers]) -> tuple[CopyKind, list[Match]]:
    """Return how the two are copies of one another, and the passages that show it.

    `house` gives which of some prints are house text; it is asked of those that both have, and of all shingles of the passages, where this decides. House
    text is part of a whole, but no passage, and two that have no other print in common are no partial copies.
    """
    a, b = one.words, other.words
    runs = shared_runs(a, b)
    matches = [match for match in _passages(a, b, runs) if match.a_end - match.a >= _SEVERAL_RUN]
    solid = [match for match in matches if match.longest >= _SEVERAL_RUN or match.a_end - match.a >= _UNBROKEN]
    if _is_whole(a, b, solid, every_word=len(runs) == 1):
        return "whole", solid
    own = [(words, match) for match in matches if not _is_list(a, match) and (words := _own(a.own, b.own, match)) >= _SEVERAL_RUN]
    if not _is_lifted(own):
        return "none", []
    shared = np.intersect1d(one.prints, other.prints, assume_unique=True)
    furniture = house(np.unique(np.concatenate([shared, *(part for _, match in own for part in _within(a, b, match))])))
    if len(furniture):
        if np.isin(shared, furniture, assume_unique=True).all():
            return "none", []
        in_a, in_b = among(a, furniture), among(b, furniture)
        told = [(_told(a.own, b.own, (in_a, in_b), match), match) for _, match in own]
        own = [(words, match) for words, match in told if words >= _SEVERAL_RUN]
    return ("partial", [match for _, match in own]) if _is_lifted(own) else ("none", [])


def _within(a: Words, b: Words, match: Match) -> tuple[Numbers, Numbers]:
    """The shingles that reach into the passage, on both sides."""
    return (
        shingles_of(a.numbers[max(0, match.a - REACH) : match.a_end + REACH]),
        shingles_of(b.numbers[max(0, match.b - REACH) : match.b_end + REACH]),
    )


def _is_lifted(own: Sequence[tuple[int, Match]]) -> bool:
    """True where so many own words in a row are a passage, or shorter ones add up to one."""
    one = max((words for words, match in own if match.longest >= _UNBROKEN), default=0)
    return one >= _PASSAGE or sum(words for words, _ in own) >= _SEVERAL


def may_be(one: Words, other: Words, told: Flags) -> bool:
    """False where `compare` is sure to say none, as for most of the pairs that a print or two propose.

    `told` are words of `one` among which are all that are its own and no house text. Taken are all its runs that stand anywhere in the other,
    joined over gaps: no passage is longer.
    """
    starts, ends = stretches(one, other)
    if not len(starts):
        return False
    apart = np.flatnonzero(starts[1:] - ends[:-1] > _GAP)
    first, last = starts[np.append(0, apart + 1)], ends[np.append(apart, len(ends) - 1)]
    lengths = last - first
    if int(lengths[lengths >= _SEVERAL_RUN].sum()) >= _WHOLE_CREDITED * min(len(one), len(other)):
        return True
    before = np.append(0, np.cumsum(told))
    own = before[last] - before[first]
    if int((ends - starts).max()) >= _UNBROKEN and int(own.max()) >= _PASSAGE:
        return True
    return int(own[own >= _SEVERAL_RUN].sum()) >= _SEVERAL


def covered(places: Iterable[tuple[int, int]], length: int) -> Flags:
    """Return which of the words stand in a passage."""
    held = np.zeros(length, dtype=np.bool_)
    for start, end in places:
        held[start:end] = True
    return held


def _is_whole(a: Words, b: Words, solid: Sequence[Match], *, every_word: bool) -> bool:
    """True where most of the shorter body stands in the longer, and the longer is not a report of its own built on it."""
    if not solid:
        return False
    named = Credits((a.article, b.article))
    in_a, in_b = covered(((m.a, m.a_end) for m in solid), len(a)), covered(((m.b, m.b_end) for m in solid), len(b))
    both = min(int(in_a.sum()), int(in_b.sum()))
    few = min(len(a), len(b))
    if not (every_word and both == few) and sum(_own(a.own, b.own, match) for match in solid) < _FEW_OWN:
        return False
    if one_writer(a.article, b.article, named):
        return both >= _WHOLE_CREDITED * few
    if both < _WHOLE * few:
        return False
    longer, held = (a, in_a) if len(a) >= len(b) else (b, in_b)
    if named.agency(longer.article) is not None:
        return True
    at = np.flatnonzero(held)
    return len(at) >= _LEAST_OF_LONGER * len(held) and len(at) >= _DENSE * (int(at[-1]) - int(at[0]) + 1)


def _own(a: Flags, b: Flags, match: Match) -> int:
    """How many words of the passage are quoted by neither."""
    return int(min(a[match.a : match.a_end].sum(), b[match.b : match.b_end].sum()))


def _told(a: Flags, b: Flags, house: tuple[Flags, Flags], match: Match) -> int:
    """How many words of the passage are quoted by neither, and house text in neither."""
    one = a[match.a : match.a_end] & ~_grown(house[0][match.a : match.a_end])
    other = b[match.b : match.b_end] & ~_grown(house[1][match.b : match.b_end])
    return int(min(one.sum(), other.sum()))


def _grown(house: Flags) -> Flags:
    """House text with what stands beside it in the passage, where that is too short to be sure to have a print of its own."""
    at = np.flatnonzero(house)
    if not len(at):
        return house
    grown = house.copy()
    for before, after in pairwise((-1, *at.tolist(), len(house))):
        if after - before - 1 < _UNBROKEN:
            grown[before + 1 : after] = True
    return grown


def _is_list(body: Words, match: Match) -> bool:
    """True for a row of names and their titles ("Senators Ada Moor of Lirrin, Ben Hale of Osk …"): everybody lists them alike."""
    return int(body.plain[match.a : match.a_end].sum()) < _WORDS_OF_ITS_OWN * (match.a_end - match.a)


def _passages(a: Words, b: Words, runs: Sequence[Run]) -> Iterator[Match]:
    """Runs joined over small edits, and cut where furniture stands between."""
    joined: list[list[Run]] = []
    for found in (part for whole in runs for part in _cut(a, b, whole)):
        before = joined[-1][-1] if joined else None
        if before is not None and _follows(before, found) and a.span[before.a] == a.span[found.a] and b.span[before.b] == b.span[found.b]:
            joined[-1].append(found)
        else:
            joined.append([found])
    for part in joined:
        first, last = part[0], part[-1]
        yield Match(first.a, last.a + last.length, first.b, last.b + last.length, max(found.length for found in part))


def _follows(before: Run, after: Run) -> bool:
    return 0 <= after.a - before.a - before.length <= _GAP and 0 <= after.b - before.b - before.length <= _GAP


def _cut(a: Words, b: Words, whole: Run) -> Iterator[Run]:
    one, other = a.span[whole.a : whole.a + whole.length], b.span[whole.b : whole.b + whole.length]
    if one[0] == one[-1] and other[0] == other[-1]:
        yield whole
        return
    borders = (np.flatnonzero((one[1:] != one[:-1]) | (other[1:] != other[:-1])) + 1).tolist()
    for start, end in pairwise((0, *borders, whole.length)):
        if end - start >= RUN:
            yield Run(whole.a + start, whole.b + start, end - start)
