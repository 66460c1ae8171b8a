"""Kills processes at random moments of adding, of bringing a schema forward and of watching, and holds each time that nothing acknowledged is
lost, nothing is half there, the check finds no fault, and the same call again completes.

    python -m tests.soak.killing adding|migrating|watching [--kills N] [--seed N] [--archive sqlite|postgresql]

A process is a fork of this one, in which the libraries and the parser are loaded already, so that hundreds of kills take minutes.
"""

import argparse
import json
import os
import random
import select
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import Column, Integer, MetaData, Table, func, insert, inspect
from sqlalchemy import select as asked
from tests import postgres, writer

from tellings.app import archives, checking, watching
from tellings.app.contexts import make_context
from tellings.app.watching import rounds
from tellings.engine import local
from tellings.errors import StoreError
from tellings.settings import Settings
from tellings.store import articles, log, migrations, stories
from tellings.store.opening import open_archive

NOW = "2026-03-12T08:00:00Z"
RECORDS, BATCH = 60, 4
SETTINGS = Settings(processes=1, embedder="lexical", allow_private=True, fetch_delay=0.0, fetch_retries=0, fetch_timeout=10.0)
Say = Callable[[str], object]
Place = Callable[[], str]


def run_and_kill(work: Callable[[Say], None], acks: int, delay: float) -> tuple[list[str], int]:
    """Do the work in a process of its own and kill it so many seconds after it has said so many lines; return the lines and its wait status."""
    out, into = os.pipe()
    sys.stdout.flush()
    process = os.fork()
    if process == 0:
        os.close(out)
        try:
            work(lambda line: os.write(into, f"{line}\n".encode()))
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(into)
    said, until, killed = b"", None, False
    while True:
        if until is None and said.count(b"\n") >= acks:
            until = time.monotonic() + delay
        ready, _, _ = select.select([out], [], [], None if until is None or killed else max(0.0, until - time.monotonic()))
        if ready:
            if not (part := os.read(out, 65536)):
                break
            said += part
        elif not killed:
            os.kill(process, signal.SIGKILL)  # it cannot be another's: its end has not been waited for
            killed = True
    os.close(out)
    _, status = os.waitpid(process, 0)
    return said.decode().splitlines(), status


def was_killed(status: int) -> bool:
    """True where the process was killed, false where it came to its end; anything else is a fault."""
    assert (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL) or os.waitstatus_to_exitcode(status) == 0, status
    return os.WIFSIGNALED(status)


def load() -> None:
    """Load what a process would load when it first analyses an article."""
    context = local._context(make_context, SETTINGS)
    with tempfile.TemporaryDirectory() as folder:
        archives.add(f"{folder}/first.db", [written(Path(folder), 2)], settings=SETTINGS)
    assert context is local._context(make_context, SETTINGS)


def written(folder: Path, count: int = RECORDS) -> str:
    """Write a file of records, of several stories, and return its path."""
    file = folder / "records.jsonl"
    with file.open("w") as out:
        for k in range(count):
            port = ("Mellah", "Osk", "Tarnow", "Lirrin")[k % 4]
            text = f"A ferry ran aground off {port} on Monday and {k + 3} people were rescued, the coastguard said. “We came in time,” said Captain {chr(65 + k % 26)}ven Brandt of boat {k}."
            row = {
                "id": f"r{k}",
                "outlet": f"Paper {k % 7}",
                "headline": f"Ferry strands near {port}",
                "published": "2026-03-02",
                "text": text,
            }
            out.write(json.dumps(row) + "\n")
    return str(file)


def held(where: str, per_batch: int) -> tuple[int, list[str]]:
    """Return how many inputs the log has and the articles in the order of arrival; the check finds nothing and no batch is half there."""
    found = checking.check(where)
    assert not found.faults, [str(one) for one in found.faults]
    with open_archive(where) as archive, archive.reading() as connection:
        batches = Counter(one.batch for _, one in log.arrivals(connection))
        assert all(count == per_batch for count in batches.values()), batches
        numbers = list(articles.numbers(connection))
        return sum(batches.values()), [one.given_id or "" for _, one in sorted(articles.kept(connection, numbers).items())]


