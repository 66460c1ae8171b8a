"""What time says of sets that words have made: two bursts are parted, halves of one burst united."""

import math
import random
from itertools import combinations, pairwise, product

import numpy as np
import pytest

from tellings.cluster.bursts import are_apart, parted, united
from tellings.data.story_weights import story_weights

UNIT = 10_000
SPRING = 738_000


def columns(likeness: dict[tuple[int, int], float]):
    first, second = (np.array(side, dtype=np.int64) for side in zip(*likeness, strict=True))
    return first, second, np.array([round(value * UNIT) for value in likeness.values()], dtype=np.uint16)


def all_alike(count: int, value: float, **others: float):
    made = dict.fromkeys(combinations(range(count), 2), value)
    return columns(made | {tuple(int(k) for k in pair.split("_")[1:]): other for pair, other in others.items()})


def days(*after: int | None) -> np.ndarray:
    return np.array([0 if day is None else SPRING + day for day in after], dtype=np.int64)


def test_two_happenings_of_one_kind_a_month_apart_are_parted():
    assert parted([range(6)], days(0, 30, 1, 31, 0, 32), all_alike(6, 0.25), UNIT) == [[0, 2, 4], [1, 3, 5]]


def test_a_bound_of_nothing_parts_only_what_is_less_alike_across_than_within():
    bounds = story_weights().parting._replace(likeness=0.0)
    assert len(parted([range(4)], days(0, 0, 90, 90), all_alike(4, 0.1), UNIT, bounds)) == 1
    assert len(parted([range(4)], days(0, 0, 90, 90), all_alike(4, 0.1, p_0_1=0.5, p_2_3=0.5), UNIT, bounds)) == 2


def test_tellings_that_are_very_alike_stay_together_whatever_their_dates():
    assert parted([range(6)], days(0, 30, 1, 31, 0, 32), all_alike(6, 0.35), UNIT) == [[0, 1, 2, 3, 4, 5]]


@pytest.mark.parametrize(("across", "later", "parts"), [(0.59, 30, 2), (0.61, 30, 1), (0.59, 1, 1)])
def test_short_reports_that_share_who_called_are_parted_where_they_are_less_alike_across_than_within(across, later, parts):
    likeness = all_alike(4, across, p_0_1=0.8, p_2_3=0.8)
    assert len(parted([range(4)], days(0, 1, later, later + 1), likeness, UNIT)) == parts


def test_one_report_of_another_happening_is_parted_from_those_that_are_alike():
    assert parted([range(3)], days(0, 0, 40), all_alike(3, 0.5, p_0_1=0.9), UNIT) == [[0, 1], [2]]


def test_three_happenings_are_three():
    assert parted([range(6)], days(0, 1, 30, 31, 80, 81), all_alike(6, 0.2), UNIT) == [[0, 1], [2, 3], [4, 5]]


@pytest.mark.parametrize("when", [days(None, None, None), days(None, 3, None), days(0, 1, 0), days(0, 2, 3)])
def test_what_has_no_dates_or_comes_within_days_is_left(when):
    assert parted([range(3)], when, all_alike(3, 0.2), UNIT) == [[0, 1, 2]]


def test_a_story_that_runs_for_weeks_is_left_where_two_bursts_of_that_distance_are_parted():
    running = days(*range(0, 24, 2))
    assert parted([range(12)], running, all_alike(12, 0.25), UNIT) == [list(range(12))]
    assert len(parted([range(12)], days(*[0] * 6, *[22] * 6), all_alike(12, 0.25), UNIT)) == 2


def test_an_article_without_a_date_goes_with_the_one_it_is_most_alike():
    likeness = all_alike(5, 0.2, p_1_4=0.24)
    assert parted([range(5)], days(0, 30, 0, 30, None), likeness, UNIT) == [[0, 2], [1, 3, 4]]


def test_what_one_outlet_stamped_with_one_minute_goes_with_what_it_is_like_where_others_have_dates():
    likeness = all_alike(5, 0.25)
    when, stamps = days(0, 1, 0, 40, 40), np.array([0, 7, 8, 9, 9])
    assert parted([range(5)], when, likeness, UNIT) == [[0, 1, 2], [3, 4]]
    assert parted([range(5)], when, likeness, UNIT, stamps=stamps) == [[0, 1, 2, 3, 4]]
    # of two sets each; and where there is no other date, it is the only one there is
    assert parted([[0, 1, 2, 3], [4]], when, likeness, UNIT, stamps=stamps) == [[0, 1, 2], [3], [4]]
    assert parted([range(4)], days(0, 0, 40, 40), all_alike(4, 0.2), UNIT, stamps=np.array([5, 5, 6, 6])) == [[0, 1], [2, 3]]


def test_only_sets_are_parted_never_joined():
    found = parted([[3, 0], [1, 2], [4]], days(0, 1, 40, 0, 1), all_alike(5, 0.2), UNIT)
    assert found == [[0, 3], [1], [2], [4]]


