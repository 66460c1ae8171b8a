"""The brief of `examples/` against what its annotator found (`gold.json`), from metadata to claims.

A span holds where it overlaps the gold one by half of the shorter. Figures are shares of the gold's points; `no_false_conflict` is 1 where
no claim is said to conflict that the gold does not call so.
"""

import itertools
import json
import re
import unicodedata
from pathlib import Path

from tellings.app.briefs import brief
from tellings.briefing import render

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FIELDS = ("headline", "dateline", "credit", "outlet", "origin", "published", "modified")
OFFICES = {"the", "mr", "ms", "mrs", "dr", "prime", "minister", "president", "foreign", "transport", "harbour", "master", "a", "an"}


def fold(name):
    plain = "".join(c for c in unicodedata.normalize("NFKD", name or "") if not unicodedata.combining(c)).casefold()
    return re.findall(r"\w+", plain)


def same_name(gold, found, forms=()):
    if not gold or not found:
        return not gold and not found
    there = [w for w in fold(found) if w not in OFFICES] or fold(found)
    for one in (gold, *forms):
        here = [w for w in fold(one) if w not in OFFICES] or fold(one)
        short, long = sorted((here, there), key=len)
        if here == there or (len(short[-1]) > 2 and short[-1] == long[-1] and set(short) <= set(long)):
            return True
    return False


def near(a, b):
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared > 0 and shared >= 0.5 * min(a[1] - a[0], b[1] - b[0])


def place(text, passage):
    at = text.find(passage)
    return (at, at + len(passage)) if at >= 0 else None


def measure(_data):
    gold = json.loads((HERE / "gold.json").read_text(encoding="utf-8"))
    made = json.loads(render.render(brief([ROOT / "examples"], one_story=True, published="2026-03-12"), "json"))
    articles = {k: a for k, g in gold["articles"].items() for a in made["articles"] if Path(a["input"]).name == g["file"]}
    key_of = {a["id"]: k for k, a in articles.items()}
    scorer = _Scorer(gold, made["stories"][0], articles, key_of)
    return [{"task": "examples", "set": "examples", "figures": scorer.figures()}]


class _Scorer:
    def __init__(self, gold, story, articles, key_of):
        self.gold, self.story, self.articles, self.key_of = gold, story, articles, key_of
        self.forms = {e["name"]: e["forms"] for e in gold["entities"]}

    def figures(self):
        return {
            **self.metadata(), **self.furniture(), **self.quotations(), **self.claims(), "copies_f1": self.copies(), "entities": self.entities(),
        }  # fmt: skip

    def metadata(self):
        out = {}
        for field in FIELDS:
            hits = [
                self._field(field, g.get(field), self.articles[k].get(field))
                for k, g in self.gold["articles"].items()
                if k in self.articles
            ]
            out[field] = sum(hits) / len(self.gold["articles"])
        return out

    def _field(self, field, gold, found):
        if field in ("published", "modified"):
            return (gold or "")[:10] == (found or "")[:10] or (gold is None and field == "published")
        return fold(re.sub(r"\(.*?\)", "", gold or "")) == fold(re.sub(r"\(.*?\)", "", found or ""))

    def furniture(self):
        held = of = reasons = inside = 0
        for k, g in self.gold["articles"].items():
            article = self.articles[k]
            text = article["text"]
            for f in g["furniture"]:
                if (at := place(text, f["text"])) is None:
                    continue
                of += 1
                hits = [x for x in article["furniture"] if near(at, (x["start"], x["end"]))]
                held += bool(hits)
                reasons += any(x["reason"] == f["reason"] for x in hits)
            first, last = text.find(g["body_first"][:40]), text.rfind(g["body_last"][-30:])
            inside += any(first <= start and end <= last + 31 and end > start for start, end in article["body"])
        return {"furniture": held / of, "furniture_reason": reasons / of, "body": inside / len(self.articles)}

    def quotations(self):
        held = source = chain = of = relayed = plain = no_relay = 0
        for q in self.gold["quotations"]:
            at = place(self.articles[q["article"]]["text"], q["content"])
            if at is None or q.get("optional"):
                continue
            of += 1
            hits = [
                p for p in self.story["quotations"]
                if self.key_of[p["article"]] == q["article"] and near(at, (p["content"]["start"], p["content"]["end"]))
            ]  # fmt: skip
            if not hits:
                continue
            held += 1
            source += any(same_name(q["source"], p["source"], self.forms.get(q["source"], ())) for p in hits)
            if len(q["chain"]) > 1:
                relayed += 1
                chain += any(self._chain(q["chain"], p["chain"]) for p in hits)
            else:
                plain += 1
                no_relay += all(len(p["chain"]) <= 1 for p in hits)
        return {
            "quotations": held / of, "source": source / max(1, held), "chain": chain / max(1, relayed), "no_relay": no_relay / max(1, plain),
        }  # fmt: skip

    def _chain(self, gold, found):
        return len(gold) == len(found) and all(same_name(a, b, self.forms.get(a, ())) for a, b in zip(gold, found, strict=True))

    def claims(self):
        shared = status = counted = of = 0
        conflicts, found_conflicts = 0, set()
        for c in self.gold["claims"]:
            spans = [(s["article"], at) for s in c["support"] if (at := place(self.articles[s["article"]]["text"], s["text"]))]
            spans += [
                (s["article"], at) for v in c.get("values") or [] for s in v.get("support", [])
                if (at := place(self.articles[s["article"]]["text"], s["text"]))
            ]  # fmt: skip
            need = {a for a, _ in spans}
            if len(need) < 2:
                continue
            of += 1
            ranked = [(len(self._told(p, spans) & need) / len(self._told(p, None) | need), p) for p in self.story["claims"]]
            score, best = max(ranked, key=lambda x: (x[0], x[1]["id"]), default=(0, None))
            if score < 0.5:
                continue
            shared += 1
            status += best["status"] == c["status"]
            counted += best["independent"] == c["independent"]
            if c["status"] == "conflicting":
                found_conflicts.add(best["id"])
                conflicts += best["status"] == "conflicting"
        false = [
            p
            for p in self.story["claims"]
            if p["status"] == "conflicting" and p["relation"] != "precision" and p["id"] not in found_conflicts
        ]
        real = sum(c["status"] == "conflicting" for c in self.gold["claims"])
        return {
            "claims_recall": shared / of, "status": status / max(1, shared), "independent": counted / max(1, shared),
            "conflicts_recall": conflicts / max(1, real), "no_false_conflict": float(not false),
        }  # fmt: skip

    def _told(self, claim, spans):
        support = claim["support"] + [s for v in claim["values"] for s in v["support"]]
        if spans is None:
            return {self.key_of[s["article"]] for s in support}
        return {a for a, at in spans if any(self.key_of[s["article"]] == a and near(at, (s["start"], s["end"])) for s in support)}

    def copies(self):
        pairs = lambda groups: {p for g in groups for p in itertools.combinations(sorted(g), 2)}  # noqa: E731
        gold = pairs(g["articles"] for g in self.gold["copy_groups"])
        found = pairs([self.key_of[a] for a in g["articles"]] for g in self.story["copy_groups"] if g["kind"] == "whole")
        return 2 * len(gold & found) / max(1, len(gold) + len(found))

    def entities(self):
        hits = [any(same_name(e["name"], x["name"], e["forms"]) for x in self.story["entities"]) for e in self.gold["entities"]]
        return sum(hits) / len(hits)
