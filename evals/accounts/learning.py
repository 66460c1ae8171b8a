"""Learns the alignment decision from stories with gold claims. Used by scripts/train_alignment.py and, one story left out, by measure.py.

Labels: in each gold sentence of a claim the statement that the cross-encoder reads as most like the claim's wording stands for it; two that stand for one
claim are a positive pair, other candidate pairs negative (those of two sentences that some claim joins at a lower weight).
"""

import json
import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from sklearn.ensemble import GradientBoostingClassifier

from tellings.app.contexts import make_context
from tellings.backends.base import Context, CrossEncoder
from tellings.data.forests import Forest, forest
from tellings.engine.local import run_stages
from tellings.ingest.discover import pages_of
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.resolved import Story
from tellings.pipeline import STAGES
from tellings.resolve.aligning import features, reading
from tellings.resolve.aligning.views import Views, views_of
from tellings.resolve.claims import proposed
from tellings.settings import Settings

_UNSURE = 0.35
# Few stories, many chance splits: the mean of more and shorter runs, each on less than half of the pairs and few features, is steadier than that of
# few long ones; twice as many seeds bring claims F1 from .670 to .681 and align F1 from .524 to .529 (decision 0026). Claims F1 over other seeds: .628, .620, .639 with 3 runs of 150 trees at rate .06; .638, .643 with 6 of 75 at .12; 12 of 50 at .15 stand
# in evals/accounts/README.md.
SEEDS = 24
# The scenes of each file that train_pairs.py keeps out: one in ten. What one short story weighs beside a pair of the accounts.
KEPT_OUT = 7
SHORT = 0.2
# Mean scores from which statements join to a claim, or attach to one beside their own: the best of claims and align F1, by folds.
JOIN = 0.42
ATTACH = 0.17


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One story: its views, candidate pairs, features, labels and weights."""

    story: str
    views: Views
    pairs: list[tuple[int, int]]
    rows: np.ndarray
    reader: CrossEncoder
    labels: np.ndarray
    weights: np.ndarray
    sentences: list[frozenset[str]]
    gold: set[tuple[str, str]]


def context() -> Context:
    return make_context(Settings(one_story=True, processes=1))


def inputs_of(path: Path, ctx: Context) -> Inputs:
    """The records that the claims stage is given for a story of one file."""
    settings = ctx.settings
    narrow = [s for s in STAGES if s.scope in ("page", "article")]
    window = [s for s in STAGES if s.scope == "window"]
    records: list[object] = []
    for page in sorted(pages_of([str(path)], settings), key=lambda p: getattr(p, "id", "")):
        records.extend(run_stages(narrow, [page], ctx))
    records.sort(key=lambda r: r.id if isinstance(r, Article) else "")
    before = STAGES[: next(k for k, s in enumerate(STAGES) if s.name == "claims")]
    made = run_stages(window, records, ctx)
    made = run_stages([s for s in before if s.scope == "story"], made, ctx)
    by_type: dict[type, list[object]] = {}
    for record in made:
        by_type.setdefault(type(record), []).append(record)
    stories = by_type[Story]
    assert len(stories) == 1
    return Inputs(by_type)


def covers(sentence: tuple[int, int], span: tuple[int, int]) -> bool:
    """The scorer's rule: a span of at least 15 characters that covers half of the shorter of the two."""
    if span[1] - span[0] < min(15, sentence[1] - sentence[0]):
        return False
    n = min(sentence[1], span[1]) - max(sentence[0], span[0])
    return n > 0 and n >= 0.5 * min(sentence[1] - sentence[0], span[1] - span[0])


def sample(folder: Path, ctx: Context, inputs: Inputs | None = None) -> Sample:
    inputs = inputs or inputs_of(folder / "articles.jsonl", ctx)
    assert ctx.pairs is not None
    views = views_of(inputs, ctx.quick)
    given = {a.id: a.given_id for a in inputs.all(Article)}
    articles = json.loads((folder / "articles.json").read_text())["articles"]
    gold = json.loads((folder / "gold.json").read_text())
    spans = {a["id"]: [(s["id"], (s["start"], s["end"])) for s in a["sentences"]] for a in articles}
    sentences = []
    for view in views.views:
        sel = view.statement.sel
        sentences.append(frozenset(i for i, span in spans[given[sel.article]] if covers(span, (sel.start, sel.end))))
    positive, aligned, told = _positives(views, sentences, gold, ctx)
    pairs, rows = proposed(views)
    labels = np.array([float(pair in positive) for pair in pairs])
    weights = np.array([_weight(pair, label, sentences, told) for pair, label in zip(pairs, labels, strict=True)])
    return Sample(
        story=folder.name, views=views, pairs=pairs, rows=rows, reader=ctx.pairs, labels=labels, weights=weights, sentences=sentences,
        gold=aligned,
    )  # fmt: skip


