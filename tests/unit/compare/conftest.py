"""Puts two invented tellings side by side as one claim."""

import json

import pytest

from tellings.app.contexts import make_context
from tellings.compare import conflicts
from tellings.engine.local import run_stages
from tellings.ingest.discover import pages_of
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.observed import Statement
from tellings.model.resolved import Claim, Story
from tellings.pipeline import STAGES
from tellings.settings import Settings


@pytest.fixture(scope="session")
def told(tmp_path_factory):
    """A function that returns the records of two sentences, each the whole text of an outlet, and the claim of the longest statement of each."""
    context = make_context(Settings(one_story=True, processes=1))

    def run(a, b, published=("2026-03-11", "2026-03-11")):
        path = tmp_path_factory.mktemp("pair") / "pair.jsonl"
        lines = [
            {"id": k, "outlet": f"Outlet {k}", "published": p, "text": text} for k, text, p in zip("ab", (a, b), published, strict=True)
        ]
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        records = []
        for page in sorted(pages_of([str(path)], context.settings), key=lambda p: p.id):
            records += run_stages([s for s in STAGES if s.scope in ("page", "article")], [page], context)
        records.sort(key=lambda r: r.id if isinstance(r, Article) else "")
        made = run_stages([s for s in STAGES if s.name in ("copies", "stories")], records, context)
        made = run_stages([s for s in STAGES if s.name in ("entities", "utterances")], made, context)
        by_type = {}
        for record in made:
            by_type.setdefault(type(record), []).append(record)
        longest = {}
        for statement in by_type[Statement]:
            known = longest.get(statement.sel.article)
            if known is None or len(statement.sel.exact) > len(known.sel.exact):
                longest[statement.sel.article] = statement
        ids = tuple(s.id for _, s in sorted(longest.items()))
        claim = Claim(id="c", story=by_type[Story][0].id, text="", statements=ids)
        return Inputs({**by_type, Claim: [claim]})

    run.context = context
    return run


@pytest.fixture(scope="session")
def differs(told):
    """A function that returns the Conflict found between two sentences, None where there is none."""

    def run(a, b, published=("2026-03-11", "2026-03-11")):
        return next(iter(conflicts.run(told(a, b, published), told.context)), None)

    return run
