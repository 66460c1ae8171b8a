"""What invented sentences assert: words, modality, polarity, figures, time, place and actor (SOURCE.md says how they were written).

`python evals/statements/measure.py [CASES.jsonl]` lists the errors. A wanted statement is found where one statement has enough of its words
(Dice over words, at least .5, one to one, best pairs first); the other figures are shares of those found.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from tellings.app.contexts import make_context
from tellings.backends.base import Context
from tellings.engine.local import run_stages
from tellings.model.articles import Page
from tellings.model.observed import Figure, Mention, Statement, TimeExpression
from tellings.pipeline import STAGES
from tellings.settings import Settings

HERE = Path(__file__).resolve().parent
ENOUGH = 0.5
_READ = tuple(s for s in STAGES if s.scope in ("page", "article") and s.name not in ("vectors", "signatures"))


def measure(data: Path | None) -> list[dict[str, Any]]:
    """One row for the project's own sentences."""
    return [row(HERE / "cases.jsonl")]


def row(path: Path, *, show: bool = False) -> dict[str, Any]:
    """The figures of one file of cases; with `show`, the errors are printed."""
    context = make_context(Settings(embedder="lexical", processes=1))
    count: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        found, times, mentions = read(case, context)
        pairs, missed, extra = matched(case["statements"], found)
        wanted = [s for s in case["statements"] if not s.get("optional")]
        judged = [(want, got) for want, got in pairs if not want.get("optional")]
        count.update(wanted=len(wanted), found=len(judged), made=len(judged) + len(extra), right=len(judged))
        empty = not case["statements"]
        count.update(empties=empty, silent=empty and not found)
        notes = [f"  MISSED {s['words']}" for s in missed if not s.get("optional")] + [f"  EXTRA {s.sel.exact} [{s.rule}]" for s in extra]
        for want, got in judged:
            wrong = faults(want, got, times, mentions, count)
            notes += [f"  {', '.join(wrong)}: {want['words']} <- {got.sel.exact} [{got.rule}]"] if wrong else []
        if show and notes:
            print(case["id"], case["kind"], "|", case["text"], *notes, sep="\n")
    figures = {
        "recall": count["found"] / count["wanted"],
        "precision": count["right"] / max(1, count["made"]),
        **{
            name: count[f"{name} right"] / max(1, count[f"{name} asked"])
            for name in ("modality", "polarity", "figures", "time", "place", "actor")
        },
        "silent": count["silent"] / max(1, count["empties"]),
        "statements": float(count["wanted"]),
    }
    figures["f1"] = 2 * figures["recall"] * figures["precision"] / (figures["recall"] + figures["precision"])
    return {"task": "statements", "set": "own" if path.stem == "cases" else path.stem, "figures": figures, "floors": {}}


def read(case: dict[str, Any], context: Context) -> tuple[list[Statement], dict[str, str], dict[str, Mention]]:
    """The statements of a sentence, the values of its times and its mentions, by their ids."""
    page = Page(id="p", input="p", medium="record", raw=case["text"].encode(), sha256="", given_published=case["published"])
    made = run_stages(_READ, [page], context)
    return (
        [r for r in made if isinstance(r, Statement)],
        {r.id: r.value for r in made if isinstance(r, TimeExpression)},
        {r.id: r for r in made if isinstance(r, Mention)},
    )


def matched(
    wanted: list[dict[str, Any]], found: list[Statement]
) -> tuple[list[tuple[dict[str, Any], Statement]], list[dict[str, Any]], list[Statement]]:
    """Pairs of a wanted and a found statement, what is missed, and what nobody asked for."""
    likeness = sorted(
        (-likeness_of(want, got, wanted), bool(want.get("optional")), w, g) for w, want in enumerate(wanted) for g, got in enumerate(found)
    )
    pairs: list[tuple[int, int]] = []
    for negative, _, w, g in likeness:
        if -negative >= ENOUGH and w not in {p[0] for p in pairs} and g not in {p[1] for p in pairs}:
            pairs.append((w, g))
    missed = [want for w, want in enumerate(wanted) if w not in {p[0] for p in pairs}]
    extra = [got for g, got in enumerate(found) if g not in {p[1] for p in pairs}]
    return [(wanted[w], found[g]) for w, g in sorted(pairs)], missed, extra


def likeness_of(want: dict[str, Any], got: Statement, wanted: list[dict[str, Any]]) -> float:
    """Dice of the words, those of other wanted statements and of the subject left out: a passage is one stretch and may enclose another's."""
    words = got.sel.exact
    whole = dice(want["words"], words)
    if want["words"] not in words:
        return whole
    for other in wanted:
        if other is not want and other["words"] not in want["words"]:
            words = words.replace(other["words"], " ")
    if got.subject not in want["words"]:
        words = words.replace(got.subject, " ")
    return max(whole, round(dice(want["words"], words) - 0.01, 4))


def dice(one: str, other: str) -> float:
    """Words in common, twice, by the words of both."""
    a, b = (Counter(re.findall(r"\w+", text.lower())) for text in (one, other))
    return round(2 * sum((a & b).values()) / max(1, sum(a.values()) + sum(b.values())), 4)


def faults(want: dict[str, Any], got: Statement, times: dict[str, str], mentions: dict[str, Mention], count: Counter[str]) -> list[str]:
    """What of a found statement is not as wanted; adds to the counts of what was asked and what was right."""
    holds = {
        "modality": got.modality in want["modality"],
        # "denied" and "not" say one thing: a statement must turn round as often as is wanted
        "polarity": (got.negated != (got.modality == "denied"))
        == (want["negated"] or ("denied" in want["modality"] and got.modality == "denied")),
        # wanted words leave the subject out where it stands elsewhere, and with it its count
        "figures": all(any(_same(f, g) for g in got.figures) for f in want["figures"])
        and all(any(_same(f, g) for f in want["figures"]) or g.sel.exact in got.subject for g in got.figures),
    }
    if "time" in want:
        holds["time"] = any(times.get(t, "").startswith(want["time"]) for t in got.times)
    if "place" in want:
        holds["place"] = any(want["place"] in mentions[m].name for m in got.places)
    if "actor" in want:
        holds["actor"] = want["actor"] in " ".join([got.subject, *(mentions[m].sel.exact for m in got.actors)])
    for name, right in holds.items():
        count[f"{name} asked"] += 1
        count[f"{name} right"] += right
    return [
        f"{name} {getattr(got, 'modality', '') if name == 'modality' else ''}{[(f.low, f.high, f.bound, f.unit) for f in got.figures] if name == 'figures' else ''}"
        for name, right in holds.items()
        if not right
    ]


def _same(want: dict[str, Any], got: Figure) -> bool:
    unit = want["unit"] is None or _per_unit(want["unit"]) == (got.unit or "")
    scale = _SCALES.get(want["unit"] or "", 1.0)
    return unit and (round(got.low, 2), round(got.high, 2)) == (want["low"] * scale, want["high"] * scale) and got.bound in want["bound"]


# Durations and lengths are kept in the base unit of their kind.
_SCALES = {"minute": 60.0, "hour": 3600.0, "day": 86400.0, "year": 31557600.0, "km": 1000.0}
_BASE = {"minute": "s", "hour": "s", "day": "s", "year": "s", "km": "m", "metre": "m"}


def _per_unit(unit: str) -> str:
    return _BASE.get(unit, unit)


if __name__ == "__main__":
    report = row(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "cases.jsonl", show=True)
    print(json.dumps(report, indent=1))
