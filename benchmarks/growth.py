"""How the cost of one article grows with its length: `python benchmarks/growth.py --words 2000 8000 32000 --marks 1000 10000`.

Runs the page and article stages on an invented article of each length and prints CPU milliseconds for a thousand words, or for a thousand quotation
marks (of all styles, some of which never close), stage by stage. Exits with 1 where a stage costs at the greatest length more than `--most` times
for a thousand what it costs at the least.
"""

import argparse
import gc
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable

from tellings.app.contexts import make_context
from tellings.backends.base import Context
from tellings.engine.local import run_stages
from tellings.model.articles import Page
from tellings.pipeline import STAGES
from tellings.settings import Settings

_STAGES = tuple(stage for stage in STAGES if stage.scope in ("page", "article"))
# Less than this for a thousand words is noise.
_FLOOR_MS = 1.0
_STYLES = (("“", "”"), ('"', '"'), ("‘", "’"), ("«", "»"), ("„", "“"), ("“", "“"), ("''", "''"))
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
    options.add_argument("--marks", type=int, nargs="*", default=[1_000, 10_000])
    options.add_argument("--most", type=float, default=2.0)
    args = options.parse_args()
    context = make_context(Settings())
    _spent(
        _article(8_000) + _marked(2_000), 8_000, context
    )  # tables and models are loaded before the clock runs; some are asked for by few sentences only
    grown = _table("words", _article, sorted(args.words), args.most, context)
    grown += _table("marks", _marked, sorted(args.marks), args.most, context) if args.marks else []
    if grown:
        sys.exit(f"grows faster than the text: {', '.join(grown)}")


def _table(what: str, make: Callable[[int], str], lengths: list[int], most: float, context: Context) -> list[str]:
    """Print what each length costs; return the stages that grow faster than the text."""
    spent = {length: _spent(make(length), length, context) for length in lengths}
    print(f"\n| CPU ms a thousand {what} | {' | '.join(f'{length:,} {what}' for length in lengths)} |\n|---|{'---:|' * len(lengths)}")
    for stage in _STAGES:
        print(f"| {stage.name} | {' | '.join(f'{spent[length][stage.name]:.2f}' for length in lengths)} |")
    first, last = spent[lengths[0]], spent[lengths[-1]]
    return [f"{s.name} with {what}" for s in _STAGES if last[s.name] > most * max(first[s.name], _FLOOR_MS)]


def _spent(text: str, length: int, context: Context) -> dict[str, float]:
    """Return the CPU milliseconds of each stage for a thousand of what the length counts."""
    records: tuple[object, ...] = (
        Page(id=f"p{length}", input="p", medium="text", raw=text.encode(), sha256="", given_published="2026-03-11"),
    )
    spent: dict[str, float] = defaultdict(float)
    for stage in _STAGES:
        gc.collect()
        gc.freeze()  # a stage is not charged for the collector's looks at what others have made
        began = time.process_time()
        records = run_stages((stage,), records, context)
        spent[stage.name] = (time.process_time() - began) * 1e6 / length
    gc.unfreeze()
    return spent


def _marked(marks: int) -> str:
    """An article with so many quotation marks: a pair a sentence, in turn in all styles; of every seventh only the opening one."""
    chance = random.Random(2)
    parts: list[str] = []
    left = marks
    while left > 0:
        opening, closing = _STYLES[len(parts) % len(_STYLES)]
        alone = len(parts) % 7 == 6
        said = f"{opening}We counted {chance.randint(2, 900)} boats at pier {chance.randint(2, 90)}{',' if not alone else '.'}{'' if alone else closing}"
        parts.append(f"{said}{'' if alone else f' the harbour master of pier {chance.randint(2, 90)} said.'}")
        left -= 1 if alone else 2
    return "\n\n".join(" ".join(parts[k : k + 3]) for k in range(0, len(parts), 3)) + "\n"


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
