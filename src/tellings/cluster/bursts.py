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


def parted(
    sets: Sequence[Sequence[int]], days: Places, pairs: Pairs, unit: int, parting: Parting | None = None, stamps: Places | None = None
) -> list[list[int]]:
    """Return the sets of places 0..n-1, with those that time parts in their parts; each sorted, by their first place.

    `days` are ordinals, 0 where there is none; `pairs` are columns of both places and their likeness in parts of `unit`, a pair that is not given counts 0.
    `parting` are the bounds that come with the project where none are given. `stamps` tell outlet and minute, 0 where one is not known.
    """
    bounds = parting or story_weights().parting
    if stamps is not None:
        days = _sure(sets, days, stamps)
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
        bursts = _Bursts(members, days[members], (near[0], near[1], values[inside]), unit)
        found += [part.tolist() for part in bursts.parts(bounds)]
    return sorted(sorted(part) for part in found)


def _sure(sets: Sequence[Sequence[int]], days: Places, stamps: Places) -> Places:
    """The days, 0 where a set has surer ones.

    An outlet writes its reports of one happening one after another: those that bear one minute were stamped together, be it when they were read, so that
    their date tells little. They go with what they are like, as those without a date.
    """
    found = days.copy()
    for members in map(np.array, sets):
        _, which, counts = np.unique(stamps[members], return_inverse=True, return_counts=True)
        together = (stamps[members] > 0) & (counts[which] > 1)
        if together.any() and (days[members[~together]] > 0).any():
            found[members[together]] = 0
    return found


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
    return np.asarray(bounds.likeness * _share(apart, bounds))


def _share(apart: Floats, bounds: Parting) -> Floats:
    """How much of what far bursts need is needed: none of those that are near."""
    share = np.log(np.maximum(apart, bounds.least) / bounds.least) / np.log(bounds.most / bounds.least)
    return np.asarray(np.minimum(1.0, share))


class _Bursts:
    """Articles in the order of their days, as bursts that are united from the closest on: sums over the articles and the pairs of each."""

    def __init__(self, members: Places, days: Places, pairs: Pairs, unit: int) -> None:
        stands = _placed(days, pairs)
        order = np.argsort(stands, kind="stable")
        sorted_days = stands[order] - int(stands.min())
        run = np.concatenate([[0], np.cumsum(np.diff(sorted_days) >= _SHORT)])
        count = int(run[-1]) + 1
        home = np.empty(len(order), dtype=np.int64)
        home[order] = run
        first, second, values = pairs
        table = np.bincount(home[first] * count + home[second], weights=values, minlength=count * count).reshape(count, count) / unit
        # likeness between each two bursts, and inside each
        self._sums = table + table.T - np.diag(np.diag(table))
        self._sizes = np.bincount(run, minlength=count)
        dated = (days[order] > 0).astype(np.float64)
        self._moments = np.stack([np.bincount(run, weights=dated * sorted_days**power, minlength=count) for power in (0, 1, 2)])
        self._members = [members[order[run == k]] for k in range(count)]

    def parts(self, bounds: Parting) -> list[Places]:
        """Return the bursts that are left when those beside one another that are alike enough for the time between them are united, the closest in time first."""
        while len(self._members) > 1:
            apart = self._apart()
            due = np.flatnonzero(self._lacking(apart, bounds) <= 0)
            if not len(due):
                break
            self._unite(int(due[np.round(apart[due], _PLACES).argmin()]))
        return self._members

    def _apart(self) -> Floats:
        """The days between each burst and the next, for each day that the two last."""
        counts, sums, squares = self._moments
        many = np.maximum(1.0, counts)
        means = sums / many
        lasts = _lasts(counts, np.maximum(0.0, squares / many - means**2))
        return np.asarray((means[1:] - means[:-1]) / (lasts[1:] + lasts[:-1]))

    def _lacking(self, apart: Floats, bounds: Parting) -> Floats:
        """By how much each burst and the next are less alike than they need be to be one story."""
        sizes = self._sizes.astype(np.float64)
        likeness = np.diag(self._sums, 1) / (sizes[1:] * sizes[:-1])
        share = _share(apart, bounds)
        # short reports share the names of who is in them whatever happens: as alike as two bursts need be is also measured by how alike each is
        pairs = sizes * (sizes - 1) / 2
        within = np.diag(self._sums) / np.maximum(1.0, pairs)
        one, other = np.where(pairs > 0, within, np.inf)[1:], np.where(pairs > 0, within, np.inf)[:-1]
        least = np.minimum(one, other)
        needed = share * np.maximum(bounds.likeness, _AS_ALIKE * np.where(np.isinf(least), 0.0, least))
        return np.asarray(np.round(needed - likeness, _PLACES))

    def _unite(self, k: int) -> None:
        """Make one burst of one and the next."""
        table = self._sums
        inside = table[k, k] + table[k + 1, k + 1] + table[k, k + 1]
        table[k] += table[k + 1]
        table[:, k] = table[k]
        table[k, k] = inside
        self._sums = np.delete(np.delete(table, k + 1, axis=0), k + 1, axis=1)
        self._sizes[k] += self._sizes[k + 1]
        self._sizes = np.delete(self._sizes, k + 1)
        self._moments[:, k] += self._moments[:, k + 1]
        self._moments = np.delete(self._moments, k + 1, axis=1)
        self._members[k : k + 2] = [np.concatenate(self._members[k : k + 2])]


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
