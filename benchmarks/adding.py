"""What an archive adds to the analysis: CPU seconds and articles a second of the whole analysis alone, and of `tellings add` with everything on.

`python benchmarks/adding.py [--n 300] [--processes 2] [--least 0.8]`. Both read the same pages (the load set where it is beside the checkout, else invented
ones), resolve the same stories, and run one after the other; each run takes a process of its own, so that models are loaded in both. Exits 1 where adding is slower than
`--least` of the analysis. What the one writing process itself takes is printed for each thousand articles, so that growth shows.
"""

import argparse
import json
import multiprocessing
import resource
import tempfile
import time
from pathlib import Path

from bench import LOAD, pages_of_load

from tellings.app import archives, briefs
from tellings.model.articles import Page
from tellings.settings import Settings
from tellings.store.opening import open_archive


def main() -> None:
    """Print the table; exit 1 where adding is too slow."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--n", type=int, default=300, help="articles")
    options.add_argument("--data", type=Path, default=LOAD)
    options.add_argument("--processes", type=int, default=2)
    options.add_argument("--least", type=float, default=0.0)
    args = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        pages = pages_of_load(args.data, args.n, Path(folder))
        (Path(folder) / "all.jsonl").unlink(missing_ok=True)
        runs = {"analysis alone (tellings brief)": _analysis, "adding to an archive (tellings add)": _adding}
        rates: list[float] = []
        print(
            f"{len(pages)} articles, {args.processes} processes\n\n| | articles/s | CPU ms an article | peak MB of the first process |\n|---|---:|---:|---:|"
        )
        for name, work in runs.items():
            seconds, cpu, peak = _apart(work, pages, args.processes, str(Path(folder) / "desk.db"))
            rates.append(len(pages) / seconds)
            print(f"| {name} | {rates[-1]:.1f} | {1000 * cpu / len(pages):.0f} | {peak:.0f} |")
        size = (Path(folder) / "desk.db").stat().st_size
        print(
            f"\narchive: {size / len(pages) / 1024:.1f} KB an article; adding is at {rates[1] / rates[0]:.2f} of the speed of the analysis"
        )
    if rates[1] < args.least * rates[0]:
        raise SystemExit(f"adding is at {rates[1] / rates[0]:.2f} of the speed of the analysis, under {args.least}")


def _apart(work: object, pages: list[Page], processes: int, where: str) -> tuple[float, float, float]:
    receive, send = multiprocessing.get_context("spawn").Pipe(duplex=False)
    child = multiprocessing.get_context("spawn").Process(target=_child, args=(work, pages, processes, where, send))
    child.start()
    told = json.loads(receive.recv())
    child.join()
    return told["seconds"], told["cpu"], told["peak"]


def _child(work: object, pages: list[Page], processes: int, where: str, send: object) -> None:
    began = time.monotonic()
    work(pages, processes, where)  # type: ignore[operator]
    seconds = time.monotonic() - began
    own, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = own.ru_utime + own.ru_stime + theirs.ru_utime + theirs.ru_stime
    send.send(json.dumps({"seconds": seconds, "cpu": cpu, "peak": own.ru_maxrss / 1024}))  # type: ignore[attr-defined]


def _analysis(pages: list[Page], processes: int, _where: str) -> None:
    briefs.analyse_pages(pages, Settings(processes=processes))


def _adding(pages: list[Page], processes: int, where: str) -> None:
    with open_archive(where, "create") as archive:
        archives.add_pages(archive, pages, settings=Settings(processes=processes))


if __name__ == "__main__":
    main()
