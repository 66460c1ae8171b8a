"""Conflicts on the claims that the machine makes of the invented stories: joined.py prints by slot how many of the gold's are found, how many had sentences of two
values in one claim and were not found, how many in none; and the share of those found that the gold has.

The cross-encoder and the alignment have learnt from these stories: of others less is joined and read. Takes some three minutes of the processor.
"""

import collections
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import measure  # beside this file
import oracle

from tellings.engine.local import run_stages
from tellings.model.resolved import Claim
from tellings.pipeline import STAGES


def main() -> None:
    """Print the table."""
    table: collections.Counter[tuple[str, str]] = collections.Counter()
    said = right = 0
    for gold, told, found in _stories():
        wanted = [c for c in gold["claims"] if c.get("values") and measure.is_conflict(gold, c)]
        values = [[frozenset(v["support"]) for v in c["values"]] for c in wanted]
        for claim, sides in zip(wanted, values, strict=True):
            both = [c for c, sentences in told.items() if sum(bool(side & sentences) for side in sides) > 1]
            kind = "not joined" if not both else "found" if found & set(both) else "joined, not found"
            table[str(claim["slot"]), kind] += 1
        said += len(found)
        right += sum(any(sum(bool(side & told[c]) for side in sides) > 1 for sides in values) for c in found)
    for (slot, kind), count in sorted(table.items()):
        print(f"{slot:10}{kind:20}{count}")
    print(f"found {said}, right {right}")


def _stories() -> Iterator[tuple[dict[str, Any], Mapping[str, frozenset[str]], set[str]]]:
    """Each story's gold, the sentences of its claims, and the claims that are said to conflict."""
    ctx = oracle.context()
    with tempfile.TemporaryDirectory() as folder:
        for path in measure.laid_out(Path(folder)):
            records = oracle.records_of(path / "articles.jsonl", ctx)
            made = run_stages([s for s in STAGES if s.name == "claims"], [r for rows in records.values() for r in rows], ctx)
            claims = [r for r in made if isinstance(r, Claim)]
            articles = json.loads((path / "articles.json").read_text(encoding="utf-8"))["articles"]
            told = _sentences(claims, oracle.holders_of(articles, records))
            found = {c for c, conflict in oracle.conflicts_of(records, claims, ctx).items() if conflict.relation != "precision"}
            yield json.loads((path / "gold.json").read_text(encoding="utf-8")), told, found


def _sentences(claims: Iterable[Claim], holders: Mapping[str, Iterable[Any]]) -> dict[str, frozenset[str]]:
    at = collections.defaultdict(set)
    for sentence, statements in holders.items():
        for statement in statements:
            at[statement.id].add(sentence)
    return {claim.id: frozenset(s for statement in claim.statements for s in at[statement]) for claim in claims}


if __name__ == "__main__":
    main()
