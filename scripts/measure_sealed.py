"""Measures the sealed halves: the evaluations once more, with each task's sealed.jsonl in the place of its cases.jsonl. Prints the rows as JSON.

Nobody reads the sealed cases or mends against them; only these figures are looked at.
"""

import shutil
import tempfile
from pathlib import Path
from unittest.mock import patch

from tellings.app import evaluation

EVALS = Path(__file__).parents[1] / "evals"


def main() -> None:
    """Print the figures of every task that has a sealed half."""
    with tempfile.TemporaryDirectory() as folder:
        evals = Path(folder) / "project" / "evals"
        shutil.copytree(EVALS, evals)
        tasks = sorted(path.parent.name for path in evals.glob("*/sealed.jsonl"))
        for task in tasks:
            (evals / task / "sealed.jsonl").replace(evals / task / "cases.jsonl")
        with patch.object(evaluation, "folder", lambda: evals):
            rows = [row for task in tasks for row in evaluation.evaluate(task, None)]
    print(evaluation.as_json(rows), end="")


if __name__ == "__main__":
    main()
