"""What finding stories costs: `python benchmarks/clustering.py [--held 100000 1000000] [--streamed 150000] [--window 120000] [--keep FOLDER]`.

Writes finished article records (`invented_news.py` says how), lets them arrive one by one, and prints articles a second of `StoryStream.add` and, of each 96, `settle` (CPU seconds of
one process, packing and writing to the shelf, a file of SQLite, apart), what of that is settling, the most memory of that process, and B-cubed F1 against the stories the articles were
invented for. Of more than `--streamed` articles the earlier ones are put there as after a restart: in their stories, found by their telling words, with the
scores of the pairs of each story, on the shelf; making a record that is asked for the first time is not counted, reading it back is. Each size runs in a
process of its own. Exits with 1 where fewer than 300 articles a second come in, the largest is a third or more slower than the smallest, or memory passes 3 GB.
"""

import argparse
import json
import multiprocessing
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from tellings.cluster.changes import Arrival, Changes, Place, Scores, State
from tellings.cluster.holding import UNIT
from tellings.cluster.likeness import likeness
from tellings.cluster.streaming import StoryStream
from tellings.model.observed import Features
from tellings.store.packing import pack, unpack

sys.path.insert(0, str(Path(__file__).parent))
from invented_news import Held, News, article_id, number_of

LEAST = 300.0
MOST_MB = 3_000
# The rate is that of so many articles at the end.
LAST = 20_000
# By how many articles is known how rare a word is among those that came before.
SAMPLE = 20_000
# Of a story's earlier articles each is compared with so many before it.
PAIRS = 40
# What came before is made by so many processes, so many articles at a time.
PROCESSES = 3
CHUNK = 20_000
# Articles that an archive takes in, and settles, in one transaction.
BATCH = 96
# Articles read from the shelf at a time.
TOGETHER = 500
_FAST = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-20000;"
_TABLE = "CREATE TABLE IF NOT EXISTS shelf (article TEXT PRIMARY KEY, features BLOB, others BLOB, vals BLOB) WITHOUT ROWID;"


class FileShelf:
    """Features and scores by article in one SQLite file. What came before the stream is put there when it is first asked for."""

    def __init__(self, path: Path, earlier: "Earlier") -> None:
        self._file = sqlite3.connect(path, isolation_level=None)
        self._file.executescript(f"{_FAST} BEGIN; {_TABLE}")
        self._earlier = earlier
        self.asked = 0
        self.making = 0.0

    def put(self, features: Features, scores: Scores | None = None) -> None:
        self._file.execute("INSERT OR REPLACE INTO shelf VALUES (?, ?, ?, ?)", _row(features, scores))

    def write(self, changes: Changes) -> None:
        self._file.executemany(
            "UPDATE shelf SET others = ?, vals = ? WHERE article = ?", [(one.others, one.values, one.article) for one in changes.scores]
        )

    def get(self, articles: Sequence[str]) -> Iterable[tuple[Features, Scores]]:
        self.asked += len(articles)
        began = time.process_time()
        self._file.executemany("INSERT INTO shelf VALUES (?, ?, ?, ?)", self._earlier.rows(articles))
        self.making += time.process_time() - began
        for start in range(0, len(articles), TOGETHER):
            some = articles[start : start + TOGETHER]
            marks = ",".join("?" * len(some))
            found = self._file.execute(f"SELECT article, features, others, vals FROM shelf WHERE article IN ({marks})", some)
            rows = {row[0]: row for row in found}
            for name in some:
                _, features, others, values = rows[name]
                yield unpack(Features, features)[0], Scores(article=name, others=others, values=values)

    def close(self) -> None:
        self._file.close()


def _row(features: Features, scores: Scores | None) -> tuple[str, bytes, bytes, bytes]:
    return features.article, pack([features]), scores.others if scores else b"", scores.values if scores else b""


