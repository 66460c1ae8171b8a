"""Claims, pair by pair: two invented articles of one sentence each, told by two outlets. Same claim, different ones, or a conflict?

`accuracy` is the share of pairs judged right; `slot` and `relation` the shares right among pairs that are conflicts and were judged so;
`false_conflicts` the share of the other pairs that were taken for one.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import tellings
from tellings.model.briefs import StoryBrief
from tellings.settings import Settings

HERE = Path(__file__).resolve().parent


def measure(data: Path | None) -> list[dict[str, Any]]:
    """One row for the project's own pairs."""
    cases = [json.loads(line) for line in (HERE / "cases.jsonl").read_text(encoding="utf-8").splitlines() if line.strip()]
    judged = [(case, judge(case)) for case in cases]
    right = sum(case["judgement"] == found[0] for case, found in judged)
    conflicts = [(case, found) for case, found in judged if case["judgement"] == "conflict" == found[0]]
    others = [found for case, found in judged if case["judgement"] != "conflict"]
    figures = {
        "accuracy": right / len(judged),
        "slot": _share([case["slot"] == found[1] for case, found in conflicts]),
        "relation": _share([case["relation"] == found[2] for case, found in conflicts]),
        "false_conflicts": _share([found[0] == "conflict" for found in others]),
        "pairs": float(len(judged)),
    }
    return [{"task": "claims", "set": "own", "figures": figures, "floors": {}}]


def judge(case: dict[str, Any]) -> tuple[str, str | None, str | None]:
    """What a brief of the two says of them: judgement, slot, relation."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pair.jsonl"
        lines = [
            {"id": side, "outlet": f"Outlet {side.upper()}", "published": case[f"{side}_published"], "text": case[side]} for side in "ab"
        ]
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        brief = tellings.brief([path], settings=Settings(one_story=True, processes=1))
    return _judged(brief.stories[0]) if brief.stories else ("different", None, None)


def _judged(story: StoryBrief) -> tuple[str, str | None, str | None]:
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


if __name__ == "__main__":
    for line in (HERE / "cases.jsonl").read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        got = judge(one)
        wanted = (one["judgement"], one["slot"], one["relation"]) if one["judgement"] == "conflict" else (one["judgement"], None, None)
        if got != wanted:
            print(one["id"], "wanted", *wanted, "got", *got, "|", one["a"], "||", one["b"])
    print(json.dumps(measure(None), indent=1), file=sys.stdout)
