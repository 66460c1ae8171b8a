"""What finding stories costs: `python benchmarks/clustering.py [--held 100000 1000000] [--streamed 150000] [--window 120000]`.

Writes finished article records (`invented_news.py` says how), lets them arrive one by one, and prints articles a second of `StoryStream.add` (CPU seconds of
one process, packing and writing to the shelf, a file of SQLite, apart), the most memory of that process, and B-cubed F1 against the stories the articles were
invented for. Of more than `--streamed` articles the earlier ones are put there as after a restart: in their stories, found by their words, on the shelf. Each
size runs in a process of its own. Exits with 1 where fewer than 300 articles a second come in, the largest is a third or more slower than the
smallest, or memory passes 3 GB.
"""

import argparse
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tellings.cluster.changes import Arrival, Changes, Place, Scores, State
from tellings.cluster.streaming import StoryStream
from tellings.model.observed import Features
from tellings.store.packing import pack, unpack

sys.path.insert(0, str(Path(__file__).parent))
from invented_news import News

LEAST = 300.0
MOST_MB = 3_000
# The rate is that of so many articles at the end.
LAST = 20_000


class FileShelf:
    """Features and scores by article in one SQLite file."""

    def __init__(self, path: Path) -> None:
        self._file = sqlite3.connect(path, isolation_level=None)
        self._file.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-20000; BEGIN;"
            "CREATE TABLE shelf (article TEXT PRIMARY KEY, features BLOB, others BLOB, vals BLOB) WITHOUT ROWID;"
        )
        self.asked = 0

    def put(self, features: Features) -> None:
        self._file.execute("INSERT OR REPLACE INTO shelf VALUES (?, ?, '', '')", (features.article, pack([features])))

    def write(self, changes: Changes) -> None:
        self._file.executemany(
            "UPDATE shelf SET others = ?, vals = ? WHERE article = ?", [(one.others, one.values, one.article) for one in changes.scores]
        )

    def get(self, articles: Sequence[str]) -> Iterable[tuple[Features, Scores]]:
        self.asked += len(articles)
        for name in articles:
            features, others, values = self._file.execute("SELECT features, others, vals FROM shelf WHERE article = ?", (name,)).fetchone()
            yield unpack(Features, features)[0], Scores(article=name, others=others or b"", values=values or b"")

    def close(self) -> None:
        self._file.close()


def measured(held: int, streamed: int, window: int) -> dict[str, Any]:
    """Return the figures of one size."""
    news = News(held)
    with tempfile.TemporaryDirectory(prefix="clustering-") as folder:
        shelf = FileShelf(Path(folder, "shelf.db"))
        before = max(0, held - streamed)
        earlier = _earlier(news, before, shelf)
        began = time.process_time()
        stream = StoryStream.restore(earlier, shelf=shelf, window=window)
        restored = time.process_time() - began
        labels, names, spent, last = [], [], 0.0, 0.0
        for number in range(before, held):
            features = news.features(number)
            shelf.put(features)
            labels.append(int(news.story[number]))
            names.append(features.article)
            began = time.process_time()
            changes = stream.add(features)
            took = time.process_time() - began
            spent += took
            last += took if number >= held - LAST else 0.0
            shelf.write(changes)
            if number % 10_000 == 9_999:
                print(f"  {number + 1}: {(number + 1 - before) / spent:.0f} a second, {_memory():.0f} MB", file=sys.stderr, flush=True)
        found = [stream.story_of(name) for name in names]
        asked = shelf.asked
        shelf.close()
    return {
        "held": held, "streamed": held - before, "a second": round((held - before) / spent), "a second at the end": round(min(LAST, held - before) / last),
        "restored in s": round(restored, 1), "MB": round(_memory()), "from the shelf": asked, "stories": len(set(found)), "F1": round(_bcubed(labels, found), 3),
    }  # fmt: skip


def _earlier(news: News, count: int, shelf: FileShelf) -> State:
    """What a restart would read of the articles that came before."""
    arrivals, places = [], []
    first: dict[int, str] = {}
    for number in range(count):
        features = news.features(number)
        shelf.put(features)
        name = features.article
        founder = first.setdefault(int(news.story[number]), name)
        arrivals.append(Arrival(article=name, number=number, day=news.day(number), keys=news.keys(features)))
        places.append(Place(article=name, story=f"s{founder}", founded=founder == name))
    return State(arrivals=arrivals, places=places)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _bcubed(labels: Sequence[int], found: Sequence[str]) -> float:
    both, gold, own = Counter(zip(labels, found, strict=True)), Counter(labels), Counter(found)
    precision = sum(n * n / own[story] for (_, story), n in both.items()) / len(labels)
    recall = sum(n * n / gold[label] for (label, _), n in both.items()) / len(labels)
    return 2 * precision * recall / (precision + recall)


def main() -> None:
    """Print a table of all sizes; exit with 1 where a bound is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--held", type=int, nargs="+", default=[100_000, 1_000_000])
    options.add_argument("--streamed", type=int, default=150_000)
    options.add_argument("--window", type=int, default=120_000)
    options.add_argument("--here", action="store_true", help="run one size in this process and print JSON")
    args = options.parse_args()
    if args.here:
        print(json.dumps(measured(args.held[0], args.streamed, args.window)))
        return
    rows = []
    for held in args.held:
        call = [sys.executable, __file__, "--here", "--held", str(held), "--streamed", str(args.streamed), "--window", str(args.window)]
        rows.append(json.loads(subprocess.run(call, check=True, stdout=subprocess.PIPE, text=True).stdout))
    print("| " + " | ".join(rows[0]) + " |\n|" + "---:|" * len(rows[0]))
    for row in rows:
        print("| " + " | ".join(map(str, row.values())) + " |", flush=True)
    rates = [row["a second at the end"] for row in rows]
    sys.exit(int(min(rates) < LEAST or min(rates) <= rates[0] * 2 / 3 or max(row["MB"] for row in rows) > MOST_MB))


if __name__ == "__main__":
    main()