class Earlier:
    """The first `count` articles, as a restart finds them: in their stories, under their telling words, with the scores of the pairs of each story.

    How rare words are is that of the last `SAMPLE` of them. Two articles of different stories have no score, as if they had never met.
    """

    def __init__(self, news: News, count: int, kept: Path | None = None) -> None:
        """`kept` is a file that has, or gets, what was made of them before: another run of the same sizes need not make it again."""
        self._news = news
        self._count = count
        self._made = np.zeros(count, dtype=bool)
        self._given = np.zeros(count, dtype=bool)
        self._file = sqlite3.connect(kept or "", isolation_level=None)
        self._file.executescript(f"{_FAST} BEGIN; {_TABLE} CREATE TABLE IF NOT EXISTS keys (start INTEGER PRIMARY KEY, keys BLOB);")
        self._made[[number_of(name) for (name,) in self._file.execute("SELECT article FROM shelf")]] = True
        self._order = np.argsort(news.story[:count], kind="stable")
        self._sorted = news.story[:count][self._order]
        self._held = Held((news.features(number) for number in range(max(0, count - SAMPLE), count)), news.words if count else [])

    def state(self) -> State:
        """Return what a restart would read."""
        return State(arrivals=list(self._arrivals()) if self._count else [], places=list(self._places()))

    def rows(self, articles: Iterable[str]) -> Iterable[tuple[str, bytes, bytes, bytes]]:
        """Yield the rows of those of the articles that have not been given before."""
        numbers = [number for number in map(number_of, articles) if number < self._count and not self._given[number]]
        for features, scores in self.made(map(article_id, numbers)):
            self._file.execute("INSERT INTO shelf VALUES (?, ?, ?, ?)", _row(features, scores))
        self._given[numbers] = True
        for number in numbers:
            yield self._file.execute("SELECT * FROM shelf WHERE article = ?", (article_id(number),)).fetchone()

    def close(self) -> None:
        """Keep what was made, where there is a file for it."""
        self._file.execute("COMMIT")
        self._file.close()

    def made(self, articles: Iterable[str]) -> Iterable[tuple[Features, Scores]]:
        """Yield the records of those of the articles that have not been given before, and of the others of their stories."""
        for number in map(number_of, articles):
            if number < self._count and not self._made[number]:
                first, last = np.searchsorted(self._sorted, [self._news.story[number], self._news.story[number] + 1])
                members = self._order[first:last].tolist()
                self._made[members] = True
                yield from self._scored(members)

    def _scored(self, members: Sequence[int]) -> Iterable[tuple[Features, Scores]]:
        rows = self._held.rows
        found = [self._news.features(number) for number in members]
        placed = np.array([rows.append(features, counted=False) for features in found])
        for k, features in enumerate(found):
            others = slice(max(0, k - PAIRS), k)
            values = np.rint(likeness(rows, int(placed[k]), placed[others]) * UNIT).astype("<u2")
            numbers = np.array(members[others], dtype="<i4")
            yield features, Scores(article=features.article, others=numbers.tobytes(), values=values.tobytes())
        rows.drop(placed.tolist(), counted=False)

    def _arrivals(self) -> Iterable[Arrival]:
        with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
            known = dict(self._file.execute("SELECT start, keys FROM keys"))
            missing = [start for start in range(0, self._count, CHUNK) if start not in known]
            for start, keys in zip(missing, pool.imap(partial(_keys, self._news, self._held, self._count), missing), strict=True):
                self._file.execute("INSERT INTO keys VALUES (?, ?)", (start, keys))
                print(f"  {min(self._count, start + CHUNK)} of the {self._count} that came before", file=sys.stderr, flush=True)
        for start, keys in self._file.execute("SELECT start, keys FROM keys ORDER BY start").fetchall():
            for number, found in enumerate(msgspec.msgpack.decode(keys, type=list[bytes]), start):
                yield Arrival(article=article_id(number), number=number, day=self._news.day(number), keys=found)

    def _places(self) -> Iterable[Place]:
        first: dict[int, str] = {}
        for number in range(self._count):
            name = article_id(number)
            founder = first.setdefault(int(self._news.story[number]), name)
            yield Place(article=name, story=f"s{founder}", founded=founder == name)


