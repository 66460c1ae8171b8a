"""Accounts: whole briefs of stories told by several outlets, scored against what a careful reader finds.

The alignment decision is learnt from these very stories, so each is briefed with weights learnt on the others (one story left out at a
time where there is time, else `FOLDS` folds of stories). The rest of the pipeline is as it ships.
"""

import importlib.util
import json
import random
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import tellings
from tellings.backends.minilm import MiniLmEmbedder
from tellings.backends.pairs import MiniLmPairs
from tellings.briefing.render.json import render
from tellings.resolve.aligning import decision, reading
from tellings.settings import Settings

HERE = Path(__file__).resolve().parent
SCENES = HERE.parents[1] / "scripts" / "scenes"
FOLDS = 6


def measure(data: Path | None) -> list[dict[str, Any]]:
    """One row of the scorer's figures; none where there are no accounts or no scorer beside them."""
    if data is None or not list((data / "accounts").glob("*/gold.json")):
        return []
    scorer = _scorer(data)
    if scorer is None:
        return []
    counts = dict(story_counts(data / "accounts", scorer))
    total = scorer.figures(scorer.add(counts.values()))
    figures: dict[str, float] = {}
    for name, value in total.items():
        if "f1" in value:
            figures |= {f"{name}_f1": value["f1"], f"{name}_p": value["p"], f"{name}_r": value["r"]}
        elif value["share"] is not None:
            figures[name] = value["share"]
    return [{"task": "accounts", "set": "accounts", "figures": figures, "floors": {}}]


def story_counts(accounts: Path, scorer: ModuleType) -> list[tuple[str, dict[str, tuple[int, ...]]]]:
    """The scorer's counts of each story, briefed with weights that have not seen it."""
    # each text is embedded and each couple of passages read once for all folds and briefs: the second time from memory
    with (
        patch.object(MiniLmEmbedder, "_vector", lru_cache(maxsize=None)(MiniLmEmbedder._vector)),  # noqa: SLF001
        patch.object(MiniLmPairs, "_read", _remembered(MiniLmPairs._read)),  # noqa: SLF001
    ):
        return _story_counts(accounts, scorer)


def _remembered(read: Callable[..., Any]) -> Callable[..., Any]:
    """The reading of two passages, which depends on nothing but these, from memory where any reader has read them."""
    found: dict[tuple[str, str, float], Any] = {}

    def reading(reader: MiniLmPairs, a: str, b: str, least: float) -> Any:
        if (a, b, least) not in found:
            found[a, b, least] = read(reader, a, b, least)
        return found[a, b, least]

    return reading


def _story_counts(accounts: Path, scorer: ModuleType) -> list[tuple[str, dict[str, tuple[int, ...]]]]:
    learning = _load("tellings_evals_learning", HERE / "learning.py")
    ctx = learning.context()
    folders = sorted(gold.parent for gold in accounts.glob("*/gold.json"))
    samples = [learning.sample(folder, ctx) for folder in folders]
    short = learning.short_stories(SCENES, ctx)
    rows = []
    few = None
    for fold in range(FOLDS):
        inside = [k for k in range(len(folders)) if k % FOLDS == fold]
        if not inside:
            continue
        model = learning.fit([*(samples[k] for k in range(len(folders)) if k not in inside), *short], few)
        few = model["few"]  # learnt from scenes alone: one for all folds
        rows.extend((folders[k].name, _counts(folders[k], model, scorer)) for k in inside)
    return sorted(rows)


def _counts(folder: Path, model: dict[str, Any], scorer: ModuleType) -> dict[str, tuple[int, ...]]:
    with patch.object(decision, "_model", lambda: model):
        brief = tellings.brief([folder / "articles.jsonl"], settings=Settings(one_story=True, processes=1))
    counts: dict[str, tuple[int, ...]] = scorer.story_counts(folder, json.loads(render(brief)))
    return counts


def _scorer(data: Path) -> ModuleType | None:
    for folder in (data.parent / "score", HERE.parents[1].parent / "shared" / "score"):
        if (folder / "score_accounts.py").is_file():
            return _load("tellings_evals_score_accounts", folder / "score_accounts.py")
    return None


def _load(name: str, path: Path) -> ModuleType:
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, path)
        if spec is None or spec.loader is None:
            raise ImportError(f"cannot load {path.name}")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


def of(figure: dict[str, Any]) -> float | None:
    """The one number of a figure: F1, or the share."""
    found: float | None = figure["f1"] if "f1" in figure else figure["share"]
    return found


def main() -> None:
    """Print the figures of each story, the totals and their 90 % intervals over stories."""
    data = Path(sys.argv[1])
    if "--characters" in sys.argv:
        reading._CHARACTERS = int(sys.argv[sys.argv.index("--characters") + 1])  # noqa: SLF001  # what the curve is drawn over
    scorer = _scorer(data)
    assert scorer is not None
    rows = story_counts(data / "accounts", scorer)
    total = scorer.figures(scorer.add(n for _, n in rows))
    rng = random.Random(0)
    boots = [scorer.figures(scorer.add(rng.choices([n for _, n in rows], k=len(rows)))) for _ in range(500)]
    print("| story | " + " | ".join(total) + " |\n|" + "---|" * (len(total) + 1))
    for name, n in rows:
        print(f"| {name} | " + " | ".join("-" if of(f) is None else f"{of(f):.2f}" for f in scorer.figures(n).values()) + " |")
    print("| **all** | " + " | ".join("-" if of(f) is None else f"{of(f):.3f}" for f in total.values()) + " |")
    spread = []
    for key in total:
        values = sorted(v for b in boots if (v := of(b[key])) is not None)
        spread.append(f"{values[int(0.05 * len(values))]:.2f}-{values[int(0.95 * len(values)) - 1]:.2f}" if values else "-")
    print("| 90 % | " + " | ".join(spread) + " |")
    for key in ("align", "claims", "conflict", "copies"):
        print(key, {k: round(v, 3) for k, v in total[key].items()})


if __name__ == "__main__":
    main()
