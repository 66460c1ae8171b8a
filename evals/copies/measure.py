"""Copy groups against the pairs that are copies: on generated wire texts, and on the accounts under `data`; streamed pairs against an exact join.

`python evals/copies/measure.py [DATA]`; `--full` instead: the join alone, of 20,000 variants and not 4,000.
"""

import importlib.util
import json
import sys
from itertools import combinations
from pathlib import Path
from typing import Any

from tellings.cluster import copies
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.resolved import CopyGroup
from tellings.model.spans import Span

_HERE = Path(__file__).parent
_WIRES, _COPIES, _SYNDICATED, _RELEASES, _REPORTS, _SEED = 300, 8, 80, 120, 150, 11
_VARIANTS, _FULL = 4_000, 20_000
Pairs = set[tuple[str, str]]


def measure(data: Path | None) -> list[dict[str, Any]]:
    """Return a row for the generated set, and one for the accounts where they are there."""
    desk = _beside("generate").Desk
    rows = [
        _generated("generated", list(desk(_SEED).articles(_WIRES, _COPIES))),
        _generated("syndicated", list(desk(_SEED + 1).syndicated(_SYNDICATED))),
        _generated("releases", list(desk(_SEED + 2).released(_RELEASES))),
        _generated("lifted", list(desk(_SEED + 3).lifted(_REPORTS))),
        contained(_VARIANTS),
    ]
    if data is not None and (data / "accounts").is_dir():
        rows.append(_accounts(data / "accounts"))
    return rows


def contained(count: int) -> dict[str, Any]:
    """Return the row of so many variants against the exact join."""
    made = _beside("containment")
    press = made.Press(_SEED + 4, _beside("generate").Desk(_SEED + 4))
    return {"task": "copies", "set": "containment", "figures": made.measured(press.variants(count))}


def _generated(name: str, made: list[Any]) -> dict[str, Any]:
    by_wire: dict[int, list[Any]] = {}
    for one in made:
        if one.wire is not None:
            by_wire.setdefault(one.wire, []).append(one)
    # two articles are copies where they carry at least two sentences of one wire text, not counting its quotation
    gold = {_pair(a.id, b.id) for group in by_wire.values() for a, b in combinations(group, 2) if len(a.carries & b.carries) > 2}
    # one or two shared sentences: finding such a pair is right, and missing it too
    free = {_pair(a.id, b.id) for group in by_wire.values() for a, b in combinations(group, 2) if 0 < len(a.carries & b.carries) <= 2}
    groups = _groups([_article(one.id, one.text, "Invented Wire" if one.credit else None, one.outlet) for one in made])
    # groups join what is joined in the middle: a pair of one wire without a shared sentence is no fault of the comparison
    free |= {_pair(a.id, b.id) for group in by_wire.values() for a, b in combinations(group, 2)} - gold
    figures = {"articles": len(made), **_prf(_pairs(groups) - free, gold)}
    if name == "lifted":
        owner = {one.id: one.outlet for one in made}
        named = [group.written_by == owner[f"g{article.partition('.')[0][1:]}"] for group in groups for article in group.articles[:1]]
        figures["origin"] = sum(named) / len(named)
    return {"task": "copies", "set": name, "figures": figures}


def _accounts(folder: Path) -> dict[str, Any]:
    found: Pairs = set()
    gold: Pairs = set()
    for story in sorted(path for path in folder.iterdir() if (path / "gold.json").exists()):
        lines = (story / "articles.jsonl").read_text(encoding="utf-8").splitlines()
        records = [json.loads(line) for line in lines]
        for group in json.loads((story / "gold.json").read_text(encoding="utf-8"))["copies"]:
            gold |= {_pair(f"{story.name}/{a}", f"{story.name}/{b}") for a, b in combinations(group["articles"], 2)}
        found |= _pairs(_groups([_article(f"{story.name}/{r['id']}", r["text"], None, None) for r in records]))
    return {"task": "copies", "set": "accounts", "figures": _prf(found, gold)}


def _groups(articles: list[Article]) -> list[CopyGroup]:
    return list(copies.run(Inputs.of(*articles), None))  # type: ignore[arg-type]  # the stage asks nothing of the context


def _pairs(groups: list[CopyGroup]) -> Pairs:
    return {_pair(a, b) for group in groups for a, b in combinations(group.articles, 2)}


def _article(name: str, text: str, writer: str | None, outlet: str | None) -> Article:
    whole = (Span(start=0, end=len(text)),)
    return Article(id=name, page=name, input=name, text=text, body=whole, furniture=(), written_by=writer, outlet=outlet)


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def _prf(found: Pairs, gold: Pairs) -> dict[str, float]:
    hits = len(found & gold)
    precision = hits / len(found) if found else 1.0
    recall = hits / len(gold) if gold else 1.0
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / (precision + recall) if hits else 0.0}


def _beside(name: str) -> Any:
    """The module that stands beside this one."""
    known = f"tellings_evals_copies_{name}"
    if known in sys.modules:
        return sys.modules[known]
    spec = importlib.util.spec_from_file_location(known, _HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[known] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    named = [Path(argument) for argument in sys.argv[1:] if argument != "--full"]
    for row in [contained(_FULL)] if "--full" in sys.argv else measure(named[0] if named else None):
        print(json.dumps(row))
