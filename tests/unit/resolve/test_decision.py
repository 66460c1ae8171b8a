import numpy as np

from tellings.resolve.aligning import decision, reading
from tellings.resolve.aligning.features import NAMES

STUMP = {
    "features": list(NAMES),
    "base": 0.0,
    "trees": [
        {"feature": [0, -1, -1], "threshold": [0.5, 0, 0], "left": [1, -1, -1], "right": [2, -1, -1], "value": [0, -2.0, 2.0], "depth": 1}
    ],
}


def test_a_row_at_the_threshold_goes_left() -> None:
    rows = np.zeros((3, len(NAMES)))
    rows[:, 0] = [0.2, 0.5, 0.8]
    assert decision.scores("glance", rows, {"glance": STUMP}).tolist() == [0.1192, 0.1192, 0.8808]


def test_the_shipped_weights_are_of_the_features_that_are_made() -> None:
    assert decision.scores("glance", np.zeros((1, len(NAMES)))).shape == (1,)
    assert decision.scores("decision", np.zeros((1, len(NAMES) + len(reading.NAMES)))).shape == (1,)
    assert 0 < decision.threshold("attach") < decision.threshold("join") < 1
