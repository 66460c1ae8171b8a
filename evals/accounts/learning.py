"""Learns the alignment decision from stories with gold claims. Used by scripts/train_alignment.py and, one story left out, by measure.py.

Labels: in each gold sentence of a claim the statement whose vector is nearest to the claim's wording stands for it; two that stand for one
claim are a positive pair, other candidate pairs negative (those of two sentences that some claim joins at a lower weight).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier

from tellings.app.contexts import make_context
from tellings.backends.base import Context
from tellings.engine.local import run_stages
from tellings.ingest.discover import pages_of
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.resolved import Story
from tellings.pipeline import STAGES
from tellings.resolve.aligning import candidates
from tellings.resolve.aligning.features import NAMES, features
from tellings.resolve.aligning.views import Views, views_of
from tellings.settings import Settings

_UNSURE = 0.35
# Few stories, many chance splits: the mean of more and shorter runs, each on less than half of the pairs and few features, is steadier than that of
# few long ones. Claims F1 over other seeds: .628, .620, .639 with 3 runs of 150 trees at rate .06; .638, .643 with 6 of 75 at .12; 12 of 50 at .15 stand
# in evals/accounts/README.md.
SEEDS = 12
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
    pairs = candidates.pairs(views)
    labels = np.array([float(pair in positive) for pair in pairs])
    weights = np.array([_weight(pair, label, sentences, told) for pair, label in zip(pairs, labels, strict=True)])
    return Sample(
        story=folder.name, views=views, pairs=pairs, rows=features(views, pairs), labels=labels, weights=weights, sentences=sentences,
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
    holders: dict[str, list[int]] = {}
    for k, found in enumerate(sentences):
        for sentence in found:
            holders.setdefault(sentence, []).append(k)
    positive: set[tuple[int, int]] = set()
    aligned: set[tuple[str, str]] = set()
    told: set[tuple[str, str]] = set()
    # which clause of a sentence a claim means is asked of the better vectors; the decision is learnt on the quick ones
    wording = ctx.embedder.embed([c["text"] for c in gold["claims"]])
    own = ctx.embedder.embed([view.text for view in views.views])
    for claim, vector in zip(gold["claims"], wording, strict=True):
        support = sorted({*claim["support"], *(s for v in claim.get("values") or [] for s in v["support"])})
        chosen = []
        for sentence in support:
            options = holders.get(sentence, [])
            if options:
                chosen.append(max(options, key=lambda k: (float(own[k] @ vector), -k)))
        positive |= {(min(a, b), max(a, b)) for a in chosen for b in chosen if a != b}
        both = {tuple(sorted((x, y))) for x in support for y in support if x != y}
        told |= both  # type: ignore[arg-type]
        aligned |= {p for p in both if p[0].split(".")[0] != p[1].split(".")[0]}  # type: ignore[misc]
    return positive, aligned, told


def fit(samples: Sequence[Sample], **how: Any) -> dict[str, Any]:
    """Boosted trees as the plain dictionary that `decision.scores` sums."""
    rows = np.concatenate([s.rows for s in samples])
    labels = np.concatenate([s.labels for s in samples])
    weights = np.concatenate([s.weights for s in samples])
    settings: dict[str, Any] = {
        "n_estimators": 50,
        "max_depth": 4,
        "learning_rate": 0.15,
        "subsample": 0.4,
        "min_samples_leaf": 12,
        "max_features": 6,
    } | how
    trees: list[dict[str, Any]] = []
    for seed in range(SEEDS):
        model = GradientBoostingClassifier(random_state=seed, **settings).fit(rows, labels, sample_weight=weights)
        trees.extend(_tree(stage[0].tree_, model.learning_rate / SEEDS) for stage in model.estimators_)
    share = float(np.average(labels, weights=weights))
    base = round(float(np.log(share / (1 - share))), 6)
    return {"features": list(NAMES), "base": base, "join": JOIN, "attach": ATTACH, "trees": trees}


def _tree(tree: Any, rate: float) -> dict[str, Any]:
    return {
        "feature": [int(f) if f >= 0 else -1 for f in tree.feature],
        "threshold": [round(float(t), 6) for t in tree.threshold],
        "left": [int(x) for x in tree.children_left],
        "right": [int(x) for x in tree.children_right],
        "value": [round(float(v) * rate, 6) for v in tree.value[:, 0, 0]],
        "depth": int(tree.max_depth),
    }