def adding(place: Place, kills: int, chance: random.Random) -> Counter[str]:
    """Kill `tellings add` at random moments until so many were killed; each archive is filled to its end."""
    archives.BATCH = BATCH
    figures: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        records = written(Path(name))

        def add(say: Say) -> None:
            archives.add(where, [records], settings=SETTINGS, now=lambda: NOW, progress=lambda what, done, _: say(f"{what} {done}"))

        while figures["kills"] < kills:
            where, before, known, again = place(), 0, 0, chance.randint(1, 3)
            while known < RECORDS or again:
                again -= known == RECORDS
                # what is known is passed over at once: it is killed at what is new, or when all is known and stories are resolved
                acks = known // BATCH + (chance.randint(0, 3) if known < RECORDS else 0)
                said, status = run_and_kill(add, acks, chance.random() ** 2 * chance.choice((0.05, 0.5)))
                acknowledged = max((int(line.split()[1]) for line in said if line.startswith("inputs ")), default=0)
                killed = was_killed(status)
                figures["kills"] += killed
                figures["kills while stories were resolved"] += killed and acknowledged == RECORDS
                figures["kills while articles were written"] += killed and acknowledged < RECORDS
                if not exists(where):
                    assert acknowledged == 0
                    continue
                there, order = held(where, BATCH)
                assert there >= before + acknowledged, (there, before, acknowledged)
                assert order == [f"r{k}" for k in range(len(order))]
                before, known = there, len(order)
                if not killed or figures["kills"] >= kills:
                    break
            _, status = run_and_kill(add, 10**6, 0)
            assert not was_killed(status)
            assert held(where, BATCH)[1] == [f"r{k}" for k in range(RECORDS)]
            with open_archive(where) as archive, archive.reading() as connection:
                assert not stories.stale(connection)
            figures["archives completed"] += 1
    return figures


def exists(where: str) -> bool:
    """True where there is an archive, its schema brought forward: a process may be killed before it has made one, or half of its steps."""
    try:
        open_archive(where, "write").close()
    except StoreError as error:
        if "no archive" in str(error):
            return False
        raise
    return True


LATER = [Table(f"later_{k}", MetaData(), Column("x", Integer, primary_key=True)) for k in range(6)]


def later(table: Table) -> Callable[..., None]:
    """A step of migrating that takes a while."""

    def step(connection) -> None:
        table.create(connection)
        for at in range(0, 2000, 200):
            connection.execute(insert(table), [{"x": at + number} for number in range(200)])

    return step


def migrating(place: Place, kills: int, chance: random.Random) -> Counter[str]:
    """Kill processes that bring an archive forward by six steps."""
    figures: Counter[str] = Counter()
    first = migrations.STEPS
    while figures["kills"] < kills:
        where = place()
        migrations.STEPS, migrations.VERSION = first, len(first)
        with open_archive(where, "create") as archive:
            for k in range(3):
                writer.write(archive, f"w {k}")
        migrations.STEPS = (*first, *(later(table) for table in LATER))
        migrations.VERSION = len(migrations.STEPS)
        done = False
        while not done:
            _, status = run_and_kill(partial(forward, where), 0, chance.random() * 0.4)
            killed = was_killed(status)
            figures["kills"] += killed
            done = not killed
            figures["kills between the first step and the last"] += reached(where, len(first)) > 0 and killed
            if figures["kills"] >= kills and not done:
                open_archive(where, "write").close()
                done = True
        assert reached(where, len(first)) == len(LATER)
        with open_archive(where) as archive, archive.reading() as connection:
            assert [one.given_id for one in articles.kept(connection, [1, 2, 3]).values()] == ["w 0", "w 1", "w 2"]
        figures["archives brought forward"] += 1
    migrations.STEPS, migrations.VERSION = first, len(first)
    return figures


def forward(where: str, _: Say) -> None:
    """Bring an archive forward."""
    open_archive(where, "write").close()


