"""What time says of the sets that words have made: parts two quakes of one coast a month apart, two calls of the same leaders; unites halves of one large story.

Tellings of one happening come in a burst. Where the dates of a set fall into two bursts, far apart for how long each of them lasts, their articles must be
a good deal more alike than those of one burst need be, and nearly as alike across as within. An article without a date goes with the dated one it is most alike. Two sets that come in one burst
and are as alike across as within are one: the more articles tell a story, the surer the decision by words is that no two sets of them are.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tellings.cluster.linkage import VERY
from tellings.data.story_weights import LEAST_INSIDE, Parting, story_weights

Places = NDArray[np.int64]
Floats = NDArray[np.float64]
Pairs = tuple[Places, Places, NDArray[np.uint16]]
# What is known of how long a burst lasts before any of its dates is: so many days, which count as much as one date.
_LASTS: Final = 3.0
# Nothing within so many days is two bursts, whatever the bounds.
_SHORT: Final = 2
# Sets of at least so many articles, of which so many have dates, are united where they are as alike across as this share of how alike they are within; two
# bursts of which they are less are parted.
_SEVERAL: Final = 3
_DATED: Final = 2
_AS_ALIKE: Final = 0.75
_PLACES: Final = 9


def parted(sets: Sequence[Sequence[int]], days: Places, pairs: Pairs, unit: int, parting: Parting | None = None) -> list[list[int]]:
    """Return the sets of places 0..n-1, with those that time parts in their parts; each sorted, by their first place.

    `days` are ordinals, 0 where there is none; `pairs` are columns of both places and their likeness in parts of `unit`, a pair that is not given counts 0.
    `parting` are the bounds that come with the project where none are given.
    """
    bounds = parting or story_weights().parting
    home = np.full(len(days), -1, dtype=np.int64)
    wide = [k for k, members in enumerate(sets) if _is_wide(days[list(members)])]
    for k in wide:
        home[list(sets[k])] = k
    found = [list(members) for k, members in enumerate(sets) if k not in wide]
    first, second, values = pairs
    for k in wide:
        inside = (home[first] == k) & (home[second] == k)
        members = np.array(sorted(sets[k]), dtype=np.int64)
        near = tuple(np.searchsorted(members, side[inside]) for side in (first, second))
        burst = _Burst(members, days[members], (near[0], near[1], values[inside]), unit)
        found += [part.tolist() for part in burst.parts(bounds)]
    return sorted(sorted(part) for part in found)


def are_apart(one: Places, other: Places, mean: float) -> bool:
    """Return whether time keeps two sets of articles with these days (0 where there is none) apart, which have this mean likeness."""
    bounds = story_weights().parting
    if mean >= bounds.likeness or not one.any() or not other.any():
        return False
    return round(float(_needed(np.array(_apart(one, other)), bounds)) - mean, _PLACES) > 0


def united(sets: Sequence[Sequence[int]], days: Places, pairs: Pairs, unit: int, apart: Iterable[tuple[int, int]] = ()) -> list[list[int]]:
    """Return the sets, with those united that come in one burst and are as alike across as within, but for those that hold a pair that is to stay apart.

    Columns are as for `parted`; likeness is that of the pairs that are given, and of at least half of all.
    """
    found = [sorted(members) for members in sets]
    large = [members for members in found if len(members) >= _SEVERAL and np.count_nonzero(days[members]) >= _DATED]
    if len(large) < 2:
        return sorted(found)
    small = [members for members in found if members not in large]
    sums = _Sums(large, len(days), pairs, unit, apart)
    while (best := sums.best(days)) is not None:
        sums.join(*best)
    return sorted(small + [sorted(members) for members in sums.members if members])


class _Sums:
    """Likeness and pairs between and inside sets, summed."""

    def __init__(self, sets: Sequence[list[int]], places: int, pairs: Pairs, unit: int, apart: Iterable[tuple[int, int]]) -> None:
        home = np.full(places, -1, dtype=np.int64)
        for k, members in enumerate(sets):
            home[members] = k
        first, second, values = pairs
        met = (home[first] >= 0) & (home[second] >= 0)
        count = len(sets)
        spots = home[first][met] * count + home[second][met]
        self._likeness, self._pairs = (
            np.bincount(spots, weights=weights, minlength=count * count).reshape(count, count) for weights in (values[met], None)
        )
        for table in (self._likeness, self._pairs):
            np.add(table, np.where(np.eye(count, dtype=bool), 0, table.T), out=table)
        self._never = np.eye(count, dtype=bool)
        for a, b in apart:
            if min(home[a], home[b]) >= 0:
                self._never[home[a], home[b]] = self._never[home[b], home[a]] = True
        self._unit = unit
        self.members = list(sets)

    def best(self, days: Places) -> tuple[int, int] | None:
        """The two sets that are most as alike across as within, of equals the first; None where no two are to be united."""
        sizes = np.array([len(members) for members in self.members])
        most = np.maximum(sizes[:, None] * sizes, 1).astype(np.float64)
        np.fill_diagonal(most, np.maximum(1, sizes * (sizes - 1) // 2))
        mean = self._likeness / (self._unit * np.maximum(self._pairs, most / 2))
        within = np.minimum(VERY, np.diag(mean))
        share = np.round(mean / np.maximum(LEAST_INSIDE, np.maximum(within[:, None], within)), _PLACES)
        share[self._never | (share < _AS_ALIKE)] = 0.0
        while share.any():
            i, j = divmod(int(share.argmax()), len(share))
            if _apart(days[self.members[i]], days[self.members[j]]) <= 1:
                return min(i, j), max(i, j)
            share[i, j] = share[j, i] = 0.0
        return None

    def join(self, i: int, j: int) -> None:
        """Put set `j` into set `i`."""
        for table in (self._likeness, self._pairs):
            table[i, i] += table[j, j] + table[i, j]
            within = table[i, i]
            table[i] += table[j]
            table[:, i] = table[i]
            table[i, i] = within
            table[j] = table[:, j] = 0
        self._never[i] |= self._never[j]
        self._never[:, i] = self._never[i]
        self._never[j] = self._never[:, j] = True
        self.members[i], self.members[j] = self.members[i] + self.members[j], []


def _is_wide(days: Places) -> bool:
    dated = days[days > 0]
    return len(dated) > 1 and int(dated.max() - dated.min()) >= _SHORT


def _apart(one: Places, other: Places) -> float:
    """The days between two sets with dates, for each day that they last."""
    means, wide = [], 0.0
    for side in (one[one > 0], other[other > 0]):
        means.append(float(side.mean()))
        wide += float(_lasts(np.array(float(len(side))), np.array(float(side.var()))))
    return abs(means[0] - means[1]) / wide


def _lasts(count: Floats, variance: Floats) -> Floats:
    return np.asarray(np.sqrt((_LASTS * _LASTS + count * variance) / (1 + count)))


def _needed(apart: Floats, bounds: Parting) -> Floats:
    """The mean likeness that two bursts need to be one story, by the days between them for each day that they last."""
    share = np.log(np.maximum(apart, bounds.least) / bounds.least) / np.log(bounds.most / bounds.least)
    return np.asarray(bounds.likeness * np.minimum(1.0, share))


class _Burst:
    """Articles in the order of their days: places, the day each stands at, which of them have a date of their own, and the pairs by their order."""

    def __init__(self, members: Places, days: Places, pairs: Pairs, unit: int) -> None:
        stands = _placed(days, pairs)
        order = np.argsort(stands, kind="stable")
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        first, second, values = pairs
        self._unit = unit
        self._members = members[order]
        self._stands = stands[order] - int(stands.min())
        self._dated = (days[order] > 0).astype(np.int64)
        self._early = np.minimum(rank[first], rank[second])
        self._late = np.maximum(rank[first], rank[second])
        self._values = values.astype(np.int64)

    def parts(self, bounds: Parting) -> list[Places]:
        """Return the parts, each cut again where that is due."""
        found, todo = [], [(0, len(self._members))]
        while todo:
            start, end = todo.pop()
            cut = self._cut(start, end, bounds)
            if cut is None:
                found.append(self._members[start:end])
            else:
                todo += [(start, cut), (cut, end)]
        return found

    def _cut(self, start: int, end: int, bounds: Parting) -> int | None:
        """Where the articles of a stretch fall most clearly into two bursts; None where they do not."""
        stands, dated = self._stands[start:end], self._dated[start:end]
        cuts = np.flatnonzero(np.diff(stands)) + 1
        if not len(cuts) or stands[-1] - stands[0] < _SHORT:
            return None
        counts, sums, squares = (np.cumsum(dated * stands**power) for power in (0, 1, 2))
        sides = [(counts[cuts - 1], sums[cuts - 1], squares[cuts - 1])]
        sides.append((counts[-1] - sides[0][0], sums[-1] - sides[0][1], squares[-1] - sides[0][2]))
        means, lasts = [], []
        for count, total, square in sides:
            many = np.maximum(1, count)
            means.append(total / many)
            lasts.append(_lasts(count, np.maximum(0.0, square / many - (total / many) ** 2)))
        likeness = self._across(start, end)[cuts] / (self._unit * cuts * (end - start - cuts))
        needed = _needed((means[1] - means[0]) / (lasts[0] + lasts[1]), bounds)
        # short reports share the names of who is in them whatever happens: as alike as two bursts need be is also measured by how alike each is
        tight = _AS_ALIKE * self._within(start, end)[cuts] * needed / bounds.likeness
        over = np.round(np.maximum(needed, tight) - likeness, _PLACES)
        over[(sides[0][0] == 0) | (sides[1][0] == 0)] = -1.0
        best = int(over.argmax())
        return start + int(cuts[best]) if over[best] > 0 else None

    def _within(self, start: int, end: int) -> Floats:
        """The mean likeness inside those before and inside those after each place of a stretch, the lesser of the two; of the one that has pairs, if one has."""
        early, late, values = self._between(start, end)
        before, after = (np.zeros(end - start + 1, dtype=np.int64) for _ in range(2))
        np.add.at(before, late + 1, values)
        np.add.at(after, early, values)
        counts = np.arange(end - start + 1)
        means = []
        for likeness, count in ((np.cumsum(before), counts), (np.cumsum(after[::-1])[::-1], counts[::-1])):
            pairs = count * (count - 1) // 2
            means.append((pairs > 0, likeness / (self._unit * np.maximum(1, pairs))))
        (has_before, before_mean), (has_after, after_mean) = means
        return np.asarray(np.where(has_before & has_after, np.minimum(before_mean, after_mean), np.maximum(before_mean, after_mean)))

    def _across(self, start: int, end: int) -> Places:
        """The likeness, summed, between those before and those after each place of a stretch."""
        early, late, values = self._between(start, end)
        steps = np.zeros(end - start + 1, dtype=np.int64)
        np.add.at(steps, early + 1, values)
        np.subtract.at(steps, late + 1, values)
        return np.cumsum(steps)

    def _between(self, start: int, end: int) -> tuple[Places, Places, Places]:
        """The pairs inside a stretch: the earlier place and the later one, counted from its start, and their likeness."""
        inside = (self._early >= start) & (self._late < end)
        return self._early[inside] - start, self._late[inside] - start, self._values[inside]


def _placed(days: Places, pairs: Pairs) -> Places:
    """The days; where there is none that of the dated article most alike, of equals the first; the middle one where none is alike."""
    stands = days.copy()
    if (days > 0).all():
        return stands
    first, second, values = (np.concatenate(sides) for sides in ((pairs[0], pairs[1]), (pairs[1], pairs[0]), (pairs[2], pairs[2])))
    asked = (days[first] == 0) & (days[second] > 0)
    first, second, values = first[asked], second[asked], values[asked]
    order = np.lexsort((second, -values.astype(np.int64), first))
    alone, at = np.unique(first[order], return_index=True)
    dated = np.sort(days[days > 0])
    stands[days == 0] = dated[(len(dated) - 1) // 2]
    stands[alone] = days[second[order][at]]
    return stands
