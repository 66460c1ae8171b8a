"""Whether a story goes on where an earlier one left off: the inquiry a week after the ferry ran aground.

What counts is what the two share and next to no other story has: names, things, figures, and whether the later one names the earlier one's days. Two
happenings of one kind share the words of their kind, which many have; two calls of the same leaders share two names: neither is enough. So at
least two sorts of evidence are needed, the less the more time lies between.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tellings.cluster.rows import PRIOR, Rows
from tellings.model.resolved import Development

Keys = NDArray[np.int64]
_ORIGIN: Final = "stories@4"
# Articles looked at of each story.
ARTICLES: Final = 6
# A key counts for a story where this share of its articles have it.
_SHARE: Final = 0.34
# A key that outside the two stories one article in e^3 thousand has is worth nothing; each e-fold rarer is worth this much.
_COMMON: Final = {"names": 3.0, "terms": 4.0, "figures": 4.0}
_WORTH: Final = {"names": 0.25, "terms": 0.08, "figures": 0.25}
# One sort of evidence counts no more than this, whatever it adds up to.
_MOST: Final = {"names": 1.5, "terms": 1.5, "figures": 0.5, "days": 1.0}
# Evidence halves in some thirty days.
_FADES: Final = 45.0
# With this much evidence it is as likely as not.
_EVEN: Final = 2.0
_LEAST: Final = 0.5
_WORDS: Final = 5
_PLACES: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A story as it is compared with another: rows of some of its articles, and the ordinals of the first and last day they came out."""

    id: str
    rows: Sequence[int]
    first: int
    last: int


def development(rows: Rows, story: Telling, earlier: Telling) -> Development | None:
    """Return the link from a story to an earlier one, None where there is none. Both have dates, and `earlier` began at least a day before."""
    named = _days(rows, story, earlier)
    gap = max(0, story.first - earlier.last)
    found = {name: _shared(rows, name, story, earlier) for name in _COMMON if name != "terms"}
    # words are many: they are not looked at where even the most that they can be worth is too little
    if _score({name: _worth(name, keys) for name, keys in found.items()} | {"terms": _MOST["terms"]}, named, gap) < _LEAST:
        return None
    found = {name: found[name] if name in found else _shared(rows, name, story, earlier) for name in _COMMON}
    score = _score({name: _worth(name, keys) for name, keys in found.items()}, named, gap)
    if score < _LEAST:
        return None
    words = [f"{name} {', '.join(key.rsplit(':', 1)[-1] for key, _ in keys[:_WORDS])}" for name, keys in found.items() if keys]
    dated = [f"it names {', '.join(named)}, when that was reported"] if named else []
    after = f"{gap} days later" if gap > 1 else "a day later" if gap else "while that went on"
    return Development(
        story=story.id,
        earlier=earlier.id,
        score=score,
        why=f"{after}; shares what few others have: {'; '.join([*words, *dated])}",
        origin=_ORIGIN,
    )


def _worth(name: str, keys: Sequence[tuple[str, float]]) -> float:
    return min(_MOST[name], sum(worth for _, worth in keys))


def _score(evidence: Mapping[str, float], named: Sequence[str], gap: int) -> float:
    """How likely one goes on from the other, by what each sort of evidence is worth, the days it names, and the days between."""
    weight = sum(evidence[name] for name in _COMMON) + (_MOST["days"] if named else 0.0)
    weight *= math.exp(-gap / _FADES)
    return round(weight / (weight + _EVEN), _PLACES)


def _shared(rows: Rows, name: str, story: Telling, earlier: Telling) -> list[tuple[str, float]]:
    """Keys that both have and few others, with what each is worth; the most first."""
    if name not in rows.columns:
        return []
    column = rows.columns[name]
    ours, counts = _counted(rows, name, story.rows)
    theirs, many = _counted(rows, name, earlier.rows)
    ours, counts = (side[counts >= _SHARE * len(story.rows)] for side in (ours, counts))
    theirs, many = (side[many >= _SHARE * len(earlier.rows)] for side in (theirs, many))
    both, at, there = np.intersect1d(ours, theirs, assume_unique=True, return_indices=True)
    found = []
    for key, count in zip(both.tolist(), (counts[at] + many[there]).tolist(), strict=True):
        expected, held = column.held(key)
        rare = math.log(PRIOR + len(rows)) - math.log(PRIOR * expected + max(0, held - count))
        if rare > _COMMON[name]:
            found.append((column.words[key], _WORTH[name] * (rare - _COMMON[name])))
    return sorted(found, key=lambda pair: (-round(pair[1], _PLACES), pair[0]))


def _counted(rows: Rows, name: str, articles: Sequence[int]) -> tuple[Keys, Keys]:
    """The keys of the articles, and in how many of them each is."""
    column = rows.columns[name]
    return np.unique(np.concatenate([column.of(row) for row in articles]).astype(np.int64), return_counts=True)


def _days(rows: Rows, story: Telling, earlier: Telling) -> list[str]:
    """The days on which the earlier story was reported, and that articles of the later one name though they came out on others."""
    column = rows.columns["times"]
    named = {column.words[key] for key in _counted(rows, "times", story.rows)[0].tolist()}
    until = min(earlier.last, story.first - 1)
    days = [date.fromordinal(day) for day in range(max(earlier.first - 1, until - 31), until + 1)]
    return [f"{day:%d %B}".lstrip("0") for day in days if f"XXXX-{day:%m-%d}" in named][:2]
