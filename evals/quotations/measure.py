"""Quotations against readers' gold: own cases, PolNeAR (development half) and the accounts, with the scorers that lie beside the data.

Run `python evals/quotations/measure.py [DATA]` to print the figures. Only the stages up to quotations and entities are run.
"""

import importlib.util
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from tellings.app.contexts import make_context
from tellings.briefing.names import called
from tellings.engine.local import run_stages
from tellings.model.articles import Article, Page
from tellings.model.inputs import Inputs
from tellings.model.observed import Mention, Quotation
from tellings.model.resolved import Entity, Story
from tellings.model.spans import content_id
from tellings.pipeline import STAGES
from tellings.resolve import entities
from tellings.settings import Settings

_HERE = Path(__file__).parent
_NAMES = [stage.name for stage in STAGES]
_SETS = ("cases", "chains", "chains-second", "chains-new")
_STAGES = STAGES[: _NAMES.index("quotations") + 1]
Span = tuple[int, int]


def measure(data: Path | None) -> list[dict[str, Any]]:
    """Return a row for the own cases, and one for each set under `data` with its scorer beside it."""
    score = data.parent / "score" if data is not None else Path("none")
    rows = [own(path) for path in (_HERE / f"{name}.jsonl" for name in _SETS) if path.exists()]
    if data is not None and (score / "score_polnear.py").exists():
        rows += [polnear(archive, score) for archive in sorted((data / "quotations").glob("polnear-dev.tar.gz"))]
    if data is not None and (score / "score_accounts.py").exists() and (data / "accounts").is_dir():
        rows.append(accounts(data / "accounts", score))
    return rows


def read(name: str, text: str, **given: str) -> tuple[Article, list[Mention], list[Quotation]]:
    """Return the article of a text, its mentions and its quotations."""
    raw = text.encode()
    page = Page(id=content_id("page", name, text), input=name, medium="record", raw=raw, sha256="", given_id=name, **given)  # type: ignore[arg-type]
    made = run_stages(_STAGES, [page], make_context_once())
    article = next(record for record in made if isinstance(record, Article))
    return article, [m for m in made if isinstance(m, Mention)], [q for q in made if isinstance(q, Quotation)]


def make_context_once() -> Any:
    """Return the one context of this run."""
    if not _CONTEXT:
        _CONTEXT.append(make_context(Settings(embedder="lexical")))
    return _CONTEXT[0]


_CONTEXT: list[Any] = []


def named(read_articles: Iterable[tuple[Article, list[Mention], list[Quotation]]]) -> list[dict[str, Any]]:
    """Return the quotations of one story's articles as the brief gives them: source and chain by the names of entities."""
    together = list(read_articles)
    articles = [a for a, _, _ in together]
    mentions = [m for _, found, _ in together for m in found]
    story = Story(id="story", articles=tuple(sorted(a.id for a in articles)))
    made = entities.run(Inputs.of(story, *articles, *mentions), make_context_once())
    by_id = {m.id: m for m in mentions}
    entity_of = {m: e for e in made if isinstance(e, Entity) for m in e.mentions}
    rows = []
    for article, _, quotations in together:
        for q in quotations:
            source = called(q.source, entity_of.get(q.source_mention or ""), by_id)
            chain = [source, *(called(r.name, entity_of.get(r.mention or ""), by_id) for r in q.relays)]
            rows.append(
                {
                    "article": article.given_id,
                    "content": {"start": q.content.start, "end": q.content.end},
                    "source": source,
                    "source_span": _place(q.source_sel),
                    "cue_span": _place(q.cue_sel),
                    "chain": [c for c in chain if c is not None],
                    "kind": q.kind,
                }
            )
    return rows


def _place(sel: Any) -> dict[str, int] | None:
    return {"start": sel.start, "end": sel.end} if sel is not None else None


