"""Main text of HTML pages by segments, beside trafilatura run in the same command; furniture in records by sentences.

Counted as trafilatura's own evaluation counts: a `with` segment in the text is a true positive, a `without` segment a false one.
"""

import json
import tarfile
import time
import unicodedata
from collections import Counter
from pathlib import Path

import trafilatura

from tellings.backends.base import Context
from tellings.clean import body, markup, metadata, pages
from tellings.clean.decoding import decode
from tellings.ingest.records import pages_of as records_of
from tellings.ingest.sniff import medium
from tellings.model.articles import Article, Page, Rejected
from tellings.model.inputs import Inputs
from tellings.model.spans import content_id
from tellings.settings import Settings

CONTEXT = Context(settings=Settings(), parser=None, embedder=None, quick=None)
STAGES = (markup.run, pages.run, metadata.run, body.run)
PEERS = {"default": {}, "precision": {"favor_precision": True}, "fast": {"fast": True}}


def measure(data: Path | None) -> list[dict]:
    rows = []
    if data is not None and (data / "pages" / "gold.jsonl").exists():
        rows += _pages(data / "pages")
    if data is not None and (data / "accounts").is_dir():
        rows.append(_accounts(data / "accounts"))
    return rows


def read(page: Page) -> Article | Rejected:
    """The article of a page by the page stages alone."""
    records: list[object] = [page]
    for run in STAGES:
        for made in run(Inputs.of(*records), CONTEXT):
            if isinstance(made, Rejected):
                return made
            records.append(made)
    return records[-1]


def text_of(article: Article | Rejected) -> str:
    return "\n".join(article.text[span.start : span.end] for span in article.body) if isinstance(article, Article) else ""


def _pages(folder: Path) -> list[dict]:
    gold = [json.loads(line) for line in (folder / "gold.jsonl").read_text().splitlines()]
    counts = {name: Counter() for name in ("tellings", *PEERS)}
    seconds = Counter()
    head = Counter()
    with tarfile.open(folder / "html.tar.gz") as archive:
        raws = {Path(member.name).name: archive.extractfile(member).read() for member in archive if member.isfile()}
    for item in gold:
        raw = raws[item["file"]]
        began = time.process_time()
        page = Page(
            id=content_id("page", item["file"]), input=item["file"], medium=medium(Path(item["file"]), raw[:8192]), raw=raw, sha256=""
        )
        article = read(page)
        seconds["tellings"] += time.process_time() - began
        _count(counts["tellings"], text_of(article), item)
        _count_head(head, article, item)
        source = decode(raw, html=True)[0]
        for name, options in PEERS.items():
            began = time.process_time()
            found = trafilatura.extract(source, include_comments=False, **options)
            seconds[name] += time.process_time() - began
            _count(counts[name], found or "", item)
    own = {"segment_f1": _f1(counts["tellings"]), "segment_precision": _p(counts["tellings"]), "segment_recall": _r(counts["tellings"])}
    for name in PEERS:
        own |= {
            f"trafilatura_{name}_f1": _f1(counts[name]),
            f"trafilatura_{name}_p": _p(counts[name]),
            f"trafilatura_{name}_r": _r(counts[name]),
        }
    own |= {f"cpu_ms_{name}": 1000 * spent / len(gold) for name, spent in seconds.items()}
    own |= {f"{field}_exact": head[field, True] / max(1, head[field, True] + head[field, False]) for field in ("headline", "day", "byline")}
    return [{"task": "pages", "set": "pages", "figures": own}]


def _count(counts: Counter, text: str, item: dict) -> None:
    for segment in item["with"]:
        counts["tp" if segment in text else "fn"] += 1
    for segment in item["without"]:
        counts["fp" if segment in text else "tn"] += 1


def _p(counts: Counter) -> float:
    return counts["tp"] / max(1, counts["tp"] + counts["fp"])


def _r(counts: Counter) -> float:
    return counts["tp"] / max(1, counts["tp"] + counts["fn"])


def _f1(counts: Counter) -> float:
    return 2 * counts["tp"] / max(1, 2 * counts["tp"] + counts["fp"] + counts["fn"])


def _fold(text: str | None) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", (text or "").casefold()) if c.isalnum())


def _count_head(head: Counter, article: Article | Rejected, item: dict) -> None:
    made = article if isinstance(article, Article) else None
    for field, key, value in (
        ("headline", "title", made and made.headline),
        ("day", "date", made and (made.published or "")[:10]),
        ("byline", "author", made and made.byline),
    ):
        want = item.get(key)
        want = ", ".join(want) if isinstance(want, list) else want
        if want:
            head[field, _fold(value) == _fold(want)] += 1


def _accounts(folder: Path) -> dict:
    """Sentences of records marked as furniture, as score_accounts.py counts them."""
    right = marked = wanted = 0
    for story in sorted(path.parent for path in folder.glob("*/gold.json")):
        articles = json.loads((story / "articles.json").read_text())["articles"]
        gold = set(json.loads((story / "gold.json").read_text()).get("furniture", []))
        made = {p.given_id: read(p) for p in records_of(story / "articles.jsonl", Settings()) if isinstance(p, Page)}
        found = {
            sent["id"]
            for article in articles
            for sent in article["sentences"]
            for f in (made[article["id"]].furniture if isinstance(made.get(article["id"]), Article) else ())
            if _covers(sent["start"], sent["end"], f.start, f.end)
        }
        right, marked, wanted = right + len(gold & found), marked + len(found), wanted + len(gold)
    precision, recall = right / max(1, marked), right / max(1, wanted)
    figures = {"furniture_precision": precision, "furniture_recall": recall, "marked": marked, "gold": wanted}
    return {"task": "pages", "set": "accounts", "figures": figures}


def _covers(start: int, end: int, a: int, b: int) -> bool:
    shared = min(end, b) - max(start, a)
    return b - a >= min(15, end - start) and shared > 0 and 2 * shared >= min(end - start, b - a)
