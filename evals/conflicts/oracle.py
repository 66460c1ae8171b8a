"""The conflicts stage on claims that a reader has put together, so that what it misses is its own fault and not that of the claims.

For each gold claim the statement of each supporting sentence whose vector is nearest to the claim's wording (with the value's, where tellings
differ) stands for the sentence.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tellings.app.contexts import make_context
from tellings.backends.base import Context
from tellings.compare import conflicts
from tellings.engine.local import run_stages
from tellings.ingest.discover import pages_of
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.observed import Statement
from tellings.model.resolved import Claim, Conflict, Story
from tellings.model.spans import content_id
from tellings.pipeline import STAGES
from tellings.settings import Settings

Records = dict[type, list[object]]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One gold claim told by several articles, and the conflict found in it."""

    gold: dict[str, Any]
    claim: Claim
    found: Conflict | None


def context() -> Context:
    return make_context(Settings(one_story=True, processes=1))


def records_of(path: Path, ctx: Context) -> Records:
    """What the stages before `claims` make of the articles of one file, taken as one story."""
    narrow = [s for s in STAGES if s.scope in ("page", "site", "article")]
    records: list[object] = []
    for page in sorted(pages_of([str(path)], ctx.settings), key=lambda p: getattr(p, "id", "")):
        records.extend(run_stages(narrow, [page], ctx))
    records.sort(key=lambda r: r.id if isinstance(r, Article) else "")
    made = run_stages([s for s in STAGES if s.scope == "window"], records, ctx)
    before = STAGES[: next(k for k, s in enumerate(STAGES) if s.name == "claims")]
    made = run_stages([s for s in before if s.scope == "story"], made, ctx)
    by_type: Records = {}
    for record in made:
        by_type.setdefault(type(record), []).append(record)
    return by_type


def conflicts_of(records: Records, claims: Iterable[Claim], ctx: Context) -> dict[str, Conflict]:
    """The conflicts that the stage finds in the claims, by claim."""
    return {c.claim: c for c in conflicts.run(Inputs({**records, Claim: list(claims)}), ctx) if isinstance(c, Conflict)}


def judged(folder: Path, records: Records, ctx: Context) -> list[Judged]:
    """The story's gold claims told by two or more articles, each with what is found in it."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    articles = json.loads((folder / "articles.json").read_text(encoding="utf-8"))["articles"]
    holders = holders_of(articles, records)
    told = [c for c in gold["claims"] if len({s.split(".")[0] for s in support_of(c)}) > 1]
    claims = _claims(told, holders, records, ctx)
    found: dict[str, Conflict] = {}
    for claim in claims.values():
        found |= conflicts_of(records, [claim], ctx)
    return [Judged(gold=told[k], claim=claim, found=found.get(claim.id)) for k, claim in claims.items()]


def support_of(claim: dict[str, Any]) -> list[str]:
    return sorted({*claim["support"], *(s for v in claim.get("values") or [] for s in v["support"])})


def holders_of(articles: Sequence[dict[str, Any]], records: Records) -> dict[str, list[Statement]]:
    """The statements of each sentence of the gold, by its id."""
    given = {a.id: a.given_id for a in records[Article] if isinstance(a, Article)}
    spans = {a["id"]: [(s["id"], s["start"], s["end"]) for s in a["sentences"]] for a in articles}
    holders: dict[str, list[Statement]] = {}
    for s in records.get(Statement, []):
        assert isinstance(s, Statement)
        for sentence, start, end in spans[given[s.sel.article] or ""]:
            if _covers(start, end, s):
                holders.setdefault(sentence, []).append(s)
    return holders


def _covers(start: int, end: int, statement: Statement) -> bool:
    common = min(end, statement.sel.end) - max(start, statement.sel.start)
    return common > 0 and common >= 0.5 * min(end - start, statement.sel.end - statement.sel.start)


def _claims(told: Sequence[dict[str, Any]], holders: dict[str, list[Statement]], records: Records, ctx: Context) -> dict[int, Claim]:
    story = next(s for s in records[Story] if isinstance(s, Story)).id
    every = sorted({s.id: s for options in holders.values() for s in options}.items())
    at = {id_: k for k, (id_, _) in enumerate(every)}
    own = ctx.embedder.embed([" ".join(f"{s.subject if s.subject not in s.sel.exact else ''} {s.sel.exact}".split()) for _, s in every])
    claims: dict[int, Claim] = {}
    for number, gold in enumerate(told):
        wording = dict.fromkeys(support_of(gold), gold["text"])
        for value in gold.get("values") or []:
            wording |= dict.fromkeys(value["support"], f"{gold['text']} {value['value']}")
        texts = sorted(set(wording.values()))
        vectors = dict(zip(texts, ctx.embedder.embed(texts), strict=True))
        chosen = [
            max(holders[s], key=lambda o, v=vectors[wording[s]]: (float(own[at[o.id]] @ v), o.id)).id  # type: ignore[misc]
            for s in sorted(wording)
            if holders.get(s)
        ]
        if chosen:
            id_ = content_id("claim", story, str(number), *chosen)
            claims[number] = Claim(id=id_, story=story, text=gold["text"], statements=tuple(dict.fromkeys(chosen)))
    return claims
