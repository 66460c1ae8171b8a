"""Stories against labels, by B-cubed F1, on invented articles and on the sets under `data`; every stage that stories rest on is run."""

import gzip
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tellings.app.contexts import make_context
from tellings.backends.base import Context
from tellings.cluster import copies, stories, terms
from tellings.engine.local import run_stages
from tellings.model.articles import Article, Page
from tellings.model.inputs import Inputs
from tellings.model.observed import Vectors
from tellings.model.resolved import CopyGroup
from tellings.pipeline import STAGES
from tellings.settings import Settings

_HERE = Path(__file__).parent
_NEEDED = ("markup", "text", "metadata", "body", "parse", "ledes")
LEASTS = (0.08, 0.10, 0.12, 0.14, 0.16, 0.18, 0.20, 0.24, 0.28, 0.32)
RELATIVES = (0.0, 0.5, 0.55, 0.6, 0.65, 0.7)
Labelled = tuple[list[Article], list[object], list[str]]


def measure(data: Path | None) -> list[dict[str, Any]]:
    """Return a row for each set: B-cubed precision, recall and F1 of the stories found."""
    context = make_context(Settings())
    sets = {path.name.split(".")[0]: path for path in sorted((data / "stories").glob("*.jsonl.gz"))} if data else {}
    own = _HERE / "cases.jsonl"
    rows = []
    for name, path in {**({"cases": own} if own.exists() else {}), **sets}.items():
        articles, records, labels = read(path, context)
        found = stories.run(Inputs.of(*articles, *records), context)
        story_of = {article: story.id for story in found for article in story.articles}  # type: ignore[attr-defined]
        rows.append({"task": "stories", "set": name, "figures": bcubed(labels, [story_of[a.id] for a in articles])})
    return rows


def read(path: Path, context: Context) -> Labelled:
    """Return the articles of a file that have text, the records stories are found by, and their labels."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    stages = [stage for stage in STAGES if stage.name in _NEEDED]
    articles, records, labels = [], [], []
    for line in raw.decode("utf-8").splitlines():
        given = json.loads(line)
        made = run_stages(stages, [_page(given)], context) if (given.get("text") or "").strip() else ()
        article = next((record for record in made if isinstance(record, Article)), None)
        if article is not None and article.id not in {a.id for a in articles}:
            articles.append(article)
            labels.append(given["story"])
            records += [record for record in made if isinstance(record, Vectors)]
    return articles, [*records, *copies.run(Inputs.of(*articles), context)], labels


def _page(given: Mapping[str, Any]) -> Page:
    raw = given["text"].encode("utf-8", "replace")
    digest = hashlib.sha256(raw + given["id"].encode()).hexdigest()
    return Page(
        id=digest[:16], input=given["id"], medium="record", raw=raw, sha256=digest, url=given.get("url"), given_id=given["id"],
        given_outlet=given.get("outlet"), given_headline=given.get("headline"), given_published=given.get("published"),
    )  # fmt: skip


def bcubed(labels: Sequence[str], found: Sequence[str]) -> dict[str, float]:
    """Return B-cubed precision, recall and F1 (Bagga and Baldwin 1998)."""
    both, gold, own = Counter(zip(labels, found, strict=True)), Counter(labels), Counter(found)
    precision = sum(n * n / own[story] for (_, story), n in both.items()) / len(labels)
    recall = sum(n * n / gold[label] for (label, _), n in both.items()) / len(labels)
    f1 = 2 * precision * recall / (precision + recall)
    return {"articles": len(labels), "bcubed_precision": precision, "bcubed_recall": recall, "bcubed_f1": f1}


def fit(data: Path) -> Iterable[str]:
    """Yield a table: for each set the best bounds on the OTHER sets by mean F1, and what they give on it."""
    context = make_context(Settings())
    scores: dict[str, dict[tuple[float, float], float]] = {}
    for path in sorted((data / "stories").glob("*.jsonl.gz")):
        articles, records, labels = read(path, context)
        order = sorted(range(len(articles)), key=lambda k: articles[k].id)
        articles, labels = [articles[k] for k in order], [labels[k] for k in order]
        weights = terms.vectors([terms.words(article) for article in articles])
        inputs = Inputs.of(*records)
        openings = stories._openings(articles, inputs.all(Vectors))  # noqa: SLF001
        groups = inputs.all(CopyGroup)
        pairs = stories.likeness(weights, openings)
        for least in LEASTS:
            for relative in RELATIVES:
                found = [""] * len(labels)
                for number, members in enumerate(stories.members_of(articles, pairs, groups, least=least, relative=relative)):
                    for k in members:
                        found[k] = str(number)
                scores.setdefault(path.name.split(".")[0], {})[least, relative] = bcubed(labels, found)["bcubed_f1"]
    for name, own in scores.items():
        others = [table for other, table in scores.items() if other != name]
        chosen = max(own, key=lambda bounds: (sum(table[bounds] for table in others), bounds))
        best = max(own, key=lambda bounds: (own[bounds], bounds))
        yield f"| {name} | {chosen} | {own[chosen]:.3f} | {best} | {own[best]:.3f} | {own[stories.LEAST, stories.RELATIVE]:.3f} |"


if __name__ == "__main__":
    if sys.argv[1] == "fit":
        print("| scored on | fitted on the others | F1 | its own best | F1 | as set |", "| --- | --- | --- | --- | --- | --- |", sep="\n")
        for line in fit(Path(sys.argv[2])):
            print(line)
    else:
        for row in measure(Path(sys.argv[1])):
            print(json.dumps(row))
