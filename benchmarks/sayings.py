"""What it costs to know who said what: `python benchmarks/sayings.py [--n 200] [--data FILE.jsonl.gz]`.

CPU milliseconds for 500 words of the parse and of times, mentions, quotations and entities (every article a story of its own), beside spaCy alone on the
same bodies, and the most memory that this one process held. Exits with 1 above `--most-beyond` or `--most` milliseconds, or `--most-mb`.
"""

import argparse
import gzip
import json
import resource
import time
from collections import Counter
from itertools import islice
from pathlib import Path

import spacy

from tellings.app.contexts import make_context
from tellings.engine.local import run_stages
from tellings.model.articles import Article, Page
from tellings.model.observed import Mention, Parse, Quotation
from tellings.model.resolved import Story
from tellings.pipeline import STAGES
from tellings.settings import Settings

LOAD = Path(__file__).parent.parent.parent / "shared/data/load/articles-12k.jsonl.gz"
STAGE = {stage.name: stage for stage in STAGES}
READING = [stage for stage in STAGES if stage.scope == "page"]
SAYING = ("parse", "times", "mentions", "quotations", "entities", "utterances")


def main() -> None:
    """Print the table; exit with 1 where a bound is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--n", type=int, default=200)
    options.add_argument("--data", type=Path, default=LOAD)
    options.add_argument("--most-beyond", type=float, default=0.0)
    options.add_argument("--most", type=float, default=0.0)
    options.add_argument("--most-mb", type=float, default=0.0)
    args = options.parse_args()
    context = make_context(Settings())
    with gzip.open(args.data, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, args.n + 5)]
    articles = [article for row in rows if (article := _article(row, context)) is not None]
    spent: Counter[str] = Counter()
    for article in articles[:5]:  # models and tables are loaded before the clock runs
        _say(article, context, Counter())
    for article in articles:
        _say(article, context, spent)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    words = sum(len(article.text[span.start : span.end].split()) for article in articles for span in article.body)
    of = {name: seconds * 1000 * 500 / words for name, seconds in spent.items()}
    beyond, whole = sum(ms for name, ms in of.items() if name != "parse"), sum(of.values())
    print(f"{len(articles)} articles, {words / len(articles):.0f} words each\n\n| stage | CPU ms for 500 words |\n|---|---:|")
    for name in SAYING:
        print(f"| {name} | {of[name]:.1f} |")
    print(f"| **beyond the parse** | **{beyond:.1f}** |\n| **with it** | **{whole:.1f}** |")
    print(
        f"| peer: spaCy alone, everything on | {_peer(articles) * 1000 * 500 / words:.1f} |\n\nmost memory of this process: {memory:.0f} MB"
    )
    for found, most in ((beyond, args.most_beyond), (whole, args.most), (memory, args.most_mb)):
        if most and found > most:
            raise SystemExit(f"{found:.1f} is more than {most}")


def _article(row, context):
    page = Page(
        id=row["id"], input=row["id"], medium="record", raw=row["text"].encode(), sha256="", given_id=row["id"],
        given_published=row.get("published"), given_headline=row.get("headline"),
    )  # fmt: skip
    return next((record for record in run_stages(READING, [page], context) if isinstance(record, Article)), None)


def _say(article, context, spent):
    story = Story(id="s", articles=(article.id,))
    records = (article, story)
    for name in SAYING:
        began = time.process_time()
        records = run_stages([STAGE[name]], records, context)
        spent[name] += time.process_time() - began
    assert any(isinstance(record, Parse | Mention | Quotation) for record in records) or not article.body or article.language != "en"


def _peer(articles):
    nlp = spacy.load(Settings().parser, exclude=["senter"])
    bodies = [article.text[span.start : span.end] for article in articles for span in article.body]
    nlp(bodies[0])
    began = time.process_time()
    for body in bodies:
        nlp(body)
    return time.process_time() - began


if __name__ == "__main__":
    main()
