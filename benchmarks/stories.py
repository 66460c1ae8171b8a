"""What one large story costs: `python benchmarks/stories.py [--n 200 1000] [--load] [--data FILE.jsonl.gz]`.

Articles about one invented happening (`happening.toml`), each telling about two thirds of its facts in wordings of its own, with things that only it tells, are taken as
one story (`--load`: articles of the load set instead, which have little in common). Prints CPU seconds of every stage and of all, and the most memory
that this one process held. Each size runs in a process of its own. Exits with 1 where 200 articles take more than 60 CPU seconds, 1,000 more than 360, or memory passes 2 GB.
"""

import argparse
import gzip
import json
import random
import re
import resource
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from tellings.app.contexts import make_context
from tellings.engine.local import run_stages
from tellings.model.articles import Page
from tellings.model.inputs import Inputs
from tellings.model.resolved import Claim, Story
from tellings.pipeline import STAGES
from tellings.settings import Settings

LOAD = Path(__file__).parent.parent.parent / "shared/data/load/articles-12k.jsonl.gz"
# CPU seconds that a story of so many articles may take, and megabytes.
MOST = {200: 60.0, 1000: 360.0}
MOST_MB = 2_000
_SYLLABLES = (
    "ba",
    "dor",
    "el",
    "fen",
    "gar",
    "hal",
    "il",
    "jo",
    "ka",
    "lem",
    "mi",
    "nor",
    "pa",
    "ren",
    "sa",
    "tor",
    "vel",
    "win",
    "yan",
    "zu",
)
_SLOT = re.compile(r"\{(\w+)(?::(\d+)-(\d+))?\}")
_NARROW = ("page", "article")


def main() -> None:
    """Print a table for each size; exit with 1 where a bound is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--n", type=int, nargs="+", default=[200, 1000])
    options.add_argument("--load", action="store_true")
    options.add_argument("--data", type=Path, default=LOAD)
    options.add_argument("--here", action="store_true", help="run one size in this process")
    args = options.parse_args()
    if args.here:
        sys.exit(_measured(_load(args.data, args.n[0]) if args.load else list(invented(args.n[0]))))
    failed = 0
    for count in args.n:
        more = ["--load", "--data", str(args.data)] if args.load else []
        failed |= subprocess.run([sys.executable, __file__, "--here", "--n", str(count), *more], check=False).returncode
    sys.exit(failed)


def invented(count: int, seed: int = 5) -> Iterator[Page]:
    """Yield articles of some 350 words about one happening."""
    with Path(__file__).with_name("happening.toml").open("rb") as file:
        table = tomllib.load(file)
    pick = random.Random(seed)
    for number in range(count):
        told = sorted(pick.sample(range(len(table["facts"])), pick.randint(16, 26)), key=lambda k: k + pick.uniform(-4, 4))
        lines = [_filled(pick.choice(table["facts"][k]), table, pick) for k in told]
        for own in pick.choices(table["own"], k=pick.randint(3, 7)):
            lines.insert(pick.randint(2, len(lines)), _filled(own, table, pick))
        text = "\n\n".join(" ".join(lines[k : k + 2]) for k in range(0, len(lines), 2))
        yield Page(
            id=f"s{number:04}", input=f"s{number}", medium="record", raw=text.encode(), sha256="", given_id=f"s{number}", given_outlet=f"{_name(pick)} Courier",
            given_headline=f"Ferry stranded off Marrowhaven, {_name(pick)} watches", given_published=f"2026-03-{10 + number % 3}T{number % 24:02}:00:00+00:00",
        )  # fmt: skip


def _filled(template: str, table: dict, pick: random.Random) -> str:
    def value(slot: re.Match[str]) -> str:
        name, low, high = slot.groups()
        if low:
            return str(pick.randint(int(low), int(high)))
        if name in ("days", "shop"):
            return pick.choice(table["days" if name == "days" else "shops"])
        return _name(pick)

    return _SLOT.sub(value, template)


def _name(pick: random.Random) -> str:
    return "".join(pick.choices(_SYLLABLES, k=pick.randint(2, 3))).capitalize()


def _load(path: Path, count: int) -> list[Page]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, count)]
    return [
        Page(
            id=row["id"], input=row["id"], medium="record", raw=row["text"].encode(), sha256="", given_id=row["id"], given_outlet=row.get("outlet"),
            given_headline=row.get("headline"), given_published=row.get("published"),
        )
        for row in rows
    ]  # fmt: skip


def _measured(pages: Sequence[Page]) -> int:
    context = make_context(Settings(one_story=True, processes=1))
    spent: Counter[str] = Counter()
    wider = {kind for stage in STAGES if stage.scope not in _NARROW for kind in stage.requires}
    run_stages(
        [stage for stage in STAGES if stage.scope in _NARROW], [pages[0]], context
    )  # models and tables are loaded before the clock runs
    records: dict[type, list[object]] = {}
    for page in sorted(pages, key=lambda p: p.id):
        found: tuple[object, ...] = (page,)
        for stage in (s for s in STAGES if s.scope in _NARROW):
            found = _timed(stage, found, context, spent)
        for record in found:
            if type(record) in wider:
                records.setdefault(type(record), []).append(record)
    for stage in (s for s in STAGES if s.scope not in _NARROW):
        began = time.process_time()
        made = tuple(stage.run(Inputs({kind: records.get(kind, ()) for kind in stage.requires}), context))
        spent[stage.name] += time.process_time() - began
        print(f"  {stage.name}: {spent[stage.name]:.1f}", file=sys.stderr, flush=True)
        if stage.scope == "site":
            records[type(made[0])] = list(made)
            continue
        for record in made:
            records.setdefault(type(record), []).append(record)
    return _told(len(pages), spent, records)


def _timed(stage, found, context, spent):
    began = time.process_time()
    found = run_stages([stage], found, context)
    spent[stage.name] += time.process_time() - began
    return found


def _told(count: int, spent: Counter[str], records: dict[type, list[object]]) -> int:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    narrow = sum(spent[stage.name] for stage in STAGES if stage.scope in _NARROW)
    everything = sum(spent.values())
    claims = records.get(Claim, [])
    print(
        f"\n{count} articles, {len(records[Story])} story, {len(claims)} claims, {sum(len(c.statements) > 1 for c in claims)} of several statements\n"
    )
    print("| stage | CPU seconds |\n|---|---:|")
    print(f"| reading the articles one by one, parse and all | {narrow:.1f} |")
    for stage in STAGES:
        if stage.scope not in _NARROW:
            print(f"| {stage.name} | {spent[stage.name]:.1f} |")
    print(f"| **all** | **{everything:.1f}** |\n\nmost memory: {memory:.0f} MB", flush=True)
    late = [name for name, found, most in (("CPU seconds", everything, MOST.get(count)), ("MB", memory, MOST_MB)) if most and found > most]
    if late:
        print(f"too many {' and '.join(late)}", file=sys.stderr)
    return 1 if late else 0


if __name__ == "__main__":
    main()
