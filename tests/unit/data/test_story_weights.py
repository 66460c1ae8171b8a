"""The learnt decision on stories: what its weights stand for, and that those that come with the project are sane."""

import math

import pytest

from tellings.cluster.likeness import FEATURES
from tellings.data.story_weights import Joining, Parting, features, read, story_weights


def test_two_articles_are_weighed_by_likeness_alone():
    assert features(0.25, 0.0, 1, 1) == (0.5, 0.0, 0.5, 1.0, 0.0, 0.0)


def test_sets_are_weighed_against_the_tighter_of_the_two():
    root, ratio, alone_root, alone, small, large = features(0.25, 0.5, 2, 8)
    assert (root, ratio, alone_root, alone) == (0.5, 0.5, 0.0, 0.0)
    assert (small, large) == (math.log(2), math.log(8))
    assert features(0.25, 0.5, 2, 8) == features(0.25, 0.5, 8, 2)


def test_the_ratio_of_small_numbers_tells_nothing():
    assert features(0.04, 0.0001, 1, 2)[1] == pytest.approx(0.8)
    assert features(0.5, 0.05, 1, 2)[1] == 2.0


def test_a_margin_is_the_weighted_sum():
    assert Joining(bias=-1.0, weights=(2.0, 0, 0, 0, 0, 0)).margin(0.25, 0.0, 1, 1) == 0.0


def test_the_weights_that_come_with_the_project():
    """Every likeness counts for something, more likeness never speaks against a story, and two articles that share nothing are none."""
    weights = story_weights()
    assert sorted(weights.likeness) == sorted(FEATURES)
    assert sum(weights.likeness.values()) == pytest.approx(1, abs=1e-3)
    assert min(weights.likeness.values()) >= 0
    for inside, one, other in ((0.0, 1, 1), (0.3, 1, 6), (0.3, 5, 6)):
        margins = [weights.joining.margin(mean / 20, inside, one, other) for mean in range(20)]
        assert margins == sorted(margins)
        assert margins[1] < 0 < margins[-1]
    assert 0 < weights.parting.least < weights.parting.most
    assert 0 < weights.parting.likeness < 1


def test_weights_are_read_from_a_file():
    parting = '"parting": {"least": 1, "most": 4, "likeness": 0.3}'
    made = read('{"likeness": {"terms": 1.0}, "joining": {"bias": 1, "weights": [1, 2, 3, 4, 5, 6]}, ' + parting + "}")
    assert made.joining == Joining(bias=1, weights=(1, 2, 3, 4, 5, 6))
    assert made.parting == Parting(least=1, most=4, likeness=0.3)
