"""JSONL and JSONL.gz, one article a line, to pages."""

import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from tellings.model.articles import Page, Rejected
from tellings.model.spans import content_id
from tellings.settings import Settings


def is_records(name: str) -> bool:
    """True for a name that ends like a file of records."""
    return name.lower().endswith((".jsonl", ".jsonl.gz"))


def pages_of(path: Path, settings: Settings) -> Iterator[Page | Rejected]:
    """Yield a page for each line."""
    with gzip.open(path, "rb") if path.name.lower().endswith(".gz") else path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            row = json.loads(line)
            raw = row["text"].encode()
            digest = hashlib.sha256(line.strip()).hexdigest()
            yield Page(
                id=content_id("page", digest), input=f"{path}#{number}", medium="record", raw=raw, sha256=digest,
                url=row.get("url"), given_id=row.get("id"), given_outlet=row.get("outlet"), given_headline=row.get("headline"),
                given_published=row.get("published"),
            )  # fmt: skip
