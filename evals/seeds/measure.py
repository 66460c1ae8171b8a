"""The two defining pages against what a careful reader finds, point by point (`score/score_seeds.py` beside the data)."""

import importlib.util
import json
import sys
from pathlib import Path

from tellings.app.briefs import brief
from tellings.briefing import render


def measure(data: Path | None) -> list[dict]:
    if data is None or not (data.parent / "seeds").is_dir():
        return []
    scorer = load(data.parent / "score" / "score_seeds.py")
    made = brief(sorted((data.parent / "seeds").glob("*.txt")), published="2021-08-25")
    ok, of, missing = scorer.points(json.loads(render.render(made, "json")))
    for name in missing:
        print(f"missing: {name}", file=sys.stderr)
    return [{"task": "seeds", "set": "seeds", "figures": {"points": ok, "of": of, "share": ok / of}}]


def load(path: Path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