def _reference(when, likeness):
    """Parts by the definition: of the bursts beside one another that may be one story the closest in time are united, as long as there are two."""
    bounds = story_weights().parting
    parts: list[list[int]] = []
    for k in sorted(range(len(when)), key=lambda k: (when[k], k)):
        if parts and when[k] - when[parts[-1][-1]] < 2:
            parts[-1].append(k)
        else:
            parts.append([k])

    def mean(pairs) -> float:
        values = [likeness.get((min(pair), max(pair)), 0) for pair in pairs]
        return sum(values) / len(values)

    while True:
        due = []
        for k, (one, other) in enumerate(pairwise(parts)):
            spread = [[when[i] for i in side] for side in (one, other)]
            lasts = sum(math.sqrt((9 + len(side) * float(np.var(side))) / (1 + len(side))) for side in spread)
            apart = (float(np.mean(spread[1])) - float(np.mean(spread[0]))) / lasts
            share = min(1.0, math.log(max(apart, bounds.least) / bounds.least) / math.log(bounds.most / bounds.least))
            within = min((mean(combinations(side, 2)) for side in (one, other) if len(side) > 1), default=0.0)
            if round(share * max(bounds.likeness, 0.75 * within) - mean(product(one, other)), 9) <= 0:
                due.append((round(apart, 9), k))
        if not due:
            return sorted(map(sorted, parts))
        k = min(due)[1]
        parts[k : k + 2] = [parts[k] + parts[k + 1]]


@pytest.mark.parametrize("seed", range(20))
def test_parts_are_those_of_the_definition(seed):
    chance = random.Random(seed)
    count = chance.randint(4, 24)
    when = days(*(chance.choice((0, 1, 2, 9, 16, 40, 44, 200)) for _ in range(count)))
    likeness = {pair: round(chance.uniform(0.05, 0.5), 4) for pair in combinations(range(count), 2) if chance.random() < 0.8}
    found = parted([range(count)], when, columns(likeness), UNIT)
    assert found == _reference(when.tolist(), likeness)


def test_a_third_burst_far_off_hides_no_gap_between_the_first_two():
    """Were the later two looked at together, they would last for weeks, beside which three weeks are no gap."""
    likeness = all_alike(7, 0.24, p_0_6=0.6, p_1_6=0.6, p_2_6=0.6, p_3_6=0.2, p_4_6=0.2, p_5_6=0.2)
    assert parted([range(7)], days(0, 1, 2, 21, 22, 24, 67), likeness, UNIT) == [[0, 1, 2], [3, 4, 5], [6]]


def test_one_article_is_kept_from_a_story_of_another_month():
    assert are_apart(days(30), days(0, 1, 2), 0.25)
    assert not are_apart(days(30), days(0, 1, 2), 0.35)
    assert not are_apart(days(3), days(0, 1, 2), 0.25)
    assert not are_apart(days(None), days(0, 1, 2), 0.1)
    assert not are_apart(days(30), days(None, None), 0.1)


def test_halves_of_one_burst_are_united():
    likeness = all_alike(8, 0.25)
    assert united([range(4), range(4, 8)], days(0, 1, 0, 1, 1, 0, 1, 0), likeness, UNIT) == [list(range(8))]


def test_halves_of_two_bursts_are_not():
    assert united([range(4), range(4, 8)], days(0, 1, 0, 1, 30, 31, 30, 31), all_alike(8, 0.25), UNIT) == [[0, 1, 2, 3], [4, 5, 6, 7]]


def test_two_happenings_of_one_day_are_not():
    across = {pair: 0.15 if (pair[0] < 4) != (pair[1] < 4) else 0.3 for pair in combinations(range(8), 2)}
    assert len(united([range(4), range(4, 8)], days(*[0] * 8), columns(across), UNIT)) == 2


def test_nor_few_articles_nor_those_without_dates():
    assert len(united([range(2), range(2, 4)], days(0, 0, 0, 0), all_alike(4, 0.25), UNIT)) == 2
    assert len(united([range(4), range(4, 8)], days(*[None] * 8), all_alike(8, 0.25), UNIT)) == 2


def test_what_somebody_parted_is_not_united():
    found = united([range(4), range(4, 8), range(8, 12)], days(*[0] * 12), all_alike(12, 0.25), UNIT, apart=[(3, 11)])
    assert sorted(map(len, found)) == [4, 8]
    assert not any({3, 11} <= set(part) for part in found)


def test_pairs_that_were_not_compared_are_not_taken_as_unlike_where_half_of_them_were():
    some = {pair: 0.25 for k, pair in enumerate(combinations(range(12), 2)) if (pair[0] < 6) == (pair[1] < 6) or k % 3}
    few = {pair: 0.25 for k, pair in enumerate(combinations(range(12), 2)) if (pair[0] < 6) == (pair[1] < 6) or k % 4 == 0}
    assert len(united([range(6), range(6, 12)], days(*[0] * 12), columns(some), UNIT)) == 1
    assert len(united([range(6), range(6, 12)], days(*[0] * 12), columns(few), UNIT)) == 2


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_pairs_and_sets_is_the_same(seed):
    chance = random.Random(seed)
    when = days(*(chance.choice((0, 1, 2, 30, 31)) for _ in range(15)))
    likeness = {pair: round(chance.uniform(0.1, 0.4), 4) for pair in combinations(range(15), 2)}
    sets = [list(range(5)), list(range(5, 10)), list(range(10, 15))]
    expected = united(parted(sets, when, columns(likeness), UNIT), when, columns(likeness), UNIT)
    turned = {(b, a): value for (a, b), value in chance.sample(sorted(likeness.items()), len(likeness))}
    again = united(parted(sets[::-1], when, columns(turned), UNIT), when, columns(turned), UNIT)
    assert again == expected
