"""Main text and heads of HTML pages beside other extractors run in the same command; furniture in records by sentences.

Counted as trafilatura's own evaluation counts: a `with` segment in the text is a true positive, a `without` segment a false one.
"""

import importlib.util
import json
import tarfile
import time
import unicodedata
from collections import Counter
from functools import cache, partial
from pathlib import Path

import readability
import trafilatura
from lxml import html as lxml_html
from resiliparse.extract.html2text import extract_plain_text

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
HERE = Path(__file__).parent
_WARMED = 3

FIELDS = ("headline", "day", "byline")
GOLD = {"headline": "title", "day": "date", "byline": "author", "persons": "author"}


def _readability(source: str) -> str:
    return lxml_html.fromstring(readability.Document(source).summary()).text_content()


PEERS = {
    "trafilatura_default": partial(trafilatura.extract, include_comments=False),
    "trafilatura_precision": partial(trafilatura.extract, include_comments=False, favor_precision=True),
    "trafilatura_fast": partial(trafilatura.extract, include_comments=False, fast=True),
    "readability_lxml": _readability,
    "resiliparse": partial(extract_plain_text, main_content=True, alt_texts=False, form_fields=False, noscript=False),
}


@cache
def grams():
    """The module beside this one: the folder is no package."""
    spec = importlib.util.spec_from_file_location("evals_pages_grams", HERE / "grams.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


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
    raws = raws_of(folder)
    labelled = {path.stem: grams().load(path) for path in sorted(HERE.glob("maintext*.jsonl")) if not path.stem.endswith("-sealed")}
    counts = {name: Counter() for name in ("tellings", *PEERS)}
    scores = {(name, one): grams().Score() for name in ("tellings", *PEERS) for one in labelled}
    seconds: Counter = Counter()
    head: Counter = Counter()
    peers_head: Counter = Counter()
    for item in gold[:_WARMED]:  # what tables, patterns and models cost once is nobody's time for a page
        read(page_of(item["file"], raws[item["file"]]))
        _by_peers(decode(raws[item["file"]], html=True)[0], Counter())
    for item in gold:
        raw = raws[item["file"]]
        began = time.process_time()
        article = read(page_of(item["file"], raw))
        seconds["tellings"] += time.process_time() - began
        source = decode(raw, html=True)[0]
        _count_head(head, _head(article), item)
        _count_head(peers_head, _peers_head(source), item)
        texts = {"tellings": text_of(article)} | _by_peers(source, seconds)
        for name, text in texts.items():
            _count(counts[name], text, item)
            for one, rows in labelled.items():
                if item["file"] in rows:
                    scores[name, one].add(rows[item["file"]]["counted"], text)
    own = {"segment_f1": _f1(counts["tellings"]), "segment_precision": _p(counts["tellings"]), "segment_recall": _r(counts["tellings"])}
    for name in PEERS:
        own |= {f"{name}_f1": _f1(counts[name]), f"{name}_p": _p(counts[name]), f"{name}_r": _r(counts[name])}
    own |= {f"cpu_ms_{name}": 1000 * spent / len(gold) for name, spent in seconds.items()}
    own["cpu_ratio_to_fast"] = seconds["tellings"] / seconds["trafilatura_fast"]
    own |= {f"{field}_exact": _exact(head, field) for field in FIELDS}
    heads = {f"{field}_exact": _exact(head, field) for field in (*FIELDS, "persons")}
    heads |= {f"trafilatura_{field}_exact": _exact(peers_head, field) for field in FIELDS}
    return [
        {"task": "pages", "set": "pages", "figures": own},
        {"task": "pages", "set": "heads", "figures": heads},
        *({"task": "pages", "set": one, "figures": _main(scores, one)} for one in labelled),
    ]


def _main(scores: dict, labels: str) -> dict:
    """Figures of one set of labels."""
    own = scores["tellings", labels]
    main = {"gram_f1": own.f1, "gram_precision": own.precision, "gram_recall": own.recall}
    for name in PEERS:
        peer = scores[name, labels]
        main |= {f"{name}_f1": peer.f1, f"{name}_p": peer.precision, f"{name}_r": peer.recall}
    return main | {"pages": float(len(own.pages))}


def raws_of(folder: Path) -> dict[str, bytes]:
    with tarfile.open(folder / "html.tar.gz") as archive:
        return {Path(member.name).name: archive.extractfile(member).read() for member in archive if member.isfile()}


def page_of(name: str, raw: bytes) -> Page:
    return Page(id=content_id("page", name), input=name, medium=medium(Path(name), raw[:8192]), raw=raw, sha256="")


def _by_peers(source: str, seconds: Counter) -> dict[str, str]:
    texts: dict[str, str] = {}
    for name, extract in PEERS.items():
        began = time.process_time()
        try:
            texts[name] = extract(source) or ""
        except Exception:  # a peer that fails on a page has found nothing on it
            texts[name] = ""
        seconds[name] += time.process_time() - began
    return texts


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


def _head(article: Article | Rejected) -> dict[str, str | None]:
    """Headline, day and byline; and the byline where it names persons, not a desk or a house."""
    if not isinstance(article, Article):
        return {}
    persons = article.byline if article.byline_kind == "persons" else None
    return {"headline": article.headline, "day": (article.published or "")[:10], "byline": article.byline, "persons": persons}


def _peers_head(source: str) -> dict[str, str | None]:
    """What trafilatura's own reading of a page's head gives, its search for dates with it."""
    try:
        made = trafilatura.extract_metadata(source)
    except Exception:  # a peer that fails on a page has found nothing on it
        return {}
    return {"headline": made.title, "day": made.date, "byline": made.author}


def _count_head(head: Counter, made: dict[str, str | None], item: dict) -> None:
    for field, key in GOLD.items():
        want = item.get(key)
        want = ", ".join(want) if isinstance(want, list) else want
        if want:
            head[field, _fold(made.get(field)) == _fold(want)] += 1


def _exact(head: Counter, field: str) -> float:
    return head[field, True] / max(1, head[field, True] + head[field, False])


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
