"""Conflicts, given right claims: does the conflicts stage find where tellings of one claim differ, and only there?

`stories`: the gold claims of the invented stories of scripts/stories, by the rules alone: nothing is read, since the cross-encoder has learnt from these very
stories. `conflict_p_told` takes for right as well what the gold lists at another claim of the same sentences. `accounts`: the gold claims of each story (see oracle.py). A conflict is a claim of status conflicting, relation not precision, between articles
that are not in one copy group; one found in any other claim is false. `pairs`: invented pairs of statements; those of one claim or in conflict
are put in one claim, and `apart_false` is the share of pairs of two claims that would be taken for a conflict if the claims stage joined them.
"""

import importlib.util
import json
import sys
import tempfile
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from types import ModuleType
from typing import Any

from tellings.model.observed import Statement
from tellings.model.resolved import Claim, Conflict, Story
from tellings.model.spans import content_id

HERE = Path(__file__).resolve().parent
PAIRS = HERE.parent / "claims" / "cases.jsonl"
STORIES = HERE.parents[1] / "scripts" / "stories"


def measure(data: Path | None) -> list[dict[str, Any]]:
    """One row for the own pairs, one for the invented stories, one for the accounts where there are any."""
    rows = [_row("pairs", figures_of_pairs(judged_pairs(read(PAIRS)))), _row("stories", figures_of_invented(judged_invented()))]
    if data is not None and list((data / "accounts").glob("*/gold.json")):
        rows.append(_row("accounts", figures_of_stories(judged_stories(data / "accounts"))))
    return rows


def _row(name: str, figures: dict[str, float]) -> dict[str, Any]:
    return {"task": "conflicts", "set": name, "figures": figures, "floors": {}}


def judged_stories(accounts: Path) -> list[tuple[str, dict[str, Any], Any]]:
    """Story, its gold, and each gold claim with what is found in it."""
    oracle = _oracle()
    ctx = oracle.context()
    found = []
    for folder in sorted(gold.parent for gold in accounts.glob("*/gold.json")):
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
        found += [(folder.name, gold, one) for one in oracle.judged(folder, oracle.records_of(folder / "articles.jsonl", ctx), ctx)]
    return found


def laid_out(into: Path) -> list[Path]:
    """Lay the invented stories out as folders of the accounts' kind, and return these."""
    learning = _load("tellings_evals_learning", HERE.parent / "accounts" / "learning.py")
    return sorted(folder for file in STORIES.glob("*.jsonl") for folder in learning.laid_out(file, into))


def judged_invented() -> list[tuple[str, dict[str, Any], Any]]:
    """The same of the invented stories."""
    with tempfile.TemporaryDirectory() as folder:
        laid_out(Path(folder))
        return judged_stories(Path(folder))


def figures_of_invented(judged: Iterable[tuple[str, dict[str, Any], Any]]) -> dict[str, float]:
    """As of accounts, the recall by slot, and the precision where a conflict that the gold has of the same sentences is right at whichever claim."""
    rows = list(judged)
    true = [one for _, gold, one in rows if is_conflict(gold, one.gold)]
    said = [(gold, one) for _, gold, one in rows if _is_said(one.found)]
    told = [is_conflict(gold, one.gold) or _is_told(gold, one.gold) for gold, one in said]
    slots = {
        f"{slot}_r": _share([_is_said(one.found) for one in true if one.gold["slot"] == slot]) for slot in ("number", "polarity", "time")
    }
    return figures_of_stories(rows) | slots | {"conflict_p_told": _share(told)}


def _is_told(gold: dict[str, Any], claim: dict[str, Any]) -> bool:
    """True where two sentences of the claim give two values of one of the gold's conflicts."""
    support = set(_oracle().support_of(claim))
    others = [[support & set(v["support"]) for v in c["values"]] for c in gold["claims"] if c.get("values") and is_conflict(gold, c)]
    return any(len({s for side in sides for s in side}) > 1 and sum(map(bool, sides)) > 1 for sides in others)


def is_conflict(gold: dict[str, Any], claim: dict[str, Any]) -> bool:
    """The scorer's rule."""
    if claim.get("status") != "conflicting" or claim.get("relation") == "precision":
        return False
    copies: dict[str, set[int]] = {}
    for number, group in enumerate(gold["copies"]):
        for article in group["articles"]:
            copies.setdefault(article, set()).add(number)
    articles = sorted({s.split(".")[0] for s in _oracle().support_of(claim)})
    return any(copies.get(a, set()).isdisjoint(copies.get(b, set())) for a, b in combinations(articles, 2))