def own(path: Path) -> dict[str, Any]:
    """Return the row of a file of the project's own cases, by the measures of the accounts' scorer and the share of cues met."""
    n = dict.fromkeys(["gold", "pred", "pairs", "exact", "source", "cue", "chain", "relay", "plain", "no_relay"], 0)
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        text = case["text"]
        gold = _located(text, case["quotations"])
        pred = [(trim(text, q["content"]["start"], q["content"]["end"]), q) for q in named([read(case["id"], text)])]
        hits = _one_to_one([g[0] for g in gold], [p[0] for p in pred])
        n["gold"] += len(gold)
        n["pred"] += len(pred)
        for i, j in hits:
            want, got = gold[i][1], pred[j][1]
            n["pairs"] += 1
            n["exact"] += gold[i][0] == pred[j][0]
            n["source"] += _same(want["source"], got["source"])
            n["cue"] += _cue_met(text, want["cue"], got["cue_span"])
            chain = [c for c in want.get("chain") or [] if c]
            right = len(chain) == len(got["chain"]) and all(map(_same, chain, got["chain"]))
            n["relay"] += len(chain) > 1
            n["chain"] += len(chain) > 1 and right
            n["plain"] += len(chain) <= 1
            n["no_relay"] += len(chain) <= 1 and len(got["chain"]) <= 1
    figures = {
        "content_exact_f1": _f1(n["exact"], n["pred"], n["gold"]),
        "content_overlap_f1": _f1(n["pairs"], n["pred"], n["gold"]),
        "source": n["source"] / max(1, n["pairs"]),
        "cue": n["cue"] / max(1, n["pairs"]),
        "chain": n["chain"] / max(1, n["relay"]),
        "no_relay": n["no_relay"] / max(1, n["plain"]),
    }
    return {"task": "quotations", "set": path.stem, "figures": figures}


def _located(text: str, quotations: list[dict[str, Any]]) -> list[tuple[Span, dict[str, Any]]]:
    used: dict[str, int] = {}
    found = []
    for q in quotations:
        at = text.find(q["content"], used.get(q["content"], -1) + 1)
        used[q["content"]] = at
        found.append((trim(text, at, at + len(q["content"])), q))
    return found


def _cue_met(text: str, cue: str | None, got: dict[str, int] | None) -> bool:
    if got is None or cue is None:
        return cue is None
    words = set(text[got["start"] : got["end"]].lower().split())
    return bool(words & set(cue.lower().split()))


def _f1(hits: int, pred: int, gold: int) -> float:
    return 2 * hits / (pred + gold) if pred + gold else 0.0


def _share(a: Span, b: Span) -> float:
    return max(0, min(a[1], b[1]) - max(a[0], b[0])) / max(1, a[1] - a[0], b[1] - b[0])


def _one_to_one(gold: list[Span], pred: list[Span]) -> list[tuple[int, int]]:
    ranked = sorted(((_share(g, p), i, j) for i, g in enumerate(gold) for j, p in enumerate(pred)), key=lambda t: (-t[0], t[1], t[2]))
    taken: tuple[set[int], set[int]] = (set(), set())
    hits = []
    for share, i, j in ranked:
        if share >= 0.5 and i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            hits.append((i, j))
    return hits


def trim(text: str, start: int, end: int) -> Span:
    """Return the span without white space, outer quotation marks and final punctuation, which the measures leave aside."""
    skip = " \t\n\u00a0\"'\u2018\u2019\u201c\u201d.,;:!?"
    while start < end and text[start] in skip:
        start += 1
    while end > start and text[end - 1] in skip:
        end -= 1
    return start, end


def _same(a: str | None, b: str | None) -> bool:
    """True where two names are one but for titles, case and a fuller or shorter form with the same last word."""
    x, y = _words(a), _words(b)
    short, long = sorted((x, y), key=len)
    return x == y or (bool(short) and short[-1] == long[-1] and [w for w in long if w in short] == short)


def _words(name: str | None) -> list[str]:
    words = "".join(c if c.isalnum() else " " for c in (name or "").casefold()).split()
    while len(words) > 1 and words[0] in {"the", "a", "an", "mr", "mrs", "ms", "dr", "president", "minister"}:
        words = words[1:]
    return words


