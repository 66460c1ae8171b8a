"""Stories against labels, by B-cubed F1, on invented articles and on the sets under `data`; every stage that stories rest on is run."""

import gzip
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tellings.app.archives import BATCH
from tellings.app.contexts import make_context
from tellings.backends.base import Context
from tellings.cluster import copies, stories
from tellings.cluster.streaming import StoryStream
from tellings.engine.local import run_stages
from tellings.model.articles import Article, Page
from tellings.model.inputs import Inputs
from tellings.model.observed import Features
from tellings.model.resolved import CopyGroup
from tellings.pipeline import STAGES
from tellings.settings import Settings

_HERE = Path(__file__).parent
_NEEDED = ("markup", "text", "metadata", "body", "parse", "times", "mentions", "ledes", "features")
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
        figures = bcubed(labels, [story_of[a.id] for a in articles])
        rows.append({"task": "stories", "set": name, "figures": {**figures, **_streams(articles, records, labels)}})
    return rows


def _streams(articles: Sequence[Article], records: Sequence[object], labels: Sequence[str]) -> dict[str, float]:
    """F1 of the stories as they are after the last article came, in three orders of arrival, settled as an archive settles them: each batch as it is there."""
    inputs = Inputs.of(*records)
    features = {one.article: one for one in inputs.all(Features)}
    listed = [features[article.id] for article in articles]
    count = range(len(listed))
    dated = sorted(count, key=lambda k: (listed[k].published is None, listed[k].published or "", listed[k].article))
    mixed = sorted(count, key=lambda k: hashlib.sha256(listed[k].article.encode()).digest())
    copies_of = stories.whole_copies(inputs.all(CopyGroup))
    return {
        f"bcubed_f1_streamed_{name}": bcubed(labels, streamed(listed, order, copies_of))["bcubed_f1"]
        for name, order in (("given", count), ("dated", dated), ("mixed", mixed))
    }


def streamed(features: Sequence[Features], order: Iterable[int], copies_of: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the story of each article, in their order, after a stream of them in the order given."""
    stream = StoryStream()
    for number, k in enumerate(order, 1):
        stream.add(features[k], copies_of.get(features[k].article, ()))
        if number % BATCH == 0 or number == len(features):
            stream.settle()
    return [stream.story_of(one.article) for one in features]


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
            records += [record for record in made if isinstance(record, Features)]
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


if __name__ == "__main__":
    for row in measure(Path(sys.argv[1])):
        print(json.dumps(row))