def reached(where: str, first: int) -> int:
    """Return how many of the steps are done; each is done wholly or not begun."""
    before, migrations.bring_forward = migrations.bring_forward, lambda *_, **__: None
    try:
        with open_archive(where, "write") as archive, archive.reading() as connection:
            done = migrations.version(connection) - first
            there = [inspect(connection).has_table(table.name) for table in LATER]
            assert there == [k < done for k in range(len(LATER))], (done, there)
            assert all(connection.execute(asked(func.count()).select_from(table)).scalar() == 2000 for table in LATER[:done])
            return done
    finally:
        migrations.bring_forward = before


@contextmanager
def serving(folder: Path, pages: int) -> Iterator[str]:
    """Serve a feed and its pages from a process of its own; give the feed's address."""
    call = [sys.executable, "-u", "-m", "http.server", "--bind", "127.0.0.1", "0", "-d", str(folder)]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout
        home = f"http://127.0.0.1:{process.stdout.readline().split(' port ')[1].split()[0]}"
        for k in range(pages):
            body = f"<p>A ferry with {k + 5} people on board ran aground off the port of Mellah on Tuesday, the harbour master said.</p><p>Nobody was hurt, and tugs pulled vessel {k} free before noon, according to the harbour master Tomas Reil.</p>"
            head = f"Ferry {k} runs aground off Mellah"
            page = f"<html><head><title>{head}</title></head><body><article><h1>{head}</h1>{body}</article></body></html>"
            (folder / f"{k}.html").write_text(page)
        items = "".join(f"<item><title>News</title><link>{home}/{k}.html</link></item>" for k in range(pages))
        (folder / "feed.xml").write_text(f'<?xml version="1.0"?><rss version="2.0"><channel><title>Quay</title>{items}</channel></rss>')
        try:
            yield f"{home}/feed.xml"
        finally:
            process.kill()


def watching_feeds(place: Place, kills: int, chance: random.Random) -> Counter[str]:
    """Kill `tellings watch` in its rounds; each archive is filled to its end."""
    figures: Counter[str] = Counter()
    rounds.BATCH, pages = BATCH, 12
    schedule = watching.Schedule(every=None, recheck=0.0, once=True)
    with tempfile.TemporaryDirectory() as name, serving(Path(name), pages) as feed:

        def watch(say: Say) -> None:
            hooks = watching.Hooks(
                now=lambda: NOW, wait=lambda _: None, stop=lambda: False, tell=lambda report: say(report.as_json().decode())
            )
            assert watching.watch(where, [feed], schedule, settings=SETTINGS, hooks=hooks)

        where, began = place(), time.monotonic()
        run_and_kill(watch, 10**6, 0)
        takes = time.monotonic() - began
        while figures["kills"] < kills:
            where, killed, before = place(), True, 0
            while killed and figures["kills"] < kills:
                _, status = run_and_kill(watch, 0, chance.uniform(0.1, 1.0) * takes)
                killed = was_killed(status)
                figures["kills"] += killed
                if exists(where):
                    found = checking.check(where)
                    assert not found.faults, [str(one) for one in found.faults]
                    assert found.articles >= before
                    figures["kills after some pages were kept"] += killed and found.articles > 0
                    before = found.articles
            _, status = run_and_kill(watch, 10**6, 0)
            assert not was_killed(status)
            found = checking.check(where)
            assert (found.articles, found.faults) == (pages, ()), found
            figures["archives completed"] += 1
    return figures


def main() -> None:
    """Kill, and print what was held."""
    told = argparse.ArgumentParser()
    told.add_argument("what", choices=["adding", "migrating", "watching"])
    told.add_argument("--kills", type=int, default=200)
    told.add_argument("--seed", type=int, default=6)
    told.add_argument("--archive", choices=["sqlite", "postgresql"], default="sqlite")
    given = told.parse_args()
    work = {"adding": adding, "migrating": migrating, "watching": watching_feeds}[given.what]
    if given.what != "migrating":
        load()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        if given.archive == "sqlite":
            count = iter(range(10**6))
            figures = work(lambda: f"{folder}/{next(count)}.db", given.kills, random.Random(given.seed))
        else:
            server = postgres.start()
            try:
                figures = work(server.database, given.kills, random.Random(given.seed))
            finally:
                server.stop()
    said = ", ".join(f"{value:,} {name}" for name, value in figures.items())
    print(f"{given.what} ({given.archive}): {said}; nothing lost, nothing half there, {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
