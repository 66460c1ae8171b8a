"""Boosted trees are summed as the library that fitted them sums them."""

import numpy as np

from tellings.data.forests import forest


def test_trees_are_summed_as_they_were_learnt():
    tree = {
        "feature": [0, -1, 1, -1, -1],
        "threshold": [0.5, -2.0, 2.0, -2.0, -2.0],
        "left": [1, -1, 3, -1, -1],
        "right": [2, -1, 4, -1, -1],
    }
    stump = {"feature": [-1], "threshold": [-2.0], "left": [-1], "right": [-1], "value": [0.25], "depth": 0}
    model = {"features": ["a", "b"], "base": 0.0, "trees": [tree | {"value": [0.0, -1.0, 0.0, 1.0, 2.0], "depth": 2}, stump]}
    # sums of -0.75, 1.25 and 2.25 as chances; a value on the threshold goes left
    assert forest(model).scores(np.array([[0.5, 9.0], [1.0, 2.0], [1.0, 3.0]])).tolist() == [0.3208, 0.7773, 0.9047]


def test_no_rows_have_no_scores():
    model = {
        "features": ["a"],
        "base": 0.0,
        "trees": [{"feature": [-1], "threshold": [0], "left": [-1], "right": [-1], "value": [0], "depth": 0}],
    }
    assert forest(model).scores(np.zeros((0, 1))).tolist() == []


def test_many_rows_are_summed_as_they_are_one_by_one():
    chance = np.random.default_rng(1)
    leaf = {"feature": [0, -1, -1], "threshold": [0.5, 0, 0], "left": [1, -1, -1], "right": [2, -1, -1], "depth": 1}
    trees = [leaf | {"value": [0.0, *chance.normal(size=2).tolist()]} for _ in range(600)]
    made = forest({"features": ["a"], "base": 0.1, "trees": trees})
    rows = chance.random((5_000, 1))
    assert made.scores(rows)[::500].tolist() == [made.scores(rows[k : k + 1])[0] for k in range(0, 5_000, 500)]