def _weight(pair: tuple[int, int], label: float, sentences: Sequence[frozenset[str]], told: set[tuple[str, str]]) -> float:
    if label:
        return 1.0
    joined = any(tuple(sorted((x, y))) in told for x in sentences[pair[0]] for y in sentences[pair[1]])
    return _UNSURE if joined else 1.0


def _positives(
    views: Views, sentences: Sequence[frozenset[str]], gold: dict[str, Any], ctx: Context
) -> tuple[set[tuple[int, int]], set[tuple[str, str]], set[tuple[str, str]]]:
    positive: set[tuple[int, int]] = set()
    aligned: set[tuple[str, str]] = set()
    told: set[tuple[str, str]] = set()
    for claim, chosen in zip(gold["claims"], told_by(views, sentences, gold, ctx), strict=True):
        positive |= {(min(a, b), max(a, b)) for a in chosen for b in chosen if a != b}
        both = {tuple(sorted((x, y))) for x in support_of(claim) for y in support_of(claim) if x != y}
        told |= both  # type: ignore[arg-type]
        aligned |= {p for p in both if p[0].split(".")[0] != p[1].split(".")[0]}  # type: ignore[misc]
    return positive, aligned, told


def support_of(claim: dict[str, Any]) -> list[str]:
    """The sentences that tell a claim, whichever value they give."""
    return sorted({*claim["support"], *(s for v in claim.get("values") or [] for s in v["support"])})


def told_by(views: Views, sentences: Sequence[frozenset[str]], gold: dict[str, Any], ctx: Context) -> list[list[int]]:
    """For each gold claim the statements that tell it: of each supporting sentence the one that reads most like the claim's wording."""
    assert ctx.pairs is not None
    holders: dict[str, list[int]] = {}
    for k, found in enumerate(sentences):
        for sentence in found:
            holders.setdefault(sentence, []).append(k)
    options = [[holders.get(sentence, []) for sentence in support_of(claim)] for claim in gold["claims"]]
    wanted = [(claim["text"], views.views[k].text) for claim, of in zip(gold["claims"], options, strict=True) for ks in of for k in ks]
    read = dict(zip(wanted, ctx.pairs.judge(wanted), strict=True))
    chosen = []
    for claim, of in zip(gold["claims"], options, strict=True):
        likeness = {k: float(read[claim["text"], views.views[k].text][0, :2].sum()) for ks in of for k in ks}
        chosen.append([max(ks, key=lambda k: (likeness[k], -k)) for ks in of if ks])
    return chosen