def _keys(news: News, held: Held, count: int, start: int) -> bytes:
    """What a chunk of the articles is found by."""
    return msgspec.msgpack.encode([news.keys(number, held) for number in range(start, min(count, start + CHUNK))])


def measured(held: int, streamed: int, window: int, keep: Path | None = None) -> dict[str, Any]:
    """Return the figures of one size, with a digest of all that the stream told. What came before it is kept in the folder `keep`, or read from there."""
    news = News(held)
    with tempfile.TemporaryDirectory(prefix="clustering-") as folder:
        before = max(0, held - streamed)
        earlier = Earlier(news, before, keep / f"{before}-of-{held}.db" if keep else None)
        shelf = FileShelf(Path(folder, "shelf.db"), earlier)
        state = earlier.state()
        began = time.process_time()
        stream = StoryStream.restore(state, shelf=shelf, window=window)
        restored = time.process_time() - began - shelf.making
        del state
        shelf.asked = 0
        labels, names, spent, last, settled, told = [], [], 0.0, 0.0, 0.0, sha256()
        for number in range(before, held):
            features = news.features(number)
            shelf.put(features)
            labels.append(int(news.story[number]))
            names.append(features.article)
            began, made = time.process_time(), shelf.making
            changes = stream.add(features)
            took = time.process_time() - began - (shelf.making - made)
            spent += took
            last += took if number >= held - LAST else 0.0
            shelf.write(changes)
            told.update(msgspec.msgpack.encode(changes))
            if len(names) % BATCH == 0 or number == held - 1:
                began, made = time.process_time(), shelf.making
                changes = stream.settle()
                took = time.process_time() - began - (shelf.making - made)
                settled, spent = settled + took, spent + took
                last += took if number >= held - LAST else 0.0
                shelf.write(changes)
                told.update(msgspec.msgpack.encode(changes))
            if number % 10_000 == 9_999:
                print(f"  {number + 1}: {(number + 1 - before) / spent:.0f} a second, {_memory():.0f} MB", file=sys.stderr, flush=True)
        found = [stream.story_of(name) for name in names]
        asked = shelf.asked
        shelf.close()
        earlier.close()
    return {
        "held": held, "streamed": held - before, "a second": round((held - before) / spent), "a second at the end": round(min(LAST, held - before) / last),
        "settling, ms each": round(1000 * settled / (held - before), 2), "restored in s": round(restored, 1), "MB": round(_memory()), "from the shelf": asked, "stories": len(set(found)), "F1": round(_bcubed(labels, found), 3),
        "digest": told.hexdigest()[:12],
    }  # fmt: skip


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
    options.add_argument(
        "--keep", type=Path, help="a folder for what came before the stream: made once, read by the next run of the same sizes"
    )
    options.add_argument("--here", action="store_true", help="run one size in this process and print JSON")
    args = options.parse_args()
    if args.here:
        print(json.dumps(measured(args.held[0], args.streamed, args.window, args.keep)))
        return
    rows = []
    for held in args.held:
        call = [sys.executable, __file__, "--here", "--held", str(held), "--streamed", str(args.streamed), "--window", str(args.window)]
        call += ["--keep", str(args.keep)] if args.keep else []
        rows.append(json.loads(subprocess.run(call, check=True, stdout=subprocess.PIPE, text=True).stdout))
    print("| " + " | ".join(rows[0]) + " |\n|" + "---:|" * len(rows[0]))
    for row in rows:
        print("| " + " | ".join(map(str, row.values())) + " |", flush=True)
    rates = [row["a second at the end"] for row in rows]
    sys.exit(int(min(rates) < LEAST or min(rates) <= rates[0] * 2 / 3 or max(row["MB"] for row in rows) > MOST_MB))


if __name__ == "__main__":
    main()
