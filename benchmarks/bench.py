"""Speed and memory of the whole analysis and of each stage, as a Markdown table: `make bench`, or `python benchmarks/bench.py --n 1000`.

Reads the load set beside the checkout where it is there (or `--data FILE.jsonl.gz`), else articles that it invents. The whole runs in
worker processes as `tellings brief` does; the stages are timed in this process, one article after the other.
"""

import argparse
import gzip
import json
import os
import random
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Self

from tellings.app.contexts import make_context
from tellings.engine import local
from tellings.engine.local import LocalEngine
from tellings.ingest.discover import pages_of
from tellings.model.articles import Article, Page
from tellings.model.inputs import Inputs
from tellings.pipeline import STAGES, Stage
from tellings.settings import Settings
from tellings.store.memory import MemoryStore

ROOT = Path(__file__).parent.parent
LOAD = ROOT.parent / "shared/data/load/articles-12k.jsonl.gz"
# CPU milliseconds an article of 950 words may cost, all in all 250 on one core for 8 articles a second on two.
BUDGET = {"parse": 150.0, "mentions": 20.0, "times": 5.0, "quotations": 20.0, "statements": 20.0, "event-mentions": 15.0}


def main() -> None:
    """Print the table; exit 1 where the whole is slower than `--least` articles a second or takes more than `--most-mb`."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--n", type=int, default=1000, help="articles for the whole")
    options.add_argument("--stage-n", type=int, default=100, help="articles for the stages one by one")
    options.add_argument("--data", type=Path, default=LOAD)
    options.add_argument("--processes", type=int, default=2)
    options.add_argument("--least", type=float, default=0.0)
    options.add_argument("--most-mb", type=float, default=0.0)
    args = options.parse_args()
    rate, peak = 0.0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        pages = pages_of_load(args.data, max(args.n, args.stage_n), Path(folder))
        words = sum(len(page.raw.split()) for page in pages) / max(1, len(pages))
        where = "the load set" if args.data.exists() else "invented articles"
        print(f"{len(pages)} articles of {where}, {words:.0f} words each on average, {args.processes} processes, {os.cpu_count()} cores\n")
        if args.n:
            rate, peak = _whole(pages[: args.n], args.processes)
        if args.stage_n:
            _stages(pages[: args.stage_n])
    if args.n and ((args.least and rate < args.least) or (args.most_mb and peak > args.most_mb)):
        raise SystemExit(f"{rate:.1f} articles/s and {peak:.0f} MB miss the bounds ({args.least} articles/s, {args.most_mb} MB)")


def pages_of_load(data: Path, count: int, folder: Path) -> list[Page]:
    sample = folder / "articles.jsonl"
    if data.exists():
        with gzip.open(data, "rt", encoding="utf-8") as lines:
            sample.write_text("".join(islice(lines, count)), encoding="utf-8")
    else:
        sample.write_text("".join(_invented(count)), encoding="utf-8")
    return [page for page in pages_of([str(sample)], Settings()) if isinstance(page, Page)]


def _invented(count: int) -> Iterator[str]:
    """Articles of some 900 words about invented places; every five tell one happening."""
    pick = random.Random(7)
    syllables = "ba dor el fen gar hal il jo ka lem mi nor pa ren sa tor vel win yan zu".split()  # noqa: SIM905

    def name() -> str:
        return "".join(pick.choices(syllables, k=3)).capitalize()

    for k in range(count):
        if k % 5 == 0:
            place, person, ship = name(), f"{name()} {name()}", name()
        lines = [
            f"{place.upper()}: A ferry ran aground off {place} on Sunday and {pick.randint(3, 90)} people were rescued, the coastguard said."
        ]
        for _ in range(28):
            lines += [
                f"“We reached the {ship} before the tide turned, and nobody was left on board,” said Captain {person} in {place}.",
                f"The minister of transport, {name()} {name()}, denied on Monday that {name()} had closed the port after {pick.randint(2, 40)} complaints.",
            ]
        yield (
            json.dumps({"id": f"i{k}", "outlet": f"The {name()} Post", "headline": f"Ferry strands off {place}", "text": "\n".join(lines)})
            + "\n"
        )


def _whole(pages: list[Page], processes: int) -> tuple[float, float]:
    with _Memory() as memory:
        cpu, began = _cpu(), time.perf_counter()
        LocalEngine(make_context=make_context, settings=Settings(processes=processes)).run(pages, MemoryStore(), _tell)
        seconds, used = time.perf_counter() - began, _cpu() - cpu
    rate = len(pages) / seconds
    print("| the whole | articles/s | CPU ms an article | peak memory, all processes |", "| --- | ---: | ---: | ---: |", sep="\n")
    print(f"| {len(pages)} articles | {rate:.1f} | {1000 * used / len(pages):.0f} | {memory.peak:.0f} MB |\n", flush=True)
    return rate, memory.peak


def _tell(what: str, done: int, of: int) -> None:
    if done % 100 == 0:
        print(f"{what} {done}/{of}", file=sys.stderr)


def _stages(pages: list[Page]) -> None:
    context = make_context(Settings())
    spent: dict[str, float] = defaultdict(float)
    store = MemoryStore()
    engine = LocalEngine(make_context=make_context, settings=Settings(processes=1))
    before = [stage for stage in STAGES if stage.scope in ("page", "article")]
    local.run_stages(before, [pages[0]], context)  # tables and models are loaded before the clock runs
    timed = {stage.name: _timed(stage, spent) for stage in STAGES}
    passes = ("_PAGE", "_SITE", "_ARTICLE", "_WINDOW", "_STORY")  # the one place that looks inside the engine
    kept = {name: getattr(local, name) for name in passes}
    for name, stages in kept.items():
        setattr(local, name, tuple(timed[stage.name] for stage in stages))
    try:
        engine.run(pages, store)
    finally:
        for name, stages in kept.items():
            setattr(local, name, stages)
    articles = [a for key in store.keys(Article) for a in store.get(Article, key)]
    print("| stage | CPU ms an article | budget |", "| --- | ---: | ---: |", sep="\n")
    for stage in STAGES:
        ms = 1000 * spent[stage.name] / len(pages)
        budget = BUDGET.get(stage.name)
        print(f"| {stage.name} | {ms:.1f} | {'' if budget is None else f'{budget:.0f}'}{' **over**' if budget and ms > budget else ''} |")
    print(f"| **all stages** | **{1000 * sum(spent.values()) / len(pages):.1f}** | 250 |")
    print(f"| peer: spaCy alone on the same bodies, everything on | {_peer(articles):.1f} | |")


def _timed(stage: Stage, spent: dict[str, float]) -> Stage:
    run = stage.run

    def timed(inputs: Inputs, context: Any) -> Iterable[object]:
        began = time.process_time()
        made = tuple(run(inputs, context))
        spent[stage.name] += time.process_time() - began
        return made

    changed: Callable[..., Iterable[object]] = timed
    return Stage(name=stage.name, version=stage.version, scope=stage.scope, requires=stage.requires, produces=stage.produces, run=changed)


def _peer(articles: list[Article]) -> float:
    import spacy  # noqa: PLC0415

    nlp = spacy.load(Settings().parser)
    texts = ["\n".join(a.text[span.start : span.end] for span in a.body) for a in articles]
    nlp(texts[0])
    began = time.process_time()
    for text in texts:
        nlp(text)
    return 1000 * (time.process_time() - began) / len(texts)


def _cpu() -> float:
    """CPU seconds of this process and of its children, those that are still running too."""
    ticks = os.sysconf("SC_CLK_TCK")
    return sum(sum(map(int, stat.rsplit(")", 1)[1].split()[11:15])) for stat in _stats()) / ticks


def _stats() -> Iterator[str]:
    for pid in _family():
        try:
            yield Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
        except OSError:
            continue


def _family() -> list[int]:
    family, at = [os.getpid()], 0
    while at < len(family):
        try:
            children = Path(f"/proc/{family[at]}/task/{family[at]}/children").read_text(encoding="utf-8").split()
        except OSError:
            children = []
        family += [int(child) for child in children]
        at += 1
    return family


class _Memory:
    """The most memory that all processes together held at once (PSS: shared pages are counted once), looked at five times a second."""

    def __init__(self) -> None:
        self.peak = 0.0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(0.2):
            self.peak = max(self.peak, sum(map(_megabytes, _family())))


def _megabytes(pid: int) -> float:
    try:
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
        return next(int(row.split()[1]) for row in rows if row.startswith("Pss:")) / 1024
    except (OSError, StopIteration):
        return 0.0


if __name__ == "__main__":
    main()
