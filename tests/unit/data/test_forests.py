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


def test_deep_trees_are_walked_as_a_node_by_node_walk_goes():
    chance = np.random.default_rng(2)
    trees = [_grown(chance) for _ in range(40)]
    rows = chance.integers(0, 7, (500, 5)).astype(float)
    sums = [sum(_walked(tree, row) for tree in trees) for row in rows]
    found = forest({"features": list("abcde"), "base": 0.0, "trees": trees}).scores(rows)
    assert np.abs(found - 1 / (1 + np.exp(-np.array(sums)))).max() < 0.0001


def _grown(chance: np.random.Generator) -> dict:
    """A tree that splits where the dice say, five levels deep at most, with thresholds that values of the rows meet."""
    tree: dict = {"feature": [], "threshold": [], "left": [], "right": [], "value": [], "depth": 5}

    def grow(depth: int) -> int:
        at = len(tree["feature"])
        split = depth < 5 and chance.random() < 0.8
        for key, value in (("feature", int(chance.integers(5)) if split else -1), ("threshold", float(chance.integers(7))), ("left", -1), ("right", -1), ("value", float(chance.normal()))):  # fmt: skip
            tree[key].append(value)
        if split:
            tree["left"][at], tree["right"][at] = grow(depth + 1), grow(depth + 1)
        return at

    grow(0)
    return tree


def _walked(tree: dict, row: np.ndarray) -> float:
    at = 0
    while tree["feature"][at] >= 0:
        at = tree["left"][at] if row[tree["feature"][at]] <= tree["threshold"][at] else tree["right"][at]
    return tree["value"][at]
