import json

import pytest

from tellings.app import evaluation
from tellings.errors import ConfigError


@pytest.fixture
def evals(tmp_path, monkeypatch):
    folder = tmp_path / "evals"
    (folder / "toy").mkdir(parents=True)
    (folder / "toy/measure.py").write_text("def measure(data):\n    return [{'task': 'toy', 'set': 'own', 'figures': {'f1': 0.71234}}]\n")
    (folder / "toy/floors.toml").write_text("[own]\nf1 = 0.8\n")
    monkeypatch.setattr(evaluation, "folder", lambda: folder)
    return folder


def test_a_figure_under_its_floor_is_told(evals):
    (row,) = evaluation.evaluate("toy", None)
    assert row.figures == {"f1": 0.7123}
    assert row.below == ("f1",)


def test_a_floor_without_its_figure_is_not_met(evals):
    (evals / "toy/floors.toml").write_text("[own]\nrecall = 0.1\n")
    (row,) = evaluation.evaluate("toy", None)
    assert row.below == ("recall",)


def test_rows_as_json_have_the_contract_s_names(evals):
    rows = list(evaluation.evaluate(None, None))
    assert json.loads(evaluation.as_json(rows)) == {
        "rows": [{"task": "toy", "set": "own", "figures": {"f1": 0.7123}, "floors": {"f1": 0.8}}]
    }


def test_an_unknown_task_or_folder_is_wrong_usage(evals, tmp_path):
    with pytest.raises(ConfigError, match="toy"):
        list(evaluation.evaluate("nothing", None))
    with pytest.raises(ConfigError, match="no folder"):
        list(evaluation.evaluate("toy", tmp_path / "gone"))
