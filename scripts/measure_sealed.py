"""Measures the sealed halves: the evaluations once more, with each sealed file in the place of its open one. Prints the rows as JSON.

    python scripts/measure_sealed.py [TASK] [DATA]      DATA: a folder laid out like the development data, which labels of pages need

Nobody reads the sealed cases or mends against them; only these figures are looked at.
"""

import shutil
import sys
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
        sealed = sorted(evals.glob("*/*sealed.jsonl"))
        for path in sealed:
            path.replace(path.with_name("cases.jsonl" if path.name == "sealed.jsonl" else path.name.replace("-sealed", "")))
        named = [name for name in sys.argv[1:] if "/" not in name]
        data = next((Path(name) for name in sys.argv[1:] if "/" in name), None)
        with patch.object(evaluation, "folder", lambda: evals):
            rows = [row for task in named or sorted({path.parent.name for path in sealed}) for row in evaluation.evaluate(task, data)]
    print(evaluation.as_json(rows), end="")


if __name__ == "__main__":
    main()
