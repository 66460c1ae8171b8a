"""What it costs to find copies in a stream: `python benchmarks/copying.py [--n 20000 200000] [--words 350]`.

Invented articles, of which three in ten are a reprint, cut or edited, of one of the last 2,000, and every fourth has a stock phrase, come one by one. Printed are articles a second of
CPU time over all and over the last tenth, the bytes that a print takes, and the most memory of the process. Prints are kept in memory; an article is asked for again
as an archive would give it. Each size runs in a process of its own. Exits with 1 where a print takes more than `--most-bytes` or the last tenth is slower than `--least`.
"""

import argparse
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence

import numpy as np

from tellings.cluster.copying import CopyStream
from tellings.cluster.prints import MemoryPrints
from tellings.model.articles import Article
from tellings.model.spans import Span

_SOUNDS = (
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
_STOCK = (
    "He spoke on condition of anonymity because he was not authorised to speak to the media.",
    "The ministry did not immediately respond to a request for comment on that day.",
)
_RECENT = 2_000


class Generated:
    """A shelf that makes an article's text again from its number whenever it is asked for it: nothing but the prints grows."""

    def __init__(self, words: int) -> None:
        self._words = words
        pick = random.Random(1)
        self._lexicon = np.array(sorted({"".join(pick.choices(_SOUNDS, k=k)) for k in (1, 2, 3, 3, 4) for _ in range(6_000)}), dtype=object)
        weights = 1 / (np.arange(len(self._lexicon)) + 30)
        self._weights = np.cumsum(weights / weights.sum())
        self._partners: dict[int, set[int]] = {}

    def article(self, number: int) -> Article:
        """The same text for the same number."""
        chance = np.random.default_rng(number)
        source = number
        if chance.random() < 0.3 and number:
            source = int(chance.integers(max(0, number - _RECENT), number))
        words = self._text(source)
        if source != number:
            start, end = int(chance.integers(0, len(words) // 3)), int(chance.integers(len(words) * 2 // 3, len(words)))
            words = words[start:end]
            words = words[chance.random(len(words)) >= chance.choice((0.0, 0.03, 0.08))]
        lines = [" ".join(words[k : k + 18]).capitalize() + "." for k in range(0, len(words), 18)]
        if chance.random() < 0.25:
            lines.insert(1, _STOCK[number % len(_STOCK)])
        text = "\n".join(lines)
        outlet = f"Outlet {number % 400}"
        return Article(id=f"{number:08}", page="", input="", text=text, body=(Span(start=0, end=len(text)),), furniture=(), outlet=outlet)

    def _text(self, source: int) -> np.ndarray:
        chance = np.random.default_rng((source, 7))
        return self._lexicon[np.searchsorted(self._weights, chance.random(int(self._words * chance.uniform(0.5, 1.5))))]

    def outlets(self, numbers: Sequence[int]) -> Sequence[str | None]:
        """As the stream asks."""
        return [f"Outlet {number % 400}" for number in numbers]

    def partners(self, number: int) -> Iterable[int]:
        """As the stream asks."""
        return self._partners.get(number, ())

    def keep(self, pairs: Iterable) -> int:
        """Take the pairs in; return how many are whole copies."""
        whole = 0
        for pair in pairs:
            whole += pair.kind == "whole"
            a, b = int(pair.a), int(pair.b)
            for one, other in ((a, b), (b, a)):
                partners = self._partners.setdefault(one, set())
                (partners.add if pair.kind == "partial" else partners.discard)(other)
        return whole


def main() -> None:
    """Print a row for each size; exit with 1 where a bound is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--n", type=int, nargs="+", default=[20_000, 200_000])
    options.add_argument("--words", type=int, default=350)
    options.add_argument("--most-bytes", type=float, default=16.0)
    options.add_argument("--least", type=float, default=100.0)
    options.add_argument("--here", action="store_true", help="run one size in this process")
    args = options.parse_args()
    if args.here:
        sys.exit(_measured(args.n[0], args.words, args.most_bytes, args.least))
    print(
        "| articles | prints | pairs | articles a second | of the last tenth | bytes a print | most memory, MB |\n|---:|---:|---:|---:|---:|---:|---:|",
        flush=True,
    )
    passed = [
        sys.executable,
        __file__,
        "--here",
        "--words",
        str(args.words),
        "--most-bytes",
        str(args.most_bytes),
        "--least",
        str(args.least),
    ]
    sys.exit(max(subprocess.run([*passed, "--n", str(count)], check=False).returncode for count in args.n))


def _measured(count: int, words: int, most: float, least: float) -> int:
    shelf, prints = Generated(words), MemoryPrints()
    stream = CopyStream(prints, shelf)
    spent = [0.0, 0.0]
    pairs = 0
    for number in range(count):
        article = shelf.article(number)
        began = time.process_time()
        found = stream.add(article, number)
        again = stream.settle()
        spent[number >= count * 9 // 10] += time.process_time() - began
        shelf.keep([*found, *again])
        pairs += len(found)
    rate, late = count / sum(spent), count / 10 / spent[1]
    size = prints.nbytes / len(prints)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {count:,} | {len(prints):,} | {pairs:,} | {rate:,.0f} | {late:,.0f} | {size:.1f} | {memory:,.0f} |", flush=True)
    return int(size > most or late < least)


if __name__ == "__main__":
    main()
