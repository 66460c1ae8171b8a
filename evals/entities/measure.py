"""Entities: pairs of mentions on the project's own cases, and on accounts read by hand the share of named sources that a mention covers.

A pair's two texts are two articles of one story; it is said to be one where a mention that covers most of `mention_a` and one that covers
most of `mention_b` fall into one entity. Figures of the pairs are of the class "one entity".
"""

import json
from collections import Counter
from pathlib import Path

from tellings.app.contexts import make_context
from tellings.engine.local import run_stages
from tellings.model.articles import Article, Page
from tellings.model.observed import Mention
from tellings.model.resolved import Entity, Story
from tellings.pipeline import STAGES
from tellings.settings import Settings

HERE = Path(__file__).parent
SETS = ("cases", "pairs", "pairs-second", "pairs-third", "pairs-fourth", "pairs-new")
ARTICLE = ("markup", "text", "metadata", "body", "parse", "mentions")


def measure(data):
    context = make_context(Settings(embedder="lexical"))
    sets = [path for path in (HERE / f"{name}.jsonl" for name in SETS) if path.exists()]
    rows = [{"task": "entities", "set": path.stem, "figures": pairs(read(path), context)[0]} for path in sets]
    if data is not None and (data / "accounts").is_dir():
        rows.append({"task": "entities", "set": "accounts", "figures": sources(data / "accounts", context)[0]})
    return rows


def read(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def article_records(ident, text, context, published=None, headline=None):
    page = Page(
        id=ident,
        input=ident,
        medium="record",
        raw=text.encode(),
        sha256="",
        given_id=ident,
        given_published=published,
        given_headline=headline,
    )
    return run_stages([s for s in STAGES if s.name in ARTICLE], [page], context)


def resolve(records, context):
    articles = [r for r in records if isinstance(r, Article)]
    story = Story(id="story", articles=tuple(sorted(a.id for a in articles)))
    mentions = [r for r in records if isinstance(r, Mention)]
    made = run_stages([s for s in STAGES if s.name == "entities"], [*articles, story, *mentions], context)
    return articles, mentions, [r for r in made if isinstance(r, Entity)]


def best(mentions, article, start, end):
    """The mention that shares most with the span, of equals the one nearest in extent."""
    here = [m for m in mentions if m.sel.article == article and m.sel.start < end and start < m.sel.end]
    return max(
        here,
        key=lambda m: (2 * (min(m.sel.end, end) - max(m.sel.start, start)) / (m.sel.end - m.sel.start + end - start), -m.sel.start),
        default=None,
    )


def pairs(cases, context):
    counts, wrong = Counter(), []
    for case in cases:
        one_text = case["text_a"] == case["text_b"]
        texts = {"a": case["text_a"]} if one_text else {"a": case["text_a"], "b": case["text_b"]}
        records = [
            r for key, text in texts.items() for r in article_records(f"{case['id']}{key}", text, context, case.get(f"published_{key}"))
        ]
        articles, mentions, entities = resolve(records, context)
        by_key = {a.given_id[-1]: a for a in articles}
        first, second = by_key.get("a"), by_key.get("a" if one_text else "b")
        entity_of = {m: e.id for e in entities for m in e.mentions}
        found = []
        for article, words, given, last in (
            (first, case["mention_a"], case.get("start_a"), False),
            (second, case["mention_b"], case.get("start_b"), one_text),
        ):
            at = given if given is not None else article.text.rfind(words) if last else article.text.find(words)
            found.append(best(mentions, article.id, at, at + len(words)))
        said = None not in found and entity_of.get(found[0].id, 0) == entity_of.get(found[1].id, 1)
        counts[case["same"], said] += 1
        if said != case["same"]:
            wrong.append((case, [m and (m.sel.exact, m.kind, m.form, m.name, m.known) for m in found]))
    right, missed, false = counts[True, True], counts[True, False], counts[False, True]
    p = right / (right + false) if right + false else 1.0
    r = right / (right + missed) if right + missed else 1.0
    return {
        "pair_p": p,
        "pair_r": r,
        "pair_f1": 2 * p * r / (p + r) if p + r else 0.0,
        "accuracy": (right + counts[False, False]) / max(1, len(cases)),
    }, wrong


def sources(folder, context):
    """Over gold quotations with a named source in the text: is there a mention that covers its words, and does its entity bear the gold name?"""
    covered = exact = named = total = 0
    wrong = []
    for gold_path in sorted(folder.glob("*/gold.json")):
        gold = json.loads(gold_path.read_text(encoding="utf-8"))
        records = []
        for line in (gold_path.parent / "articles.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            records += article_records(row["id"], row["text"], context, row.get("published"), row.get("headline"))
        articles, mentions, entities = resolve(records, context)
        by_given = {a.given_id: a for a in articles}
        entity_of = {m: e for e in entities for m in e.mentions}
        for quote in gold["quotations"]:
            article, words = by_given.get(quote["article"]), quote.get("source_text")
            if article is None or not words or not quote.get("source"):
                continue
            near = article.text.find(quote["content"])
            spots = [k for k in range(max(0, near - 600), near + len(quote["content"]) + 600) if article.text.startswith(words, k)]
            if not spots:
                continue
            at = min(spots, key=lambda k: min(abs(k - near), abs(k - near - len(quote["content"]))))
            total += 1
            hit = best(mentions, article.id, at, at + len(words))
            entity = entity_of.get(hit.id) if hit else None
            covered += hit is not None
            exact += hit is not None and (hit.sel.start, hit.sel.end) == (at, at + len(words))
            right = entity is not None and alike(quote["source"], entity.name)
            named += right
            if not right:
                wrong.append((gold_path.parent.name, words, quote["source"], hit and (hit.sel.exact, hit.form), entity and entity.name))
    return {"source_covered": covered / max(1, total), "source_exact": exact / max(1, total), "source_named": named / max(1, total)}, wrong


def alike(gold, found):
    """The shorter name's last word is the longer's, and its words are in the longer's; what the gold adds in brackets is set aside."""
    short, full = sorted(
        (
            [
                w
                for w in "".join(c if c.isalnum() else " " for c in name.split(" (")[0].lower()).split()
                if w not in ("the", "a", "an", "mr", "ms")
            ]
            for name in (gold, found)
        ),
        key=len,
    )
    return bool(short) and (short == full or (short[-1] == full[-1] and set(short) <= set(full)))


if __name__ == "__main__":
    import sys

    shared = make_context(Settings(embedder="lexical"))
    if len(sys.argv) > 1 and Path(sys.argv[1]).is_dir():
        figures, wrong = sources(Path(sys.argv[1]), shared)
    else:
        figures, wrong = pairs(read(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "cases.jsonl"), shared)
    for item in wrong:
        print(item)
    print({k: round(v, 3) for k, v in figures.items()})
