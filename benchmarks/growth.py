"""How the cost of one article grows with its length: `python benchmarks/growth.py --words 2000 8000 32000`.

Runs the page and article stages on an invented article of each length and prints CPU milliseconds for a thousand words, stage by stage.
Exits with 1 where a stage costs at the greatest length more than `--most` times for a thousand words what it costs at the least.
"""

import argparse
import random
import sys
import time
from collections import defaultdict

from tellings.app.contexts import make_context
from tellings.backends.base import Context
from tellings.engine.local import run_stages
from tellings.model.articles import Page
from tellings.pipeline import STAGES
from tellings.settings import Settings

_STAGES = tuple(stage for stage in STAGES if stage.scope in ("page", "article"))
# Less than this for a thousand words is noise.
_FLOOR_MS = 1.0
_SENTENCES = (
    "“The {n} pumps will hold,” the harbour master, Ada {name}, told Radio Savanna on {day}.",
    "Police in {name} said {n} people had left the quay by {day} night, two days before the vote.",
    "The ministry denied on {day} that engineers had opened the gates at 9.30am.",
    "According to the regional board, {name} Lines carried {n} passengers last year.",
)


def main() -> None:
    """Print the table; exit with 1 where a stage grows faster than the text."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--words", type=int, nargs="+", default=[2_000, 8_000, 32_000])
    options.add_argument("--most", type=float, default=2.0)
    args = options.parse_args()
    context = make_context(Settings())
    _spent(8_000, context)  # tables and models are loaded before the clock runs; some are asked for by few sentences only
    lengths = sorted(args.words)
    spent = {words: _spent(words, context) for words in lengths}
    print(f"| CPU ms a thousand words | {' | '.join(f'{words:,} words' for words in lengths)} |\n|---|{'---:|' * len(lengths)}")
    for stage in _STAGES:
        print(f"| {stage.name} | {' | '.join(f'{spent[words][stage.name]:.2f}' for words in lengths)} |")
    first, last = spent[lengths[0]], spent[lengths[-1]]
    grown = [s.name for s in _STAGES if last[s.name] > args.most * max(first[s.name], _FLOOR_MS)]
    if grown:
        sys.exit(f"grows faster than the text: {', '.join(grown)}")


def _spent(words: int, context: Context) -> dict[str, float]:
    """Return the CPU milliseconds a thousand words of each stage."""
    text = _article(words)
    records: tuple[object, ...] = (
        Page(id=f"p{words}", input="p", medium="text", raw=text.encode(), sha256="", given_published="2026-03-11"),
    )
    spent: dict[str, float] = defaultdict(float)
    for stage in _STAGES:
        began = time.process_time()
        records = run_stages((stage,), records, context)
        spent[stage.name] = (time.process_time() - began) * 1e6 / words
    return spent


def _article(words: int) -> str:
    chance = random.Random(1)  # the same article each time
    names = [f"{chance.choice('BDGKLMNPRST')}{chance.choice('aeiou')}{chance.choice('lmnrst')}{chance.choice('aeo')}n" for _ in range(200)]
    days = ("Monday", "Tuesday", "Wednesday", "Thursday")
    paragraphs: list[str] = []
    count = 0
    while count < words:
        said = [
            chance.choice(_SENTENCES).format(n=chance.randint(2, 900), name=chance.choice(names), day=chance.choice(days)) for _ in range(3)
        ]
        paragraphs.append(" ".join(said))
        count += len(paragraphs[-1].split())
    return "\n\n".join(paragraphs) + "\n"


if __name__ == "__main__":
    main()
