"""Furniture, headline, dateline, credit and byline of invented pages with foreign furniture (SOURCE.md says how they were written)."""

import hashlib
import importlib.util
import json
import sys
from collections import Counter
from pathlib import Path

from tellings.model.articles import Article, Page
from tellings.model.spans import content_id

HERE = Path(__file__).parent
FIELDS = ("headline", "dateline", "credit", "byline")
SETS = ("cases", "styles", "pasted", "after")


def measure(data: Path | None) -> list[dict]:
    return [_row(path) for name in SETS if (path := HERE / f"{name}.jsonl").exists()]


def _row(path: Path, show: bool = False) -> dict:
    count: Counter = Counter()
    for line in path.read_text().splitlines():
        case = json.loads(line)
        made = _read(case["text"])
        for field in FIELDS:
            want, got = case[field], getattr(made, field)
            count[field, "of"] += 1
            count[field, "ok"] += _fold(want) == _fold(got)
            if show and _fold(want) != _fold(got):
                print(case["id"], field, "want", repr(want), "got", repr(got))
        want = _stretches(case)
        got = [(f.start, f.end, f.reason) for f in made.furniture]
        hit = [g for g in got if any(_near(g, w) for w in want)]
        found = [w for w in want if any(_near(g, w) for g in got)]
        reasoned = [w for w in want if any(_near(g, w) and g[2] == w[2] for g in got)]
        count.update(marked=len(got), right=len(hit), want=len(want), found=len(found), reasoned=len(reasoned))
        if show:
            for g in got:
                if g not in hit:
                    print(case["id"], "WRONG", g[2], repr(made.text[g[0] : g[1]][:90]))
            for w in want:
                if w not in reasoned:
                    print(
                        case["id"],
                        "MISSED" if w not in found else "REASON",
                        w[2],
                        repr(made.text[w[0] : w[1]][:90]),
                        [g[2] for g in got if _near(g, w)],
                    )
    figures = {field: count[field, "ok"] / max(1, count[field, "of"]) for field in FIELDS}
    figures |= {
        "furniture_precision": count["right"] / max(1, count["marked"]),
        "furniture_recall": count["found"] / max(1, count["want"]),
        "reason": count["reasoned"] / max(1, count["want"]),
    }
    return {"task": "credits", "set": path.stem, "figures": figures}


def _read(text: str) -> Article:
    raw = text.encode()
    digest = hashlib.sha256(raw).hexdigest()
    return _pages().read(Page(id=content_id("page", digest), input="case.txt", medium="text", raw=raw, sha256=digest))


def _pages():
    """The page stages as the evaluation of pages runs them."""
    spec = importlib.util.spec_from_file_location("evals_pages", HERE.parent / "pages" / "measure.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _stretches(case: dict) -> list[tuple[int, int, str]]:
    """Every place where a line of furniture stands (a dateline: where the body begins); the one place where a label says where it starts."""
    text, found = case["text"], []
    for item in case["furniture"]:
        if "start" in item:
            found.append((item["start"], item["start"] + len(item["text"]), item["reason"]))
            continue
        at = text.find(item["text"])
        while at >= 0:
            end = at + len(item["text"])
            whole = (at == 0 or text[at - 1] == "\n") and (
                end == len(text) or text[end] == "\n" or item["reason"] in {"dateline", "credit"}
            )
            if whole or item["reason"] == "credit":
                found.append((at, end, item["reason"]))
            at = text.find(item["text"], end)
    return sorted({(a, b): (a, b, r) for a, b, r in found}.values())


def _near(a: tuple, b: tuple) -> bool:
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared > 0 and 2 * shared >= min(a[1] - a[0], b[1] - b[0])


def _fold(text: str | None) -> str:
    return "".join(c for c in (text or "").casefold() if c.isalnum())


if __name__ == "__main__":
    print(_row(HERE / f"{sys.argv[1] if len(sys.argv) > 1 else 'cases'}.jsonl", show=True))
