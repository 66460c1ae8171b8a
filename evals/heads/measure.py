"""What invented pages of many systems and languages say of themselves, field by field (SOURCE.md says how they were written).

`python evals/heads/measure.py [CASES.jsonl]` lists the errors. A field is right where it is the gold one but for case, space and
punctuation; of a time its day counts. A page that is no article (kind index or error) should be rejected and then has no headline or date.
"""

import hashlib
import json
import sys
import unicodedata
from collections import Counter
from pathlib import Path

from tellings.backends.base import Context
from tellings.clean import body, markup, metadata, pages
from tellings.model.articles import Article, Metadata, Page, Rejected
from tellings.model.inputs import Inputs
from tellings.model.spans import content_id
from tellings.settings import Settings

HERE = Path(__file__).parent
CONTEXT = Context(settings=Settings(), parser=None, embedder=None, quick=None)
DAYS = ("published", "modified")
OF_ARTICLES = ("headline", "byline", "published", "modified", "dateline", "credit")
OF_PAGES = ("outlet", "language", "section", "canonical")
NO_ARTICLE = ("index", "error")


def measure(data: Path | None) -> list[dict]:
    return [_row(HERE / "cases.jsonl")]


def read(case: dict) -> dict[str, object]:
    """The fields of a page as a reader of the brief sees them: the article's, where there is one, else the page's metadata."""
    raw = case["html"].encode()
    digest = hashlib.sha256(raw).hexdigest()
    records: list[object] = [Page(id=content_id("page", digest), input=case["url"], medium="html", raw=raw, sha256=digest, url=case["url"])]
    for run in (markup.run, pages.run, metadata.run, body.run):
        records += run(Inputs.of(*records), CONTEXT)
        if isinstance(records[-1], Rejected):
            break
    meta = next(r for r in records if isinstance(r, Metadata))
    last = records[-1]
    made = {name: value.value if (value := getattr(meta, name, None)) else None for name in (*OF_ARTICLES, *OF_PAGES)}
    made["paywalled"] = getattr(meta, "paywalled", None) is not None
    if isinstance(last, Article):
        made |= {name: getattr(last, name) for name in OF_ARTICLES}
        if last.byline_kind == "desk":
            made["byline"] = None  # the cases name persons only
    elif case["kind"] in NO_ARTICLE:
        made |= dict.fromkeys(OF_ARTICLES)
    return made


def _row(path: Path, *, show: bool = False) -> dict:
    count: Counter = Counter()
    for line in path.read_text().splitlines():
        case = json.loads(line)
        made = read(case)
        for field in (*OF_ARTICLES, *OF_PAGES, "paywalled"):
            want, got = _comparable(field, case[field]), _comparable(field, made[field])
            count[field] += want == got
            count["all"] += 1
            count["right"] += want == got
            if show and want != got:
                print(case["id"], case["kind"], field, "want", repr(case[field]), "got", repr(made[field]))
        count["cases"] += 1
    figures = {field: count[field] / max(1, count["cases"]) for field in (*OF_ARTICLES, *OF_PAGES, "paywalled")}
    return {"task": "heads", "set": path.stem, "figures": {"all_fields": count["right"] / max(1, count["all"]), **figures}}


def _comparable(field: str, value: object) -> object:
    if field in DAYS:
        return str(value)[:10] if value else ""
    if field == "canonical":
        return value or ""
    if isinstance(value, bool):
        return value
    return "".join(c for c in unicodedata.normalize("NFKC", str(value or "")).casefold() if c.isalnum() or unicodedata.combining(c))


if __name__ == "__main__":
    print(_row(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "cases.jsonl", show=True))
