"""Claims, pair by pair: two invented articles of one sentence each, told by two outlets. Same claim, different ones, or a conflict?

`accuracy` is the share of pairs judged right by a whole brief of the two; `slot` and `relation` the shares right among pairs that are conflicts and were
judged so; `false_conflicts` the share of the other pairs that were taken for one. `python evals/claims/measure.py [CASES.jsonl]` lists the errors.
"""

import json
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import tellings
from tellings.model.briefs import StoryBrief
from tellings.settings import Settings

HERE = Path(__file__).resolve().parent
SETS = {"own": "cases.jsonl", "pairs": "pairs.jsonl"}

Judgement = tuple[str, str | None, str | None]


def measure(data: Path | None) -> list[dict[str, Any]]:
    """One row for each of the project's own sets of pairs."""
    return [
        {"task": "claims", "set": name, "figures": figures(HERE / file), "floors": {}}
        for name, file in SETS.items()
        if (HERE / file).exists()
    ]


def figures(path: Path) -> dict[str, float]:
    """The figures of one file of pairs."""
    judged = [(case, judge(case)) for case in cases(path)]
    conflicts = [(case, found) for case, found in judged if case["judgement"] == "conflict" == found[0]]
    others = [found for case, found in judged if case["judgement"] != "conflict"]
    return {
        "accuracy": _share([case["judgement"] == found[0] for case, found in judged]),
        "slot": _share([case["slot"] == found[1] for case, found in conflicts]),
        "relation": _share([case["relation"] == found[2] for case, found in conflicts]),
        "false_conflicts": _share([found[0] == "conflict" for found in others]),
        "pairs": float(len(judged)),
    }


def cases(path: Path) -> list[dict[str, Any]]:
    """The pairs of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def judge(case: dict[str, Any]) -> Judgement:
    """What a brief of the two says of them: judgement, slot, relation."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pair.jsonl"
        lines = [
            {"id": side, "outlet": f"Outlet {side.upper()}", "published": case[f"{side}_published"], "text": case[side]} for side in "ab"
        ]
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        brief = tellings.brief([path], settings=Settings(one_story=True, processes=1))
    return _judged(brief.stories[0]) if brief.stories else ("different", None, None)


def _judged(story: StoryBrief) -> Judgement:
    article_of = {s.id: s.sel.article for s in story.statements}
    both = [c for c in story.claims if len({article_of[s] for s in c.statements}) == 2]
    conflicts = {c.claim: c for c in story.conflicts}
    for claim in both:
        conflict = conflicts.get(claim.id)
        if conflict is not None and conflict.relation != "precision":
            return "conflict", conflict.slot, conflict.relation
    return ("same" if both else "different"), None, None


def _share(values: list[bool]) -> float:
    return sum(values) / len(values) if values else 0.0


def main() -> None:
    """Print each pair that was judged wrong, and the table of judgements (right, found)."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "cases.jsonl"
    table: Counter[tuple[str, str]] = Counter()
    for case in cases(path):
        found = judge(case)
        wanted = (case["judgement"], case["slot"], case["relation"]) if case["judgement"] == "conflict" else (case["judgement"], None, None)
        table[wanted[0], found[0]] += 1
        if found != wanted:
            print(case["id"], "wanted", *wanted, "got", *found, "|", case["a"], "||", case["b"])
    print(dict(sorted(table.items())))


if __name__ == "__main__":
    main()
