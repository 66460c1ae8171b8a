"""Learns the two decisions of `tellings.extract.quoting.contents.learnt` from annotated attributions. Used by scripts/train_quotations.py.

`ends`: of the breaks at which a content may end, the one where the gold content of the same cue and the same beginning does. `taking`: a draft
whose content overlaps a gold one; drafts of optional attributions are left out. "that" before a content is left aside in both.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import measure
import numpy as np
from sklearn.ensemble import GradientBoostingClassifier

from tellings.engine.local import run_stages
from tellings.extract.quoting import gather
from tellings.extract.quoting.contents import ends, taking
from tellings.extract.quoting.contents.clauses import Clauses
from tellings.extract.quoting.cues import cue_at
from tellings.extract.quoting.trees import Tree
from tellings.model.articles import Article, Page
from tellings.model.observed import Parse
from tellings.model.spans import content_id
from tellings.pipeline import STAGES

_NAMES = [stage.name for stage in STAGES]
_STAGES = STAGES[: _NAMES.index("parse") + 1]
SEEDS = 3
Span = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Text:
    """One annotated text: its article, its parse, and (content without "that", cue's spans, optional) of each attribution."""

    article: Article
    tree: Tree
    gold: list[tuple[Span, list[Span], bool]]


def texts(archive: Path, scorer: ModuleType) -> Iterator[Text]:
    """Yield the texts of an archive of attributions that are analysed, by name."""
    for name, text, rows in sorted(scorer.documents(str(archive))):
        page = Page(id=content_id("page", name, text), input=name, medium="record", raw=text.encode(), sha256="", given_id=name)
        made = list(run_stages(_STAGES, [page], measure.make_context_once()))
        article = next((r for r in made if isinstance(r, Article)), None)
        parse = next((r for r in made if isinstance(r, Parse)), None)
        if article is not None and parse is not None:
            gold = [(_without_that(text, row[0]), [tuple(span) for span in row[2]], row[3]) for row in rows]
            yield Text(article=article, tree=Tree(parse), gold=gold)


def _without_that(text: str, span: Span) -> Span:
    start = span[0] + 5 if text[span[0] : span[1]].lower().startswith("that ") else span[0]
    return measure.trim(text, start, span[1])


def of_ends(one: Text) -> Iterator[tuple[list[list[float]], int]]:
    """Yield (features of each break, which of them is right) of the contents that begin where a gold one with the same cue does."""
    text, tree, parse = one.article.text, one.tree, one.tree.parse
    clauses = Clauses(tree)
    gold = {span[0]: (span[1], cues) for span, cues, _ in one.gold}
    for cue in filter(None, (cue_at(tree, i) for i in range(len(parse)))):
        for rule, first, last, head in clauses.contents(cue):
            found = gold.get(measure.trim(text, parse.starts[first], parse.ends[last])[0])
            if found is None or not any(a < parse.ends[cue.verb] and parse.starts[cue.verb] < b for a, b in found[1]):
                continue
            points = clauses.points(cue, rule, first, head, last)
            at = [measure.trim(text, parse.starts[first], parse.ends[t])[1] for t in points]
            if found[0] in at:
                cut = clauses.without_tail(head, last)
                yield list(ends.features(tree, cue, rule, (first, head, cut), points)), at.index(found[0])


def of_taking(one: Text) -> Iterator[tuple[list[float], bool]]:
    """Yield (features, whether it overlaps a gold content) of every draft that is weighed."""
    made = gather.weigh(one.tree, one.article)
    text = one.article.text
    spans = [measure.trim(text, draft.start, draft.end) for draft, _ in made]
    hits = {j: i for i, j in measure._one_to_one([span for span, _, _ in one.gold], spans)}  # noqa: SLF001  # the measure's own pairing
    for j, (_, row) in enumerate(made):
        if row is not None and not (j in hits and one.gold[hits[j]][2]):
            yield row, j in hits


def fit(rows: list[list[float]], labels: list[bool], names: tuple[str, ...], **how: Any) -> dict[str, Any]:
    """Boosted trees as the plain dictionary that `learnt.forest` reads; the mean of SEEDS runs , which one seed moves less (accounts moved by .008 between single runs)."""
    share = float(np.mean(labels))
    made = []
    for seed in range(SEEDS):
        model = GradientBoostingClassifier(max_depth=3, subsample=0.6, random_state=seed, min_samples_leaf=20, **how)
        model.fit(np.array(rows), np.array(labels))
        made += [_tree(stage[0].tree_, model.learning_rate / SEEDS) for stage in model.estimators_]
    return {"features": list(names), "base": round(float(np.log(share / (1 - share))), 5), "trees": made}


def _tree(tree: Any, rate: float) -> dict[str, Any]:
    return {
        "feature": [int(f) if f >= 0 else -1 for f in tree.feature],
        "threshold": [round(float(t), 4) for t in tree.threshold],
        "left": [int(x) for x in tree.children_left],
        "right": [int(x) for x in tree.children_right],
        "value": [round(float(v) * rate, 5) for v in tree.value[:, 0, 0]],
        "depth": int(tree.max_depth),
    }


def learn(found: list[Text]) -> dict[str, Any]:
    """Return both models; the second is learnt on drafts whose ends the first, as it stands in the file, has set."""
    weighed = [pair for one in found for pair in of_ends(one)]
    rows = [row for points, _ in weighed for row in points]
    labels = [k == right for points, right in weighed for k in range(len(points))]
    taken = [pair for one in found for pair in of_taking(one)]
    return {
        "ends": fit(rows, labels, ends.NAMES, n_estimators=70, learning_rate=0.25, max_features=20),
        "taking": fit(
            [row for row, _ in taken], [label for _, label in taken], taking.NAMES, n_estimators=60, learning_rate=0.2, max_features=12
        ),
    }
