"""What reading a WARC costs beside the page stages, and whether its memory stays flat: `python benchmarks/reading_warc.py --n 100000`.

Writes an archive of invented pages, packed record by record as crawlers do, with their requests and an image for each. The first table
sets the CPU time a page of reading the archive and running the page stages beside that of the page stages alone on the same pages in
memory. The second follows the memory of one process while it reads the whole archive and runs the page stages on every 20th page.
Exits with 1 where reading costs more than `--most` times the stages alone, or memory grows by more than `--most-mb` from the first tenth on.
"""

import argparse
import gzip
import random
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from tellings.app.contexts import make_context
from tellings.backends.base import Context
from tellings.engine.local import run_stages
from tellings.ingest.discover import pages_of
from tellings.model.articles import Article, Page
from tellings.pipeline import STAGES
from tellings.settings import Settings

_PAGE_STAGES = tuple(stage for stage in STAGES if stage.scope == "page")
_EVERY = 20
_ROUNDS = 3
_POINTS = 10


def main() -> None:
    """Print both tables; exit with 1 where a bound is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--n", type=int, default=100_000, help="records of pages in the archive")
    options.add_argument("--timed", type=int, default=300, help="pages for the times")
    options.add_argument("--most", type=float, default=1.2, help="bound of the ratio")
    options.add_argument("--most-mb", type=float, default=20.0, help="bound of the growth")
    args = options.parse_args()
    context = make_context(Settings())
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder, "crawl.warc.gz")
        size = _write(archive, max(args.n, args.timed))
        print(
            f"{max(args.n, args.timed):,} pages, {size / 1e3 / max(args.n, args.timed):.0f} kB of HTML each, {archive.stat().st_size / 1e6:,.0f} MB packed\n"
        )
        ratio = _times(archive, args.timed, context)
        growth = _memory(archive, args.n, context)
    if ratio > args.most or growth > args.most_mb:
        sys.exit(f"ratio {ratio:.2f} (at most {args.most}), growth {growth:.0f} MB (at most {args.most_mb:.0f})")


def _times(archive: Path, count: int, context: Context) -> float:
    """Print the CPU time a page of reading with the stages, of the stages alone, and of reading alone; return the ratio of the first two.

    Each page is worked on both ways in turn, so that what else the machine does falls on both; the least of three rounds counts.
    """
    held = list(islice(_pages(archive), count))
    _staged(held[:20], context)
    rounds = [_round(archive, held, context) for _ in range(_ROUNDS)]
    read, both, alone = (min(found) * 1000 / count for found in zip(*rounds, strict=True))
    ratio = both / alone
    print("| what | CPU ms a page |\n|---|---:|")
    print(
        f"| reading and page stages | {both:.2f} |\n| page stages alone | {alone:.2f} |\n| reading alone | {read:.2f} |\n| ratio | {ratio:.3f} |\n"
    )
    return ratio


def _round(archive: Path, held: list[Page], context: Context) -> tuple[float, float, float]:
    """Return the CPU seconds of reading alone, of reading with the stages and of the stages alone, over all pages."""
    clock = time.process_time
    read = both = alone = 0.0
    pages = _pages(archive)
    for number, page in enumerate(held):
        for memory in (number % 2 == 0, number % 2 == 1):
            began = clock()
            if memory:
                done = _staged([page], context)
                alone += clock() - began
            else:
                found = next(pages)
                read += clock() - began
                done = _staged([found], context)
                both += clock() - began
            assert done == 1, page.input
    return read, both, alone


def _memory(archive: Path, count: int, context: Context) -> float:
    """Print the memory in use at ten points, and return by how many MB it grew from the first to the highest."""
    print("| records read | MB in use | MB at the most |\n|---:|---:|---:|")
    points = []
    for number, page in enumerate(_pages(archive), 1):
        if number % _EVERY == 0:
            _staged([page], context)
        if number % max(1, count // _POINTS) == 0:
            points.append(_megabytes("VmRSS"))
            print(f"| {number:,} | {points[-1]:.0f} | {_megabytes('VmHWM'):.0f} |", flush=True)
    return max(points) - points[0]


def _megabytes(field: str) -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith(f"{field}:"))


def _pages(archive: Path) -> Iterator[Page]:
    return (found for found in pages_of([str(archive)], Settings()) if isinstance(found, Page))


def _staged(pages: Iterable[Page], context: Context) -> int:
    """Run the page stages; return of how many pages an article came."""
    return sum(any(isinstance(record, Article) for record in run_stages(_PAGE_STAGES, [page], context)) for page in pages)


def _write(path: Path, count: int) -> int:
    """Write the archive, always the same bytes; return the size of its HTML."""
    pick = random.Random(11)
    size = 0
    with path.open("wb") as file:
        file.write(_packed(_record("warcinfo", None, b"software: benchmark\r\n", "application/warc-fields")))
        for number in range(count):
            where = f"https://outlet-{number % 40}.example/news/{number}.html"
            body = _html(pick, number, where).encode()
            size += len(body)
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(body)
            file.write(_packed(_record("request", where, b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request")))
            file.write(_packed(_record("response", where, head + body, "application/http; msgtype=response")))
            image = b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n" + pick.randbytes(500)
            file.write(_packed(_record("response", f"{where}.jpg", image, "application/http; msgtype=response")))
    return size


def _packed(record: bytes) -> bytes:
    return gzip.compress(record, compresslevel=1, mtime=0)


def _record(kind: str, where: str | None, block: bytes, content_type: str) -> bytes:
    lines = ["WARC/1.0", f"WARC-Type: {kind}", "WARC-Date: 2026-03-02T09:15:00Z"]
    if where is not None:
        lines.append(f"WARC-Target-URI: {where}")
    lines += [f"Content-Type: {content_type}", f"Content-Length: {len(block)}", "", ""]
    return "\r\n".join(lines).encode() + block + b"\r\n\r\n"


_PLACES = "Ansel Brevik Corrin Dunmar Elsby Farrow Gilden Hask Ilmar Jorvel Keld Lunde Morrin Nesby Orrel Pendle".split()  # noqa: SIM905
_PEOPLE = ["Ola Benn", "Kim Roe", "Ada Marsh", "Per Lund", "Ines Calder", "Tom Weir", "Mara Holt", "Jon Vane"]
_OFFICES = ["harbour master", "mayor", "head of the rescue service", "union's chair", "minister of transport", "owner of the yard"]
_SENTENCES = (
    "The {office} of {place}, {person}, said on {day} that {number} people had crossed the bridge since it reopened.",
    "Repairs at the quay of {place} will cost {number} million crowns, the {office} told reporters.",
    "“We asked for help in {place} and it came within {number} hours,” {person} said.",
    "Some {number} houses in {place} were still without power on {day} evening.",
    "Engineers from {other} are to look at the pillars before the ferries to {place} run again.",
    "{person}, who has lived in {place} for {number} years, said that the storm was the worst she had seen.",
    "The council of {other} refused to share the cost of {number} million crowns, according to its {office}.",
    "It is the third time in {number} years that the road between {place} and {other} has been closed.",
)
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905


def _sentence(pick: random.Random) -> str:
    return pick.choice(_SENTENCES).format(
        office=pick.choice(_OFFICES), place=pick.choice(_PLACES), other=pick.choice(_PLACES), person=pick.choice(_PEOPLE),
        day=pick.choice(_DAYS), number=pick.randint(2, 900),
    )  # fmt: skip


def _html(pick: random.Random, number: int, where: str) -> str:
    """A page of one of four templates, with the furniture that pages have."""
    paras = [" ".join(_sentence(pick) for _ in range(pick.randint(2, 4))) for _ in range(pick.randint(6, 14))]
    headline = _sentence(pick).split(",")[0].rstrip(".")
    menu = "".join(f'<li class="menu-item"><a href="/section/{place.lower()}">{place}</a></li>' for place in _PLACES)
    related = "".join(f'<li><a href="/news/{pick.randint(1, 10**6)}.html">{_sentence(pick)}</a></li>' for _ in range(12))
    script = "".join(f"window.dataLayer.push({{'slot':{n},'key':'{pick.getrandbits(64):x}'}});" for n in range(60))
    head = (
        f'<meta charset="utf-8"><title>{headline} | Outlet {number % 40}</title><meta property="og:title" content="{headline}">'
        f'<link rel="canonical" href="{where}"><meta property="article:published_time" content="2026-03-02T0{number % 10}:15:00+01:00">'
        f"<script>{script}</script><style>{'.a{color:#123;margin:0 auto}' * 60}</style>"
    )
    return (
        f"<!DOCTYPE html><html lang=en><head>{head}</head><body><header><nav><ul>{menu}</ul></nav></header>"
        f"{_main(number % 4, headline, pick.choice(_PEOPLE), paras)}<aside><h3>Most read</h3><ul>{related}</ul></aside>"
        f"<footer><p>© Outlet {number % 40}. All rights reserved.</p><ul>{menu}</ul></footer></body></html>"
    )


def _main(template: int, headline: str, person: str, paras: list[str]) -> str:
    share = '<ul class="share"><li><a href="#">Facebook</a></li><li><a href="#">Email</a></li></ul>'
    body = "".join(f"<p>{para}</p>" for para in paras)
    if template == 0:
        return f"<main><article><h1>{headline}</h1><p class=byline>By {person}</p>{share}{body}</article></main>"
    if template == 1:
        divs = "".join(f'<div class="para-wrap"><div class="text"><p>{para}</p></div></div>' for para in paras)
        return f'<div id="page"><div class="story"><div class="hed"><h1>{headline}</h1></div>{share}<div class="story-body">{divs}</div></div></div>'
    if template == 2:
        lines = "<br><br>".join(paras)
        return f'<table><tr><td class="left">{share}</td><td class="content"><h2>{headline}</h2>{person}<br>{lines}</td></tr></table>'
    return f'<section class="article"><h1>{headline}</h1><div itemprop="articleBody">{body}<div class="newsletter">Sign up for our letter</div></div></section>'


if __name__ == "__main__":
    main()
