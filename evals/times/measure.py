"""Time expressions on the project's own sentences: TempEval-3's measures. An expression is found where it overlaps a gold one; value and type
are right where the found one's are the gold one's; F1 of value = F1 of finding x share of values right.
"""

import json
import re
from pathlib import Path

from tellings.app.contexts import make_context
from tellings.engine.local import run_stages
from tellings.model.articles import Page
from tellings.model.observed import TimeExpression
from tellings.pipeline import STAGES
from tellings.settings import Settings

HERE = Path(__file__).parent
WANTED = ("markup", "text", "metadata", "body", "parse", "times")


def measure(data):
    sets = [path for path in (HERE / "cases.jsonl", HERE / "news.jsonl") if path.exists()]
    return [{"task": "times", "set": path.stem, "figures": score(load(path))[0]} for path in sets]


def load(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def score(cases):
    stages = [stage for stage in STAGES if stage.name in WANTED]
    context = make_context(Settings(embedder="lexical"))
    counts = {"gold": 0, "found": 0, "overlap": 0, "exact": 0, "value": 0, "type": 0}
    wrong = []
    for case in cases:
        page = Page(
            id=case["id"], input=case["id"], medium="record", raw=case["sentence"].encode(), sha256="", given_published=case["published"]
        )
        made = [r for r in run_stages(stages, [page], context) if isinstance(r, TimeExpression)]
        gold, at = [], 0
        for one in case["expressions"]:
            start = one.get("start", case["sentence"].find(one["text"], at))
            start = start if start >= 0 else case["sentence"].find(one["text"])
            at = start + len(one["text"])
            gold.append((start, at, one["type"], one["value"]))
        counts["gold"] += len(gold)
        counts["found"] += len(made)
        free = list(made)
        for start, end, kind, value in gold:
            hit = next((t for t in free if t.sel.start < end and start < t.sel.end), None)
            if hit is None:
                wrong.append((case, "missed", case["sentence"][start:end], value, None))
                continue
            free.remove(hit)
            counts["overlap"] += 1
            counts["exact"] += (hit.sel.start, hit.sel.end) == (start, end)
            counts["type"] += hit.type == kind
            counts["value"] += same(hit.value, value)
            if not same(hit.value, value):
                wrong.append((case, "value", case["sentence"][start:end], value, (hit.sel.exact, hit.type, hit.value, hit.rule)))
        wrong.extend((case, "extra", "", "", (t.sel.exact, t.type, t.value, t.rule)) for t in free)
    figures = {
        name: f1(counts[key], counts["found"], counts["gold"])
        for name, key in (("found_f1", "overlap"), ("exact_f1", "exact"), ("type_f1", "type"), ("value_f1", "value"))
    }
    return figures, wrong


def same(one, other):
    """True for one value in two spellings: a decade is ten years (P1DE, P10Y)."""
    return _years(one) == _years(other)


def _years(value):
    return re.sub(r"^P(\d+)DE$", lambda m: f"P{10 * int(m[1])}Y", value or "")


def f1(right, found, gold):
    return 2 * right / (found + gold) if found + gold else 1.0


if __name__ == "__main__":
    import sys

    figures, wrong = score(load(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "cases.jsonl"))
    for case, what, words, value, got in wrong:
        print(f"{what:7} {case['published']} {case['sentence']} [{words}] {value} got {got}")
    print({k: round(v, 3) for k, v in figures.items()})
