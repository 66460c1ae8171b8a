"""Writes pairs for the second step of `train_pairs.py` from invented stories as the pipeline reads them: story_pairs.py OUT.jsonl.

`scripts/stories/*.jsonl` hold events as three or four invented outlets tell them, with the claims that a careful reader finds (scripts/scenes/README.md). Their statements
are clauses as the pipeline cuts them, which is what the cross-encoder will read. Of each claim the statements that tell it make pairs (in `conflict` where they give
different values that cannot both hold), of statements and of a statement and a whole sentence, and each sentence with the claim's wording; what is near at a glance and of no common claim is `different`. Needs the package with a
cross-encoder of the first step, which says which clause of a sentence a claim means.
"""

import itertools
import json
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "evals" / "accounts"))

import learning  # noqa: E402  # beside the evaluation, which leaves one story out

from tellings.resolve.aligning import decision  # noqa: E402

SLOTS = ("number", "time", "place", "actor", "polarity", "manner")
RELATIONS = ("contradiction", "update", "precision")
# Of each statement so many neighbours that tell something else, and of each claim so many statements that do not tell it.
APART = 3
ELSE = 3


class Pairs:
    """The labelled pairs of one story; of two labels for one pair the first stays."""

    def __init__(self, story: str) -> None:
        self.story = story
        self.found: dict[tuple[str, str], dict[str, Any]] = {}

    def put(self, a: str, b: str, label: str, claim: dict[str, Any] | None = None, weight: float = 1.0) -> None:
        """Keep a pair; slot and relation are those of the claim whose values it gives."""
        slot, relation = (claim.get("slot"), claim.get("relation")) if claim is not None else (None, None)
        if a != b:
            self.found.setdefault((min(a, b), max(a, b)), {
                "a": a, "b": b, "label": label, "slot": slot if slot in SLOTS else None,
                "relation": relation if relation in RELATIONS else None, "weight": weight, "story": self.story,
            })  # fmt: skip


def pairs_of(folder: Path, ctx: Any) -> list[dict[str, Any]]:
    """Return the labelled pairs of one story."""
    sample = learning.sample(folder, ctx)
    gold = json.loads((folder / "gold.json").read_text())
    rng = random.Random(0)  # no secret
    pairs = Pairs(folder.name)
    _told(pairs, sample, gold, learning.told_by(sample.views, sample.sentences, gold, ctx))
    _apart(pairs, sample)
    _wordings(pairs, sample, gold, rng)
    return list(pairs.found.values())


def _told(pairs: Pairs, sample: Any, gold: dict[str, Any], tellings: list[list[int]]) -> None:
    """Statements that tell one claim: with one another, and each with the whole sentence of the other."""
    views = sample.views
    for claim, told in zip(gold["claims"], tellings, strict=True):
        clashing = claim["status"] == "conflicting" and claim.get("relation") in RELATIONS[:2]
        value = {s: n for n, v in enumerate(claim.get("values") or []) for s in v["support"]}
        of = {k: {value[s] for s in sample.sentences[k] if s in value} for k in told}
        for a, b in itertools.combinations(told, 2):
            clash = clashing and bool(of[a] and of[b]) and not of[a] & of[b]
            told_of = claim if clash or claim.get("relation") == "precision" else None
            for one, other in (
                (views.views[a].text, views.views[b].text),
                (views.views[a].text, views.whole[b]),
                (views.views[b].text, views.whole[a]),
            ):
                pairs.put(one, other, "conflict" if clash else "same", told_of)


def _apart(pairs: Pairs, sample: Any) -> None:
    """Statements that are near at a glance and whose sentences have no claim in common."""
    glance = decision.scores("glance", sample.rows)
    views = sample.views
    taken: dict[int, int] = {}
    for k in sorted(range(len(sample.pairs)), key=lambda k: (-glance[k], k)):
        a, b = sample.pairs[k]
        if sample.weights[k] < 1 or sample.labels[k] or min(taken.get(a, 0), taken.get(b, 0)) >= APART:
            continue
        taken[a], taken[b] = taken.get(a, 0) + 1, taken.get(b, 0) + 1
        pairs.put(views.views[a].text, views.views[b].text, "different")
        pairs.put(views.views[a].text, views.whole[b], "different")
        pairs.put(views.views[b].text, views.whole[a], "different")


def _wordings(pairs: Pairs, sample: Any, gold: dict[str, Any], rng: random.Random) -> None:
    """Each claim's wording with the sentences that assert it, and with those that only share its words."""
    whole = {s: sample.views.whole[k] for k, found in enumerate(sample.sentences) for s in sorted(found) if len(found) == 1}
    for claim in gold["claims"]:
        support = set(learning.support_of(claim))
        words = set(claim["text"].lower().split())
        for s in sorted(support & whole.keys()):
            pairs.put(claim["text"], whole[s], "same")
        others = sorted(whole.keys() - support, key=lambda s: (-len(words & set(whole[s].lower().split())), s))
        for s in others[:ELSE] + rng.sample(others, min(1, len(others))):
            pairs.put(claim["text"], whole[s], "different")


def main(out: Path) -> None:
    """Write the pairs of all stories."""
    ctx = learning.context()
    with tempfile.TemporaryDirectory() as into, out.open("w", encoding="utf-8") as file:
        for stories in sorted((ROOT / "scripts" / "stories").glob("*.jsonl")):
            for folder in learning.laid_out(stories, Path(into)):
                for pair in pairs_of(folder, ctx):
                    file.write(json.dumps(pair, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
