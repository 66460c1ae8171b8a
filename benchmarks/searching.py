"""How fast an archive is searched: p50 and p95, by the clock and of the processor, of a mix of searches and of the list of stories, in archives of invented articles.

`python benchmarks/searching.py --n 100000 1000000` fills an archive of each size with finished rows through the functions and tables of the store (the
analysis is no part of it): words of Zipf's law in an invented vocabulary, two hundred an article on average, invented names as entities, days over three
years in about the order of arrival, stories of five articles on average, and vectors of 384 numbers that lie about their story's. `--keep DIR` keeps the
archives, and uses those that are there.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select, text

from tellings.model.articles import Article, Page
from tellings.model.spans import Span, content_id
from tellings.store import ranking, search, stories, vectors
from tellings.store.opening import Archive, open_archive
from tellings.store.packing import pack
from tellings.store.search import Filters
from tellings.store.tables import ARTICLE_ENTITIES, ARTICLES, CORROBORATED, ENTITY_WORDS, MEMBERS, PAGES, RECORDS, STORIES
from tellings.text.queries import parse

WORDS = 60_000
NAMES = 20_000
OUTLETS = 400
DAYS = 1_100
FIRST_DAY = 738_500
BATCH = 5_000
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "or", "il")]
COUNTRIES = ("NOR", "FRA", "BRA", "KEN", "IND", "JPN", "CAN", "EGY", "PER", "FJI")
# What the stream of stories keeps with each article, which searches pass over: as long as it is on average after `tellings add` of a hundred articles.
WHY = '{"of": "' + "w" * 150 + '"}'
KEYS, OTHERS = bytes(200), bytes(12)
# Milliseconds by the clock, and of the processor alone: those hold on a busy machine too.
Times = tuple[float, float]
# Milliseconds that the issue allows at so many articles: searches at the 95th percentile, the list of stories.
BOUNDS = {100_000: (50, 100), 1_000_000: (150, 100)}


def word(number: int) -> str:
    """The number-th word of the invented vocabulary: the commoner, the shorter."""
    made = ""
    while number >= 0:
        made += SYLLABLES[number % len(SYLLABLES)]
        number = number // len(SYLLABLES) - 1
    return made + "k"


VOCABULARY = np.array([word(number) for number in range(WORDS)])
FULL_NAMES = [f"{word(7 * at + 300)} {word(13 * at + 5000)}" for at in range(NAMES)]


def zipf(rng: np.random.Generator, most: int, size: int) -> NDArray[np.int64]:
    """Numbers below `most`, each as frequent as one over its place."""
    return np.minimum((most ** rng.random(size)).astype(np.int64) - 1, most - 1)


def fill(archive: Archive, count: int) -> None:
    """Put `count` articles into the archive."""
    rng = np.random.default_rng(6)
    with archive.writing() as connection:
        names = [{"word": part, "name": name} for name in sorted(set(FULL_NAMES)) for part in sorted(set(name.split()))]
        connection.execute(ENTITY_WORDS.insert(), names)
    began = time.monotonic()
    for start in range(1, count + 1, BATCH):
        with archive.writing() as connection:
            _fill_batch(connection, rng, range(start, min(start + BATCH, count + 1)), count)
        if start // BATCH % 20 == 0:
            print(f"  {start:,} articles, {start / (time.monotonic() - began):,.0f} a second", file=sys.stderr)
    with archive.writing() as connection:
        _fill_stories(connection)
    began = time.monotonic()
    with archive.reading() as connection:
        vectors.catch_up(connection)
    print(f"  graph of vectors in {time.monotonic() - began:,.0f} s", file=sys.stderr)


def _fill_batch(connection: Connection, rng: np.random.Generator, numbers: range, count: int) -> None:
    lengths = np.clip(rng.lognormal(5.1, 0.6, len(numbers)), 20, 2_000).astype(int)
    drawn = VOCABULARY[zipf(rng, WORDS, int(lengths.sum()) + 8 * len(numbers))]
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in ("pages", "articles", "records", "members", "entities", "told")}
    held: dict[int, tuple[Article, bytes]] = {}
    at = 0
    for number, length in zip(numbers, lengths.tolist(), strict=True):
        words = drawn[at : at + length + 8].tolist()
        at += length + 8
        day = FIRST_DAY + number * DAYS // count + int(rng.integers(-2, 3))
        story = content_id("story", max(1, number - int(rng.exponential(3)) * 7) // 5)
        article, row = _article(rng, number, words, day)
        held[number] = (article, _vector(rng, story))
        rows["pages"].append({"id": article.id, "sha256": article.id, "input": article.input, "record": pack([Page(
            id=article.id, input=article.input, medium="text", raw=b"", sha256=article.id)])})  # fmt: skip
        rows["articles"].append(row)
        rows["records"].append({"article": number, "kind": "Article", "count": 1, "data": pack([article])})
        rows["members"].append({
            "article": number, "story": story, "score": 1.0, "why": WHY, "founded": False, "day": day, "keys": KEYS, "others": OTHERS, "likeness": OTHERS,
        })  # fmt: skip
        for name in {int(one) for one in zipf(rng, NAMES, 4)}:
            rows["entities"].append({
                "article": number, "entity": f"{story}{name}", "story": story, "name": FULL_NAMES[name], "kind": "person",
                "country": COUNTRIES[name % len(COUNTRIES)], "mentions": 2,
            })  # fmt: skip
        if rng.random() < 0.4:
            rows["told"].append({"article": number, "story": story, "claims": 2, "told": True})
    for table, name in ((PAGES, "pages"), (ARTICLES, "articles"), (RECORDS, "records"), (MEMBERS, "members"), (ARTICLE_ENTITIES, "entities"), (CORROBORATED, "told")):  # fmt: skip
        connection.execute(table.insert(), rows[name])
    search.index_all(connection, held)


def _article(rng: np.random.Generator, number: int, words: list[str], day: int) -> tuple[Article, dict[str, object]]:
    body = ". ".join(" ".join(words[at : at + 18]).capitalize() for at in range(8, len(words), 18))
    name = content_id("page", number)
    outlet = f"The {VOCABULARY[500 + int(zipf(rng, OUTLETS, 1)[0])].capitalize()} Courier"
    published = f"{np.datetime64('1970-01-01') + (day - 719_163)}T08:00:00Z"
    article = Article(
        id=name, page=name, input=f"{number}.txt", text=body, body=(Span(start=0, end=len(body)),), furniture=(), outlet=outlet,
        headline=" ".join(words[:8]).capitalize(), published=published,
    )  # fmt: skip
    row = {
        "number": number, "id": name, "page": name, "input": article.input, "lineage": number, "version": 1, "current": True, "outlet": outlet, "unit": outlet,
        "headline": article.headline, "published": published, "day": day, "language": "en", "analysed": True, "added": published,
    }  # fmt: skip
    return article, row


def _vector(rng: np.random.Generator, story: str) -> bytes:
    centre = np.random.default_rng(int(story, 16)).standard_normal(384, dtype=np.float32)
    made = centre + 0.6 * rng.standard_normal(384, dtype=np.float32)
    return (made / np.linalg.norm(made)).astype("<f2").tobytes()


def _fill_stories(connection: Connection) -> None:
    """Stories from their members, counted by the database."""
    counted = (
        select(
            MEMBERS.c.story, func.min(ARTICLES.c.number), func.max(ARTICLES.c.headline), func.count(), func.count(ARTICLES.c.unit.distinct()),
            func.max(ARTICLES.c.outlet), func.min(ARTICLES.c.published), func.max(ARTICLES.c.published), func.max(ARTICLES.c.day), text("0"),
        )
        .join(ARTICLES, ARTICLES.c.number == MEMBERS.c.article)
        .group_by(MEMBERS.c.story)
    )  # fmt: skip
    columns = ("id", "founder", "headline", "articles", "tellings", "outlets", "first", "last", "last_day", "stale")
    connection.execute(STORIES.insert().from_select(columns, counted))


def searches(rng: random.Random) -> Iterator[tuple[str, str, Filters, bool]]:
    """Give searches without end: what kind, the words, the filters, and whether by meaning too."""
    none = Filters()
    while True:
        rare, middle, common = (word(rng.randrange(*span)) for span in ((5_000, WORDS), (300, 5_000), (0, 60)))
        other = word(rng.randrange(0, 300))
        name = FULL_NAMES[rng.randrange(0, 2_000)]
        day = FIRST_DAY + rng.randrange(DAYS)
        yield "a rare word", rare, none, False
        yield "a word", middle, none, False
        yield "a common word", common, none, False
        yield "two words", f"{middle} {common}", none, False
        yield "two common words", f"{common} {other}", none, False
        yield "four words", f"{middle} {common} {other} {rare}", none, False
        yield "either of two", f"{common} OR {middle}", none, False
        yield "a phrase", f'"{common} {other}"', none, False
        yield "a phrase of a rare word", f'"{common} {rare}"', none, False
        yield "a word left out", f"{other} -{common}", none, False
        yield "in a month", common, Filters(since=day, until=day + 30), False
        yield "of an outlet", other, Filters(outlet=word(500 + rng.randrange(OUTLETS))), False
        yield "naming an entity", other, Filters(entity=name), False
        yield "of a country", middle, Filters(country=rng.choice(COUNTRIES)), False
        yield "corroborated", f"{other} {common}", Filters(corroborated=True), False
        yield "outlet and days", common, Filters(outlet=word(500 + rng.randrange(OUTLETS)), since=day, until=day + 90), False
        yield "meaning: a word", middle, none, True
        yield "meaning: two common words", f"{common} {other}", none, True
        yield "meaning: of a country", common, Filters(country=rng.choice(COUNTRIES)), True


def measure(archive: Archive, most: int) -> tuple[dict[str, list[Times]], list[Times]]:
    """Return the milliseconds of searches by kind (found, ranked, a page of twenty stories with passages) and of lists of stories."""
    rng, near = random.Random(8), np.random.default_rng(9)
    found: dict[str, list[Times]] = {}
    for (kind, words, filters, by_meaning), _ in zip(searches(rng), range(19 * most), strict=False):
        vector = np.frombuffer(_vector(near, content_id("story", int(near.integers(1, 10_000)))), dtype="<f2").astype(np.float32)
        found.setdefault(kind, []).append(
            _timed(archive, lambda c, w=words, f=filters, v=vector if by_meaning else None: ranking.page(c, parse(w), f, v, most=20))
        )
    lists = []
    for at in range(most):
        after = (FIRST_DAY + rng.randrange(DAYS), "8") if at % 2 else None
        least = rng.choice((1, 1, 2, 4))
        lists.append(_timed(archive, lambda c, a=after, m=least: stories.listed(c, most=50, after=a, min_tellings=m)))
    return found, lists


def _timed(archive: Archive, what: Callable[[Connection], object]) -> Times:
    began, busy = time.perf_counter(), time.process_time()
    with archive.reading() as connection:
        what(connection)
    return 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - busy)


def p95(times: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20)[-1]


def main() -> None:
    """Print the table of each size; exit 1 where a bound of the issue is passed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--n", type=int, nargs="+", default=[100_000])
    options.add_argument("--searches", type=int, default=40, help="searches of each kind")
    options.add_argument("--keep", type=Path, help="folder to keep the archives in")
    args = options.parse_args()
    slow = False
    with tempfile.TemporaryDirectory() as folder:
        for count in args.n:
            path = (args.keep or Path(folder)) / f"search-{count}.db"
            is_there = path.exists()
            with open_archive(str(path), "create") as archive:
                began = time.monotonic()
                if not is_there:
                    fill(archive, count)
            size = sum(one.stat().st_size for one in path.parent.glob(f"{path.name}*")) / 1e9
            print(f"\n{count:,} articles, {size:.1f} GB" + ("" if is_there else f", filled in {time.monotonic() - began:,.0f} s") + "\n")
            with open_archive(str(path)) as archive:
                measure(archive, 2)  # what is read for the first time after the archive was written is not the search
                slow |= _print(*measure(archive, args.searches), BOUNDS.get(count))
            if args.keep is None:
                path.unlink()
    raise SystemExit(1 if slow else 0)


def _print(found: dict[str, list[Times]], lists: list[Times], bounds: tuple[int, int] | None) -> bool:
    print("| searches | p50 ms | p95 ms | p50 CPU ms | p95 CPU ms |\n| --- | --- | --- | --- | --- |")
    every = [one for times in found.values() for one in times]
    for kind, times in [*found.items(), ("**all**", every), ("list of stories", lists)]:
        cells = (f"{figure(part):.0f}" for part in zip(*times, strict=True) for figure in (statistics.median, p95))
        print(f"| {kind} | {' | '.join(cells)} |")
    return bounds is not None and any(p95([wall for wall, _ in times]) > most for times, most in zip((every, lists), bounds, strict=True))


if __name__ == "__main__":
    main()