def figures_of_stories(judged: Iterable[tuple[str, dict[str, Any], Any]]) -> dict[str, float]:
    """Precision, recall and F1 of conflicts, and the shares of slots and relations right among those found."""
    rows = [(is_conflict(gold, one.gold), one.gold, one.found) for _, gold, one in judged]
    said = [(true, gold, found) for true, gold, found in rows if _is_said(found)]
    hits = [(gold, found) for true, gold, found in said if true]
    return _prf(len(hits), len(said), sum(true for true, _, _ in rows)) | {
        "slot": _share([gold["slot"] == found.slot for gold, found in hits]),
        "relation": _share([gold["relation"] == found.relation for gold, found in hits]),
        "claims": float(len(rows)),
    }


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def judged_pairs(cases: Iterable[dict[str, Any]]) -> list[tuple[dict[str, Any], Conflict | None]]:
    """Each pair with the conflict found when its two nearest statements are put in one claim."""
    oracle = _oracle()
    ctx = oracle.context()
    return [(case, conflict_of(case, oracle, ctx)) for case in cases]


def conflict_of(case: dict[str, Any], oracle: ModuleType, ctx: Any) -> Conflict | None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pair.jsonl"
        lines = [{"id": k, "outlet": f"Outlet {k.upper()}", "published": case[f"{k}_published"], "text": case[k]} for k in "ab"]
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        records = oracle.records_of(path, ctx)
    told: dict[str, list[Statement]] = {}
    for statement in records.get(Statement, []):
        told.setdefault(statement.sel.article, []).append(statement)
    if len(told) < 2:
        return None
    one, other = ([*side] for _, side in sorted(told.items()))
    rows = {s.id: row for side in (one, other) for s, row in zip(side, ctx.embedder.embed([s.sel.exact for s in side]), strict=True)}
    a, b = max(((a, b) for a in one for b in other), key=lambda p: (float(rows[p[0].id] @ rows[p[1].id]), p[0].id, p[1].id))
    story = records[Story][0].id
    claim = Claim(id=content_id("claim", story, a.id, b.id), story=story, text=a.sel.exact, statements=(a.id, b.id))
    found: Conflict | None = oracle.conflicts_of(records, [claim], ctx).get(claim.id)
    return found


def figures_of_pairs(judged: Iterable[tuple[dict[str, Any], Conflict | None]]) -> dict[str, float]:
    rows = list(judged)
    true = [(case, found) for case, found in rows if case["judgement"] == "conflict"]
    hits = [(case, found) for case, found in true if _is_said(found)]
    same = [found for case, found in rows if case["judgement"] == "same"]
    apart = [found for case, found in rows if case["judgement"] == "different"]
    return _prf(len(hits), len(hits) + sum(map(_is_said, same)), len(true)) | {
        "slot": _share([found is not None and case["slot"] == found.slot for case, found in hits]),
        "relation": _share([found is not None and case["relation"] == found.relation for case, found in hits]),
        "apart_false": _share([_is_said(found) for found in apart]),
        "pairs": float(len(rows)),
    }


def _is_said(found: Conflict | None) -> bool:
    return found is not None and found.relation != "precision"


def _prf(hits: int, said: int, true: int) -> dict[str, float]:
    p, r = (hits / said if said else 1.0), (hits / true if true else 1.0)
    return {"conflict_f1": 2 * p * r / (p + r) if p + r else 0.0, "conflict_p": p, "conflict_r": r}


def _share(values: list[bool]) -> float:
    return sum(values) / len(values) if values else 0.0


def _oracle() -> ModuleType:
    return _load("tellings_evals_conflicts_oracle", HERE / "oracle.py")


def _load(name: str, path: Path) -> ModuleType:
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, path)
        if spec is None or spec.loader is None:
            raise ImportError(f"cannot load {path.name}")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


def main() -> None:
    """Print every wrong case with its passages, then the figures."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    pairs = judged_pairs(read(PAIRS))
    for case, found in pairs:
        if (case["judgement"] == "conflict") != _is_said(found):
            print(case["id"], case["judgement"], case["slot"], case["relation"], "| found", _shown(found), "|", case["a"], "||", case["b"])
    print(json.dumps(figures_of_pairs(pairs)))
    invented = judged_invented()
    _print_wrong(invented)
    print(json.dumps(figures_of_invented(invented)))
    if data is not None:
        judged = judged_stories(data / "accounts")
        _print_wrong(judged)
        print(json.dumps(figures_of_stories(judged)))


def _print_wrong(judged: Iterable[tuple[str, dict[str, Any], Any]]) -> None:
    for story, gold, one in judged:
        true = is_conflict(gold, one.gold)
        if true != _is_said(one.found) or (true and (one.gold["slot"], one.gold["relation"]) != (one.found.slot, one.found.relation)):
            wanted = f"{one.gold['slot']} {one.gold['relation']}" if true else "none"
            print(story, one.gold["id"], "wanted", wanted, "| found", _shown(one.found), "|", one.gold["text"])


def _shown(found: Conflict | None) -> str:
    return "none" if found is None else f"{found.slot} {found.relation} {[v.value for v in found.values]} ({found.rule})"


if __name__ == "__main__":
    main()
