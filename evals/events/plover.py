"""Sentences with both actors marked, and the learnt choice of a root: reading them, fitting, cross-validating."""

import hashlib
import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from tellings.app.contexts import make_context
from tellings.backends.base import Context
from tellings.extract.coding.learnt import ROOTS, Pair, Weights, folded, rows, weights
from tellings.extract.coding.patterns import is_cooperation
from tellings.model.articles import Article
from tellings.model.spans import Span
from tellings.settings import DEFAULTS

EXAMPLES = Path(__file__).resolve().parents[2] / "scripts" / "plover_examples.tsv"
_MARK = re.compile(r"<(/?)([st])>")
# Chosen by cross-validation on plv_train (README.md): the inverse of regularisation.
C = 1.0
FOLDS = 5


@cache
def context() -> Context:
    return make_context(DEFAULTS)


def article(text: str) -> Article:
    return Article(id="case", page="case", input="case", text=text, body=(Span(start=0, end=len(text)),), furniture=())


def pair(marked: str) -> Pair:
    """Return the sentence without its marks, parsed, with the spans that <s> and <t> enclosed."""
    parts: list[str] = []
    spans: dict[str, list[Span]] = {"s": [], "t": []}
    opened: dict[str, int] = {}
    at = length = 0
    for mark in _MARK.finditer(marked):
        parts.append(marked[at : mark.start()])
        length += mark.start() - at
        at = mark.end()
        if not mark[1]:
            opened[mark[2]] = length
        elif (start := opened.pop(mark[2], length)) < length:
            spans[mark[2]].append(Span(start=start, end=length))
    text = "".join([*parts, marked[at:]])
    return Pair(text=text, parse=context().parser.parse(article(text)), sources=tuple(spans["s"]), targets=tuple(spans["t"]))


def read(path: Path) -> tuple[list[Pair], list[str], list[bool]]:
    """Return pairs, gold roots (CONCEDE and RETREAT as YIELD) and whether each is cooperation."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    roots = [folded(line["gold_root"]) for line in lines]
    cooperation = [
        str(line["gold_penta"]) in "12" if "gold_penta" in line else is_cooperation(root) for line, root in zip(lines, roots, strict=True)
    ]
    return [pair(line["marked_sentence"]) for line in lines], roots, cooperation


def examples() -> tuple[list[Pair], list[str]]:
    """Return the invented sentences of scripts/plover_examples.tsv."""
    lines = [line.split("\t") for line in EXAMPLES.read_text(encoding="utf-8").splitlines() if line]
    return [pair(marked) for _, marked in lines], [root for root, _ in lines]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fit(found: np.ndarray, roots: Iterable[str]) -> Weights:
    """Return the linear layer fitted on rows of features; every root must occur."""
    model = LogisticRegression(C=C, max_iter=400, class_weight="balanced").fit(found, list(roots))
    order = [list(model.classes_).index(root) for root in ROOTS]
    return Weights(matrix=model.coef_[order].T.astype(np.float32), bias=model.intercept_[order].astype(np.float32))


def measured(path: Path, trained_on: Iterable[str]) -> dict[str, float]:
    """Return the figures of one set: cross-validated where its digest is among those trained on, else by the weights as they are."""
    pairs, roots, cooperation = read(path)
    found = rows(pairs, context().embedder)
    told = _crossed(found, roots) if digest(path) in trained_on else weights().roots(found)
    return {
        "root_macro_f1": float(f1_score(roots, told, average="macro", labels=sorted(set(roots)))),
        "binary_macro_f1": float(f1_score(cooperation, [is_cooperation(root) for root in told], average="macro")),
        "root_accuracy": float(np.mean([a == b for a, b in zip(roots, told, strict=True)])),
        "sentences": float(len(roots)),
    }


def _crossed(found: np.ndarray, roots: list[str]) -> list[str]:
    """Five folds, cut by a fixed seed; the invented sentences are in every training part, never in a tested one."""
    more, more_roots = examples()
    extra = rows(more, context().embedder)
    told = [""] * len(roots)
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(found, roots):
        layer = fit(np.vstack([found[train], extra]), [*(roots[k] for k in train), *more_roots])
        for k, root in zip(test, layer.roots(found[test]), strict=True):
            told[k] = root
    return told
