from hypothesis import given
from hypothesis import strategies as st

from tellings.resolve.aligning.grouping import attached, groups


def test_one_strong_pair_does_not_chain_two_claims() -> None:
    scores = {(0, 1): 0.9, (2, 3): 0.9, (1, 2): 0.5}
    assert groups(4, scores, 0.3) == [[0, 1], [2, 3]]


def test_groups_join_while_all_pairs_between_them_score() -> None:
    scores = {(0, 1): 0.9, (0, 2): 0.6, (1, 2): 0.6}
    assert groups(4, scores, 0.5) == [[0, 1, 2], [3]]


def test_a_statement_attaches_to_a_second_claim() -> None:
    scores = {(0, 1): 0.9, (2, 3): 0.9, (1, 2): 0.4, (1, 3): 0.4}
    found = groups(4, scores, 0.5)
    assert attached(found, scores, 0.3) == [[], [1]]


@given(st.dictionaries(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda p: p[0] < p[1]), st.floats(0, 1)), st.randoms())
def test_every_statement_is_in_one_group_whatever_the_order_of_pairs(scores, random) -> None:
    found = groups(8, scores, 0.4)
    assert sorted(k for group in found for k in group) == list(range(8))
    shuffled = list(scores.items())
    random.shuffle(shuffled)
    assert groups(8, dict(shuffled), 0.4) == found


def test_of_two_that_score_about_the_same_the_one_with_more_parts_in_common_joins_first() -> None:
    scores = {(0, 1): 0.79, (1, 2): 0.76}
    assert groups(3, scores, 0.4) == [[0, 1], [2]]
    assert groups(3, scores, 0.4, {(0, 1): 1, (1, 2): 3}) == [[0], [1, 2]]
    assert groups(3, scores | {(0, 1): 0.9}, 0.4, {(0, 1): 1, (1, 2): 3}) == [[0, 1], [2]]