def short_stories(scenes: Path, ctx: Context) -> list[Sample]:
    """Stories of two articles of one sentence each, from the scenes that the cross-encoder has not learnt from: so few statements have no rivals, and
    the decision is the reading's alone.
    """
    found = []
    for file in sorted(scenes.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
            if number % 10 == KEPT_OUT:
                found += [_short(a, b, joined, ctx) for a, b, joined in _couples(json.loads(line))]
    return [one for one in found if one is not None]


def _couples(scene: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """Some pairs of sentences of a scene, and whether they tell one proposition."""
    rng = random.Random(scene["scene"])
    found: list[tuple[str, str, bool]] = []
    for number, p in enumerate(scene["propositions"]):
        same, finer, conflict, near = (_sentences(p, kind) for kind in ("same", "finer", "conflict", "near"))
        other = _sentences(scene["propositions"][number - 1], "same")
        for more, joined, most in ((same[1:], True, 2), (finer, True, 1), (conflict, True, 2), (near, False, 3), (other, False, 1)):
            found += [(same[0], b, joined) for b in rng.sample(more, min(most, len(more)))]
    return found


def _sentences(proposition: dict[str, Any], kind: str) -> list[str]:
    texts = [x if isinstance(x, str) else x["text"] for x in proposition.get(kind) or []]
    return [text.replace("[[", "").replace("]]", "").strip().rstrip(".") + "." for text in texts]


def _short(a: str, b: str, joined: bool, ctx: Context) -> Sample | None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pair.jsonl"
        rows = [
            {"id": side, "outlet": f"Outlet {side}", "published": "2026-03-11", "text": text[:1].upper() + text[1:]}
            for side, text in (("A", a), ("B", b))
        ]
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        inputs = inputs_of(path, ctx)
    assert ctx.pairs is not None
    views = views_of(inputs, ctx.quick)
    pairs, rows_of = proposed(views)
    if not pairs:
        return None
    told = reading.judged(views, pairs, ctx.pairs)[:, 0, :2].sum(axis=1)
    best = int(np.argmax(told))
    labels = np.array([float(joined and k == best) for k in range(len(pairs))])
    # which of the other clauses of two sentences tell one thing too is not said
    weights = np.array([SHORT if not joined or k == best else 0.0 for k in range(len(pairs))])
    return Sample(
        story="", views=views, pairs=pairs, rows=rows_of, reader=ctx.pairs, labels=labels, weights=weights,
        sentences=[frozenset() for _ in views.views], gold=set(),
    )  # fmt: skip


def laid_out(stories: Path, into: Path) -> list[Path]:
    """Lay invented stories (one a line: articles as lists of sentences, claims) out as folders of the accounts' kind."""
    folders = []
    for line in stories.read_text(encoding="utf-8").splitlines():
        story = json.loads(line)
        folder = into / f"{stories.stem}-{story['story']}"
        folder.mkdir(parents=True, exist_ok=True)
        articles = [_article(article) for article in story["articles"]]
        rows = [
            {"id": a["id"], "outlet": b["outlet"], "published": b["published"], "text": a["text"]}
            for a, b in zip(articles, story["articles"], strict=True)
        ]
        (folder / "articles.json").write_text(json.dumps({"articles": articles}))
        (folder / "articles.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
        (folder / "gold.json").write_text(json.dumps({"claims": story["claims"], "copies": [], "quotations": []}))
        folders.append(folder)
    return folders


def _article(article: dict[str, Any]) -> dict[str, Any]:
    text, sentences = "", []
    for number, sentence in enumerate(article["sentences"]):
        text += "" if not text else "\n\n" if number % 3 == 0 else " "
        sentences.append({"id": f"{article['id']}.s{number + 1}", "start": len(text), "end": len(text) + len(sentence)})
        text += sentence
    return {"id": article["id"], "text": text, "sentences": sentences}


def fit(samples: Sequence[Sample], few: dict[str, Any] | None = None, **how: Any) -> dict[str, Any]:
    """The forests as the plain dictionaries that `decision.scores` sums: the others learn on the pairs that the first proposes, that of few statements on the
    stories of two sentences alone, or is the one given.
    """
    labels = np.concatenate([s.labels for s in samples])
    weights = np.concatenate([s.weights for s in samples])
    glance = _forest(features.NAMES, np.concatenate([s.rows for s in samples]), labels, weights, how)
    trees = forest(glance)  # made once: it takes longer than the scores of a short story
    read = [_read(s, trees) for s in samples]
    short = [] if few else [one for one, s in zip(read, samples, strict=True) if not s.story]
    forests = {
        step: _forest((*features.NAMES, *reading.NAMES), *(np.concatenate(parts) for parts in zip(*some, strict=True)), how)
        for step, some in (("decision", read), ("few", short)) if some
    }  # fmt: skip
    return {"join": JOIN, "attach": ATTACH, "glance": glance, "few": few, **forests}


def _read(s: Sample, glance: Forest) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows, labels and weights of the pairs that are read."""
    read = reading.chosen(s.views, s.pairs, glance.scores(s.rows))
    some = [s.pairs[k] for k in read]
    told = reading.columns(s.views, some, reading.judged(s.views, some, s.reader))
    return np.concatenate([s.rows[read], told], axis=1), s.labels[read], s.weights[read]


def _forest(names: Sequence[str], rows: np.ndarray, labels: np.ndarray, weights: np.ndarray, how: dict[str, Any]) -> dict[str, Any]:
    settings: dict[str, Any] = {
        "n_estimators": 50,
        "max_depth": 4,
        "learning_rate": 0.15,
        "subsample": 0.4,
        "min_samples_leaf": 12,
        "max_features": 6,
    } | how
    # each seed's trees are its own, whichever thread grows them
    models = Parallel(n_jobs=-1, prefer="threads")(
        delayed(GradientBoostingClassifier(random_state=seed, **settings).fit)(rows, labels, sample_weight=weights) for seed in range(SEEDS)
    )
    trees = [_tree(stage[0].tree_, model.learning_rate / SEEDS) for model in models for stage in model.estimators_]
    share = float(np.average(labels, weights=weights))
    return {"features": list(names), "base": round(float(np.log(share / (1 - share))), 6), "trees": trees}


def _tree(tree: Any, rate: float) -> dict[str, Any]:
    return {
        "feature": [int(f) if f >= 0 else -1 for f in tree.feature],
        "threshold": [round(float(t), 6) for t in tree.threshold],
        "left": [int(x) for x in tree.children_left],
        "right": [int(x) for x in tree.children_right],
        "value": [round(float(v) * rate, 6) for v in tree.value[:, 0, 0]],
        "depth": int(tree.max_depth),
    }