def polnear(archive: Path, score: Path) -> dict[str, Any]:
    """Return the row of a PolNeAR archive: the scorer's figures, and exact contents with the word "that" before them left aside."""
    scorer = _module(score / "score_polnear.py")
    n = dict.fromkeys(["exact", "that", "pairs", "pred", "gold", "source", "cue", "all"], 0)
    for name, text, rows in scorer.documents(str(archive)):
        _, _, quotations = read(name, text)
        pred = [(scorer.trim(text, q.content.start, q.content.end), _tuple(q.source_sel), _tuple(q.cue_sel)) for q in quotations]
        _count(n, scorer, text, rows, pred)
    figures = {
        "content_exact_f1": _f1(n["exact"], n["pred"], n["gold"]),
        "content_overlap_f1": _f1(n["pairs"], n["pred"], n["gold"]),
        "source_given_content": n["source"] / max(1, n["pairs"]),
        "cue_given_content": n["cue"] / max(1, n["pairs"]),
        "all_exact_f1": _f1(n["all"], n["pred"], n["gold"]),
        "content_exact_f1_that_aside": _f1(n["that"], n["pred"], n["gold"]),
    }
    return {"task": "quotations", "set": archive.name.removesuffix(".tar.gz"), "figures": figures}


def _tuple(sel: Any) -> Span | None:
    return (sel.start, sel.end) if sel is not None else None


def _count(n: dict[str, int], scorer: ModuleType, text: str, rows: list[Any], pred: list[Any]) -> None:
    free = [r[0] for r in rows if r[3]]
    rows = [r for r in rows if not r[3]]
    hits = scorer.one_to_one(rows, pred, lambda g, p: s if (s := _share(g[0], p[0])) >= 0.5 else 0)
    taken = {j for _, j in hits}
    n["pred"] += sum(j in taken or not any(_share(x, p[0]) >= 0.5 for x in free) for j, p in enumerate(pred))
    n["gold"] += len(rows)
    n["pairs"] += len(hits)
    cut = lambda span: scorer.trim(text, *span)  # noqa: E731
    for i, j in hits:
        g, p = rows[i], pred[j]
        met = [any(_share(cut(x), cut(p[k])) > 0 for x in g[k]) if p[k] else not g[k] for k in (1, 2)]
        same = [any(cut(x) == cut(p[k]) for x in g[k]) if p[k] else not g[k] for k in (1, 2)]
        n["source"] += met[0]
        n["cue"] += met[1]
        n["exact"] += g[0] == p[0]
        n["all"] += g[0] == p[0] and all(same)
        start = g[0][0] + 5 if text[g[0][0] : g[0][1]].lower().startswith(("that ", "that\u00a0")) else g[0][0]
        n["that"] += p[0] in (g[0], cut((start, g[0][1])))


def accounts(folder: Path, score: Path) -> dict[str, Any]:
    """Return the row of the accounts by their scorer; only what is said of quotations."""
    scorer = _module(score / "score_accounts.py")
    counts = []
    for story in sorted(path.parent for path in folder.glob("*/gold.json")):
        lines = (story / "articles.jsonl").read_text(encoding="utf-8").splitlines()
        records = [json.loads(line) for line in lines if line.strip()]
        together = [
            read(r["id"], r["text"], **{f"given_{k}": r[k] for k in ("outlet", "headline", "published") if r.get(k)}) for r in records
        ]
        brief = {"articles": [{"id": r["id"], "given_id": r["id"]} for r in records], "stories": [{"quotations": named(together)}]}
        counts.append(scorer.story_counts(story, brief))
    found = scorer.figures(scorer.add(counts))
    names = {"quote_exact": "f1", "quote_overlap": "f1", "source": "share", "chain": "share", "no_relay": "share"}
    return {"task": "quotations", "set": "accounts", "figures": {name: found[name][key] for name, key in names.items()}}


def _module(path: Path) -> ModuleType:
    sys.path.insert(0, str(path.parent))
    sys.dont_write_bytecode = True
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    for row in measure(Path(sys.argv[1]) if len(sys.argv) > 1 else None):
        print(row["set"], {name: round(value, 3) for name, value in row["figures"].items()})
